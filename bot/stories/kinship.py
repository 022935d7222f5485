"""How likely an item is to tell of a story's event: the one scoring core of the stream and of the store.

Theory: two reports of one event share its rare words; two events of one kind (two quakes, two arrests
in one team) share all the words of the kind and differ in who, where and when. So words in common speak
for a story, weighted by how few other stories have them; and three things speak against it: names the
item turns on that the story never met, names the story turns on that the item lacks, and dates or days
apart. How ready we are to begin a new story follows the stream: where nearly every item has begun one,
words in common have to say more. Accepted to miss: two events with the same people in one place and
one week, told apart only by a verb.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.stories.background import ARTICLES, articles_with
from storage.records import Fingerprint, Profile

Rarity = Callable[[str], float]

BACKGROUND_SHARE = 2.0  # how many stories of our own one article of the background weighs as
NAME_WEIGHT = 2.0  # names tell events apart better than words as rare
VECTOR_TERMS = 100  # the heaviest terms of an item; more is background
PROFILE_TERMS = 400  # the heaviest terms of a story: bounds what a giant costs
ANCHORS = 8  # names an item turns on
KEPT_ANCHORS = 60

# How long an item has to be to be judged as an article, and how short as a bare headline (terms).
LONG, SHORT = 60, 8
STEEP = 4  # an item of a headline and a sentence is nearer to an article than to a headline

LEAST_SHARED = 2  # terms: what shares but one name with a story tells of something else there
LEAST_WITHOUT_NAMES = 4  # "the mayor said" and a toll are in every other story

# Log-odds, fitted by logistic regression on pairs of development items that look alike, then rounded.
COSINE = 9.0  # for an article whose terms are the story's
COSINE_OF_SHORT = 16.0  # a headline shares few of a story's words even when it belongs
MISSING_NAMES = 1.8  # against, for all of one side's names missing on the other
OTHER_NAMES = 3.0  # on top, where each side turns on names the other lacks
SAME_NUMBERS = 1.5  # for an item whose early numbers the story has
NUMBERS_HELD = 0.25  # share of them it has by chance; tolls rise, so lacking them says little
SAME_YEAR = 2.0  # undated items: a year both are headed with
SAME_DAY = 1.5  # undated items: a day both are headed with, SAME_DAYS apart at most
GAP_PER_DAY = 0.15  # against, for each day between the item and the story's last, after GAP_FREE
NEED_LONG = 1.4  # what an article has to score where every second item begins a story
NEED_SHORT = -1.0  # a headline
PRIOR = 0.3  # for each unit of log-odds by which the stream begins stories more or less often than that

SAME_DAYS = 4
GAP_FREE = timedelta(days=2)
CLOSED_AFTER = timedelta(days=30)  # a story without news for longer is over
EARLY = 2.0  # weight of a number in the headline or the lead; later ones are background
DOUBT = 10  # items seen before the stream's own habit outweighs an even guess


@dataclass(frozen=True, slots=True)
class Weighed:
    """An item's terms as a vector of length one, the names it turns on with their shares, its numbers."""

    vector: dict[str, float]
    anchors: dict[str, float]
    numbers: tuple[str, ...]
    shortness: float  # 0 for an article, 1 for a bare headline


def rarity_of(known: Mapping[str, int], total: int) -> Rarity:
    """How telling a term is: logarithm of how many stories there are for each that has it.

    Counting stories, not items, keeps a big story's own words telling.
    """
    everything = ARTICLES * BACKGROUND_SHARE + total + 1

    def rarity(term: str) -> float:
        having = articles_with(term) * BACKGROUND_SHARE + known.get(term, 0) + 0.5
        return math.log(1 + everything / having)

    return rarity


def new_share(alone: int, items: int) -> float:
    """How often an item of this stream begins a story: Good and Turing's estimate, 0 to 1, never at the ends.

    What was seen once tells how much is still unseen.
    """
    return (alone + DOUBT / 2) / (items + DOUBT)


