"""What goes out: messages queued with the work they tell of, and where each of them stands.

pending -> sending -> sent, or held (the target refuses us), or unsure (it may be there, and nobody but a
person can tell), or dead (nobody can deliver it). Messages of one target go out in the order they were
queued, one at a time; an unsure one keeps no other waiting.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.database import Database, from_stamp, to_stamp
from storage.holds import Holds
from storage.records import Message, MessageKind, MessageState

OVER = "('sent', 'dead')"  # states after which nothing more is done about a message
INSTALL_KEY = "install"  # in settings: which Sitrep this is, so that two of them never share a nonce


@dataclass(frozen=True, slots=True)
class Lag:
    """How much waits and since when: for /status and the health check."""

    state: MessageState
    count: int
    oldest: datetime | None


class Outbox:
    """The messages of all targets. Queue them in the transaction of the work they tell of."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.holds = Holds(database)

    def put(
        self, target: str, kind: MessageKind, key: str, payloads: Sequence[str], now: datetime
    ) -> tuple[int, ...]:
        """Queue a message in as many parts as there are payloads; queued twice it stays one.

        Returns the ids of the parts, in order.
        """
        with self._database.transaction():
            if not self.of_key(target, kind, key):
                for part, payload in enumerate(payloads, 1):
                    self._insert(Message(0, target, kind, key, part, len(payloads), payload), now)
            return tuple(message.id for message in self.of_key(target, kind, key))

    def edit(self, original: int, key: str, payload: str, now: datetime) -> int:
        """Queue a new form of a message already queued; it replaces the sent one in place."""
        with self._database.transaction():
            first = self.get(original)
            if first is None:
                raise ValueError(f"outbox has no message {original} to edit")
            self._insert(Message(0, first.target, "alert_edit", key, 1, 1, payload, edits=original), now)
            return self.of_key(first.target, "alert_edit", key)[0].id

    def _insert(self, message: Message, now: datetime) -> None:
        self._database.execute(
            """
            insert or ignore into outbox (target, kind, key, part, parts, payload, created_at, edits)
            values (:target, :kind, :key, :part, :parts, :payload, :now, :edits)
            """,
            {
                "target": message.target,
                "kind": message.kind,
                "key": message.key,
                "part": message.part,
                "parts": message.parts,
                "payload": message.payload,
                "now": to_stamp(now),
                "edits": message.edits,
            },
        )

    def get(self, id: int) -> Message | None:
        row = self._database.one("select * from outbox where id = :id", {"id": id})
        return None if row is None else _message(row)

    def of_key(self, target: str, kind: str, key: str) -> tuple[Message, ...]:
        """All parts queued under a key."""
        rows = self._database.query(
            "select * from outbox where target = :target and kind = :kind and key = :key order by part",
            {"target": target, "kind": kind, "key": key},
        )
        return tuple(_message(row) for row in rows)

    def waiting(self, now: datetime) -> tuple[Message, ...]:
        """The next message of each target that is neither held nor told to wait.

        One that was begun later than now tells of a clock put back: waiting by that clock means nothing.
        """
        return self._heads("true", {"now": to_stamp(now)})

    def head(self, target: str, now: datetime) -> Message | None:
        """The next message of one target, as `waiting` gives it."""
        return next(iter(self._heads("target = :target", {"target": target, "now": to_stamp(now)})), None)

    def _heads(self, of: str, parameters: dict[str, Any]) -> tuple[Message, ...]:
        """The next message of each target that meets a condition, as `waiting` tells."""
        rows = self._database.query(
            f"""
            select outbox.*
            from outbox
            join (
                select id, row_number() over (partition by target order by coalesce(turn, id), id) as place
                from outbox
                where state in ('pending', 'sending') and {of}
            ) as queue using (id)
            where place = 1
                and outbox.target not in (select target from holds)
                and (not_before is null or not_before <= :now or started_at > :now)
            order by outbox.id
            """,  # noqa: S608
            parameters,
        )
        return tuple(_message(row) for row in rows)

    def next_at(self) -> datetime | None:
        """When the earliest of the messages told to wait may go, or a refused target is tried again."""
        row = self._database.one(
            """
            select min(at) as at
            from (
                select not_before as at from outbox where state in ('pending', 'sending')
                union all
                select probe_at from holds
            )
            """
        )
        return from_stamp(row["at"]) if row else None

    def take(self, id: int, now: datetime) -> Message:
        """Mark a message as on its way, before the first byte leaves.

        `started_at` stays that of the first try whose outcome nobody knows: the chat forgets a nonce
        some minutes after it first saw it.
        """
        self._database.execute(
            """
            update outbox
            set state = 'sending', attempts = attempts + 1, started_at = coalesce(started_at, :now)
            where id = :id
            """,
            {"id": id, "now": to_stamp(now)},
        )
        taken = self.get(id)
        assert taken is not None
        return taken

    def sent(self, id: int, message_id: str, now: datetime) -> None:
        self._database.execute(
            """
            update outbox
            set state = 'sent', message_id = :message_id, sent_at = :now, error = null, not_before = null
            where id = :id
            """,
            {"id": id, "message_id": message_id, "now": to_stamp(now)},
        )

    def wait(self, id: int, until: datetime, error: str, doubtful: bool) -> None:
        """Try again later. `doubtful`: it may have arrived all the same, by this try or an earlier one."""
        self._database.execute(
            """
            update outbox
            set state = case when :doubtful then 'sending' else 'pending' end,
                started_at = case when :doubtful then started_at end,
                not_before = :until,
                error = :error
            where id = :id
            """,
            {"id": id, "until": to_stamp(until), "error": error, "doubtful": doubtful},
        )

    def unsure(self, id: int, error: str, now: datetime, question: tuple[str, str] | None = None) -> None:
        """Whether it arrived cannot be found out: it waits for a person to say so.

        `question`: whom to ask, and with which payload; queued once for each message, with the mark.
        """
        with self._database.transaction():
            self._database.execute(
                "update outbox set state = 'unsure', error = :error where id = :id",
                {"id": id, "error": error},
            )
            if question is not None:
                where, payload = question
                self.put(where, "notice", f"unsure:{id}", [payload], now)

    def settle(self, id: int, now: datetime, *, arrived: bool) -> bool:
        """A person looked: it is there, or is to be sent. False if that is not open (any more)."""
        done = self._database.execute(
            """
            update outbox
            set state = case when :arrived then 'sent' else 'pending' end,
                sent_at = case when :arrived then :now end,
                started_at = null,
                not_before = null
            where id = :id and state = 'unsure'
            """,
            {"id": id, "now": to_stamp(now), "arrived": arrived},
        )
        return done.rowcount > 0

    def look_again(self, targets: Collection[str]) -> None:
        """We may be able to see now whether unsure messages to these targets arrived."""
        self._database.execute(
            """
            update outbox
            set state = 'sending', not_before = null
            where state = 'unsure' and target in (select value from json_each(:targets))
            """,
            {"targets": json.dumps(sorted(targets))},
        )

    def sent_at(self, target: str, message_id: str) -> datetime | None:
        """When we sent the chat's message of an id; None if it is none of those we know of."""
        row = self._database.one(
            "select sent_at from outbox where target = :target and message_id = :id",
            {"target": target, "id": message_id},
        )
        return from_stamp(row["sent_at"]) if row else None

    def dead(self, id: int, error: str) -> None:
        self._database.execute(
            "update outbox set state = 'dead', error = :error where id = :id", {"id": id, "error": error}
        )

    def replace(self, id: int, payloads: Sequence[str], error: str) -> None:
        """Put plainer payloads in the place of one the chat cannot take; the refused one is kept as dead.

        They go out in its turn, one after the other, before what was queued behind it.
        """
        with self._database.transaction():
            self._database.execute(
                """
                insert or ignore into outbox
                    (target, kind, key, part, parts, payload, state, created_at, error)
                select target, kind, key || '!refused', part, parts, payload, 'dead', created_at, :error
                from outbox
                where id = :id
                """,
                {"id": id, "error": error},
            )
            self._database.execute(
                """
                update outbox
                set payload = :payload, state = 'pending', started_at = null, error = :error
                where id = :id
                """,
                {"id": id, "payload": payloads[0], "error": error},
            )
            for number, payload in enumerate(payloads[1:], 2):
                self._database.execute(
                    """
                    insert or ignore into outbox (target, kind, key, part, parts, payload, created_at, turn)
                    select target, kind, key || '!plain-' || part, :number, :numbers, :payload, created_at, id
                    from outbox
                    where id = :id
                    """,
                    {"id": id, "number": number, "numbers": len(payloads), "payload": payload},
                )

    def backlog(self, target: str) -> tuple[Message, ...]:
        """What waits for a target, oldest first."""
        rows = self._database.query(
            """
            select *
            from outbox
            where target = :target and state in ('held', 'pending', 'sending')
            order by coalesce(turn, id), id
            """,
            {"target": target},
        )
        return tuple(_message(row) for row in rows)

    def overdue(self, kind: MessageKind, before: datetime) -> tuple[str, ...]:
        """Targets, not held, with messages of a kind that were queued before a time and never tried."""
        rows = self._database.query(
            """
            select distinct target
            from outbox
            where state = 'pending' and started_at is null and kind = :kind and created_at < :before
                and key not like 'catch-up:%'
                and target not in (select target from holds)
            """,
            {"kind": kind, "before": to_stamp(before)},
        )
        return tuple(row["target"] for row in rows)

    def crowded(self, most: int, before: datetime) -> tuple[str, ...]:
        """Targets with more messages never tried than `most`, or refusing us while some wait from `before`.

        One catch-up by itself, whatever its age, is as short as a queue gets.
        """
        rows = self._database.query(
            """
            select target
            from outbox
            where state in ('pending', 'held') and started_at is null and edits is null
            group by target
            having count(*) > :most
                or (max(state = 'held') and min(created_at) < :before and max(key not like 'catch-up:%'))
            """,
            {"most": most, "before": to_stamp(before)},
        )
        return tuple(row["target"] for row in rows)

    def roll_up(
        self, messages: Sequence[Message], payloads: Sequence[str], now: datetime, *, held: bool = False
    ) -> tuple[int, ...]:
        """Put one catch-up in the place of a target's backlog, in one transaction; the target opens.

        `held`: it goes on to refuse us, and the catch-up waits as they did.
        """
        target, key = messages[0].target, f"catch-up:{messages[-1].id}"
        with self._database.transaction():
            for message in messages:
                self.dead(message.id, f"told in {key}")
            if not held:
                self.holds.release(target)
            ids = self.put(target, "digest", key, payloads, now)
            if held:
                self._database.execute(
                    "update outbox set state = 'held' where target = :target and key = :key",
                    {"target": target, "key": key},
                )
            return ids

    def lags(self, targets: Collection[str] | None = None) -> tuple[Lag, ...]:
        """How many messages (to these targets) are in each state but `sent`, and the oldest of them."""
        rows = self._database.query(
            """
            select state, count(*) as count, min(created_at) as oldest
            from outbox
            where state != 'sent'
                and (:targets is null or target in (select value from json_each(:targets)))
            group by state
            order by state
            """,
            {"targets": None if targets is None else json.dumps(sorted(targets))},
        )
        return tuple(Lag(row["state"], row["count"], from_stamp(row["oldest"])) for row in rows)

    def forget(self, targets: Sequence[str]) -> int:
        """Delete all that was queued for some targets."""
        with self._database.transaction():
            for target in targets:
                self._database.execute("delete from holds where target = :target", {"target": target})
            return sum(
                self._database.execute(
                    "delete from outbox where target = :target", {"target": target}
                ).rowcount
                for target in targets
            )

    def prune(self, now: datetime, keep: timedelta) -> int:
        """Delete what was sent or given up longer ago than `keep`; digests' keys stand elsewhere.

        What an edit still waits to change stays: without it the edit would go out as a message of its own.
        So do the parts of what has not gone out whole: a forum's post goes on where its first part opened it.
        """
        return self._database.execute(
            f"""
            delete from outbox
            where state in {OVER}
                and created_at < :before
                and not exists (
                    select 1 from outbox as edit where edit.edits = outbox.id and edit.state not in {OVER}
                )
                and not exists (
                    select 1
                    from outbox as part
                    where part.target = outbox.target
                        and part.kind = outbox.kind
                        and part.key = outbox.key
                        and part.state not in {OVER}
                )
            """,  # noqa: S608
            {"before": to_stamp(now - keep)},
        ).rowcount


def _message(row: sqlite3.Row) -> Message:
    return Message(
        id=row["id"],
        target=row["target"],
        kind=row["kind"],
        key=row["key"],
        part=row["part"],
        parts=row["parts"],
        payload=row["payload"],
        state=row["state"],
        attempts=row["attempts"],
        not_before=from_stamp(row["not_before"]),
        created_at=from_stamp(row["created_at"]),
        started_at=from_stamp(row["started_at"]),
        sent_at=from_stamp(row["sent_at"]),
        message_id=row["message_id"],
        error=row["error"],
        edits=row["edits"],
    )
