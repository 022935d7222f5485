"""A hostile feed server: it drips, lies, breaks off, loops, and writes down all that it was asked.

Raw asyncio sockets, because no framework lets a server misbehave enough. An answer is a coroutine that
gets the request and the stream; the functions below make the usual ones.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import ssl
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

TLS_HANDSHAKE = b"\x16"


@dataclass(frozen=True)
class Request:
    """What arrived, header values byte for byte, with the time of arrival (monotonic seconds)."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float

    def header(self, name: str) -> str | None:
        return self.headers.get(name.lower())


Answer = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class FeedServer:
    """Listens on all loopback addresses, so that 127.0.0.2 can be another host."""

    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    in_flight: Counter[str] = field(default_factory=Counter)
    most_in_flight: Counter[str] = field(default_factory=Counter)
    most_at_once: int = 0
    tls: ssl.SSLContext | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "0.0.0.0", 0, ssl=self.tls)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._open: set[asyncio.StreamWriter] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await self._server.wait_closed()
        await asyncio.sleep(0)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            request = await _read(reader)
            if request is not None:
                await self._answer(request, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client left, as it should from some of these answers
        finally:
            self._open.discard(writer)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self.requests.append(request)
        host = (request.header("host") or "").partition(":")[0]
        self.in_flight[host] += 1
        self.most_in_flight[host] = max(self.most_in_flight[host], self.in_flight[host])
        self.most_at_once = max(self.most_at_once, self.in_flight.total())
        try:
            await self.answers.get(request.path, answer(404))(request, writer)
        finally:
            self.in_flight[host] -= 1


def answer(
    status: int = 200,
    body: bytes | str = b"",
    headers: Mapping[str, str] | None = None,
    *,
    length: int | None = None,
) -> Answer:
    """An ordinary answer; `length` lies about the body's."""
    content = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": "application/rss+xml", "Content-Length": str(length or len(content))}
    lines |= dict(headers or {})
    if status in {204, 304}:
        lines.pop("Content-Length")

    async def respond(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(status, lines) + content)
        await writer.drain()

    return respond


def in_turn(*answers: Answer) -> Answer:
    """Another answer for each request; the last one stays."""
    waiting = list(answers)

    async def respond(request: Request, writer: asyncio.StreamWriter) -> None:
        await (waiting.pop(0) if len(waiting) > 1 else waiting[0])(request, writer)

    return respond


def when_validated(body: bytes | str, etag: str, modified: str | None = None) -> Answer:
    """A proper server: 304 to our own ETag, else 200 with it."""
    headers = {"ETag": etag} | ({"Last-Modified": modified} if modified else {})
    fresh, same = answer(200, body, headers), answer(304, b"", headers)

    async def respond(request: Request, writer: asyncio.StreamWriter) -> None:
        await (same if request.header("if-none-match") == etag else fresh)(request, writer)

    return respond


def redirect(target: str, status: int = 302) -> Answer:
    return answer(status, b"elsewhere", {"Location": target})


def slowly(then: Answer, seconds: float) -> Answer:
    async def respond(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await then(request, writer)

    return respond


def all_at(barrier: asyncio.Barrier, then: Answer) -> Answer:
    """An answer that waits until as many have asked as the barrier holds back."""

    async def respond(request: Request, writer: asyncio.StreamWriter) -> None:
        await barrier.wait()
        await then(request, writer)

    return respond


def drip(body: bytes, every: float) -> Answer:
    """Headers at once, then a byte at a time."""

    async def respond(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Type": "text/xml", "Content-Length": str(len(body))}))
        for byte in body:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(every)

    return respond


def chunked(body: bytes, *, stop_after: int | None = None) -> Answer:
    """Chunked transfer; with `stop_after`, the connection ends in the middle of a chunk."""

    async def respond(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Type": "text/xml", "Transfer-Encoding": "chunked"}))
        chunk = b"%x\r\n%b\r\n" % (len(body), body)
        writer.write(chunk[:stop_after] if stop_after else chunk + b"0\r\n\r\n")
        await writer.drain()

    return respond


def endless(part: bytes, headers: Mapping[str, str] | None = None) -> Answer:
    """The same part again and again, for as long as somebody listens."""

    async def respond(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Type": "text/xml", **(headers or {})}))
        while not writer.is_closing():
            writer.write(part)
            await writer.drain()

    return respond


def zipped(body: bytes | str, **headers: str) -> Answer:
    content = gzip.compress(body.encode() if isinstance(body, str) else body)
    return answer(200, content, {"Content-Encoding": "gzip", **headers})


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [
        f"HTTP/1.1 {status} So",
        *(f"{name}: {value}" for name, value in headers.items()),
        "Connection: close",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def _read(reader: asyncio.StreamReader) -> Request | None:
    start = await reader.readexactly(1)
    if start == TLS_HANDSHAKE:  # a web server hangs up on what is no HTTP
        return None
    head = start + await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    pairs: Sequence[tuple[str, str]] = [tuple(line.split(": ", 1)) for line in lines if ": " in line]  # type: ignore[misc]
    return Request(method, path, {name.lower(): value for name, value in pairs}, time.monotonic())
