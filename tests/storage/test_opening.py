"""A database opens to be written, to be asked, or to be copied; whoever only asks leaves it as it is."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Mode, StorageError
from storage.lock import Lock
from storage.store import Store, open_store
from tests.newsroom import add_feed, store_in

ASKING: tuple[Mode, ...] = ("read", "inspect")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="rights are taken away as Linux does it")
MAY_WRITE_ANYWHERE, DROP_FROM_ALL_CHILDREN = 1, 24  # CAP_DAC_OVERRIDE, PR_CAPBSET_DROP
CANNOT_BE_KEPT = 77


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Path]:
    """A folder with a database of one feed, at rest."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    store = store_in(shelf)
    add_feed(store)
    store.close()
    yield shelf
    shelf.chmod(0o700)


def url(shelf: Path) -> str:
    return f"sqlite:///{shelf / 'sitrep.db'}"


def made_older(shelf: Path) -> None:
    """Takes back the last migration, as far as a database remembers it."""
    with closing(sqlite3.connect(shelf / "sitrep.db")) as database, database:
        database.execute("delete from _sqlite_migrations where name = 'editions_of_owners'")


def titles(store: Store) -> list[str]:
    with closing(store):
        return [feed.title for feed in store.feeds.list()]


@pytest.mark.parametrize("mode", ["write", *ASKING])
def test_only_who_makes_a_store_makes_it(tmp_path: Path, mode: Mode) -> None:
    with pytest.raises(StorageError, match="there is none yet; `sitrep poll` or `sitrep run` makes it"):
        open_store(f"sqlite:///{tmp_path / 'deep' / 'sitrep.db'}", mode)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", ["write", *ASKING])
@pytest.mark.parametrize(
    ("name", "told"), [("", "check that it is a file"), ("x" * 300, "cannot be reached")]
)
def test_what_is_no_file_is_not_taken_for_missing(tmp_path: Path, mode: Mode, name: str, told: str) -> None:
    with pytest.raises(StorageError, match=told):
        open_store(f"sqlite:///{tmp_path / name}", mode)


@pytest.mark.parametrize("mode", ASKING)
def test_an_empty_file_is_no_older_database(tmp_path: Path, mode: Mode) -> None:
    (tmp_path / "sitrep.db").touch()
    with pytest.raises(StorageError, match="holds nothing yet"):
        open_store(url(tmp_path), mode)
    assert (tmp_path / "sitrep.db").read_bytes() == b""


@pytest.mark.parametrize("mode", ASKING)
def test_asking_leaves_the_folder_as_it_was(shelf: Path, mode: Mode) -> None:
    before = {path.name: path.read_bytes() for path in shelf.iterdir()}
    assert titles(open_store(url(shelf), mode)) == ["Coast"]
    assert {path.name: path.read_bytes() for path in shelf.iterdir()} == before


@pytest.mark.parametrize("mode", ASKING)
def test_who_asks_cannot_write(shelf: Path, mode: Mode) -> None:
    with (
        closing(open_store(url(shelf), mode)) as store,
        pytest.raises(StorageError, match="cannot be written"),
    ):
        store.settings.put("a", "1")


def test_who_asks_sees_what_a_service_has_just_written(shelf: Path) -> None:
    with closing(open_store(url(shelf))) as service, closing(open_store(url(shelf), "read")) as asking:
        add_feed(service, "hill")
        assert [feed.title for feed in asking.feeds.list()] == ["Coast", "Hill"]


def test_an_older_database_is_copied_and_checked_but_neither_asked_nor_changed(
    shelf: Path, tmp_path: Path
) -> None:
    made_older(shelf)
    before = (shelf / "sitrep.db").read_bytes()
    with pytest.raises(StorageError, match="made by an older Sitrep; `sitrep db upgrade`"):
        open_store(url(shelf), "read")
    with closing(open_store(url(shelf), "inspect")) as store:
        assert store.check() == []
        assert store.stats()["feeds"] == 1
        store.backup(tmp_path / "copy.db")
    assert (shelf / "sitrep.db").read_bytes() == before
    assert titles(open_store(url(shelf), "write")) == ["Coast"], "and brought up to date by who writes"
    assert titles(open_store(url(shelf), "read")) == ["Coast"]


@pytest.mark.parametrize("mode", ["make", "write"])
def test_the_tables_are_not_changed_under_an_older_service(shelf: Path, mode: Mode) -> None:
    made_older(shelf)
    before = (shelf / "sitrep.db").read_bytes()
    with (
        Lock(shelf / "sitrep.db.lock"),
        pytest.raises(StorageError, match=rf"older Sitrep, and another Sitrep \(process {os.getpid()}\)"),
    ):
        open_store(url(shelf), mode)
    assert (shelf / "sitrep.db").read_bytes() == before
    with closing(open_store(url(shelf), mode)) as store:
        store.hold().close()


def test_a_backup_is_one_file_that_stays_one_when_it_is_asked(shelf: Path, tmp_path: Path) -> None:
    with closing(open_store(url(shelf))) as store:
        store.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes()[18:20] == b"\1\1", "a file without a journal beside it"
    assert titles(open_store(f"sqlite:///{tmp_path / 'copy.db'}", "read")) == ["Coast"]
    assert [path.name for path in tmp_path.glob("copy.db*")] == ["copy.db"]


