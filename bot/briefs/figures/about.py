"""What a quantity is about: the words beside it by its kind, else what was said before, else its verb."""

from __future__ import annotations

import re

from bot.briefs.document import Document
from bot.briefs.figures.again import counted_again, is_of_people, opens_clause, subject_again
from bot.briefs.figures.ages import whose
from bot.briefs.figures.ahead import BRINGING, named_before
from bot.briefs.figures.comparisons import TO_RIVAL
from bot.briefs.figures.counted import Measured, count_of
from bot.briefs.figures.governed import governed
from bot.briefs.figures.measured import TERMS, measure_of
from bot.briefs.figures.participles import Event
from bot.briefs.figures.phrases import Phrase, counted_phrase, full_phrase, phrase_at, phrase_back_from
from bot.briefs.figures.qualifiers import outer_first
from bot.briefs.figures.site import Site, Term
from bot.briefs.figures.subjects import before_helpers, subject_before
from bot.briefs.figures.sums import summed
from bot.briefs.figures.unsaid import bare, held_people, is_for_people, labelled, told_of_part, voted
from bot.briefs.figures.vocabulary import FATE_WORDS, FINITE, NAMES, NOUNS, OF_CHANGE, UNIT_WORDS
from bot.briefs.lexicon import word_set

_AGAINST = frozenset({"from", "against", "than"})
_COMPARED = frozenset({"from", "with", "against", "than", "versus", "the"})
_AT_A_VALUE = frozenset({"of", "to", "at", "by"})  # words for numbers count here too: "rose to eight"
_COUNTING = word_set("counting_nouns")
_TOTALS = frozenset({"total", "whole", "lot"})
_OF_A_NUMBER = re.compile(r" of (?:the|its|their) \d")
_TOTALLED = frozenset({"total", "number", "tally", "count"})
_MARKS = frozenset({"mark", "milestone", "threshold", "level"})
_GIVING = word_set("allotting_verbs")
_ONE_IN_SIX = 4  # tokens
_TAKING = word_set("reporting_verbs") | word_set("changers")
_MILLION = 1e6  # "provides 14.6 million | for roads": so large a bare number is money
_FAR = 20  # tokens from a verb of giving to whom the last of a list is given


def about_of(site: Site, term: Term) -> tuple[Measured, Event | None]:
    """What a quantity is about, by its kind, and the event where that is told before the number."""
    document, quantity = site.document, term.quantity
    if term.kind == "age":
        own, last = whose(document, quantity, site.bounds[1]), site.before[-1] if site.before else None
        same = last and last.kind == "age" and quantity.start - last.end <= len(", and ")
        return own._replace(counted=own.counted or (last.counted if last and same else None)), None
    if term.kind == "measure" and quantity.unit is None:
        return Measured("magnitude", quantity.last), None
    return _counted(site, term) if term.plain else _measured(site, term)


def _counted(site: Site, term: Term) -> tuple[Measured, Event | None]:
    document, quantity, first = site.document, term.quantity, term.qualified.first
    brought = _brought(document, term, site.bounds[1])
    if brought:
        return brought
    often = document.lower[quantity.last : quantity.last + 1] == ["times"]
    behind = quantity.last + 1
    if often and document.lower[first - 1] == "," and document.lower[behind : behind + 2] == ["as", "much"]:
        meant = bare(site.before[-1]) if site.before and site.before[-1].start >= site.start else None
        return Measured(meant, behind, settled=True), None  # "costs 4.2 dinars, | three times as much as"
    if often and document.lower[first - 1] != ",":  # not "1,100 doses, | four times as many"
        if document.lower[behind : behind + 2] == ["as", "many"]:
            return count_of(document, quantity._replace(last=behind + 2), site.bounds[1]), None
        thing, event = governed(document, outer_first(document, first), site.bounds[0])
        counted = full_phrase(document, thing) if thing else None
        if document.tags[behind : behind + 1] in (["JJR"], ["RBR"]):
            event = None  # "three times faster" tells no event of its own
        return Measured(counted, behind, settled=True), event  # "has been bombed | 14 times"
    about = count_of(document, quantity, site.bounds[1])
    if about.counted and about.counted.lower() in _MARKS:
        about = about._replace(counted=_reached(site, first) or about.counted)
    if about.counted is None and is_for_people(document, quantity, first):
        return about._replace(counted="people"), None
    if about.counted is None and (held := held_people(document, quantity, first)):
        last = site.before[-1] if site.before and site.before[-1].start >= site.start else None
        held_again = last is not None and is_of_people(
            last
        )  # "licensed for 120 passengers, was carrying | 214"
        return about._replace(counted=bare(last) if last and held_again else "people"), held
    if about.counted or about.back:
        return about, None
    if votes := voted(site, term):
        return about._replace(counted=votes), None
    label = labelled(site, term) or told_of_part(site, term)
    if label:
        return about._replace(counted=label), None
    if not _may_be_named_before(site, term):
        return about, None
    if document.lower[first - 1] in _TAKING and (again := counted_again(site, term, None)):
        return about._replace(counted=again), None  # "Labour won 38 seats; the Greens took | 11"
    ahead = named_before(document, outer_first(document, first), site.bounds[0])
    if ahead is None:
        spent = _purpose(document, term, site.bounds)
        return about._replace(counted=full_phrase(document, spent) if spent else None), None
    counted, fate = summed(document, ahead, first)
    if document.lower[ahead.head] in _TOTALLED and (parts := _brought_to(site, ahead)):
        counted = parts
    return about._replace(counted=counted), fate


