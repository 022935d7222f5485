"""Tags that the sentence leaves one reading for, mended before claims are looked for.

What is true of English: "ministry" is no verb; "said" is a participle only behind a form of "be" or
"have"; a word that may be a verb of saying, after a singular noun and before a determiner, a pronoun or
the sentence's end, is that verb ("the union demands a rise", ", a rights group estimates."). The tagger
weighs neighbours and at times decides against all three. Accepted: "the price demands that" as nouns.
"""

from __future__ import annotations

from dataclasses import replace

from bot.briefs.claims.cues import VERBS
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_INSTITUTIONS = word_set("institution_nouns")
_AUXILIARIES = word_set("auxiliaries")
_NEAR = 4  # tokens before a participle in which its auxiliary stands
_OBJECT = frozenset({"DT", "PRP", "PRP$", "CD", "WP", "$"})
_SUBJECT = frozenset({"NN", "NNP", "NNPS", "PRP"})


def mended(document: Document) -> Document:
    """The document with the tags set right that claims depend on."""
    tags = list(document.tags)
    for k, word in enumerate(document.lower):
        if word in _INSTITUTIONS:
            if tags[k][0] == "V":
                tags[k] = "NN"
        elif tags[k] == "VBN" and word == "said":
            if _AUXILIARIES.isdisjoint(document.lower[max(0, k - _NEAR) : k]):
                tags[k] = "VBD"
        elif word == "back" and 0 < k < len(tags) - 1:
            if tags[k - 1] in {"NNP", "NNS"} and tags[k + 1] in {"DT", "PRP$"}:
                tags[k] = "VBP"  # "Brazil and India back the plan"
        elif tags[k] == "VB" and word in VERBS and tags[k + 1 : k + 2] in (["."], [","]):
            if k and tags[k - 1] in {"NNS", "NNP", "NNPS"}:
                tags[k] = "VBP"  # ", prosecutors believe."
        elif tags[k] == "NNS" and word in VERBS and k and _is_verb_there(tags, k):
            tags[k] = "VBZ"
    return replace(document, tags=tags)


def _is_verb_there(tags: list[str], k: int) -> bool:
    """After a singular noun that opens the clause, with an object or the end of the sentence behind."""
    if tags[k - 1] not in _SUBJECT or k + 1 >= len(tags):
        return False
    if tags[k + 1] == "PRP":
        return True
    if tags[k + 1] in _OBJECT:
        return not any(tag in {"VBD", "VBZ", "MD"} for tag in tags[k + 1 : k + 7])
    first = k - 1
    while first and tags[first - 1] in {"DT", "JJ", "NN", "NNS", "NNP", "PRP$"}:
        first -= 1
    return tags[k + 1] == "." and first > 0 and tags[first - 1] == ","
