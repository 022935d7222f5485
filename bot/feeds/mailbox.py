"""Where readings that ended wait to be kept, so many and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

MOST = 256  # that wait; beyond, those who bring more are made to wait themselves
ENOUGH = 128  # to be taken at once: more would only make the next ones wait longer
LINGER = 0.05  # seconds; so long the first waits for others to be kept with it
HEAVIEST = 16 << 20  # characters of text in those that wait: a full archive in each must not fill memory

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Things put in one by one and taken out together. `weight` tells how much memory one takes."""

    def __init__(self, weight: Callable[[T], int]) -> None:
        self._weight = weight
        self._things: list[T] = []
        self._load = 0
        self._wanted = ENOUGH
        self._room, self._some, self._enough = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._room.set()

    async def put(self, thing: T) -> None:
        await self._room.wait()
        self._things.append(thing)
        self._load += self._weight(thing)
        self._some.set()
        full = len(self._things) >= MOST or self._load >= HEAVIEST
        if full:
            self._room.clear()
        if full or len(self._things) >= self._wanted:
            self._enough.set()

    async def take(self, left: int) -> list[T]:
        """All that is there, at least one; where more are to come (`left` in all), a moment's worth."""
        self._wanted = min(left, ENOUGH)
        await self._some.wait()
        if len(self._things) < self._wanted:
            with suppress(TimeoutError):
                async with asyncio.timeout(LINGER):
                    await self._enough.wait()
        things, self._things, self._load = self._things, [], 0
        self._room.set()
        self._some.clear()
        self._enough.clear()
        return things
