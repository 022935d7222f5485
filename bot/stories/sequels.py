"""How events go on: which words of a later report tell of the next chapter of which kind of event.

Theory: a vote has a result, a recount and a coalition, unrest a curfew and a cabinet sacked, a trial a
verdict and an appeal; the reports share a place and hardly a word. So a kind of event has words that
follow upon it (`lexicon/sequels.tsv`), and an item that has some of them claims to go on with a story of
that kind. Accepted to miss: a second vote, outbreak or wave of unrest in one country within a month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bot import words
from bot.stories.kinds import MARK

LEXICON = Path(__file__).parent / "lexicon" / "sequels.tsv"


def continued_by(terms: Iterable[str]) -> dict[str, int]:
    """The kinds of event that terms may go on with, each with how many of the terms do."""
    kinds_before = _kinds_before()
    return dict(Counter(kind for term in terms for kind in kinds_before.get(term, ())))


@cache
def _kinds_before() -> dict[str, tuple[str, ...]]:
    """Each word's key with the kinds of event it follows upon."""
    found: dict[str, dict[str, None]] = {}
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kinds, called = line.split("\t")
            for word in called.split():
                found.setdefault(words.key(word), {}).update(
                    dict.fromkeys(MARK + kind for kind in kinds.split())
                )
    return {word: tuple(kinds) for word, kinds in found.items()}
