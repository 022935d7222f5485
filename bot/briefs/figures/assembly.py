"""Puts figures together: from joined quantities to records, each with what it counts and belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.briefs.calendar import Expression
from bot.briefs.document import Document
from bot.briefs.figures.ages import end_of_age, is_age, whose
from bot.briefs.figures.changes import Change, change_of
from bot.briefs.figures.counted import Measured, count_of, with_event
from bot.briefs.figures.events import Event, event_of
from bot.briefs.figures.exclusions import is_figure
from bot.briefs.figures.joins import Joined, join
from bot.briefs.figures.measured import LENGTHS, is_magnitude, measure_of, named_before
from bot.briefs.figures.phrases import full_phrase
from bot.briefs.figures.qualifiers import Qualified, qualify
from bot.briefs.figures.quantities import Quantity, find_quantities
from bot.briefs.figures.units import read_rate
from bot.briefs.lexicon import word_set
from storage.records import Aggregation, Figure, FigureKind, Modifier

_CODE = re.compile(
    r"\+\d[\d ()-]{7,18}\d|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3,4}-\d{4}(?![\d-])|\d{3}-\d{4}(?![\d-])"
    r"|\d{1,12}(?:-\d{1,12}){2,6}|0\d{2,4}(?: \d{3,8}){1,3}"
)
_DIGITS = re.compile(r"\d+")
_OF_THE = re.compile(
    r" of (?:(?:the|its|his|her|their|all|these|those|some|about)(?: the| [\w ]{1,30}[’']s?)? )?$"
)
_OR = re.compile(r",? or (?:about |some |nearly |around |roughly )?$")
_AND = re.compile(r",? (?:and|or|to) $|, $")
_PLANS = word_set("plan_words")
_INCLUDING = (["including"], ["includes"], ["included"], ["include"])
_LIST_TAGS = frozenset({"NN", "NNS", "JJ", "NNP", "CC", ","})
_LINKS = frozenset({"to", "from", "against", "and", "or", "versus", "than", "with", "at"})
_OPENS_A_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "VBN", "VBG", "CD", "POS"})
_LENDING = frozenset({"measure", "money", "percent"})
_ALIKE = 3.0  # how many times larger or smaller a neighbour may be to lend its unit
_COMPARED = frozenset({"from", "with", "against", "than", "versus"})
_LENDERS = 12  # figures looked back at for a whole or a noun
_LISTED = 6  # tokens between two members of a list
_NEAR = 8  # tokens before a number in which "will" or "plans to" makes it a plan


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a figure stands: its document, its sentence's tokens and start, the figures before it."""

    document: Document
    bounds: tuple[int, int]
    start: int
    previous: int  # where the sentence before starts
    before: list[Figure]


def find_figures(document: Document, calendar: Sequence[Expression]) -> list[Figure]:
    """The figures of a text in order; `calendar` are its expressions of time, which are no figures."""
    taken = sorted([(e.start, e.end) for e in calendar] + _codes(document.text))
    opens = {sentence.first for sentence in document.sentences}
    starts = [sentence.start for sentence in document.sentences]
    figures: list[Figure] = []
    reach = 0  # a rate's "per 100,000 people" is no figure of its own
    for one in join(document, find_quantities(document, taken)):
        quantity = one.quantity
        qualified = qualify(document, quantity)
        if quantity.start < reach or not is_figure(document, quantity, qualified, opens):
            continue
        index = max(0, bisect_right(starts, quantity.start) - 1)
        sentence = document.sentences[index]
        bounds = (sentence.first, max(sentence.last, quantity.last))
        site = _Site(document, bounds, sentence.start, starts[max(0, index - 1)], figures)
        figure, reach = _figure(site, one, qualified)
        figures.append(figure)
    return _wholes(document.text, figures)


def _codes(text: str) -> list[tuple[int, int]]:
    """Telephone numbers, product codes and the like."""
    if "-" not in text and "+" not in text and " 0" not in text:
        return []
    found = (
        _CODE.match(text, max(0, run.start() - 1)) or _CODE.match(text, run.start())
        for run in _DIGITS.finditer(text)
    )
    return [match.span() for match in found if match]


