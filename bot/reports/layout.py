"""Lines for a terminal: colour when asked for, wrapping, columns that align."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

GAP = 3  # spaces between columns
SHORT = 18  # columns in which most names can be told
STUMP = 11  # columns; fewer tell nothing of a name
LONG_WORD = 24  # columns; a longer word is broken
UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
JOINERS = "\u200c\u200d"  # part of Persian words and of many emoji, and harmless
NARROWEST = 40  # columns; below it a line is wrapped by the terminal, not by us


@dataclass(frozen=True, slots=True)
class Ink:
    """Terminal colours, or none."""

    on: bool = False

    def bold(self, text: str) -> str:
        return self._paint(text, "1")

    def dim(self, text: str) -> str:
        return self._paint(text, "2")

    def good(self, text: str) -> str:
        return self._paint(text, "32")

    def warn(self, text: str) -> str:
        return self._paint(text, "33")

    def bad(self, text: str) -> str:
        return self._paint(text, "31")

    def _paint(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.on and text else text


@dataclass(frozen=True, slots=True)
class Page:
    """What lines are set for: a width in columns, a reader's zone and time, colours.

    Without `now`, times are days.
    """

    width: int = 100
    zone: str = "UTC"
    ink: Ink = Ink()
    now: datetime | None = None


PLAIN = Page()


def printable(text: str) -> str:
    """A text of one line without control characters: what a feed says cannot move the cursor."""
    clean = "".join(" " if unicodedata.category(c) in UNSEEN and c not in JOINERS else c for c in text)
    return " ".join(clean.split())


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) or c in JOINERS else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def fit(text: str, width: int) -> str:
    """A text cut or filled to a number of columns."""
    if cells(text) > width:
        cut = ""
        for c in text:
            if cells(cut + c) > width - 1:
                break
            cut += c
        text = cut.rstrip() + "…"
    return text + " " * (width - cells(text))


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """A paragraph in lines, with what its first and its other lines begin with."""
    lines = textwrap.wrap(printable(text), max(20, width - cells(first)), break_on_hyphens=False)
    return [(rest if n else first) + line for n, line in enumerate(lines)] or [first.rstrip()]


def both_ends(left: str, right: str, width: int) -> str:
    """Two texts, one at each end of a line; on two lines where they do not fit."""
    room = width - cells(left) - cells(right)
    return f"{left}{' ' * room}{right}" if room >= GAP else f"{left}\n{right}"


def widths(
    rows: Sequence[Sequence[str]], width: int, limits: Sequence[int], keep: int | None = None
) -> list[int]:
    """Column widths that show the rows in a width: each as wide as it needs, at most its limit.

    What does not fit is taken from the widest column but the first, again and again, from the one to
    `keep` only when the others are short, and never so much that a word is broken; if it still does not
    fit, a column goes altogether, from the right (who says so stays longest).
    """
    wide = [min(limits[n], max((cells(row[n]) for row in rows), default=0)) for n in range(len(limits))]
    least = [min(wide[n], max(STUMP, _longest_word(rows, n) + 1)) for n in range(len(limits))]
    while _total(wide) > width and any(wide[1:]):
        spare = [n for n in range(1, len(wide)) if wide[n] > least[n]]
        long = [n for n in spare if n != keep and wide[n] > SHORT]
        if spare:
            wide[max(long or spare, key=lambda n: wide[n])] -= 1
        else:
            wide[max(n for n in range(1, len(wide)) if wide[n])] = 0
    return wide


def _longest_word(rows: Sequence[Sequence[str]], column: int) -> int:
    words = (cells(word) for row in rows for word in row[column].split())
    return min(LONG_WORD, max(words, default=0))


def _total(wide: Sequence[int]) -> int:
    used = [w for w in wide if w]
    return sum(used) + GAP * (len(used) - 1)


def columns(rows: Sequence[Sequence[str]], wide: Sequence[int]) -> list[str]:
    """Rows as lines with aligned columns; a long cell goes on below, an empty column takes no room."""
    shown = [n for n, w in enumerate(wide) if w]
    lines = []
    for row in rows:
        wrapped = [_in_column(row[n], wide[n]) for n in shown]
        for level in range(max(map(len, wrapped), default=0)):
            cells_of_line = [column[level] if level < len(column) else "" for column in wrapped]
            told = (fit(cell, wide[n]) for cell, n in zip(cells_of_line, shown, strict=True))
            lines.append((" " * GAP).join(told).rstrip())
    return lines


def _in_column(text: str, width: int) -> list[str]:
    """A cell in lines of a column, broken between words; what opens with spaces keeps them."""
    if cells(text) <= width or cells(text) != len(text):
        return [text]
    inset = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(
        text.strip(), width, initial_indent=inset, subsequent_indent=inset + " ", break_on_hyphens=False
    )
