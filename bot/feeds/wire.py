"""One HTTP exchange over one connection: what a feed reader needs of a client, and nothing else.

aiohttp speaks the protocol (its parser, its flow control, its name resolver); its session is left out,
because what it adds (cookies, proxies, redirects, uploads, traces) we have no use for or must do
ourselves, and it costs as much again as the exchange itself. Every connection is opened here and nowhere
else, by a numeric address that the guard has seen.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from types import TracebackType
from typing import NamedTuple, Self

from aiohttp.abc import AbstractResolver
from aiohttp.client_exceptions import ClientConnectionError, ClientError, ServerDisconnectedError
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import StreamReader
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.feeds.errors import FeedError
from bot.feeds.guard import Guard, GuardedResolver, literal

Address = tuple[str, int]  # numeric, with the port the resolver gives, which need not be the one asked for
KEEP_IDLE = 5.0  # seconds; a page after its robots.txt goes over the same connection, the next poll does not
MOST_IDLE = 16
MOST_HINTS = 20  # answers of 1xx before the one that counts; a flood of them would leave no time for others
UNPRINTABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # a line end in a header would start another one

UNKNOWN = "{host} has no address; check the spelling, or the network here"
REFUSES = "{host} refuses connections or cannot be reached"


class Place(NamedTuple):
    """The far end of a connection; `verified`: its certificate counts."""

    scheme: str
    host: str
    port: int
    verified: bool


class Wire:
    """Opens connections to guarded addresses and keeps them a little while for the next request."""

    def __init__(self, guard: Guard, resolver: AbstractResolver, *, connect: float) -> None:
        self._guard = guard
        self._resolver = GuardedResolver(guard, resolver)
        self._connect = connect
        self._idle: dict[Place, tuple[ResponseHandler, asyncio.TimerHandle]] = {}

    def get(self, url: URL, headers: Mapping[str, str], *, verified: bool = True) -> Exchange:
        """`async with wire.get(url, headers) as answer`. Raises FeedError."""
        return Exchange(self, url, headers, Place(url.scheme, url.raw_host or "", url.port or 0, verified))

    async def close(self) -> None:
        for place in list(self._idle):
            self._forget(place)
        await self._resolver.close()
        await asyncio.sleep(0)  # transports close in the loop's next turn

    def taken(self, place: Place) -> ResponseHandler | None:
        """A connection that is open to this place already."""
        handler, timer = self._idle.pop(place, (None, None))
        if handler is None or timer is None:
            return None
        timer.cancel()
        if handler.should_close or not handler.is_connected():
            hang_up(handler)  # closed, or something came that nobody asked for
            return None
        return handler

    def keep(self, place: Place, handler: ResponseHandler) -> None:
        if place in self._idle or len(self._idle) >= MOST_IDLE:
            hang_up(handler)
            return
        timer = asyncio.get_running_loop().call_later(KEEP_IDLE, self._forget, place)
        self._idle[place] = (handler, timer)

    async def opened(self, place: Place) -> ResponseHandler:
        """A new connection. A second address of the host is tried where the first is out of order."""
        addresses = await self._addresses(place.host, place.port)
        share = self._connect / len(addresses)
        for address in addresses[:-1]:
            with suppress(FeedError):
                return await self._opened(place, address, share)
        return await self._opened(place, addresses[-1], share)

    async def _opened(self, place: Place, found: Address, share: float) -> ResponseHandler:
        """Connect to this address, which is numeric, so that it is the one the guard has judged."""
        address, port = found
        self._guard.check_address(address, port)
        loop = asyncio.get_running_loop()
        secure = place.scheme == "https"
        try:
            async with asyncio.timeout(share):
                transport, handler = await loop.create_connection(
                    lambda: ResponseHandler(loop),
                    address,
                    port,
                    ssl=_tls(place.verified) if secure else None,
                    server_hostname=place.host.rstrip(".") if secure else None,
                )
        except ssl.SSLError as error:
            raise _untrusted(error, place) from error
        except TimeoutError as error:
            raise FeedError(
                "timeout", f"{place.host} does not answer; it may be down, or the address wrong"
            ) from error
        except OSError as error:
            raise FeedError("unreachable", REFUSES.format(host=place.host)) from error
        try:
            peer = transport.get_extra_info("peername")
            if peer is None:  # it hung up at once
                raise FeedError("unreachable", REFUSES.format(host=place.host))
            self._guard.check_address(*peer[:2])
        except FeedError:
            handler.abort()
            raise
        return handler

    async def _addresses(self, host: str, port: int) -> list[Address]:
        """Up to two numeric addresses, one of each family if there are both; the guard has seen all."""
        address = literal(host)
        if address is not None and str(address) == host:
            return [(host, port)]
        try:
            answers = [
                (answer["host"], answer["port"]) for answer in await self._resolver.resolve(host, port)
            ]
        except (OSError, UnicodeError) as error:
            raise FeedError("dns", UNKNOWN.format(host=host)) from error
        if not answers:
            raise FeedError("dns", UNKNOWN.format(host=host))
        other = next((found for found in answers if (":" in found[0]) != (":" in answers[0][0])), None)
        return [answers[0], other] if other else answers[:2]

    def _forget(self, place: Place) -> None:
        handler, timer = self._idle.pop(place)
        timer.cancel()
        hang_up(handler)


class Exchange:
    """A request under way. Inside `async with`, its answer: `status`, `headers`, and `body` to be read."""

    def __init__(self, wire: Wire, url: URL, headers: Mapping[str, str], place: Place) -> None:
        self._wire = wire
        self._request = _request(url, headers)
        self._place = place
        self.status = 0
        self.headers: Mapping[str, str] = {}

    async def __aenter__(self) -> Self:
        try:
            if not await self._asked_again():
                await self._ask(await self._wire.opened(self._place))
        except (ClientError, HttpProcessingError, OSError) as error:
            raise _broken(error, self._place.host) from error
        return self

    async def _asked_again(self) -> bool:
        """Whether a connection that lay idle has served once more."""
        used = self._wire.taken(self._place)
        if used is None:
            return False
        try:
            await self._ask(used)
        except ClientConnectionError:
            return False  # the server closed it meanwhile; that says nothing of a new one
        return True

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None or self._handler.should_close:
            hang_up(self._handler)
            if isinstance(error, ClientError | HttpProcessingError | OSError):
                raise _broken(error, self._place.host) from error
        else:
            self._wire.keep(self._place, self._handler)

    async def _ask(self, handler: ResponseHandler) -> None:
        """Send the request and wait for the answer's head."""
        try:
            handler.set_response_params(read_until_eof=True, auto_decompress=False)
            if handler.transport is None:
                raise ServerDisconnectedError
            handler.transport.write(self._request)
            for _ in range(MOST_HINTS + 1):
                message, self.body = await handler.read()
                if not 100 <= message.code < 200 or message.code == 101:
                    break
            else:
                raise HttpProcessingError(message="hints without end")
        except BaseException:
            hang_up(handler)
            raise
        self._handler: ResponseHandler = handler
        self.status, self.headers = message.code, _as_sent(message.headers)

    body: StreamReader


