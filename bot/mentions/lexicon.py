"""What governs a mention, and the small words that decide; read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from bot.words import key
from storage.records import Status

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Governor:
    """Words that say how real what they govern is; `rest`: those after the first, gaps or not."""

    status: Status
    phrase: str
    rest: tuple[tuple[str, bool], ...]
    where: str  # "to", "noun", "np" or "" for anywhere
    object_needed: bool  # "want ~ to": somebody stands between

    def governs(self, where: str) -> bool:
        """Whether it governs what stands in a place: after "to", in a that-clause, or as a noun."""
        return self.where in {"", where} or (self.where == "noun" and where in {"np", "that"})


@cache
def governors() -> dict[str, tuple[Governor, ...]]:
    """Governors under their first word (its key, or "=" and its form), the longest first."""
    found: dict[str, list[Governor]] = {}
    for row in _rows("governors.tsv"):
        status, phrase = cast(Status, row[0]), row[1]
        first, *others = phrase.split()
        rest, gap = [], False
        for word in others:
            if word != "~":
                rest.append((name(word), gap))
            gap = word == "~"
        where = row[2] if len(row) > 2 else ""
        found.setdefault(name(first), []).append(
            Governor(status, phrase.replace(" ~", " …").replace("=", ""), tuple(rest), where, gap)
        )
    return {
        first: tuple(sorted(some, key=lambda g: (-len(g.rest), not g.object_needed)))
        for first, some in found.items()
    }


def name(word: str) -> str:
    """What a word of the list is found by: its family, or with "=" the one form."""
    return word if word.startswith("=") else key(word)


@cache
def small_words(kind: str) -> frozenset[str]:
    """The small words of a kind: not, if, possible, planned ..."""
    return frozenset(word for row in _rows("words.tsv") if row[0] == kind for word in row[1].split())


@cache
def modals() -> frozenset[str]:
    """All small words that say whether a verb tells of what is real."""
    kinds = ("possible", "conditional", "planned", "demanded", "not")
    return frozenset(word for kind in kinds for word in small_words(kind))


@cache
def families(kind: str) -> frozenset[str]:
    """The family keys of the small words of a kind."""
    return frozenset(key(word) for word in small_words(kind))


@cache
def endings(kind: str) -> tuple[str, ...]:
    """The word endings of a kind, for `str.endswith`."""
    return tuple(sorted(small_words(kind)))


def _rows(name: str) -> list[list[str]]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
