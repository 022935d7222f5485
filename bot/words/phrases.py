"""Units of more than one word: "pulled out", "pulled its troops back", "cease fire".

Theory: English says many things with a verb and a particle, and the object may stand between the two. The
phrases of `phrases.tsv` are sought from their first word on; a gap takes at most four words, no
punctuation and no preposition but "of". Some phrases mean something else in certain company ("pulled out of
the rubble"): a word of that company soon after keeps the phrase from counting. What a longer object hides
is missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.words.families import keys_of, word_key
from bot.words.lexicon import lines, words

MAX_GAP = 4  # "pulled most of its remaining troops out" is about as long as editors let it get
COMPANY = 5  # words after a phrase in which its company is looked for
BREAK = re.compile(r"[.,;:!?()\[\]\"“”–—\n]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Base forms in order; before each of `rest` a gap is allowed or not."""

    keys: tuple[str, ...]
    rest: tuple[tuple[str, bool], ...]
    kept: frozenset[str]  # keys of its words that are found on their own as well
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text with its own family key."""

    start: int
    end: int
    key: str


@cache
def phrases_by_first_word() -> dict[str, tuple[Phrase, ...]]:
    """The phrases of the list under the key of their first word, longest first."""
    found: dict[str, list[Phrase]] = {}
    for key, phrase, *company in lines("phrases.tsv"):
        first, *others = phrase.split()
        rest, gap = [], False
        for word in others:
            if word != "~":
                rest.append((word_key(word.lstrip("+")), gap))
            gap = word == "~"
        kept = frozenset(word_key(word[1:]) for word in others if word.startswith("+"))
        unless = frozenset(word_key(word) for word in " ".join(company).split())
        found.setdefault(word_key(first), []).append(Phrase(keys_of(key), tuple(rest), kept, unless))
    return {first: tuple(sorted(some, key=lambda p: -len(p.rest))) for first, some in found.items()}


def phrase_at(
    text: str, tokens: list[Token], first: int, candidates: tuple[Phrase, ...]
) -> tuple[Phrase, list[int]] | None:
    """The first of the candidates that begins at a token, with the indices of its words."""
    for phrase in candidates:
        places = _places(text, tokens, first, phrase)
        if places is not None and not _in_company(tokens, places[-1], phrase.unless):
            return phrase, places
    return None


def _places(text: str, tokens: list[Token], first: int, phrase: Phrase) -> list[int] | None:
    places = [first]
    for key, gap in phrase.rest:
        last = places[-1]
        reach = last + 2 + (MAX_GAP if gap else 0)
        place = next((n for n in range(last + 1, min(reach, len(tokens))) if tokens[n].key == key), None)
        if place is None or not _is_object(text, tokens[last].end, tokens[place].start):
            return None
        places.append(place)
    return places


def _is_object(text: str, start: int, end: int) -> bool:
    """Whether a gap can hold the verb's object: nothing, or a noun phrase without a break in it."""
    return not BREAK.search(text, start, end) and _prepositions().isdisjoint(text[start:end].lower().split())


@cache
def _prepositions() -> frozenset[str]:
    return words("prepositions.txt")


def _in_company(tokens: list[Token], last: int, unless: frozenset[str]) -> bool:
    return bool(unless) and any(token.key in unless for token in tokens[last + 1 : last + 1 + COMPANY])
