"""What happened where: places and datelines by name, division and country."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Database
from storage.lookups import KeyRow, brief_of, find, free_id, place_in
from storage.records import Entry, Location, Lookup, PlaceRow


class Places:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, lookup: Lookup) -> list[PlaceRow]:
        """Places a look-up asks for, newest first; capitals that stand for governments are left out."""
        rows = find(self._database, "locations", lookup, ["t.role in ('place', 'dateline')"])
        return [PlaceRow(location=brief_of(row["data"]).locations[row["n"]], **place_in(row)) for row in rows]

    def names(self, start: str, limit: int = 25) -> list[str]:
        """Names of places that begin so, the most frequent first; for completion while typing."""
        rows = self._database.query(
            """
            select name, count(*) as uses
            from locations
            where name >= :start and name < :start || char(0x10ffff) and role in ('place', 'dateline')
            group by name
            order by uses desc, name
            limit :limit
            """,
            {"start": start, "limit": limit},
        )
        return [row["name"] for row in rows]


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
                "keys": key.keys,
                "places": key.places,
                "speaker": key.speaker,
                "sentence_start": key.sentence[0],
                "sentence_end": key.sentence[1],
            }
            for n, (place, key) in enumerate(zip(locations, keys, strict=True))
        ],
    )
