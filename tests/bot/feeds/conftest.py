"""A desk with a real store, a real fetcher and the hostile server; one pool of workers for all tests."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.feeds.fetch import Fetcher, Limits
from bot.feeds.workers import Workers
from storage.database import Database
from storage.entries import Entries
from storage.feeds import Feeds
from tests.feed_desk import FeedDesk
from tests.servers.feed_server import FeedServer

# Long enough for a busy machine; a test that waits for a wall sets a short one itself.
LIMITS = Limits(connect=30.0, total=30.0, gap=0.0, parse=5.0, extract=10.0)


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    pool = Workers(size=1)
    yield pool
    pool.close()


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as running:
        yield running


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its tables; a copy of it is quicker than the migrations."""
    path = tmp_path_factory.mktemp("empty") / "feeds.db"
    Database(path).close()
    return path


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Iterator[Database]:
    opened = Database(shutil.copy(empty_database, tmp_path / "feeds.db"))
    yield opened
    opened.close()


@pytest.fixture
async def desk(server: FeedServer, database: Database, workers: Workers) -> AsyncIterator[FeedDesk]:
    made = FeedDesk(server, Feeds(database), Entries(database), workers)
    async with Fetcher(allow_private=True, limits=LIMITS, workers=workers, clock=lambda: made.now) as fetcher:
        made.fetcher = fetcher
        yield made
