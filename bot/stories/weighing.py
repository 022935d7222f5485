"""How telling the terms of an item are, and a story as the sum of its items."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.stories.background import ARTICLES, articles_with
from bot.stories.kinds import is_kind
from bot.stories.sequels import continued_by
from storage.records import Fingerprint, Profile

Rarity = Callable[[str], float]

BACKGROUND_SHARE = 2.0  # how many stories of our own one article of the background weighs as
NAME_WEIGHT = 2.0  # names tell events apart better than words as rare; in a bare headline all words do
KIND_WEIGHT = 0.5  # a class of words comes on top of the word that named it
VECTOR_TERMS = 100  # the heaviest terms of an item; more is background
PROFILE_TERMS = 400  # the heaviest terms of a story: bounds what a giant costs
ANCHORS = 8  # names an item turns on
KEPT_ANCHORS = 60
EARLY = 2.0  # weight of a number in the headline or the lead; later ones are background

# Telling words of an item that is judged as an article, of one judged as a sentence or two, of a headline.
ARTICLE, BRIEF, HEADLINE = 60, 12, 8


@dataclass(frozen=True, slots=True)
class Weighed:
    """An item's terms as a vector of length one, the names it turns on with their shares, its numbers."""

    vector: dict[str, float]
    anchors: dict[str, float]
    numbers: tuple[str, ...]  # of the headline and the lead
    all_numbers: tuple[str, ...]
    kinds: tuple[tuple[float, str], ...]  # with their weights
    continued: dict[str, int]  # kinds of event that words of a short item go on with, and how many do
    bare: bool  # a headline and nothing else
    brevity: float  # 0 for an article, 1 for a headline or a sentence or two


def rarity_of(known: Mapping[str, int], total: int) -> Rarity:
    """How telling a term is: logarithm of how many stories there are for each that has it.

    Counting stories, not items, keeps a big story's own words telling.
    """
    everything = ARTICLES * BACKGROUND_SHARE + total + 1

    def rarity(term: str) -> float:
        having = articles_with(term) * BACKGROUND_SHARE + known.get(term, 0) + 0.5
        return math.log(1 + everything / having)

    return rarity


def weigh(item: Fingerprint, rarity: Rarity) -> Weighed:
    """An item's terms weighed by how often, how early and how rare they are."""
    kinds = [term for term in item.counts if is_kind(term)]
    length = len(item.counts) - len(kinds)
    bare = len(item.headline) >= length
    brevity = _brevity(length, HEADLINE if bare else BRIEF)
    name_weight = NAME_WEIGHT + (1 - NAME_WEIGHT) * brevity if bare else NAME_WEIGHT
    rare = {term: rarity(term) for term in item.counts}
    raw = {term: math.log1p(count) * rare[term] for term, count in item.counts.items()}
    for name in item.names:
        raw[name] *= name_weight
    for kind in kinds:
        raw[kind] *= KIND_WEIGHT
    heaviest = sorted(raw, key=lambda term: -raw[term])[:VECTOR_TERMS]
    norm = math.sqrt(sum(raw[term] ** 2 for term in heaviest)) or 1.0
    by_weight = sorted(((much * rare[name], name) for name, much in item.names.items()), reverse=True)
    salience = by_weight[:ANCHORS]
    whole = sum(weight for weight, _ in salience)
    vector = {term: raw[term] / norm for term in heaviest}
    numbers = tuple(filter(is_number, item.counts))
    return Weighed(
        vector=vector,
        anchors={name: weight / whole for weight, name in salience},
        numbers=tuple(number for number in numbers if item.counts[number] >= EARLY),
        all_numbers=numbers,
        kinds=tuple((vector[kind], kind) for kind in kinds if kind in vector),
        continued=continued_by(item.counts) if brevity and not bare else {},
        bare=bare,
        brevity=brevity,
    )


def join(item: Fingerprint, weighed: Weighed, profile: Profile) -> Profile:
    """A story's profile once it has taken an item in."""
    weights = dict(profile.weights)
    for term, weight in weighed.vector.items():
        weights[term] = weights.get(term, 0.0) + weight
    if len(weights) > PROFILE_TERMS:
        weights = dict(sorted(weights.items(), key=lambda pair: -pair[1])[:PROFILE_TERMS])
    anchors = dict(profile.anchors)
    for name, share in weighed.anchors.items():
        anchors[name] = anchors.get(name, 0.0) + share
    if len(anchors) > KEPT_ANCHORS:
        anchors = dict(sorted(anchors.items(), key=lambda pair: -pair[1])[:KEPT_ANCHORS])
    seen = [when for when in (profile.first_seen, profile.last_seen, item.when) if when is not None]
    return Profile(
        size=profile.size + 1,
        weights=weights,
        norm=math.sqrt(sum(weight * weight for weight in weights.values())),
        anchors=anchors,
        days=profile.days | {day: profile.days.get(day, 0) + 1 for day in item.days},
        years=profile.years | {year: profile.years.get(year, 0) + 1 for year in item.years},
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        places=(profile.places | set(item.places)) & anchors.keys(),
    )


def is_number(term: str) -> bool:
    """A number that is no year."""
    return term[0].isdigit() and not (len(term) == 4 and term.startswith(("19", "20")))


def _brevity(length: int, short: int) -> float:
    """1 for an item of `short` words or fewer, falling to 0 for an article."""
    share = (math.log(ARTICLE) - math.log(max(length, 1))) / (math.log(ARTICLE) - math.log(short))
    return min(max(share, 0.0), 1.0)