def weigh(item: Fingerprint, rarity: Rarity) -> Weighed:
    """An item's terms weighed by how often, how early and how rare they are."""
    shortness = _shortness(item)
    name_weight = NAME_WEIGHT + (1 - NAME_WEIGHT) * shortness
    rare = {term: rarity(term) for term in item.counts}
    raw = {
        term: math.log1p(count) * rare[term] * (name_weight if term in item.names else 1.0)
        for term, count in item.counts.items()
    }
    heaviest = sorted(raw, key=lambda term: -raw[term])[:VECTOR_TERMS]
    norm = math.sqrt(sum(raw[term] ** 2 for term in heaviest)) or 1.0
    by_weight = sorted(((much * rare[name], name) for name, much in item.names.items()), reverse=True)
    salience = by_weight[:ANCHORS]
    whole = sum(weight for weight, _ in salience)
    return Weighed(
        vector={term: raw[term] / norm for term in heaviest},
        anchors={name: weight / whole for weight, name in salience},
        numbers=tuple(term for term, count in item.counts.items() if count >= EARLY and _is_number(term)),
        shortness=shortness,
    )


def kinship(item: Fingerprint, weighed: Weighed, profile: Profile, beginning: float) -> float:
    """Log-odds that an item belongs to a story; above 0 it does.

    `beginning` is how often an item of this stream begins a story, 0 to 1.
    """
    if not _is_bare(item) and _shares_too_little(weighed, profile):
        return -math.inf
    short = weighed.shortness
    score = (COSINE + (COSINE_OF_SHORT - COSINE) * short) * cosine(weighed, profile)
    unknown, absent = _unknown_names(weighed, profile), _absent_names(item, profile)
    score -= MISSING_NAMES * (unknown + absent) + OTHER_NAMES * unknown * absent
    score += _numbers(weighed, profile) + _dates(item, profile)
    score -= NEED_LONG + (NEED_SHORT - NEED_LONG) * short
    return score - PRIOR * math.log(beginning / (1 - beginning))


def _shares_too_little(weighed: Weighed, profile: Profile) -> bool:
    """Whether an item with a text has too few words of a story to tell of its event, however rare."""
    shared = [term for term in weighed.vector if term in profile.weights]
    named = any(term in weighed.anchors or term in profile.anchors for term in shared)
    return len(shared) < (LEAST_SHARED if named else LEAST_WITHOUT_NAMES)


def cosine(weighed: Weighed, profile: Profile) -> float:
    """Cosine between an item and the sum of a story's members."""
    weights = profile.weights
    dot = sum(weight * weights[term] for term, weight in weighed.vector.items() if term in weights)
    return dot / profile.norm if dot else 0.0


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
    )


def _unknown_names(weighed: Weighed, profile: Profile) -> float:
    """Which share of the names an item turns on the story has never met."""
    return sum(share for name, share in weighed.anchors.items() if name not in profile.weights)


def _absent_names(item: Fingerprint, profile: Profile) -> float:
    """Which share of the names a story turns on the item lacks."""
    core = sorted(((weight, name) for name, weight in profile.anchors.items()), reverse=True)[:ANCHORS]
    whole = sum(weight for weight, _ in core)
    return sum(weight for weight, name in core if name not in item.counts) / whole if whole else 0.0


def _numbers(weighed: Weighed, profile: Profile) -> float:
    """What the numbers of an item's headline and lead say: a magnitude or a score known to the story."""
    if not weighed.numbers:
        return 0.0
    held = sum(1 for number in weighed.numbers if number in profile.weights)
    return SAME_NUMBERS * (held / len(weighed.numbers) - NUMBERS_HELD)


def _is_number(term: str) -> bool:
    """A number that is no year."""
    return term[0].isdigit() and not (len(term) == 4 and term.startswith(("19", "20")))


def _dates(item: Fingerprint, profile: Profile) -> float:
    """What time says: days between publication, or for undated items the dates they are headed with."""
    if item.when is not None and profile.first_seen is not None and profile.last_seen is not None:
        gap = max(item.when - profile.last_seen, profile.first_seen - item.when) - GAP_FREE
        if gap > CLOSED_AFTER:
            return -math.inf
        return -GAP_PER_DAY * max(gap / timedelta(days=1), 0.0)
    score = SAME_YEAR if any(year in profile.years for year in item.years) else 0.0
    if any(abs(day - other) <= SAME_DAYS for day in item.days for other in profile.days):
        score += SAME_DAY
    return score


def _shortness(item: Fingerprint) -> float:
    """1 for a bare headline, falling to 0 as an item has more terms; steeply once it has any text."""
    terms = max(len(item.counts), 1)
    share = (math.log(LONG) - math.log(terms)) / (math.log(LONG) - math.log(SHORT))
    return min(max(share, 0.0), 1.0) ** (1 if _is_bare(item) else STEEP)


def _is_bare(item: Fingerprint) -> bool:
    """Whether an item is a headline and nothing else."""
    return len(item.headline) >= len(item.counts)
