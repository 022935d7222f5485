"""Claims by who makes them, what about, and how they stand to it."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Database
from storage.lookups import brief_of, find, found, free_id, key_columns, names
from storage.records import Claim, ClaimRow, Entry, KeyRow, Lookup


class Claims:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, lookup: Lookup) -> list[ClaimRow]:
        """Claims a look-up asks for, newest first."""
        conditions = [] if lookup.stance is None else ["t.stance = :stance"]
        rows = find(self._database, "claims", lookup, conditions, {"stance": lookup.stance})
        return [
            ClaimRow(brief_of(row["data"]).claims[row["n"]], row["sentence"], **found(row)) for row in rows
        ]

    def speakers(self, start: str, owners: Sequence[str] = (), limit: int = 25) -> list[str]:
        """Names of speakers that begin so, those who spoke most first; for completion while typing."""
        return names(self._database, "claims", start, owners, limit)


def add(database: Database, entry: Entry, claims: Sequence[Claim], keys: Sequence[KeyRow]) -> None:
    """Makes an entry's claims findable; `keys` has one row for each of them."""
    first = free_id(database, "claims", entry.when)
    database.execute_many(
        """
        insert into claims (
            id, entry_id, n, stance, name, keys, places, speaker, sentence_start, sentence_end
        )
        values (
            :id, :entry_id, :n, :stance, :name, :keys, :places, :speaker, :sentence_start, :sentence_end
        )
        """,
        [
            {
                "id": first + n,
                "entry_id": entry.id,
                "n": n,
                "stance": claim.stance,
                "name": claim.speaker.name if claim.speaker else None,
                **key_columns(key),
            }
            for n, (claim, key) in enumerate(zip(claims, keys, strict=True))
        ],
    )
