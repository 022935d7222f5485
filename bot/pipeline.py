"""The whole flow on one page: each step asks the store what is missing, makes it, stores it.

feed -> entry -> article text -> brief -> story -> alert, digest -> outbox. Nothing is kept in memory
between two steps, so a crash loses nothing and a second run repeats nothing. The steps that wait on the
network are coroutines; the others think, a batch at a time, and are called off the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from urllib.parse import urlsplit

from bot.alerts import RuleSet
from bot.answers import country_of, digest_of_items, owners_of
from bot.briefs import make_brief
from bot.briefs.document import Document, read
from bot.delivery import plain
from bot.feeds.fetch import Fetcher
from bot.feeds.pages import fetch_page
from bot.feeds.tour import UNFORESEEN, UNREADABLE, batches
from bot.keepers import targets_of
from bot.limits import within
from bot.lookups import keys_of_brief
from bot.stories import place, profile_of, rarity_of, read_item
from bot.telling import RenderAlert, Telling
from storage.briefs import SpanError
from storage.database import StorageError
from storage.due import day_due, edition
from storage.gazetteer import Gazetteer
from storage.records import (
    Article,
    Brief,
    Decision,
    Digest,
    Entry,
    Feed,
    Fingerprint,
    Item,
    Page,
    Placement,
    Profile,
    Schedule,
    Visit,
)
from storage.store import Store

__all__ = ["Done", "Pipeline", "RenderAlert", "RenderDigest"]

log = logging.getLogger(__name__)

BRIEF_VERSION = 5  # raise it when the extractors change: old entries are read again, newest first
BATCH = 50  # entries between two looks at the clock: a stop waits for no more than these
SLOWEST_BRIEF_S = 60.0  # a megabyte of prose takes two; what takes longer has found a weak spot of ours
PAGES = 2_000  # looked at in one round; of each host a few are read
PAGES_OF_A_HOST = 12  # a round; at a request every two seconds they fill half of its time
PAGES_AT_ONCE = 16  # the fetcher's own limits decide how many of them talk
PAGES_WITHIN = timedelta(seconds=45)  # a round; what feeds brought meanwhile is not to wait for longer
DIGEST_RETRY = timedelta(minutes=5)  # after a digest that broke: a fault of ours does not mend in seconds
FIRST_DIGEST = timedelta(hours=24)  # how far back a channel's first digest reaches

RenderDigest = Callable[[Digest, str], list[str]]  # a digest for a target -> payloads, one a message


@dataclass(frozen=True, slots=True)
class Done:
    """How many items went through each step."""

    briefed: int = 0
    placed: int = 0
    alerted: int = 0

    def __add__(self, other: Done) -> Done:
        return Done(self.briefed + other.briefed, self.placed + other.placed, self.alerted + other.alerted)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The steps, over one store."""

    store: Store
    fetcher: Fetcher
    gazetteer: Gazetteer
    render_digest: RenderDigest
    render_alert: RenderAlert

    async def poll(self, now: datetime, feeds: Sequence[Feed] | None = None) -> AsyncGenerator[Visit, None]:
        """Reads the feeds that are due (or these) and keeps what they bring; the visits come as they end."""
        due = await asyncio.to_thread(self.store.feeds.due, now) if feeds is None else feeds
        async with aclosing(batches(due, self.fetcher, self.store.entries.known, now)) as ended:
            async for visits in ended:
                await asyncio.to_thread(self._keep, visits, now)
                for visit in visits:
                    yield visit

    def _keep(self, visits: Sequence[Visit], now: datetime) -> None:
        """Keeps what visits brought, and queues what the feeds' keepers are told of it, together."""
        with self.store.transaction():
            self.store.entries.take_all(visits, now)
            for visit in visits:
                targets = targets_of(self.store, visit.feed) if visit.notice else ()
                key = f"feed:{visit.feed.id}:{visit.feed.state}:{now.isoformat()}"
                for target in targets:
                    self.store.outbox.put(target, "notice", key, [plain(visit.notice)], now)

    async def read_pages(self, now: datetime, within: timedelta = PAGES_WITHIN) -> int:
        """Reads the pages behind teasers, for a while; returns how many were tried.

        A page not reached in time is tried in the next round; till then its item tells what the feed said.
        """
        waiting = a_few_of_each_host(
            await asyncio.to_thread(self.store.entries.without_full_text, PAGES, now)
        )
        slots = asyncio.Semaphore(PAGES_AT_ONCE)

        async def read_page(entry: Entry) -> None:
            put_text = self.store.entries.put_text
            try:
                async with slots:
                    page = await fetch_page(entry.url, self.fetcher) if entry.url else Page("", "error")
                await asyncio.to_thread(put_text, entry.id, page, now)
            except UNFORESEEN as error:  # one page must not keep the others, and all that follows, waiting
                log.error("the page of entry %s broke its reading: %r", entry.id, error, exc_info=error)
                await asyncio.to_thread(put_text, entry.id, Page("", "error", note=UNREADABLE), now)

        try:
            async with asyncio.timeout(within.total_seconds()), asyncio.TaskGroup() as group:
                for entry in waiting:
                    group.create_task(read_page(entry))
        except TimeoutError:
            log.info("some of %d pages are left to the next round", len(waiting))
        except ExceptionGroup as errors:  # the store's, such as a full disk: the first says it all
            raise errors.exceptions[0] from errors
        return len(waiting)

    async def think(self, now: datetime, stopped: Callable[[], bool] = lambda: False) -> Done:
        """Briefs, groups and alerts, a batch of each in turn, until nothing new waits or it is told to stop.

        What older extractors read is read again a batch at a time, call by call: an archive must not
        keep the news waiting.
        """
        done = Done()
        while not stopped():
            steps = (self.brief, self.group, self.alert)
            worked = Done(*[await asyncio.to_thread(step, now) for step in steps])
            done += worked
            if worked == Done() or not await asyncio.to_thread(self.store.briefs.backlog):
                break
        return done

    def brief(self, now: datetime) -> int:
        """Makes briefs that are missing; returns how many were."""
        waiting = self.store.briefs.without_brief(BRIEF_VERSION, BATCH)
        for entry in waiting:
            with _unless_it_breaks(f"the brief of entry {entry.id}") as broken:
                self._brief(entry, now)
            if broken:
                self.store.briefs.put_failed(entry, BRIEF_VERSION, now, broken[0])
        return len(waiting)

    def group(self, now: datetime) -> int:
        """Places items that belong to no story yet; returns how many there were."""
        for story_id in self.store.stories.stale():
            with _unless_it_breaks(f"the profile of story {story_id}"):
                self._renew(story_id)
        waiting = self.store.briefs.unplaced(BATCH)
        for item in sorted(waiting, key=_by_publication):  # of two alike the later one is the copy
            fingerprint, placement = Fingerprint({}), Placement(None, Profile(size=1), (), 0.0, "alone")
            with _unless_it_breaks(f"the story of entry {item.entry.id}"):
                fingerprint = read_item(item)
                placement = place(fingerprint, self.store.stories.candidates(fingerprint))
            self.store.stories.put(item.entry, fingerprint, placement, now)
        return len(waiting)

    def alert(self, now: datetime) -> int:
        """Puts items to the alert rules that these have not seen; returns how many there were."""
        telling = Telling(self.store, self.render_alert)
        for held in self.store.alerts.held(now):
            with _unless_it_breaks(f"what quiet hours held back of alert {held.alert_id}") as broken:
                telling.release(held, now)
            if broken:
                decision = Decision("suppress", f"it could not be told: {broken[0]}")
                self.store.alerts.release(held, decision, None, now)
        waiting = self.store.briefs.unalerted(BATCH)
        if waiting:
            rules = RuleSet(self.store.alerts.all(), country_of(self.gazetteer))
            for item in sorted(waiting, key=_by_publication):
                with _unless_it_breaks(f"the alerts of entry {item.entry.id}") as broken:
                    telling.look(item, rules, now)
                if broken:
                    self.store.alerts.seen(item.entry.id, now)
        return len(waiting)

    def digest(self, now: datetime) -> int:
        """Queues the digests that are due; returns how many. One that breaks keeps no other back."""
        queued = 0
        for schedule in self.store.subscriptions.due(now):
            with _unless_it_breaks(f"the digest of schedule {schedule.id}") as broken:
                queued += self._digest(schedule, now)
            if broken:
                self.store.subscriptions.postpone(schedule, now + DIGEST_RETRY)
        return queued

    def _brief(self, entry: Entry, now: datetime) -> None:
        article = Article(entry.ident, entry.title, entry.text, entry.as_of, entry.url, entry.lang)
        document, brief = within(SLOWEST_BRIEF_S, lambda: self._extracted(article))
        sentences = [(sentence.start, sentence.end) for sentence in document.sentences]
        self.store.briefs.put(entry, brief, BRIEF_VERSION, now, keys_of_brief(entry, brief, sentences))

    def _extracted(self, article: Article) -> tuple[Document, Brief]:
        document = read(article.text)
        return document, make_brief(article, self.gazetteer, document)

    def _renew(self, story_id: int) -> None:
        """A story split or merged by hand gets a profile of the members it has now."""
        index = self.store.stories.index
        members = index.fingerprints(story_id)
        terms = sorted({term for member in members for term in member.counts})
        profile, leading = profile_of(
            members, rarity_of(index.known(terms), index.candidates(Fingerprint({})).total)
        )
        self.store.stories.renew(story_id, profile, leading)

    def _digest(self, schedule: Schedule, now: datetime) -> bool:
        """Freezes what a channel is told in the transaction that queues the messages.

        What came in up to `settled` is told; the rest stays due. A digest made twice is one.
        """
        store = self.store
        told, day = store.subscriptions.last_told(schedule), day_due(schedule, now)
        upto, edits = store.briefs.settled(), store.briefs.edits()
        items = self._untold(schedule, told, upto, edits, now)
        if day is None or not items:
            store.subscriptions.skip(schedule, now)
            return False
        digest = digest_of_items(
            store,
            items,
            _since(told, now),
            now,
            owners=owners_of(schedule.owner),
            told=told,
            stories=schedule.stories,
            zone=schedule.zone,
            title=schedule.name,
            notes=self._spilled(schedule, told, now),
        )
        new = any(item.entry.id > schedule.told_until for item in items)
        if not new and all(story.status == "unchanged" for story in digest.stories):
            store.subscriptions.skip(schedule, now)  # edits that changed words, not facts
            return False
        payloads = self.render_digest(digest, schedule.target)
        with store.transaction():
            if store.subscriptions.claim(schedule, day, digest, upto, now, edits=edits) is None:
                return False
            store.outbox.put(schedule.target, "digest", f"{day} {edition(schedule)}", payloads, now)
        return True

    def _untold(
        self, schedule: Schedule, told: Digest | None, upto: int, edits: int, now: datetime
    ) -> list[Item]:
        """What a channel has not been told: new items, and items it was told that say something else now."""
        briefs, owners, tags = self.store.briefs, owners_of(schedule.owner), schedule.tags
        if told is not None:
            before = schedule.told_until
            edited = briefs.edited(schedule.told_edits, edits, before, tags, owners)
            return [*edited, *briefs.arrived(before, upto, tags, owners)]
        window = briefs.between(now - FIRST_DIGEST, now, tags, owners)
        return [item for item in window if item.entry.announce and item.entry.id <= upto]

    def _spilled(self, schedule: Schedule, told: Digest | None, now: datetime) -> list[str]:
        """What the alerts' daily caps kept back for this channel."""
        spilled = self.store.alerts.spilled(schedule.target, _since(told, now), now)
        return [f"Alert kept back by its daily cap: {hit.title} ({hit.feed})" for hit in spilled]


