"""Whether two figures count the same thing: the same, different, or left open by one of the reports.

Theory: two figures are of one thing only if nothing they hang on differs. Where a report leaves something out
we cannot tell: then agreement is taken as meant, and disagreement as about something else, because a false
conflict costs a reader more trust than a missed one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot import words
from bot.ledger.lexicon import episodic_events, event_names, word_keys
from bot.ledger.subjects import Subject
from bot.ledger.told import GENERAL
from bot.wording import one_speaker

Relation = Literal["same", "unsure", "different"]
DISTANCE = words.key("distance")


def relation(a: Subject, b: Subject) -> Relation:
    """Whether two figures count the same."""
    if a.sort != b.sort:
        return "different"
    unsure = a.part or not (a.aggregation == "total" or _is_one_plan(a, b))
    for part in (_counted, _events, _marks, _doers, _places, _periods, _footing):
        answer = part(a, b)
        if answer == "different":
            return answer
        unsure = unsure or answer == "unsure"
    return "unsure" if unsure else "same"


def one_day(a: Subject, b: Subject) -> bool:
    """Whether two figures of one place count the same if the one that names no period means the other's."""
    one_is_bare = (a.period is None) != (b.period is None) or (a.day is None) != (b.day is None)
    if not a.place or a.place != b.place or not one_is_bare:
        return False
    return relation(replace(a, period=None, day=None), replace(b, period=None, day=None)) == "same"


def one_sum(a: Subject, b: Subject) -> bool:
    """Whether two amounts of money can be one sum in two wordings: nothing but what is counted parts them."""
    sums = all(
        s.kind == "money"
        and s.aggregation in {"total", "plan"}
        and s.event not in event_names()
        and not (s.change or s.part)
        for s in (a, b)
    )
    return (
        sums
        and a.dimension == b.dimension
        and "different" not in {_places(a, b), _periods(a, b), _doers(a, b)}
    )


def _is_one_plan(a: Subject, b: Subject) -> bool:
    """Whether two figures tell what one speaker plans: another number is another plan for the same."""
    if a.aggregation != "plan" or a.speaker is None or b.speaker is None:
        return False
    return one_speaker(a.speaker, b.speaker)


def _counted(a: Subject, b: Subject) -> Relation:
    if a.counted == b.counted:
        return "same" if a.event or a.counted not in {GENERAL, None} else "different"
    if a.event and a.event == b.event and GENERAL in {a.counted, b.counted}:
        return "unsure"
    return "different"


def _events(a: Subject, b: Subject) -> Relation:
    if a.event == b.event:
        return "same"
    if a.kind == "duration" and event_names().isdisjoint({a.event, b.event}):  # talks last, and end after
        return "unsure"
    return "unsure" if None in {a.event, b.event} and a.counted != GENERAL else "different"


def _footing(a: Subject, b: Subject) -> Relation:
    """Whether two figures are claims about one matter: of a known fate, or each put forward by somebody.

    Points, games and the like are many in any text; in an outlet's own words they are about this and that.
    An outlet's arrests are those of a night, of a town or since it all began, and it seldom says which.
    """
    if a.event in episodic_events() and None in {a.speaker, b.speaker}:
        return "unsure"
    if (
        a.kind == "duration" or a.counted == DISTANCE
    ):  # nine days before this, thirty from then; 15 miles, and 50
        return "unsure"
    if a.event in event_names():
        return "same"
    if a.speaker is None or b.speaker is None:
        return "unsure"
    return "unsure" if a.kind == "count" and a.event is None and a.speaker != b.speaker else "same"


def _marks(a: Subject, b: Subject) -> Relation:
    if a.marks == b.marks:
        return "same"
    return "unsure" if a.marks <= b.marks or b.marks <= a.marks or a.marks & b.marks else "different"


def _doers(a: Subject, b: Subject) -> Relation:
    """Two who each tell of a deed of their own tell of two deeds: what two campaigns raised."""
    if a.doer is None or b.doer is None:
        return "unsure" if a.counted in word_keys("won") and a.doer != b.doer else "same"
    return "same" if one_speaker(a.doer, b.doer) else "different"


def _places(a: Subject, b: Subject) -> Relation:
    if a.region and b.region and a.region != b.region:
        return "different"
    if a.place == b.place:
        return "same"
    if not (a.place <= b.place or b.place <= a.place):
        return "different"
    # an office counts one toll, whether a report calls the place by its town or by its country
    one_toll = a.speaker and b.speaker and a.event in event_names() and one_speaker(a.speaker, b.speaker)
    return "same" if one_toll and a.place and b.place else "unsure"


def _periods(a: Subject, b: Subject) -> Relation:
    if a.event in episodic_events() and a.day != b.day:  # Monday's crowd is not Wednesday's
        return "unsure" if None in {a.day, b.day} else "different"
    if a.struck and b.struck and a.struck != b.struck:
        return "different"
    if a.period == b.period:
        return "same"
    return "unsure" if None in {a.period, b.period} else "different"
