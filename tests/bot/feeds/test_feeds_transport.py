"""Checklist 3.3: transport, size and time."""

from __future__ import annotations

import asyncio
import gzip
import logging
import shutil
import ssl
import subprocess
import sys
import zlib
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.feeds import decoders
from bot.feeds.discover import discover
from bot.feeds.errors import FeedError, shown
from bot.feeds.fetch import Fetcher, Limits
from bot.feeds.intervals import refresh_allowed_at
from bot.feeds.tour import tour
from bot.feeds.visit import visit
from bot.feeds.workers import Workers
from storage.database import StorageError
from storage.records import Feed
from tests.bot.feeds.conftest import LIMITS
from tests.feed_desk import FeedDesk, rss, story
from tests.servers.feed_server import (
    FeedServer,
    all_at,
    answer,
    chunked,
    drip,
    endless,
    in_turn,
    redirect,
    slowly,
    zipped,
)

BODY = rss(story(1)).encode()
RAW_DEFLATE = zlib.compressobj(wbits=-15)
HALF_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("gzip", gzip.compress(BODY)),
        ("x-gzip", gzip.compress(BODY)),
        ("gzip", gzip.compress(BODY[:100]) + gzip.compress(BODY[100:])),
        ("deflate", zlib.compress(BODY)),
        ("deflate", RAW_DEFLATE.compress(BODY) + RAW_DEFLATE.flush()),
        ("gzip", BODY),
        ("identity", BODY),
    ],
)
async def test_f40_what_we_ask_for_is_decoded(desk: FeedDesk, encoding: str, content: bytes) -> None:
    feed = desk.subscribe("/f", answer(200, content, {"Content-Encoding": encoding}))
    assert (await desk.poll(feed)).outcome == "new"
    assert (desk.last_request().header("accept-encoding") or "").startswith("gzip, deflate")


@pytest.mark.parametrize("encoding", ["br", "zstd"])
async def test_f40_what_is_installed_besides_is_asked_for_and_decoded(desk: FeedDesk, encoding: str) -> None:
    packed = packed_with(encoding, BODY)
    feed = desk.subscribe("/f", answer(200, packed, {"Content-Encoding": encoding}))
    assert (await desk.poll(feed)).outcome == "new"
    assert encoding in (desk.last_request().header("accept-encoding") or "").split(", ")
    desk.server.answers["/f"] = answer(200, packed[:-20], {"Content-Encoding": encoding})
    assert (await desk.poll(feed, later=HALF_HOUR)).feed.error_kind == "truncated"


@pytest.mark.parametrize("encoding", ["br", "zstd"])
async def test_f40_what_is_not_installed_is_not_asked_for(
    desk: FeedDesk, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoders, {"br": "_brotli", "zstd": "_zstd"}[encoding], lambda: None)
    monkeypatch.setattr(decoders, "encodings", decoders.encodings.__wrapped__)
    feed = desk.subscribe("/f", answer(200, b"whatever", {"Content-Encoding": encoding}))
    assert "which we did not ask for" in (await desk.poll(feed)).note


@pytest.mark.parametrize(
    ("encoding", "content", "kind"),
    [
        ("gzip", gzip.compress(BODY)[:-40], "truncated"),
        ("gzip", b"\x1f\x8bnot really", "bad_encoding"),
        ("gzip", b"neither", "bad_encoding"),
        ("compress", b"\x1f\x9d\x90", "bad_encoding"),
    ],
)
async def test_f40_broken_compression_is_an_error_and_validators_stay(
    desk: FeedDesk, encoding: str, content: bytes, kind: str
) -> None:
    bad = answer(200, content, {"Content-Encoding": encoding, "ETag": '"bad"'})
    feed = desk.subscribe("/f", in_turn(answer(200, rss(story(2)), {"ETag": '"good"'}), bad))
    await desk.poll(feed)
    result = await desk.poll(feed, later=HALF_HOUR)
    assert (result.feed.error_kind, desk.kept(feed).etag) == (kind, '"good"')


async def test_f41_a_body_that_drips_is_cut_at_the_wall(desk: FeedDesk) -> None:
    desk.fetcher.limits = replace(LIMITS, total=0.3)
    feed = desk.subscribe("/f", drip(BODY, every=0.05))  # 17 s for the whole
    assert (await desk.poll(feed)).feed.error_kind == "timeout"


