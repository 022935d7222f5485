"""What a brief is made of, and the article and gazetteer it is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Quote = Literal["direct", "indirect", "mixed"]


Stance = Literal["asserts", "denies", "demands", "promises", "warns", "asks"]


FigureKind = Literal["count", "money", "percent", "measure", "duration", "age", "rank"]


Modifier = Literal[
    "exact", "about", "nearly", "more_than", "at_least", "less_than", "at_most", "between", "vague"
]


Aggregation = Literal["total", "increment", "rate", "plan"]


Role = Literal["place", "actor", "dateline", "nationality", "other"]
Precision = Literal["exact", "near", "region"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Speaker(Span):
    """Who speaks, as the sentence names them; `name` is the fullest name found in the article."""

    name: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what.

    `start`..`end` covers speaker, cue and content. A split quotation is one claim: `content` runs
    from its first to its last character and `parts` lists the spans without the cue (empty when the
    content is in one piece). `figures` are indices into the brief's figures that lie in the content.
    """

    start: int
    end: int
    speaker: Speaker | None
    cue: Span | None
    content: Span
    quote: Quote
    stance: Stance
    hedged: bool = False
    negated: bool = False
    figures: tuple[int, ...] = ()
    parts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its qualifiers and unit, and what it counts.

    `value` is a point value in `unit`; `low` and `high` are bounds ("at least seven": low 7, value
    None). All three None: a vague figure ("scores of"). `unit` is None for counts, else an SI or
    customary symbol, an ISO 4217 code, "%" and so on; magnitude words are folded into the value.
    `claim` and `part_of` are indices into the brief's claims and figures. `as_of` is an ISO 8601
    date or month where the sentence gives one.
    """

    start: int
    end: int
    text: str
    kind: FigureKind
    value: float | None
    low: float | None
    high: float | None
    approximate: bool
    unit: str | None
    counted: str | None
    modifier: Modifier = "exact"
    place: str | None = None
    predicate: str | None = None
    according_to: str | None = None
    change: Literal["up", "down"] | None = None
    part_of: int | None = None
    claim: int | None = None
    aggregation: Aggregation = "total"
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A toponym, its role in the sentence, and its best reading.

    `lat`/`lon` in degrees (WGS 84), `country` ISO 3166-1 alpha-2, `admin1` the name of the first-order
    division; all None when nothing in the gazetteer fits. `precision` tells whose point it is: the place's
    own ("exact"), that of a known place in the same phrase ("near"), or of one in the sentence's or article's
    area ("region"); `geoname_id` is None for the latter two.
    """

    start: int
    end: int
    text: str
    name: str
    role: Role
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    geoname_id: int | None = None
    precision: Precision = "exact"

    @property
    def called(self) -> str:
        """What the text calls it; capitals alone, as in a dateline, are how a line is set: its name then."""
        return self.name if self.text.isupper() else self.text


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date expression resolved against the published date; `value` is ISO 8601, partial allowed."""

    start: int
    end: int
    text: str
    value: str
    precision: Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Article:
    """What the extractors read: plain text and the little that is known about it."""

    id: str
    title: str
    text: str
    published: datetime | None = None
    url: str | None = None
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Brief:
    """An article's checkable content: each element is a span of the article's text."""

    headline: str
    summary: tuple[Span, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    locations: tuple[Location, ...] = ()
    keywords: tuple[str, ...] = ()
    dates: tuple[EventDate, ...] = ()


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """One reading of a place name. `feature` is a GeoNames feature code (PPL, PPLC, ADM1, PCLI, SEA, ...)."""

    geoname_id: int
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: str
    population: int
