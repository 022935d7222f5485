"""Which figures count one thing: each row joins the first measure that it agrees to count the same as.

Theory: `relations.py` tells what two reports say of what they count. Where one of them leaves it open,
agreement joins and disagreement parts, because a false conflict costs a reader more trust than a missed
one; the exceptions are repetitions, adversaries who each give their number of one attack, what stands at
one level at a time, and a sum of money that one report says is given and the other says is got. Accepted to
miss: two speakers far apart on what one of them names more fully than the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.ledger.lexicon import event_names, levels, rising_events, small_words, wording
from bot.ledger.relations import one_day, one_sum, relation
from bot.ledger.rows import Counted
from bot.ledger.subjects import Subject
from bot.ledger.times import is_over
from bot.ledger.told import GENERAL, MAGNITUDE
from bot.ledger.verdicts import SAME_TIME
from bot.wording import one_speaker

ANOTHER_EVENT = 10.0  # times as many: no toll of one event is told so differently without naming a source
ANOTHER_PLACE = 30.0  # ... and not even adversaries who are named are so far apart
ROOM_OF_A_BOUND = 3.0  # times as many as the bound that is named
ONE_ATTACK = 2.0  # times as many: two who count one event are hardly further apart
GOES_ON = timedelta(days=4)  # an outbreak's next toll
ONE_LEVEL = 1.5  # times as high: a rate hardly moves further between two reports


def side_by_side(rows: Sequence[Counted]) -> list[list[Counted]]:
    """Rows that count the same, together; each joins the first measure it agrees to count the same as."""
    measures: list[list[Counted]] = []
    said: set[object] = set()
    for row in rows:
        saying = (row.row.feed, row.speaker, row.subject, row.interval)
        if saying in said:  # an outlet says again what it has said: the same amount by the same speaker
            continue
        said.add(saying)
        home = next((measure for measure in measures if _belongs(row, measure)), None)
        if home is None:
            measures.append([row])
        else:
            home.append(row)
    return measures


def _belongs(row: Counted, measure: Sequence[Counted]) -> bool:
    """Whether a row counts what a measure counts.

    Where a report leaves open what it counts, it does so only if it agrees with all of the measure.
    """
    sure = False
    for other in measure:
        found = relation(row.subject, other.subject)
        if found == "unsure" and _repeats(row, other):
            return True
        if found == "different" and not (row.subject.kind == "money" and _is_one_sum(row, other)):
            return False
        if _is_another_amount(row, other):
            return False
        sure = sure or found == "same" or _told_together(row, other) or _is_one_level(row, other)
        sure = sure or _is_new_toll(row, other)
    return sure or all(_agrees(row, other) for other in measure)


def _agrees(a: Counted, b: Counted) -> bool:
    """Whether two amounts can be the same; "at least 21" leaves room for 1,300, but does not mean it.

    Of two times only one and the same amount is one: "the 12 killed two days ago", not 112 six years ago.
    """
    if is_over(a.subject.period) != is_over(b.subject.period):
        return a.interval == b.interval
    return a.interval.meets(b.interval) and a.interval.named_apart(b.interval) <= ROOM_OF_A_BOUND


def _repeats(row: Counted, other: Counted) -> bool:
    """Whether a row gives an amount again that its speaker or its outlet gave before."""
    ours = one_speaker(row.speaker, other.speaker) or row.row.feed == other.row.feed
    return ours and row.interval == other.interval


def _told_together(row: Counted, other: Counted) -> bool:
    """Whether two named speakers count one thing of one day, though only one of the reports says "overnight".

    Adversaries who each give their number of one attack do it at once, and seldom more than twice apart. A
    toll "since the start of the month" goes on for days in reports that do not say since when.
    """
    named = row.subject.speaker is not None and other.subject.speaker is not None
    apart = abs(row.row.when - other.row.when)
    goes_on = row.subject.event in rising_events() and other.interval.below(row.interval) and apart <= GOES_ON
    return (
        named
        and (apart <= SAME_TIME or goes_on)
        and row.interval.times_apart(other.interval) <= ONE_ATTACK
        and one_day(row.subject, other.subject)
    )


def _is_new_toll(row: Counted, other: Counted) -> bool:
    """Whether a speaker's toll goes on, though one report tells who they were: nine miners, then 15 dead."""
    a, b = (replace(one.subject, counted=GENERAL, marks=frozenset()) for one in (row, other))
    anybody = GENERAL in {row.subject.counted, other.subject.counted} and a.event in rising_events()
    named = a.speaker is not None and b.speaker is not None and one_speaker(a.speaker, b.speaker)
    rose = other.interval.below(row.interval) and row.interval.times_apart(other.interval) <= ONE_ATTACK
    return anybody and named and rose and relation(a, b) == "same"


def _is_one_level(row: Counted, other: Counted) -> bool:
    """Whether two figures are of one level, though nobody is named for one of them or for both.

    What has a level stands at one at a time: a policy rate kept at 3.5 per cent is cut to 3.25 a month later.
    One quake has one magnitude, which two services measure differently.
    """

    def standing(subject: Subject) -> Subject:
        return replace(subject, aggregation="total", speaker="all")

    a, b = row.subject, other.subject
    days_apart = abs(row.row.when - other.row.when) >= SAME_TIME
    if a.counted == MAGNITUDE:
        named = any(wording("measured").search(one.row.sentence) for one in (row, other))
        one = named and not days_apart and _is_measured(row) and _is_measured(other)
    else:
        alike = a.marks == b.marks and (a.speaker is None) == (b.speaker is None)
        told = bool(a.marks or a.place or a.speaker)
        near = row.interval.times_apart(other.interval) <= ONE_LEVEL
        one = told and near and alike and days_apart and a.counted in levels()
    return one and relation(standing(a), standing(b)) == "same"


def _is_measured(row: Counted) -> bool:
    """Whether a magnitude is that of the quake reported: to a tenth, and of no other quake than this."""
    return "." in row.row.figure.text and wording("another_quake").search(row.row.sentence) is None


def _is_one_sum(row: Counted, other: Counted) -> bool:
    """Whether two reports name one sum of money, though one tells who gives it and the other who gets it."""
    ours, theirs = row.row.figure, other.row.figure
    rough = ours.modifier == "about" or theirs.modifier == "about"
    same = ours.value is not None and ours.value == theirs.value
    if row.row.entry_id == other.row.entry_id or not (same or (rough and row.interval.meets(other.interval))):
        return False
    return one_sum(row.subject, other.subject)


def _is_another_amount(row: Counted, other: Counted) -> bool:
    """Whether two amounts that exclude each other are of two things.

    They are where one speaker gives both in one item, where one item has shares or counts of no known fate
    that differ (answers to two questions, two funds, two leads), and where they are too far apart for one
    matter: an outlet in its own words that differs tenfold tells of an earlier event.
    """
    if row.interval.meets(other.interval):
        return False
    if row.subject.counted == MAGNITUDE and not (_is_measured(row) and _is_measured(other)):
        return True
    if row.row.entry_id == other.row.entry_id:
        loose = row.subject.event not in event_names() or row.subject.kind == "percent"
        if loose or one_speaker(row.speaker, other.speaker):
            return True
    own_words = row.subject.speaker is None or other.subject.speaker is None
    apart = row.interval.times_apart(other.interval)
    if row.subject.event in small_words("one_of_many"):
        return apart >= ONE_ATTACK
    return apart >= (ANOTHER_EVENT if own_words else ANOTHER_PLACE)
