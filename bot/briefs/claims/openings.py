"""Subjects that open a sentence: what a pronoun in the next one is likely to mean.

What is true of news text: a pronoun at the head of a sentence, or after a quotation, goes on with the subject
of the sentence before. So the phrase that opens that sentence is read up to its verb. Accepted: sentences
that open with a phrase of place or time are read behind its comma, all others that open otherwise not at all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from bot.briefs.claims.phrases import FINITE, NOUNS, end_of_phrase
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_COLLECTIVES = word_set("collectives") | word_set("people_nouns")
_OFFICES = word_set("roles")
_ROLES = _OFFICES | word_set("men") | word_set("women")
_BODIES = word_set("institution_nouns") | word_set("general_bodies")
_CHAIN = 5  # sentences
_LONGEST_LABEL = 6  # tokens of a name before a colon
_LONGEST_FRONT = 12  # tokens of "In a report on Tuesday," before a subject
_FOLLOWS = FINITE | {",", "RB", "VBN", "IN", "WP"}
_ASKS = (["VBZ"], ["VBP"], ["VBD"], ["MD"])
_OF_PEOPLE = ("ers", "ors", "ists", "ians", "ants", "ents", "ees")


def openings_before(document: Document, at: int) -> Iterator[tuple[int, int]]:
    """The subjects of this sentence before token `at` and of the sentence before it, the nearer first."""
    k = bisect_left(document.sentences, at, key=lambda sentence: sentence.last - 1)
    for back, sentence in enumerate(document.sentences[k : max(k - _CHAIN, 0) or None : -1]):
        found = _opening(document, sentence.first, min(sentence.last, at))
        if found and not is_quoted(document, found[0]):
            yield found
        if back and document.tags[sentence.first] != "PRP":
            break  # "The premier left. He flew home. On the radio he said": the first of them tells


def label_before(document: Document, at: int) -> tuple[int, int] | None:
    """The label of the paragraph that holds token `at`, as of who answers: "Roe: I told them"."""
    k = bisect_right(document.paragraphs, at) - 1
    first = document.paragraphs[k] if k >= 0 else 0
    near = range(first + 1, min(at, first + _LONGEST_LABEL))
    colon = next((i for i in near if document.words[i] == ":"), 0)
    return (first, colon) if colon and document.words[first][0].isupper() else None


def office_before(document: Document, at: int) -> int | None:
    """ "Prosecutors say the mayor took bribes. He denies it.": the one office of the sentence before."""
    k = bisect_left(document.sentences, at, key=lambda sentence: sentence.last - 1)
    if k == 0:
        return None
    before = document.sentences[k - 1]
    offices = [i for i in range(before.first + 1, before.last) if document.lower[i] in _OFFICES]
    one = len(offices) == 1 and document.lower[offices[0] - 1] in {"the", "a", "an"}
    return offices[0] if one else None


def name_before(document: Document, at: int) -> tuple[int, int] | None:
    """The name of two or more words that opens this sentence, before token `at`."""
    k = bisect_left(document.sentences, at, key=lambda sentence: sentence.last - 1)
    sentence = document.sentences[k]
    found = _opening(document, sentence.first, min(sentence.last, at))
    named = found and found[1] - found[0] > 1 and document.tags[found[1] - 1] in {"NNP", "NNPS"}
    return found if named else None


def _opening(document: Document, first: int, last: int) -> tuple[int, int] | None:
    tags = document.tags
    if first < last and tags[first] == "IN":
        front = range(first, min(last, first + _LONGEST_FRONT))
        first = next((k for k in front if tags[k] == ","), last - 1) + 1
    asked = first < last and tags[first] in {"WP", "WRB"} and tags[first + 1 : first + 2] in _ASKS
    if asked:
        first += 2  # "What does the company say?"
    if first >= last or tags[first] == "PRP":
        return None
    end = end_of_phrase(document, first, last)
    follows = _FOLLOWS | ({"VB", "VBP"} if asked else frozenset())
    if end == first or end >= last or tags[end] not in follows or tags[end - 1] not in NOUNS:
        return None
    return first, end


def is_quoted(document: Document, i: int) -> bool:
    """Does token `i` stand in a quotation, whose people are not the reporter's?"""
    quotes, start = document.quotes, document.starts[i]
    k = bisect_right(quotes, (start, start + 1)) - 1
    return any(begin <= start < end for begin, end in quotes[max(k, 0) : k + 2])


def is_office(document: Document, first: int, end: int) -> bool:
    """Is the phrase one person by office or kind: "a mediator", "the girl's mother"?"""
    return end - first > 1 and document.tags[end - 1] == "NN" and document.lower[end - 1] in _ROLES


def is_collective(document: Document, head: int) -> bool:
    """Is the noun at token `head` a plural of people or bodies?"""
    word, tag = document.lower[head], document.tags[head]
    return word in _COLLECTIVES or (tag in {"NNS", "NNPS"} and word.endswith(_OF_PEOPLE))


def is_body(document: Document, head: int) -> bool:
    """Is the noun at token `head` a single institution?"""
    return document.lower[head] in _BODIES
