"""Buttons and lists that know by themselves what they do, so that they work after a restart too.

A button's custom_id is "verb:argument:argument", a list's "verb/argument"; nothing is kept in memory.
"""

from __future__ import annotations

import re
from typing import Any, Self

import discord

CUSTOM_ID = r"(?P<verb>[a-z]+):(?P<rest>[a-z0-9:]+)"


class Press(discord.ui.DynamicItem[discord.ui.Button[Any]], template=CUSTOM_ID):
    """One of our buttons; the client knows what each verb means."""

    def __init__(self, item: discord.ui.Button[Any], verb: str, arguments: list[str]) -> None:
        super().__init__(item)
        self.verb = verb
        self.arguments = arguments

    @classmethod
    def of(cls, label: str, custom_id: str, row: int | None = None) -> Self:
        verb, *arguments = custom_id.split(":")
        return cls(discord.ui.Button(label=label, custom_id=custom_id, row=row), verb, arguments)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        assert isinstance(item, discord.ui.Button)
        return cls(item, match["verb"], match["rest"].split(":"))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.client.on_press(interaction, self.verb, self.arguments)


class Choice(
    discord.ui.DynamicItem[discord.ui.Select[Any]], template=r"(?P<verb>[a-z]+)/(?P<rest>[a-z0-9]+)"
):
    """One of our lists: what was chosen follows the arguments."""

    def __init__(self, item: discord.ui.Select[Any], verb: str, argument: str) -> None:
        super().__init__(item)
        self.verb = verb
        self.argument = argument

    @classmethod
    def of(cls, part: dict[str, Any], row: int | None = None) -> Self:
        verb, _, argument = part["custom_id"].partition("/")
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=part["custom_id"],
            placeholder=part.get("placeholder"),
            max_values=part.get("max_values", 1),
            options=[discord.SelectOption.from_dict(option) for option in part["options"]],
            row=row,
        )
        return cls(select, verb, argument)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        assert isinstance(item, discord.ui.Select)
        return cls(item, match["verb"], match["rest"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.client.on_press(interaction, self.verb, [self.argument, *self.item.values])
