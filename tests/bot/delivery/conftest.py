"""A chat of our own with a memory and troubles in store, and an outbox to send to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import DeliveryError, Sender, deliver, nonce
from storage.database import Database
from storage.outbox import Outbox
from storage.records import Hold, Message

START = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
DESK, OTHER, ADMIN = "chat:100", "chat:200", "chat:900"


@dataclass
class Chat:
    """A chat with a memory: nonces for five minutes, a history, and troubles in store."""

    now: datetime = START
    troubles: list[DeliveryError | str] = field(default_factory=list)
    history: list[tuple[str, str]] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    nonces: dict[str, datetime] = field(default_factory=dict)
    searches: int = 0
    blind: bool = False  # its history cannot be looked into
    poison: str | None = None  # a payload that is answered by an error, whenever it comes

    def clock(self) -> datetime:
        return self.now

    def sender(self) -> Sender:
        return Sender(self.send, self.find, self.admit, self.roll_up, self.warn, self.ask)

    async def send(self, message: Message) -> str:
        await asyncio.sleep(0)
        trouble = self.troubles.pop(0) if self.troubles else None
        if isinstance(trouble, DeliveryError):
            raise trouble
        if message.target in self.closed:
            raise DeliveryError("refused", "Missing Permissions")
        if message.payload == self.poison:
            raise DeliveryError("unknown", "500 Internal Server Error")
        known = self.nonces.get(nonce("x", message))
        if known is None or self.now - known > timedelta(minutes=5):
            self.history.append((message.target, message.payload))
            self.nonces[nonce("x", message)] = self.now
        if trouble == "lost":
            raise DeliveryError("unknown", "the connection broke after it was sent")
        return f"{message.target}/{message.payload}"

    async def ask(self, message: Message, reason: str) -> tuple[str, str] | None:
        return ADMIN, f"is {message.payload} there? {reason}"

    async def find(self, message: Message) -> str | None:
        self.searches += 1
        if self.blind:
            raise DeliveryError("unsure", "the history is closed")
        return "found" if (message.target, message.payload) in self.history else None

    async def admit(self, target: str) -> None:
        if target in self.closed:
            raise DeliveryError("refused", "Missing Permissions")

    def roll_up(self, messages: Sequence[Message], hold: Hold | None) -> list[str]:
        return ["catch-up: " + " + ".join(m.payload for m in messages)]

    async def warn(self, target: str, reason: str) -> tuple[str, str] | None:
        return ADMIN, f"cannot post to {target}: {reason}"

    def told(self, target: str = DESK) -> list[str]:
        return [payload for where, payload in self.history if where == target]


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


@pytest.fixture
def chat() -> Chat:
    return Chat()


async def rounds(outbox: Outbox, chat: Chat, *, seconds: float = 0.0, times: int = 1) -> int:
    sent = 0
    for _ in range(times):
        sent += await deliver(outbox, {"chat": chat.sender()}, chat.clock)
        chat.now += timedelta(seconds=seconds)
    return sent
