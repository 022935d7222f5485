"""A full disk and a damaged file are told for what they are."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from storage.database import StorageError
from storage.store import Store
from tests.bot.cli.conftest import Sitrep, one_line

FULL = "the disk is full; free some space and start again, nothing stored was lost"


def test_a_full_disk_is_told_whatever_ran_into_it(
    sitrep: Sitrep, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("storage.stories.Stories.since", full)
    assert one_line(sitrep("stories"), 1) == f"sitrep: {FULL}"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_lock_that_cannot_be_written_says_so(store: Store) -> None:
    lock = store.path.with_name("sitrep.db.lock")
    lock.symlink_to("/dev/full")
    with pytest.raises(StorageError, match=r"lock .*sitrep\.db\.lock: cannot be written .*check the space"):
        store.hold()


def test_a_damaged_database_is_not_sent_round_in_circles(sitrep: Sitrep, store: Store) -> None:
    store.close()
    data = bytearray(store.path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    store.path.write_bytes(data)
    told = one_line(sitrep("db", "check"), 1)
    assert told == "sitrep: database data/sitrep.db: is damaged; move it away and restore the last backup"


def test_a_backup_that_breaks_off_leaves_nothing_that_looks_like_one(store: Store, tmp_path: Path) -> None:
    store.close()
    store.path.write_bytes(store.path.read_bytes()[:20_000])
    with pytest.raises(StorageError):
        store.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
