"""A digest a day, whatever the clocks do: summer time, the new year, a host whose clock goes wrong."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import msgspec
import pytest

from bot.feeds.fetch import Fetcher
from bot.pipeline import Pipeline
from bot.service.render import Renderer
from storage.gazetteer import Gazetteer
from storage.records import Arrival, Arrivals, Digest, Feed, ParsedEntry, Schedule, Visit
from storage.store import Store
from tests.newsroom import add_feed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEP = timedelta(minutes=15)
PLACES = ("Sylhet", "Beira", "Izmir", "Lima", "Accra", "Oslo")


@pytest.fixture
def days(store: Store, gazetteer: Gazetteer) -> Days:
    return Days(store, gazetteer)


class Days:
    """A pipeline whose clock is turned by hand, with news whenever a digest is asked for."""

    def __init__(self, store: Store, gazetteer: Gazetteer) -> None:
        renderer = Renderer(discord=False)
        self.store = store
        self.feed: Feed = add_feed(store)
        self.pipeline = Pipeline(store, Fetcher(), gazetteer, renderer.digest, renderer.alert)
        self.written = 0

    async def at(self, now: datetime) -> None:
        """One round of the service at a moment."""
        if self.written < len(PLACES) and self.store.subscriptions.due(now):
            place = PLACES[self.written]
            text = f"At least {self.written + 2} people were killed in a flood in {place}, the mayor said."
            url = f"{self.feed.url}/{place}"
            item = ParsedEntry(place, "guid", f"Flood in {place}", url, text, now - HOUR)
            self.store.entries.take(Visit(self.feed, "new", arrivals=Arrivals(new=(Arrival(item),))), now)
            self.written += 1
            await self.pipeline.think(now)
        self.pipeline.digest(now)

    def told(self) -> list[str]:
        """The dates of the digests that were queued, in order."""
        return [message.key.partition(" ")[0] for message in self.store.outbox.backlog("terminal")]

    def digests(self) -> list[Digest]:
        rows = self.store._database.query("select data from digests order by id")
        return [msgspec.json.decode(row["data"], type=Digest) for row in rows]


@pytest.mark.parametrize(
    ("zone", "clock", "noon", "dates"),
    [
        ("Europe/Berlin", "02:30", "2026-03-28", ["2026-03-29", "2026-03-30"]),  # 02:30 does not exist
        ("Europe/Berlin", "02:30", "2026-10-24", ["2026-10-25", "2026-10-26"]),  # 02:30 comes twice
        ("America/New_York", "01:30", "2026-10-31", ["2026-11-01", "2026-11-02"]),
        ("Asia/Kathmandu", "00:00", "2026-03-28", ["2026-03-29", "2026-03-30"]),
        ("Australia/Lord_Howe", "01:45", "2026-04-04", ["2026-04-05", "2026-04-06"]),  # half an hour twice
        ("Africa/Casablanca", "02:30", "2026-02-14", ["2026-02-15", "2026-02-16"]),  # Ramadan begins
        ("Pacific/Kiritimati", "00:00", "2026-12-29", ["2026-12-31", "2027-01-01"]),  # +14: a year's first
    ],
)
async def test_each_local_date_has_one_digest(
    days: Days, zone: str, clock: str, noon: str, dates: list[str]
) -> None:
    now = datetime.fromisoformat(noon).replace(hour=11, tzinfo=UTC)
    end = now + 2 * DAY
    days.store.subscriptions.add(Schedule(0, "terminal", time.fromisoformat(clock), zone), now)
    while now < end:
        await days.at(now)
        now += STEP
    assert days.told() == dates


async def test_a_host_whose_clock_jumps_tells_nothing_twice(days: Days) -> None:
    seven = datetime(2026, 5, 4, 7, tzinfo=UTC)
    days.store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), seven - HOUR)
    for now in (seven, seven - HOUR, seven + timedelta(minutes=1), seven - 2 * HOUR, seven + HOUR):
        await days.at(now)
    assert days.told() == ["2026-05-04"]
    for now in (seven + DAY + HOUR, seven + DAY - HOUR, seven + DAY):
        await days.at(now)
    assert days.told() == ["2026-05-04", "2026-05-05"]


async def test_a_clock_that_was_a_year_ahead_costs_no_digest_once_it_is_put_back(days: Days) -> None:
    seven = datetime(2026, 5, 4, 7, tzinfo=UTC)
    days.store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), seven - HOUR)
    await days.at(seven + 365 * DAY)
    days.store.clock_put_back(365 * DAY, seven + HOUR)
    await days.at(seven + DAY)
    await days.at(seven + 2 * DAY)
    assert days.told() == ["2027-05-04", "2026-05-05", "2026-05-06"]
    told = [digest.since for digest in days.digests()]
    assert told == [seven + 364 * DAY, seven, seven + DAY]


async def test_a_service_that_stood_still_for_days_tells_one_digest(days: Days) -> None:
    seven = datetime(2026, 5, 4, 7, tzinfo=UTC)
    days.store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), seven - HOUR)
    await days.at(seven)
    await days.at(seven + 4 * DAY + 3 * HOUR)
    assert days.told() == ["2026-05-04", "2026-05-08"]
