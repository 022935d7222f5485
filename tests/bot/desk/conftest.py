"""A store of three owners, and the desk that Discord's commands ask."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.discord_app.desk import Ask, Desk
from bot.feeds.fetch import Fetcher, Limits
from bot.pipeline import Pipeline
from bot.service.desk import make_desk
from bot.service.render import Renderer
from storage.gazetteer import Gazetteer
from storage.store import Store
from tests.newsroom import NOW, add_entry, add_feed, store_in
from tests.servers.feed_server import FeedServer

OURS, THEIRS = "discord:1", "discord:2"
FLOOD = "At least seven people were killed in the flood around Sylhet, the district office said on Monday."
FERRY = "The ferry Santa Elvira sank off Mindoro with 120 people aboard, the coast guard said on Monday."
MORE = "Boats came. " * 80
PAGE = f"<html><body><article><h1>Flood</h1><p>{FLOOD}</p><p>{MORE}</p></article></body></html>"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Hill Post</title>
<item><guid>h</guid><title>Ferry sinks</title><description>It sank.</description></item></channel></rss>"""


@dataclass
class Office:
    """A store with an item of the operator's feeds and one of each server's, worked through."""

    store: Store
    desk: Desk
    server: FeedServer
    pipeline: Pipeline


@pytest.fixture
async def office(tmp_path: Path, gazetteer: Gazetteer) -> AsyncIterator[Office]:
    store = store_in(tmp_path)
    texts = {"": FLOOD, OURS: FERRY, THEIRS: FLOOD.replace("Sylhet", "Beira")}
    for n, (owner, text) in enumerate(texts.items()):
        add_entry(store, add_feed(store, f"outlet{n}", owner=owner), text, title=text.split(",")[0])
    limits = Limits(gap=0.0, total=30.0, parse=30.0, extract=30.0)
    async with FeedServer() as server, Fetcher(allow_private=True, limits=limits) as fetcher:
        renderer = Renderer(discord=True)
        pipeline = Pipeline(store, fetcher, gazetteer, renderer.digest, renderer.alert)
        await pipeline.think(NOW)
        yield Office(store, make_desk(pipeline, lambda: NOW), server, pipeline)
    store.close()


def ask(words: str, owner: str = OURS, **more: str) -> Ask:
    return Ask(owner, words, NOW - timedelta(days=7), NOW, **more)  # type: ignore[arg-type]
