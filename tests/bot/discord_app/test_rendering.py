"""What is posted reads well and is accepted, whatever the feeds brought."""

from __future__ import annotations

import itertools
import json
import random
import re
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery import plain
from bot.discord_app.alert_embeds import alert_message
from bot.discord_app.answers import claim_entries, figure_entries, page_of, place_entries, search_entries
from bot.discord_app.brief_embeds import brief_message
from bot.discord_app.catch_up import catch_up
from bot.discord_app.embeds import digest_messages
from bot.discord_app.looks import CHANGED, CONFLICT, NEW, stamp
from bot.discord_app.plain import payload_body
from bot.discord_app.story_embeds import story_embed
from bot.reports.places import place_boards
from storage.records import (
    Alert,
    Article,
    Brief,
    ClaimRow,
    Digest,
    DigestStory,
    Entry,
    Hit,
    Hold,
    LedgerRow,
    Message,
    PlaceRow,
    SearchRow,
)
from tests.bot.discord_app import samples
from tests.servers.discord_.rules import is_empty, message_problems, size
from tests.servers.discord_.world import pings

# --- what it says -----------------------------------------------------------------------------------


def test_figures_of_one_item_stand_over_its_title() -> None:
    first, second, other = samples.FIGURES[:3]
    of_one = replace(second, entry_id=first.entry_id)
    told = figure_entries([first, of_one, other])
    assert told[0].splitlines() == [
        "`100` people displaced · Red Cross",
        "`200` people displaced",
        "-# Flood in Izmail · [relief-wire.example](https://relief-wire.example/1)"
        f" · {stamp(first.when, 'R')}",
    ]
    assert told[1].startswith("`300` ")


def test_a_digest_begins_with_its_bottom_line() -> None:
    (message,) = digest_messages(samples.DIGEST)
    head = message["embeds"][0]
    assert head["title"] == "World desk · Sun 1 Mar 2026, 07:00 Kyiv"
    assert head["description"] == (
        "**1** Danube floods the port of Izmail · changed ⚠️\n"
        "**2** Rail workers in Poland walk out over pay\n\n"
        "14 items · 6 outlets · since <t:1772254800:f>\n"
        "2 more stories left out for length"
    )


def test_a_story_gives_what_happened_the_figures_who_says_so_and_what_is_missing() -> None:
    (message,) = digest_messages(samples.DIGEST)
    story = message["embeds"][1]
    assert story["author"]["name"] == "CHANGED · 3 independent sources"
    assert story["title"] == "1 · Danube floods the port of Izmail"
    assert story["color"] == CONFLICT
    harbour = "[harbour-post.example](https://harbour-post.example/a?id=1)"
    assert story["description"] == (
        f"The Danube broke its banks at Izmail on Saturday and flooded the lower port. {harbour}\n"
        "\n"
        "**Since then** at least seven killed, three before · first denial\n"
        "\n"
        "**people killed** · ⚠️ **in conflict, denied**\n"
        "`at least 7` mayor of Izmail · [danube-daily.example](https://danube-daily.example/2)"
        " · <t:1772334000:R>\n"
        "`3         ` emergency service · [harbour-post.example](https://harbour-post.example/8)"
        " · <t:1772312400:R>\n"
        "`denied    ` water authority: “the dam failed” "
        "[danube-daily.example](https://danube-daily.example/d)\n"
        "\n"
        "**people displaced in Odesa region** · compatible\n"
        "`up to 6,500` Red Cross · [relief-wire.example](https://relief-wire.example/4)"
        " · <t:1772326800:R>\n"
        "`about 4,000` regional governor's office · [harbour-post.example]"
        "(https://harbour-post.example/9) · <t:1772308800:R>\n"
        "\n"
        f"Denied by **water authority**: “the dam failed” {harbour}\n"
        f"**hydrology institute**: “the water will fall by Monday” {harbour}\n"
        "Demanded: “boats and pumps”, by the mayor of Izmail; nobody reports that it happened\n"
        "\n"
        "**Missing** no second source for seven killed\n"
        "**Places** Izmail (UA)\n"
        "\n"
        "**Sources** [relief-wire.example](https://relief-wire.example/2) <t:1772341200:R>"
        " · [danube-daily.example](https://danube-daily.example/3) <t:1772341200:R>"
        " · [harbour-post.example](https://www.harbour-post.example/2026/flood-1)"
        " <t:1772308800:R> (+2 copies)"
    )


def test_an_outlet_that_carries_a_report_stands_behind_its_link() -> None:
    carried = [replace(row, copies=("Relief Wire",)) for row in samples.FOUND]
    (found,) = search_entries(carried)
    assert " (+1 copy: Relief Wire) <t:" in found


