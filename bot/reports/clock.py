"""Times as a reader in a time zone says them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def local(when: datetime, zone: str) -> datetime:
    return when.astimezone(ZoneInfo(zone))


def city(zone: str) -> str:
    """ "Europe/Kyiv" -> "Kyiv"."""
    return zone.rpartition("/")[2].replace("_", " ")


def full(when: datetime, zone: str) -> str:
    """ "Thu 31 Oct 2024, 07:00 Kyiv"."""
    there = local(when, zone)
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M} {city(zone)}"


def day(when: datetime, zone: str) -> str:
    """ "Wed 30 Oct"."""
    there = local(when, zone)
    return f"{there:%a} {there.day} {there:%b}"


def date(when: datetime, zone: str) -> str:
    """ "30 Oct"."""
    there = local(when, zone)
    return f"{there.day} {there:%b}"


def brief_time(when: datetime, now: datetime | None, zone: str) -> str:
    """ "14:02" within a day of now, else "Wed 30 Oct"."""
    if now is not None and timedelta(0) <= now - when < timedelta(days=1):
        return f"{local(when, zone):%H:%M}"
    return day(when, zone)


def moment(when: datetime, now: datetime | None, zone: str) -> str:
    """ "14:02" within a day of now, else "Wed 30 Oct 14:02"."""
    clock = f"{local(when, zone):%H:%M}"
    near = brief_time(when, now, zone)
    return near if near == clock else f"{near} {clock}"


def since(when: datetime, now: datetime, zone: str) -> str:
    """ "07:00", "yesterday", "Tuesday", "30 October": the way one says since when."""
    there, here = local(when, zone), local(now, zone)
    days = (here.date() - there.date()).days
    if days <= 0:
        return f"{there:%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{there:%A}" if days < 7 else f"{there.day} {there:%B}"
