"""Every command, as a person in a server runs it: real client, real socket, strict Discord."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.discord_app.commands.brief import without_punctuation
from bot.discord_app.commands.digest import clock_time
from bot.discord_app.desk import DeskError
from tests.bot.discord_app import samples
from tests.bot.discord_app.conftest import MEMBER, OWNER, Setting, text_of
from tests.servers.discord_.world import EMBED, SEND, VIEW
from tests.servers.discord_server import NotOfferedError


@pytest.mark.parametrize(
    ("command", "options", "expected"),
    [
        ("digest now", {}, "Danube floods the port of Izmail"),
        ("figures", {"about": "displaced"}, "`100"),
        ("claims", {"about": "boats"}, "**mayor of Izmail** demanded: “the port needs boats”"),
        (
            "places",
            {"where": "Izmail"},
            "**Izmail, Odesa, UA** · 1 report\nAt least seven people died in Izmail.",
        ),
        ("search", {"query": "Danube"}, "**Seven dead in Izmail**"),
        ("story", {"story": "7"}, "**Time line**"),
        ("story", {"story": "danube"}, "**Time line**"),
        ("brief", {"article": "https://danube-daily.example/3"}, "At least seven people died."),
        ("digest list", {}, "No digests are scheduled."),
        ("alert list", {}, "No alerts."),
        ("alert test", {"rule": "withdrawal"}, "**1 hit**"),
        ("feed list", {}, "**Danube Daily** danube-daily.example · ok"),
        ("feed why", {"item": "flood"}, "🟡 **Brief** late"),
        ("status", {}, "🔴 **Outbox** 3 held"),
        ("help", {}, "`/digest now`"),
    ],
)
async def test_a_look_up_answers_the_asker_alone_and_at_once(
    setting: Setting, command: str, options: dict[str, Any], expected: str
) -> None:
    answer = await setting.discord.slash(command, setting.channel, OWNER, **options)
    assert expected in text_of(answer)
    assert answer.ephemeral
    assert answer.acknowledged_after is not None, (
        "Discord waits for three seconds, and refuses what comes later"
    )
    assert setting.channel.messages == []
    assert setting.discord.interactions.errors == []


async def test_a_digest_is_scheduled_listed_and_cancelled(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel
    made = await discord.slash(
        "digest schedule",
        channel,
        OWNER,
        at="7:00",
        zone="Europe/Kyiv",
        days="Monday to Friday",
        tags="europe",
    )
    assert text_of(made).startswith(f"Digest in <#{channel.id}> at **07:00** Europe/Kyiv, Monday to Friday")
    (schedule,) = setting.store.subscriptions.of_owner(f"discord:{setting.guild.id}")
    assert (schedule.target, schedule.days, schedule.tags) == (
        f"discord:{channel.id}",
        (1, 2, 3, 4, 5),
        ("europe",),
    )
    assert "Monday to Friday" in text_of(await discord.slash("digest list", channel, OWNER))
    offers = await discord.autocomplete("digest cancel", channel, OWNER, "digest", "07")
    assert offers == [{"name": "07:00 Europe/Kyiv #news europe", "value": str(schedule.id)}]
    assert "Cancelled." in text_of(
        await discord.slash("digest cancel", channel, OWNER, digest=offers[0]["value"])
    )
    assert setting.store.subscriptions.all() == ()


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ({"at": "25:00", "zone": "UTC"}, "Time: expected something like 07:00 or 7 pm, got 25:00."),
        ({"at": "seven", "zone": "UTC"}, "Time: expected something like 07:00 or 7 pm, got seven."),
        ({"at": "07:00", "zone": "Mars/North"}, "Time zone: choose one from the list; Mars/North is none."),
        ({"at": "07:00", "zone": "../etc/passwd"}, "Time zone: choose one from the list"),
    ],
)
async def test_a_mistake_is_answered_in_one_line(
    setting: Setting, options: dict[str, str], answer: str
) -> None:
    refused = await setting.discord.slash("digest schedule", setting.channel, OWNER, **options)
    assert text_of(refused).startswith(answer)
    assert setting.store.subscriptions.all() == ()


async def test_a_bad_period_is_answered_in_one_line(setting: Setting) -> None:
    refused = await setting.discord.slash(
        "figures", setting.channel, OWNER, about="troops", period="last week"
    )
    assert text_of(refused).startswith("Period: expected a period such as 90m")


async def test_setting_up_names_the_permissions_that_are_missing(setting: Setting) -> None:
    closed = setting.discord.world.add_channel(setting.guild, "closed", denied=SEND | EMBED)
    await setting.discord.gateway.dispatch("CHANNEL_CREATE", closed.json())
    await setting.discord.until(lambda: setting.client.get_channel(closed.id))
    refused = await setting.discord.slash(
        "digest schedule", setting.channel, OWNER, at="07:00", zone="UTC", channel=closed
    )
    assert text_of(refused) == f"I cannot post in <#{closed.id}>. Missing: Send Messages, Embed Links."
    assert setting.store.subscriptions.all() == ()


async def test_a_role_that_cannot_be_woken_is_named(setting: Setting) -> None:
    role = setting.discord.world.add_role(setting.guild, "night shift")
    await setting.discord.gateway.dispatch(
        "GUILD_ROLE_CREATE", {"guild_id": str(setting.guild.id), "role": role.json()}
    )
    await setting.discord.until(lambda: setting.client.get_guild(setting.guild.id).get_role(role.id))  # type: ignore[union-attr]
    added = await setting.discord.slash("alert add", setting.channel, OWNER, rule="withdrawal", role=role)
    assert "Mention All Roles (or make @night shift mentionable)" in text_of(added)
    assert setting.fake.alerts[0].mention == str(role.id)


async def test_an_alert_shows_what_it_would_have_caught_before_it_watches(setting: Setting) -> None:
    added = await setting.discord.slash(
        "alert add", setting.channel, OWNER, rule="withdrawal", status="demanded"
    )
    assert "In the last 30 days: **1 hit**." in text_of(added)
    assert "to **withdraw** its barges" in text_of(added)
    assert setting.fake.alerts[0].statuses == ("demanded",)
    offers = await setting.discord.autocomplete("alert remove", setting.channel, OWNER, "alert", "with")
    assert [offer["name"] for offer in offers] == ["withdrawal"]
    removed = await setting.discord.slash("alert remove", setting.channel, OWNER, alert=offers[0]["value"])
    assert text_of(removed) == "Removed."


async def test_a_rule_added_again_says_that_it_was_changed(setting: Setting) -> None:
    role = setting.discord.world.add_role(setting.guild, "night shift")
    await setting.discord.slash("alert add", setting.channel, OWNER, rule="withdrawal")
    again = await setting.discord.slash(
        "alert add", setting.channel, OWNER, rule="withdrawal", tags="world, sport", role=role
    )
    assert "instead of the same rule as it was." in text_of(again)
    assert text_of(again).count("No feed here has the tag sport yet.") == 1
    listed = text_of(await setting.discord.slash("alert list", setting.channel, OWNER))
    assert listed.splitlines()[-1].endswith(f"tags world, sport, wakes <@&{role.id}>")


@pytest.mark.parametrize("number", ["²", "٣", "9" * 30, "99", "-1", "1.5"])
@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("story", "story"),
        ("digest cancel", "digest"),
        ("alert remove", "alert"),
        ("feed pause", "feed"),
        ("stories split", "story"),
    ],
)
async def test_a_number_that_is_none_is_answered_in_one_line(
    setting: Setting, command: str, option: str, number: str
) -> None:
    setting.fake.stories = []
    answer = text_of(await setting.discord.slash(command, setting.channel, OWNER, **{option: number}))
    assert "Something went wrong" not in answer
    assert len(answer.splitlines()) == 1


async def test_a_long_list_has_pages_with_trouble_first_then_the_servers_own(setting: Setting) -> None:
    discord, channel, owner = setting.discord, setting.channel, f"discord:{setting.guild.id}"
    brought = [replace(samples.FEED, id=n, title=f"Wire {n}", owner="") for n in range(2, 42)]
    brought[30] = replace(brought[30], error="403")
    setting.fake.feeds = [*brought, replace(samples.FEED, owner=owner)]
    seen = (await discord.slash("feed list", channel, OWNER)).seen
    assert seen["embeds"][0]["footer"]["text"] == "41 feeds · page 1 of 3"
    names = bold(seen)
    assert names[:3] == ["Wire 32", "Danube Daily", "Wire 2"]
    for _ in range(2):
        seen = (await discord.press(seen, "Next", channel, OWNER)).seen
        names += bold(seen)
    assert sorted(names) == sorted(feed.title for feed in setting.fake.feeds), "none is left out"
    assert [part["label"] for part in seen["components"][0]["components"]] == ["Previous"]


def bold(seen: dict[str, Any]) -> list[str]:
    """What each line of an answer names."""
    return [line.split("**")[1] for line in seen["embeds"][0]["description"].splitlines()]


async def test_a_tag_that_no_feed_has_is_told(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel
    now = await discord.slash("digest now", channel, OWNER, tags="sport")
    assert text_of(now) == "No feed here has the tag sport."
    some = await discord.slash("digest now", channel, OWNER, tags="sport, europe")
    assert "Danube floods" in text_of(some)
    later = await discord.slash("digest schedule", channel, OWNER, at="7:00", zone="kyiv", tags="**sport**")
    assert "at **07:00** Europe/Kyiv" in text_of(later), "the name of a city will do"
    assert text_of(later).endswith("No feed here has the tag \\*\\*sport\\*\\* yet.")


async def test_an_item_is_briefed_by_the_words_of_its_title(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel
    (offer,) = await discord.autocomplete("brief", channel, OWNER, "article", "seven")
    assert offer == {"name": "Seven dead in Izmail (Danube Daily)", "value": "entry:31"}
    assert await discord.autocomplete("brief", channel, OWNER, "article", "https://seven.example") == []
    for typed in (offer["value"], "seven dead"):
        await discord.slash("brief", channel, OWNER, article=typed)
        assert setting.fake.asked[-1] == (f"discord:{setting.guild.id}", "entry:31")
    for nothing in ("no such words", "   "):
        answer = await discord.slash("brief", channel, OWNER, article=nothing)
        assert text_of(answer).startswith("No item has these words."), nothing
    pasted = "The port of Izmail was closed on Sunday, the harbour master said."
    await discord.slash("brief", channel, OWNER, article=pasted)
    assert setting.fake.asked[-1][1] == pasted


async def test_a_rule_that_cannot_be_read_is_not_kept(setting: Setting) -> None:
    refused = await setting.discord.slash("alert add", setting.channel, OWNER, rule="AND")
    assert text_of(refused) == "Rule: AND needs a word on each side."
    assert setting.fake.alerts == []


async def test_a_feed_is_added_paused_and_removed(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel
    added = await discord.slash(
        "feed add", channel, OWNER, address="https://rail-gazette.example", tags="rail, eu"
    )
    assert text_of(added) == (
        "Reading **New Feed** (rail-gazette.example). The next digest would take 3 items of it: "
        "Flood at Izmail · Bridge closed · Ferry late"
    )
    assert setting.fake.feeds[-1].tags == ("rail", "eu")
    assert text_of(await discord.slash("feed pause", channel, OWNER, feed="2")) == "Paused."
    assert text_of(await discord.slash("feed pause", channel, OWNER, feed="2", paused=False)) == (
        "It is read again."
    )
    assert text_of(await discord.slash("feed remove", channel, OWNER, feed="2")) == "Removed."


async def test_forgetting_needs_the_servers_name(setting: Setting) -> None:
    refused = await setting.discord.slash("forget", setting.channel, OWNER, confirm="yes")
    assert text_of(refused).startswith("Nothing was deleted.")
    done = await setting.discord.slash("forget", setting.channel, OWNER, confirm="Desk")
    assert text_of(done) == (
        "Deleted all I kept for this server (12 records). What was posted stays in its channels."
    )


async def test_a_message_is_briefed_from_its_menu(setting: Setting) -> None:
    message = setting.discord.interactions.message(
        setting.channel, {"content": "look: https://danube-daily.example/3)."}, {}
    )
    answer = await setting.discord.menu("Brief this", setting.channel, MEMBER, message)
    assert answer.seen["embeds"][0]["title"] == "Seven dead in Izmail"
    assert setting.fake.asked == [(f"discord:{setting.guild.id}", "https://danube-daily.example/3")]


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://a.example/x!", "https://a.example/x"),
        ("https://a.example/x?”", "https://a.example/x"),
        ("https://a.example/x**", "https://a.example/x"),
        ("https://a.example/Van_(city)", "https://a.example/Van_(city)"),
        ("https://a.example/Van_(city)).", "https://a.example/Van_(city)"),
        ("https://a.example/x?y=1", "https://a.example/x?y=1"),
    ],
)
def test_a_link_ends_before_the_sentence_around_it(written: str, link: str) -> None:
    assert without_punctuation(written) == link


async def test_a_message_without_a_text_is_not_briefed(setting: Setting) -> None:
    message = setting.discord.interactions.message(setting.channel, {"content": "hello"}, {})
    answer = await setting.discord.menu("Brief this", setting.channel, MEMBER, message)
    assert text_of(answer) == "There is no link and no text to brief in this message."


async def test_a_chart_has_words_for_those_who_cannot_see_it(setting: Setting) -> None:
    answer = await setting.discord.slash(
        "figures", setting.channel, OWNER, about="displaced", place="Odesa", chart=True
    )
    assert answer.seen["content"] == "displaced in Odesa"
    (attachment,) = answer.seen["attachments"]
    assert attachment["filename"] == "figures.png"
    assert attachment["description"].startswith("displaced in Odesa: 500 (Red Cross, 1 Mar), 400 (")
    assert len(attachment["description"]) <= 1024


async def test_figures_are_asked_for_by_place_and_by_speaker(setting: Setting) -> None:
    await setting.discord.slash(
        "figures", setting.channel, OWNER, about="displaced", place="Odesa", by="Red Cross", period="3d"
    )
    (ask,) = setting.fake.asked
    assert (ask.words, ask.place, ask.by) == ("displaced", "Odesa", "Red Cross")
    assert (ask.until - ask.since).days == 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7", time(7)),
        ("07.30", time(7, 30)),
        ("19h", time(19)),
        ("19h30", time(19, 30)),
        ("7pm", time(19)),
        ("12 a.m.", time(0)),
        ("12:15 PM", time(12, 15)),
        ("Noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_a_time_of_day_is_read_as_people_type_it(typed: str, meant: time) -> None:
    assert clock_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "7:60", "13pm", "0 am", "７", "²", "7:3", "pm", "-7"])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(DeskError, match="expected something like 07:00 or 7 pm"):
        clock_time(typed)


async def test_nothing_found_says_what_to_try(setting: Setting) -> None:
    answer = await setting.discord.slash("figures", setting.channel, OWNER, about="nothing")
    assert text_of(answer).strip() == "Nothing found. Try fewer words, or a longer period."
    assert answer.seen["components"] == []
    setting.fake.other = {"place": "Odesa", "by": "Red Cross"}
    answer = await setting.discord.slash("figures", setting.channel, OWNER, about="nothing")
    assert text_of(answer).strip() == "Nothing found. Did you mean **nothing in Odesa by Red Cross**?"


async def test_a_fault_in_the_desk_is_one_line_to_the_asker(
    setting: Setting, caplog: pytest.LogCaptureFixture
) -> None:
    setting.fake.slow = 0.0
    answer = await setting.discord.slash("brief", setting.channel, OWNER, article="https://broken.example")
    assert text_of(answer) == "That page holds no article."


# --- buttons ----------------------------------------------------------------------------------------


async def test_pages_are_turned_in_place(setting: Setting) -> None:
    answer = await setting.discord.slash("figures", setting.channel, OWNER, about="displaced")
    assert answer.seen["embeds"][0]["footer"]["text"] == "14 results · page 1 of 3"
    await setting.discord.press(answer.seen, "Next", setting.channel, OWNER)
    assert answer.seen["embeds"][0]["footer"]["text"] == "14 results · page 2 of 3"
    await setting.discord.press(answer.seen, "Next", setting.channel, OWNER)
    assert answer.seen["embeds"][0]["footer"]["text"] == "14 results · page 3 of 3"
    with pytest.raises(NotOfferedError):
        await setting.discord.press(answer.seen, "Next", setting.channel, OWNER)
    await setting.discord.press(answer.seen, "Previous", setting.channel, OWNER)
    assert answer.seen["embeds"][0]["footer"]["text"] == "14 results · page 2 of 3"


async def test_buttons_answer_after_a_restart(setting: Setting) -> None:
    answer = await setting.discord.slash("figures", setting.channel, OWNER, about="displaced")
    async with setting.restarted():
        await setting.discord.press(answer.seen, "Next", setting.channel, OWNER)
        assert answer.seen["embeds"][0]["footer"]["text"] == "14 results · page 2 of 3"


async def test_an_answer_is_shared_with_the_channel(setting: Setting) -> None:
    answer = await setting.discord.slash("figures", setting.channel, MEMBER, about="displaced")
    await setting.discord.press(answer.seen, "Share", setting.channel, MEMBER)
    (shared,) = setting.channel.messages
    assert shared["embeds"][0]["title"] == "Figures: displaced, since 7d"
    assert shared["components"] == []
    assert setting.discord.pings == []


async def test_a_digest_is_shared_as_a_whole(setting: Setting) -> None:
    answer = await setting.discord.slash("digest now", setting.channel, OWNER)
    await setting.discord.press(answer.seen, "Share", setting.channel, OWNER)
    titles = [embed["title"] for message in setting.channel.messages for embed in message["embeds"]]
    assert titles[:2] == [
        "World desk · Sun 1 Mar 2026, 07:00 Kyiv",
        "1 · Danube floods the port of Izmail",
    ]


@pytest.mark.parametrize(("label", "name"), [("Chart", "figures.png"), ("CSV", "figures.csv")])
async def test_figures_come_as_a_picture_and_as_a_table(setting: Setting, label: str, name: str) -> None:
    answer = await setting.discord.slash("figures", setting.channel, OWNER, about="displaced")
    pressed = await setting.discord.press(answer.seen, label, setting.channel, OWNER)
    assert [a["filename"] for a in pressed.seen["attachments"]] == [name]
    assert all(a["description"] for a in pressed.seen["attachments"])
    assert pressed.ephemeral


async def test_the_buttons_of_an_alert_answer(setting: Setting) -> None:
    from bot.discord_app.alert_embeds import alert_message

    payload = alert_message(samples.ALERT, samples.HIT, samples.ENTRY, "Danube Daily", story=(7, "Flood"))
    posted = setting.discord.interactions.message(setting.channel, payload, {})
    story = await setting.discord.press(posted, "Story", setting.channel, MEMBER)
    assert "**Time line**" in text_of(story)
    why = await setting.discord.press(posted, "Why?", setting.channel, MEMBER)
    assert text_of(why) == "alert 5: withdraw is a form of withdrawal"
    refused = await setting.discord.press(posted, "Mute 24 h", setting.channel, MEMBER, wait=False)
    await setting.discord.until(lambda: refused.follow_ups)
    assert "needs Manage Server" in refused.follow_ups[0]["content"]
    await setting.discord.press(posted, "Mute 24 h", setting.channel, OWNER)
    assert setting.fake.muted == [(5, samples.NOW + timedelta(hours=24))]


# --- autocomplete -----------------------------------------------------------------------------------


async def test_suggestions_come_from_the_teams_own_data(setting: Setting) -> None:
    discord, channel = setting.discord, setting.channel

    async def offered(command: str, option: str, typed: str, **others: Any) -> list[str]:
        found = await discord.autocomplete(command, channel, OWNER, option, typed, **others)
        return [choice["name"] for choice in found]

    assert await offered("figures", "by", "red", about="x") == ["Red Cross"]
    assert await offered("figures", "place", "", about="x") == ["Izmail", "Odesa"]
    assert await offered("digest now", "tags", "wor") == ["world"]
    assert await offered("digest now", "tags", "world, eu") == ["world, europe"]
    assert await offered("digest schedule", "zone", "kath") == ["Asia/Kathmandu"]
    assert (await offered("digest schedule", "zone", ""))[0] == "UTC"
    assert await offered("story", "story", "dan") == ["Danube floods the port of Izmail"]
    assert await offered("feed remove", "feed", "") == ["Danube Daily"]
    await discord.slash("figures", channel, OWNER, about="people displaced")
    assert await offered("figures", "about", "peo") == ["people displaced"]


async def test_a_suggestion_that_fails_offers_nothing(setting: Setting) -> None:
    object.__setattr__(setting.client.desk, "speakers", lambda owner, typed: 1 / 0)
    offers = await setting.discord.autocomplete("figures", setting.channel, OWNER, "by", "x", about="x")
    assert offers == []


async def test_a_channel_that_cannot_be_seen_is_said_so(setting: Setting) -> None:
    hidden = setting.discord.world.add_channel(setting.guild, "hidden", denied=VIEW)
    refused = await setting.discord.slash(
        "digest schedule", setting.channel, OWNER, at="07:00", zone="UTC", channel=hidden
    )
    assert "Give me View Channel there" in text_of(refused)
