"""Being asked to stop: by Ctrl-C or SIGTERM, while the service starts and while it is up."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

ASKED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ending_when_asked() -> Iterator[None]:
    """They end the process with status 0, wherever it is: what is under way is rolled back.

    For the second or two that imports and set-up take.
    """
    before = {}
    for name in ASKED:
        with suppress(ValueError):  # not the main thread
            before[name] = signal.signal(name, _end)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@contextmanager
def stopping_when_asked(stop: asyncio.Event, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """They set an event of the loop instead: what is under way is finished."""
    before = {}
    for name in ASKED:
        handler = signal.getsignal(name)
        with suppress(NotImplementedError, ValueError, RuntimeError):  # Windows, or not the main thread
            loop.add_signal_handler(name, stop.set)
            before[name] = handler
    try:
        yield
    finally:
        for name, handler in before.items():
            loop.remove_signal_handler(name)
            signal.signal(name, handler)


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
