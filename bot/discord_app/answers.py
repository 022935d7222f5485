"""What look-ups found, as pages of a message: the answer first, who says so beside it, the link behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from bot.discord_app.escape import escape
from bot.discord_app.ledger_lines import column, figure_block, source
from bot.discord_app.limits import DESCRIPTION, TITLE, Payload, button, rows, sections
from bot.discord_app.looks import QUIET, stamp
from bot.reports.places import PlaceBoard
from bot.wording import claim_words, count, deed, opening, quoted, shorten
from storage.records import Claim, ClaimRow, LedgerRow, Reported, SearchRow

ROWS_A_PAGE = 6  # what a phone shows without much scrolling
CONTENT_LENGTH = 260
DEED = 60  # of what a speaker does with words: "accused", "has repeatedly ruled out"
STANCES = {  # in the past, which has one form for "police" and for "the mayor"
    "asserts": "said",
    "denies": "denied",
    "demands": "demanded",
    "promises": "promised",
    "warns": "warned",
    "asks": "asked",
}


def figure_entries(rows_: Sequence[LedgerRow]) -> list[str]:
    """Figures in one column, with what they count and who says so; those of one item stand over its title."""
    width = column(rows_)
    return [figure_block(list(of_item), width) for _, of_item in groupby(rows_, key=attrgetter("entry_id"))]


def claim_entries(rows_: Sequence[ClaimRow]) -> list[str]:
    return [_claim(row) for row in rows_]


def place_entries(boards: Sequence[PlaceBoard]) -> list[str]:
    return [_place(board) for board in boards]


def search_entries(rows_: Sequence[SearchRow]) -> list[str]:
    return [_found(row) for row in rows_]


def _claim(row: ClaimRow) -> str:
    claim = row.claim
    speaker = escape(opening(claim.speaker.name) if claim.speaker else "Nobody named", 80)
    hedge = " (hedged)" if claim.hedged else ""
    return f"**{speaker}** {verb(claim)} {_shown(quoted(claim_words(row)))}{hedge} {_source(row)}"


def verb(claim: Claim) -> str:
    """What a speaker does with the words that follow: "accused", "denied:"."""
    done = deed(claim)
    return escape(done, DEED) if done else f"{'did not say' if claim.negated else STANCES[claim.stance]}:"


def _place(board: PlaceBoard) -> str:
    place, newest = board.place, board.shown
    where = dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part)
    head = f"**{escape(', '.join(where), 120)}** · {count(len(board.reports), 'report')}"
    return f"{head}\n{_shown(newest.sentence)} {_source(newest)}"


def _found(row: SearchRow) -> str:
    return f"**{escape(row.title, 160)}**\n{_shown(row.excerpt)} {_source(row)}"


def _shown(text: str) -> str:
    return escape(shorten(text, CONTENT_LENGTH), CONTENT_LENGTH + 60)


def _source(row: Reported) -> str:
    return f"{source(row)} {stamp(row.when, 'R')}"


def page_of(
    title: str,
    rows_: Sequence[Any],
    entries: Callable[[Any], list[str]],
    page: int,
    question: str,
    *,
    extras: bool = False,
    other: str = "",
) -> Payload:
    """One page of an answer with its buttons; `question` is the id under which it can be asked again.

    `extras` adds Chart and CSV; `other` is how it could be spelt where nothing is found.
    """
    pages = max(1, -(-len(rows_) // ROWS_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = rows_[page * ROWS_A_PAGE : (page + 1) * ROWS_A_PAGE]
    found = sections([[entry] for entry in entries(shown)], DESCRIPTION)
    position = f" · page {page + 1} of {pages}" if pages > 1 else ""
    embed = {
        "title": escape(title, TITLE),
        "description": found or _nothing(other),
        "color": QUIET,
        "footer": {"text": count(len(rows_), "result") + position},
    }
    buttons = [button("Previous", f"page:{question}:{page - 1}")] if page > 0 else []
    buttons += [button("Next", f"page:{question}:{page + 1}")] if page + 1 < pages else []
    if rows_:
        buttons.append(button("Share", f"share:{question}:{page}"))
        if extras:
            buttons += [button("Chart", f"chart:{question}"), button("CSV", f"csv:{question}")]
    return {"embeds": [embed], "components": rows(buttons), "allowed_mentions": {"parse": []}}


def _nothing(other: str) -> str:
    if other:
        return f"Nothing found. Did you mean **{escape(other, TITLE)}**?"
    return "Nothing found. Try fewer words, or a longer period."
