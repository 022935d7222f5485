"""Whether a message is in a channel already: by its mark in the history, or by the channel's last message.

Theory: a message that arrived stands in the history after its first try, signed with its mark. Where we may
not read the history, the channel still names its last message: if that is older than the first try, or one
that we know we sent before, nothing came since, ours neither. What is left is a channel in which somebody
wrote meanwhile and which we may not read: then nobody knows, and that is what is said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import discord

from bot.delivery import DeliveryError
from storage.outbox import Outbox
from storage.records import Message

PAGE, PAGES = 100, 20  # messages to look through for our mark: Discord's longest page, and how many of them
SKEW = timedelta(minutes=10)  # by how much our clock may be ahead of Discord's
CANNOT_READ = "Read Message History is missing, and somebody wrote there meanwhile"


async def look_back(client: discord.Client, place: int, message: Message, sign: str) -> str | None:
    """The id of our message among the newest of a channel; where people talk much, from its first try on.

    None: it is surely not there. Raises DeliveryError ("unsure") where that cannot be told.
    """
    history: Sequence[Any] = await client.http.logs_from(place, PAGE)
    found = ours(client, history, sign)
    if found or len(history) < PAGE or message.started_at is None:
        return found
    after = discord.utils.time_snowflake(message.started_at - SKEW)
    for _ in range(PAGES):
        history = await client.http.logs_from(place, PAGE, after=after)
        found = ours(client, history, sign)
        if found or len(history) < PAGE:
            return found
        after = max(int(told["id"]) for told in history)
    raise DeliveryError("unsure", f"it is not among the {PAGE * PAGES} messages that followed")


async def surely_absent(client: discord.Client, outbox: Outbox, place: int, message: Message) -> None:
    """Return if nothing was written in a channel since a message's first try; raise DeliveryError if not."""
    channel: dict[str, Any] = dict(await client.http.get_channel(place))
    last = channel.get("last_message_id")
    if last is None or message.started_at is None:
        return
    if discord.utils.snowflake_time(int(last)) < message.started_at - SKEW:
        return
    known = await asyncio.to_thread(outbox.sent_at, message.target, str(last))
    if known is not None and known < message.started_at:
        return
    raise DeliveryError("unsure", CANNOT_READ)


def ours(client: discord.Client, history: Sequence[Any], sign: str) -> str | None:
    """The id of the message that is ours and bears a mark."""
    own = str(client.user.id) if client.user else ""
    told = [dict(found) for found in history if str((found.get("author") or {}).get("id", own)) == own]
    return next((str(found["id"]) for found in told if sign in _texts(found)), None)


def _texts(found: dict[str, Any]) -> str:
    footers = [(embed.get("footer") or {}).get("text") or "" for embed in found.get("embeds") or []]
    return "\n".join([found.get("content") or "", *footers])
