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
_NEVER_LAST = frozenset({"RB", "VBN", "VBG", "POS", "''", "``", "DT"})
_BEFORE_NOUN = frozenset({"POS", "PRP$", "DT"})
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


def base_end(document: Document, first: int, last: int) -> int:
    """The token after the phrase's own noun: before "of", a comma, a bracket or "who".

    Of several ("Turkey, Qatar and Egypt") it is the noun of the last.
    """
    listed = first  # the commas before this token part a list
    i = _end_of_base(document, first, last)
    while first < i < last:
        if document.tags[i] == "," and i >= listed:
            listed = _end_of_list(document, i, last)
        if document.tags[i] != "CC" and i >= listed:
            break
        first = i + 1
        i = _end_of_base(document, first, last)
    while i > first + 1 and document.tags[i - 1] in _NEVER_LAST:
        if document.tags[i - 2] in _BEFORE_NOUN and document.tags[i - 1][0] == "V":
            break  # "Friday's ruling", "the accused"
        i -= 1
    return max(i, first + 1)


def _end_of_list(document: Document, comma: int, last: int) -> int:
    """The "and" of a list of names that the comma opens ("Turkey, Qatar and Egypt"), else the comma."""
    tags, i = document.tags, comma
    while tags[i] == ",":
        name = i + 1
        i = name
        while i < last and tags[i] == "NNP":
            i += 1
        if i == name or i >= last - 1:
            return comma
    others = document.lower[i + 1] in {"other", "others"}
    return i if tags[i] == "CC" and (others or tags[i + 1] == "NNP") else comma


def _end_of_base(document: Document, first: int, last: int) -> int:
    tags = document.tags
    i = first
    while i < last and tags[i] not in _ENDS_BASE:
        if i > first and tags[i] in {"VBG", "VBN"} and tags[i - 1] in {"NNS", "NNPS"}:
            break  # "investigators examining the wreck"
        if i > first and tags[i] == "PRP":
            break  # "a study they published"
        opens = tags[i : i + 2] in (["VBG", "NNP"], ["VBG", "DT"])
        if i > first and opens and tags[i - 1] in NOUNS:
            break  # "the lawmaker representing Abak"
        i += 1
    return i
