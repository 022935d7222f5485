"""What the managing commands share: a group's rights, a channel's check, numbers chosen from a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.desk import DeskError, is_number
from bot.discord_app.escape import escape
from bot.discord_app.permissions import INDISPENSABLE, lacking, missing

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
        return [
            kinds.text, kinds.news, kinds.forum, kinds.news_thread, kinds.public_thread, kinds.private_thread,
        ]  # fmt: skip

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
    interaction: Interaction, channel: Named | None, role: discord.Role | None = None
) -> tuple[int, list[str]]:
    """Where to post (without a channel named: here), and what we lack there but could do without.

    Raises DeskError that names what is missing.
    """
    id = channel.id if channel is not None else interaction.channel_id
    assert id is not None
    found = interaction.guild.get_channel_or_thread(id) if interaction.guild is not None else None
    if found is not None:
        names = missing(found, role)
    elif id == interaction.channel_id:  # not told of by the gateway, but Discord says what we may do here
        told, in_thread = interaction.app_permissions, isinstance(interaction.channel, discord.Thread)
        names = lacking(told, role, in_thread=in_thread) if told.value else []  # nothing told: the try will
    else:
        raise DeskError(f"I cannot see <#{id}>. Give me View Channel there, then try again.")
    if needed := [name for name in names if name in INDISPENSABLE]:
        raise DeskError(f"I cannot post in <#{id}>. Missing: {', '.join(needed)}.")
    return id, names


def also_missing(names: list[str]) -> str:
    """A line on what would be good to have."""
    return f"\nStill missing there: {', '.join(names)}." if names else ""


def number(chosen: str, noun: str) -> int:
    """The id behind an offer that was taken. Raises DeskError for free text."""
    if not is_number(chosen):
        raise DeskError(f"Choose the {noun} from the list that opens while you type.")
    return int(chosen)


def unknown_tags(interaction: Interaction, tags: Sequence[str]) -> list[str]:
    """Those of the tags that no feed of this server has."""
    feeds = interaction.client.desk.feeds(reply.owner_of(interaction))
    known = {tag for feed in feeds for tag in feed.tags}
    return [tag for tag in tags if tag not in known]


def not_yet(tags: Sequence[str]) -> str:
    """A line on tags that no feed has, so that nothing will come of what was just set up."""
    return f"\nNo feed here has the tag {escape(', '.join(tags), 200)} yet." if tags else ""
