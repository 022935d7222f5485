"""The outbox's way into Discord: stored payloads as they are, with a nonce, and a mark to find them by."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord.http import MultipartParameters

from bot.delivery import DeliveryError, Sender, nonce
from bot.discord_app.catch_up import catch_up
from bot.discord_app.errors import trouble
from bot.discord_app.escape import escape
from bot.discord_app.limits import Payload
from bot.discord_app.permissions import INDISPENSABLE, missing
from bot.discord_app.plain import payload_body, plain_payloads
from storage.records import Message

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

SEND_WITHIN = 60.0  # seconds; discord.py tries five times within it
HISTORY = 50  # messages to look through for our mark
MARK_LENGTH = 8
FUSE, FUSE_WINDOW = 100, 600.0  # refusals in ten minutes; at 10,000 Discord bans the address


class DiscordSender:
    """Sends, finds and rolls up messages for "discord:<channel id>" targets."""

    def __init__(self, client: SitrepClient, install: str) -> None:
        self._client = client
        self._install = install
        self._refusals: deque[float] = deque()

    def sender(self) -> Sender:
        return Sender(self.send, self.find, self.admit, catch_up, self.warn)

    async def send(self, message: Message) -> str:
        """Create or edit a message; Discord's id of it. Raises DeliveryError."""
        self._check_fuse()
        body = payload_body(message.payload)
        try:
            async with asyncio.timeout(SEND_WITHIN):
                sent = await self._write(message, _marked(body, mark(self._install, message)))
        except Exception as error:
            raise self._trouble(error, plain_payloads(body)) from error
        return str(sent["id"])

    async def _write(self, message: Message, body: Payload) -> dict[str, Any]:
        http, channel = self._client.http, channel_of(message.target)
        if message.edits is not None:
            assert message.message_id is not None
            params = MultipartParameters(payload=body, multipart=None, files=None)
            return dict(await http.edit_message(channel, int(message.message_id), params=params))
        body |= {"nonce": nonce(self._install, message), "enforce_nonce": True}
        params = MultipartParameters(payload=body, multipart=None, files=None)
        return dict(await http.send_message(channel, params=params))

    async def find(self, message: Message) -> str | None:
        """The id of a message that arrived although nobody told us, by its mark in the channel's history."""
        wanted = mark(self._install, message)
        try:
            async with asyncio.timeout(SEND_WITHIN):
                history = await self._client.http.logs_from(channel_of(message.target), HISTORY)
        except Exception as error:
            raise self._trouble(error) from error
        own = str(self._client.user.id) if self._client.user else ""
        ours = [dict(found) for found in history if str((found.get("author") or {}).get("id", own)) == own]
        return next((str(found["id"]) for found in ours if wanted in _texts(found)), None)

    async def admit(self, target: str) -> None:
        """Raise DeliveryError while a channel still refuses us; costs no request where we can see it."""
        channel = self._client.get_channel(channel_of(target))
        if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            if lacking := [name for name in missing(channel) if name in INDISPENSABLE]:
                raise DeliveryError("refused", f"missing {', '.join(lacking)}")
            return
        try:
            await self._client.http.get_channel(channel_of(target))
        except Exception as error:
            raise self._trouble(error) from error

    async def warn(self, target: str, reason: str) -> tuple[str, str] | None:
        """Whom to tell that a channel refuses us: the team's own choice, else where Discord would."""
        guild = await asyncio.to_thread(self._guild_of, target)
        channel = self._client.get_channel(channel_of(target))
        lacking = missing(channel) if isinstance(channel, discord.abc.GuildChannel | discord.Thread) else []
        named = f" Missing: {', '.join(lacking)}." if lacking else ""
        text = (
            f"I cannot post in <#{channel_of(target)}>. {escape(reason, 300)}.{named} "
            "What was due there waits, and comes as one catch-up once I can post again."
        )
        warning = await self._warning_channel(guild)
        if warning is None:
            return None
        return warning, json.dumps({"content": text, "allowed_mentions": {"parse": []}}, ensure_ascii=False)

    def _guild_of(self, target: str) -> discord.Guild | None:
        """The server of a target: of its channel, or of the schedule that names it if the channel is gone."""
        channel = self._client.get_channel(channel_of(target))
        if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return channel.guild
        schedules = self._client.desk.store.subscriptions.all()
        owner = next((s.owner for s in schedules if s.target == target and s.owner), "")
        return self._client.get_guild(int(owner.partition(":")[2])) if owner else None

    async def _warning_channel(self, guild: discord.Guild | None) -> str | None:
        if guild is not None:
            settings = self._client.desk.store.settings
            chosen = await asyncio.to_thread(settings.get, f"warnings:discord:{guild.id}")
            candidates = [guild.get_channel(int(chosen))] if chosen else []
            candidates.append(guild.system_channel)
            for channel in candidates:
                if channel is not None and not INDISPENSABLE & set(missing(channel)):
                    return f"discord:{channel.id}"
        owner = guild.owner_id if guild is not None else self._operator()
        if owner is None:
            return None
        try:
            opened = await self._client.http.start_private_message(str(owner))
        except Exception as error:
            raise self._trouble(error) from error
        return f"discord:{opened['id']}"

    def _operator(self) -> int | None:
        application = self._client.application
        return application.owner.id if application is not None else None

    def _trouble(self, error: Exception, plain_payloads: Sequence[str] = ()) -> DeliveryError:
        found = error if isinstance(error, DeliveryError) else trouble(error, plain_payloads)
        if found.kind in {"refused", "fatal"}:
            self._refusals.append(time.monotonic())
        return found

    def _check_fuse(self) -> None:
        """Stop asking long before Discord bans an address for asking in vain."""
        while self._refusals and self._refusals[0] < time.monotonic() - FUSE_WINDOW:
            self._refusals.popleft()
        if len(self._refusals) >= FUSE:
            raise DeliveryError("later", "too many refusals", wait=timedelta(seconds=FUSE_WINDOW))


def channel_of(target: str) -> int:
    """The channel's id in "discord:<channel id>"; raises DeliveryError if there is none."""
    id = target.partition(":")[2]
    if not id.isdigit():
        raise DeliveryError("refused", f"{target!r} names no Discord channel; expected discord:<channel id>")
    return int(id)


def mark(install: str, message: Message) -> str:
    """A short sign by which a message is found again: "#K7QX2M4A"."""
    return "#" + nonce(install, message)[:MARK_LENGTH]


def _marked(body: Payload, sign: str) -> Payload:
    """The payload with our sign in its last line: the last embed's footer, else the end of the content."""
    if not body.get("embeds"):
        return body | {"content": f"{body.get('content', '')}\n-# {sign}".strip()}
    last = dict(body["embeds"][-1])
    footer = last.get("footer", {}).get("text", "")
    last["footer"] = {"text": f"{footer} · {sign}" if footer else sign}
    return body | {"embeds": [*body["embeds"][:-1], last]}


def _texts(found: dict[str, Any]) -> str:
    footers = [(embed.get("footer") or {}).get("text") or "" for embed in found.get("embeds") or []]
    return "\n".join([found.get("content") or "", *footers])
