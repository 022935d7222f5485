"""Mentions -> those that are places, none overlapping, each literal or not."""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.locations.facilities import find_facilities, find_unknown
from bot.briefs.locations.mentions import Gazetteer, Mention, find_names
from bot.briefs.locations.roles import is_the_well_known, plainly_acts, plainly_lies
from bot.briefs.locations.scene import Scene, set_scene
from bot.briefs.locations.signs import place_signs, role_signs
from bot.briefs.locations.units import cut_units
from bot.briefs.locations.weigh import Weights, total

PLACE_ODDS = -0.4  # log odds from which a mention counts as a place; the best of 0 to -0.8 end to end
NATIONALITY_ODDS = -2.0  # an adjective of a country is hardly ever anything else
LITERAL_ODDS = -0.3  # a place left off the map is worse than a government on it
WELL_KNOWN = 1.5  # "the Danube": too rare in the annotated news to be learnt there


def gather(document: Document, gazetteer: Gazetteer) -> Scene:
    """All mentions of a document, set in their scene."""
    units = cut_units(document)
    names = find_names(units, gazetteer)
    facilities = find_facilities(units, gazetteer)
    unknown = find_unknown(units, gazetteer, names + facilities)
    spans = {(mention.start, mention.end) for mention in facilities if not mention.readings}
    mentions = [m for m in names if (m.start, m.end) not in spans] + facilities + unknown
    known = {(m.start, m.end): m for m in sorted(mentions, key=lambda m: m.kind == "facility")}
    ordered = sorted(known.values(), key=lambda mention: (mention.start, -mention.end))
    return set_scene(units, ordered)


def choose(scene: Scene, tables: dict[str, Weights]) -> list[tuple[Mention, bool]]:
    """The places of a scene in order, each with whether the place itself is meant."""
    scored = []
    for mention in scene.mentions:
        odds = total(tables["place"], place_signs(scene, mention))
        if is_the_well_known(scene, mention):
            odds += WELL_KNOWN
        if odds > (NATIONALITY_ODDS if mention.kind == "nationality" else PLACE_ODDS):
            scored.append((odds, mention))
    scored.sort(key=lambda item: -item[0])
    chosen: list[tuple[Mention, bool]] = []
    taken: set[int] = set()
    for _, mention in scored:
        cells = range(mention.first, mention.last)
        if taken.isdisjoint(cells):
            taken.update(cells)
            chosen.append((mention, _is_literal(scene, mention, tables["literal"])))
    chosen.sort(key=lambda item: item[0].start)
    return chosen


def _is_literal(scene: Scene, mention: Mention, table: Weights) -> bool:
    if plainly_acts(scene, mention):
        return False
    return plainly_lies(scene, mention) or total(table, role_signs(scene, mention)) > LITERAL_ODDS
