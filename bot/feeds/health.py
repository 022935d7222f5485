"""A feed after an exchange: what it now knows, whether it is well, and one line about it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.feeds.errors import ErrorKind, FeedError
from bot.feeds.headers import fresh_for, validators
from bot.feeds.intervals import next_check, retry
from bot.wording import count
from storage.records import Feed, FeedState

FAILING_AFTER = 3  # errors in a row: one is weather
FAILED_AFTER = timedelta(days=7)
STALE_AFTER = timedelta(days=8)  # 304 all this time: ask once without validators
UNCONDITIONAL_EVERY = timedelta(days=1)
WORTH_A_NOTICE = timedelta(days=1)  # a feed that was away for less comes back without a word


def conditions(feed: Feed, now: datetime) -> dict[str, str]:
    """The validators to send, byte for byte; none when "not modified" has been the answer for too long."""
    if stale(feed, now):
        return {}
    sent = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    return {name: value for name, value in sent.items() if value}


def stale(feed: Feed, now: datetime) -> bool:
    """Whether it is time to ask unconditionally, at most once a day."""
    since, asked = feed.validated_since, feed.unconditional_at
    if since is None or now - since < STALE_AFTER:
        return False
    return asked is None or now - asked >= UNCONDITIONAL_EVERY


def read(
    feed: Feed, headers: Mapping[str, str], now: datetime, *, whole: bool, body_hash: str | None
) -> Feed:
    """After a 200 that could be read. Validators move only when the document was whole."""
    if not whole:
        return _well(feed, headers, now, feed.etag, feed.last_modified)
    etag, modified = validators(headers, now)
    return _well(replace(feed, body_hash=body_hash, validated_since=now), headers, now, etag, modified)


def unchanged(feed: Feed, headers: Mapping[str, str], now: datetime) -> Feed:
    """After a 304: as good as read. What validators it brings replace ours; what it leaves out stays."""
    etag, modified = validators(headers, now)
    return _well(feed, headers, now, etag or feed.etag, modified or feed.last_modified)


def _well(
    feed: Feed, headers: Mapping[str, str], now: datetime, etag: str | None, last_modified: str | None
) -> Feed:
    """A good exchange: the error count ends, the next one is set."""
    return replace(
        feed,
        state="paused" if feed.state == "paused" else "ok",
        etag=etag,
        last_modified=last_modified,
        checked_at=now,
        succeeded_at=now,
        next_check_at=next_check(feed, now, fresh_for(headers)),
        failing_since=None,
        errors=0,
        error=None,
        error_kind=None,
    )


def ill(feed: Feed, error: FeedError, now: datetime) -> Feed:
    """A failed exchange. Only "gone" ends the checks; whatever else is tried again, daily at last."""
    errors = feed.errors + 1
    since = feed.failing_since or now
    after = replace(
        feed,
        state=_state(feed.state, error.kind, errors, now - since),
        checked_at=now,
        failing_since=since,
        errors=errors,
        error=error.message,
        error_kind=error.kind,
    )
    if error.kind == "gone":
        return replace(after, next_check_at=None)
    return replace(after, next_check_at=retry(after, error.kind, errors, now, error.retry_at))


def recovery(before: Feed, now: datetime, missed: int) -> str:
    """One line about a feed that is back, or nothing if it never was away for long."""
    if before.state not in {"failing", "failed"} or before.failing_since is None:
        return ""
    back = f"back after {spoken(now - before.failing_since)}"
    return f"{back}; {count(missed, 'item')} missed, in the next digest" if missed else back


def notice(before: Feed, after: Feed, note: str) -> str:
    """What whoever keeps the feed is told when it has just died, or is back after long; else nothing."""
    name = after.name
    if after.state == before.state:
        return ""
    if after.state == "gone":
        return f"{name}: {note}"
    if after.state == "failed":
        return f"{name} could not be read for {FAILED_AFTER.days} days and is now tried once a day: {note}"
    if before.failing_since is None or after.checked_at is None or not recovery(before, after.checked_at, 0):
        return ""
    return f"{name}: {note}" if after.checked_at - before.failing_since >= WORTH_A_NOTICE else ""


def spoken(length: timedelta) -> str:
    """A length of time as people say it: 3 d, 5 h, 20 min."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return f"{minutes // (24 * 60)} d"
    return f"{minutes // 60} h" if minutes >= 120 else f"{minutes} min"


def _state(now_is: FeedState, kind: ErrorKind, errors: int, failing_for: timedelta) -> FeedState:
    if kind == "gone":
        return "gone"
    if now_is == "paused":
        return "paused"
    if failing_for >= FAILED_AFTER:
        return "failed"
    return "failing" if errors >= FAILING_AFTER else "ok"
