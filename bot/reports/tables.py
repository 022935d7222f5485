"""Answers to look-ups as tables for the terminal, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.reports.boards import note
from bot.reports.cited import safe_link
from bot.reports.clock import brief_time, date
from bot.reports.layout import PLAIN, Page, both_ends, cells, columns, printable, widths, wrap
from bot.reports.places import place_boards
from bot.wording import (
    claim_words,
    copied,
    count,
    deed,
    figure_subject,
    inside,
    is_former,
    opening,
    quoted,
    shorten,
    size,
)
from storage.records import AlertHit, ClaimRow, DecisionKind, LedgerRow, PlaceRow, Reported, SearchRow, Story

SUBJECT, BY, WHEN, OUTLET = 40, 28, 10, 22  # the widest each column gets
COLUMNS = (
    "figure", "value", "low", "high", "unit", "approximate", "counted", "predicate", "place",
    "according_to", "published", "feed", "title", "url", "story", "sentence", "copies",
)  # fmt: skip
WIDE = 120  # columns of a page in which a table has room for the names of those who carry a report
NEAR = " · on maps at a known place near it"  # in no list of places, but the text says what it is close to
DONE: dict[DecisionKind, str] = {  # what becomes of a hit
    "send": "an alert",
    "edit": "added to the alert before",
    "hold": "an alert after the quiet hours",
    "spill": "in the next digest",
    "suppress": "no alert",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet run a cell


def figures_table(rows: Sequence[LedgerRow], page: Page = PLAIN, title: str = "") -> str:
    """Figures, one a line: size, what is counted, who says so, when, where it stands.

    Where they tell of several stories, one that names no place has the title of its item beside it.
    """
    several = len({row.story_id for row in rows}) > 1
    table = [
        (
            size(row.figure),
            printable(" · ".join(filter(None, [_counted(row), _event(row) if several else ""]))),
            printable(inside(row.figure.according_to or "not attributed")),
            date(row.when, page.zone),
            printable(row.feed + copied(row, named=page.width >= WIDE)),
        )
        for row in rows
    ]
    return _table(
        table,
        page,
        (SUBJECT, BY, WHEN, OUTLET * (2 if page.width >= WIDE else 1)),
        title,
        count(len(rows), "figure"),
    )


def _outlet(row: Reported) -> str:
    return printable(row.feed + copied(row))


def _subject(row: LedgerRow) -> str:
    """What a figure counts; where nobody could tell, the words it stands in."""
    return figure_subject(row.figure) or quoted(shorten(row.sentence, SUBJECT))


def _counted(row: LedgerRow) -> str:
    """What a figure counts, and what is to be known beside it: "death toll, rising"."""
    former = "before" if is_former(row) else ""
    return ", ".join(filter(None, [_subject(row), note(row.figure, row.when), former]))


def _event(row: LedgerRow) -> str:
    """What a figure is about, where its own words do not say so."""
    own = row.figure.place is not None or not figure_subject(row.figure)
    return "" if own else shorten(row.title, SUBJECT)


def claims_table(rows: Sequence[ClaimRow], page: Page = PLAIN, title: str = "") -> str:
    """Claims, each with its speaker, stance, words and source."""
    blocks = []
    for row in rows:
        name = opening(row.claim.speaker.name) if row.claim.speaker else "not attributed"
        marks = [deed(row.claim) or row.claim.stance, *(["leaves it open"] if row.claim.hedged else [])]
        source = f"{_outlet(row)} · {date(row.when, page.zone)}"
        head = _headed(printable(name), ", ".join(marks), source, page)
        blocks.append([*head, *wrap(quoted(claim_words(row)), page.width, "  ", "  ")])
    return _blocks(blocks, page, title, "claim")


def _headed(name: str, told: str, source: str, page: Page) -> list[str]:
    """A name, what is told of it and where it stands, on one line where they fit."""
    parts = list(filter(None, (name, told, source)))
    if cells(" · ".join(parts)) <= page.width:
        return [" · ".join([page.ink.bold(name), told, *([page.ink.dim(source)] if source else [])])]
    return [page.ink.bold(line) for line in wrap(name, page.width)] + wrap(
        " · ".join(parts[1:]), page.width, "  ", "  "
    )


def _linked(source: str, link: str, page: Page) -> list[str]:
    """A source with its link, which is never broken: on a line of its own where it does not fit."""
    if cells(f"  {source} · {link}") <= page.width:
        return [page.ink.dim(f"  {source} · {link}")]
    return [page.ink.dim(line) for line in (*wrap(source, page.width, "  ", "  "), f"  {link}")]


def places_table(rows: Sequence[PlaceRow], page: Page = PLAIN, title: str = "") -> str:
    """Places, the one with most reports first, each with what happened there."""
    blocks = []
    for board in place_boards(rows):
        country = f" ({board.place.country})" if board.place.country else ""
        name = page.ink.bold(printable(board.place.name) + country)
        near = "" if board.place.precision == "exact" else NEAR
        head = f"{name} · {count(len(board.reports), 'report')}{near}"
        newest = board.shown
        source = f"{_outlet(newest)} · {date(newest.when, page.zone)}"
        text = f"{shorten(printable(newest.sentence), 240)}  {source}"
        blocks.append([head, *wrap(text, page.width, "  ", "  ")])
    return _blocks(blocks, page, title, "place")


def search_table(rows: Sequence[SearchRow], page: Page = PLAIN, title: str = "") -> str:
    """Items, best first, each with the stretch that fits."""
    blocks = [
        [
            *(page.ink.bold(line) for line in wrap(row.title, page.width)),
            *wrap(row.excerpt, page.width, "  ", "  "),
            *_linked(f"{_outlet(row)} · {date(row.when, page.zone)}", safe_link(row.url) or "no link", page),
        ]
        for row in rows
    ]
    return _blocks(blocks, page, title, "item")


def stories_table(stories: Sequence[Story], page: Page = PLAIN, title: str = "") -> str:
    """Stories, one a line: number, headline, size, when last."""
    table = [
        (
            str(story.id),
            printable(story.headline),
            count(story.sources, "source"),
            count(story.size, "item"),
            brief_time(story.last_seen, page.now, page.zone),
        )
        for story in stories
    ]
    return _table(table, page, (80, 12, 10, WHEN), title, count(len(stories), "story", "stories"))


def alerts_table(hits: Sequence[AlertHit], page: Page = PLAIN, title: str = "") -> str:
    """What a rule would have caught: status, sentence, and what would have been done about it."""
    blocks = []
    for hit in hits:
        by = f" by {inside(printable(hit.hit.by))}" if hit.hit.by else ""
        done = f"{printable(hit.hit.matched)} · {DONE[hit.decision.kind]}"
        head = _headed(f"{hit.hit.status.upper()}{by}", done, "", page)
        source = f"{printable(hit.feed)} · {date(hit.when, page.zone)} · {hit.decision.reason}"
        told = (page.ink.dim(line) for line in wrap(source, page.width, "  ", "  "))
        blocks.append([*head, *wrap(hit.hit.sentence.text, page.width, "  ", "  "), *told])
    return _blocks(blocks, page, title, "hit")


def figures_csv(rows: Sequence[LedgerRow]) -> str:
    """Figures as CSV (RFC 4180) with a header; no cell can run as a formula in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        figure = row.figure
        numbers = (figure.value, figure.low, figure.high)
        words = (figure.counted, figure.predicate, figure.place, figure.according_to)
        source = (row.feed, row.title, row.url)
        writer.writerow(
            [
                _harmless(figure.text),
                *(None if n is None else f"{n:.15g}" for n in numbers),
                figure.unit,
                "yes" if figure.approximate else "no",
                *map(_harmless, words),
                row.when.isoformat(),
                *map(_harmless, source),
                row.story_id,
                _harmless(row.sentence),
                _harmless("; ".join(row.copies)),
            ]
        )
    return out.getvalue()


