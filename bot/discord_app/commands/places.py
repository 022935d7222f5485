"""/places: what happened where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.commands import options
from bot.discord_app.commands.options import periods, place_names

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient


@app_commands.command(description="What happened in a place or a country")
@app_commands.describe(
    where="A place, a region or a country",
    period="How far back: 24h, 7d, 4w, or a date",
    ephemeral=options.FOR_ALL,
)
@app_commands.autocomplete(where=place_names, period=periods)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def places(
    interaction: discord.Interaction[SitrepClient],
    where: app_commands.Range[str, 1, 100],
    period: app_commands.Range[str, 1, 40] | None = None,
    ephemeral: bool = True,
) -> None:
    await reply.think(interaction, public=not ephemeral)
    asked = await reply.ask(interaction, "places", place=where, since=period)
    await reply.show_answer(interaction, asked, public=not ephemeral)
