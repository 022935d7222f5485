"""Stretches: sentences joined where a quotation runs over their border.

The tokens of a stretch outside its quotations are the reporter's; cues are looked for there alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from bot.briefs.claims.cues import VERBS
from bot.briefs.claims.phrases import DASHES
from bot.briefs.datelines import end_of_dateline
from bot.briefs.document import Document, Sentence
from bot.briefs.lexicon import word_set

_MARKS = frozenset("\"”’'»") | {"''", "'''"}
_OBJECT = frozenset({"DT", "PRP$", "NN", "NNS", "CD"})  # "...” The council estimates | the damage at"
_FIRST_NAMES = word_set("women_names") | word_set("men_names")
_SECTIONS = word_set("section_labels")
_LONGEST_DATELINE = 20  # tokens
_BULLETS = DASHES | {"•", "*", "·", "▪", "●"}
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:am|pm)?")


@dataclass(slots=True)
class Quotation:
    """Tokens `first` to `last` (exclusive), marks included. `closed`: it ends a clause of its own."""

    first: int
    last: int
    full_stop: bool  # ends in . ? ! within the marks
    comma: bool  # ends in a comma, within or after the marks


@dataclass(slots=True)
class Stretch:
    """Tokens `first` to `last` (exclusive) and the quotations that lie in them."""

    first: int
    last: int
    quotations: list[Quotation]
    openings: list[int]  # the first token of each quotation

    def quotation_over(self, i: int) -> Quotation | None:
        """The quotation that token `i` belongs to."""
        if not self.openings:
            return None
        k = bisect_right(self.openings, i) - 1
        if k >= 0 and i < self.quotations[k].last:
            return self.quotations[k]
        return None

    def quotations_in(self, first: int, last: int) -> list[Quotation]:
        """The quotations that begin at tokens `first` to `last` (exclusive)."""
        if not self.openings:
            return []
        return self.quotations[bisect_left(self.openings, first) : bisect_left(self.openings, last)]


def quotations_of(document: Document) -> list[Quotation]:
    """The document's quotations as token ranges."""
    found = []
    count = len(document.words)
    for start, end in document.quotes:
        first = bisect_left(document.starts, start)
        last = bisect_left(document.starts, end)
        if last - first < 2:
            continue
        k = last - 1
        while k > first + 1 and document.words[k] in _MARKS:
            k -= 1
        inner = document.words[k]
        after = document.words[last] if last < count else ""
        found.append(Quotation(first, last, inner[-1] in ".?!…", inner == "," or after == ","))
    return found


def stretches_of(document: Document) -> list[Stretch]:
    """The article's prose as stretches, captions and headings left out."""
    quotations = quotations_of(document)
    openings = [quotation.first for quotation in quotations]
    skipped = [start for start, _ in document.skipped]
    made: list[Stretch] = []
    covered = 0
    for sentence in document.sentences:
        k = bisect_right(skipped, sentence.start) - 1
        if sentence.first < covered or (k >= 0 and sentence.start < document.skipped[k][1]):
            continue
        first = past_dateline(document, sentence.first, sentence.last)
        quoted = bisect_left(openings, first)
        leads = document.words[sentence.last - 1] == ":" and openings[quoted : quoted + 1] == [sentence.last]
        if not leads and (quoted == len(openings) or openings[quoted] >= sentence.last):
            made.append(Stretch(first, sentence.last, [], []))
        else:
            made.append(_stretch(document, first, quotations, quoted))
        covered = made[-1].last
    return made


