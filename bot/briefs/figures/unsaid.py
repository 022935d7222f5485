"""What a number counts that stands without a noun of its own.

What is true of English: the noun was said just before ("80 passengers; 278 were on board", "took 23 others"),
or stands as a label ("New cases: 57", "tarpaulins (600)"), or is people, because the verb is one of housing,
seating or employing them ("a jail that holds 1,430"). "The figure" and "the number" alone mean the last toll
that was told. A pronoun ("it is 78 per cent") takes up what was last measured in the same unit.
"""

from __future__ import annotations

import re

from bot.briefs.document import Document
from bot.briefs.figures.headed import heading_of
from bot.briefs.figures.numbers import NUMBER_WORDS
from bot.briefs.figures.participles import Event, participle_of
from bot.briefs.figures.parts import PARTS_FOLLOW
from bot.briefs.figures.phrases import full_phrase, phrase_at, phrase_back_from, words_of
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.site import LENDERS, Site, Term
from bot.briefs.figures.units import is_about_money
from bot.briefs.figures.vocabulary import CASUALTIES, NOUNS, UNIT_WORDS
from bot.briefs.lexicon import word_set
from storage.records import Figure

_LABEL = re.compile(r"(?:^|[.;:(\n•*] ?|- )([^\W\d_][\w’' -]{2,60}): $")
_TIMES_OF_LABEL = re.compile(
    r"(?i)\s*\b(?:(?:this|last|the past|previous) (?:week|month|year|day|24 hours)"
    r"|today|yesterday|so far|to date)$"
)
_IN_BRACKETS = re.compile(r"([a-z]+) \($")
_STANDS_ALONE = re.compile(r" ?(?:[.,;()\n]|$|in [A-Z])")
_LABEL_REACH = 70  # characters of a label
_VOTED = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|passed|agreed|decided|ruled|approved|backed|rejected|carried|defeated|elected)\b"
    r"(?:[^.;\d]{0,40}\b(?:by|of))? $"
)
_TO_OTHERS = re.compile(r"(?: votes)? (?:to|against) (?:\d|[a-z]+\b)")
_IT = re.compile(
    r"\b(?:[Ii]t|[Tt]his|[Tt]hat) (?:is|was|stands at|stood at)"
    r"(?: now| only| still)?(?: closer to| nearer(?: to)?)? $"
)
_IN_ALL = re.compile(r" (?:in all|in total|altogether|strong)\b")
_PEOPLE_VERBS = word_set("people_verbs")
_TOLL_OF_ANOTHER = re.compile(r"\b(?:toll|number|figure) (?:from|of|in) (?:an?|another|last|previous)\b")
_LONGEST_SENTENCE = 600  # characters; one without an end does not cost its square
_DEATHS = frozenset({"killed", "died", "drowned"})
_TOLLS = frozenset({"figure", "number", "toll", "total", "count", "tally", "higher figure", "lower figure"})
_VERBS_BEHIND = frozenset({"were", "are", "have", "had", "remain", "remained"})
_MODALS = (["MD"], ["VBP"], ["VBD"])
_CROWD = 10  # a table for two seats people too, but "for two" more often means something else
_ENDS = frozenset({".", ",", ":", "CC", "IN", "-RRB-", "RB"})


