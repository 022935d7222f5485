"""Tags that the sentence leaves one reading for, mended before claims are looked for.

What is true of English: "ministry" is no verb; "said" is a participle only behind a form of "be" or "have";
an apostrophe behind a plural makes it a possessive; the surname of somebody named in full is a name at the
head of a sentence as well; a title in capitals, all names to the tagger, has a verb; verbs and nouns are
told apart in `verb_or_noun.py`. Accepted: titles in capitals without a verb of saying.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import compress

from bot.briefs.claims.cues import VERBS
from bot.briefs.claims.phrases import FINITE
from bot.briefs.claims.verb_or_noun import verb_or_noun
from bot.briefs.document import Document
from bot.briefs.lexicon import columns, word_set

_INSTITUTIONS = word_set("institution_nouns")
_AUXILIARIES = word_set("auxiliaries")
_NEAR = 4  # tokens before a participle in which its auxiliary stands
_LONGEST_TITLE = 30  # tokens
_PAUSES = frozenset({",", "CC"})
_SMALL_WORD = 4  # letters of words that titles write small
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_TAKEN_FOR = frozenset({"NNP", "RB", "VB", "VBD"})  # what a surname never seen is tagged behind a first name
_APOSTROPHES = frozenset("'’")
_IN_CAPITALS = frozenset({"WHO", "US"})
_DOUBTFUL = frozenset({"VB", "VBP", "VBN", "JJR", "JJS", "POS"})
_NO_HEADS = _NAME_TAGS | frozenset(
    {"DT", "PRP", "PRP$", "IN", "CC", "EX", "WRB", "WP", "TO", "CD", "MD", "WDT"}
)
_PEOPLES = frozenset(
    part for _, names in columns("nationalities") for name in names.split(";") for part in name.split()
)
_OFFICES = frozenset({"premier", "official", "chief", "representative", "principal"})  # also adjectives
_SPECIAL = (
    _INSTITUTIONS
    | _APOSTROPHES
    | frozenset(name.lower() for name in _PEOPLES)
    | _OFFICES
    | frozenset({"said", "who", "us", "its", "retired", "back"})
)
_ENDS = frozenset({".", "''"})
_SPECIAL_TAGS = frozenset({"POS", "JJS"})
_MENDABLE = _SPECIAL | frozenset(VERBS)
_OPEN = frozenset({"JJ", "VB", "VBP", "VBD", "VBN", "NN", "NNS", "JJR", "RB"})  # what verbs are taken for


def mended(document: Document) -> Document:
    """The document with the tags set right that claims depend on."""
    tags, lower = list(document.tags), list(document.lower)
    _name_surnames(document, tags)
    _find_verbs_of_titles(document, tags)
    count = range(len(tags))
    doubtful = set(compress(count, map(_MENDABLE.__contains__, lower)))
    doubtful.update(compress(count, map(_DOUBTFUL.__contains__, tags)))
    for k in sorted(doubtful):
        if tags[k] == "VB" and tags[k + 1 : k + 3] == ["NN", "NNP"] and (k == 0 or tags[k - 1] in _ENDS):
            tags[k] = "NN"  # "Transport convener Jane Roe"
        elif lower[k] in _SPECIAL or tags[k] in _SPECIAL_TAGS:
            _mend_special(document, tags, lower, k)
        elif k and tags[k] in _OPEN:
            tags[k] = verb_or_noun(document, tags, k)
    return replace(document, tags=tags, lower=lower)


def _mend_special(document: Document, tags: list[str], lower: list[str], k: int) -> None:
    """Set the tag of a word right that has its own rule: peoples, institutions, apostrophes, "said"."""
    word, follows = lower[k], tags[k + 1 : k + 2]
    if document.words[k] in _IN_CAPITALS:
        if not _shouts(document.words, k):
            tags[k] = "NNP"
            lower[k] = "WHO" if word == "who" else word  # "the WHO warned" has no relative pronoun
    elif document.words[k] in _PEOPLES:
        if tags[k][0] in "VR":  # "Dutch appeal judges", "South Africans"
            tags[k] = "NNPS" if word.endswith("ns") else "JJ"
    elif tags[k] == "POS" and len(word) > 2:
        tags[k] = "NNS"  # "Doctors at two clinics"
    elif word in _INSTITUTIONS:
        tags[k] = "NN" if tags[k][0] == "V" else tags[k]
    elif word in _APOSTROPHES:
        if k and _is_possessive(document, k):
            tags[k] = "POS"  # "the herders' leaders"
            tags[k - 1] = "NNS" if tags[k - 1] == "VBZ" else tags[k - 1]
    elif word == "retired":
        tags[k] = "JJ" if follows in (["NNP"], ["NN"]) else tags[k]  # "And retired Gen. John Roe"
    elif word in _OFFICES:
        person = tags[k] == "JJ" and k and tags[k - 1] == "DT" and follows and follows[0] in FINITE | {","}
        if person or tags[k][0] == "V":
            tags[k] = "NN"  # "The premier cancelled", "The state premier, Jan Roe, said"
    elif word == "back" and k:
        backed = tags[k - 1] in {"NNP", "NNS"} and follows in (["DT"], ["PRP$"])
        tags[k] = "VBP" if backed else tags[k]  # "Brazil and India back the plan"
    elif word == "its":
        tags[k] = "PRP$"
    elif word == "said" and tags[k] == "VBN":
        if _AUXILIARIES.isdisjoint(lower[max(0, k - _NEAR) : k]):
            tags[k] = "VBD"
    elif tags[k] == "JJS":
        if document.words[k][0].isupper() and follows in (["VBZ"], ["VBD"]):
            tags[k] = "NNP"  # "Budapest has said"
    elif k:
        tags[k] = verb_or_noun(document, tags, k)


def _shouts(words: list[str], k: int) -> bool:
    """Is a neighbour of the word in capitals too?"""
    return any(word.isupper() for word in words[max(0, k - 1) : k] + words[k + 1 : k + 2])


def _is_possessive(document: Document, k: int) -> bool:
    """An apostrophe right behind an "s", a space after it, where no quotation ends."""
    text, end = document.text, document.ends[k]
    return (
        document.tags[k] != "POS"
        and document.lower[k - 1].endswith("s")
        and document.ends[k - 1] == document.starts[k]
        and text[end : end + 1] == " "
        and not any(closed == end for _, closed in _near(document.quotes, end))
    )


def _near(quotes: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    k = bisect_left(quotes, end, key=lambda quote: quote[1])
    return quotes[k : k + 1]


def _find_verbs_of_titles(document: Document, tags: list[str]) -> None:
    """ "Widow Jane Roe Defends Dam": a title in capitals, all names to the tagger, has a verb of saying."""
    words, lower = document.words, document.lower
    for sentence in document.sentences:
        first, last = sentence.first, sentence.last
        if last - first > _LONGEST_TITLE or tags[first] not in _NAME_TAGS:
            continue
        if not FINITE.isdisjoint(tags[first:last]):
            continue
        if any(len(word) > _SMALL_WORD and word[0].islower() for word in words[first:last]):
            continue
        before = _NAME_TAGS
        for k in range(first + 1, last - 1):
            if tags[k - 1] in before and lower[k] in VERBS and lower[k].endswith(("s", "ed", "said")):
                tags[k] = "VBZ" if lower[k].endswith("s") else "VBD"
                before = _PAUSES  # "Backs Roe And Denounces Poe"


def _name_surnames(document: Document, tags: list[str]) -> None:
    """The surnames of people named in full are names at the head of a sentence too ("Moberly put")."""
    words = document.words
    heads: dict[str, list[int]] = {}
    for sentence in document.sentences:
        k = sentence.first
        if tags[k] not in _NO_HEADS and len(words[k]) > 3 and words[k].istitle():
            heads.setdefault(words[k], []).append(k)
    for at in document.capitals if heads else ():
        word = words[at]
        if word in heads and at and tags[at - 1] == "NNP" and tags[at] in _TAKEN_FOR:
            for k in heads.pop(word):
                tags[k] = "NNP"
                if tags[k + 1 : k + 2] == ["VB"] and document.lower[k + 1] in VERBS:
                    tags[k + 1] = "VBD"
