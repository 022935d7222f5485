"""What happened where: places and datelines by name, division and country."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Database
from storage.lookups import brief_of, find, found, free_id, key_columns, names
from storage.records import Entry, KeyRow, Location, Lookup, PlaceRow


class Places:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, lookup: Lookup) -> list[PlaceRow]:
        """Places a look-up asks for, newest first; capitals that stand for governments are left out."""
        rows = find(self._database, "locations", lookup, ["t.role in ('place', 'dateline')"])
        return [
            PlaceRow(brief_of(row["data"]).locations[row["n"]], row["sentence"], **found(row)) for row in rows
        ]

    def names(self, start: str, owners: Sequence[str] = (), limit: int = 25) -> list[str]:
        """Names of places that begin so, the most frequent first; for completion while typing."""
        return names(self._database, "locations", start, owners, limit)


def add(database: Database, entry: Entry, locations: Sequence[Location], keys: Sequence[KeyRow]) -> None:
    """Makes an entry's places findable; `keys` has one row for each of them."""
    first = free_id(database, "locations", entry.when)
    database.execute_many(
        """
        insert into locations (
            id, entry_id, n, name, role, lat, lon, country,
            keys, places, speaker, sentence_start, sentence_end
        )
        values (
            :id, :entry_id, :n, :name, :role, :lat, :lon, :country,
            :keys, :places, :speaker, :sentence_start, :sentence_end
        )
        """,
        [
            {
                "id": first + n,
                "entry_id": entry.id,
                "n": n,
                "name": place.name,
                "role": place.role,
                "lat": place.lat,
                "lon": place.lon,
                "country": place.country,
                **key_columns(key),
            }
            for n, (place, key) in enumerate(zip(locations, keys, strict=True))
        ],
    )
