"""A store with a few entries in it, for tests: what a feed would have brought, without the feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.records import (
    Arrival,
    Arrivals,
    Brief,
    BriefKeys,
    Claim,
    Entry,
    Feed,
    Figure,
    KeyRow,
    Location,
    ParsedEntry,
    Span,
    Speaker,
    Visit,
)
from storage.store import Store, open_store

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def store_in(folder: Path) -> Store:
    return open_store(f"sqlite:///{folder / 'sitrep.db'}")


def add_feed(store: Store, name: str = "coast", tags: tuple[str, ...] = ("world",), owner: str = "") -> Feed:
    feed = Feed(id=0, url=f"https://{name}.example/feed", title=name.title(), tags=tags, owner=owner)
    return store.feeds.add(feed, NOW)


def add_entry(
    store: Store,
    feed: Feed,
    text: str,
    *,
    title: str = "A title",
    hours_ago: float = 1,
    ident: str | None = None,
    announce: bool = True,
) -> Entry:
    """An entry as it comes in from a feed, published some hours before NOW."""
    parsed = ParsedEntry(
        ident=ident or f"{feed.id}:{title}:{text[:40]}:{hours_ago}",
        scheme="guid",
        title=title,
        url=f"{feed.url}/{abs(hash((title, text, hours_ago)))}",
        text=text,
        published=NOW - timedelta(hours=hours_ago),
    )
    (id,) = store.entries.take(Visit(feed, "new", arrivals=Arrivals(new=(Arrival(parsed, announce),))), NOW)
    entry = store.entries.get(id)
    assert entry is not None
    return entry


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part), part)


def figure(text: str, part: str, value: float | None = None, **fields: object) -> Figure:
    at = span(text, part)
    made = {"kind": "count", "low": None, "high": None, "approximate": False, "unit": None, "counted": None}
    return Figure(at.start, at.end, at.text, **{**made, "value": value, **fields})  # type: ignore[arg-type]


def claim(text: str, speaker: str, content: str, **fields: object) -> Claim:
    who, what = span(text, speaker), span(text, content)
    start, end = min(who.start, what.start), max(who.end, what.end)
    said = Speaker(who.start, who.end, who.text, speaker)
    made = {"cue": None, "quote": "indirect", "stance": "asserts"}
    return Claim(start, end, said, content=what, **{**made, **fields})  # type: ignore[arg-type]


def location(text: str, name: str, role: str = "place", country: str = "TD") -> Location:
    at = span(text, name)
    return Location(at.start, at.end, at.text, name, role, 13.5, 20.8, country, None, 1)  # type: ignore[arg-type]


def whole(text: str, **fields: object) -> KeyRow:
    """A key row whose sentence is the whole text."""
    return KeyRow(sentence=(0, len(text)), **fields)  # type: ignore[arg-type]


def put_figures(store: Store, entry: Entry, *figures: tuple[Figure, KeyRow]) -> None:
    """Stores a brief of figures alone, each with its key row."""
    brief = Brief(entry.title, figures=tuple(made for made, _ in figures))
    store.briefs.put(entry, brief, 1, NOW, BriefKeys(figures=tuple(keys for _, keys in figures)))