async def test_f41_hops_share_one_wall(desk: FeedDesk) -> None:
    desk.fetcher.limits = replace(LIMITS, total=0.4)
    feed = desk.subscribe("/0", slowly(redirect("/1"), 0.25))
    desk.server.answers["/1"] = slowly(answer(200, BODY), 0.25)
    assert (await desk.poll(feed)).feed.error_kind == "timeout"


@pytest.mark.parametrize(
    "bad",
    [
        answer(200, b"x" * 300_000),
        chunked(b"x" * 300_000),
        endless(b"x" * 50_000),
        answer(200, gzip.compress(b" " * 3_000_000), {"Content-Encoding": "gzip"}),
        answer(200, BODY, length=10**15),
    ],
    ids=["long", "chunked", "endless", "bomb", "lying length"],
)
async def test_f42_no_answer_outgrows_its_cap(desk: FeedDesk, bad: object) -> None:
    desk.fetcher.limits = replace(LIMITS, body=1 << 18)
    feed = desk.subscribe("/f", bad)  # type: ignore[arg-type]
    result = await desk.poll(feed)
    assert result.feed.error_kind == "too_large"
    assert result.note == "the answer is larger than 0.25 MiB"


async def test_f42_an_answer_that_unpacks_to_a_hundred_times_its_size_is_a_bomb(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", zipped(b"<rss>" + b" " * 8_000_000))
    result = await desk.poll(feed)
    assert result.note == "the answer unpacks to over 100 times its size"


@pytest.mark.parametrize("encoding", ["br", "zstd"])
async def test_f42_a_bomb_of_another_kind_ends_at_the_same_walls(desk: FeedDesk, encoding: str) -> None:
    bomb = packed_with(encoding, b"<rss>" + b" " * 50_000_000)
    feed = desk.subscribe("/f", answer(200, bomb, {"Content-Encoding": encoding}))
    result = await desk.poll(feed)
    assert result.note == "the answer unpacks to over 100 times its size"


def packed_with(encoding: str, content: bytes) -> bytes:
    if encoding == "br":
        return bytes(pytest.importorskip("brotli").compress(content))
    home = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    return bytes(pytest.importorskip(home).compress(content))


@pytest.mark.parametrize(
    "bad", [chunked(BODY, stop_after=60), answer(200, BODY, length=len(BODY) + 500)], ids=["chunk", "length"]
)
async def test_f42_an_answer_that_breaks_off_is_an_error(desk: FeedDesk, bad: object) -> None:
    feed = desk.subscribe("/f", bad)  # type: ignore[arg-type]
    assert (await desk.poll(feed)).feed.error_kind == "closed"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the bad certificate")
async def test_f43_a_bad_certificate_is_an_error_unless_the_operator_says_otherwise(
    tmp_path: Path, workers: Workers
) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(  # noqa: ASYNC221  (nothing else runs in this loop yet)
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    async with FeedServer(tls=context, answers={"/f": answer(200, BODY)}) as server:
        url = server.url("/f").replace("http:", "https:")
        async with Fetcher(allow_private=True, limits=LIMITS, workers=workers) as strict:
            with pytest.raises(FeedError, match=r"127\.0\.0\.1 has no valid certificate") as caught:
                await strict.get(url)
            assert caught.value.kind == "tls"
        lenient = Fetcher(allow_private=True, limits=LIMITS, workers=workers, unverified={"127.0.0.1"})
        async with lenient:
            assert (await lenient.get(url)).status == 200


async def test_f44_no_cookies_no_referer_and_no_secret_in_sight(
    desk: FeedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.server.answers["/f"] = redirect("/g")
    desk.server.answers["/g"] = in_turn(answer(200, BODY, {"Set-Cookie": "track=1"}), answer(500))
    feed = desk.feeds.add(Feed(0, desk.server.url("/f").replace("://", "://reader:s3cret@"), ""), desk.now)
    await desk.poll(feed)
    failed = await desk.poll(feed, later=HALF_HOUR)
    for request in desk.server.requests:
        assert request.header("authorization") == "Basic cmVhZGVyOnMzY3JldA=="
        assert request.header("cookie") is None
        assert request.header("referer") is None
    assert "s3cret" not in f"{failed.note} {failed.feed.error} {caplog.text} {shown(feed.url)}"


async def test_f44_a_password_without_a_name_is_sent_and_kept_out_of_links(desk: FeedDesk) -> None:
    desk.server.answers["/f"] = answer(200, BODY)
    reply = await desk.fetcher.get(desk.server.url("/f").replace("://", "://:s3cret@"))
    assert desk.last_request().header("authorization") == "Basic OnMzY3JldA=="
    assert reply.url == desk.server.url("/f"), "the links of items are made absolute by it"


async def test_f44_another_host_never_gets_the_password(desk: FeedDesk) -> None:
    desk.server.answers["/f"] = redirect(desk.server.url("/g", "127.0.0.2"))
    desk.server.answers["/g"] = answer(200, BODY)
    feed = desk.feeds.add(Feed(0, desk.server.url("/f").replace("://", "://reader:s3cret@"), ""), desk.now)
    await desk.poll(feed)
    assert [request.header("authorization") for request in desk.server.requests][1:] == [None]


async def test_f45_we_say_who_we_are(desk: FeedDesk, workers: Workers) -> None:
    desk.server.answers["/f"] = answer(200, BODY)
    contact = "https://harbour.example/bot"
    async with Fetcher(allow_private=True, limits=LIMITS, workers=workers, contact=contact) as fetcher:
        await fetcher.get(desk.server.url("/f"))
    request = desk.last_request()
    assert request.header("user-agent") == "Sitrep/0.1.0 (+https://harbour.example/bot; feed reader)"
    assert request.header("accept") == (
        "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=.9, */*;q=.1"
    )


async def test_f46_one_host_gets_one_request_at_a_time_with_a_pause(desk: FeedDesk) -> None:
    desk.fetcher.limits = replace(LIMITS, gap=0.05)
    feeds = [desk.subscribe(f"/{n}", slowly(answer(200, BODY), 0.02)) for n in range(5)]
    visits = [one async for one in tour(feeds, desk.fetcher, desk.entries.known, desk.now)]
    times = sorted(request.at for request in desk.server.requests)
    assert [one.outcome for one in visits] == ["new"] * 5
    assert desk.server.most_in_flight["127.0.0.1"] == 1
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.065


async def test_f46_other_hosts_are_not_kept_waiting_and_eight_at_most_talk_at_once(desk: FeedDesk) -> None:
    together = asyncio.Barrier(8)  # no answer before eight have asked
    hosts = [f"127.0.1.{n}" for n in range(16)]
    feeds = [desk.subscribe("/f", all_at(together, answer(200, BODY)), host=host) for host in hosts]
    visits = [one async for one in tour(feeds, desk.fetcher, desk.entries.known, desk.now)]
    assert [one.outcome for one in visits] == ["new"] * 16
    assert desk.server.most_at_once == 8


async def test_f46_a_host_with_many_feeds_keeps_no_reader_from_the_others(desk: FeedDesk) -> None:
    desk.fetcher.limits = replace(LIMITS, gap=3600.0)
    many = [desk.subscribe(f"/{n}", answer(200, BODY)) for n in range(40)]
    others = [desk.subscribe("/f", answer(200, BODY), host=f"127.0.2.{n}") for n in range(5)]
    seen: set[int] = set()
    async with aclosing(tour([*many, *others], desk.fetcher, desk.entries.known, desk.now)) as visits:
        async for one in visits:
            seen.add(one.feed.id)
            if len(seen) == 6:
                break  # the rest of the first host's would be asked an hour apart
    assert seen == {many[0].id, *(feed.id for feed in others)}


async def test_f46_adding_a_feed_takes_one_request(desk: FeedDesk) -> None:
    desk.server.answers["/f"] = answer(200, BODY, {"ETag": '"1"'})
    found = (await discover(desk.server.url("/f"), desk.fetcher))[0]
    feed = desk.feeds.add(Feed(0, found.url, found.title), desk.now)
    first = await visit(feed, desk.fetcher, desk.entries.known, desk.now, reply=found.reply)
    desk.entries.take(first, desk.now)
    assert len(desk.server.requests) == 1
    assert (desk.titles(feed), desk.kept(feed).etag) == (["Ferry 1 leaves the harbour"], '"1"')


async def test_f47_a_restart_asks_only_what_is_overdue_and_not_all_at_once(desk: FeedDesk) -> None:
    feeds = [desk.subscribe(f"/{n}", answer(200, BODY)) for n in range(4)]
    await desk.poll(feeds[0])
    overdue = desk.feeds.spread_overdue(desk.now)
    assert overdue == 3
    due = [len(desk.feeds.due(desk.now + timedelta(seconds=seconds))) for seconds in (0, 20, 40, 60)]
    assert due == [1, 2, 3, 3]


async def test_f48_a_reading_by_hand_waits_five_minutes_and_for_the_host(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", answer(429, "", {"Retry-After": "1200"}))
    assert refresh_allowed_at(feed, None) is None
    await desk.poll(feed)
    kept = desk.kept(feed)
    assert refresh_allowed_at(kept, None) == desk.now + timedelta(minutes=5)
    held = desk.feeds.holds(desk.now).get("127.0.0.1")
    assert refresh_allowed_at(kept, held) == desk.now + timedelta(minutes=20)


async def test_f49_an_address_of_many_servers_is_read_once_for_all(desk: FeedDesk) -> None:
    desk.server.answers["/f"] = in_turn(answer(200, BODY), answer(200, rss(story(2), story(1))))
    mine = desk.subscribe("/f", owner="discord:1")
    yours = desk.subscribe("/f", owner="discord:2")
    assert [feed.id for feed in desk.feeds.due(desk.now)] == [mine.id]
    await desk.poll(mine)
    await desk.poll(mine, later=HALF_HOUR)
    assert len(desk.server.requests) == 2
    assert (
        desk.titles(yours)
        == desk.titles(mine)
        == ["Ferry 1 leaves the harbour", "Ferry 2 leaves the harbour"]
    )
    assert desk.kept(yours).next_check_at == desk.kept(mine).next_check_at


@pytest.mark.parametrize(
    ("mine", "yours", "theirs"),
    [(60, 15, 15), (15, 60, 15), (None, 15, 15), (60, None, None), (30, None, 30)],
)
async def test_f49_an_address_is_read_at_the_shortest_interval_asked_for(
    desk: FeedDesk, mine: int | None, yours: int | None, theirs: int | None
) -> None:
    wishes = [None if wish is None else timedelta(minutes=wish) for wish in (mine, yours, theirs)]
    desk.subscribe("/f", owner="discord:1", interval=wishes[0])
    desk.subscribe("/f", owner="discord:2", interval=wishes[1])
    assert [feed.interval for feed in desk.feeds.due(desk.now)] == [wishes[2]]


async def test_f49_a_second_subscriber_takes_nothing_from_the_first(desk: FeedDesk) -> None:
    desk.server.answers["/f"] = answer(200, BODY)
    mine = desk.subscribe("/f", owner="discord:1")
    await desk.poll(mine)
    many = rss(*(story(n, published=desk.now) for n in range(2, 30)))
    desk.server.answers["/f"] = answer(200, many, {"ETag": '"many"'})
    yours = desk.subscribe("/f", owner="discord:2")
    assert [feed.id for feed in desk.feeds.due(desk.now)] == [yours.id]
    await desk.poll(yours)
    assert (len(desk.all(yours)), len(desk.all(mine)), desk.kept(mine).etag) == (28, 1, None)
    result = await desk.poll(mine, later=HALF_HOUR)
    assert sum(arrival.announce for arrival in result.arrivals.new) == 28


async def test_f49_one_feed_has_one_spelling(desk: FeedDesk) -> None:
    desk.feeds.add(Feed(0, "HTTPS://Harbour.Example:443/Feed?b=2&a=1#top", ""), desk.now)
    assert [feed.url for feed in desk.feeds.list()] == ["https://harbour.example/Feed?b=2&a=1"]
    with pytest.raises(StorageError, match="is read already"):
        desk.feeds.add(Feed(0, "https://harbour.example/Feed?b=2&a=1", ""), desk.now)


def test_limits_are_those_of_the_checklist() -> None:
    limits = Limits()
    assert (limits.connect, limits.total, limits.gap, limits.parse) == (5.0, 20.0, 2.0, 2.0)
    assert (limits.body, limits.ratio, limits.hops, limits.in_flight) == (10 * 2**20, 100, 5, 8)


async def test_no_more_is_fetched_while_much_waits_to_be_read(desk: FeedDesk) -> None:
    desk.fetcher.limits = replace(LIMITS, unread=1_000)
    desk.server.answers["/f"] = answer(200, BODY)
    reply = await desk.fetcher.get(desk.server.url("/f"))
    big = replace(reply, body=b"x" * 2_000)
    with desk.fetcher.unread(big):
        waiting = asyncio.create_task(desk.fetcher.get(desk.server.url("/f")))
        await asyncio.sleep(0.1)
        assert len(desk.server.requests) == 1
    assert (await waiting).status == 200
