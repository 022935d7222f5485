"""The door to the store: one SQLite file, opened, migrated, backed up and checked here."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from storage import schema

LARGEST_JOURNAL = 64 * 2**20  # bytes that stay on the disk once what made it grow is over: a long reader, say
BUSY_TIMEOUT_MS = 15_000  # a writer that waits longer than this is stuck, not slow
OPEN_TRIES, OPEN_PAUSE_S = 100, 0.05  # five seconds for a file whose journal others are setting up too
EARLIEST_YEAR = 1000  # strftime writes earlier years with fewer digits, which would not sort by time
STAMP_LENGTH = len("2026-11-24T09:30:00.000000")  # fixed width: text order is time order

# SQLite's error names, the longest of a family first, and what each asks of the operator.
ADVICE = {
    "SQLITE_CANTOPEN": "cannot be opened; check that it is a file, and the rights of it and its folder",
    "SQLITE_READONLY": "cannot be written; check the owner and the rights of the file and its folder",
    "SQLITE_NOTADB": "is not a database; name another file or move this one away",
    "SQLITE_CORRUPT": "is damaged; move it away and restore the last backup",
    "SQLITE_FULL": "the disk is full; free some space and start again, nothing stored was lost",
    "SQLITE_BUSY": "another process keeps it busy; stop that one or try again",
    "SQLITE_IOERR": "the disk answers with errors; check it and the space left on it",
}

Parameters = Mapping[str, Any] | Sequence[Any]

# How a file is opened. "make": it is made where there is none. "write": it must be there. Both bring an older
# one up to date. "read": it must be there, stays as it is, and so must be up to date. "inspect": the same for
# a file of any version, to copy or check it.
Mode = Literal["make", "write", "read", "inspect"]


class StorageError(Exception):
    """The store cannot do what was asked; the message says what to do about it."""


class NothingYetError(StorageError):
    """There is no database yet, or one in which nothing was ever kept."""


class AddressError(StorageError):
    """What was given as the database's address is none."""


def to_stamp(when: datetime | None) -> str | None:
    """An aware datetime as text that sorts by time."""
    if when is None:
        return None
    if when.year < EARLIEST_YEAR:
        raise StorageError(f"{when.isoformat()} is no time to keep: years have four digits here")
    return f"{when.astimezone(UTC).isoformat(timespec='microseconds')[:STAMP_LENGTH]}Z"


def from_stamp(stamp: str | None) -> datetime | None:
    return None if stamp is None else moment(stamp)


def moment(stamp: str) -> datetime:
    """The time of a column that is never empty."""
    return datetime.fromisoformat(stamp)


