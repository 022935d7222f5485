"""The terminal as a chat."""

from __future__ import annotations

from collections.abc import Callable

from bot.delivery.payload import plain_text
from bot.delivery.sender import DeliveryError, Sender
from storage.records import Message


def terminal(write: Callable[[str], None]) -> Sender:
    """Messages to standard output, for want of a chat. `write` must have flushed when it returns.

    A terminal has no memory to look into: after a crash between printing and noting it, the message is
    printed once more and says so.
    """

    async def send(message: Message) -> str:
        text = plain_text(message.payload)
        again = "(perhaps for the second time, after a crash)\n" if message.attempts > 1 else ""
        try:
            write(again + (message.payload if text is None else text))
        except OSError as error:  # its reader has gone, or it is a file and the disk is full
            raise DeliveryError("later", f"nothing can be printed ({error.strerror})") from error
        return f"printed-{message.id}"

    async def find(message: Message) -> None:
        return None

    async def admit(target: str) -> None:
        return None

    async def nobody(about: object, reason: str) -> None:
        return None

    return Sender(send, find, admit, lambda messages, hold: [m.payload for m in messages], nobody, nobody)
