"""Buttons that know by themselves what they do, so that they work after a restart too.

A button's custom_id is "verb:argument:argument"; nothing about it is kept in memory.
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
