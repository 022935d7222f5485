"""What a judge of mentions takes and gives: a mention among its words, and a verdict on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.mentions.tokens import Word
from storage.records import Span, Status


@dataclass(frozen=True, slots=True)
class Around:
    """A mention at `start`..`end` among the words of its sentence.

    `left` and `right` are the words before and behind it, `form` its first word in small letters; `clause`
    are those of `left` since its last dividing mark, `phrase` those since its last comma or mark.
    `said`: it stands in somebody's claim, where "would" is a plan told later; elsewhere it is a condition.
    """

    sentence: Span
    start: int
    end: int
    left: list[Word]
    right: list[Word]
    form: str
    said: bool
    clause: list[Word]
    phrase: list[Word]


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause's verdict. `past` says that the verb tells of what is over; `governor` is where it stands;
    `hangs` that it depends on a condition; `known` that it is taken for granted, whatever is said around it.
    """

    status: Status
    reason: str
    past: bool = False
    hangs: bool = False
    known: bool = False
    governor: tuple[int, int] | None = field(default=None)
