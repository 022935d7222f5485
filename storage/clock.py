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
    """Moves back what waits for a time by as much as the clock was ahead. Digests: Subscriptions.due_anew.

    So are the times of alerts, by which a cool-down and the day's count go; and the end of a rule's silence
    that lies beyond the wrong time: people mute for hours or days, so the wrong clock set it.
    """
    stamps = {
        "now": to_stamp(now),
        "wrong": to_stamp(now + ahead),
        "back": f"-{ahead.total_seconds():f} seconds",
    }
    with database.transaction():
        for table, column in WAITING:
            database.execute(
                f"update {table} set {column} = max(:now, {_back(column)}) where {column} > :now",  # noqa: S608
                stamps,
            )
        database.execute(f"update alert_hits set at = min(:now, {_back('at')}) where at > :now", stamps)  # noqa: S608
        database.execute(
            f"update alerts set muted_until = {_back('muted_until')} where muted_until > :wrong",  # noqa: S608
            stamps,
        )


def _back(column: str) -> str:
    return f"strftime('%Y-%m-%dT%H:%M:%f000Z', {column}, :back)"
