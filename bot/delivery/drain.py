"""A pass over the outbox: each target in its order, several at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.delivery.backlog import fold_what_is_much, knock, roll_up_what_is_stale
from bot.delivery.forward import forward
from bot.delivery.round import Clock, Round
from bot.delivery.sender import Sender
from storage.outbox import Outbox

TARGETS_AT_ONCE = 8


async def deliver(outbox: Outbox, senders: Mapping[str, Sender], clock: Clock) -> int:
    """Send all that can go now, each target in its order; the number of messages that got through.

    `senders` by the first word of a target: "terminal", "discord". Messages for a chat without a sender
    wait. Raises DeliveryError of kind "fatal".
    """
    round_ = Round(outbox, senders, clock)
    await knock(round_)
    await roll_up_what_is_stale(round_)
    await fold_what_is_much(round_)
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


async def _drain(target: str, sender: Sender, round_: Round) -> int:
    sent = 0
    while message := await asyncio.to_thread(round_.outbox.head, target, round_.now()):
        sent += await forward(message, sender, round_)
    return sent
