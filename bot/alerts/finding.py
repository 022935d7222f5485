"""Where a rule is met in an item, and with which status.

A rule met gives one hit for each status: that a withdrawal is demanded in the lead and denied below are
two things to know. Where a rule asks for several things, the sentences that hold most of them count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.alerts.page import Found, Page, Place, words_of
from bot.alerts.rules import TESTS, All, Any, FigureTest, Filter, Near, Node, Not, Phrase, Rule, Word
from storage.records import Figure, Hit

MENTIONS = 12  # sentences of one item that are read for a rule; the rest repeat them
PLACES = 100  # occurrences of its words that are looked at: "killed" on a page of obituaries
SIDE_BY_SIDE = 1  # positions from one word of a unit to the next; 0 where an abbreviation stands for both
WORD_LENGTH = 40  # characters; what lies between two words NEAR each other is at most so long


def hits(rule: Rule, page: Page) -> list[Hit]:
    """One hit for each status, at the mention that says it first: the text's, else the headline's."""
    page = _telling(rule, page)
    speakers = [wanted(node) for node in asked(rule.node) if isinstance(node, Filter) and node.field == "by"]
    first: dict[str, Hit] = {}
    for (start, end), places in _mentions(rule.node, page):
        if speakers and not _said_by(page, start, end, speakers):
            continue
        mention = page.mention(start, end)
        hit = Hit(
            rule.text,
            start,
            end,
            page.text[start:end],
            mention.sentence,
            mention.status,
            mention.by,
            mention.reason,
            tuple(dict.fromkeys(page.text[a:b].lower() for a, b in sorted(places))),
        )
        first.setdefault(hit.status, hit)
    return list(first.values())


def found(node: Node, page: Page) -> Iterator[Found]:
    """Where a word, phrase, figure or pair stands in an item."""
    match node:
        case Word():
            yield from ((first.start, last.end) for first, last in _units(node, page))
        case Phrase(text):
            yield from (match.span() for match in _pattern(text).finditer(page.text))
        case Near():
            yield from _near(node, page)
        case FigureTest():
            yield from ((figure.start, figure.end) for figure in _figures(node, page))
        case _:
            return


def stands(node: Node, page: Page) -> bool:
    """Whether a word, phrase, figure or pair stands in an item or over it."""
    pages = (page, page.title) if page.title else (page,)
    return any(next(found(node, one), None) is not None for one in pages)


def _telling(rule: Rule, page: Page) -> Page:
    """The page that says what a rule asks for: the headline's if the text has none of its words."""
    if page.title is None:
        return page
    in_title = any(next(found(node, page.title), None) is not None for node in asked(rule.node))
    in_text = in_title and any(next(found(node, page), None) is not None for node in asked(rule.node))
    return page.title if in_title and not in_text else page


def asked(node: Node) -> Iterator[Node]:
    """The conditions of a rule that must be there, in the order they are written."""
    match node:
        case Not():
            return
        case All(nodes) | Any(nodes):
            for one in nodes:
                yield from asked(one)
        case _:
            yield node


def wanted(node: Filter) -> frozenset[str]:
    """The words a filter asks for."""
    return frozenset(node.keys) or frozenset({node.value.lower()})


def _mentions(node: Node, page: Page) -> list[tuple[Found, list[Found]]]:
    """Where the rule is met, in the sentences that hold most of its words, in the text's order.

    Each time the word whose status counts, and all of the rule's words in that sentence.
    """
    groups = node.nodes if isinstance(node, All) else (node,)
    places = [
        (n, span) for n, group in enumerate(groups) for one in asked(group) for span in found(one, page)
    ]
    if not places:
        return [(span, []) for span in _subjects(node, page)[:MENTIONS]]
    by_sentence: dict[int, list[tuple[int, Found]]] = {}
    for n, span in places[:PLACES]:
        by_sentence.setdefault(page.sentence(span[0]).start, []).append((n, span))
    most = max(len({n for n, _ in held}) for held in by_sentence.values())
    full = [held for _, held in sorted(by_sentence.items()) if len({n for n, _ in held}) == most]
    return [(_event(held, page), [span for _, span in held]) for held in full[:MENTIONS]]


def _event(held: list[tuple[int, Found]], page: Page) -> Found:
    """Of the rule's words in a sentence the one whose status counts: the first that is not plain fact.

    "Troops" are there whatever happens; the withdrawal is what is demanded.
    """
    if len(held) > 1:
        for _, (start, end) in held:
            if page.mention(start, end).status not in {"reported", "claimed"}:
                return start, end
    return held[0][1]


def _subjects(node: Node, page: Page) -> list[Found]:
    """For a rule of filters alone: where its places stand, what its speakers say, or the first sentence."""
    spans: list[Found] = []
    for one in asked(node):
        if isinstance(one, Filter) and one.field == "by":
            spans += [
                (claim.content.start, claim.content.end)
                for claim in page.claims
                if claim.speaker and wanted(one) <= words_of(claim.speaker.name)
            ]
        if isinstance(one, Filter) and one.field == "place":
            named = [p for p in page.locations if wanted(one) <= words_of(p.name, p.admin1)]
            spans += [(place.start, place.end) for place in named or page.locations[:1]]
    return sorted(spans) or [_opening(page)]


def _opening(page: Page) -> Found:
    """What an item opens with: what is said there if somebody says it, else the first sentence."""
    first = page.sentence(0)
    for claim in page.claims:
        start, end = claim.content.start, claim.content.end
        if first.start <= start and end <= first.end and 2 * (end - start) > first.end - first.start:
            return start, end
    return first.start, first.end


def _units(word: Word, page: Page) -> Iterator[tuple[Place, Place]]:
    """Where all keys of a word stand side by side: the first and the last of them."""
    for first in page.places.get(word.keys[0], ()):
        last: Place | None = first
        for key in word.keys[1:]:
            last = _next(last, page.places.get(key, ())) if last else None
        if last is not None:
            yield first, last


def _next(before: Place, places: Sequence[Place]) -> Place | None:
    return next((p for p in places if 0 <= p.position - before.position <= SIDE_BY_SIDE), None)


def _near(near: Near, page: Page) -> Iterator[Found]:
    """Where two things stand at most so many words from each other: the span of the first one."""
    others = list(found(near.right, page))[:PLACES]
    for start, end in found(near.left, page):
        if any(_is_near(page, min(end, b), max(start, a), near.distance) for a, b in others):
            yield start, end


def _is_near(page: Page, start: int, end: int, distance: int) -> bool:
    """Whether at most so many words stand between two places."""
    return end - start <= distance * WORD_LENGTH and len(page.text[start:end].split()) <= distance


def _figures(test: FigureTest, page: Page) -> Iterator[Figure]:
    """Figures that count what a rule names and are as large as it asks.

    A bound counts as what it says: "at least seven" is 7, "up to 12" is 12.
    """
    for words, figure in page.figures:
        known = [n for n in (figure.value, figure.high, figure.low) if n is not None]
        if known and frozenset(test.counted) <= words:
            size = known[-1] if test.test.startswith("<") else known[0]
            if TESTS[test.test](size, test.number):
                yield figure


def _said_by(page: Page, start: int, end: int, speakers: Sequence[frozenset[str]]) -> bool:
    """Whether a mention lies in a claim of one of the speakers."""
    return any(
        claim.start <= start
        and end <= claim.end
        and any(name <= words_of(claim.speaker.name) for name in speakers)
        for claim in page.claims
        if claim.speaker is not None
    )


@lru_cache(maxsize=10_000)
def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"\W{1,3}".join(re.escape(word) for word in re.findall(r"\w+", phrase))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
