"""Targets that refuse our messages, and what is kept back for them meanwhile."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from storage.database import Database, moment, to_stamp
from storage.records import Hold


class Holds:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, target: str, reason: str, now: datetime, probe_at: datetime) -> Hold:
        """Keep a target's messages back; `since` and the count of probes go on if it was held before."""
        with self._database.transaction():
            self._database.execute(
                """
                insert into holds (target, reason, since, probe_at)
                values (:target, :reason, :now, :probe_at)
                on conflict (target) do update
                set reason = :reason, probe_at = :probe_at, probes = probes + 1
                """,
                {"target": target, "reason": reason, "now": to_stamp(now), "probe_at": to_stamp(probe_at)},
            )
            self._database.execute(
                """
                update outbox
                set state = 'held', error = :reason
                where target = :target and state in ('pending', 'sending')
                """,
                {"target": target, "reason": reason},
            )
            row = self._database.one("select * from holds where target = :target", {"target": target})
        assert row is not None
        return _hold(row)

    def all(self) -> tuple[Hold, ...]:
        """Every target that refuses us."""
        return tuple(_hold(row) for row in self._database.query("select * from holds order by target"))

    def probe_soon(self, target: str, now: datetime) -> None:
        """Something about a held target changed: knock at the next round."""
        self._database.execute(
            "update holds set probe_at = min(probe_at, :now) where target = :target",
            {"target": target, "now": to_stamp(now)},
        )

    def release(self, target: str) -> None:
        """The target lets us in again: what was held is pending once more."""
        with self._database.transaction():
            self._database.execute("delete from holds where target = :target", {"target": target})
            self._database.execute(
                """
                update outbox
                set state = 'pending', not_before = null
                where target = :target and state = 'held'
                """,
                {"target": target},
            )


def _hold(row: sqlite3.Row) -> Hold:
    return Hold(row["target"], row["reason"], moment(row["since"]), moment(row["probe_at"]), row["probes"])
