"""What a quantity counts or measures, as a noun phrase with its event: "people injured", "drones jammed".

What is true of English: a count's noun follows it; "of them" points back to a plural named before; a number
without a noun shares its neighbour's ("33 of them were intercepted and 25 were jammed"), and a casualty
without a noun is its own name ("killed"). What is measured stands behind ("of wheat", "in aid", "away from
the border"), in the compound ("a 750-metre swim"), before ("a range of 400 km"), or is the subject of the
verb of change ("unemployment rose 3.2%").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.briefs.document import Document
from bot.briefs.figures.events import Event
from bot.briefs.figures.phrases import (
    NOUNS,
    Phrase,
    counted_phrase,
    full_phrase,
    phrase_at,
    subject_before,
    words_of,
)
from bot.briefs.figures.quantities import Quantity
from bot.briefs.lexicon import word_set

_UP, _DOWN = word_set("verbs_up"), word_set("verbs_down")
_PRONOUNS = frozenset({"them", "which", "whom", "these", "those", "us", "whose"})
_MONEY_FOR = frozenset({"in", "worth"})
_LENGTHS = frozenset({"km", "mi", "m", "ft", "nmi", "yd", "cm", "mm", "in"})
_DIMENSIONS = {
    "long": "length", "high": "height", "tall": "height", "deep": "depth", "wide": "width", "thick": "thickness",
    "across": "width", "above": "height", "below": "depth",
}  # fmt: skip
_TOWARDS = frozenset({"from", "away", "off", "outside"})
_COMPASS = re.compile(r"(?:north|south|east|west)(?:-?(?:east|west))?$")
_DIRECTIONS = frozenset({"up", "down", "by", "to", "at", "of", "further", "another", "sharply", "steadily"})
_BACK = 6  # tokens from a number back to its verb of change
_AHEAD = 5  # tokens from a number on to its noun of change ("a 4.2 per cent drop")
_OLD = re.compile(r"[ -]+olds?\b| of age\b|s[ -]old\b")
_AGED = re.compile(
    r"\b(?:[Aa]ge[ds]?(?: of| between| from)?|turned|turns"
    r"|(?:life expectancy|(?:average|median|retirement|pension|minimum|maximum) age)\b[^.,;\d]{0,40}"
    r"|(?:[Hh]e|[Ss]he|I|who)(?: will| would)? (?:is|was|be|were)(?: only| just)?) $"
)
_AGED_REACH = 75  # characters before an age in which its words stand
_APPOSED = re.compile(r"[A-Z][\w’'-]+, $")
_CLOSES = frozenset({",", ".", ";", ")", " "})
_OLDEST = 115

_NOUN_TAGS = NOUNS | {"JJ"}
Change = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a quantity is about. `back` says it points at something named before ("of them")."""

    counted: str | None
    after: int  # the token behind the counted phrase
    back: bool = False
    referent: str | None = None


def is_age(document: Document, quantity: Quantity, start: int) -> bool:
    """ "a 30-year-old", "aged 18 to 34", "Smith, 42,"; `start` is where the qualifiers begin."""
    text = document.text
    if quantity.unit in {"yr", "mo", "wk", "d"}:
        return bool(_OLD.match(text, quantity.end))
    high = quantity.high if quantity.high is not None else quantity.value
    if quantity.unit or high is None or high > _OLDEST or high != int(high):
        return False
    near = max(0, quantity.start - _AGED_REACH)
    if "\n" not in text[near : quantity.start] and _AGED.search(text, near, start):
        return quantity.last >= len(document.tags) or document.tags[quantity.last] not in _NOUN_TAGS
    apposed = _APPOSED.search(text, near, quantity.start)
    closed = text[quantity.end : quantity.end + 1] in {",", ".", ")", ";"} or quantity.end == len(text)
    digits = quantity.number.style == "digits" and quantity.number.scale == 1
    name = document.tags[quantity.first - 2] in {"NNP", "NNPS"} if quantity.first > 1 else False
    return bool(apposed and closed and digits and name and (quantity.value or 0) > 2)


