"""Tags set right where a form can have but one.

What is true of English: "slid", "shrank" and "underwent" are past tenses wherever they stand, and a yen is a
thing. A small tagger that has seldom met them guesses, and a number then loses its subject. We look them up.
"""

from __future__ import annotations

from dataclasses import replace

from bot.briefs.document import Document
from bot.briefs.lexicon import columns

_TAGS: dict[str, str] = dict(columns("certain_tags"))
_MISTAKEN = frozenset({"NN", "NNS", "JJ", "FW", "RB"})


def with_certain_tags(document: Document) -> Document:
    """The document with the tags of such forms set right; itself where there are none."""
    found = [
        index
        for index, word in enumerate(document.lower)
        if word in _TAGS and document.tags[index] in _MISTAKEN
    ]
    if not found:
        return document
    tags = list(document.tags)
    for index in found:
        tags[index] = _TAGS[document.lower[index]]
    return replace(document, tags=tags)
