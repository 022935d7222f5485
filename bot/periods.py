"""Periods and moments as people type them: `90m`, `24h`, `7d`, `4w`, `2026-11-24T06:00`. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

PERIOD = re.compile(r"(\d{1,6})\s*(m|h|d|w)", re.ASCII)
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
EARLIEST_YEAR = 1000  # a date before it is a slip of the keyboard
EXPECTED_PERIOD = "a period such as 30m, 2h, 7d or 4w"
EXPECTED_MOMENT = "a period such as 90m, 24h, 7d or 4w, or a date or time such as 2026-11-24T06:00"


def parse_period(text: str) -> timedelta:
    """A length of time from `30m`, `2h`, `7d` or `4w`; raises ValueError that says what was expected."""
    found = PERIOD.fullmatch(text.strip().lower())
    if found is None or int(found[1]) == 0:
        raise ValueError(f"expected {EXPECTED_PERIOD}, got {text!r}")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def parse_moment(text: str, now: datetime) -> datetime:
    """A moment in UTC: a period counts back from `now`; a date or time without a zone is UTC.

    Raises ValueError that says what was expected.
    """
    if PERIOD.fullmatch(text.strip().lower()):
        return _recent_enough(text, _back(text, now))
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"expected {EXPECTED_MOMENT}, got {text!r}") from error
    return _recent_enough(text, moment)


def _back(period: str, now: datetime) -> datetime:
    try:
        return now - parse_period(period)
    except OverflowError as error:
        raise ValueError(f"{period!r} lies before all dates") from error


def _recent_enough(text: str, moment: datetime) -> datetime:
    if moment.year < EARLIEST_YEAR:
        raise ValueError(f"{text!r} lies before all news")
    return moment
