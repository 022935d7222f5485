"""The words of a sentence as a clause is read: with offsets, families and the marks between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.mentions.lexicon import small_words
from bot.words import key
from storage.records import Span

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[;:—–()]|,")
NT = re.compile(r"n['’]t$")
STOP = frozenset(";:—–()")
MONTH = "may-month"  # "in May" leaves nothing open
COMMA = frozenset({","})
MARKS = STOP | COMMA


class Word(NamedTuple):
    """A word or a dividing mark; a tuple, as every sentence that is read makes dozens."""

    start: int
    end: int
    text: str  # lower case; "n't" is a word of its own
    key: str


@lru_cache(maxsize=256)  # many rules ask about one sentence
def words(sentence: Span) -> tuple[Word, ...]:
    """The words and dividing marks of a sentence, with their offsets in the text."""
    found = []
    for match in WORD.finditer(sentence.text):
        start = sentence.start + match.start()
        for offset, length, text, family in _parts(match.group(), match.start() == 0):
            found.append(Word(start + offset, start + offset + length, text, family))
    return tuple(found)


@lru_cache(maxsize=16_384)  # the words of a few thousand sentences
def _parts(raw: str, first: bool) -> tuple[tuple[int, int, str, str], ...]:
    """(offset, length, word, family) of what is written as one word: "didn't" is two."""
    text = raw.lower().replace("’", "'")
    if raw == "May" and not first:
        return ((0, len(raw), MONTH, key(MONTH)),)
    cut = NT.search(text)
    if cut is None:
        return ((0, len(raw), text, key(text)),)
    verb = text[: cut.start()]
    return (0, len(verb), verb, key(verb)), (len(verb), len(raw) - len(verb), "not", key("not"))


def since_divider(left: Sequence[Word], dividers: frozenset[str] = STOP) -> list[Word]:
    """The words after the last dividing mark."""
    for n in range(len(left) - 1, -1, -1):
        if left[n].text in dividers:
            return list(left[n + 1 :])
    return list(left)


def is_boundary(word: Word) -> bool:
    """Whether another clause lies behind a word: a mark, "which", "although"."""
    return word.text in STOP or word.text in small_words("boundary")
