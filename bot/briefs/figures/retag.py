"""Tags set right where a form, or its place, can have but one.

What is true of English: "slid", "shrank" and "underwent" are past tenses wherever they stand, and a yen is a
thing; "spending" and "lending" behind a noun, an adjective or an article are things too. A small tagger that
has seldom met them guesses, and a number then loses its subject. We look them up. And what ends in "s" right
before a past tense or a modal is a plural, no verb ("10-year bonds | rose", "fires | spread").
"""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

from bot.briefs.document import Document
from bot.briefs.lexicon import columns, word_set

_TAGS: dict[str, str] = dict(columns("certain_tags"))
_BEFORE_NUMBERS = word_set("verbs_before_numbers")
_PLAIN_VERBS = frozenset({"earn", "need", "cost", "want", "face", "own", "hold", "owe", "plan", "cover"})
_KNOWN = word_set("nouns_of_doing") | _BEFORE_NUMBERS | _PLAIN_VERBS | frozenset(_TAGS)
_BEFORE_A_NOUN = frozenset({"NN", "NNS", "NNP", "JJ", "DT", "PRP$", "POS"})
_BEHIND_A_NOUN = frozenset({"rose", "fell"})  # "22 of 30 stocks rose", not "a rose"
_PLURAL = frozenset({"NNS", "VBZ"})
_VERBS_ALWAYS = word_set("present_sayings") | word_set("auxiliaries")
_PASTS = frozenset({"VBD", "MD"})
_SUBJECTS = frozenset({"NN", "NNP", "JJ", "DT", "IN", "CC", ".", ",", ":", "POS"})
_BEFORE_A_VERB = frozenset({"NN", "NNP", "CC", "RB", "JJ"})
_MISTAKEN = frozenset({"NN", "NNS", "JJ", "FW", "RB", "VBG"})


def with_certain_tags(document: Document) -> Document:
    """The document with the tags of such forms set right; itself where there are none."""
    lower, tags = document.lower, document.tags
    mended: dict[int, str] = {}
    for index in compress(range(len(lower)), map(_KNOWN.__contains__, lower)):
        if tag := _certain(document, index):
            mended[index] = tag
            if lower[index] in _BEHIND_A_NOUN and tags[index - 1] == "VBZ":
                mended[index - 1] = "NNS"  # "10-year bonds | rose"
    line = " ".join(tags)
    if "VBZ VBD" in line or "VBZ MD" in line:  # seldom: a third of the articles
        presents = compress(range(len(tags) - 1), map("VBZ".__eq__, tags))
        mended |= dict.fromkeys([index for index in presents if _is_plural(document, index)], "NNS")
    if not mended:
        return document
    changed = list(tags)
    for index, tag in mended.items():
        changed[index] = tag
    return replace(document, tags=changed)


def _certain(document: Document, index: int) -> str | None:
    """The tag that a known form at a token must have, if it has another."""
    tag, word = document.tags[index], document.lower[index]
    if tag in _MISTAKEN and word in _TAGS:
        return None if word in _BEHIND_A_NOUN and document.tags[index - 1] not in _PLURAL else _TAGS[word]
    if tag == "VBG":
        return "NN" if index > 0 and document.tags[index - 1] in _BEFORE_A_NOUN else None
    if tag == "NNS":
        return "VBZ" if _rules_number(document, index) else None
    if tag == "NN":
        return "VBP" if _is_plain_verb(document, index) else None
    return None


def _is_plural(document: Document, index: int) -> bool:
    """Is a verb in "s" the subject of the verb that follows it at once?"""
    word, after = document.lower[index], index + 1
    if document.tags[after] not in _PASTS or not word.endswith("s") or word in _VERBS_ALWAYS:
        return False
    return index == 0 or document.tags[index - 1] in _SUBJECTS


def _rules_number(document: Document, index: int) -> bool:
    """ "The battery | stores 200 megawatt-hours", "and | needs $63 million": no plural there."""
    if document.lower[index] not in _BEFORE_NUMBERS or index == 0 or index + 1 >= len(document.tags):
        return False
    before = document.tags[index - 1] in _BEFORE_A_VERB
    return before and document.tags[index + 1] in {"CD", "$"}


def _is_plain_verb(document: Document, index: int) -> bool:
    """Does a plural stand before a word that is also a noun, and a number right behind it?"""
    if index == 0 or index + 1 >= len(document.tags) or document.lower[index] not in _PLAIN_VERBS:
        return False
    plural = document.tags[index - 1] == "NNS" or (
        document.tags[index - 1] == "VBZ" and (index == 1 or document.tags[index - 2] == ".")
    )
    return plural and (document.tags[index + 1] in {"CD", "$"} or document.lower[index + 1] == "between")
