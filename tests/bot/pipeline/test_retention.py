"""What an archive let go of is never told again, and what is still to be told is not let go of."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.delivery import plain_text
from storage.gazetteer import Gazetteer
from storage.records import Alert, Lookup, Schedule
from storage.retention import Going
from storage.store import Store
from tests.bot.pipeline.conftest import (
    FERRY,
    FLOOD,
    NOW,
    RSS,
    add,
    feed_of,
    newsroom,
    read,
    waiting,
)
from tests.servers.feed_server import answer

LATER = NOW + timedelta(days=200)
KEPT_SINCE = LATER - timedelta(days=180)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("shown", "briefed"),
    [
        (feed_of(("a", "Flood in Sylhet", FLOOD)), 0),
        (feed_of(("a", "Flood in Sylhet", FLOOD.replace("seven", "nine"))), 1),
        (feed_of(("moved", "Flood in Sylhet", FLOOD)).replace("1/moved", "1/a"), 0),
    ],
    ids=["as it was", "edited", "under another guid"],
)
async def test_an_item_that_was_let_go_of_is_not_told_again(
    store: Store, gazetteer: Gazetteer, shown: str, briefed: int
) -> None:
    store.alerts.add(Alert(0, "killed OR flood", "terminal"), NOW)
    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW - HOUR)
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        await read(pipeline)
        assert pipeline.digest(NOW + HOUR) == 1
        told = [message.kind for message in waiting(store)]
        assert told == ["alert", "digest"]

        assert store.prune(KEPT_SINCE) == Going(stories=1, items=1, figures=1, claims=1, places=1)
        assert store.figures.find(Lookup()) == []
        assert store.briefs.backlog() == {}

        server.answers["/feed"] = answer(200, shown, RSS)
        assert (await read(pipeline, LATER)).briefed == briefed
        assert pipeline.digest(LATER + DAY) == 0
    assert [message.kind for message in waiting(store)] == told
    assert store.check() == []


async def test_what_a_channel_was_not_told_yet_waits_for_it(store: Store, gazetteer: Gazetteer) -> None:
    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW - HOUR)
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        await read(pipeline)
        assert pipeline.digest(NOW + HOUR) == 1
        server.answers["/feed"] = answer(200, feed_of(("b", "Ferry sinks off Mindoro", FERRY)), RSS)
        await read(pipeline, NOW + 2 * HOUR)

        assert store.prune(KEPT_SINCE).items == 1, "the service stopped here for 200 days"
        assert pipeline.digest(LATER) == 1
        assert store.prune(KEPT_SINCE).items == 1
    _, second = waiting(store)
    assert "Ferry sinks off Mindoro" in (plain_text(second.payload) or "")


async def test_news_behind_the_link_of_an_item_let_go_of_is_news(store: Store, gazetteer: Gazetteer) -> None:
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        await read(pipeline)
        store.prune(KEPT_SINCE)
        other = feed_of(("b", "Ferry sinks off Mindoro", FERRY), hours_ago=-24 * 200).replace("1/b", "1/a")
        server.answers["/feed"] = answer(200, other, RSS)
        assert (await read(pipeline, LATER + HOUR)).briefed == 1
    assert [row.title for row in store.figures.find(Lookup())] == ["Ferry sinks off Mindoro"]
