"""What one bad byte, one broken rule or one unlucky moment must not do to everything else."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from bot.feeds.article import extract
from bot.feeds.fetch import Fetcher, Limits
from bot.feeds.headers import http_date
from bot.feeds.tour import batches
from bot.pipeline import BRIEF_VERSION, PAGES_OF_A_HOST, Pipeline, a_few_of_each_host
from bot.service.render import Renderer
from storage.database import StorageError
from storage.gazetteer import Gazetteer
from storage.records import Brief, Entry, Feed, Known, Page, Schedule
from storage.store import Store
from tests.newsroom import NOW, add_entry, add_feed, store_in
from tests.servers.feed_server import FeedServer, answer

PAGE = """<html><head><meta property="article:published_time" content="{date}">
<title>Ships wait</title></head>
<body><article>{paragraphs}</article></body></html>"""
PARAGRAPH = (
    "<p>Ships wait off the harbour while the crane drivers vote, the port office said on Monday. {}</p>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><guid>{n}</guid>'
    "<title>Item {n}</title><description>Nothing much.</description></item></channel></rss>"
)


def pipeline_of(store: Store, gazetteer: Gazetteer) -> Pipeline:
    renderer = Renderer(discord=False)
    return Pipeline(store, Fetcher(allow_private=True), gazetteer, renderer.digest, renderer.alert)


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "soon"])
def test_a_page_with_an_impossible_date_has_none(date: str) -> None:
    paragraphs = "".join(PARAGRAPH.format("word " * 40) for _ in range(4))
    page = extract(PAGE.format(date=date, paragraphs=paragraphs).encode(), "text/html")
    assert page.kind == "article"
    assert page.published is None


def test_a_date_in_the_future_does_not_become_an_entrys(store: Store) -> None:
    entry = add_entry(store, add_feed(store), "A short teaser.")
    store.entries.put_text(
        entry.id, Page("", "article", "A long text. " * 30, published=NOW + timedelta(days=900)), NOW
    )
    kept = store.entries.get(entry.id)
    assert kept is not None
    assert kept.published == entry.published


def test_a_header_on_the_edge_of_time_is_no_date() -> None:
    assert http_date("Fri, 31 Dec 9999 23:59:59 -1400") is None
    assert http_date("Tue, 24 Nov 2026 06:00:00 GMT") == datetime(2026, 11, 24, 6, tzinfo=UTC)


async def test_a_feed_that_breaks_our_reading_is_its_own_error_alone() -> None:
    async with FeedServer() as server:
        for n in range(3):
            server.answers[f"/{n}"] = answer(body=FEED.format(n=n))
        feeds = [Feed(id=n, url=server.url(f"/{n}"), title=str(n)) for n in range(3)]

        def known(feed_id: int, *_: object, **__: object) -> Known:
            if feed_id == 1:
                raise ValueError("a byte nobody foresaw")
            return Known()

        async with Fetcher(allow_private=True, limits=Limits(gap=0.0)) as fetcher:
            visits = [visit async for some in batches(feeds, fetcher, known, NOW) for visit in some]
    outcomes = {visit.feed.id: visit.outcome for visit in visits}
    assert outcomes == {0: "new", 1: "error", 2: "new"}
    broken = next(visit for visit in visits if visit.feed.id == 1)
    assert broken.feed.error_kind == "broken"


def test_an_edit_that_comes_while_its_item_is_briefed_is_not_lost(store: Store) -> None:
    entry = add_entry(store, add_feed(store), "Twelve ships wait off the harbour.")
    store.entries.put_text(entry.id, Page("", "article", "Forty ships wait off the harbour tonight."), NOW)
    store.briefs.put(entry, Brief(headline="old"), BRIEF_VERSION, NOW)
    assert store.briefs.get(entry.id) is None
    assert [waiting.id for waiting in store.briefs.without_brief(BRIEF_VERSION)] == [entry.id]


def test_a_digest_scheduled_again_is_not_told_the_archive(store: Store, gazetteer: Gazetteer) -> None:
    pipeline = pipeline_of(store, gazetteer)
    feed = add_feed(store)
    schedule = Schedule(0, "terminal", NOW.time(), "UTC")

    def day(n: int, text: str) -> list[str]:
        now = NOW + timedelta(days=n)
        add_entry(store, feed, text, hours_ago=1 - 24 * n, title=text[:20])
        pipeline.brief(now)
        pipeline.group(now)
        pipeline.digest(now)
        return [m.payload for m in store.outbox.backlog("terminal")]

    first = store.subscriptions.add(schedule, NOW - timedelta(minutes=1))
    assert len(day(0, "Nine barges sank near Varna, the harbour office said.")) == 1
    store.subscriptions.remove("", first.id)
    store.subscriptions.add(schedule, NOW + timedelta(hours=1))
    *_, second = day(1, "Snow closed four passes in the Alps, the road office said.")
    assert "Snow closed" in second
    assert next(line for line in second.split("\\n") if "barges" in line).count("unchanged") == 1


def test_a_digest_that_breaks_is_left_alone_for_minutes(store: Store, gazetteer: Gazetteer) -> None:
    tries = []

    def broken(*_: object) -> list[str]:
        tries.append(1)
        raise RuntimeError("no rendering")

    pipeline = replace(pipeline_of(store, gazetteer), render_digest=broken)
    add_entry(store, add_feed(store), "Nine barges sank near Varna, the harbour office said.")
    pipeline.brief(NOW)
    pipeline.group(NOW)
    store.subscriptions.add(Schedule(0, "terminal", NOW.time(), "UTC"), NOW - timedelta(minutes=1))
    for seconds in range(0, 60, 5):
        assert pipeline.digest(NOW + timedelta(seconds=seconds)) == 0
    assert len(tries) == 1
    pipeline.digest(NOW + timedelta(minutes=6))
    assert len(tries) == 2


def test_processes_that_open_a_new_database_at_once_all_get_it(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom storage.store import open_store\n"
        "while time.time() < float(sys.argv[2]): pass\nopen_store(sys.argv[1]).stats()"
    )
    url, at = f"sqlite:///{tmp_path / 'new.db'}", str(time.time() + 1.5)
    command = [sys.executable, "-c", code, url, at]
    opened = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    errors = [process.communicate()[1].decode() for process in opened]
    assert [process.returncode for process in opened] == [0, 0, 0, 0], errors


def test_a_host_with_many_pages_leaves_places_to_others() -> None:
    def entry(id: int, host: str) -> Entry:
        return Entry(id, 1, str(id), "guid", "T", f"https://{host}/{id}", "", NOW)

    waiting = [entry(n, "slow.example") for n in range(100)] + [entry(200, "quick.example")]
    chosen = a_few_of_each_host(waiting)
    assert [urlsplit(one.url or "").hostname for one in chosen[:2]] == ["slow.example", "quick.example"]
    assert len(chosen) == PAGES_OF_A_HOST + 1


def test_a_window_of_a_large_archive_is_read_by_an_index(store: Store) -> None:
    sql = "explain query plan select id from entries where coalesce(published, first_seen) >= ?"
    (plan,) = store.briefs._database.query(sql, ("2026",))
    assert "entries_when" in plan["detail"]


def test_a_store_that_is_closed_under_busy_threads_ends_them_in_order(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    add_entry(store, add_feed(store), "Ships wait. " * 500)
    ended: list[Exception] = []

    def read() -> None:
        try:
            while True:
                store.stats()
        except StorageError as error:
            ended.append(error)

    threads = [Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    store.close()
    for thread in threads:
        thread.join(60)
    assert [str(error).endswith("closed already") for error in ended] == [True] * 6
