"""Tables are made step by step; a database of any earlier step comes along with what it holds."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage import schema
from storage.store import open_store
from tests.newsroom import store_in

STEPS = [
    "feeds_and_entries",
    "briefs_and_lookups",
    "stories",
    "subscriptions_and_outbox",
    "indexes_of_words",
    "work_to_do",
    "alert_history",
    "story_grouping",
    "edited_items",
    "turns_in_the_outbox",
    "entries_by_time",
    "editions_of_owners",
    "merged_stories",
    "texts_as_read",
    "who_points_to_messages",
    "words_in_use",
    "feeds_by_asked_address",
]
HELD = """
insert into feeds (id, url, title) values (1, 'https://coast.example/feed', 'Coast');
insert into entries (id, feed_id, ident, scheme, title, text, first_seen)
values (1, 1, 'guid:1', 'guid', 'Ferry sinks', 'Seven died.', '2026-01-01T07:00:00.000000Z');
insert into schedules (id, owner, target, at, zone) values (1, 'discord:1', 'discord:100', '07:00:00', 'UTC');
insert into digests (target, day, edition, schedule_id, since, until, upto, made_at, data)
values ('discord:100', '2026-01-01', '07:00', 1, '', '', 1, '', '{}');
"""


def shape(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("select name, sql from sqlite_master order by name").fetchall()


def test_the_steps_are_those_that_databases_remember_in_their_order() -> None:
    assert list(schema.MIGRATIONS) == STEPS


@pytest.mark.parametrize("step", range(4, len(STEPS)))
def test_a_database_of_an_earlier_step_comes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    older = tmp_path / "older"
    older.mkdir()
    with monkeypatch.context() as then:
        then.setattr(schema, "MIGRATIONS", dict(list(schema.MIGRATIONS.items())[:step]))
        store_in(older).close()
    with closing(sqlite3.connect(older / "sitrep.db")) as database:
        database.executescript(HELD)

    store_in(older).close()
    new = store_in(tmp_path)
    assert shape(older / "sitrep.db") == shape(new.path)
    new.close()

    with closing(open_store(f"sqlite:///{older / 'sitrep.db'}", "read")) as store:
        assert [feed.title for feed in store.feeds.list()] == ["Coast"]
        assert [entry.title for entry in store.entries.recent(1)] == ["Ferry sinks"]
        assert store.check() == []
    with closing(sqlite3.connect(older / "sitrep.db")) as database:
        edition = "07:00 discord:1" if step <= STEPS.index("editions_of_owners") else "07:00"
        assert database.execute("select edition from digests").fetchall() == [(edition,)]


# Brings a database up to date and ends the process at its nth statement.
KILLED = """
import os, signal, sys
from storage.database import Database
from storage.store import open_store

left, connect = int(sys.argv[2]), Database._connect

def counting(statement):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

def watched(database):
    connection = connect(database)
    connection.set_trace_callback(counting)
    return connection

Database._connect = watched
open_store(sys.argv[1], "write").close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("statement", [20, 50, 80])
def test_an_upgrade_that_was_killed_has_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: int
) -> None:
    with monkeypatch.context() as then:
        then.setattr(schema, "MIGRATIONS", dict(list(schema.MIGRATIONS.items())[:4]))
        store_in(tmp_path).close()
    path = tmp_path / "sitrep.db"
    before = shape(path)
    killed = subprocess.run([sys.executable, "-c", KILLED, f"sqlite:///{path}", str(statement)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert shape(path) == before
    with closing(store_in(tmp_path)) as store:
        assert store.check() == []
    assert shape(path) != before
