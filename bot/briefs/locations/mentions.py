"""Where a text may name a place: stretches of capitalised words that the gazetteer or a word list knows.

What is true of English names: they are capitalised, the longest known name is the one meant ("New York
City", not "York"), small words join parts ("Isle of Wight", "Trinidad and Tobago"), and a hyphen joins two
names ("Egypt-US ties", "Britain-based", "D-Iowa City"). This only gathers; whether a mention is a place is
settled in `weigh`. Accepted: names in small letters are missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.briefs.lexicon import columns, word_set
from bot.briefs.locations.units import Units
from storage.records import GazetteerPlace

Kind = Literal["name", "nationality", "state", "facility", "unknown"]

MOST_WORDS = 6  # "Democratic People's Republic of Korea"
JOINING = word_set("name_joiners")
TYPE_WORDS = word_set("small_type_words")  # "Korean peninsula": the last word of a name may be small
NOT_PLACES = word_set("not_places") | word_set("acronyms")
TITLES = word_set("person_titles")
STATES = dict(columns("us_states"))
NATIONALITIES = {word: place for place, words in columns("nationalities") for word in words.split(";")}
OFFICES = (
    "City",
    "Town",
    "State",
    "County",
    "Village",
    "Port",
    "Borough",
    "Commonwealth",
)  # "City of Richmond"
OF_A_TOWN = ("City", "Town", "State")  # "Dublin City Council" is Dublin's
REGION_WORDS = ("region", "oblast", "Region", "Oblast")
NAMED_AFTER_TOWNS = frozenset({"UA", "RU", "BY", "KZ"})


class Gazetteer(Protocol):
    """What recognition and resolution need of `storage.gazetteer`."""

    def named(self, name: str) -> Sequence[GazetteerPlace]: ...

    def sounding_like(self, name: str) -> Sequence[GazetteerPlace]: ...


@dataclass(slots=True)
class Mention:
    """A stretch of text that may name a place; `first`..`last` (exclusive) are its units.

    `name` is what to look up: the place behind an adjective or an abbreviation, else the text itself.
    `head` is a facility's kind.
    """

    start: int
    end: int
    first: int
    last: int
    text: str
    name: str
    kind: Kind
    readings: Sequence[GazetteerPlace]
    head: str = ""
    best: GazetteerPlace | None = None  # the most prominent reading; this and the next are set with the scene
    level: str = "P"  # C for a country, S for a state, P for what lies below


def find_names(units: Units, gazetteer: Gazetteer) -> list[Mention]:
    """Names of places, states and nationalities, the longest first, none overlapping, in order."""
    found: list[Mention] = []
    at = 0
    while at < len(units.words):
        mention = _longest(units, gazetteer, at) if units.capital[at] else None
        if mention is not None:
            found.append(mention)
        at = mention.last if mention else at + 1
    return _join_capital(units, [_with_region(units, mention) for mention in found])


def _with_region(units: Units, mention: Mention) -> Mention:
    """In some countries a region bears its town's name and "region" tells it apart: "Kursk region"."""
    if mention.last >= units.stops[mention.first] or units.words[mention.last] not in REGION_WORDS:
        return mention
    regions = [p for p in mention.readings if p.feature == "ADM1" and p.country in NAMED_AFTER_TOWNS]
    if mention.kind != "name" or not regions:
        return mention
    end = units.ends[mention.last]
    text = units.text[mention.start : end]
    return Mention(mention.start, end, mention.first, mention.last + 1, text, text, "name", regions)


