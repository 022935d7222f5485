"""How often a feed asks to be read: ttl, the syndication module, skipHours and skipDays. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

LONGEST = timedelta(hours=24)
PERIODS = {
    "hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(days=7),
    "monthly": timedelta(days=30), "yearly": timedelta(days=365),
}  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HEAD = 64 << 10  # characters in which a channel has said its wishes
SKIP_HOURS = re.compile(r"<skipHours>(.{0,4000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
SKIP_DAYS = re.compile(r"<skipDays>(.{0,4000}?)</skipDays>", re.IGNORECASE | re.DOTALL)


def time_to_live(ttl: str | None, period: str | None, frequency: str | None) -> timedelta | None:
    """The longer of `<ttl>` (minutes) and updatePeriod / updateFrequency, at most a day; nonsense is None."""
    wishes = [wish for wish in (_minutes(ttl), _syndication(period, frequency)) if wish is not None]
    return min(max(wishes), LONGEST) if wishes else None


def hours_to_skip(text: str) -> tuple[int, ...]:
    """Hours of the day in GMT, from the raw document: feedparser keeps only the last one."""
    block = SKIP_HOURS.search(text[:HEAD])
    hours = re.findall(r"<hour>\s*(\d{1,2})\s*</hour>", block.group(1), re.IGNORECASE) if block else []
    found = sorted({int(hour) % 24 for hour in hours if int(hour) <= 24})
    return tuple(found) if len(found) < 24 else ()  # who skips every hour has not understood the word


def days_to_skip(text: str) -> tuple[int, ...]:
    """ISO weekdays, 1 is Monday."""
    block = SKIP_DAYS.search(text[:HEAD])
    names = re.findall(r"<day>\s*(\w{1,12})\s*</day>", block.group(1), re.IGNORECASE) if block else []
    found = sorted({DAYS.index(name.lower()) + 1 for name in names if name.lower() in DAYS})
    return tuple(found) if len(found) < 7 else ()


def _minutes(ttl: str | None) -> timedelta | None:
    if not ttl or not re.fullmatch(r"\s*\d{1,12}\s*", ttl):
        return None
    minutes = int(ttl)
    return timedelta(minutes=min(minutes, 10**6)) if minutes else None


def _syndication(period: str | None, frequency: str | None) -> timedelta | None:
    length = PERIODS.get((period or "").strip().lower())
    if length is None:
        return None
    times = (frequency or "1").strip()
    if not re.fullmatch(r"\d{1,6}", times) or int(times) == 0:
        return None
    return length / int(times)
