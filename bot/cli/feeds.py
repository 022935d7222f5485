"""`sitrep feeds`: what is read, added by command beside what feeds.yaml lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.lookups import form
from bot.cli.program import Failure, Group, Session, now, pass_session, progress
from bot.cli.screen import write, write_json

if TYPE_CHECKING:
    from bot.feeds.fetch import Fetcher
    from storage.records import Feed, Visit
    from storage.store import Store

T = TypeVar("T")
FINE = frozenset({"new", "unchanged", "empty", "moved"})
LARGEST_OPML = 5 * 2**20  # bytes


@click.group(cls=Group)
def feeds() -> None:
    """Manage what is read: list, add, remove, check, import, export."""


@feeds.command("list")
@form("table", "json")
@pass_session
def listed(session: Session, form: str) -> None:
    """All feeds and how they are.

    \b
    Example: sitrep feeds list
    """
    found = synced(session).feeds.list()
    if form == "json":
        write_json([feed_json(feed) for feed in found])
        return
    for feed in found:
        write(f"{feed.state:8} {feed.title or '(no title yet)':32.32} {feed.url}")
        if feed.error and feed.state != "ok":
            write(f"{'':8} {feed.error}")


@feeds.command()
@click.argument("address")
@click.option("--title", default="", help="How to name it.  [default: its own title]")
@click.option("--tag", "tags", multiple=True, help="A word of yours for it; may be given again.")
@pass_session
def add(session: Session, address: str, title: str, tags: tuple[str, ...]) -> None:
    """Read a feed from now on. ADDRESS may be a site's: its feed is found.

    \b
    Example: sitrep feeds add news.example --tag asia
    """
    from storage.records import Feed

    store = synced(session)
    found = online(session, store, lambda fetcher: _discovered(address, fetcher))
    feed = store.feeds.add(Feed(id=0, url=found[0], title=title or found[1], tags=tags), now())
    write(f"added {feed.title or feed.url} ({feed.url})")


@feeds.command()
@click.argument("address")
@pass_session
def remove(session: Session, address: str) -> None:
    """Stop reading a feed; what it brought stays.

    \b
    Example: sitrep feeds remove https://news.example/feed.xml
    """
    store = synced(session)
    feed = _named(store, address)
    if feed.configured:
        raise Failure(f"{feed.url} is listed in {session.config}; take it out there")
    store.feeds.remove(feed.id, now())
    write(f"removed {feed.title or feed.url}")


@feeds.command()
@click.argument("addresses", nargs=-1)
@pass_session
def check(session: Session, addresses: tuple[str, ...]) -> None:
    """Try feeds without keeping anything: all of them, or those named.

    \b
    Example: sitrep feeds check
    """
    store = synced(session)
    chosen = [_named(store, address) for address in addresses] or store.feeds.list()
    visits = online(session, store, lambda fetcher: try_feeds(chosen, fetcher, tell=True))
    bad = sum(visit.outcome not in FINE for visit in visits)
    if bad:
        raise Failure(f"{bad} of {len(chosen)} feeds cannot be read; see above")


@feeds.command("import")
@click.argument("file", type=click.Path(dir_okay=False))
@pass_session
def import_(session: Session, file: str) -> None:
    """Add the feeds of an OPML file; its folders become tags.

    \b
    Example: sitrep feeds import subscriptions.opml
    """
    from bot.feeds.opml import read_opml
    from storage.records import Feed

    store = synced(session)
    new = [feed for feed in read_opml(_bytes(file)) if _is_new(store, feed.url)]
    with store.transaction():
        for feed in new:
            store.feeds.add(Feed(id=0, url=feed.url, title=feed.title, tags=feed.tags), now())
    write(f"added {len(new)} feeds")


@feeds.command()
@click.argument("file", default="-", type=click.Path(dir_okay=False, allow_dash=True))
@pass_session
def export(session: Session, file: str) -> None:
    """Write all feeds as OPML, which other feed readers understand.

    \b
    Example: sitrep feeds export feeds.opml
    """
    from bot.feeds.opml import write_opml

    data = write_opml(synced(session).feeds.list(owner=""))
    if file == "-":
        write(data.decode())
        return
    try:
        Path(file).write_bytes(data)
    except OSError as error:
        raise Failure(f"{file}: cannot be written ({error.strerror})") from error


def synced(session: Session) -> Store:
    """The store, with the feeds that feeds.yaml lists in it."""
    settings = session.settings()
    store = session.store()
    store.feeds.sync(settings.feeds, now())
    return store


def online(session: Session, store: Store, work: Callable[[Fetcher], Awaitable[T]]) -> T:
    """Runs work that needs the network, with a fetcher that honours what hosts asked for."""
    import asyncio

    from bot.feeds.fetch import Fetcher

    async def run() -> T:
        allowed = session.environment().allow_private_feeds
        async with Fetcher(allow_private=allowed, holds=store.feeds.holds(now())) as fetcher:
            return await work(fetcher)

    return asyncio.run(run())


async def _discovered(address: str, fetcher: Fetcher) -> tuple[str, str]:
    from bot.feeds.discover import discover

    progress(f"looking for the feed of {address} ...")
    found = await discover(address, fetcher)
    for other in found[1:6]:
        click.echo(f"also found: {other.url} {other.title}".rstrip(), err=True)
    return found[0].url, found[0].title


async def try_feeds(chosen: Sequence[Feed], fetcher: Fetcher, *, tell: bool = False) -> list[Visit]:
    """Reads each feed as if for the first time, keeping nothing; `tell` says of each what it gave."""
    from dataclasses import replace

    from bot.feeds.tour import tour
    from storage.records import Known

    visits = []
    fresh = [replace(feed, etag=None, last_modified=None, body_hash=None) for feed in chosen]
    async for visit in tour(fresh, fetcher, lambda *_: Known(), now()):
        visits.append(visit)
        if tell:
            state = "ok" if visit.outcome in FINE else visit.outcome
            write(f"{state:8} {visit.feed.title or visit.feed.url}: {visit.note}")
    return visits


def _named(store: Store, address: str) -> Feed:
    feed = store.feeds.by_url(address)
    if feed is None or feed.retired_at is not None:
        raise Failure(f"{address} is not read; `sitrep feeds list` shows what is")
    return feed


def _is_new(store: Store, url: str) -> bool:
    feed = store.feeds.by_url(url)
    return feed is None or feed.retired_at is not None


def _bytes(file: str) -> bytes:
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise Failure(f"{file}: cannot be read ({error.strerror})") from error
    if len(data) > LARGEST_OPML:
        raise Failure(f"{file}: larger than {LARGEST_OPML >> 20} MB, no list of feeds")
    return data


def feed_json(feed: Feed) -> dict[str, object]:
    return {
        "url": feed.url,
        "title": feed.title,
        "tags": list(feed.tags),
        "state": feed.state,
        "error": feed.error,
        "checked": feed.checked_at,
        "succeeded": feed.succeeded_at,
        "next": feed.next_check_at,
        "reliability": feed.reliability,
        "configured": feed.configured,
    }
