"""Answers to interactions: acknowledged at once, worked out off the loop, shown to the asker alone."""

from __future__ import annotations

import asyncio
import copy
import io
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import aiohttp
import discord

from bot.discord_app import look_up
from bot.discord_app.buttons import Choice, Press
from bot.discord_app.errors import ALREADY_ANSWERED, TOKEN_EXPIRED, is_too_late
from bot.discord_app.limits import CONTENT, Payload, button, rows
from storage.records import Question

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

    Interaction = discord.Interaction[SitrepClient]

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

FOLLOW_UPS = 5  # as many as a user-installed app may send
ALT_TEXT = 1000
AGAIN_AFTER = (0.3, 1.0, 3.0)  # seconds; an acknowledgement has three in all, an answer a quarter of an hour


def owner_of(interaction: Interaction) -> str:
    """Whose data may be seen: the server's where the bot is a member of it, else only what all may see.

    Discord says by whose installation an interaction came; where it does not say, it is the server's.
    """
    id = interaction.guild_id
    told = interaction._integration_owners
    if id is None or (told and interaction.client.get_guild(id) is None and told.get(0) != id):
        return ""
    return f"discord:{id}"


async def work(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run something that thinks or reads the store, off the event loop."""
    return await asyncio.to_thread(call, *args, **kwargs)


async def think(interaction: Interaction, *, public: bool = False) -> None:
    """Acknowledge at once; the answer follows through `show` or `say`."""
    try:
        await insist(lambda: interaction.response.defer(ephemeral=not public, thinking=True))
    except discord.HTTPException as error:
        if error.code != ALREADY_ANSWERED:  # a try whose answer was lost did arrive
            raise


async def insist(call: Callable[[], Awaitable[T]]) -> T:
    """Try again a few times what Discord could not take just now; somebody is waiting for it."""
    for wait in AGAIN_AFTER:
        try:
            return await call()
        except discord.HTTPException as error:
            if error.status != 429 and error.status < 500:
                raise
            log.info("Discord says %s to an answer; again in %.1f s", error.status, wait)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.info("an answer did not get through (%s); again in %.1f s", error, wait)
        await asyncio.sleep(wait)
    return await call()


async def show(interaction: Interaction, payload: Payload, files: Sequence[discord.File] = ()) -> None:
    """Put a payload in the place of "thinking ..."; after 15 minutes, when that has ended, in a message."""
    try:
        parts = message_parts(payload)
        await insist(lambda: interaction.edit_original_response(attachments=list(files), **parts))
    except discord.HTTPException as error:
        if error.code not in TOKEN_EXPIRED:
            raise
        await _send_directly(interaction, payload)


async def _send_directly(interaction: Interaction, payload: Payload) -> None:
    """The answer was for the asker alone, so it goes to them, not to the channel."""
    parts = message_parts(payload)
    view = parts.pop("view")
    try:
        await interaction.user.send(**parts, **({"view": view} if view else {}))
    except discord.Forbidden:
        log.info("%s takes no direct messages; an answer that came too late is lost", interaction.user.id)


async def ask(interaction: Interaction, noun: str, **wanted: Any) -> Question:
    """Keep what is asked, so that its pages can be turned later. Raises DeskError for a bad period."""
    desk, owner, asker = interaction.client.desk, owner_of(interaction), interaction.user.id
    return await asyncio.to_thread(lambda: look_up.question(desk, owner, asker, noun, **wanted))


def sharable(payload: Payload, *, public: bool = False) -> Payload:
    """An answer of one message with a button that shows it to everybody, unless it is seen by all already."""
    return payload | {"components": [] if public else rows([button("Share", "repost:1")])}


async def keep(interaction: Interaction, noun: str, wanted: dict[str, str]) -> Question:
    """Keep what a list or a button needs to know when it is used, perhaps after a restart."""
    desk, owner, asker = interaction.client.desk, owner_of(interaction), interaction.user.id
    return await asyncio.to_thread(look_up.keep, desk, owner, asker, noun, wanted)


async def show_answer(interaction: Interaction, asked: Question, *, public: bool = False) -> None:
    """The first page of an answer, for the asker to turn and to share; or all of it, for everybody."""
    if not public:
        await show(interaction, await work(look_up.answer, interaction.client.desk, asked))
        return
    first, *more = await work(look_up.shared, interaction.client.desk, asked, 0)
    await show(interaction, first)
    for payload in more[: FOLLOW_UPS - 1]:
        await follow(interaction, payload)


async def follow(interaction: Interaction, payload: Payload) -> None:
    """One more message behind an answer, for all who see the answer."""
    parts = message_parts(payload)
    view = parts.pop("view")
    await interaction.followup.send(**parts, **({"view": view} if view else {}))


async def say(interaction: Interaction, text: str) -> None:
    """One line to the asker alone, whether acknowledged before or not."""
    line = text if len(text) <= CONTENT else text[: CONTENT - 1] + "…"
    if interaction.response.is_done():
        await insist(lambda: interaction.edit_original_response(content=line, embeds=[], view=None))
    else:
        await insist(lambda: interaction.response.send_message(line, ephemeral=True))


async def refuse(interaction: Interaction, text: str) -> None:
    """Say why not; quietly give up if the asker's window has closed meanwhile."""
    try:
        if interaction.response.is_done() and interaction.type is discord.InteractionType.component:
            await interaction.followup.send(text[:CONTENT], ephemeral=True)
        else:
            await say(interaction, text)
    except discord.HTTPException as error:
        if not is_too_late(error):
            raise
        log.info("nobody waits any more for: %s", text)


def message_parts(payload: Payload) -> dict[str, Any]:
    """A payload as discord.py's arguments; its buttons are ours, which answer after a restart too."""
    view = discord.ui.View(timeout=None)
    for row, line in enumerate(payload.get("components") or []):
        for part in line["components"]:
            press = part["type"] == 2
            view.add_item(Press.of(part["label"], part["custom_id"], row) if press else Choice.of(part, row))
    return {
        "content": payload.get("content") or None,
        "embeds": [discord.Embed.from_dict(copy.deepcopy(embed)) for embed in payload.get("embeds") or []],
        "view": view if view.children else None,
        "allowed_mentions": discord.AllowedMentions.none(),
    }


def picture(png: bytes, name: str, alt: str) -> discord.File:
    """A chart with the words that stand for it where it cannot be seen."""
    return discord.File(io.BytesIO(png), filename=name, description=alt[:ALT_TEXT])
