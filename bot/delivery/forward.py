"""One try of one message, and what its outcome means for it and its target."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.delivery.backlog import keep_back, resume
from bot.delivery.round import FRESH, Round, backoff
from bot.delivery.sender import DeliveryError, Sender
from storage.outbox import Outbox
from storage.records import Message

log = logging.getLogger(__name__)

NONCE_MEMORY = timedelta(minutes=2)  # Discord documents "the past few minutes"; we trust the first two
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
# A message that is answered by "unknown" so often (half an hour of it) may be what the chat stumbles over: it
# is tried in plain words, and once it is old it is told in a catch-up or given up, so that others can go.
DOUBTFUL_TRIES = 12
GIVEN_UP_AFTER = timedelta(hours=24)  # what cannot be told in a catch-up


async def forward(message: Message, sender: Sender, round_: Round) -> bool:
    """One try of one message, and its outcome noted; True if it is there."""
    outbox = round_.outbox
    try:
        if _doubtful(message):
            if found := await _find(message, sender, round_):
                await asyncio.to_thread(outbox.sent, message.id, found, round_.now())
                return True
            if not _nonce_holds(message, round_.now()):
                await asyncio.to_thread(outbox.wait, message.id, round_.now(), "did not arrive", False)
                if _hopeless(message, round_.now()):
                    await _give_up(message, sender, round_)
                    return False
                message = replace(message, started_at=None)
        taken = await asyncio.to_thread(outbox.take, message.id, round_.now())
        message_id = await sender.send(await _with_original(taken, outbox))
    except DeliveryError as error:
        await _note(error, message, sender, round_)
        return False
    await asyncio.to_thread(outbox.sent, message.id, message_id, round_.now())
    return True


def _doubtful(message: Message) -> bool:
    """Whether an earlier try may have arrived; an edit made twice is one."""
    return message.started_at is not None and message.edits is None


def _nonce_holds(message: Message, now: datetime) -> bool:
    """Whether the chat still knows the nonce of the first try, and would drop another."""
    return message.started_at is not None and timedelta(0) <= now - message.started_at <= NONCE_MEMORY


async def _find(message: Message, sender: Sender, round_: Round) -> str | None:
    """The chat's id of a message that arrived; while its nonce holds, a look that fails is no matter."""
    try:
        return await sender.find(message)
    except DeliveryError as error:
        if error.kind == "fatal" or not _nonce_holds(message, round_.now()):
            raise
        log.info("cannot look for message %s in %s: %s", message.id, message.target, error)
        return None


def _hopeless(message: Message, now: datetime) -> bool:
    """Whether a message was tried so often and so long that it must not keep the others any more."""
    age = timedelta(0) if message.created_at is None else now - message.created_at
    return message.attempts >= DOUBTFUL_TRIES and age > FRESH.get(message.kind, GIVEN_UP_AFTER)


async def _give_up(message: Message, sender: Sender, round_: Round) -> None:
    """Tell it with what waits behind it; what is a catch-up itself, or nothing for one, is dead."""
    log.warning("message %s to %s was tried %d times", message.id, message.target, message.attempts)
    if message.kind in FRESH and not message.key.startswith("catch-up:"):
        await resume(message.target, None, sender, round_)
    else:
        reason = f"given up after {message.attempts} tries: {message.error}"
        await asyncio.to_thread(round_.outbox.dead, message.id, reason)


async def _with_original(message: Message, outbox: Outbox) -> Message:
    """An edit together with the chat's id of what it edits."""
    if message.edits is None:
        return message
    original = await asyncio.to_thread(outbox.get, message.edits)
    if original is None or original.message_id is None:
        raise DeliveryError("gone", "the message it edits was never sent")
    return replace(message, message_id=original.message_id)


async def _note(error: DeliveryError, message: Message, sender: Sender, round_: Round) -> None:
    """What an outcome other than success means for a message and its target."""
    log.warning("message %s to %s: %s (%s)", message.id, message.target, error, error.kind)
    outbox = round_.outbox
    doubtful = message.started_at is not None or error.kind == "unknown"
    until = round_.now() + (error.wait or backoff(FIRST_WAIT, message.attempts, LONGEST_WAIT))
    match error.kind:
        case "unknown" if message.attempts >= DOUBTFUL_TRIES and _plainer(error, message):
            await _say_it_plainly(error, message, sender, round_)
        case "later" | "unknown":
            await asyncio.to_thread(outbox.wait, message.id, until, error.reason, doubtful)
        case "unsure":
            question = await _question(message, error.reason, sender)
            await asyncio.to_thread(outbox.unsure, message.id, error.reason, round_.now(), question)
        case "refused":
            await asyncio.to_thread(outbox.wait, message.id, round_.now(), error.reason, doubtful)
            await keep_back(message.target, error.reason, sender, round_)
        case "payload" if _plainer(error, message):
            await asyncio.to_thread(outbox.replace, message.id, _plainer(error, message), error.reason)
        case "payload" | "gone":
            await asyncio.to_thread(outbox.dead, message.id, error.reason)
        case "fatal":
            await asyncio.to_thread(outbox.wait, message.id, until, error.reason, doubtful)
            raise error


async def _say_it_plainly(error: DeliveryError, message: Message, sender: Sender, round_: Round) -> None:
    """What the chat may stumble over goes out in plain words next time, unless it is there after all.

    The look is for the try that has just failed, and no nonce helps against another payload.
    """
    tried = await asyncio.to_thread(round_.outbox.get, message.id)
    message = tried or message
    try:
        found = None if message.edits is not None else await sender.find(message)
    except DeliveryError as blind:
        await _note(DeliveryError(blind.kind, blind.reason, wait=blind.wait), message, sender, round_)
        return
    if found:
        await asyncio.to_thread(round_.outbox.sent, message.id, found, round_.now())
    else:
        plainer = _plainer(error, message)
        await asyncio.to_thread(round_.outbox.replace, message.id, plainer, error.reason)


def _plainer(error: DeliveryError, message: Message) -> tuple[str, ...]:
    """The payloads that say the same in plain words; none where the message is plain already."""
    if message.payload in error.plain:
        return ()
    return error.plain[:1] if message.edits is not None else error.plain


async def _question(message: Message, reason: str, sender: Sender) -> tuple[str, str] | None:
    """Whom to ask whether a message is there, and with which payload; None where nobody can be asked."""
    try:
        return await sender.ask(message, reason)
    except DeliveryError as error:
        log.warning(
            "nobody could be asked whether message %s is in %s: %s", message.id, message.target, error
        )
    except Exception:  # a fault over one message's question keeps no other waiting
        log.exception("no question could be made about message %s", message.id)
    return None
