"""Places that are no plain channel: forums, threads that sleep or are locked, announcement channels."""

from __future__ import annotations

import json

import pytest

from bot.discord_app.embeds import digest_messages
from bot.discord_app.plain import payload_body, plain_payloads, title_of
from tests.bot.discord_app import samples
from tests.bot.discord_app.conftest import Setting
from tests.bot.discord_app.test_send import DIGEST, POST, Post
from tests.servers.discord_.world import FORUM, NEWS, SEND_IN_THREADS
from tests.servers.discord_server import Channel, Fault


@pytest.fixture
def post(setting: Setting) -> Post:
    return Post(setting)


async def place(setting: Setting, kind: int, **about: object) -> Channel:
    channel = setting.discord.world.add_channel(setting.guild, "place", kind=kind)
    for name, value in about.items():
        setattr(channel, name, value)
    await setting.discord.gateway.dispatch("CHANNEL_CREATE", channel.json())
    await setting.discord.until(lambda: setting.client.get_channel(channel.id))
    return channel


def posts(setting: Setting, forum: Channel) -> list[Channel]:
    return [c for c in setting.guild.channels.values() if c.parent == forum.id]


async def test_in_a_forum_a_digest_is_a_post_with_its_parts_in_it(setting: Setting, post: Post) -> None:
    forum = await place(setting, FORUM, tags={701: "Chatter", 702: "Digest"}, needs_tag=True)
    post.put("1 March", [DIGEST[0], DIGEST[0]], target=f"discord:{forum.id}")
    assert await post.round() == 2
    (thread,) = posts(setting, forum)
    assert thread.name == "World desk · Sun 1 Mar 2026, 07:00 Kyiv"
    assert thread.applied == ["702"]
    assert len(thread.messages) == 2


async def test_a_forum_that_wants_a_tag_gets_its_first(setting: Setting, post: Post) -> None:
    forum = await place(setting, FORUM, tags={701: "Chatter"}, needs_tag=True)
    free = await place(setting, FORUM, tags={701: "Chatter"})
    for target in (forum, free):
        post.put("1 March", DIGEST, target=f"discord:{target.id}")
    await post.round()
    assert [thread.applied for thread in posts(setting, forum) + posts(setting, free)] == [["701"], []]


async def test_a_post_whose_answer_was_lost_is_not_opened_twice(setting: Setting, post: Post) -> None:
    forum = await place(setting, FORUM)
    setting.discord.faults.add("POST", r"/threads$", Fault(drop="after"))
    post.put("1 March", [DIGEST[0], DIGEST[0]], target=f"discord:{forum.id}")
    await post.round()
    await post.round(2)
    (thread,) = posts(setting, forum)
    assert len(thread.messages) == 2


async def test_an_edit_finds_its_post(setting: Setting, post: Post) -> None:
    forum = await place(setting, FORUM)
    (alert,) = post.put("a", DIGEST, "alert", f"discord:{forum.id}")
    await post.round()
    changed = json.dumps({"embeds": [{"title": "More sources"}], "components": []})
    post.outbox.edit(alert, "a+1", changed, post.now)
    await post.round()
    (thread,) = posts(setting, forum)
    assert thread.messages[0]["embeds"][0]["title"] == "More sources"


async def test_setting_up_a_forum_names_what_is_missing(setting: Setting) -> None:
    forum = await place(setting, FORUM, denied=SEND_IN_THREADS)
    answer = await setting.discord.slash(
        "digest schedule", setting.channel, 50, at="07:00", zone="UTC", channel=forum
    )
    assert "Missing: Send Messages in Threads." in answer.seen["content"]


async def test_a_sleeping_thread_is_woken_and_a_locked_one_holds(setting: Setting, post: Post) -> None:
    thread = setting.discord.world.add_thread(setting.channel, "slow news")
    thread.archived = True
    post.put("a", DIGEST, target=f"discord:{thread.id}")
    assert await post.round() == 1
    assert not thread.archived
    thread.locked = True
    post.put("b", DIGEST, target=f"discord:{thread.id}")
    await post.round()
    assert len(thread.messages) == 1
    assert "160005" in post.outbox.holds.all()[0].reason


async def test_an_announcement_is_published_only_where_the_team_wants_it(
    setting: Setting, post: Post
) -> None:
    news = await place(setting, NEWS)
    post.put("a", DIGEST, target=f"discord:{news.id}")
    await post.round()
    await setting.discord.slash("team publish", setting.channel, 50, announcements=True)
    post.put("b", DIGEST, target=f"discord:{news.id}")
    await post.round()
    assert [message["flags"] for message in news.messages] == [0, 1]


@pytest.mark.parametrize(
    "fault",
    [Fault(status=429, retry_after=600.0), Fault(status=429, via=False), Fault(status=403, code=50013)],
)
async def test_what_cannot_be_published_is_left_and_never_sent_again(
    setting: Setting, post: Post, fault: Fault
) -> None:
    news = await place(setting, NEWS)
    setting.store.settings.put(f"publish:discord:{setting.guild.id}", "yes")
    setting.discord.faults.add("POST", "crosspost", fault)
    post.put("a", DIGEST, target=f"discord:{news.id}")
    assert await post.round() == 1
    await post.round(60)
    assert [message["flags"] for message in news.messages] == [0]


async def test_a_long_message_that_is_refused_comes_as_text_in_parts_in_its_place(
    setting: Setting, post: Post
) -> None:
    words = " ".join(f"word{n}" for n in range(700))
    long = {"embeds": [{"title": "Flood", "description": f"**Seven** dead\n{words}"}]}
    setting.discord.faults.add("POST", POST, Fault(status=400, code=50035))
    post.put("a", [json.dumps(long), DIGEST[0]])
    post.put("b", [DIGEST[0]])
    await post.round()
    contents = [message["content"] for message in setting.channel.messages]
    assert contents[0].startswith("Flood\nSeven dead\nword0 ")
    assert " ".join(contents).count("word") == 700
    assert [bool(content) for content in contents] == [True] * (len(contents) - 2) + [False, False]
    assert max(map(len, contents)) <= 2000


def test_a_plain_form_has_neither_marks_nor_links_in_brackets() -> None:
    body = {
        "embeds": [{"title": "A\\*b", "description": "**5 dead** [wire.example](https://wire.example/1)"}]
    }
    (payload,) = plain_payloads(body)
    assert json.loads(payload) == {"text": "A*b\n5 dead https://wire.example/1"}
    assert payload_body(payload)["content"].startswith("A\\*b\n5 dead")


def test_the_name_of_a_post_is_the_title_cut_to_what_discord_takes() -> None:
    assert title_of(digest_messages(samples.DIGEST)[0]) == "World desk · Sun 1 Mar 2026, 07:00 Kyiv"
    assert title_of({"embeds": [{"title": "\\_x\\_" + "é" * 200}]}).startswith("_x_é")
    assert len(title_of({"embeds": [{"title": "é" * 200}]})) <= 100
