"""When to read a feed next. Pure.

Theory. News that breaks in a feed of one item an hour is found soon enough at half that time; a feed of
one item a week need not be asked all day: between ten minutes and a day, by its pace. The team's own wish
comes before that and holds as it is written. The server's wish for rest (max-age, ttl, skipHours) lengthens
either, by a day at most. Each time is spread by a tenth, the same for the same feed and hour, so that a
thousand feeds added together drift apart.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from bot.feeds.errors import ErrorKind
from storage.records import Feed, ParsedEntry

DEFAULT = timedelta(minutes=30)
FLOOR = timedelta(minutes=10)
CEILING = timedelta(hours=24)
SPREAD = 0.1
COOLDOWN = timedelta(minutes=5)  # between two readings asked for by hand
OFFLINE_RETRY = timedelta(minutes=5)
# The first wait after an error; it doubles with each further one, up to a day.
BACKOFF: dict[ErrorKind, timedelta] = {
    "not_found": timedelta(hours=1),
    "forbidden": timedelta(hours=1),
    "blocked_by_cloudflare": timedelta(hours=1),
    "refused_address": timedelta(hours=1),
    "tls": timedelta(hours=1),
    "not_https": timedelta(hours=1),
    "rate_limited": timedelta(minutes=10),
}
BACKOFF_ELSE = timedelta(minutes=15)
PACE_OF = 20  # items whose dates tell the pace


def interval(feed: Feed, fresh_for: timedelta = timedelta(0)) -> timedelta:
    """How long to leave the feed alone after a good reading, before spreading."""
    rest = min(max(fresh_for, feed.ttl or timedelta(0)), CEILING)
    return max(feed.interval or _adaptive(feed.pace), rest)


def next_check(feed: Feed, now: datetime, fresh_for: timedelta = timedelta(0)) -> datetime:
    """The time of the next reading, out of the hours and days the feed asks to be spared."""
    when = now + interval(feed, fresh_for) * spread(feed.url, now)
    return _outside(when, feed.skip_hours, feed.skip_days)


def retry(
    feed: Feed, kind: ErrorKind, errors: int, now: datetime, retry_at: datetime | None = None
) -> datetime:
    """The time of the next try after the `errors`-th error in a row (1 is the first)."""
    if feed.state == "failed":
        wait = CEILING
    else:
        wait = min(BACKOFF.get(kind, BACKOFF_ELSE) * 2 ** min(errors - 1, 10), CEILING)
    tried = now + wait * spread(feed.url, now)
    if retry_at is None:
        return tried
    return retry_at + (retry_at - now) * (spread(feed.url, now) - 1 + SPREAD)


def refresh_allowed_at(feed: Feed, held_until: datetime | None) -> datetime | None:
    """When the feed may be read by hand again; None: it never was, so now."""
    times = [held_until] if held_until else []
    if feed.checked_at is not None:
        times.append(feed.checked_at + COOLDOWN)
    return max(times, default=None)


def pace(entries: Sequence[ParsedEntry], now: datetime) -> timedelta | None:
    """The usual time between two items, from the dates of the newest; None where they tell nothing.

    The wait since the newest item counts as well: a feed that has fallen silent slows down.
    """
    dates = sorted(
        (e.published for e in entries if e.published is not None and e.published <= now), reverse=True
    )
    dates = dates[:PACE_OF]
    gaps = [later - earlier for later, earlier in pairwise(dates)]
    if not gaps:
        return None
    return max(timedelta(seconds=median(gap.total_seconds() for gap in gaps)), (now - dates[0]) / 2)


def spread(url: str, now: datetime) -> float:
    """A factor from 0.9 to 1.1, drawn from the address and the minute."""
    drawn = zlib.crc32(f"{url} {now:%Y-%m-%dT%H:%M}".encode()) / 0xFFFFFFFF
    return 1 + SPREAD * (2 * drawn - 1)


def _adaptive(usual: timedelta | None) -> timedelta:
    return DEFAULT if usual is None else min(max(usual / 2, FLOOR), CEILING)


def _outside(when: datetime, hours: tuple[int, ...], days: tuple[int, ...]) -> datetime:
    """The first moment from `when` on that is not in a spared hour or day (UTC)."""
    for _ in range(8 * 24):
        if when.hour not in hours and when.isoweekday() not in days:
            return when
        when += timedelta(hours=1)  # keeps the minute, and so the spread
    return when
