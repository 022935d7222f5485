"""What the Discord rooms need of the rest of Sitrep: records, and callables that the service wires in.

Everything here is called off the event loop (`asyncio.to_thread`), except what is marked as awaitable.
`owner` is "discord:<server id>" for a server, "" in direct messages: such a caller sees what feeds.yaml
brought; a server sees that and its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.records import (
    Alert,
    Article,
    Brief,
    ClaimRow,
    Digest,
    DigestStory,
    Feed,
    Hit,
    LedgerRow,
    PlaceRow,
    SearchRow,
    Stance,
    Status,
    Story,
)
from storage.store import Store

ITEM = "entry:"  # stands before the number of an item that was chosen
LONGEST_NUMBER = 18  # digits of the ids that SQLite can hold whatever the digits are


def is_number(text: str) -> bool:
    """Whether a text can be a row's id: digits as we write them, no more than the store can count."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


class DeskError(Exception):
    """What was asked cannot be done; the message is one line for the person who asked."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A look-up as a person typed it, with the period made absolute so that pages stand still."""

    owner: str
    words: str
    since: datetime
    until: datetime
    place: str = ""
    by: str = ""
    stance: Stance | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Caught:
    """What a rule would have caught: the hit and where it stands."""

    hit: Hit
    title: str
    url: str | None
    feed: str
    when: datetime


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that an address may mean; `shown` is its address as people may see it."""

    url: str
    title: str
    shown: str


@dataclass(frozen=True, slots=True)
class AddedFeed:
    """A feed that is read from now on; how much of it the next digest would take, and the newest titles."""

    feed: Feed
    taken: int = 0
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryItem:
    """An item that a feed brought, for choosing among several."""

    entry_id: int
    title: str
    feed: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report on how things stand: /status and /feed why."""

    label: str
    state: Literal["ok", "warn", "bad", "off"]
    detail: str
    target: str = ""  # where that is about which it tells


@dataclass(frozen=True, slots=True)
class Desk:
    """The callables. Those that change something raise DeskError with what to do instead."""

    store: Store
    clock: Callable[[], datetime]

    figures: Callable[[Ask], Sequence[LedgerRow]]
    claims: Callable[[Ask], Sequence[ClaimRow]]
    places: Callable[[Ask], Sequence[PlaceRow]]
    search: Callable[[Ask], Sequence[SearchRow]]
    respelt: Callable[[str, Ask], Ask | None]  # of a noun above; what finds something where this does not
    chart: Callable[[Sequence[LedgerRow], str], bytes]  # rows, title -> PNG
    csv: Callable[[Sequence[LedgerRow]], str]

    digest: Callable[
        [str, datetime, datetime, tuple[str, ...], int], Digest
    ]  # owner, since, until, tags, stories
    stories: Callable[[str, str], Sequence[Story]]  # owner, words typed so far; newest first
    story: Callable[[str, int], DigestStory | None]  # owner, id
    story_items: Callable[[str, int], Sequence[StoryItem]]  # owner, id
    merge_stories: Callable[[str, int, int], None]  # owner, into, other
    split_story: Callable[[str, int, Sequence[int]], int]  # owner, id, entries -> the new story's id
    items: Callable[[str, str], Sequence[StoryItem]]  # owner, words of a title or a text
    brief: Callable[[str, str], Awaitable[tuple[Article, Brief]]]  # owner; a link, "entry:<id>" or a text

    alerts: Callable[[str], Sequence[Alert]]
    add_alert: Callable[[Alert], Alert]
    test_alert: Callable[
        [str, str, tuple[Status, ...], datetime, tuple[str, ...]], Sequence[Caught]
    ]  # owner, rule, statuses, since, tags
    pause_alert: Callable[[str, int, str | None], bool]  # owner, id, reason or None to go on
    mute_alert: Callable[[str, int, datetime], bool]  # owner, id, until
    remove_alert: Callable[[str, int], bool]
    why_alert: Callable[[str, int, int], Sequence[str]]  # owner, alert, entry

    feeds: Callable[[str], Sequence[Feed]]
    find_feeds: Callable[[str, str], Awaitable[Sequence[FoundFeed]]]  # owner, address of a feed or a site
    add_feed: Callable[[str, str, tuple[str, ...]], Awaitable[AddedFeed]]  # owner, address of a feed, tags
    refresh_feed: Callable[[str, int], Awaitable[str]]  # owner, id -> what came of it
    pause_feed: Callable[[str, int, bool], bool]  # owner, id, paused
    remove_feed: Callable[[str, int], bool]
    why: Callable[[str, str], Sequence[Line]]  # owner, link or title of an item

    speakers: Callable[[str, str], Sequence[str]]  # owner, name typed so far
    place_names: Callable[[str, str], Sequence[str]]
    status: Callable[[str], Sequence[Line]]
    forget: Callable[[str, Sequence[str]], int]  # owner, its channels -> how many rows were deleted
