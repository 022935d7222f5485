"""Alert rules and every hit they had: what was decided about it, and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from storage.database import Database, from_stamp, moment, to_stamp
from storage.departures import PRESENT
from storage.lookups import REPORTED, reported
from storage.records import Alert, AlertHistory, AlertHit, Decision, Hit, Item

HIT = msgspec.json.Decoder(Hit)

HITS = f"""
    select h.*, {REPORTED}
    from alert_hits as h
    join entries as e on e.id = h.entry_id
    join feeds as f on f.id = e.feed_id
    """  # noqa: S608


class Alerts:
    """Rules somebody wants to be woken by, and what became of each hit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- rules ---

    def add(self, alert: Alert, now: datetime) -> Alert:
        """Keep a rule; the same owner, rule and target again changes the one that stands."""
        rows = self._database.query(
            """
            insert into alerts (
                owner, rule, target, statuses, tags, mention,
                cooldown_s, quiet, zone, daily_cap, paused, added_at
            )
            values (
                :owner, :rule, :target, :statuses, :tags, :mention,
                :cooldown, :quiet, :zone, :cap, :paused, :now
            )
            on conflict (owner, rule, target) do update
            set statuses = excluded.statuses,
                tags = excluded.tags,
                mention = excluded.mention,
                cooldown_s = excluded.cooldown_s,
                quiet = excluded.quiet,
                zone = excluded.zone,
                daily_cap = excluded.daily_cap
            returning *
            """,
            {
                "owner": alert.owner,
                "rule": alert.rule,
                "target": alert.target,
                "statuses": json.dumps(alert.statuses),
                "tags": json.dumps(alert.tags),
                "mention": alert.mention,
                "cooldown": round(alert.cooldown.total_seconds()),
                "quiet": json.dumps([t.isoformat() for t in alert.quiet]) if alert.quiet else None,
                "zone": alert.zone,
                "cap": alert.daily_cap,
                "paused": alert.paused,
                "now": to_stamp(now),
            },
        )
        return _alert(rows[0])

    def keep_only(self, owner: str, alerts: Sequence[Alert], now: datetime) -> tuple[Alert, ...]:
        """Make an owner's rules those of a list: for what feeds.yaml says. Their history stays."""
        with self._database.transaction():
            standing = {(alert.rule, alert.target): alert for alert in self.of_owner(owner)}
            kept = tuple(self.add(replace(alert, owner=owner), now) for alert in alerts)
            for gone in standing.keys() - {(alert.rule, alert.target) for alert in kept}:
                self.remove(owner, standing[gone].id)
        return kept

    def get(self, id: int) -> Alert | None:
        row = self._database.one("select * from alerts where id = :id", {"id": id})
        return None if row is None else _alert(row)

    def all(self) -> tuple[Alert, ...]:
        """The rules of everybody who is there."""
        rows = self._database.query(f"select * from alerts where {PRESENT} order by id")  # noqa: S608
        return tuple(_alert(row) for row in rows)

    def of_owner(self, owner: str) -> tuple[Alert, ...]:
        rows = self._database.query("select * from alerts where owner = :owner order by id", {"owner": owner})
        return tuple(_alert(row) for row in rows)

    def remove(self, owner: str, id: int) -> bool:
        """Delete an owner's rule with its history; False if the owner has none of that number."""
        found = self._database.execute(
            "delete from alerts where owner = :owner and id = :id", {"owner": owner, "id": id}
        )
        return found.rowcount > 0

    def pause(self, id: int, reason: str | None) -> None:
        """Stop a rule with a reason, or let it go on (None), which ends what it was muted for as well."""
        self._database.execute(
            """
            update alerts
            set paused = :reason,
                muted_until = iif(:reason is null, null, muted_until)
            where id = :id
            """,
            {"id": id, "reason": reason},
        )

    def mute(self, id: int, until: datetime | None) -> None:
        """Let a rule keep quiet until a time; its hits are kept with that reason."""
        self._database.execute(
            "update alerts set muted_until = :until where id = :id", {"id": id, "until": to_stamp(until)}
        )

    def forget(self, owner: str) -> int:
        """Delete an owner's rules and their history."""
        return self._database.execute("delete from alerts where owner = :owner", {"owner": owner}).rowcount

    # --- hits ---

    def history(self, alert: Alert, story_id: int | None, now: datetime) -> AlertHistory:
        """What a decision about a hit of this story has to know."""
        midnight = now.astimezone(ZoneInfo(alert.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        story = self._hits(
            "where h.alert_id = :alert and h.story_id is :story order by h.id",
            {"alert": alert.id, "story": story_id},
        )
        sent = self._database.one(
            """
            select count(*) as sent
            from alert_hits
            where alert_id = :alert and at >= :midnight and decision = 'send'
            """,
            {"alert": alert.id, "midnight": to_stamp(midnight)},
        )
        return AlertHistory(story, 0 if sent is None else int(sent["sent"]))

    def record(
        self,
        alert: Alert,
        item: Item,
        hit: Hit,
        decision: Decision,
        now: datetime,
        *,
        outbox_id: int | None = None,
    ) -> None:
        """Keep a hit with its decision. An item's hit of one status is kept once."""
        self._database.execute(
            """
            insert or ignore into alert_hits
                (alert_id, entry_id, story_id, status, hit, decision, reason, not_before, outbox_id, at)
            values
                (:alert, :entry, :story, :status, :hit, :decision, :reason, :not_before, :outbox, :now)
            """,
            {
                "alert": alert.id,
                "entry": item.entry.id,
                "story": item.story_id,
                "status": hit.status,
                "hit": msgspec.json.encode(hit).decode(),
                "decision": decision.kind,
                "reason": decision.reason,
                "not_before": to_stamp(decision.not_before),
                "outbox": outbox_id or decision.edits,
                "now": to_stamp(now),
            },
        )

    def seen(self, entry_id: int, now: datetime) -> None:
        """All rules have looked at an entry."""
        self._database.execute(
            "insert or ignore into alerted (entry_id, at) values (:entry, :now)",
            {"entry": entry_id, "now": to_stamp(now)},
        )

    def held(self, now: datetime) -> tuple[AlertHit, ...]:
        """Hits whose quiet hours are over and which wait to be told, oldest first."""
        return self._hits(
            "where h.decision = 'hold' and h.not_before <= :now order by h.id", {"now": to_stamp(now)}
        )

    def release(self, hit: AlertHit, decision: Decision, outbox_id: int | None, now: datetime) -> None:
        """Put a later decision in the place of a hold."""
        self._database.execute(
            """
            update alert_hits
            set decision = :decision, reason = :reason, outbox_id = :outbox, not_before = null, at = :now
            where id = :id
            """,
            {
                "decision": decision.kind,
                "reason": decision.reason,
                "outbox": outbox_id or decision.edits,
                "now": to_stamp(now),
                "id": hit.id,
            },
        )

    def spilled(self, target: str, since: datetime, until: datetime) -> tuple[AlertHit, ...]:
        """Hits of a target's rules that its daily cap kept back: the digest tells of them."""
        return self._hits(
            """
            join alerts as a on a.id = h.alert_id and a.target = :target
            where h.decision = 'spill' and h.at >= :since and h.at < :until
            order by h.id
            """,
            {"target": target, "since": to_stamp(since), "until": to_stamp(until)},
        )

    def hits(self, alert_id: int, limit: int = 50) -> tuple[AlertHit, ...]:
        """A rule's hits, newest first."""
        return self._hits(
            "where h.alert_id = :alert order by h.id desc limit :limit", {"alert": alert_id, "limit": limit}
        )

    def why(self, alert_id: int, entry_id: int) -> tuple[AlertHit, ...]:
        """What a rule made of an entry."""
        return self._hits(
            "where h.alert_id = :alert and h.entry_id = :entry order by h.id",
            {"alert": alert_id, "entry": entry_id},
        )

    def _hits(self, clauses: str, parameters: dict[str, object]) -> tuple[AlertHit, ...]:
        return tuple(_hit(row) for row in self._database.query(HITS + clauses, parameters))


def _alert(row: sqlite3.Row) -> Alert:
    quiet = [time.fromisoformat(t) for t in json.loads(row["quiet"])] if row["quiet"] else None
    return Alert(
        id=row["id"],
        rule=row["rule"],
        target=row["target"],
        statuses=tuple(json.loads(row["statuses"])),
        tags=tuple(json.loads(row["tags"])),
        owner=row["owner"],
        mention=row["mention"],
        cooldown=timedelta(seconds=row["cooldown_s"]),
        quiet=(quiet[0], quiet[1]) if quiet else None,
        zone=row["zone"],
        daily_cap=row["daily_cap"],
        paused=row["paused"],
        added_at=from_stamp(row["added_at"]),
        muted_until=from_stamp(row["muted_until"]),
    )


def _hit(row: sqlite3.Row) -> AlertHit:
    edits = row["outbox_id"] if row["decision"] == "edit" else None
    return AlertHit(
        id=row["id"],
        alert_id=row["alert_id"],
        hit=HIT.decode(row["hit"]),
        decision=Decision(row["decision"], row["reason"], from_stamp(row["not_before"]), edits),
        at=moment(row["at"]),
        outbox_id=row["outbox_id"],
        **reported(row),
    )
