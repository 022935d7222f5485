"""Which items of a reading are new. Pure: records and a clock in, Arrivals out.

Theory. A feed is a window that moves over a stream of items. An item is the same as one we keep when
it has the same guid; failing that, when it stands behind the same link and the old guid is gone; failing
that, when within a week it says nearly the same under the same title. Publishers re-stamp, re-word and
re-number, so a version seen before is no edit, and a mature feed whose old items all look new has changed
its ids, not its news. What we accept to miss: two different items of one week with one title and one text,
and an item that takes over the link of another while both say something similar.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.feeds.document import ParsedFeed, ident_of
from storage.records import Alias, Arrival, Arrivals, Edit, Feed, Known, KnownEntry, ParsedEntry

TOLD_AT_FIRST = 10  # items of a feed just added that are told; the rest is archive
TOO_OLD = timedelta(days=7)  # published earlier than this: kept, never announced
SAME_WITHIN = timedelta(days=7)  # how long a title and text stand for one item
FUTURE = timedelta(hours=1)  # clocks differ; more is a mistake, or an advertisement that wants to stay on top
STORM_ITEMS, STORM_SHARE = 10, 0.5  # more than this many and more than this share look new: ids have changed
STORM_MARGIN = timedelta(hours=1)
MOST_VERSIONS = 24  # of one item; beyond it, a feed that re-writes itself at every reading
NEAR, AKIN = 0.8, 0.2  # shared words of all words: nearly the same; having anything in common
FEW_WORDS = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look up before deciding."""

    idents: tuple[str, ...]
    links: tuple[str, ...]
    titles: tuple[str, ...]


def wanted(parsed: ParsedFeed) -> Wanted:
    """Everything under which the items of a reading may be known already."""
    entries = parsed.entries
    idents = [ident for entry in entries for ident in (entry.ident, _with_link(entry)) if ident]
    return Wanted(
        idents=tuple(dict.fromkeys(idents)),
        links=tuple(dict.fromkeys(e.link_key for e in entries if e.link_key)),
        titles=tuple(dict.fromkeys(e.title for e in entries)),
    )


