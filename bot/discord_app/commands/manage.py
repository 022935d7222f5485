"""What the managing commands share: a group's rights, a channel's check, numbers chosen from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord_app.desk import DeskError
from bot.discord_app.permissions import INDISPENSABLE, Place, missing

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

    Interaction = discord.Interaction[SitrepClient]

Named = app_commands.AppCommandChannel | app_commands.AppCommandThread


class Postable(app_commands.Transformer):
    """A channel or thread for messages, whether or not the bot can see it: that is told in words."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.news_thread, kinds.public_thread, kinds.private_thread]

    async def transform(self, interaction: discord.Interaction[Any], value: Named, /) -> Named:
        return value


PostIn = app_commands.Transform[Named, Postable]


def managed(name: str, description: str) -> dict[str, Any]:
    """The settings of a group that by default only managers see, in servers alone."""
    return {
        "name": name,
        "description": description,
        "default_permissions": discord.Permissions(manage_guild=True),
        "allowed_contexts": app_commands.AppCommandContext(guild=True),
        "allowed_installs": app_commands.AppInstallationType(guild=True, user=False),
    }


def place_for(
    interaction: Interaction,
    channel: PostIn | None,
    role: discord.Role | None = None,
) -> tuple[Place, list[str]]:
    """The channel to post in (without one named: this one), and what we lack there but could do without.

    Raises DeskError that names what is missing.
    """
    id = channel.id if channel is not None else interaction.channel_id
    guild = interaction.guild
    found = guild.get_channel_or_thread(id) if guild is not None and id is not None else None
    if found is None:
        raise DeskError(f"I cannot see <#{id}>. Give me View Channel there, then try again.")
    lacking = missing(found, role)
    if needed := [name for name in lacking if name in INDISPENSABLE]:
        raise DeskError(f"I cannot post in <#{found.id}>. Missing: {', '.join(needed)}.")
    return found, lacking


def also_missing(lacking: list[str]) -> str:
    """A line on what would be good to have."""
    return f"\nStill missing there: {', '.join(lacking)}." if lacking else ""


def number(chosen: str, noun: str) -> int:
    """The id behind an offer that was taken. Raises DeskError for free text."""
    if not chosen.isdigit():
        raise DeskError(f"Choose the {noun} from the list that opens while you type.")
    return int(chosen)
