"""The whole flow, from a feed to what is to be told."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.delivery import plain_text
from bot.feeds.fetch import Fetcher
from bot.pipeline import Done, Pipeline
from bot.service.render import Renderer
from storage.gazetteer import Gazetteer
from storage.records import Alert, Feed, Schedule
from storage.store import Store
from tests.bot.pipeline.conftest import (
    FLOOD,
    HTML,
    LONG,
    NOW,
    RSS,
    add,
    feed_of,
    items,
    newsroom,
    read,
    waiting,
)
from tests.newsroom import add_entry, add_feed
from tests.servers.feed_server import answer


async def test_an_item_becomes_a_brief_a_story_an_alert_and_a_digest(
    store: Store, gazetteer: Gazetteer
) -> None:
    store.alerts.add(Alert(0, "figure:killed>=5", "terminal"), NOW)
    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC", name="Morning"), NOW - timedelta(hours=1))
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        assert await read(pipeline) == Done(briefed=1, placed=1, alerted=1)

        (item,) = items(store)
        assert [(figure.low, figure.predicate) for figure in item.brief.figures] == [(7, "killed")]
        assert item.story_id is not None
        (alert,) = waiting(store)
        assert "**At least seven** people were killed" in (plain_text(alert.payload) or "")

        assert pipeline.digest(NOW) == 0, "it is not 07:00 yet"
        assert pipeline.digest(NOW + timedelta(hours=1)) == 1
        digest = waiting(store)[-1]
        assert digest.kind == "digest"
        assert "Flood in Sylhet" in (plain_text(digest.payload) or "")


async def test_a_second_run_repeats_nothing(store: Store, gazetteer: Gazetteer) -> None:
    store.alerts.add(Alert(0, "killed", "terminal"), NOW)
    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW)
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        later = NOW + timedelta(hours=1)
        await read(pipeline)
        pipeline.digest(later)
        before = store.stats()
        assert before["outbox"] == 2

        assert await read(pipeline, NOW + timedelta(hours=2)) == Done()
        assert pipeline.digest(later) == 0
        assert store.stats() == replace_bytes(before, store)


def replace_bytes(counts: dict[str, int], store: Store) -> dict[str, int]:
    """The same rows; the file may have grown."""
    return counts | {"bytes": store.stats()["bytes"]}


async def test_an_edited_item_gets_a_new_brief_and_keeps_its_story(
    store: Store, gazetteer: Gazetteer
) -> None:
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        await read(pipeline)
        (before,) = items(store)

        risen = FLOOD.replace("seven", "nine")
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", risen)), RSS)
        later = NOW + timedelta(hours=2)
        assert (await read(pipeline, later)).briefed == 1
        (after,) = items(store)

    assert [figure.low for figure in after.brief.figures] == [9]
    assert (after.entry.id, after.story_id) == (before.entry.id, before.story_id)
    assert store.stats()["figures"] == 1


async def test_the_text_behind_a_teaser_is_read_before_the_brief_is_made(
    store: Store, gazetteer: Gazetteer
) -> None:
    async with newsroom(store, gazetteer) as (pipeline, server):
        page = f"<html><body><article><h1>Flood</h1><p>{FLOOD}</p><p>{LONG}</p></article></body></html>"
        link = server.url("/story")
        feed = feed_of(("a", "Flood in Sylhet", "Teaser.")).replace("http://127.0.0.1/a", link)
        server.answers |= {"/feed": answer(200, feed, RSS), "/story": answer(200, page, HTML)}
        store.feeds.add(Feed(0, server.url("/feed"), "Harbour Wire"), NOW)
        assert (await read(pipeline)).briefed == 1
        (item,) = items(store)
    assert item.entry.text_source == "page"
    assert [figure.low for figure in item.brief.figures] == [7]


async def test_a_step_can_be_told_to_stop(store: Store, gazetteer: Gazetteer) -> None:
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        async for _ in pipeline.poll(NOW):
            pass
        assert await pipeline.think(NOW, stopped=lambda: True) == Done()
        assert await pipeline.think(NOW) == Done(1, 1, 1)


def test_a_story_split_by_hand_gets_a_profile_of_its_own(store: Store, gazetteer: Gazetteer) -> None:

    renderer = Renderer(discord=False)
    pipeline = Pipeline(store, Fetcher(), gazetteer, renderer.digest, renderer.alert)
    feed = add_feed(store)
    first = add_entry(store, feed, FLOOD, title="Flood in Sylhet")
    second = add_entry(store, feed, FLOOD + " " + FLOOD, title="Sylhet flood kills seven")
    pipeline.brief(NOW)
    pipeline.group(NOW)
    story = store.stories.of_entry(first.id)
    if story != store.stories.of_entry(second.id):
        store.stories.merge(story or 0, store.stories.of_entry(second.id) or 0, NOW)

    new = store.stories.split([second.id], NOW)
    assert store.stories.stale() != []
    pipeline.group(NOW)
    assert store.stories.stale() == []
    assert store.stories.of_entry(second.id) == new != story


@pytest.mark.parametrize(
    ("owner", "warnings", "schedule", "told"),
    [
        ("", None, None, ["terminal"]),
        ("", None, "discord:300", ["discord:300"]),
        ("discord:1", None, "discord:300", ["discord:300"]),
        ("discord:1", "400", "discord:300", ["discord:400"]),
        ("discord:1", None, None, []),
    ],
)
async def test_a_feed_that_is_gone_is_told_to_its_keepers_once(
    store: Store,
    gazetteer: Gazetteer,
    *,
    owner: str,
    warnings: str | None,
    schedule: str | None,
    told: list[str],
) -> None:
    if warnings is not None:
        store.settings.put(f"warnings:{owner}", warnings)
    if schedule is not None:
        store.subscriptions.add(Schedule(0, schedule, time(7), "UTC", owner=owner), NOW)
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(410)
        add(store, server, owner=owner)
        await read(pipeline)
        await read(pipeline, NOW + timedelta(days=1))
        async for _ in pipeline.poll(NOW + timedelta(days=1), [store.feeds.list()[0]]):
            pass
    notices = [
        *store.outbox.backlog("terminal"),
        *store.outbox.backlog("discord:300"),
        *store.outbox.backlog("discord:400"),
    ]
    assert [message.target for message in notices] == told
    if notices:
        gone = "Harbour Wire: the server says the feed is gone for good (410); look for its new address"
        assert plain_text(notices[0].payload) == gone
    assert len(server.asked("/feed")) == 2
