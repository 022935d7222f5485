"""Full text of all entries, best first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from storage.database import Database, StorageError, to_stamp
from storage.lookups import REPORTED, carriers, found, of_feeds, token
from storage.records import Lookup, SearchRow

# A word of the title says more about an item than one of its text; a mere relative of a word, less.
TITLE_WEIGHT, TEXT_WEIGHT, FAMILY_WEIGHT = 8.0, 1.0, 0.1
EXCERPT_TOKENS = 32
COMMONEST = 5_000  # words in use that begin with two letters
MORE = 4  # times as many rows are read where so many are copies that too few stories were among them


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
        wanted = 2 * lookup.limit
        while True:
            rows = self._rows(expression, lookup, wanted)
            once = _once(rows)
            if len(once) >= lookup.limit or len(rows) < wanted:
                best = self._originals(expression, lookup, once[: lookup.limit])
                return [SearchRow(_excerpt(row), **found(row)) for row in best]
            wanted *= MORE

    def by_title(self, title: str, owners: Sequence[str] = ()) -> int | None:
        """The number of the newest entry (of these owners' feeds) whose title holds these words in a row.

        One that was let go of is among them: its title stays.
        """
        parameters: dict[str, Any] = {"match": f"title : {_quoted(title)}"}
        within = of_feeds(Lookup(owners=tuple(owners)), parameters)
        row = self._database.one(
            f"""
            select e.id
            from entries_index
            cross join entries as e on e.id = entries_index.rowid
            cross join feeds as f on f.id = e.feed_id
            where {" and ".join(["entries_index match :match", *within])}
            order by e.id desc
            limit 1
            """,  # noqa: S608
            parameters,
        )
        return None if row is None else int(row["id"])

    def words_in_use(self, start: str) -> list[str]:
        """The words of titles and texts that begin so, without accents, the commonest first."""
        first = token(start)
        rows = self._database.query(
            """
            select term, sum(doc) as held
            from entries_words
            where term >= :first
              and term < :after
              and col in ('title', 'text')
            group by term
            order by held desc
            limit :limit
            """,
            {"first": first, "after": first + "\U0010ffff", "limit": COMMONEST},
        )
        return [row["term"] for row in rows]

    def _originals(self, expression: str, lookup: Lookup, rows: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
        """Rows with the original in the place of a copy, where the look-up reaches it."""
        among = [row["original"] for row in rows if row["entry_id"] != row["original"]]
        reached = self._rows(expression, lookup, len(among), among) if among else ()
        originals = {row["entry_id"]: row for row in reached}
        return [originals.get(row["original"], row) for row in rows]

    def _rows(
        self, expression: str, lookup: Lookup, limit: int, among: Sequence[int] | None = None
    ) -> list[sqlite3.Row]:
        """The best entries (among some), copies and all."""
        parameters: dict[str, Any] = {
            "match": expression,
            "limit": limit,
            "tokens": EXCERPT_TOKENS,
            "among": None if among is None else json.dumps(list(among)),
        }
        within = of_feeds(lookup, parameters)
        where = [
            "entries_index match :match",
            "e.text_source <> 'pruned'",
            "(:among is null or e.id in (select value from json_each(:among)))",
            *_in_period(lookup, parameters),
            *within,
        ]
        return self._database.query(
            f"""
            select
                e.id as entry_id, {REPORTED}, s.story_id,
                coalesce(s.copy_of, e.id) as original,
                ({carriers(within)}) as copies,
                snippet(entries_index, 1, '', '', '…', :tokens) as excerpt
            from entries_index
            cross join entries as e on e.id = entries_index.rowid
            cross join feeds as f on f.id = e.feed_id
            left join story_entries as s on s.entry_id = e.id
            where {" and ".join(where)}
            order by bm25(entries_index, {TITLE_WEIGHT}, {TEXT_WEIGHT}, {FAMILY_WEIGHT}), e.id desc
            limit :limit
            """,  # noqa: S608
            parameters,
        )


def _once(rows: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
    """Of syndicated copies and their original the best alone."""
    alike: dict[int, sqlite3.Row] = {}
    for row in rows:
        alike.setdefault(row["original"], row)
    return list(alike.values())


def _excerpt(row: sqlite3.Row) -> str:
    return " ".join(row["excerpt"].split())


def _match(lookup: Lookup) -> str:
    """FTS5 syntax from words and phrases alone: whatever a user types stays inside quotation marks."""
    parts = [
        "(" + " OR ".join(_quoted(token(word)) for word in sorted(words)) + ")" for words in lookup.words
    ]
    parts += [f"{{title text}} : {_quoted(phrase)}" for phrase in lookup.phrases]
    return " AND ".join(parts)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', " ").replace("\0", " ") + '"'


def _in_period(lookup: Lookup, parameters: dict[str, Any]) -> list[str]:
    where = []
    if lookup.since is not None:
        where.append("coalesce(e.published, e.first_seen) >= :since")
        parameters["since"] = to_stamp(lookup.since)
    if lookup.until is not None:
        where.append("coalesce(e.published, e.first_seen) < :until")
        parameters["until"] = to_stamp(lookup.until)
    return where