def labelled(site: Site, term: Term) -> str | None:
    """The label that says what a number counts: "New cases this week: 57", "hygiene kits (1,200)"."""
    document, text = site.document, site.document.text
    quantity, start = term.quantity, term.qualified.start
    if headed := heading_of(document, quantity.first, quantity.last):
        return headed
    if text[start - 1 : start] != "(" and text[start - 2 : start] != ": ":
        return None
    if not _STANDS_ALONE.match(text, term.qualified.end):
        return None  # "Malatya quake: 31 injured" is a headline
    near = text[max(0, start - _LABEL_REACH) : start]
    if _IN_BRACKETS.search(near) and text[quantity.end : quantity.end + 1] == ")":
        head = quantity.first - 2
        wanted = {"NN", "NNS"} if quantity.unit else {"NNS"}
        measured = document.lower[head] in UNIT_WORDS and document.tags[head - 1] == "CD"
        named = document.tags[head] in wanted or head == site.bounds[0]
        if head >= site.bounds[0] and named and not measured:
            return words_of(document, phrase_back_from(document, head, site.bounds[0]))
    label = _LABEL.search(near)
    if label is None:
        return None
    said = _TIMES_OF_LABEL.sub("", label[1]).strip()
    if said:
        return said
    last = site.before[-1] if site.before else None
    return last.counted if last and last.end >= start - _LABEL_REACH else None


def held_people(document: Document, quantity: Quantity, first: int) -> Event | None:
    """ "The jail holds 1,430", "camps built for 20,000": a verb that takes people as its bare number."""
    last = quantity.last
    if last < len(document.tags) and document.tags[last] not in _ENDS:
        return None
    verb = first - 1 if document.lower[first - 1] != "for" else first - 2
    if (
        verb < 0
        or document.lower[verb] not in _PEOPLE_VERBS
        or not document.tags[verb].startswith(("VB", "N"))
    ):
        return None
    return Event(participle_of(document, verb, first), False, verb, behind=False)


def is_for_people(document: Document, quantity: Quantity, first: int) -> bool:
    """ "A prison for 20,000", "food for 3,000": what there is a thing for is people, unless it is sold."""
    last, tags = quantity.last, document.tags
    if first < 2 or document.lower[first - 1] != "for":
        return False
    if tags[first - 2] not in NOUNS and document.lower[first - 2] != "enough":
        return False  # "doses, enough for | 132,500"
    ends = last >= len(tags) or tags[last] in _ENDS
    large = (quantity.value or quantity.low or quantity.high or 0) >= _CROWD
    return ends and large and not is_about_money(document.text, quantity.start)


def taken_up(site: Site, term: Term) -> str | None:
    """What was counted just before and is meant again: "278 were on board", "another nine", "it is 78%"."""
    document, quantity, qualified = site.document, term.quantity, term.qualified
    if quantity.unit is not None:
        near = document.text[max(0, qualified.start - 30) : qualified.start]
        return _same_unit(site, quantity) if _IT.search(near) else None
    near = document.text[max(0, qualified.start - 30) : qualified.start]
    if not _counts_behind(site, quantity) and _IT.search(near):
        return _same_unit(site, quantity)  # "17 lorries wait; on Monday it was | 230"
    if _IN_ALL.match(document.text, quantity.end):
        return _first_plural(site)  # "soldiers and volunteers, about 400 in all"
    last = quantity.last + (document.lower[quantity.last : quantity.last + 1] == ["more"])
    behind = document.lower[last] if last < site.bounds[1] else ""
    if last > quantity.last and document.tags[last : last + 1] in _MODALS:
        return _first_plural(site)  # "Plants now supply a third; two more will be built"
    if last > quantity.last and (last >= site.bounds[1] or document.tags[last] in {".", ",", ":", "CC"}):
        return _first_count(site)  # "300 shops in 9 countries and plans 40 more"
    rest = behind == "others" or document.lower[qualified.first - 1] == "other"
    if not rest and behind not in _VERBS_BEHIND:
        return None
    oldest = 0 if rest else site.previous
    for figure in reversed(site.before[-LENDERS:]):
        several = figure.kind == "count" and figure.value != 1  # "one event. Four | are known to have died"
        if figure.start >= oldest and several and figure.counted and figure.part_of is None:
            return bare(figure)
    if qualified.first == site.bounds[0]:
        return _last_plural(site)
    return _first_plural(site) if _joins_clause(site, qualified.first) else None


