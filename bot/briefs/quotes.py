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

Span = tuple[int, int]

_MARK = re.compile("``|'{2,3}|[\"“”„‟«»‘’'‹›「」『』]")
_DOUBLE_OPEN = frozenset("“„‟«「『") | {"``"}
_DOUBLE_CLOSE = frozenset("”»」』") | {"''", "'''"}
_EITHER = frozenset("\"'‘”") | {"''", "'''"}  # marks that some use to open with
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


def _in_paragraph(text: str, start: int, end: int, carried: Span | None) -> tuple[list[Span], int | None]:
    """Closed spans, and where the one left open began."""
    marks = [(m.start(), m.end()) for m in _MARK.finditer(text, start, end)]
    found: list[Span] = []
    opened: int | None = carried[0] if carried else None
    single = False
    if carried:
        single = text[opened] in "‘'"  # type: ignore[index]
        marks = marks[1:]  # the repeated opening mark
    for n, (at, after) in enumerate(marks):
        mark = text[at:after]
        if opened is None:
            if _opens(text, at, after, start, end, mark) and (
                mark not in "‘'" or _single_closes_later(text, marks, n + 1, end)
            ):
                opened, single = at, mark in "‘'"
        elif _closes(text, start, end, marks, n, single):
            found.append((opened, after))
            opened = None
    return found, opened


def _opens(text: str, at: int, after: int, start: int, end: int, mark: str) -> bool:
    if mark in _DOUBLE_OPEN:
        return True
    if mark not in _EITHER or after >= end or text[after].isspace():
        return False
    before = text[at - 1] if at > start else ""
    if mark == "'" and text[after].isdigit():
        return False  # '90s
    return before in _BEFORE_OPEN or before.isspace() or (mark == '"' and not before.isalnum())


def _closes(text: str, start: int, end: int, marks: list[Span], n: int, single: bool) -> bool:
    at, after = marks[n]
    mark = text[at:after]
    before = text[at - 1] if at > start else ""
    following = text[after] if after < end else ""
    if not single:
        if mark in _DOUBLE_CLOSE:
            return True
        if mark in _DOUBLE_OPEN:  # the wrong way round: “Not so,“ he said
            return not before.isspace() and not following.isalnum()
        return mark == '"' and (not before.isspace() or not following or following.isspace())
    if mark not in "’'" or before.isspace() or following.isalnum():
        return False
    possessive = before in "sS" and following == " "
    return not possessive or not _single_closes_later(text, marks, n + 1, end)


def _single_closes_later(text: str, marks: list[Span], n: int, end: int) -> bool:
    """Does a single closing mark follow before the next opening one? The next few marks tell."""
    for at, after in marks[n : n + 12]:
        mark = text[at:after]
        before, following = text[at - 1], text[after] if after < end else ""
        if mark == "‘" or (mark == "'" and before.isspace()):
            return False
        if mark in "’'" and not before.isspace() and not following.isalnum():
            return True
    return False
