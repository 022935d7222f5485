"""A measure of a story's ledger as a reader meets it: a line for each speaker, with its bounds and its past.

Shared by the terminal, Markdown, HTML and Discord, so that no medium drops a bound or a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.wording import (
    figure_subject,
    inside,
    measure_subject,
    one_speaker,
    same_speaker,
    size,
)
from storage.records import Denial, Figure, Gap, LedgerRow, Measure, Verdict

VERDICTS: dict[Verdict, str] = {
    "single": "",
    "equal": "same figure",
    "compatible": "compatible",
    "revised": "revised",
    "conflict": "in conflict",
    "denied": "denied",
}
PART = "of a larger number"
NOTES = {"increment": "in addition, not a total", "rate": "a rate", "plan": "not yet", "total": ""}
A_CHANGE = re.compile(
    r"\b(?:rise|increase|growth|gain|fall|drop|decline|cut|decrease|loss)s?\b", re.IGNORECASE
)
EARLIER = 3  # former figures of a speaker that are shown
DENIALS = 2  # shown beside a measure


@dataclass(frozen=True, slots=True)
class Line:
    """One size with who says so; `outlet` has "+2" where two more give the same from the same speaker."""

    size: str
    subject: str
    by: str
    when: datetime
    outlet: str
    url: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Lines on one thing that is counted, one for each speaker, the newest first."""

    subject: str
    lines: tuple[Line, ...]
    verdict: Verdict
    denials: tuple[Denial, ...] = ()

    @property
    def single(self) -> bool:
        """Whether one line says it all."""
        return len(self.lines) == 1 and not self.denials

    @property
    def disputed(self) -> bool:
        """Whether somebody contradicts it: what has to be seen at a glance."""
        return self.verdict == "conflict" or bool(self.denials)

    @property
    def word(self) -> str:
        """How its lines stand to each other: "revised", "in conflict, denied"; nothing where there is one."""
        word = VERDICTS[self.verdict] if len(self.lines) > 1 or self.verdict == "conflict" else ""
        denied = VERDICTS["denied"] if self.denials and self.verdict != "denied" else ""
        return ", ".join(filter(None, [word, denied])) or (VERDICTS["denied"] if self.denials else "")


def board(measure: Measure) -> Board:
    """A measure in lines: what each speaker says now, and what it was before."""
    subject, lines = measure_subject(measure), _merged(measure.rows, revised=measure.verdict == "revised")
    by_clause = measure.predicate is not None and measure.rows[0].figure.predicate != measure.predicate
    if len(lines) == 1 and (by_clause or len(measure.rows) > 1):
        lines = [replace(lines[0], subject=subject or lines[0].subject)]  # the fullest words of several
    if measure.part:
        lines = [replace(line, note=", ".join(filter(None, [PART, line.note]))) for line in lines]
    return Board(subject, tuple(lines), measure.verdict, _denials(measure))


def _denials(measure: Measure) -> tuple[Denial, ...]:
    """Each denier once, in direct speech where there is some."""
    found: dict[str, Denial] = {}
    for denial in sorted(measure.denials, key=lambda one: one.claim.quote == "indirect"):
        found.setdefault(same_speaker(denial.claim.speaker.name if denial.claim.speaker else ""), denial)
    return tuple(found.values())


def note(figure: Figure, told: datetime) -> str:
    """What keeps a figure from being a plain total of the day it was told."""
    words = [NOTES[figure.aggregation]]
    if figure.change and not A_CHANGE.search(figure.counted or ""):  # "a rise of 6%, rising" says too much
        words.append("rising" if figure.change == "up" else "falling")
    if figure.as_of and not _is_of(figure.as_of, told):
        words.append(f"as of {as_of_words(figure.as_of)}")
    return ", ".join(word for word in words if word)


def as_of_words(day: str) -> str:
    """ "2026-11-19" -> "19 Nov", "2026-11" -> "Nov 2026"; a year as it stands."""
    try:
        there = date.fromisoformat(f"{day}-01" if len(day) == len("2026-11") else day)
    except ValueError:
        return day
    return f"{there:%b %Y}" if len(day) == len("2026-11") else f"{there.day} {there:%b}"


