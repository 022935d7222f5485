"""Ties the elements of a brief together: whose figure it is, which claim holds it, where it belongs.

What is true of news: a figure inside what somebody says is theirs, and of nested claims the innermost
speaker is meant; outside all claims the outlet says it in its own voice. A claim that is denied or declined
("did not say how many") makes no figure its own. A figure belongs to the nearest place of its own sentence,
first behind it ("nine people in Kyiv"), then before it; nationalities and capitals that act are no places.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from bot.briefs.document import Document
from storage.records import Claim, EventDate, Figure, Location

_CLAUSE = frozenset({";", ":", "that", "said", "says", "while", "but", "after", "before", "who", "which"})


def link_claims(figures: Sequence[Figure], claims: Sequence[Claim]) -> list[Figure]:
    """Gives each figure the innermost claim that holds it, and that claim's speaker."""
    inner: dict[int, int] = {}
    for place, claim in enumerate(claims):
        for index in () if claim.negated else claim.figures:
            if index not in inner or _length(claim) < _length(claims[inner[index]]):
                inner[index] = place
    return [
        replace(figure, claim=inner[index], according_to=_name(claims[inner[index]]))
        if index in inner
        else figure
        for index, figure in enumerate(figures)
    ]


def _name(claim: Claim) -> str | None:
    return claim.speaker.name if claim.speaker else None


def _length(claim: Claim) -> int:
    return claim.content.end - claim.content.start


def link_places(
    document: Document, figures: Sequence[Figure], locations: Sequence[Location], claims: Sequence[Claim]
) -> list[Figure]:
    """Gives each figure the name of the place it belongs to, where its sentence names one."""
    speakers = [claim.speaker for claim in claims if claim.speaker]
    places = [
        place
        for place in locations
        if place.role == "place" and not any(who.start <= place.start < who.end for who in speakers)
    ]
    if not places:
        return list(figures)
    starts = [sentence.start for sentence in document.sentences]
    linked = []
    for figure in figures:
        sentence = document.sentences[max(0, bisect_right(starts, figure.start) - 1)]
        near = [place for place in places if sentence.start <= place.start < sentence.end]
        place = _nearest(document, figure, near)
        linked.append(replace(figure, place=place.name) if place else figure)
    return linked


def _nearest(document: Document, figure: Figure, places: Sequence[Location]) -> Location | None:
    """The place behind the figure in its clause, else the one before it in its clause."""
    behind = [place for place in places if place.start >= figure.end]
    ahead = [place for place in places if place.end <= figure.start]
    for place in (*behind[:1], *ahead[-1:]):
        low, high = sorted((figure.start, place.start))
        first, last = bisect_right(document.starts, low), bisect_right(document.starts, high)
        if _CLAUSE.isdisjoint(document.lower[first:last]):
            return place
    return None


def link_dates(document: Document, figures: Sequence[Figure], dates: Sequence[EventDate]) -> list[Figure]:
    """Gives each figure the date its sentence names, the nearest if there are several."""
    if not dates:
        return list(figures)
    starts = [sentence.start for sentence in document.sentences]
    linked = []
    for figure in figures:
        sentence = document.sentences[max(0, bisect_right(starts, figure.start) - 1)]
        near = [date for date in dates if sentence.start <= date.start < sentence.end]
        date = min(near, key=lambda date: abs(date.start - figure.start), default=None)
        linked.append(replace(figure, as_of=date.value) if date else figure)
    return linked
