"""What a number counts that is set beside another: "rose to 19 from 11", "by 1.5 points to 21%".

What is true of English: both sides of a comparison count the same and need say so only once. A noun is lent
within the sentence, between numbers of one kind or a like size, where a word of comparison stands between.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.briefs.figures.joins import Joined
from bot.briefs.figures.qualifiers import Qualified
from bot.briefs.figures.site import LENDERS, Site
from bot.briefs.figures.unsaid import bare
from bot.briefs.figures.vocabulary import ENDS
from storage.records import Figure, FigureKind

LIKELY = 10.0  # how many times larger or smaller a number may be than the one it is compared with
_COMPARISON = re.compile(
    r",?(?: [\w.’'-]+){0,5}?,? (?:(?:up|down) from|from|to|compared (?:with|to)|against|versus|and)"
    r" (?:about |around |some |nearly |just |over |more than |less than )?$"
)
_LONGEST_COMPARISON = 70  # characters between the two numbers of a comparison
_CONTRAST = re.compile(
    r"\b(?:against|compared (?:with|to)|(?:up|down) from|instead of|rather than)(?: the)? $"
    r"|\b(?:above|below|beyond|short of|ahead of)(?: the| its| an?) $"
    r"|\b(?:double|twice|triple|treble|half|times|doubling)(?: [\w’'-]+){0,4} $"
)
_OR = re.compile(r",? or (?:about |some |nearly |around |roughly )?")
_OF_WHICH_OR = re.compile(r" (?:of|in) [\w’' -]{1,30}, or (?:about |some |nearly |around |roughly )?")
_NEXT_PLACE = re.compile(r"(?:, | and )(?:and )?in [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2} $")
TO_RIVAL = re.compile(r" of (?:the )?[\w-]+(?: [\w-]+){0,2} to $")  # "52% of the vote to | 41%"
_AND_TO = re.compile(r"(?: [\w.’'-]+){0,6},? (?:and|then|and then) to ")
_CLOSING = re.compile(
    r"(?: (?:lower|higher|up|down|weaker|stronger|firmer|softer))?,? "
    r"(?:to (?:close|end|finish|settle|trade|stand)(?: the (?:day|session|week))? )?at "
)
_BY_HOW_MUCH = re.compile(
    r"(?:,| \() ?(?:up|down)(?: (?:by|some|about|nearly|almost|just|more than|a further))? $"
)
_LONGEST_CONTRAST = 160  # the same where a word says that it is one
_STEP_OF = re.compile(r",? (?:up|down) (?:by |about |some |nearly )?")


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
    if (not counted and _BY_HOW_MUCH.search(gap)) or is_step(site, qualified.start):
        return last
    if last.change and last.kind != "count" and _CLOSING.fullmatch(gap):
        return last  # "down 45 points, or 0.6%, at 7,512", "shed 84 points to close at 8,012"
    if (
        last.kind == kind
        and last.unit == one.quantity.unit
        and (_AND_TO.fullmatch(gap) or TO_RIVAL.fullmatch(gap))
    ):
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
    if _NEXT_PLACE.search(gap) and _closes(site, one):
        return last  # "3,400 hectares were flooded in Kandal, in Takeo | 1,900"
    changes = last.change is not None or last.kind == kind != "count"
    link = _COMPARISON.match(gap)
    came = text.endswith("from ", 0, last.start)  # "tripled, from 140 a week | to 450"
    if link is None or not (changes or came or "from" in gap):
        return None
    if gap.rstrip().endswith("and") and not alike:
        return None
    return last if (last.kind == "count") == (kind == "count") else None


def _closes(site: Site, one: Joined) -> bool:
    """Does a number end its clause?"""
    return one.quantity.last >= site.bounds[1] or site.document.tags[one.quantity.last] in ENDS


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
            and base_unit(figure.unit) == base_unit(one.quantity.unit)
            and 1 / LIKELY <= abs(size / other) <= LIKELY
        ):
            return figure
    return None


def _is_gapped(site: Site, one: Joined, kind: FigureKind) -> bool:
    """ "She took 41.8% of the vote and her rival 33.5%": a second subject whose verb is left out."""
    document, last = site.document, site.before[-1]
    first = bisect_left(document.starts, last.end)
    tags = document.tags[first : one.quantity.first]
    told = any(tag.startswith("VB") or tag in {"MD", ":", "IN", "TO"} for tag in tags[2:])
    ends = one.quantity.last >= site.bounds[1] or document.tags[one.quantity.last] in ENDS
    return kind == "percent" and ends and not told and any(tag.startswith(("NN", "JJ")) for tag in tags)


def base_unit(unit: str | None) -> str | None:
    """A unit without its rate: a fare of 21 a kilometre is compared with one of 14."""
    return unit.partition("/")[0] if unit else None


def is_step(site: Site, start: int) -> bool:
    """ "57 euros a month, up | 9 on the year": by how much the amount before it has moved."""
    last = site.before[-1] if site.before else None
    return bool(last and last.unit and _STEP_OF.fullmatch(site.document.text[last.end : start]))
