"""Lists under a heading: "Casualties by district: Gorkha 18, Dhading 11, Rasuwa 7".

What is true of news: a heading ends in a colon and has no verb; behind it names and numbers take turns, and
each number counts what the heading names. One name with one number ("Breaking: Flight 370") is no list.
"""

from __future__ import annotations

from bisect import bisect_right

from bot.briefs.document import Document
from bot.briefs.figures.phrases import Phrase, phrase_at, words_of
from bot.briefs.figures.vocabulary import NAMES

_LIST = NAMES | {"CD", ",", ":", "CC", "NN", "NNS", "$", "RB", "RP", "JJ", "IN", "-LRB-", "-RRB-", "DT"}
_LONGEST = 60  # tokens of a list
_HEADING = 9  # tokens of a heading
_STEP = 10  # tokens from one number to the next name's
_RESULTS = frozenset({"score", "scores", "result", "results", "full-time", "half-time"})


def heading_of(document: Document, first: int, last: int) -> str | None:
    """What a heading says that the number at tokens `first` to `last` counts, if it stands in such a list."""
    if first < 2 or document.tags[first - 1] not in NAMES:
        return None
    colon = _colon_before(document, first)
    if colon is None or not (_has_next(document, last) or "CD" in document.tags[colon:first]):
        return None
    paragraph = document.paragraphs[max(0, bisect_right(document.paragraphs, colon) - 1)]
    start = colon
    while start > max(paragraph, colon - _HEADING - 1) and document.tags[start - 1] not in {".", ":"}:
        start -= 1
    told = any(tag.startswith(("V", "MD")) for tag in document.tags[start + 1 : colon])
    if told or not 0 < colon - start <= _HEADING or not document.words[start][0].isupper():
        return None
    phrase = phrase_at(document, start, colon) or Phrase(start, start + 1, start)
    return None if document.lower[phrase.head] in _RESULTS else words_of(document, phrase)


def _colon_before(document: Document, first: int) -> int | None:
    """The colon that opens the list; None where anything but names and numbers stands between."""
    for place in range(first - 1, max(0, first - _LONGEST), -1):
        if document.lower[place] == ":":
            return place
        if document.tags[place] not in _LIST:
            return None
    return None


def _has_next(document: Document, last: int) -> bool:
    """Does another name with a number follow, with no verb between?"""
    tags = document.tags
    for place in range(last, min(last + _STEP, len(tags) - 1)):
        if tags[place] in NAMES and tags[place + 1] == "CD":
            return True
        if tags[place] not in _LIST:
            return False
    return False
