"""An article in one or two of its own sentences, a headline and its keywords: chosen, never written.

What is true of news: the lead carries the story; sentences further down are chosen only when they bring the
figures, names and claims that the lead leaves out. A sentence that opens with a pronoun, a question, a bare
quotation whose speaker stands elsewhere, a caption or a heading does not stand alone. Keywords are the names
and noun groups that come early and come back. Missed: features whose news is in the tenth paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from bot.briefs.datelines import end_of_dateline
from bot.briefs.document import Document, Sentence
from bot.briefs.figures.numbers import NUMBER_WORDS
from bot.briefs.lexicon import columns, word_set
from bot.briefs.tagger_model import TAGS
from storage.records import Claim, Figure, Span

_LEAD = 6.0  # what being the first sentence is worth; it falls with the square root of the place
_SHORTEST, _SHORT, _LONG, _LONGEST = 25, 60, 320, 600  # characters of a sentence that can stand alone
_CANDIDATES = 25  # sentences looked at: news further down is not its own summary
_LOOKED_AT = 300  # sentences among which those candidates are sought
_ENOUGH = 240  # characters after which a second sentence is no longer worth the reading
_KEYWORDS = 8
_HEADLINE = 110  # characters of a headline cut from the text
_WORTH = {"figure": 0.5, "name": 0.3, "claim": 0.5, "title": 0.6}
_MOST = {"figure": 2, "name": 4, "claim": 1, "title": 5}
_OVERLAP = 0.6  # a second sentence that repeats more of the first's words than this says nothing new
_SHAPE = dict.fromkeys(TAGS.split(), " ") | {"NNP": "P", "NNPS": "P", "NN": "n", "NNS": "n", "JJ": "j"}
_VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
_GROUP = re.compile(r"P+|j?n{1,3}")  # a letter for each token
_MARKS = frozenset({",", ";", "–", "—", ":"})
_CLAUSES = word_set("clause_openers") - {"and", "or", "that"}
_PHRASES = frozenset({"IN", "TO", "CC", "WDT", "WP"})
_NO_TAGS: frozenset[str] = frozenset()
_SHORT_WORD = 3
_HALF = 45  # characters of a clause that can stand for its sentence
_BULLETS = frozenset("•*·▪●‣-–—")
_SCRAP = 3  # words behind a comma that do not
_COMMON = word_set("keyword_common")
_CALENDAR = frozenset(row[0] for row in columns("calendar"))
_NEVER_FIRST = _COMMON | _CALENDAR
_NEVER_LAST = _NEVER_FIRST | NUMBER_WORDS
_DANGLING = word_set("dangling_openers")
_ENDS = frozenset('.!?…”"’)')


@dataclass(frozen=True, slots=True)
class Summary:
    """A headline, one or two spans of the text, and its keywords."""

    headline: str
    spans: tuple[Span, ...]
    keywords: tuple[str, ...]


def summarise(
    document: Document, title: str, figures: Sequence[Figure] = (), claims: Sequence[Claim] = ()
) -> Summary:
    """The summary of an article; `title` is its headline unless it is blank."""
    ahead = (s for s in document.sentences[:_LOOKED_AT] if _stands(document, s))
    sentences = list(islice(ahead, _CANDIDATES))
    chosen = _choose(document, title, sentences, figures, claims)
    spans = tuple(_span(document, sentence) for sentence in chosen)
    headline = " ".join(title.split()) or _cut(document, sentences)
    return Summary(headline, spans, _keywords(document, title))


def _span(document: Document, sentence: Sentence) -> Span:
    """A sentence without its dateline, which says where it was written and nothing else."""
    start = document.starts[_after_dateline(document, sentence)]
    return Span(start, sentence.end, document.text[start : sentence.end])


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


def _choose(
    document: Document,
    title: str,
    sentences: list[Sentence],
    figures: Sequence[Figure],
    claims: Sequence[Claim],
) -> list[Sentence]:
    if not sentences:
        return []
    told = {word.lower() for word in title.split() if len(word) > 3}
    scores = _scores(document, sentences, told, figures, claims)
    best = max(range(len(sentences)), key=lambda place: scores[place])
    first = sentences[best]
    if first.end - first.start >= _ENOUGH:
        return [first]
    known = _told(document, first)
    others = [
        place for place in range(len(sentences)) if place != best and _adds(document, known, sentences[place])
    ]
    if not others:
        return [first]
    second = sentences[max(others, key=lambda place: scores[place] + (1.5 if place == best + 1 else 0.0))]
    return sorted((first, second), key=lambda sentence: sentence.start)


def _scores(
    document: Document,
    sentences: list[Sentence],
    told: set[str],
    figures: Sequence[Figure],
    claims: Sequence[Claim],
) -> list[float]:
    """How well each sentence would carry the news: its place, what it holds, whether it stands alone."""
    starts = [sentence.start for sentence in sentences]
    held = {"figure": _inside(starts, sentences, [f.start for f in figures])}
    held["claim"] = _inside(starts, sentences, [c.start for c in claims])
    scores = []
    for place, sentence in enumerate(sentences):
        words = document.lower[sentence.first : sentence.last]
        counts = {
            "figure": held["figure"][place],
            "claim": held["claim"][place],
            "name": document.tags[sentence.first : sentence.last].count("NNP"),
            "title": len(told.intersection(words)),
        }
        score = _LEAD / (place + 1) ** 0.5 + sum(
            _WORTH[key] * min(n, _MOST[key]) for key, n in counts.items()
        )
        length = sentence.end - sentence.start
        score -= 1.5 * (length < _SHORT) + 1.0 * (length > _LONG)
        scores.append(score - _penalty(document, sentence, counts["claim"]))
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


def _cut(document: Document, sentences: list[Sentence]) -> str:
    """The first sentence as a headline: whole if short, else up to its last good border that fits."""
    if not sentences:
        return " ".join(document.text.split())[:_HEADLINE].rpartition(" ")[0]
    sentence = sentences[0]
    first = _after_dateline(document, sentence)
    start, end = document.starts[first], sentence.end
    if end - start > _HEADLINE:
        last = next(i for i in range(first, sentence.last) if document.ends[i] - start > _HEADLINE)
        end = _border(document, first, last)
    return " ".join(document.text[start:end].split()).rstrip(".,;:")


def _after_dateline(document: Document, sentence: Sentence) -> int:
    """The token behind "VARNA, Bulgaria (Reuters) -" or a bullet, or the sentence's first."""
    behind = end_of_dateline(document.text, sentence.start, sentence.end)
    first = bisect_left(document.starts, behind) if behind > sentence.start else sentence.first
    return first + 1 if document.words[first] in _BULLETS and first + 1 < sentence.last else first


