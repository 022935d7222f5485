"""Everything Sitrep remembers, behind one door: `store = open_store("sqlite:///data/sitrep.db")`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from storage.alerts import Alerts
from storage.briefs import Briefs
from storage.claims import Claims
from storage.clock import move_back
from storage.database import Database, Mode, NothingYetError, StorageError, path_of
from storage.departures import Departures
from storage.entries import Entries
from storage.feeds import Feeds
from storage.figures import Figures
from storage.lock import Lock, lock_of
from storage.outbox import Outbox
from storage.places import Places
from storage.questions import Questions
from storage.retention import Going, Retention
from storage.search import Search
from storage.settings import Settings
from storage.stories import Stories
from storage.subscriptions import Subscriptions
from storage.turns import Turns

COUNTED = (
    "feeds", "entries", "briefs", "stories", "figures", "claims", "locations",
    "schedules", "alerts", "digests", "outbox",
)  # fmt: skip
FORGOTTEN_AT_ONCE = 500  # items in one transaction: some tenths of a second
MERGED_AT_ONCE = 500  # pages of an index merged in one statement: some milliseconds
DID_SOMETHING = 2  # total_changes after a step of merging that was not the last (SQLite, FTS5, 6.8)
INDEXED = ("entries", "figures", "claims", "locations")  # have a full-text index each


class Store:
    """One attribute for each noun; `transaction()` makes several of their changes one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path = database.path
        self.writes = database.writes  # else what it keeps stays as it is
        self.feeds = Feeds(database)
        self.entries = Entries(database)
        self.briefs = Briefs(database)
        self.stories = Stories(database)
        self.figures = Figures(database)
        self.claims = Claims(database)
        self.places = Places(database)
        self.search = Search(database)
        self.subscriptions = Subscriptions(database)
        self.alerts = Alerts(database)
        self.outbox = Outbox(database)
        self.questions = Questions(database)
        self.settings = Settings(database)
        self.departures = Departures(database)
        self.retention = Retention(database)

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside happens, or none of it."""
        return self._database.transaction()

    def hold(self) -> Lock:
        """Keeps a second service off this database while it is held.

        Raises StorageError, naming the process, when another one holds it.
        """
        return lock_of(self.path)

    def forget(self, owner: str, targets: Sequence[str] = ()) -> int:
        """Deletes a chat server's feeds with all they brought, its rules, schedules, questions and messages.

        `targets`: its channels, where the chat knows them; those that its schedules and rules name are
        found here, and those that somebody else posts to as well are left alone. Returns how many rows of
        its own it had. What the operator keeps (owner "") cannot be forgotten.

        What its feeds brought goes some items at a time, so that others write in between; broken off there,
        it is gone on with by `forget_departed`.
        """
        if not owner:
            raise StorageError("the operator's own feeds are taken out of feeds.yaml, not forgotten")
        with self.transaction():
            self.departures.be_forgotten(owner)
            own = self._targets("=", owner) | set(targets)
            own -= self._targets("!=", owner)
            self.outbox.forget(sorted(own))
            self.subscriptions.forget_told(sorted(own))
            rows = self.alerts.forget(owner) + self.subscriptions.forget(owner) + self.questions.forget(owner)
        turns = Turns()
        while self._items_forgotten(owner):
            turns.give_way()
        with self.transaction():
            rows += self._database.execute(
                "delete from feeds where owner = :owner", {"owner": owner}
            ).rowcount
            self._database.execute("delete from settings where key like '%:' || :owner", {"owner": owner})
            self._database.execute(
                """
                delete from stories
                where id not in (select story_id from story_entries) and merged_into is null
                """
            )
        self._merge_indexes()
        return rows

    def _items_forgotten(self, owner: str) -> int:
        """Deletes some of what an owner's feeds brought; how many items."""
        with self.transaction():
            rows = self._database.query(
                """
                select e.id, m.story_id
                from feeds as f
                join entries as e on e.feed_id = f.id
                left join story_entries as m on m.entry_id = e.id
                where f.owner = :owner
                limit :some
                """,
                {"owner": owner, "some": FORGOTTEN_AT_ONCE},
            )
            self._database.execute(
                "delete from entries where id in (select value from json_each(:ids))",
                {"ids": json.dumps([row["id"] for row in rows])},
            )
            self.stories.name_anew([row["story_id"] for row in rows if row["story_id"] is not None])
        return len(rows)

    def prune(self, before: datetime) -> Going:
        """Lets go of what is older than `before`; others write in between."""
        gone = self.retention.let_go(before)
        self._merge_indexes()
        return gone

    def shrink(self) -> None:
        """Gives room that is free inside the file back to the disk; it needs as much again meanwhile."""
        self._database.execute("vacuum")

    def _merge_indexes(self) -> None:
        """Takes the words of what was deleted out of the full-text indexes, which keep them until merged.

        A little at a time, each by itself: others write in between, however large an archive is.
        """
        turns = Turns()
        for table in INDEXED:
            self._database.execute(
                f"insert into {table}_index ({table}_index, rank) values ('merge', {-MERGED_AT_ONCE})"  # noqa: S608
            )
            while self._changed_by(
                f"insert into {table}_index ({table}_index, rank) values ('merge', {MERGED_AT_ONCE})"  # noqa: S608
            ):
                turns.give_way()

    def _changed_by(self, sql: str) -> bool:
        """Whether a step of merging did something: SQLite counts two changes or more then."""
        before = self._database.connection.total_changes
        self._database.execute(sql)
        return self._database.connection.total_changes - before >= DID_SOMETHING

    def clock_put_back(self, ahead: timedelta, now: datetime) -> None:
        """The clock was ahead by so much: what is to be read, told or tried waits no longer because of it."""
        with self.transaction():
            move_back(self._database, ahead, now)
            self.subscriptions.due_anew(now)

    def forget_departed(self, now: datetime) -> int:
        """Deletes what servers stored that left longer ago than it is kept for; how many they were."""
        departed = self.departures.over(now)
        for owner in departed:
            self.forget(owner)
        return len(departed)

    def targets(self, owners: Sequence[str]) -> set[str]:
        """Where these owners post."""
        return {target for owner in owners for target in self._targets("=", owner)}

    def _targets(self, whose: Literal["=", "!="], owner: str) -> set[str]:
        """Where an owner, or everybody but this owner, posts."""
        rows = self._database.query(
            f"""
            select target from schedules where owner {whose} :owner
            union
            select target from alerts where owner {whose} :owner
            """,  # noqa: S608
            {"owner": owner},
        )
        return {row["target"] for row in rows}

    def backup(self, target: Path) -> None:
        """A consistent copy, made while the store is in use."""
        self._database.backup(target)

    def check(self) -> list[str]:
        """What is wrong with the file; empty when all is well."""
        return self._database.problems()

    def check_quickly(self) -> list[str]:
        """The same, in a second: page structure alone, for health checks."""
        return self._database.problems(quick=True)

    def is_empty(self) -> bool:
        """Whether nothing was read yet."""
        row = self._database.one("select exists (select 1 from entries) as any")
        return row is None or not row["any"]

    def stats(self) -> dict[str, int]:
        """Rows of each noun, and the file's size in bytes under "bytes"."""
        counts = {}
        for table in COUNTED:
            row = self._database.one(f"select count(*) from {table}")  # noqa: S608
            counts[table] = 0 if row is None else int(row[0])
        files = (self.path, self.path.with_name(self.path.name + "-wal"))
        return counts | {"bytes": sum(file.stat().st_size for file in files if file.exists())}

    def close(self) -> None:
        self._database.close()


def open_store(url: str, mode: Mode = "make") -> Store:
    """The store behind a database URL, in one of the modes that storage/database.py tells.

    Raises StorageError when it cannot be opened, is no database, or was made by a newer Sitrep.
    """
    path = path_of(url)
    if mode == "make":
        _make_folder(path)
    elif not _is_there(path):
        raise NothingYetError(f"database {path}: there is none yet; `sitrep poll` or `sitrep run` makes it")
    return Store(Database(path, mode))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(f"database {path}: cannot be reached ({reason}); name another place") from error


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(
            f"database {path}: its folder cannot be made ({reason}); name another place"
        ) from error
