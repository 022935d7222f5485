"""The whole flow on one page: each step asks the store what is missing, makes it, stores it.

feed -> entry -> article text -> brief -> story -> alert, digest -> outbox. Nothing is kept in memory
between two steps, so a crash loses nothing and a second run repeats nothing. The steps that wait on the
network are coroutines; the others think, and are called off the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.briefs import make_brief
from bot.briefs.document import read
from bot.feeds.fetch import Fetcher
from bot.feeds.pages import fetch_page
from bot.feeds.tour import tour
from bot.lookups import keys_of_brief
from bot.stories import place, profile_of, rarity_of, read_item
from storage.gazetteer import Gazetteer
from storage.records import Article, Entry, Feed, Item, Page, Visit
from storage.store import Store

log = logging.getLogger(__name__)

BRIEF_VERSION = 1  # raise it when the extractors change: old entries are read again, newest first
BATCH = 50  # entries between two looks at the store
PAGES = 200  # pages read in one go: a feed's first visit must not keep a digest waiting
PAGES_AT_ONCE = 16  # the fetcher's own limits decide how many of them talk

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The steps, over one store."""

    store: Store
    fetcher: Fetcher
    gazetteer: Gazetteer

    async def poll(self, now: datetime, feeds: Sequence[Feed] | None = None) -> AsyncIterator[Visit]:
        """Reads the feeds that are due (or these) and keeps what they bring; the visits come as they end."""
        due = await asyncio.to_thread(self.store.feeds.due, now) if feeds is None else feeds
        async with aclosing(tour(due, self.fetcher, self.store.entries.known, now)) as visits:
            async for visit in visits:
                await asyncio.to_thread(self.store.entries.take, visit, now)
                yield visit

    async def read_pages(self, now: datetime) -> int:
        """Reads the pages behind teasers; returns how many gave a text."""
        waiting = await asyncio.to_thread(self.store.entries.without_full_text, PAGES, now)
        slots = asyncio.Semaphore(PAGES_AT_ONCE)

        async def read_page(entry: Entry) -> Page:
            async with slots:
                page = await fetch_page(entry.url or "", self.fetcher)
                await asyncio.to_thread(self.store.entries.put_text, entry.id, page, now)
                return page

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(read_page(entry)) for entry in waiting]
        return sum(task.result().kind == "article" for task in tasks)

    def brief(self, now: datetime) -> int:
        """Makes the briefs that are missing; returns how many."""
        return _batches(
            lambda: self.store.briefs.without_brief(BRIEF_VERSION, BATCH), lambda entry: self._brief(entry, now)
        )

    def group(self, now: datetime) -> int:
        """Places the items that belong to no story yet; returns how many."""
        for story_id in self.store.stories.stale():
            self._renew(story_id)
        return _batches(lambda: self.store.briefs.unplaced(BATCH), lambda item: self._place(item, now))

    def _brief(self, entry: Entry, now: datetime) -> None:
        article = Article(entry.ident, entry.title, entry.text, entry.when, entry.url, entry.lang)
        try:
            brief = make_brief(article, self.gazetteer)
            sentences = [(sentence.start, sentence.end) for sentence in read(entry.text).sentences]
            keys = keys_of_brief(entry, brief, sentences)
        except Exception as error:  # an article that breaks the extractors goes on as a bare headline
            log.warning("entry %d (%s) has no brief: %r", entry.id, entry.title, error, exc_info=error)
            self.store.briefs.put_failed(entry, BRIEF_VERSION, now, repr(error))
            return
        self.store.briefs.put(entry, brief, BRIEF_VERSION, now, keys)

    def _place(self, item: Item, now: datetime) -> None:
        fingerprint = read_item(item)
        placement = place(fingerprint, self.store.stories.candidates(fingerprint))
        self.store.stories.put(item.entry, fingerprint, placement, now)

    def _renew(self, story_id: int) -> None:
        """A story split or merged by hand gets a profile of the members it has now."""
        index = self.store.stories.index
        members = index.fingerprints(story_id)
        terms = sorted({term for member in members for term in member.counts})
        profile, leading = profile_of(members, rarity_of(index.known(terms), index.total()))
        self.store.stories.renew(story_id, profile, leading)


def _batches(waiting: Callable[[], Sequence[T]], work: Callable[[T], None]) -> int:
    """Works through what waits, a batch at a time, until nothing waits any more."""
    done = 0
    while batch := waiting():
        for one in batch:
            work(one)
        done += len(batch)
    return done
