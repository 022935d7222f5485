"""The doctor's visit to Discord: is the token good, and may the bot post where it is told to?"""

from __future__ import annotations

import discord
from discord.http import Route

from bot.discord_app.desk import Line
from bot.discord_app.errors import TOKEN_HELP
from bot.discord_app.permissions import NEEDED


async def check_access(token: str, api_url: str, targets: list[str]) -> list[Line]:
    """One line for the token and one for each channel; nothing is posted."""
    Route.BASE = api_url.rstrip("/")
    client = discord.Client(intents=discord.Intents.none())
    async with client:
        try:
            await client.login(token)
        except discord.LoginFailure:
            return [Line("Token", "bad", TOKEN_HELP)]
        except (OSError, discord.HTTPException) as error:
            return [Line("Discord", "bad", f"cannot be reached ({error}); check the network here")]
        name = client.user.name if client.user else "the bot"
        channels = [await _channel(client, target) for target in targets if target.startswith("discord:")]
        return [Line("Token", "ok", f"logs in as {name}"), *channels]


async def _channel(client: discord.Client, target: str) -> Line:
    number = int(target.removeprefix("discord:"))
    try:
        lacking = await _lacking(client, number)
    except discord.NotFound:
        return Line("Channel", "bad", f"{number} does not exist; copy its id anew")
    except discord.Forbidden:
        return Line("Channel", "bad", f"{number} is not open to the bot; invite it, and allow View Channel")
    except (OSError, discord.HTTPException) as error:
        return Line("Channel", "bad", f"{number} cannot be checked ({error})")
    if lacking:
        return Line("Channel", "bad", f"{number}: allow the bot {', '.join(lacking)}")
    return Line("Channel", "ok", f"{number} takes our messages")


async def _lacking(client: discord.Client, number: int) -> list[str]:
    """The permissions the bot lacks in a channel, worked out without a gateway."""
    data = await client.http.get_channel(number)
    guild = await client.fetch_guild(int(data["guild_id"]), with_counts=False)  # type: ignore[typeddict-item]
    assert client.user is not None
    member = await guild.fetch_member(client.user.id)
    channel = discord.TextChannel(state=client._connection, guild=guild, data=data)  # type: ignore[arg-type]
    allowed = channel.permissions_for(member)
    return [name for key, name in NEEDED.items() if not getattr(allowed, key)]
