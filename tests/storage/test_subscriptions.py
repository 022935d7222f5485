"""Digests are due once for each local date, whatever the clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from storage.database import Database
from storage.due import day_due, next_due, occurrence
from storage.records import Digest, Schedule
from storage.subscriptions import Subscriptions

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def daily(zone: str, clock: str, days: tuple[int, ...] = ()) -> Schedule:
    return Schedule(id=0, target="discord:100", at=time.fromisoformat(clock), zone=zone, days=days)


@pytest.fixture
def subscriptions(database: Database) -> Subscriptions:
    return Subscriptions(database)


@pytest.mark.parametrize(
    ("zone", "clock", "day", "due"),
    [
        ("Europe/Berlin", "07:00", "2026-01-15", "2026-01-15T06:00:00Z"),
        ("Europe/Berlin", "07:00", "2026-07-15", "2026-07-15T05:00:00Z"),
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:30:00Z"),  # gap: 02:30 is 03:30 CEST
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30:00Z"),  # fold: the first 02:30
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:30:00Z"),  # gap: 03:30 EDT
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30:00Z"),  # fold: 01:30 EDT
        ("Asia/Kathmandu", "07:00", "2026-03-29", "2026-03-29T01:15:00Z"),  # +05:45
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45:00Z"),  # gap of 30 minutes
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45:00Z"),  # fold of 30 minutes
        ("Africa/Casablanca", "07:00", "2026-02-14", "2026-02-14T06:00:00Z"),
        ("Africa/Casablanca", "07:00", "2026-02-16", "2026-02-16T07:00:00Z"),  # Ramadan: clocks put back
        ("Pacific/Kiritimati", "00:00", "2027-01-01", "2026-12-31T10:00:00Z"),  # the year's first morning
        ("UTC", "00:00", "2028-02-29", "2028-02-29T00:00:00Z"),
    ],
)
def test_a_local_time_is_one_moment(zone: str, clock: str, day: str, due: str) -> None:
    assert occurrence(daily(zone, clock), date.fromisoformat(day)) == at(due)


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Pacific/Apia",
    ],
)
@pytest.mark.parametrize("clock", ["00:00", "01:45", "02:30", "07:00", "23:59"])
def test_a_year_of_days_has_one_digest_each(zone: str, clock: str) -> None:
    schedule = daily(zone, clock)
    now, days = at("2025-12-31T12:00:00Z"), []
    while now < at("2027-01-03T00:00:00Z"):
        now = next_due(schedule, now)
        day = day_due(schedule, now)
        assert day is not None
        days.append(day)
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]


def test_days_of_the_week_are_those_of_the_channels_zone() -> None:
    mondays = daily("Pacific/Auckland", "07:00", days=(1,))
    assert next_due(mondays, at("2026-03-01T12:00:00Z")) == at("2026-03-01T18:00:00Z")  # Monday there


def test_after_days_of_standstill_the_latest_date_counts() -> None:
    schedule = daily("Europe/Berlin", "07:00")
    assert day_due(schedule, at("2026-03-05T08:00:00Z")) == date(2026, 3, 5)
    assert day_due(schedule, at("2026-03-05T05:59:00Z")) == date(2026, 3, 4)


def test_a_date_is_claimed_once_even_if_the_clock_jumps_back(subscriptions: Subscriptions) -> None:
    schedule = subscriptions.add(daily("Europe/Berlin", "07:00"), NOW)
    digest = Digest("World", NOW - timedelta(days=1), NOW, "Europe/Berlin", (), 0, 0)
    assert subscriptions.claim(schedule, date(2026, 3, 1), digest, 14, NOW) == 1
    assert subscriptions.claim(schedule, date(2026, 3, 1), digest, 15, NOW - timedelta(hours=1)) is None
    told = subscriptions.get(schedule.id)
    assert told is not None
    assert told.told_until == 14
    assert subscriptions.last_told(schedule) == digest


def test_two_owners_may_have_a_digest_in_one_channel_at_one_time(subscriptions: Subscriptions) -> None:
    operators = subscriptions.add(daily("UTC", "07:00"), NOW)
    servers = subscriptions.add(replace(daily("UTC", "07:00"), owner="discord:1"), NOW)
    day, digest = date(2026, 3, 1), Digest("", NOW, NOW, "UTC", (), 0, 0)
    assert subscriptions.claim(operators, day, digest, 3, NOW) is not None
    assert subscriptions.claim(servers, day, digest, 3, NOW) is not None
    assert subscriptions.claim(servers, day, digest, 3, NOW) is None


def test_a_channel_scheduled_again_is_not_told_the_archive(subscriptions: Subscriptions) -> None:
    wanted = replace(daily("Europe/Berlin", "07:00"), owner="discord:1")
    first = subscriptions.add(wanted, NOW)
    digest = Digest("World", NOW - timedelta(days=1), NOW, "Europe/Berlin", (), 0, 0)
    subscriptions.claim(first, date(2026, 3, 1), digest, 14, NOW, edits=3)
    assert subscriptions.remove("discord:1", first.id)
    again = subscriptions.add(wanted, NOW + timedelta(days=30))
    assert again.told_until == 14


def test_a_schedule_is_due_at_its_time_and_not_while_paused(subscriptions: Subscriptions) -> None:
    schedule = subscriptions.add(daily("UTC", "07:00"), NOW)
    assert subscriptions.due(NOW) == ()
    seven = NOW + timedelta(hours=1)
    assert [s.id for s in subscriptions.due(seven)] == [schedule.id]
    assert subscriptions.next_at() == seven
    subscriptions.pause(schedule.id, "by hand")
    assert subscriptions.due(seven) == ()
    subscriptions.pause(schedule.id, None)
    subscriptions.skip(schedule, seven)
    assert subscriptions.due(seven) == ()


def test_a_restart_forgets_no_digest_that_came_due_meanwhile(subscriptions: Subscriptions) -> None:
    wanted = [daily("UTC", "07:00")]
    subscriptions.keep_only("", wanted, NOW)
    two_days_on = NOW + timedelta(days=2)
    subscriptions.keep_only("", wanted, two_days_on)
    assert [s.at for s in subscriptions.due(two_days_on)] == [time(7, 0)]


def test_a_changed_list_changes_the_schedules(subscriptions: Subscriptions) -> None:
    first, second = daily("UTC", "07:00"), daily("UTC", "19:00")
    subscriptions.keep_only("", [first, second], NOW)
    subscriptions.add(replace(first, owner="discord:1"), NOW)
    subscriptions.keep_only("", [replace(second, zone="Asia/Kathmandu")], NOW)
    assert [(s.at, s.zone) for s in subscriptions.of_owner("")] == [(time(19, 0), "Asia/Kathmandu")]
    assert len(subscriptions.of_owner("discord:1")) == 1


def test_nobody_removes_the_schedule_of_another(subscriptions: Subscriptions) -> None:
    mine = subscriptions.add(replace(daily("UTC", "07:00"), owner="discord:1"), NOW)
    assert not subscriptions.remove("discord:2", mine.id)
    assert subscriptions.remove("discord:1", mine.id)
