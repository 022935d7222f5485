"""One extractor alone over a text."""

from __future__ import annotations

from bot.briefs.calendar import find_expressions
from bot.briefs.claims import find_claims
from bot.briefs.document import read
from bot.briefs.figures import find_figures
from bot.briefs.locations import find_locations
from storage.gazetteer import Gazetteer
from storage.records import Claim, Figure, Location


def claims_in(text: str) -> list[Claim]:
    return find_claims(read(text))


def figures(text: str) -> list[Figure]:
    document = read(text)
    return find_figures(document, find_expressions(document))


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    """Each figure with what it counts and what befell that."""
    return [(figure.text, figure.counted, figure.predicate) for figure in figures(text)]


def found(text: str, gazetteer: Gazetteer) -> dict[str, Location]:
    """Places by the words that name them."""
    return {place.text: place for place in find_locations(read(text), gazetteer)}
