"""Who speaks before a colon: "Jane Roe: “...”", "Report: the dam leaks", "X is not convinced: “...”".

What is true of news text: a name or a source in front of a colon speaks what follows, in headlines, in
transcripts and before a quotation. Anything else in front of a colon ("The result: ...", "Read more:") is
a label, and says nothing. A turn in a transcript or interview runs to the end of its paragraph.
Accepted: a person's name that labels a list.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from bot.briefs.claims.bodies import COUNTRIES
from bot.briefs.claims.contents import has_finite_verb
from bot.briefs.claims.cues import Cue, Verb
from bot.briefs.claims.drafts import Draft, Range, Scene
from bot.briefs.claims.phrases import FINITE, TIMES, end_of_full_phrase
from bot.briefs.claims.speakers import subject_of_clause
from bot.briefs.claims.verb_groups import Group
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_DASH = re.compile("[-–]")
_COLON = Verb(":", (), frozenset("qc"), "asserts")
_SOURCES = word_set("informing_nouns") | word_set("roles") | word_set("label_sources")
_LABELS = word_set("labels")
_LONGEST = 9  # tokens of a name with its office before a colon
_SURNAMES = 300  # tokens around a label in which its name stands in full
_SENTENCE = 40  # tokens of a sentence that leads up to a quotation


def told_by_colon(scene: Scene) -> Draft | None:
    """The draft that the first colon of a stretch makes; None where it is a label or a verb's."""
    document, stretch = scene.document, scene.stretch
    reach = min(stretch.last - 2, stretch.first + _SENTENCE)
    colon = next((k for k in scene.spots if document.words[k] == ":" and k > stretch.first), reach)
    if colon >= reach:
        return None
    if _is_verbs(scene, colon):
        return None
    if any(part[0] == colon + 1 for draft in scene.drafts for part in draft.parts):
        return None
    quotation = stretch.quotation_over(colon + 1)
    speaker = _speaker(document, stretch.first, colon, quoted=quotation is not None)
    if speaker is None:
        return None
    turn = _in_capitals(document, *speaker) or (quotation is None and _is_interviewed(document, speaker))
    end = _end_of_paragraph(document, stretch.last) if turn else stretch.last
    if not quotation and not has_finite_verb(document, colon + 1, end):
        return None  # "Ukraine: shelling and blackouts", "Measles: 212 cases"
    if quotation and quotation.last >= end - 1:
        end = quotation.last
    elif document.words[end - 1] == ".":
        end -= 1
    cue = Cue(colon, colon + 1, _COLON)
    return Draft(cue, speaker, [(colon + 1, end)], "colon", Group(colon), stretch)


def _is_verbs(scene: Scene, colon: int) -> bool:
    """Does the colon follow a verb that takes a quotation, a word between them at most?"""
    near = [scene.cues[k] for k in (colon - 1, colon - 2) if k in scene.cues]
    return any("q" in cue.verb.frames for cue in near)


def _speaker(document: Document, first: int, colon: int, *, quoted: bool) -> Range | None:
    """The name or source that the tokens before the colon are, or the subject of their one clause."""
    tags, words = document.tags, document.words
    if quoted and tags[colon - 1] == "CD" and tags[colon - 2] == "," and colon - first > 2:
        colon -= 2  # "Marta Ruiz, 34: “...”"
    if any(tag in FINITE for tag in tags[first:colon]):
        if not quoted:
            return None
        opening = end_of_full_phrase(document, first, colon)
        opens = (
            opening > first and tags[opening] in FINITE and tags[first] in {"DT", "NN", "NNP", "JJ", "PRP$"}
        )
        return (first, opening) if opens else subject_of_clause(document, colon, first)
    if (
        colon - first > _LONGEST
        or not words[first][0].isupper()
        or tags[first] == "IN"
        or ("-LRB-" in tags[first:colon] and tags[colon - 1] != "-RRB-")
        or _LABELS.intersection(document.lower[first:colon])
    ):
        return None
    if any(part in TIMES for part in _DASH.split(document.lower[colon - 1])):
        return None  # "Interim report, July–September: ..."
    if document.lower[first : first + 2] == ["quote", "from"]:
        return (first + 2, colon)
    source = document.lower[colon - 1] in _SOURCES
    name = (
        tags[colon - 1] in {"NNP", "NNPS", "-RRB-"} and words[colon - 1] not in {")", "]"}
    ) or _in_capitals(document, first, colon)
    opens = first == 0 or _paragraph_opens(document, first)
    capitals = _in_capitals(document, first, colon)
    if " ".join(words[first:colon]) in COUNTRIES and not quoted:
        return None  # "Sierra Leone: tanker explodes"
    headed = opens and (colon - first > 1 or capitals or _is_surname(document, first))
    return (first, colon) if source or (name and (quoted or headed)) else None


def _is_surname(document: Document, at: int) -> bool:
    """Does the text name somebody in full by the word: then "Roe: the dam leaks" is no place or matter."""
    word, words = document.words[at], document.words
    near = range(max(1, at - _SURNAMES), min(len(words), at + _SURNAMES))
    return any(words[k] == word and document.tags[k - 1] == "NNP" for k in near if k != at)


def _paragraph_opens(document: Document, first: int) -> bool:
    k = bisect_right(document.paragraphs, first) - 1
    return k >= 0 and document.paragraphs[k] == first


def _in_capitals(document: Document, first: int, last: int) -> bool:
    return all(word.isupper() or not word[0].isalpha() for word in document.words[first:last])


def _is_interviewed(document: Document, speaker: Range) -> bool:
    """Is the label a name that opens a paragraph, the text's first one left out: a turn in an interview?"""
    opens = speaker[0] > 0 and _paragraph_opens(document, speaker[0])
    return opens and document.tags[speaker[1] - 1] == "NNP" and document.lower[speaker[1] - 1] not in _SOURCES


def _end_of_paragraph(document: Document, last: int) -> int:
    """The token after the paragraph that holds the one before token `last`."""
    k = bisect_right(document.paragraphs, last - 1)
    return document.paragraphs[k] if k < len(document.paragraphs) else len(document.words)