def _brought_to(site: Site, total: Phrase) -> str | None:
    """ "The new cases | bring the total to": what a total is the total of, its verb's subject."""
    document, verb = site.document, total.first - 1
    if total.last != total.head + 1 or document.lower[verb] not in BRINGING:
        return None
    thing = subject_before(document, before_helpers(document, verb, site.bounds[0]), site.bounds[0])
    return full_phrase(document, thing) if thing and document.tags[thing.head] == "NNS" else None


def _reached(site: Site, first: int) -> str | None:
    """ "Cases | passed the 1,000 mark": a mark counts what comes up to it."""
    document, bound = site.document, site.bounds[0]
    verb = first - 1 - (document.tags[first - 1] == "DT")
    if verb <= bound or not document.tags[verb].startswith("VB"):
        return None
    thing = subject_before(document, before_helpers(document, verb, bound), bound)
    return full_phrase(document, thing) if thing else None


def _may_be_named_before(site: Site, term: Term) -> bool:
    """Not "three of the", "from 31", nor a number with its own state or verb ("11 dead", "11 were hurt")."""
    document, quantity = site.document, term.quantity
    before = document.lower[term.qualified.first - 1]
    if quantity.number.style == "words" and before not in _AT_A_VALUE:
        return False
    moved = quantity.low is not None and quantity.value is not None  # "lowered the toll from 34 to 31"
    left = before == "from" and _is_left(document, term.qualified.first - 2)
    if before in _COMPARED and not (moved or left):
        return False
    last = quantity.last
    if last >= site.bounds[1]:
        return True
    return document.lower[last] not in FATE_WORDS | {"others"} and document.tags[last] not in FINITE


def _is_left(document: Document, place: int) -> bool:
    """ "Fell | from 20,000 a week", "have tripled, | from 140": where a verb of change sets out."""
    verb = place - (place > 0 and document.lower[place] == ",")
    return verb >= 0 and document.lower[verb] in OF_CHANGE


def _brought(document: Document, term: Term, bound: int) -> tuple[Measured, Event | None] | None:
    """ "That brings to 868,000 | the number of people who fled": what is counted, by a noun of counting."""
    lower, last = document.lower, term.quantity.last
    if last + 3 >= bound or lower[term.qualified.first - 1] != "to" or lower[last] != "the":
        return None
    if lower[last + 1] not in _COUNTING or lower[last + 2] != "of":
        return None
    counted, fate = summed(document, Phrase(last, last + 2, last + 1), bound)
    inner = phrase_at(document, last + 3, bound)
    return Measured(counted, inner.last if inner else last + 3), fate


def _measured(site: Site, term: Term) -> tuple[Measured, Event | None]:
    """What an amount is about, told by the words beside it or else by its verb."""
    document, first = site.document, outer_first(site.document, term.qualified.first)
    if shared := _inside(document, term):
        return Measured(shared, term.quantity.last), None
    about = measure_of(document, term.quantity, first, site.bounds)
    if about.counted and about.counted.lower() in _TOTALS and (meant := _total_of(site, term)):
        return about._replace(counted=meant), None
    if about.counted:
        return about, None
    label = labelled(site, term) or told_of_part(site, term)
    if label:
        return about._replace(counted=label), None
    if _OF_A_NUMBER.match(site.document.text, term.quantity.end) and (meant := _total_of(site, term)):
        return about._replace(counted=meant), None  # "2,060 rhinos, | a third of the 6,000 it had"
    if about.back or (term.kind == "percent" and opens_clause(site, term)):
        return about, None  # "the union says | seven in ten | have not been paid"
    if _is_compared(site, term):
        return about, None  # "fell to 9.4% in the latest month from 11.5%"
    if priced := _priced(document, term, first, site.bounds[0]):
        return about._replace(counted=priced), None
    thing, event = governed(document, first, site.bounds[0], _purpose(document, term, site.bounds))
    if thing and term.kind == "duration" and event is None and document.tags[thing.head] in NAMES:
        thing = None  # "cut electricity to Atbara and Port Sudan | for six hours"
    alone = thing is not None and thing.last == thing.head + 1  # not "80 millimetres of rain"
    if (
        thing
        and alone
        and document.lower[thing.head] in UNIT_WORDS
        and document.tags[thing.first - 1] == "CD"
    ):
        thing = None  # "240 millimetres fell | in 18 hours"
    meant = full_phrase(document, thing) if thing else subject_again(site, term, first)
    return about._replace(counted=meant), event


