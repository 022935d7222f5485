"""Lengths, distances and magnitudes: what names an extent, and of what.

What is true of English: a length is a distance where a direction or "from" follows, else the dimension that
an adjective or noun behind it names ("30 km wide"). Such an extent neither rises nor falls.
"""

from __future__ import annotations

import re

from bot.briefs.document import Document
from bot.briefs.figures.counted import Measured
from bot.briefs.figures.phrases import (
    full_phrase,
    phrase_at,
    phrase_back_from,
    words_of,
)
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.subjects import before_helpers, subject_before
from bot.briefs.figures.vocabulary import BEING, NOUNS
from bot.briefs.lexicon import columns

_DIMENSIONS: dict[str, str] = {row[0]: row[1] for row in columns("dimensions")}
_EXTENTS = frozenset(_DIMENSIONS.values()) | {"distance"}
_RICHTER = re.compile(r"[- ][Mm]agnitude\b| M[wL]\b| on the (?:Richter|moment magnitude)")
_COMPASS = re.compile(r"(?:north|south|east|west)(?:-?(?:east|west))?$")
_SIDES = frozenset({"above", "below"})
_LEVELS = frozenset({"level", "mark", "average", "norm", "normal", "record", "threshold", "stage", "line"})


def distance(document: Document, index: int, bound: int) -> Measured | None:
    """ "80km (50 miles) away from the Zambian border" measures the distance from it."""
    lower, place = document.lower, index
    while place < min(bound, index + 4) and (
        lower[place] in {"away", "to", "the", "off"} or _COMPASS.match(lower[place])
    ):
        place += 1
    aside = place > index and (lower[index] == "away" or _COMPASS.match(lower[place - 1]))
    if lower[index : index + 1] == ["off"]:
        place = index
    if place < bound and (
        lower[place] in {"from", "off"} or (place > index and lower[place] in {"of", "outside"})
    ):
        phrase = phrase_at(document, place + 1, bound, of=False)
        if phrase:
            return Measured(f"distance from {words_of(document, phrase)}", phrase.last)
    return Measured("distance", place) if aside else None


def dimension(document: Document, before: int, index: int, bounds: tuple[int, int]) -> Measured | None:
    """ "A swarm 30 km wide", "the wall is 12 metres high": which extent of what."""
    lower, tags = document.lower, document.tags
    name = _DIMENSIONS.get(lower[index]) if index < bounds[1] and lower[before - 1] != "of" else None
    sides = lower[index] in _SIDES and lower[index + 1 : index + 2] != ["sea"] if name else False
    if name is None or (sides and not _LEVELS.isdisjoint(lower[index + 1 : min(index + 5, bounds[1])])):
        return None  # "30 cm below the flood mark" is no depth
    place = before - 1
    named = tags[place] in NOUNS or (tags[place] == "JJ" and tags[place - 1] in {"DT", "JJ", "RB"})
    thing = phrase_back_from(document, place, bounds[0]) if named and place > bounds[0] else None
    if thing is None and lower[place] in BEING and lower[index] not in _SIDES:
        thing = subject_before(document, before_helpers(document, place, bounds[0]), bounds[0])
    return Measured(f"{name} of {full_phrase(document, thing)}" if thing else name, index + 1)


def is_extent(counted: str | None) -> bool:
    """Is this a length, height or distance ("width of swarm"), which neither rises nor falls?"""
    name = (counted or "").partition(" ")[0]
    return name in _EXTENTS


def is_magnitude(document: Document, quantity: Quantity) -> bool:
    """ "A magnitude 6.4 earthquake", "6.4-magnitude", "6.4 on the Richter scale"."""
    if quantity.first and document.lower[quantity.first - 1] == "magnitude":
        return True
    if document.text.endswith("agnitude-", max(0, quantity.start - 9), quantity.start):
        return True  # "the magnitude-6.2 quake"
    return bool(_RICHTER.match(document.text, quantity.end))