def test_a_story_that_stands_still_is_one_line() -> None:
    (message,) = digest_messages(samples.DIGEST)
    last = message["embeds"][-1]
    assert (last["title"], last["description"]) == (
        "Unchanged",
        "Talks on the grain corridor · 2 sources · last told <t:1772254800:R>",
    )


def test_each_story_has_a_button_for_its_time_line() -> None:
    (message,) = digest_messages(samples.DIGEST)
    (row,) = message["components"]
    assert [(b["label"], b["custom_id"]) for b in row["components"]] == [
        ("Story 1", "story:7"),
        ("Story 2", "story:8"),
    ]


@pytest.mark.parametrize(
    ("story", "colour"),
    [
        (samples.FLOOD, CONFLICT),
        (
            replace(samples.FLOOD, ledger=replace(samples.FLOOD.ledger, measures=(samples.DISPLACED,))),
            CHANGED,
        ),
        (samples.STRIKE, NEW),
    ],
)
def test_the_colour_says_what_a_story_needs(story: DigestStory, colour: int) -> None:
    assert story_embed(story)["color"] == colour


def test_a_quiet_window_says_so() -> None:
    (message,) = digest_messages(replace(samples.DIGEST, stories=(), items=0, outlets=0, omitted=0))
    assert message["embeds"][0]["description"].startswith("Nothing came in.")


def test_a_long_digest_is_split_at_stories_and_loses_none() -> None:
    stories = tuple(replace(samples.FLOOD, id=n, headline=f"Flood number {n}") for n in range(1, 16))
    messages = digest_messages(replace(samples.DIGEST, stories=stories))
    titles = [e["title"] for m in messages for e in m["embeds"]]
    assert [t for t in titles if "Flood" in t] == [f"{n} · Flood number {n}" for n in range(1, 16)]
    assert [m["embeds"][-1]["footer"]["text"] for m in messages][
        -1
    ] == f"Sitrep · {len(messages)} of {len(messages)}"
    buttons = [b["custom_id"] for m in messages for row in m["components"] for b in row["components"]]
    assert buttons == [f"story:{n}" for n in range(1, 16)]


def test_an_alert_says_at_once_that_a_demand_is_no_event() -> None:
    payload = alert_message(
        samples.ALERT, samples.HIT, samples.ENTRY, "Danube Daily", story=(7, "Danube floods"), more_sources=3
    )
    (embed,) = payload["embeds"]
    assert embed["title"] == "withdrawal · DEMANDED, not reported as happening"
    assert embed["description"] == (
        "**mayor of Izmail** · The mayor called on the port to **withdraw** its barges.\n\n"
        "[danube-daily.example](https://danube-daily.example/3) · <t:1772337600:f>"
        " · story: Danube floods · +3 sources"
    )
    assert payload["content"] == "<@&600>"
    assert payload["allowed_mentions"] == {"parse": [], "roles": ["600"]}
    labels = [b["label"] for b in payload["components"][0]["components"]]
    assert labels == ["Story", "Mute 24 h", "Why?"]


def test_a_brief_tells_figures_claims_and_places() -> None:
    (embed,) = brief_message(samples.ARTICLE, samples.BRIEF)["embeds"]
    assert embed["description"] == (
        "At least seven people died.\n\n"
        "**Figures**\n`at least 7` people killed · mayor of Izmail\n\n"
        "**Who says what**\n**mayor of Izmail** said: “the port needs boats”\n\n"
        "**Places** Izmail\n"
        "[danube-daily.example](https://danube-daily.example/3)"
    )


def test_a_backlog_is_told_with_the_newest_digest_in_full() -> None:
    hold = Hold("discord:100", "Discord says 403 (50013): Missing Permissions", samples.NOW, samples.NOW)
    first, second = (json.dumps(m) for m in digest_messages(samples.DIGEST) * 2)
    alert = json.dumps(alert_message(samples.ALERT, samples.HIT, samples.ENTRY, "Danube Daily"))
    backlog = [
        Message(1, "discord:100", "digest", "28 Feb", 1, 1, first, created_at=samples.NOW),
        Message(2, "discord:100", "alert", "5", 1, 1, alert, created_at=samples.NOW),
        Message(3, "discord:100", "digest", "1 Mar", 1, 1, second, created_at=samples.NOW),
    ]
    account, latest = map(json.loads, catch_up(backlog, hold))
    (embed,) = account["embeds"]
    assert embed["title"] == "While I could not post here"
    assert embed["description"] == (
        r"since <t:1772341200:f> · Discord says 403 (50013): Missing Permissions · 1 earlier digest · 1 alert"
        "\n\n<t:1772341200:f> **World desk · Sun 1 Mar 2026, 07:00 Kyiv**"
        " 1 · Danube floods the port of Izmail · 2 · Rail workers in Poland walk out over pay"
        "\n\n<t:1772341200:f> **withdrawal · DEMANDED, not reported as happening**"
        "\n**mayor of Izmail** · The mayor called on the port to **withdraw** its barges."
        "\n[danube-daily.example](https://danube-daily.example/3) · <t:1772337600:f>"
    )
    assert latest == json.loads(second)


