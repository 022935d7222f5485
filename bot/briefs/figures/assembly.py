"""Puts figures together: from joined quantities to records, each with what it counts and belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from bot.briefs.calendar import Expression
from bot.briefs.datelines import end_of_dateline
from bot.briefs.document import Document, Sentence
from bot.briefs.figures.about import about_of
from bot.briefs.figures.ages import OLDEST, end_of_age, is_age
from bot.briefs.figures.changes import Change, change_of
from bot.briefs.figures.comparisons import compared_with
from bot.briefs.figures.counted import Measured
from bot.briefs.figures.events import bidden, event_of
from bot.briefs.figures.exclusions import is_figure
from bot.briefs.figures.extents import is_extent, is_magnitude
from bot.briefs.figures.joins import Joined, join
from bot.briefs.figures.lending import continued, listed_predicate, what_is_counted
from bot.briefs.figures.lent_units import in_money, with_lent_unit
from bot.briefs.figures.parts import parent_of, what_befell, with_wholes
from bot.briefs.figures.qualifiers import Qualified, outer_first, qualify
from bot.briefs.figures.quantities import Quantity, find_quantities
from bot.briefs.figures.retag import with_certain_tags
from bot.briefs.figures.runs import codes, digit_runs, rows
from bot.briefs.figures.site import Site, Term
from bot.briefs.figures.sums import event_of_noun
from bot.briefs.figures.units import read_rate
from bot.briefs.figures.unsaid import meant_toll
from bot.briefs.figures.vocabulary import CASUALTIES
from bot.briefs.lexicon import word_set
from storage.records import Aggregation, Figure, FigureKind, Modifier

_RANGE_OF_TIME = re.compile(
    r"\w+ (?:to|or) \w+ (?:seconds|minutes|hours|days|weeks) (?:later|earlier|after)$"
)
_OR = re.compile(r",? or (?:about |some |nearly |around |roughly )?$")
_AND = re.compile(r",? (?:and|or|to) $|, $")
_PLANS = word_set("plan_words")
_NOT_BEHIND_AGE = frozenset({"NN", "NNS", "JJ", "NNP", "VBP", "VBD", "VBZ", "MD"})
_REACHING = word_set("reaching_verbs")
_NO_PLAN = frozenset({"NNS", "NNP"})  # "struck 100 targets", "as of 4 May"
_NEW_CLAUSE = frozenset({"and", "but", "while"})
_NEAR = 8  # tokens before a number in which "will" or "plans to" makes it a plan


def find_figures(document: Document, calendar: Sequence[Expression]) -> list[Figure]:
    """The figures of a text in order; `calendar` are its expressions of time, which are no figures."""
    document = with_certain_tags(document)
    times = [(e.start, e.end) for e in calendar if not _is_span(document.text, e)]
    text, runs = document.text, digit_runs(document)
    taken = sorted(times + codes(text, runs) + rows(text, runs) + document.pointers())
    opens = {sentence.first for sentence in document.sentences}
    starts = [sentence.start for sentence in document.sentences]
    figures: list[Figure] = []
    seen, opened = -1, 0  # the sentence of the last figure, and its first token
    reach = 0  # a rate's "per 100,000 people" is no figure of its own
    for one in join(document, find_quantities(document, taken, runs)):
        quantity = one.quantity
        qualified = qualify(document, quantity)
        last = figures[-1] if figures else None
        if quantity.start < reach or not is_figure(document, quantity, qualified, opens, last):
            continue
        index = max(0, bisect_right(starts, quantity.start) - 1)
        sentence = document.sentences[index]
        if index != seen:
            seen, opened = index, _first_token(document, sentence)
        bounds = (opened, max(sentence.last, quantity.last))
        site = Site(document, bounds, sentence.start, starts[max(0, index - 1)], figures)
        figure, reach = _figure(site, one, qualified)
        figures.append(figure)
    return with_wholes(text, figures)


def _is_span(text: str, expression: Expression) -> bool:
    """ "Five hours earlier | than usual", "20 to 25 minutes later": a length of time, no point in it."""
    if text.startswith(" than", expression.end):
        return True
    return bool(_RANGE_OF_TIME.match(text, expression.start, expression.end))


def _first_token(document: Document, sentence: Sentence) -> int:
    """The token with which a sentence begins, behind its dateline."""
    behind = end_of_dateline(document.text, sentence.start, sentence.end)
    return bisect_left(document.starts, behind) if behind > sentence.start else sentence.first


def _figure(site: Site, one: Joined, qualified: Qualified) -> tuple[Figure, int]:
    """The record of one quantity, and the offset up to which its words are spent."""
    document, quantity = site.document, with_lent_unit(site, one.quantity, qualified)
    if quantity is not one.quantity:
        one = one._replace(quantity=quantity)
    term = Term(quantity, qualified, _kind(site, one, qualified))
    told = _told(site, one, term)
    if term.plain and (paid := in_money(site, quantity, told.counted)):
        quantity, term = paid, term._replace(quantity=paid, kind="money")
    value, low, high, modifier = _bounds(one, qualified)
    end = end_of_age(document.text, qualified.end) if term.kind == "age" else qualified.end
    after = told.about.after
    rate = read_rate(document.text, document.ends[after - 1]) if term.plain and after else None
    figure = Figure(
        start=qualified.start,
        end=end,
        text=document.text[qualified.start : end],
        kind=term.kind,
        value=value,
        low=low,
        high=high,
        approximate=qualified.approximate,
        unit=_unit(quantity, term.kind),
        counted=told.counted,
        modifier=modifier,
        predicate=told.predicate,
        change=_change(site, one, term, told),
        part_of=told.parent,
        aggregation=_aggregation(document, qualified, quantity.per or bool(rate), site.bounds[0]),
    )
    return figure, rate[1] if rate else end


class _Told(NamedTuple):
    """What the words around a quantity tell of it."""

    about: Measured
    parent: int | None
    counted: str | None
    predicate: str | None


def _told(site: Site, one: Joined, term: Term) -> _Told:
    """What a quantity counts, what befell it and what it is a part of: its own words first."""
    document, qualified = site.document, term.qualified
    about, event = about_of(site, term)
    if event is None and term.plain:
        event = bidden(document, outer_first(document, qualified.first), term.quantity.last)
    if event is None and not about.settled:
        event = event_of(document, qualified.first, about.after, *site.bounds)
    parent = parent_of(site, term.quantity, qualified, about, event)
    counted = what_is_counted(site, term, about, event, parent)
    predicate = event.participle if event else None
    if counted is None and predicate == "displaced":
        counted = "people"
    if term.plain and not (event and (event.casualty or parent is not None)):
        predicate = event_of_noun(counted) or predicate  # deaths that are recorded are still deaths
    own = counted if event else about.counted
    lender = meant_toll(site, counted) or compared_with(site, one, qualified, own, term.kind)
    if lender is None and event is None and term.plain and about.counted is None and parent is None:
        lender = continued(site, term, counted)
    if lender is None and event is None and term.plain and about.counted:
        predicate = predicate or listed_predicate(site, qualified.first, about.after)
    if lender is None and event is None and parent is not None:
        lender = what_befell(site, term.quantity, about, parent)
    if lender:
        counted, predicate = lender.counted, lender.predicate
    elif event is None and parent is not None and about.back and site.before[parent].predicate in CASUALTIES:
        predicate = site.before[parent].predicate  # "35 people were injured, | 4 of them children"
    if predicate and is_extent(about.counted):
        predicate = None  # a tunnel dug by thieves is 180 metres long whatever befalls it
    return _Told(about, parent, counted, predicate)


def _change(site: Site, one: Joined, term: Term, told: _Told) -> Change | None:
    """Did it rise or fall? An age and an extent do neither."""
    if term.kind == "age" or is_extent(told.about.counted):
        return None
    change = one.moved or change_of(site.document, term.quantity, term.qualified.first, site.bounds)
    return change or _same_change(site, term.quantity.start) or _outgrown(site, term, told.counted)


def _outgrown(site: Site, term: Term, counted: str | None) -> Change | None:
    """ "The toll, which stood at 31 on Monday, has reached | 48": the same thing said twice in a sentence."""
    last = site.before[-1] if site.before else None
    if last is None or last.start < site.start or not counted or last.counted != counted:
        return None
    if site.document.lower[term.qualified.first - 1] not in _REACHING or last.unit != term.quantity.unit:
        return None
    was, size = last.value or last.low, term.quantity.value
    return "up" if was is not None and size is not None and size > was else None


def _same_change(site: Site, start: int) -> Change | None:
    """ "Rose 84 cents, or 1.1%": the second number says the same in another way."""
    if not site.before or not _OR.match(site.document.text[site.before[-1].end : start]):
        return None
    return site.before[-1].change


def _kind(site: Site, one: Joined, qualified: Qualified) -> FigureKind:
    quantity = one.quantity
    if is_age(site.document, quantity, qualified) or _continues_age(site, quantity):
        return "age"
    if quantity.unit is None and is_magnitude(site.document, quantity):
        return "measure"
    if quantity.unit is None and (quantity.number.style == "fraction" or one.share):
        return "percent"
    return quantity.kind


def _continues_age(site: Site, quantity: Quantity) -> bool:
    """ "two men aged 20 and 31"."""
    if quantity.number.style == "fraction":
        return False
    if not site.before or quantity.unit or site.before[-1].kind != "age" or (quantity.value or 0) > OLDEST:
        return False
    text, last = site.document.text, quantity.last
    counts = last < len(site.document.tags) and site.document.tags[last] in _NOT_BEHIND_AGE
    return not counts and bool(_AND.match(text[site.before[-1].end : quantity.start]))


def _unit(quantity: Quantity, kind: FigureKind) -> str | None:
    if kind == "age" and quantity.unit is None:
        return "yr"
    return quantity.unit


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


def _aggregation(document: Document, qualified: Qualified, rate: bool, first: int) -> Aggregation:
    if rate:
        return "rate"
    if qualified.more:
        return "increment"
    opens = max(first, qualified.first - _NEAR)
    if _PLANS.isdisjoint(document.lower[opens : qualified.first]):
        return "total"
    for place in range(qualified.first - 1, opens, -1):
        if document.lower[place] in _NEW_CLAUSE and document.lower[place - 1] == ",":
            opens = place  # "will fell 318 trees, and 27 people spoke"
            break
    near = range(opens, qualified.first)
    plans = any(document.lower[place] in _PLANS and document.tags[place] not in _NO_PLAN for place in near)
    return "plan" if plans else "total"
