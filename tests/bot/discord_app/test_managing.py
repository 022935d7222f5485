"""What a team decides by hand: stories, feeds, answers for all, quiet digests, doubtful messages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.discord_app import send
from bot.discord_app.desk import DeskError
from bot.service.story_desk import StoryDesk
from storage.records import Fingerprint, Placement, Profile
from storage.store import Store
from tests.bot.discord_app.conftest import MEMBER, OWNER, Setting
from tests.bot.discord_app.test_send import DIGEST, Post
from tests.newsroom import NOW, add_entry, add_feed, put_figures
from tests.servers.discord_.world import HISTORY
from tests.servers.discord_server import Fault


@pytest.fixture
def post(setting: Setting) -> Post:
    return Post(setting)


async def test_two_stories_are_made_one_after_a_look(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel
    shown = await discord.slash("stories merge", channel, OWNER, story="7", other="8")
    assert shown.seen["content"] == (
        "**Flood at Izmail** (3 items) becomes part of **Flood at Izmail** (3 items)."
    )
    assert setting.fake.asked == [], "nothing is done before it is confirmed"
    done = await discord.press(shown.seen, "Merge", channel, OWNER)
    assert done.seen["content"] == "They are one story now, and stay one."
    assert setting.fake.asked == [("merge", f"discord:{setting.guild.id}", 7, 8)]


async def test_items_are_taken_out_of_a_story_after_a_look_and_a_restart(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel
    shown = await discord.slash("stories split", channel, OWNER, story="7")
    chosen = await discord.choose(shown.seen, ["Bridge of Odesa closed"], channel, OWNER)
    assert chosen.seen["content"].splitlines() == [
        "1 item will be a story of their own:",
        "Bridge of Odesa closed (Danube Daily)",
    ]
    async with setting.restarted():
        done = await discord.press(chosen.seen, "Split", channel, OWNER)
    assert done.seen["content"] == "They are a story of their own now."
    assert setting.fake.asked == [("split", f"discord:{setting.guild.id}", 7, (71,))]


async def test_a_story_keeps_one_item_at_least(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel
    shown = await discord.slash("stories split", channel, OWNER, story="7")
    labels = ["Flood at Izmail", "Bridge of Odesa closed", "Flood: 4,000 leave"]
    refused = await discord.choose(shown.seen, labels, channel, OWNER)
    assert refused.seen["content"].startswith("Choose some of the items, not all")


async def test_who_may_not_manage_regroups_nothing(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel
    shown = await discord.slash("stories merge", channel, OWNER, story="7", other="8")
    refused = await discord.press(shown.seen, "Merge", channel, MEMBER)
    assert "needs Manage Server" in refused.seen["content"]
    assert setting.fake.asked == []


def test_a_story_that_others_read_too_is_not_regrouped_by_one_server(store: Store) -> None:
    ours, theirs = "discord:1", "discord:2"
    entries = [
        add_entry(store, add_feed(store, name, owner=owner), f"A ferry sank off {name}.", title=name)
        for name, owner in (("Accra", ours), ("Oslo", ours), ("Lima", ""))
    ]
    for entry in entries:
        put_figures(store, entry)
        store.stories.put(entry, Fingerprint({}), Placement(None, Profile(size=1), (), 0.0, "alone"), NOW)
    desk = StoryDesk(store, lambda: NOW)
    first, second, shared = (store.stories.of_entry(entry.id) or 0 for entry in entries)
    add_feed(store, "another server's", owner=theirs)
    with pytest.raises(DeskError, match="Other servers read this story"):
        desk.merge(ours, first, shared)
    with pytest.raises(DeskError, match="no such story"):
        desk.merge(theirs, first, second)
    desk.merge(ours, first, second)
    assert [item.title for item in desk.items(ours, first)] == ["Accra", "Oslo"]
    assert desk.items(theirs, first) == []
    parted = desk.split(ours, first, [entries[1].id])
    assert [item.title for item in desk.items(ours, parted)] == ["Oslo"]


async def test_of_several_feeds_one_is_chosen_and_told_what_it_brings(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel
    shown = await discord.slash("feed add", channel, OWNER, address="https://many.example", tags="eu")
    assert shown.seen["content"] == "This site has several feeds."
    async with setting.restarted():
        added = await discord.choose(shown.seen, ["Sport"], channel, OWNER)
    assert "(many.example). The next digest would take 3 items of it: Flood" in added.seen["content"]
    feed = setting.fake.feeds[-1]
    assert (feed.url, feed.tags) == ("https://many.example/b.xml", ("eu",))


async def test_a_feed_is_read_by_hand(setting: Setting) -> None:
    answer = await setting.discord.slash("feed refresh", setting.channel, OWNER, feed="1")
    assert answer.seen["content"] == "Feed 1: 2 new items."


@pytest.mark.parametrize(
    ("command", "options"),
    [("figures", {"about": "people"}), ("claims", {"about": "port"}), ("places", {"where": "Izmail"}),
     ("search", {"query": "flood"}), ("story", {"story": "7"}), ("brief", {"article": "https://a.example/1"}),
     ("digest now", {})],
)  # fmt: skip
async def test_an_answer_may_be_for_everybody(setting: Setting, command: str, options: Any) -> None:
    discord, channel = setting.discord, setting.channel
    mine = await discord.slash(command, channel, OWNER, **options)
    assert mine.seen["flags"] & 64, "for the asker alone unless they want otherwise"
    told = await discord.slash(command, channel, OWNER, ephemeral=False, **options)
    assert not (told.seen.get("flags") or 0) & 64
    labels = [part["label"] for row in told.seen["components"] for part in row["components"]]
    assert not {"Share", "Next", "Previous"} & set(labels), "its buttons answer whoever presses them"


@pytest.mark.parametrize(
    ("command", "options"), [("story", {"story": "7"}), ("brief", {"article": "https://a.example/1"})]
)
async def test_a_story_and_a_brief_are_shared_as_they_were_shown(
    setting: Setting, command: str, options: Any
) -> None:
    discord, channel = setting.discord, setting.channel
    shown = await discord.slash(command, channel, MEMBER, **options)
    async with setting.restarted():
        shared = await discord.press(shown.seen, "Share", channel, MEMBER)
    (told,) = shared.follow_ups
    assert told["embeds"][0]["description"] == shown.seen["embeds"][0]["description"]
    assert not (told.get("flags") or 0) & 64


async def test_digests_come_without_a_sound_where_the_team_wants_it(setting: Setting, post: Post) -> None:
    await setting.discord.slash("team quiet", setting.channel, OWNER, digests=True)
    post.put("a", DIGEST)
    post.put("b", [json.dumps({"content": "wake up"})], "alert")
    await post.round()
    digest, alert = setting.discord.requests("POST", "/messages")[-2:]
    assert digest.body["flags"] == 1 << 12
    assert "flags" not in alert.body
    await setting.discord.slash("team quiet", setting.channel, OWNER, digests=False)
    post.put("c", DIGEST)
    await post.round()
    assert "flags" not in setting.discord.requests("POST", "/messages")[-1].body


async def cut_off(setting: Setting, post: Post, *, heard: bool, written_since: bool) -> None:
    """A digest whose answer was lost an hour ago, in a channel whose history may not be read."""
    setting.channel.denied = HISTORY
    post.put("a", DIGEST)
    setting.discord.faults.add("POST", r"/channels/\d+/messages$", Fault(drop="after" if heard else "before"))
    await post.round()
    if written_since:
        told = setting.discord.interactions.message(setting.channel, {"content": "hello"}, {})
        told["author"] = {"id": str(MEMBER)}
        setting.channel.messages.append(told)
    post.now += timedelta(hours=1)
    await post.round()
    await post.round()


async def test_in_a_channel_nobody_wrote_in_the_last_message_tells(setting: Setting, post: Post) -> None:
    await cut_off(setting, post, heard=False, written_since=False)
    assert len(setting.channel.messages) == 1, "it was not there, so it was sent"


@pytest.mark.parametrize("heard", [True, False])
async def test_where_nobody_can_tell_somebody_is_asked(setting: Setting, post: Post, heard: bool) -> None:
    discord = setting.discord
    office = discord.world.add_channel(setting.guild, "office")
    await discord.gateway.dispatch("CHANNEL_CREATE", office.json())
    await discord.until(lambda: setting.client.get_channel(office.id))
    await discord.slash("team warnings", setting.channel, OWNER, channel=office)
    await cut_off(setting, post, heard=heard, written_since=True)
    assert [message for message in setting.channel.messages if message["embeds"]][1:] == [], "none twice"
    (question,) = office.messages
    assert question["content"].startswith("I was cut off while I posted **World desk")
    refused = await discord.press(question, "Post it again", office, MEMBER)
    assert "needs Manage Server" in refused.seen["content"]
    label = "It is there" if heard else "Post it again"
    await discord.press(question, label, office, OWNER)
    await post.round(1)
    assert len([message for message in setting.channel.messages if message["embeds"]]) == 1
    again = await discord.press(question, label, office, OWNER)
    assert again.seen["content"] == "That is settled already."


async def test_it_looks_again_when_its_rights_change(setting: Setting, post: Post) -> None:
    await cut_off(setting, post, heard=True, written_since=True)
    setting.channel.denied = 0
    await setting.discord.gateway.dispatch("CHANNEL_UPDATE", setting.channel.json())
    await setting.discord.until(lambda: post.outbox.get(1).state == "sending")  # type: ignore[union-attr]
    await post.round(1)
    assert post.outbox.get(1).message_id == setting.channel.messages[0]["id"]  # type: ignore[union-attr]


async def test_a_limit_for_all_that_is_given_up_on_keeps_nobody_waiting(
    setting: Setting, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send, "SEND_WITHIN", 0.2)
    setting.discord.faults.add(
        "POST", r"/channels/\d+/messages$", Fault(status=429, retry_after=5, is_global=True)
    )
    post.put("a", DIGEST)
    await post.round()
    monkeypatch.setattr(send, "SEND_WITHIN", 20)
    await post.round(5)
    assert len(setting.channel.messages) == 1
