"""Noun phrases around a verb, read off the tags.

What is true of English: a noun phrase is a run of determiners, adjectives and nouns; prepositional
phrases, reduced relative clauses ("officials briefed on the plan") and appositions between commas
extend it. A determiner or pronoun opens a phrase, so that two phrases side by side ("told reporters
the plan ...") come apart. Accepted: bare nouns side by side ("told Fox News Trump ...") do not.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_LONGEST = 150  # tokens of a noun phrase: a list without verbs does not cost its square
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "FW", "ADD", "GW"})
INNER = NOUNS | frozenset(
    ["JJ", "JJR", "JJS", "DT", "PRP$", "POS", "PDT", "SYM", "$", "AFX", "HYPH", "VBN", "VBG", "RB", "RBS"]
)
_NEVER_LAST = frozenset({"DT", "RB", "VBG", "``", "''", "PDT", "PRP$"})
OPENS = frozenset({"DT", "PRP$"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
DASHES = frozenset({"—", "–", "--", "-"})
DAYS = word_set("days")
TIMES = word_set("time_words")
DATING = word_set("dating_words")
LINKS = word_set("linking_prepositions")
QUANTIFIERS = word_set("quantity_openers")
_SPEECH = word_set("speech_places")
LONGEST = 60  # tokens a speaker's phrase may have; longer ones are errors


def is_quantity(document: Document, i: int) -> bool:
    """Does a quantity begin here ("a quarter", "than half", "4")?"""
    lower = document.lower
    return (
        document.tags[i] == "CD"
        or lower[i] in QUANTIFIERS
        or lower[i] == "half"
        or lower[i : i + 2] == ["a", "quarter"]
    )


def past_qualifiers(document: Document, i: int, ceiling: int) -> int:
    """The token after "at least", "more than", "up to" where a quantity follows them, else `i`."""
    k = i
    while (
        k < ceiling - 1
        and k - i < 3
        and (document.lower[k] in QUANTIFIERS or document.lower[k] in {"up", "to"})
    ):
        k += 1
    return k if k < ceiling and (document.tags[k] in {"CD", "$"} or is_quantity(document, k)) else i


def end_of_phrase(document: Document, first: int, ceiling: int) -> int:
    """The token after the simple noun phrase that begins at `first`; `first` itself where none does."""
    tags, ceiling = document.tags, min(ceiling, first + _LONGEST)
    if first >= ceiling:
        return first
    if tags[first] == "PRP":
        return first + 1
    i = first
    while i < ceiling:
        if tags[i] == "-LRB-":
            closed = next((k for k in range(i, min(ceiling, i + 8)) if tags[k] == "-RRB-"), 0)
            if not closed:
                break
            i = closed + 1
            continue
        if _parts_at(document, first, i, ceiling):
            break
        i += 1
    while i > first + 1 and tags[i - 1] in _NEVER_LAST:
        i -= 1
    return i


def _parts_at(document: Document, first: int, i: int, ceiling: int) -> bool:
    """Does token `i` not belong to the phrase that began at `first`?"""
    tags = document.tags
    tag, before = tags[i], tags[i - 1]
    if tag in {"``", "''"}:
        return i == first or before == "NNS"
    if tag not in INNER:
        return True
    if i == first:
        return False
    if document.lower[i] in DAYS or (tag in OPENS and before not in {"PDT", "DT"}):
        return True
    if before == "NNS" and tag in {"NNP", "NNPS", "JJ", "DT", "PRP$"}:
        return document.words[i - 1][0].islower()
    return tag == "RB" and (i + 1 >= ceiling or tags[i + 1] not in {"JJ", "NN", "NNS", "CD", "VBN"})


def end_of_full_phrase(document: Document, first: int, ceiling: int) -> int:
    """As `end_of_phrase`, with prepositional phrases, coordination, apposition and relative clauses."""
    i = end_of_phrase(document, first, ceiling)
    if i == first or document.tags[first] == "PRP":
        return i
    for _ in range(12):
        longer = _extended(document, i, ceiling)
        if longer == i:
            return i
        i = longer
    return i


def _extended(document: Document, i: int, ceiling: int) -> int:
    """One step further from `i`: the end of a phrase that belongs to the one before."""
    tags, lower = document.tags, document.lower
    if i + 1 >= ceiling:
        return i
    if lower[i] in LINKS and not is_occasion(document, i, ceiling):
        after = end_of_phrase(document, i + 1, ceiling)
        return after if after > i + 1 else i
    if tags[i] == "CC" and tags[i + 1] in INNER and lower[i] not in {"neither", "nor"}:
        after = end_of_phrase(document, i + 1, ceiling)
        return after if after == ceiling or tags[after] not in FINITE else i
    if lower[i] in {"who", "whose"}:
        return _end_of_relative(document, i, ceiling)
    if tags[i] == ",":
        return _end_of_apposition(document, i, ceiling)
    if tags[i] in {"VBN"} and lower[i + 1] in LINKS:
        return i + 1
    return i


def _end_of_apposition(document: Document, comma: int, ceiling: int) -> int:
    tags, lower = document.tags, document.lower
    i = comma + 1
    if lower[i] in {"who", "whose"}:
        return _end_of_relative(document, i, ceiling)
    if lower[i] in TIMES or tags[i] not in {"DT", "NN", "NNS", "JJ", "NNP", "NNPS", "CD", "PRP$", "JJS"}:
        return comma
    after = end_of_phrase(document, i, ceiling)
    if after == i or (after < ceiling and tags[after] in FINITE):
        return comma
    return after


def _end_of_relative(document: Document, i: int, ceiling: int) -> int:
    """A relative clause runs to the next comma, closing stop or quotation."""
    for k in range(i + 1, min(ceiling, i + LONGEST)):
        if document.tags[k] in {",", ".", "``", ":"} or document.words[k] == '"':
            return k
    return min(ceiling, i + LONGEST)


def end_of_occasion(document: Document, i: int, ceiling: int) -> int:
    """The token after "on Monday", "in a statement", which begins with the preposition at `i`."""
    if i + 1 < ceiling and document.lower[i + 1] in DAYS:
        return i + 3 if i + 2 < ceiling and document.lower[i + 2] in TIMES else i + 2
    return max(end_of_phrase(document, i + 1, ceiling), i + 1)


def is_occasion(document: Document, i: int, ceiling: int) -> bool:
    """Does the preposition at `i` open "in a statement", "on Monday", "at a news conference"?"""
    lower = document.lower
    if lower[i] in {"during", "after", "before", "when", "while", "via", "through"}:
        return True
    near = range(i + 1, min(ceiling, max(end_of_phrase(document, i + 1, ceiling), i + 2)))
    if lower[i] == "by":  # "by phone", not "by the Associated Press"
        return any(lower[k] in _SPEECH and document.words[k] == lower[k] for k in near)
    return any(lower[k] in TIMES or lower[k] in _SPEECH for k in near)
