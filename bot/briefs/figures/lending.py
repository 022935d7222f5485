"""What a bare number borrows from its neighbours: the noun it counts, the unit it is in.

What is true of English: what was just said need not be said again ("460 cars were stolen, compared with 63
last year", "340 million francs from 386 million"). A noun is lent within the sentence and not over a
semicolon; a unit only between numbers of a size, so that "rose 3.2% to 104.5" stays two measures.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.briefs.document import Document
from bot.briefs.figures.again import counted_again, fated, is_of_people, last_counted, shared_again
from bot.briefs.figures.counted import Measured, with_event
from bot.briefs.figures.events import Event
from bot.briefs.figures.joins import Joined
from bot.briefs.figures.qualifiers import Qualified, outer_first
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.site import LENDERS, Site, Term
from bot.briefs.figures.unsaid import bare, taken_up
from bot.briefs.figures.vocabulary import CASUALTIES, ENDS, FINITE, OF_CHANGE
from bot.briefs.lexicon import word_set
from storage.records import Figure, FigureKind

_LINKS = frozenset({"to", "from", "against", "and", "or", "versus", "than", "with", "at", "plus"})
_STEPS = frozenset({"up", "down", "by", "about", "some", "nearly"})
_AT_DEGREES = frozenset({"to", "at", "of", "reached", "hit"})
_BEHIND_DEGREES = frozenset({"IN", ".", ",", "CC", "RB"})
_OPENS_A_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "VBN", "VBG", "CD", "POS"})
_REPORTING = word_set("reporting_verbs")
_COSTING = frozenset({"cost", "costs", "paid", "pays", "sells"})
_DOING = frozenset({"VBD", "VBP", "VBZ"})
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
_STATES = frozenset({"dead", "died", "killed", "injured", "wounded", "missing"})
_DEAD = frozenset({"bodies", "corpses", "coffins", "remains"})
_LISTED_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "CC", ","})
_JOINING = frozenset({"and", "or", ","})
_LIST_LONG = 8  # tokens between two members of a list
_SHARES = frozenset({"share", "rate", "proportion", "percentage", "ratio"})
_LENDING = frozenset({"measure", "money", "percent"})
_JOINS = frozenset({"and", ",", "then"})
_TEMPERATURE = re.compile(r"\b(?:[Tt]emperatures?|[Mm]ercury|thermometers?)\b[^.;]*$")
_WARMTH = 60  # characters from "temperatures" to a number that is one
_HOTTEST = 60  # no air is as hot in Celsius
_STEP = 8  # tokens from a figure to the one that goes on with it
_QUALIFIERS = 2  # tokens of "at least", "another"
_WHOLE = 100  # per cent; "91.6 per cent, while transport was lowest, at 26": two shares of a hundred
_LIKELY = 10.0  # how many times larger or smaller a number may be than the one it is compared with
_ALIKE = 3.0  # how many times larger or smaller a neighbour may be to lend its unit
_COMPARISON = re.compile(
    r",?(?: [\w.’'-]+){0,5}?,? (?:(?:up|down) from|from|to|compared (?:with|to)|against|versus|and)"
    r" (?:about |around |some |nearly |just |over |more than |less than )?$"
)
_LONGEST_COMPARISON = 70  # characters between the two numbers of a comparison
_CONTRAST = re.compile(
    r"\b(?:against|compared (?:with|to)|(?:up|down) from|instead of|rather than)(?: the)? $"
    r"|\b(?:double|twice|triple|treble|half|times|doubling)(?: [\w’'-]+){0,4} $"
)
_OR = re.compile(r",? or (?:about |some |nearly |around |roughly )?")
_OF_WHICH_OR = re.compile(r" (?:of|in) [\w’' -]{1,30}, or (?:about |some |nearly |around |roughly )?")
_AND_TO = re.compile(r"(?: [\w.’'-]+){0,6},? (?:and|then|and then) to ")
_THEN_TO = re.compile(r"(?: (?:since|in|from) [\w ]{2,14})?,? to ")
_CLOSING = re.compile(
    r"(?: (?:lower|higher|up|down|weaker|stronger|firmer|softer))?,? "
    r"(?:to (?:close|end|finish|settle|trade|stand)(?: the (?:day|session|week))? )?at "
)
_ELSEWHERE = re.compile(r"\b(?:where|when|which|whose|since)\b")
_WHEN = frozenset({"last", "next", "today", "yesterday", "now", "tomorrow"})
_MONEY_NOUNS = word_set("money_nouns")
_MILLION = 1e6
_STEP_OF = re.compile(r",? (?:up|down) (?:by |about |some |nearly )?")
_BY_HOW_MUCH = re.compile(
    r"(?:,| \() ?(?:up|down)(?: (?:by|some|about|nearly|almost|just|more than|a further))? $"
)
_LONGEST_CONTRAST = 160  # the same where a word says that it is one


def compared_with(
    site: Site, one: Joined, qualified: Qualified, counted: str | None, kind: FigureKind
) -> Figure | None:
    """The figure before that says what this one counts: "rose to 19 | from 11", "by 1.5 points | to 21%"."""
    if not site.before or kind in {"duration", "age"}:
        return None
    last, text = site.before[-1], site.document.text
    gap = text[last.end : qualified.start]
    if last.start < site.start or len(gap) > _LONGEST_CONTRAST:
        return None
    if not counted and last.counted and (_OR.fullmatch(gap) or _OF_WHICH_OR.fullmatch(gap)):
        return last
    if kind == "count" or "compared" in gap or last.unit != one.quantity.unit:
        last = _alike(site, one) or last
        gap = text[last.end : qualified.start]
    if not last.counted:
        return None
    if not counted and last.change and last.kind == kind and gap.endswith(", from "):
        return last
    if (not counted and _BY_HOW_MUCH.search(gap)) or _is_step(site, qualified.start):
        return last
    if last.change and last.kind != "count" and _CLOSING.fullmatch(gap):
        return last  # "down 45 points, or 0.6%, at 7,512", "shed 84 points to close at 8,012"
    if last.kind == kind and last.unit == one.quantity.unit and _AND_TO.fullmatch(gap):
        return last  # "to 3.3% of GDP next year and to | 5% by 2030"
    if counted and counted not in {last.counted, bare(last)}:
        return None
    alike = last.kind == kind and last.unit == one.quantity.unit
    if alike and (_CONTRAST.search(gap) or _is_gapped(site, one, kind)):
        return last
    if counted or len(gap) > _LONGEST_COMPARISON:
        return None
    if gap.endswith(", ") and len(gap) <= _LONGEST_COMPARISON and _is_comparative(site, one):
        return _main(site, last)  # "firmed to 398.6 per euro, 1.4% stronger"
    if gap in {" to ", ", to "} and last.change and kind != "count":
        return last  # "with the index shedding 1.3% to 18,214 points"
    if gap == ", " and last.kind == kind == "measure":
        return last  # "fell to 78 cm, 30 cm below the mark"
    changes = last.change is not None or last.kind == kind != "count"
    link = _COMPARISON.match(gap)
    came = text.endswith("from ", 0, last.start)  # "tripled, from 140 a week | to 450"
    if link is None or not (changes or came or "from" in gap):
        return None
    if gap.rstrip().endswith("and") and not alike:
        return None
    return last if (last.kind == "count") == (kind == "count") else None


def _is_comparative(site: Site, one: Joined) -> bool:
    """ "1.4% | stronger than", "2.1 per cent | up on the year"."""
    last = one.quantity.last
    up = site.document.lower[last : last + 2] in (["up", "on"], ["down", "on"])
    return last < site.bounds[1] and (site.document.tags[last] in {"JJR", "RBR"} or up)


def _main(site: Site, last: Figure) -> Figure | None:
    """The nearest figure of the sentence that describes no noun (not the two of a "two-kilogram packet")."""
    for figure in reversed(site.before[-LENDERS:]):
        if figure.start < site.start:
            break
        if "-" not in figure.text and figure.counted:
            return figure
    return last


def _alike(site: Site, one: Joined) -> Figure | None:
    """The nearest figure of the sentence of a like size and unit: what a number is compared with."""
    size = one.quantity.value or one.quantity.low or one.quantity.high
    for figure in reversed(site.before[-LENDERS:]):
        other = figure.value or figure.low or figure.high
        if figure.start < site.start:
            return None
        if (
            size
            and other
            and _base(figure.unit) == _base(one.quantity.unit)
            and 1 / _LIKELY <= abs(size / other) <= _LIKELY
        ):
            return figure
    return None


def _base(unit: str | None) -> str | None:
    """A unit without its rate: a fare of 21 a kilometre is compared with one of 14."""
    return unit.partition("/")[0] if unit else None


def _is_gapped(site: Site, one: Joined, kind: FigureKind) -> bool:
    """ "She took 41.8% of the vote and her rival 33.5%": a second subject whose verb is left out."""
    document, last = site.document, site.before[-1]
    first = bisect_left(document.starts, last.end)
    tags = document.tags[first : one.quantity.first]
    told = any(tag.startswith("VB") or tag in {"MD", ":", "IN", "TO"} for tag in tags[2:])
    ends = one.quantity.last >= site.bounds[1] or document.tags[one.quantity.last] in ENDS
    return kind == "percent" and ends and not told and any(tag.startswith(("NN", "JJ")) for tag in tags)


def with_lent_unit(site: Site, quantity: Quantity, qualified: Qualified) -> Quantity:
    """A bare number beside one of its size takes its unit: "340 million francs from 386 million"."""
    size = quantity.value or quantity.low
    if quantity.unit is not None or quantity.number.style != "digits" or not size:
        return quantity
    if warm := _temperature(site, quantity, qualified):
        return warm
    lower, first = site.document.lower, qualified.first
    before = lower[first - 1]
    step = before in _STEPS and _is_step(site, qualified.start)
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
    return bool(other and 1 / _LIKELY <= abs(size / other) <= _LIKELY)


def _tells_of_something_else(site: Site, lender: Figure, quantity: Quantity) -> bool:
    """ "Tickets cost 9 euros, and the office opens from | 8": a verb that is not of amounts lies between."""
    document = site.document
    if (quantity.value or quantity.low or 0) > _HOURS:
        return False
    first = bisect_left(document.starts, lender.end)
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
    return quantity._replace(unit=_base(last.unit), kind="money") if last else None


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


def _is_step(site: Site, start: int) -> bool:
    """ "57 euros a month, up | 9 on the year": by how much the amount before it has moved."""
    last = site.before[-1] if site.before else None
    return bool(last and last.unit and _STEP_OF.fullmatch(site.document.text[last.end : start]))


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
        return base or taken_up(site, term) or shared_again(site, term)
    whole = parent is not None and (base is None or (about.back and about.counted is None))
    if parent is not None and whole and before[parent].kind == "count":
        base = bare(before[parent]) or before[parent].counted or base
    elif base is None and not quantity.vague and _is_reported(site, quantity) and before:
        last = before[-1]  # "33 deaths ... Odisha reported nine"
        base = last.counted if last.start >= site.previous and last.kind == "count" else None
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
    if base in _STATES and about.counted is None and event and event.participle not in _STATES:
        base = "people"  # "37 dead; 15 were held"
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
