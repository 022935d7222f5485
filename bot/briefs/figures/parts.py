"""Wholes and parts: "33 of them", "including nine children", "48 of the 67 drones".

What is true of news: a part names its whole by a pronoun ("33 of them", "of which 17"), by "including" or by
"of the"; the members of one list share it, and all that follows "Of the 120 people aboard," in its sentence.
The whole is the nearest earlier count that is large enough, or the number behind "of the".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from bot.briefs.document import Document
from bot.briefs.figures.counted import Measured
from bot.briefs.figures.participles import Event
from bot.briefs.figures.qualifiers import Qualified
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.site import LENDERS, Site
from storage.records import Figure

_OF_THE = re.compile(
    r" (?:out )?of (?:(?:the|its|his|her|their|all|these|those|some|about)(?: the| [\w ]{1,30}[’']s?)? )?$"
)
PARTS_FOLLOW = re.compile(
    r"(?:\bof (?:whom|which|these|those|them),?|among (?:them|these|those),?) $", re.IGNORECASE
)
_OPENINGS = frozenset({"of the ", "of ", "of these ", "of those ", "of about ", "of a total of ", "out of "})
_PLACING = frozenset({"in", "at", "near", "on", "around", "outside", "over", "inside", "across", "from"})
_STATES = (["were"], ["are"], ["was"], ["is"], ["have"], ["had"], ["remain"])
_NO_VERB = frozenset({"RB", "RP", "IN", ",", "."})
_NEAR = 16  # characters before a number in which it is said to be a part
_INCLUDING = (["including"], ["includes"], ["included"], ["include"])
_LIST_TAGS = frozenset({"NN", "NNS", "JJ", "NNP", "CC", ","})
_LISTED = 6  # tokens between two members of a list


def parent_of(
    site: Site, quantity: Quantity, qualified: Qualified, about: Measured, event: Event | None
) -> int | None:
    """The figure this one is a part of: "33 of them", "including nine children", "and 25 were jammed"."""
    before = site.before
    if not before:
        return None
    words = site.document.lower[max(0, qualified.first - 2) : qualified.first]
    if about.back or words[-1:] in _INCLUDING or PARTS_FOLLOW.search(_told(site, qualified)):
        return _whole(site, quantity)
    opened = _opened_whole(site, quantity, about, event)
    if opened is not None:
        return opened
    last = before[-1]
    if (
        last.part_of is not None
        and last.part_of < len(before) - 1
        and _is_listed(site.document, last.end, qualified.first)
    ):
        return last.part_of  # "including nine children and two women"
    shares = about.counted is None and last.part_of is not None and last.start >= site.start
    return last.part_of if shares and ((event and event.behind) or is_placed(site, quantity)) else None


def what_befell(site: Site, quantity: Quantity, about: Measured, parent: int) -> Figure | None:
    """The figure whose event a part without a verb shares: its whole's, or that of the part before it.

    "Killed 153 people, 105 of them in Kano and 48 in Jos", "two were wounded, one of them seriously".
    """
    if is_placed(site, quantity):
        return site.before[-1]
    tag = site.document.tags[about.after] if about.after < site.bounds[1] else "."
    return site.before[parent] if about.back and about.counted is None and tag in _NO_VERB else None


def is_placed(site: Site, quantity: Quantity) -> bool:
    """ "105 of them in Kano and 48 | in Jos": a part told by its place alone."""
    lower, last = site.document.lower, quantity.last
    return last < site.bounds[1] and lower[last] in _PLACING and lower[quantity.first - 1] in {"and", ","}


def _told(site: Site, qualified: Qualified) -> str:
    """The words right before a figure."""
    return site.document.text[max(0, qualified.start - _NEAR) : qualified.start].lower()


def _opened_whole(site: Site, quantity: Quantity, about: Measured, event: Event | None) -> int | None:
    """ "Of the 120 people aboard, | 97 were rescued and 14 are missing": the whole opens the sentence."""
    if about.counted or quantity.unit not in {None, "%"}:
        return None
    if event is None and site.document.lower[about.after : about.after + 1] not in _STATES:
        return None
    lately = range(len(site.before) - 1, max(-1, len(site.before) - LENDERS), -1)
    place = next((place for place in lately if _opens(site, site.before[place])), None)
    if place is None:
        return None
    whole = site.before[place]
    fits = whole.kind == "count" and (whole.value or 0) >= (quantity.value or quantity.low or 0)
    return place if fits else None


def _opens(site: Site, figure: Figure) -> bool:
    """Do nothing but "Of the" and the like stand before a figure in the sentence?"""
    first = site.document.starts[site.bounds[0]]
    near = first <= figure.start <= first + _NEAR
    return near and site.document.text[first : figure.start].lower() in _OPENINGS


def _is_listed(document: Document, end: int, first: int) -> bool:
    """Is there nothing but a noun phrase and "and" between the end of one figure and token `first`?"""
    after = bisect_left(document.starts, end)
    tags = document.tags[after:first]
    return 0 < len(tags) <= _LISTED and tags[-1] in {"CC", ","} and _LIST_TAGS.issuperset(tags)


def _whole(site: Site, quantity: Quantity) -> int | None:
    """The nearest earlier count that is large enough, in this sentence or the one before."""
    size = quantity.value or quantity.low or 0.0
    share = quantity.unit == "%" or quantity.number.style == "fraction"
    for place in range(len(site.before) - 1, max(-1, len(site.before) - LENDERS), -1):
        figure = site.before[place]
        if figure.start < site.previous:
            return None
        most = figure.high or figure.value
        large = share or most is None or most >= size
        of_it = share and figure.kind != "percent" and site.document.text.startswith(" of it ", quantity.end)
        alike = of_it or figure.kind == "count" or (figure.unit is not None and figure.unit == quantity.unit)
        if alike and figure.part_of is None and large:
            return place
    return None


def with_wholes(text: str, figures: list[Figure]) -> list[Figure]:
    """Ties "48 of the 67 drones" to the 67 that follows it."""
    tied = list(figures)
    for index in range(len(figures) - 1):
        one, two = figures[index], figures[index + 1]
        if (
            one.kind in {"count", "percent"}
            and two.kind == "count"
            and _OF_THE.match(text[one.end : two.start])
        ):
            tied[index] = replace(one, part_of=index + 1, counted=one.counted or two.counted)
    return tied
