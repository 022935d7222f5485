"""What Discord asks about feeds: to find, add, refresh, pause and remove them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.answers import owners_of
from bot.discord_app.desk import AddedFeed, DeskError, FoundFeed
from bot.feeds.discover import Candidate, choices, discover, preview, with_document
from bot.feeds.errors import FeedError, shown
from bot.feeds.intervals import refresh_allowed_at
from bot.feeds.visit import refusal, visit
from bot.pipeline import Pipeline
from bot.wording import count
from storage.database import StorageError
from storage.records import Feed

MOST_FEEDS = 200  # of a server; at half an hour each they are a request every nine seconds
AT_HAND = timedelta(minutes=15)  # for so long a document that was found is the feed as it is
MOST_TITLES = 3  # named of what the next digest would take


class FeedDesk:
    """Feeds of one store, on behalf of their owners."""

    def __init__(self, pipeline: Pipeline, clock: Callable[[], datetime]) -> None:
        self._pipeline = pipeline
        self._store = pipeline.store
        self._clock = clock
        self._at_hand: dict[str, Candidate] = {}  # documents just found, so that adding asks for none again
        self._found_at = clock()

    async def find(self, owner: str, address: str) -> Sequence[FoundFeed]:
        """The feeds that an address may mean, best first. Raises DeskError."""
        try:
            found = choices(await discover(address, self._pipeline.fetcher))
        except FeedError as error:
            raise DeskError(str(error)) from error
        self._at_hand = {one.url: one for one in found if one.reply is not None}
        self._found_at = self._clock()
        return [FoundFeed(one.url, one.title or shown(one.url), shown(one.url)) for one in found]

    async def add(self, owner: str, address: str, tags: tuple[str, ...]) -> AddedFeed:
        """Reads a feed from now on, its first document at once. Raises DeskError."""
        await asyncio.to_thread(self._refuse_twice, owner, address)
        try:
            candidate = await with_document(self._candidate(address), self._pipeline.fetcher)
            feed = await asyncio.to_thread(self._keep, owner, candidate, tags)
        except (FeedError, StorageError) as error:
            raise DeskError(str(error)) from error
        now = self._clock()
        if candidate.reply is not None:
            read = await visit(feed, self._pipeline.fetcher, self._store.entries.known, now, candidate.reply)
            await asyncio.to_thread(self._store.entries.take, read, now)
        taken = preview(candidate, now)
        return AddedFeed(feed, len(taken), tuple(entry.title for entry in taken[:MOST_TITLES]))

    def _candidate(self, address: str) -> Candidate:
        """The feed with the document it was found with, unless that has grown old since."""
        found = self._at_hand.pop(address, None)
        fresh = found is not None and self._clock() - self._found_at <= AT_HAND
        return found if found is not None and fresh else Candidate(address)

    def _refuse_twice(self, owner: str, address: str) -> None:
        """What all servers get would come to this one twice, each item as a copy of itself."""
        common = self._store.feeds.by_url(address) if owner else None
        if common is not None and common.retired_at is None and common.state not in {"paused", "gone"}:
            raise DeskError(f"{common.name} is read already, for all servers: `/feed list` shows it.")

    def _keep(self, owner: str, candidate: Candidate, tags: tuple[str, ...]) -> Feed:
        own = [feed.url for feed in self._store.feeds.list() if feed.owner == owner]
        if owner and len(own) >= MOST_FEEDS and candidate.url not in own:
            raise DeskError(f"A server can have {MOST_FEEDS} feeds; remove one first.")
        feed = Feed(id=0, url=candidate.url, title=candidate.title, tags=tags, owner=owner)
        return self._store.feeds.add(feed, self._clock())

    async def refresh(self, owner: str, feed_id: int) -> str:
        """Reads a feed now, unless it was read a moment ago; what came of it. Raises DeskError."""
        feed = await asyncio.to_thread(self._store.feeds.get, feed_id)
        if feed is None or feed.owner not in owners_of(owner):
            raise DeskError("There is no such feed here.")
        reason = refusal(feed, self._pipeline.fetcher, self._clock())
        if reason is not None:
            raise DeskError(f"{feed.name}: {reason}.")
        visits = [read async for read in self._pipeline.poll(self._clock(), [feed])]
        new = sum(len(read.arrivals.new) for read in visits)
        if new:
            return f"{feed.name}: {count(new, 'new item')}; they can be looked up within a minute."
        return f"{feed.name}: {visits[0].note or 'nothing new'}." if visits else f"{feed.name}: not read."

    def pause(self, owner: str, feed_id: int, paused: bool) -> bool:
        feed = self._store.feeds.get(feed_id)
        if feed is None or feed.owner != owner:
            return False
        if paused:
            self._store.feeds.pause(feed_id)
        else:
            allowed = refresh_allowed_at(feed, None)
            self._store.feeds.resume(feed_id, max(self._clock(), allowed or self._clock()))
        return True

    def remove(self, owner: str, feed_id: int) -> bool:
        feed = self._store.feeds.get(feed_id)
        if feed is None or feed.owner != owner or feed.configured:
            return False
        self._store.feeds.remove(feed_id, self._clock())
        return True
