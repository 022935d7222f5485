"""Slash commands are registered with Discord only when they changed."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

import discord
from discord import app_commands

from storage.settings import Settings

log = logging.getLogger(__name__)


def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """What is registered, as a hash: the same for the same commands."""
    payload = [command.to_dict(tree) for command in tree.get_commands()]
    menus = [c.to_dict(tree) for c in tree.get_commands(type=discord.AppCommandType.message)]
    text = json.dumps(sorted(map(str, payload + menus)))
    return hashlib.sha256(text.encode()).hexdigest()


async def sync_if_changed(tree: app_commands.CommandTree[Any], settings: Settings, key: str) -> bool:
    """Register the commands unless this application has them already; whether it did.

    `key` names the application and the address it was registered at. A read tells whether somebody else
    overwrote them since: registering is limited by the day, reading is not.
    """
    wanted = fingerprint(tree)
    if settings.get(key) == wanted and await _still_there(tree):
        return False
    await tree.sync()
    settings.put(key, wanted)
    log.info("slash commands registered")
    return True


async def _still_there(tree: app_commands.CommandTree[Any]) -> bool:
    try:
        there = await tree.fetch_commands()
    except discord.HTTPException:
        return True
    ours = [*tree.get_commands(), *tree.get_commands(type=discord.AppCommandType.message)]
    return {command.name for command in there} == {command.name for command in ours}
