"""/figures: numbers with their bounds, what they count, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import press, reply
from bot.discord_app.commands import options
from bot.discord_app.commands.options import asked_before, periods, place_names, speakers

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient


@app_commands.command(description="Figures with their bounds, what they count, who says so, and the link")
@app_commands.describe(
    about="What is counted, and filters: troops, killed > 100, money unit:EUR",
    period="How far back: 24h, 7d, 4w, or a date",
    place="Where: a place or a country",
    by="Who says so",
    chart="Show a chart over time instead of the list",
    ephemeral=options.FOR_ALL,
)
@app_commands.autocomplete(about=asked_before, period=periods, place=place_names, by=speakers)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def figures(
    interaction: discord.Interaction[SitrepClient],
    about: app_commands.Range[str, 1, 200],
    period: app_commands.Range[str, 1, 40] | None = None,
    place: app_commands.Range[str, 1, 100] | None = None,
    by: app_commands.Range[str, 1, 100] | None = None,
    chart: bool = False,
    ephemeral: bool = True,
) -> None:
    await reply.think(interaction, public=not ephemeral)
    asked = await reply.ask(interaction, "figures", words=about, since=period, place=place, by=by)
    if chart:
        await press.show_chart(interaction, asked)
    else:
        await reply.show_answer(interaction, asked, public=not ephemeral)
