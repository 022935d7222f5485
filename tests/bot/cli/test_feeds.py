"""`sitrep feeds add` and readings by hand, against a server on loopback."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.feeds.fetch import Fetcher, Limits
from storage.records import Feed
from storage.store import Store
from tests.bot.cli.conftest import Sitrep, one_line
from tests.feed_desk import item, rss
from tests.newsroom import NOW
from tests.servers.feed_server import FeedServer, answer

HTML = {"Content-Type": "text/html"}
FORBIDDEN = (
    "127.0.0.1 forbids reading this feed (403);"
    " ask its owner to let feed readers in, or find the feed elsewhere"
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FeedServer]:
    """The feed server in a thread of its own: commands run an event loop themselves.

    It is asked without the pauses that other hosts are owed.
    """
    monkeypatch.setenv("SITREP_ALLOW_PRIVATE_FEEDS", "1")
    monkeypatch.setattr("bot.service.fetcher.Fetcher", partial(Fetcher, limits=Limits(gap=0.0)))
    made, ready, loop = FeedServer(), threading.Event(), asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        async with made:
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(30)
    yield made
    loop.call_soon_threadsafe(done.set)
    thread.join()
    loop.close()


def site(*paths: str) -> str:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{path[1:].title()}" href="{path}">'
        for path in paths
    )
    return f"<html><head>{links}</head><body><p>Welcome</p></body></html>"


def document(*numbers: int, title: str = "Harbour News") -> str:
    return rss(*[item(f"id-{n}", f"Ferry {n} leaves the harbour") for n in numbers], title=title)


def test_an_added_feed_shows_what_it_brings_and_is_asked_once(
    sitrep: Sitrep, store: Store, server: FeedServer
) -> None:
    server.answers["/f"] = answer(200, document(2, 1), {"ETag": '"1"'})
    result = sitrep("feeds", "add", server.url("/f"), "--tag", "asia")
    assert result.stdout == (
        "the next digest could take 2 items from it, the newest:\n"
        "  Ferry 2 leaves the harbour\n  Ferry 1 leaves the harbour\n"
        f"added Harbour News ({server.url('/f')})\n"
    )
    assert [request.path for request in server.requests] == ["/f"]
    feed = store.feeds.by_url(server.url("/f"))
    assert feed is not None
    assert (feed.title, feed.tags, feed.etag, feed.state) == ("Harbour News", ("asia",), '"1"', "ok")
    assert len(store.entries.recent(feed.id)) == 2
    again = sitrep("feeds", "add", server.url("/f"))
    assert one_line(again, 1).endswith("is read already; `sitrep feeds list` shows how it is")
    assert len(server.requests) == 1


def test_a_site_with_one_feed_is_asked_for_the_page_and_for_the_feed(
    sitrep: Sitrep, store: Store, server: FeedServer
) -> None:
    server.answers |= {
        "/": answer(200, site("/comments", "/news"), HTML),
        "/news": answer(200, document(1)),
    }
    assert sitrep("feeds", "add", server.url("/")).exit_code == 0
    assert [request.path for request in server.requests] == ["/", "/news"]
    assert [feed.url for feed in store.feeds.list() if not feed.configured] == [server.url("/news")]


def test_of_several_feeds_a_person_chooses_by_number(
    sitrep: Sitrep, store: Store, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.adding._at_terminal", lambda: True)
    server.answers |= {
        "/": answer(200, site("/news", "/sport"), HTML),
        "/sport": answer(200, document(1, title="Sport")),
    }
    result = sitrep("feeds", "add", server.url("/"), stdin="7\n2\n")
    assert result.exit_code == 0, result.output
    assert f"  1 {server.url('/news')} News\n  2 {server.url('/sport')} Sport\n" in result.stderr
    assert result.stdout.endswith(f"added Sport ({server.url('/sport')})\n")
    assert [request.path for request in server.requests] == ["/", "/sport"]


def test_of_several_feeds_a_script_is_told_how_to_choose(
    sitrep: Sitrep, store: Store, server: FeedServer
) -> None:
    server.answers["/"] = answer(200, site("/news", "/sport"), HTML)
    result = sitrep("feeds", "add", server.url("/"))
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"  1 {server.url('/news')} News",
        f"  2 {server.url('/sport')} Sport",
        "sitrep: the site has several feeds; choose one: `sitrep feeds add ADDRESS` with its address",
    ]
    assert [feed.title for feed in store.feeds.list() if not feed.configured] == []


def test_a_site_s_page_that_is_no_feed_is_told_in_one_line(sitrep: Sitrep, server: FeedServer) -> None:
    server.answers["/"] = answer(200, site(), HTML)
    assert "no feed was found at" in one_line(sitrep("feeds", "add", server.url("/")), 1)


def test_an_address_without_a_scheme_is_asked_with_https_and_then_with_http(
    sitrep: Sitrep, server: FeedServer
) -> None:
    server.answers["/"] = answer(200, document(1))
    done = sitrep("feeds", "add", server.url("/").removeprefix("http://"))
    assert f"added Harbour News ({server.url('/')})" in done.output


def test_a_site_whose_feed_is_read_is_told_before_anything_is_shown(
    sitrep: Sitrep, server: FeedServer
) -> None:
    server.answers |= {"/": answer(200, site("/f"), HTML), "/f": answer(200, document(1))}
    sitrep("feeds", "add", server.url("/f"))
    again = sitrep("feeds", "add", server.url("/"))
    assert again.exit_code == 1
    assert again.output.strip().endswith("is read already; `sitrep feeds list` shows how it is")
    assert "the next digest" not in again.output


def test_feeds_are_listed_with_their_tags_their_next_reading_and_their_trouble(
    sitrep: Sitrep, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr("bot.cli.feeds.now", lambda: NOW)
    told = "coast.example forbids reading this feed (403); ask its owner to let feed readers in"
    store.feeds.sync([Feed(0, "https://coast.example/feed", "Coast", ("world",))], NOW)
    (coast,) = store.feeds.list()
    soon, later = NOW + timedelta(hours=1), NOW + timedelta(days=2)
    store.feeds.save(replace(coast, checked_at=NOW, errors=1, error=told, next_check_at=later))
    harbour = Feed(0, "https://bob:secret@harbour.example/f", "", ("asia", "sea"), next_check_at=soon)
    store.feeds.add(harbour, NOW)
    assert sitrep("feeds", "list").output.splitlines() == [
        "2 feeds                                         1 in trouble",
        "failing   Coast            world       read 06:00, next Thu",
        "                                        26 Nov 06:00",
        "          https://coast.example/feed",
        "          coast.example forbids reading this feed (403); ask",
        "          its owner to let feed readers in",
        "new       (no title yet)   asia, sea   not read yet, next",
        "                                        07:00",
        "          https://harbour.example/f",
    ]


def test_an_import_tells_what_it_leaves_out(sitrep: Sitrep, tmp_path: Path) -> None:
    listed = tmp_path / "mine.opml"
    listed.write_text(
        '<opml><body><outline xmlUrl="https://a.example/f"/><outline xmlUrl="ftp://b.example/f"/></body></opml>'
    )
    assert sitrep("feeds", "import", str(listed)).output.splitlines() == [
        "added 1 feed",
        "left out ftp://b.example/f: no http or https address",
    ]
    assert "1 feed of the file is read already" in sitrep("feeds", "import", str(listed)).output


def test_an_import_takes_one_address_in_several_spellings_once(
    sitrep: Sitrep, store: Store, tmp_path: Path
) -> None:
    spelt = ("https://a.example/f", "HTTPS://A.example:443/f#top", "https://coast.example/feed#x")
    folders = "".join(
        f'<outline text="{n}"><outline xmlUrl="{url}"/></outline>' for n, url in enumerate(spelt)
    )
    (tmp_path / "mine.opml").write_text(f"<opml><body>{folders}</body></opml>")
    told = sitrep("feeds", "import", str(tmp_path / "mine.opml")).output.splitlines()
    assert told == ["added 1 feed", "1 feed of the file is read already"]
    feed = store.feeds.by_url(spelt[0])
    assert feed is not None
    assert feed.tags == ("0", "1"), "the folders of both spellings"


def test_who_exports_passwords_is_told_so(sitrep: Sitrep, store: Store) -> None:
    store.feeds.add(Feed(0, "https://ann:secret@harbour.example/f", "Harbour"), NOW)
    told = "the passwords of 1 feed stand in what is written; keep it to yourself"
    assert told in sitrep("feeds", "export").stderr
    assert told in sitrep("feeds", "export", "out.opml").stderr


def test_tags_may_stand_behind_one_another_and_a_blank_title_is_none(
    sitrep: Sitrep, store: Store, server: FeedServer
) -> None:
    server.answers["/f"] = answer(200, document(1))
    added = sitrep("feeds", "add", server.url("/f"), "--tag", "asia, sea", "--tag", "sea", "--title", " ")
    assert "could take 1 item from it" in added.stdout
    feed = store.feeds.by_url(server.url("/f"))
    assert feed is not None
    assert (feed.title, feed.tags) == ("Harbour News", ("asia", "sea"))


def test_a_password_in_an_address_is_not_shown(sitrep: Sitrep, server: FeedServer) -> None:
    server.answers["/f"] = answer(200, document(1))
    address = server.url("/f").replace("http://", "http://ann:secret@")
    result = sitrep("feeds", "add", address)
    assert result.exit_code == 0
    assert "secret" not in result.output
    assert "secret" not in sitrep("feeds", "list").output
    assert "secret" not in sitrep("feeds", "list", "--format", "json").output
    assert sitrep("feeds", "remove", server.url("/f")).stdout == "removed Harbour News\n"


@pytest.mark.parametrize("command", ["check", "poll"])
def test_a_feed_is_read_by_hand_once_in_five_minutes(
    sitrep: Sitrep, store: Store, server: FeedServer, command: str
) -> None:
    server.answers["/f"] = answer(200, document(1))
    store.feeds.add(Feed(0, server.url("/f"), "Harbour"), NOW)
    asked = (
        ["feeds", "check", server.url("/f")] if command == "check" else ["poll", "--feed", server.url("/f")]
    )
    assert sitrep(*asked).exit_code == 0
    again = sitrep(*asked)
    assert "may be read again from" in again.output
    assert again.exit_code == (0 if command == "check" else 1)
    assert len(server.requests) == 1


def test_a_pause_that_a_host_asks_for_during_a_check_is_kept(
    sitrep: Sitrep, store: Store, server: FeedServer
) -> None:
    server.answers["/f"] = answer(429, "", {"Retry-After": "3600"})
    store.feeds.add(Feed(0, server.url("/f"), "Harbour"), NOW)
    store.feeds.add(Feed(0, server.url("/g"), "Hill"), NOW)
    assert sitrep("feeds", "check", server.url("/f")).exit_code == 1
    assert "Hill: may be read again from" in sitrep("feeds", "check", server.url("/g")).stdout
    assert [request.path for request in server.requests] == ["/f"]


def test_a_pause_that_a_host_asks_for_while_a_feed_is_added_is_kept(
    sitrep: Sitrep, server: FeedServer
) -> None:
    server.answers["/f"] = answer(503, "", {"Retry-After": "3600"})
    assert "asks for a pause" in one_line(sitrep("feeds", "add", server.url("/f")), 1)
    assert "asked to be left alone until" in one_line(sitrep("feeds", "add", server.url("/f")), 1)
    assert len(server.requests) == 1


def test_a_feed_s_error_is_listed_with_what_to_do(sitrep: Sitrep, store: Store, server: FeedServer) -> None:
    server.answers["/f"] = answer(403)
    store.feeds.add(Feed(0, server.url("/f"), "Harbour"), NOW)
    sitrep("poll", "--feed", server.url("/f"))
    listed = " ".join(sitrep("feeds", "list").stdout.split())
    told = rf"failing Harbour read \d\d:\d\d, next \S.* {server.url('/f')} {re.escape(FORBIDDEN)}"
    assert re.search(told, listed)
    rows = json.loads(sitrep("feeds", "list", "--format", "json").stdout)
    assert FORBIDDEN in {row["error"] for row in rows}


def test_without_a_network_nothing_counts_as_asked(
    sitrep: Sitrep, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITREP_ALLOW_PRIVATE_FEEDS", "1")
    deaf = [f"http://127.0.0.{n}:9/f" for n in (3, 4, 5)]  # nobody answers anywhere: so it is us
    for address in deaf:
        store.feeds.add(Feed(0, address, "Hill"), NOW)
    for _ in range(2):
        told = sitrep("feeds", "check", *deaf)
        assert told.stdout == "offline  Hill: no network here; nothing was read\n" * 3
        assert told.exit_code == 1
    assert len(re.findall(r"new +Hill +not read yet", sitrep("feeds", "list").stdout)) == 3


def test_a_feed_that_was_tried_by_hand_is_neither_read_nor_well_for_that(
    sitrep: Sitrep, store: Store, server: FeedServer
) -> None:
    server.answers["/f"] = answer(200, document(1))
    store.feeds.add(Feed(0, server.url("/f"), "Harbour"), NOW)
    assert sitrep("feeds", "check", server.url("/f")).stdout.startswith("ok       Harbour: ")
    again = sitrep("feeds", "check", server.url("/f"))
    assert re.match(r"waiting  Harbour: asked at \d\d:\d\d UTC, may be read again from", again.stdout)
    assert again.exit_code == 0
    assert re.search(r"new +Harbour +not read yet", sitrep("feeds", "list").stdout)


def test_a_poll_beside_a_service_changes_nothing_of_what_that_reads(sitrep: Sitrep, store: Store) -> None:
    store.feeds.sync([Feed(0, "https://hill.example/feed", "Hill")], NOW)
    with store.hold():
        assert "another Sitrep" in one_line(sitrep("poll"), 1)
    assert [feed.title for feed in store.feeds.list()] == ["Hill"]
