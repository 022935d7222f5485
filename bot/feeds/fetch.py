"""Polite HTTP with an end to everything: the only HTTP client.

One request at a time to a host, with a pause between two; one wall-clock limit for an exchange, from
the connection to the last byte; caps on what is read and on what it unpacks to; redirects followed by
hand, so that each hop is checked, counted and remembered.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.feeds.body import Body, too_large
from bot.feeds.decoders import encodings
from bot.feeds.errors import FeedError, shown
from bot.feeds.guard import Guard
from bot.feeds.headers import LONGEST, retry_after
from bot.feeds.names import Names
from bot.feeds.robots import Robots
from bot.feeds.wire import Exchange, Wire
from bot.feeds.workers import Workers

ACCEPT_FEED = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=.9, */*;q=.1"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml;q=.9, */*;q=.1"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
MANY_HOSTS = 5_000  # articles link everywhere; beyond this, hosts at rest are forgotten


@dataclass(frozen=True, slots=True)
class Limits:
    """Walls, in seconds and bytes: each keeps a hostile or broken server from taking more."""

    connect: float = 5.0
    total: float = 20.0
    body: int = 10 << 20
    page: int = 2 << 20
    ratio: int = 100
    hops: int = 5
    gap: float = 2.0  # between two requests to one host
    in_flight: int = 8
    unread: int = 32 << 20  # bytes of answers that wait to be parsed; beyond, nothing more is fetched
    parse: float = 2.0
    extract: float = 5.0


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: the status that sent us on, and where to."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whatever its status. `url` is where it came from after `hops`; `body` is decoded."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    asked: str = ""
    hops: tuple[Hop, ...] = ()
    conditional: bool = False

    @property
    def downgraded(self) -> bool:
        """Whether a redirect led from https to http."""
        earlier = (self.asked, *(hop.url for hop in self.hops[:-1]))
        return self.url.startswith("http:") and any(url.startswith("https:") for url in earlier)


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Fetcher:
    """The client. Use it as `async with Fetcher() as fetcher`; it holds what politeness remembers.

    `holds` are hosts that asked to be left alone, and until when (the store keeps them over restarts).
    `opened` are networks the operator trusts; `unverified` hosts whose certificate is not checked.
    `resolver`, `monotonic`, `sleep` and `clock` stand in for the world in tests.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        opened: Collection[Any] = (),
        limits: Limits | None = None,
        contact: str = "",
        unverified: Collection[str] = (),
        holds: Mapping[str, datetime] | None = None,
        workers: Workers | None = None,
        resolver: AbstractResolver | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.guard = Guard(allow_private=allow_private, opened=opened)
        self.limits = limits or Limits()
        self.user_agent = user_agent(contact)
        self.holds: dict[str, datetime] = dict(holds or {})
        self.workers = workers or Workers()
        self.robots: dict[str, Robots] = {}
        self.clock = clock
        self._owns_workers = workers is None
        self._unverified = frozenset(unverified)
        self._resolver = resolver
        self._monotonic = monotonic
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._slots = asyncio.Semaphore(self.limits.in_flight)
        self._unread = 0
        self._room = asyncio.Event()
        self._room.set()
        self._wire: Wire | None = None

    async def __aenter__(self) -> Self:
        resolver = self._resolver or Names()
        self._wire = Wire(self.guard, resolver, connect=self.limits.connect)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._wire is not None:
            await self._wire.close()
        if self._owns_workers:
            await asyncio.to_thread(self.workers.close)

    async def get(
        self,
        url: str,
        *,
        accept: str = ACCEPT_FEED,
        conditions: Mapping[str, str] | None = None,
        cap: int | None = None,
        hops: int | None = None,
    ) -> Reply:
        """One exchange, redirects and all. `conditions` are If-None-Match and If-Modified-Since.

        Raises FeedError when there is no whole answer; any status that came whole is a Reply.
        """
        asked = target = self.guard.check_url(url)
        budget = self.limits.total
        followed: list[Hop] = []
        headers = {
            "User-Agent": self.user_agent,
            "Accept": accept,
            "Accept-Encoding": encodings(),
            **(conditions or {}),
        }
        while True:
            async with self._turn(target.host or ""):
                started = self._monotonic()
                reply = await self._exchange(target, asked, headers, budget, cap)
            budget -= self._monotonic() - started
            location = reply.headers.get("Location")
            if reply.status not in REDIRECTS or not location or hops == 0:
                return replace(reply, asked=url, hops=tuple(followed), conditional=bool(conditions))
            if len(followed) >= (self.limits.hops if hops is None else hops):
                raise FeedError(
                    "too_many_redirects", f"{shown(url)} redirects more than {len(followed)} times"
                )
            target = self._next(target, location)
            followed.append(Hop(reply.status, str(target)))

    @contextmanager
    def unread(self, reply: Reply) -> Iterator[None]:
        """While inside, the answer's size counts against what may wait to be parsed."""
        self._count(len(reply.body))
        try:
            yield
        finally:
            self._count(-len(reply.body))

    def hold(self, host: str, until: datetime) -> None:
        """Leave a host alone until a time, for every feed and page on it."""
        self.holds[host] = max(until, self.holds.get(host, until))

    def held_until(self, host: str) -> datetime | None:
        """None also for a hold longer than there are: the clock was put back since."""
        until, now = self.holds.get(host), self.clock()
        if until is not None and not now < until <= now + LONGEST:
            del self.holds[host]
            return None
        return until

    def rest_of(self, host: str) -> float:
        """Seconds until a host may be asked again: the pause after its last request."""
        state = self._hosts.get(host)
        return 0.0 if state is None else max(0.0, state.free_at - self._monotonic())

    def _count(self, size: int) -> None:
        self._unread += size
        if self._unread > self.limits.unread:
            self._room.clear()
        else:
            self._room.set()

    def _next(self, current: URL, location: str) -> URL:
        try:
            target = current.join(URL(_readable(location)))
        except ValueError as error:
            raise FeedError(
                "bad_redirect", f"{current.host} redirects to an address that cannot be read"
            ) from error
        if target.scheme not in {"http", "https"}:
            raise FeedError(
                "bad_redirect", f"{current.host} redirects to {target.scheme}:, which is not the web"
            )
        return self.guard.check_url(str(target.with_user(None).with_fragment(None)))

    async def _exchange(
        self, target: URL, asked: URL, headers: dict[str, str], budget: float, cap: int | None
    ) -> Reply:
        assert self._wire is not None, "use the fetcher as a context manager"
        place = target.with_user(None) if target.user or target.password else target
        named = asked.user or asked.password
        if named and target.origin() == asked.origin():  # a redirect to another host takes no password along
            secret = aiohttp.encode_basic_auth(asked.user or "", asked.password or "")
            headers = {**headers, "Authorization": secret}
        verified = target.host not in self._unverified
        try:
            async with (
                asyncio.timeout(max(budget, 0)),
                self._wire.get(place, headers, verified=verified) as answer,
            ):
                self._heed(target.host or "", answer.status, answer.headers)
                redirected = answer.status in REDIRECTS
                body = b"" if redirected else await self._read(answer, cap or self.limits.body)
                return Reply(str(place), answer.status, answer.headers, body)
        except TimeoutError as error:
            raise FeedError(
                "timeout", f"{target.host} took over {self.limits.total:g} s to answer"
            ) from error

    async def _read(self, answer: Exchange, cap: int) -> bytes:
        length = answer.headers.get("Content-Length", "")
        if length.isdecimal() and int(length[:20]) > cap:
            raise too_large(cap)
        body = Body(answer.headers.get("Content-Encoding", ""), cap, self.limits.ratio)
        async for chunk in answer.body.iter_any():
            body.feed(chunk)
        return body.finish()

    def _heed(self, host: str, status: int, headers: Mapping[str, str]) -> None:
        """429 and 503 speak for the whole host. Reddit says 403 where others say 429."""
        if status in {429, 503} or (status == 403 and host.endswith("reddit.com")):
            self.hold(host, self.clock() + retry_after(headers))

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """The right to talk to a host: one at a time, with a pause, and not while it is held."""
        state = self._hosts.get(host)
        if state is None:
            self._forget_some()
            state = self._hosts[host] = _Host()
        async with state.lock:
            until = self.held_until(host)
            if until is not None:
                raise FeedError(
                    "held", f"{host} asked to be left alone until {until:%H:%M} UTC", retry_at=until
                )
            wait = state.free_at - self._monotonic()
            if wait > 0:
                await self._sleep(wait)
            try:
                async with self._slots:
                    await self._room.wait()
                    yield
            finally:
                state.free_at = self._monotonic() + self.limits.gap

    def _forget_some(self) -> None:
        if len(self._hosts) < MANY_HOSTS:
            return
        now = self._monotonic()
        self._hosts = {
            host: state for host, state in self._hosts.items() if state.lock.locked() or state.free_at > now
        }


def _readable(location: str) -> str:
    """Some servers write addresses in UTF-8, of which a header gives the bytes one by one."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def user_agent(contact: str) -> str:
    """Who we are, as servers see it, with an address where their owner can reach ours."""
    about = f"+{contact}; feed reader" if contact else "feed reader"
    return f"Sitrep/{version('sitrep')} ({about})"
