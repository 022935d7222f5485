"""Full text of all entries, best first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from storage.database import Database, StorageError, to_stamp
from storage.lookups import REPORTED, named, reported, token
from storage.records import Lookup, SearchRow

# A word of the title says more about an item than one of its text; a mere relative of a word, less.
TITLE_WEIGHT, TEXT_WEIGHT, FAMILY_WEIGHT = 8.0, 1.0, 0.1
EXCERPT_TOKENS = 32


class Search:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, lookup: Lookup) -> list[SearchRow]:
        """Entries that hold all words and phrases asked for, the best first.

        Raises StorageError when the look-up has neither words nor phrases.
        """
        expression = _match(lookup)
        if not expression:
            raise StorageError("nothing to search for; name at least one word")
        # copies rank beside their originals, so that twice as many rows hold enough
        parameters: dict[str, Any] = {"match": expression, "rows": 2 * lookup.limit, "tokens": EXCERPT_TOKENS}
        where = ["entries_index match :match", "e.text_source <> 'pruned'", *_filters(lookup, parameters)]
        rows = self._database.query(
            f"""
            select
                e.id as entry_id, {REPORTED}, s.story_id,
                coalesce(s.copy_of, e.id) as original,
                snippet(entries_index, 1, '', '', '…', :tokens) as excerpt
            from entries_index
            cross join entries as e on e.id = entries_index.rowid
            cross join feeds as f on f.id = e.feed_id
            left join story_entries as s on s.entry_id = e.id
            where {" and ".join(where)}
            order by bm25(entries_index, {TITLE_WEIGHT}, {TEXT_WEIGHT}, {FAMILY_WEIGHT}), e.id desc
            limit :rows
            """,  # noqa: S608
            parameters,
        )
        return _once(rows)[: lookup.limit]


def _once(rows: Sequence[sqlite3.Row]) -> list[SearchRow]:
    """Rows without syndicated copies of one another: the original, if there, in the best one's place."""
    alike: dict[int, list[sqlite3.Row]] = {}
    for row in rows:
        alike.setdefault(row["original"], []).append(row)
    found = []
    for original, same in alike.items():
        row = next((row for row in same if row["entry_id"] == original), same[0])
        names = {other["feed"] for other in same} - {row["feed"]}
        excerpt = " ".join(row["excerpt"].split())
        found.append(replace(SearchRow(excerpt, **reported(row)), copies=tuple(sorted(names))))
    return found


def _match(lookup: Lookup) -> str:
    """FTS5 syntax from words and phrases alone: whatever a user types stays inside quotation marks."""
    parts = [
        "(" + " OR ".join(_quoted(token(word)) for word in sorted(words)) + ")" for words in lookup.words
    ]
    parts += [f"{{title text}} : {_quoted(phrase)}" for phrase in lookup.phrases]
    return " AND ".join(parts)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', " ").replace("\0", " ") + '"'


def _filters(lookup: Lookup, parameters: dict[str, Any]) -> list[str]:
    where = []
    if lookup.since is not None:
        where.append("coalesce(e.published, e.first_seen) >= :since")
        parameters["since"] = to_stamp(lookup.since)
    if lookup.until is not None:
        where.append("coalesce(e.published, e.first_seen) < :until")
        parameters["until"] = to_stamp(lookup.until)
    if lookup.owners:
        where.append(f"f.owner in ({named('owner', lookup.owners, parameters)})")
    if lookup.tags:
        tags = named("tag", lookup.tags, parameters)
        where.append(f"exists (select 1 from json_each(f.tags) where value in ({tags}))")  # noqa: S608
    return where
