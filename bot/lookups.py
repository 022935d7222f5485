"""Look-ups: what a person types -> Lookup, and what makes a brief findable by it -> BriefKeys. Pure.

Both sides use family keys, so "soldiers" finds troops. A place is found by its name, its division and
its country ("cc_ru"); a figure stands where its sentence says, or else where the article is datelined.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, get_args

from bot import words
from bot.faults import MistakeError
from bot.periods import parse_moment
from bot.units import convert, unit_named
from storage.records import Brief, BriefKeys, Claim, Entry, Figure, KeyRow, Location, Lookup, Stance

CountryOf = Callable[[str], str | None]  # "Russia" -> "RU"; None for what is no country
Sentence = tuple[int, int]

SHOWN_ROLES = ("place", "dateline")
FILTERS = ("place:", "by:", "stance:", "unit:", "tag:", "since:", "until:")
FILTER = re.compile(r'\b(place|by|stance|unit|tag|since|until):(?:"([^"]*)"|(\S+))', re.IGNORECASE)
STRANGE_FILTER = re.compile(r"(?<!\S)([a-z]{2,}):(?=[^\s/])", re.IGNORECASE)
PHRASE = re.compile(r'"([^"]+)"')
SIZE = re.compile(
    r"(>=|<=|≥|≤|>|<|=)\s*(\d[\d,]*(?:\.\d+)?)\s*"
    r"(?:(k|thousand|mn|million|bn|billion)\b)?\s*(%|°[CF]|[^\W\d_]{1,12}[²³]?(?:/[^\W\d_]{1,3})?(?!\w))?"
)
SIGN = re.compile(r"[<>≥≤]")
CLAUSE_END = re.compile(r"[.,;:!?()\n\d“”\"]|\band\b|\bwhile\b|\bbut\b")
CLAUSE = 80  # characters behind a figure in which its clause tells what befell those counted
SCALES = {"k": 1e3, "thousand": 1e3, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
CURRENCY = re.compile(r"[A-Z]{3}")
BASE_UNITS = frozenset({"m", "m²", "L", "kg", "s", "m/s", "W", "J", "Pa", "Hz", "B", "%", "°C", "Sv", "pp"})


class QueryError(MistakeError, ValueError):
    """What was typed cannot be looked up; the message says what to write instead."""


def parse_lookup(text: str, country_of: CountryOf, now: datetime, **options: Any) -> Lookup:
    """A look-up from words with filters among them, and from options that fill its fields as they are.

    `troops "North Korean" > 1,000 place:Russia by:Ukraine since:7d` asks for all of it. `place` and `by`
    may also come as options, as text. Raises QueryError.
    """
    place, by = options.pop("place", None) or "", options.pop("by", None) or ""
    fields: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    for match in FILTER.finditer(text):
        name, value = match[1].lower(), match[2] or match[3] or ""
        if name == "place":
            place = f"{place} {value}".strip()
        elif name == "by":
            by = f"{by} {value}".strip()
        else:
            fields |= _field(name, value, now)
    rest = FILTER.sub(" ", text)
    for match in SIZE.finditer(rest):
        fields |= _size(match, fields)
    rest = SIZE.sub(lambda match: " " if _is_unit(match[4]) else f" {match[4]} ", rest)
    _check(rest)
    found = replace(
        Lookup(**fields),
        words=tuple(_with_units(PHRASE.sub(" ", rest))),
        typed=frozenset(_keys(PHRASE.sub(" ", rest))),
        phrases=tuple(PHRASE.findall(rest)),
        place=place_words(place, country_of),
        by=tuple(_plain(words.query_keys(by))),
    )
    for typed, read in ((rest, found.words or found.phrases), (place, found.place), (by, found.by)):
        if typed.strip() and not read:
            raise QueryError(f"{typed.strip()!r} holds no word that can be looked up")
    return found


def _check(rest: str) -> None:
    """What is left of a look-up when its filters and comparisons are taken out must be words."""
    if rest.count('"') % 2:
        raise QueryError('a quotation mark has no partner; write "the exact words"')
    bare = PHRASE.sub(" ", rest)
    if strange := STRANGE_FILTER.search(bare):
        raise QueryError(f"there is no filter {strange[1]}:; the filters are {', '.join(FILTERS)}")
    if sign := SIGN.search(bare):
        raise QueryError(f"{sign[0]} compares with one number in digits, as in > 1,000 or <= 5%")


def with_phrases_as_words(lookup: Lookup) -> Lookup:
    """The look-up for rows that have keys alone: each word of its phrases must be there."""
    extra = [keys for phrase in lookup.phrases for keys in words.query_keys(phrase)]
    typed = lookup.typed | {key for phrase in lookup.phrases for key in _keys(phrase)}
    return replace(lookup, words=(*lookup.words, *extra), typed=typed, phrases=())


def _with_units(text: str) -> list[frozenset[str]]:
    """A text's words as alternatives; one that names a unit also stands for all figures in its dimension."""
    units = {key: unit for word in text.split() for key in _keys(word) if (unit := unit_named(word))}
    return [keys | {_unit_key(units[key]) for key in keys if key in units} for keys in words.query_keys(text)]


