"""What an outlet has taken back, or lets somebody new say, in an item that was told before.

Theory: an edit that adds words is no news, and a figure that another took the place of is told as revised.
But a number that is simply gone ("12 missing" is no longer in the text) still stands in the reader's head,
and somebody who is quoted for the first time changes who has spoken. Accepted to miss: a quotation that was
reworded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.digests.facts import is_named, speaker
from bot.wording import figure_phrase, inside, listing, measure_subject, same_speaker, size
from storage.records import Change, DigestStory, Item, Measure

NAMES = 3  # new voices and lost figures that are told; more is a new item, not an edit


def edited_since(items: Sequence[Item], told: datetime) -> list[Item]:
    """The items whose text was changed after a digest."""
    return [item for item in items if item.entry.version > 1 and item.entry.as_of > told]


def withdrawn(story: DigestStory, known: Sequence[Measure], edited: Sequence[Item]) -> list[Change]:
    """Figures that edited items gave and give no more, nothing having taken their place."""
    entries = {item.entry.id for item in edited}
    standing = {size(row.figure) for measure in story.ledger.measures for row in measure.rows}
    counted = {
        (row.entry_id, measure_subject(measure)) for measure in story.ledger.measures for row in measure.rows
    }
    gone = [
        row
        for measure in known
        for row in measure.rows
        if row.entry_id in entries
        and size(row.figure) not in standing
        and (row.entry_id, measure_subject(measure)) not in counted
    ]
    return [
        Change("withdrawn", f"no longer said: {figure_phrase(row.figure)} ({row.feed})")
        for row in gone[:NAMES]
    ]


def new_voices(story: DigestStory, told: DigestStory, edited: Sequence[Item]) -> list[Change]:
    """Named speakers of edited items of whom a reader has heard nothing in this story."""
    heard = {same_speaker(speaker(one)) for one in (*told.claims, *told.denials, *told.demands)}
    heard |= {
        same_speaker(row.figure.according_to)
        for measure in (*told.ledger.measures, *story.ledger.measures)
        for row in measure.rows
        if row.figure.according_to
    }
    heard |= {same_speaker(speaker(one)) for one in story.denials}  # told as a denial
    heard |= set(map(same_speaker, told.voices))
    changes = []
    for item in edited:
        names = [claim.speaker.name for claim in item.brief.claims if claim.speaker]
        new = [name for name in dict.fromkeys(names) if is_named(name) and same_speaker(name) not in heard]
        heard |= set(map(same_speaker, new))
        if new:
            quoted = listing([inside(name) for name in new], NAMES)
            changes.append(Change("new_claim", f"{item.feed.name} now quotes {quoted}"))
    return changes