def test_an_alert_of_conditions_alone_is_headed_by_the_story_and_names_its_rule() -> None:
    hit = replace(samples.HIT, rule="figure:killed>=1", words=())
    told = alert_message(samples.ALERT, hit, samples.ENTRY, "Danube Daily", story=(7, "Flood at Izmail"))
    (embed,) = told["embeds"]
    assert embed["title"] == "Flood at Izmail · DEMANDED, not reported as happening"
    assert "rule: figure:killed>=1" in embed["description"]
    assert "story:" not in embed["description"]


def test_nothing_vanishes_from_a_catch_up_however_often_it_is_made() -> None:
    hold = Hold("discord:100", "Missing Permissions", samples.NOW, samples.NOW)

    def message(id: int, kind: Any, payload: str, key: str = "") -> Message:
        return Message(id, "discord:100", kind, key or str(id), 1, 1, payload, created_at=samples.NOW)

    alert = json.dumps(alert_message(samples.ALERT, samples.HIT, samples.ENTRY, "Danube Daily"))
    asked = json.dumps({"content": "Is **a digest** there?"})
    first = catch_up([message(1, "notice", plain("A feed is gone")), message(2, "notice", asked)], hold)
    second = catch_up([message(3, "digest", first[0], "catch-up:2"), message(4, "alert", alert)], hold)
    (embed,) = json.loads(second[0])["embeds"]
    for told in ("A feed is gone", "Is **a digest** there?", "The mayor called on the port"):
        assert told in embed["description"]


def test_a_long_backlog_is_counted_where_it_would_flood_a_channel() -> None:
    alert = json.dumps(alert_message(samples.ALERT, samples.HIT, samples.ENTRY, "Danube Daily"))
    many = [
        Message(n, "discord:100", "alert", str(n), 1, 1, alert, created_at=samples.NOW) for n in range(900)
    ]
    payloads = [json.loads(payload) for payload in catch_up(many, None)]
    assert len(payloads) == 4
    assert [problem for payload in payloads for problem in message_problems(payload, "channel")] == []
    told = sum(payload["embeds"][n]["description"].count("DEMANDED") for payload in payloads
               for n in range(len(payload["embeds"])))  # fmt: skip
    assert payloads[-1]["embeds"][-1]["footer"]["text"] == f"Sitrep · {900 - told} more: /search finds them"


# --- that it is accepted ----------------------------------------------------------------------------

NASTY = [
    "@everyone", "<@&123>", "```", "\u202e", "😀" * 30, "字" * 80, "[x](http://evil.example)", "# " * 50,
    "a" * 700, "\\", "\n\n-# small", "\ud800", "👨‍👩‍👧‍👦" * 40, " ", "", "<t:1:R>", "**", "word " * 300,
]  # fmt: skip
LINKS = [
    "https://news.example/a", "https://news.example/" + "x" * 1900, "javascript:alert(1)",
    "https://news.example/a b)c", "http://[::1", "https://бел.example/", "https://" + "a" * 80 + ".example/",
    "https://" + "b" * 60 + ".example/" + "y" * 320, "",
]  # fmt: skip
ZONES = ["UTC", "Europe/Kyiv", "Australia/Lord_Howe"]
SEEDS = st.integers(0, 2**32)  # a record drawn field by field would be too large for Hypothesis to shrink


