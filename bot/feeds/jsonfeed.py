"""JSON Feed 1.0 and 1.1 (jsonfeed.org) -> ParsedFeed. Pure."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from bot.feeds.addresses import absolute
from bot.feeds.document import ParsedFeed, make_entry, newest, worth_reading
from bot.feeds.errors import FeedError
from bot.feeds.text import plain_line, plain_text, tidy
from storage.records import ParsedEntry

LONE = re.compile("[\ud800-\udfff]")  # half of an emoji that was cut off: no text can hold it


def parse_json_feed(text: str, url: str) -> ParsedFeed:
    """Raises FeedError for JSON that is no feed, and for what is not even JSON."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError("broken", "the answer starts like JSON but is not; it may have broken off") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise FeedError("not_a_feed", "the answer is JSON, but not a JSON Feed")
    if "jsonfeed.org" not in str(feed.get("version", "")):
        raise FeedError("not_a_feed", "the answer is JSON, but does not call itself a JSON Feed")
    site_url = absolute(_text(feed.get("home_page_url")), url)
    items = [item for item in feed["items"] if isinstance(item, dict)]
    chosen = worth_reading([_when(item.get("date_published") or item.get("date_modified")) for item in items])
    entries, skipped = _entries([items[n] for n in chosen], url, site_url)
    return ParsedFeed(
        format=f"JSON Feed {str(feed['version']).rstrip('/').rpartition('/')[2]}",
        title=plain_line(_text(feed.get("title")), markup=False, longest=200),
        entries=newest(entries),
        site_url=site_url,
        lang=_text(feed.get("language"))[:20] or None,
        hub=next((absolute(_text(h.get("url"))) for h in _list(feed, "hubs") if isinstance(h, dict)), None),
        skipped=skipped + len(feed["items"]) - len(items),
    )


def _entries(items: list[dict[str, Any]], url: str, site_url: str | None) -> tuple[list[ParsedEntry], int]:
    entries: list[ParsedEntry] = []
    for item in items:
        entry = _entry(item, url, site_url)
        if entry is not None:
            entries.append(entry)
    return entries, len(items) - len(entries)


def _entry(item: dict[str, Any], url: str, site_url: str | None) -> ParsedEntry | None:
    published = _when(item.get("date_published"))
    updated = _when(item.get("date_modified"))
    texts = (plain_text(_text(item.get("content_html"))), tidy(_text(item.get("content_text"))))
    return make_entry(
        _text(item.get("id")),
        plain_line(_text(item.get("title")), markup=False),
        absolute(_text(item.get("url")), url, site_url) or absolute(_text(item.get("external_url")), url),
        max(*texts, tidy(_text(item.get("summary"))), key=len),
        published=published or updated,
        updated=updated,
        author=_author(item),
        image_url=_secure(item.get("image")) or _secure(item.get("banner_image")),
        tags=tuple(plain_line(_text(tag), longest=60) for tag in _list(item, "tags")[:20]),
        published_text=_text(item.get("date_published"))[:60] or None,
    )


def _list(holder: dict[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """A string; ids and dates come as numbers too. Anything else is as good as absent."""
    if isinstance(value, str):
        return LONE.sub("\ufffd", value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _when(value: Any) -> datetime | None:
    try:
        when = datetime.fromisoformat(_text(value).strip())
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _author(item: dict[str, Any]) -> str:
    authors = _list(item, "authors") or [item.get("author")]
    names = [_text(author.get("name")) for author in authors if isinstance(author, dict)]
    return plain_line(", ".join(name for name in names if name), markup=False, longest=100)


def _secure(value: Any) -> str | None:
    link = absolute(_text(value))
    return link if link is not None and link.startswith("https://") else None
