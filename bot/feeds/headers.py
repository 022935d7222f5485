"""What a response's headers ask of us: when to come back, and which validators to bring. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(hours=24)  # no server may silence a feed for longer
RETRY_DEFAULT = timedelta(minutes=10)  # what "too many requests" means when it does not say
CLOCK_SKEW = timedelta(minutes=10)


def http_date(text: str | None) -> datetime | None:
    """An HTTP date in UTC, or None for anything else."""
    if not text:
        return None
    try:
        when = parsedate_to_datetime(text)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def retry_after(headers: Mapping[str, str]) -> timedelta:
    """How long a 429 or 503 asks to be left alone, between now and a day.

    A date is measured against the server's own Date, so that a wrong clock on either side does no
    harm; the past, a negative number and garbage mean ten minutes.
    """
    text = (headers.get("Retry-After") or "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        wait = timedelta(seconds=int(text))
    else:
        wait = _from_server_now(headers, text) or timedelta(0)
    return min(wait, LONGEST) if wait > timedelta(0) else RETRY_DEFAULT


def fresh_for(headers: Mapping[str, str]) -> timedelta:
    """How long the answer says it stays fresh: max-age, else Expires against Date; zero if it is silent.

    `s-maxage` is meant for shared caches and does not count.
    """
    control = (headers.get("Cache-Control") or "").lower()
    if re.search(r"\bno-(cache|store)\b", control):
        return timedelta(0)
    age = re.search(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,12})", control)
    if age is not None:
        return min(timedelta(seconds=min(int(age.group(1)), 10**8)), LONGEST)
    wait = _from_server_now(headers, headers.get("Expires") or "")
    return timedelta(0) if wait is None else max(timedelta(0), min(wait, LONGEST))


def validators(headers: Mapping[str, str], now: datetime) -> tuple[str | None, str | None]:
    """(ETag, Last-Modified), byte for byte. A Last-Modified of the future is never true, nor useful."""
    etag = headers.get("ETag") or None
    modified = headers.get("Last-Modified") or None
    when = http_date(modified)
    if when is not None and when > now + CLOCK_SKEW:
        modified = None
    return etag, modified


def _from_server_now(headers: Mapping[str, str], text: str) -> timedelta | None:
    until, server_now = http_date(text), http_date(headers.get("Date"))
    return None if until is None or server_now is None else until - server_now
