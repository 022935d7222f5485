"""What look-ups found, as pages of a message: the answer first, who says so beside it, the link behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.discord_app.embeds import QUIET, figure_line, stamp
from bot.discord_app.escape import escape, link
from bot.discord_app.limits import DESCRIPTION, TITLE, Payload, button, lines, rows
from bot.wording import count, shorten
from storage.records import ClaimRow, LedgerRow, PlaceRow, SearchRow

ROWS_A_PAGE = 6  # what a phone shows without much scrolling
CONTENT_LENGTH = 260
STANCES = {
    "asserts": "says",
    "denies": "denies",
    "demands": "demands",
    "promises": "promises",
    "warns": "warns",
    "asks": "asks",
}


def figure_entry(row: LedgerRow) -> str:
    """A figure in its column and, under it, the sentence it stands in."""
    return figure_line(row, subject=True)


def claim_entry(row: ClaimRow) -> str:
    claim = row.claim
    speaker = escape(claim.speaker.name if claim.speaker else "Nobody named", 80)
    verb = ("did not say" if claim.negated else STANCES[claim.stance]) + (" (hedged)" if claim.hedged else "")
    text = escape(shorten(claim.content.text.strip('“”" '), CONTENT_LENGTH), CONTENT_LENGTH + 60)
    return f"**{speaker}** {verb}: “{text}” {link(row.url, row.feed)} {stamp(row.when, 'd')}"


def place_entry(row: PlaceRow) -> str:
    place = row.location
    where = ", ".join(part for part in (place.name, place.admin1, place.country) if part)
    text = escape(shorten(row.sentence, CONTENT_LENGTH), CONTENT_LENGTH + 60)
    return f"**{escape(where, 120)}** {text} {link(row.url, row.feed)} {stamp(row.when, 'd')}"


def search_entry(row: SearchRow) -> str:
    text = escape(shorten(row.excerpt, CONTENT_LENGTH), CONTENT_LENGTH + 60)
    return f"**{escape(row.title, 160)}**\n{text} {link(row.url, row.feed)} {stamp(row.when, 'd')}"


def page_of(
    title: str,
    rows_: Sequence[Any],
    entry: Callable[[Any], str],
    page: int,
    question: str,
    *,
    extras: bool = False,
) -> Payload:
    """One page of an answer with its buttons; `question` is the id under which it can be asked again.

    `extras` adds Chart and CSV.
    """
    pages = max(1, -(-len(rows_) // ROWS_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = rows_[page * ROWS_A_PAGE : (page + 1) * ROWS_A_PAGE]
    found = lines("", [entry(row) for row in shown], DESCRIPTION)
    position = f" · page {page + 1} of {pages}" if pages > 1 else ""
    embed = {
        "title": escape(title, TITLE),
        "description": found or "Nothing found. Try fewer words, or a longer period.",
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
