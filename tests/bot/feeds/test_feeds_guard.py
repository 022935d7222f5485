"""Checklist 3.4: no feed, page or redirect reaches an inner network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.feeds.discover import discover
from bot.feeds.errors import FeedError
from bot.feeds.fetch import Fetcher
from bot.feeds.guard import Guard
from bot.feeds.pages import fetch_page
from bot.feeds.visit import visit
from bot.feeds.wire import Place, Wire
from bot.feeds.workers import Workers
from storage.records import Feed
from tests.bot.feeds.conftest import LIMITS
from tests.feed_desk import NOW, FeedDesk, rss, story
from tests.servers.feed_server import FeedServer, answer, redirect

# In these tests 127.0.0.1 plays the open internet; every other inner address stays closed.
PUBLIC = [ipaddress.ip_network("127.0.0.1/32")]
PAGE = {"Content-Type": "text/html"}


class Answers(AbstractResolver):
    """A resolver that gives scripted addresses, one list for each time it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        addresses = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
            for address in addresses
        ]

    async def close(self) -> None:
        pass


@pytest.fixture
async def guarded(workers: Workers) -> AsyncIterator[Fetcher]:
    async with Fetcher(opened=PUBLIC, limits=LIMITS, workers=workers) as fetcher:
        yield fetcher


CLOSED = [
    "http://127.0.0.2/", "http://[::1]/", "http://0.0.0.0/", "http://10.1.2.3/", "http://172.16.0.1/",
    "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://[fc00::1]/",
    "http://[fe80::1]/", "http://224.0.0.1/", "http://[ff02::1]/", "http://[::ffff:127.0.0.2]/",
    "http://[64:ff9b::7f00:2]/", "http://[2002:7f00:2::]/", "http://2130706434/", "http://0x7f.2/",
    "http://0177.0.0.2/", "http://127.2/", "http://①②⑦.0.0.2/", "http://user@10.0.0.1/", "http://255.255.255.255/",
]  # fmt: skip


@pytest.mark.parametrize("url", CLOSED)
async def test_f60_inner_addresses_are_refused_when_added_and_when_read(guarded: Fetcher, url: str) -> None:
    for reach in (discover, guarded.get):
        with pytest.raises(FeedError, match="SITREP_ALLOW_PRIVATE_FEEDS") as caught:
            await reach(url, guarded) if reach is discover else await reach(url)  # type: ignore[arg-type,call-arg]
        assert caught.value.kind == "refused_address"


NAMES = ["localhost", "LOCALHOST.", "db.internal", "printer.local", "wiki.corp"]


@pytest.mark.parametrize("name", NAMES)
async def test_f60_names_of_inner_networks_are_refused(workers: Workers, name: str) -> None:
    async with Fetcher(limits=LIMITS, workers=workers) as fetcher:
        for reading in (discover(f"http://{name}/", fetcher), fetcher.get(f"http://{name}/")):
            with pytest.raises(FeedError, match="SITREP_ALLOW_PRIVATE_FEEDS") as caught:
                await reading
            assert caught.value.kind == "refused_address"


@pytest.mark.parametrize(("address", "opened"), [("127.0.0.1", True), ("127.0.0.2", False)])
async def test_f63_a_name_is_read_in_an_opened_network_and_no_further(
    server: FeedServer, workers: Workers, address: str, opened: bool
) -> None:
    server.answers["/f"] = answer(200, rss(story(1)))
    url = server.url("/f", "wiki.internal")
    async with Fetcher(opened=PUBLIC, limits=LIMITS, workers=workers, resolver=Answers([address])) as fetcher:
        if opened:
            assert (await fetcher.get(url)).status == 200
            return
        with pytest.raises(FeedError, match="inner network"):
            await fetcher.get(url)
    assert server.requests == []


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "8.8.8.8"])
def test_f60_public_addresses_are_not(address: str) -> None:
    Guard().check_address(address, 443)


async def test_f60_the_operator_opens_private_addresses(desk: FeedDesk) -> None:
    desk.server.answers["/f"] = answer(200, rss(story(1)))
    assert (await desk.fetcher.get(desk.server.url("/f", "127.0.0.2"))).status == 200


@pytest.mark.parametrize(
    "url", ["ftp://harbour.example/f", "file:///etc/passwd", "/etc/passwd", "http://", "x"]
)
def test_f60_only_the_web_is_read(url: str) -> None:
    with pytest.raises(FeedError, match=r"is not an http or https address|is not a web address"):
        Guard().check_url(url)


async def test_f61_a_redirect_to_an_inner_address_is_refused(guarded: Fetcher, server: FeedServer) -> None:
    server.answers["/f"] = redirect(server.url("/secret", "127.0.0.2"))
    with pytest.raises(FeedError, match="inner network") as caught:
        await guarded.get(server.url("/f"))
    assert caught.value.kind == "refused_address"
    assert [request.path for request in server.requests] == ["/f"]


