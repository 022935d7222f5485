"""Names of facilities: mentions that their form gives away.

What is true: a named building, street, river or school ends in a word that says what it is ("Hartford
Hospital"), goes on after it with "of" ("University of Iowa") or begins with it ("Lake Cunningham", "Fort
Drum"). Accepted: names of shops and restaurants have no such word and are missed.
"""

from __future__ import annotations

from bot.briefs.lexicon import columns, word_set
from bot.briefs.locations.mentions import TITLES, Gazetteer, Mention, reputed
from bot.briefs.locations.units import Units

MOST_FACILITY_WORDS = 6
BEGIN_KIND = "opening"
HEADS = dict(columns("facilities"))
BEGIN = word_set("facility_openings")  # Lake, Fort, Mount: the head word comes first
TELLING = BEGIN | frozenset(HEADS)
NOT_IN_A_FACILITY = frozenset(
    {"The", "A", "An", "At", "In", "On", "From", "Near", "And", "But", "When", "After"}
)


def find_facilities(units: Units, gazetteer: Gazetteer) -> list[Mention]:
    """Facilities by their head word; they may overlap each other and what they are named after."""
    words = units.words
    found: list[Mention] = []
    for at in [at for at in units.capitals if words[at] in TELLING]:
        word = words[at]
        if word in BEGIN and at + 1 < units.stops[at] and units.capital[at + 1] and _begins_a_run(units, at):
            found.append(_facility(units, gazetteer, at, at + 2, BEGIN_KIND))
        kind = HEADS.get(word)
        if kind is not None:
            first, last = _run_before(units, at), _past_of(units, at)
            heads_an_office = first == at and word == "Head"  # "Head of Office"
            if last - first > 1 and not heads_an_office:
                found.append(_facility(units, gazetteer, first, last, kind))
    return found


def _begins_a_run(units: Units, at: int) -> bool:
    return units.opens(at) or not units.capital[at - 1] or units.words[at - 1] in NOT_IN_A_FACILITY


def _run_before(units: Units, at: int) -> int:
    """Where the capitalised words before a head word begin: "St. Michael's Hospital", not "Mayor Hall"."""
    first = at
    while first > 0 and at - first < MOST_FACILITY_WORDS - 1 and not units.opens(first):
        word = units.words[first - 1]
        if word in ("'s", "’s") and first > 2 and units.words[first - 3] in ("St.", "St", "Saint"):
            return first - 3
        if (
            not units.capital[first - 1]
            or word in NOT_IN_A_FACILITY
            or (word in TITLES and word not in HEADS)
        ):
            break
        first -= 1
    return first


def _past_of(units: Units, at: int) -> int:
    """Where a facility ends whose head word is here: after the name behind "of", if there is one."""
    stop = units.stops[at]
    if not (at + 2 < stop and units.words[at + 1] == "of" and units.capital[at + 2]):
        return at + 1
    last = at + 3
    while last < min(stop, at + MOST_FACILITY_WORDS) and units.capital[last]:
        last += 1
    return last


def _facility(units: Units, gazetteer: Gazetteer, first: int, last: int, kind: str) -> Mention:
    start, end = units.starts[first], units.ends[last - 1]
    text = units.text[start:end]
    return Mention(start, end, first, last, text, text, "facility", reputed(gazetteer, text), kind)
