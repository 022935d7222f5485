"""Little is taken for granted of Discord: fields that are new, gone or of another kind, odd errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.discord_app import reply
from storage.store import Store
from tests.bot.discord_app import samples
from tests.bot.discord_app.conftest import MEMBER, OWNER, FakeDesk, Setting, connected
from tests.bot.discord_app.test_send import DIGEST, POST, Post
from tests.servers.discord_server import DiscordServer, Fault

Change = Callable[[dict[str, Any]], dict[str, Any]]
UNKNOWN = {"brand_new": {"a": [1]}, "flags2": "7"}
OPTIONAL = {"stickers", "stage_instances", "guild_scheduled_events", "soundboard_sounds", "premium_tier",
            "incidents_data", "system_channel_flags", "premium_progress_bar_enabled",
            "threads", "voice_states", "presences", "emojis", "member_count"}  # fmt: skip


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reply, "AGAIN_AFTER", (0.01, 0.01, 0.01))


@pytest.fixture
async def odd(discord: DiscordServer, store: Store) -> AsyncIterator[Callable[[Change, Change], Any]]:
    """A setting whose Discord changes every event and every answer before it leaves."""
    made: list[Any] = []

    async def make(event: Change, answer: Change) -> Setting:
        discord.gateway.change = event
        discord.rest.change = answer
        guild = discord.world.add_guild("Desk", OWNER)
        channel = discord.world.add_channel(guild, "news")
        discord.world.join(guild, MEMBER, "reader")
        fake = FakeDesk(feeds=[replace(samples.FEED, owner=f"discord:{guild.id}")])
        connection = connected(discord, fake.desk(store))
        client = await connection.__aenter__()
        made.append(connection)
        return Setting(discord, fake, store, guild, channel, client)

    yield make
    for connection in made:
        await connection.__aexit__(None, None, None)


def more(data: dict[str, Any]) -> dict[str, Any]:
    return data | UNKNOWN


def less(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in OPTIONAL}


def same(data: dict[str, Any]) -> dict[str, Any]:
    return data


def bare(data: dict[str, Any]) -> dict[str, Any]:
    """A created message told in as few words as can be."""
    return {"id": data["id"]} if "timestamp" in data else data


def nonce_as_a_number(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"nonce": 12345} if "timestamp" in data else data


def ids_as_numbers(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"id": int(data["id"])} if "timestamp" in data else data


def without_owners(data: dict[str, Any]) -> dict[str, Any]:
    gone = {"authorizing_integration_owners", "entitlements", "context", "app_permissions", "locale"}
    return {key: value for key, value in data.items() if key not in gone}


@pytest.mark.parametrize(
    ("event", "answer"),
    [
        (more, more), (less, same), (same, bare), (same, nonce_as_a_number), (same, ids_as_numbers),
        (without_owners, same),
    ],
    ids=["more", "less", "bare", "nonce", "ids", "owners"],
)  # fmt: skip
async def test_it_delivers_and_answers_whatever_the_shape(odd: Any, event: Change, answer: Change) -> None:
    setting: Setting = await odd(event, answer)
    post = Post(setting)
    post.put("1 March", DIGEST)
    assert await post.round() == 1
    assert len(setting.channel.messages) == 1
    answered = await setting.discord.slash("digest schedule", setting.channel, OWNER, at="07:00", zone="UTC")
    assert "Next:" in answered.seen["content"]
    found = await setting.discord.slash("figures", setting.channel, MEMBER, about="people")
    assert found.seen["embeds"]


async def test_no_rate_limit_headers_are_needed(setting: Setting) -> None:
    setting.discord.rest.rate_limit_headers = False
    post = Post(setting)
    post.put("a", DIGEST)
    assert await post.round() == 1


async def test_json_may_name_its_charset(discord: DiscordServer, store: Store) -> None:
    discord.rest.content_type = "application/json; charset=utf-8"
    guild = discord.world.add_guild("Desk", OWNER)
    channel = discord.world.add_channel(guild, "news")
    async with connected(discord, FakeDesk().desk(store)):
        found = await discord.slash("figures", channel, OWNER, about="people")
        assert found.seen["embeds"]


@pytest.mark.parametrize("compressed", [True, False])
async def test_the_gateway_may_compress_or_not(
    discord: DiscordServer, store: Store, compressed: bool
) -> None:
    discord.gateway.compress = compressed
    discord.world.add_guild("Desk", OWNER)
    async with connected(discord, FakeDesk().desk(store)) as client:
        assert len(client.guilds) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(status=429, via=False), Fault(status=429, retry_after=0.1, is_global=True), Fault(status=503)],
    ids=["banned-by-a-proxy", "global", "html"],
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/callback"), ("PATCH", "/messages/@original")])
async def test_an_answer_is_given_although_discord_stumbles(
    setting: Setting, method: str, path: str, fault: Fault
) -> None:
    setting.discord.faults.add(method, path, fault)
    found = await setting.discord.slash("figures", setting.channel, MEMBER, about="people")
    assert found.seen["embeds"]


async def test_a_page_of_html_for_an_error_is_only_a_delay(setting: Setting) -> None:
    post = Post(setting)
    setting.discord.faults.add("POST", POST, Fault(status=503), Fault(status=520))
    post.put("a", DIGEST)
    for _ in range(3):
        await post.round(5)
    assert len(setting.channel.messages) == 1
