"""Which of a story's measures a reader is shown, and in which order.

Theory: who reads a digest at six in the morning looks for what is disputed, then for the dead and hurt, then
for those who had to leave; a number of which nothing is told is colour. What is left out is counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.reports.boards import Board, Line, board, line_of_sum
from bot.wording import LIGHT, count, measure_subject, size, words_of
from bot.words import key, keys
from storage.records import DigestStory, LedgerRow, Measure

# What a duty officer looks for: the dead, hurt and missing; then who had to leave
LOOKED_FOR = tuple(frozenset(map(key, words_of(kind))) for kind in ("grave", "uprooted"))
TELLING = frozenset({"count", "money", "percent"})  # ages, ranks and durations are colour
AMOUNTS = frozenset({"money", "percent"})  # which say what they are about themselves
MEASURES = 6  # shown for a story; the rest is counted
ENOUGH = 3  # measures; beside so many, a count of which nothing is told is left out


def boards(story: DigestStory, limit: int = MEASURES) -> tuple[list[Board], list[Line], int]:
    """The measures of a story, weightiest first; sums that do not close; how many measures are left out."""
    in_sums = {_identity(row) for gap in story.ledger.gaps for row in (gap.whole, *gap.parts)}
    ranked = sorted(
        (m for m in story.ledger.measures if len(m.rows) > 1 or _identity(m.rows[0]) not in in_sums),
        key=_weight,
    )
    ranked = [measure for measure in ranked if not _is_said_more_fully(measure, ranked)]
    told = [m for n, m in enumerate(ranked[:limit]) if n < ENOUGH or not _is_bare(m)]
    shown = [board(measure) for measure in told]
    return shown, [line_of_sum(gap) for gap in story.ledger.gaps], len(ranked) - len(shown)


def left_out(number: int) -> str:
    return f"and {count(number, 'more figure')}" if number else ""


def _is_said_more_fully(measure: Measure, others: Sequence[Measure]) -> bool:
    """Whether another figure gives the same size of the same, and what befell it: "120 people" aboard."""
    bare = measure.rows[0].figure
    if len(measure.rows) > 1 or measure.predicate or not bare.counted:
        return False
    return any(
        other is not measure and other.predicate and other.counted == measure.counted
        for other in others
        if size(bare) in {size(row.figure) for row in other.rows}
    )


def _identity(row: LedgerRow) -> tuple[int, int]:
    return row.entry_id, row.figure.start


def _weight(measure: Measure) -> tuple[bool, int, bool, bool, int, bool, int, bool]:
    """Disputed ones, the dead and hurt, the displaced, what befell anybody, then what most outlets give."""
    told = {key for _, _, key in keys(measure_subject(measure))}
    disputed = measure.verdict in {"conflict", "denied"} or measure.contested
    grave = next((n for n, some in enumerate(LOOKED_FOR) if not some.isdisjoint(told)), len(LOOKED_FOR))
    outlets = len({row.feed for row in measure.rows})
    answered = any(row.figure.according_to for row in measure.rows)
    newest = max(row.when for row in measure.rows).toordinal()
    return (
        not disputed,
        grave,
        measure.part,
        _is_bare(measure),
        -outlets,
        not _is_telling(measure),
        -newest,
        not answered,
    )


def _is_telling(measure: Measure) -> bool:
    """Whether a measure is more than colour: a count, an amount, a share, or how much of something burned."""
    kind = measure.rows[0].figure.kind
    return kind in TELLING or (kind == "measure" and bool(measure.predicate))


def _is_bare(measure: Measure) -> bool:
    """Whether a lone number counts what nothing is told of: "134 names", "six people brought in"."""
    kind = measure.rows[0].figure.kind
    if len(measure.rows) > 1 or measure.denials or kind in AMOUNTS:
        return False
    if kind not in TELLING and kind != "measure":
        return True
    verb = (measure.predicate or "").partition(" ")[0]
    return not verb or verb in LIGHT
