"""Being asked to stop before the service is up: its imports and its set-up take a second or two."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ASKED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ending_when_asked() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the process with status 0, wherever it is: what is under way is rolled back."""
    before = {}
    for name in ASKED:
        with suppress(ValueError):  # not the main thread
            before[name] = signal.signal(name, _end)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
