"""Word lists as data: one entry a line, `#` opens a comment, tabs part the columns."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of `name`.txt in their order; KeyError's cousin FileNotFoundError if there is none."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return tuple([line for line in map(str.rstrip, text.split("\n")) if line and line[0] != "#"])


@cache
def word_set(name: str) -> frozenset[str]:
    """The entries of a list of words."""
    return frozenset(lines(name))


def columns(name: str) -> list[list[str]]:
    """The entries of a table, each cut at its tabs."""
    return [line.split("\t") for line in lines(name)]


def binary(name: str) -> bytes:
    """A data file that is not text, as it lies."""
    return (_FOLDER / name).read_bytes()