def _stretch(document: Document, first: int, quotations: list[Quotation], begin: int) -> Stretch:
    """From token `first` to the first end of a sentence that cuts no quotation from its speaker.

    `begin` is the index of the first quotation that opens there or later.
    """
    sentences = document.sentences
    k = bisect_right(sentences, first, key=_first_of) - 1
    last = sentences[k].last
    if document.words[last - 1] == ":" and quotations[begin].first == last:
        k += 1
        last = sentences[k].last  # "He said:" and the quotation in a paragraph of its own
    q = begin
    while True:
        while q < len(quotations) and quotations[q].first < last:
            while sentences[k].last < quotations[q].last:
                k += 1
            last = sentences[k].last
            q += 1
        ends_quoted = q > begin and quotations[q - 1].last == last and quotations[q - 1].full_stop
        if not (ends_quoted and k + 1 < len(sentences) and _names_speaker(document, sentences[k + 1])):
            own = quotations[begin:q]
            return Stretch(first, last, own, [quotation.first for quotation in own])
        k += 1
        last = sentences[k].last


def _first_of(sentence: Sentence) -> int:
    return sentence.first


def _names_speaker(document: Document, sentence: Sentence) -> bool:
    """Is this sentence what belongs to a question or exclamation before: "...?" Jane Roe said."""
    if "\n" in document.text[document.ends[sentence.first - 1] : sentence.start]:
        return False
    for i in range(sentence.first, min(sentence.last - 1, sentence.first + 9)):
        tag = document.tags[i]
        if tag in {",", ":", "``"}:
            return False
        if tag in {"VBD", "VBZ", "VBP", "VBN"}:
            verbs = VERBS.get(document.lower[i], ())
            if (
                any("n" in verb.frames and not verb.particles for verb in verbs)
                and document.tags[i + 1] in _OBJECT
            ):
                return False  # "...” The council estimates the damage at"
            return any("q" in verb.frames for verb in verbs) and _nothing_said(document, i + 1, sentence.last)
    return False


def _nothing_said(document: Document, first: int, last: int) -> bool:
    """No clause or quotation follows before the comma or stop: what was said came first."""
    for i in range(first, min(last, first + 20)):
        tag = document.tags[i]
        if tag in {",", "."}:
            return True
        if tag in {"VBD", "VBZ", "VBP", "MD", "``", ":"} or document.lower[i] == "that":
            return False
    return True


def _is_dateline(document: Document, first: int, colon: int) -> bool:
    """ "HALLS GAP, Victoria:", or a name in capitals at a text's head that is nobody's: "ISLAMABAD:"."""
    if "," in document.words[first:colon]:
        return True
    somebody = document.words[first].title() in _FIRST_NAMES or document.tags[colon + 1] == "``"
    return first == 0 and not somebody


def past_dateline(document: Document, first: int, last: int) -> int:
    """The token after "KYIV, Oct 30 (Reuters) -", a bullet or a live page's "14:05" that opens a sentence."""
    while first + 2 < last and (document.words[first] in _BULLETS or _CLOCK.fullmatch(document.words[first])):
        first += 1
    if not document.words[first][0].isupper():
        return first
    if document.lower[first] in _SECTIONS:
        colon = next((k for k in range(first + 1, min(last - 2, first + 4)) if document.words[k] == ":"), 0)
        if colon:
            return colon + 1  # "Shelter: partners estimate", "Food security: ..."
    if not DASHES.isdisjoint(document.words[first : first + _LONGEST_DATELINE]):
        dated = end_of_dateline(document.text, document.starts[first], document.ends[last - 1])
        if dated > document.starts[first]:
            after = min(bisect_left(document.starts, dated), last - 1)
            somebody = document.words[after][0].islower() and not document.words[first].isupper()
            return first if somebody else after  # "Jane Roe — a teacher from Ordu — says"
    for i in range(first + 1, min(last - 1, first + 12)):
        word = document.words[i]
        if word in DASHES:
            capitals = document.words[first].isupper() and len(document.words[first]) > 2
            return i + 1 if capitals or document.words[i - 1] == ")" else first
        if word == ":" and document.words[first].isupper() and len(document.words[first]) > 2:
            return i + 1 if _is_dateline(document, first, i) else first
        if document.tags[i] not in {"NNP", "NNPS", ",", "CD", "-LRB-", "-RRB-", "."} and word not in "()/":
            return first
    return first
