"""A story's figures side by side: who says how many, and whether that fits together. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.ledger.denials import denials_in, denials_of
from bot.ledger.gaps import gaps_in
from bot.ledger.intervals import bounds_of
from bot.ledger.joining import side_by_side
from bot.ledger.rows import Counted, rows_of
from bot.ledger.told import phrase_parts
from bot.ledger.verdicts import verdict_of
from bot.units import convert
from storage.records import Denial, Item, Ledger, Measure

__all__ = ["make_ledger"]


def make_ledger(items: Sequence[Item]) -> Ledger:
    """The figures of one story's items under their measures, each with its verdict and its denials.

    Syndicated copies are left out; measures come in the order in which they were first reported, rows
    oldest first. A single figure that is denied has the verdict "denied"; of several, the verdict says
    how they stand to each other and `denials` who denies them.
    """
    denials = denials_in(items)
    measures = [_measure(rows, denials) for rows in side_by_side(rows_of(items))]
    return Ledger(measures=tuple(measures), gaps=gaps_in(items))


def _measure(rows: Sequence[Counted], denials: Sequence[Denial]) -> Measure:
    against = denials_of(rows, denials)
    verdict = verdict_of(rows)
    low, high = _range(rows)
    counted, predicate = _label(rows)
    return Measure(
        counted=counted,
        predicate=predicate,
        unit=rows[0].row.figure.unit,
        place=_place(rows),
        rows=tuple(row.row for row in rows),
        verdict="denied" if against and verdict == "single" else verdict,
        low=low,
        high=high,
        denials=against,
        part=rows[0].subject.part,
    )


def _label(rows: Sequence[Counted]) -> tuple[str, str | None]:
    """What a measure counts and what happened to it, in the fullest words of its figures."""
    subject = rows[0].subject
    figures = [row.row.figure for row in rows]
    predicate = _first(figure.predicate for figure in figures)
    own = [f for f in figures if phrase_parts(f.counted or "", predicate or "")[0] == subject.counted]
    if own:
        # "bodies missing": a word that tells of another fate is the poorer one
        fullest = max(own, key=lambda f: (_tells_of(f.counted or "", subject.event), len(f.counted or "")))
        phrase, verb = fullest.counted or "", fullest.predicate or predicate or ""
        # several words told it ("left their homes"), of which the verb alone says something else
        apart = phrase_parts(phrase, verb)[2] != subject.event
        fate = subject.event if apart else None
        return phrase, fate or verb or None
    return subject.counted or "", predicate or subject.event


def _tells_of(counted: str, event: str | None) -> bool:
    """Whether what is counted tells of no other event than a measure's."""
    return phrase_parts(counted, "")[2] in {None, event}


def _range(rows: Sequence[Counted]) -> tuple[float | None, float | None]:
    """The lowest and the highest amount that is named, in the unit of the first row."""
    bounds = [bounds_of(row.row.figure) for row in rows]
    lows = [low for low, _ in bounds if low is not None]
    highs = [high for _, high in bounds if high is not None]
    unit = rows[0].row.figure.unit
    offset, factor = convert(0.0, unit)[0], convert(1.0, unit)[0] - convert(0.0, unit)[0]
    back = [
        None if value is None else (value - offset) / factor
        for value in (min(lows, default=None), max(highs, default=None))
    ]
    return back[0], back[1]


def _place(rows: Sequence[Counted]) -> str | None:
    """Of the places that figures of a measure name the one in which most of them lie; of equals the first."""
    named = [row.row.figure.place for row in rows if row.row.figure.place is not None]
    inside = Counter(
        {
            place: sum(place == row.row.figure.place or place.lower() in row.subject.place for row in rows)
            for place in named
        }
    )
    return inside.most_common(1)[0][0] if inside else None


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)
