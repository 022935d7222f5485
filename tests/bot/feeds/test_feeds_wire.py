"""A connection that is used again: what a server may do with it harms no exchange but its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import pytest

from bot.feeds.errors import FeedError
from bot.feeds.fetch import Fetcher
from tests.bot.feeds.conftest import LIMITS

ONWARD = b"HTTP/1.1 302 Found\r\nLocation: /two\r\nContent-Length: 0\r\n\r\n"
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"
HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
UNASKED = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"


@asynccontextmanager
async def serving(*connections: Sequence[bytes]) -> AsyncIterator[tuple[str, list[int]]]:
    """A server whose n-th connection gives these answers in turn and then closes.

    Gives its address, and for each request the number of the connection that it came over.
    """
    asked: list[int] = []
    waiting = list(connections)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = len(connections) - len(waiting) + 1
        with suppress(ConnectionError):  # the client may hang up first
            for answer in waiting.pop(0):
                await reader.readuntil(b"\r\n\r\n")
                asked.append(number)
                writer.write(answer)
                await writer.drain()
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/one", asked


async def test_a_redirect_within_a_host_goes_over_one_connection() -> None:
    async with serving([ONWARD, FINE]) as (url, asked), Fetcher(allow_private=True, limits=LIMITS) as fetcher:
        assert (await fetcher.get(url)).body == b"fine"
        assert asked == [1, 1]


async def test_garbage_on_a_used_connection_is_an_error_of_that_feed() -> None:
    async with (
        serving([ONWARD, b"GARBAGE\r\n\r\n"]) as (url, asked),
        Fetcher(allow_private=True, limits=LIMITS) as fetcher,
    ):
        with pytest.raises(FeedError, match="does not answer in proper HTTP") as broken:
            await fetcher.get(url)
        assert broken.value.kind == "closed"
        assert asked == [1, 1]


async def test_a_used_connection_that_was_closed_is_replaced() -> None:
    async with (
        serving([ONWARD], [FINE]) as (url, asked),
        Fetcher(allow_private=True, limits=LIMITS) as fetcher,
    ):
        assert (await fetcher.get(url)).body == b"fine"
        assert asked == [1, 2]


async def test_an_answer_that_nobody_asked_for_is_no_answer_to_the_next_question() -> None:
    async with (
        serving([ONWARD + UNASKED, FINE], [FINE]) as (url, asked),
        Fetcher(allow_private=True, limits=LIMITS) as fetcher,
    ):
        assert (await fetcher.get(url)).body == b"fine"
        assert asked == [1, 2]


@pytest.mark.parametrize(("hints", "told"), [(3, b"fine"), (1000, None)])
async def test_hints_before_an_answer_are_passed_over_but_not_for_ever(
    hints: int, told: bytes | None
) -> None:
    async with (
        serving([HINT * hints + FINE]) as (url, _),
        Fetcher(allow_private=True, limits=LIMITS) as fetcher,
    ):
        if told is not None:
            assert (await fetcher.get(url)).body == told
            return
        with pytest.raises(FeedError, match="does not answer in proper HTTP"):
            await fetcher.get(url)


async def test_a_server_that_hangs_up_at_once_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then uvloop knows no peer any more; it takes a busy machine to see it, so it is said by hand here."""
    connect = asyncio.get_running_loop().create_connection

    async def hung_up(*args: object, **options: object) -> object:
        transport, handler = await connect(*args, **options)  # type: ignore[call-overload]
        transport._extra["peername"] = None
        return transport, handler

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", hung_up)
    async with serving([]) as (url, _), Fetcher(allow_private=True, limits=LIMITS) as fetcher:
        with pytest.raises(FeedError, match="refuses connections") as gone:
            await fetcher.get(url)
        assert gone.value.kind == "unreachable"
