"""Look-ups that were made, kept so that the buttons under an answer still work after a restart."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta

from storage.database import Database, moment, to_stamp
from storage.records import Question


class Questions:
    """What was asked, by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, question: Question) -> None:
        """Remember a question; one with the same id is the same question."""
        self._database.execute(
            """
            insert or ignore into questions (id, owner, asker, noun, wanted, at)
            values (:id, :owner, :asker, :noun, :wanted, :at)
            """,
            {
                "id": question.id,
                "owner": question.owner,
                "asker": question.asker,
                "noun": question.noun,
                "wanted": json.dumps(question.wanted),
                "at": to_stamp(question.at),
            },
        )

    def get(self, id: str) -> Question | None:
        row = self._database.one("select * from questions where id = :id", {"id": id})
        return None if row is None else _question(row)

    def recent(self, owner: str, noun: str, asker: str, limit: int = 25) -> tuple[Question, ...]:
        """What an owner's people asked last about a noun, newest first: for autocomplete.

        Of the people without a server (owner "") each is told of their own questions alone.
        """
        rows = self._database.query(
            """
            select *
            from questions
            where owner = :owner
                and noun = :noun
                and (:owner <> '' or asker = :asker)
            order by at desc
            limit :limit
            """,
            {"owner": owner, "noun": noun, "asker": asker, "limit": limit},
        )
        return tuple(_question(row) for row in rows)

    def forget(self, owner: str) -> int:
        """Delete what an owner's people asked."""
        return self._database.execute("delete from questions where owner = :owner", {"owner": owner}).rowcount

    def prune(self, now: datetime, keep: timedelta) -> int:
        """Delete what was asked longer ago than `keep`."""
        return self._database.execute(
            "delete from questions where at < :before", {"before": to_stamp(now - keep)}
        ).rowcount


def _question(row: sqlite3.Row) -> Question:
    wanted = json.loads(row["wanted"])
    return Question(row["id"], row["owner"], row["asker"], row["noun"], wanted, moment(row["at"]))
