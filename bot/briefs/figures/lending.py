"""What a bare number borrows from its neighbours: the noun it counts, the unit it is in.

What is true of English: what was just said need not be said again ("460 cars were stolen, compared with 63
last year", "340 million francs from 386 million"). A noun is lent within the sentence and not over a
semicolon; a unit only between numbers of a size, so that "rose 3.2% to 104.5" stays two measures.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.briefs.figures.again import counted_again, fated, is_of_people, last_counted, shared_again
from bot.briefs.figures.counted import Measured, with_event
from bot.briefs.figures.participles import Event
from bot.briefs.figures.parts import is_placed
from bot.briefs.figures.qualifiers import outer_first
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.site import LENDERS, Site, Term
from bot.briefs.figures.unsaid import bare, taken_up
from bot.briefs.figures.vocabulary import CASUALTIES, FATES, FINITE
from bot.briefs.lexicon import word_set
from storage.records import Figure

_REPORTING = word_set("reporting_verbs")
_STATES = frozenset({"dead", "died", "killed", "injured", "wounded", "missing"})
_DEAD = frozenset({"bodies", "corpses", "coffins", "remains"})
_LISTED_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "CC", ","})
_JOINING = frozenset({"and", "or", ","})
_LIST_LONG = 8  # tokens between two members of a list
_JOINS = frozenset({"and", ",", "then"})
_STEP = 8  # tokens from a figure to the one that goes on with it
_QUALIFIERS = 2  # tokens of "at least", "another"
_ELSEWHERE = re.compile(r"\b(?:where|when|which|whose|since)\b")


def what_is_counted(
    site: Site, term: Term, about: Measured, event: Event | None, parent: int | None
) -> str | None:
    """The phrase counted, borrowed from the whole or from the neighbour where the number has none."""
    quantity = term.quantity
    base, before = about.counted or about.referent, site.before
    if not term.plain:
        if (
            base is None
            and parent is not None
            and (before[parent].kind == term.kind or term.kind == "percent")
        ):
            return bare(before[parent])
        if base is None and about.back and before and before[-1].start >= site.start:
            return bare(before[-1])  # "70 per cent of its wheat, two-thirds of it from Russia"
        return base or taken_up(site, term) or shared_again(site, term)
    whole = parent is not None and (base is None or (about.back and about.counted is None))
    if parent is not None and whole and before[parent].kind == "count":
        base = bare(before[parent]) or before[parent].counted or base
    elif base is None and not quantity.vague and _is_reported(site, quantity) and before:
        last = before[-1]  # "33 deaths ... Odisha reported nine"
        base = last.counted if last.start >= site.previous and last.kind == "count" else None
    elif base is None and before and before[-1].start >= site.start and is_placed(site, quantity):
        base = bare(before[-1]) if before[-1].kind == "count" else None  # "48,000 in Mayo, 31,000 in Sligo"
    elif base is None and event and event.behind and _opens_sentence(site, quantity) and before:
        lender = last_counted(site, event)  # "Five miners died. Eleven were pulled out alive."
        base = bare(lender) if lender else None
    elif base is None and not quantity.vague and before and before[-1].start >= site.start:
        of_the = site.document.text[before[-1].end : quantity.start] in {" of the ", " of its ", " of their "}
        lent = bare(before[-1])  # "460 cars were stolen, compared with 63 last year"
        since = min(figure.end for figure in before[-LENDERS:] if figure.start >= site.start)
        told = site.document.text[since : quantity.start]
        near = site.document.text[before[-1].end : quantity.start]
        base = lent if lent and lent in told and ";" not in near and before[-1].kind == "count" else None
        base = lent if of_the else base  # "a third of the | 6,000 it had"
        elsewhere = _ELSEWHERE.search(told)  # "hosts met 12 officials, where shooting in May killed | 100"
        if base and event and event.casualty and (elsewhere or not is_of_people(before[-1])):
            base = None  # "two bombs hit the block, wounding 34"
    if base is None:
        base = fated(site, event) or taken_up(site, term) or counted_again(site, term, event)
    if base in _STATES and about.counted is None and event and event.participle != FATES.get(base):
        base = None if event.participle in _STATES else "people"  # "37 dead, 12 missing; 15 were held"
    if base in _DEAD and about.counted is None and event and event.casualty:
        base = "people"  # "nine bodies were found; 100 are missing"
    return with_event(site.document, base, event, parent is not None)


def continued(site: Site, term: Term, counted: str | None) -> Figure | None:
    """The figure whose event goes on: "arrested 23 protesters on Monday and another | 17 on Tuesday"."""
    document, quantity = site.document, term.quantity
    last = site.before[-1] if site.before else None
    if last is None or last.start < site.start or last.kind != "count" or not last.predicate:
        return None
    first = outer_first(document, term.qualified.first)
    joined = document.lower[first - 1] in _JOINS and first - bisect_left(document.starts, last.end) <= _STEP
    closed = quantity.last >= site.bounds[1] or document.tags[quantity.last] in {"IN", ".", ",", ":"}
    return last if joined and closed and counted == bare(last) and last.part_of is None else None


def listed_predicate(site: Site, first: int, after: int) -> str | None:
    """The verb that a list shares: "seized 3 kg of heroin, 14 guns and 2,000 rounds", with no verb behind."""
    document, last = site.document, site.before[-1] if site.before else None
    if document.lower[first - 1] not in _JOINING or last is None or last.start < site.start:
        return None
    if not last.predicate or last.predicate in CASUALTIES:
        return None
    if after < site.bounds[1] and document.tags[after] in FINITE:
        return None
    start = bisect_left(document.starts, last.end)
    if (
        not 0 < first - start <= _LIST_LONG
        or document.tags[bisect_left(document.starts, last.start) - 1] == "IN"
    ):
        return None  # "threw for 364 yards | and three touchdowns"
    told = document.text.find(last.predicate.split(" ")[0][:3], site.start, last.start) >= 0
    listed = all(
        document.tags[place] in _LISTED_TAGS or document.lower[place] in {"of", "the"}
        for place in range(start, first)
    )
    return last.predicate if told and listed else None


def _opens_sentence(site: Site, quantity: Quantity) -> bool:
    """Do at most qualifiers stand before a number in its sentence ("Another eleven were")?"""
    return quantity.first - site.bounds[0] <= _QUALIFIERS


def _is_reported(site: Site, quantity: Quantity) -> bool:
    """ "Odisha reported nine.": a number as the whole object of a verb of counting."""
    lower, tags, last = site.document.lower, site.document.tags, quantity.last
    ends = last >= site.bounds[1] or tags[last] in {".", ",", "CC", ":"} or lower[last] == "by"
    return ends and quantity.first > 0 and lower[quantity.first - 1] in _REPORTING
