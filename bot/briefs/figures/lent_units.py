"""The unit that a bare number borrows: "340 million francs from 386 million", "temperatures will rise to 12".

What is true of English: what was just said need not be said again, so a unit is lent between numbers of a
size, so that "rose 3.2% to 104.5" stays two measures; what is told in money has the currency named last, and
temperatures are degrees.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.briefs.document import Document
from bot.briefs.figures.comparisons import LIKELY, base_unit, is_step
from bot.briefs.figures.qualifiers import Qualified
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.site import LENDERS, Site
from bot.briefs.figures.vocabulary import FINITE, OF_CHANGE
from bot.briefs.lexicon import columns, word_set
from storage.records import Figure

_LINKS = frozenset({"to", "from", "against", "and", "or", "versus", "than", "with", "at", "plus"})
_STEPS = frozenset({"up", "down", "by", "about", "some", "nearly"})
_AT_DEGREES = frozenset({"to", "at", "of", "reached", "hit"})
_BEHIND_DEGREES = frozenset({"IN", ".", ",", "CC", "RB"})
_OPENS_A_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "VBN", "VBG", "CD", "POS"})
_COSTING = frozenset({"cost", "costs", "paid", "pays", "sells"})
_DOING = frozenset({"VBD", "VBP", "VBZ"})
_COUNTS = word_set("counting_nouns") | frozenset(row[0] for row in columns("event_nouns"))
_HOURS = 24
# Verbs that go on telling of amounts: behind any other one a small number may be an hour or a score.
_AMOUNT_VERBS = _COSTING.union(
    word_set("measuring_verbs"),
    OF_CHANGE,
    word_set("changers"),
    word_set("reaching_verbs"),
    word_set("moving_verbs"),
    word_set("auxiliaries"),
)
_SHARES = frozenset({"share", "rate", "proportion", "percentage", "ratio"})
_LENDING = frozenset({"measure", "money", "percent"})
_TEMPERATURE = re.compile(r"\b(?:[Tt]emperatures?|[Mm]ercury|thermometers?)\b[^.;]*$")
_WARMTH = 60  # characters from "temperatures" to a number that is one
_HOTTEST = 60  # no air is as hot in Celsius
_WHOLE = 100  # per cent; "91.6 per cent, while transport was lowest, at 26": two shares of a hundred
_ALIKE = 3.0  # how many times larger or smaller a neighbour may be to lend its unit
_THEN_TO = re.compile(r"(?: (?:since|in|from) [\w ]{2,14})?,? to ")
_WHEN = frozenset({"last", "next", "today", "yesterday", "now", "tomorrow"})
_MONEY_NOUNS = word_set("money_nouns")
_MILLION = 1e6


def with_lent_unit(site: Site, quantity: Quantity, qualified: Qualified) -> Quantity:
    """A bare number beside one of its size takes its unit: "340 million francs from 386 million"."""
    size = quantity.value or quantity.low
    if quantity.unit is not None or quantity.number.style != "digits" or not size:
        return quantity
    if warm := _temperature(site, quantity, qualified):
        return warm
    lower, first = site.document.lower, qualified.first
    before = lower[first - 1]
    step = before in _STEPS and is_step(site, qualified.start)
    linked = before in _LINKS or step or _is_share(site.document, first) or _is_paid(site.document, first)
    if not linked or _has_noun(site, quantity.last):
        return quantity
    was = before == "from" and lower[first - 2] in _STEPS
    was = was or step or before in {"plus", "for"} or (before == "to" and _is_result(site, quantity))
    if before == "from" and _follows_count(site, size):
        return quantity  # "deaths fell by 5% to 11,418, up from | 1,025"
    lender = _lender_of_unit(site, size, at=before == "at", was=was)
    if lender is None or _tells_of_something_else(site, lender, quantity):
        return quantity
    return quantity._replace(unit=lender.unit, kind=lender.kind)


def _follows_count(site: Site, size: float) -> bool:
    """Is the figure just before a count of a like size, so that this is its earlier value?"""
    last = site.before[-1] if site.before else None
    other = (last.value or last.low or last.high) if last and last.kind == "count" else None
    return bool(other and 1 / LIKELY <= abs(size / other) <= LIKELY)


def _tells_of_something_else(site: Site, lender: Figure, quantity: Quantity) -> bool:
    """ "Tickets cost 9 euros, and the office opens from | 8": a verb that is not of amounts lies between."""
    document = site.document
    first = bisect_left(document.starts, lender.end)
    if not _COUNTS.isdisjoint(document.lower[first : quantity.first]):
        return True  # "expects 45 degrees and warned that the toll could rise to | 50"
    if (quantity.value or quantity.low or 0) > _HOURS:
        return False
    return any(
        document.tags[k] in _DOING and document.lower[k] not in _AMOUNT_VERBS
        for k in range(first, quantity.first)
    )


def in_money(site: Site, quantity: Quantity, counted: str | None) -> Quantity | None:
    """ "Revenue was flat at | 5.9 billion": what is told in money has the currency named last."""
    if quantity.number.scale < _MILLION or not counted or counted.lower().split()[-1] not in _MONEY_NOUNS:
        return None
    before = reversed(site.before[-LENDERS:])
    last = next((figure for figure in before if figure.kind == "money" and figure.unit), None)
    return quantity._replace(unit=base_unit(last.unit), kind="money") if last else None


def _has_noun(site: Site, last: int) -> bool:
    """Does a noun, "of" or a verb follow the number, so that it stands for itself?"""
    document = site.document
    word, tag = (document.lower[last], document.tags[last]) if last < site.bounds[1] else ("", "")
    if word in {"of", "-"} or tag in FINITE:
        return True
    told = tag == "VBN" and document.lower[last + 1 : last + 2] == ["by"]  # "38 million | estimated by"
    return tag in _OPENS_A_NOUN and word not in _WHEN and not told


def _temperature(site: Site, quantity: Quantity, qualified: Qualified) -> Quantity | None:
    """ "Temperatures will rise to | 12 by noon": degrees without a word."""
    document, last = site.document, quantity.last
    if document.lower[qualified.first - 1] not in _AT_DEGREES:
        return None
    if not _TEMPERATURE.search(document.text, max(0, qualified.start - _WARMTH), qualified.start):
        return None
    if last < site.bounds[1] and document.tags[last] not in _BEHIND_DEGREES:
        return None
    unit = "°F" if abs(quantity.value or 0.0) > _HOTTEST else "°C"
    return quantity._replace(unit=unit, kind="measure")


def _is_result(site: Site, quantity: Quantity) -> bool:
    """ "Cut its forecast by 2.5 million tons to | 31.4 million": what is left is of what was cut."""
    last = site.before[-1] if site.before else None
    if last is None or last.start < site.start:
        return False
    by = bisect_left(site.document.starts, last.start) - 1
    near = _THEN_TO.fullmatch(site.document.text[last.end : quantity.start])
    lends = last.kind in {"money", "measure"} or (last.kind in _LENDING and quantity.number.scale > 1)
    return bool(near and site.document.lower[by] == "by" and lends)


def _is_share(document: Document, first: int) -> bool:
    """ "In towns the share is | 36"."""
    return first > 1 and document.lower[first - 1] in {"is", "was"} and document.lower[first - 2] in _SHARES


def _is_paid(document: Document, first: int) -> bool:
    """ "It costs | 31 to make", "costs them | 31"."""
    verb = first - 1 - (document.tags[first - 1] == "PRP" or document.lower[first - 1] == "for")
    return verb >= 0 and document.lower[verb] in _COSTING


def _lender_of_unit(site: Site, size: float, *, at: bool, was: bool) -> Figure | None:
    """The nearest figure of the sentence of a like size, or any where the number says what it `was`."""
    nearest: Figure | None = None
    for figure in reversed(site.before[-LENDERS:]):
        other = figure.value or figure.low or figure.high
        if figure.start < site.start:
            break
        if figure.unit is None or figure.kind not in _LENDING or not other:
            continue
        levels = figure.unit == "%" and (figure.change is None or at) and max(size, other) <= _WHOLE
        if 1 / _ALIKE <= abs(size / other) <= _ALIKE and not (was and "-" in figure.text):
            return figure
        if levels and size > 1:
            return figure
        nearest = nearest or figure
    return nearest if was else None
