"""Quotation spans: where somebody's words stand between marks.

What is true of English news: a quotation opens with a mark that touches the word after it and closes
with one that touches the word before it; one that runs over paragraphs repeats its opening mark at
each and closes once; a quotation within a quotation changes the kind of mark; an apostrophe looks like
a closing single mark. Each paragraph is read on its own, so that a forgotten mark spoils one paragraph
at most. Only outermost spans are given. Accepted: a quotation never closed ends with its paragraph when
it opened that paragraph, and is no quotation otherwise.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Span = tuple[int, int]

# One set of characters comes first, so that the engine runs through the text between marks.
_MARK = re.compile(
    "[\"“”„‟«»‘’'‹›「」『』`](?:"
    "(?<=`)`|(?<=')'{1,2}"
    "|(?<![`'’])|(?<!`)(?!(?<=\\w.)\\w)"  # an apostrophe within a word is no mark
    ")"
)
_DOUBLE_OPEN = frozenset("“„‟«「『") | {"``"}
_DOUBLE_CLOSE = frozenset("”»」』") | {"''", "'''"}
_EITHER = frozenset("\"'‘”") | {"''", "'''"}  # marks that some use to open with
_SINGLE = frozenset("‘'")
_SINGLE_CLOSE = frozenset("’'")
_FEW = 12  # marks
_BEFORE_OPEN = frozenset("([{—–-/“\"‘'«:…") | {""}


def find_quotes(text: str, paragraphs: list[Span]) -> list[Span]:
    """Outermost quotations with their marks, in order. `paragraphs` are spans of the text."""
    spans: list[Span] = []
    carried: Span | None = None  # a quotation that the paragraph before left open
    for k, (start, end) in enumerate(paragraphs):
        found, left = _in_paragraph(text, start, end, carried)
        spans += found
        carried = None
        if left is None:
            continue
        follows = k + 1 < len(paragraphs) and _opens_with_mark(text, paragraphs[k + 1][0])
        if follows:
            carried = (left, end)
        elif left <= start:
            spans.append((left, end))
    return spans


def _opens_with_mark(text: str, at: int) -> bool:
    return text[at] in "\"“„«‘'" or text.startswith("``", at)


class _Mark(NamedTuple):
    """A mark at text[at:after] and the characters on either side, "" at the paragraph's borders."""

    at: int
    after: int
    shape: str
    before: str
    following: str


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    spans = [mark.span() for mark in _MARK.finditer(text, start, end)]
    return [
        _Mark(a, b, text[a:b], text[a - 1] if a > start else "", text[b] if b < end else "") for a, b in spans
    ]


def _in_paragraph(text: str, start: int, end: int, carried: Span | None) -> tuple[list[Span], int | None]:
    """Closed spans, and where the one left open began."""
    marks = _marks(text, start, end)
    found: list[Span] = []
    opened: int | None = None
    single = False
    if carried:
        opened, single = carried[0], text[carried[0]] in _SINGLE
        marks = marks[1:]  # the repeated opening mark
    for n, mark in enumerate(marks):
        if opened is None:
            if _opens(mark) and (mark.shape not in _SINGLE or _single_closes_later(marks, n + 1)):
                opened, single = mark.at, mark.shape in _SINGLE
        elif _closes(marks, n, single):
            found.append((opened, mark.after))
            opened = None
    return found, opened


def _opens(mark: _Mark) -> bool:
    if mark.shape in _DOUBLE_OPEN:
        return True
    if mark.shape not in _EITHER or not mark.following or mark.following.isspace():
        return False
    if mark.shape == "'" and mark.following.isdigit():
        return False  # '90s
    before = mark.before
    return before in _BEFORE_OPEN or before.isspace() or (mark.shape == '"' and not before.isalnum())


def _closes(marks: list[_Mark], n: int, single: bool) -> bool:
    mark = marks[n]
    before, following = mark.before, mark.following
    if not single:
        if mark.shape in _DOUBLE_CLOSE:
            return True
        if mark.shape in _DOUBLE_OPEN:  # the wrong way round: “Not so,“ he said
            return not before.isspace() and not following.isalnum()
        return mark.shape == '"' and (not before.isspace() or not following or following.isspace())
    if mark.shape not in _SINGLE_CLOSE or before.isspace() or following.isalnum():
        return False
    possessive = before in "sS" and following == " "
    return not possessive or not _single_closes_later(marks, n + 1)


def _single_closes_later(marks: list[_Mark], n: int) -> bool:
    """Does a single closing mark follow before the next opening one? The next few marks tell."""
    for mark in marks[n : n + _FEW]:
        if mark.shape == "‘" or (mark.shape == "'" and mark.before.isspace()):
            return False
        if mark.shape in _SINGLE_CLOSE and not mark.before.isspace() and not mark.following.isalnum():
            return True
    return False