def hang_up(handler: ResponseHandler) -> None:
    """End a connection. Over TLS without a farewell, for which some servers let one wait."""
    if handler.transport is not None and handler.transport.get_extra_info("sslcontext") is not None:
        handler.abort()
    else:
        handler.close()


def _request(url: URL, headers: Mapping[str, str]) -> bytes:
    """The bytes of a GET. Values go out as they came in, a byte for each character."""
    lines = [f"GET {url.raw_path_qs} HTTP/1.1", f"Host: {url.host_port_subcomponent}"]
    lines += [f"{name}: {UNPRINTABLE.sub('', value)}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def _as_sent(headers: CIMultiDictProxy[str]) -> Mapping[str, str]:
    """A character for each byte of a value: what is no UTF-8 can then be kept, and sent back as it came."""
    if all(value.isascii() for value in headers.values()):
        return headers
    return CIMultiDict(
        (name, value.encode("utf-8", "surrogateescape").decode("latin-1")) for name, value in headers.items()
    )


def _untrusted(error: ssl.SSLError, place: Place) -> FeedError:
    """A bad certificate, or no TLS at all: a server that speaks plain HTTP on this port."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return FeedError("tls", f"{place.host} has no valid certificate; its owner must renew it")
    return FeedError("not_https", f"{place.host} does not speak https on port {place.port}; try http://")


def _broken(error: BaseException, host: str) -> FeedError:
    """A fault on the line, as what it means."""
    if isinstance(error, HttpProcessingError):
        return FeedError("closed", f"{host} does not answer in proper HTTP")
    return FeedError("closed", f"{host} closed the connection before its answer was whole")


@cache
def _tls(verified: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    return context
