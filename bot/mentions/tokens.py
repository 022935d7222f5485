"""The words of a sentence as a clause is read: with offsets, families and the marks between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.mentions.lexicon import small_words
from bot.words import key
from storage.records import Span

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[;:—–()]|,")
NT = re.compile(r"n['’]t$")
STOP = frozenset(";:—–()")
MONTH = "may-month"  # "in May" leaves nothing open
COMMA = frozenset({","})


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a dividing mark."""

    start: int
    end: int
    text: str  # lower case; "n't" is a word of its own
    key: str


@lru_cache(maxsize=256)  # many rules ask about one sentence
def words(sentence: Span) -> tuple[Word, ...]:
    """The words and dividing marks of a sentence, with their offsets in the text."""
    found = []
    for match in WORD.finditer(sentence.text):
        start, text = sentence.start + match.start(), match.group().lower().replace("’", "'")
        if match.group() == "May" and match.start() > 0:
            text = MONTH
        cut = NT.search(text)
        if cut:
            found.append(_word(start, text[: cut.start()]))
            start, text = start + cut.start(), "not"
        found.append(_word(start, text))
    return tuple(found)


def _word(start: int, text: str) -> Word:
    length = 3 if text == MONTH else len(text)
    return Word(start, start + length, text, _key(text))


@lru_cache(maxsize=16_384)  # the words of a few thousand sentences
def _key(text: str) -> str:
    return key(text)


def since_divider(left: Sequence[Word], dividers: frozenset[str] = STOP) -> list[Word]:
    """The words after the last dividing mark."""
    last = next((n for n in range(len(left) - 1, -1, -1) if left[n].text in dividers), -1)
    return list(left[last + 1 :])


def is_boundary(word: Word) -> bool:
    """Whether another clause lies behind a word: a mark, "which", "although"."""
    return word.text in STOP or word.text in small_words("boundary")