def _unit_key(unit: str) -> str:
    """A key that figures of one dimension share: those in km and in miles, those in euros."""
    return f"unit_{convert(0.0, unit)[1]}"


def _unit_keys(unit: str) -> list[str]:
    """The keys of a figure's unit; money a day is money too."""
    currency = unit.partition("/")[0]
    return [
        _unit_key(unit),
        *([_unit_key(currency)] if currency != unit and CURRENCY.fullmatch(currency) else []),
    ]


def place_words(place: str, country_of: CountryOf) -> tuple[frozenset[str], ...]:
    """A place's name as the words that must be there; a country also stands for all that lies in it."""
    country = country_of(place) if place else None
    if country is not None:
        joined = words.query_keys(place)
        names = joined[0] if len(joined) == 1 else frozenset()
        return (names | {_code(country)},)
    return tuple(_plain(words.query_keys(place)))


def keys_of_brief(entry: Entry, brief: Brief, sentences: Sequence[Sentence]) -> BriefKeys:
    """What makes an entry and each element of its brief findable; `sentences` are those of its text."""
    text = _Keyed(entry.text)
    shown = sorted(
        (place for place in brief.locations if place.role in SHOWN_ROLES), key=lambda place: place.start
    )
    dateline = [place for place in shown if place.role == "dateline"]
    opens, stands = [start for start, _ in sentences], [place.start for place in shown]

    def around(start: int) -> Sentence:
        n = bisect_right(opens, start) - 1
        return sentences[n] if n >= 0 and start < sentences[n][1] else (start, start)

    def places(sentence: Sentence) -> list[Location]:
        return shown[bisect_left(stands, sentence[0]) : bisect_left(stands, sentence[1])] or dateline

    return BriefKeys(
        entry=tuple(dict.fromkeys([*_keys(entry.title), *text.keys])),
        figures=tuple(
            _figure(text, figure, around(figure.start), places(around(figure.start)))
            for figure in brief.figures
        ),
        claims=tuple(
            _claim(text, claim, around(claim.start), places(around(claim.content.start)))
            for claim in brief.claims
        ),
        locations=tuple(
            KeyRow(
                keys=(*_keys(place.name), *text.within(*around(place.start))),
                places=_place_keys([place]),
                sentence=around(place.start),
            )
            for place in brief.locations
        ),
    )


def _clause_end(text: str, start: int) -> int:
    """Where the words that tell of a figure end: at a mark, another number, another verb's "and"."""
    found = CLAUSE_END.search(text, start, start + CLAUSE)
    return found.start() if found else start + CLAUSE


