"""One reading of a feed, from the request to the decision; nothing is stored here.

The order is what makes it safe to break off anywhere: ask, read, decide; whoever calls stores the items
and the feed's new state in one transaction, so that validators never run ahead of what was kept.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.feeds import health
from bot.feeds.discover import discover
from bot.feeds.document import ParsedFeed
from bot.feeds.errors import FeedError, shown
from bot.feeds.fetch import PERMANENT, Fetcher, Reply
from bot.feeds.identity import decide, wanted
from bot.feeds.intervals import pace, refresh_allowed_at
from bot.feeds.statuses import error_of, is_login
from storage.records import Arrivals, Feed, HostHold, Known, Outcome, Visit

# (feed id, idents, link keys, titles) -> what is kept of them. storage's Entries.known has this shape.
LookUp = Callable[[int, Sequence[str], Sequence[str], Sequence[str]], Known]

MOVES_TO_BELIEVE = 2  # a permanent redirect counts when two readings in a row met it


async def visit(
    feed: Feed, fetcher: Fetcher, known: LookUp, now: datetime, reply: Reply | None = None
) -> Visit:
    """Read a feed once. Never raises for what the other side does: errors are an outcome.

    `reply` is an answer already at hand (from discovery), so that a new feed needs one request.
    """
    result = await _visited(feed, fetcher, known, now, reply)
    notice = health.notice(feed, result.feed, result.note)
    return replace(result, notice=notice) if notice else result


async def _visited(feed: Feed, fetcher: Fetcher, known: LookUp, now: datetime, reply: Reply | None) -> Visit:
    conditions = health.conditions(feed, now)
    if reply is None and health.stale(feed, now):
        feed = replace(feed, unconditional_at=now)
    try:
        if reply is None:
            reply = await fetcher.get(feed.url, conditions=conditions)
        with fetcher.unread(reply):
            return await _answered(feed, reply, fetcher, known, now)
    except FeedError as error:
        visited = failed(feed, error, fetcher, now)
    return await _with_new_place(feed, visited, fetcher) if _lost(feed, visited) else visited


def refusal(feed: Feed, fetcher: Fetcher, now: datetime) -> str | None:
    """Why a feed may not be read by hand now, for people; None: it may."""
    until = refresh_allowed_at(feed, fetcher.held_until(urlsplit(feed.url).hostname or ""))
    if until is None or until <= now:
        return None
    seen = f"asked at {feed.checked_at:%H:%M} UTC, " if feed.checked_at else ""
    return f"{seen}may be read again from {until:%H:%M:%S} UTC"


async def _answered(before: Feed, reply: Reply, fetcher: Fetcher, known: LookUp, now: datetime) -> Visit:
    if reply.status == 304:
        if not reply.conditional:
            raise FeedError(
                "not_modified_unasked", "the server says 'not modified' to a question we did not ask"
            )
        return _same(before, health.unchanged(_moved(before, reply), reply.headers, now))
    error = error_of(reply, fetcher.clock())
    if error is not None:
        raise error
    digest = hashlib.sha256(reply.body).hexdigest()
    if before.body_hash == digest:
        return _same(
            before, health.read(_moved(before, reply), reply.headers, now, whole=True, body_hash=digest)
        )
    parsed = await _parsed(reply, fetcher)
    feed = _learned(_moved(before, reply), parsed, now)
    arrivals = await asyncio.to_thread(_decided, parsed, known, feed, now)
    feed = health.read(feed, reply.headers, now, whole=not parsed.truncated, body_hash=digest)
    line = _line(before, feed, parsed, arrivals, reply)
    return Visit(feed, _outcome(before, feed, parsed, arrivals), line, arrivals)


def _same(before: Feed, after: Feed) -> Visit:
    """A good exchange that brought no news."""
    assert after.checked_at is not None
    if after.url != before.url:
        return Visit(after, "moved", f"moved for good to {shown(after.url)}")
    return Visit(after, "unchanged", health.recovery(before, after.checked_at, 0))


async def _parsed(reply: Reply, fetcher: Fetcher) -> ParsedFeed:
    """Off the event loop and with an end, in a process that may be killed."""
    arguments = {"body": reply.body, "url": reply.url, "content_type": reply.headers.get("Content-Type")}
    try:
        return await fetcher.workers.run("parse", arguments, ParsedFeed, fetcher.limits.parse)
    except FeedError as error:
        if error.kind == "not_a_feed" and is_login(reply.url):
            raise FeedError(
                "login_page", f"it leads to a login page ({urlsplit(reply.url).hostname})"
            ) from error
        raise


def _decided(parsed: ParsedFeed, known: LookUp, feed: Feed, now: datetime) -> Arrivals:
    names = wanted(parsed)
    return decide(parsed, known(feed.id, names.idents, names.links, names.titles), feed, now)


def _moved(feed: Feed, reply: Reply) -> Feed:
    """Follow a permanent move after it was met twice: the leading run of permanent hops, no further."""
    target = permanent_target(feed.url, reply)
    if target is None or target == feed.url:
        return feed if feed.moved_to is None else replace(feed, moved_to=None, moved_seen=0)
    seen = feed.moved_seen + 1 if target == feed.moved_to else 1
    if seen < MOVES_TO_BELIEVE:
        return replace(feed, moved_to=target, moved_seen=seen)
    return replace(feed, url=target, asked_url=feed.asked_url or feed.url, moved_to=None, moved_seen=0)


def permanent_target(url: str, reply: Reply) -> str | None:
    """Where the leading permanent redirects lead; http to https of the same address is one too."""
    target: str | None = None
    for hop in reply.hops:
        upgrade = (target or url).replace("http://", "https://", 1) == hop.url
        if hop.status not in PERMANENT and not upgrade:
            break
        target = hop.url
    return target


def _learned(feed: Feed, parsed: ParsedFeed, now: datetime) -> Feed:
    """What the document says of the feed itself."""
    return replace(
        feed,
        title=feed.title or parsed.title,
        site_url=parsed.site_url or feed.site_url,
        ttl=parsed.ttl,
        pace=pace(parsed.entries, now) or feed.pace,
        skip_hours=parsed.skip_hours,
        skip_days=parsed.skip_days,
        hub=parsed.hub,
        warning="; ".join(parsed.warnings) or None,
    )


def _outcome(before: Feed, after: Feed, parsed: ParsedFeed, arrivals: Arrivals) -> Outcome:
    if arrivals.new or arrivals.edited:
        return "new"
    if after.url != before.url:
        return "moved"
    return "unchanged" if parsed.entries else "empty"


def _line(before: Feed, after: Feed, parsed: ParsedFeed, arrivals: Arrivals, reply: Reply) -> str:
    """What happened, for people."""
    came = bool(arrivals.new or arrivals.edited)
    assert after.checked_at is not None
    notes = (
        f"{len(arrivals.new)} new, {len(arrivals.edited)} edited" if came else "",
        "" if parsed.entries else "the feed has no items",
        f"moved for good to {shown(after.url)}" if after.url != before.url else "",
        "a redirect leads from https to http" if reply.downgraded else "",
        f"{arrivals.skipped} items could not be read" if arrivals.skipped else "",
        arrivals.note,
        *parsed.warnings,
        health.recovery(before, after.checked_at, sum(arrival.announce for arrival in arrivals.new)),
    )
    return "; ".join(note for note in notes if note)


def failed(feed: Feed, error: FeedError, fetcher: Fetcher, now: datetime) -> Visit:
    host = urlsplit(feed.url).hostname or ""
    until = fetcher.held_until(host)
    hold = HostHold(host, until, error.message) if until is not None else None
    if error.kind == "held":
        return Visit(replace(feed, next_check_at=error.retry_at), "waiting", error.message, hold=hold)
    after = health.ill(feed, error, now)
    return Visit(after, "gone" if error.kind == "gone" else "error", error.message, hold=hold)


def _lost(before: Feed, failed: Visit) -> bool:
    """Whether the feed has just now been found gone or dead, which is told once."""
    dead = failed.feed.state == "failed" and failed.feed.error_kind == "not_found"
    return (failed.outcome == "gone" or dead) and before.state != failed.feed.state


async def _with_new_place(before: Feed, failed: Visit, fetcher: Fetcher) -> Visit:
    """The visit with the feeds that the site offers now, if it can be asked."""
    if before.site_url is None:
        return failed
    try:
        found = [c.url for c in await discover(before.site_url, fetcher) if c.url != before.url]
    except FeedError:
        return failed  # the site is no help; the feed's own error says enough
    return replace(failed, note=f"{failed.note}; its site now offers {shown(found[0])}") if found else failed


def offline(before: Feed, retry_in: timedelta, now: datetime) -> Visit:
    """The visit when it was our own network that failed: nothing is held against the feed."""
    return Visit(
        replace(before, next_check_at=now + retry_in), "offline", "no network here; nothing was read"
    )
