"""What a story goes on with where no figure tells it: an arrest, a funeral, an owner charged.

Theory: a report that repeats what is known uses the words it was told in; one that tells what came next says
of whom and of what nobody has spoken yet. So a new report is news of its own where most of the words of its
headline and opening sentence stand in no earlier report of the story. Accepted to miss: a turn told in the
words of the event itself ("strike over", after "strike begins").
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.digests.facts import originals, outlet, telling
from bot.digests.summary import without_dateline
from bot.wording import quoted
from storage.records import Change, Item

NEW_WORDS = 0.5  # share of a report's opening words that nobody has used before; a rewording stays under it
READ = 3_000  # characters of an earlier report in which its words are sought


def next_chapter(items: Sequence[Item], told: datetime, headline: str) -> tuple[Change, ...]:
    """The newest report since a time that tells another thing, in its headline unless the story bears it."""
    known = frozenset[str]().union(*(_words(item) for item in items if item.entry.as_of <= told))
    fresh = [item for item in originals(items) if item.entry.as_of > told and item.entry.version == 1]
    for item in sorted(fresh, key=lambda item: item.entry.as_of, reverse=True):
        words = _opening(item)
        if known and len(words - known) >= NEW_WORDS * len(words) > 0:
            title = item.brief.headline
            what = f"new report by {outlet(item)}"
            return (Change("new_report", what if title == headline else f"{what}: {quoted(title)}"),)
    return ()


def _words(item: Item) -> frozenset[str]:
    return telling(f"{item.brief.headline}. {item.entry.text[:READ]}")


def _opening(item: Item) -> frozenset[str]:
    lead = [without_dateline(span).text for span in item.brief.summary[:1]]
    return telling(". ".join([item.brief.headline, *lead]))
