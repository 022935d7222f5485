"""What a speaker's phrase is named, and what the words of a name tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.briefs.claims.people import Person, fits
from bot.briefs.claims.phrases import NOUNS
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

FIRMS = word_set("firms")
_ROLES = word_set("roles")
_WOMEN = word_set("women")
_MEN = word_set("men")
_ENDS_BASE = frozenset({"IN", "TO", ",", "WP", "WDT", "-LRB-", ":", "VBD", "VBZ", "VBP", "CC"})
_HANGS_ON = re.compile(r" (?:at|of|in|for|from|with|who)\b|,")


@dataclass(frozen=True, slots=True)
class Named:
    """What a speaker's phrase was resolved to."""

    name: str
    person: Person | None = None
    plural: bool = False
    description: bool = False  # a role without a name: "the country's envoy"
    at: int = 0
    kind: str = ""  # the noun a name was introduced by: "owner" in "the pit's owner, Steppe Coal"


def is_firm(words: list[str]) -> bool:
    """Does a word of the name tell a business: "Dutch toolmaker Lumis"?"""
    return any(word in FIRMS or word.endswith("maker") for word in words)


def can_be(named: Named, woman: bool | None) -> bool:
    """Can "she" (True), "he" (False) or "the 31-year-old" (None) mean who was named so?"""
    if named.plural:
        return False
    if named.person:
        return fits(named.person, woman)
    word = named.kind or _HANGS_ON.split(named.name.lower())[0].split(" ")[-1]  # "a nurse at a charity"
    word = word.removeprefix("ex-")
    if word in _WOMEN or word in _MEN:
        return woman is None or (word in _WOMEN) == woman
    return named.description or word in _ROLES or word.endswith(("ologist", "ician"))


def text_of(document: Document, first: int, end: int) -> str:
    """What the text holds from token `first` to token `end` (exclusive)."""
    return document.text[document.starts[first] : document.ends[end - 1]]


def _lists(document: Document, comma: int, last: int) -> bool:
    """Does the comma stand in "Turkey, Qatar and Egypt"?"""
    tags = document.tags
    i = comma + 1
    while i < last and tags[i] == "NNP":
        i += 1
    if tags[comma] != "," or i == comma + 1 or i >= last - 1:
        return False
    others = tags[i] == "CC" and document.lower[i + 1] in {"other", "others"}
    return others or tags[i : i + 2] == ["CC", "NNP"] or (tags[i] == "," and _lists(document, i, last))


def base_end(document: Document, first: int, last: int) -> int:
    """The token after the phrase's own noun: before "of", a comma, a bracket or "who"."""
    i = first
    while i < last and document.tags[i] not in _ENDS_BASE:
        if i > first and document.tags[i] in {"VBG", "VBN"} and document.tags[i - 1] in {"NNS", "NNPS"}:
            break  # "investigators examining the wreck"
        opens = document.tags[i : i + 2] in (["VBG", "NNP"], ["VBG", "DT"])
        if i > first and opens and document.tags[i - 1] in NOUNS:
            break  # "the lawmaker representing Abak"
        i += 1
    if i < last and i > first and (document.tags[i] == "CC" or _lists(document, i, last)):
        return base_end(document, i + 1, last)
    while i > first + 1 and document.tags[i - 1] in {"RB", "VBN", "VBG", "POS", "''", "``", "DT"}:
        i -= 1
    return max(i, first + 1)
