"""What a figure counts, as far as it decides whether two figures can be laid side by side.

Theory: a number means nothing without the five things it hangs on: what is counted, what happened to it,
in which unit, where, over which period, and whether it is the whole or a part, a total or what came on
top. Two figures count the same only if none of these differs. Where a report leaves one of them out we
cannot tell: then agreement is taken as meant, and disagreement as about something else, because a false
conflict costs a reader more trust than a missed one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bot import words
from bot.ledger.intervals import dimension_of
from bot.ledger.lexicon import (
    counted_classes,
    episodic_events,
    event_classes,
    event_names,
    events_by_head,
    suffered_events,
)
from bot.ledger.places import location_of, names_of, region_of
from bot.ledger.times import period_of
from bot.wording import LIGHT, one_speaker, tells_what_was
from storage.records import Brief, Entry, Figure

Relation = Literal["same", "unsure", "different"]

GENERAL = "people"  # counted by so many words that a bare "killed" means it too
RESCUED = "rescued"
LAID_OFF = "laid off"
ABOARD = "aboard"
PASSENGERS = "passenger"
AREA = "m²"
FIRES = frozenset(map(words.key, ("fire", "wildfire", "blaze", "bushfire")))
MISSING = words.key("missing")
DISTANCE = words.key("distance")
MAGNITUDE = words.key("magnitude")  # one quake has one
DEGREES = "°C"
TEMPERATURE = words.key("temperature")
BODIES = frozenset({words.key("body"), words.key("corpse")})  # those found so far are fewer than the dead
COMPLEMENTS = frozenset({"of", "in", "at", "from", "for", "on", "near", "by", "who", "that", "with", "to"})
TRANSPARENT = frozenset({"number", "total", "toll"})  # "the number of ships" counts ships
NEAR = 120  # characters before a figure that may tell of it
LEVEL = re.compile(
    r"\b(?:to|at|reached|hit|passed|topped) ?$"
)  # "rose to 14" says where it stands, not by how much
THEN_FROM = re.compile(r"[^.;]{0,60}\b(?:up|down|rising|falling|climbing|dropping)(?: [a-z]+){0,2} from\b")
FATE = re.compile(
    r"\b(?:number|total) of (?:people|persons|those) (\w+)"
)  # "people injured ... has risen to 31"
TOLL = re.compile(
    r"\btoll\b[^.;]{0,90}\b(?:to|at|of|reached|passed|topped|was|is)(?: at least| nearly| about)? ?$"
)
NUMBERED = re.compile(  # "put the number of injured at 36"
    r"\bnumber of (?:the )?(?:people |those |persons )?(\w+)\b[^.;,]{0,80}"
    r"\b(?:to|at|of|reached|passed|topped|was|is)(?: at least| nearly| about)? ?$"
)
CROWD = re.compile(
    r"\b(?:crowd|turnout|attendance)\b[^.;,]{0,60}\b(?:at|was|of|numbered)(?: \w+| at least)? ?$"
)
BASE = re.compile(
    r"\b(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|most|half|some|many|few"
    r"|several|none) of (?:the|its|their|his|her|those)(?: (?:more than|about|some|nearly|estimated))* ?$"
)
ALL_BUT = re.compile(r"\ball but(?: about| some| at least)? ?$", re.IGNORECASE)
OF_THOSE = re.compile(r" of (?:the|those|his|her|its|their) (\w+)")
OWN_DEED = re.compile(
    r"\b(?:it|they|we|he|she)(?: (?:has|have|had|also|now|already|itself))* \w+(?: \w+){0,3} ?$"
)
WON = frozenset(map(words.key, ("seat", "vote", "medal")))  # counted for each who wins some
WINNER = re.compile(
    r"(?:^|\b(?:said|says|that|and|while|but|as) )((?:[\w'’-]+ ){0,4}[\w'’-]+) (?:has |had |have )?"
    r"(?:won|wins|took|taken|secured|gained|got)(?: (?:about|some|at|least|only|just|over|nearly))* ?$"
)
TO_COME = re.compile(r"[^.;,]{0,40}? (?:will|would|are to|were to)\b")
AND_OTHERS = re.compile(  # no verb may follow: "and two were hurt" counts what befell others
    r" \w+(?: \w+)? and (?:an?|one|two|three|four|five|six|\d+)"
    r" (?!(?:were|was|are|is|have|had|others?|more)\b)[a-z]+"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure hangs on. None: the report does not say."""

    kind: str
    dimension: str | None
    counted: str | None  # class or key of the head noun
    marks: frozenset[str]  # what else the phrase says: nationality, sort
    event: str | None
    place: frozenset[str]  # names of the place and of what it lies in; empty: not said
    period: str | None
    aggregation: str
    change: str | None
    part: bool
    speaker: str | None  # None: the outlet in its own words
    day: str | None = None  # the day it is of, where the report names one
    region: str | None = None  # the island it is on, where no division of the country is one
    doer: str | None = None  # who counts a deed of its own: "the Front said it had launched 30"

    @property
    def sort(self) -> tuple[str, str | None, str, str | None, bool]:
        """What two figures have to share before anything else is asked."""
        return (self.kind, self.dimension, self.aggregation, self.change, self.part)