def decide(parsed: ParsedFeed, known: Known, feed: Feed, now: datetime) -> Arrivals:
    """New items (told or archived), edits, other names of known items, and how many were seen before."""
    entries = _apart(parsed.entries, known)
    batch = Batch.of(entries, known)
    fresh: list[ParsedEntry] = []
    edited: list[Edit] = []
    aliases: list[Alias] = []
    for entry in entries:
        kept = known.by_ident.get(entry.ident) or batch.same_link(entry, now) or batch.same_words(entry, now)
        if kept is None:
            fresh.append(entry)
            continue
        if entry.ident not in known.by_ident:
            aliases.append(Alias(entry.ident, kept.ident))
        if _is_edit(entry, kept):
            edited.append(Edit(kept.ident, _dated(entry, now)))
    new, held, note = _sorted_out(fresh, len(entries), known, feed, now)
    return Arrivals(
        new=new,
        edited=tuple(edited),
        aliases=tuple(aliases),
        seen=len(entries) - len(fresh) - len(edited),
        held=held,
        skipped=parsed.skipped,
        note=note,
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """The reading as a whole: what stands in it under which name."""

    known: Known
    idents: frozenset[str]
    links: Counter[str]

    @classmethod
    def of(cls, entries: list[ParsedEntry], known: Known) -> Batch:
        names = {known.by_ident[e.ident].ident for e in entries if e.ident in known.by_ident}
        links = Counter(e.link_key for e in entries if e.link_key)
        return cls(known, frozenset(names), links)

    def same_link(self, entry: ParsedEntry, now: datetime) -> KnownEntry | None:
        """The kept item behind the entry's link, if that one's own guid has left the feed.

        A link that several items of one reading share (a live page) tells nothing, nor does one whose
        new text has not a word in common with the old. Where no old text is kept (there was none, or it was
        let go), the titles decide after a week.
        """
        kept = self.known.by_link.get(entry.link_key or "")
        if kept is None or kept.ident in self.idents or self.links[entry.link_key or ""] > 1:
            return None
        akin = max(overlap(entry.title, kept.title), overlap(entry.text, kept.text))
        textless = not kept.text and now - kept.first_seen <= SAME_WITHIN
        return kept if akin >= AKIN or textless else None

    def same_words(self, entry: ParsedEntry, now: datetime) -> KnownEntry | None:
        """The kept item of this week with the same title and nearly the same text, its guid gone."""
        kept = self.known.by_title.get(entry.title)
        if kept is None or kept.ident in self.idents or now - kept.first_seen > SAME_WITHIN:
            return None
        if min(len(entry.text.split()), len(kept.text.split())) < FEW_WORDS:
            same_time = entry.published is not None and entry.published == kept.published
            return kept if same_time or (entry.text and entry.text == kept.text) else None
        return kept if overlap(entry.text, kept.text) >= NEAR else None


def overlap(one: str, other: str) -> float:
    """Shared words of all words (Jaccard), 0 to 1; of a long text, its beginning."""
    a, b = (set(re.findall(r"\w+", text[:4_000].casefold())) for text in (one, other))
    return len(a & b) / len(a | b) if a and b else 0.0


def _apart(entries: tuple[ParsedEntry, ...], known: Known) -> list[ParsedEntry]:
    """Items told apart. Two under one guid are two if link and title differ: the second goes by both."""
    kept: dict[str, ParsedEntry] = {}
    for entry in entries:
        other = _with_link(entry)
        first = kept.get(entry.ident)
        apart = other is not None and (
            other in known.by_ident or (first is not None and _differ(first, entry))
        )
        own = replace(entry, ident=other, scheme="guid+link") if other is not None and apart else entry
        kept.setdefault(own.ident, own)
    return list(kept.values())


def _with_link(entry: ParsedEntry) -> str | None:
    if entry.scheme != "guid" or entry.link_key is None:
        return None
    return ident_of("guid+link", f"{entry.ident.removeprefix('guid:')} {entry.link_key}")


def _differ(one: ParsedEntry, other: ParsedEntry) -> bool:
    return one.link_key != other.link_key and one.title != other.title


def _is_edit(entry: ParsedEntry, kept: KnownEntry) -> bool:
    return entry.content_hash not in kept.hashes and len(kept.hashes) < MOST_VERSIONS


def _sorted_out(
    fresh: list[ParsedEntry], size: int, known: Known, feed: Feed, now: datetime
) -> tuple[tuple[Arrival, ...], int, str]:
    """New items oldest first, each told or archived; how many were held back; and a note on why."""
    ordered = fresh[::-1]  # feeds put the newest first, which decides where dates do not
    ordered.sort(key=lambda entry: entry.published or now)
    if known.empty:
        return _first(ordered, now), 0, ""
    held = _storm(ordered, size, feed)
    new = tuple(_arrival(entry, entry.ident in held, now) for entry in ordered)
    note = f"the feed changed its ids; {len(held)} items were taken as known" if held else ""
    return new, len(held), note


def _first(ordered: list[ParsedEntry], now: datetime) -> tuple[Arrival, ...]:
    """A feed just added tells its newest few; a hundred old items are no news."""
    archive = max(0, len(ordered) - TOLD_AT_FIRST)
    told = [_arrival(entry, False, now) for entry in ordered[archive:]]
    old = [
        Arrival(_dated(entry, now), False, "older than the feed's first reading")
        for entry in ordered[:archive]
    ]
    return (*old, *told)


def _storm(fresh: list[ParsedEntry], size: int, feed: Feed) -> frozenset[str]:
    """The items that a mature feed shows as new though they are older than our last reading of it.

    Items dated after that reading are news, however many: a feed comes back after days, or a busy one
    turns over between two readings. Without a date, an unknown link and an unknown title are news too.
    """
    if feed.succeeded_at is None or len(fresh) <= STORM_ITEMS or len(fresh) <= STORM_SHARE * size:
        return frozenset()
    before = feed.succeeded_at - STORM_MARGIN
    old = [entry.ident for entry in fresh if entry.published is not None and entry.published < before]
    return frozenset(old) if len(old) > STORM_ITEMS else frozenset()


def _arrival(entry: ParsedEntry, held: bool, now: datetime) -> Arrival:
    if held:
        return Arrival(_dated(entry, now), False, "the feed changed its ids")
    if entry.published is not None and now - entry.published > TOO_OLD:
        return Arrival(_dated(entry, now), False, "published more than a week ago")
    return Arrival(_dated(entry, now), True)


def _dated(entry: ParsedEntry, now: datetime) -> ParsedEntry:
    """A date in the future is the time we first saw it; what the feed wrote is kept beside it."""
    if entry.published is None or entry.published <= now + FUTURE:
        return entry
    return replace(entry, published=now)
