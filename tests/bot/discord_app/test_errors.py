"""What went wrong on the way to Discord, told in one line."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.discord_app.errors import in_words


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (
            403,
            {"code": 50013, "message": "Missing Permissions"},
            "it answers 403 (50013): Missing Permissions",
        ),
        (404, "<html>\n<body>nothing here</body></html>", "it answers 404 with a web page"),
        (404, "404: Not Found", "it answers 404 Not Found"),
        (502, "", "it answers 502"),
    ],
)
def test_an_answer_is_told_without_what_says_nothing(status: int, body: Any, told: str) -> None:
    response: Any = SimpleNamespace(status=status, reason="")
    assert in_words(discord.HTTPException(response, body)) == told
