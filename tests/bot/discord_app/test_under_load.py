"""While articles pour in, a command is acknowledged in under a second and no heartbeat is late."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

from bot.feeds.fetch import Fetcher
from bot.pipeline import Pipeline
from bot.service.desk import make_desk
from bot.service.render import Renderer
from storage.gazetteer import open_gazetteer
from storage.records import Feed
from storage.store import Store
from tests.bot.discord_app.conftest import OWNER, connected
from tests.servers.discord_server import DiscordServer

ARTICLES = int(os.environ.get("SITREP_LOAD_ARTICLES", "60"))  # the long form takes 1000
BEAT = 2.0  # seconds; Discord asks for one every 41
A_FEED = 250  # articles in one feed; a longer one is cut
SENTENCES = (
    "At least {0} people were killed when a ferry sank off Odesa, the coast guard said on Monday.",
    "The governor of Izmir denied that {0} more were missing and called for calm.",
    "“We counted {0} boats,” Mayor Ana Petrova told reporters in Varna.",
    "About {0},000 people have left the town of Ruse since the river rose, relief workers said.",
)


def feed_of(part: int, articles: int) -> bytes:
    now = datetime.now(UTC)
    items = []
    for n in range(part * A_FEED, part * A_FEED + articles):
        text = " ".join(sentence.format(n + k) for k, sentence in enumerate(SENTENCES * 4))
        when = format_datetime(now - timedelta(minutes=n))
        items.append(
            f"<item><guid>g{n}</guid><title>Report number {n} from the coast</title>"
            f"<link>https://load.example/{n}</link><pubDate>{when}</pubDate>"
            f"<description>{text}</description></item>"
        )
    return f'<rss version="2.0"><channel><title>Load</title>{"".join(items)}</channel></rss>'.encode()


@asynccontextmanager
async def served(articles: int) -> AsyncIterator[list[str]]:
    """Addresses of feeds with that many articles in all."""
    bodies = [feed_of(n, min(A_FEED, articles - n * A_FEED)) for n in range(-(-articles // A_FEED))]

    async def serve(request: web.Request) -> web.Response:
        return web.Response(body=bodies[int(request.query["part"])], content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/feed", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        port = runner.addresses[0][1]
        yield [f"http://127.0.0.1:{port}/feed?part={part}" for part in range(len(bodies))]
    finally:
        await runner.cleanup()


async def test_commands_and_heartbeats_come_in_time_while_articles_are_read(
    discord: DiscordServer, store: Store
) -> None:
    discord.gateway.heartbeat_interval = BEAT
    guild = discord.world.add_guild("Desk", OWNER)
    channel = discord.world.add_channel(guild, "news")
    renderer = Renderer(discord=True)
    async with served(ARTICLES) as urls, Fetcher(allow_private=True) as fetcher:
        for url in urls:
            store.feeds.add(Feed(id=0, url=url, title=url, full_text=False), datetime.now(UTC))
        pipeline = Pipeline(store, fetcher, open_gazetteer(), renderer.digest, renderer.alert)
        desk = make_desk(pipeline, lambda: datetime.now(UTC))
        async with connected(discord, desk):
            ingest = asyncio.create_task(ingested(pipeline))
            acknowledged = []
            while not ingest.done():
                answer = await discord.slash("figures", channel, OWNER, about="killed")
                assert answer.acknowledged_after is not None, "Discord waits for three seconds"
                acknowledged.append(answer.acknowledged_after)
                await asyncio.sleep(0.2)
            assert await ingest == ARTICLES
            assert len(discord.gateway.sessions) == 1, "a heartbeat came so late that the session was lost"
    print(f"{ARTICLES} articles, {len(acknowledged)} commands acknowledged within {max(acknowledged):.2f} s,")
    print(f"heartbeats at most {max(discord.gateway.lateness, default=0.0):.2f} s late")


async def ingested(pipeline: Pipeline) -> int:
    async for _ in pipeline.poll(datetime.now(UTC)):
        pass
    return (await pipeline.think(datetime.now(UTC))).briefed