def _border(document: Document, first: int, last: int) -> int:
    """Where to cut the tokens `first` to `last`: before a mark or a clause, else before a preposition."""
    start = document.starts[first]
    for borders, tags, least in ((_MARKS | _CLAUSES, _NO_TAGS, _HALF), (_MARKS, _PHRASES, _SHORT)):
        for index in range(last, first, -1):
            if document.starts[index] - start < least:
                break
            if document.lower[index] == "of" or document.lower[index - 1] in _MARKS:
                continue
            if document.lower[index] in borders or document.tags[index] in tags:
                return document.ends[_without_scrap(document, first, index) - 1]
    return document.ends[max(first, last - 1)]


def _without_scrap(document: Document, first: int, end: int) -> int:
    """Leaves off two or three words behind a comma: "..., its director | ", "..., two days | "."""
    for index in range(end - 1, max(first, end - 1 - _SCRAP), -1):
        if document.lower[index] == ",":
            return index
    return end - 1 if end - 1 > first and document.tags[end - 1] == "VBG" else end


def _keywords(document: Document, title: str) -> tuple[str, ...]:
    """The names and noun groups that carry the story, best first."""
    counts: dict[str, int] = {}
    places: dict[str, int] = {}
    for phrase, place in _groups(document):
        if phrase not in counts:
            counts[phrase], places[phrase] = 0, place
        counts[phrase] += 1
    named = _merged(counts, places)
    size, said = len(document.words) + 1, title.lower()
    weights = {phrase: _weight(phrase, n, places[phrase] / size, said) for phrase, n in named.items()}
    ranked = sorted(weights, key=weights.__getitem__, reverse=True)
    kept: dict[str, str] = {}  # in lower case -> as told
    for phrase in ranked:
        if len(kept) == _KEYWORDS:
            break
        lower = phrase.lower()
        if not any(lower in other or other in lower for other in kept):
            kept[lower] = phrase
    return tuple(kept.values())


def _weight(phrase: str, count: int, place: float, title: str) -> float:
    weight = count * (1.5 - place)
    if phrase[0].isupper():
        weight *= 1.5
    if " " in phrase:
        weight *= 1.0 + 0.2 * min(phrase.count(" "), 2)
    return weight * 1.5 if title and phrase.lower() in title else weight


def _groups(document: Document) -> Iterator[tuple[str, int]]:
    """Runs of name tokens, and common nouns in a run or behind an adjective; each with its first token."""
    words, lower = document.words, document.lower
    said = set(words)  # "Firefighters" at the head, "firefighters" below
    opens, paragraphs = _openers(document), set(document.paragraphs)
    told = _after_dateline(document, document.sentences[0]) if document.sentences else 0
    shape = " " * told + "".join(map(_SHAPE.__getitem__, document.tags[told:]))
    for match in _GROUP.finditer(shape):
        start, end = match.span()
        if end - start > 1:
            end = next((at for at in range(start + 1, end) if at in paragraphs), end)  # a heading ends
        first = lower[start]
        if end - start > 1 and (first in _COMMON or (shape[start] == "P" and words[start][0].islower())):
            start += 1  # "several | gold diggers", "shook | Bengkulu"
            first = lower[start]
        last = lower[end - 1]
        if first in _NEVER_FIRST or last in _NEVER_LAST or len(last) < _SHORT_WORD or not first[0].isalpha():
            continue
        named = (shape[start] == "P" or words[start][0].isupper()) and not (
            start in opens and (shape[start] != "P" or (end - start == 1 and first in said))
        )
        phrase = " ".join((words if named else lower)[start:end])
        if "’" in phrase or "'" in phrase:
            phrase = " ".join([word.strip("’'") for word in phrase.split(" ")])
        yield phrase, start


def _openers(document: Document) -> set[int]:
    """The tokens whose capital says nothing: the first words of sentences, in quotation marks or not."""
    opens = set()
    for sentence in document.sentences:
        first = _after_dateline(document, sentence)
        quoted = first + 1 < sentence.last and not document.words[first][0].isalnum()
        opens.add(first + 1 if quoted else first)
    return opens


def _merged(counts: dict[str, int], places: dict[str, int]) -> dict[str, int]:
    """A surname counts for the full name that was given before: "Austin" for "Lloyd Austin"."""
    named = dict(counts)
    full: dict[str, str] = {}
    for name in counts:
        if " " in name:
            full.setdefault(name.rpartition(" ")[2], name)
    for short in counts:
        name = full.get(short, "")
        if name and short[0].isupper() and places[name] <= places[short]:
            named[name] += named.pop(short)
    return named
