"""Feeds in lines: one that was just added, those of a list."""

from __future__ import annotations

from bot.discord_app.desk import AddedFeed
from bot.discord_app.escape import domain, escape
from bot.discord_app.looks import stamp
from bot.wording import count
from storage.records import Feed


def added_line(added: AddedFeed) -> str:
    """What is read from now on, and what of it the next digest would take."""
    text = f"Reading **{escape(added.feed.name, 200)}** ({domain(added.feed.url)})."
    if not added.taken:
        return f"{text} Nothing of it is new enough for the next digest."
    named = " · ".join(escape(title, 120) for title in added.titles)
    return f"{text} The next digest would take {count(added.taken, 'item')} of it: {named}"


def listed_line(feed: Feed) -> str:
    """A feed of a list: what it is, where it is from, how it is doing."""
    own = "" if feed.owner else " (from feeds.yaml)"
    host = domain(feed.url)
    state = "failing" if feed.error and feed.state == "ok" else feed.state
    text = f"**{escape(feed.name, 100)}** {escape(host, 60)}{own} · {state}"
    if feed.error and state != "paused":
        return f"{text}: {escape(feed.error, 200)}"
    return f"{text} · read {stamp(feed.checked_at, 'R')}" if feed.checked_at else text
