"""What our buttons do, verb by verb."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.discord_app import look_up, reply
from bot.discord_app.desk import DeskError
from bot.discord_app.escape import escape
from bot.discord_app.feed_lines import added_line
from bot.discord_app.limits import CONTENT, button, lines, rows
from bot.discord_app.permissions import may_manage
from bot.discord_app.story_embeds import story_embed
from bot.wording import count
from storage.records import LedgerRow, Message, Question

if TYPE_CHECKING:
    from bot.discord_app.client import SitrepClient

    Interaction = discord.Interaction[SitrepClient]

MUTED_FOR = timedelta(hours=24)


async def press(interaction: Interaction, verb: str, arguments: Sequence[str]) -> None:
    """Do what a button says."""
    handler = VERBS.get(verb)
    if handler is None:
        raise DeskError("This button is from another version of Sitrep and does nothing any more.")
    await handler(interaction, *arguments)


async def recalled(interaction: Interaction, id: str) -> Question:
    """The question under whose answer a button was pressed."""
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    return await reply.work(look_up.recall, desk, id, owner, interaction.user.id)


async def turn_page(interaction: Interaction, id: str, page: str) -> None:
    """Another page in the place of the one that is seen."""
    await interaction.response.defer()
    desk = interaction.client.desk
    asked = await recalled(interaction, id)
    payload = await reply.work(look_up.answer, desk, asked, int(page))
    await interaction.edit_original_response(**reply.message_parts(payload))


async def share(interaction: Interaction, id: str, page: str) -> None:
    """Show an answer to everybody in the channel."""
    await interaction.response.defer(thinking=True)
    desk = interaction.client.desk
    asked = await recalled(interaction, id)
    payloads = await reply.work(look_up.shared, desk, asked, int(page))
    for payload in payloads[: reply.FOLLOW_UPS]:
        await reply.follow(interaction, payload)


async def repost(interaction: Interaction, page: str) -> None:
    """Show everybody in the channel an answer of one message, as it was given."""
    await interaction.response.defer(thinking=True)
    embeds = interaction.message.embeds if interaction.message is not None else []
    if not embeds:
        raise DeskError("There is nothing here to share.")
    nobody = discord.AllowedMentions.none()
    await interaction.followup.send(embeds=embeds, allowed_mentions=nobody)


async def chart(interaction: Interaction, id: str) -> None:
    """The figures of an answer over time."""
    await reply.think(interaction)
    await show_chart(interaction, await recalled(interaction, id))


async def show_chart(interaction: Interaction, asked: Question) -> None:
    """Figures over time, as a picture with the words that stand for it."""
    desk = interaction.client.desk
    rows = await reply.work(look_up.figures, desk, asked)
    title = look_up.subject(asked)
    if not rows:
        raise DeskError("No figures found, so there is nothing to draw.")
    png = await reply.work(desk.chart, rows, title)
    alt = await reply.work(_alt, rows, title)
    await reply.show(interaction, {"content": escape(title, 200)}, [reply.picture(png, "figures.png", alt)])


def _alt(rows: Sequence[LedgerRow], title: str) -> str:
    from bot.reports.charts import chart_alt  # noqa: PLC0415  # matplotlib is slow to import

    return chart_alt(rows, title)


async def csv(interaction: Interaction, id: str) -> None:
    """The figures as a table for a spreadsheet."""
    await reply.think(interaction)
    desk = interaction.client.desk
    asked = await recalled(interaction, id)
    table = await reply.work(lambda: desk.csv(look_up.figures(desk, asked)))
    file = reply.picture(table.encode("utf-8-sig"), "figures.csv", "The figures as a table")
    await reply.show(interaction, {"content": escape(look_up.subject(asked), 200)}, [file])


async def story(interaction: Interaction, id: str) -> None:
    """A story with its time line, to the one who pressed."""
    await reply.think(interaction)
    desk = interaction.client.desk
    found = await reply.work(desk.story, reply.owner_of(interaction), int(id))
    if found is None:
        raise DeskError("That story is not here any more.")
    await reply.show(interaction, reply.sharable({"embeds": [story_embed(found)]}))


async def mute(interaction: Interaction, id: str) -> None:
    """No more of an alert for a day."""
    await reply.think(interaction)
    await must_manage(interaction)
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    until = desk.clock() + MUTED_FOR
    if not await reply.work(desk.mute_alert, owner, int(id), until):
        raise DeskError("That alert is not this server's, or was removed.")
    await reply.say(
        interaction,
        f"Muted until <t:{int(until.timestamp())}:f>. `/alert pause` with paused: False lets it go on.",
    )


async def why(interaction: Interaction, alert: str, entry: str) -> None:
    """For what reason an alert came."""
    await reply.think(interaction)
    desk = interaction.client.desk
    reasons = await reply.work(desk.why_alert, reply.owner_of(interaction), int(alert), int(entry))
    await reply.say(
        interaction, "\n".join(escape(reason, 300) for reason in reasons[:6]) or "No reason is kept."
    )


async def resend(interaction: Interaction, id: str) -> None:
    """A message that may have been cut off is not there: it goes out (again)."""
    await _settle(interaction, int(id), arrived=False)


async def arrived(interaction: Interaction, id: str) -> None:
    """A message that may have been cut off is there."""
    await _settle(interaction, int(id), arrived=True)


async def _settle(interaction: Interaction, id: int, *, arrived: bool) -> None:
    await reply.think(interaction)
    desk = interaction.client.desk
    message = await reply.work(desk.store.outbox.get, id)
    if message is None or not await _may_settle(interaction, message):
        raise DeskError("This needs Manage Server in that channel's server.")
    if not await reply.work(desk.store.outbox.settle, id, desk.clock(), arrived=arrived):
        raise DeskError("That is settled already.")
    await reply.say(interaction, "Good, it stays as it is." if arrived else "It is on its way.")


async def _may_settle(interaction: Interaction, message: Message) -> bool:
    """Managers of the channel's server; in direct messages, whom we asked: its owner, or the operator."""
    client = interaction.client
    channel = client.get_channel(int(message.target.partition(":")[2]))
    guild = getattr(channel, "guild", None)
    if guild is not None and guild.id == interaction.guild_id:
        managers = await reply.work(client.desk.store.settings.get, f"managers:discord:{guild.id}")
        return may_manage(interaction, managers)
    operator = client.application.owner.id if client.application is not None else None
    return interaction.guild_id is None and interaction.user.id in {
        getattr(guild, "owner_id", None),
        operator,
    }


