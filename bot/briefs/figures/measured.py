"""What a measure, an amount of money, a share or a duration is about.

What is true of English: it stands behind ("of wheat", "in aid", "away from the border"), in the compound
("a 750-metre swim"), before ("a range of 400 km", "wages 5 per cent"), or it is the subject of a verb that
measures or changes ("unemployment rose 3.2%"), or the object of one that changes something else ("cut its
rate by 25 points"). The subject of any other verb says nothing about the amount, so it is not taken.
"""

from __future__ import annotations

import re

from bot.briefs.document import Document
from bot.briefs.figures.counted import Measured, part_of
from bot.briefs.figures.phrases import (
    NOUNS,
    Phrase,
    counted_phrase,
    full_phrase,
    phrase_at,
    phrase_back_from,
    subject_before,
    words_of,
)
from bot.briefs.figures.quantities import Quantity
from bot.briefs.lexicon import columns, word_set
from storage.records import FigureKind

_UP, _DOWN = word_set("verbs_up"), word_set("verbs_down")
_CHANGE = _UP | _DOWN
_CHANGERS = word_set("changers")
_MEASURING = word_set("measuring_verbs")
_DIMENSIONS: dict[str, str] = {row[0]: row[1] for row in columns("dimensions")}
LENGTHS = frozenset(_DIMENSIONS.values())
_CALENDAR = frozenset(row[0] for row in columns("calendar"))
_LENGTHS = frozenset({"km", "mi", "m", "ft", "nmi", "yd", "cm", "mm", "in"})
_TERMS = frozenset({"year", "month", "week", "quarter", "day", "total", "all", "just", "cash"}) | _CALENDAR
_RICHTER = re.compile(r"[- ][Mm]agnitude\b| on the (?:Richter|moment magnitude)")
_COMPASS = re.compile(r"(?:north|south|east|west)(?:-?(?:east|west))?$")
_TO_A_VALUE = frozenset({"to", "by", "at", "from"})
_SUMS = word_set("sums")
_SUMMING = word_set("counting_nouns") | frozenset({"cost", "price", "rate"})
_VALUING = word_set("valuing_verbs")
_AT = frozenset({"at", "to"})
_MORE_OR_LESS = frozenset({"more", "less", "fewer"})
_SIDES = frozenset({"above", "below"})
_LEVELS = frozenset({"level", "mark", "average", "norm", "normal", "record", "threshold", "stage", "line"})
_PASSIVE = frozenset({"is", "are", "was", "were", "been", "be", "being"})
_BACK = 7  # tokens from a number back to its verb


def measure_of(document: Document, quantity: Quantity, before: int, bounds: tuple[int, int]) -> Measured:
    """What the quantity is about; `before` is the first token of its qualifiers, `bounds` its sentence's."""
    lower, last, bound = document.lower, quantity.last, bounds[1]
    if quantity.unit in _LENGTHS:
        distance = _distance(document, last, bound)
        if distance:
            return distance
    if last < bound and lower[last] == "of":
        return part_of(document, last + 1, bound)
    if quantity.kind == "money" and last + 1 < bound and _is_for(document, last):
        phrase = phrase_at(document, last + (2 if lower[last + 1] == "of" else 1), bound)
        if phrase and document.tags[phrase.head] in {"NN", "NNS"}:
            return Measured(full_phrase(document, phrase), phrase.last)
    if before > 1 and lower[before - 1] == "of" and lower[before - 2] not in _SUMMING:
        named = named_before(document, before, bounds[0], quantity.kind)
        if named:  # "winds of 210 km/h tore": what stands before "of" says more than what follows
            return Measured(full_phrase(document, named), last)
    phrase = counted_phrase(document, last, bound)
    spread = quantity.kind == "duration" and document.text[quantity.end - 1] == "s"
    if spread and lower[before - 1] != "of":
        return Measured(None, last)  # "two-year deal" but "for two years | cities"
    compared = phrase is not None and lower[last] in _MORE_OR_LESS and phrase.first == last + 1
    if phrase and not spread and (compared or (phrase.first == last and _is_thing(document, last))):
        return Measured(words_of(document, phrase), phrase.last)
    if phrase is None and _is_lone_noun(document, before, last, bound):
        return Measured(lower[last], last + 1)
    ahead = named_before(document, before, bounds[0], quantity.kind)
    return Measured(full_phrase(document, ahead) if ahead else None, last)


def _is_for(document: Document, index: int) -> bool:
    """ "$5m in aid", "$5m worth of goods"; not "$5m in the first half", "$5m in March"."""
    if document.lower[index] == "worth":
        return True
    behind = document.lower[index + 1]
    return document.lower[index] == "in" and document.tags[index + 1] != "DT" and behind not in _TERMS


