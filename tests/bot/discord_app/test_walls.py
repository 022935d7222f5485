"""What a server keeps is its own: every command and button, asked by a stranger, over the real desk."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.discord_app.client import SitrepClient
from bot.feeds.fetch import Fetcher
from bot.pipeline import Pipeline
from bot.service.desk import make_desk
from bot.service.render import Renderer
from storage.gazetteer import Gazetteer
from storage.records import Alert
from storage.store import Store
from tests.bot.discord_app.conftest import connected
from tests.newsroom import NOW, add_entry, add_feed, store_in
from tests.servers.discord_.world import BOT
from tests.servers.discord_server import Channel, DiscordServer, Guild

OWNER, VISITOR = 50, 77
SECRET = "The ferry Santa Elvira sank off Mindoro with 120 people aboard, the harbour master said on Monday."
COMMON = "At least seven people were killed in the flood around Sylhet, the district office said on Monday."
TELLTALES = ("elvira", "mindoro", "harbour master", "ours.example", "secret")
STEPS = 5_000  # thousands of SQLite's steps for an offer: some 50 ms; Discord waits for three seconds
ROWS = 100_000


@dataclass
class Walls:
    """Two servers on one bot: ours with a feed and an alert of its own, theirs with nothing."""

    discord: DiscordServer
    store: Store
    client: SitrepClient
    ours: Guild
    theirs: Guild
    here: Channel
    there: Channel


@pytest.fixture
async def walls(discord: DiscordServer, tmp_path: Path, gazetteer: Gazetteer) -> AsyncIterator[Walls]:
    store = store_in(tmp_path)
    ours, theirs = (discord.world.add_guild(name, OWNER) for name in ("Ours", "Theirs"))
    here, there = (discord.world.add_channel(guild, "news") for guild in (ours, theirs))
    owner = f"discord:{ours.id}"
    add_entry(
        store, add_feed(store, "ours", tags=("secret",), owner=owner), SECRET, title="Santa Elvira sinks"
    )
    add_entry(store, add_feed(store, "all"), COMMON, title="Flood around Sylhet")
    store.alerts.add(Alert(0, "elvira", f"discord:{here.id}", owner=owner, added_at=NOW), NOW)
    async with Fetcher(allow_private=True) as fetcher:
        renderer = Renderer(discord=True)
        pipeline = Pipeline(store, fetcher, gazetteer, renderer.digest, renderer.alert)
        await pipeline.think(NOW)
        async with connected(discord, make_desk(pipeline, lambda: NOW)) as client:
            yield Walls(discord, store, client, ours, theirs, here, there)
    store.close()


LOOK_UPS: dict[str, dict[str, Any]] = {
    "figures": {"about": "people"},
    "claims": {"about": "sank"},
    "places": {"where": "Mindoro"},
    "search": {"query": "ferry"},
    "story": {"story": "sinks"},
    "status": {},
    "digest now": {},
    "digest list": {},
    "alert list": {},
    "alert test": {"rule": "elvira"},
    "feed list": {},
    "feed why": {"item": "Santa Elvira sinks"},
    "brief": {"article": "entry:1"},
}


@pytest.mark.parametrize("command", LOOK_UPS)
async def test_no_answer_to_another_server_shows_what_is_ours(walls: Walls, command: str) -> None:
    answer = await walls.discord.slash(command, walls.there, OWNER, **LOOK_UPS[command])
    shown = json.dumps(answer.seen).lower().replace(str(LOOK_UPS[command]).lower(), "")
    asked = {str(value).lower() for value in LOOK_UPS[command].values()}
    told = [word for word in TELLTALES if word in shown and not any(word in text for text in asked)]
    assert told == []
    assert "120 p" not in shown


async def test_the_same_questions_are_answered_at_home(walls: Walls) -> None:
    silent = []
    for command in ("figures", "search", "story", "digest now", "alert list", "feed list", "brief"):
        answer = await walls.discord.slash(command, walls.here, OWNER, **LOOK_UPS[command])
        if not any(word in json.dumps(answer.seen).lower() for word in TELLTALES):
            silent.append(command)
    assert silent == []


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("alert pause", {"alert": "1"}),
        ("alert remove", {"alert": "1"}),
        ("feed pause", {"feed": "1"}),
        ("feed remove", {"feed": "1"}),
        ("digest cancel", {"digest": "1"}),
    ],
)
async def test_a_number_of_another_server_changes_nothing(
    walls: Walls, command: str, options: dict[str, Any]
) -> None:
    await walls.discord.slash("digest schedule", walls.here, OWNER, at="07:00", zone="UTC")
    before = (walls.store.feeds.list(), walls.store.alerts.all(), walls.store.subscriptions.all())
    await walls.discord.slash(command, walls.there, OWNER, **options)
    assert (walls.store.feeds.list(), walls.store.alerts.all(), walls.store.subscriptions.all()) == before


async def test_a_feed_or_story_of_another_server_cannot_be_touched(walls: Walls) -> None:
    (ours,) = (feed for feed in walls.store.feeds.list() if feed.owner == f"discord:{walls.ours.id}")
    refused = await walls.discord.slash("feed refresh", walls.there, OWNER, feed=str(ours.id))
    assert refused.seen["content"] == "There is no such feed here."
    (entry,) = walls.store.entries.recent(ours.id)
    story = str(walls.store.stories.of_entry(entry.id))
    split = await walls.discord.slash("stories split", walls.there, OWNER, story=story)
    assert split.seen["content"] == "That story has no items that could be parted."
    merged = await walls.discord.slash("stories merge", walls.there, OWNER, story=story, other="2")
    assert merged.seen["content"].startswith("Choose two different stories")


async def test_a_channel_of_another_server_is_refused(walls: Walls) -> None:
    answer = await walls.discord.slash(
        "digest schedule", walls.there, OWNER, at="07:00", zone="UTC", channel=walls.here
    )
    assert f"I cannot see <#{walls.here.id}>" in answer.seen["content"]
    assert walls.store.subscriptions.all() == ()


async def test_a_button_of_another_server_opens_nothing(walls: Walls) -> None:
    asked = await walls.discord.slash("figures", walls.here, OWNER, about="people")
    for label in ("Share", "Chart", "CSV"):
        pressed = await walls.discord.press(asked.seen, label, walls.there, OWNER)
        assert "no longer know what was asked" in json.dumps(pressed.seen) + json.dumps(pressed.follow_ups)


async def test_alone_a_person_sees_what_the_operator_reads(walls: Walls) -> None:
    alone = walls.discord.world.dm(VISITOR)
    for command in ("figures", "claims", "places", "search", "story", "status", "brief"):
        answer = await walls.discord.slash(command, alone, VISITOR, **LOOK_UPS[command])
        assert "120 p" not in json.dumps(answer.seen)
    found = await walls.discord.slash("search", alone, VISITOR, query="flood")
    assert "Sylhet" in json.dumps(found.seen)


async def test_an_app_a_person_installed_shows_a_server_nothing_of_its_own(walls: Walls) -> None:
    del walls.ours.members[BOT]
    await walls.discord.gateway.dispatch("GUILD_DELETE", {"id": str(walls.ours.id)})
    await walls.discord.until(lambda: walls.client.get_guild(walls.ours.id) is None)
    found = await walls.discord.slash("search", walls.here, OWNER, query="ferry")
    assert "Nothing found" in json.dumps(found.seen)


async def test_a_server_that_sends_us_away_is_noted_and_an_outage_is_not(walls: Walls) -> None:
    owner = f"discord:{walls.ours.id}"
    departures = walls.store.departures
    await walls.discord.gateway.dispatch("GUILD_DELETE", {"id": str(walls.ours.id), "unavailable": True})
    await walls.discord.gateway.dispatch("GUILD_CREATE", walls.ours.json())
    await walls.discord.gateway.dispatch("GUILD_DELETE", {"id": str(walls.theirs.id)})
    await walls.discord.until(lambda: departures.since(f"discord:{walls.theirs.id}"))
    assert departures.since(owner) is None
    await walls.discord.gateway.dispatch("GUILD_DELETE", {"id": str(walls.ours.id)})
    await walls.discord.until(lambda: departures.since(owner))
    await walls.discord.gateway.dispatch("GUILD_CREATE", walls.ours.json())
    await walls.discord.until(lambda: departures.since(owner) is None)


async def test_a_server_that_leaves_and_comes_back_is_here_however_slow_the_store_is(
    walls: Walls, monkeypatch: pytest.MonkeyPatch
) -> None:
    departures, came, left = walls.store.departures, threading.Event(), threading.Event()
    leave, return_ = departures.leave, departures.return_

    def slow_leave(owner: str, now: datetime) -> None:
        came.wait(0.3)  # a return that does not wait for its turn would be first
        leave(owner, now)
        left.set()

    def back(owner: str) -> None:
        return_(owner)
        came.set()

    monkeypatch.setattr(departures, "leave", slow_leave)
    monkeypatch.setattr(departures, "return_", back)
    await walls.discord.gateway.dispatch("GUILD_DELETE", {"id": str(walls.ours.id)})
    await walls.discord.gateway.dispatch("GUILD_CREATE", walls.ours.json())
    await walls.discord.until(lambda: came.is_set() and left.is_set())
    assert departures.since(f"discord:{walls.ours.id}") is None


async def test_offers_fit_what_is_typed_out_of_a_hundred_thousand_rows(walls: Walls) -> None:
    _fill(walls.store, 2)
    typing = {
        ("figures", "by"): "speaker 49",
        ("figures", "place"): "place 49",
        ("places", "where"): "PLACE 4",
        ("story", "story"): "flood",
        ("digest schedule", "zone"): "new y",
    }
    for (command, option), typed in typing.items():
        offers = await walls.discord.autocomplete(command, walls.there, OWNER, option, typed)
        assert 1 <= len(offers) <= 25, (command, option)
        wanted = typed.replace(" ", "_") if option == "zone" else typed
        assert [o["name"] for o in offers if wanted.casefold() not in o["name"].casefold()] == []
    asked = await walls.discord.autocomplete("figures", walls.there, OWNER, "about", "no such question")
    assert asked == []


async def test_an_offer_takes_few_steps_however_much_is_stored(walls: Walls) -> None:
    _fill(walls.store, 2)
    typing = {"speakers": "speaker 49", "place_names": "place 49", "stories": "headline 99"}
    steps = {
        (noun, typed): _steps(walls, noun, typed) for noun, full in typing.items() for typed in (full, "")
    }
    assert {asked: taken for asked, taken in steps.items() if taken > STEPS} == {}


def _steps(walls: Walls, noun: str, typed: str) -> int:
    """Thousands of steps of SQLite's machine that an offer takes: the same on a slow computer."""
    connection, counted = walls.store._database.connection, []
    connection.set_progress_handler(lambda: counted.append(1), 1000)
    try:
        getattr(walls.client.desk, noun)(f"discord:{walls.theirs.id}", typed)
    finally:
        connection.set_progress_handler(None, 0)
    return len(counted)


def _fill(store: Store, entry: int) -> None:
    """Rows straight into the tables: what years of reading would leave."""
    database = store._database
    last = (NOW - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
    rows = [{"id": 10**15 + n, "entry": entry, "name": n % 5000, "at": last} for n in range(ROWS)]
    with store.transaction():
        database.execute_many(
            "insert into claims (id, entry_id, n, stance, name)"
            " values (:id, :entry, 0, 'asserts', 'Speaker ' || :name)",
            rows,
        )
        database.execute_many(
            "insert into locations (id, entry_id, n, name, role)"
            " values (:id, :entry, 0, 'Place ' || :name, 'place')",
            rows,
        )
        database.execute_many(
            "insert into stories (id, headline, first_seen, last_seen)"
            " values (:id, 'Headline ' || :id, :at, :at)",
            rows,
        )
