"""What is asked of the store, and the rows that answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.records.briefs import Claim, Figure, Location, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Something that an entry tells, with where it stands; `copies` name the outlets of syndicated copies."""

    entry_id: int
    feed: str
    title: str
    url: str | None
    when: datetime
    story_id: int | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerRow(Reported):
    """One figure in the ledger, with the sentence that gives it."""

    figure: Figure
    sentence: str


@dataclass(frozen=True, slots=True)
class ClaimRow(Reported):
    """A claim a look-up found, with the sentence that makes it."""

    claim: Claim
    sentence: str


@dataclass(frozen=True, slots=True)
class PlaceRow(Reported):
    """A place a look-up found, with the sentence that tells what happened there."""

    location: Location
    sentence: str


@dataclass(frozen=True, slots=True)
class SearchRow(Reported):
    """An entry the full-text search found; `excerpt` is the stretch of it that fits best."""

    excerpt: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What makes a figure, claim or place findable: keys of its words, its places, who says it, its sentence.

    `base` is a figure's low, high and unit in its dimension's base unit.
    """

    keys: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    sentence: tuple[int, int] = (0, 0)
    base: tuple[float | None, float | None, str | None] | None = None


@dataclass(frozen=True, slots=True)
class BriefKeys:
    """The key rows of a brief, one for each of its elements in order; `entry` are those of its whole text."""

    entry: tuple[str, ...] = ()
    figures: tuple[KeyRow, ...] = ()
    claims: tuple[KeyRow, ...] = ()
    locations: tuple[KeyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a look-up asks. All parts must hold; an empty part always holds.

    `words`, `place` and `by` have one set of alternatives (family keys, synonyms, country codes) for
    each word asked. `typed` are the keys of the words as they were typed, which alone may name a speaker
    too: the displaced are refugees, the refugee commission is not. `phrases` are sought as they stand. A
    figure meets `above` when a number it names does: "up to 12,000" is above 1,000, "at least 900" is not,
    and a range is by its upper end (`below`: by its lower one). With a `unit` (a base unit of
    bot/units.py, a currency or %) the bounds are in that unit. `owners` keeps one server's feeds from
    another's eyes; empty means all.
    """

    words: tuple[frozenset[str], ...] = ()
    typed: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    place: tuple[frozenset[str], ...] = ()
    by: tuple[frozenset[str], ...] = ()
    stance: Stance | None = None
    since: datetime | None = None
    until: datetime | None = None
    unit: str | None = None
    above: float | None = None
    below: float | None = None
    inclusive: bool = False  # ">=" and "<=" rather than ">" and "<"
    tags: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    limit: int = 100
