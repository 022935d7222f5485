"""The ledger and the digest: figures, claims and places side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.records.briefs import Claim, Location, Span
from storage.records.feeds import Reliability
from storage.records.lookups import LedgerRow

Verdict = Literal["single", "equal", "compatible", "revised", "conflict", "denied"]


@dataclass(frozen=True, slots=True)
class Denial:
    """A claim that denies what a measure counts."""

    claim: Claim
    entry_id: int
    feed: str
    url: str | None
    when: datetime


@dataclass(frozen=True, slots=True)
class Measure:
    """Figures that count the same thing, side by side, oldest first.

    `verdict` compares them by interval logic; `contested` tells that somebody denies what is counted
    (a measure can be compatible and contested). `low`/`high` is the range over all rows, in `unit`.
    """

    counted: str
    predicate: str | None
    unit: str | None
    place: str | None
    rows: tuple[LedgerRow, ...]
    verdict: Verdict
    low: float | None = None
    high: float | None = None
    denials: tuple[Denial, ...] = ()
    part: bool = False  # counts a part of those another figure counts: "two of them"

    @property
    def contested(self) -> bool:
        return bool(self.denials)


@dataclass(frozen=True, slots=True)
class Gap:
    """Arithmetic that does not close: of `whole`, `parts` account for all but `missing`."""

    whole: LedgerRow
    parts: tuple[LedgerRow, ...]
    missing: float


@dataclass(frozen=True, slots=True)
class Ledger:
    measures: tuple[Measure, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    feed: str
    title: str
    url: str | None
    when: datetime
    reliability: Reliability = "F"
    copies: int = 0  # syndicated copies of it, not counted as sources of their own
    entry_id: int | None = None  # by which a story is split; None in digests told before it was kept


@dataclass(frozen=True, slots=True)
class Cited:
    """A span or claim of one item with the link it stands behind."""

    span: Span
    entry_id: int
    feed: str
    url: str | None
    when: datetime
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is new since the channel's last digest; `text` is assembled from records, never written."""

    kind: Literal[
        "new_figure",
        "revised",
        "withdrawn",
        "first_denial",
        "new_place",
        "new_source",
        "new_claim",
        "new_report",
    ]
    text: str


@dataclass(frozen=True, slots=True)
class DigestStory:
    id: int
    headline: str
    status: Literal["new", "changed", "unchanged"]
    summary: tuple[Cited, ...]
    sources: tuple[Source, ...]
    independent: int
    ledger: Ledger
    claims: tuple[Cited, ...] = ()
    denials: tuple[Cited, ...] = ()
    demands: tuple[Cited, ...] = ()
    locations: tuple[Location, ...] = ()
    changed: tuple[Change, ...] = ()
    missing: tuple[str, ...] = ()
    rank_reason: str = ""
    last_told: datetime | None = None
    demanded: tuple[str, ...] = ()  # what is demanded, by whom, and whether anybody reports that it happened
    voices: tuple[str, ...] = ()  # everybody who is quoted by name, told or not


@dataclass(frozen=True, slots=True)
class Digest:
    """What a channel is told about a window of time, most important story first."""

    title: str
    since: datetime
    until: datetime
    zone: str
    stories: tuple[DigestStory, ...]
    items: int
    outlets: int
    omitted: int = 0  # stories left out by the length asked for
    notes: tuple[str, ...] = ()
