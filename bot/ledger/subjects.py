"""What a figure counts, as far as it decides whether two figures can be laid side by side.

Theory: a number means nothing without the five things it hangs on: what is counted, what happened to it,
in which unit, where, over which period, and whether it is the whole or a part, a total or what came on top.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import words
from bot.ledger.intervals import dimension_of
from bot.ledger.lexicon import suffered_events, word_keys, wording
from bot.ledger.places import location_of, names_of, region_of
from bot.ledger.times import period_of
from bot.ledger.told import GENERAL, MAGNITUDE, event_of, phrase_parts, tells_alone, told
from bot.wording import tells_what_was
from storage.records import Brief, Entry, Figure

NEAR = 120  # characters before a figure that may tell of it


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
    struck: str | None = None  # the day of the blow that is told: "killed four on Monday"
    doer: str | None = None  # who counts a deed of its own: "the Front said it had launched 30"

    @property
    def sort(self) -> tuple[str, str | None, str, str | None, bool]:
        """What two figures have to share before anything else is asked."""
        return (self.kind, self.dimension, self.aggregation, self.change, self.part)


def subject_of(figure: Figure, brief: Brief, entry: Entry, sentence: tuple[int, int]) -> Subject | None:
    """What a figure counts; None when it counts nothing that can be told, or no longer."""
    before = entry.text[max(sentence[0], figure.start - NEAR) : figure.start]
    is_told = figure.counted or figure.predicate or tells_alone(before)
    if figure.kind in {"rank", "age"} or not is_told:
        return None
    if tells_what_was(before):
        return None
    counted, marks, event = told(figure, entry.text, before)
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
        change=None if wording("level").search(before) or _then_from(figure, entry) else figure.change,
        part=_is_part(figure, brief, event)
        or _is_of_those(figure, entry.text, event)
        or (counted == GENERAL and _goes_on(figure, entry.text)),
        speaker=figure.according_to,
        day=figure.as_of,
        struck=figure.as_of if wording("struck").search(before) else None,
        doer=_doer(figure, counted, event, before),
    )


def _doer(figure: Figure, counted: str | None, event: str | None, before: str) -> str | None:
    """Whose deed is counted, where it is its own count: who says what it did itself, who won seats."""
    if counted in word_keys("won") and (winner := wording("winner").search(before)):
        return winner[1]
    return (
        figure.according_to if event not in suffered_events() and wording("own_deed").search(before) else None
    )


def _is_to_come(figure: Figure, text: str) -> bool:
    """Whether what befalls those counted, told by several words, is yet to come: "would lose their jobs"."""
    return (
        figure.aggregation == "total"
        and figure.predicate is None
        and wording("to_come").match(text, figure.end) is not None
        and words.fate_after(text, figure.end) is not None
    )


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
    whole = wording("of_those").match(text, figure.end)
    return whole is not None and event is not None and event_of(whole[1]) == event


def _goes_on(figure: Figure, text: str) -> bool:
    """Whether others are counted on top: "seven residents and a nurse" are eight people."""
    return wording("and_others").match(text, figure.end, figure.end + NEAR) is not None


def _then_from(figure: Figure, entry: Entry) -> bool:
    """ "61 per cent, up from 54": where it stands now, not by how much it rose."""
    return wording("then_from").match(entry.text, figure.end) is not None
