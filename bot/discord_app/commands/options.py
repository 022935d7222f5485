"""What is offered while somebody types: from the team's own data, in one glance of the store.

A suggestion is never a condition: whatever is typed is taken. A failing suggestion offers nothing rather
than an error, as nobody can answer an error there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.desk import ITEM
from bot.discord_app.escape import clean

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

    Interaction = discord.Interaction[SitrepClient]

log = logging.getLogger(__name__)

CHOICES = 25
NAME = 100
OFFERED_WITHIN = 1.0  # seconds; Discord gives up after three
PERIODS = ("1h", "6h", "24h", "3d", "7d", "4w")
# Zones that people type the name of a city for are found by it; these come first when nothing is typed.
USUAL_ZONES = (
    "UTC", "Europe/London", "Europe/Berlin", "Europe/Kyiv", "Africa/Nairobi", "Asia/Jerusalem",
    "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney", "America/New_York", "America/Los_Angeles",
)  # fmt: skip

FOR_ALL = "False: everybody in the channel sees the answer"

Choices = list[app_commands.Choice[str]]


async def asked_before(interaction: Interaction, typed: str) -> Choices:
    """What the team, or a person outside of a server, asked about the same noun before."""
    noun = interaction.command.name if interaction.command else ""
    desk, owner, asker = interaction.client.desk, reply.owner_of(interaction), str(interaction.user.id)

    def find() -> list[str]:
        return [q.wanted.get("words", "") for q in desk.store.questions.recent(owner, noun, asker)]

    return matching(typed, await _offered(find))


async def speakers(interaction: Interaction, typed: str) -> Choices:
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    return matching(typed, await _offered(lambda: desk.speakers(owner, typed)))


async def place_names(interaction: Interaction, typed: str) -> Choices:
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    return matching(typed, await _offered(lambda: desk.place_names(owner, typed)))


async def tags(interaction: Interaction, typed: str) -> Choices:
    """Tags of the feeds; several are typed with commas between them."""
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    before, _, last = typed.rpartition(",")
    known = await _offered(lambda: sorted({tag for feed in desk.feeds(owner) for tag in feed.tags}))
    lead = f"{before}, " if before else ""
    return [choice(f"{lead}{offer.value}", f"{lead}{offer.value}") for offer in matching(last.strip(), known)]


async def periods(interaction: Interaction, typed: str) -> Choices:
    return matching(typed, PERIODS)


async def zones(interaction: Interaction, typed: str) -> Choices:
    return matching(typed.replace(" ", "_"), (*USUAL_ZONES, *named_zones()) if typed else USUAL_ZONES)


async def feeds(interaction: Interaction, typed: str) -> Choices:
    """The server's own feeds, by title."""
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    own = await _offered_pairs(
        lambda: [(feed.name, str(feed.id)) for feed in desk.feeds(owner) if feed.owner == owner]
    )
    return _pairs(typed, own)


async def all_feeds(interaction: Interaction, typed: str) -> Choices:
    """What is read for the server, by title: its own feeds and those of feeds.yaml."""
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    return _pairs(typed, await _offered_pairs(lambda: [(f.name, str(f.id)) for f in desk.feeds(owner)]))


async def alerts(interaction: Interaction, typed: str) -> Choices:
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    return _pairs(typed, await _offered_pairs(lambda: [(a.rule, str(a.id)) for a in desk.alerts(owner)]))


async def schedules(interaction: Interaction, typed: str) -> Choices:
    desk, owner = interaction.client.desk, reply.owner_of(interaction)

    def find() -> list[tuple[str, str]]:
        channel = interaction.client.get_channel
        found = desk.store.subscriptions.of_owner(owner)
        named = [(s, channel(int(s.target.partition(":")[2]))) for s in found]
        return [(f"{s.at:%H:%M} {s.zone} #{getattr(c, 'name', '?')} {s.name}", str(s.id)) for s, c in named]

    return _pairs(typed, await _offered_pairs(find))


async def stories(interaction: Interaction, typed: str) -> Choices:
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    found = await _offered_pairs(lambda: [(s.headline, str(s.id)) for s in desk.stories(owner, typed)])
    return [choice(name, value) for name, value in found[:CHOICES]]


async def items(interaction: Interaction, typed: str) -> Choices:
    """Items that feeds brought, by words of their titles; a link that is typed needs no offer."""
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    if "://" in typed:
        return []
    found = await _offered_pairs(
        lambda: [(f"{one.title} ({one.feed})", f"{ITEM}{one.entry_id}") for one in desk.items(owner, typed)]
    )
    return [choice(name, value) for name, value in found[:CHOICES]]


def choice(name: str, value: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=clean(name)[:NAME].strip() or "?", value=value[:NAME])


def matching(typed: str, offers: Iterable[str]) -> Choices:
    """Offers that contain what was typed, each once, those that begin with it first."""
    return _pairs(typed, [(offer, offer) for offer in offers])


def _pairs(typed: str, offers: Sequence[tuple[str, str]]) -> Choices:
    wanted = typed.casefold().strip()
    fitting = {value: name for name, value in offers if value and wanted in name.casefold()}
    ordered = sorted(fitting.items(), key=lambda item: not item[1].casefold().startswith(wanted))
    return [choice(name, value) for value, name in ordered[:CHOICES]]


async def _offered(find: Callable[[], Sequence[str]]) -> Sequence[str]:
    return [name for name, _ in await _offered_pairs(lambda: [(name, name) for name in find()])]


async def _offered_pairs(find: Callable[[], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    try:
        async with asyncio.timeout(OFFERED_WITHIN):
            return await asyncio.to_thread(find)
    except Exception:
        log.warning("nothing could be offered", exc_info=True)
        return []


@cache
def named_zones() -> tuple[str, ...]:
    """The zones that bear the name of a place."""
    named = (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return tuple(sorted(named))