def subject_of(figure: Figure, brief: Brief, entry: Entry, sentence: tuple[int, int]) -> Subject | None:
    """What a figure counts; None when it counts nothing that can be told, or no longer."""
    before = entry.text[max(sentence[0], figure.start - NEAR) : figure.start]
    told = figure.counted or figure.predicate or NUMBERED.search(before) or TOLL.search(before)
    if figure.kind in {"rank", "age"} or not told:
        return None
    if tells_what_was(before):
        return None
    counted, marks, event = _told(figure, entry.text, before)
    location = location_of(figure, brief, sentence)
    return Subject(
        kind="measure" if counted == MAGNITUDE else figure.kind,
        dimension=dimension_of(figure),
        counted=counted,
        marks=marks,
        event=event,
        place=frozenset() if location is None else names_of(location),
        region=None if location is None else region_of(location),
        period=period_of(figure, entry, sentence),
        aggregation="plan" if _is_to_come(figure, entry.text) else figure.aggregation,
        change=None if LEVEL.search(before) or _then_from(figure, entry) else figure.change,
        part=_is_part(figure, brief, event)
        or _is_of_those(figure, entry.text, event)
        or (counted == GENERAL and _goes_on(figure, entry.text)),
        speaker=figure.according_to,
        day=figure.as_of,
        doer=_doer(figure, counted, event, before),
    )


def _doer(figure: Figure, counted: str | None, event: str | None, before: str) -> str | None:
    """Whose deed is counted, where it is its own count: who says what it did itself, who won seats."""
    if counted in WON and (winner := WINNER.search(before)):
        return winner[1]
    return figure.according_to if event not in suffered_events() and OWN_DEED.search(before) else None


def _is_to_come(figure: Figure, text: str) -> bool:
    """Whether what befalls those counted, told by several words, is yet to come: "would lose their jobs"."""
    return (
        figure.aggregation == "total"
        and figure.predicate is None
        and TO_COME.match(text, figure.end) is not None
        and words.fate_after(text, figure.end) is not None
    )


def _told(figure: Figure, text: str, before: str) -> tuple[str | None, frozenset[str], str | None]:
    """What a figure counts, its marks and its event, as the words around it tell; `before` precede it."""
    if TOLL.search(before):
        return GENERAL, frozenset(), "killed"
    if (
        figure.counted is None
        and (numbered := NUMBERED.search(before))
        and _event(numbered[1]) in event_names()
    ):
        return GENERAL, frozenset(), _event(numbered[1])
    if figure.kind == "count" and figure.counted in {None, GENERAL} and CROWD.search(before):
        return GENERAL, frozenset(), "attended"
    phrase = figure.counted or ""
    light = figure.predicate in LIGHT and phrase_parts(phrase, "")[2] is None  # "hostages held" are held
    counted, marks, event = phrase_parts(phrase, "" if light else figure.predicate or "")
    if counted == GENERAL and event is None and (fate := FATE.search(before)):
        event = _event(fate[1])
    if event not in event_names():
        event = _fate(figure, text) or event
        counted = "jobs" if event == LAID_OFF else counted
    if event == ABOARD and PASSENGERS in phrase.lower():  # the crew is not among them
        marks = marks | {PASSENGERS}
    if ALL_BUT.search(before):  # "all but three have been freed": the three have not
        event = None
    if BASE.search(before) and not _is_event(phrase.lower(), words.key(phrase)):
        event = None  # "all but two of the 181 people are dead"; of 19 dead all are
    if event == RESCUED and figure.kind == "money":  # money is saved, not rescued
        event = None
    if dimension_of(figure) == DEGREES:  # "Delhi recorded 49C", "the temperature reached 49C"
        if counted == TEMPERATURE or counted is None:
            return TEMPERATURE, marks, None
        return (
            TEMPERATURE,
            frozenset() if phrase[:1].isupper() else marks | {counted},
            None,
        )  # the night's low
    if dimension_of(figure) == AREA and _has_burnt(figure, counted, event, before):
        event = "burnt"
    if counted == MAGNITUDE:  # "the magnitude of the Lima quake": the place says which
        marks = frozenset()
    if event in {"burnt", "leaked"} and figure.kind == "measure":  # forest, oil, or the fire itself
        return event, frozenset(), event
    return counted, marks, event


