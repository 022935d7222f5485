"""Nouns that stand for a number of something else: "the number of people injured", "the death toll".

What is true of English: "the number of ships" that rises to 19 counts ships, and a participle behind them
says what became of them; a toll counts people killed, deaths count people who died, without saying so.
We look through the first and keep the words of the second, but name its event.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.figures.participles import Event, fate_at
from bot.briefs.figures.phrases import Phrase, full_phrase, phrase_at
from bot.briefs.figures.vocabulary import NOUNS
from bot.briefs.lexicon import columns, word_set

_COUNTING = word_set("counting_nouns")
_EVENT_NOUNS: dict[str, str] = dict(columns("event_nouns"))


def summed(document: Document, phrase: Phrase, bound: int) -> tuple[str, Event | None]:
    """What a phrase before a number counts, and the event told behind it, before token `bound`."""
    lower, head = document.lower, phrase.head
    if lower[head] not in _COUNTING or head + 2 >= bound or lower[head + 1] != "of":
        return full_phrase(document, phrase), None
    event = fate_at(document, head + 2)  # "the number of dead"
    behind = document.tags[head + 3] if head + 3 < bound else ""
    if event and behind not in NOUNS:
        return lower[head + 2], event
    inner = phrase_at(document, head + 2, bound)
    if inner is None:
        return full_phrase(document, phrase), None
    fate = fate_at(document, inner.last) if inner.last < bound else None
    return full_phrase(document, inner), fate


def event_of_noun(counted: str | None) -> str | None:
    """The participle that a noun tells by itself: killed of "death toll", died of "suspected deaths"."""
    words = (counted or "").lower().split(" of ")[0].split()
    return _EVENT_NOUNS.get(words[-1]) if words else None
