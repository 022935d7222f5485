"""The word lists beside this file, read once."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def lines(name: str) -> list[list[str]]:
    """The rows of a list: tab-separated columns, comments and blank lines left out."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [row.split("\t") for row in text.splitlines() if row.strip() and not row.startswith("#")]


def words(name: str) -> frozenset[str]:
    """All words of a list that has no columns."""
    return frozenset(word for row in lines(name) for word in row[0].split())
