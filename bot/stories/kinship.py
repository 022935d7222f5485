"""How likely an item is to tell of a story's event: the one scoring core of the stream and of the store.

Theory: two reports of one event share its rare words; two events of one kind (two quakes, two arrests
in one team) share all the words of the kind and differ in who, where and when; two events of one town
share its names and differ in what happened. So words in common speak for a story, weighted by how few
other stories have them; and what contradicts speaks against it: names each side turns on and the other
lacks, kinds of event likewise, numbers the story never met, days apart. How readily a new story begins
follows the stream: where nearly every item has begun one, words in common have to say more.

How much the parts say depends on how much an item says. In an article the words of a story stand close.
An item of one or two sentences has a town and a dozen words, of which two reports of one event share but
a few: since a town has many stories, it has to be alike in what names no place, people and firms among
it, or tell what comes next (a vote's recount, a trial's appeal). A bare headline shares few words with its
story even where it belongs. Accepted to miss: two events of one kind with the same people in one place and
one week, told apart only by a verb.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import NamedTuple

from bot.stories.evidence import (
    absent_names,
    cosine,
    likeness_but_for_places,
    next_chapter,
    numbers_held,
    other_kinds,
    shares_rare_name,
    shares_too_little,
    unknown_names,
    unknown_numbers,
)
from bot.stories.firms import tell_of_firms
from bot.stories.weighing import Weighed
from storage.records import Fingerprint, Profile

LEAST_SHARED = 2  # terms: what shares but one name with a story tells of something else there
LEAST_WITHOUT_NAMES = 4  # "the mayor said" and a toll are in every other story

# Log-odds, fitted by logistic regression on pairs of development items that look alike, then rounded.
# For articles and headlines:
COSINE = 9.0  # for an article whose terms are the story's
COSINE_OF_SHORT = 16.0  # a headline shares few of a story's words even when it belongs
MISSING_NAMES = 1.8  # against, for all of one side's names missing on the other
OTHER_NAMES = 3.0  # on top, where each side turns on names the other lacks
SAME_NUMBERS = 1.5  # for an item whose early numbers the story has
NUMBERS_HELD = 0.25  # share of them it has by chance; tolls rise, so lacking them says little
NEW_NUMBERS = 1.0  # against an article, for each unit of log(1 + numbers the story never met)
NEED_LONG = 0.4  # what an article has to score where every second item begins a story
NEED_SHORT = -1.0  # a headline
# For items of a sentence or two, towards which an item goes as it gets shorter:
BRIEF_WORDS = 2.8  # for each unit of log(likeness but for places), so that none of it weighs heavily
LEAST_LIKENESS = 0.08
BRIEF_NAMES = 6.8  # against, where each side turns on names the other lacks
BRIEF_KINDS = 2.2  # against, where each side has kinds of event the other lacks
CHAPTER = (0.0, 1.5, 3.0)  # for no, one, more words that go on with the story's kind of event
CHAPTER_KINDS = 0.5  # of what other kinds say against: a vote's next chapter may be a riot
KINDS_OF_FIRMS = 2.0  # ... and twice as much where both tell of a firm: its recall is none of its takeover
ANOTHER_KIND = 0.5  # how far kinds may contradict each other where a rare name is all there is in common
SHORT = 0.5  # brevity from which on a name and a next chapter are words enough in common
INTRODUCED = (
    2.0  # against what opens with "a man", "a ferry": three first reports in eight, one later one in eight
)
GOES_ON = 0.5  # for what opens otherwise
BRIEF_NUMBERS = 1.8
BRIEF_TIME = 1.4  # how much more days say of so short a text
BRIEF_BASE = 6.2

SAME_YEAR = 2.0  # undated items: a year both are headed with
SAME_HEAD = 1.5  # undated items: a day both are headed with, NEAR_DAYS apart at most
NEAR_DAYS = 4
SAME_DAY = 0.7  # dated items: a weekday both name
OTHER_DAY = 1.0  # against: the days they name are all different ones;
FIRST_REPORT = 2.0  # times as much where the item brings in whom or what no reader has met;
NEXT_DAY = 0.2  # little for a day's difference: a time zone makes one, or who no longer says when it was
GAP_PER_DAY = 0.08  # against, for each day between the item and the story's last, after GAP_FREE
GAP_FREE = timedelta(days=2)
CLOSED_AFTER = timedelta(days=30)  # a story without news for longer is over
PRIOR = 0.3  # for each unit of log-odds by which the stream begins stories more or less often than not
DOUBT = 10  # items seen before the stream's own habit outweighs an even guess


class _Missing(NamedTuple):
    """Which share of the names an item turns on the story lacks, and the item of the story's."""

    unknown: float
    absent: float


def new_share(alone: int, items: int) -> float:
    """How often an item of this stream begins a story: Good and Turing's estimate, 0 to 1, never at the ends.

    What was seen once tells how much is still unseen.
    """
    return (alone + DOUBT / 2) / (items + DOUBT)


