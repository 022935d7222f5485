"""Puts figures together: from joined quantities to records, each with what it counts and belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from bot.briefs.calendar import Expression
from bot.briefs.datelines import end_of_dateline
from bot.briefs.document import Document, Sentence
from bot.briefs.figures.ages import end_of_age, is_age, whose
from bot.briefs.figures.changes import Change, change_of
from bot.briefs.figures.counted import Measured, count_of
from bot.briefs.figures.events import Event, event_of
from bot.briefs.figures.exclusions import is_figure
from bot.briefs.figures.governed import governed
from bot.briefs.figures.joins import Joined, join
from bot.briefs.figures.lending import compared_with, what_is_counted, with_lent_unit
from bot.briefs.figures.measured import is_extent, is_magnitude, measure_of, named_before
from bot.briefs.figures.parts import parent_of, what_befell, with_wholes
from bot.briefs.figures.phrases import full_phrase
from bot.briefs.figures.qualifiers import Qualified, qualify
from bot.briefs.figures.quantities import Quantity, find_quantities
from bot.briefs.figures.site import Site
from bot.briefs.figures.sums import event_of_noun, summed
from bot.briefs.figures.units import read_rate
from bot.briefs.lexicon import word_set
from storage.records import Aggregation, Figure, FigureKind, Modifier

_CODE = re.compile(
    r"\+\d[\d ()-]{7,18}\d|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3,4}-\d{4}(?![\d-])|\d{3}-\d{4}(?![\d-])"
    r"|\d{1,12}(?:-\d{1,12}){2,6}|0\d{2,4}(?: \d{3,8}){1,3}"
)
_DIGITS = re.compile(r"\d+")
_OR = re.compile(r",? or (?:about |some |nearly |around |roughly )?$")
_AND = re.compile(r",? (?:and|or|to) $|, $")
_PLANS = word_set("plan_words")
_COMPARED = frozenset({"from", "with", "against", "than", "versus", "the"})
_AT_A_VALUE = frozenset({"of", "to", "at", "by"})  # words for numbers count here too: "rose to eight"
_QUOTES = frozenset("“\"‘'")
_GOVERNED = frozenset({"money", "measure", "percent", "duration"})
_NEAR = 8  # tokens before a number in which "will" or "plans to" makes it a plan


def find_figures(document: Document, calendar: Sequence[Expression]) -> list[Figure]:
    """The figures of a text in order; `calendar` are its expressions of time, which are no figures."""
    taken = sorted([(e.start, e.end) for e in calendar] + _codes(document.text))
    opens = {sentence.first for sentence in document.sentences}
    starts = [sentence.start for sentence in document.sentences]
    firsts = [_first_token(document, sentence) for sentence in document.sentences]
    figures: list[Figure] = []
    reach = 0  # a rate's "per 100,000 people" is no figure of its own
    for one in join(document, find_quantities(document, taken)):
        quantity = one.quantity
        qualified = qualify(document, quantity)
        if quantity.start < reach or not is_figure(document, quantity, qualified, opens):
            continue
        index = max(0, bisect_right(starts, quantity.start) - 1)
        sentence = document.sentences[index]
        bounds = (firsts[index], max(sentence.last, quantity.last))
        site = Site(document, bounds, sentence.start, starts[max(0, index - 1)], figures)
        figure, reach = _figure(site, one, qualified)
        figures.append(figure)
    return with_wholes(document.text, figures)


def _first_token(document: Document, sentence: Sentence) -> int:
    """The token with which a sentence begins, behind its dateline."""
    behind = end_of_dateline(document.text, sentence.start, sentence.end)
    return bisect_left(document.starts, behind) if behind > sentence.start else sentence.first


def _codes(text: str) -> list[tuple[int, int]]:
    """Telephone numbers, product codes and the like."""
    if "-" not in text and "+" not in text and " 0" not in text:
        return []
    found = (
        _CODE.match(text, max(0, run.start() - 1)) or _CODE.match(text, run.start())
        for run in _DIGITS.finditer(text)
    )
    return [match.span() for match in found if match]


def _figure(site: Site, one: Joined, qualified: Qualified) -> tuple[Figure, int]:
    """The record of one quantity, and the offset up to which its words are spent."""
    document, quantity = site.document, with_lent_unit(site, one.quantity, qualified)
    one = replace(one, quantity=quantity)
    kind = _kind(site, one, qualified)
    plain = kind == "count"
    about, fate = _about(site, quantity, qualified, kind)
    event = fate or event_of(document, qualified.first, about.after, *site.bounds)
    parent = parent_of(site, quantity, qualified, about, event)
    rate = read_rate(document.text, document.ends[about.after - 1]) if plain and about.after else None
    value, low, high, modifier = _bounds(one, qualified)
    end = end_of_age(document.text, qualified.end) if kind == "age" else qualified.end
    still = kind == "age" or is_extent(about.counted)
    change = None if still else one.moved or change_of(document, quantity, qualified.first, site.bounds)
    if change is None and not still:
        change = _same_change(site, quantity.start)
    counted = what_is_counted(site, about, event, parent, quantity if plain else None)
    predicate = event.participle if event else None
    if plain and not (event and (event.casualty or parent is not None)):
        predicate = event_of_noun(counted) or predicate  # deaths that are recorded are still deaths
    lender = compared_with(site, one, qualified, counted, kind)
    if lender is None and event is None and parent is not None:
        lender = what_befell(site, quantity, about, parent)
    if lender:
        counted, predicate = lender.counted, lender.predicate
    figure = Figure(
        start=qualified.start,
        end=end,
        text=document.text[qualified.start : end],
        kind=kind,
        value=value,
        low=low,
        high=high,
        approximate=qualified.approximate,
        unit=_unit(quantity, kind),
        counted=counted,
        modifier=modifier,
        predicate=predicate,
        change=change,
        part_of=parent,
        aggregation=_aggregation(document, qualified, quantity.per or bool(rate), site.bounds[0]),
    )
    return figure, rate[1] if rate else end


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
    if not site.before or quantity.unit or site.before[-1].kind != "age":
        return False
    text, last = site.document.text, quantity.last
    noun = last < len(site.document.tags) and site.document.tags[last] in {"NN", "NNS", "JJ", "NNP"}
    return not noun and bool(_AND.match(text[site.before[-1].end : quantity.start]))


def _about(
    site: Site, quantity: Quantity, qualified: Qualified, kind: FigureKind
) -> tuple[Measured, Event | None]:
    """What the quantity is about, by its kind, and the event where that is told before the number."""
    document = site.document
    if kind == "age":
        return whose(document, quantity, site.bounds[1]), None
    if kind == "measure" and quantity.unit is None:
        return Measured("magnitude", quantity.last), None
    if kind != "count":
        return _measured(site, quantity, qualified, kind)
    about = count_of(document, quantity, site.bounds[1])
    words = quantity.number.style == "words" and document.lower[qualified.first - 1] not in _AT_A_VALUE
    moved = quantity.low is not None and quantity.value is not None  # "lowered the toll from 34 to 31"
    compared = document.lower[qualified.first - 1] in _COMPARED and not moved
    if about.counted or about.back or words or compared:
        return about, None
    ahead = named_before(document, qualified.first, site.bounds[0])
    if ahead is None:
        return about, None
    counted, fate = summed(document, ahead, qualified.first)
    return replace(about, counted=counted), fate


def _measured(
    site: Site, quantity: Quantity, qualified: Qualified, kind: FigureKind
) -> tuple[Measured, Event | None]:
    """What an amount is about, told by the words beside it or else by its verb."""
    document, first = site.document, _before_quotes(site.document, qualified.first)
    about = measure_of(document, quantity, first, site.bounds)
    if about.counted or about.back or kind not in _GOVERNED:
        return about, None
    thing, event = governed(document, first, site.bounds[0])
    return replace(about, counted=full_phrase(document, thing) if thing else None), event


def _before_quotes(document: Document, first: int) -> int:
    """Steps over the quotation marks that open before a figure: 'put losses at “less than 30 million”'."""
    while first > 0 and document.words[first - 1] in _QUOTES:
        first -= 1
    return first


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
    near = range(max(first, qualified.first - _NEAR), qualified.first)
    plans = any(document.lower[place] in _PLANS and document.tags[place] != "NNS" for place in near)
    return "plan" if plans else "total"  # "struck 100 targets" plans nothing
