"""How often sessions are begun, and what an event may lack, or hold, without an end of the connection."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.discord_app import client as client_module
from bot.discord_app.connection import LONGEST_PAUSE, Sessions, pause_before_start
from bot.discord_app.lenient import filled
from storage.store import Store
from tests.bot.discord_app.conftest import MEMBER, OWNER, FakeDesk, Setting, connected
from tests.servers.discord_server import DiscordServer


def test_sessions_begun_again_and_again_wait_longer_and_longer() -> None:
    sessions = Sessions()
    pauses = [sessions.pause(float(second), first=second == 0) for second in range(30)]
    assert pauses[:20] == [0.0] + [5.0] * 19
    assert pauses[20:24] == [10.0, 20.0, 40.0, 80.0]
    assert max(pauses) == LONGEST_PAUSE
    assert sessions.pause(2 * 3600.0, first=False) == 5.0, "an hour later all is as it was"


def test_a_day_of_such_pauses_stays_far_below_what_discord_allows() -> None:
    sessions, now, begun = Sessions(), 0.0, 0
    while now < 86_400:
        now += sessions.pause(now, first=False)
        begun += 1
    assert begun < 900, "of 1,000"


@pytest.mark.parametrize(
    ("limit", "pause"),
    [
        ({}, 0.0),
        ({"total": 1000, "remaining": 900, "reset_after": 80_000_000}, 0.0),
        ({"total": 1000, "remaining": 99, "reset_after": 3_600_000}, 36.0),
        ({"total": 1000, "remaining": 0, "reset_after": 60_000}, 60.0),
        ({"total": 1, "remaining": 1, "reset_after": 86_400_000}, 0.0),
    ],
)
def test_the_last_sessions_of_a_day_are_spread_over_the_rest_of_it(
    limit: dict[str, Any], pause: float
) -> None:
    assert pause_before_start(limit) == pause


def test_what_an_event_lacks_is_filled_in_and_what_it_has_stays() -> None:
    event = {
        "member": {"user": {"id": "5", "username": "ann"}, "roles": ["7"], "nick": None},
        "channel": {"id": "3", "type": 0},
        "data": {"resolved": {"channels": {"9": {"id": "9", "name": "news"}}, "users": {}}},
        "version": 2,
    }
    news = {"id": "9", "name": "news", "position": 0, "permissions": "0"}
    assert filled("INTERACTION_CREATE", event) == {
        "version": 2,
        "attachment_size_limit": 10 * 1024 * 1024,
        "member": {
            "user": {"id": "5", "username": "ann", "discriminator": "0", "avatar": None},
            "roles": ["7"],
            "nick": None,
            "flags": 0,
        },
        "channel": {"id": "3", "type": 0, "position": 0, "name": "", "permissions": "0"},
        "data": {"resolved": {"channels": {"9": news}, "users": {}}},
    }


async def test_an_event_that_cannot_be_read_is_left_out(
    setting: Setting, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        await setting.discord.gateway.dispatch("GUILD_UPDATE", {"id": "no number"})
        await setting.discord.gateway.dispatch("CHANNEL_UPDATE", {"type": "odd"})
        found = await setting.discord.slash("figures", setting.channel, MEMBER, about="people")
    assert found.seen["embeds"]
    assert [r.message.partition(" could")[0] for r in caplog.records if r.levelname == "WARNING"] == [
        "an event GUILD_UPDATE",
        "an event CHANNEL_UPDATE",
    ]


async def test_a_connection_that_breaks_beyond_mending_is_begun_anew(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "FIRST_RETRY", 0.01)
    discord = setting.discord
    before = discord.gateway.log.count("identify")
    for session in discord.gateway.sessions.values():
        assert session.socket is not None
        await session.socket.send({"op": 0, "t": "RESUMED", "s": 99, "d": None})
    await discord.until(lambda: discord.gateway.log.count("identify") > before)
    found = await discord.slash("figures", setting.channel, MEMBER, about="people")
    assert found.seen["embeds"]
    await discord.press(found.seen, "Share", setting.channel, MEMBER)
    assert setting.channel.messages, "buttons answer as before"


async def test_who_waits_for_an_answer_has_it_before_the_bot_goes(
    discord: DiscordServer, store: Store
) -> None:
    guild = discord.world.add_guild("Desk", OWNER)
    channel = discord.world.add_channel(guild, "news")
    fake = FakeDesk(slow=0.4)
    async with connected(discord, fake.desk(store)):
        asked = asyncio.create_task(discord.slash("brief", channel, OWNER, article="https://a.example/1"))
        await discord.until(lambda: fake.asked)
    answer = await asyncio.wait_for(asked, 30)
    assert answer.seen["embeds"][0]["title"] == "Seven dead in Izmail"


async def test_an_answer_quicker_than_the_thread_that_asked_is_not_told_as_late(
    setting: Setting, caplog: pytest.LogCaptureFixture
) -> None:
    shard = setting.client.get_shard(0)
    assert shard is not None
    heartbeats = shard._parent.ws._keep_alive
    heartbeats._last_send -= 60  # the heartbeat before was a minute ago
    heartbeats.get_payload()
    heartbeats.ack()
    assert heartbeats.latency < 10
    assert "Can't keep up" not in caplog.text