def _join_capital(units: Units, mentions: list[Mention]) -> list[Mention]:
    """The capital with its district is one name: "Washington, D.C."."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last
            and last.text == "Washington"
            and mention.text in ("D.C.", "DC")
            and mention.first <= last.last + 1
        ):
            last.end, last.last, last.name = mention.end, mention.last, "Washington D.C."
            last.text, last.readings = units.text[last.start : last.end], mention.readings
        else:
            joined.append(mention)
    return joined


def _longest(units: Units, gazetteer: Gazetteer, at: int) -> Mention | None:
    """The longest name that starts at this unit."""
    words = units.words
    if words[at] in OFFICES and at + 1 < len(words) and words[at + 1] == "of":
        return None
    for last in range(_reach(units, at), at, -1):
        if not units.capital[last - 1] and words[last - 1] not in TYPE_WORDS:
            continue
        mention = _single(units, gazetteer, at) if last - at == 1 else _several(units, gazetteer, at, last)
        if mention is not None:
            return mention
    return None


def _reach(units: Units, at: int) -> int:
    """How far a name that starts here can go: capitalised words and the small ones between them."""
    words, capital, joined = units.words, units.capital, units.joined
    last = at + 1
    stop = min(units.stops[at], at + MOST_WORDS)
    while last < stop and (
        capital[last] or joined[last] or words[last] in JOINING or words[last] in TYPE_WORDS
    ):
        last += 1
    return last


def _several(units: Units, gazetteer: Gazetteer, at: int, last: int) -> Mention | None:
    words = units.words
    start, end = units.starts[at], units.ends[last - 1]
    text = units.text[start:end]
    if text in STATES:
        return _mention(units, at, last, STATES[text], "state", gazetteer)
    plain = " ".join(words[at:last])
    if plain in NATIONALITIES:
        return _mention(units, at, last, NATIONALITIES[plain], "nationality", gazetteer)
    if words[at] == "The" or (words[at] in TITLES and "." in words[at]) or _splits_a_token(units, at, last):
        return None
    readings = gazetteer.named(text)
    if not readings or (words[last - 1] in OF_A_TOWN and _is_a_towns(units, gazetteer, at, last, readings)):
        return None
    return _mention(units, at, last, text, "name", gazetteer)


def _splits_a_token(units: Units, at: int, last: int) -> bool:
    """Would the name take "Iowa" and "City" of "D-Iowa City" but "Based" of "Iowa-Based City"?"""
    return last < len(units.words) and units.joined[last] and last - at > 1 and units.capital[last]


def _is_a_towns(
    units: Units, gazetteer: Gazetteer, at: int, last: int, readings: Sequence[GazetteerPlace]
) -> bool:
    """Before "Council", "Dublin City" is Dublin; "Kansas City" stays whole, for it is another place."""
    if last >= units.stops[at] or not units.capital[last]:
        return False
    town = gazetteer.named(units.text[units.starts[at] : units.ends[last - 2]])
    return readings[0].geoname_id in {place.geoname_id for place in town}


def _single(units: Units, gazetteer: Gazetteer, at: int) -> Mention | None:
    text = units.words[at]
    people = text if text in NATIONALITIES else text.title() if text.isupper() and len(text) > 3 else ""
    if people in NATIONALITIES:
        return _mention(units, at, at + 1, NATIONALITIES[people], "nationality", gazetteer)
    state = _state(units, at)
    if state is not None:
        mention = _mention(units, at, at + 1, state, "state", gazetteer)
        if text not in STATES:  # its full stop is a token of its own
            mention.end += 1
            mention.text += "."
        return mention
    if text in NOT_PLACES or len(text) < 2:
        return None
    if (
        text.isupper()
        and text not in ("US", "UK", "EU", "UAE", "LA", "DC")
        and (text.title() in NOT_PLACES or len(text) < 3)
    ):
        return None
    if not gazetteer.named(text):
        return None
    return _mention(units, at, at + 1, text, "name", gazetteer)


def _state(units: Units, at: int) -> str | None:
    """The state behind an abbreviation; bare letters count only after a comma ("Dallas, TX")."""
    words = units.words
    word = words[at]
    after_comma = at > 1 and words[at - 1] == "," and units.capital[at - 2]
    if word + "." in STATES and word not in STATES and at + 1 < len(words) and words[at + 1] == ".":
        return STATES[word + "."] if after_comma else None
    state = STATES.get(word)
    if state is None or not ("." in word or word == "NSW" or after_comma):
        return None
    return state


def _mention(  # noqa: PLR0917
    units: Units, at: int, last: int, name: str, kind: Kind, gazetteer: Gazetteer
) -> Mention:
    start, end = units.starts[at], units.ends[last - 1]
    return Mention(start, end, at, last, units.text[start:end], name, kind, gazetteer.named(name))
