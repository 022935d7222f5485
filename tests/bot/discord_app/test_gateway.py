"""Staying connected: log-in, drops, invalid sessions, and commands registered only when they changed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import discord as dpy
import pytest
from discord.http import Route

from bot.discord_app import client as client_module
from bot.discord_app import sync as sync_module
from bot.discord_app.check import check_access
from bot.discord_app.client import DISCORD, MANAGING, SitrepClient
from bot.discord_app.errors import TokenRefusedError
from bot.discord_app.languages import LANGUAGES, descriptions
from storage.store import Store
from tests.bot.discord_app.conftest import MEMBER, OWNER, FakeDesk, Setting, connected
from tests.servers.discord_ import openapi, rules
from tests.servers.discord_.world import EMBED, SEND
from tests.servers.discord_server import TOKEN, DiscordServer, Fault


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "FIRST_RETRY", 0.05)
    monkeypatch.setattr(sync_module, "FIRST_RETRY", 0.05)


async def test_it_asks_for_no_privileged_intent(setting: Setting) -> None:
    assert setting.discord.gateway.intents == [dpy.Intents(guilds=True).value]


async def test_commands_are_registered_once_and_again_only_when_something_changed(
    setting: Setting, store: Store
) -> None:
    discord = setting.discord
    assert len(discord.requests("PUT", "/commands")) == 1
    async with setting.restarted():
        assert len(discord.requests("PUT", "/commands")) == 1
    discord.rest.commands = discord.rest.commands[:3]  # somebody else overwrote them
    async with setting.restarted():
        assert len(discord.requests("PUT", "/commands")) == 2
    store.settings.put(f"commands:1:{discord.url}", "an older version")
    async with setting.restarted():
        assert len(discord.requests("PUT", "/commands")) == 3


async def test_the_commands_are_what_discord_accepts(setting: Setting) -> None:
    (request,) = setting.discord.requests("PUT", "/commands")
    assert rules.command_problems(request.body) == []
    names = {command["name"] for command in request.body}
    assert names == {
        "digest", "figures", "claims", "places", "search", "story", "brief", "Brief this",
        "alert", "feed", "stories", "team", "status", "forget", "help",
    }  # fmt: skip


async def test_look_ups_are_for_everybody_and_managing_for_managers(setting: Setting) -> None:
    by_name: dict[str, Any] = {c["name"]: c for c in setting.discord.requests("PUT", "/commands")[0].body}
    managing = {name.partition(" ")[0] for name in MANAGING}
    for name, command in by_name.items():
        if name in managing:
            assert int(command["default_member_permissions"]) == dpy.Permissions(manage_guild=True).value
            assert (command["contexts"], command["integration_types"]) == ([0], [0])
        else:
            assert command["default_member_permissions"] is None
            assert (command["contexts"], command["integration_types"]) == ([0, 1, 2], [0, 1])


async def test_every_option_is_described(setting: Setting) -> None:
    def walk(command: dict[str, Any]) -> None:
        for option in command.get("options", []):
            assert option["description"] not in {"", "…"}, (command["name"], option["name"])
            walk(option)

    for command in setting.discord.requests("PUT", "/commands")[0].body:
        walk(command)


async def test_every_description_has_a_form_in_every_language(setting: Setting) -> None:
    (request,) = setting.discord.requests("PUT", "/commands")

    def described(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if part.get("description"):
            yield part
        for option in part.get("options") or []:
            yield from described(option)

    parts = [part for command in request.body for part in described(command)]
    for language in LANGUAGES:
        there = [(p["description"], p["description_localizations"].get(language)) for p in parts]
        assert [english for english, local in there if local is None] == [], language
        assert [local for _, local in there if local and not 0 < len(local) <= 100] == [], language
        assert set(descriptions(language)) == {english for english, _ in there}, "lines that are not needed"
    assert {key for part in parts for key in part["description_localizations"]} == set(LANGUAGES)


@pytest.mark.skipif(not openapi.present(), reason="Discord's API description is not at hand (../shared)")
async def test_the_commands_fit_discords_own_description(setting: Setting) -> None:
    (request,) = setting.discord.requests("PUT", "/commands")
    assert openapi.problems("PUT", request.path, request.body) == []


@pytest.mark.parametrize("how", ["drop", "reconnect", "invalid but resumable"])
async def test_a_broken_session_is_resumed(setting: Setting, how: str) -> None:
    gateway = setting.discord.gateway
    if how == "drop":
        await gateway.drop()
    elif how == "reconnect":
        await gateway.ask_to_reconnect()
    else:
        await gateway.invalidate(resumable=True)
    await setting.discord.until(lambda: "resume" in gateway.log and gateway.connected)
    answer = await setting.discord.slash("status", setting.channel, MEMBER)
    assert answer.ephemeral
    assert gateway.log.count("identify") == 1


async def test_an_invalid_session_starts_anew_at_the_address_discord_gave(setting: Setting) -> None:
    gateway = setting.discord.gateway
    await gateway.invalidate(resumable=False)
    await setting.discord.until(lambda: gateway.log.count("identify") == 2 and gateway.connected)
    answer = await setting.discord.slash("status", setting.channel, MEMBER)
    assert answer.ephemeral


async def test_a_command_given_while_the_wire_was_cut_is_answered_after_it_is_mended(
    setting: Setting,
) -> None:
    await setting.discord.gateway.drop()
    answer = await setting.discord.slash("status", setting.channel, MEMBER)
    assert answer.ephemeral


async def test_behind_a_proxy_a_session_is_resumed_at_the_proxy(setting: Setting) -> None:
    shard = setting.client.get_shard(0)
    assert shard is not None
    assert str(shard._parent.ws.gateway) == setting.discord.gateway.url


async def test_heartbeats_come_in_time_while_the_desk_is_busy(discord: DiscordServer, store: Store) -> None:
    discord.gateway.heartbeat_interval = 0.2
    guild = discord.world.add_guild("Desk", OWNER)
    channel = discord.world.add_channel(guild, "news")

    begun, enough = threading.Event(), threading.Event()

    def busy(*_: Any) -> Any:
        begun.set()
        assert enough.wait(30), "no heartbeat came while the desk was busy"
        return []

    desk = replace(FakeDesk().desk(store), figures=busy)
    async with connected(discord, desk):
        asked = asyncio.create_task(discord.slash("figures", channel, OWNER, about="x"))
        await discord.until(begun.is_set)
        before = len(discord.gateway.heartbeats)
        await discord.until(lambda: len(discord.gateway.heartbeats) >= before + 3)
        enough.set()
        assert (await asked).acknowledged_after is not None


async def test_a_wrong_token_is_one_clear_error(discord: DiscordServer, store: Store) -> None:
    client = SitrepClient(FakeDesk().desk(store), discord.url)
    async with client:
        with pytest.raises(TokenRefusedError, match="Discord refuses the token; copy it anew"):
            await client.run_until_closed("wrong")


async def test_a_token_withdrawn_at_the_gateway_is_the_same_error(
    discord: DiscordServer, store: Store
) -> None:
    discord.gateway.refuse_with = 4004
    client = SitrepClient(FakeDesk().desk(store), discord.url)
    async with client:
        with pytest.raises(TokenRefusedError):
            await client.run_until_closed(TOKEN)


async def test_a_log_in_is_tried_again_until_discord_is_back(discord: DiscordServer, store: Store) -> None:
    discord.world.add_guild("Desk", OWNER)
    discord.faults.add("GET", r"/users/@me$", Fault(status=503), Fault(drop="before"))
    async with connected(discord, FakeDesk().desk(store)) as client:
        assert client.is_ready()


async def test_commands_that_cannot_be_registered_do_not_keep_the_bot_away(
    discord: DiscordServer, store: Store
) -> None:
    discord.world.add_guild("Desk", OWNER)
    discord.faults.add("PUT", "/commands", Fault(status=400, code=50035), Fault(status=429, via=False))
    async with connected(discord, FakeDesk().desk(store)) as client:
        assert client.is_ready()
        await discord.until(lambda: discord.rest.commands)


async def test_an_answer_that_comes_too_late_is_dropped_quietly(
    setting: Setting, caplog: pytest.LogCaptureFixture
) -> None:
    setting.discord.faults.add("POST", "/callback", Fault(status=404, code=10062))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await setting.discord.slash("status", setting.channel, MEMBER)
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == []


async def test_an_answer_after_a_quarter_of_an_hour_comes_as_a_direct_message(setting: Setting) -> None:
    setting.discord.faults.add("PATCH", "/messages/@original", Fault(status=401, code=50027))
    asked = asyncio.create_task(
        setting.discord.slash("brief", setting.channel, MEMBER, article="https://slow.example")
    )
    await setting.discord.until(lambda: setting.discord.world.dm(MEMBER).messages)
    asked.cancel()
    (message,) = setting.discord.world.dm(MEMBER).messages
    assert message["embeds"][0]["title"] == "Seven dead in Izmail"
    assert setting.channel.messages == []


async def test_the_doctor_says_what_is_missing_where(discord: DiscordServer) -> None:
    guild = discord.world.add_guild("Desk", OWNER)
    good = discord.world.add_channel(guild, "news")
    closed = discord.world.add_channel(guild, "closed", denied=SEND | EMBED)
    targets = [f"discord:{good.id}", f"discord:{closed.id}", "discord:5", "discord:x", "terminal"]
    lines = await check_access(TOKEN, discord.url, targets)
    assert [(line.state, line.detail) for line in lines] == [
        ("ok", "the token is that of Sitrep"),
        ("ok", "#news in Desk: all that is needed"),
        ("bad", "#closed in Desk: missing Send Messages, Embed Links"),
        (
            "bad",
            "does not exist; correct its number in feeds.yaml,"
            " or cancel what the server's own commands send there",
        ),
        ("bad", "is no channel's number; copy it with Copy Channel ID"),
    ]
    (refused,) = await check_access("wrong", discord.url)
    assert refused.state == "bad"


def test_without_a_setting_it_talks_to_discord_itself(store: Store) -> None:
    SitrepClient(FakeDesk().desk(store))
    assert Route.BASE == DISCORD == "https://discord.com/api/v10"
