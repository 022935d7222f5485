"""Ties the elements of a brief together: whose figure it is, which claim holds it, when it was so.

What is true of news: a figure inside what somebody says is theirs, and of nested claims the innermost
speaker is meant, or who gave it ("the 52,000 given by the district"); outside all claims the outlet says it
in its own voice. A claim that is denied or declined ("did not say how many") makes no figure its own. Its
date is the nearest of its own clause. Where it belongs is told by `figure_places.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.briefs.document import Document
from bot.briefs.figures.phrases import phrase_at, words_of
from bot.briefs.lexicon import word_set
from storage.records import Claim, EventDate, Figure, Location, Span

Item = TypeVar("Item", Location, EventDate)

_ADDING = frozenset({"raising", "bringing", "taking"})
_TOTAL = re.compile(r"(?:the|its|this|their) (?:[\w’'-]+ ){0,4}?(?:toll|total|number|count|tally|figure)\b")
_MOST = 4  # places or dates looked at on either side of a figure
_GIVERS = word_set("figure_givers")
_GIVEN = 4  # tokens from a figure to "given by"
_ASIDE = 160  # characters of an aside
_COMPARED = re.compile(
    r"\b(?:against|compared (?:with|to)|than|versus|what it (?:did|was)"
    r"|(?:twice|double|triple|half|times) (?:its|their|the|what))\b|\bfrom $|\b(?:up|down) on $"
)
_THAN = re.compile(r"\b(?:than(?: in| on| a)?|what it (?:held|did|was)(?: in)?) $")
_THAN_LONG = 20
_UNTIL = re.compile(r"\b(?:until|till) (?:\w+ )?$")
_UNTIL_LONG = 16  # characters of "until early"
_OTHER_CLAUSE = re.compile(r";|\b(?:while|whereas|but)\b")
_ASIDE_OPENS = re.compile(r"[,(] ?(?:which|who|whose|whom|as|after|where)\b")
_BASE = re.compile(r"\b(?:up|down) from\b|\bfrom $")


def link_claims(figures: Sequence[Figure], claims: Sequence[Claim]) -> list[Figure]:
    """Gives each figure the innermost claim that holds it, and that claim's speaker."""
    inner: dict[int, int] = {}
    for place, claim in enumerate(claims):
        for index in () if claim.negated or _only_adds(claim) else claim.figures:
            if index not in inner or _length(claim) < _length(claims[inner[index]]):
                inner[index] = place
    return [
        replace(figure, claim=inner[index], according_to=_name(claims[inner[index]]))
        if index in inner
        else figure
        for index, figure in enumerate(figures)
    ]


def _only_adds(claim: Claim) -> bool:
    """ "Six people died, | raising | the toll to 46": the dead say nothing."""
    cue = claim.cue.text.lower() if claim.cue else ""
    return cue in _ADDING and bool(_TOTAL.match(claim.content.text))


def _name(claim: Claim) -> str | None:
    """The speaker's name; a thing that stayed a pronoun has none."""
    return claim.speaker.name if claim.speaker and claim.speaker.name.lower() != "it" else None


def link_givers(document: Document, figures: Sequence[Figure]) -> list[Figure]:
    """Gives figures to who gave them: "against the 52,000 given by the district"."""
    return [
        replace(figure, according_to=giver) if (giver := _giver(document, figure)) else figure
        for figure in figures
    ]


def _giver(document: Document, figure: Figure) -> str | None:
    """The noun phrase behind "given by", a word or two behind the figure."""
    lower, first = document.lower, bisect_left(document.starts, figure.end)
    for index in range(first, min(first + _GIVEN, len(lower) - 2)):
        if lower[index] in _GIVERS and lower[index + 1] == "by":
            phrase = phrase_at(document, index + 2, min(len(lower), index + 12))
            return words_of(document, phrase) if phrase else None
        if not document.tags[index].startswith(("N", "J")):
            return None
    return None


def _length(claim: Claim) -> int:
    return claim.content.end - claim.content.start


