"""Many feeds, each read once: the visits come as they end."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from urllib.parse import urlsplit

from bot.feeds.errors import NETWORK_KINDS, FeedError, shown
from bot.feeds.fetch import Fetcher
from bot.feeds.intervals import OFFLINE_RETRY
from bot.feeds.mailbox import Mailbox
from bot.feeds.visit import LookUp, failed, offline, visit
from storage.records import Feed, Visit

Ended = tuple[Feed, Visit | Exception]

log = logging.getLogger(__name__)

AT_ONCE = 32  # feeds under way; the fetcher's own limits decide how many of them talk
UNFORESEEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
UNREADABLE = "it sends something that breaks our reading; please report its address"
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
    hosts = _by_host(feeds)
    ready: asyncio.Queue[deque[Feed]] = asyncio.Queue()
    for waiting in hosts:
        ready.put_nowait(waiting)
    ended: Mailbox[Ended] = Mailbox(_weight)
    readers = [
        asyncio.create_task(_read(ready, ended, fetcher, known, now)) for _ in range(min(AT_ONCE, len(hosts)))
    ]
    left = len(feeds)
    deaf: list[tuple[Feed, Visit]] = []
    heard = False
    try:
        while left:
            pairs = _unbroken(await ended.take(left))
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
        ours = not heard and len({_host(before) for before, _ in deaf}) >= HOSTS_TO_JUDGE
        yield [offline(before, OFFLINE_RETRY, now) if ours else result for before, result in deaf]


def _by_host(feeds: Sequence[Feed]) -> list[deque[Feed]]:
    """The feeds of each host, in order; the hosts in the order of their first."""
    hosts: defaultdict[str, deque[Feed]] = defaultdict(deque)
    for feed in feeds:
        hosts[_host(feed)].append(feed)
    return list(hosts.values())


async def _read(
    ready: asyncio.Queue[deque[Feed]],
    ended: Mailbox[Ended],
    fetcher: Fetcher,
    known: LookUp,
    now: datetime,
) -> None:
    """Read the next feed of a host that may be asked now; the host then rests, and nobody waits for it."""
    loop = asyncio.get_running_loop()
    while True:
        host = await ready.get()
        feed = host.popleft()
        result: Visit | Exception
        try:
            result = await visit(feed, fetcher, known, now)
        except UNFORESEEN as error:
            log.error("feed %s broke its reading: %r", shown(feed.url), error, exc_info=error)
            result = failed(feed, FeedError("broken", UNREADABLE), fetcher, now)
        except Exception as error:  # a fault of the store, to be raised where the tour is made
            result = error
        if host:
            loop.call_later(fetcher.rest_of(_host(feed)), ready.put_nowait, host)
        await ended.put((feed, result))


def _unbroken(found: Sequence[Ended]) -> list[tuple[Feed, Visit]]:
    pairs: list[tuple[Feed, Visit]] = []
    for feed, result in found:
        if isinstance(result, Exception):
            raise result
        pairs.append((feed, result))
    return pairs


def _weight(ended: Ended) -> int:
    """Characters of text that a visit holds."""
    result = ended[1]
    if isinstance(result, Exception):
        return 0
    arrivals = result.arrivals
    entries = [one.entry for one in arrivals.new] + [one.entry for one in arrivals.edited]
    return sum(len(entry.text) for entry in entries)


def _deaf(result: Visit) -> bool:
    """Whether nothing at all was heard from the other side."""
    return result.outcome == "error" and result.feed.error_kind in NETWORK_KINDS


def _host(feed: Feed) -> str:
    return urlsplit(feed.url).hostname or ""
