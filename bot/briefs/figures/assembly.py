"""Puts figures together: from joined quantities to records, each with what it counts and belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from bot.briefs.calendar import Expression
from bot.briefs.document import Document, Sentence
from bot.briefs.figures.counted import Measured, change_of, count_of, is_age, measure_of, with_event
from bot.briefs.figures.events import Event, event_of
from bot.briefs.figures.exclusions import is_figure
from bot.briefs.figures.joins import Joined, join
from bot.briefs.figures.qualifiers import Qualified, qualify
from bot.briefs.figures.quantities import Quantity, find_quantities
from bot.briefs.figures.units import read_rate
from storage.records import Aggregation, Figure, FigureKind, Modifier

_PHONE = re.compile(
    r"\+\d[\d ()-]{7,18}\d|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3,4}-\d{4}(?![\d-])|\d{3}-\d{4}(?![\d-])"
)
_INCLUDING = frozenset({"including", "among", "of", "them"})
_PLANS = frozenset(
    {"will", "would", "plan", "plans", "planned", "expected", "target", "aims", "could", "pledged", "may"}
)
_NEAR = 8  # tokens before a number in which "will" or "plans to" makes it a plan


def find_figures(document: Document, calendar: Sequence[Expression]) -> list[Figure]:
    """The figures of a text in order; `calendar` are its expressions of time, which are no figures."""
    taken = sorted([(e.start, e.end) for e in calendar] + [m.span() for m in _PHONE.finditer(document.text)])
    joined = join(document, find_quantities(document, taken))
    opens = {sentence.first for sentence in document.sentences}
    starts = [sentence.start for sentence in document.sentences]
    figures: list[Figure] = []
    for one in joined:
        quantity = one.quantity
        qualified = qualify(document, quantity.start, quantity.end, quantity.first)
        if not is_figure(document, quantity, qualified, opens):
            continue
        sentence = document.sentences[max(0, bisect_right(starts, quantity.start) - 1)]
        figures.append(_figure(document, one, qualified, sentence, figures))
    return figures


def _figure(
    document: Document, one: Joined, qualified: Qualified, sentence: Sentence, before: list[Figure]
) -> Figure:
    quantity, bounds = one.quantity, (sentence.first, max(sentence.last, one.quantity.last))
    kind: FigureKind = "age" if is_age(document, quantity, qualified.start) else _kind(quantity)
    plain = kind == "count"
    about = (
        count_of(document, quantity, bounds[1])
        if plain
        else measure_of(document, quantity, qualified.first, bounds)
    )
    event = event_of(document, qualified.first, about.after, *bounds)
    parent = _parent(document, quantity, qualified, about, event, sentence, before)
    unit = "yr" if kind == "age" and quantity.unit is None else quantity.unit
    rate = read_rate(document.text, document.ends[about.after - 1]) if plain and about.after else None
    value, low, high, modifier = _bounds(one, qualified)
    start, end = _span(document, quantity, qualified, kind)
    return Figure(
        start=start,
        end=end,
        text=document.text[start:end],
        kind=kind,
        value=value,
        low=low,
        high=high,
        approximate=qualified.approximate,
        unit=f"/{rate[0]}" if rate and plain else unit,
        counted=_counted(about, event, parent, before, sentence, plain),
        modifier=modifier,
        predicate=event.participle if event else None,
        change=one.moved
        or (
            None if plain and not quantity.signed else change_of(document, quantity, qualified.first, bounds)
        ),
        part_of=parent,
        aggregation=_aggregation(document, qualified, quantity.per or bool(rate), sentence.first),
    )


def _kind(quantity: Quantity) -> FigureKind:
    return "percent" if quantity.number.style == "fraction" and not quantity.unit else quantity.kind


def _span(document: Document, quantity: Quantity, qualified: Qualified, kind: FigureKind) -> tuple[int, int]:
    """The number with its qualifiers; an age takes its "-year-old" along."""
    old = re.compile(r"[ -]+old\b|s[ -]old\b").match(document.text, qualified.end) if kind == "age" else None
    return qualified.start, old.end() if old else qualified.end


def _bounds(one: Joined, qualified: Qualified) -> tuple[float | None, float | None, float | None, Modifier]:
    """Value, low, high and modifier: a bound takes the value's place."""
    quantity, modifier = one.quantity, qualified.modifier
    value, low, high = quantity.value, quantity.low, quantity.high
    if one.ends or low is not None:
        return value, low, high, "between" if one.ends else "vague"
    if value is None:
        return None, None, None, "vague"
    if modifier in {"more_than", "at_least"}:
        return None, value, None, modifier
    if modifier in {"less_than", "at_most"}:
        return None, None, value, modifier
    return value, None, None, modifier


def _counted(
    about: Measured,
    event: Event | None,
    parent: int | None,
    before: list[Figure],
    sentence: Sentence,
    plain: bool,
) -> str | None:
    base = about.counted or about.referent
    if base is None and plain and parent is not None:
        base = _bare(before[parent])
    elif base is None and plain and before and before[-1].start >= sentence.start:
        base = _bare(before[-1]) if before[-1].kind == "count" else None  # "460 cars ... compared with 63"
    return with_event(base, event, parent is not None) if plain else base


def _bare(figure: Figure) -> str | None:
    """What a figure counts, without its event."""
    if not figure.counted or not figure.predicate:
        return figure.counted
    bare = figure.counted.removesuffix(figure.predicate).strip()
    return bare or None


def _parent(
    document: Document,
    quantity: Quantity,
    qualified: Qualified,
    about: Measured,
    event: Event | None,
    sentence: Sentence,
    before: list[Figure],
) -> int | None:
    """The figure this one is a part of: "33 of them", "including nine children", "and 25 were jammed"."""
    if not before:
        return None
    lower, first = document.lower, qualified.first
    including = (
        first > 0
        and lower[first - 1] in {"including", "them"}
        and (lower[first - 1] != "them" or lower[first - 2] == "among")
    )
    if about.back or including:
        return _whole(before, quantity, sentence, document)
    last = len(before) - 1
    shares = (
        about.counted is None and before[last].part_of is not None and before[last].start >= sentence.start
    )
    return before[last].part_of if shares and event and event.behind else None


def _whole(before: list[Figure], quantity: Quantity, sentence: Sentence, document: Document) -> int | None:
    """The nearest earlier count that is large enough, in this sentence or the one before."""
    index = max(0, document.sentences.index(sentence) - 1)
    since = document.sentences[index].start
    size = quantity.value or quantity.low or 0.0
    share = quantity.unit == "%" or quantity.number.style == "fraction"
    for place in range(len(before) - 1, -1, -1):
        figure = before[place]
        if figure.start < since:
            return None
        most = figure.high or figure.value or figure.low
        if (
            figure.kind == "count"
            and figure.part_of is None
            and (share or most is None or most >= size or figure.low)
        ):
            return place
    return None


def _aggregation(document: Document, qualified: Qualified, rate: bool, first: int) -> Aggregation:
    if rate:
        return "rate"
    if qualified.more:
        return "increment"
    near = document.lower[max(first, qualified.first - _NEAR) : qualified.first]
    return "plan" if _PLANS.intersection(near) else "total"
