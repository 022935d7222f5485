"""The outbox into Discord over a real socket: every fault Discord knows, each message once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from bot.delivery import DeliveryError, deliver, plain
from bot.delivery.drain import TARGETS_AT_ONCE
from bot.discord_app.alert_embeds import alert_message
from bot.discord_app.embeds import digest_messages
from storage.outbox import Outbox
from storage.records import Alert, Schedule
from tests.bot.discord_app import samples
from tests.bot.discord_app.conftest import Setting
from tests.servers.discord_.world import MANAGE_GUILD, SEND, VIEW, snowflake
from tests.servers.discord_server import Fault

DIGEST = [json.dumps(message) for message in digest_messages(samples.DIGEST)]
POST = r"/channels/\d+/messages$"


class Post:
    """An outbox and the time by which it is delivered."""

    def __init__(self, setting: Setting) -> None:
        self.outbox: Outbox = setting.store.outbox
        self.setting = setting
        self.now: datetime = samples.NOW
        self.target = f"discord:{setting.channel.id}"

    def put(self, key: str, payloads: list[str], kind: Any = "digest", target: str | None = None) -> Any:
        return self.outbox.put(target or self.target, kind, key, payloads, self.now)

    async def round(self, after: float = 0.0) -> int:
        self.now += timedelta(seconds=after)
        return await deliver(self.outbox, {"discord": self.setting.client.sender()}, lambda: self.now)

    def titles(self) -> list[str]:
        return [
            message["embeds"][0]["title"] if message["embeds"] else message["content"]
            for message in self.setting.channel.messages
        ]


@pytest.fixture
def post(setting: Setting) -> Post:
    return Post(setting)


async def test_a_digest_arrives_with_nonce_and_mark_and_wakes_nobody(setting: Setting, post: Post) -> None:
    post.put("1 March", DIGEST)
    assert await post.round() == len(DIGEST)
    (request,) = setting.discord.requests("POST", "/messages")
    assert len(request.body["nonce"]) == 25
    assert request.body["enforce_nonce"] is True
    (message,) = setting.channel.messages
    assert message["embeds"][-1]["footer"]["text"] == f"Sitrep · #{request.body['nonce'][:8]}"
    assert setting.discord.pings == []
    assert post.outbox.get(1).message_id == message["id"]  # type: ignore[union-attr]


async def test_an_alert_wakes_its_role_and_an_edit_nobody(setting: Setting, post: Post) -> None:
    told = alert_message(samples.ALERT, samples.HIT, samples.ENTRY, "Danube Daily")
    (alert,) = post.put("5:7:demanded", [json.dumps(told)], "alert")
    await post.round()
    assert setting.discord.pings == ["role 600"]
    more = alert_message(samples.ALERT, samples.HIT, samples.ENTRY, "Danube Daily", more_sources=3)
    post.outbox.edit(alert, "5:7:demanded:+3", json.dumps(more), post.now)
    await post.round()
    (message,) = setting.channel.messages
    assert "+3 sources" in message["embeds"][0]["description"]


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        (Fault(drop="after"), 2),
        (Fault(drop="before"), 2),
        (Fault(status=503), 2),
        (Fault(status=429, retry_after=40.0), 41),
        (Fault(status=429, retry_after=7.0, via=False), 8),
        (Fault(status=403, code=20016), 61),
        (Fault(status=400, code=20028), 61),
    ],
    ids=["drop-after", "drop-before", "503", "429-long", "429-proxy", "slowmode", "write-limit"],
)
async def test_a_passing_fault_delays_and_never_doubles(
    setting: Setting, post: Post, fault: Fault, wait: float
) -> None:
    setting.discord.faults.add("POST", POST, fault)
    post.put("a", [plain("one"), plain("two")])
    await post.round()
    await post.round(wait)
    assert [title.partition("\n")[0] for title in post.titles()] == ["one", "two"]


async def test_a_short_rate_limit_is_sat_out(setting: Setting, post: Post) -> None:
    setting.discord.faults.add(
        "POST", POST, Fault(status=429, retry_after=0.2), Fault(status=429, retry_after=0.1, is_global=True)
    )
    post.put("a", [plain("one")])
    assert await post.round() == 1


async def test_a_storm_of_faults_loses_and_doubles_nothing(setting: Setting, post: Post) -> None:
    storm = [
        Fault(drop="after"),
        Fault(status=503),
        Fault(status=429, retry_after=60.0),
        Fault(drop="before"),
        Fault(),
        Fault(drop="after"),
        Fault(status=503),
        Fault(drop="after"),
    ]
    setting.discord.faults.add("POST", POST, *storm)
    post.put("a", [plain(f"part {n}") for n in range(1, 6)])
    for _ in range(12):
        await post.round(61)
    assert [title.partition("\n")[0] for title in post.titles()] == [f"part {n}" for n in range(1, 6)]


async def test_after_a_long_stop_the_mark_is_found_in_the_history(setting: Setting, post: Post) -> None:
    setting.discord.faults.add("POST", POST, Fault(drop="after"))
    post.put("a", DIGEST)
    await post.round()
    assert len(post.titles()) == 1
    setting.discord.rest._nonces.clear()
    await post.round(3600)
    assert len(post.titles()) == 1
    assert len(setting.discord.requests("GET", "/messages")) == 1
    assert post.outbox.get(1).state == "sent"  # type: ignore[union-attr]


async def test_the_mark_is_found_however_much_was_said_since(setting: Setting, post: Post) -> None:
    setting.discord.faults.add("POST", POST, Fault(drop="after"))
    post.put("a", DIGEST[:1])
    await post.round()
    setting.discord.rest._nonces.clear()
    (ours,) = setting.channel.messages
    others = [ours | {"id": str(snowflake()), "author": {"id": "99"}, "embeds": []} for _ in range(150)]
    setting.channel.messages += others
    await post.round(3600)
    assert post.outbox.get(1).message_id == ours["id"]  # type: ignore[union-attr]
    assert len(setting.channel.messages) == 151
    assert len(setting.discord.requests("GET", "/messages")) == 2


async def test_a_message_discord_stumbles_over_comes_as_plain_text(setting: Setting, post: Post) -> None:
    setting.discord.faults.add("POST", POST, *[Fault(status=503)] * 13)
    post.put("a", DIGEST[:1])
    for _ in range(15):
        await post.round(301)
    (message,) = setting.channel.messages
    assert message["embeds"] == []
    assert message["content"]
    assert post.outbox.get(1).state == "sent"  # type: ignore[union-attr]


async def test_a_message_deleted_before_its_repeat_counts_as_sent(setting: Setting, post: Post) -> None:
    setting.discord.faults.add("POST", POST, Fault(drop="after"))
    post.put("a", DIGEST)
    await post.round()
    setting.channel.messages.clear()
    await post.round(2)
    assert post.titles() == []
    assert post.outbox.waiting(post.now + timedelta(days=1)) == ()


async def test_an_edit_of_a_deleted_alert_is_forgotten(setting: Setting, post: Post) -> None:
    (alert,) = post.put("a", DIGEST, "alert")
    await post.round()
    setting.channel.messages.clear()
    post.outbox.edit(alert, "a+1", DIGEST[0], post.now)
    post.put("b", [plain("next")])
    await post.round()
    assert [title.partition("\n")[0] for title in post.titles()] == ["next"]


async def test_a_closed_channel_is_told_where_it_can_be_mended_and_opens_by_itself(
    setting: Setting, post: Post
) -> None:
    discord = setting.discord
    admin = discord.world.add_channel(setting.guild, "admins")
    setting.guild.system_channel = admin.id
    await discord.gateway.dispatch("CHANNEL_CREATE", admin.json())
    await discord.gateway.dispatch("GUILD_UPDATE", setting.guild.json())
    setting.channel.denied = SEND
    await discord.gateway.dispatch("CHANNEL_UPDATE", setting.channel.json())
    await discord.until(lambda: setting.client.get_guild(setting.guild.id).system_channel)  # type: ignore[union-attr]
    post.put("1 March", DIGEST)
    await post.round()
    await post.round()
    (warning,) = admin.messages
    assert f"I cannot post in <#{setting.channel.id}>" in warning["content"]
    assert "Missing: Send Messages." in warning["content"]
    post.put("2 March", DIGEST)
    for _ in range(5):
        await post.round(3600)
    assert len(discord.requests("POST", f"/channels/{setting.channel.id}/messages")) == 1
    assert len(admin.messages) == 1
    setting.channel.denied = 0
    await discord.gateway.dispatch("CHANNEL_UPDATE", setting.channel.json())
    await discord.until(lambda: setting.store.outbox.holds.all()[0].probe_at <= post.now)
    await post.round()
    assert post.titles() == ["While I could not post here", "World desk · Sun 1 Mar 2026, 07:00 Kyiv"]
    assert len(admin.messages) == 1


async def test_the_list_of_digests_says_which_channel_is_closed(setting: Setting, post: Post) -> None:
    await setting.discord.slash("digest schedule", setting.channel, 50, at="07:00", zone="UTC")
    setting.discord.faults.add(
        "POST", f"/channels/{setting.channel.id}/messages", Fault(status=403, code=50013)
    )
    post.put("a", DIGEST)
    await post.round()
    listed = await setting.discord.slash("digest list", setting.channel, 50)
    (embed,) = listed.seen["embeds"]
    assert "I cannot post there: Discord says 403 (50013): Missing Permissions" in embed["description"]


async def test_a_team_chooses_where_warnings_go(setting: Setting, post: Post) -> None:
    chosen = setting.discord.world.add_channel(setting.guild, "ops")
    await setting.discord.gateway.dispatch("CHANNEL_CREATE", chosen.json())
    await setting.discord.until(lambda: setting.client.get_channel(chosen.id))
    await setting.discord.slash("team warnings", setting.channel, 50, channel=chosen)
    setting.discord.faults.add(
        "POST", f"/channels/{setting.channel.id}/messages", Fault(status=403, code=50013)
    )
    post.put("a", DIGEST)
    await post.round()
    await post.round()
    assert "I cannot post in" in chosen.messages[0]["content"]


async def test_without_a_better_place_the_owner_is_told(setting: Setting, post: Post) -> None:
    setting.discord.faults.add(
        "POST", f"/channels/{setting.channel.id}/messages", Fault(status=403, code=50001)
    )
    post.put("a", DIGEST)
    await post.round()
    await post.round()
    assert "I cannot post in" in setting.discord.world.dm(50).messages[0]["content"]


async def test_of_a_channel_that_is_gone_its_server_is_told_what_was_posted_there(
    setting: Setting, post: Post
) -> None:
    owner, now = f"discord:{setting.guild.id}", post.now
    setting.store.alerts.add(Alert(0, "flood **now**", "discord:12345", owner=owner), now)
    for hour in (7, 18):
        setting.store.subscriptions.add(Schedule(0, "discord:12345", time(hour), "UTC", owner=owner), now)
    post.put("a", DIGEST, target="discord:12345")
    await post.round()
    await post.round()
    (told,) = setting.discord.world.dm(50).messages
    assert told["content"].startswith(
        "A channel is gone in which I was to post the digest at 07:00 UTC, the digest at 18:00 UTC and "
        "the alert flood \\*\\*now\\*\\*. Set it up in another channel"
    )


async def test_a_channel_that_is_gone_holds_its_own_messages_only(setting: Setting, post: Post) -> None:
    post.put("a", DIGEST, target="discord:12345")
    post.put("b", DIGEST, target="discord:not-a-number")
    post.put("c", [plain("here")])
    await post.round()
    assert [title.partition("\n")[0] for title in post.titles()] == ["here"]
    assert [hold.target for hold in post.outbox.holds.all()] == ["discord:12345", "discord:not-a-number"]


async def test_a_payload_discord_cannot_take_comes_as_plain_text(setting: Setting, post: Post) -> None:
    bad = {
        "embeds": [{"title": "Flood", "description": "Seven dead", "fields": [{"name": "", "value": "x"}]}]
    }
    post.put("a", [json.dumps(bad), DIGEST[0]])
    await post.round()
    assert [title.partition("\n-#")[0] for title in post.titles()] == [
        "Flood\nSeven dead",
        "World desk · Sun 1 Mar 2026, 07:00 Kyiv",
    ]


async def test_what_moderation_blocks_is_given_up(setting: Setting, post: Post) -> None:
    setting.discord.faults.add("POST", POST, Fault(status=400, code=200000))
    post.put("a", [plain("blocked"), plain("next")])
    await post.round()
    assert [title.partition("\n")[0] for title in post.titles()] == ["next"]


async def test_a_token_that_is_refused_ends_delivery(setting: Setting, post: Post) -> None:
    setting.discord.faults.add("POST", POST, Fault(status=401))
    post.put("a", DIGEST)
    with pytest.raises(DeliveryError) as refused:
        await post.round()
    assert refused.value.kind == "fatal"


async def test_a_hundred_refusals_stop_the_asking(
    setting: Setting, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.discord_app import send

    monkeypatch.setattr(send, "FUSE", 3)
    for n in range(30):
        post.put("a", DIGEST, target=f"discord:{n + 1}")
    await post.round()
    asked = {r.path for r in setting.discord.requests("POST") if r.path.endswith("/messages")}
    assert len(asked) <= 3 + TARGETS_AT_ONCE  # those already on their way


async def test_a_channel_the_bot_cannot_see_is_probed_without_a_post(setting: Setting, post: Post) -> None:
    setting.channel.denied = VIEW
    await setting.discord.gateway.dispatch("CHANNEL_UPDATE", setting.channel.json())
    await setting.discord.until(
        lambda: (
            not setting.client.get_channel(setting.channel.id)
            .permissions_for(  # type: ignore[union-attr]
                setting.client.get_guild(setting.guild.id).me  # type: ignore[union-attr]
            )
            .view_channel
        )
    )
    post.put("a", DIGEST)
    await post.round()
    before = len(setting.discord.requests("POST", str(setting.channel.id)))
    for _ in range(8):
        await post.round(3600)
    assert len(setting.discord.requests("POST", str(setting.channel.id))) == before == 1


async def test_rights_given_through_a_role_are_noticed(setting: Setting, post: Post) -> None:
    setting.guild.roles[setting.guild.id].permissions &= ~SEND
    role = setting.guild.roles[setting.guild.id]
    event = {"guild_id": str(setting.guild.id), "role": role.json()}
    await setting.discord.gateway.dispatch("GUILD_ROLE_UPDATE", event)
    post.put("a", DIGEST)
    await settled(
        lambda: not setting.client.get_guild(setting.guild.id).default_role.permissions.send_messages
    )  # type: ignore[union-attr]
    await post.round()
    role.permissions |= SEND | MANAGE_GUILD
    await setting.discord.gateway.dispatch("GUILD_ROLE_UPDATE", event | {"role": role.json()})
    await settled(lambda: setting.store.outbox.holds.all()[0].probe_at <= post.now)
    await post.round()
    assert post.titles() == ["World desk · Sun 1 Mar 2026, 07:00 Kyiv"]


async def settled(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
