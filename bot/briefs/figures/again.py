"""What a bare number means that goes on with what was counted before, in this sentence or the one before.

What is true of English: a share that opens a clause is of those last shared out ("half of the voters ... four
in ten said"), a number that opens a sentence is of those last counted ("nine pilgrims in two buses ... Three
died": people die), and a verb's whole object is more of what its neighbour counted ("Lima took 14 million,
Quito 15 million"), as long as the two are of a size. "It" and "they" mean what the last sentence told of. We
accept to take up the wrong one of two things counted in one breath.
"""

from __future__ import annotations

from bisect import bisect_right

from bot.briefs.document import Document
from bot.briefs.figures.participles import Event
from bot.briefs.figures.phrases import full_phrase
from bot.briefs.figures.qualifiers import outer_first
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.site import LENDERS, Site, Term
from bot.briefs.figures.subjects import before_helpers, subject_before
from bot.briefs.figures.unsaid import bare
from bot.briefs.figures.vocabulary import BEING, CASUALTIES, ENDS, FINITE, NOUNS, OF_CHANGE
from bot.briefs.lexicon import word_set
from storage.records import Figure

_VERBS = FINITE | {"VB", "VBN", "VBG"}
_CONJUNCTIONS = frozenset({"and", "but", "while", ",", ";"})
_NAMED = (["NNP"], ["NNPS"])
_SAYINGS = word_set("present_sayings") | {"said"}
_ONLY_PEOPLE = word_set("fates_of_people")
_FATES = _ONLY_PEOPLE | CASUALTIES
_PEOPLE = word_set("people_by_age") | word_set("people_nouns")
_ALIKE = 20.0  # how many times larger or smaller a number may be than the one it goes on with
_WHERE_PEOPLE = (
    ["in", "hospital"],
    ["in", "jail"],
    ["in", "prison"],
    ["in", "custody"],
    ["in", "detention"],
    ["on", "board"],
)
_SINGULAR = (["has"], ["was"], ["is"])
_ABOARD = Event("moved", False, 0, behind=True)  # as if they did what only people do
_OPENING = 2  # tokens of "the first", "another"
_LASTING = frozenset({"lasted", "lasts", "took", "takes", "ran"})
_THESE = (["the"], ["these"], ["those"])
_GROUP = 6  # tokens of "the dead", "the aircraft seen on Monday"
_MANY = 2
_NOT_DOING = OF_CHANGE | word_set("measuring_verbs") | {"had", "did"}
_SPEAKING = frozenset({"spoke", "speaks", "speaking", "spoken", "talks", "talked"})
_PRONOUNS = frozenset({"it", "they"})


def shared_again(site: Site, term: Term) -> str | None:
    """ "Four in ten | said": those whom the last share was a share of, else the people just counted."""
    if term.kind != "percent" or term.quantity.unit not in {None, "%"} or not opens_clause(site, term):
        return None
    mass = site.document.lower[term.quantity.last : term.quantity.last + 1] in _SINGULAR
    for figure in reversed(site.before[-LENDERS:]):
        if mass:  # "$286 million is required; less than a fifth | has been received"
            return (
                bare(figure)
                if figure.start >= site.previous and figure.kind in {"money", "measure"}
                else None
            )
        shared = figure.kind == "percent" and figure.unit in {None, "%"}
        counted = figure.kind == "count" and figure.start >= site.previous
        if (shared or counted) and _is_plural(figure):
            return bare(figure)
    return None


def counted_again(site: Site, term: Term, event: Event | None) -> str | None:
    """ "Three | died", "Quito handled | 15 million": what was just counted, by its verb."""
    quantity = term.quantity
    if opened := _of_whom(site):
        return opened
    if quantity.vague:
        return None
    if opens_clause(site, term) and term.qualified.first - site.bounds[0] <= _OPENING:
        if lender := last_counted(site, event):
            return bare(lender)
        return "people" if _is_done_by_people(site, term) else None
    last = quantity.last
    if site.document.lower[last : last + 2] in _WHERE_PEOPLE or site.document.lower[last : last + 1] == [
        "aboard"
    ]:
        lender = last_counted(site, _ABOARD)  # "put 63,165 in hospital", "had 22 on board"
        return bare(lender) if lender and is_of_people(lender) else "people"
    if not site.before:
        return None
    if event and not event.behind and event.participle in _ONLY_PEOPLE:
        lender = last_counted(site, event)  # "set aside 20 beds and treated | 2,809"
        return bare(lender) if lender and is_of_people(lender) else "people"
    if (event and event.casualty) or not _is_object(site, term):
        return None
    for figure in reversed(site.before[-LENDERS:]):
        if figure.start < site.previous:
            return None
        alike = figure.counted and _are_alike(figure, quantity)
        if alike and (figure.kind == "count" or (figure.kind == "measure" and figure.start >= site.start)):
            return bare(figure)
    return None


