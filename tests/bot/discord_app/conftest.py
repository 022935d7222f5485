"""A real client on a real socket: the bot, its desk over a real store, and the strict stand-in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.discord_app.client import SitrepClient
from bot.discord_app.desk import AddedFeed, Ask, Caught, Desk, DeskError, FoundFeed, Line, StoryItem
from storage.records import Alert, Feed, Status, Story
from storage.store import Store
from tests.bot.discord_app import samples
from tests.servers.discord_server import TOKEN, Channel, DiscordServer, Exchange, Guild

OWNER, MEMBER, STRANGER = 50, 51, 52
ITEM = StoryItem(31, "Seven dead in Izmail", "Danube Daily", samples.NOW)


@dataclass
class FakeDesk:
    """The rest of Sitrep, for as much as the commands see of it; what was asked is kept."""

    asked: list[Any] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=lambda: [samples.FEED])
    muted: list[tuple[int, datetime]] = field(default_factory=list)
    stories: list[Story] = field(default_factory=lambda: [samples.STORY])
    other: dict[str, Any] = field(default_factory=dict)  # another spelling of what is asked
    slow: float = 0.0

    def desk(self, store: Store) -> Desk:
        return Desk(
            store=store,
            clock=lambda: samples.NOW,
            figures=self.note(samples.FIGURES),
            claims=self.note(samples.CLAIMS),
            places=self.note(samples.PLACES),
            search=self.note(samples.FOUND),
            respelt=lambda noun, ask: replace(ask, **self.other) if self.other else None,
            chart=lambda rows, title: b"\x89PNG\r\n\x1a\n",
            csv=lambda rows: "value,counted\n4000,people\n",
            digest=lambda owner, since, until, tags, stories: samples.DIGEST,
            stories=lambda owner, typed: self.stories,
            story=lambda owner, id: samples.FLOOD if id == 7 else None,
            items=lambda owner, words: [ITEM] if words.lower() in ITEM.title.lower() else [],
            brief=self.brief,
            alerts=lambda owner: [a for a in self.alerts if a.owner == owner],
            add_alert=self.add_alert,
            test_alert=self.test_alert,
            pause_alert=lambda owner, id, reason: self._own(owner, id),
            mute_alert=self.mute,
            remove_alert=self._own,
            why_alert=lambda owner, alert, entry: [f"alert {alert}: withdraw is a form of withdrawal"],
            story_items=self.story_items,
            merge_stories=lambda owner, into, other: self.asked.append(("merge", owner, into, other)),
            split_story=self.split_story,
            find_feeds=self.find_feeds,
            refresh_feed=self.refresh_feed,
            feeds=lambda owner: [f for f in self.feeds if f.owner in {"", owner}],
            add_feed=self.add_feed,
            pause_feed=lambda owner, id, paused: any(f.id == id and f.owner == owner for f in self.feeds),
            remove_feed=lambda owner, id: any(f.id == id and f.owner == owner for f in self.feeds),
            why=lambda owner, item: [
                Line("Fetched", "ok", "from Danube Daily"),
                Line("Brief", "warn", "late"),
            ],
            speakers=lambda owner, typed: ["Red Cross", "mayor of Izmail"],
            place_names=lambda owner, typed: ["Izmail", "Odesa"],
            status=lambda owner: [Line("Feeds", "ok", "1 of 1 read"), Line("Outbox", "bad", "3 held")],
            forget=lambda owner, targets: 12,
        )

    def note(self, rows: list[Any]) -> Any:
        def find(ask: Ask) -> list[Any]:
            self.asked.append(ask)
            return [] if ask.words == "nothing" else rows

        return find

    async def brief(self, owner: str, source: str) -> Any:
        self.asked.append((owner, source))
        if self.slow:
            await asyncio.sleep(self.slow)
        if "broken" in source:
            raise DeskError("That page holds no article.")
        return samples.ARTICLE, samples.BRIEF

    def add_alert(self, alert: Alert) -> Alert:
        self.alerts.append(replace(alert, id=len(self.alerts) + 1))
        return self.alerts[-1]

    def test_alert(
        self, owner: str, rule: str, statuses: tuple[Status, ...], since: datetime, tags: tuple[str, ...]
    ) -> list[Caught]:
        if rule == "AND":
            raise DeskError("Rule: AND needs a word on each side.")
        entry = samples.ENTRY
        return [Caught(samples.HIT, entry.title, entry.url, "danube-daily.example", entry.when)]

    def mute(self, owner: str, id: int, until: datetime) -> bool:
        self.muted.append((id, until))
        return True

    def _own(self, owner: str, id: int) -> bool:
        return any(a.id == id and a.owner == owner for a in self.alerts)

    def story_items(self, owner: str, story_id: int) -> list[StoryItem]:
        if story_id not in {7, 8}:
            return []
        titles = ["Flood at Izmail", "Bridge of Odesa closed", "Flood: 4,000 leave"]
        return [StoryItem(story_id * 10 + n, t, "Danube Daily", samples.NOW) for n, t in enumerate(titles)]

    def split_story(self, owner: str, story_id: int, entries: Sequence[int]) -> int:
        self.asked.append(("split", owner, story_id, tuple(entries)))
        return 99

    async def find_feeds(self, owner: str, address: str) -> list[FoundFeed]:
        if "many" in address:
            named = [("https://many.example/a.xml", "World"), ("https://many.example/b.xml", "Sport")]
            return [FoundFeed(url, title, url) for url, title in named]
        return [FoundFeed(address, "New Feed", address)]

    async def refresh_feed(self, owner: str, feed_id: int) -> str:
        return f"Feed {feed_id}: 2 new items."

    async def add_feed(self, owner: str, address: str, tags: tuple[str, ...]) -> AddedFeed:
        feed = Feed(len(self.feeds) + 1, address, "New Feed", tags, owner=owner)
        self.feeds.append(feed)
        return AddedFeed(feed, 3, ("Flood at Izmail", "Bridge closed", "Ferry late"))


@dataclass
class Setting:
    """All that a test touches."""

    discord: DiscordServer
    fake: FakeDesk
    store: Store
    guild: Guild
    channel: Channel
    client: SitrepClient

    @asynccontextmanager
    async def restarted(self) -> AsyncIterator[SitrepClient]:
        """A second client on the same store, after the first was closed."""
        await self.client.close()
        async with connected(self.discord, self.fake.desk(self.store)) as client:
            self.client = client
            yield client


@asynccontextmanager
async def connected(discord: DiscordServer, desk: Desk) -> AsyncIterator[SitrepClient]:
    client = SitrepClient(desk, discord.url, ready_timeout=0.05)
    running = asyncio.create_task(client.run_until_closed(TOKEN))
    ready = asyncio.create_task(_ready(client))
    done, _ = await asyncio.wait({running, ready}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
    if running in done:
        ready.cancel()
        running.result()
    assert ready in done, "the client did not become ready"
    try:
        yield client
    finally:
        await client.close()
        await running


async def _ready(client: SitrepClient) -> None:
    while not hasattr(client, "_ready") or not isinstance(client._ready, asyncio.Event):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await client.wait_until_ready()


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server
        assert server.rest.spec_problems == []


@pytest.fixture
async def setting(discord: DiscordServer, store: Store) -> AsyncIterator[Setting]:
    guild = discord.world.add_guild("Desk", OWNER)
    channel = discord.world.add_channel(guild, "news")
    discord.world.join(guild, MEMBER, "reader")
    fake = FakeDesk(feeds=[replace(samples.FEED, owner=f"discord:{guild.id}")])
    async with connected(discord, fake.desk(store)) as client:
        setting = Setting(discord, fake, store, guild, channel, client)
        yield setting
    if setting.client is not client:
        await setting.client.close()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def text_of(answer: Exchange) -> str:
    """What an answer says, embeds and all."""
    seen = answer.seen
    return "\n".join([seen["content"], *(e.get("description", "") for e in seen["embeds"])])
