"""A newsroom of real parts: a feed server, a store, the extractors; the clock is ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.feeds.fetch import Fetcher, Limits
from bot.pipeline import Done, Pipeline
from bot.service.render import Renderer
from storage.gazetteer import Gazetteer
from storage.records import Feed, Item, Message
from storage.store import Store
from tests.servers.feed_server import FeedServer

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
RSS = {"Content-Type": "application/rss+xml"}
HTML = {"Content-Type": "text/html"}
FLOOD = "At least seven people were killed in the flood around Sylhet, the district office said on Monday."
FERRY = "The ferry Santa Elvira sank off Mindoro with 120 people aboard, the coast guard said on Monday."
LONG = "The office counts every evening and publishes a table online. " * 30


def feed_of(*items: tuple[str, str, str], hours_ago: float = 1) -> str:
    """An RSS feed of (guid, title, text) items."""
    published = (NOW - timedelta(hours=hours_ago)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    told = "".join(
        f"<item><guid>{guid}</guid><title>{title}</title><link>http://127.0.0.1/{guid}</link>"
        f"<pubDate>{published}</pubDate><description>{text}</description></item>"
        for guid, title, text in items
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>{told}</channel></rss>'
    )


@asynccontextmanager
async def newsroom(store: Store, gazetteer: Gazetteer) -> AsyncIterator[tuple[Pipeline, FeedServer]]:
    limits = Limits(gap=0.0, total=30.0, parse=30.0, extract=30.0)  # a busy machine is no fault of the feed
    async with FeedServer() as server, Fetcher(allow_private=True, limits=limits) as fetcher:
        renderer = Renderer(discord=False)
        yield Pipeline(store, fetcher, gazetteer, renderer.digest, renderer.alert), server


def add(store: Store, server: FeedServer, path: str = "/feed", **fields: object) -> Feed:
    feed = Feed(id=0, url=server.url(path), title="Harbour Wire", full_text=False, **fields)  # type: ignore[arg-type]
    return store.feeds.add(feed, NOW)


async def read(pipeline: Pipeline, now: datetime = NOW) -> Done:
    async for _ in pipeline.poll(now):
        pass
    await pipeline.read_pages(now)
    return await pipeline.think(now)


def waiting(store: Store, target: str = "terminal") -> list[Message]:
    return list(store.outbox.backlog(target))


def items(store: Store) -> list[Item]:
    return store.briefs.between(NOW - timedelta(days=2), NOW + timedelta(days=2))
