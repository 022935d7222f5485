"""What is demanded, by whom, and whether anybody reports that it happened.

Theory: a demand names an act ("to withdraw its troops", "an immediate ceasefire"). Whether the act
happened is told by the other mentions of its word family in the story: if none of them says so as a fact
or as somebody's claim, nobody reports it, and the digest says that. Where a mention may say so, the digest
says nothing, as a word alone does not prove that it is the same act. A demand whose act cannot be told
from its words is given without a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.digests.facts import names, originals
from bot.mentions import read_mention
from bot.wording import inside, listing, quoted, shorten, spoken
from bot.words import is_function_word, key, keys
from storage.records import Cited, Item

DEMANDS = 2  # shown for a story
QUOTE = 110  # characters of a demand
SPEAKERS = 3
INFINITIVE = re.compile(r"\bto\s+(?:\w+ly\s+)?([a-z]\w+)")
MODAL = re.compile(r"\b(?:must|should|ought to|needs? to)\s+(?:\w+ly\s+)?([a-z]\w+)")
ACT = re.compile(r"\b(\w+(?:al|ment|ion|ure|ance|fire|lease|drawal|out|back)s?)\b")
HAPPENED = frozenset({"reported", "claimed"})


def demanded(demands: Sequence[Cited], items: Sequence[Item]) -> tuple[str, ...]:
    """The demands of a story in words, those for one act together, the most demanded first."""
    by_act: dict[str, list[Cited]] = {}
    for one in demands:
        by_act.setdefault(_act(one.span.text) or one.span.text, []).append(one)
    most_first = sorted(by_act.items(), key=lambda found: -len(found[1]))
    return tuple(_phrase(act, same, items) for act, same in most_first[:DEMANDS])


def _phrase(act: str, same: Sequence[Cited], items: Sequence[Item]) -> str:
    shortest = min((spoken(one.claim) for one in same if one.claim), key=len)
    by = listing([inside(name) for name in names(same)], SPEAKERS) or "somebody who is not named"
    known = _act(shortest) is not None
    open_still = "; nobody reports that it happened" if known and not _happened(act, items) else ""
    return f"{quoted(shorten(shortest, QUOTE))}, by {by}{open_still}"


def _act(content: str) -> str | None:
    """The family key of what is demanded: the verb after "to" or a modal, else the first noun of an act."""
    for pattern in (MODAL, INFINITIVE, ACT):
        for match in pattern.finditer(content):
            if not is_function_word(match[1]):
                return key(content[match.start(1) :]) if pattern is not ACT else key(match[1])
    return None


def _happened(act: str, items: Sequence[Item]) -> bool:
    return any(status in HAPPENED for status in _statuses(act, items))


def _statuses(act: str, items: Sequence[Item]) -> Iterator[str]:
    for item in originals(items):
        text = item.entry.text
        for start, end, found in keys(text):
            if found == act:
                yield read_mention(text, start, end, item.brief.claims).status
