"""Where things are and happen: a document -> its places, each with its role and its best reading."""

from __future__ import annotations

from collections.abc import Mapping

from bot.briefs.document import Document
from bot.briefs.furniture import covers
from bot.briefs.locations import weigh
from bot.briefs.locations.anchors import Anchor, anchor
from bot.briefs.locations.decide import choose, gather
from bot.briefs.locations.mentions import Gazetteer, Mention
from bot.briefs.locations.resolve import resolve
from bot.briefs.locations.roles import role_of
from storage.records import GazetteerPlace, Location, Precision, Role

SMALL_PRINT = ("©", "(c) ", "Copyright ")
SMALL_PRINT_REACH = 200  # characters of such a line


def find_locations(document: Document, gazetteer: Gazetteer) -> list[Location]:
    """All toponyms of a document in order, no two overlapping; coordinates are None where nothing fits."""
    scene = gather(document, gazetteer)
    chosen = choose(scene, weigh.weights())
    pointers = document.pointers()
    places = resolve(scene.units, chosen, gazetteer)
    anchors = anchor(scene.units, [mention for mention, literal in chosen if literal], places, gazetteer)
    return [
        _location(mention, role_of(scene, mention, literal), places.get(mention.start), anchors)
        for mention, literal in chosen
        if not covers(pointers, mention.start) and not _is_small_print(document.text, mention.start)
    ]


def _is_small_print(text: str, at: int) -> bool:
    """Does it stand on a short line of copyright: "© 2024 Northwire, 12 High Street, London"?"""
    line = text.rfind("\n", max(at - SMALL_PRINT_REACH, 0), at) + 1
    return text.startswith(SMALL_PRINT, line) and at - line < SMALL_PRINT_REACH


def _location(
    mention: Mention, role: Role, place: GazetteerPlace | None, anchors: Mapping[int, Anchor]
) -> Location:
    """The record of a mention: with its place, with the point of what it is said to be near, or bare."""
    precision: Precision = "exact"
    name, ident = mention.text, None
    if place is not None:
        name, ident = place.name, place.geoname_id if place.geoname_id > 0 else None
    elif mention.start in anchors and role in ("place", "dateline"):
        place, precision = anchors[mention.start].place, anchors[mention.start].precision
    if place is None:
        return Location(mention.start, mention.end, mention.text, name, role)
    return Location(
        mention.start,
        mention.end,
        mention.text,
        name,
        role,
        place.lat,
        place.lon,
        place.country,
        place.admin1,
        ident,
        precision,
    )