async def add_feed(interaction: Interaction, id: str, number: str) -> None:
    """One of the feeds that a site has was chosen."""
    await reply.think(interaction)
    await must_manage(interaction)
    asked = await recalled(interaction, id)
    owner, tags = reply.owner_of(interaction), tuple(filter(None, asked.wanted["tags"].split(",")))
    added = await interaction.client.desk.add_feed(owner, asked.wanted[number], tags)
    await reply.say(interaction, added_line(added))


async def merge(interaction: Interaction, into: str, other: str) -> None:
    """Two stories become one, as was said above the button."""
    await reply.think(interaction)
    await must_manage(interaction)
    desk = interaction.client.desk
    await reply.work(desk.merge_stories, reply.owner_of(interaction), int(into), int(other))
    await reply.say(interaction, "They are one story now, and stay one.")


async def pick(interaction: Interaction, story: str, *entries: str) -> None:
    """Items of a story were chosen: say what will happen, and have it confirmed."""
    await reply.think(interaction)
    await must_manage(interaction)
    items = await reply.work(interaction.client.desk.story_items, reply.owner_of(interaction), int(story))
    chosen = [item for item in items if str(item.entry_id) in entries]
    if not chosen or len(chosen) == len(items):
        raise DeskError("Choose some of the items, not all: at least one stays in the story.")
    wanted = {"story": story, "entries": ",".join(str(item.entry_id) for item in chosen)}
    asked = await reply.keep(interaction, "split", wanted)
    named = [f"{escape(item.title, 120)} ({escape(item.feed, 40)})" for item in chosen]
    text = lines(f"{count(len(chosen), 'item')} will be a story of their own:", named, CONTENT)
    await reply.show(
        interaction, {"content": text, "components": rows([button("Split", f"split:{asked.id}")])}
    )


async def split(interaction: Interaction, id: str) -> None:
    """The items chosen before become a story of their own."""
    await reply.think(interaction)
    await must_manage(interaction)
    asked = await recalled(interaction, id)
    entries = [int(entry) for entry in asked.wanted["entries"].split(",")]
    desk, owner = interaction.client.desk, reply.owner_of(interaction)
    new = await reply.work(desk.split_story, owner, int(asked.wanted["story"]), entries)
    shown = rows([button("Story", f"story:{new}")])
    await reply.show(interaction, {"content": "They are a story of their own now.", "components": shown})


async def must_manage(interaction: Interaction) -> None:
    """Raise DeskError unless who presses may manage what this server has stored."""
    owner = reply.owner_of(interaction)
    managers = await reply.work(interaction.client.desk.store.settings.get, f"managers:{owner}")
    if not owner or not may_manage(interaction, managers):
        raise DeskError("This needs Manage Server, or the role your team named with `/team managers`.")


VERBS: dict[str, Callable[..., Awaitable[None]]] = {
    "page": turn_page,
    "share": share,
    "repost": repost,
    "chart": chart,
    "csv": csv,
    "story": story,
    "mute": mute,
    "why": why,
    "resend": resend,
    "arrived": arrived,
    "addfeed": add_feed,
    "merge": merge,
    "pick": pick,
    "split": split,
}
