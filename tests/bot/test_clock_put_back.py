"""A clock that was ahead and is put right: nothing stands still until the time it showed has come."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from bot.schedule import Job, make_scheduler, mind_the_clock
from bot.service.health import beat, first_beat, is_alive, last_beat
from storage.records import Alert, Brief, Decision, Hit, HostHold, Schedule
from storage.store import Store
from tests.newsroom import add_entry, add_feed, span

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
YEAR, HOUR, MINUTE = timedelta(days=365), timedelta(hours=1), timedelta(minutes=1)
SOON = timedelta(milliseconds=40)


async def test_jobs_go_on_when_the_clock_is_put_back() -> None:
    ran = asyncio.Event()

    async def work() -> None:
        ran.set()

    with time_machine.travel(NOW) as clock:
        scheduler = make_scheduler([Job("read", work, SOON)])
        scheduler.start()
        minder = asyncio.create_task(mind_the_clock(scheduler))
        await asyncio.wait_for(ran.wait(), 30)
        await asyncio.sleep(0)
        clock.shift(-HOUR)
        for _ in range(2):  # at once, and at its interval again
            ran.clear()
            await asyncio.wait_for(ran.wait(), 30)
        minder.cancel()
        scheduler.shutdown()
    assert ran.is_set()


def test_a_beat_from_a_time_to_come_tells_that_the_clock_was_put_back(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    feed = add_feed(store)
    beat(store, NOW + HOUR)
    store.feeds.resume(feed.id, NOW + HOUR + 10 * MINUTE)  # read again in ten minutes
    beat(store, NOW)
    assert [record.getMessage() for record in caplog.records] == [
        "the clock was put back by 1:00:00; what waited for its time waits by the new one"
    ]
    assert store.feeds.due(NOW + 9 * MINUTE) == []
    assert [due.id for due in store.feeds.due(NOW + 10 * MINUTE)] == [feed.id]


def test_beats_in_order_move_nothing(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    feed = add_feed(store)
    store.feeds.resume(feed.id, NOW + 10 * MINUTE)
    beat(store, NOW)
    beat(store, NOW + MINUTE)
    beat(store, NOW + MINUTE / 2)  # clocks are put right by seconds all the time
    assert caplog.records == []
    assert store.feeds.due(NOW + 9 * MINUTE) == []


def test_what_waits_waits_for_as_long_as_was_meant(store: Store) -> None:
    ahead = NOW + YEAR
    store.feeds.hold(HostHold("busy.example", ahead + HOUR, "it asked for an hour"))
    (message,) = store.outbox.put("discord:1", "alert", "one", ["{}"], ahead)
    store.outbox.wait(message, ahead + MINUTE, "429", doubtful=False)
    store.outbox.holds.add("discord:2", "no rights", ahead, ahead + HOUR)
    store.clock_put_back(YEAR, NOW)
    assert store.feeds.holds(NOW) == {"busy.example": NOW + HOUR}
    assert store.outbox.waiting(NOW) == ()
    assert [one.id for one in store.outbox.waiting(NOW + MINUTE)] == [message]
    assert [hold.probe_at for hold in store.outbox.holds.all()] == [NOW + HOUR]


def test_what_was_overdue_by_the_wrong_clock_is_due(store: Store) -> None:
    feed = add_feed(store)
    store.feeds.resume(feed.id, NOW + HOUR)
    store.clock_put_back(YEAR, NOW)
    assert [due.id for due in store.feeds.due(NOW)] == [feed.id]


def test_alerts_count_by_the_right_clock_again(store: Store) -> None:
    entry = add_entry(store, add_feed(store), "Seven died.")
    store.briefs.put(entry, Brief("Seven died"), 1, NOW)
    alert = store.alerts.add(Alert(0, "died", "terminal"), NOW)
    item = store.briefs.item(entry.id)
    assert item is not None
    hit = Hit("died", 0, 5, "die", span("Seven died.", "Seven"), "reported")
    store.alerts.record(alert, item, hit, Decision("send", ""), NOW + YEAR - HOUR)
    store.alerts.mute(alert.id, NOW + YEAR + HOUR)
    assert store.alerts.history(alert, None, NOW).sent_today == 1
    store.clock_put_back(YEAR, NOW)

    assert [told.at for told in store.alerts.hits(alert.id)] == [NOW - HOUR]
    assert store.alerts.history(alert, None, NOW + 24 * HOUR).sent_today == 0, "one a day ago, not today"
    assert store.alerts.get(alert.id).muted_until == NOW + HOUR  # type: ignore[union-attr]


@pytest.mark.parametrize("ahead", [HOUR, YEAR])
def test_a_rule_muted_by_the_right_clock_stays_muted(store: Store, ahead: timedelta) -> None:
    alert = store.alerts.add(Alert(0, "died", "terminal"), NOW)
    store.alerts.mute(alert.id, NOW + HOUR)
    store.clock_put_back(ahead, NOW)
    assert store.alerts.get(alert.id).muted_until == NOW + HOUR  # type: ignore[union-attr]


def test_digests_come_at_their_times_again(store: Store) -> None:
    seven = store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW)
    store.subscriptions.skip(seven, NOW + YEAR + 2 * HOUR)
    assert store.subscriptions.next_at() == datetime(2027, 11, 25, 7, tzinfo=UTC)
    store.clock_put_back(YEAR, NOW)
    assert store.subscriptions.next_at() == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_a_service_that_does_not_notice_is_not_alive(store: Store) -> None:
    beat(store, NOW + HOUR)
    assert not is_alive(store, NOW)
    beat(store, NOW)
    assert is_alive(store, NOW + MINUTE)


def test_a_service_that_ended_is_not_alive_and_one_started_since_is(store: Store) -> None:
    first_beat(store, NOW)
    last_beat(store, NOW + MINUTE)
    beat(store, NOW + MINUTE / 2)  # was under way in a thread of its own when the service ended
    assert not is_alive(store, NOW + MINUTE)
    first_beat(store, NOW - MINUTE / 2)  # put back a little meanwhile
    assert is_alive(store, NOW)


def test_a_service_that_ended_before_its_first_beat_is_not_alive(store: Store) -> None:
    last_beat(store, NOW)
    assert not is_alive(store, NOW)
