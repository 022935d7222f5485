"""/story: one event's time line, how its figures moved, who disagrees, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.commands import options
from bot.discord_app.desk import DeskError, is_number
from bot.discord_app.story_embeds import story_embed

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient
    from storage.records import DigestStory


@app_commands.command(description="One event: its time line, how its figures moved, who disagrees")
@app_commands.describe(story="Which one: type a word of it and choose", ephemeral=options.FOR_ALL)
@app_commands.autocomplete(story=options.stories)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def story(
    interaction: discord.Interaction[SitrepClient],
    story: app_commands.Range[str, 1, 200],
    ephemeral: bool = True,
) -> None:
    await reply.think(interaction, public=not ephemeral)
    found = await reply.work(_find, interaction.client, reply.owner_of(interaction), story)
    if found is None:
        raise DeskError("I know no such story. Type a word of its headline and choose from the list.")
    await reply.show(interaction, reply.sharable({"embeds": [story_embed(found)]}, public=not ephemeral))


def _find(client: SitrepClient, owner: str, wanted: str) -> DigestStory | None:
    """By the number behind an offer, else the newest story with these words."""
    desk = client.desk
    if is_number(wanted) and (numbered := desk.story(owner, int(wanted))) is not None:
        return numbered
    fitting = desk.stories(owner, wanted)
    return desk.story(owner, fitting[0].id) if fitting else None
