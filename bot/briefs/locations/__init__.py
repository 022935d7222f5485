"""Where things are and happen: a document -> its places, each with its role and its best reading."""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.locations import weigh
from bot.briefs.locations.decide import choose, gather
from bot.briefs.locations.mentions import Gazetteer
from bot.briefs.locations.resolve import resolve
from bot.briefs.locations.roles import role_of
from storage.records import Location


def find_locations(document: Document, gazetteer: Gazetteer) -> list[Location]:
    """All toponyms of a document in order, no two overlapping; coordinates are None where nothing fits."""
    scene = gather(document, gazetteer)
    chosen = choose(scene, weigh.weights())
    places = resolve(scene.units, [mention for mention, _ in chosen], gazetteer)
    found = []
    for mention, literal in chosen:
        place = places.get(mention.start)
        found.append(
            Location(
                mention.start,
                mention.end,
                mention.text,
                place.name if place else mention.text,
                role_of(scene, mention, literal),
                place.lat if place else None,
                place.lon if place else None,
                place.country if place else None,
                place.admin1 if place else None,
                place.geoname_id if place and place.geoname_id > 0 else None,
            )
        )
    return found
