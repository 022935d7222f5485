"""How things stand, stage by stage: for /status and the doctor."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.discord_app.desk import Line
from bot.wording import count
from storage.records import Feed
from storage.store import Store

log = logging.getLogger(__name__)

HEARTBEAT = "heartbeat"  # in settings: when the service was last at work
STOPPED = "stopped"  # in settings: when it ended by itself or was asked to; nothing while it is at work
SILENT = timedelta(minutes=3)  # six heartbeats missed: the service hangs or is gone
SLOW = timedelta(minutes=10)  # a message that waits longer deserves a look
A_JUMP = timedelta(minutes=1)  # of the clock; for less nothing waits too long


def beat(store: Store, now: datetime) -> None:
    """Notes that the service is at work. A beat before that lies ahead tells that the clock was put back."""
    last = store.settings.get(HEARTBEAT)
    ahead = timedelta(0) if last is None else datetime.fromisoformat(last) - now
    with store.transaction():
        if ahead > A_JUMP:
            log.warning("the clock was put back by %s; what waited for its time waits by the new one", ahead)
            store.clock_put_back(ahead, now)
        store.retention.tick(now)
        store.settings.put(HEARTBEAT, now.isoformat())


def first_beat(store: Store, now: datetime) -> None:
    """Notes that the service begins its work."""
    with store.transaction():
        store.settings.remove(STOPPED)
        beat(store, now)


def last_beat(store: Store, now: datetime) -> None:
    """Notes that the service ends: nobody waits for another beat, and one still under way counts for none."""
    store.settings.put(STOPPED, now.isoformat())


def is_alive(store: Store, now: datetime) -> bool:
    """Whether the service was at work lately; a beat that lies far ahead is of a clock since put back."""
    last, ended = store.settings.get(HEARTBEAT), store.settings.get(STOPPED)
    if last is None or (ended and datetime.fromisoformat(last) <= datetime.fromisoformat(ended)):
        return False
    return abs(now - datetime.fromisoformat(last)) < SILENT


def status_lines(store: Store, now: datetime, owners: Sequence[str] = ()) -> list[Line]:
    """One line a stage: reading, briefing, delivery, the next digest."""
    return [
        _service(store, now),
        _feeds([feed for feed in store.feeds.list() if not owners or feed.owner in owners]),
        _briefs(store, owners),
        _delivery(store, now, owners),
        _next_digest(store, now, owners),
    ]


def _service(store: Store, now: datetime) -> Line:
    if is_alive(store, now):
        return Line("Service", "ok", "at work")
    last = store.settings.get(HEARTBEAT)
    seen = f"last seen {datetime.fromisoformat(last):%d %b %H:%M} UTC" if last else "never seen"
    return Line("Service", "off", f"not at work; {seen}")


def _feeds(feeds: Sequence[Feed]) -> Line:
    ill = [feed for feed in feeds if feed.state in {"failing", "failed", "gone"}]
    if not feeds:
        return Line("Feeds", "off", "none yet")
    if not ill:
        return _shaky(feeds)
    worst = ill[0]
    told = f"{len(ill)} of {count(len(feeds), 'feed')} cannot be read, such as {worst.name}"
    return Line("Feeds", "bad" if len(ill) * 2 > len(feeds) else "warn", f"{told}: {worst.error}")


def _shaky(feeds: Sequence[Feed]) -> Line:
    """Whether the last reading of any failed: once or twice is weather, and yet not well."""
    missed = [feed for feed in feeds if feed.errors and feed.state != "paused"]
    if not missed:
        return Line("Feeds", "ok", f"{count(len(feeds), 'feed')}, all well")
    told = f"{len(missed)} of {count(len(feeds), 'feed')} could not be read at the last try, such as"
    return Line("Feeds", "warn", f"{told} {missed[0].name}: {missed[0].error}")


def _briefs(store: Store, owners: Sequence[str]) -> Line:
    waiting = store.briefs.backlog(owners).get("brief", 0)
    failed = store.briefs.failures(owners)
    if failed:
        return Line("Briefs", "warn", f"{count(failed, 'item')} could not be briefed and went out bare")
    return Line("Briefs", "ok", f"{count(waiting, 'item')} waiting")


def _delivery(store: Store, now: datetime, owners: Sequence[str]) -> Line:
    """How the messages fare: to a server, of those to its own channels alone."""
    own = store.targets([owner for owner in owners if owner]) if owners else None
    holds = [hold for hold in store.outbox.holds.all() if own is None or hold.target in own]
    if holds:
        return Line("Delivery", "bad", f"messages are refused: {holds[0].reason}", holds[0].target)
    for lag in store.outbox.lags(own):
        if lag.state in {"pending", "sending"} and lag.oldest and now - lag.oldest > SLOW:
            return Line(
                "Delivery", "warn", f"{count(lag.count, 'message')} waiting since {lag.oldest:%H:%M} UTC"
            )
    return Line("Delivery", "ok", "nothing waits")


def _next_digest(store: Store, now: datetime, owners: Sequence[str]) -> Line:
    due = store.subscriptions.next_at(owners)
    if due is None:
        return Line("Next digest", "off", "none is scheduled")
    return Line("Next digest", "ok" if due > now - SLOW else "warn", f"{due:%d %b %H:%M} UTC")
