"""Many feeds, each read once: the visits come as they end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from bot.feeds.errors import NETWORK_KINDS
from bot.feeds.fetch import Fetcher
from bot.feeds.intervals import OFFLINE_RETRY
from bot.feeds.visit import LookUp, offline, visit
from storage.records import Feed, Visit

AT_ONCE = 32  # feeds under way; the fetcher's own limits decide how many of them talk
HOSTS_TO_JUDGE = 2  # one dead host is its own fault; when all of several are, it is our network


async def tour(
    feeds: Sequence[Feed], fetcher: Fetcher, known: LookUp, now: datetime
) -> AsyncGenerator[Visit, None]:
    """Visit each feed. Those that met no network are kept back to the end: if nobody met any, we are offline.

    Close the iterator (`aclosing`) when leaving it early, so that no request is left under way.
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
            done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                before, result = under_way.pop(task), task.result()
                if result.feed.error_kind in NETWORK_KINDS and result.outcome == "error":
                    deaf.append((before, result))
                    continue
                heard = heard or result.outcome != "waiting"
                yield result
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
    for before, result in deaf:
        yield result if heard or _few(deaf) else offline(before, OFFLINE_RETRY, now)


def _few(deaf: Sequence[tuple[Feed, Visit]]) -> bool:
    return len({urlsplit(before.url).hostname for before, _ in deaf}) < HOSTS_TO_JUDGE
