"""A gazetteer's SQLite file: its layout and how it is written.

The file is read far more often than written and ships with the project, so it is packed: degrees are whole
ten-thousandths (11 m), a name is kept once under its folded key, rough keys (see storage.toponyms) stand in
the same table behind a "~", and a Bloom filter over all keys answers most questions ("is `chairman` a
place?") without touching the disk. Method of the filter: Bloom 1970, two hashes combined as Kirsch and
Mitzenmacher 2006.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from zlib import adler32, crc32

from storage.records import GazetteerPlace
from storage.toponyms import fold, rough

DEGREE = 10_000  # stored units in a degree
ROUGH_MARK = "~"
FILTER_BITS_PER_KEY = 10  # with three probes: 1.7 % false alarms

SCHEMA = """
create table division (id integer primary key, country text, admin1 text);
create table place (
    id integer primary key,
    name text not null,
    lat integer not null,
    lon integer not null,
    division integer not null,
    feature text not null,
    population integer not null
);
create table name (key text not null, place integer not null, primary key (key, place)) without rowid;
create table filter (size integer not null, bits blob not null);
"""


def probes(key: str, size: int) -> tuple[int, int, int]:
    """The bits of a filter of `size` bits that stand for a key."""
    raw = key.encode()
    first = crc32(raw)
    step = adler32(raw) | 1
    return first % size, (first + step) % size, (first + 2 * step) % size


class GazetteerWriter:
    """Writes a gazetteer file from scratch; use as a context manager, the file is whole on leaving it."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(SCHEMA)
        self._db.execute("pragma journal_mode = off")
        self._db.execute("pragma synchronous = off")
        self._db.execute("begin")
        self._divisions: dict[tuple[str | None, str | None], int] = {}

    def __enter__(self) -> GazetteerWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._db.close()

    def add(self, place: GazetteerPlace, names: Iterable[str] = (), *, romanised: bool = False) -> None:
        """Keeps a place under its name and further `names`; a `romanised` name is also kept by its sound."""
        keys = {fold(name) for name in (place.name, *names)} - {""}
        sound = rough(fold(place.name)) if romanised else None
        if sound:
            keys.add(ROUGH_MARK + sound)
        self._db.execute(
            "insert or replace into place values (:id, :name, :lat, :lon, :division, :feature, :population)",
            {
                "id": place.geoname_id,
                "name": place.name,
                "lat": round(place.lat * DEGREE),
                "lon": round(place.lon * DEGREE),
                "division": self._division(place),
                "feature": place.feature,
                "population": place.population,
            },
        )
        rows = [(key, place.geoname_id) for key in keys]
        self._db.executemany("insert or ignore into name values (?, ?)", rows)

    def _division(self, place: GazetteerPlace) -> int:
        pair = (place.country, place.admin1)
        if pair not in self._divisions:
            self._divisions[pair] = len(self._divisions)
            self._db.execute("insert into division values (?, ?, ?)", (self._divisions[pair], *pair))
        return self._divisions[pair]

    def _finish(self) -> None:
        count = self._db.execute("select count(distinct key) from name").fetchone()[0]
        size = max(64, count * FILTER_BITS_PER_KEY)
        bits = bytearray(size // 8 + 1)
        for (key,) in self._db.execute("select distinct key from name"):
            for bit in probes(key, size):
                bits[bit >> 3] |= 1 << (bit & 7)
        self._db.execute("insert into filter values (?, ?)", (size, bytes(bits)))
        self._db.execute("commit")
        self._db.execute("vacuum")
