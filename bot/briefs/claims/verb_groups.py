"""A verb with its auxiliaries, adverbs and the verbs that carry it, and whether it is finite.

What is true of English: before a verb stand auxiliaries, adverbs, "to" behind a verb that governs it ("went
on to say"), and a time between "has" and its participle; they tell whether it is negated, passive or refused.
Tags alone mistake bare forms and participles for finite ones and the other way round, so that the word
before decides. Accepted: groups with a clause in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.briefs.claims.phrases import FINITE, NOUNS
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_AUXILIARIES = word_set("auxiliaries") | {"to", "not", "n't", "n’t", "never"}
_CONTROLS = word_set("controlling_words")
_BEFORE_PARTICIPLE = NOUNS | {"PRP", ",", ":", "-RRB-", "WP", "WDT"}
_HELD = NOUNS | {"PRP", "DT", "JJ", "JJS", "RBS", "JJR"}
_NO_VERBS = NOUNS | {"POS"}
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "'s", "’s", "'re", "’re"})
_NOT = frozenset({"not", "n't", "n’t", "never"})
_NEITHER = frozenset({"neither", "nor"})
_TIME = 6  # tokens of a time between "has" and its participle
_REFUSALS = word_set("refusals")


@dataclass(slots=True)
class Group:
    """A verb group: where its auxiliaries and adverbs begin, and how it was said."""

    first: int
    negated: bool = False
    passive: bool = False
    modal: bool = False
    controlled: bool = False  # "refused to say"


def _before_time(document: Document, at: int, floor: int) -> int:
    """The token of "in the past" or "in recent years" in "has in the past accused", else `at`."""
    if document.tags[at] != "VBN":
        return at
    for k in range(at - 2, max(floor, at - _TIME), -1):
        if document.tags[k] == "IN":
            perfect = document.lower[k - 1] in {"has", "have", "had"}
            return k if perfect else at
        if document.tags[k] not in _HELD:
            return at
    return at


def verb_group(document: Document, at: int, floor: int) -> Group:
    """Walk left from the verb over auxiliaries, adverbs and verbs that carry it ("went on to say")."""
    tags, lower = document.tags, document.lower
    i = _before_time(document, at, floor)
    negated = passive = modal = controlled = False
    while i > floor:
        word, tag = lower[i - 1], tags[i - 1]
        if word in _NOT or word in _NEITHER:
            negated = True
        elif tag == "MD":
            modal = True
        elif word in _AUXILIARIES and tag not in _NO_VERBS:
            if word in _BE and tags[at] in {"VBN", "VBD"} and not controlled:
                passive = True
        elif (
            lower[i] == "to"
            and tags[i] == "TO"
            and (word in _CONTROLS or (word == "on" and lower[i - 2] in _CONTROLS))
        ):
            controlled = True
            negated = negated or word in _REFUSALS
            if word == "on":
                i -= 1
        elif word == "turn" and lower[i - 2] == "in":
            i -= 1  # "and in turn faulted"
        elif word == "last" and i == at and tags[i - 2] in NOUNS:
            pass  # "The ship last reported"
        elif tag in {"RB", "RBR", "RBS"} and word not in {"as", "so", "when", "most"}:
            pass
        elif (
            tag == ","
            and i - 3 > floor
            and tags[i - 3 : i] == [",", "RB", ","]
            and lower[i - 4] in _AUXILIARIES
        ):
            i -= 2  # "did, however, rule out"
        else:
            break
        i -= 1
    without = i > floor and lower[i - 1] == "without"  # "without saying whether"
    return Group(i, negated or without, passive, modal, controlled)


def is_finite(document: Document, at: int, group: Group) -> bool:
    """Has the verb a subject of its own? Tags alone mistake "say" after "analysts" for an infinitive."""
    tag = document.tags[at]
    if tag in FINITE or group.first < at:
        return True
    before = document.tags[at - 1] if at else ""
    if tag == "VBN" and document.lower[at + 1 : at + 2] in (["of"], ["by"]):
        return False  # "a man suspected of"
    if tag == "VB":
        return before in {"NNS", "NNP", "NNPS", "NN", "PRP", ",", ":", "CD", "DT", "-RRB-"}
    return tag in {"VBN", "JJ"} and before in _BEFORE_PARTICIPLE


def is_past_form(document: Document, k: int) -> bool:
    """ "The coach, asked about it, shrugged and said": a past form taken for an adjective."""
    return document.tags[k] == "JJ" and document.lower[k].endswith("ed") and document.tags[k - 1] == ","
