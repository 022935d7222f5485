"""What the store knows, put together for whoever asks: look-ups, digests of a window, one story.

The command line and Discord ask the same functions. `owners` keeps one server's feeds from another's
eyes; empty means all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts import replay as replay_alert
from bot.digests import make_digest
from bot.ledger import make_ledger
from bot.lookups import CountryOf
from storage.gazetteer import Gazetteer
from storage.records import (
    Alert,
    AlertHit,
    Digest,
    DigestStory,
    Item,
    Ledger,
    Status,
)
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
    known = [item.entry.id for item in items]
    before = store.briefs.of_stories(story_ids, since - LONGEST_LOOK_BACK, known)
    earlier = [item for item in before if _is_history(item, since, until) and sees(owners, item)]
    seen = each_once([*earlier, *items])
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
    seen = each_once([item for item in items if sees(owners, item)])
    if not seen:
        return None
    first, last = seen[0].entry.when, seen[-1].entry.when
    digest = make_digest(seen, first, last, "UTC", None, stories=1, title="", ledgers=Ledgers(seen))
    return digest.stories[0]


def replay(
    store: Store,
    rule: str,
    since: datetime,
    until: datetime,
    *,
    statuses: Sequence[Status] = (),
    tags: Sequence[str] = (),
    owners: Sequence[str] = (),
    country_of: CountryOf = lambda _: None,
) -> list[AlertHit]:
    """What a rule would have caught in the archive, newest first, each with what would have become of it.

    Raises RuleError.
    """
    # what the store gives an owner is the owner's to see
    items = (
        replace(item, feed=replace(item.feed, owner=""))
        for day in _days(since, until)
        for item in store.briefs.between(*day, tags, owners)
    )
    found = replay_alert(Alert(id=0, rule=rule, target=""), items, country_of)
    return [hit for hit in reversed(found) if not statuses or hit.hit.status in statuses]


def _is_history(item: Item, since: datetime, until: datetime) -> bool:
    """Whether an item not to be told may stand behind those that are.

    What a feed's first reading kept for look-ups alone is no news, however fresh it is.
    """
    return item.entry.when <= until and (item.entry.announce or item.entry.when < since)


def _days(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """A window a day at a time, so that a month of items never lies in memory at once."""
    while since < until:
        end = min(since + timedelta(days=1), until)
        yield since, end
        since = end


def owners_of(owner: str) -> tuple[str, ...]:
    """Whose feeds an owner may see: its own and the operator's."""
    return tuple(dict.fromkeys(("", owner)))


def sees(owners: Sequence[str], item: Item) -> bool:
    return not owners or item.feed.owner in owners


def each_once(items: Sequence[Item]) -> list[Item]:
    """Items without those that an address brought for another of its owners before."""
    first: dict[tuple[str, str], int] = {}
    for item in items:
        known = first.setdefault((item.feed.url, item.entry.ident), item.entry.id)
        first[item.feed.url, item.entry.ident] = min(known, item.entry.id)
    return [item for item in items if first[item.feed.url, item.entry.ident] == item.entry.id]


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
