"""What feeds.yaml may say. Each field's description is what a fault report says was expected there."""

from __future__ import annotations

import difflib
from datetime import time, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.periods import parse_period
from storage.records import OPEN_FOR, Alert, Feed, Reliability, Schedule, Status

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHORTEST_INTERVAL = timedelta(minutes=1)
LONGEST_INTERVAL = timedelta(days=7)
LONGEST_KEPT = timedelta(weeks=5200)  # dates have an end; who wants to keep more says nothing
SNOWFLAKE_DIGITS = range(1, 21)  # 17 to 19 in practice; a server of one's own may number otherwise
OWNER = ""  # what feeds.yaml lists belongs to the operator, not to a chat's server


def _url(value: Any) -> str:
    parts = urlsplit(str(value).strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(str(value).split()) != 1:
        raise ValueError
    _ = parts.port  # raises ValueError for what is none
    return str(value).strip()


def _interval(value: Any) -> timedelta:
    period = parse_period(str(value))
    if not SHORTEST_INTERVAL <= period <= LONGEST_INTERVAL:
        raise ValueError
    return period


def _period(value: Any) -> timedelta:
    return parse_period(str(value))


def _kept(value: Any) -> timedelta:
    period = parse_period(str(value))
    if not OPEN_FOR <= period <= LONGEST_KEPT:
        raise ValueError
    return period


def _clock(value: Any) -> time:
    hours, separator, minutes = str(value).partition(":")
    if not separator or len(minutes) != 2:
        raise ValueError
    return time(int(hours), int(minutes))


def _hours(value: Any) -> tuple[time, time]:
    start, separator, end = str(value).partition("-")
    if not separator:
        raise ValueError
    return _clock(start.strip()), _clock(end.strip())


def _zone(value: Any) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (OSError, ValueError, LookupError):
        raise ValueError(nearest(str(value), available_timezones())) from None


def _days(value: Any) -> tuple[int, ...]:
    """Names and ranges of weekdays as ISO numbers; "fri-mon" goes round the week's end."""
    names = value if isinstance(value, list) else str(value).split(",")
    found: list[int] = []
    for name in names:
        first, _, last = str(name).strip().lower().partition("-")
        start, end = _day(first), _day(last or first)
        found += [(start + n) % 7 + 1 for n in range((end - start) % 7 + 1)]
    return tuple(sorted(set(found)))


def _day(name: str) -> int:
    return DAYS.index(name.strip()[:3]) if len(name.strip()) >= 3 else DAYS.index(name.strip())


def _channel(value: Any) -> str:
    text = str(value).strip()
    if text == "terminal":
        return text
    if not (text.isascii() and text.isdigit() and len(text) in SNOWFLAKE_DIGITS):
        raise ValueError
    return f"discord:{text}"


def _role(value: Any) -> str:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) in SNOWFLAKE_DIGITS):
        raise ValueError
    return text


def _language(value: Any) -> str:
    text = str(value).strip().lower()
    if not (text.isascii() and text.isalpha() and len(text) in {2, 3}):
        raise ValueError
    return text


def nearest(word: str, known: Any) -> str:
    """A hint at the nearest known word, or nothing."""
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"did you mean {close[0]!r}?" if close else ""


Tags = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...], Field(description="a list of words such as [asia, wire]")
]
Channel = Annotated[
    str, BeforeValidator(_channel), Field(description="a channel's id (a number) or the word terminal")
]
Zone = Annotated[str, BeforeValidator(_zone), Field(description="a time zone such as Europe/Berlin or UTC")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FeedPart(_Part):
    url: Annotated[str, BeforeValidator(_url), Field(description="an address that starts with http(s)://")]
    title: Annotated[str, Field(description="a name for the outlet")] = ""
    tags: Tags = ()
    interval: Annotated[
        timedelta | None,
        BeforeValidator(_interval),
        Field(description="a period from 1m to 7d such as 30m or 2h"),
    ] = None
    full_text: Annotated[bool, Field(strict=True, description="true (read the linked page too) or false")] = (
        True
    )
    lang: Annotated[str, BeforeValidator(_language), Field(description="a language code such as en")] = "en"
    reliability: Annotated[
        Reliability, Field(description="a letter from A (always right so far) to F (not known)")
    ] = "F"

    def record(self) -> Feed:
        return Feed(
            id=0,
            url=self.url,
            title=self.title,
            tags=self.tags,
            interval=self.interval,
            full_text=self.full_text,
            lang=self.lang,
            reliability=self.reliability,
            owner=OWNER,
        )


class DigestPart(_Part):
    channel: Channel = "terminal"
    time: Annotated[
        Any, BeforeValidator(_clock), Field(description='a time of day in quotes such as "07:00"')
    ]
    zone: Zone = "UTC"
    days: Annotated[
        tuple[int, ...],
        BeforeValidator(_days),
        Field(description="weekdays such as [mon, wed] or mon-fri"),
    ] = ()
    tags: Tags = ()
    stories: Annotated[int, Field(ge=1, le=25, strict=True, description="a number from 1 to 25")] = 8
    name: Annotated[str, Field(max_length=80, description="a name of up to 80 characters")] = ""

    def record(self) -> Schedule:
        return Schedule(
            id=0,
            target=self.channel,
            at=self.time,
            zone=self.zone,
            days=self.days,
            tags=self.tags,
            stories=self.stories,
            owner=OWNER,
            name=self.name,
        )


class AlertPart(_Part):
    rule: Annotated[
        str, Field(min_length=1, description='a rule in quotes such as "withdrawal AND place:Sudan"')
    ]
    channel: Channel = "terminal"
    tags: Tags = ()
    statuses: Annotated[
        tuple[Status, ...],
        Field(description="a list of reported, claimed, denied, demanded, planned, possible"),
    ] = ()
    mention: Annotated[str | None, BeforeValidator(_role), Field(description="a role's id (a number)")] = None
    cooldown: Annotated[timedelta, BeforeValidator(_period), Field(description="a period such as 6h")] = (
        timedelta(hours=6)
    )
    quiet: Annotated[Any, BeforeValidator(_hours), Field(description='hours such as "22:00-07:00"')] = None
    zone: Zone = "UTC"
    daily_cap: Annotated[int, Field(ge=1, le=1000, strict=True, description="a number from 1 to 1000")] = 20

    def record(self) -> Alert:
        return Alert(
            id=0,
            rule=self.rule,
            target=self.channel,
            statuses=self.statuses,
            tags=self.tags,
            owner=OWNER,
            mention=self.mention,
            cooldown=self.cooldown,
            quiet=self.quiet,
            zone=self.zone,
            daily_cap=self.daily_cap,
        )


class FileParts(_Part):
    """The whole file: three lists, of which only the first must have something in it, and what is kept."""

    feeds: Annotated[tuple[FeedPart, ...], Field(min_length=1, description="a list of at least one feed")]
    digests: Annotated[tuple[DigestPart, ...], Field(description="a list of digests")] = ()
    alerts: Annotated[tuple[AlertPart, ...], Field(description="a list of alerts")] = ()
    keep: Annotated[
        timedelta | None,
        BeforeValidator(_kept),
        Field(description=f"a period from {OPEN_FOR.days}d on, such as 180d or 52w"),
    ] = None


PARTS: dict[str, type[_Part]] = {"feeds": FeedPart, "digests": DigestPart, "alerts": AlertPart}
