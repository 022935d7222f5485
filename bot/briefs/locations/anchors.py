"""A point for a name without one: that of the known place which the text ties it to.

What is true: news explains a village by what its readers may know: "12 km from B.", "near B.", "a village in
the D. district", a list with its neighbours. Within a sentence that names both, or an article that all
happens in one small area, the known place is seldom farther than a day's drive. So such a name takes the
point, country and division of that place, and says so: "near" where one phrase ties the two, "region" where
only the sentence or the article does. This is the practice of those who map events by hand (UCDP's
`where_prec`, ACLED's `geo_precision`). Only towns, districts, rivers and small provinces lend their point,
never a country. Accepted: a far place that the article names but once may be drawn into the article's area.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.briefs.lexicon import word_set
from bot.briefs.locations.facilities import HEADS
from bot.briefs.locations.mentions import Gazetteer, Mention, reputed
from bot.briefs.locations.resolve import kilometres
from bot.briefs.locations.standing import WATERS
from bot.briefs.locations.units import Units
from storage.records import GazetteerPlace, Precision

TIED_REACH = 9  # words in one phrase between a name and the place that explains it
AREA_KM = 150.0  # an article whose towns lie this near to one of them happens in one area
AREA_SHARE = 0.5  # of the towns
NEXT_TO = 2  # words between a name and what it stands in or beside
FROM_A_CAPITAL = frozenset({"of", "from", "near", "outside", "around", "to"})
MOST_BESIDE = 20  # known places on either side of a name; a list of a thousand is no sentence
MOST_PLACES = 200  # whose distances are taken; who names more is in no one area
NATURAL = ("water", "land")  # kinds of facilities
VERBS = frozenset({"VBD", "VBZ", "VBP", "MD"})
WIDE = word_set("wide_countries")  # their provinces are wider than an area
SMALL = ("PPL", "ADM2", "STM", "LK", "VLC", "MT", "ISL", "VAL", "BAY", "PRK", "DAM", "MILB", "NUC", "PASS")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The known place whose point a name takes, and how near it is said to be."""

    place: GazetteerPlace
    precision: Precision


def anchor(
    units: Units, literal: Sequence[Mention], found: Mapping[int, GazetteerPlace], gazetteer: Gazetteer
) -> dict[int, Anchor]:
    """An anchor for each mention without a place, by its start, where the text or its own name gives one."""
    lost = [m for m in literal if m.start not in found and m.kind not in ("nationality", "state")]
    if not lost:
        return {}
    known = [m for m in literal if m.start in found and _is_small(found[m.start])]
    by_stop: dict[int, list[Mention]] = {}
    for mention in known:
        by_stop.setdefault(units.stops[mention.first], []).append(mention)
    lands = Counter([found[m.start].country for m in known])
    home = max(lands, key=lambda land: lands[land], default=None)
    by_name: dict[str, Anchor] = {}
    for mention in lost:
        namesake = _eponym(mention, lands, gazetteer)
        if namesake:
            by_name[mention.text.lower()] = Anchor(namesake, "near")
        beside = by_stop.get(units.stops[mention.first], [])
        here = _in_its_sentence(units, mention, beside, found, home)
        name = mention.text.lower()
        if here and (name not in by_name or by_name[name].precision != "near"):
            by_name[name] = here
    area = _area(known, found)
    anchors = {}
    for mention in lost:
        drawn = by_name.get(mention.text.lower()) or area
        if drawn:
            anchors[mention.start] = drawn
    return anchors


def _eponym(mention: Mention, lands: Counter[str | None], gazetteer: Gazetteer) -> GazetteerPlace | None:
    """The place that a water or height is named after: the Bengo River flows through Bengo.

    It is in a land that the article names, or well known.
    """
    name, _, kind = mention.text.removeprefix("the ").rpartition(" ")
    if mention.kind != "facility" or not name or HEADS.get(kind) not in NATURAL:
        return None
    readings = reputed(gazetteer, name).ranked[1]
    here = [place for place in readings if place.country in lands and _is_small(place)]
    far = [place for place in readings[:1] if place.feature in WATERS]
    return next(iter(here or far), None)


def _is_small(place: GazetteerPlace) -> bool:
    """Is its point near all of it?"""
    return place.feature.startswith(SMALL) or (place.feature == "ADM1" and place.country not in WIDE)


def _in_its_sentence(
    units: Units,
    mention: Mention,
    beside: Sequence[Mention],
    found: Mapping[int, GazetteerPlace],
    home: str | None,
) -> Anchor | None:
    """The nearest known place of the sentence; towns before provinces, one phrase before the next.

    Behind a verb only places of the article's own country (`home`) count: ore from K. may be sold in G.
    """
    at = bisect_left(beside, mention.first, key=lambda other: other.first)
    there = [
        other
        for other in beside[max(0, at - MOST_BESIDE) : at + MOST_BESIDE]
        if (found[other.start].country == home or _is_tied(units, mention, other))
        and (found[other.start].feature != "PPLC" or _measures_from(units, mention, other))
    ]
    if not there:
        return None

    def distance(other: Mention) -> tuple[bool, bool, int]:
        untied = not _is_tied(units, mention, other)
        return untied, found[other.start].feature == "ADM1", _words_between(mention, other)

    nearest = min(there, key=distance)
    tied = _is_tied(units, mention, nearest)
    near = tied and found[nearest.start].feature != "ADM1"
    return Anchor(found[nearest.start], "near" if near else "region")


def _measures_from(units: Units, one: Mention, other: Mention) -> bool:
    """Is it "60 km west of O.", "near O.", "in O.", not "the ministry in M. said", where a capital speaks?"""
    return _words_between(one, other) <= NEXT_TO or units.before(other.first) in FROM_A_CAPITAL


def _words_between(one: Mention, other: Mention) -> int:
    return max(one.first, other.first) - min(one.last, other.last)


def _is_tied(units: Units, one: Mention, other: Mention) -> bool:
    """Do the two stand in one phrase, with no verb between them?"""
    between = range(min(one.last, other.last), max(one.first, other.first))
    return len(between) <= TIED_REACH and not any(units.tags[at] in VERBS for at in between)


def _area(known: Sequence[Mention], found: Mapping[int, GazetteerPlace]) -> Anchor | None:
    """The middle one of the article's towns, where most of them lie near each other; capitals only speak."""
    every = {found[m.start].geoname_id: found[m.start] for m in known}.values()
    places = ([place for place in every if place.feature != "PPLC"] or [*every])[:MOST_PLACES]
    if not places:
        return None

    def near(place: GazetteerPlace) -> int:
        return sum(kilometres(place, other) < AREA_KM for other in places)

    middle = max(places, key=near)
    return Anchor(middle, "region") if near(middle) > AREA_SHARE * len(places) else None
