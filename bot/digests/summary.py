"""The headline and the one or two sentences that tell a story best, chosen across outlets.

Theory: what most outlets say is what happened; a word that every outlet uses weighs more than one that a
single outlet likes. So each sentence is worth the number of outlets that share its words, and the second
sentence comes from another outlet and must say something the first did not. Accepted to miss: the scoop
that a single outlet has in its fifth paragraph; it is among the claims and figures.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from bot.digests.facts import originals, outlet, telling
from storage.records import Cited, Item, Span

# "GAO, Mali (Meridian Wire) - ": a name in capitals, perhaps a country, perhaps an agency, a dash
DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ'’. /-]{2,40}(?:, [^\W\d_][\w .'’-]{1,40}?)?(?: ?\([^()]{1,40}\))? [-–—] (?=\S)"
)
Past = frozenset[tuple[int, int]]  # figures (entry, start) that have been revised
SENTENCES = 2
SAME_NEWS = 0.5  # share of the second sentence's words that the first may have said already
DAMPING = 6  # words added to a sentence's length, so that three-word sentences do not win
TOO_LONG = 320  # characters; a sentence no one reads to its end
LONG_HEADLINE = 110
STALE = 0.9  # what a sentence is worth that is not from its outlet's newest item
REPEATS = 0.7  # what a sentence is worth that says the headline again; it may still be all there is
FADE = 0.85  # ... and for each day that it is older than the story's newest
DAY = timedelta(days=1)
HEADLINE_FADE = 0.7  # a toll in yesterday's headline is the first thing to be wrong today
REVISED = 0.6  # what a sentence or headline is worth that gives a number revised since
LEAD = 1.15  # the first sentence of a news item is written to tell it all


def headline(items: Sequence[Item], past: Past = frozenset()) -> str:
    """The headline whose words most outlets share, each day of age taking something off its worth.

    So does a number in its item's first sentence that has been revised since. Of two equal ones the newer.
    """
    shared = _shared(items)
    newest_first = sorted(originals(items) or items, key=lambda item: item.entry.as_of, reverse=True)

    def worth(item: Item) -> float:
        age: float = (newest_first[0].entry.as_of - item.entry.as_of) / DAY
        opening = item.brief.summary[:1]
        revised = REVISED if any(_is_past(span, item, past) for span in opening) else 1
        return _headline_worth(item.brief.headline, shared) * math.pow(HEADLINE_FADE, age) * revised

    return max(newest_first, key=worth).brief.headline


def summarise(items: Sequence[Item], past: Past = frozenset()) -> tuple[Cited, ...]:
    """One or two sentences, each with the link it stands behind; `past` are figures revised since."""
    shared = _shared(items)
    title = telling(headline(items, past))
    newest = {outlet(item): item.entry.id for item in sorted(items, key=lambda item: item.entry.as_of)}
    last = max((item.entry.as_of for item in items), default=None)
    candidates = []
    for item in originals(items) or items[:1]:
        current = 1 if newest[outlet(item)] == item.entry.id else STALE
        fresh = current * FADE ** ((last - item.entry.as_of) / DAY) if last else current
        for place, span in enumerate(map(without_dateline, item.brief.summary)):
            worth = _worth(span, place, shared, title) * (REVISED if _is_past(span, item, past) else 1)
            candidates.append((worth * fresh, item, span))
    ranked = sorted(candidates, key=lambda candidate: -candidate[0])
    chosen: list[tuple[Item, Span]] = []
    for _, item, span in ranked:
        if len(chosen) < SENTENCES and all(_adds(item, span, other) for other in chosen):
            chosen.append((item, span))
    return tuple(
        Cited(span, item.entry.id, outlet(item), item.entry.url, item.entry.as_of) for item, span in chosen
    )


def _is_past(span: Span, item: Item, past: Past) -> bool:
    """Whether a sentence gives a number that has been revised since."""
    return any(entry == item.entry.id and span.start <= start < span.end for entry, start in past)


def without_dateline(span: Span) -> Span:
    """A sentence without "SYLHET, Bangladesh - ", which tells where it was written, not what happened."""
    opening = DATELINE.match(span.text)
    if opening is None:
        return span
    return Span(span.start + opening.end(), span.end, span.text[opening.end() :])


def _shared(items: Sequence[Item]) -> Counter[str]:
    """For each word, how many outlets use it where they say the most in the least space."""
    words: dict[str, set[str]] = {}
    for item in originals(items):
        text = ". ".join([item.brief.headline, *(span.text for span in item.brief.summary)])
        words.setdefault(outlet(item), set()).update(telling(text))
    return Counter(word for of_outlet in words.values() for word in of_outlet)


def _worth(span: Span, place: int, shared: Counter[str], title: frozenset[str]) -> float:
    words = telling(span.text)
    worth = sum(shared[word] for word in words) / (len(words) + DAMPING) * (REPEATS if words <= title else 1)
    return worth * (LEAD if place == 0 else 1) * min(1, TOO_LONG / max(1, len(span.text)))


def _headline_worth(text: str, shared: Counter[str]) -> float:
    words = telling(text)
    worth = sum(shared[word] for word in words) / (len(words) + DAMPING)
    return worth * (0.5 if "?" in text else 1) * min(1, LONG_HEADLINE / max(1, len(text)))


def _adds(item: Item, span: Span, other: tuple[Item, Span]) -> bool:
    """Whether a sentence says enough that another one does not."""
    if item.entry.id == other[0].entry.id:
        return span.start != other[1].start and _overlap(span, other[1]) < SAME_NEWS
    return _overlap(span, other[1]) < SAME_NEWS


def _overlap(span: Span, other: Span) -> float:
    words = telling(span.text)
    return len(words & telling(other.text)) / max(1, len(words))
