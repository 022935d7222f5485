"""Where a text may name a place: stretches of capitalised words that the gazetteer or a word list knows.

What is true of English names: they are capitalised, the longest known name is the one meant ("New York
City", not "York"), small words join parts ("Isle of Wight", "Trinidad and Tobago"), and a hyphen joins two
names ("Egypt-US ties", "Britain-based", "D-Iowa City"). This only gathers; whether a mention is a place is
settled in `weigh`. Accepted: names in small letters are missed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, Protocol

from bot.briefs.lexicon import columns, word_set
from bot.briefs.locations.standing import Repute, repute
from bot.briefs.locations.units import Units
from storage.records import GazetteerPlace

Kind = Literal["name", "nationality", "state", "facility", "unknown"]

MOST_WORDS = 6  # "Democratic People's Republic of Korea"
JOINING = word_set("name_joiners")
TYPE_WORDS = word_set("small_type_words")  # "Korean peninsula": the last word of a name may be small
NOT_PLACES = word_set("not_places") | word_set("sentence_starters") | word_set("acronyms")
TITLES = word_set("person_titles")
SPOKEN = word_set("acting_verbs") | {"spoke", "who"}  # behind a person or a team
STATES = dict(columns("us_states"))
MAYBE_STATES = frozenset(STATES) | {state.removesuffix(".") for state in STATES}
FULL_STATES = frozenset(STATES.values())
NATIONALITIES = {word: place for place, words in columns("nationalities") for word in words.split(";")}
OFFICES = frozenset(  # "City of Richmond"
    {"City", "Town", "State", "County", "Village", "Port", "Borough", "Commonwealth"}
)
OF_A_TOWN = ("City", "Town", "State")  # "Dublin City Council" is Dublin's
LOCAL_AREA = ["Local", "Government", "Area"]  # Nigeria's districts
REGION_WORDS = ("region", "oblast", "Region", "Oblast")
SHORT_NAMES = frozenset({"US", "UK", "EU", "UAE", "LA", "DC"})
TAIL_OPENINGS = frozenset({"de", "del", "do", "da", "dos", "das"})  # in Spanish, Portuguese, Romanian names
TAIL_WORDS = TAIL_OPENINGS | {"la", "las", "los", "el"}
TAIL_REACH = 3  # words of "de los Sauces"
MOST_KEPT = 20_000  # words and names whose answers are kept: those of a day's news
_GAP = re.compile(r"[\s\-–‑/]+")
_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|ar|an|az|at)[ -](?=[^\W\d_])", re.IGNORECASE)
ARABIC = frozenset(
    {
        "DZ",
        "BH",
        "TD",
        "EG",
        "IQ",
        "JO",
        "KW",
        "LB",
        "LY",
        "MR",
        "MA",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SY",
        "TN",
    }
    | {"AE", "YE"}
)
NAMED_AFTER_TOWNS = frozenset({"UA", "RU", "BY", "KZ"})


class Gazetteer(Protocol):
    """What recognition and resolution need of `storage.gazetteer`."""

    def named(self, name: str) -> Sequence[GazetteerPlace]: ...

    def sounding_like(self, name: str) -> Sequence[GazetteerPlace]: ...

    def __hash__(self) -> int: ...  # answers are kept by gazetteer


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
    known: Repute
    head: str = ""

    @property
    def level(self) -> str:
        """C for a country, S for a state, P for what lies below."""
        return "S" if self.kind == "state" and self.known.level == "P" else self.known.level


@dataclass(frozen=True, slots=True)
class Entry:
    """What a stretch of text is known as before its neighbours are looked at."""

    name: str
    kind: Kind
    known: Repute


@lru_cache(MOST_KEPT)
def reputed(gazetteer: Gazetteer, name: str) -> Repute:
    """What is known of a name in a gazetteer."""
    return repute(gazetteer.named(name), name)


def find_names(units: Units, gazetteer: Gazetteer) -> list[Mention]:
    """Names of places, states and nationalities, the longest first, none overlapping, in order."""
    found: list[Mention] = []
    past = 0
    for at in units.capitals:
        if at < past:
            continue
        mention = _longest(units, gazetteer, at)
        if mention is None or units.text.startswith("$", units.ends[at]):  # "US$10"
            continue
        if not _is_a_names_tail(units, mention, past):
            mention = _with_tail(units, mention)
            found.append(mention)
            past = mention.last
    return _join_capital(units, [_with_region(units, gazetteer, mention) for mention in found])


def _is_a_names_tail(units: Units, mention: Mention, past: int) -> bool:
    """Is it what a hyphen ties to an unknown name: the "Ville" of "Pétion-Ville"?"""
    at = mention.first
    if (
        not units.joined[at]
        or past == at
        or mention.kind != "name"
        or not mention.known.rank.startswith("town")
    ):
        return False
    return units.capital[at - 1] and len(units.words[at - 1]) > 2


def _with_region(units: Units, gazetteer: Gazetteer, mention: Mention) -> Mention:
    """In some countries a region bears its town's name and "region" tells it apart: "Kursk region"."""
    if units.words[mention.last : mention.last + 3] == LOCAL_AREA and mention.kind == "name":
        end = units.ends[mention.last + 2]
        text = units.text[mention.start : end]
        return replace(mention, end=end, last=mention.last + 3, text=text)
    if mention.last >= units.stops[mention.first] or units.words[mention.last] not in REGION_WORDS:
        return mention
    readings = mention.known.readings
    readings = [*readings, *gazetteer.named(f"{mention.text} region")]
    regions = [p for p in readings if p.feature == "ADM1" and p.country in NAMED_AFTER_TOWNS]
    if mention.kind != "name" or not regions:
        return mention
    end = units.ends[mention.last]
    text = units.text[mention.start : end]
    return Mention(
        mention.start, end, mention.first, mention.last + 1, text, text, "name", repute(regions, text)
    )


