"""What waits for a time, when the clock turns out to have been ahead of it.

Theory: a machine's clock may be wrong and is then put back: by a time server, on a board without a battery,
in a virtual machine that is taken up again. What was to wait a quarter of an hour by the wrong clock would
wait for that and for as long as the clock was ahead, a year if it was. So it is moved back by as much and
waits for as long as was meant; what was due by the wrong clock is due now.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database, to_stamp

WAITING = (
    ("feeds", "next_check_at"),
    ("hosts", "held_until"),
    ("entries", "page_at"),
    ("outbox", "not_before"),
    ("holds", "probe_at"),
    ("alert_hits", "not_before"),
)


def move_back(database: Database, ahead: timedelta, now: datetime) -> None:
    """Moves back what waits for a time by as much as the clock was ahead. Digests: Subscriptions.due_anew."""
    with database.transaction():
        for table, column in WAITING:
            database.execute(
                f"""
                update {table}
                set {column} = max(:now, strftime('%Y-%m-%dT%H:%M:%f000Z', {column}, :back))
                where {column} > :now
                """,  # noqa: S608
                {"now": to_stamp(now), "back": f"-{ahead.total_seconds():f} seconds"},
            )
