"""The stand-in refuses what Discord refuses; else what passes against it would prove nothing."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.servers.discord_ import openapi, rules
from tests.servers.discord_.world import EMBED, HISTORY, SEND, VIEW, pings
from tests.servers.discord_server import TOKEN, DiscordServer, Fault

HEADERS = {"Authorization": f"Bot {TOKEN}"}
GOOD = {"title": "t", "description": "d"}


def row(**button: Any) -> dict[str, Any]:
    return {"type": 1, "components": [{"type": 2, "style": 2, "label": "x", "custom_id": "a"} | button]}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"content": "x" * 2001}, "content: 2001 characters, 2000 allowed"),
        ({"embeds": [GOOD] * 11}, "embeds: 11, 10 allowed"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds[0].title: 257 characters, 256 allowed"),
        ({"embeds": [{"description": "x" * 4097}]}, "embeds[0].description: 4097 characters, 4096 allowed"),
        ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds: 6002 characters over all, 6000 allowed"),
        ({"embeds": [{"title": " "}]}, "embeds[0].title: empty"),
        ({"embeds": [{}]}, "embeds[0]: empty"),
        ({"embeds": [GOOD | {"fields": [{"name": "", "value": "v"}]}]}, "embeds[0].fields[0].name: empty"),
        (
            {"embeds": [GOOD | {"fields": [{"name": "n", "value": "v"}] * 26}]},
            "embeds[0].fields: 26, 25 allowed",
        ),
        ({"embeds": [GOOD | {"footer": {"text": ""}}]}, "embeds[0].footer.text: empty"),
        (
            {"embeds": [GOOD | {"url": "https://a.example"}] * 2},
            "embeds: two with the same url, only the first would show",
        ),
        ({"embeds": [GOOD | {"url": "ftp://a"}]}, "embeds[0].url: not a well-formed http(s) URL: 'ftp://a'"),
        ({"embeds": [GOOD | {"colour": 1}]}, "embeds[0].colour: unknown key"),
        ({"components": [row()] * 6}, "components: 6 rows, 5 allowed"),
        (
            {"components": [row(label="x" * 81)]},
            "components[0].components[0].label: 81 characters, 80 allowed",
        ),
        (
            {"components": [row(custom_id="x" * 101)]},
            "components[0].components[0].custom_id: 101 characters, 100 allowed",
        ),
        ({"components": [row(), row()]}, "components: a custom_id twice"),
        ({"content": "x", "nonce": "n" * 26}, f"nonce: {'n' * 26!r} is not 1 to 25 characters"),
        ({"content": "x", "enforce_nonce": True}, "enforce_nonce: without a nonce"),
        (
            {"content": "x", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}},
            "allowed_mentions.roles: both listed and parsed",
        ),
        ({"content": "x", "nonsense": 1}, "nonsense: unknown key"),
        ({"content": "x", "flags": 64}, "flags: 64 not allowed here"),
    ],
)
def test_a_body_beyond_the_limits_is_refused(body: dict[str, Any], problem: str) -> None:
    assert problem in rules.message_problems(body, "channel")


def test_a_nonce_has_no_place_in_an_answer() -> None:
    assert rules.message_problems({"content": "x", "nonce": "1"}, "interaction") == [
        "nonce: only in a channel message"
    ]


@pytest.mark.parametrize(
    ("content", "allowed", "woken"),
    [
        ("<@&5>", {"parse": []}, []),
        ("<@&5>", {"parse": [], "roles": ["5"]}, ["role 5"]),
        ("<@&5> <@6> @everyone", None, ["user 6", "role 5", "everyone"]),
        ("@here", {"parse": ["everyone"]}, ["everyone"]),
    ],
)
def test_it_tells_whom_a_message_wakes(content: str, allowed: Any, woken: list[str]) -> None:
    assert pings(content, allowed) == woken


async def test_a_repeat_with_the_same_nonce_is_the_same_message() -> None:
    async with DiscordServer() as discord, aiohttp.ClientSession(headers=HEADERS) as session:
        guild = discord.world.add_guild("Desk", 50)
        one, two = (discord.world.add_channel(guild, name) for name in ("one", "two"))

        async def post(channel: Any) -> dict[str, Any]:
            body = {"content": "x", "nonce": "n", "enforce_nonce": True}
            async with session.post(f"{discord.url}/channels/{channel.id}/messages", json=body) as response:
                answer: dict[str, Any] = await response.json()
                return answer

        first = await post(one)
        assert (await post(one))["id"] == first["id"]
        assert len(one.messages) == 1
        # a nonce belongs to the author, not to the channel: the same one elsewhere is swallowed
        assert (await post(two)).get("code") == 10008
        discord.rest.clock = lambda: 1e9
        assert (await post(one))["id"] != first["id"]


@pytest.mark.parametrize(
    ("denied", "method", "code"),
    [(VIEW, "POST", 50001), (SEND, "POST", 50013), (EMBED, "POST", 50013), (HISTORY, "GET", 50013)],
)
async def test_missing_rights_are_refused_with_discords_codes(denied: int, method: str, code: int) -> None:
    async with DiscordServer() as discord, aiohttp.ClientSession(headers=HEADERS) as session:
        channel = discord.world.add_channel(discord.world.add_guild("Desk", 50), "one", denied=denied)
        url = f"{discord.url}/channels/{channel.id}/messages"
        async with session.request(method, url, json={"embeds": [GOOD]}) as response:
            assert (response.status, (await response.json())["code"]) == (403, code)


async def test_faults_come_in_the_order_they_were_asked_for() -> None:
    async with DiscordServer() as discord, aiohttp.ClientSession(headers=HEADERS) as session:
        channel = discord.world.add_channel(discord.world.add_guild("Desk", 50), "one")
        url = f"{discord.url}/channels/{channel.id}/messages"
        discord.faults.add(
            "POST", "/messages$", Fault(status=429, retry_after=1.5), Fault(drop="after"), Fault()
        )
        async with session.post(url, json={"content": "a"}) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "1.5")
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await session.post(url, json={"content": "b"})
        async with session.post(url, json={"content": "c"}) as response:
            assert response.status == 200
        assert [message["content"] for message in channel.messages] == ["b", "c"]


async def test_without_the_token_nothing_is_answered() -> None:
    async with (
        DiscordServer() as discord,
        aiohttp.ClientSession() as session,
        session.get(f"{discord.url}/users/@me") as response,
    ):
        assert response.status == 401


@pytest.mark.skipif(not openapi.present(), reason="Discord's API description is not at hand (../shared)")
def test_the_official_description_is_asked_too() -> None:
    path = "/channels/1/messages"
    assert openapi.problems("POST", path, {"content": "x", "nonce": "n", "enforce_nonce": True}) == []
    assert openapi.problems("POST", path, {"content": 5}) != []
    assert openapi.problems("POST", "/no/such/path", {}) != []
