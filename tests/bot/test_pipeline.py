"""The whole flow over real parts: a feed server, a real store, the real extractors; the clock is ours."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.delivery import plain_text
from bot.feeds.fetch import Fetcher, Limits
from bot.pipeline import Done, Pipeline
from bot.service.render import Renderer
from storage.database import StorageError
from storage.gazetteer import Gazetteer, open_gazetteer
from storage.records import Alert, Brief, Feed, Item, Message, Schedule, Span
from storage.store import Store
from tests.newsroom import add_entry, add_feed, store_in
from tests.servers.feed_server import FeedServer, answer, slowly

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
RSS = {"Content-Type": "application/rss+xml"}
HTML = {"Content-Type": "text/html"}
FLOOD = "At least seven people were killed in the flood around Sylhet, the district office said on Monday."
FERRY = "The ferry Santa Elvira sank off Mindoro with 120 people aboard, the coast guard said on Monday."
LONG = "The office counts every evening and publishes a table online. " * 30


def feed_of(*items: tuple[str, str, str], hours_ago: float = 1) -> str:
    """An RSS feed of (guid, title, text) items."""
    published = (NOW - timedelta(hours=hours_ago)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    told = "".join(
        f"<item><guid>{guid}</guid><title>{title}</title><link>http://127.0.0.1/{guid}</link>"
        f"<pubDate>{published}</pubDate><description>{text}</description></item>"
        for guid, title, text in items
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>{told}</channel></rss>'
    )


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    gazetteer = open_gazetteer()
    yield gazetteer
    gazetteer.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = store_in(tmp_path)
    yield store
    store.close()


@asynccontextmanager
async def newsroom(store: Store, gazetteer: Gazetteer) -> AsyncIterator[tuple[Pipeline, FeedServer]]:
    limits = Limits(gap=0.0, total=30.0, parse=30.0, extract=30.0)  # a busy machine is no fault of the feed
    async with FeedServer() as server, Fetcher(allow_private=True, limits=limits) as fetcher:
        renderer = Renderer(discord=False)
        yield Pipeline(store, fetcher, gazetteer, renderer.digest, renderer.alert), server


def add(store: Store, server: FeedServer, path: str = "/feed", **fields: object) -> Feed:
    feed = Feed(id=0, url=server.url(path), title="Harbour Wire", full_text=False, **fields)  # type: ignore[arg-type]
    return store.feeds.add(feed, NOW)


async def read(pipeline: Pipeline, now: datetime = NOW) -> Done:
    async for _ in pipeline.poll(now):
        pass
    await pipeline.read_pages(now)
    return await pipeline.think(now)


def waiting(store: Store, target: str = "terminal") -> list[Message]:
    return list(store.outbox.backlog(target))


def items(store: Store) -> list[Item]:
    return store.briefs.between(NOW - timedelta(days=2), NOW + timedelta(days=2))


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
        gone = "Harbour Wire: the server says the feed is gone for good; it is not read any more"
        assert plain_text(notices[0].payload) == gone
    assert len(server.asked("/feed")) == 2


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
