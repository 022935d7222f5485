"""A story's figures in lines. A size is never cut: a figure that lost its bound is a wrong figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.reports.boards import DENIALS, Board, Line
from bot.reports.clock import brief_time
from bot.reports.layout import GAP, Page, cells, columns, printable, widths, wrap
from bot.reports.ranking import boards, left_out
from bot.wording import inside, quoted, shorten, sized, spoken
from storage.records import Denial, DigestStory

BY, WHEN, OUTLET, SUBJECT, NOTE = 28, 10, 22, 60, 15  # the widest each column gets
DENIED = "denied"


def ledger_lines(story: DigestStory, page: Page) -> list[str]:
    """The figures, weightiest first: those on one thing under what they count, single ones in a line.

    Where one outlet gives them all, the sources below name it.
    """
    shown, sums, more = boards(story)
    if len({line.outlet for board in shown for line in board.lines}) == 1:
        shown = [
            replace(board, lines=tuple(replace(line, outlet="") for line in board.lines)) for board in shown
        ]
    lines: list[str] = []
    grouped = [board for board in shown if not board.single]
    rows = [_row(line, page, 1) for board in grouped for line in board.lines]
    rows += [_denied(denial, page) for board in grouped for denial in board.denials]
    wide = widths(rows, page.width, (page.width, BY, WHEN, NOTE, OUTLET))
    alone = iter(_singles([board.lines[0] for board in shown if board.single], page))
    for board in shown:
        lines += next(alone) if board.single else [_heading(board, page), *_board(board, wide, page)]
    lines += [page.ink.warn(line) for line in _sums(sums, page)]
    return [*lines, page.ink.dim(left_out(more))] if more else lines


def _heading(board: Board, page: Page) -> str:
    """What is counted, and how those who count it stand to each other; a dispute in capitals."""
    word = f" · {board.word.upper() if board.disputed else board.word}" if board.word else ""
    subject = shorten(printable(board.subject), page.width - cells(word))
    return page.ink.bold(subject) + (page.ink.bad(word) if board.disputed else page.ink.dim(word))


def _board(board: Board, wide: Sequence[int], page: Page) -> Iterator[str]:
    for line in columns([_row(line, page, 1) for line in board.lines], wide):
        yield page.ink.warn(line) if board.verdict == "conflict" else line
    for denial in board.denials[:DENIALS]:
        size, by, when, _, _ = _denied(denial, page)
        *above, line = columns([(size, by, when)], wide[:3])  # several where a name is long
        yield from (page.ink.bad(one) for one in above)
        room = page.width - cells(line) - GAP
        words = quoted(shorten(printable(spoken(denial.claim)), room - 2)) if room > 12 else ""
        yield page.ink.bad(line + " " * GAP + words if words else line)


def _row(line: Line, page: Page, inset: int = 0) -> tuple[str, ...]:
    return (
        "  " * inset + printable(line.size),
        printable(line.by),
        brief_time(line.when, page.now, page.zone),
        line.note,
        printable(line.outlet),
    )


def _denied(denial: Denial, page: Page) -> tuple[str, ...]:
    name = inside(denial.claim.speaker.name) if denial.claim.speaker else "not attributed"
    return ("  " + DENIED, printable(name), brief_time(denial.when, page.now, page.zone), "", "")


def _singles(lines: Sequence[Line], page: Page) -> list[list[str]]:
    """Figures that stand alone, for each its lines: how many of what, who says so, when, where.

    The size opens its column and only the end of a column is ever cut.
    """
    rows = []
    for line in lines:
        size, by, when, note, outlet = _row(line, page)
        words = sized(size, printable(line.subject)) + (f" ({note})" if note else "")
        rows.append(("", words, by, when, outlet))
    wide = widths(rows, page.width, (0, SUBJECT, BY, WHEN, OUTLET), keep=1)
    return [columns([row], wide) for row in rows]


def _sums(lines: Sequence[Line], page: Page) -> list[str]:
    """Sums that do not close, each with its source where there is room."""
    found: list[str] = []
    for line in lines:
        _, by, when, _, outlet = _row(line, page)
        words, source = f"{line.size} {printable(line.subject)}", f"{by}, {outlet} {when}"
        one_line = cells(words) + GAP + cells(source) <= page.width
        found += [words + " " * GAP + source] if one_line else wrap(words, page.width, "", "  ")
    return found