def _harmless(text: str | None) -> str | None:
    return f"'{text}" if text and text.startswith(FORMULA) else text


def _table(
    table: Sequence[Sequence[str]], page: Page, limits: tuple[int, ...], title: str, summary: str
) -> str:
    wide = widths(table, page.width, (page.width, *limits), keep=1)
    lines = columns(table, wide) if all(wide) else _stacked(table, page)
    head = both_ends(title, summary, page.width) if title else summary
    return "\n".join([page.ink.bold(head), *lines]) + "\n"


def _stacked(rows: Sequence[Sequence[str]], page: Page) -> list[str]:
    """Rows of a page too narrow for columns: who says so, when and where go on below, nothing is left out."""
    lines: list[str] = []
    for first, second, *rest in rows:
        lines += ["", *wrap(f"{first}   {second}".rstrip(), page.width, "", "  ")]
        lines += wrap(" · ".join(filter(None, rest)), page.width, "  ", "  ")
    return lines


def _blocks(blocks: Sequence[Sequence[str]], page: Page, title: str, noun: str) -> str:
    head = both_ends(title, count(len(blocks), noun), page.width) if title else count(len(blocks), noun)
    lines = [line for block in blocks for line in ("", *block)]
    return "\n".join([page.ink.bold(head), *lines]) + "\n"