def _with_tail(units: Units, mention: Mention) -> Mention:
    """A known name with "de los Sauces" behind it is another, longer one, which no list holds."""
    last = past_tail(units, mention.last)
    if last == mention.last or mention.kind != "name" or not mention.known.rank.startswith("town"):
        return mention
    end = units.ends[last - 1]
    text = units.text[mention.start : end]
    return Mention(mention.start, end, mention.first, last, text, text, "unknown", repute((), text))


def past_tail(units: Units, at: int) -> int:
    """Behind "de Sus", "de los Sauces", if such a tail of a name begins here."""
    step, stop = at, min(at + TAIL_REACH, units.stops[at - 1])
    while step < stop and units.words[step] in TAIL_WORDS:
        step += 1
    return step + 1 if at < step < stop and units.capital[step] and units.words[at] in TAIL_OPENINGS else at


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
            last.text, last.known = units.text[last.start : last.end], mention.known
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
    entry = _entry_of_several(gazetteer, text)
    if entry is None:
        return None
    if entry.kind == "name" and (
        (words[at] == "The" and not _has_the_article(entry))
        or (words[at] in TITLES and "." in words[at])
        or _splits_a_token(units, at, last)
        or (words[last - 1] in OF_A_TOWN and _is_a_towns(units, gazetteer, at, last, entry.known.readings))
    ):
        return None
    return Mention(start, end, at, last, text, entry.name, entry.kind, entry.known)


def _has_the_article(entry: Entry) -> bool:
    """Does the article belong to the name: "The Hague", "The Gambia"?"""
    return entry.known.best is not None and entry.known.best.name.startswith("The ")


@lru_cache(MOST_KEPT)
def _entry_of_several(gazetteer: Gazetteer, text: str) -> Entry | None:
    if text in STATES:
        return _entry(gazetteer, STATES[text], "state")
    plain = _GAP.sub(" ", text)
    if plain in NATIONALITIES:
        return _entry(gazetteer, NATIONALITIES[plain], "nationality")
    return _entry(gazetteer, text, "name") if gazetteer.named(text) else _behind_an_article(gazetteer, text)


