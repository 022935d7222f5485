"""The feeds that are read, as a table: how each is, when it was read and will be, what is the matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.feeds.errors import shown
from bot.reports.clock import moment
from bot.reports.layout import GAP, Page, both_ends, columns, printable, widths, wrap
from bot.wording import count
from storage.records import Feed

TITLE, TAGS, TIMES = 30, 24, 40  # the widest each column gets
A_DAY = timedelta(days=1)
WELL = frozenset({"ok", "new", "paused"})


def feeds_table(feeds: Sequence[Feed], page: Page) -> str:
    """One feed a line; its address, and its trouble, below it."""
    rows = [(_state(feed), _title(feed), _tags(feed), _times(feed, page)) for feed in feeds]
    wide = widths(rows, page.width, (page.width, TITLE, TAGS, TIMES), keep=1)
    ill = sum(row[0] not in WELL for row in rows)
    unread = all(feed.succeeded_at is None for feed in feeds)
    summary = f"{ill} in trouble" if ill else "none read yet" if unread else "all well"
    lines = [page.ink.bold(both_ends(count(len(feeds), "feed"), summary, page.width))]
    indent = " " * (wide[0] + GAP)
    for feed, row in zip(feeds, rows, strict=True):
        lines += columns([row], wide)
        lines.append(page.ink.dim(indent + printable(shown(feed.url))))
        for told in filter(None, (feed.error, feed.warning)):
            lines += wrap(told, page.width, indent, indent)
    return "\n".join(lines) + "\n"


def _state(feed: Feed) -> str:
    """As people see it: a first error is told at once, and what was never read is not yet well."""
    if feed.state != "ok":
        return feed.state
    if feed.error:
        return "failing"
    return "new" if feed.succeeded_at is None else "ok"


def _title(feed: Feed) -> str:
    return printable(feed.title) or "(no title yet)"


def _tags(feed: Feed) -> str:
    return printable(", ".join(feed.tags))


def _times(feed: Feed, page: Page) -> str:
    """When it was last asked, and when it will be."""
    last = feed.checked_at if feed.error else feed.succeeded_at  # what was tried by hand was not read
    asked = f"read {_moment(last, page)}" if last else "not read yet"
    if feed.state in {"paused", "gone"} or feed.next_check_at is None:
        return asked
    if page.now is not None and feed.next_check_at <= page.now:
        return f"{asked}, due now"
    return f"{asked}, next {_moment(feed.next_check_at, page)}"


def _moment(when: datetime, page: Page) -> str:
    near = page.now is not None and abs(when - page.now) < A_DAY
    return moment(when, when if near else None, page.zone)
