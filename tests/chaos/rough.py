"""`sitrep run` itself, killed at random, against the second, rough Discord: each item told once.

`python -m tests.chaos.rough [--lives 10] [--seed 1]`. Nothing of the flow is hooked or forked here: processes
as an operator starts them, a feeds.yaml that grows between two of them, real signals, and a Discord that
fails a third of all messages in every way it can while its gateway leaves nobody in peace.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from aiohttp import web

from tests.servers.rough_discord import RoughDiscord, shaky
from tests.servers.rough_gateway import restless
from tests.service import running

SETTLE = 8  # seconds after the last message in which one more might come
ASKED = 5  # times at the most; a person gives up then
FEEDS, ITEMS_EACH = 6, 3  # 18 items: an alert's daily cap is 20
PLACES = (
    "Odesa", "Izmir", "Manila", "Lima", "Accra", "Oslo", "Quito", "Hanoi", "Lagos", "Minsk", "Perth",
    "Tunis", "Riga", "Cairo", "Dhaka", "Sofia", "Bogota", "Osaka",
)  # fmt: skip
EVENTS = (
    (
        "Ferry sinks off {0}",
        "At least {1} people were killed when a ferry sank off {0}, the coast guard said.",
    ),
    ("Quake shakes {0}", "An earthquake near {0} killed {1} people and injured {2}, the governor said."),
    ("Mine collapses near {0}", "{1} miners were killed in {0}. The operator denied that {2} were missing."),
    ("Bus crashes in {0}", "A bus crash killed {1} passengers near {0}, police said; {2} were in hospital."),
)


@dataclass
class Account:
    """What became of the items."""

    kills: int = 0
    stops: list[int] = field(default_factory=list)  # statuses of the lives that were asked to stop
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    answered_in: list[float] = field(default_factory=list)
    moods: dict[str, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.refused or any(self.stops))


async def lives(
    count: int,
    folder: Path,
    seed: int = 1,
    *,
    feeds: int = FEEDS,
    compress: bool = True,
    unrest: float = 0.4,
) -> Account:
    """So many lives that are cut short, most of them by SIGKILL, and one that ends the work."""
    draw, account = random.Random(seed), Account()
    async with _feeds() as address, RoughDiscord(compress=compress, minimal=not compress) as rough:
        channel = rough.channel("alerts")
        rough.mood, rough.gateway.mood = shaky(seed), restless(seed, unrest)
        for life in range(count + 1):
            known = feeds if life >= count - 1 else 1 + feeds * life // count
            (folder / "feeds.yaml").write_text(_settings(address, known, channel), encoding="utf-8")
            async with running(rough.url, folder) as process:
                if life == count:
                    await _until_told(rough, channel, process, feeds * ITEMS_EACH)
                    account.answered_in += await _ask(rough, channel)
                    await _stop(process, account)
                    break
                await asyncio.sleep(draw.uniform(0.3, 8.0))
                if process.returncode is not None or draw.random() < 0.2:
                    await _stop(process, account)  # one that ended by itself is told by its status
                else:
                    process.kill()
                    account.kills += 1
                await process.wait()
        _compare(rough.texts(channel), account, feeds)
        account.refused, account.moods = rough.refused, dict(rough.moods)
    return account


async def _until_told(
    rough: RoughDiscord, channel: str, process: asyncio.subprocess.Process, items: int
) -> None:
    """Until all items are told, and a while longer, in which one more might come."""
    with suppress(TimeoutError):  # what was not told by then is found lost
        async with asyncio.timeout(240):
            while len(rough.channels[channel]) < items and process.returncode is None:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    await asyncio.sleep(SETTLE)


async def _ask(rough: RoughDiscord, channel: str) -> list[float]:
    """Seconds until commands are acknowledged, and that they are answered."""
    rough.gateway.mood = lambda: "well"
    async with asyncio.timeout(120):
        while not (rough.gateway.online and rough.commands):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return [
        await _answered(rough, channel, "figures", about="killed"),
        await _answered(rough, channel, "status"),
    ]


async def _answered(rough: RoughDiscord, channel: str, name: str, **options: str) -> float:
    """Seconds until a command is acknowledged; it is asked again where a busy machine kept it from that."""
    for _ in range(ASKED):
        asked = await rough.slash(channel, name, **options)
        if asked.answer:
            return asked.took
    raise AssertionError(f"/{name} was not answered in time, {ASKED} times")


async def _stop(process: asyncio.subprocess.Process, account: Account) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    account.stops.append(await asyncio.wait_for(process.wait(), 60))


@asynccontextmanager
async def _feeds() -> AsyncIterator[str]:
    """Feeds of invented disasters on loopback; what their addresses begin with."""
    start = datetime.now(UTC) - timedelta(hours=3)

    async def serve(request: web.Request) -> web.Response:
        return web.Response(
            body=_feed(int(request.match_info["n"]), start), content_type="application/rss+xml"
        )

    app = web.Application()
    app.router.add_get("/{n}", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


def _feed(number: int, start: datetime) -> bytes:
    items = []
    for n in range(number * ITEMS_EACH, (number + 1) * ITEMS_EACH):
        title, text = EVENTS[n % len(EVENTS)]
        words = (PLACES[n], n + 2, 3 * n + 5)
        items.append(
            f"<item><guid>g{n}</guid><title>{title.format(*words)}</title>"
            f"<link>https://wire{number}.example/{n}</link>"
            f"<pubDate>{format_datetime(start + timedelta(minutes=n))}</pubDate>"
            f"<description>{text.format(*words)}</description></item>"
        )
    head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire {number}</title>'
    return f"{head}{''.join(items)}</channel></rss>".encode()


def _settings(feeds: str, known: int, channel: str) -> str:
    listed = [f"  - url: {feeds}{n}\n    title: Wire {n}\n    full_text: false\n" for n in range(known)]
    return f'feeds:\n{"".join(listed)}alerts:\n  - rule: "figure:killed>=1"\n    channel: "{channel}"\n'


def _compare(texts: list[str], account: Account, feeds: int) -> None:
    told = Counter(match[0] for text in texts for match in re.finditer(r"https://wire\d+\.example/\d+", text))
    right = [f"https://wire{n // ITEMS_EACH}.example/{n}" for n in range(feeds * ITEMS_EACH)]
    account.lost = [url for url in right if url not in told]
    account.doubled = [url for url, times in told.items() if times > 1]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.rough", description=__doc__)
    parser.add_argument("--lives", type=int, default=10, help="how many lives are cut short (10)")
    parser.add_argument("--seed", type=int, default=1, help="when, and what goes wrong meanwhile (1)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        account = asyncio.run(
            lives(options.lives, Path(folder), options.seed, compress=options.seed % 2 == 1)
        )
        if not account.clean:
            print((Path(folder) / "log").read_text(encoding="utf-8", errors="replace")[-4000:])
    print(account)
    return 0 if account.clean else 1


if __name__ == "__main__":
    sys.exit(main())
