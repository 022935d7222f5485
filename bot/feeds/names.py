"""Host names -> numeric addresses, asked of the system."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

AT_ONCE = 64  # names; a thread that waits for an answer costs next to nothing
NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV

Ask = Callable[..., Sequence[tuple[Any, ...]]]


class Names(AbstractResolver):
    """The system's resolver, each question in a thread of its own.

    A name whose server does not answer holds its thread for half a minute, which nobody can cut short. The
    event loop's own threads are few (four under uvloop), and the store works in them: a handful of such names
    would keep every other feed waiting. The threads are daemons, so that none keeps the program from ending.
    `ask` has the shape of `socket.getaddrinfo`.
    """

    def __init__(self, ask: Ask = socket.getaddrinfo) -> None:
        self._ask = ask
        self._free = asyncio.Semaphore(AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Where a host is. Raises OSError when its name is unknown, UnicodeError when it cannot be one."""
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sequence[tuple[Any, ...]]] = loop.create_future()

        def told(found: Sequence[tuple[Any, ...]] | Exception) -> None:
            self._free.release()
            if answer.done():  # who asked has given up
                return
            if isinstance(found, Exception):
                answer.set_exception(found)
            else:
                answer.set_result(found)

        def work() -> None:
            found: Sequence[tuple[Any, ...]] | Exception
            try:
                found = self._ask(host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
            except (OSError, UnicodeError) as error:
                found = error
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(told, found)

        Thread(target=work, name=f"name of {host}", daemon=True).start()
        return [_result(host, *one) for one in await answer]

    async def close(self) -> None:
        """Nothing to close: what is still asked ends by itself, and nobody waits for it."""


def _result(host: str, family: int, _: int, proto: int, __: str, address: tuple[Any, ...]) -> ResolveResult:
    return ResolveResult(
        hostname=host, host=address[0], port=address[1], family=family, proto=proto, flags=NUMERIC
    )
