"""Many feeds, each read once: the visits come as they end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from urllib.parse import urlsplit

from bot.feeds.errors import NETWORK_KINDS
from bot.feeds.fetch import Fetcher
from bot.feeds.intervals import OFFLINE_RETRY
from bot.feeds.visit import LookUp, offline, visit
from storage.records import Feed, Visit

AT_ONCE = 64  # feeds under way; the fetcher's own limits decide how many of them talk
LINGER = 0.05  # seconds; so long the first visit waits for others to be kept with it
HOSTS_TO_JUDGE = 2  # one dead host is its own fault; when all of several are, it is our network


async def tour(
    feeds: Sequence[Feed], fetcher: Fetcher, known: LookUp, now: datetime
) -> AsyncGenerator[Visit, None]:
    """Visit each feed; one visit at a time, as they end."""
    async with aclosing(batches(feeds, fetcher, known, now)) as ended:
        async for visits in ended:
            for one in visits:
                yield one


async def batches(
    feeds: Sequence[Feed], fetcher: Fetcher, known: LookUp, now: datetime
) -> AsyncGenerator[list[Visit], None]:
    """Visit each feed; the visits that ended while the last batch was kept come together.

    Those that met no network are kept back to the end: if nobody met any, we are offline, and nothing is
    held against the feeds. Close the iterator (`aclosing`) when leaving it early, so that no request is
    left under way.
    """
    waiting = list(reversed(feeds))
    under_way: dict[asyncio.Task[Visit], Feed] = {}
    deaf: list[tuple[Feed, Visit]] = []
    heard = False
    try:
        while waiting or under_way:
            while waiting and len(under_way) < AT_ONCE:
                feed = waiting.pop()
                under_way[asyncio.create_task(visit(feed, fetcher, known, now))] = feed
            await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            done, _ = await asyncio.wait(under_way, timeout=LINGER)
            ended = [(under_way.pop(task), task.result()) for task in done]
            deaf += [pair for pair in ended if _deaf(pair[1])]
            batch = [result for _, result in ended if not _deaf(result)]
            heard = heard or any(result.outcome != "waiting" for result in batch)
            if batch:
                yield batch
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
    if deaf:
        ours = not heard and _hosts(deaf) >= HOSTS_TO_JUDGE
        yield [offline(before, OFFLINE_RETRY, now) if ours else result for before, result in deaf]


def _deaf(result: Visit) -> bool:
    """Whether nothing at all was heard from the other side."""
    return result.outcome == "error" and result.feed.error_kind in NETWORK_KINDS


def _hosts(visits: Sequence[tuple[Feed, Visit]]) -> int:
    return len({urlsplit(before.url).hostname for before, _ in visits})
