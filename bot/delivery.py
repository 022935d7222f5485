"""Outbox to a chat, whichever: take, send, mark; each message once, in order. Knows no Discord.

Theory: a crash or a lost connection can fall between a chat's accepting a message and our noting it, so no
sender alone can promise "exactly once". Three things together do: a look into the chat's history for the
message's mark before it is sent again; a nonce that is the same for every try, by which the chat drops a
repeat for some minutes; and, where neither can tell, a person who is asked. Such a message is neither sent
again nor given up until somebody has looked.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.wording import count
from storage.outbox import Outbox
from storage.records import Hold, Message, MessageKind

log = logging.getLogger(__name__)

NONCE_LENGTH = 25  # the longest that Discord takes
NONCE_MEMORY = timedelta(minutes=2)  # Discord documents "the past few minutes"; we trust the first two
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
FIRST_PROBE = timedelta(minutes=1)
LONGEST_PROBE = timedelta(hours=1)  # a refused target costs a request an hour, far from any ban
TARGETS_AT_ONCE = 8
# A message that is answered by "unknown" so often (half an hour of it) may be what the chat stumbles over: it
# is tried in plain words, and once it is old it is told in a catch-up or given up, so that others can go.
DOUBTFUL_TRIES = 12
GIVEN_UP_AFTER = timedelta(hours=24)  # what cannot be told in a catch-up
MOST_WAITING = 250  # messages for one target; more are told in a catch-up, so that no queue grows for ever
HELD_FOR = timedelta(hours=72)  # what a refused target was to be told is folded into one catch-up after this
# Older than this, a message is told with others in a catch-up: an alert has lost its point, a digest's
# successor is due.
FRESH: Mapping[MessageKind, timedelta] = {"alert": timedelta(hours=6), "digest": timedelta(hours=24)}

Clock = Callable[[], datetime]
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


def nonce(install: str, message: Message) -> str:
    """The same for every try of a message, different for any two messages; 25 characters.

    The target is part of it, as a chat may tell nonces apart by author only, not by channel.
    """
    seed = f"{install}:{message.id}:{message.target}:{message.part}"
    return base64.b32encode(hashlib.sha256(seed.encode()).digest()).decode()[:NONCE_LENGTH]


def plain(text: str) -> str:
    """A payload that every chat understands: text without any mark-up."""
    return json.dumps({"text": text}, ensure_ascii=False)


def plain_text(payload: str) -> str | None:
    """The text of a plain payload; None for any other."""
    try:
        body = json.loads(payload)
    except ValueError:
        return None
    return body["text"] if isinstance(body, dict) and set(body) == {"text"} else None


def terminal(write: Callable[[str], None]) -> Sender:
    """Messages to standard output, for want of a chat. `write` must have flushed when it returns.

    A terminal has no memory to look into: after a crash between printing and noting it, the message is
    printed once more and says so.
    """

    async def send(message: Message) -> str:
        text = plain_text(message.payload)
        again = "(perhaps for the second time, after a crash)\n" if message.attempts > 1 else ""
        write(again + (message.payload if text is None else text))
        return f"printed-{message.id}"

    async def find(message: Message) -> None:
        return None

    async def admit(target: str) -> None:
        return None

    async def nobody(about: object, reason: str) -> None:
        return None

    return Sender(send, find, admit, lambda messages, hold: [m.payload for m in messages], nobody, nobody)


@dataclass(frozen=True, slots=True)
class _Round:
    """What one pass works with."""

    outbox: Outbox
    senders: Mapping[str, Sender]
    clock: Clock

    def sender(self, target: str) -> Sender | None:
        return self.senders.get(target.partition(":")[0])

    def now(self) -> datetime:
        return self.clock()


async def deliver(outbox: Outbox, senders: Mapping[str, Sender], clock: Clock) -> int:
    """Send all that can go now, each target in its order; the number of messages that got through.

    `senders` by the first word of a target: "terminal", "discord". Messages for a chat without a sender
    wait. Raises DeliveryError of kind "fatal".
    """
    round_ = _Round(outbox, senders, clock)
    await _knock(round_)
    await _roll_up_what_is_stale(round_)
    await _fold_what_is_much(round_)
    gate = asyncio.Semaphore(TARGETS_AT_ONCE)

    async def drain(target: str, sender: Sender) -> int:
        async with gate:
            return await _drain(target, sender, round_)

    heads = await asyncio.to_thread(outbox.waiting, clock())
    drains = [drain(head.target, sender) for head in heads if (sender := round_.sender(head.target))]
    counts = await asyncio.gather(*drains, return_exceptions=True)
    for got_through in counts:
        if isinstance(got_through, BaseException):
            raise got_through
    return sum(number for number in counts if isinstance(number, int))


async def _drain(target: str, sender: Sender, round_: _Round) -> int:
    sent = 0
    while message := await asyncio.to_thread(round_.outbox.head, target, round_.now()):
        sent += await _forward(message, sender, round_)
    return sent


async def _forward(message: Message, sender: Sender, round_: _Round) -> bool:
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


async def _find(message: Message, sender: Sender, round_: _Round) -> str | None:
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


async def _give_up(message: Message, sender: Sender, round_: _Round) -> None:
    """Tell it with what waits behind it; what is a catch-up itself, or nothing for one, is dead."""
    log.warning("message %s to %s was tried %d times", message.id, message.target, message.attempts)
    if message.kind in FRESH and not message.key.startswith("catch-up:"):
        await _resume(message.target, None, sender, round_)
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


async def _note(error: DeliveryError, message: Message, sender: Sender, round_: _Round) -> None:
    """What an outcome other than success means for a message and its target."""
    log.warning("message %s to %s: %s (%s)", message.id, message.target, error, error.kind)
    outbox = round_.outbox
    doubtful = message.started_at is not None or error.kind == "unknown"
    until = round_.now() + (error.wait or _backoff(FIRST_WAIT, message.attempts, LONGEST_WAIT))
    match error.kind:
        case "unknown" if message.attempts >= DOUBTFUL_TRIES and _plainer(error, message):
            await _say_it_plainly(error, message, sender, round_)
        case "later" | "unknown":
            await asyncio.to_thread(outbox.wait, message.id, until, error.reason, doubtful)
        case "unsure":
            await asyncio.to_thread(outbox.unsure, message.id, error.reason)
            await _ask(message, error.reason, sender, round_)
        case "refused":
            await asyncio.to_thread(outbox.wait, message.id, round_.now(), error.reason, doubtful)
            await _hold(message.target, error.reason, sender, round_)
        case "payload" if _plainer(error, message):
            await asyncio.to_thread(outbox.replace, message.id, _plainer(error, message), error.reason)
        case "payload" | "gone":
            await asyncio.to_thread(outbox.dead, message.id, error.reason)
        case "fatal":
            await asyncio.to_thread(outbox.wait, message.id, until, error.reason, doubtful)
            raise error


async def _say_it_plainly(error: DeliveryError, message: Message, sender: Sender, round_: _Round) -> None:
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


async def _hold(target: str, reason: str, sender: Sender, round_: _Round) -> None:
    """Keep a target's messages back and tell somebody who can help, once for each time it happens."""
    outbox = round_.outbox
    probes = {hold.target: hold.probes + 1 for hold in await asyncio.to_thread(outbox.holds)}
    probe_at = round_.now() + _backoff(FIRST_PROBE, probes.get(target, 0), LONGEST_PROBE)
    hold = await asyncio.to_thread(outbox.hold, target, reason, round_.now(), probe_at)
    try:
        warning = await sender.warn(target, reason)
    except DeliveryError as error:
        log.warning("nobody could be told that %s refuses messages: %s", target, error)
        return
    except Exception:  # a fault over one target's warning keeps no other target waiting
        log.exception("no warning could be made that %s refuses messages", target)
        return
    if warning is not None and warning[0] != target:
        key = f"held:{target}:{hold.since.isoformat()}"
        await asyncio.to_thread(outbox.put, warning[0], "notice", key, [warning[1]], round_.now())