def kinship(item: Fingerprint, weighed: Weighed, profile: Profile, beginning: float) -> float:
    """Log-odds that an item belongs to a story; above 0 it does.

    `beginning` is how often an item of this stream begins a story, 0 to 1.
    """
    if not weighed.bare and _shares_too_little(item, weighed, profile):
        return -math.inf
    time = _time(item, profile)
    if time == -math.inf:
        return time
    names = _Missing(unknown_names(item, weighed, profile), absent_names(item, profile))
    if weighed.bare:
        score = _as_written(weighed, profile, names, weighed.brevity) + time
    else:
        score = _as_written(weighed, profile, names, 0.0) + time
        if weighed.brevity:
            brief = _as_brief(item, weighed, profile, names) + BRIEF_TIME * time
            score += (brief - score) * weighed.brevity
    return score - PRIOR * math.log(beginning / (1 - beginning))


def _shares_too_little(item: Fingerprint, weighed: Weighed, profile: Profile) -> bool:
    """Whether words in common are too few; a short item needs but one for a next chapter or a rare name."""
    if not shares_too_little(weighed, profile, LEAST_SHARED, LEAST_WITHOUT_NAMES):
        return False
    if weighed.brevity < SHORT or shares_too_little(weighed, profile, 1, LEAST_WITHOUT_NAMES):
        return True
    if next_chapter(weighed, profile):
        return False
    another = other_kinds(item, weighed, profile) > ANOTHER_KIND  # a firm's recall, and its takeover
    return another or not shares_rare_name(item, weighed, profile)


def _as_written(weighed: Weighed, profile: Profile, names: _Missing, short: float) -> float:
    """What an article says of belonging (`short` 0), or a bare headline (1), by names, words and numbers."""
    score = (COSINE + (COSINE_OF_SHORT - COSINE) * short) * cosine(weighed, profile)
    score -= MISSING_NAMES * (names.unknown + names.absent) + OTHER_NAMES * names.unknown * names.absent
    score += SAME_NUMBERS * _numbers(weighed, profile)
    score -= (1 - short) * NEW_NUMBERS * math.log1p(unknown_numbers(weighed, profile))
    return score - (NEED_LONG + (NEED_SHORT - NEED_LONG) * short)


def _as_brief(item: Fingerprint, weighed: Weighed, profile: Profile, names: _Missing) -> float:
    """What a sentence or two say of belonging: a town has many stories, so it has to be alike in the rest."""
    of_firms = tell_of_firms(item, profile)
    likeness = likeness_but_for_places(item, weighed, profile, of_firms=of_firms)
    score = BRIEF_BASE + BRIEF_WORDS * math.log(LEAST_LIKENESS + likeness)
    other_names = names.unknown * names.absent
    score -= BRIEF_NAMES * other_names
    chapter = min(next_chapter(weighed, profile), len(CHAPTER) - 1)
    against = CHAPTER_KINDS if chapter else KINDS_OF_FIRMS if of_firms else 1.0
    score -= BRIEF_KINDS * against * other_kinds(item, weighed, profile)
    score += CHAPTER[chapter] * (1 - other_names)
    score += -INTRODUCED if item.introduces else GOES_ON
    return score + BRIEF_NUMBERS * _numbers(weighed, profile)


def _numbers(weighed: Weighed, profile: Profile) -> float:
    """What the numbers of an item's headline and lead say: a magnitude or a score known to the story."""
    held = numbers_held(weighed, profile)
    return 0.0 if held is None else held - NUMBERS_HELD


def _time(item: Fingerprint, profile: Profile) -> float:
    """What time says: days between publication and days named, or the dates undated items are headed with."""
    if item.when is not None and profile.first_seen is not None and profile.last_seen is not None:
        gap = max(item.when - profile.last_seen, profile.first_seen - item.when) - GAP_FREE
        if gap > CLOSED_AFTER:
            return -math.inf
        return _days_named(item, profile) - GAP_PER_DAY * max(gap / timedelta(days=1), 0.0)
    score = SAME_YEAR if any(year in profile.years for year in item.years) else 0.0
    return score + (SAME_HEAD if _days_apart(item, profile, NEAR_DAYS + 1) <= NEAR_DAYS else 0.0)


def _days_named(item: Fingerprint, profile: Profile) -> float:
    """What the weekdays say by which dated items tell when it was."""
    if not item.days or not profile.days:
        return 0.0
    other = OTHER_DAY * (FIRST_REPORT if item.introduces else 1)
    return {0: SAME_DAY, 1: -NEXT_DAY}.get(_days_apart(item, profile, 2), -other)


def _days_apart(item: Fingerprint, profile: Profile, most: int) -> int:
    """The least number of days between one that an item names and one that the story does; `most` if none."""
    return min((abs(day - other) for day in item.days for other in profile.days), default=most)
