"""Where a dateline ends: "VARNA, Bulgaria (Reuters) - ", "Maputo, 3 May — ", "MADRID/BOSTON (Reuters) ".

What is true of news: the first sentence of a text may be opened by the place it was written in, all of it
names (or capitals), parted from the sentence by a dash or by an agency in brackets. What stands there is no
part of the sentence: it is neither subject nor news. Missed: a dateline on a line of its own, which is no
trouble.
"""

from __future__ import annotations

import re

_MOST = 80  # characters of a dateline
_NAME = r"(?:[A-Z][\w.’'/-]*|\d{1,2}|20\d\d|d[aeio]s?|la|of|and|the|al)"
_DATELINE = re.compile(
    rf"(?=[A-Z]){_NAME}(?:,? {_NAME}){{0,6}}(?:,? \([^()]{{2,30}}\))? ?(?:—|–|―|--| -) ?(?=[“\"'‘\w])"
    r"|\([A-Z][\w .]{1,20}\) ?(?:—|–|―|--|-) ?(?=[“\"'‘\w])"
    r"|[A-Z]{4}[A-Z/ -]{0,30}(?:, [A-Z][\w.]{1,20})?,? \([A-Z][^()]{1,29}\) (?=[“\"'‘A-Z\d])"
)
_DASH_WITH_BLANK = re.compile(r"[\s)](?:—|–|--|-)|(?:—|–|―|--)")


def end_of_dateline(text: str, start: int, end: int) -> int:
    """The offset behind the dateline that opens the sentence `text[start:end]`, `start` if none does."""
    match = _DATELINE.match(text, start, min(end, start + _MOST))
    if match is None:
        return start
    told = match.group()
    return match.end() if told.endswith(") ") or _DASH_WITH_BLANK.search(told) else start
