"""/brief and the message menu "Brief this": one article's claims, figures and places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.brief_embeds import brief_message
from bot.discord_app.commands import options
from bot.discord_app.desk import ITEM, DeskError

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

    Interaction = discord.Interaction[SitrepClient]

LINK = re.compile(r"https?://[^\s<>\]]+")
PUNCTUATION = ".,;:!?…'\"’”»*_~`|"
SHORTEST_TEXT = 40  # less than a sentence has nothing to brief


@app_commands.command(description="The claims, figures and places of one article, each with its source")
@app_commands.describe(
    article="A link, or the words of an item that a feed brought", ephemeral=options.FOR_ALL
)
@app_commands.autocomplete(article=options.items)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def brief(
    interaction: discord.Interaction[SitrepClient],
    article: app_commands.Range[str, 1, 2000],
    ephemeral: bool = True,
) -> None:
    await reply.think(interaction, public=not ephemeral)
    await _answer(interaction, await _source(interaction, article.strip()), public=not ephemeral)


async def _source(interaction: Interaction, typed: str) -> str:
    """A link or a chosen item as it is; for words, the newest item that has them; a longer text is itself."""
    if typed.startswith(("http://", "https://", ITEM)):
        return typed
    items, owner = interaction.client.desk.items, reply.owner_of(interaction)
    if typed and (found := await reply.work(items, owner, typed)):
        return f"{ITEM}{found[0].entry_id}"
    if len(typed) < SHORTEST_TEXT:
        raise DeskError("No item has these words. Give me a link, or choose from the list while you type.")
    return typed


@app_commands.context_menu(name="Brief this")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def brief_this(interaction: discord.Interaction[SitrepClient], message: discord.Message) -> None:
    """The first link of a message, else its own text."""
    texts = [message.content, *(embed.description or "" for embed in message.embeds)]
    texts += [embed.url or "" for embed in message.embeds]
    link = next((found.group() for text in texts if (found := LINK.search(text))), None)
    text = "\n".join(filter(None, texts))
    if link is None and len(text) < SHORTEST_TEXT:
        await reply.refuse(interaction, "There is no link and no text to brief in this message.")
        return
    await reply.think(interaction)
    await _answer(interaction, without_punctuation(link) if link else text)


def without_punctuation(link: str) -> str:
    """A link without what the sentence around it ends in; a bracket that it opens itself is its own."""
    bare = link.rstrip(PUNCTUATION)
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(PUNCTUATION)
    return bare


async def _answer(interaction: Interaction, source: str, *, public: bool = False) -> None:
    article, made = await interaction.client.desk.brief(reply.owner_of(interaction), source)
    answer = await reply.work(brief_message, article, made)
    await reply.show(interaction, reply.sharable(answer, public=public))
