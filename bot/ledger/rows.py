"""The figures of a story's items as rows that can be laid side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.ledger.intervals import Interval, interval_of
from bot.ledger.places import lead_place
from bot.ledger.relations import relation
from bot.ledger.subjects import Subject, subject_of
from storage.records import Brief, Figure, Item, LedgerRow

SENTENCE_START = re.compile(r"[.!?…]['\"”’)]*\s+(?=['\"“‘(]?[A-Z0-9])|\n+")
SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*(?=\s+['\"“‘(]?[A-Z0-9]|\s*$)|\n")
LONGEST = 600  # characters of a sentence on either side of its figure


@dataclass(frozen=True, slots=True)
class Counted:
    """A row with what its figure counts and allows; `speaker` is who says so, the outlet if nobody else.

    `lead` are the names of the one place that the head of its item names.
    """

    row: LedgerRow
    subject: Subject
    interval: Interval
    speaker: str
    lead: frozenset[str] = frozenset()


def rows_of(items: Sequence[Item]) -> list[Counted]:
    """The comparable figures of items, oldest first; syndicated copies say nothing of their own."""
    ordered = sorted(items, key=lambda item: (item.entry.as_of, item.entry.id))
    rows = [row for item in ordered if item.copy_of is None for row in _of_item(item)]
    by_entry = groupby(_placed(rows), key=lambda row: row.row.entry_id)
    return [row for _, of_entry in by_entry for row in _with_episodes(list(of_entry))]


def _with_episodes(rows: Sequence[Counted]) -> list[Counted]:
    """The rows of an item, of which those that tell of one episode of a count are a part of it.

    A report gives the count with who says so, then tells in its own words of some of those who are in it:
    "26 have died, hospitals said. In the city, four people were killed when a wall fell."
    """

    def of_a_larger(row: Counted, whole: Counted) -> bool:
        return (
            whole.subject.speaker is not None
            and whole.row.figure.end <= row.row.figure.start
            and whole.row.sentence != row.row.sentence
            and row.interval.below(whole.interval)
            and relation(row.subject, whole.subject) == "same"
        )

    return [
        replace(row, subject=replace(row.subject, part=True))
        if row.subject.speaker is None and any(of_a_larger(row, whole) for whole in rows)
        else row
        for row in rows
    ]


def _placed(rows: list[Counted]) -> list[Counted]:
    """The rows, those that name no place counted where their item or else the story happens.

    A story happens where most of its figures do; an item's lead counts if it lies there too. What bears the
    same marks and met the same as others in one report ("North Korean servicemen") is where they are.
    """
    places = Counter(row.subject.place or row.lead for row in rows if row.subject.place or row.lead)
    if not places:
        return rows
    main, _ = places.most_common(1)[0]

    def somewhere(row: Counted) -> Counted:
        named = row.subject.place or _of_the_same(row, rows)
        return replace(
            row, subject=replace(row.subject, place=named or (row.lead if row.lead & main else main))
        )

    return [somewhere(row) for row in rows]


def _of_the_same(row: Counted, rows: Sequence[Counted]) -> frozenset[str]:
    """Where the report says that others of those counted met the same: the troops it has told of already."""
    mine = row.subject
    return next(
        (
            other.subject.place
            for other in rows
            if other.row.entry_id == row.row.entry_id and other.subject.place and mine.marks and mine.event
            if (other.subject.counted, other.subject.event) == (mine.counted, mine.event)
            if other.subject.marks == mine.marks
        ),
        frozenset(),
    )


def row_of(figure: Figure, item: Item) -> LedgerRow:
    """A figure of an item, with where it stands and who says so."""
    start, end = sentence_around(item.entry.text, figure.start, figure.end)
    return LedgerRow(
        figure=figure,
        entry_id=item.entry.id,
        feed=item.feed.name,
        title=item.entry.title,
        url=item.entry.url,
        when=item.entry.as_of,
        sentence=item.entry.text[start:end],
        story_id=item.story_id,
    )


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence a span stands in, by its punctuation."""
    # one character more, as a start is told by the capital letter or digit behind it
    openings = SENTENCE_START.finditer(text, max(0, start - LONGEST), start + 1)
    before = [match.end() for match in openings if match.end() <= start]
    after = SENTENCE_END.search(text, end, end + LONGEST)
    return (before[-1] if before else max(0, start - LONGEST)), (
        after.end() if after else min(len(text), end + LONGEST)
    )


def _is_denied(figure: Figure, brief: Brief) -> bool:
    """Whether a figure stands in a denial: who denies that 10,000 have left does not count 10,000."""
    if figure.claim is None or figure.claim >= len(brief.claims):
        return False
    claim = brief.claims[figure.claim]
    inside = claim.content.start <= figure.start and figure.end <= claim.content.end
    return claim.stance == "denies" and not claim.negated and inside


def _of_item(item: Item) -> list[Counted]:
    found = []
    lead = lead_place(item.brief)
    for figure in item.brief.figures:
        if _is_denied(figure, item.brief):
            continue
        sentence = sentence_around(item.entry.text, figure.start, figure.end)
        subject = subject_of(figure, item.brief, item.entry, sentence)
        if subject is not None:
            speaker = figure.according_to or f"outlet {item.feed.id}"
            found.append(Counted(row_of(figure, item), subject, interval_of(figure), speaker, lead))
    return found
