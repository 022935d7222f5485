"""Which digests are due where and when, and which were told: one for each (target, local date, edition)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

import msgspec

from storage.database import Database, from_stamp, to_stamp
from storage.departures import PRESENT
from storage.due import edition, next_due
from storage.records import Digest, Schedule


class Subscriptions:
    """Schedules of digests and the digests told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, schedule: Schedule, now: datetime) -> Schedule:
        """Keep a schedule; the same owner, name, target and time again changes the one that stands.

        A channel that had this edition before is told what came since, not the archive.
        """
        rows = self._database.query(
            """
            insert into schedules
                (
                    owner, name, target, at, zone, days, tags, stories, paused,
                    told_until,
                    told_edits,
                    next_at
                )
            values
                (
                    :owner, :name, :target, :at, :zone, :days, :tags, :stories, :paused,
                    max(:told_until, (
                        select coalesce(max(upto), 0)
                        from digests
                        where target = :target and edition = :edition
                    )),
                    max(:told_edits, (select coalesce(max(id), 0) from edits)),
                    :next_at
                )
            on conflict (owner, name, target, at) do update
            set zone = excluded.zone,
                days = excluded.days,
                tags = excluded.tags,
                stories = excluded.stories,
                next_at = excluded.next_at
            returning *
            """,
            {
                "owner": schedule.owner,
                "name": schedule.name,
                "target": schedule.target,
                "at": schedule.at.isoformat(),
                "zone": schedule.zone,
                "days": json.dumps(schedule.days),
                "tags": json.dumps(schedule.tags),
                "stories": schedule.stories,
                "paused": schedule.paused,
                "told_until": schedule.told_until,
                "told_edits": schedule.told_edits,
                "edition": edition(schedule),
                "next_at": to_stamp(next_due(schedule, now)),
            },
        )
        return _schedule(rows[0])

    def keep_only(self, owner: str, schedules: Sequence[Schedule], now: datetime) -> tuple[Schedule, ...]:
        """Make an owner's schedules those of a list: for what feeds.yaml says. What was told stays known.

        A schedule that stands unchanged keeps the time at which it is next due, so that a restart
        forgets no digest that came due meanwhile.
        """
        with self._database.transaction():
            standing = {_identity(s): s for s in self.of_owner(owner)}
            kept = []
            for wanted in schedules:
                old = standing.pop(_identity(wanted), None)
                same = old is not None and (old.zone, old.days) == (wanted.zone, wanted.days)
                new = self.add(replace(wanted, owner=owner), now)
                if same and old is not None:
                    new = self._due_at(new, old.next_at)
                kept.append(new)
            for gone in standing.values():
                self.remove(owner, gone.id)
        return tuple(kept)

    def _due_at(self, schedule: Schedule, at: datetime | None) -> Schedule:
        self._database.execute(
            "update schedules set next_at = :at where id = :id", {"id": schedule.id, "at": to_stamp(at)}
        )
        return replace(schedule, next_at=at)

    def get(self, id: int) -> Schedule | None:
        row = self._database.one("select * from schedules where id = :id", {"id": id})
        return None if row is None else _schedule(row)

    def all(self) -> tuple[Schedule, ...]:
        return tuple(_schedule(row) for row in self._database.query("select * from schedules order by id"))

    def of_owner(self, owner: str) -> tuple[Schedule, ...]:
        rows = self._database.query(
            "select * from schedules where owner = :owner order by at, id", {"owner": owner}
        )
        return tuple(_schedule(row) for row in rows)

    def remove(self, owner: str, id: int) -> bool:
        """Delete an owner's schedule; False if the owner has none of that number."""
        found = self._database.execute(
            "delete from schedules where owner = :owner and id = :id", {"owner": owner, "id": id}
        )
        return found.rowcount > 0

    def pause(self, id: int, reason: str | None) -> None:
        """Stop a schedule with a reason, or let it go on (None)."""
        self._database.execute(
            "update schedules set paused = :reason where id = :id", {"id": id, "reason": reason}
        )

    def due(self, now: datetime) -> tuple[Schedule, ...]:
        """Schedules whose time has come, oldest first."""
        rows = self._database.query(
            f"""
            select *
            from schedules
            where paused is null and next_at <= :now and {PRESENT}
            order by next_at, id
            """,  # noqa: S608
            {"now": to_stamp(now)},
        )
        return tuple(_schedule(row) for row in rows)

    def next_at(self, owners: Sequence[str] = ()) -> datetime | None:
        """When the next digest (of these owners) is due."""
        row = self._database.one(
            f"""
            select min(next_at) as at
            from schedules
            where paused is null
                and {PRESENT}
                and (:any_owner or owner in (select value from json_each(:owners)))
            """,  # noqa: S608
            {"any_owner": not owners, "owners": json.dumps(list(owners))},
        )
        return from_stamp(row["at"]) if row else None

    def claim(
        self, schedule: Schedule, day: date, digest: Digest, upto: int, now: datetime, *, edits: int = 0
    ) -> int | None:
        """Record a schedule's digest of a local date, and when the next one is due.

        `upto` is the highest entry id the digest was made from, `edits` the last edit it knew. Returns
        the digest's id, or None if that date's digest was claimed before: then nothing is to be sent.
        Call it in the transaction that queues the messages.
        """
        with self._database.transaction():
            rows = self._database.query(
                """
                insert or ignore into digests
                    (target, day, edition, schedule_id, since, until, upto, made_at, data)
                values (:target, :day, :edition, :schedule, :since, :until, :upto, :now, :data)
                returning id
                """,
                {
                    "target": schedule.target,
                    "day": day.isoformat(),
                    "edition": edition(schedule),
                    "schedule": schedule.id,
                    "since": to_stamp(digest.since),
                    "until": to_stamp(digest.until),
                    "upto": upto,
                    "now": to_stamp(now),
                    "data": msgspec.json.encode(digest).decode(),
                },
            )
            self._advance(schedule, upto if rows else 0, edits if rows else 0, now)
        return int(rows[0]["id"]) if rows else None

    def skip(self, schedule: Schedule, now: datetime) -> None:
        """Nothing to tell this time: on to the next."""
        self._advance(schedule, 0, 0, now)

    def _advance(self, schedule: Schedule, upto: int, edits: int, now: datetime) -> None:
        self._database.execute(
            """
            update schedules
            set told_until = max(told_until, :upto),
                told_edits = max(told_edits, :edits),
                next_at = :next_at
            where id = :id
            """,
            {
                "id": schedule.id,
                "upto": upto,
                "edits": edits,
                "next_at": to_stamp(next_due(schedule, now)),
            },
        )

    def last_told(self, schedule: Schedule) -> Digest | None:
        """The last digest that this channel was told in this edition, whatever date a wrong clock gave it."""
        row = self._database.one(
            """
            select data
            from digests
            where target = :target and edition = :edition
            order by id desc
            limit 1
            """,
            {"target": schedule.target, "edition": edition(schedule)},
        )
        return None if row is None else msgspec.json.decode(row["data"], type=Digest)

    def telling(self, schedule: Schedule, entry_id: int) -> Digest | None:
        """The digest of a schedule that an entry's turn came in, whether or not its story had room there."""
        row = self._database.one(
            """
            select data
            from digests
            where schedule_id = :schedule and upto >= :entry
            order by id
            limit 1
            """,
            {"schedule": schedule.id, "entry": entry_id},
        )
        return None if row is None else msgspec.json.decode(row["data"], type=Digest)

    def postpone(self, schedule: Schedule, until: datetime) -> None:
        """Leave a digest that could not be made alone for a while; it stays due."""
        self._database.execute(
            "update schedules set next_at = :until where id = :id",
            {"id": schedule.id, "until": to_stamp(until)},
        )

    def due_anew(self, now: datetime) -> None:
        """After the clock was put back: no digest waits for longer than until its next time from now on."""
        for schedule in self.all():
            if schedule.next_at is not None and schedule.next_at > (at := next_due(schedule, now)):
                self.postpone(schedule, at)

    def forget_told(self, targets: Sequence[str]) -> None:
        """Delete the digests told to some targets, whoever ordered them."""
        for target in targets:
            self._database.execute("delete from digests where target = :target", {"target": target})

    def forget(self, owner: str) -> int:
        """Delete an owner's schedules and the digests told to their targets."""
        with self._database.transaction():
            for schedule in self.of_owner(owner):
                self._database.execute(
                    "delete from digests where target = :target and schedule_id = :id",
                    {"target": schedule.target, "id": schedule.id},
                )
            return self._database.execute(
                "delete from schedules where owner = :owner", {"owner": owner}
            ).rowcount


def _identity(schedule: Schedule) -> tuple[str, str, time]:
    return schedule.name, schedule.target, schedule.at


def _schedule(row: sqlite3.Row) -> Schedule:
    return Schedule(
        id=row["id"],
        target=row["target"],
        at=time.fromisoformat(row["at"]),
        zone=row["zone"],
        days=tuple(json.loads(row["days"])),
        tags=tuple(json.loads(row["tags"])),
        stories=row["stories"],
        owner=row["owner"],
        name=row["name"],
        paused=row["paused"],
        told_until=row["told_until"],
        told_edits=row["told_edits"],
        next_at=from_stamp(row["next_at"]),
    )
