"""What a figure counts and what befell those counted, as the words around it tell.

Theory: the noun behind a number says what is counted, and the verb what befell it; but many reports tell it
by other words: "put the number of injured at 36", "the crowd was 2,000", "have left their homes", "all but
three of the 12". Each of these ways is read here. Accepted to miss: what only the sentence before tells.
"""

from __future__ import annotations

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
    wording,
)
from bot.wording import LIGHT
from storage.records import Figure

GENERAL = "people"  # counted by so many words that a bare "killed" means it too
RESCUED = "rescued"
LAID_OFF = "laid off"
ABOARD = "aboard"
WITHOUT_POWER = "without power"
PASSENGERS = "passenger"
AREA = "m²"
MISSING = words.key("missing")
MAGNITUDE = words.key("magnitude")  # one quake has one
DEGREES = "°C"
TEMPERATURE = words.key("temperature")

# class or family key of what is counted, its other marks, class of what happened to it
Told = tuple[str | None, frozenset[str], str | None]


def told(figure: Figure, text: str, before: str) -> Told:
    """What a figure counts, its marks and its event, as the words around it tell; `before` precede it."""
    alone = _by_words_before(figure, before)
    if alone is not None:
        return alone
    counted, marks, event = _by_phrase(figure, text, before)
    if _is_of_the_rest(figure, event, before):
        event = None
    return _as_measured(figure, before, counted, marks, event)


def _by_words_before(figure: Figure, before: str) -> Told | None:
    """A toll, "the number of injured", a crowd: what the words before a number tell by themselves."""
    if wording("toll").search(before):
        return GENERAL, frozenset(), "killed"
    bare = figure.counted is None or figure.counted in before  # what is counted is told before the number
    numbered = wording("numbered").search(before) if bare else None
    if numbered is not None and event_of(numbered[1]) in event_names():
        return GENERAL, frozenset(), event_of(numbered[1])
    if figure.kind == "money" and bare and (sum_of := wording("put_at").search(before)):
        return phrase_parts(sum_of[1], "")  # "an insurer put the damage at"
    if figure.kind == "count" and figure.counted in {None, GENERAL} and wording("crowd").search(before):
        return GENERAL, frozenset(), "attended"
    return None


def _by_phrase(figure: Figure, text: str, before: str) -> Told:
    """What the phrase and the verb of a figure tell, and several words behind it where the verb does not."""
    phrase = figure.counted or ""
    head, _, told_by_phrase = phrase_parts(phrase, "")
    known = (head or "", event_of(figure.predicate or "") or "") in events_by_head()
    light = (
        figure.predicate in LIGHT and told_by_phrase is None and not known
    )  # hostages are held, a vote is held
    counted, marks, event = phrase_parts(phrase, "" if light else figure.predicate or "")
    if counted == GENERAL and event is None and (fate := wording("fate").search(before)):
        event = event_of(fate[1])
    if event not in event_names() and wording("without_power").search(before):
        event = WITHOUT_POWER
    if event not in event_names():
        event = _fate(figure, text) or event
        counted = "jobs" if event == LAID_OFF else counted
    if event == ABOARD and PASSENGERS in phrase.lower():  # the crew is not among them
        marks = marks | {PASSENGERS}
    return counted, marks, event


def _is_of_the_rest(figure: Figure, event: str | None, before: str) -> bool:
    """Whether an event befell others than those a figure counts: "all but three have been freed"."""
    if wording("all_but").search(before):
        return True
    phrase = figure.counted or ""  # "all but two of the 181 people are dead"; of 19 dead all are
    if wording("base").search(before) and not _is_event(phrase.lower(), words.key(phrase)):
        return True
    return event == RESCUED and figure.kind == "money"  # money is saved, not rescued


def _as_measured(
    figure: Figure, before: str, counted: str | None, marks: frozenset[str], event: str | None
) -> Told:
    """Temperatures, burnt areas and magnitudes count by their measure, whatever the words call them."""
    dimension = dimension_of(figure)
    if dimension == DEGREES:
        if counted is not None and counted != TEMPERATURE:  # "Delhi recorded 49C"; "the night's low was 4C"
            marks = frozenset() if (figure.counted or "")[:1].isupper() else marks | {counted}
        return TEMPERATURE, marks, None
    if dimension == AREA and _has_burnt(figure, counted, event, before):
        event = "burnt"
    if counted == MAGNITUDE:  # "the magnitude of the Lima quake": the place says which
        marks = frozenset()
    if event in {"burnt", "leaked"} and figure.kind == "measure":  # forest, oil, or the fire itself
        return event, frozenset(), event
    return counted, marks, event


def tells_alone(before: str) -> bool:
    """Whether the words before a number tell what it counts where no noun stands behind it."""
    return any(wording(name).search(before) for name in ("toll", "numbered", "crowd"))


def _has_burnt(figure: Figure, counted: str | None, event: str | None, before: str) -> bool:
    """Whether an area is what a fire has taken: what it spread to, the forest it destroyed, its own size."""
    if event == "destroyed":
        return counted == "forest" or _is_a_fire(before)
    return event == "spread" or (not figure.predicate and _is_a_fire(figure.counted or ""))


def _is_a_fire(phrase: str) -> bool:
    return not word_keys("fires").isdisjoint(key for _, _, key in words.keys(phrase))


@lru_cache(maxsize=8_192)
def phrase_parts(counted: str, predicate: str) -> Told:
    """(class of what is counted, its other marks, class of what happened to it)."""
    events, classes = event_classes(), counted_classes()
    head: str | None = None
    marks: set[str] = set()
    inner: str | None = None
    inner_word = ""
    behind = patients = False
    for start, end, key in words.keys(counted):
        word = counted[start:end].lower()
        if word in small_words("complements"):
            behind = head not in small_words("transparent")
            head = head if behind else None
        elif words.is_function_word(word) or word.isdigit():
            continue
        elif _is_event(word, key) and key not in classes:
            patients = patients or word.removesuffix("s") in small_words("patients")
            inner, inner_word = (inner, inner_word) if inner else (events[key], key)
        elif behind:
            marks.add(key)
        else:
            if head is not None:
                marks.add(head)
            head = classes.get(key, key)
    event = event_of(predicate)
    event = inner if event is None or event in word_keys("unmarked") else event
    if inner and head is None and event not in event_names() and inner_word not in word_keys("bodies"):
        event = inner  # "nine deaths confirmed"
    event = events_by_head().get((head or "", event or ""), event)
    if event == LAID_OFF and head is not None:  # workers laid off are jobs cut
        head = "jobs"
    if patients and head is not None:  # "Ebola cases", "cases of Ebola"
        marks, head = marks | {head}, None
    if head is None and event is not None:
        head = GENERAL
    return head, frozenset(marks - {GENERAL} - word_keys("unmarked")), event


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