def _joins_clause(site: Site, first: int) -> bool:
    """ "Tickets cost 15 euros, and | 43,000 have been sold": nothing but money was told of the subject."""
    lately = [figure for figure in site.before[-LENDERS:] if figure.start >= site.start]
    return site.document.lower[first - 1] == "and" and bool(lately) and lately[0].kind == "money"


def _counts_behind(site: Site, quantity: Quantity) -> bool:
    """Does anything but the clause's end stand behind a number?"""
    return quantity.last < site.bounds[1] and site.document.tags[quantity.last] not in _ENDS


def _first_count(site: Site) -> str | None:
    """What the first count of the sentence counts."""
    for figure in site.before[-LENDERS:]:
        if figure.start >= site.start and figure.kind == "count" and figure.part_of is None:
            return bare(figure)
    return None


def voted(site: Site, term: Term) -> str | None:
    """ "Voted by | 812 to | 97", "passed by 52 votes to | 48": both sides of a vote count votes."""
    text, quantity = site.document.text, term.quantity
    near = text[max(0, term.qualified.start - _LABEL_REACH) : term.qualified.start]
    if _VOTED.search(near) and _TO_OTHERS.match(text, quantity.end):
        return "votes"
    last = site.before[-1] if site.before else None
    against = last is not None and last.counted == "votes" and _TO_OTHERS.match(text, last.end)
    return "votes" if last and against and quantity.start - last.end <= len(" votes against ") else None


def told_of_part(site: Site, term: Term) -> str | None:
    """ "Of whom 61% are | children": what a part is said to be."""
    document, last, start = site.document, term.quantity.last, term.qualified.start
    if last + 1 >= site.bounds[1] or document.lower[last] not in {"are", "were"}:
        return None
    if not PARTS_FOLLOW.search(document.text, max(0, start - 16), start):
        return None
    phrase = phrase_at(document, last + 1, site.bounds[1], of=False)
    if phrase is None or phrase.first != last + 1 or document.tags[phrase.head] != "NNS":
        return None
    return words_of(document, phrase)


def _first_plural(site: Site) -> str | None:
    """The plural that opens the sentence."""
    phrase = phrase_at(site.document, site.bounds[0], site.bounds[1], of=False)
    if phrase is None or site.document.tags[phrase.head] != "NNS":
        return None
    if site.document.lower[phrase.head] in NUMBER_WORDS:
        return None  # "Thousands more are stranded"
    return full_phrase(site.document, phrase)


def _last_plural(site: Site) -> str | None:
    """ "She appealed for aircraft. Two are on loan": the plural that ends the sentence before."""
    document, place = site.document, site.bounds[0] - 2
    if place < 0 or document.starts[place] < site.previous or document.tags[place] not in NOUNS:
        return None
    plural = document.tags[place] == "NNS" or document.lower[place].endswith("craft")
    return words_of(document, phrase_back_from(document, place, 0)) if plural else None


def _same_unit(site: Site, quantity: Quantity) -> str | None:
    """What the nearest figure of this or the sentence before measured in the same unit."""
    for figure in reversed(site.before[-LENDERS:]):
        if figure.start < site.previous:
            return None
        if figure.unit == quantity.unit:
            return figure.counted
    return None


def meant_toll(site: Site, counted: str | None) -> Figure | None:
    """ "The police put the figure at ten": the last figure of what befell people."""
    if counted is None or counted.lower() not in _TOLLS:
        return None
    end = min(site.document.ends[site.bounds[1] - 1], site.start + _LONGEST_SENTENCE)
    if _TOLL_OF_ANOTHER.search(site.document.text, site.start, end):
        return None
    before, meant = reversed(site.before[-LENDERS:]), _DEATHS if counted.lower() == "toll" else CASUALTIES
    return next((figure for figure in before if figure.predicate in meant), None)


def bare(figure: Figure) -> str | None:
    """What a figure counts, without its event."""
    if not figure.counted or not figure.predicate:
        return figure.counted
    return figure.counted.removesuffix(figure.predicate).strip() or None
