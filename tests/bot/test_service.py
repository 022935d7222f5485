"""The service as it is run: a process, real sockets, a stand-in for Discord, and its end by signal."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery import plain
from bot.feeds.fetch import Fetcher
from bot.pipeline import Pipeline
from bot.service.health import is_alive
from bot.service.render import Renderer
from storage.gazetteer import Gazetteer
from storage.records import Arrival, Arrivals, Feed, ParsedEntry, Visit
from storage.store import Store, open_store
from tests.newsroom import add_feed
from tests.servers.discord_server import TOKEN, DiscordServer
from tests.servers.feed_server import FeedServer, answer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")

ROOT = Path(__file__).parents[2]
WITHIN = 60.0  # seconds; a busy machine starts slowly

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>
<link>http://127.0.0.1/</link>
<item><title>Army withdraws from Sylhet</title><guid>w1</guid>
<description>{text}</description></item></channel></rss>"""
TEXT = "The army said on Monday that it had withdrawn 1,200 soldiers from Sylhet. " + (
    "The soldiers had been there for three weeks and went home by train with their boats. " * 20
)


def feeds_yaml(folder: Path, url: str, channel: int | str = "terminal", more: str = "") -> None:
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)  # no digest comes by itself while a test runs
    (folder / "feeds.yaml").write_text(
        f"""\
feeds:
  - url: {url}
    full_text: false
digests:
  - time: "{an_hour_ago:%H:%M}"
    channel: {channel}
alerts:
  - rule: withdrawal
    channel: {channel}
{more}
"""
    )


