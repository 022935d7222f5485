"""What a figure counts and what befell those counted, as the words around it tell.

Theory: the noun behind a number says what is counted, and the verb what befell it; but many reports tell it
by other words: "put the number of injured at 36", "the crowd was 2,000", "have left their homes", "all but
three of the 12". Each of these ways is read here. Accepted to miss: what only the sentence before tells.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot import words
from bot.ledger.intervals import dimension_of
from bot.ledger.lexicon import (
    counted_classes,
    event_classes,
    event_names,
    events_by_head,
    small_words,
    word_keys,
)
from bot.wording import LIGHT
from storage.records import Figure

GENERAL = "people"  # counted by so many words that a bare "killed" means it too
RESCUED = "rescued"
LAID_OFF = "laid off"
ABOARD = "aboard"
PASSENGERS = "passenger"
AREA = "m²"
MISSING = words.key("missing")
MAGNITUDE = words.key("magnitude")  # one quake has one
DEGREES = "°C"
TEMPERATURE = words.key("temperature")
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


def told(figure: Figure, text: str, before: str) -> tuple[str | None, frozenset[str], str | None]:
    """What a figure counts, its marks and its event, as the words around it tell; `before` precede it."""
    if TOLL.search(before):
        return GENERAL, frozenset(), "killed"
    if (
        figure.counted is None
        and (numbered := NUMBERED.search(before))
        and event_of(numbered[1]) in event_names()
    ):
        return GENERAL, frozenset(), event_of(numbered[1])
    if figure.kind == "count" and figure.counted in {None, GENERAL} and CROWD.search(before):
        return GENERAL, frozenset(), "attended"
    phrase = figure.counted or ""
    light = figure.predicate in LIGHT and phrase_parts(phrase, "")[2] is None  # "hostages held" are held
    counted, marks, event = phrase_parts(phrase, "" if light else figure.predicate or "")
    if counted == GENERAL and event is None and (fate := FATE.search(before)):
        event = event_of(fate[1])
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


def tells_alone(before: str) -> bool:
    """Whether the words before a number tell what it counts where no noun stands behind it."""
    return TOLL.search(before) is not None or NUMBERED.search(before) is not None


def _has_burnt(figure: Figure, counted: str | None, event: str | None, before: str) -> bool:
    """Whether an area is what a fire has taken: what it spread to, the forest it destroyed, its own size."""
    if event == "destroyed":
        return counted == "forest" or _is_a_fire(before)
    return event == "spread" or (not figure.predicate and _is_a_fire(figure.counted or ""))


def _is_a_fire(phrase: str) -> bool:
    return not word_keys("fires").isdisjoint(key for _, _, key in words.keys(phrase))


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
        if word in small_words("complements"):
            behind = head not in small_words("transparent")
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
    event = event_of(predicate) or inner
    if inner and head is None and event not in event_names() and inner_word not in word_keys("bodies"):
        event = inner  # "nine deaths confirmed"
    event = events_by_head().get((head or "", event or ""), event)
    if event == LAID_OFF and head is not None:  # workers laid off are jobs cut
        head = "jobs"
    if head is None and event is not None:
        head = GENERAL
    return head, frozenset(marks - {GENERAL}), event


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


def event_of(predicate: str) -> str | None:
    events = event_classes()
    found = [(predicate[start:end].lower(), key) for start, end, key in words.keys(predicate)]
    known = [events[key] for word, key in found if _is_event(word, key)]
    other = [key for word, key in found if not words.is_function_word(word)]
    return next(iter([*known, *other]), None)


def _is_event(word: str, key: str) -> bool:
    """Whether a word tells of a known event; people are missing, games are missed."""
    return key in event_classes() and not (key == MISSING and word != "missing")
