"""What a reader would want to know and no item says: computed from the records, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.digests.facts import is_named
from bot.wording import listing, measure_subject, same_speaker, size
from storage.records import DigestStory, Item, LedgerRow, Measure

SAME_TIME = timedelta(hours=24)  # a day later an older figure is history, not another opinion
ALONE = 2  # measures looked at for a figure that one source alone gives; the first ones are the weightiest


def missing(story: DigestStory, items: Sequence[Item]) -> tuple[str, ...]:
    """The gaps of a story made of some items, each a short phrase."""
    return tuple(
        phrase
        for phrase in (
            _second_source(story),
            _name(items),
            _attribution(story),
            *(_alone(measure) for measure in story.ledger.measures[:ALONE]),
            _place(story),
        )
        if phrase
    )


def _second_source(story: DigestStory) -> str | None:
    return "no second independent source" if story.independent < 2 else None


def _name(items: Sequence[Item]) -> str | None:
    speakers = [claim.speaker for item in items for claim in item.brief.claims if claim.speaker]
    if not speakers:
        return "nobody is quoted"
    return None if any(is_named(speaker.name) for speaker in speakers) else "nobody is named"


def _attribution(story: DigestStory) -> str | None:
    figures = [row.figure for measure in story.ledger.measures for row in measure.rows]
    if not figures:  # a resignation has none, and lacks none
        return None
    return None if any(figure.according_to for figure in figures) else "no figure is attributed"


def _place(story: DigestStory) -> str | None:
    return None if story.locations else "no place is named"


def _alone(measure: Measure) -> str | None:
    """A size that rests on one outlet while others give other sizes, none of them a revision."""
    if measure.verdict == "revised":
        return None
    outlets: dict[str, set[str]] = {}
    for row in _standing(measure.rows):
        outlets.setdefault(size(row.figure), set()).add(row.feed)
    alone = [figure for figure, feeds in outlets.items() if len(feeds) == 1]
    if len(outlets) < 2 or len(alone) == len(outlets):
        return None
    return f"one source alone for {listing(alone, 2)} {measure_subject(measure)}".rstrip()


def _standing(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """What each speaker says by now, as far as it is of about the same time as the newest."""
    last: dict[str, LedgerRow] = {}
    for row in sorted(rows, key=lambda row: row.when):
        last[same_speaker(row.figure.according_to or row.feed)] = row
    newest = max(row.when for row in rows)
    sizes = {size(row.figure) for row in last.values() if newest - row.when <= SAME_TIME}
    return [row for row in rows if size(row.figure) in sizes]