def _since(told: Digest | None, now: datetime) -> datetime:
    """Since when a channel has been told nothing; not what a clock that was ahead took for the time."""
    return told.until if told is not None and told.until < now else now - FIRST_DIGEST


def a_few_of_each_host(entries: Sequence[Entry]) -> list[Entry]:
    """Hosts take turns and none has more than a few: a slow one must not hold all the places."""
    of_host: dict[str, list[Entry]] = {}
    for entry in entries:
        of_host.setdefault(urlsplit(entry.url or "").hostname or "", []).append(entry)
    rounds = zip_longest(*(some[:PAGES_OF_A_HOST] for some in of_host.values()))
    return [entry for one in rounds for entry in one if entry is not None]


def _by_publication(item: Item) -> tuple[datetime, int]:
    """The order of the news, whichever feed of a round was read first."""
    return item.entry.when, item.entry.id


@contextmanager
def _unless_it_breaks(what: str) -> Iterator[list[str]]:
    """One item that breaks a step must not stop the others: it is logged and goes on as well as it can.

    Gives a list that holds the error afterwards. A fault of the store itself (no room, no rights) is no
    item's fault and stops the step; so is everything tried again later.
    """
    broken: list[str] = []
    try:
        yield broken
    except Exception as error:
        if isinstance(error, StorageError) and not isinstance(error, SpanError):
            raise
        log.warning("%s broke off: %r", what, error, exc_info=error)
        broken.append(repr(error))
