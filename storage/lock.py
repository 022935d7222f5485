"""One service for each database: a lock on a file beside it, gone with the process that holds it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from storage.database import StorageError


class Lock:
    """Holds a lock file, with the holder's process id in it, from when it is made until it is closed.

    The operating system frees the lock when the process ends, however it ends: a file left behind by
    a crash keeps nobody out.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("a+", encoding="ascii")
        except OSError as error:
            raise StorageError(f"lock {path}: {error.strerror}; check the rights of its folder") from error
        if not _take(self._file):
            holder = _holder(self._file)
            self._file.close()
            raise StorageError(
                f"another Sitrep ({holder}) already runs on this database; stop it or name another database"
            )
        try:
            self._file.truncate(0)
            os.write(self._file.fileno(), str(os.getpid()).encode())
        except OSError as error:
            self._file.close()
            raise StorageError(
                f"lock {path}: cannot be written ({error.strerror}); check the space and the rights there"
            ) from error

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def lock_of(database: Path) -> Lock:
    """The lock of a database file. Raises StorageError, naming the process, when another one holds it."""
    return Lock(database.with_name(database.name + ".lock"))


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return f"process {file.read().strip() or 'unknown'}"


if sys.platform == "win32":
    import msvcrt

    BEYOND = 1 << 20  # a byte past the process id: a locked byte cannot be read by others there

    def _take(file: IO[str]) -> bool:
        file.seek(BEYOND)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
