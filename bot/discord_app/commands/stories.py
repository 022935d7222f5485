"""/stories: put right by hand what grouping got wrong. Each change is shown before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.commands import options
from bot.discord_app.commands.manage import managed, number
from bot.discord_app.desk import DeskError
from bot.discord_app.escape import clean, escape
from bot.discord_app.limits import OPTIONS, button, rows, select
from bot.wording import count

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

FEWEST = 2  # items of a story that can be split


class StoryCommands(app_commands.Group):
    """Stories regrouped by hand."""

    def __init__(self) -> None:
        super().__init__(**managed("stories", "Put right which items tell of one event"))

    @app_commands.command(description="Make two stories one; it holds")
    @app_commands.describe(story="The story that stays", other="The story that becomes part of it")
    @app_commands.autocomplete(story=options.stories, other=options.stories)
    async def merge(self, interaction: discord.Interaction[SitrepClient], story: str, other: str) -> None:
        await reply.think(interaction)
        into, from_ = number(story, "story"), number(other, "story")
        desk, owner = interaction.client.desk, reply.owner_of(interaction)
        kept, moved = [await reply.work(desk.story_items, owner, id) for id in (into, from_)]
        if not kept or not moved or into == from_:
            raise DeskError("Choose two different stories from the list that opens while you type.")
        text = (
            f"**{escape(moved[0].title, 200)}** ({count(len(moved), 'item')}) becomes part of "
            f"**{escape(kept[0].title, 200)}** ({count(len(kept), 'item')})."
        )
        confirm = rows([button("Merge", f"merge:{into}:{from_}")])
        await reply.show(interaction, {"content": text, "components": confirm})

    @app_commands.command(description="Take items out of a story, into one of their own; it holds")
    @app_commands.describe(story="The story")
    @app_commands.autocomplete(story=options.stories)
    async def split(self, interaction: discord.Interaction[SitrepClient], story: str) -> None:
        await reply.think(interaction)
        id = number(story, "story")
        items = await reply.work(interaction.client.desk.story_items, reply.owner_of(interaction), id)
        if len(items) < FEWEST:
            raise DeskError("That story has no items that could be parted.")
        newest = items[-OPTIONS:]
        offers = [
            (str(one.entry_id), clean(one.title), f"{clean(one.feed)}, {one.when:%d %b %H:%M} UTC")
            for one in newest
        ]
        choice = select("Which items tell of something else?", f"pick/{id}", offers, most=len(offers))
        text = f"**{escape(items[0].title, 200)}**: {count(len(items), 'item')}"
        text += f", of which the newest {OPTIONS} are listed." if len(items) > OPTIONS else "."
        await reply.show(interaction, {"content": text, "components": [choice]})
