"""The door to the store: it opens, or says in one line why not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database, StorageError, advice
from storage.lock import Lock
from storage.records import Lookup
from storage.store import Store, open_store
from tests.newsroom import NOW, add_entry, add_feed, store_in


def fault(url: str) -> str:
    with pytest.raises(StorageError) as caught:
        open_store(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_store_is_made_with_its_folder_and_found_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'er' / 'sitrep.db'}"
    store = open_store(url)
    add_feed(store)
    store.close()

    again = open_store(url)
    assert [feed.title for feed in again.feeds.list()] == ["Coast"]
    again.close()


@pytest.mark.parametrize(
    "url", ["postgres://x/y", "data.db", "sqlite://", "sqlite:///", "sqlite:///:memory:"]
)
def test_an_address_that_no_backend_knows_is_refused(url: str) -> None:
    assert fault(url).endswith("expected sqlite:///path/to/file.db")


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table invoices (id integer)")
    assert fault(f"sqlite:///{path}").endswith("another program's (it has 'invoices'); name a new file")
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("select name from sqlite_master").fetchall() == [("invoices",)]


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("shopping list\n" * 200)
    assert fault(f"sqlite:///{path}").endswith("is not a database; name another file or move this one away")
    assert path.read_text() == "shopping list\n" * 200


def test_a_database_of_a_newer_sitrep_is_left_alone(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.close()
    with sqlite3.connect(store.path) as newer:
        newer.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('sitrep', 'from_2031', '')"
        )
    newer.close()
    assert "made by a newer Sitrep (it knows 'from_2031'); update this one" in fault(
        f"sqlite:///{store.path}"
    )


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    told = fault(f"sqlite:///{tmp_path / 'data' / 'sitrep.db'}")
    assert "its folder cannot be made" in told


def test_a_full_disk_says_so_and_keeps_what_was_there(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    feed = add_feed(store)
    database = Database(store.path)
    pages = database.query("pragma page_count")[0][0]
    store._database.execute(f"pragma max_page_count = {pages + 2}")  # as if the disk ended here

    with pytest.raises(StorageError, match="the disk is full; free some space and start again"):
        add_entry(store, feed, "word " * 50_000)

    assert store.stats()["entries"] == 0
    assert store.check() == []
    database.close()
    store.close()


def _fill(database: Database) -> None:
    with database.savepoint():
        database.execute("insert into settings (key, value) values ('big', zeroblob(20000000))")


def test_a_disk_that_is_full_in_the_middle_says_so_though_all_is_undone_already(tmp_path: Path) -> None:
    database = Database(tmp_path / "sitrep.db")
    pages = database.query("pragma page_count")[0][0]
    database.execute(f"pragma max_page_count = {pages + 1000}")  # more than is held in memory

    with pytest.raises(StorageError, match="the disk is full"), database.transaction():
        _fill(database)

    assert not database.connection.in_transaction
    database.close()


# No file may grow for a while: a transaction is written to the disk when it is committed.
COMMITTED_IN_VAIN = """
import resource, sys
from storage.database import StorageError
from storage.store import open_store

store, before = open_store(sys.argv[1]), resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (store.path.with_name("sitrep.db-wal").stat().st_size, before[1]))
try:
    with store.transaction():
        store.settings.put("first", "x" * 100_000)
        print(store.settings.get("first") is not None)
except StorageError as error:
    print(str(error).rpartition(": ")[2])
resource.setrlimit(resource.RLIMIT_FSIZE, before)
with store.transaction():
    store.settings.put("second", "y")
store.close()
store = open_store(sys.argv[1])
print(store.settings.get("first"), store.settings.get("second"), store.check())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limits there")
def test_what_could_not_be_committed_is_no_part_of_the_next(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sitrep.db'}"
    done = subprocess.run(
        [sys.executable, "-c", COMMITTED_IN_VAIN, url], stdout=subprocess.PIPE, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "True",
        "the disk answers with errors; check it and the space left on it",
        "None y []",
    ]


def test_advice_falls_back_on_what_sqlite_said() -> None:
    assert advice(sqlite3.OperationalError("no such table: x")) == "no such table: x"


def _put_and_fail(store: Store) -> None:
    store.settings.put("a", "1")
    store.search.find(Lookup())


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with pytest.raises(StorageError), store.transaction():
        _put_and_fail(store)
    assert store.settings.get("a") is None
    with store.transaction(), store.transaction():
        store.settings.put("a", "2")
    assert store.settings.get("a") == "2"
    store.settings.remove("a")
    assert store.settings.get("a") is None
    store.close()


def test_a_backup_is_whole_and_never_overwrites(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    add_feed(store)
    store.backup(tmp_path / "copy.db")
    with pytest.raises(StorageError, match="exists already; name a new file"):
        store.backup(tmp_path / "copy.db")
    with pytest.raises(StorageError, match="cannot be opened"):
        store.backup(tmp_path / "nowhere" / "copy.db")
    store.close()

    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert copy.stats()["feeds"] == 1
    assert copy.check() == []
    copy.close()


def test_a_second_service_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    told = rf"another Sitrep \(process {os.getpid()}\) already runs"
    with store.hold(), pytest.raises(StorageError, match=told):
        store.hold()
    store.hold().close()
    store.close()


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "sitrep.db.lock"
    held = "import os, pathlib, sys, storage.lock as lock; lock.Lock(pathlib.Path(sys.argv[1])); os._exit(9)"
    subprocess.run([sys.executable, "-c", held, str(path)], check=False)
    assert path.exists()
    Lock(path).close()


def test_the_steps_an_entry_waits_for_follow_what_is_stored(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    feed = add_feed(store)
    entry = add_entry(store, feed, "Rain fell.")
    silent = add_entry(store, feed, "Snow fell.", announce=False)

    assert [waiting.id for waiting in store.briefs.without_brief(1)] == [entry.id, silent.id]
    store.briefs.put_failed(entry, 1, NOW, "RecursionError: too deep")
    store.briefs.put_failed(silent, 1, NOW, "RecursionError: too deep")
    assert store.briefs.without_brief(1) == []
    assert [item.entry.id for item in store.briefs.unplaced()] == [entry.id, silent.id]
    assert store.briefs.failures() == 2
    assert store.briefs.failure(entry.id) == "RecursionError: too deep"
    assert store.briefs.backlog() == {"place": 2, "alert": 1}, "what is kept for look-ups wakes nobody"
    assert [waiting.id for waiting in store.briefs.without_brief(2)] == [silent.id, entry.id], "newest first"
    store.close()
