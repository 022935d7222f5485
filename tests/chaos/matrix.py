"""The matrix: at which steps to kill, and whether what Discord has is what it should have."""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.discord_server import Channel, DiscordServer, Fault

ROOT = Path(__file__).parents[2]
EVENTS = (
    (
        "Ferry sinks off {0}",
        "At least {1} people were killed when a ferry sank off {0}, the coast guard said.",
    ),
    ("Quake shakes {0}", "An earthquake near {0} killed {1} people and injured {2}, the governor said."),
    ("Mine collapses near {0}", "{1} miners were killed in {0}. The operator denied that {2} were missing."),
)
PLACES = ("Odesa", "Izmir", "Manila", "Lima", "Accra", "Oslo")


@dataclass
class Result:
    """What a matrix found."""

    kills: int = 0
    runs: int = 0
    cuts: int = 0  # of the gateway's sessions
    at: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    messages: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.disordered)


class Zygote:
    """The process that forks the flow."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def run(self, **wanted: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wanted).encode() + b"\n")
        return await self.line()

    async def line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), 120)
        found: dict[str, Any] = json.loads(line)
        if "failed" in found:
            raise RuntimeError(f"the flow failed with {found['failed']}; its traceback is above")
        return found


@asynccontextmanager
async def zygote() -> AsyncIterator[Zygote]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.chaos.zygote",
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    started = Zygote(process)
    try:
        await started.line()
        yield started
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@asynccontextmanager
async def feed_server() -> AsyncIterator[str]:
    """A feed of invented disasters on loopback; its address."""
    body = _feed(datetime.now(UTC) - timedelta(hours=3))

    async def serve(request: web.Request) -> web.Response:
        return web.Response(body=body, content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/feed", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/feed"
    finally:
        await runner.cleanup()


def _feed(start: datetime) -> bytes:
    items = []
    for n, place in enumerate(PLACES):
        title, text = EVENTS[n % len(EVENTS)]
        words = (place, n + 2, 3 * n + 5)
        when = format_datetime(start + timedelta(minutes=n))
        items.append(
            f"<item><guid>g{n}</guid><title>{title.format(*words)}</title>"
            f"<link>https://chaos-wire.example/{n}</link><pubDate>{when}</pubDate>"
            f"<description>{text.format(*words)}</description></item>"
        )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Chaos Wire</title>'
    return f"{head}{''.join(items)}</channel></rss>".encode()


async def matrix(kills: int, folder: Path, seed: int = 1, say: Any = lambda text: None) -> Result:
    """Kill the flow `kills` times, at steps spread over all of it, and compare after each recovery.

    Every other run dies in the last third, where messages leave. Every fourth life after a kill is
    killed again before it may finish; every third run meets a Discord that accepts a message and drops
    the connection. In every fourth the bot is online, and its session is cut, sent off to reconnect and
    declared invalid all the while.
    """
    result, draw = Result(), random.Random(seed)
    async with DiscordServer() as discord, feed_server() as feed, zygote() as mother:
        run = _Runs(discord, feed, mother, folder)
        steps, expected = await run.undisturbed()
        result.messages = sum(map(len, expected))
        say(f"{steps} steps from feed to sent, {result.messages} messages in {len(expected)} channels")
        while result.kills < kills:
            first = _step(result.runs, steps)
            before = len(result.lost) + len(result.doubled)
            await run.disturbed(result, first, steps, expected, draw)
            if len(result.lost) + len(result.doubled) > before:
                found = f"{len(result.lost)} lost, {len(result.doubled)} twice"
                say(f"run {result.runs}, killed at {first}: {found}")
            if result.runs % 25 == 0:
                say(f"{result.kills} kills in {result.runs} runs, {'clean' if result.clean else 'NOT CLEAN'}")
    return result


def _step(run: int, steps: int) -> int:
    """Steps spread evenly over the flow, however many runs there will be (by the golden ratio)."""
    share = run * 0.6180339887 % 1
    return 1 + int(steps * (2 + share) / 3 if run % 2 else steps * share)


class _Runs:
    """Runs of the flow, each on a new database and in new channels."""

    def __init__(self, discord: DiscordServer, feed: str, mother: Zygote, folder: Path) -> None:
        self._discord = discord
        self._feed = feed
        self._mother = mother
        self._folder = folder
        self._guild = discord.world.add_guild("Chaos", owner=50)
        self._number = 0

    def _new(self) -> tuple[dict[str, Any], list[Channel]]:
        self._number += 1
        channels = [self._discord.world.add_channel(self._guild, f"c{self._number}-{n}") for n in range(2)]
        wanted = {
            "database": f"sqlite:///{self._folder}/{self._number}.db",
            "feed": self._feed,
            "api": self._discord.url,
            "channels": [channel.id for channel in channels],
            "gateway": False,
        }
        return wanted, channels

    async def undisturbed(self) -> tuple[int, list[list[str]]]:
        wanted, channels = self._new()
        done = await self._mother.run(**wanted, prepare=True, die_at=0)
        return done["step"], [told(channel) for channel in channels]

    async def disturbed(
        self, result: Result, first: int, steps: int, expected: list[list[str]], draw: random.Random
    ) -> None:
        wanted, channels = self._new()
        result.runs += 1
        wanted["gateway"] = result.runs % 4 == 0
        async with self._unrest(result) if wanted["gateway"] else nullcontext():
            await self._lives(result, wanted, first, steps, draw)
        self._discord.faults.clear()
        for channel, right in zip(channels, expected, strict=True):
            _compare(told(channel), right, f"killed at {first}", result)
        for file in self._folder.glob(f"{self._number}.db*"):
            file.unlink()

    @asynccontextmanager
    async def _unrest(self, result: Result) -> AsyncIterator[None]:
        """A gateway that leaves nobody in peace."""
        gateway, draw = self._discord.gateway, random.Random(result.runs)

        async def trouble() -> None:
            troubles = (
                gateway.drop,
                gateway.ask_to_reconnect,
                partial(gateway.invalidate, resumable=True),
                partial(gateway.invalidate, resumable=False),
            )
            while True:
                await asyncio.sleep(draw.uniform(0.02, 0.3))
                if gateway.connected:
                    with suppress(ConnectionError):
                        await draw.choice(troubles)()
                        result.cuts += 1

        task = asyncio.create_task(trouble())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            gateway.sessions.clear()

    async def _lives(
        self, result: Result, wanted: dict[str, Any], first: int, steps: int, draw: random.Random
    ) -> None:
        """Run until one life ends by itself."""
        if result.runs % 3 == 0:
            path = f"/channels/{draw.choice(wanted['channels'])}/messages$"
            self._discord.faults.add("POST", path, Fault(), Fault(drop="after"))
        die_at, prepare = first, True
        while True:
            done = await self._mother.run(**wanted, prepare=prepare, die_at=die_at)
            if done["died"] is None:
                break
            result.kills += 1
            result.at[done["died"]] += 1
            prepare = False
            die_at = draw.randrange(1, steps) if draw.random() < 0.25 else 0


def _compare(have: list[str], right: list[str], where: str, result: Result) -> None:
    extra, absent = Counter(have) - Counter(right), Counter(right) - Counter(have)
    result.doubled += [f"{where}: {text[:120]}" for text in extra.elements()]
    result.lost += [f"{where}: {text[:120]}" for text in absent.elements()]
    if not extra and not absent and have != right:
        result.disordered.append(where)


def told(channel: Channel) -> list[str]:
    """What a channel shows, without what rightly differs between two runs: times."""
    shown = [
        json.dumps([[embed.get("title"), embed.get("description")] for embed in message["embeds"]])
        for message in channel.messages
    ]
    return [re.sub(r"<t:\d+:\w>|\d\d:\d\d", "", text) for text in shown]
