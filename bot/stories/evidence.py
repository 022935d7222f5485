"""What an item and a story have in common and where they differ, each as one number."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.stories.kinds import MARK, facet_of, is_kind
from bot.stories.towns import all_countries, country_of, is_small
from bot.stories.weighing import ANCHORS, Weighed
from storage.records import Fingerprint, Profile

KINDS = 6  # classes of one facet a story turns on
SMALL = 0.5  # what a village or a lake counts for, of which few stories tell: a capital counts for nothing
FIRM = 0.25  # what the name of a firm counts for where both sides tell of one
WITHIN = 0.5  # how far a country and a town in it are one name


def cosine(weighed: Weighed, profile: Profile) -> float:
    """Cosine between an item and the sum of a story's members, 0 to 1."""
    weights = profile.weights
    dot = sum(weight * weights[term] for term, weight in weighed.vector.items() if term in weights)
    return dot / profile.norm if dot else 0.0


def likeness_but_for_places(
    item: Fingerprint, weighed: Weighed, profile: Profile, *, of_firms: bool = False
) -> float:
    """Cosine of all that names no place, 0 to 1: what happened, and to whom; small places count by half.

    Where both tell of firms (`of_firms`), the names they share are theirs, and say little more than a town's.
    """
    weights = profile.weights
    counted = {place: SMALL if is_small(place) else 0.0 for place in profile.places.union(item.places)}
    for name in weighed.anchors if of_firms else ():
        if name in profile.anchors:
            counted.setdefault(name, FIRM)
    dot = mine = 0.0
    for term, weight in weighed.vector.items():
        share = counted.get(term, 1.0)
        mine += share * weight * weight
        dot += share * weight * weights.get(term, 0.0)
    left_out = sum((1 - share) * weights[place] ** 2 for place, share in counted.items() if place in weights)
    theirs = profile.norm**2 - left_out
    return dot / math.sqrt(mine * theirs) if dot and theirs > 0 else 0.0


def unknown_names(item: Fingerprint, weighed: Weighed, profile: Profile) -> float:
    """Which share of the names an item turns on the story has never met; of a town in its country, a part."""
    unknown = {name: share for name, share in weighed.anchors.items() if name not in profile.weights}
    return sum(unknown.values()) - WITHIN * _within(unknown, item.names, profile.anchors)


def absent_names(item: Fingerprint, profile: Profile) -> float:
    """Which share of the names a story turns on the item lacks; of the country of its town, a part."""
    core = sorted(((weight, name) for name, weight in profile.anchors.items()), reverse=True)[:ANCHORS]
    absent = {name: weight for weight, name in core if name not in item.counts}
    if not absent:
        return 0.0
    whole = sum(weight for weight, _ in core)
    return (sum(absent.values()) - WITHIN * _within(absent, profile.anchors, item.names)) / whole


def other_kinds(item: Fingerprint, weighed: Weighed, profile: Profile) -> float:
    """How far the kinds of event contradict each other: 1 where each side has but kinds the other lacks.

    Kinds contradict each other within a facet: a shooting is no stabbing, but may well be at a mall.
    """
    if all(kind in profile.weights for _, kind in weighed.kinds):
        return 0.0
    mine = _by_facet(weighed.kinds)
    theirs = _by_facet((weight, term) for term, weight in profile.weights.items() if term[0] == MARK)
    found = 0.0
    for facet in mine.keys() & theirs.keys():
        unknown = _missing(mine[facet], profile.weights)
        if unknown:
            found += unknown * _missing(sorted(theirs[facet], reverse=True)[:KINDS], item.counts)
    return min(found, 1.0)


def numbers_held(weighed: Weighed, profile: Profile) -> float | None:
    """Which share of the numbers of an item's headline and lead the story knows; None where it has none."""
    if not weighed.numbers:
        return None
    return sum(number in profile.weights for number in weighed.numbers) / len(weighed.numbers)


def unknown_numbers(weighed: Weighed, profile: Profile) -> int:
    """How many of an item's numbers the story has never met."""
    return sum(number not in profile.weights for number in weighed.all_numbers)


def next_chapter(weighed: Weighed, profile: Profile) -> int:
    """How many of an item's words go on with what kind of event a story is."""
    return max((many for kind, many in weighed.continued.items() if kind in profile.weights), default=0)


def shares_rare_name(item: Fingerprint, weighed: Weighed, profile: Profile) -> bool:
    """Whether a headline names a person, a firm, a ship or a village of the story's."""
    return any(
        name in profile.anchors and name in item.headline and is_small(name) for name in weighed.anchors
    )


def shares_too_little(weighed: Weighed, profile: Profile, named: int, nameless: int) -> bool:
    """Whether an item has fewer words of a story than `named`, or than `nameless` if none is a name."""
    shared, least = 0, nameless
    weights, names = profile.weights, weighed.anchors
    for term in weighed.vector:
        if (term in weights and not is_kind(term)) or (term in names and _is_near(term, profile)):
            shared += 1
            if term in names or term in profile.anchors:
                least = named
            if shared >= least:
                return False
    return True


def _is_near(name: str, profile: Profile) -> bool:
    """Whether a name is the country of a town a story turns on, or a town of its country."""
    of = country_of()
    if (country := of.get(name)) is not None:
        return country in profile.anchors
    return name in all_countries() and any(of.get(other) == name for other in profile.anchors)


def _within(missing: Mapping[str, float], here: Mapping[str, float], there: Mapping[str, float]) -> float:
    """The weight of the names missing there that are a town of a country named there, or the other way round.

    Where each side names a town that the other lacks, the towns tell them apart and stay missing.
    """
    of, countries = country_of(), all_countries()
    if any(name in of for name in missing) and any(name in of and name not in here for name in there):
        return 0.0
    found = 0.0
    for name, weight in missing.items():
        country = of.get(name)
        if country is not None:
            found += weight * (country in there and country not in here)
        elif name in countries:
            found += weight * any(of.get(other) == name for other in there)
    return found


def _by_facet(weighted: Iterable[tuple[float, str]]) -> dict[str, list[tuple[float, str]]]:
    found: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for weight, kind in weighted:
        found[facet_of(kind)].append((weight, kind))
    return found


def _missing(weighted: Sequence[tuple[float, str]], there: dict[str, float]) -> float:
    """Which share of the terms' weight is not there."""
    whole = sum(weight for weight, _ in weighted)
    return sum(weight for weight, term in weighted if term not in there) / whole if whole else 0.0
