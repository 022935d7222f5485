"""What an item and a story have in common and where they differ, each as one number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.stories.kinds import is_kind
from bot.stories.weighing import ANCHORS, Weighed
from storage.records import Fingerprint, Profile

KINDS = 6  # classes a story turns on


def cosine(weighed: Weighed, profile: Profile) -> float:
    """Cosine between an item and the sum of a story's members, 0 to 1."""
    weights = profile.weights
    dot = sum(weight * weights[term] for term, weight in weighed.vector.items() if term in weights)
    return dot / profile.norm if dot else 0.0


def likeness_but_for_places(item: Fingerprint, weighed: Weighed, profile: Profile) -> float:
    """Cosine of all that names no place, 0 to 1: what happened, and to whom."""
    weights = profile.weights
    places = profile.places.union(item.places)
    dot = mine = 0.0
    for term, weight in weighed.vector.items():
        if term not in places:
            mine += weight * weight
            dot += weight * weights.get(term, 0.0)
    theirs = profile.norm**2 - sum(weights[place] ** 2 for place in places if place in weights)
    return dot / math.sqrt(mine * theirs) if dot and theirs > 0 else 0.0


def unknown_names(weighed: Weighed, profile: Profile) -> float:
    """Which share of the names an item turns on the story has never met."""
    return sum(share for name, share in weighed.anchors.items() if name not in profile.weights)


def absent_names(item: Fingerprint, profile: Profile) -> float:
    """Which share of the names a story turns on the item lacks."""
    core = sorted(((weight, name) for name, weight in profile.anchors.items()), reverse=True)[:ANCHORS]
    return _missing(core, item.counts)


def other_kinds(item: Fingerprint, weighed: Weighed, profile: Profile) -> float:
    """How far the kinds of event contradict each other: 1 where each side has but kinds the other lacks."""
    unknown = _missing(weighed.kinds, profile.weights)
    if not unknown:
        return 0.0
    theirs = sorted(
        ((weight, term) for term, weight in profile.weights.items() if is_kind(term)), reverse=True
    )
    return unknown * _missing(theirs[:KINDS], item.counts)


def numbers_held(weighed: Weighed, profile: Profile) -> float | None:
    """Which share of the numbers of an item's headline and lead the story knows; None where it has none."""
    if not weighed.numbers:
        return None
    return sum(number in profile.weights for number in weighed.numbers) / len(weighed.numbers)


def unknown_numbers(weighed: Weighed, profile: Profile) -> int:
    """How many of an item's numbers the story has never met."""
    return sum(number not in profile.weights for number in weighed.all_numbers)


def shares_too_little(weighed: Weighed, profile: Profile, named: int, nameless: int) -> bool:
    """Whether an item has fewer words of a story than `named`, or than `nameless` if none is a name."""
    shared, least = 0, nameless
    for term in weighed.vector:
        if term in profile.weights and not is_kind(term):
            shared += 1
            if term in weighed.anchors or term in profile.anchors:
                least = named
            if shared >= least:
                return False
    return True


def _missing(weighted: Sequence[tuple[float, str]], there: dict[str, float]) -> float:
    """Which share of the terms' weight is not there."""
    whole = sum(weight for weight, _ in weighted)
    return sum(weight for weight, term in weighted if term not in there) / whole if whole else 0.0
