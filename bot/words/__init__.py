"""Word families: "withdrew", "withdrawal" and "pulled its troops out" have one key.

A key is for comparing, not for showing. Nothing here knows news; the tables beside this file do.
"""

from __future__ import annotations

import re
from functools import cache

from bot.words.families import is_one_word, keys_of, word_key
from bot.words.fates import fate_after
from bot.words.lexicon import lines, words
from bot.words.phrases import Token, phrase_at, phrases_by_first_word

__all__ = ["fate_after", "is_function_word", "key", "keys", "keys_asked", "query_keys"]

# Abbreviations with full stops; numbers with their separators; words with hyphens and apostrophes inside.
WORD = re.compile(r"(?:[A-Z]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-'’‑][^\W_]+)*|[^\W_]+")


def key(word: str) -> str:
    """The family key of one word or phrasal unit: the same for "withdrew", "withdrawal", "pull out"."""
    found = keys(word)
    return found[0][2] if found else word.lower()


def keys(text: str) -> list[tuple[int, int, str]]:
    """(start, end, key) of each word or phrasal unit of a text, in order.

    Offsets count code points, end exclusive. A compound gives several keys for one span ("airstrike" is
    also a strike, "US" are the united states); the words inside a phrasal unit keep their own.
    """
    found: list[tuple[int, int, str]] = []
    starters = phrases_by_first_word()
    openings: list[int] = []
    for match in WORD.finditer(text):
        token = match.group()
        if "-" in token and not is_one_word(token):
            _add_parts(token, match.start(), found)
            continue
        start, end = match.span()
        for word in keys_of(token):
            if word in starters:
                openings.append(len(found))
            found.append((start, end, word))
    return _with_phrases(text, found, openings) if openings else found


def query_keys(text: str) -> list[frozenset[str]]:
    """What a look-up asks for: for each word, its key and those of its synonyms; function words left out."""
    found = keys(text)
    telling = [k for start, end, k in found if not is_function_word(text[start:end])]
    synonyms = _synonyms()
    return [frozenset({k}) | synonyms.get(k, frozenset()) for k in telling or [k for _, _, k in found]]


def keys_asked(word: str) -> tuple[str, ...]:
    """The keys a rule's word asks for, side by side: a compound its own, "US" those of both its words."""
    asked: list[str] = []
    last = (-1, -1)
    for start, end, found in keys(word):
        if (start, end) != last or word[start:end].isupper() or "." in word[start:end]:
            asked.append(found)
        last = (start, end)
    return tuple(asked)


def is_function_word(word: str) -> bool:
    """Whether a word carries no meaning of its own ("of", "the"); "US" is a country, not a pronoun."""
    return word.lower() in _stopwords()


def _add_parts(token: str, offset: int, found: list[tuple[int, int, str]]) -> None:
    """The words of a hyphenated token, each with its own span."""
    for part in re.finditer(r"[^-]+", token):
        start, end = offset + part.start(), offset + part.end()
        found.extend((start, end, word) for word in keys_of(part.group()))


def _with_phrases(
    text: str, found: list[tuple[int, int, str]], openings: list[int]
) -> list[tuple[int, int, str]]:
    """The keys again, words that make up a phrasal unit replaced by the unit."""
    tokens = [Token(*item) for item in found]
    starters = phrases_by_first_word()
    units: dict[int, list[tuple[int, int, str]]] = {}
    swallowed: set[int] = set()
    for first in openings:
        if first in swallowed:
            continue
        unit = phrase_at(text, tokens, first, starters[tokens[first].key])
        if unit is None:
            continue
        phrase, places = unit
        units[first] = [(tokens[first].start, tokens[places[-1]].end, word) for word in phrase.keys]
        swallowed.update(place for place in places[1:] if tokens[place].key not in phrase.kept)
    return [unit for n, item in enumerate(found) if n not in swallowed for unit in units.get(n, [item])]


@cache
def _stopwords() -> frozenset[str]:
    return words("stopwords.txt")


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """Key -> keys of the words a look-up for it should find as well."""
    found: dict[str, set[str]] = {}
    for direction, group in lines("synonyms.tsv"):
        members = [word_key(word) for word in group.split()]
        for source in members if direction == "=" else members[:1]:
            found.setdefault(source, set()).update(members)
    return {source: frozenset(group - {source}) for source, group in found.items()}
