"""One pass of the whole flow, as the service runs it: feed, text, brief, story, alert, digest, Discord."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from functools import partial

from bot.briefs import make_brief
from bot.delivery import deliver
from bot.discord_app import embeds, limits
from bot.discord_app.client import SitrepClient
from bot.feeds.fetch import Fetcher
from bot.pipeline import Pipeline
from bot.service.desk import make_desk
from bot.service.render import Renderer
from storage.gazetteer import Gazetteer, open_gazetteer
from storage.records import Alert, Article, Feed, Schedule
from storage.store import Store, open_store
from tests.servers.discord_server import TOKEN

ROUNDS = 100  # of delivery; each waits for what is told to wait


def warm_up() -> Gazetteer:
    """What every fork would otherwise load for itself."""
    gazetteer = open_gazetteer()
    make_brief(Article("0", "Warm", "At least seven people died in Odesa, the mayor said."), gazetteer)
    # One story a message, so that a digest has several parts to break off between.
    embeds.pack = partial(limits.pack, total=900)  # type: ignore[assignment]
    return gazetteer


def prepare(database: str, feed: str, channels: list[int]) -> None:
    """A store as a team set it up: a feed, a digest that is due in one channel, an alert in another."""
    now = datetime.now(UTC)
    store = open_store(database)
    store.feeds.add(Feed(id=0, url=feed, title="Chaos Wire", full_text=False), now)
    due = (now - timedelta(minutes=5)).time().replace(second=0, microsecond=0)
    schedule = Schedule(id=0, target=f"discord:{channels[0]}", at=time(due.hour, due.minute), zone="UTC")
    store.subscriptions.add(schedule, now - timedelta(days=1))
    store.alerts.add(Alert(id=0, rule="figure:killed>=1", target=f"discord:{channels[1]}"), now)
    store.close()


async def run(database: str, api: str, gazetteer: Gazetteer, *, gateway: bool) -> None:
    """From what is due to nothing left to send; with the gateway, as a bot that is online."""
    store = open_store(database)
    async with Fetcher(allow_private=True) as fetcher:
        renderer = Renderer(discord=True)
        pipeline = Pipeline(store, fetcher, gazetteer, renderer.digest, renderer.alert)
        async for visit in pipeline.poll(clock()):
            assert visit.outcome != "error", f"the feed could not be read: {visit.note}"
        await pipeline.read_pages(clock())
        await pipeline.think(clock())
        await asyncio.to_thread(pipeline.digest, clock())
        client = SitrepClient(make_desk(pipeline, clock), api)
        if gateway:
            await _deliver_online(store, client)
        else:
            async with client:
                await client.login(TOKEN)
                await _deliver_all(store, client)
    store.close()


async def _deliver_online(store: Store, client: SitrepClient) -> None:
    connection = asyncio.create_task(client.run_until_closed(TOKEN))
    while not client.is_ready():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await _deliver_all(store, client)
    await client.close()
    await connection


async def _deliver_all(store: Store, client: SitrepClient) -> None:
    for _ in range(ROUNDS):
        await deliver(store.outbox, {"discord": client.sender()}, clock)
        waits_until = store.outbox.next_at()
        if not any(lag.state in {"pending", "sending"} for lag in store.outbox.lags()):
            return
        if waits_until is not None:
            await asyncio.sleep(max(0.05, (waits_until - clock()).total_seconds()))


def clock() -> datetime:
    return datetime.now(UTC)
