"""Who may run which command, in a server, in another one and in direct messages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.discord_app.conftest import MEMBER, OWNER, Setting, text_of
from tests.servers.discord_.world import BOT
from tests.servers.discord_server import NotOfferedError


async def test_members_see_no_managing_commands(setting: Setting) -> None:
    with pytest.raises(NotOfferedError, match="not offered to 51"):
        await setting.discord.slash("alert add", setting.channel, MEMBER, rule="withdrawal")


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("digest schedule", {"at": "07:00", "zone": "UTC"}),
        ("digest cancel", {"digest": "1"}),
        ("alert add", {"rule": "withdrawal"}),
        ("alert pause", {"alert": "1"}),
        ("alert remove", {"alert": "1"}),
        ("feed add", {"address": "https://rail-gazette.example"}),
        ("feed pause", {"feed": "1"}),
        ("feed remove", {"feed": "1"}),
        ("forget", {"confirm": "Desk"}),
        ("team managers", {}),
        ("team warnings", {}),
    ],
)
async def test_managing_is_checked_at_run_time_whatever_the_window_offers(
    setting: Setting, command: str, options: dict[str, Any]
) -> None:
    refused = await setting.discord.slash(command, setting.channel, MEMBER, override=True, **options)
    assert text_of(refused).startswith("This needs Manage Server")
    assert setting.store.subscriptions.all() == ()
    assert setting.fake.alerts == []
    assert len(setting.fake.feeds) == 1


async def test_a_role_the_team_named_may_manage(setting: Setting) -> None:
    role = setting.discord.world.add_role(setting.guild, "editors")
    setting.guild.members[MEMBER].roles.append(role.id)
    named = await setting.discord.slash("team managers", setting.channel, OWNER, role=role)
    assert f"<@&{role.id}> may manage now" in text_of(named)
    added = await setting.discord.slash(
        "alert add", setting.channel, MEMBER, override=True, rule="withdrawal"
    )
    assert "Watching in" in text_of(added)
    await setting.discord.slash("team managers", setting.channel, OWNER)
    refused = await setting.discord.slash(
        "alert add", setting.channel, MEMBER, override=True, rule="withdrawal"
    )
    assert text_of(refused).startswith("This needs Manage Server")


async def test_one_server_never_reaches_anothers_things(setting: Setting) -> None:
    discord = setting.discord
    other = discord.world.add_guild("Rivals", owner=70)
    elsewhere = discord.world.add_channel(other, "spying")
    await discord.gateway.dispatch("GUILD_CREATE", other.json())
    await discord.until(lambda: setting.client.get_guild(other.id))
    made = await discord.slash("digest schedule", setting.channel, OWNER, at="07:00", zone="UTC")
    assert "Next:" in text_of(made)
    stolen = await discord.slash("digest cancel", elsewhere, 70, digest="1")
    assert text_of(stolen) == "This server has no such digest."
    assert await discord.autocomplete("digest cancel", elsewhere, 70, "digest", "") == []
    assert text_of(await discord.slash("feed list", elsewhere, 70)) == "No feeds. `/feed add` adds one."
    removed = await discord.slash("feed remove", elsewhere, 70, feed="1")
    assert text_of(removed) == "This server has no such feed."
    answer = await discord.slash("figures", setting.channel, OWNER, about="displaced")
    pressed = await discord.press(answer.seen, "Next", elsewhere, 70, wait=False)
    await discord.until(lambda: pressed.follow_ups)
    assert pressed.follow_ups[0]["content"] == "I no longer know what was asked here. Please ask again."


async def test_look_ups_work_in_direct_messages_with_what_all_may_see(setting: Setting) -> None:
    dm = setting.discord.world.dm(MEMBER)
    await setting.discord.slash("figures", dm, MEMBER, about="displaced")
    assert setting.fake.asked[-1].owner == ""
    with pytest.raises(NotOfferedError, match="not offered here"):
        await setting.discord.slash("feed list", dm, MEMBER)


async def test_a_user_installed_app_answers_where_the_bot_is_no_member(setting: Setting) -> None:
    foreign = setting.discord.world.add_guild("Elsewhere", owner=80)
    del foreign.members[BOT]
    channel = setting.discord.world.add_channel(foreign, "general")
    answer = await setting.discord.slash("figures", channel, 80, about="displaced")
    assert answer.user_installed
    assert setting.fake.asked[-1].owner == ""
