"""What tests of feeds share: a desk that subscribes and polls, and small documents to serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from bot.feeds.fetch import Fetcher
from bot.feeds.visit import visit
from bot.feeds.workers import Workers
from storage.entries import Entries
from storage.feeds import Feeds
from storage.records import Entry, Feed, Visit
from tests.servers.feed_server import Answer, FeedServer, Request

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday


@dataclass
class FeedDesk:
    server: FeedServer
    feeds: Feeds
    entries: Entries
    workers: Workers
    now: datetime = NOW
    fetcher: Fetcher = field(init=False)

    def subscribe(
        self, path: str, answer: Answer | None = None, *, host: str = "127.0.0.1", **fields: object
    ) -> Feed:
        """Serve an answer at a path and subscribe to it."""
        if answer is not None:
            self.server.answers[path] = answer
        feed = Feed(0, self.server.url(path, host), "")
        return self.feeds.add(replace(feed, **fields), self.now)  # type: ignore[arg-type]

    async def poll(self, feed: Feed, *, later: timedelta = timedelta(0)) -> Visit:
        """Let time pass, read the feed as the store has it, and keep what came."""
        self.now += later
        result = await visit(self.kept(feed), self.fetcher, self.entries.known, self.now)
        self.entries.take(result, self.now)
        return result

    def kept(self, feed: Feed) -> Feed:
        found = self.feeds.get(feed.id)
        assert found is not None
        return found

    def titles(self, feed: Feed) -> list[str]:
        """Titles of all entries of a feed, in order of arrival."""
        return [entry.title for entry in self.all(feed)]

    def all(self, feed: Feed) -> list[Entry]:
        return self.entries.recent(feed.id, 1_000)[::-1]

    def last_request(self) -> Request:
        return self.server.requests[-1]


def item(
    guid: str | None = None,
    title: str | None = None,
    link: str | None = None,
    text: str = "",
    published: datetime | str | None = None,
) -> str:
    when = format_datetime(published) if isinstance(published, datetime) else published
    parts = (
        f'<guid isPermaLink="false">{escape(guid)}</guid>' if guid is not None else "",
        f"<title>{escape(title)}</title>" if title is not None else "",
        f"<link>{escape(link)}</link>" if link is not None else "",
        f"<description>{escape(text)}</description>" if text else "",
        f"<pubDate>{when}</pubDate>" if when else "",
    )
    return f"<item>{''.join(parts)}</item>"


def rss(*items: str, channel: str = "", title: str = "Harbour News") -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://harbour.example/</link>{channel}{''.join(items)}</channel></rss>"
    )


def story(number: int, *, published: datetime | str | None = None, guid: str | None = None) -> str:
    """An ordinary item, told apart by its number."""
    words = " ".join(f"word{number}x{n}" for n in range(12))
    return item(
        guid or f"id-{number}",
        f"Ferry {number} leaves the harbour",
        f"https://harbour.example/ferry/{number}",
        f"The ferry left. {words}",
        published or NOW - timedelta(minutes=number),
    )


def stories(numbers: Sequence[int]) -> list[str]:
    return [story(number) for number in numbers]
