"""/team: who else may manage, and where warnings go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.commands.manage import PostIn, managed, place_for

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient


class TeamCommands(app_commands.Group):
    """A server's own settings."""

    def __init__(self) -> None:
        super().__init__(**managed("team", "Who may manage, and where warnings go"))

    @app_commands.command(description="Name a role that may manage feeds, digests and alerts")
    @app_commands.describe(role="The role; leave it out to take the right away")
    async def managers(
        self, interaction: discord.Interaction[SitrepClient], role: discord.Role | None = None
    ) -> None:
        await reply.think(interaction)
        settings, key = interaction.client.desk.store.settings, f"managers:{reply.owner_of(interaction)}"
        if role is None:
            await reply.work(settings.remove, key)
            await reply.say(interaction, "Only members with Manage Server may manage now.")
            return
        await reply.work(settings.put, key, str(role.id))
        await reply.say(
            interaction,
            f"Members of <@&{role.id}> may manage now. Discord shows them the commands once you allow "
            "the role under Server Settings, Integrations, Sitrep.",
        )

    @app_commands.command(description="Where I say that I cannot post somewhere, or that a feed fails")
    @app_commands.describe(channel="The channel; without it, this one")
    async def warnings(
        self, interaction: discord.Interaction[SitrepClient], channel: PostIn | None = None
    ) -> None:
        await reply.think(interaction)
        place, _ = place_for(interaction, channel)
        settings, key = interaction.client.desk.store.settings, f"warnings:{reply.owner_of(interaction)}"
        await reply.work(settings.put, key, str(place))
        await reply.say(interaction, f"Warnings go to <#{place}>.")

    @app_commands.command(description="Publish what I post in announcement channels to those who follow them")
    @app_commands.describe(announcements="Whether to publish")
    async def publish(self, interaction: discord.Interaction[SitrepClient], announcements: bool) -> None:
        told = "What I post in announcement channels is" if announcements else "Nothing is"
        await _switch(interaction, "publish", announcements, f"{told} published from now on.")

    @app_commands.command(description="Post digests without a notification; alerts keep theirs")
    @app_commands.describe(digests="Whether digests come silently")
    async def quiet(self, interaction: discord.Interaction[SitrepClient], digests: bool) -> None:
        told = "come without a notification" if digests else "notify as the channel is set"
        await _switch(interaction, "quiet", digests, f"Digests {told} from now on.")


async def _switch(interaction: discord.Interaction[SitrepClient], name: str, on: bool, told: str) -> None:
    """Keeps one of a server's settings that is on or off, and says so."""
    await reply.think(interaction)
    settings, key = interaction.client.desk.store.settings, f"{name}:{reply.owner_of(interaction)}"
    await (reply.work(settings.put, key, "yes") if on else reply.work(settings.remove, key))
    await reply.say(interaction, told)