def count_of(document: Document, quantity: Quantity, bound: int) -> Measured:
    """What a plain number counts."""
    lower, last = document.lower, quantity.last
    while (
        last < bound
        and lower[last] in {"more", "others", "other"}
        and last + 1 < bound
        and lower[last + 1] != "of"
    ):
        last += 1
        if lower[last - 1] == "others":
            return Measured(None, last)
    if last < bound and lower[last] == "others":
        return Measured(None, last + 1)
    if last < bound and lower[last] == "of":
        return _part(document, last + 1, bound)
    if quantity.kind == "count" and document.text[quantity.end : quantity.end + 1] == "-":
        return _in_compound(document, quantity, bound)
    phrase = counted_phrase(document, last, bound)
    return Measured(words_of(document, phrase), phrase.last) if phrase else Measured(None, last)


def _in_compound(document: Document, quantity: Quantity, bound: int) -> Measured:
    """ "a 15-member council": members; "a 200-strong crowd": the crowd."""
    unit = re.match(r"-(\w+)", document.text[quantity.end : quantity.end + 20])
    phrase = counted_phrase(document, quantity.last, bound)
    if unit and unit[1].lower() not in {"strong", "plus", "odd"}:
        noun = unit[1] if unit[1].endswith("s") else unit[1] + "s"
        return Measured(noun, phrase.last if phrase else quantity.last)
    return Measured(words_of(document, phrase), phrase.last) if phrase else Measured(None, quantity.last)


def _part(document: Document, index: int, bound: int) -> Measured:
    """ "33 of them", "14 of the drones", "hundreds of people"."""
    if index < bound and document.lower[index] in _PRONOUNS and not _opens_phrase(document, index, bound):
        phrase = _antecedent(document, index)
        return Measured(
            None, index + 1, back=True, referent=full_phrase(document, phrase) if phrase else None
        )
    phrase = phrase_at(document, index, bound)
    return Measured(full_phrase(document, phrase), phrase.last) if phrase else Measured(None, index)


def _opens_phrase(document: Document, index: int, bound: int) -> bool:
    """ "these drones" is a phrase, "these" alone a pronoun."""
    return (
        document.lower[index] in {"these", "those"}
        and index + 1 < bound
        and document.tags[index + 1] in NOUNS
    )


def _antecedent(document: Document, index: int) -> Phrase | None:
    """The plural nearest before a "them", in this or the sentence before: its last plural noun phrase."""
    lower, tags = document.lower, document.tags
    stops = 0
    for place in range(index - 1, -1, -1):
        if tags[place] == ".":
            stops += 1
            if stops > 1:
                return None
        if tags[place] == "NNS" and lower[place] not in {"others", "times", "hours", "days"}:
            first = place
            while first and tags[first - 1] in {"JJ", "NN", "NNP", "NNPS", "PRP$", "POS"}:
                first -= 1
            return Phrase(first, place + 1, place)
    return None


def measure_of(document: Document, quantity: Quantity, before: int, bounds: tuple[int, int]) -> Measured:
    """What a measure, an amount of money, a percentage or a duration is about."""
    lower, last, bound = document.lower, quantity.last, bounds[1]
    if quantity.unit in _LENGTHS:
        distance = _distance(document, last, bound)
        if distance:
            return distance
    if last < bound and lower[last] == "of":
        return _part(document, last + 1, bound)
    if quantity.kind == "money" and last + 1 < bound and lower[last] in _MONEY_FOR:
        phrase = phrase_at(document, last + (2 if lower[last + 1] == "of" else 1), bound)
        if phrase and document.tags[phrase.head] in {"NN", "NNS"}:
            return Measured(full_phrase(document, phrase), phrase.last)
    phrase = counted_phrase(document, last, bound)
    if phrase and phrase.first == last and not document.tags[last].startswith("NNP"):
        return Measured(words_of(document, phrase), phrase.last)
    ahead = _named_before(document, before, bounds[0])
    return Measured(full_phrase(document, ahead) if ahead else None, last)


