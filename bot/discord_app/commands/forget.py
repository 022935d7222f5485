"""/forget: delete all that this server stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.desk import DeskError
from bot.wording import count

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient


@app_commands.command(description="Delete this server's feeds, alerts, digests and all they brought")
@app_commands.describe(confirm="Type the server's name: this cannot be undone")
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
async def forget(
    interaction: discord.Interaction[SitrepClient], confirm: app_commands.Range[str, 1, 100]
) -> None:
    await reply.think(interaction)
    if interaction.guild is None or confirm.strip() != interaction.guild.name:
        raise DeskError("Nothing was deleted. Type this server's name exactly to confirm.")
    places = [*interaction.guild.channels, *interaction.guild.threads]
    targets = [f"discord:{place.id}" for place in places]
    rows = await reply.work(interaction.client.desk.forget, reply.owner_of(interaction), targets)
    kept = count(rows, "record")
    await reply.say(
        interaction, f"Deleted all I kept for this server ({kept}). What was posted stays in its channels."
    )
