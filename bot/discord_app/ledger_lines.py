"""A story's figures in lines for a phone: one for each speaker, sizes in a column, disputes at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.discord_app.escape import code, escape, link
from bot.discord_app.limits import lines
from bot.discord_app.looks import stamp
from bot.reports.boards import DENIALS, Board, Line
from bot.reports.ranking import boards, left_out
from bot.wording import copied, count, figure_subject, quoted, shorten, size, spoken
from storage.records import Denial, DigestStory, LedgerRow, Reported

WIDEST_COLUMN = 16  # characters of monospace that leave half a phone's line for the speaker
BOARD_LENGTH = 900
BOARDS, LINES_EACH = 5, 4  # as many as one reads at a glance; /story has the rest
WARNING = "⚠️"
UNATTRIBUTED = "not attributed"  # the link tells the outlet, whose own word it then is
MORE_OUTLETS = re.compile(r" (\+\d+)$")


def ledger_blocks(story: DigestStory) -> Iterator[list[str]]:
    """Figures that several give, each under what it counts; those of one alone; sums that do not close."""
    shown, sums, more = boards(story, BOARDS)
    for board in shown:
        if not board.single:
            yield [_board(board)]
    alone = [board.lines[0] for board in shown if board.single]
    width = _width([line.size for line in alone])
    yield [*(_line(line, width, dated=False) for line in alone), left_out(more)]
    yield [_sum(line) for line in sums]


def figure_block(rows: Sequence[LedgerRow], width: int) -> str:
    """An item's figures in their column, each with what it counts and who says so, and then the item.

    What is counted may not name the event ("people died"): the title does.
    """
    item = rows[0]
    told = [escape(shorten(item.title, 120), 160), source(item), stamp(item.when, "R")]
    return "\n".join([*(_figure(row, width) for row in rows), f"-# {' · '.join(filter(None, told))}"])


def _figure(row: LedgerRow, width: int) -> str:
    parts = [escape(figure_subject(row.figure), 90), escape(row.figure.according_to or "", 60)]
    return f"`{_number(size(row.figure)):<{width}}` {' · '.join(filter(None, parts))}"


def source(row: Reported) -> str:
    """The link to a report, with who carries it word for word."""
    return " ".join(filter(None, [link(row.url, row.feed), escape(copied(row), 90)]))


def column(rows: Sequence[LedgerRow]) -> int:
    """How wide the column must be for the figures to stand under one another."""
    return _width([size(row.figure) for row in rows])


def _board(board: Board) -> str:
    """What is counted and how those who count stand to each other, then a line for each of them."""
    sizes = [line.size for line in board.lines] + ["denied"] * bool(board.denials)
    width = _width(sizes)
    word = f"{WARNING} **{board.word}**" if board.disputed else board.word
    head = f"**{escape(board.subject, 100) or 'Figures'}**" + (f" · {word}" if word else "")
    body = [_line(line, width, subject=False) for line in board.lines[:LINES_EACH]]
    body += [_denied(denial, width) for denial in board.denials[:DENIALS]]
    if (rest := len(board.lines) - LINES_EACH) > 0:
        body.append(f"and {count(rest, 'more speaker')}")
    return lines(head, body, BOARD_LENGTH)


def _line(line: Line, width: int, *, dated: bool = True, subject: bool = True) -> str:
    parts = [escape(line.subject, 90)] if subject else []
    parts += [escape(line.by, 60) if line.by != UNATTRIBUTED else "", escape(line.note, 60)]
    parts += [_source(line)]
    parts += [stamp(line.when, "R")] if dated else []
    return f"`{_number(line.size):<{width}}` {' · '.join(filter(None, parts))}"


def _source(line: Line) -> str:
    more = MORE_OUTLETS.search(line.outlet)
    return link(line.url, line.outlet) + (f" {more[1]}" if more and line.url else "")


def _denied(denial: Denial, width: int) -> str:
    speaker = denial.claim.speaker.name if denial.claim.speaker else "nobody named"
    words = quoted(shorten(spoken(denial.claim), 100))
    return (
        f"`{'denied':<{width}}` {escape(speaker, 60)}: {escape(words, 140)} {link(denial.url, denial.feed)}"
    )


def _sum(line: Line) -> str:
    parts = [escape(f"{line.size} {line.subject}", 240), link(line.url, line.outlet)]
    return f"{WARNING} **Does not add up** {' · '.join(parts)}"


def _width(sizes: Sequence[str]) -> int:
    return min(WIDEST_COLUMN, max((len(_number(text)) for text in sizes), default=1))


def _number(text: str) -> str:
    return code(shorten(text, 40)) or "?"
