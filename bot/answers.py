"""What the store knows, put together for whoever asks: look-ups, digests of a window, one story.

The command line and Discord ask the same functions. `owners` keeps one server's feeds from another's
eyes; empty means all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.digests import make_digest
from bot.ledger import make_ledger
from bot.lookups import CountryOf
from storage.gazetteer import Gazetteer
from storage.records import Digest, DigestStory, Item, Ledger
from storage.store import Store

LONGEST_LOOK_BACK = timedelta(days=30)  # a story's older items tell nothing of today
COUNTRY = "PCL"  # GeoNames' features of independent and other political entities begin so


def country_of(gazetteer: Gazetteer) -> CountryOf:
    """Which country a name means, if any: for look-ups by place."""

    def find(name: str) -> str | None:
        readings = (place for place in gazetteer.named(name) if place.feature.startswith(COUNTRY))
        return next((place.country for place in readings), None)

    return find


def digest_of_window(
    store: Store,
    since: datetime,
    until: datetime,
    *,
    tags: Sequence[str] = (),
    owners: Sequence[str] = (),
    stories: int = 8,
    zone: str = "UTC",
    title: str = "",
) -> Digest:
    """The digest of what was published in a window, told as to somebody who was told nothing before."""
    items = store.briefs.between(since, until, tags, owners)
    return digest_of_items(store, items, since, until, owners=owners, stories=stories, zone=zone, title=title)


def digest_of_items(
    store: Store,
    items: Sequence[Item],
    since: datetime,
    until: datetime,
    *,
    owners: Sequence[str] = (),
    told: Digest | None = None,
    stories: int = 8,
    zone: str = "UTC",
    title: str = "",
    notes: Sequence[str] = (),
) -> Digest:
    """A digest of items and of what their stories told before them."""
    story_ids = sorted({item.story_id for item in items if item.story_id is not None})
    known = {item.entry.id: item for item in store.briefs.of_stories(story_ids)}
    known |= {item.entry.id: item for item in items}
    seen = [
        item
        for item in known.values()
        if item.entry.when >= since - LONGEST_LOOK_BACK
        and item.entry.when <= until
        and (not owners or item.feed.owner in owners)
    ]
    return make_digest(
        seen,
        since,
        until,
        zone,
        told,
        stories=stories,
        title=title,
        ledgers=Ledgers(seen),
        notes=tuple(notes),
    )


def story_by_id(store: Store, story_id: int, owners: Sequence[str] = ()) -> DigestStory | None:
    """A story with all it told so far; None when there is none of that number to be seen."""
    story = store.stories.get(story_id)
    if story is None:
        return None
    items = store.briefs.of_stories([story.id])
    seen = [item for item in items if not owners or item.feed.owner in owners]
    if not seen:
        return None
    first, last = seen[0].entry.when, seen[-1].entry.when
    digest = make_digest(seen, first, last, "UTC", None, stories=1, title="", ledgers=Ledgers(seen))
    return replace(digest.stories[0], headline=story.headline)


def owners_of(owner: str) -> tuple[str, ...]:
    """Whose feeds an owner may see: its own and the operator's."""
    return tuple(dict.fromkeys(("", owner)))


class Ledgers(Mapping[int, Ledger]):
    """The ledger of each story among some items, made when it is asked for: few stories are told in full."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items: dict[int, list[Item]] = {}
        for item in items:
            self._items.setdefault(item.story_id or -item.entry.id, []).append(item)
        self._made: dict[int, Ledger] = {}

    def __getitem__(self, story_id: int) -> Ledger:
        if story_id not in self._made:
            self._made[story_id] = make_ledger(self._items[story_id])
        return self._made[story_id]

    def __iter__(self) -> Iterator[int]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)
