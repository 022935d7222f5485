"""Claims that deny what a measure counts.

Theory: a denial seldom repeats the number ("reports that North Korean troops were present are lies"): it
names those counted with a mark of theirs, or what is said to have happened to them. A denial of something
else about the same people ("denied that its soldiers had fired") names another deed, and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import words
from bot.ledger.lexicon import counted_classes, event_classes
from bot.ledger.rows import Counted
from bot.ledger.subjects import GENERAL, Subject
from bot.ledger.verdicts import same_speaker
from storage.records import Claim, Denial, Item


def denials_in(items: Sequence[Item]) -> list[Denial]:
    """The denials of a story's items, oldest first; syndicated copies left out."""
    return [
        Denial(claim, item.entry.id, item.feed.title or item.feed.url, item.entry.url, item.entry.when)
        for item in sorted(items, key=lambda item: (item.entry.when, item.entry.id))
        if item.copy_of is None
        for claim in item.brief.claims
        if claim.stance == "denies" and not claim.negated
    ]


def denials_of(rows: Sequence[Counted], denials: Sequence[Denial]) -> tuple[Denial, ...]:
    """Those of a story's denials that deny what the rows of a measure count."""
    subject = rows[0].subject
    marks = frozenset(mark for row in rows for mark in row.subject.marks)
    return tuple(
        denial
        for denial in denials
        if _denies(denial.claim, subject, marks) and not _by_all(denial.claim, rows)
    )


def _denies(claim: Claim, subject: Subject, marks: frozenset[str]) -> bool:
    keys = [key for _, _, key in words.keys(claim.content.text)]
    events = {event_classes()[key] for key in keys if key in event_classes()}
    counted = {counted_classes().get(key, key) for key in keys}
    happened = subject.event is not None and subject.event in events
    if subject.counted == GENERAL:
        return happened
    if subject.counted not in counted:
        return False
    return happened or (not events and bool(marks & set(keys)))


def _by_all(claim: Claim, rows: Sequence[Counted]) -> bool:
    """Whether everyone who gives a figure is the one who denies: then it is something else they deny."""
    speaker = claim.speaker
    return speaker is not None and all(same_speaker(speaker.name, row.speaker) for row in rows)