def _figure(site: _Site, one: Joined, qualified: Qualified) -> tuple[Figure, int]:
    """The record of one quantity, and the offset up to which its words are spent."""
    document, quantity = site.document, _with_lent_unit(site, one.quantity, qualified)
    one = replace(one, quantity=quantity)
    kind = _kind(site, one, qualified)
    plain = kind == "count"
    about = _about(site, quantity, qualified, kind)
    event = event_of(document, qualified.first, about.after, *site.bounds)
    parent = _parent(site, quantity, qualified, about, event)
    rate = read_rate(document.text, document.ends[about.after - 1]) if plain and about.after else None
    value, low, high, modifier = _bounds(one, qualified)
    end = end_of_age(document.text, qualified.end) if kind == "age" else qualified.end
    still = kind == "age" or about.counted in LENGTHS or (about.counted or "").startswith("distance from ")
    change = None if still else one.moved or change_of(document, quantity, qualified.first, site.bounds)
    if change is None and not still:
        change = _same_change(site, quantity.start)
    figure = Figure(
        start=qualified.start,
        end=end,
        text=document.text[qualified.start : end],
        kind=kind,
        value=value,
        low=low,
        high=high,
        approximate=qualified.approximate,
        unit=_unit(quantity, kind, rate),
        counted=_counted(site, about, event, parent, quantity if plain else None),
        modifier=modifier,
        predicate=event.participle if event else None,
        change=change,
        part_of=parent,
        aggregation=_aggregation(document, qualified, quantity.per or bool(rate), site.bounds[0]),
    )
    return figure, rate[1] if rate else end


def _with_lent_unit(site: _Site, quantity: Quantity, qualified: Qualified) -> Quantity:
    """A bare number beside one of its size takes its unit: "340 million francs from 386 million"."""
    document, last = site.document, quantity.last
    size = quantity.value or quantity.low
    bare = quantity.unit is None and quantity.number.style == "digits" and size
    if not bare or not size or document.lower[qualified.first - 1] not in _LINKS:
        return quantity
    word, tag = (document.lower[last], document.tags[last]) if last < site.bounds[1] else ("", "")
    if word in {"of", "-"} or (tag in _OPENS_A_NOUN and word not in {"last", "next"}):
        return quantity
    for figure in reversed(site.before[-_LENDERS:]):
        if figure.start < site.start:
            break
        other = figure.value or figure.low or figure.high
        if figure.unit is None or figure.kind not in _LENDING or not other:
            continue
        if 1 / _ALIKE <= abs(size / other) <= _ALIKE:
            return replace(quantity, unit=figure.unit, kind=figure.kind)
    return quantity


def _same_change(site: _Site, start: int) -> Change | None:
    """ "Rose 84 cents, or 1.1%": the second number says the same in another way."""
    if not site.before or not _OR.match(site.document.text[site.before[-1].end : start]):
        return None
    return site.before[-1].change


def _kind(site: _Site, one: Joined, qualified: Qualified) -> FigureKind:
    quantity = one.quantity
    if is_age(site.document, quantity, qualified) or _continues_age(site, quantity):
        return "age"
    if quantity.unit is None and is_magnitude(site.document, quantity):
        return "measure"
    if quantity.unit is None and (quantity.number.style == "fraction" or one.share):
        return "percent"
    return quantity.kind


def _continues_age(site: _Site, quantity: Quantity) -> bool:
    """ "two men aged 20 and 31"."""
    if not site.before or quantity.unit or site.before[-1].kind != "age":
        return False
    text, last = site.document.text, quantity.last
    noun = last < len(site.document.tags) and site.document.tags[last] in {"NN", "NNS", "JJ", "NNP"}
    return not noun and bool(_AND.match(text[site.before[-1].end : quantity.start]))


def _about(site: _Site, quantity: Quantity, qualified: Qualified, kind: FigureKind) -> Measured:
    """What the quantity is about, by its kind."""
    document = site.document
    if kind == "age":
        return whose(document, quantity, site.bounds[1])
    if kind == "measure" and quantity.unit is None:
        return Measured("magnitude", quantity.last)
    if kind != "count":
        return measure_of(document, quantity, qualified.first, site.bounds)
    about = count_of(document, quantity, site.bounds[1])
    words = quantity.number.style == "words" and document.lower[qualified.first - 1] != "of"
    compared = document.lower[qualified.first - 1] in _COMPARED
    if about.counted or about.back or words or compared:
        return about
    ahead = named_before(document, qualified.first, site.bounds[0])
    return replace(about, counted=full_phrase(document, ahead)) if ahead else about