class Feed:
    """Draws records whose texts, links and sizes a hostile feed could bring about."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.ids = itertools.count(10**9)

    def record(self, kind: type, depth: int = 0) -> Any:
        hints = typing.get_type_hints(kind)
        names = [f.name for f in fields(kind) if f.init]
        return kind(**{name: self.value(name, hints[name], depth + 1) for name in names})

    def value(self, name: str, hint: Any, depth: int) -> Any:
        draw = self.random
        arguments = typing.get_args(hint)
        if type(None) in arguments and (depth > 4 or draw.random() < 0.3):
            return None
        if name == "url":
            return draw.choice([*LINKS, self.text()])
        if name == "id":
            return next(self.ids)
        if name == "zone":
            return draw.choice(ZONES)
        if name == "mention":
            return "123456789"
        if typing.get_origin(hint) is tuple and arguments and arguments[-1] is Ellipsis:
            count = draw.choice([0, 0, 1, 2, 3, 12 if depth < 4 else 4])
            if name == "rows":  # a measure is made of at least one
                count = max(count, 1)
            return tuple(self.value(name, arguments[0], depth) for _ in range(count))
        if is_dataclass(hint):
            return self.record(hint, depth)  # type: ignore[arg-type]
        if type(None) in arguments:
            return self.value(name, next(a for a in arguments if a is not type(None)), depth)
        return self.plain(hint, arguments)

    def plain(self, hint: Any, arguments: tuple[Any, ...]) -> Any:
        draw = self.random
        if typing.get_origin(hint) is Literal:
            return draw.choice(arguments)
        if typing.get_origin(hint) is tuple:
            return tuple(self.plain(a, ()) for a in arguments)
        if hint is datetime:
            return datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=draw.randrange(50_000_000))
        makers: dict[Any, Callable[[], Any]] = {
            str: self.text,
            int: lambda: draw.choice([0, 1, 7, 60, 10**12]),
            float: lambda: draw.choice([0.0, 3.0, -2.5, 1e15, 12_345_678.9]),
            bool: lambda: draw.random() < 0.5,
            timedelta: lambda: timedelta(hours=draw.randrange(100)),
            time: lambda: time(7),
        }
        return makers[hint]()

    def text(self) -> str:
        return "".join(self.random.choice(NASTY) for _ in range(self.random.choice([0, 1, 1, 2, 6])))


def accepted(payload: dict[str, Any], where: str = "channel", *, waking: tuple[str, ...] = ()) -> None:
    """Discord takes it as it is stored; and it wakes nobody else."""
    body = payload_body(json.dumps(payload)) if where == "channel" else payload
    json.dumps(body, ensure_ascii=False).encode()
    assert message_problems(body, where) == []
    assert not is_empty(body)
    assert pings(body.get("content") or "", body["allowed_mentions"]) == list(waking)
    room = 6000 - sum(map(size, body.get("embeds", [])))
    assert room >= len(" · #ABCDEFGH"), "no room for the mark that delivery adds"
    for embed in body.get("embeds", []):
        shown = re.sub(r"`[^`\n]*`", "", embed.get("description", ""))  # in code a link is letters
        for address in re.findall(r"[^\\]\]\((.*?)\)", shown):
            assert re.fullmatch(r"https?://[^\s()<>]+", address), address


@settings(max_examples=40)
@given(SEEDS)
def test_any_digest_is_accepted(seed: int) -> None:
    for message in digest_messages(Feed(seed).record(Digest)):
        accepted(message)


@settings(max_examples=30)
@given(SEEDS)
def test_any_story_is_accepted(seed: int) -> None:
    story = Feed(seed).record(DigestStory)
    accepted({"embeds": [story_embed(story)], "allowed_mentions": {"parse": []}})


@settings(max_examples=60)
@given(SEEDS, st.booleans())
def test_any_alert_is_accepted_and_wakes_its_role_alone(seed: int, told: bool) -> None:
    feed = Feed(seed)
    alert, hit, entry = feed.record(Alert), feed.record(Hit), feed.record(Entry)
    story = (1, feed.text()) if told else None
    payload = alert_message(alert, hit, entry, feed.text(), story=story, note=feed.text())
    accepted(payload, waking=(f"role {alert.mention}",) if alert.mention else ())


@settings(max_examples=40)
@given(SEEDS, st.integers(0, 9))
def test_any_answer_is_accepted(seed: int, count: int) -> None:
    feed = Feed(seed)
    for kind, entries in (
        (LedgerRow, figure_entries),
        (ClaimRow, claim_entries),
        (PlaceRow, place_entries),
        (SearchRow, search_entries),
    ):
        rows = [feed.record(kind) for _ in range(count)]
        rows = place_boards(rows) if kind is PlaceRow else rows
        accepted(page_of(f"X {feed.text()}", rows, entries, 0, "abcdefghijklm", extras=True), "interaction")


@settings(max_examples=60)
@given(SEEDS)
def test_any_brief_is_accepted(seed: int) -> None:
    feed = Feed(seed)
    accepted(brief_message(feed.record(Article), feed.record(Brief)), "interaction")


@settings(max_examples=8)
@given(SEEDS, st.integers(1, 4))
def test_any_backlog_is_accepted(seed: int, count: int) -> None:
    feed = Feed(seed)
    backlog = [
        Message(n, "discord:1", "digest", str(n), part, 1, json.dumps(message), created_at=samples.NOW)
        for n in range(count)
        for part, message in enumerate(digest_messages(feed.record(Digest)), 1)
    ]
    for payload in catch_up(backlog, Hold("discord:1", feed.text(), samples.NOW, samples.NOW)):
        accepted(json.loads(payload))
