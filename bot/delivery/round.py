"""What one pass works with, and how long it waits before it tries again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.sender import Sender
from storage.outbox import Outbox
from storage.records import MessageKind

# Older than this, a message is told with others in a catch-up: an alert has lost its point, a digest's
# successor is due.
FRESH: Mapping[MessageKind, timedelta] = {"alert": timedelta(hours=6), "digest": timedelta(hours=24)}
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Round:
    """What one pass works with."""

    outbox: Outbox
    senders: Mapping[str, Sender]
    clock: Clock

    def sender(self, target: str) -> Sender | None:
        return self.senders.get(target.partition(":")[0])

    def now(self) -> datetime:
        return self.clock()


def backoff(first: timedelta, tries: int, longest: timedelta) -> timedelta:
    doubled: timedelta = first * 2 ** min(tries, 10)
    return min(doubled, longest)
