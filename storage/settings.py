"""Small facts that outlive a run: one value of text under each key."""

from __future__ import annotations

from storage.database import Database


class Settings:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        row = self._database.one("select value from settings where key = :key", {"key": key})
        return None if row is None else str(row["value"])

    def put(self, key: str, value: str) -> None:
        self._database.execute(
            "insert or replace into settings (key, value) values (:key, :value)", {"key": key, "value": value}
        )

    def remove(self, key: str) -> None:
        self._database.execute("delete from settings where key = :key", {"key": key})
