"""When a digest is due: local times on the days asked for, through every change of the clocks. Pure.

Theory: people mean the clock on their wall. In spring a local time may not exist: the digest then comes
as much later as the clocks were put forward. In autumn it may exist twice: the first one counts. A local
date has one digest of an edition, whatever the clocks do; (target, local date, edition) is its key.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.records import Schedule

DAYS_SEARCHED = 8  # any weekday comes round within a week; one more for the day that has begun


def occurrence(schedule: Schedule, day: date) -> datetime:
    """The moment, in UTC, at which a local date's digest is due.

    fold=0 reads a time that does not exist with the offset before the change, which moves it forward by
    the gap, and takes the first of two times that do.
    """
    local = datetime.combine(day, schedule.at, tzinfo=ZoneInfo(schedule.zone))
    return local.astimezone(UTC)


def next_due(schedule: Schedule, after: datetime) -> datetime:
    """The first time strictly after `after` at which the digest is due."""
    start = after.astimezone(ZoneInfo(schedule.zone)).date() - timedelta(days=1)
    days = (start + timedelta(days=n) for n in range(DAYS_SEARCHED + 2))
    return next(at for at in (occurrence(schedule, d) for d in days if _asked(schedule, d)) if at > after)


def day_due(schedule: Schedule, now: datetime) -> date | None:
    """The local date of the latest digest that is due by `now`; None if none was within a week.

    After a long stop the days between are told in one digest, under the latest date.
    """
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    for back in range(-1, DAYS_SEARCHED):
        day = today - timedelta(days=back)
        if _asked(schedule, day) and occurrence(schedule, day) <= now:
            return day
    return None


def edition(schedule: Schedule) -> str:
    """What tells one channel's digests of a day apart: the time, the name if any, and whose it is.

    feeds.yaml and a server may each want a digest in one channel at one time.
    """
    return " ".join(filter(None, (schedule.at.strftime("%H:%M"), schedule.name, schedule.owner)))


def _asked(schedule: Schedule, day: date) -> bool:
    return not schedule.days or day.isoweekday() in schedule.days
