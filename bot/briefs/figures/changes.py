"""Did what a figure measures rise or fall?

What is true of English: a sign says so ("+0.2%"), or a verb or adverb of change shortly before the number
("rose by", "up", "a fall of"), or a noun or comparative right behind it ("a 4.2 per cent drop", "2.1 per
cent higher"). A sign behind "to" or "at" belongs to the value, not to the change.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.briefs.document import Document
from bot.briefs.figures.numbers import NUMBER_WORDS
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.vocabulary import DOWN, NOUNS, UP
from bot.briefs.lexicon import word_set

Change = Literal["up", "down"]

_UP_BEHIND, _DOWN_BEHIND = word_set("nouns_up"), word_set("nouns_down")
_RELATIVE = frozenset({"%", "pp", "bp", "pt"})
_VALUES = frozenset({"to", "at", "of", "from", "is", "was"})
_COMPARED = frozenset({"above", "below", "more", "less", "fewer"})
_OPENS_A_NOUN = NOUNS | {"JJ", "VBN", "CD"}
_PARTICLES = frozenset({"up", "down"})
_WITH_PARTICLE = word_set("particle_verbs")
_SUPPLIES = word_set("supplies")
_TAKING = word_set("raising_verbs")
_LINKS = frozenset({"to", "by"})
_THINGS = frozenset({"contract", "contracts", "shed", "sheds", "slide", "slides", "sink", "sinks"})
_SUPPLY = 6  # tokens from a number back to the power that was cut to it
_FAR = 10  # the same where the number is the result ("to 104.5")
_BACK = 6  # tokens from a number back to its verb of change
_THEN_FROM = re.compile(
    r"(?: [^.;:,()\d]{1,45}?)?[,—–-]? ?\(?\b(up|down|rising|falling|climbing|dropping)(?: [a-z]+){0,2} from "
)
_FROM = 80  # characters from a number to "from"
_NUMBER = 30  # characters behind "from" in which its number stands
_AHEAD = 4  # tokens from a number on to its noun of change


def change_of(document: Document, quantity: Quantity, before: int, bounds: tuple[int, int]) -> Change | None:
    """The direction of change; `before` is the first token of the qualifiers, `bounds` the sentence's."""
    if quantity.kind == "duration":
        return None
    word = document.lower[before - 1] if before else ""
    if word == "from":
        return None  # "down from 71%" says nothing of the 71, but of the number before it
    if then := _then_from(document.text, quantity.end):
        return then
    if quantity.signed and quantity.unit in _RELATIVE and word not in _VALUES:
        return "up" if quantity.signed == "+" else "down"
    if quantity.kind == "count" and quantity.unit is None and word not in _LINKS:
        counts = quantity.last < bounds[1] and document.tags[quantity.last] in _OPENS_A_NOUN
        particle = word in _PARTICLES and before > 1 and document.tags[before - 2] in {"VBD", "VBN", "VBG"}
        if counts or particle or word not in UP | DOWN:
            return None  # "lost four friends" and "shot down 20" against "rose 12,000"
    money = quantity.kind == "money"
    return _before(document, before, bounds[0], money=money) or _behind(document, quantity, bounds[1])


def _then_from(text: str, end: int) -> Change | None:
    """ "58% | in May, down from 71%": what a number was before says which way it went."""
    near = text.find(" from ", end, end + _FROM)
    match = _THEN_FROM.match(text, end, near + len(" from ")) if near >= 0 else None
    if match is None:
        return None
    words = text[match.end() : match.end() + _NUMBER]
    if not any(one.isdigit() for one in words) and NUMBER_WORDS.isdisjoint(words.replace("-", " ").split()):
        return None  # "12 climbed up from the gorge"
    return "up" if match[1] in UP else "down"


def _before(document: Document, before: int, first: int, *, money: bool) -> Change | None:
    """The verb of change before a number; "to" looks for it past the amount ("rose 3.2% to 104.5")."""
    lower, tags = document.lower, document.tags
    result = before > first and lower[before - 1] == "to"
    if result and not _SUPPLIES.isdisjoint(lower[max(first, before - _SUPPLY) : before - 1]):
        return None  # "cutting power to 22,000 homes", "power was cut to"
    parted = before - 2 > first and tags[before - 2] == "," and lower[before - 1] in _LINKS
    for place in range(before - 1, max(first, before - (_FAR if result or parted else _BACK)) - 1, -1):
        word, tag = lower[place], tags[place]
        if word in _PARTICLES and not NOUNS.isdisjoint(tags[place + 1 : before]):
            return None  # "holds up goods worth $90m": the verb's own particle
        if tag in NOUNS and word in _THINGS:
            return None
        if word in _TAKING and money and place == before - 1:
            return None  # "raised $5m", "lost €3bn": so much in all, not so much more or less
        if word in _PARTICLES and place > first and lower[place - 1] in _WITH_PARTICLE:
            return None  # "women make up 27%"
        if word in UP and not (word == "up" and lower[place + 1] == "to"):
            return None if word == "surge" and lower[place - 1] == "storm" else "up"
        if word in DOWN:
            return None if lower[place + 1] == "short" else "down"  # "fell short of the threshold"
        if parted and place == before - 2:
            continue  # "sales fell for a fourth quarter, by 3.1%"
        if tag in {":", "."} or tag.startswith("V") or (tag in {",", "CC", "CD"} and not result):
            return None
        if tag in NOUNS and place < before - 3 and not result and not parted:
            return None
    return None


def _behind(document: Document, quantity: Quantity, bound: int) -> Change | None:
    for place in range(quantity.last, min(quantity.last + _AHEAD, bound)):
        word = document.lower[place]
        if word in _COMPARED and quantity.kind == "measure" and quantity.unit not in _RELATIVE:
            return None  # "6,000 feet above sea level"
        if word in _UP_BEHIND:
            return "up"
        if word in _DOWN_BEHIND:
            return "down"
        if document.tags[place] not in {"NN", "JJ", "NNS"}:
            return None
    return None