async def _ask(message: Message, reason: str, sender: Sender, round_: _Round) -> None:
    """Ask somebody who can see the target whether a message is there, once for each message."""
    try:
        question = await sender.ask(message, reason)
    except DeliveryError as error:
        log.warning(
            "nobody could be asked whether message %s is in %s: %s", message.id, message.target, error
        )
        return
    if question is not None:
        where, payload = question
        key = f"unsure:{message.id}"
        await asyncio.to_thread(round_.outbox.put, where, "notice", key, [payload], round_.now())


async def _knock(round_: _Round) -> None:
    """Ask each held target whose time has come whether it lets us in again."""
    for hold in await asyncio.to_thread(round_.outbox.holds):
        sender = round_.sender(hold.target)
        if sender is None or hold.probe_at > round_.now():
            continue
        try:
            await sender.admit(hold.target)
        except DeliveryError as error:
            if error.kind == "fatal":
                raise
            await _hold(hold.target, error.reason, sender, round_)
            continue
        log.info("%s lets us in again", hold.target)
        await _resume(hold.target, hold, sender, round_)


async def _roll_up_what_is_stale(round_: _Round) -> None:
    """After a long stop: what is too old to be told by itself is told together."""
    overdue = round_.outbox.overdue
    stale = [await asyncio.to_thread(overdue, kind, round_.now() - age) for kind, age in FRESH.items()]
    for target in sorted({target for targets in stale for target in targets}):
        if sender := round_.sender(target):
            await _resume(target, None, sender, round_)


