"""What a chat must be able to do, and what it may answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from storage.records import Hold, Message

Trouble = Literal["later", "unknown", "unsure", "refused", "payload", "gone", "fatal"]


class DeliveryError(Exception):
    """A message did not get through, and what that means for it.

    `later`: it surely did not arrive; try after `wait`. `unknown`: nobody knows. `unsure`: nobody knows,
    and no look into the chat will tell. `refused`: the target does not take our messages. `payload`: the
    chat cannot take this one; `plain` are payloads it can. `gone`: what it edits is no longer there.
    `fatal`: no message will get through until a person acts.
    """

    def __init__(
        self, kind: Trouble, reason: str, *, wait: timedelta | None = None, plain: Sequence[str] = ()
    ) -> None:
        super().__init__(reason)
        self.kind: Trouble = kind
        self.reason = reason
        self.wait = wait
        self.plain = tuple(plain)


@dataclass(frozen=True, slots=True)
class Sender:
    """What a chat must be able to do.

    `send` gives the chat's id of the message, `find` the id of one that arrived earlier or None if it
    surely did not, `admit` raises DeliveryError while a target still refuses us, `roll_up` makes one message
    (in parts) out of a backlog, `warn` says whom to tell of a refused target, and with which payload, `ask`
    whom to ask whether a message is there. All raise DeliveryError.
    """

    send: Callable[[Message], Awaitable[str]]
    find: Callable[[Message], Awaitable[str | None]]
    admit: Callable[[str], Awaitable[None]]
    roll_up: Callable[[Sequence[Message], Hold | None], list[str]]
    warn: Callable[[str, str], Awaitable[tuple[str, str] | None]]
    ask: Callable[[Message, str], Awaitable[tuple[str, str] | None]]
