"""/claims: who said what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.commands import options
from bot.discord_app.commands.options import asked_before, periods, speakers

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient


@app_commands.command(description="Who said what, with the stance and the link")
@app_commands.describe(
    about="What the claim is about",
    by="Who says it",
    stance="What kind of claim",
    period="How far back: 24h, 7d, 4w, or a date",
    ephemeral=options.FOR_ALL,
)
@app_commands.autocomplete(about=asked_before, period=periods, by=speakers)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def claims(
    interaction: discord.Interaction[SitrepClient],
    about: app_commands.Range[str, 1, 200],
    by: app_commands.Range[str, 1, 100] | None = None,
    stance: Literal["asserts", "denies", "demands", "promises", "warns", "asks"] | None = None,
    period: app_commands.Range[str, 1, 40] | None = None,
    ephemeral: bool = True,
) -> None:
    await reply.think(interaction, public=not ephemeral)
    asked = await reply.ask(interaction, "claims", words=about, by=by, stance=stance, since=period)
    await reply.show_answer(interaction, asked, public=not ephemeral)