def _is_of(day: str, told: datetime) -> bool:
    """Whether a figure is as fresh as its report: of that day, the night before, or the month it was told in.

    None is of a day to come: such a date was of something else in the sentence.
    """
    if f"{told:%Y-%m-%d}".startswith(day):
        return True
    try:
        return told.date() - date.fromisoformat(day) <= timedelta(days=1)
    except ValueError:
        return False


def _merged(rows: Sequence[LedgerRow], *, revised: bool) -> list[Line]:
    """One line for each speaker, the newest first.

    An outlet that gives a size in its own words which somebody has given is one more outlet of that line.
    Of what was revised, what outlets gave in their own words before is told as what the newest was.
    """
    attributed = [row for row in rows if row.figure.according_to]
    voices: list[list[LedgerRow]] = []
    for row in [*attributed, *(row for row in rows if not row.figure.according_to)]:
        voice = next((voice for voice in voices if _speaks_in(row, voice)), None)
        if voice is None:
            voices.append([row])
        else:
            voice.append(row)
    newest = max(voices, key=lambda voice: max(row.when for row in voice))
    past = [v for v in voices if revised and v is not newest and not v[0].figure.according_to]
    earlier = [size(row.figure) for voice in past for row in reversed(voice)]
    lines = [_line(voice, earlier if voice is newest else ()) for voice in voices if voice not in past]
    return sorted(lines, key=lambda line: line.when, reverse=True)


def _speaks_in(row: LedgerRow, voice: Sequence[LedgerRow]) -> bool:
    """Whether a row is of the speaker of a line, or repeats what that speaker said."""
    first = voice[0]
    by = first.figure.according_to
    if row.figure.according_to:
        return by is not None and one_speaker(row.figure.according_to, by)
    if by is None and row.feed == first.feed:
        return True
    return size(row.figure) in {size(one.figure) for one in voice}


def _line(rows: Sequence[LedgerRow], earlier: Sequence[str] = ()) -> Line:
    """What one speaker says now: the last size, by whom it was told first, and the sizes before it.

    `earlier` are sizes that others gave before.
    """
    own = [row for row in rows if row.figure.according_to or not rows[0].figure.according_to]
    now = size(own[-1].figure)
    same = [row for row in rows if size(row.figure) == now]
    first = same[0]
    before = _numbers_once(now, [*(size(row.figure) for row in reversed(own)), *earlier])
    others = len({row.feed for row in same} - {first.feed})
    known = bool(first.figure.counted or first.figure.predicate)
    told = replace(first.figure, change=None) if before else first.figure
    was = f"was {', '.join(before[:EARLIER])}" if before else ""
    return Line(
        size=size(first.figure) if known else first.figure.text,
        subject=figure_subject(first.figure) if known else "",
        by=inside(max((row.figure.according_to or "" for row in own), key=len) or "not attributed"),
        when=first.when,
        outlet=f"{first.feed} +{others}" if others else first.feed,
        url=first.url,
        note=", ".join(filter(None, [was, note(told, first.when)])),
    )


def _numbers_once(now: str, sizes: Sequence[str]) -> list[str]:
    """Former sizes, each number once: who has "8" needs no "at least 8"."""
    found: dict[str, str] = {}
    for one in sizes:
        found.setdefault("".join(filter(str.isdigit, one)) or one, one)
    return [one for one in found.values() if one != now]


def line_of_sum(gap: Gap) -> Line:
    whole = _line([gap.whole])
    return replace(whole, subject=f"{whole.subject}: {_parts(gap)}")


def _parts(gap: Gap) -> str:
    parts = [
        f"{size(row.figure)} {row.figure.predicate or row.figure.counted or ''}".strip() for row in gap.parts
    ]
    return f"{', '.join(parts)}, {gap.missing:,.0f} unaccounted for"
