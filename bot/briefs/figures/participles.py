"""Verbs' forms and the events they tell: "killing", "kills" and "were killed" are one, "shot down" another.

What is true of English: the participle names what befell whatever is counted, with the particle that makes it
another verb; irregular ones are listed, the others go by the rules of spelling.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.briefs.document import Document
from bot.briefs.figures.vocabulary import FATES
from bot.briefs.lexicon import columns, word_set

_SHORT = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]$")
_PHRASAL = word_set("phrasal")
_TAKEN_FOR = frozenset({"NN", "VBN"})
_PREFIXES = ("re", "over", "under", "out")
PARTICIPLES: dict[str, str] = dict(columns("participles"))


class Event(NamedTuple):
    """A participle ("killed"); `casualty` when it says what became of those counted; token of the verb."""

    participle: str
    casualty: bool
    token: int
    behind: bool


SUFFERED = frozenset({"dead", "hurt", "die", "missing"})


def participle_of(document: Document, place: int, last: int) -> str:
    """The participle of the verb at a token, with the particle behind it that makes it another verb."""
    told = participle(document.lower[place], document.tags[place])
    if told == "fallen" and document.lower[place] == "fell" and document.tags[place - 1] in {"MD", "TO"}:
        told = "felled"  # "will fell 318 trees"
    if place + 1 >= last:
        return told
    both = f"{told} {document.lower[place + 1]}"
    return both if both in _PHRASAL else told


def _prefixed(word: str) -> str | None:
    """ "Retook": retaken, "repay": repaid."""
    prefix = next((prefix for prefix in _PREFIXES if word.startswith(prefix)), "")
    known = PARTICIPLES.get(word[len(prefix) :]) if prefix else None
    return prefix + known if known else None


def participle(word: str, tag: str) -> str:
    """The participle of a verb's form; what no list holds goes by the regular rules."""
    known = FATES.get(word) or PARTICIPLES.get(word) or _prefixed(word)
    if known or tag in {"VBN", "VBD"} or word.endswith("ed"):
        return known or word
    if tag == "VBG" and len(word) > 4:
        stem = word[:-3]
        if _SHORT.match(stem):
            return stem + "ed"  # "wiping": wiped; "stopping" keeps the two letters of "stopped"
    elif tag == "VBZ" and word.endswith(("ses", "xes", "zes", "hes")):
        stem = word[:-2]
    else:
        stem = word[:-1] if tag == "VBZ" else word
    if stem.endswith("e"):
        return stem + "d"
    if _SHORT.match(stem):
        return stem + stem[-1] + "ed"  # "ram": rammed
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return stem[:-1] + "ied"
    return stem + "ed"


def is_phrasal(document: Document, place: int, last: int) -> bool:
    """ "The squadron | shot down 23 drones", "the bank | set aside": no noun, but a verb."""
    if place + 1 >= last or document.tags[place] not in _TAKEN_FOR:
        return False
    return f"{participle(document.lower[place], 'VBN')} {document.lower[place + 1]}" in _PHRASAL


def fate_at(document: Document, index: int) -> Event | None:
    """What became of those named before token `index`, if that token says so ("people | injured")."""
    word, tag = document.lower[index], document.tags[index]
    if word not in FATES or (
        word not in SUFFERED and tag in {"VBG", "VB", "VBZ", "VBP", "NN", "NNS"} - {_tag_of_state(word)}
    ):
        return None
    return Event(FATES[word], True, index, behind=False)


def _tag_of_state(word: str) -> str:
    """ "Dead" and "injured" are nouns too, in the tagger's eyes: "the number of dead"."""
    return "NN" if word.endswith("ed") or word in SUFFERED else ""
