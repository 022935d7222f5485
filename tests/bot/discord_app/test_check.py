"""The doctor finds what is wrong with a token or a channel before a digest does."""

from __future__ import annotations

from bot.discord_app.check import check_access
from tests.servers.discord_ import world
from tests.servers.discord_server import TOKEN, DiscordServer


async def test_the_token_and_each_channel_get_a_line() -> None:
    async with DiscordServer() as discord:
        guild = discord.world.add_guild("Desk", owner=50)
        open_, shut = discord.world.add_channel(guild, "news"), discord.world.add_channel(guild, "shut")
        shut.denied = world.EMBED | world.ATTACH
        targets = ["terminal", f"discord:{open_.id}", f"discord:{shut.id}", "discord:123456789012345678"]

        token, first, second, third = await check_access(TOKEN, discord.url, targets)

    assert (token.label, token.state) == ("Token", "ok")
    assert (first.state, first.detail) == ("ok", f"{open_.id} takes our messages")
    assert (second.state, second.detail) == ("bad", f"{shut.id}: allow the bot Embed Links, Attach Files")
    assert (third.state, third.detail) == ("bad", "123456789012345678 does not exist; copy its id anew")


async def test_a_wrong_token_is_one_line() -> None:
    async with DiscordServer() as discord:
        (line,) = await check_access("MQ.wrong.token", discord.url, ["discord:123456789012345678"])
    assert line.state == "bad"
    assert "Discord refuses the token" in line.detail


async def test_a_discord_that_cannot_be_reached_is_one_line() -> None:
    (line,) = await check_access("MQ.some.token", "http://127.0.0.1:9/api/v10", [])
    assert (line.label, line.state) == ("Discord", "bad")
    assert "check the network here" in line.detail
