"""A feed as read: what parse.py and jsonfeed.py give to the rest of the room."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.feeds.addresses import link_key
from storage.records import IdentityScheme, ParsedEntry

KEEP = 500  # items of one reading; the newest
LOOKED_AT = 4 * KEEP  # items of an archive that are read, where reading takes long
EARLIEST = datetime(
    1990, 1, 1, tzinfo=UTC
)  # before the web there were no feeds: 1970 and 0001 mean "unknown"
LONGEST_IDENT = 400
TITLE_FROM_TEXT = 100  # characters, where an item has no title
# What changes in a text though nobody edited it.
VOLATILE = re.compile(
    r"\b(\d+|an?|one) (second|minute|hour|day)s? ago\b"
    r"|\b\d+ (comment|view|share|like|repl)\w*|\b\d+ min read\b"
)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed's own words about itself, and its items, newest readings last as they stood.

    `skipped` counts items that could not be used; `truncated` tells that the document broke off, so
    that it has to be read again; `ttl`, `skip_hours` (UTC) and `skip_days` (ISO weekdays) are wishes.
    """

    format: str
    title: str
    entries: tuple[ParsedEntry, ...]
    site_url: str | None = None
    lang: str | None = None
    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    hub: str | None = None
    warnings: tuple[str, ...] = ()
    skipped: int = 0
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """What a page is (see storage.records.Page.kind) and, where it is an article, its text."""

    kind: str
    text: str = ""
    title: str = ""
    published: datetime | None = None


def make_entry(
    guid: str | None,
    title: str,
    url: str | None,
    text: str,
    *,
    published: datetime | None = None,
    updated: datetime | None = None,
    author: str | None = None,
    image_url: str | None = None,
    tags: tuple[str, ...] = (),
    published_text: str | None = None,
) -> ParsedEntry | None:
    """An item with its identity, or None when there is nothing to know it by.

    The identity is the item's own: its guid, else its link, else its words; never chosen by looking at
    the rest of the batch, so that tomorrow's reading finds the same one.
    """
    guid = (guid or "").strip()
    if not guid and not url and not text and not title:
        return None
    title = title or _title_from(text) or url or guid
    key = link_key(url)
    scheme, ident = _identity(guid, key, title, text, published)
    return ParsedEntry(
        ident=ident,
        scheme=scheme,
        title=title,
        url=url,
        text=text,
        published=sane(published),
        updated=sane(updated),
        author=author or None,
        image_url=image_url,
        tags=tags,
        published_text=published_text,
        link_key=key,
        content_hash=content_hash(title, text),
    )


def content_hash(title: str, text: str) -> str:
    """A digest of the words, the same when only spacing, case or counters ("3 comments") differ."""
    words = " ".join(VOLATILE.sub(" ", f"{title}\n{text}".casefold()).split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def ident_of(scheme: IdentityScheme, value: str) -> str:
    """An identity with its scheme, so that a guid and a link never meet by chance."""
    if len(value) > LONGEST_IDENT:
        value = hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
    return f"{scheme}:{value}"


def worth_reading(dates: Sequence[datetime | None]) -> list[int]:
    """Which items of a long archive are read, in their order: the newest by the dates they give.

    Where some give none, both ends, at one of which the newest stand.
    """
    numbers = range(len(dates))
    if len(dates) <= LOOKED_AT:
        return list(numbers)
    if None in dates:
        return [*numbers[: LOOKED_AT // 2], *numbers[-(LOOKED_AT // 2) :]]
    return sorted(sorted(numbers, key=lambda n: dates[n] or EARLIEST, reverse=True)[:LOOKED_AT])


def sane(when: datetime | None) -> datetime | None:
    return None if when is None or when < EARLIEST else when


def newest(entries: list[ParsedEntry]) -> tuple[ParsedEntry, ...]:
    """At most KEEP items, by date, then by position; in the order of the document."""
    if len(entries) <= KEEP:
        return tuple(entries)
    order = sorted(range(len(entries)), key=lambda n: (-(entries[n].published or EARLIEST).timestamp(), n))
    return tuple(entries[n] for n in sorted(order[:KEEP]))


def _identity(
    guid: str, key: str | None, title: str, text: str, published: datetime | None
) -> tuple[IdentityScheme, str]:
    if guid:
        return "guid", ident_of("guid", guid)
    if key:
        return "link", ident_of("link", key)
    when = published.isoformat() if published else ""
    words = "\n".join((title, when, text[:200]))
    return "hash", ident_of("hash", hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32])


def _title_from(text: str) -> str:
    line = text.partition("\n")[0]
    if len(line) <= TITLE_FROM_TEXT:
        return line
    return line[: TITLE_FROM_TEXT - 1].rpartition(" ")[0].rstrip(",;: ") + "…"