def _inside(document: Document, term: Term) -> str | None:
    """ "One | voter | in six", "nine | houses | in ten": the noun inside a share."""
    quantity = term.quantity
    if quantity.number.style == "fraction" or quantity.unit or quantity.last - quantity.first < _ONE_IN_SIX:
        return None
    noun = document.tags[quantity.first + 1 : quantity.last - 2]
    return (
        " ".join(document.lower[quantity.first + 1 : quantity.last - 2])
        if not NOUNS.isdisjoint(noun)
        else None
    )


def _total_of(site: Site, term: Term) -> str | None:
    """ "340 posts, | a tenth of the total": the total of what was just counted."""
    last = site.before[-1] if site.before else None
    share = term.kind == "percent" and term.quantity.unit in {None, "%"}
    if last is None or last.start < site.start or not share or last.kind != "count":
        return None
    return bare(last)


def _is_compared(site: Site, term: Term) -> bool:
    """Does "from" or "against" set an amount against the one before it in the sentence?"""
    last = site.before[-1] if site.before else None
    if last is None or last.start < site.start or not last.counted:
        return False
    if last.unit != term.quantity.unit:
        return False
    rival = term.kind == "percent" and TO_RIVAL.fullmatch(site.document.text, last.end, term.qualified.start)
    return bool(rival) or site.document.lower[term.qualified.first - 1] in _AGAINST


def _priced(document: Document, term: Term, first: int, bound: int) -> str | None:
    """ "Fertiliser | at 2,500 shillings a bag": a price by the piece belongs to the noun before "at"."""
    if not term.quantity.per or first - 2 < bound or document.lower[first - 1] != "at":
        return None
    head = first - 2
    if document.tags[head] in NAMES and head - 2 > bound and document.tags[head - 1] == "IN":
        head -= 2  # "leases 14 jets from Sweden | at 1.7bn a year"
    if document.tags[head] not in NOUNS:
        return None
    return full_phrase(document, phrase_back_from(document, head, bound))


def _purpose(document: Document, term: Term, bounds: tuple[int, int]) -> Phrase | None:
    """ "Set aside $3bn | for bad loans", "allots K9bn | to schools", "with K3bn | going on debt service"."""
    last, lower = term.quantity.last, document.lower
    money = term.kind == "money" or (term.plain and term.quantity.number.scale >= _MILLION)
    if not money or last + 2 >= bounds[1]:
        return None
    last += lower[last] in {"more", "each", "extra"}
    if last + 2 >= bounds[1]:
        return None
    goes = lower[last] == "going" or (lower[last] == "to" and lower[last + 1] == "go")
    last += goes + (goes and lower[last] == "to")
    to = lower[last] in {"to", "into"} and (
        goes or not _GIVING.isdisjoint(lower[max(bounds[0], last - _FAR) : last])
    )
    if not (to or lower[last] in {"for", "on", "off"}) or document.tags[last + 1] == "VB":
        return None
    if document.tags[last + 1] == "CD":
        return _bought(document, last + 2, bounds[1])
    phrase = phrase_at(document, last + 1, bounds[1], of=False)
    if phrase is None or document.tags[phrase.head] not in {"NN", "NNS"}:
        return None
    return None if document.lower[phrase.head] in TERMS else phrase


def _bought(document: Document, index: int, bound: int) -> Phrase | None:
    """ "Spend 4.2 billion | on 35 frigates", "for 40 per cent of the port": what is bought."""
    share = index + (document.lower[index : index + 2] == ["per", "cent"])
    if document.lower[share] in {"%", "cent"} and document.lower[share + 1 : share + 2] == ["of"]:
        return phrase_at(document, share + 2, bound, of=False)
    phrase = counted_phrase(document, index, bound, plural=True)
    if phrase is None or document.tags[phrase.head] != "NNS":
        return None
    return None if document.lower[phrase.head] in UNIT_WORDS else phrase
