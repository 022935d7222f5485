"""/status: how each stage is doing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.escape import escape
from bot.discord_app.limits import DESCRIPTION, Payload, lines
from bot.discord_app.looks import CHANGED, CONFLICT, QUIET

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient
    from bot.discord_app.desk import Line

SIGNS = {"ok": "🟢", "warn": "🟡", "bad": "🔴", "off": "⚪"}


@app_commands.command(description="How reading, briefing and delivery are doing")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def status(interaction: discord.Interaction[SitrepClient]) -> None:
    await reply.think(interaction)
    found = await reply.work(interaction.client.desk.status, reply.owner_of(interaction))
    await reply.show(interaction, report("Status", found))


def report(title: str, found: Sequence[Line]) -> Payload:
    """A report line by line, in the colour of its worst line."""
    states = {line.state for line in found}
    worst = CONFLICT if "bad" in states else CHANGED if "warn" in states else QUIET
    text = lines("", [_line(one) for one in found], DESCRIPTION) or "Nothing to tell."
    return {"embeds": [{"title": title, "description": text, "color": worst}]}


def _line(one: Line) -> str:
    chat, _, channel = one.target.partition(":")
    where = f" in <#{channel}>" if chat == "discord" else ""
    return f"{SIGNS[one.state]} **{escape(one.label, 80)}**{where} {escape(one.detail, 300)}"
