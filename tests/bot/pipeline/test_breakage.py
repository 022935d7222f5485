"""What breaks on the way keeps nothing else back."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.delivery import plain_text
from bot.pipeline import Done
from storage.database import StorageError
from storage.gazetteer import Gazetteer
from storage.records import Brief, Feed, Schedule, Span
from storage.store import Store
from tests.bot.pipeline.conftest import (
    FLOOD,
    HTML,
    NOW,
    RSS,
    add,
    feed_of,
    items,
    newsroom,
    read,
    waiting,
)
from tests.servers.feed_server import answer, slowly


async def test_a_store_that_fails_while_pages_are_read_says_so_itself(
    store: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("the disk is full")

    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", "Teaser.")), RSS)
        store.feeds.add(Feed(0, server.url("/feed"), "Harbour Wire"), NOW)
        async for _ in pipeline.poll(NOW):
            pass
        monkeypatch.setattr(store.entries, "put_text", full)
        with pytest.raises(StorageError, match="the disk is full"):
            await pipeline.read_pages(NOW)


async def test_a_page_that_breaks_its_reading_stops_nothing(
    store: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")

    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        store.feeds.add(Feed(0, server.url("/feed"), "Harbour Wire"), NOW)
        monkeypatch.setattr("bot.pipeline.fetch_page", broken)
        assert (await read(pipeline)).briefed == 1
        assert store.entries.without_full_text(10) == [], "it is not tried again and again"


async def test_pages_that_take_too_long_are_left_to_the_next_round(
    store: Store, gazetteer: Gazetteer
) -> None:
    async with newsroom(store, gazetteer) as (pipeline, server):
        link = server.url("/slow")
        feed = feed_of(("a", "Flood in Sylhet", FLOOD)).replace("http://127.0.0.1/a", link)
        server.answers |= {"/feed": answer(200, feed, RSS), "/slow": slowly(answer(200, "x"), 20)}
        store.feeds.add(Feed(0, server.url("/feed"), "Harbour Wire"), NOW)
        async for _ in pipeline.poll(NOW):
            pass
        assert await pipeline.read_pages(NOW, within=timedelta(seconds=0.3)) == 1
        assert (await pipeline.think(NOW)).briefed == 1, "till then its item tells what the feed said"
        assert len(store.entries.without_full_text(10)) == 1


async def test_an_article_that_breaks_the_extractors_goes_on_as_a_bare_headline(
    store: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RecursionError("too deep")

    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW)
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        monkeypatch.setattr("bot.pipeline.make_brief", broken)
        assert (await read(pipeline)).briefed == 1
        assert pipeline.digest(NOW + timedelta(hours=1)) == 1
        (digest,) = waiting(store)
        assert "Flood in Sylhet" in (plain_text(digest.payload) or "")
        assert store.briefs.failure(items(store)[0].entry.id) == "RecursionError('too deep')"


async def test_an_article_that_takes_too_long_goes_on_as_a_bare_headline(
    store: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object) -> None:
        while True:
            sum(range(100))

    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        monkeypatch.setattr("bot.pipeline.make_brief", endless)
        monkeypatch.setattr("bot.pipeline.SLOWEST_BRIEF_S", 0.2)
        done = await read(pipeline)
    assert (done.briefed, done.placed) == (1, 1)
    assert "took over 0.2 s and was given up" in (store.briefs.failure(items(store)[0].entry.id) or "")


@pytest.mark.parametrize("step", ["read_item", "RuleSet", "digest_of_items"])
async def test_an_item_that_breaks_a_step_keeps_no_other_step_waiting(
    store: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    class Broken:
        def __init__(self, *_: object) -> None:
            self.matches = broken

    store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW)
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        monkeypatch.setattr(f"bot.pipeline.{step}", Broken if step == "RuleSet" else broken)
        assert await read(pipeline) == Done(1, 1, 1)
        assert store.briefs.backlog() == {}
        assert pipeline.digest(NOW + timedelta(hours=1)) == (step != "digest_of_items")


async def test_a_brief_with_a_wrong_span_is_not_kept(
    store: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pipeline.make_brief", lambda *_: Brief("T", summary=(Span(0, 4, "Lies"),)))
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers["/feed"] = answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS)
        add(store, server)
        assert await read(pipeline) == Done(1, 1, 1)
    (item,) = items(store)
    assert item.brief == Brief("Flood in Sylhet")
    assert "SpanError" in (store.briefs.failure(item.entry.id) or "")


async def test_a_feed_that_is_a_page_or_is_gone_stops_no_other(store: Store, gazetteer: Gazetteer) -> None:
    async with newsroom(store, gazetteer) as (pipeline, server):
        server.answers |= {
            "/page": answer(200, "<html><body>Welcome</body></html>", HTML),
            "/good": answer(200, feed_of(("a", "Flood in Sylhet", FLOOD)), RSS),
            "/broken": answer(500),
        }
        for path in ("/page", "/good", "/broken", "/missing"):
            add(store, server, path)
        outcomes = {visit.feed.url.rpartition("/")[2]: visit.outcome async for visit in pipeline.poll(NOW)}
    assert outcomes == {"page": "error", "good": "new", "broken": "error", "missing": "error"}
    assert store.stats()["entries"] == 1