# Ends the process in the middle of a copy, when it has written so many bytes of it.
KILLED = """
import resource, signal, sys
from pathlib import Path
from storage.store import open_store

store = open_store(sys.argv[1], "inspect")
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
store.backup(Path(sys.argv[2]))
"""


@on_linux
def test_a_backup_that_was_killed_does_not_pass_for_one(shelf: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    killed = subprocess.run([sys.executable, "-c", KILLED, url(shelf), str(copy)], check=False)
    assert killed.returncode == -signal.SIGXFSZ
    assert not copy.exists()
    with closing(open_store(url(shelf), "inspect")) as store:
        store.backup(copy)
    assert titles(open_store(f"sqlite:///{copy}", "read")) == ["Coast"]


# Root may write everywhere; a program that it starts through this one may not, as it is with everybody else.
KEPT_TO_THE_RIGHTS = f"""
import ctypes, os, sys
if os.geteuid() == 0 and ctypes.CDLL(None).prctl({DROP_FROM_ALL_CHILDREN}, {MAY_WRITE_ANYWHERE}, 0, 0, 0):
    sys.exit({CANNOT_BE_KEPT})
os.execv(sys.executable, [sys.executable, "-c", *sys.argv[1:]])
"""
ASK = """
import sys
from bot.cli import main
for command in sys.argv[2].split("; "):
    try:
        main([*command.split(), "--database", sys.argv[1]])
    except SystemExit as ended:
        print(command, "->", ended.code, flush=True)
"""


def ask(shelf: Path, commands: str) -> list[str]:
    """How each command ends that is put to a database in a folder where nothing may be written."""
    for path in shelf.iterdir():
        path.chmod(0o400)
    shelf.chmod(0o500)
    done = subprocess.run(
        [sys.executable, "-c", KEPT_TO_THE_RIGHTS, ASK, url(shelf), commands],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode == CANNOT_BE_KEPT:
        pytest.skip("root cannot be kept from writing here")
    assert done.returncode == 0, done.stdout
    return done.stdout.splitlines()


@on_linux
def test_what_only_asks_works_where_nothing_may_be_written(shelf: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "copy.db"
    asking = ("figures x", "claims x", "places x", "search x", "stories", "digest", "db check", "db stats")
    told = ask(shelf, "; ".join([*asking, f"db backup {elsewhere}", "story 1 --merge 2"]))
    assert [line for line in told if "->" in line] == [
        *(f"{command} -> 0" for command in asking),
        f"db backup {elsewhere} -> 0",
        "story 1 --merge 2 -> 1",
    ]
    assert told[-2].endswith("cannot be written; check the owner and the rights of the file and its folder")
    assert titles(open_store(f"sqlite:///{elsewhere}", "read")) == ["Coast"]


@on_linux
def test_a_service_s_database_is_read_by_who_may_not_write_it(shelf: Path) -> None:
    with closing(open_store(url(shelf))) as service:
        add_feed(service, "hill")
        told = ask(shelf, "db stats")
        assert told[0].split() == ["feeds", "2"]
        for path in shelf.iterdir():
            path.chmod(0o600)
        shelf.chmod(0o700)


@on_linux
def test_a_database_with_half_of_it_in_its_journal_is_not_read_without_that_half(
    shelf: Path, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    with closing(open_store(url(shelf))) as service:
        add_feed(service, "hill")
        for name in ("sitrep.db", "sitrep.db-wal"):  # as a copy of the files alone has it
            shutil.copy(shelf / name, taken)
    told = ask(taken, "db stats")
    taken.chmod(0o700)
    assert told[-1] == "db stats -> 1"


@on_linux
def test_an_empty_journal_is_none(shelf: Path) -> None:
    (shelf / "sitrep.db-wal").touch()
    assert ask(shelf, "db check")[-1] == "db check -> 0"


def test_a_journal_that_grew_beside_a_long_reader_gives_its_room_back(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.LARGEST_JOURNAL", 100_000)
    journal = shelf / "sitrep.db-wal"
    with closing(open_store(url(shelf))) as store:
        with closing(open_store(url(shelf), "read")) as asking:
            asking._database.execute("begin")
            assert asking.is_empty()
            for _ in range(3):
                store.settings.put("large", "x" * 5_000_000)
            assert journal.stat().st_size > 10_000_000
            asking._database.execute("commit")
        store.settings.put("small", "y")  # checkpoints what it can, and the next one begins anew
        store.settings.put("small", "z")
        assert journal.stat().st_size <= 100_000


def test_a_path_may_hold_whatever_a_path_may_hold(tmp_path: Path) -> None:
    odd = tmp_path / "été #1 50%?mode=memory&x"
    odd.mkdir()
    store = store_in(odd)
    add_feed(store)
    store.close()
    assert titles(open_store(url(odd), "read")) == ["Coast"]
    assert [path.name for path in odd.iterdir()] == ["sitrep.db"]


@on_linux
def test_a_folder_in_which_no_database_can_be_made_is_named(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    told = ask(shelf, "demo")
    shelf.chmod(0o700)
    assert told == [
        f"sitrep: database {shelf / 'sitrep.db'}: cannot be opened; check that it is a file,"
        " and the rights of it and its folder",
        "demo -> 1",
    ]
