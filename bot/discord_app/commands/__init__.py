"""The slash commands, one file for each noun. To add one: a file, and a line here."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.discord_app.commands.alert import AlertCommands
from bot.discord_app.commands.brief import brief, brief_this
from bot.discord_app.commands.claims import claims
from bot.discord_app.commands.digest import DigestCommands
from bot.discord_app.commands.feed import FeedCommands
from bot.discord_app.commands.figures import figures
from bot.discord_app.commands.forget import forget
from bot.discord_app.commands.help import help_
from bot.discord_app.commands.places import places
from bot.discord_app.commands.search import search
from bot.discord_app.commands.status import status
from bot.discord_app.commands.stories import StoryCommands
from bot.discord_app.commands.story import story
from bot.discord_app.commands.team import TeamCommands


def add_all(tree: app_commands.CommandTree[Any]) -> None:
    tree.add_command(DigestCommands())
    tree.add_command(figures)
    tree.add_command(claims)
    tree.add_command(places)
    tree.add_command(search)
    tree.add_command(story)
    tree.add_command(brief)
    tree.add_command(brief_this)
    tree.add_command(AlertCommands())
    tree.add_command(FeedCommands())
    tree.add_command(StoryCommands())
    tree.add_command(TeamCommands())
    tree.add_command(status)
    tree.add_command(forget)
    tree.add_command(help_)
