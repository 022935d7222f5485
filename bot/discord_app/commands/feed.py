"""/feed: what is read for this server, and what became of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.commands import options
from bot.discord_app.commands.digest import tag_list
from bot.discord_app.commands.manage import managed, number
from bot.discord_app.commands.status import report
from bot.discord_app.escape import clean, escape
from bot.discord_app.feed_lines import added_line
from bot.discord_app.limits import CONTENT, OPTIONS, select

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient


class FeedCommands(app_commands.Group):
    """Feeds of a server."""

    def __init__(self) -> None:
        super().__init__(**managed("feed", "What is read for this server"))

    @app_commands.command(description="Read a feed; the address of a site will do")
    @app_commands.describe(address="The feed, or its site", tags="Tags, with commas between them")
    @app_commands.autocomplete(tags=options.tags)
    async def add(
        self,
        interaction: discord.Interaction[SitrepClient],
        address: app_commands.Range[str, 4, 1000],
        tags: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        await reply.think(interaction)
        desk, owner, chosen = interaction.client.desk, reply.owner_of(interaction), tag_list(tags)
        found = await desk.find_feeds(owner, address.strip())
        if len(found) == 1:
            await reply.say(interaction, added_line(await desk.add_feed(owner, found[0].url, chosen)))
            return
        numbered = {str(number): feed.url for number, feed in enumerate(found[:OPTIONS])}
        asked = await reply.keep(interaction, "feeds", numbered | {"tags": ",".join(chosen)})
        offers = [
            (number, clean(feed.title), feed.shown) for number, feed in zip(numbered, found, strict=False)
        ]
        choice = select("Which one shall I read?", f"addfeed/{asked.id}", offers)
        await reply.show(interaction, {"content": "This site has several feeds.", "components": [choice]})

    @app_commands.command(description="Read a feed now; at most once in five minutes")
    @app_commands.describe(feed="Which one")
    @app_commands.autocomplete(feed=options.all_feeds)
    async def refresh(self, interaction: discord.Interaction[SitrepClient], feed: str) -> None:
        await reply.think(interaction)
        desk, owner = interaction.client.desk, reply.owner_of(interaction)
        await reply.say(interaction, escape(await desk.refresh_feed(owner, number(feed, "feed")), CONTENT))

    @app_commands.command(description="The feeds of this server and how each is doing")
    async def list(self, interaction: discord.Interaction[SitrepClient]) -> None:
        await reply.think(interaction)
        found = await reply.work(interaction.client.desk.feeds, reply.owner_of(interaction))
        if not found:
            await reply.say(interaction, "No feeds. `/feed add` adds one.")
            return
        await reply.show_answer(interaction, await reply.keep(interaction, "feed list", {}))

    @app_commands.command(description="Stop reading a feed for a while, or go on")
    @app_commands.describe(feed="Which one", paused="False goes on")
    @app_commands.autocomplete(feed=options.feeds)
    async def pause(
        self, interaction: discord.Interaction[SitrepClient], feed: str, paused: bool = True
    ) -> None:
        await reply.think(interaction)
        done = await reply.work(
            interaction.client.desk.pause_feed, reply.owner_of(interaction), number(feed, "feed"), paused
        )
        told = "Paused." if paused else "It is read again."
        await reply.say(interaction, told if done else "This server has no such feed.")

    @app_commands.command(description="No longer read a feed; what it brought stays to be looked up")
    @app_commands.describe(feed="Which one")
    @app_commands.autocomplete(feed=options.feeds)
    async def remove(self, interaction: discord.Interaction[SitrepClient], feed: str) -> None:
        await reply.think(interaction)
        done = await reply.work(
            interaction.client.desk.remove_feed, reply.owner_of(interaction), number(feed, "feed")
        )
        await reply.say(interaction, "Removed." if done else "This server has no such feed.")

    @app_commands.command(description="What became of an item, stage by stage")
    @app_commands.describe(item="Its link, or words of its title")
    async def why(
        self, interaction: discord.Interaction[SitrepClient], item: app_commands.Range[str, 1, 1000]
    ) -> None:
        await reply.think(interaction)
        stages = await reply.work(interaction.client.desk.why, reply.owner_of(interaction), item.strip())
        if not stages:
            await reply.say(interaction, "No feed of this server brought such an item.")
            return
        await reply.show(interaction, report("What became of it", stages))
