"""/help: what can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.looks import QUIET

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

TEXT = """\
**Read** `/digest now` what happened · `/story` one event in full · `/brief` one article, or **Brief this** \
in a message's menu
**Ask** `/figures troops place:Mali` · `/claims ceasefire` · `/places Sudan` · `/search "exact words"`
**Set up** `/feed add` what to read · `/digest schedule` when and where · `/alert add` what to wake you for, \
after `/alert test`
**Look after** `/status` · `/feed list` · `/feed why` what became of an item · \
`/stories` which items tell of one event · `/team` who may manage · `/forget` delete all

Every figure comes with its bounds and who says so, every quotation with its link. \
“Demanded” or “denied” is not “happened”: alerts say which. \
Answers are for you alone until you press **Share**."""


@app_commands.command(name="help", description="What you can ask, with examples")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def help_(interaction: discord.Interaction[SitrepClient]) -> None:
    embed = {"title": "Sitrep", "description": TEXT, "color": QUIET}
    await reply.think(interaction)
    await reply.show(interaction, {"embeds": [embed]})
