"""/digest: now, and at the times a channel wants it."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.commands import options
from bot.discord_app.commands.manage import (
    PostIn,
    also_missing,
    managed,
    not_yet,
    number,
    place_for,
    unknown_tags,
)
from bot.discord_app.desk import DeskError
from bot.discord_app.escape import escape
from bot.discord_app.looks import stamp
from bot.discord_app.standing import DAYS
from storage.records import Schedule

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

    Interaction = discord.Interaction[SitrepClient]

Days = Literal["every day", "Monday to Friday", "weekends", "Mondays"]
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})?)?\s*(?:([ap])\.?m\.?)?")
NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
MOST_STORIES = 15
MOST_SCHEDULES = 25


class DigestCommands(app_commands.Group):
    """The digest of a server's feeds."""

    def __init__(self) -> None:
        super().__init__(**managed("digest", "What happened, most important first"))

    @app_commands.command(description="A digest of the last hours, for you alone; Share shows it to all")
    @app_commands.describe(
        period="How far back: 6h, 24h, 7d, or a date",
        tags="Only feeds with these tags",
        length="How many stories",
        ephemeral=options.FOR_ALL,
    )
    @app_commands.autocomplete(period=options.periods, tags=options.tags)
    async def now(
        self,
        interaction: discord.Interaction[SitrepClient],
        period: app_commands.Range[str, 1, 40] | None = None,
        tags: app_commands.Range[str, 1, 100] | None = None,
        length: app_commands.Range[int, 1, MOST_STORIES] = 8,
        ephemeral: bool = True,
    ) -> None:
        await reply.think(interaction, public=not ephemeral)
        wanted = tag_list(tags)
        unknown = await reply.work(unknown_tags, interaction, wanted)
        if wanted and len(unknown) == len(wanted):
            raise DeskError(f"No feed here has the tag {escape(', '.join(unknown), 200)}.")
        asked = await reply.ask(interaction, "digest", since=period, tags=",".join(wanted), stories=length)
        await reply.show_answer(interaction, asked, public=not ephemeral)

    @app_commands.command(description="Post a digest in a channel at a time of day")
    @app_commands.describe(
        at="Time of day there, such as 07:00",
        zone="Time zone, such as Europe/Kyiv",
        days="On which days",
        channel="Where; without it, here",
        tags="Only feeds with these tags, with commas between them",
        length="How many stories at most",
    )
    @app_commands.autocomplete(zone=options.zones, tags=options.tags)
    async def schedule(
        self,
        interaction: discord.Interaction[SitrepClient],
        at: app_commands.Range[str, 1, 5],
        zone: app_commands.Range[str, 1, 60],
        days: Days = "every day",
        channel: PostIn | None = None,
        tags: app_commands.Range[str, 1, 100] | None = None,
        length: app_commands.Range[int, 1, MOST_STORIES] = 8,
    ) -> None:
        await reply.think(interaction)
        owner = reply.owner_of(interaction)
        place, lacking = place_for(interaction, channel)
        chosen = tag_list(tags)
        wanted = Schedule(
            id=0,
            target=f"discord:{place}",
            at=clock_time(at),
            zone=known_zone(zone),
            days=DAYS[days],
            tags=chosen,
            stories=length,
            owner=owner,
            name=" ".join(chosen),
        )
        added = await reply.work(_add, interaction.client, wanted)
        assert added.next_at is not None
        text = f"Digest in <#{place}> at **{added.at:%H:%M}** {escape(added.zone)}, {days}"
        text += f", tags {escape(', '.join(chosen))}" if chosen else ""
        text += f". Next: {stamp(added.next_at, 'F')}.{also_missing(lacking)}"
        text += not_yet(await reply.work(unknown_tags, interaction, chosen))
        await reply.say(interaction, text)

    @app_commands.command(description="The digests this server has scheduled")
    async def list(self, interaction: discord.Interaction[SitrepClient]) -> None:
        await reply.think(interaction)
        store, owner = interaction.client.desk.store, reply.owner_of(interaction)
        if not await reply.work(store.subscriptions.of_owner, owner):
            await reply.say(interaction, "No digests are scheduled. `/digest schedule` adds one.")
            return
        await reply.show_answer(interaction, await reply.keep(interaction, "digest list", {}))

    @app_commands.command(description="No longer post a digest")
    @app_commands.describe(digest="Which one")
    @app_commands.autocomplete(digest=options.schedules)
    async def cancel(self, interaction: discord.Interaction[SitrepClient], digest: str) -> None:
        await reply.think(interaction)
        owner = reply.owner_of(interaction)
        subscriptions = interaction.client.desk.store.subscriptions
        gone = await reply.work(subscriptions.remove, owner, number(digest, "digest"))
        await reply.say(interaction, "Cancelled." if gone else "This server has no such digest.")


def _add(client: SitrepClient, wanted: Schedule) -> Schedule:
    subscriptions = client.desk.store.subscriptions
    if len(subscriptions.of_owner(wanted.owner)) >= MOST_SCHEDULES:
        raise DeskError(f"A server can have {MOST_SCHEDULES} digests; cancel one first.")
    return subscriptions.add(wanted, client.desk.clock())


def clock_time(text: str) -> time:
    """A time of day as people type it: 7, 7:00, 07.30, 7 pm, 19h30, noon. Raises DeskError."""
    typed = text.strip().casefold()
    if typed in NAMED_TIMES:
        return NAMED_TIMES[typed]
    found = CLOCK.fullmatch(typed)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if found and found[3]:
        hour = hour % 12 + 12 * (found[3] == "p") if 1 <= hour <= 12 else 24
    if hour < 24 and minute < 60:
        return time(hour, minute)
    raise DeskError(f"Time: expected something like 07:00 or 7 pm, got {escape(text, 40)}.")


def known_zone(name: str) -> str:
    """A zone's name as the tz database has it; that of its city will do. Raises DeskError."""
    typed = name.strip().replace(" ", "_")
    try:
        return ZoneInfo(typed).key
    except (ValueError, OSError, LookupError) as error:
        meant = [zone for zone in options.named_zones() if typed.casefold() in _names(zone)]
        if len(meant) == 1:
            return meant[0]
        raise DeskError(f"Time zone: choose one from the list; {escape(name, 60)} is none.") from error


def _names(zone: str) -> tuple[str, str]:
    """What people call a zone: its whole name and that of its city."""
    return zone.casefold(), zone.rpartition("/")[2].casefold()


def tag_list(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip() for tag in (text or "").split(",") if tag.strip()))
