"""`sitrep run`: the jobs, the chat, and a clean end."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.config import Environment, Settings
from bot.delivery import DeliveryError, Sender, deliver, terminal
from bot.pipeline import Pipeline
from bot.schedule import Job, make_scheduler, mind_the_clock
from bot.service.errors import ServiceError
from bot.service.fetcher import make_fetcher
from bot.service.following import Following, apply_settings, described
from bot.service.health import beat, first_beat, last_beat
from bot.service.render import Renderer
from bot.service.stopping import stopping_when_asked
from bot.wording import count
from storage.database import StorageError
from storage.gazetteer import Gazetteer
from storage.records import Visit
from storage.store import Store

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

log = logging.getLogger(__name__)

READ_EVERY = timedelta(seconds=10)  # a look at what is due; feeds have their own intervals
DIGEST_EVERY = timedelta(seconds=5)  # a digest for 07:00 is queued by 07:00:05
DELIVER_EVERY = timedelta(seconds=2)
HEARTBEAT_EVERY = timedelta(seconds=30)
TIDY_EVERY = timedelta(hours=6)
FOLLOW_EVERY = timedelta(seconds=2)  # looks at feeds.yaml; two of them make a change
KEEP_QUESTIONS = timedelta(days=30)  # buttons under older answers stop working
KEEP_SENT = timedelta(days=30)  # an alert edits what it sent only while its story goes on
LAST_WORDS = 15.0  # seconds that running jobs get to end by themselves

WITHOUT_DISCORD = (
    "DISCORD_TOKEN is not set: digests and alerts are printed here. For a token: "
    "https://discord.com/developers/applications, New Application, Bot, Reset Token"
)

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


async def run_service(
    store: Store,
    settings: Settings,
    environment: Environment,
    gazetteer: Gazetteer,
    *,
    clock: Clock = utc_now,
    write: Callable[[str], None] | None = None,
    width: int = 100,
) -> None:
    """Runs until it is told to stop. `width` is the terminal's, in columns.

    Raises ServiceError when no message can get through any more.
    """
    apply_settings(settings, store, clock())
    first_beat(store, clock())  # what waited by a clock that was ahead waits by this one from here on
    store.feeds.spread_overdue(clock())
    token = environment.discord_token.get_secret_value() if environment.discord_token else None
    async with make_fetcher(environment, store.feeds.holds(clock())) as fetcher:
        renderer = Renderer(discord=token is not None, width=width)
        pipeline = Pipeline(store, fetcher, gazetteer, renderer.digest, renderer.alert)
        following = Following(settings, store)
        service = _Service(store, pipeline, terminal(write or _print), clock, following)
        if token is None:
            _say(WITHOUT_DISCORD)
            await service.run(None)
        else:
            await service.run(_discord(pipeline, environment, clock), token)


def _discord(pipeline: Pipeline, environment: Environment, clock: Clock) -> SitrepClient:
    from bot.discord_app.client import SitrepClient  # noqa: PLC0415  # half a second of imports
    from bot.service.desk import make_desk  # noqa: PLC0415

    return SitrepClient(make_desk(pipeline, clock), environment.discord_api_url)


class _Service:
    """The jobs over one store, and whether they are to stop."""

    def __init__(
        self, store: Store, pipeline: Pipeline, screen: Sender, clock: Clock, following: Following
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._screen = screen
        self._clock = clock
        self._following = following
        self._client: SitrepClient | None = None
        self._chat: Sender | None = None
        self._stop = asyncio.Event()
        self._running: set[asyncio.Task[object]] = set()
        self._fatal: str | None = None

    async def run(self, client: SitrepClient | None, token: str = "") -> None:
        self._client = client
        self._chat = client.sender() if client is not None else None  # one for good: it counts refusals
        with stopping_when_asked(self._stop, asyncio.get_running_loop()):
            scheduler = make_scheduler(self._jobs())
            scheduler.start()
            _say(f"reading {count(len(self._store.feeds.list()), 'feed')}; Ctrl-C ends it")
            connection = asyncio.create_task(self._connected(client, token))
            minder = asyncio.create_task(mind_the_clock(scheduler))
            await self._stop.wait()
            minder.cancel()
            scheduler.remove_all_jobs()
            await self._last_words()
            scheduler.shutdown(wait=False)
            if client is not None:
                await client.close()
            connection.cancel()
            with suppress(asyncio.CancelledError):
                await connection
            with suppress(StorageError):  # a full disk is why we stop, or will be told by what follows
                last_beat(self._store, self._clock())
        if self._fatal is not None:
            raise ServiceError(self._fatal)
        _say("stopped; nothing is lost, `sitrep run` goes on from here")

    def _jobs(self) -> list[Job]:
        return [
            Job("read", self._guarded(self._read), READ_EVERY),
            Job("digest", self._guarded(self._digest), DIGEST_EVERY),
            Job("deliver", self._guarded(self._deliver), DELIVER_EVERY),
            Job("heartbeat", self._guarded(self._beat), HEARTBEAT_EVERY),
            Job("tidy", self._guarded(self._tidy), TIDY_EVERY),
            Job("follow", self._guarded(self._follow), FOLLOW_EVERY),
        ]

    def _guarded(self, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """A job that can be waited for when the service stops."""

        async def job() -> None:
            task = asyncio.current_task()
            assert task is not None
            self._running.add(task)
            try:
                await work()
            finally:
                self._running.discard(task)

        return job

    async def _read(self) -> None:
        async for visit in self._pipeline.poll(self._clock()):
            _note(visit)
        await self._pipeline.read_pages(self._clock())
        await self._pipeline.think(self._clock(), self._stop.is_set)

    async def _digest(self) -> None:
        await asyncio.to_thread(self._pipeline.digest, self._clock())

    async def _deliver(self) -> None:
        try:
            await deliver(self._store.outbox, self._senders(), self._clock)
        except DeliveryError as error:
            if error.kind != "fatal":
                raise  # a fault of ours: logged, and tried again
            self._give_up(str(error))

    def _senders(self) -> Mapping[str, Sender]:
        """Without Discord the terminal speaks for it; while Discord is not reached, its messages wait."""
        if self._client is None:
            return {"terminal": self._screen, "discord": self._screen}
        if self._chat is None or not self._client.is_ready():
            return {"terminal": self._screen}
        return {"terminal": self._screen, "discord": self._chat}

    async def _beat(self) -> None:
        await asyncio.to_thread(beat, self._store, self._clock())

    async def _follow(self) -> None:
        if await asyncio.to_thread(self._following.look, self._clock()):
            _say(f"{described(self._following.settings)}: taken over")

    async def _tidy(self) -> None:
        now = await asyncio.to_thread(self._store.retention.time, self._clock())
        await asyncio.to_thread(self._store.questions.prune, now, KEEP_QUESTIONS)
        await asyncio.to_thread(self._store.outbox.prune, now, KEEP_SENT)
        await asyncio.to_thread(self._store.forget_departed, now)
        if (keep := self._following.settings.keep) is not None:
            await asyncio.to_thread(self._let_go, keep)

    def _let_go(self, keep: timedelta) -> None:
        before = self._store.retention.end_of(keep, self._clock())
        gone = self._store.retention.let_go(before, self._stop.is_set)
        log.info("let go of %s from before %s", count(gone.items, "item"), before.date())

    async def _connected(self, client: SitrepClient | None, token: str) -> None:
        if client is None:
            return
        from bot.discord_app.errors import TokenRefusedError  # noqa: PLC0415

        try:
            await client.run_until_closed(token)
        except TokenRefusedError as error:
            self._give_up(str(error))
        except Exception as error:
            log.info("the connection to Discord broke off", exc_info=error)
            self._give_up(f"the connection to Discord broke off: {error}")

    def _give_up(self, reason: str) -> None:
        self._fatal = self._fatal or reason
        self._stop.set()

    async def _last_words(self) -> None:
        """Lets the jobs that run end, for a while; what they have not stored by then is done again later."""
        if not self._running:
            return
        _, late = await asyncio.wait(set(self._running), timeout=LAST_WORDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _note(visit: Visit) -> None:
    """What came of a reading, for the log; a feed's first failure is told to whoever watches."""
    first = visit.outcome == "error" and visit.feed.errors == 1  # /status and `feeds list` tell of the rest
    level = logging.WARNING if first or visit.outcome == "gone" else logging.INFO
    log.log(level, "%s: %s %s", visit.feed.name, visit.outcome, visit.note)


def _print(text: str) -> None:
    """In UTF-8 whatever the locale: news is full of what ASCII and Latin-1 have no letters for."""
    sys.stdout.buffer.write(text.rstrip("\n").encode("utf-8", "replace") + b"\n\n")
    sys.stdout.buffer.flush()


def _say(text: str) -> None:
    sys.stderr.write(f"sitrep: {text}\n")
    sys.stderr.flush()