async def test_f62_a_name_that_changes_its_address_is_refused_at_the_socket(
    server: FeedServer, workers: Workers
) -> None:
    server.answers["/f"] = answer(200, rss(story(1)))
    names = Answers(["127.0.0.1"], ["127.0.0.2"])
    url = server.url("/f", "rebind.example")
    async with Fetcher(opened=PUBLIC, limits=LIMITS, workers=workers, resolver=names) as first:
        assert (await first.get(url)).status == 200
    async with Fetcher(opened=PUBLIC, limits=LIMITS, workers=workers, resolver=names) as second:
        with pytest.raises(FeedError, match="inner network"):
            await second.get(url)
    assert (server.connections, names.asked) == (1, 2)


async def test_f62_a_name_with_one_inner_address_among_others_is_refused(
    server: FeedServer, workers: Workers
) -> None:
    names = Answers(["127.0.0.1", "127.0.0.2"])
    async with Fetcher(opened=PUBLIC, limits=LIMITS, workers=workers, resolver=names) as fetcher:
        with pytest.raises(FeedError, match="inner network"):
            await fetcher.get(server.url("/f", "mixed.example"))
    assert server.connections == 0


async def test_f62_where_a_connection_is_opened_is_the_last_wall(server: FeedServer) -> None:
    wire = Wire(Guard(), Answers(["127.0.0.1"]), connect=10.0)
    inner = Place("http", "127.0.0.1", 80, True)
    with pytest.raises(FeedError, match="inner network"):
        await wire.opened(inner)
    with pytest.raises(FeedError, match="inner network"):
        await wire.opened(inner._replace(host="harbour.example"))
    await wire.close()
    assert server.connections == 0


async def test_f62_the_far_end_of_an_open_connection_is_judged_once_more(server: FeedServer) -> None:
    class Late(Guard):
        """Sees the address only once the connection stands, as if the name had changed in between."""

        seen = 0

        def check_address(self, host: str, port: int) -> None:
            self.seen += 1
            if self.seen > 1:
                super().check_address(host, port)

    wire = Wire(Late(), Answers(["127.0.0.1"]), connect=10.0)
    with pytest.raises(FeedError, match="inner network"):
        await wire.opened(Place("http", "127.0.0.1", server.port, True))
    await wire.close()
    assert server.requests == []


async def test_f62_a_second_address_is_tried_where_the_first_is_out_of_order(server: FeedServer) -> None:
    server.answers["/f"] = answer(200, rss(story(1)))
    async with Fetcher(allow_private=True, limits=LIMITS, resolver=Answers(["::1", "127.0.0.1"])) as fetcher:
        assert (await fetcher.get(server.url("/f", "two.example"))).status == 200


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 11211])
def test_f63_other_ports_than_the_web_s_are_refused(port: int) -> None:
    with pytest.raises(FeedError, match=f"port {port} is not one where feeds live"):
        Guard().check_url(f"http://harbour.example:{port}/f")
    for allowed in (80, 443, 8080, 8443):
        Guard().check_url(f"http://harbour.example:{allowed}/f")
    Guard(allow_private=True).check_url(f"http://harbour.example:{port}/f")


async def test_f64_pages_robots_and_discovered_links_meet_the_same_guard(
    guarded: Fetcher, server: FeedServer
) -> None:
    inner = server.url("/x", "127.0.0.2")
    page = await fetch_page(inner, guarded)
    assert (page.kind, page.retry) == ("error", False)
    link = f'<link rel="alternate" type="application/rss+xml" href="{inner}">'
    server.answers["/"] = answer(200, f"<html><head>{link}</head></html>", PAGE)
    with pytest.raises(FeedError, match="no feed was found"):
        await discover(server.url("/"), guarded)
    server.answers["/article"] = redirect(inner)
    assert (await fetch_page(server.url("/article"), guarded)).kind == "error"
    assert {(request.header("host") or "").partition(":")[0] for request in server.requests} == {"127.0.0.1"}


async def test_f65_a_proxy_of_the_environment_is_not_used(
    desk: FeedDesk, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, server.url("/proxy"))
    server.answers["/f"] = answer(200, rss(story(1)))
    await desk.fetcher.get(server.url("/f"))
    assert [request.path for request in server.requests] == ["/f"]


@pytest.mark.parametrize("status", [200, 401, 403, 404, 418, 500, 503])
async def test_f66_no_error_repeats_what_the_server_said(desk: FeedDesk, status: int) -> None:
    secret = "root:x:0:0 internal dashboard"
    headers = {"X-Secret": secret, "Retry-After": secret, "Content-Type": "text/html"}
    feed = desk.subscribe("/f", answer(status, secret, headers))
    result = await desk.poll(feed)
    assert result.outcome == "error"
    assert "root" not in f"{result.note}{result.feed.error}"
    assert "dashboard" not in result.note
    assert "\n" not in result.note


async def test_f66_a_refused_redirect_names_no_inner_answer(guarded: Fetcher, server: FeedServer) -> None:
    server.answers["/f"] = redirect(server.url("/s", "127.0.0.3"))
    feed = Feed(1, server.url("/f"), "")
    result = await visit(feed, guarded, lambda *_: pytest.fail("nothing was read"), NOW + timedelta(0))
    assert result.feed.error_kind == "refused_address"
    assert replace(result.feed, error=None).error is None
