"""Schedules, alerts, and the messages of the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from storage.records.briefs import Span
from storage.records.lookups import Reported

Status = Literal["reported", "claimed", "denied", "demanded", "planned", "possible"]


STATUSES: tuple[Status, ...] = ("reported", "claimed", "denied", "demanded", "planned", "possible")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A digest that is due at a local time. `days` are ISO weekdays, 1 is Monday; empty: every day."""

    id: int
    target: str
    at: time
    zone: str
    days: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    stories: int = 8
    owner: str = ""
    name: str = ""
    paused: str | None = None  # why, or None
    told_until: int = 0  # entries up to this id were told
    told_edits: int = 0  # edits up to this id were told
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule somebody wants to be woken by. `statuses` empty: any."""

    id: int
    rule: str
    target: str
    statuses: tuple[Status, ...] = ()
    tags: tuple[str, ...] = ()
    owner: str = ""
    mention: str | None = None  # a role's id
    cooldown: timedelta = timedelta(hours=6)
    quiet: tuple[time, time] | None = None
    zone: str = "UTC"
    daily_cap: int = 20
    paused: str | None = None
    added_at: datetime | None = None
    muted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule met in a sentence: what matched, and whether it happened or is only claimed, demanded ..."""

    rule: str
    start: int
    end: int
    matched: str
    sentence: Span
    status: Status
    by: str | None = None  # who claims, denies, demands
    reason: str = ""
    words: tuple[str, ...] = ()  # all that the rule found in the sentence, in its order


DecisionKind = Literal["send", "edit", "hold", "spill", "suppress"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a hit, and why.

    send: a message of its own. edit: the message `edits` says so too now. hold: sent at `not_before`,
    when the quiet hours end. spill: over the day's cap, the next digest tells of it. suppress: nobody
    is told.
    """

    kind: DecisionKind
    reason: str
    not_before: datetime | None = None
    edits: int | None = None  # the outbox message that told of the story first


@dataclass(frozen=True, slots=True)
class AlertHit(Reported):
    """A hit with what was decided about it; kept, so that each alert and each silence can be explained."""

    id: int
    alert_id: int
    hit: Hit
    decision: Decision
    at: datetime
    outbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class AlertHistory:
    """What an alert did before: about one story, and today as a whole (the day of the alert's zone)."""

    story: tuple[AlertHit, ...] = ()
    sent_today: int = 0


MessageKind = Literal["digest", "alert", "alert_edit", "notice"]


MessageState = Literal["pending", "sending", "sent", "held", "unsure", "dead"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the outbox. `target` is "terminal" or "discord:<channel id>".

    `payload` is the JSON body, rendered once. `key` is unique for each target and kind: the same work
    queued twice is one message. Parts of one key go out in order.
    """

    id: int
    target: str
    kind: MessageKind
    key: str
    part: int
    parts: int
    payload: str
    state: MessageState = "pending"
    attempts: int = 0
    not_before: datetime | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    sent_at: datetime | None = None
    message_id: str | None = None
    error: str | None = None
    edits: int | None = None  # the message of the outbox whose sent form this one replaces


@dataclass(frozen=True, slots=True)
class Hold:
    """A target that refuses us, why, and when we knock again. Its messages wait until it lets us in."""

    target: str
    reason: str
    since: datetime
    probe_at: datetime
    probes: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A look-up somebody made, kept so that its buttons still answer after a restart."""

    id: str
    owner: str
    asker: str
    noun: str
    wanted: dict[str, str]
    at: datetime