def link_dates(document: Document, figures: Sequence[Figure], dates: Sequence[EventDate]) -> list[Figure]:
    """Gives each figure the date its sentence names, the nearest if there are several."""
    near = by_sentence(document, dates)
    linked = []
    for index, figure in enumerate(figures):
        date = _nearest_date(document.text, figure, near(figure.start))
        behind = figures[index + 1] if index + 1 < len(figures) else None
        own = date is not None and _is_beside(document.text, figure, date)
        own = own and date is not None and not _is_of_compared(document.text, figure, behind, date)
        linked.append(replace(figure, as_of=date.value) if date and own else figure)
    return linked


def _nearest_date(text: str, figure: Figure, dates: Sequence[EventDate]) -> EventDate | None:
    """The nearest date; one beyond "that" comes last ("said on Thursday | that 40 were held in May").

    A date between the two ends of a move is of the first, and the time since which is none.
    """

    def far(date: EventDate) -> tuple[bool, int]:
        beyond = date.end < figure.start and " that " in text[date.end : figure.start]
        return beyond, abs(date.start - figure.start)

    fit = [
        date
        for date in dates
        if not figure.start <= date.start < figure.end and not _is_of_comparison(text, figure, date)
    ]
    return min((date for date in fit if not _is_start(text, date)), key=far, default=None)


def _is_of_comparison(text: str, figure: Figure, date: EventDate) -> bool:
    """ "Two fewer than in 2022, and nine": a date before a figure that another number is compared with."""
    if date.end > figure.start:
        return False
    return _THAN.search(text, max(0, date.start - _THAN_LONG), date.start) is not None


def _is_start(text: str, date: EventDate) -> bool:
    """ "1.4 million since April", "the lowest since 1998": where a time begins, not when it was counted."""
    return text.endswith(("since ", "Since ", "since early ", "since late "), 0, date.start)


def _is_beside(text: str, figure: Figure, date: EventDate) -> bool:
    """Does a date stand in the figure's own clause, and not as an end to come ("until Monday")?"""
    if _UNTIL.search(text, max(0, date.start - _UNTIL_LONG), date.start):
        return figure.kind == "duration"
    low, high = sorted((figure.end, date.start))
    return not (_OTHER_CLAUSE.search(text, low, high) or _is_in_aside(text, figure, date))


def _is_in_aside(text: str, figure: Figure, date: EventDate) -> bool:
    """Does a date stand in an aside that the figure is no part of ("which lent in 2019, | has 900 staff")?"""
    openings = list(_ASIDE_OPENS.finditer(text, max(0, date.start - _ASIDE), date.start))
    if not openings or text.find(",", openings[-1].end(), date.start) >= 0:
        return False
    opened = openings[-1]
    closed = text.find(",", date.end, date.end + _ASIDE)
    return figure.end <= opened.start() or (0 <= closed < figure.start)


def _is_of_compared(text: str, figure: Figure, behind: Figure | None, date: EventDate) -> bool:
    """ "52.2 per cent, against 48.4 four years ago", "less than in May": a date of the other number."""
    if date.start < figure.end or date.start - figure.end > _ASIDE:
        return False
    between = behind is not None and figure.end <= behind.start < date.start
    if behind and between and _BASE.search(text, figure.end, behind.start):
        return True
    return bool(_COMPARED.search(text, figure.end, date.start))


def by_sentence(document: Document, items: Sequence[Item]) -> Callable[[int], Sequence[Item]]:
    """Looks up the items (in order) that stand in the same sentence as an offset; at most the nearest few."""
    opens = [sentence.start for sentence in document.sentences]
    starts = [item.start for item in items]

    def near(offset: int) -> Sequence[Item]:
        sentence = document.sentences[max(0, bisect_right(opens, offset) - 1)]
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        place = bisect_left(starts, offset)
        return items[max(first, place - _MOST) : min(last, place + _MOST)]

    return near


def covered(spans: Sequence[Span]) -> Callable[[int], bool]:
    """Tells whether an offset lies in one of the spans (which do not overlap)."""
    ordered = sorted(spans, key=lambda span: span.start)
    starts = [span.start for span in ordered]

    def covered(offset: int) -> bool:
        index = bisect_right(starts, offset) - 1
        return index >= 0 and offset < ordered[index].end

    return covered
