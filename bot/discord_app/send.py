"""The outbox's way into Discord: stored payloads as they are, with a nonce, and a mark to find them by."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord.http import MultipartParameters

from bot.delivery import DeliveryError, Sender, nonce
from bot.discord_app.catch_up import catch_up
from bot.discord_app.errors import ARCHIVED, UNKNOWN_CHANNEL, trouble
from bot.discord_app.escape import escape
from bot.discord_app.forum import PLAIN_KEY, post_body, posts_in
from bot.discord_app.limits import Payload, button, rows
from bot.discord_app.look_back import look_back, ours, surely_absent
from bot.discord_app.permissions import INDISPENSABLE, missing
from bot.discord_app.plain import payload_body, plain_payloads, title_of
from bot.discord_app.standing import gone, posted_in
from storage.records import Alert, Message, Schedule

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

log = logging.getLogger(__name__)

SEND_WITHIN = 60.0  # seconds; discord.py tries five times within it
MARK_LENGTH = 8
PUBLISH_WITHIN = 5.0  # seconds; a rate limit that is longer means: not published
FUSE, FUSE_WINDOW = 100, 600.0  # refusals in ten minutes; at 10,000 Discord bans the address


class DiscordSender:
    """Sends, finds and rolls up messages for "discord:<channel id>" targets."""

    def __init__(self, client: SitrepClient, install: str) -> None:
        self._client = client
        self._install = install
        self._refusals: deque[float] = deque()

    def sender(self) -> Sender:
        return Sender(self.send, self.find, self.admit, catch_up, self.warn, self.ask)

    async def send(self, message: Message) -> str:
        """Create or edit a message; Discord's id of it. Raises DeliveryError."""
        self._check_fuse()
        body = payload_body(message.payload)
        try:
            async with self._within(SEND_WITHIN):
                id = await self._write(message, _marked(body, mark(self._install, message)))
        except Exception as error:
            raise self._trouble(error, plain_payloads(body)) from error
        await self._publish(message, id)
        return id

    async def _write(self, message: Message, body: Payload) -> str:
        """Create or edit; where a thread has gone to sleep meanwhile, it is woken first."""
        try:
            return await self._put(message, body)
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
        await self._client.http.edit_channel(await self._place(message), archived=False)
        return await self._put(message, body)

    async def _put(self, message: Message, body: Payload) -> str:
        http, forum = self._client.http, self._forum(message)
        if message.edits is not None:
            assert message.message_id is not None
            place = int(message.message_id) if forum else channel_of(message.target)
            edited = await http.edit_message(place, int(message.message_id), params=_json(body))
            return str(edited["id"])
        place = await self._place(message)
        if forum is not None and place == forum.id:
            if message.attempts > 1 and (found := await self._find_post(message, forum)):
                return found
            opened = await http.start_thread_in_forum(forum.id, params=_json(post_body(forum, body)))
            return str(opened["id"])
        body |= {"nonce": nonce(self._install, message), "enforce_nonce": True}
        if message.kind == "digest" and await self._wants("quiet", message.target):
            body |= {"flags": discord.MessageFlags.suppress_notifications.flag}
        sent = await http.send_message(place, params=_json(body))
        return str(sent["id"])

    def _forum(self, message: Message) -> discord.ForumChannel | None:
        channel = self._client.get_channel(channel_of(message.target))
        return channel if isinstance(channel, discord.ForumChannel) else None

    async def _place(self, message: Message) -> int:
        """The channel a message goes to: in a forum, the post that its first part opened, if there is one."""
        channel = channel_of(message.target)
        if self._forum(message) is None:
            return channel
        key, _, _ = message.key.partition(PLAIN_KEY)
        parts = await asyncio.to_thread(
            self._client.desk.store.outbox.of_key, message.target, message.kind, key
        )
        opened = next((part.message_id for part in parts if part.message_id), None)
        return int(opened) if opened is not None else channel

    async def _publish(self, message: Message, id: str) -> None:
        """Spread a message of an announcement channel to the servers that follow it, if the team wants so.

        Discord allows few of these an hour: one that is refused is left out, never tried again.
        """
        channel = self._client.get_channel(channel_of(message.target))
        if not isinstance(channel, discord.TextChannel) or not channel.is_news() or message.edits is not None:
            return
        if not await self._wants("publish", message.target):
            return
        try:
            async with self._within(PUBLISH_WITHIN):
                await self._client.http.publish_message(channel.id, int(id))
        except (discord.DiscordException, TimeoutError, OSError, aiohttp.ClientError) as error:
            log.info("message %s was not published: %s", id, error)

    async def _wants(self, what: str, target: str) -> bool:
        """Whether the team of a target's server chose something with /team."""
        guild = getattr(self._client.get_channel(channel_of(target)), "guild", None)
        if guild is None:
            return False
        settings = self._client.desk.store.settings
        return await asyncio.to_thread(settings.get, f"{what}:discord:{guild.id}") is not None

    async def find(self, message: Message) -> str | None:
        """The id of a message that arrived although nobody told us; None if it surely did not."""
        try:
            async with self._within(SEND_WITHIN):
                place, forum = await self._place(message), self._forum(message)
                if forum is not None and place == forum.id:
                    return await self._find_post(message, forum)
                return await self._look_back(message, place)
        except Exception as error:
            raise self._trouble(error) from error

    async def _look_back(self, message: Message, place: int) -> str | None:
        try:
            return await look_back(self._client, place, message, mark(self._install, message))
        except (discord.Forbidden, discord.NotFound) as error:
            if error.code == UNKNOWN_CHANNEL:
                raise
            # we may not read what was written; the channel itself may tell all the same
            await surely_absent(self._client, self._client.desk.store.outbox, place, message)
            return None

    @asynccontextmanager
    async def _within(self, seconds: float) -> AsyncIterator[None]:
        """A limit of time for requests.

        One that is given up while discord.py sits out a rate limit for all of them would keep all of them
        waiting for ever: the gate is opened again.
        """
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            self._client.http._global_over.set()
            raise

    async def _find_post(self, message: Message, forum: discord.ForumChannel) -> str | None:
        """The id of a post whose first message bears our mark."""
        active = await self._client.http.get_active_threads(forum.guild.id)
        for post in posts_in(forum.id, [dict(thread) for thread in active["threads"]]):
            try:
                first = await self._client.http.get_message(post, post)
            except discord.NotFound:
                continue
            if ours(self._client, [first], mark(self._install, message)):
                return str(post)
        return None

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
        if f"({UNKNOWN_CHANNEL})" in reason:
            text = gone(await asyncio.to_thread(posted_in, self._client.desk, target))
        warning = await self._warning_channel(guild)
        if warning is None:
            return None
        return warning, json.dumps({"content": text, "allowed_mentions": {"parse": []}}, ensure_ascii=False)

    async def ask(self, message: Message, reason: str) -> tuple[str, str] | None:
        """Whom to ask whether a message is in a channel, and the question, with a button for each answer."""
        guild = await asyncio.to_thread(self._guild_of, message.target)
        where = await self._warning_channel(guild)
        if where is None:
            return None
        title = escape(title_of(payload_body(message.payload)), 120)
        text = (
            f"I was cut off while I posted **{title}** in <#{channel_of(message.target)}> and cannot see "
            f"whether it is there: {escape(reason, 200)}. Please look; I post it again only if you say so."
        )
        buttons = [
            button("Post it again", f"resend:{message.id}"),
            button("It is there", f"arrived:{message.id}"),
        ]
        asked = {"content": text, "components": rows(buttons), "allowed_mentions": {"parse": []}}
        return where, json.dumps(asked, ensure_ascii=False)

    def _guild_of(self, target: str) -> discord.Guild | None:
        """The server of a target: of its channel, or of what names it if the channel is gone."""
        channel = self._client.get_channel(channel_of(target))
        if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return channel.guild
        store = self._client.desk.store
        standing: list[Schedule | Alert] = [*store.subscriptions.all(), *store.alerts.all()]
        owner = next((one.owner for one in standing if one.target == target and one.owner), "")
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


def _json(body: Payload) -> MultipartParameters:
    return MultipartParameters(payload=body, multipart=None, files=None)


def _marked(body: Payload, sign: str) -> Payload:
    """The payload with our sign in its last line: the last embed's footer, else the end of the content."""
    if not body.get("embeds"):
        return body | {"content": f"{body.get('content', '')}\n-# {sign}".strip()}
    last = dict(body["embeds"][-1])
    footer = last.get("footer", {}).get("text", "")
    last["footer"] = {"text": f"{footer} · {sign}" if footer else sign}
    return body | {"embeds": [*body["embeds"][:-1], last]}
