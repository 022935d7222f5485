"""Each channel is told what is new to it, once."""

from __future__ import annotations

import json
from datetime import time, timedelta

from bot.delivery import plain_text
from bot.pipeline import Done
from storage.gazetteer import Gazetteer
from storage.records import Alert, Schedule
from storage.store import Store
from tests.bot.pipeline.conftest import (
    FERRY,
    FLOOD,
    NOW,
    RSS,
    add,
    feed_of,
    items,
    newsroom,
    read,
    waiting,
)
from tests.servers.feed_server import answer


async def test_a_digest_tells_what_came_since_the_last_and_nothing_twice(
    store: Store, gazetteer: Gazetteer
) -> None:
    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW - timedelta(hours=1))
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        await read(pipeline)
        pipeline.digest(NOW + timedelta(hours=1))

        tomorrow = NOW + timedelta(days=1)
        assert pipeline.digest(tomorrow + timedelta(hours=1)) == 0, "no news, no digest"

        more = feed_of(("b", "Ferry sinks off Mindoro", FERRY), hours_ago=-30)
        server.answers["/feed"] = answer(200, more, RSS)
        await read(pipeline, NOW + timedelta(days=1, hours=8))
        assert pipeline.digest(NOW + timedelta(days=2, hours=1)) == 1

    first, second = (plain_text(message.payload) or "" for message in waiting(store))
    assert "Flood in Sylhet" in first
    assert "Ferry sinks off Mindoro" in second
    assert "unchanged" in second or "Flood" not in second


async def test_an_edit_is_told_once_if_it_changes_what_is_said(store: Store, gazetteer: Gazetteer) -> None:
    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW - timedelta(hours=1))

    async def publish(text: str, days: int) -> int:
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", text)), RSS)
        await read(pipeline, NOW + timedelta(days=days))
        return pipeline.digest(NOW + timedelta(days=days, hours=1))

    async with newsroom(store, gazetteer) as (pipeline, server):
        add(store, server)
        assert await publish(FLOOD, 0) == 1
        assert await publish(FLOOD.replace("seven", "nine"), 1) == 1
        assert await publish(FLOOD.replace("seven", "nine") + " Rain is forecast.", 2) == 0
        assert pipeline.digest(NOW + timedelta(days=3, hours=1)) == 0

    _, second = (plain_text(message.payload) or "" for message in waiting(store))
    assert "CHANGED · 1 independent source" in second
    assert "at least 7 → at least 9" in second


async def test_an_item_still_being_worked_on_is_left_to_the_next_digest(
    store: Store, gazetteer: Gazetteer
) -> None:
    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW - timedelta(hours=1))
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        await read(pipeline)
        server.answers["/feed"] = answer(200, feed_of(("b", "Ferry sinks off Mindoro", FERRY)), RSS)
        async for _ in pipeline.poll(NOW + timedelta(minutes=59)):
            pass

        assert pipeline.digest(NOW + timedelta(hours=1)) == 1
        await pipeline.think(NOW + timedelta(hours=1))
        assert pipeline.digest(NOW + timedelta(days=1, hours=1)) == 1

    first, second = (plain_text(message.payload) or "" for message in waiting(store))
    assert "Ferry" not in first
    assert "Ferry sinks off Mindoro" in second


async def test_a_server_is_told_of_its_own_feeds_and_the_operators_alone(
    store: Store, gazetteer: Gazetteer
) -> None:
    for owner in ("", "discord:1", "discord:2"):
        schedule = Schedule(0, f"terminal:{owner}", time(7), "UTC", owner=owner)
        store.subscriptions.add(schedule, NOW - timedelta(hours=1))
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers |= {
            "/all": answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS),
            "/one": answer(200, feed_of(("b", "Ferry sinks off Mindoro", FERRY)), RSS),
        }
        add(store, server, "/all")
        add(store, server, "/one", owner="discord:1")
        await read(pipeline)
        pipeline.digest(NOW + timedelta(hours=1))

    def told(owner: str) -> str:
        return json.dumps([message.payload for message in waiting(store, f"terminal:{owner}")])

    assert "Ferry" in told("discord:1")
    assert "Flood" in told("discord:1")
    for other in ("", "discord:2"):
        assert "Flood" in told(other)
        assert "Ferry" not in told(other)


async def test_the_first_digest_tells_the_newest_of_each_feed_and_alerts_of_no_archive(
    store: Store, gazetteer: Gazetteer
) -> None:
    store.alerts.add(Alert(0, "ferry", "discord:300", daily_cap=100), NOW)
    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC", stories=25), NOW - timedelta(hours=1))
    async with newsroom(store, gazetteer) as (pipeline, server):
        for outlet in ("north", "south"):
            told = [
                (f"{outlet}-{n}", f"Ferry {outlet}{n} ran aground", f"A ferry ran aground on reef {n}.")
                for n in range(30)
            ]
            server.answers[f"/{outlet}"] = answer(200, feed_of(*told), RSS)
            add(store, server, f"/{outlet}")
        assert await read(pipeline) == Done(briefed=60, placed=60, alerted=20)
        assert pipeline.digest(NOW + timedelta(hours=1)) == 1
    told_of = [item.entry.ident for item in items(store) if item.entry.announce]
    assert sorted(told_of) == sorted(f"guid:{outlet}-{n}" for outlet in ("north", "south") for n in range(10))
    digest = plain_text(store.outbox.backlog("terminal")[0].payload) or ""
    assert "ran aground" in digest
    assert "north29" not in digest