class _Keyed:
    """A text's keys, found once, and those of a part of it: many elements stand in one sentence."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found = words.keys(text)
        self._starts = [start for start, _, _ in self._found]
        self.keys = [key for _, _, key in self._found]

    def within(self, start: int, end: int) -> list[str]:
        inside = self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return list(dict.fromkeys(key for _, until, key in inside if until <= end))


def _figure(text: _Keyed, figure: Figure, sentence: Sentence, places: Sequence[Location]) -> KeyRow:
    """What is counted makes a figure findable, and how its clause goes on ("have left their homes").

    Where what is counted is unknown, the whole sentence does; how long something took is no answer to that.
    """
    told = _keys(f"{figure.counted} {figure.predicate or ''}") if figure.counted else []
    if figure.counted:
        fate = words.fate_after(text.text, figure.end)
        clause = text.within(figure.end, _clause_end(text.text, figure.end))
        told = list(dict.fromkeys([*told, *clause, *([words.key(fate[0])] if fate else [])]))
    elif figure.kind not in {"duration", "age"}:
        told = text.within(*sentence)
    if figure.unit is not None:
        told = [*told, *_unit_keys(figure.unit)]
    return KeyRow(
        keys=tuple(told),
        places=(*_keys(figure.place or ""), *_place_keys(places)),
        speaker=tuple(_keys(figure.according_to or "")),
        sentence=sentence,
        base=_base(figure),
    )


def _claim(text: _Keyed, claim: Claim, sentence: Sentence, places: Sequence[Location]) -> KeyRow:
    end = max(sentence[1], claim.end)
    return KeyRow(
        keys=tuple(text.within(claim.content.start, claim.content.end)),
        places=_place_keys(places),
        speaker=tuple(_keys(claim.speaker.name if claim.speaker else "")),
        sentence=(sentence[0], end),
    )


def _place_keys(places: Iterable[Location]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for place in places:
        found.update(dict.fromkeys(_keys(f"{place.name}\n{place.text}\n{place.admin1 or ''}")))
        if place.country:
            found[_code(place.country)] = None
    return tuple(found)


def _base(figure: Figure) -> tuple[float | None, float | None, str | None]:
    low = figure.low if figure.value is None else figure.value
    high = figure.high if figure.value is None else figure.value
    return (
        None if low is None else convert(low, figure.unit)[0],
        None if high is None else convert(high, figure.unit)[0],
        convert(0.0, figure.unit)[1],
    )


def _keys(text: str) -> list[str]:
    return list(dict.fromkeys(key for _, _, key in words.keys(text)))


def _plain(alternatives: list[frozenset[str]]) -> list[frozenset[str]]:
    return [keys for keys in alternatives if keys]


def _code(country: str) -> str:
    return f"cc_{country.lower()}"


def _field(name: str, value: str, now: datetime) -> dict[str, Any]:
    if name == "unit":
        return {"unit": convert(0.0, unit_named(value) or value)[1]}
    if name == "tag":
        return {"tags": (value,)}
    if name == "stance":
        if value not in get_args(Stance):
            raise QueryError(f"stance:{value}: expected one of {', '.join(get_args(Stance))}")
        return {"stance": value}
    try:
        return {name: parse_moment(value, now)}
    except ValueError as error:
        raise QueryError(f"{name}:{value}: {error}") from error


def _is_unit(word: str | None) -> bool:
    """Whether what follows a number is a unit (or nothing) rather than the next word of the look-up."""
    if not word or word in BASE_UNITS or (len(word) == 3 and word.isupper()):
        return True
    return unit_named(word) is not None or convert(1.0, word) != (1.0, word)


def _size(match: re.Match[str], fields: dict[str, Any]) -> dict[str, Any]:
    """A comparison as bounds, in the base unit when it names one."""
    sign, number, scale, unit = match[1], match[2], match[3], match[4]
    value = float(number.replace(",", "")) * SCALES.get(scale or "", 1.0)
    found: dict[str, Any] = {
        "inclusive": sign in {">=", "≥", "<=", "≤", "="} or fields.get("inclusive", False)
    }
    if unit and _is_unit(unit):
        value, found["unit"] = convert(value, unit_named(unit) or unit)
    if sign in {">", ">=", "≥", "="}:
        found["above"] = value
    if sign in {"<", "<=", "≤", "="}:
        found["below"] = value
    return found