async def _fold_what_is_much(round_: _Round) -> None:
    """A queue that nobody empties becomes one catch-up, held while its target is."""
    outbox, now = round_.outbox, round_.now()
    holds = {hold.target: hold for hold in await asyncio.to_thread(outbox.holds)}
    for target in await asyncio.to_thread(outbox.crowded, MOST_WAITING, now - HELD_FOR):
        if sender := round_.sender(target):
            hold = holds.get(target)
            waiting = await _untried(outbox, target)
            payloads = _together(waiting, hold, sender)
            await asyncio.to_thread(outbox.roll_up, waiting, payloads, now, held=hold is not None)


async def _resume(target: str, hold: Hold | None, sender: Sender, round_: _Round) -> None:
    """Let a target's messages go: as they are if it is one that is still fresh, else as one catch-up.

    A message that may have arrived already is not rolled up; it is looked for by itself.
    """
    outbox, now = round_.outbox, round_.now()
    waiting = await _untried(outbox, target)
    few = len({(m.kind, m.key) for m in waiting}) <= 1 and all(_fresh(m, now) for m in waiting)
    if few:
        await asyncio.to_thread(outbox.release, target)
        return
    await asyncio.to_thread(outbox.roll_up, waiting, _together(waiting, hold, sender), now)


def _together(waiting: Sequence[Message], hold: Hold | None, sender: Sender) -> list[str]:
    """A target's messages as one catch-up; in a plain sentence when making it breaks."""
    try:
        return sender.roll_up(waiting, hold)
    except Exception:  # a fault over one target's messages keeps no other target waiting
        log.exception("no catch-up could be made for %s", waiting[0].target if waiting else "a target")
        told = len({(message.kind, message.key) for message in waiting})
        return [plain(f"{count(told, 'message was', 'messages were')} due here; /search finds what came in.")]


async def _untried(outbox: Outbox, target: str) -> list[Message]:
    """What may be told in a catch-up: not what may have arrived, nor edits, which go with their message."""
    backlog = await asyncio.to_thread(outbox.backlog, target)
    return [message for message in backlog if message.started_at is None and message.edits is None]


def _fresh(message: Message, now: datetime) -> bool:
    age = FRESH.get(message.kind)
    return age is None or message.created_at is None or now - message.created_at <= age


def _backoff(first: timedelta, tries: int, longest: timedelta) -> timedelta:
    doubled: timedelta = first * 2 ** min(tries, 10)
    return min(doubled, longest)