def _behind_an_article(gazetteer: Gazetteer, text: str) -> Entry | None:
    """The Arabic name that is listed without its article: "Al Jufra", "as-Salif"."""
    article = _ARTICLE.match(text)
    if article is None:
        return None
    bare = text[article.end() :]
    if any(place.country in ARABIC for place in gazetteer.named(bare)):
        return _entry(gazetteer, bare, "name")
    return None


def _entry(gazetteer: Gazetteer, name: str, kind: Kind) -> Entry:
    return Entry(name, kind, reputed(gazetteer, name))


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
    word = units.words[at]
    entry = _entry_of_one(gazetteer, word)
    if entry is None and in_a_state(units, at + 1):
        entry = _entry_in(gazetteer, word, _state_at(units, at + 2))
    if entry is None and word not in MAYBE_STATES:
        if not _may_be_a_river(units, at):
            return None
        entry = _river_of(gazetteer, word)
    start, end = units.starts[at], units.ends[at]
    if word in MAYBE_STATES and (entry is None or entry.kind != "nationality"):
        state = _state(units, at)
        if state is not None:
            if word not in STATES:  # its full stop is a token of its own
                end += 1
            known = reputed(gazetteer, state)
            return Mention(start, end, at, at + 1, units.text[start:end], state, "state", known)
    if entry is not None and _may_be_a_river(units, at) and not _has_nature(entry):
        entry = _river_of(gazetteer, word) or entry
    if entry is None:
        return None
    return Mention(start, end, at, at + 1, word, entry.name, entry.kind, entry.known)


def _may_be_a_river(units: Units, at: int) -> bool:
    """Does it stand alone behind "the": "along the Darling at Bourke"? What speaks or has a "who" is none."""
    if units.before(at) != "the" or units.word(at + 1) in SPOKEN or in_a_state(units, at + 1):
        return False
    following = units.tags[at + 1] if at + 1 < units.stops[at] else "."
    return following[:2] not in ("NN", "JJ", "PO", "VB") or following == "VBD"


def in_a_state(units: Units, at: int) -> bool:
    """Do a comma and a state stand here: "the Reno, Nev.-based company"?"""
    return units.word(at) == "," and _state_at(units, at + 1) != ""


def _state_at(units: Units, at: int) -> str:
    """The state that is named here, in full or cut short, "" where none is."""
    word = units.word(at)
    both = f"{word} {units.word(at + 1)}"  # "New Mexico"
    if both in FULL_STATES:
        return both
    return word if word in FULL_STATES else STATES.get(word) or STATES.get(word + ".") or ""


@lru_cache(MOST_KEPT)
def _entry_in(gazetteer: Gazetteer, word: str, state: str) -> Entry | None:
    """A town that is a word of the language, by the state behind it: "Golden, Colorado"."""
    if all(place.admin1 != state for place in gazetteer.named(word)):
        return None
    return _entry(gazetteer, word, "name")


def _has_nature(entry: Entry) -> bool:
    """Is it a country's or people's name, or one that a water bears without more words: "the Rhine"?"""
    if entry.kind != "name" or entry.known.level == "C":
        return True
    return any(not place.feature.startswith(("PPL", "ADM")) for place in entry.known.readings)


@lru_cache(MOST_KEPT)
def _river_of(gazetteer: Gazetteer, word: str) -> Entry | None:
    """The river of that name, which takes an article where towns take none."""
    for name in (f"{word} River", f"River {word}"):
        if any(place.feature == "STM" for place in gazetteer.named(name)):
            return _entry(gazetteer, name, "name")
    return None


@lru_cache(MOST_KEPT)
def _entry_of_one(gazetteer: Gazetteer, word: str) -> Entry | None:
    people = word if word in NATIONALITIES else word.title() if word.isupper() and len(word) > 3 else ""
    if people in NATIONALITIES:
        return _entry(gazetteer, NATIONALITIES[people], "nationality")
    if word in NOT_PLACES or len(word) < 2:
        return None
    if word.isupper() and word not in SHORT_NAMES and (word.title() in NOT_PLACES or len(word) < 3):
        return None
    return _entry(gazetteer, word, "name") if gazetteer.named(word) else _behind_an_article(gazetteer, word)


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
