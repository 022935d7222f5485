"""`sitrep feeds`: what is read, added by command beside what feeds.yaml lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.lookups import form
from bot.cli.program import Failure, Group, Session, now, pass_session, tell
from bot.cli.screen import page, write, write_json
from bot.feeds.errors import shown
from bot.wording import count

if TYPE_CHECKING:
    from bot.feeds.fetch import Fetcher
    from bot.feeds.opml import OutlinedFeed
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
    from bot.cli.listed import feeds_table

    found = foreseen(session, session.standing())
    if form == "json":
        write_json([feed_json(feed) for feed in found])
        return
    if found:
        write(feeds_table(found, page(now())))


@feeds.command()
@click.argument("address")
@click.option("--title", default="", help="How to name it.  [default: its own title]")
@click.option(
    "--tag", "tags", multiple=True, help="A word of yours for it; may be given again, or several with commas."
)
@pass_session
def add(session: Session, address: str, title: str, tags: tuple[str, ...]) -> None:
    """Read a feed from now on. ADDRESS may be a site's: its feed is found.

    \b
    Example: sitrep feeds add news.example --tag asia
    """
    from bot.cli.adding import add_feed

    store = synced(session)
    words = tuple(dict.fromkeys(word.strip() for tag in tags for word in tag.split(",") if word.strip()))
    feed = online(session, store, lambda fetcher: add_feed(store, fetcher, address, title.strip(), words))
    write(f"added {feed.name} ({shown(feed.url)})")


@feeds.command()
@click.argument("address")
@pass_session
def remove(session: Session, address: str) -> None:
    """Stop reading a feed; what it brought stays.

    \b
    Example: sitrep feeds remove https://news.example/feed.xml
    """
    store = synced(session)
    feed = _named(store.feeds.list(owner=""), address)
    if feed.configured:
        raise Failure(f"{shown(feed.url)} is listed in {session.config}; take it out there")
    store.feeds.remove(feed.id, now())
    write(f"removed {feed.name}")


@feeds.command()
@click.argument("addresses", nargs=-1)
@pass_session
def check(session: Session, addresses: tuple[str, ...]) -> None:
    """Try feeds without keeping anything: all of them, or those named.

    \b
    Example: sitrep feeds check
    """
    store = session.standing(to_note=True)
    known = foreseen(session, store)
    chosen = [_named(known, address) for address in addresses] or known
    visits = online(session, store, lambda fetcher: try_feeds(store, chosen, fetcher, _told))
    bad = sum(visit.outcome not in FINE | {"waiting"} for visit in visits)
    if bad:
        raise Failure(f"{bad} of {count(len(chosen), 'feed')} cannot be read; see above")


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
    read, left_out = read_opml(_bytes(file))
    listed = _once(read)
    new = [feed for feed in listed if _is_new(store, feed.url)]
    with store.transaction():
        for feed in new:
            store.feeds.add(Feed(id=0, url=feed.url, title=feed.title, tags=feed.tags), now())
    write(f"added {count(len(new), 'feed')}")
    if len(listed) > len(new):
        known = len(listed) - len(new)
        write(f"{count(known, 'feed')} of the file {'is' if known == 1 else 'are'} read already")
    for address in left_out:
        write(f"left out {shown(address) or 'an entry'}: no http or https address")


@feeds.command()
@click.argument("file", default="-", type=click.Path(dir_okay=False, allow_dash=True))
@pass_session
def export(session: Session, file: str) -> None:
    """Write all feeds as OPML, which other feed readers understand.

    \b
    Example: sitrep feeds export feeds.opml
    """
    from bot.feeds.opml import write_opml

    listed = [feed for feed in foreseen(session, session.standing()) if not feed.owner]
    if secret := sum(shown(feed.url) != feed.url for feed in listed):
        tell(f"the passwords of {count(secret, 'feed')} stand in what is written; keep it to yourself")
    data = write_opml(listed)
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


def foreseen(session: Session, store: Store) -> Sequence[Feed]:
    """The feeds of everybody, those of feeds.yaml as it stands now; nothing is written."""
    return store.feeds.foreseen(session.settings().feeds, now())


def online(session: Session, store: Store, work: Callable[[Fetcher], Awaitable[T]]) -> T:
    """Runs work that needs the network, with a fetcher that honours, and keeps, what hosts asked for."""
    from bot.service.fetcher import make_fetcher
    from bot.service.loop import run
    from storage.records import HostHold

    async def worked() -> T:
        async with make_fetcher(session.environment(), store.feeds.holds(now())) as fetcher:
            try:
                return await work(fetcher)
            finally:
                if store.writes:
                    for host, until in fetcher.holds.items():
                        store.feeds.hold(HostHold(host, until, f"{host} asked for a pause"))

    return run(worked())


async def try_feeds(
    store: Store, chosen: Sequence[Feed], fetcher: Fetcher, tell: Callable[[Visit], None] = lambda _: None
) -> list[Visit]:
    """Reads each feed as if for the first time; a store that may be written notes that it was asked.

    A feed that was asked a moment ago, or whose host wants a pause, is not asked: its last outcome stands.
    """
    from bot.feeds.tour import tour
    from storage.records import Known

    moment = now()
    visits = [visit for feed in chosen if (visit := _too_soon(feed, fetcher, moment)) is not None]
    for visit in visits:
        tell(visit)
    spared = {id(visit.feed) for visit in visits}
    due = [feed for feed in chosen if id(feed) not in spared]
    fresh = [replace(feed, etag=None, last_modified=None, body_hash=None) for feed in due]
    asked: list[Feed] = []
    try:
        async for visit in tour(fresh, fetcher, lambda *_: Known(), moment):
            visits.append(visit)
            tell(visit)
            if visit.outcome != "offline":  # without a network nobody was asked
                asked.append(visit.feed)
    finally:
        if store.writes:
            store.feeds.asked(asked, moment)
    return visits


def _too_soon(feed: Feed, fetcher: Fetcher, moment: datetime) -> Visit | None:
    """What is known of a feed that may not be asked by hand yet."""
    from bot.feeds.visit import refusal
    from storage.records import Visit

    reason = refusal(feed, fetcher, moment)
    if reason is None:
        return None
    if feed.error:
        return Visit(feed, "error", f"{feed.error}; {reason}")
    last_read = feed.succeeded_at is not None and feed.succeeded_at == feed.checked_at
    return Visit(feed, "unchanged" if last_read else "waiting", reason)


def _told(visit: Visit) -> None:
    state = "ok" if visit.outcome in FINE else visit.outcome
    write(f"{state:8} {name_of(visit.feed)}: {visit.note}")


def name_of(feed: Feed) -> str:
    """Its title, else its address: two feeds of one host must be told apart."""
    return feed.title or shown(feed.url)


def _named(feeds: Sequence[Feed], address: str) -> Feed:
    """The operator's feed at an address, in any spelling, or as it is listed, without its password."""
    from storage.feeds import normal_url

    own = [feed for feed in feeds if not feed.owner]
    same = (feed for feed in own if normal_url(address) in {feed.url, feed.asked_url})
    feed = next(same, None) or next((feed for feed in own if shown(feed.url) == address), None)
    if feed is None:
        raise Failure(f"{address} is not read; `sitrep feeds list` shows what is")
    return feed


def _once(listed: Sequence[OutlinedFeed]) -> list[OutlinedFeed]:
    """Feeds whose addresses differ by more than spelling, each with the tags of all its spellings."""
    from storage.feeds import normal_url

    found: dict[str, OutlinedFeed] = {}
    for feed in listed:
        first = found.setdefault(normal_url(feed.url), feed)
        tags = tuple(dict.fromkeys((*first.tags, *feed.tags)))
        found[normal_url(feed.url)] = replace(first, tags=tags)
    return list(found.values())


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
        "url": shown(feed.url),
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
