"""Stretches: sentences joined where a quotation runs over their border.

The tokens of a stretch outside its quotations are the reporter's; cues are looked for there alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from bot.briefs.document import Document


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens `first` to `last` (exclusive), marks included. `closed`: it ends a clause of its own."""

    first: int
    last: int
    full_stop: bool  # ends in . ? ! within the marks
    comma: bool  # ends in a comma, within or after the marks


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens `first` to `last` (exclusive) and the quotations that lie in them."""

    first: int
    last: int
    quotations: list[Quotation]
    opens_paragraph: bool

    def quotation_over(self, i: int) -> Quotation | None:
        """The quotation that token `i` belongs to."""
        for quotation in self.quotations:
            if quotation.first <= i < quotation.last:
                return quotation
            if quotation.first > i:
                return None
        return None


def quotations_of(document: Document) -> list[Quotation]:
    """The document's quotations as token ranges."""
    found = []
    count = len(document.words)
    for start, end in document.quotes:
        first = bisect_left(document.starts, start)
        last = bisect_left(document.starts, end)
        if last - first < 2:
            continue
        inner = document.words[last - 2] if document.words[last - 1] in _MARKS else document.words[last - 1]
        after = document.words[last] if last < count else ""
        found.append(Quotation(first, last, inner[-1] in ".?!…", inner == "," or after == ","))
    return found


_MARKS = frozenset("\"”’'»") | {"''"}


def stretches_of(document: Document) -> list[Stretch]:
    """The article's prose as stretches, captions and headings left out."""
    quotations = quotations_of(document)
    firsts = [quotation.first for quotation in quotations]
    opens = set(document.paragraphs)
    skipped = [start for start, _ in document.skipped]
    made: list[Stretch] = []
    covered = 0
    for sentence in document.sentences:
        k = bisect_right(skipped, sentence.start) - 1
        if sentence.first < covered or (k >= 0 and sentence.start < document.skipped[k][1]):
            continue
        last = sentence.last
        inside: list[Quotation] = []
        q = bisect_left(firsts, sentence.first)
        while q < len(quotations) and quotations[q].first < last:
            inside.append(quotations[q])
            last = _end_of_sentence(document, max(last, quotations[q].last))
            q += 1
        made.append(Stretch(sentence.first, last, inside, sentence.first in opens))
        covered = last
    return made


def _end_of_sentence(document: Document, token: int) -> int:
    """The end of the sentence that holds the token before `token`."""
    k = bisect_left(document.sentences, token, key=lambda sentence: sentence.last)
    return document.sentences[k].last if k < len(document.sentences) else token
