"""Our side of the gateway: the commands, the buttons, and the events that concern delivery."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.http import Route

from bot.delivery import Sender
from bot.discord_app import lenient, reply
from bot.discord_app.buttons import Choice, Press
from bot.discord_app.commands import add_all
from bot.discord_app.connection import (
    FATAL,
    RETRY_DOUBLINGS,
    TOKEN_WRONG,
    Sessions,
    about_application,
    count_lag_rightly,
    find_gateway,
    guard,
    spare_tracebacks,
    start_over,
)
from bot.discord_app.desk import Desk, DeskError
from bot.discord_app.errors import TOKEN_HELP, TokenRefusedError, in_words, is_too_late
from bot.discord_app.permissions import may_manage
from bot.discord_app.press import press
from bot.discord_app.send import DiscordSender
from bot.discord_app.sync import keep_registering, registered
from storage.outbox import INSTALL_KEY

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

DISCORD = "https://discord.com/api/v10"
LONGEST_RATE_LIMIT = 30.0  # seconds to sit out inside a request; what asks for more waits in the outbox
FIRST_RETRY, LONGEST_RETRY = 1.0, 60.0  # seconds between tries to log in
STEADY = 300.0  # seconds; after a connection that held so long the tries begin anew
LAST_ANSWERS = 5.0  # seconds that commands under way get to answer before the client is closed
NEEDS_MANAGER = "This needs Manage Server, or the role your team named with `/team managers`."
# Commands that change what a server has stored; the rest of their groups only looks.
MANAGING = {
    "digest schedule", "digest cancel", "alert add", "alert pause", "alert remove",
    "feed add", "feed refresh", "feed pause", "feed remove", "stories merge", "stories split", "forget",
    "team managers", "team warnings", "team publish", "team quiet",
}  # fmt: skip


class SitrepTree(app_commands.CommandTree["SitrepClient"]):
    """Our commands, with the two walls every one of them stands behind."""

    async def interaction_check(self, interaction: discord.Interaction[SitrepClient], /) -> bool:
        """Managing commands need Manage Server or the team's own role, whatever Discord's window offered."""
        command = interaction.command
        self.client.answering()
        name = command.qualified_name if command is not None else ""
        if name not in MANAGING or interaction.type is discord.InteractionType.autocomplete:
            return True
        owner = reply.owner_of(interaction)
        managers = await reply.work(self.client.desk.store.settings.get, f"managers:{owner}")
        if owner and may_manage(interaction, managers):
            return True
        await reply.refuse(interaction, NEEDS_MANAGER)
        return False

    async def on_error(
        self, interaction: discord.Interaction[SitrepClient], error: app_commands.AppCommandError, /
    ) -> None:
        await self.client.answer_error(interaction, error)


class SitrepClient(discord.AutoShardedClient):
    """The bot. `desk` is what it can ask of the rest of Sitrep."""

    def __init__(self, desk: Desk, api_url: str = DISCORD, ready_timeout: float = 1.0) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        intents = discord.Intents.none()
        intents.guilds = True
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            guild_ready_timeout=ready_timeout,
            enable_debug_events=False,
            http_trace=lenient.trace(),
        )
        self.desk = desk
        self.api_url = api_url.rstrip("/")
        Route.BASE = self.api_url
        self.tree = SitrepTree(self)
        add_all(self.tree)
        self.add_dynamic_items(Press, Choice)
        guard(self)
        spare_tracebacks()
        count_lag_rightly()
        self._sessions = Sessions()
        self._gateway: yarl.URL | None = None
        self._pause = 0.0
        self._runner: asyncio.Task[Any] | None = None
        self._over = False  # closed from outside, for good
        self._sender: Sender | None = None
        self._registering: asyncio.Task[None] | None = None
        self._storing: set[asyncio.Task[Any]] = set()
        self._in_order = asyncio.Lock()
        self._answering: set[asyncio.Task[Any]] = set()

    def sender(self) -> Sender:
        """The way for the outbox's messages; this installation's id is made on first use."""
        if self._sender is None:
            settings = self.desk.store.settings
            install = settings.get(INSTALL_KEY)
            if install is None:
                install = uuid.uuid4().hex
                settings.put(INSTALL_KEY, install)
            self._sender = DiscordSender(self, install).sender()
        return self._sender

    async def application_info(self) -> discord.AppInfo:
        return await about_application(self)

    async def setup_hook(self) -> None:
        """After the log-in, before the gateway: where it is, and the commands."""
        self._gateway, self._pause = await find_gateway(self)
        key = f"commands:{self.application_id}:{self.api_url}"
        wanted = (self, self.tree, self.desk.store.settings, key)
        if not await registered(*wanted):
            self._registering = asyncio.create_task(keep_registering(*wanted))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        await asyncio.sleep(self._sessions.pause(time.monotonic(), first=initial))

    def answering(self) -> None:
        """The task that calls this answers somebody: `close` lets it end."""
        task = asyncio.current_task()
        assert task is not None
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def close(self) -> None:
        """Lets those who wait for an answer have it, and what is being stored be stored."""
        if self._registering is not None:
            self._registering.cancel()
        if asyncio.current_task() is not self._runner:
            self._over = True
            if self._answering:
                await asyncio.wait(set(self._answering), timeout=LAST_ANSWERS)
        await super().close()
        if self._storing:
            await asyncio.wait(set(self._storing))

    async def _aside(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the store off the event loop because of an event; nobody waits for it but `close`.

        One after the other, as the events came: a server that left and came back is here.
        """

        async def stored() -> T:
            async with self._in_order:
                return await asyncio.to_thread(call, *args, **kwargs)

        task = asyncio.create_task(stored())
        self._storing.add(task)
        task.add_done_callback(self._storing.discard)
        return await task

    async def run_until_closed(self, token: str) -> None:
        """Log in and stay connected until `close`.

        Raises TokenRefusedError, and discord.ConnectionClosed for what no other try would change; all else
        is tried again.
        """
        lenient.accept_little()
        self._runner = asyncio.current_task()
        wait = FIRST_RETRY
        while not self._over:
            begun = time.monotonic()
            try:
                await self._connected(token)
                return
            except (TokenRefusedError, discord.PrivilegedIntentsRequired):
                raise
            except discord.ConnectionClosed as error:
                if error.code in FATAL:
                    raise
                log.warning("Discord ends the connection (%s); next try in %.0f s", error, wait)
            except (OSError, discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError) as error:
                log.warning("Discord cannot be reached (%s); next try in %.0f s", in_words(error), wait)
            except Exception as error:
                told = in_words(error)
                log.warning("the connection to Discord broke off (%s); next try in %.0f s", told, wait)
                log.debug("its traceback", exc_info=error)
            if self._over:
                return
            await start_over(self)
            await asyncio.sleep(wait)
            wait = FIRST_RETRY if time.monotonic() - begun > STEADY else min(wait * 2, LONGEST_RETRY)

    async def _connected(self, token: str) -> None:
        """One log-in and what follows it, till `close`."""
        try:
            await self.login(token)
            if self._pause:
                log.warning("Discord allows few more sessions today: the next begins in %.0f s", self._pause)
                await asyncio.sleep(self._pause)
            await self.connect()
        except discord.LoginFailure as error:
            raise TokenRefusedError(TOKEN_HELP) from error
        except discord.ConnectionClosed as error:
            if error.code == TOKEN_WRONG:
                raise TokenRefusedError(TOKEN_HELP) from error
            raise

    async def on_shard_connect(self, shard_id: int) -> None:
        """Behind a proxy, the address to resume at is the proxy's too, whatever the session names."""
        shard = self.get_shard(shard_id)
        if shard is None:
            return
        shard._parent._backoff._max = RETRY_DOUBLINGS
        if self.api_url != DISCORD and self._gateway is not None:
            shard._parent.ws.gateway = self._gateway

    async def on_press(self, interaction: discord.Interaction[Any], verb: str, arguments: list[str]) -> None:
        """A button was pressed; an error is answered here, as no command is there to do it."""
        self.answering()
        try:
            await press(interaction, verb, arguments)
        except Exception as error:
            await self.answer_error(interaction, error)

    async def answer_error(self, interaction: discord.Interaction[SitrepClient], error: Exception) -> None:
        """One line to the asker; the whole story to the log."""
        cause = getattr(error, "original", error)
        if isinstance(cause, DeskError):
            await reply.refuse(interaction, str(cause))
        elif is_too_late(cause):
            log.info("an interaction ended before its answer: %s", cause)
        elif isinstance(cause, app_commands.CheckFailure):
            await reply.refuse(interaction, NEEDS_MANAGER)
        else:
            log.error("interaction %s failed", interaction.id, exc_info=cause)
            await reply.refuse(
                interaction, f"Something went wrong; the log tells more under {interaction.id}."
            )

    async def on_guild_channel_update(self, before: object, after: discord.abc.GuildChannel) -> None:
        await self._knock_again(after.guild)

    async def on_guild_role_update(self, before: object, after: discord.Role) -> None:
        await self._knock_again(after.guild)

    async def on_member_update(self, before: object, after: discord.Member) -> None:
        if after == after.guild.me:
            await self._knock_again(after.guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._is_here(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was sent away; a server that is only out of reach is another event, and none of ours."""
        log.info("sent away from %s (%s)", guild.name, guild.id)
        departures = self.desk.store.departures
        await self._aside(departures.leave, f"discord:{guild.id}", self.desk.clock())

    async def on_ready(self) -> None:
        """Who sent us away, or took us back, while we were not connected; it may come many times."""
        if self.guilds:  # an empty list may be an outage as well
            await self._aside(self._note_departures, {f"discord:{guild.id}" for guild in self.guilds})

    def _note_departures(self, here: set[str]) -> None:
        departures = self.desk.store.departures
        for owner in departures.owners():
            if owner in here:
                departures.return_(owner)
            elif owner.startswith("discord:"):
                departures.leave(owner, self.desk.clock())

    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self._is_here(guild)

    async def _is_here(self, guild: discord.Guild) -> None:
        await self._aside(self.desk.store.departures.return_, f"discord:{guild.id}")
        await self._knock_again(guild)

    async def _knock_again(self, guild: discord.Guild) -> None:
        """Something about our rights may have changed: see at once whether a closed channel is open."""
        outbox = self.desk.store.outbox
        targets = {f"discord:{channel.id}" for channel in [*guild.channels, *guild.threads]}
        await self._aside(outbox.look_again, targets)
        for hold in await self._aside(outbox.holds.all):
            if hold.target in targets:
                await self._aside(outbox.holds.probe_soon, hold.target, self.desk.clock())
