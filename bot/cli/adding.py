"""`sitrep feeds add`: from the address of a feed or a site to a feed that was read once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bot.cli.program import Failure, WrongUse, now, progress
from bot.cli.screen import write
from bot.feeds.errors import shown
from bot.wording import count

if TYPE_CHECKING:
    from bot.feeds.discover import Candidate
    from bot.feeds.fetch import Fetcher
    from storage.records import Feed
    from storage.store import Store

SHOWN = 5  # items of the preview; enough to see whether it is the right feed


async def add_feed(store: Store, fetcher: Fetcher, address: str, title: str, tags: tuple[str, ...]) -> Feed:
    """Finds the feed of an address, asks which where there are several, and keeps what it holds now.

    The feed itself is asked once: what discovery brought is what is read.
    """
    from bot.feeds.discover import choices, discover, with_document
    from bot.feeds.visit import visit
    from storage.records import Feed

    if _is_read(store, address):
        raise Failure(f"{shown(address)} is read already; `sitrep feeds list` shows how it is")
    progress(f"looking for the feed of {shown(address)} ...")
    chosen = await with_document(_chosen(choices(await discover(address, fetcher))), fetcher)
    if _is_read(store, chosen.url):
        raise Failure(f"{shown(chosen.url)} is read already; `sitrep feeds list` shows how it is")
    _show(chosen)
    feed = store.feeds.add(Feed(id=0, url=chosen.url, title=title or chosen.title, tags=tags), now())
    read = await visit(feed, fetcher, store.entries.known, now(), chosen.reply)
    store.entries.take(read, now())
    return feed


def _is_read(store: Store, address: str) -> bool:
    kept = store.feeds.by_url(address)
    return kept is not None and kept.retired_at is None


def _chosen(found: Sequence[Candidate]) -> Candidate:
    """The one feed, or the one that the person at the terminal picks."""
    if len(found) == 1:
        return found[0]
    for number, one in enumerate(found, 1):
        click.echo(f"{number:3} {shown(one.url)} {one.title}".rstrip(), err=True)
    if not _at_terminal():
        raise WrongUse("the site has several feeds; choose one: `sitrep feeds add ADDRESS` with its address")
    number = click.prompt("Which one", type=click.IntRange(1, len(found)), default=1, err=True)
    return found[number - 1]


def _at_terminal() -> bool:
    return sys.stdin.isatty()


def _show(candidate: Candidate) -> None:
    """What the next digest would take from the feed."""
    from bot.feeds.discover import preview

    items = preview(candidate, now())
    if not items:
        write("nothing in it is new enough for the next digest; what comes from now on is told")
        return
    write(f"the next digest could take {count(len(items), 'item')} from it, the newest:")
    for item in items[:SHOWN]:
        write(f"  {item.published:%d %b %H:%M}  {item.title}" if item.published else f"  {item.title}")
