"""A brief for the terminal: what the article says happened, who says what, which numbers, where."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.boards import NOTES
from bot.reports.cited import manner, safe_link
from bot.reports.layout import PLAIN, Page, columns, printable, widths, wrap
from bot.wording import figure_subject, places_of, quoted, size, spoken
from storage.records import Article, Brief, Claim, Location

INDENT = "   "
SUBJECT, BY = 44, 32


def brief_text(brief: Brief, article: Article | None = None, page: Page = PLAIN) -> str:
    """A brief as lines; the article adds its link and date."""
    lines = [page.ink.bold(line) for line in wrap(brief.headline or "(no headline)", page.width)]
    if article is not None:
        when = f"{article.published:%a %d %b %Y, %H:%M %Z}" if article.published else "no date given"
        lines.append(page.ink.dim(f"{safe_link(article.url) or printable(article.id)} · {when}"))
    for span in brief.summary:
        lines += wrap(quoted(span.text), page.width, INDENT, INDENT)
    lines += _part("Figures", list(_figures(brief, page)), page)
    lines += _part("Claims", [line for claim in brief.claims for line in _claim(claim, page)], page)
    lines += _part("Places", _places(brief, page), page)
    if brief.keywords:
        lines += _part("Keywords", wrap(", ".join(brief.keywords), page.width, INDENT, INDENT), page)
    return "\n".join(lines) + "\n"


def _part(title: str, lines: list[str], page: Page) -> list[str]:
    return ["", page.ink.bold(title), *lines] if lines else []


def _figures(brief: Brief, page: Page) -> Iterator[str]:
    rows = []
    for figure in brief.figures:
        what = ", ".join(part for part in (figure_subject(figure), NOTES[figure.aggregation]) if part)
        rows.append((size(figure), printable(what), printable(figure.according_to or "not attributed")))
    room = page.width - len(INDENT)
    yield from (INDENT + line for line in columns(rows, widths(rows, room, (room, SUBJECT, BY), keep=1)))


def _claim(claim: Claim, page: Page) -> list[str]:
    name = claim.speaker.name if claim.speaker else "not attributed"
    hedge = " (leaves it open)" if claim.hedged else ""
    return wrap(f"{name}{manner(claim)}{quoted(spoken(claim))}{hedge}", page.width, INDENT, INDENT * 2)


def _places(brief: Brief, page: Page) -> list[str]:
    names = [name + _country(place) for name, place in places_of(brief)]
    return wrap(" · ".join(names), page.width, INDENT, INDENT) if names else []


def _country(place: Location) -> str:
    """Its country in brackets; a sea has none, and what is in no list of places says so."""
    if place.country:
        return f" ({place.country})"
    return " (not in the gazetteer)" if place.lat is None else ""
