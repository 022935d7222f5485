"""An article in one or two of its own sentences, a headline and its keywords: chosen, never written.

What is true of news: the lead carries the story; sentences further down are chosen only when they bring the
figures, names and claims that the lead leaves out. A sentence that opens with a pronoun, a question, a bare
quotation whose speaker stands elsewhere, a caption or a heading does not stand alone. Keywords are the names
and noun groups that come early and come back. Missed: features whose news is in the tenth paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from bot.briefs.document import Document, Sentence
from bot.briefs.headlines import after_dateline, cut, entries, title_line
from bot.briefs.keywords import find_keywords
from bot.briefs.lexicon import word_set
from storage.records import Claim, Figure, Span

_LEAD = 6.0  # what being the first sentence is worth; it falls with the square root of the place
_SHORTEST, _SHORT, _LONG, _LONGEST = 25, 60, 320, 600  # characters of a sentence that can stand alone
_CANDIDATES = 25  # sentences looked at: news further down is not its own summary
_LOOKED_AT = 300  # sentences among which those candidates are sought
_ENOUGH = 240  # characters after which a second sentence is no longer worth the reading
_FIGURE, _NAME, _CLAIM, _SHARED = 0.5, 0.3, 0.5, 0.6  # what a sentence gains by each, up to a few
_NEXT = 1.5  # what following the first chosen is worth
_TELLING = 40  # characters of a headline that tells what happened
_ENTRY = 3  # the place that each of its entries is held to be at
_OVERLAP = 0.6  # a second sentence that repeats more of the first's words than this says nothing new
_VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
_SHORT_WORD = 3
_DANGLING = word_set("dangling_openers")
_ENDS = frozenset('.!?…”"’)')


@dataclass(frozen=True, slots=True)
class Summary:
    """A headline, one or two spans of the text, and its keywords."""

    headline: str
    spans: tuple[Span, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What sentences are weighed by: the headline's words and line, and what else the brief holds."""

    told: set[str]
    line: Sentence | None
    turns_from: int  # where entries or turns begin, whose order is not their weight
    figures: Sequence[Figure]
    claims: Sequence[Claim]


def summarise(
    document: Document, title: str, figures: Sequence[Figure] = (), claims: Sequence[Claim] = ()
) -> Summary:
    """The summary of an article; `title` is its headline unless it is blank."""
    sentences = list(islice(_standing(document), _CANDIDATES))
    if not title.strip() and len(sentences) > 1 and _asks(document, sentences[0]):
        del sentences[0]  # a headline
    line = None if title.strip() else title_line(document, sentences)
    heading = document.text[line.start : line.end] if line else title
    turns = entries(document)
    telling = line is not None and line.end - line.start >= _TELLING
    if line and (not sentences or (telling and turns and sentences[0].start >= turns[0])):
        sentences.insert(0, line)  # nothing above the entries tells the news but the headline
    told = {word.lower() for word in heading.split() if len(word) > _SHORT_WORD}
    weighed = _Weighed(told, line, turns[0] if turns else len(document.text), figures, claims)
    chosen = _choose(document, sentences, weighed)
    spans = tuple(_span(document, sentence) for sentence in sorted(chosen, key=lambda it: it.start))
    if not turns:
        chosen.sort(key=lambda sentence: sentence.start)
    first = (chosen or document.sentences)[:1]
    headline = " ".join(heading.split()) or "".join(cut(document, sentence) for sentence in first)
    return Summary(headline, spans, find_keywords(document, title))


def _asks(document: Document, sentence: Sentence) -> bool:
    """Is this a question that is the whole first paragraph?"""
    alone = sentence.first == 0 and sentence.last in document.paragraphs[1:2]
    return alone and document.text[sentence.end - 1] == "?"


def _span(document: Document, sentence: Sentence) -> Span:
    """A sentence without its dateline, which says where it was written and nothing else."""
    start = document.starts[after_dateline(document, sentence)]
    return Span(start, sentence.end, document.text[start : sentence.end])


