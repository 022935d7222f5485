"""How common a word is in news at large, and whether it is written with a capital letter there."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from bot.stories.kinds import words_of_kinds

ARTICLES = 525  # that lexicon/background.tsv was counted on
LEXICON = Path(__file__).parent / "lexicon" / "background.tsv"


def articles_with(term: str) -> int:
    """In how many of the background's articles a term stands; 0 for names and words it never met."""
    small, capital = _counts().get(term, (0, 0))
    return min(small + capital, ARTICLES)


def is_proper(term: str) -> bool:
    """Whether a word seen with a capital is a name: one that news seldom writes without."""
    small, capital = _counts().get(term, (0, 0))
    return small * 2 <= capital + 1


@cache
def _counts() -> dict[str, tuple[int, int]]:
    found = {}
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            term, small, capital = line.split("\t")
            found[term] = (int(small), int(capital))
    return found | _counts_of_kinds(found)


def _counts_of_kinds(counts: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Each class of words as often as its words together: a little too often, for some share an article."""
    found: Counter[str] = Counter()
    for word, kind in words_of_kinds().items():
        found[kind] += sum(counts.get(word, (0, 0)))
    return {kind: (many, 0) for kind, many in found.items()}
