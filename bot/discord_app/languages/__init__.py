"""What people read while they choose a command, in other languages: one table for each, English -> there.

Names of commands and options stay English, as they stand in the documentation; so do answers. To add a
language: a file `<Discord's name of the locale>.tsv` in this folder, a line for each description.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import discord
from discord import app_commands

LANGUAGES = ("de", "fr", "es-ES", "pt-BR", "uk")
LONGEST = 100  # characters that Discord takes of a description
DESCRIPTIONS = {
    app_commands.TranslationContextLocation.command_description,
    app_commands.TranslationContextLocation.group_description,
    app_commands.TranslationContextLocation.parameter_description,
}


class Translator(app_commands.Translator):
    """Discord's way to ask for a description in another language."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        if context.location not in DESCRIPTIONS:
            return None
        return descriptions(locale.value).get(string.message)


@cache
def descriptions(locale: str) -> dict[str, str]:
    """The table of a locale; empty for one that has none."""
    file = files(__name__) / f"{locale}.tsv"
    if not file.is_file():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {english: there for english, _, there in pairs}
