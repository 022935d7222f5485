"""/alert: rules that wake a channel, tried on the last 30 days before they are switched on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands

from bot.discord_app import reply
from bot.discord_app.alert_embeds import caught_lines
from bot.discord_app.commands import options
from bot.discord_app.commands.digest import tag_list
from bot.discord_app.commands.manage import (
    PostIn,
    also_missing,
    managed,
    not_yet,
    number,
    place_for,
    unknown_tags,
)
from bot.discord_app.escape import escape, link
from bot.discord_app.limits import DESCRIPTION, TITLE, Payload
from bot.discord_app.looks import QUIET, stamp
from bot.wording import count
from storage.records import Alert, Status

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient
    from bot.discord_app.desk import Caught

TRIED_ON = timedelta(days=30)
SHOWN = 8
Wanted = Literal["anything", "reported", "claimed", "denied", "demanded", "planned", "possible"]


class AlertCommands(app_commands.Group):
    """Alerts of a server."""

    def __init__(self) -> None:
        super().__init__(**managed("alert", "Rules that wake a channel"))

    @app_commands.command(description="Watch for something; shows what the last 30 days would have brought")
    @app_commands.describe(
        rule='Words mean their families; "exact", AND OR NOT, NEAR/5, place: by: figure:killed>=10',
        status="Only what was reported, claimed, denied ...",
        channel="Where; without it, here",
        role="The role to wake",
        tags="Only feeds with these tags",
    )
    @app_commands.autocomplete(tags=options.tags)
    async def add(
        self,
        interaction: discord.Interaction[SitrepClient],
        rule: app_commands.Range[str, 1, 300],
        status: Wanted = "anything",
        channel: PostIn | None = None,
        role: discord.Role | None = None,
        tags: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        await reply.think(interaction)
        place, lacking = place_for(interaction, channel, role)
        desk, owner = interaction.client.desk, reply.owner_of(interaction)
        statuses, chosen = _statuses(status), tag_list(tags)
        caught = await reply.work(desk.test_alert, owner, rule, statuses, desk.clock() - TRIED_ON, chosen)
        wanted = Alert(
            id=0,
            rule=rule,
            target=f"discord:{place}",
            statuses=statuses,
            tags=chosen,
            owner=owner,
            mention=str(role.id) if role else None,
            added_at=desk.clock(),
        )
        stood = [(alert.rule, alert.target) for alert in await reply.work(desk.alerts, owner)]
        await reply.work(desk.add_alert, wanted)
        note = f"Watching in <#{place}>" + (
            ", instead of the same rule as it was." if (rule, wanted.target) in stood else "."
        )
        note += also_missing(lacking) + not_yet(await reply.work(unknown_tags, interaction, chosen))
        await reply.show(interaction, caught_message(rule, caught, note))

    @app_commands.command(description="The alerts of this server")
    async def list(self, interaction: discord.Interaction[SitrepClient]) -> None:
        await reply.think(interaction)
        found = await reply.work(interaction.client.desk.alerts, reply.owner_of(interaction))
        if not found:
            await reply.say(interaction, "No alerts. `/alert add` adds one.")
            return
        await reply.show_answer(interaction, await reply.keep(interaction, "alert list", {}))

    @app_commands.command(description="What a rule would have caught in the last 30 days")
    @app_commands.describe(rule="The rule", status="Only what was reported, claimed, denied ...")
    async def test(
        self,
        interaction: discord.Interaction[SitrepClient],
        rule: app_commands.Range[str, 1, 300],
        status: Wanted = "anything",
    ) -> None:
        await reply.think(interaction)
        desk, owner = interaction.client.desk, reply.owner_of(interaction)
        caught = await reply.work(
            desk.test_alert, owner, rule, _statuses(status), desk.clock() - TRIED_ON, ()
        )
        note = "Not switched on: `/alert add` does that."
        await reply.show(interaction, caught_message(rule, caught, note))

    @app_commands.command(description="Stop an alert for a while, or let it go on")
    @app_commands.describe(alert="Which one", paused="False lets it go on")
    @app_commands.autocomplete(alert=options.alerts)
    async def pause(
        self, interaction: discord.Interaction[SitrepClient], alert: str, paused: bool = True
    ) -> None:
        await reply.think(interaction)
        reason = f"by {interaction.user.name}" if paused else None
        done = await reply.work(
            interaction.client.desk.pause_alert, reply.owner_of(interaction), number(alert, "alert"), reason
        )
        told = "Paused." if paused else "It goes on."
        await reply.say(interaction, told if done else "This server has no such alert.")

    @app_commands.command(description="Remove an alert")
    @app_commands.describe(alert="Which one")
    @app_commands.autocomplete(alert=options.alerts)
    async def remove(self, interaction: discord.Interaction[SitrepClient], alert: str) -> None:
        await reply.think(interaction)
        done = await reply.work(
            interaction.client.desk.remove_alert, reply.owner_of(interaction), number(alert, "alert")
        )
        await reply.say(interaction, "Removed." if done else "This server has no such alert.")


def caught_message(rule: str, caught: Sequence[Caught], note: str) -> Payload:
    """What a rule would have caught, newest first."""
    shown = [(c.hit, f"{link(c.url, c.feed)} {stamp(c.when, 'd')}") for c in caught[:SHOWN]]
    found = caught_lines(shown, DESCRIPTION - 400)
    head = f"In the last {TRIED_ON.days} days: **{count(len(caught), 'hit')}**. {note}"
    text = f"{head}\n{found}".strip()
    return {"embeds": [{"title": escape(rule, TITLE) or "Rule", "description": text, "color": QUIET}]}


def _statuses(status: Wanted) -> tuple[Status, ...]:
    return () if status == "anything" else (status,)
