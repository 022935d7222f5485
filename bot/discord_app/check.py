"""Whether the token and the channels would do, found out without a gateway: for `sitrep doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import aiohttp
import discord
from discord.http import Route

from bot.discord_app.client import DISCORD
from bot.discord_app.desk import Line
from bot.discord_app.errors import TOKEN_HELP, in_words
from bot.discord_app.permissions import INDISPENSABLE, missing

CORRECT = "correct its number in feeds.yaml, or cancel what the server's own commands send there"


async def check_access(token: str, api_url: str = DISCORD, targets: Sequence[str] = ()) -> list[Line]:
    """A line for the token and one for each Discord channel; each fault says how to mend it."""
    Route.BASE = api_url.rstrip("/")
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no voice here, so no advice on it
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        try:
            await client.login(token)
        except discord.LoginFailure:
            return [Line("Discord", "bad", TOKEN_HELP)]
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            advice = "check the network, and DISCORD_API_URL where it is set"
            return [Line("Discord", "bad", f"cannot be reached ({in_words(error)}); {advice}")]
        lines = [Line("Discord", "ok", f"the token is that of {client.user}")]
        return lines + [await _channel(client, target) for target in targets if target.startswith("discord:")]


async def _channel(client: discord.Client, target: str) -> Line:
    id = target.partition(":")[2]
    label = f"Channel {id}"
    if not id.isdigit():
        return Line(label, "bad", "is no channel's number; copy it with Copy Channel ID")
    try:
        channel = await client.fetch_channel(int(id))
        if not isinstance(channel, discord.abc.GuildChannel):
            return Line(label, "ok", "can be read")
        guild = await client.fetch_guild(channel.guild.id)
        assert client.user is not None
        me = await guild.fetch_member(client.user.id)
        lacking = missing(await guild.fetch_channel(channel.id), me=me)
    except discord.NotFound:
        return Line(label, "bad", f"does not exist; {CORRECT}")
    except discord.Forbidden:
        return Line(label, "bad", "cannot be seen; invite the bot and give it View Channel there")
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        return Line(label, "warn", f"Discord does not say how it is ({in_words(error)}); try again later")
    if lacking:
        state: Literal["bad", "warn"] = "bad" if INDISPENSABLE & set(lacking) else "warn"
        return Line(label, state, f"#{channel.name} in {guild.name}: missing {', '.join(lacking)}")
    return Line(label, "ok", f"#{channel.name} in {guild.name}: all that is needed")