def _of_whom(site: Site) -> str | None:
    """ "Of the dead, | 15 were in Kano and nine in Jos": whom all numbers of the sentence are of."""
    document, first = site.document, site.bounds[0]
    if document.lower[first] != "of" or document.lower[first + 1 : first + 2] not in _THESE:
        return None
    for place in range(first + 2, min(first + 2 + _GROUP, site.bounds[1])):
        if document.tags[place] == ",":
            return " ".join(document.words[first + 2 : place]) if place > first + 2 else None
        if document.tags[place] == "CD":
            return None
    return None


def _is_done_by_people(site: Site, term: Term) -> bool:
    """ "More than 400 | attended a vigil": with nothing counted before, who does something is people."""
    document, last = site.document, term.quantity.last
    done = document.tags[last] == "VBD" and document.lower[last] not in _NOT_DOING
    return done and (term.quantity.value or term.quantity.low or _MANY) >= _MANY


def fated(site: Site, event: Event | None) -> str | None:
    """ "Six of eight gates are open. Downstream 31,000 | have moved": what only people do, people did."""
    if event is None or not event.behind or event.participle not in _ONLY_PEOPLE:
        return None
    lender = last_counted(site, event)
    return bare(lender) if lender else "people"


def last_counted(site: Site, event: Event | None) -> Figure | None:
    """The last count of this or the sentence before; of what befalls people, the last count of people."""
    lately = [
        figure
        for figure in reversed(site.before[-LENDERS:])
        if figure.start >= site.previous
        and figure.kind == "count"
        and figure.counted
        and figure.part_of is None  # "35 were hurt, 4 of them children. 29 | had been"
    ]
    if event and event.participle in _FATES and (people := next(filter(is_of_people, lately), None)):
        return people
    between = [figure for figure in site.before[-LENDERS:] if lately and figure.start > lately[0].start]
    apart = all(figure.kind == "money" or figure.part_of is not None for figure in between)
    return lately[0] if lately and apart else None


def subject_again(site: Site, term: Term, first: int) -> str | None:
    """ "It | was fined 50,000 lari": whom or what the sentence before told of. `first` opens the amount."""
    document, opened = site.document, site.bounds[0]
    if opened == 0 or site.previous == site.start or document.lower[opened] not in _PRONOUNS:
        return None
    verb = _first_verb(document, opened, first)
    if verb is None or _first_verb(document, verb + 1, first) is not None:
        return None
    if term.kind == "duration" and document.lower[verb] not in _LASTING:
        return None  # "it came | two days after", "it is going to be a long eight months"
    start = bisect_right(document.starts, site.previous) - 1
    told = _first_verb(document, start, opened)
    subject = subject_before(document, before_helpers(document, told, start), start) if told else None
    if subject is None:
        return None
    plural = document.tags[subject.head] in {"NNS", "NNPS"}
    return full_phrase(document, subject) if plural == (document.lower[opened] == "they") else None


def is_of_people(figure: Figure) -> bool:
    """Did what befalls people befall what a figure counts, or are they people by their noun?"""
    words = (bare(figure) or "").lower().split(" of ")[0].split()
    return figure.predicate in CASUALTIES or bool(words and words[-1] in _PEOPLE)


def _is_plural(figure: Figure) -> bool:
    words = (bare(figure) or "").lower().split(" of ")[0].split()
    return bool(words) and (words[-1].endswith("s") or words[-1] in _PEOPLE)


def opens_clause(site: Site, term: Term) -> bool:
    """Does a number stand before a verb, with nothing but a conjunction in front of it?"""
    document, last = site.document, term.quantity.last
    while last < site.bounds[1] and document.tags[last] == "RB":
        last += 1
    if last >= site.bounds[1] or document.tags[last] not in FINITE:
        return False
    first = outer_first(document, term.qualified.first)
    first -= first > site.bounds[0] and document.lower[first - 1] in {"the", "first", "last"}
    if first - site.bounds[0] <= 1:
        return True
    said = document.lower[first - 1] == "that" or document.lower[first - 1] in _SAYINGS
    return said or document.lower[first - 1] in _CONJUNCTIONS


def _is_object(site: Site, term: Term) -> bool:
    """Is a number all that its verb, said or left out ("Quito | 15 million"), takes?"""
    document, last = site.document, term.quantity.last
    first = outer_first(document, term.qualified.first)
    placed = document.tags[last : last + 1] == ["IN"] and document.tags[last + 1 : last + 2] in _NAMED
    ends = last >= site.bounds[1] or placed or document.tags[last] in ENDS  # "has 120,000 | at Wolfsburg"
    if first - 1 <= site.bounds[0] or not ends:
        return False
    tag = document.tags[first - 1]
    if document.lower[first - 1] == "of" and document.lower[first - 2] in _SPEAKING:
        return True  # "the ministry spoke of | 14,000"
    left_out = tag in NOUNS and document.lower[first - 2] in _CONJUNCTIONS
    return (tag in _VERBS and document.lower[first - 1] not in BEING) or left_out


def _are_alike(figure: Figure, quantity: Quantity) -> bool:
    one, other = figure.value or figure.low or figure.high, quantity.value or quantity.low or quantity.high
    return bool(one and other and 1 / _ALIKE <= abs(one / other) <= _ALIKE)


def _first_verb(document: Document, start: int, bound: int) -> int | None:
    return next((place for place in range(start, bound) if document.tags[place] in FINITE), None)
