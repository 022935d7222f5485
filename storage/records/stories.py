"""Stories, and what their grouping goes by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

OPEN_FOR = timedelta(days=30)  # a story that nothing was added to for longer takes nothing in any more


@dataclass(frozen=True, slots=True)
class Story:
    """Items that tell of one event. The id never changes; `headline` is the newest that tells it."""

    id: int
    headline: str
    first_seen: datetime
    last_seen: datetime
    size: int = 0
    sources: int = 0  # outlets that report it independently: syndicated copies count once


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What grouping keeps of an item.

    `counts` weigh each term by how often and how early it stands, the most telling terms of news at
    large first, kinds of event among them ("~fire"); `names` are the proper names. `days` (ordinals) and
    `years` are dates written at the head of the text, and the weekdays a dated item names. `sketch` are
    the smallest of the `length` hashes of its word sequences, by which a syndicated copy is told.
    """

    counts: dict[str, float]
    names: dict[str, float] = field(default_factory=dict)
    days: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    sketch: tuple[int, ...] = ()
    length: int = 0
    when: datetime | None = None  # published, as far as anyone told us
    headline: tuple[str, ...] = ()  # the headline's terms
    places: tuple[str, ...] = ()  # names that the text says something is in, near or from
    introduces: bool = False  # its text opens with "a": whom or what a reader has not met yet
    feed_id: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """What grouping knows of a story: the sums of its members' weights, not the members themselves.

    `weights` are summed term weights and `norm` their length, `anchors` sum how much members turn on a
    name; `days` and `years` count the dates that members name at their head.
    """

    size: int = 0
    weights: dict[str, float] = field(default_factory=dict)
    norm: float = 0.0
    anchors: dict[str, float] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    places: frozenset[str] = frozenset()  # anchors that are places


@dataclass(frozen=True, slots=True)
class Member:
    """An item of a story, as far as telling copies needs it."""

    entry_id: int
    feed_id: int
    sketch: tuple[int, ...]
    length: int
    copy_of: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story an item may belong to, with its latest members."""

    story_id: int
    profile: Profile
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Stories that share rare terms with an item; `known` says how many stories of `total` have a term."""

    stories: tuple[Candidate, ...] = ()
    known: dict[str, int] = field(default_factory=dict)
    total: int = 0
    alone: int = 0  # stories of one item, of `items` placed: how often news begins a story
    items: int = 0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item goes: into a story (None: it begins one), and what the story's profile is then."""

    story_id: int | None
    profile: Profile
    terms: tuple[str, ...]  # by which later items will find the story
    score: float  # log-odds that it belongs there
    reason: str
    copy_of: int | None = None
    telling: float = 0.0  # how much of the story the item's headline says, 0 to 1
