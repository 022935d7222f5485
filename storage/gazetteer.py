"""Place name -> the places that bear it, from the gazetteer that ships with Sitrep and one that a team
adds.

`open_gazetteer` reads `storage/data/gazetteer.sqlite` (GeoNames' places of 500 inhabitants and more,
countries, divisions, seas, rivers, venues; see storage/data/LICENSE-gazetteer.md) and, where it is given,
the file made by `storage.gazetteer_import.import_dump`. Files are only read: a lookup takes some
microseconds, mostly answered by a filter in memory or a cache, and is safe from any thread.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from storage.database import StorageError
from storage.gazetteer_file import DEGREE, ROUGH_MARK, probes
from storage.records import GazetteerPlace
from storage.toponyms import fold, rough

SHIPPED = Path(__file__).parent / "data" / "gazetteer.sqlite"
MAPPED = 2**26  # bytes of the file read through the system's own cache, of which about 20 MB are touched
CACHED_NAMES = 20_000  # some 8 MB; a day's news names fewer different places
MOST_READINGS = 120  # "San Antonio" alone has more; the smallest are never meant without a word of context

_BY_KEY = """
select place.id, place.name, lat / :degree, lon / :degree, country, admin1, feature, population
  from name
  join place on place.id = name.place
  join division on division.id = place.division
 where name.key = :key
"""


class GazetteerFile:
    """One gazetteer file, read-only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise StorageError(f"{path}: there is no such gazetteer")
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise StorageError(f"{path}: cannot be read; check the rights of it and its folder") from error
        try:
            self._db.execute(f"pragma mmap_size = {MAPPED}")
            self._size, self._bits = self._db.execute("select size, bits from filter").fetchone()
        except (sqlite3.Error, TypeError) as error:
            self._db.close()
            raise StorageError(f"{path}: is not a gazetteer; import it again") from error
        self._lock = threading.Lock()

    def may_hold(self, key: str) -> bool:
        """False only where no place has this key."""
        bits = self._bits
        a, b, c = probes(key, self._size)
        return bool(bits[a >> 3] >> (a & 7) & bits[b >> 3] >> (b & 7) & bits[c >> 3] >> (c & 7) & 1)

    def keyed(self, key: str) -> list[GazetteerPlace]:
        """The places under a folded (or "~" rough) key, the most populous first."""
        with self._lock:
            rows = self._db.execute(_BY_KEY, {"key": key, "degree": float(DEGREE)}).fetchall()
        rows.sort(key=itemgetter(-1), reverse=True)  # a quarter of the query's time if SQLite has to do it
        return [GazetteerPlace(*row) for row in rows[:MOST_READINGS]]

    def close(self) -> None:
        self._db.close()


class Gazetteer:
    """The readings of place names over one or more files; later files win where both know a place."""

    def __init__(self, files: Sequence[GazetteerFile]) -> None:
        self._files = tuple(files)
        self._by_key = lru_cache(CACHED_NAMES)(self._look_up)

    def named(self, name: str) -> Sequence[GazetteerPlace]:
        """All places of this name, the most populous first; () when there is none.

        A hyphen between two names may be missing in the sources: Pétion-Ville is Pétionville there.
        """
        found = self._by_key(fold(name))
        if found or "-" not in name:
            return found
        return self._by_key(fold(name.replace("-", "")))

    def sounding_like(self, name: str) -> Sequence[GazetteerPlace]:
        """Places whose romanised name sounds like this one ("Kruhlyakivka"), for names that `named` lacks."""
        sound = rough(fold(name))
        return self._by_key(ROUGH_MARK + sound) if sound else ()

    def _look_up(self, key: str) -> tuple[GazetteerPlace, ...]:
        if not key:
            return ()
        known = [file.keyed(key) for file in self._files if file.may_hold(key)]
        if len(known) < 2:
            return tuple(known[0]) if known else ()
        found = {place.geoname_id: place for places in known for place in places}
        return tuple(sorted(found.values(), key=lambda place: -place.population))

    def close(self) -> None:
        for file in self._files:
            file.close()


def open_gazetteer(added: Path | None = None, shipped: Path = SHIPPED) -> Gazetteer:
    """The shipped gazetteer and, where `added` exists, a team's own; raises StorageError on a bad file."""
    paths = [shipped, added] if added is not None and added.exists() else [shipped]
    with ExitStack() as opened:
        files = [opened.enter_context(closing(GazetteerFile(path))) for path in paths]
        opened.pop_all()  # all are well: the gazetteer closes them
        return Gazetteer(files)
