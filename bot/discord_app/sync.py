"""Slash commands are registered with Discord only when they changed."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.discord_app.errors import in_words
from bot.discord_app.languages import Translator
from storage.settings import Settings

log = logging.getLogger(__name__)

FIRST_RETRY, LONGEST_RETRY = 5.0, 600.0  # seconds between tries


async def registered(
    client: discord.Client, tree: app_commands.CommandTree[Any], settings: Settings, key: str
) -> bool:
    """Register the commands unless they are; False, with a log line, if Discord will not just now.

    `key` names the application and where it was registered.
    """
    try:
        await sync_if_changed(client, tree, settings, key)
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        told = in_words(error)
        log.warning("slash commands could not be registered (%s); those known before still answer", told)
        return False
    return True


async def keep_registering(
    client: discord.Client, tree: app_commands.CommandTree[Any], settings: Settings, key: str
) -> None:
    """Try again until they are registered."""
    wait = FIRST_RETRY
    while True:
        await asyncio.sleep(wait)
        if await registered(client, tree, settings, key):
            return
        wait = min(wait * 2, LONGEST_RETRY)


async def sync_if_changed(
    client: discord.Client, tree: app_commands.CommandTree[Any], settings: Settings, key: str
) -> bool:
    """Register the commands unless this application has them already; whether it did.

    A read tells whether somebody else overwrote them since: registering is limited by the day, reading is
    not. What Discord answers is not read: the same names come back with more about them every year.
    """
    assert client.application_id is not None
    payload = await commands_payload(tree)
    wanted = fingerprint(payload)
    known = await asyncio.to_thread(settings.get, key)
    if known == wanted and await _still_there(client, payload):
        return False
    await client.http.bulk_upsert_global_commands(client.application_id, payload=payload)
    await asyncio.to_thread(settings.put, key, wanted)
    log.info("slash commands registered")
    return True


async def commands_payload(tree: app_commands.CommandTree[Any]) -> list[Any]:
    """All commands, those in menus among them, as they are registered, in every language we have."""
    translator = Translator()
    return [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]


def fingerprint(payload: list[Any]) -> str:
    """What is registered, as a hash: the same for the same commands."""
    text = json.dumps(sorted(map(str, payload)))
    return hashlib.sha256(text.encode()).hexdigest()


async def _still_there(client: discord.Client, payload: list[Any]) -> bool:
    assert client.application_id is not None
    try:
        there = await client.http.get_global_commands(client.application_id)
    except discord.HTTPException:
        return True
    return {command["name"] for command in there} == {command["name"] for command in payload}
