"""What a server has set up, in pages: its feeds, digests and alerts, a line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.discord_app.desk import Desk
from bot.discord_app.escape import escape, units
from bot.discord_app.feed_lines import listed_line
from bot.discord_app.limits import DESCRIPTION, Payload, button, rows
from bot.discord_app.looks import QUIET, stamp
from bot.wording import count, listing
from storage.records import Alert, Feed, Question, Schedule

LINES_A_PAGE = 15  # what a phone shows without much scrolling
NAMED = 5  # digests and alerts of a channel that is gone
DAYS = {"every day": (), "Monday to Friday": (1, 2, 3, 4, 5), "weekends": (6, 7), "Mondays": (1,)}


def list_page(desk: Desk, asked: Question, page: int = 0) -> Payload:
    """A page of what a server has of a noun; the first says how many there are."""
    noun, find = LISTS[asked.noun]
    entries = find(desk, asked.owner)
    pages = _pages(entries)
    page = min(max(page, 0), len(pages) - 1)
    position = f" · page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    embed = {
        "description": "\n".join(pages[page]) or "Nothing is set up any more.",
        "color": QUIET,
        "footer": {"text": count(len(entries), noun) + position},
    }
    turns = [button("Previous", f"page:{asked.id}:{page - 1}")] if page > 0 else []
    turns += [button("Next", f"page:{asked.id}:{page + 1}")] if page + 1 < len(pages) else []
    return {"embeds": [embed], "components": rows(turns)}


def _pages(entries: Sequence[str]) -> list[list[str]]:
    """Lines in order, as many on each page as fit there."""
    pages: list[list[str]] = [[]]
    room = DESCRIPTION
    for entry in entries:
        if len(pages[-1]) == LINES_A_PAGE or units(entry) + 1 > room:
            pages.append([])
            room = DESCRIPTION
        pages[-1].append(entry)
        room -= units(entry) + 1
    return pages


def _feeds(desk: Desk, owner: str) -> list[str]:
    """Those in trouble first, then the server's own, then what the operator brought."""
    found = sorted(desk.feeds(owner), key=_rank)
    return [listed_line(feed) for feed in found]


def _rank(feed: Feed) -> tuple[bool, bool]:
    return not feed.error, not feed.owner


def _alerts(desk: Desk, owner: str) -> list[str]:
    return [alert_line(alert) for alert in desk.alerts(owner)]


def _digests(desk: Desk, owner: str) -> list[str]:
    closed = {hold.target: hold.reason for hold in desk.store.outbox.holds.all()}
    return [
        schedule_line(schedule, closed.get(schedule.target))
        for schedule in desk.store.subscriptions.of_owner(owner)
    ]


LISTS: dict[str, tuple[str, Callable[[Desk, str], list[str]]]] = {
    "feed list": ("feed", _feeds),
    "alert list": ("alert", _alerts),
    "digest list": ("digest", _digests),
}


def alert_line(alert: Alert) -> str:
    text = f"**{escape(alert.rule, 100)}** in <#{alert.target.partition(':')[2]}>"
    text += f", only {', '.join(alert.statuses)}" if alert.statuses else ""
    text += f", tags {escape(', '.join(alert.tags), 100)}" if alert.tags else ""
    text += f", wakes <@&{alert.mention}>" if alert.mention else ""
    return f"{text} · paused: {escape(alert.paused, 60)}" if alert.paused else text


def schedule_line(schedule: Schedule, closed: str | None) -> str:
    channel = f"<#{schedule.target.partition(':')[2]}>"
    text = f"**{schedule.at:%H:%M}** {escape(schedule.zone)} in {channel}, {days_in_words(schedule.days)}"
    text += f", tags {escape(', '.join(schedule.tags), 200)}" if schedule.tags else ""
    if closed:
        return f"{text} · I cannot post there: {escape(closed, 160)}"
    if schedule.paused:
        return f"{text} · paused: {escape(schedule.paused, 100)}"
    return f"{text} · next {stamp(schedule.next_at, 'R')}" if schedule.next_at else text


def days_in_words(days: tuple[int, ...]) -> str:
    named = {value: name for name, value in DAYS.items()}
    short = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return named.get(days) or ", ".join(short[day - 1] for day in days)


def posted_in(desk: Desk, target: str) -> list[str]:
    """What is posted in a channel, by its names."""
    store = desk.store
    digests = [
        f"the digest at {one.at:%H:%M} {one.zone}"
        for one in store.subscriptions.all()
        if one.target == target
    ]
    return digests + [f"the alert {one.rule}" for one in store.alerts.all() if one.target == target]


def gone(posted: Sequence[str]) -> str:
    """What to tell of a channel that is there no more, whose name Discord does not show either."""
    more = len(posted) - NAMED
    named = listing(posted) if more <= 0 else f"{', '.join(posted[:NAMED])} and {more} more"
    return (
        f"A channel is gone in which I was to post {escape(named, 600) or 'something'}. Set it up in another "
        "channel and end it here: `/digest cancel`, `/alert remove`; what feeds.yaml says is changed there."
    )
