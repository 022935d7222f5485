"""How the figures of one measure stand to each other, by interval logic.

Theory: two figures disagree only where no value satisfies both. Of those that disagree, most do so because
time has passed: the same speaker says more the next day, a toll rises as rescuers dig, a situation moves on
(a toll does not: a lower one later is a correction by the same speaker, or a contradiction by another; the
missing, who are found, only seem to fall, and two who speak of them at two times may both be right).
What is left, two speakers who at about the same time name amounts that exclude each other, is a conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

from bot.ledger.intervals import bounds_of
from bot.ledger.lexicon import passing_events, rising_events, small_words
from bot.ledger.rows import Counted
from bot.wording import one_speaker
from storage.records import Verdict

SAME_TIME = timedelta(hours=24)  # a day apart, two speakers may both be right about their day
SEARCH = timedelta(hours=3)  # in which rescuers find enough of the missing to change their number
PASSED = timedelta(hours=12)  # by then whoever still holds to a lower toll has had time to say so
LATER = timedelta(minutes=30)  # two outlets that publish within half an hour report the same moment


def verdict_of(rows: Sequence[Counted]) -> Verdict:
    """How the rows of one measure, oldest first, stand to each other; denials aside."""
    if len(rows) == 1:
        return "single"
    apart = [pair for pair in combinations(rows, 2) if not pair[0].interval.meets(pair[1].interval)]
    if apart:
        return "conflict" if any(_contradict(*pair, rows) for pair in apart) else "revised"
    if any(_has_risen(*pair) for pair in combinations(rows, 2)):
        return "revised"
    first = rows[0]
    return "equal" if all(_says_the_same(first, row) for row in rows[1:]) else "compatible"


def _contradict(earlier: Counted, later: Counted, rows: Sequence[Counted]) -> bool:
    """Whether of two figures that exclude each other both stand.

    They do not where their speakers agree by now, or where somebody has told a higher toll long since.
    """
    if is_revision(earlier, later):
        return False
    one, other = _last_of(earlier.speaker, rows), _last_of(later.speaker, rows)
    return not (one.interval.meets(other.interval) or any(_has_passed(row, one, other) for row in rows))


def _has_passed(row: Counted, one: Counted, other: Counted) -> bool:
    """Whether a toll leaves behind two that stood against each other."""
    return all(
        row.row.when - before.row.when >= PASSED and _is_rising(row) and before.interval.below(row.interval)
        for before in (one, other)
    )


def _last_of(speaker: str, rows: Sequence[Counted]) -> Counted:
    """What a speaker said last; `rows` are oldest first."""
    return [row for row in rows if one_speaker(row.speaker, speaker)][-1]


def is_revision(earlier: Counted, later: Counted) -> bool:
    """Whether of two figures that exclude each other the later one takes the earlier one's place."""
    gap = later.row.when - earlier.row.when
    if gap <= timedelta(0):
        return False
    if one_speaker(earlier.speaker, later.speaker) or _speaks_for_itself(earlier, later):
        return True
    if _is_rising(later):
        return gap >= LATER and earlier.interval.below(later.interval)
    if later.subject.event in passing_events() and gap >= LATER:
        hours = SAME_TIME if later.subject.event in small_words("slow") else SEARCH
        own_words = None in {earlier.subject.speaker, later.subject.speaker}
        if own_words or (gap >= hours and later.interval.below(earlier.interval)):
            return True
    return gap >= SAME_TIME


def _has_risen(earlier: Counted, later: Counted) -> bool:
    """Whether a toll stands higher than before, though "at least nine" leaves room for what followed."""
    before, after = bounds_of(earlier.row.figure)[0], bounds_of(later.row.figure)[0]
    if before is None or after is None or not _is_rising(later):
        return False
    return later.row.when - earlier.row.when >= LATER and before < after


def _speaks_for_itself(earlier: Counted, later: Counted) -> bool:
    """Whether an outlet that cited somebody before now gives a figure in its own voice: what it knows now."""
    return later.row.figure.according_to is None and later.row.feed == earlier.row.feed


def _is_rising(row: Counted) -> bool:
    """Whether a row is a total that only grows."""
    return row.subject.event in rising_events() and row.subject.aggregation == "total"


def _says_the_same(a: Counted, b: Counted) -> bool:
    """Whether two rows name the same amount, units and rounding aside, and bound it the same way."""
    one, other = a.row.figure, b.row.figure
    if (one.value is None) != (other.value is None) or one.modifier != other.modifier:
        return False
    if one.value is None:
        return a.interval == b.interval
    if one.approximate != other.approximate:
        return False
    return one.value == other.value if one.unit == other.unit else a.interval.meets(b.interval)
