"""Many feeds, each read once: the visits come as they end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from urllib.parse import urlsplit

from bot.feeds.errors import NETWORK_KINDS, FeedError, shown
from bot.feeds.fetch import Fetcher
from bot.feeds.intervals import OFFLINE_RETRY
from bot.feeds.visit import LookUp, failed, offline, visit
from storage.records import Feed, Visit

log = logging.getLogger(__name__)

AT_ONCE = 32  # feeds under way; the fetcher's own limits decide how many of them talk
MOST_ENDED = 128  # visits that wait to be kept; beyond, no more feeds are read
UNFORESEEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
UNREADABLE = "it sends something that breaks our reading; please report its address"
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
    ended: asyncio.Queue[tuple[Feed, Visit | Exception]] = asyncio.Queue(MOST_ENDED)
    readers = [
        asyncio.create_task(_read(waiting, ended, fetcher, known, now))
        for _ in range(min(AT_ONCE, len(feeds)))
    ]
    left = len(feeds)
    deaf: list[tuple[Feed, Visit]] = []
    heard = False
    try:
        while left:
            pairs = await _some(ended, left)
            left -= len(pairs)
            deaf += [pair for pair in pairs if _deaf(pair[1])]
            batch = [result for _, result in pairs if not _deaf(result)]
            heard = heard or any(result.outcome != "waiting" for result in batch)
            if batch:
                yield batch
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
    if deaf:
        ours = not heard and _hosts(deaf) >= HOSTS_TO_JUDGE
        yield [offline(before, OFFLINE_RETRY, now) if ours else result for before, result in deaf]


async def _read(
    waiting: list[Feed],
    ended: asyncio.Queue[tuple[Feed, Visit | Exception]],
    fetcher: Fetcher,
    known: LookUp,
    now: datetime,
) -> None:
    """Read one feed after the other.

    What a feed sent and we did not foresee is that feed's error; a fault of the store is handed on, to be
    raised where the tour is made.
    """
    while waiting:
        feed = waiting.pop()
        result: Visit | Exception
        try:
            result = await visit(feed, fetcher, known, now)
        except UNFORESEEN as error:
            log.error("feed %s broke its reading: %r", shown(feed.url), error, exc_info=error)
            result = failed(feed, FeedError("broken", UNREADABLE), fetcher, now)
        except Exception as error:
            result = error
        await ended.put((feed, result))


async def _some(ended: asyncio.Queue[tuple[Feed, Visit | Exception]], left: int) -> list[tuple[Feed, Visit]]:
    """The visits that have ended, at least one; where more are to come, a moment's worth of them."""
    found = [await ended.get()]
    if left > 1 + ended.qsize():
        await asyncio.sleep(LINGER)
    while not ended.empty():
        found.append(ended.get_nowait())
    pairs: list[tuple[Feed, Visit]] = []
    for feed, result in found:
        if isinstance(result, Exception):
            raise result
        pairs.append((feed, result))
    return pairs


def _deaf(result: Visit) -> bool:
    """Whether nothing at all was heard from the other side."""
    return result.outcome == "error" and result.feed.error_kind in NETWORK_KINDS


def _hosts(visits: Sequence[tuple[Feed, Visit]]) -> int:
    return len({urlsplit(before.url).hostname for before, _ in visits})
