"""What waits for a target: held while it refuses us, told together once it is old or much."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.delivery.payload import plain
from bot.delivery.round import FRESH, Round, backoff
from bot.delivery.sender import DeliveryError, Sender
from bot.wording import count
from storage.outbox import Outbox
from storage.records import Hold, Message

log = logging.getLogger(__name__)

FIRST_PROBE = timedelta(minutes=1)
LONGEST_PROBE = timedelta(hours=1)  # a refused target costs a request an hour, far from any ban
MOST_WAITING = 250  # messages for one target; more are told in a catch-up, so that no queue grows for ever
HELD_FOR = timedelta(hours=72)  # what a refused target was to be told is folded into one catch-up after this


async def knock(round_: Round) -> None:
    """Ask each held target whose time has come whether it lets us in again."""
    for hold in await asyncio.to_thread(round_.outbox.holds.all):
        sender = round_.sender(hold.target)
        if sender is None or hold.probe_at > round_.now():
            continue
        try:
            await sender.admit(hold.target)
        except DeliveryError as error:
            if error.kind == "fatal":
                raise
            await keep_back(hold.target, error.reason, sender, round_)
            continue
        log.info("%s lets us in again", hold.target)
        await resume(hold.target, hold, sender, round_)


async def roll_up_what_is_stale(round_: Round) -> None:
    """After a long stop: what is too old to be told by itself is told together."""
    overdue = round_.outbox.overdue
    stale = [await asyncio.to_thread(overdue, kind, round_.now() - age) for kind, age in FRESH.items()]
    for target in sorted({target for targets in stale for target in targets}):
        if sender := round_.sender(target):
            await resume(target, None, sender, round_)


async def fold_what_is_much(round_: Round) -> None:
    """A queue that nobody empties becomes one catch-up, held while its target is."""
    outbox, now = round_.outbox, round_.now()
    holds = {hold.target: hold for hold in await asyncio.to_thread(outbox.holds.all)}
    for target in await asyncio.to_thread(outbox.crowded, MOST_WAITING, now - HELD_FOR):
        if sender := round_.sender(target):
            hold = holds.get(target)
            waiting = await _untried(outbox, target)
            payloads = _together(waiting, hold, sender)
            await asyncio.to_thread(outbox.roll_up, waiting, payloads, now, held=hold is not None)


async def resume(target: str, hold: Hold | None, sender: Sender, round_: Round) -> None:
    """Let a target's messages go: as they are if it is one that is still fresh, else as one catch-up.

    A message that may have arrived already is not rolled up; it is looked for by itself.
    """
    outbox, now = round_.outbox, round_.now()
    waiting = await _untried(outbox, target)
    few = len({(m.kind, m.key) for m in waiting}) <= 1 and all(_fresh(m, now) for m in waiting)
    if few:
        await asyncio.to_thread(outbox.holds.release, target)
        return
    await asyncio.to_thread(outbox.roll_up, waiting, _together(waiting, hold, sender), now)


async def keep_back(target: str, reason: str, sender: Sender, round_: Round) -> None:
    """Keep a target's messages back and tell somebody who can help, once for each time it happens."""
    outbox = round_.outbox
    probes = {hold.target: hold.probes + 1 for hold in await asyncio.to_thread(outbox.holds.all)}
    probe_at = round_.now() + backoff(FIRST_PROBE, probes.get(target, 0), LONGEST_PROBE)
    hold = await asyncio.to_thread(outbox.holds.add, target, reason, round_.now(), probe_at)
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
