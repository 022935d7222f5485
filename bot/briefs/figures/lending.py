"""What a bare number borrows from its neighbours: the noun it counts, the unit it is in.

What is true of English: what was just said need not be said again ("460 cars were stolen, compared with 63
last year", "340 million francs from 386 million"). A noun is lent within the sentence and not over a
semicolon; a unit only between numbers of a size, so that "rose 3.2% to 104.5" stays two measures.
"""

from __future__ import annotations

from dataclasses import replace

from bot.briefs.figures.counted import Measured, with_event
from bot.briefs.figures.events import Event
from bot.briefs.figures.qualifiers import Qualified
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.site import LENDERS, Site
from storage.records import Figure

_LINKS = frozenset({"to", "from", "against", "and", "or", "versus", "than", "with", "at"})
_OPENS_A_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "VBN", "VBG", "CD", "POS"})
_LENDING = frozenset({"measure", "money", "percent"})
_ALIKE = 3.0  # how many times larger or smaller a neighbour may be to lend its unit


def with_lent_unit(site: Site, quantity: Quantity, qualified: Qualified) -> Quantity:
    """A bare number beside one of its size takes its unit: "340 million francs from 386 million"."""
    document, last = site.document, quantity.last
    size = quantity.value or quantity.low
    bare = quantity.unit is None and quantity.number.style == "digits" and size
    if not bare or not size or document.lower[qualified.first - 1] not in _LINKS:
        return quantity
    word, tag = (document.lower[last], document.tags[last]) if last < site.bounds[1] else ("", "")
    if word in {"of", "-"} or (tag in _OPENS_A_NOUN and word not in {"last", "next"}):
        return quantity
    for figure in reversed(site.before[-LENDERS:]):
        if figure.start < site.start:
            break
        other = figure.value or figure.low or figure.high
        if figure.unit is None or figure.kind not in _LENDING or not other:
            continue
        if 1 / _ALIKE <= abs(size / other) <= _ALIKE:
            return replace(quantity, unit=figure.unit, kind=figure.kind)
    return quantity


def what_is_counted(
    site: Site, about: Measured, event: Event | None, parent: int | None, quantity: Quantity | None
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
        since = min(figure.end for figure in before[-LENDERS:] if figure.start >= site.start)
        told = site.document.text[since : quantity.start]
        base = lent if lent and lent in told and ";" not in told and before[-1].kind == "count" else None
    return with_event(base, event, parent is not None)


def _bare(figure: Figure) -> str | None:
    """What a figure counts, without its event."""
    if not figure.counted or not figure.predicate:
        return figure.counted
    return figure.counted.removesuffix(figure.predicate).strip() or None