def _standing(document: Document) -> Iterator[Sentence]:
    for sentence in document.sentences[:_LOOKED_AT]:
        if _stands(document, sentence):
            yield sentence


def _stands(document: Document, sentence: Sentence) -> bool:
    """Is this a sentence of the article, neither furniture, fragment nor bare quotation?"""
    length = sentence.end - sentence.start
    if not _SHORTEST <= length <= _LONGEST or document.is_skipped(sentence.start):
        return False
    quote = bisect_right(document.quotes, sentence.start, key=itemgetter(0))
    if quote and document.quotes[quote - 1][1] + 1 >= sentence.end:
        return False  # a bare quotation: who says it stands elsewhere
    verbless = _VERBS.isdisjoint(document.tags[sentence.first : sentence.last])
    return document.text[sentence.end - 1] in _ENDS and not verbless


def _choose(document: Document, sentences: list[Sentence], weighed: _Weighed) -> list[Sentence]:
    """The sentence that carries the news, and behind it one that adds to it, if any."""
    if not sentences:
        return []
    scores = _scores(document, sentences, weighed)
    best = max(range(len(sentences)), key=lambda place: scores[place])
    first = sentences[best]
    if first.end - first.start >= _ENOUGH:
        return [first]
    known = _told(document, first)
    lone = first.start >= weighed.turns_from
    ranked = sorted(
        (place for place in range(len(sentences)) if place != best),
        key=lambda place: scores[place] + (_NEXT if place == best + 1 and not lone else 0.0),
        reverse=True,
    )
    second = next((sentences[k] for k in ranked if _adds(document, known, sentences[k])), None)
    if second is None:
        return [first]
    return [first, second]


def _scores(document: Document, sentences: list[Sentence], weighed: _Weighed) -> list[float]:
    """How well each sentence would carry the news: its place, what it holds, whether it stands alone."""
    starts = [sentence.start for sentence in sentences]
    figures = _inside(starts, sentences, [f.start for f in weighed.figures])
    claims = _inside(starts, sentences, [c.start for c in weighed.claims])
    scores = []
    for order, sentence in enumerate(sentences):
        # among entries the newest comes first, not the weightiest
        place = max(order, _ENTRY) if sentence.start >= weighed.turns_from else order
        score = _LEAD / (place + 1) ** 0.5
        score += _FIGURE * min(figures[order], 2) + _CLAIM * min(claims[order], 1)
        score += _NAME * min(document.tags[sentence.first : sentence.last].count("NNP"), 4)
        if weighed.told and sentence is not weighed.line:
            shared = len(weighed.told.intersection(document.lower[sentence.first : sentence.last]))
            score += _SHARED * min(shared, 5)
        length = sentence.end - sentence.start
        score -= 1.5 * (length < _SHORT) + 1.0 * (length > _LONG)
        scores.append(score - _penalty(document, sentence, claims[order]))
    return scores


def _inside(starts: list[int], sentences: list[Sentence], offsets: list[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for offset in offsets:
        place = bisect_right(starts, offset) - 1
        if place >= 0 and offset < sentences[place].end:
            found[place] += 1
    return found


def _penalty(document: Document, sentence: Sentence, claims: int) -> float:
    """What a sentence loses by leaning on its neighbours."""
    opener = document.lower[sentence.first]
    penalty = 2.0 if opener in _DANGLING else 0.0
    if document.text[sentence.end - 1] == "?":
        penalty += 3.0
    return penalty + (1.0 if opener in {"“", '"', "``"} and not claims else 0.0)


def _told(document: Document, sentence: Sentence) -> set[str]:
    """The words of a sentence that say something."""
    return {word for word in document.lower[sentence.first : sentence.last] if len(word) > _SHORT_WORD}


def _adds(document: Document, known: set[str], other: Sentence) -> bool:
    """Does another sentence say something beyond the words known?"""
    new = _told(document, other)
    return bool(new) and len(new & known) / len(new) < _OVERLAP
