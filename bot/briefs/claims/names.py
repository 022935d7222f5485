"""Who each speaker of a text is, by the fullest name that the text gives.

What is true of news text: a speaker's phrase is a name, a description or a pronoun, and each is read its own
way (`naming.py`, `pronouns.py`); at times the office comes first and the bare full name follows ("the
country's envoy told ... . Jane Roe said"; `later.py`). In an interview "I" is who answers.
"""

from __future__ import annotations

from dataclasses import replace

from bot.briefs.claims.later import named_later
from bot.briefs.claims.named import Named, text_of
from bot.briefs.claims.namesakes import NAMESAKES, PEOPLES
from bot.briefs.claims.naming import Naming
from bot.briefs.claims.openings import label_before
from bot.briefs.claims.people import stem
from bot.briefs.claims.pronouns import Pronouns
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

Range = tuple[int, int]

_TRADES = word_set("trades")
_COLLECTIVE_ENDINGS = ("s", "sh", "ch", "ese")  # "the Chinese said" are many
_BACK = 3000  # tokens back to which another of a trade is looked for
_SHE = frozenset({"she", "herself", "her"})
_SHE_OR_HE = _SHE | {"he", "himself", "his"}
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_BEHIND = _RELATIVES | {"himself", "herself", "itself", "themselves"}
_IT = _RELATIVES | {"it", "itself", "its"}
_THEY = frozenset({"they", "themselves", "both", "their"})
_NEAR = 3  # speakers back to whom "some" belong
_PART_OF_THEM = frozenset({"some", "many", "most", "several", "others"})
_FIRST_PERSON = frozenset({"i", "we"})
_HIS = frozenset({"his", "her"})
_PAIRING = frozenset({"neither", "either"})
_BOTH = _PAIRING | {"both"}


def names_of(document: Document, speakers: list[Range | None]) -> list[Named | None]:
    """Whom each speaker's phrase means; they come in the order of the text."""
    said: list[Named] = []
    naming = Naming(document, said)
    pronouns = Pronouns(document, naming)
    found: list[Named | None] = []
    for speaker in speakers:
        named = _meant(naming, pronouns, *_bare(document, *speaker)) if speaker else None
        found.append(named)
        if named:
            said.append(named)
    return named_later(document, found, speakers)


def _bare(document: Document, first: int, last: int) -> Range:
    """The phrase without the "both" before a pair, and without the "who" or "himself" behind it."""
    lower = document.lower
    paired = lower[first] in _PAIRING or "and" in lower[first:last]
    if lower[first] in _BOTH and paired and last - first > 1:
        first += 1
    while last > first + 1 and (lower[last - 1] in _BEHIND or document.tags[last - 1] == ","):
        last -= 1
    return first, last


def _meant(naming: Naming, pronouns: Pronouns, first: int, last: int) -> Named:
    document = naming.document
    if last - first == 1:
        found = _by_pronoun(naming, pronouns, first)
        if found:
            return found
    if document.lower[first] == "the" and last - first == 2 and _is_anaphoric(naming, first + 1):
        meant = pronouns.he_or_she(first, None)
        if meant.person or meant.description:
            return meant
    named = naming.phrase(first, last)
    if document.lower[first] in _HIS and named.name == text_of(document, first, last):
        owner = pronouns.owner(first, document.lower[first] == "her") if named.description else None
        if owner:
            return replace(named, name=f"{owner.name}’s {text_of(document, first + 1, last)}")
    return named


def _by_pronoun(naming: Naming, pronouns: Pronouns, at: int) -> Named | None:
    document, word = naming.document, naming.document.lower[at]
    if word in _FIRST_PERSON and (label := label_before(document, at)):
        return naming.phrase(*label)
    if word in _SHE_OR_HE:
        return pronouns.he_or_she(at, word in _SHE)
    if word in _IT:
        return pronouns.it(at)
    if word in _THEY:
        return pronouns.they(at)
    if word in _PART_OF_THEM and document.tags[at - 1] != "IN":
        return next((one for one in reversed(naming.said[-_NEAR:]) if one.plural), None)
    return None


def _is_anaphoric(naming: Naming, k: int) -> bool:
    """ "The 31-year-old", "the Basque", "the striker" never introduced: somebody named before."""
    document = naming.document
    word, lower = document.words[k], document.lower[k]
    if lower.endswith("-year-old"):
        return True
    if word in PEOPLES:
        known = any(stem(word) in person.beside for person in naming.people.all[:NAMESAKES])
        return not known and not word.endswith(_COLLECTIVE_ENDINGS)
    return lower in _TRADES and lower not in document.lower[max(0, k - _BACK) : k - 1]
