"""Runs of digits: where they stand, and which of them are codes or tables and so count nothing.

What is true of text: a number longer than its kind, cut by hyphens or opened by a nought or a plus, is a
telephone number or a code; nine bare numbers on end, or forty with at most two words between any two, are the
rows of a table, in which no reader could name what each one counts.
"""

from __future__ import annotations

import re

from bot.briefs.document import Document

Span = tuple[int, int]

_RUN = re.compile(r"[\d½¼¾⅓⅔⅛⅕⅖][\d.,'’]*")
_CODE = re.compile(
    r"\+\d[\d ()-]{7,18}\d|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3,4}-\d{4}(?![\d-])|\d{3}-\d{4}(?![\d-])"
    r"|\d{1,12}(?:-\d{1,12}){2,6}|0\d{2,4}(?: \d{3,8}){1,3}"
)
_CODE_OPENS = frozenset({"+", "("})
_MARKS = ".,'’"
_NINE = 9
# A digit first and what stands before it then: twice as fast as asking of each character what precedes it.
_ROW = re.compile(r"\d(?<![\w.,]\d)[\d.,]*+(?:[\s|;]++(?P<last>[-+]?\d[\d.,]*+)){8,}+")
_FORTY = 40
_TABLE = re.compile(
    r"\d(?<![\w.,]\d)[\d.,]*+%?(?:[\s|;,]++(?:[A-Za-z]{1,12}+[\s|;,]++){0,2}+(?P<last>[-+$€£]?\d[\d.,]*+%?)){39,}+"
)


def digit_runs(document: Document) -> list[Span]:
    """Every run of digits with the marks inside and behind it."""
    text, starts, ends = document.text, document.starts, document.ends
    runs: list[Span] = []
    past = 0
    for at in document.numeric:
        inside = _RUN.search(text, max(past, starts[at]), ends[at])
        while inside and (run := _RUN.match(text, inside.start())):  # which may end behind its token
            runs.append(run.span())
            past = run.end()
            inside = _RUN.search(text, past, ends[at])
    return runs


def codes(text: str, runs: list[Span]) -> list[Span]:
    """Telephone numbers, product codes and the like."""
    found = []
    for start, end in runs:
        before, after = text[start - 1 : start], text[end : end + 1]
        if after == "-" or before in _CODE_OPENS or (after == " " and text[start] == "0"):
            first = max(text.rfind(mark, start, end) for mark in _MARKS) + 1
            at = max(start, first) if first < end else start
            code = _CODE.match(text, max(0, at - 1)) or _CODE.match(text, at)
            found += [code.span()] if code else []
    return found


def rows(text: str, runs: list[Span]) -> list[Span]:
    """Rows of a table: numbers on end that count nothing a reader could name.

    What follows a row may be counted by its last number: "... 31 22 14\\n40 people died".
    """
    found = []
    for least, pattern in ((_NINE, _ROW), (_FORTY, _TABLE)):
        for row in pattern.finditer(text) if len(runs) >= least else ():
            start, end = row.span()
            found.append((start, end if text[end : end + 1] in ("", "\n") else row.start("last")))
    return found
