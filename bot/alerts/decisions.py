"""What becomes of a hit: told, counted on what was told, held, left to the digest, suppressed; and why.

Theory: a team mutes what wakes it twice for one thing. So one message speaks for a story and a status as
long as the cool-down lasts: more outlets are counted on it, and only another status (planned yesterday,
reported now) or a day later is worth a new one. At night things wait; beyond the day's cap the digest
tells. Nothing is dropped silently: each decision is kept with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.records import Alert, AlertHistory, AlertHit, Decision, Hit, Item, Status

STALE = timedelta(days=3)  # a feed that was down for a weekend still tells news; older items are archives
TELLING = frozenset({"send", "edit", "hold", "spill"})


def decide_alert(
    alert: Alert,
    hit: Hit,
    item: Item,
    history: AlertHistory,
    now: datetime,
    *,
    latest: datetime | None = None,
    twins: frozenset[int] = frozenset(),
) -> Decision:
    """What becomes of a hit, given what the alert told of the story before.

    `latest`: the time it is at the latest, where the clock may be ahead: by one that is, all news are old.
    `twins`: entries that are this very item, of the same address read for somebody else.
    """
    return (
        _unwanted(alert, hit, item, now, latest or now)
        or _told(alert, hit, item, history, now, same=twins | {item.entry.id})
        or _new(alert, hit, history, now)
    )


def decide_held(alert: Alert, waiting: AlertHit, history: AlertHistory, now: datetime) -> Decision:
    """What becomes of a hit that waited for the end of the quiet hours."""
    if alert.paused is not None:
        return Decision("suppress", f"paused {alert.paused}")
    sent = [past for past in _same(history.story, waiting.hit.status) if past.decision.kind == "send"]
    if sent and now - sent[-1].at <= alert.cooldown:
        return Decision("edit", "told after the quiet hours", edits=sent[-1].outbox_id)
    if alert.muted_until and now < alert.muted_until:
        return Decision("suppress", _muted(alert))
    return _over_cap(alert, history) or Decision("send", "held over the quiet hours")


def sources_told(history: AlertHistory, status: Status) -> int:
    """How many outlets said so, in the story and with the status, as far as was told."""
    return len({past.feed for past in _same(history.story, status)})


def _unwanted(alert: Alert, hit: Hit, item: Item, now: datetime, latest: datetime) -> Decision | None:
    """A hit nobody asked for: wrong status, muted, or old."""
    if alert.statuses and hit.status not in alert.statuses:
        return Decision("suppress", f"{hit.status}; asked for {' or '.join(alert.statuses)}")
    if alert.muted_until and now < alert.muted_until:
        return Decision("suppress", _muted(alert))
    age = latest - item.entry.when
    if age > STALE:
        return Decision("suppress", f"published {age.days} days ago")
    return None


def _told(
    alert: Alert, hit: Hit, item: Item, history: AlertHistory, now: datetime, *, same: frozenset[int]
) -> Decision | None:
    """A hit on what was told before: counted on the first message, or nothing new at all."""
    told = _same(history.story, hit.status)
    if any(past.entry_id in same for past in told):
        return Decision("suppress", "this item was told before")
    if told and item.copy_of is not None:
        return Decision("suppress", "a syndicated copy; the story was told")
    first = next((past for past in reversed(told) if past.decision.kind != "edit"), None)
    if first is None or now - first.at > alert.cooldown:
        return None
    outlet = item.feed.name
    if any(past.feed == outlet and past.at >= first.at for past in told):
        return Decision("suppress", f"{outlet} said so before, in this story")
    if first.decision.kind == "hold":
        return Decision("hold", "joins what waits for the end of the quiet hours", first.decision.not_before)
    if first.decision.kind == "spill" or first.outbox_id is None:
        return Decision("spill", "the digest tells of this story")
    return Decision("edit", f"{outlet} says so too", edits=first.outbox_id)


def _new(alert: Alert, hit: Hit, history: AlertHistory, now: datetime) -> Decision:
    """A hit on something not told yet: now, after the quiet hours, or in the digest."""
    over = _over_cap(alert, history)
    if over is not None:
        return over
    until = _quiet_until(alert, now)
    if until is not None:
        return Decision("hold", f"quiet hours until {until.astimezone(ZoneInfo(alert.zone)):%H:%M}", until)
    return Decision("send", _occasion(hit, history))


def _occasion(hit: Hit, history: AlertHistory) -> str:
    """Why a message of its own: the story is new, its status is, or it goes on."""
    told = [past for past in history.story if past.decision.kind in TELLING]
    if not told:
        return "first hit in this story"
    before = [past.hit.status for past in told]
    if hit.status not in before:
        return f"{hit.status} for the first time; {before[-1]} was told before"
    return "the story goes on after the cool-down"


def _over_cap(alert: Alert, history: AlertHistory) -> Decision | None:
    if history.sent_today < alert.daily_cap:
        return None
    return Decision("spill", f"{history.sent_today} alerts today already; the digest tells of it")


def _quiet_until(alert: Alert, now: datetime) -> datetime | None:
    """When the quiet hours that it is in now end; None outside of them. They may span midnight."""
    if alert.quiet is None:
        return None
    start, end = alert.quiet
    here = now.astimezone(ZoneInfo(alert.zone))
    clock = here.time().replace(tzinfo=None)
    inside = start <= clock < end if start <= end else clock >= start or clock < end
    if not inside:
        return None
    ends = here.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return (ends if clock < end else ends + timedelta(days=1)).astimezone(now.tzinfo)


def _same(story: Sequence[AlertHit], status: Status) -> list[AlertHit]:
    return [past for past in story if past.hit.status == status and past.decision.kind in TELLING]


def _muted(alert: Alert) -> str:
    assert alert.muted_until is not None
    until = alert.muted_until.astimezone(ZoneInfo(alert.zone))
    return f"muted until {until:%a %H:%M}"
