"""/search: full text, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.commands import options
from bot.discord_app.commands.options import asked_before, periods

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient


@app_commands.command(description="Search all texts, best first")
@app_commands.describe(
    query='Words, "exact phrases", place: by: tag:',
    period="How far back: 24h, 7d, 4w, or a date",
    ephemeral=options.FOR_ALL,
)
@app_commands.autocomplete(query=asked_before, period=periods)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def search(
    interaction: discord.Interaction[SitrepClient],
    query: app_commands.Range[str, 1, 200],
    period: app_commands.Range[str, 1, 40] | None = None,
    ephemeral: bool = True,
) -> None:
    await reply.think(interaction, public=not ephemeral)
    asked = await reply.ask(interaction, "search", words=query, since=period)
    await reply.show_answer(interaction, asked, public=not ephemeral)