@asynccontextmanager
async def running(folder: Path, **variables: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`sitrep run` in a folder of its own; ended by SIGTERM, if it has not ended by itself."""
    environment = {name: value for name, value in os.environ.items() if "DISCORD" not in name}
    environment |= {"PYTHONPATH": str(ROOT), "SITREP_ALLOW_PRIVATE_FEEDS": "1", **variables}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), WITHIN)


async def line_with(stream: asyncio.StreamReader | None, part: str) -> str:
    """The next line of a stream that holds these words."""
    assert stream is not None
    async with asyncio.timeout(WITHIN):
        while line := (await stream.readline()).decode():
            if part in line:
                return line
    raise AssertionError(f"no line with {part!r}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path


def store_of(folder: Path) -> Store:
    return open_store(f"sqlite:///{folder / 'data' / 'sitrep.db'}")


async def test_without_a_token_an_alert_travels_from_feed_to_terminal_once(folder: Path) -> None:
    async with FeedServer() as server:
        server.answers["/feed"] = answer(200, FEED.format(text=TEXT), {"Content-Type": "application/rss+xml"})
        feeds_yaml(folder, server.url("/feed"))
        async with running(folder, PYTHONIOENCODING="ascii") as process:  # a locale of long ago
            assert "DISCORD_TOKEN is not set" in await line_with(process.stderr, "DISCORD_TOKEN")
            told = await line_with(process.stdout, "withdrawal")
            assert "CLAIMED" in told
        assert process.returncode == 0

        with closing(store_of(folder)) as store:
            store.outbox.put("terminal", "notice", "next", [plain("What comes next.")], datetime.now(UTC))
        async with running(folder) as process:
            assert process.stdout is not None
            first = await asyncio.wait_for(process.stdout.readline(), WITHIN)
            process.send_signal(signal.SIGINT)
            rest, err = await asyncio.wait_for(process.communicate(), WITHIN)
        assert process.returncode == 0
        assert first + rest == b"What comes next.\n\n", "what was told is not told again"
        assert b"stopped; nothing is lost" in err


async def test_a_feed_that_cannot_be_read_is_told_when_it_begins(folder: Path) -> None:
    async with FeedServer() as server:
        feeds_yaml(folder, server.url("/nowhere"))
        async with running(folder) as process:
            told = await line_with(process.stderr, "127.0.0.1")
    said = "127.0.0.1 has no such page (404); check the address or look for a new one"
    assert told == f"WARNING: 127.0.0.1: error {said}\n"


async def test_a_digest_and_an_alert_reach_their_discord_channel(folder: Path) -> None:
    async with DiscordServer() as discord, FeedServer() as server:
        guild = discord.world.add_guild("Desk", owner=50)
        channel = discord.world.add_channel(guild, "news")
        server.answers["/feed"] = answer(200, FEED.format(text=TEXT), {"Content-Type": "application/rss+xml"})
        feeds_yaml(folder, server.url("/feed"), channel.id)
        async with running(folder, DISCORD_TOKEN=TOKEN, DISCORD_API_URL=discord.url) as process:
            await discord.until(lambda: channel.messages, WITHIN)
            _make_due(folder)
            await discord.until(lambda: len(channel.messages) > 1, WITHIN)
        err = await process.stderr.read() if process.stderr else b""

    alert, digest = sorted(channel.messages, key=lambda message: int(message["id"]))
    assert "withdrawal" in alert["embeds"][0]["title"]
    assert "Army withdraws from Sylhet" in str(digest["embeds"])
    assert TOKEN.encode() not in err


def _make_due(folder: Path) -> None:
    """The digest's time has come."""
    store = store_of(folder)
    past = (datetime.now(UTC) - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    store._database.execute("update schedules set next_at = :past", {"past": past})
    store.close()


async def test_what_is_older_than_is_kept_goes_while_it_runs(folder: Path, gazetteer: Gazetteer) -> None:
    store, now = store_of(folder), datetime.now(UTC)
    feed = add_feed(store)
    await work_through(store, gazetteer, feed, "Flood in Sylhet", now - timedelta(days=60))
    await work_through(store, gazetteer, feed, "Ferry sinks off Beira", now)
    async with FeedServer() as server:
        server.answers["/feed"] = answer(304, b"", {})
        feeds_yaml(folder, server.url("/feed"), more="keep: 30d")
        async with running(folder) as process:
            await line_with(process.stderr, "reading 2 feeds;")
            async with asyncio.timeout(WITHIN):
                while store.stats()["stories"] > 1:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        assert process.returncode == 0
    (left,) = store.stories.since(now - timedelta(days=90), now + timedelta(minutes=1), 10)
    assert left.headline == "Ferry sinks off Beira"
    store.close()


async def work_through(store: Store, gazetteer: Gazetteer, feed: Feed, title: str, now: datetime) -> None:
    """An item comes in and goes through every step."""
    item = ParsedEntry(title, "guid", title, None, TEXT, now)
    store.entries.take(Visit(feed, "new", arrivals=Arrivals(new=(Arrival(item),))), now)
    renderer = Renderer(discord=False)
    await Pipeline(store, Fetcher(), gazetteer, renderer.digest, renderer.alert).think(now)


async def test_a_wrong_token_is_one_line_and_exit_status_1(folder: Path) -> None:
    async with DiscordServer() as discord, FeedServer() as server:
        feeds_yaml(folder, server.url("/feed"))
        async with running(folder, DISCORD_TOKEN="MQ.wrong.token", DISCORD_API_URL=discord.url) as process:
            out, err = await asyncio.wait_for(process.communicate(), WITHIN)
    assert process.returncode == 1
    assert out == b""
    last = err.decode().strip().splitlines()[-1]
    assert last.startswith("sitrep: Discord refuses the token; copy it anew")
    assert b"MQ.wrong.token" not in err
    assert b"Traceback" not in err


async def test_a_second_service_on_the_same_database_refuses_to_start(folder: Path) -> None:
    async with FeedServer() as server:
        feeds_yaml(folder, server.url("/feed"))
        async with running(folder) as first:
            await line_with(first.stderr, "reading 1 feed;")
            async with running(folder) as second:
                out, err = await asyncio.wait_for(second.communicate(), WITHIN)
    assert second.returncode == 1
    assert (out, err.count(b"\n")) == (b"", 1)
    assert f"another Sitrep (process {first.pid}) already runs on this database".encode() in err


async def test_the_service_tells_that_it_is_alive(folder: Path) -> None:
    async with FeedServer() as server:
        feeds_yaml(folder, server.url("/feed"))
        async with running(folder) as process:
            await line_with(process.stderr, "reading 1 feed;")
            store = store_of(folder)
            async with asyncio.timeout(WITHIN):
                while not is_alive(store, datetime.now(UTC)):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert not is_alive(store, datetime.now(UTC) + timedelta(minutes=4))
        assert not is_alive(store, datetime.now(UTC)), "it has ended, and says so at once"
        store.close()


async def test_what_changes_in_feeds_yaml_is_taken_over_while_it_runs(folder: Path) -> None:
    async with FeedServer() as server:
        server.answers |= {path: answer(200, FEED.format(text=TEXT)) for path in ("/feed", "/more")}
        feeds_yaml(folder, server.url("/feed"))
        async with running(folder) as process:
            await line_with(process.stderr, "reading 1 feed;")
            written = (folder / "feeds.yaml").read_text()
            (folder / "feeds.yaml").write_text(written + "  - rule: (a OR\n")
            told = await line_with(process.stderr, "alerts[1].rule")
            assert "until that is mended, what was read of it before stands" in told
            (folder / "feeds.yaml").write_text(
                written.replace("feeds:\n", f"feeds:\n  - url: {server.url('/more')}\n")
            )
            await line_with(process.stderr, "feeds.yaml: 2 feeds, 1 digest, 1 alert: taken over")
        with closing(store_of(folder)) as store:
            assert [feed.url for feed in store.feeds.list()] == [server.url("/feed"), server.url("/more")]