def _unit(quantity: Quantity, kind: FigureKind, rate: tuple[str, int] | None) -> str | None:
    if kind == "age" and quantity.unit is None:
        return "yr"
    return f"/{rate[0]}" if rate and kind == "count" else quantity.unit


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
    site: _Site, about: Measured, event: Event | None, parent: int | None, quantity: Quantity | None
) -> str | None:
    """The phrase counted, borrowed from the whole or from the neighbour where the number has none.

    `quantity` is the number of a plain count, None for what is measured.
    """
    base, before = about.counted or about.referent, site.before
    if quantity is None:
        return base
    if parent is not None and (about.back or base is None) and before[parent].kind == "count":
        base = _bare(before[parent]) or before[parent].counted or base
    elif base is None and not quantity.vague and before and before[-1].start >= site.start:
        lent = _bare(before[-1])  # "460 cars were stolen, compared with 63 last year"
        since = min(figure.end for figure in before[-_LENDERS:] if figure.start >= site.start)
        told = site.document.text[since : quantity.start]
        base = lent if lent and lent in told and ";" not in told and before[-1].kind == "count" else None
    return with_event(base, event, parent is not None)


def _bare(figure: Figure) -> str | None:
    """What a figure counts, without its event."""
    if not figure.counted or not figure.predicate:
        return figure.counted
    return figure.counted.removesuffix(figure.predicate).strip() or None


def _parent(
    site: _Site, quantity: Quantity, qualified: Qualified, about: Measured, event: Event | None
) -> int | None:
    """The figure this one is a part of: "33 of them", "including nine children", "and 25 were jammed"."""
    before = site.before
    if not before:
        return None
    words = site.document.lower[max(0, qualified.first - 2) : qualified.first]
    if about.back or words[-1:] in _INCLUDING or words == ["among", "them"]:
        return _whole(site, quantity)
    last = before[-1]
    if (
        last.part_of is not None
        and last.part_of < len(before) - 1
        and _is_listed(site.document, last.end, qualified.first)
    ):
        return last.part_of  # "including nine children and two women"
    shares = about.counted is None and last.part_of is not None and last.start >= site.start
    return last.part_of if shares and event and event.behind else None


def _is_listed(document: Document, end: int, first: int) -> bool:
    """Is there nothing but a noun phrase and "and" between the end of one figure and token `first`?"""
    after = bisect_left(document.starts, end)
    tags = document.tags[after:first]
    return 0 < len(tags) <= _LISTED and tags[-1] in {"CC", ","} and _LIST_TAGS.issuperset(tags)


def _whole(site: _Site, quantity: Quantity) -> int | None:
    """The nearest earlier count that is large enough, in this sentence or the one before."""
    size = quantity.value or quantity.low or 0.0
    share = quantity.unit == "%" or quantity.number.style == "fraction"
    for place in range(len(site.before) - 1, max(-1, len(site.before) - _LENDERS), -1):
        figure = site.before[place]
        if figure.start < site.previous:
            return None
        most = figure.high or figure.value
        large = share or most is None or most >= size
        if figure.kind == "count" and figure.part_of is None and large:
            return place
    return None


def _aggregation(document: Document, qualified: Qualified, rate: bool, first: int) -> Aggregation:
    if rate:
        return "rate"
    if qualified.more:
        return "increment"
    near = document.lower[max(first, qualified.first - _NEAR) : qualified.first]
    return "plan" if _PLANS.intersection(near) else "total"


def _wholes(text: str, figures: list[Figure]) -> list[Figure]:
    """Ties "48 of the 67 drones" to the 67 that follows it."""
    tied = list(figures)
    for index in range(len(figures) - 1):
        one, two = figures[index], figures[index + 1]
        if (
            one.kind in {"count", "percent"}
            and two.kind == "count"
            and _OF_THE.match(text[one.end : two.start])
        ):
            tied[index] = replace(one, part_of=index + 1)
    return tied
