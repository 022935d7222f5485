"""Places that only stand in the name of something else: "Kyiv Post", "Real Madrid", "the Minsk accords".

What is true: newspapers, bodies, clubs and treaties bear the name of a place, and a capitalised word that
says what they are stands behind it ("Surin Relief Committee") or before it ("Bank of England", "Bayern
Munich"); a treaty's and an office's may be small. No event lies there. Accepted: names without such a word.
"""

from __future__ import annotations

from bot.briefs.lexicon import word_set
from bot.briefs.locations.facilities import HEADS
from bot.briefs.locations.mentions import NATIONALITIES, TITLES, Mention
from bot.briefs.locations.scene import ORGANISATIONS, WELL_KNOWN, Scene
from bot.briefs.locations.signs import rank_of
from bot.briefs.locations.units import Units
from bot.briefs.locations.unknown import FIRST_NAMES

BODIES = word_set("bodies") | word_set("firm_endings")
AGREEMENTS = word_set("agreements")
CLUBS = word_set("club_openings")
BODIES_OF = word_set("bodies_of")
OFFICES = frozenset({"office", "ministry", "agency", "department", "bureau"})
OFFICE_REACH = 4  # words of a small name behind its place: "the N. civil protection office"
NAME_REACH = 5  # capitalised words of a body's name behind its place


def names_something_else(scene: Scene, mention: Mention) -> bool:
    """Is it a well-known place's name, and so surely one, in the name of something else?"""
    if mention.kind != "name" or not mention.known.rank.startswith(WELL_KNOWN):
        return False
    units, first = scene.units, mention.first
    alone = units.run(first, mention.last)[0]
    if alone != first and units.words[alone:first] != ["The"] and not _follows_a_club(units, first):
        return False
    return begins_a_bodys_name(scene, mention)


def begins_a_bodys_name(scene: Scene, mention: Mention) -> bool:
    """Is it in the name of a body, a club or a treaty: "Upper River Front", "the Surin governor's office"?"""
    units, at = scene.units, mention.last
    if mention.kind == "facility":
        return False
    if units.before(mention.first) == "of" and units.word(mention.first - 2) in BODIES_OF:
        return True
    if _follows_a_club(units, mention.first):
        return True
    if at >= units.stops[mention.first] or units.joined[at]:
        return False
    if units.capital[at]:
        return _goes_on_as_a_body(units, at)
    if units.words[at] in AGREEMENTS:
        return rank_of(mention) in ("capital", "town")
    return _has_an_office(units, at)


def _follows_a_club(units: Units, first: int) -> bool:
    """ "Real Madrid", "Red Star Belgrade"."""
    return not units.opens(first) and units.words[first - 1] in CLUBS and not units.joined[first]


def _goes_on_as_a_body(units: Units, at: int) -> bool:
    """Do the capitalised words from here on say that they name a body, and no person before that?"""
    for step in range(at, min(at + NAME_REACH, units.stops[at])):
        word = units.words[step]
        if not units.capital[step] or word in TITLES or word in FIRST_NAMES or word in NATIONALITIES:
            return False
        if word in BODIES or word.lower() in AGREEMENTS:
            return True
    return False


def _has_an_office(units: Units, at: int) -> bool:
    """ "The Surin office" is a body, "Surin's office" the governor's, "the Surin department" the land."""
    for step in range(at, min(at + OFFICE_REACH, units.stops[at])):
        if units.tags[step][:2] not in ("NN", "JJ", "PO"):
            return False
        if units.words[step] in OFFICES and not (step == at and units.words[step] == "department"):
            return units.tags[at] != "POS"
    return False


def stands_in_a_name(scene: Scene, mention: Mention) -> bool:
    """Does a longer name go on behind it ("Kyiv Post"), or an institution's stand before it ("Bank of")?"""
    units = scene.units
    at = mention.last
    if at < units.stops[mention.first] and units.capital[at] and not units.joined[at]:
        word, end = units.words[at], units.words[units.run(mention.first, at)[1] - 1]
        named = {word, end}
        return not (named.isdisjoint(ORGANISATIONS) and named.isdisjoint(HEADS)) or not (
            word in TITLES or word in FIRST_NAMES
        )
    before = units.words[max(mention.first - 2, 0) : mention.first]
    return len(before) == 2 and before[1] == "of" and (before[0] in ORGANISATIONS or before[0] in HEADS)