def _has_burnt(figure: Figure, counted: str | None, event: str | None, before: str) -> bool:
    """Whether an area is what a fire has taken: what it spread to, the forest it destroyed, its own size."""
    if event == "destroyed":
        return counted == "forest" or _is_a_fire(before)
    return event == "spread" or (not figure.predicate and _is_a_fire(figure.counted or ""))


def _is_a_fire(phrase: str) -> bool:
    return not FIRES.isdisjoint(key for _, _, key in words.keys(phrase))


@lru_cache(maxsize=8_192)
def phrase_parts(counted: str, predicate: str) -> tuple[str | None, frozenset[str], str | None]:
    """(class of what is counted, its other marks, class of what happened to it)."""
    events, classes = event_classes(), counted_classes()
    head: str | None = None
    marks: set[str] = set()
    inner: str | None = None
    inner_word = ""
    behind = False
    for start, end, key in words.keys(counted):
        word = counted[start:end].lower()
        if word in COMPLEMENTS:
            behind = head not in TRANSPARENT
            head = head if behind else None
        elif words.is_function_word(word) or word.isdigit():
            continue
        elif _is_event(word, key) and key not in classes:
            inner, inner_word = (inner, inner_word) if inner else (events[key], key)
        elif behind:
            marks.add(key)
        else:
            if head is not None:
                marks.add(head)
            head = classes.get(key, key)
    event = _event(predicate) or inner
    if inner and head is None and event not in event_names() and inner_word not in BODIES:
        event = inner  # "nine deaths confirmed"
    event = events_by_head().get((head or "", event or ""), event)
    if event == LAID_OFF and head is not None:  # workers laid off are jobs cut
        head = "jobs"
    if head is None and event is not None:
        head = GENERAL
    return head, frozenset(marks - {GENERAL}), event


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


def _is_one_plan(a: Subject, b: Subject) -> bool:
    """Whether two figures tell what one speaker plans: another number is another plan for the same."""
    if a.aggregation != "plan" or a.speaker is None or b.speaker is None:
        return False
    return one_speaker(a.speaker, b.speaker)


def _is_part(figure: Figure, brief: Brief, event: str | None) -> bool:
    """Whether a figure is but a part of those who met its fate: two of 19 dead.

    Of 120 aboard 97 were rescued: those are all who were.
    """
    if figure.part_of is None or figure.part_of >= len(brief.figures):
        return figure.part_of is not None
    whole = brief.figures[figure.part_of]
    return event is None or event == phrase_parts(whole.counted or "", whole.predicate or "")[2]


def _is_of_those(figure: Figure, text: str, event: str | None) -> bool:
    """Whether a figure is some of those who met its fate: "four of the injured"."""
    whole = OF_THOSE.match(text, figure.end)
    return whole is not None and event is not None and _event(whole[1]) == event


def _goes_on(figure: Figure, text: str) -> bool:
    """Whether others are counted on top: "seven residents and a nurse" are eight people."""
    return AND_OTHERS.match(text, figure.end, figure.end + NEAR) is not None


def _fate(figure: Figure, text: str) -> str | None:
    """What befell those counted, told by several words: "have left their homes", "were in shelters".

    The words have to be about those counted: where another verb was found for them, it stands among these.
    """
    found = words.fate_after(text, figure.end)
    if found is None:
        return None
    name, told = found
    by_the_verb = figure.predicate is None or words.key(figure.predicate) in map(words.key, told.split())
    return name if by_the_verb else None


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


def _event(predicate: str) -> str | None:
    events = event_classes()
    found = [(predicate[start:end].lower(), key) for start, end, key in words.keys(predicate)]
    known = [events[key] for word, key in found if _is_event(word, key)]
    other = [key for word, key in found if not words.is_function_word(word)]
    return next(iter([*known, *other]), None)


def _is_event(word: str, key: str) -> bool:
    """Whether a word tells of a known event; people are missing, games are missed."""
    return key in event_classes() and not (key == MISSING and word != "missing")


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
        return "unsure" if a.counted in WON and a.doer != b.doer else "same"
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
    if a.period == b.period:
        return "same"
    return "unsure" if None in {a.period, b.period} else "different"


def _then_from(figure: Figure, entry: Entry) -> bool:
    """ "61 per cent, up from 54": where it stands now, not by how much it rose."""
    return THEN_FROM.match(entry.text, figure.end) is not None
