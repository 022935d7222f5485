"""The word lists by which things are put into words; read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of a kind, as the file's head tells them: "light" verbs, nouns of "size", "determiner"s."""
    text = (Path(__file__).parent / "words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for name, words in rows if name == kind for word in words.split())