class Database:
    """A connection for each thread to one file, in WAL mode; writes go through `transaction`."""

    def __init__(self, path: Path, mode: Mode = "make") -> None:
        self.path = path
        self._mode = mode
        self._threads = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.RLock()
        self._gate = threading.Condition()
        self._working = 0  # statements under way, in all threads
        self._closed = False
        try:
            with self._translated():
                self._prepare()
        except StorageError:
            self.close()
            raise

    @property
    def writes(self) -> bool:
        """Whether it was opened to be written."""
        return self._mode in {"make", "write"}

    @property
    def connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._connect()
            self._threads.connection = connection
        return connection

    def query(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """All rows of a select."""
        with self._translated():
            return self.connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """The first row of a select, or None."""
        with self._translated():
            row: sqlite3.Row | None = self.connection.execute(sql, parameters).fetchone()
            return row

    def execute(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """One statement that writes; outside a transaction it commits by itself."""
        with self._translated():
            return self.connection.execute(sql, parameters)

    def execute_many(self, sql: str, rows: Iterator[Parameters] | Sequence[Parameters]) -> None:
        with self._translated():
            self.connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. A transaction inside a transaction is part of the outer one."""
        with self._translated():
            connection = self.connection
        if connection.in_transaction:
            yield
            return
        with self._lock:
            with self._translated():
                connection.execute("begin immediate")
            try:
                yield
            except BaseException:
                if connection.in_transaction:  # a full disk has undone it already
                    connection.execute("rollback")
                raise
            with self._translated():
                try:
                    connection.execute("commit")
                except sqlite3.Error:
                    if connection.in_transaction:  # else the next one would be a silent part of this
                        connection.execute("rollback")
                    raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that can be undone by itself."""
        self.execute("savepoint part")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.execute("rollback to part")
                self.execute("release part")
            raise
        self.execute("release part")

    def backup(self, target: Path) -> None:
        """A consistent copy of the whole store, made while it is in use.

        It bears its name once it is whole: half a copy, of a full disk or a killed process, would pass for
        a backup.
        """
        if target.exists():
            raise StorageError(f"{target} exists already; name a new file")
        unfinished = target.with_name(f"{target.name}.{os.getpid()}.unfinished")
        with self._translated():
            try:
                unfinished.unlink(missing_ok=True)
                with closing(sqlite3.connect(unfinished)) as copy:
                    self.connection.backup(copy)
                    copy.execute("pragma journal_mode = delete")  # one file, to be read wherever it lies
                unfinished.rename(target)
            except sqlite3.Error as error:
                unfinished.unlink(missing_ok=True)
                raise StorageError(f"backup {target}: {advice(error)}") from error
            except OSError as error:
                raise StorageError(f"backup {target}: {error.strerror}; name another place") from error

    def problems(self, *, quick: bool = False) -> list[str]:
        """What SQLite's own checks find wrong; empty when all is well. A quick check leaves out indexes."""
        check = "pragma quick_check" if quick else "pragma integrity_check"
        with self._translated():
            found = [row[0] for row in self.connection.execute(check) if row[0] != "ok"]
            broken = self.connection.execute("pragma foreign_key_check").fetchall()
        return found + [f"{row[0]} row {row[1]} points to a missing row of {row[2]}" for row in broken]

    def close(self) -> None:
        """Ends all connections, once no thread is in the middle of a statement; later use is an error."""
        with self._lock, self._gate:
            self._closed = True
            self._gate.wait_for(lambda: self._working == 0)
            for connection in self._opened:
                connection.close()
            self._opened.clear()

    def _prepare(self) -> None:
        """Makes sure that the file is Sitrep's and up to date; one to be written is brought there at once."""
        applied = schema.applied(self.connection)
        if not applied and (strangers := self._tables()):
            raise StorageError(
                f"database {self.path}: is another program's (it has {strangers[0]!r}); name a new file"
            )
        if not applied and self._mode in {"read", "inspect"}:
            raise NothingYetError(
                f"database {self.path}: holds nothing yet; `sitrep poll` or `sitrep run` fills it"
            )
        if self._mode == "inspect":
            return
        if strange := [name for name in applied if name not in schema.MIGRATIONS]:
            raise StorageError(
                f"database {self.path}: made by a newer Sitrep (it knows {strange[0]!r}); update this one"
            )
        if len(applied) == len(schema.MIGRATIONS):
            return
        if self._mode == "read":
            raise StorageError(
                f"database {self.path}: made by an older Sitrep; `sitrep db upgrade` brings it up to date"
                " (`sitrep db backup` first)"
            )
        # of processes that open a new file at once one works, the others wait
        with self._alone() if applied else nullcontext(), self.transaction():
            schema.bring_up_to_date(self.connection)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps the tables from being changed under an older service that works with them."""
        from storage.lock import lock_of  # noqa: PLC0415  (it raises our error)

        try:
            lock = lock_of(self.path)
        except StorageError as error:
            raise StorageError(f"database {self.path}: made by an older Sitrep, and {error}") from error
        with lock:
            yield

    def _tables(self) -> list[str]:
        rows = self.connection.execute("select name from sqlite_master where type = 'table'")
        return [row["name"] for row in rows]

    def _connect(self) -> sqlite3.Connection:
        address = self.path.absolute().as_uri() + ("" if self.writes else _reading(self.path))
        with self._translated():
            connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
            with self._gate:
                self._opened.append(connection)  # first, so that it is closed whatever is wrong with the file
            connection.row_factory = sqlite3.Row
            connection.execute(f"pragma busy_timeout = {BUSY_TIMEOUT_MS}")
            if self.writes:
                _write_ahead(connection)
                connection.execute("pragma synchronous = full")
                connection.execute("pragma foreign_keys = on")
                connection.execute(f"pragma journal_size_limit = {LARGEST_JOURNAL}")
            else:
                connection.execute("pragma query_only = on")
        return connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """A statement: no connection is closed under it, and its faults are told in a person's words."""
        with self._gate:
            if self._closed:
                raise StorageError(f"database {self.path}: closed already")
            self._working += 1
        try:
            yield
        except sqlite3.Error as error:
            raise StorageError(f"database {self.path}: {advice(error)}") from error
        finally:
            with self._gate:
                self._working -= 1
                self._gate.notify_all()


def is_writable(path: Path) -> bool:
    """Whether a database may be written there, or made, by who asks."""
    folder = path.absolute().parent
    if path.exists():
        return os.access(path, os.W_OK) and os.access(folder, os.W_OK)
    while not folder.exists():
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _reading(path: Path) -> str:
    """How SQLite is to open a file for reading alone, as the query of its address.

    Readers and writers of a file in WAL mode meet in two files beside it (-wal, -shm). Where these may be
    written, SQLite makes them and clears them away. Where they may not, those that a writer made do; and
    where there are none nobody writes, so that the file can be read as one that does not change.
    """
    if is_writable(path):
        return "?mode=rw"
    wal, shm = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    in_use = shm.exists() or (wal.exists() and wal.stat().st_size > 0)
    return "?mode=ro" if in_use else "?mode=ro&immutable=1"


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Sets WAL mode, which asks for the file alone and does not wait for it as other statements do."""
    for tries_left in reversed(range(OPEN_TRIES)):
        try:
            connection.execute("pragma journal_mode = wal")
            break
        except sqlite3.OperationalError as error:
            if not tries_left or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(OPEN_PAUSE_S)


def advice(error: sqlite3.Error) -> str:
    """What SQLite said, in words that tell a person what to do."""
    name = str(getattr(error, "sqlite_errorname", ""))
    for prefix, words in ADVICE.items():
        if name.startswith(prefix):
            return words
    return str(error)


def path_of(url: str) -> Path:
    """The file behind a database URL such as sqlite:///data/sitrep.db.

    Raises AddressError for a scheme that has no backend.
    """
    scheme, separator, rest = url.partition("://")
    if not separator or scheme != "sqlite" or not rest.startswith("/") or rest in {"/", "/:memory:"}:
        raise AddressError(f"database {url!r}: expected sqlite:///path/to/file.db")
    return Path(rest[1:])