def _is_lone_noun(document: Document, before: int, index: int, bound: int) -> bool:
    """ "A $1,000 fine.": between article and full stop any word is a noun."""
    if before == 0 or index + 1 >= bound or document.lower[before - 1] not in {"a", "an"}:
        return False
    return document.tags[index] in {"JJ", "RB"} and document.tags[index + 1] in {".", ",", "CC", ":"}


def _is_thing(document: Document, index: int) -> bool:
    """No name, no "up" or "higher" and no "month on month" behind an amount."""
    word = document.lower[index]
    return not document.tags[index].startswith("NNP") and word not in _CHANGE and word not in _TERMS


def _distance(document: Document, index: int, bound: int) -> Measured | None:
    """ "80km (50 miles) away from the Zambian border" measures the distance from it."""
    lower, place = document.lower, index
    while place < min(bound, index + 4) and (
        lower[place] in {"away", "to", "the", "off"} or _COMPASS.match(lower[place])
    ):
        place += 1
    if place < bound and lower[index] == "off":
        place -= 1
    if place < bound and (
        lower[place] in {"from", "off"} or (place > index and lower[place] in {"of", "outside"})
    ):
        phrase = phrase_at(document, place + 1, bound, of=False)
        if phrase:
            return Measured(f"distance from {words_of(document, phrase)}", phrase.last)
    name = _DIMENSIONS.get(lower[index]) if index < bound else None
    sides = lower[index] in _SIDES and lower[index + 1 : index + 2] != ["sea"] if name else False
    if sides and not _LEVELS.isdisjoint(lower[index + 1 : min(index + 5, bound)]):
        return None  # "30 cm below the flood mark" is no depth
    return Measured(name, index + 1) if name else None


def is_magnitude(document: Document, quantity: Quantity) -> bool:
    """ "A magnitude 6.4 earthquake", "6.4-magnitude", "6.4 on the Richter scale"."""
    if quantity.first and document.lower[quantity.first - 1] == "magnitude":
        return True
    if document.text.endswith("agnitude-", max(0, quantity.start - 9), quantity.start):
        return True  # "the magnitude-6.2 quake"
    return bool(_RICHTER.match(document.text, quantity.end))


def named_before(document: Document, before: int, first: int, kind: FigureKind = "count") -> Phrase | None:
    """ "a range of 400 km", "wages 5 per cent", "the toll to 46", "unemployment rose 3.2%"."""
    lower, tags, place = document.lower, document.tags, before - 1
    if place <= first:
        return None
    if lower[place] == "of" and tags[place - 1] in NOUNS:
        return None if lower[place - 1] in _CHANGE else phrase_back_from(document, place - 1, first)
    if kind == "duration":
        return None
    summed = kind == "count" and lower[place] in _SUMS
    if lower[place] == "worth" and tags[place - 1] in NOUNS:
        return phrase_back_from(document, place - 1, first)
    gapped = (
        (summed or kind in {"money", "percent"}) and tags[place] in NOUNS and lower[place] not in _MEASURING
    )
    if gapped and lower[place] not in _CALENDAR and lower[place] not in _CHANGE:
        return phrase_back_from(document, place, first)
    verb = _verb_before(document, place, first)
    if verb is None:
        return None
    if lower[verb] in _VALUING and lower[place] in _AT:
        valued = phrase_at(document, verb + 1, place)
        if valued and tags[valued.head] != "CD":
            return valued
    if lower[verb] in _CHANGERS and lower[verb - 1] not in _PASSIVE:
        thing = phrase_at(document, verb + 1, before)
        if thing and lower[place] in _TO_A_VALUE and tags[thing.head] != "CD":
            return thing
        if kind == "money":
            return None
    while verb > first and tags[verb - 1].startswith(("VB", "MD", "RB")):
        verb -= 1
    return subject_before(document, verb, first)


def _verb_before(document: Document, place: int, first: int) -> int | None:
    """The verb of measuring or change nearest before a number, in its clause."""
    for index in range(place, max(first, place - _BACK) - 1, -1):
        word, tag = document.lower[index], document.tags[index]
        valuing = word in _VALUING and tag[0] in "VN"
        if (
            word in _CHANGE
            or word in _CHANGERS
            or valuing
            or (word in _MEASURING and (tag[0] == "V" or index == place))
        ):
            return index
        if tag in {",", ":", ".", "WP", "WDT"} or tag.startswith("V"):
            return None
    return None
