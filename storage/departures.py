"""Servers that sent the bot away: their work stops at once, what they stored is kept for a while.

A server that cannot be reached is not one that left; telling the two apart is the chat's business.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database, from_stamp, to_stamp

KEPT_FOR = timedelta(days=30)  # somebody may have removed the bot by mistake
# A condition on the column `owner` for what is done for owners: not for who left or is being forgotten.
PRESENT = """owner not in (
    select substr(key, instr(key, ':') + 1) from settings where key like 'left:%' or key like 'forget:%'
)"""


class Departures:
    """Which owners left and when, kept among the settings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def leave(self, owner: str, now: datetime) -> None:
        """Note that an owner left; one that left before stays gone since then."""
        self._database.execute(
            "insert or ignore into settings (key, value) values ('left:' || :owner, :now)",
            {"owner": owner, "now": to_stamp(now)},
        )

    def return_(self, owner: str) -> None:
        """The owner is back: its work goes on with what is due from now on."""
        self._database.execute("delete from settings where key = 'left:' || :owner", {"owner": owner})

    def owners(self) -> frozenset[str]:
        """All who store something of their own, whether they are there or left."""
        rows = self._database.query(
            """
            select owner from feeds
            union
            select owner from schedules
            union
            select owner from alerts
            union
            select owner from questions
            """
        )
        return frozenset(row["owner"] for row in rows if row["owner"])

    def since(self, owner: str) -> datetime | None:
        """When an owner left; None while it is there."""
        row = self._database.one("select value from settings where key = 'left:' || :owner", {"owner": owner})
        return from_stamp(row["value"]) if row else None

    def be_forgotten(self, owner: str) -> None:
        """Note that nothing of an owner's is to be kept: if its deletion breaks off, it is gone on with."""
        self._database.execute(
            "insert or ignore into settings (key, value) values ('forget:' || :owner, '')", {"owner": owner}
        )

    def over(self, now: datetime, keep: timedelta = KEPT_FOR) -> tuple[str, ...]:
        """Owners of whom nothing is kept any more: they left so long ago, or asked to be forgotten."""
        rows = self._database.query(
            """
            select distinct substr(key, instr(key, ':') + 1) as owner
            from settings
            where key like 'forget:%' or key like 'left:%' and value < :before
            """,
            {"before": to_stamp(now - keep)},
        )
        return tuple(row["owner"] for row in rows)
