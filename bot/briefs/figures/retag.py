"""Tags set right where a form can have but one.

What is true of English: "slid", "shrank" and "underwent" are past tenses wherever they stand, and a yen is a
thing; "spending" and "lending" behind a noun, an adjective or an article are things too. A small tagger that
has seldom met them guesses, and a number then loses its subject. We look them up.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

from bot.briefs.document import Document
from bot.briefs.lexicon import columns, word_set

_TAGS: dict[str, str] = dict(columns("certain_tags"))
_KNOWN = word_set("nouns_of_doing") | frozenset(_TAGS)
_BEFORE_A_NOUN = frozenset({"NN", "NNS", "NNP", "JJ", "DT", "PRP$", "POS"})
_BEHIND_A_NOUN = frozenset({"rose", "fell"})  # "22 of 30 stocks rose", not "a rose"
_MISTAKEN = frozenset({"NN", "NNS", "JJ", "FW", "RB"})


def with_certain_tags(document: Document) -> Document:
    """The document with the tags of such forms set right; itself where there are none."""
    lower, tags = document.lower, document.tags
    met = list(compress(range(len(lower)), map(_KNOWN.__contains__, lower)))
    found = [index for index in met if tags[index] in _MISTAKEN and lower[index] in _TAGS]
    found = [index for index in found if lower[index] not in _BEHIND_A_NOUN or tags[index - 1] == "NNS"]
    doings = [
        index for index in met if tags[index] == "VBG" and index > 0 and tags[index - 1] in _BEFORE_A_NOUN
    ]
    if not found and not doings:
        return document
    mended = list(tags)
    for index in doings:
        mended[index] = "NN"
    for index in found:
        mended[index] = _TAGS[lower[index]]
    return replace(document, tags=mended)