def _distance(document: Document, index: int, bound: int) -> Measured | None:
    """ "50km (31 miles) away from the Ukrainian border" measures the distance from it."""
    lower = document.lower
    place = index
    while (
        place < bound
        and place < index + 4
        and (lower[place] in {"away", "to", "the", "off"} or _COMPASS.match(lower[place]))
    ):
        place += 1
    if (
        place < bound
        and lower[place] in {"from", "of", "outside"}
        and (place > index or lower[place] == "from")
    ):
        phrase = phrase_at(document, place + 1, bound, of=False)
        if phrase:
            return Measured(f"distance from {words_of(document, phrase)}", phrase.last)
    if index < bound and lower[index] in _DIMENSIONS:
        return Measured(_DIMENSIONS[lower[index]], index + 1)
    return None


def _named_before(document: Document, before: int, first: int) -> Phrase | None:
    """ "a range of 400 km", "a loss of 63 cents", "the price is $5", "unemployment rose 3.2%"."""
    lower, tags = document.lower, document.tags
    if before - 1 > first and lower[before - 1] == "of" and tags[before - 2] in NOUNS:
        start = before - 2
        while start > first and tags[start - 1] in {"JJ", "NN", "NNP", "NNS", "VBN", "POS"}:
            start -= 1
        return Phrase(start, before - 1, before - 2)
    verb = _verb_before(document, before, first)
    return subject_before(document, verb, first) if verb is not None else None


def _verb_before(document: Document, before: int, first: int) -> int | None:
    lower, tags = document.lower, document.tags
    for place in range(before - 1, max(first, before - _BACK) - 1, -1):
        if lower[place] in _UP or lower[place] in _DOWN or tags[place] in {"VBZ", "VBD", "VBP"}:
            while place > first and (tags[place - 1].startswith(("VB", "MD", "RB"))):
                place -= 1
            return place
        if tags[place] in {",", ":", "."}:
            return None
    return None


def change_of(document: Document, quantity: Quantity, before: int, bounds: tuple[int, int]) -> Change | None:
    """Did what is measured rise or fall: a sign, a verb before, a noun or "higher" behind."""
    lower, tags = document.lower, document.tags
    if quantity.signed and quantity.unit in {"%", "pp", "bp", "pt"}:
        return "up" if quantity.signed == "+" else "down"
    for place in range(before - 1, max(bounds[0], before - _BACK) - 1, -1):
        word = lower[place]
        if word in {"up", "down"} and word == "up" and place + 1 < len(lower) and lower[place + 1] == "to":
            continue
        if word in _UP or word in _DOWN:
            return "up" if word in _UP else "down"
        if tags[place] in {",", ":", ".", "CC"} or (tags[place].startswith("V") and word not in _DIRECTIONS):
            break
        if tags[place] in NOUNS and place < before - 2:
            break
    for place in range(quantity.last, min(quantity.last + _AHEAD, bounds[1])):
        word = lower[place]
        if word in {"increase", "rise", "jump", "gain", "surge", "growth", "higher", "above", "more", "hike"}:
            return "up" if quantity.unit else None
        if word in {
            "decrease",
            "fall",
            "drop",
            "decline",
            "loss",
            "lower",
            "below",
            "less",
            "cut",
            "slump",
            "fewer",
        }:
            return "down" if quantity.unit else None
        if tags[place] not in {"NN", "JJ", "NNS", "IN", "DT"} or word in {"of", "to"}:
            break
    return None


def with_event(counted: str | None, event: Event | None, part: bool) -> str | None:
    """Adds the event where it tells this number from another of the same noun."""
    if event is None or not (event.casualty or (part and event.behind)):
        return counted
    return f"{counted} {event.participle}" if counted else event.participle
