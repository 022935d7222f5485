"""`sitrep demo|run|poll`: the commands that do the reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.feeds import online, synced
from bot.cli.program import Command, Failure, Session, now, pass_session, progress
from bot.cli.screen import write

if TYPE_CHECKING:
    from bot.feeds.fetch import Fetcher
    from bot.pipeline import Pipeline
    from storage.records import Feed


@click.command(cls=Command)
@pass_session
def demo(session: Session) -> None:
    """The whole of it, offline: sample news goes through the real pipeline.

    \b
    Example: sitrep demo
    """
    from bot.demo import run_demo

    run_demo(session.verbosity)


@click.command(cls=Command)
@pass_session
def run(session: Session) -> None:
    """The service: reads, tells digests and alerts, answers in Discord. Ctrl-C ends it.

    DISCORD_TOKEN in the environment is the bot's token; without it, messages go to the terminal.

    \b
    Example: DISCORD_TOKEN=... sitrep run
    """
    import asyncio

    from bot.service import run_service

    settings, environment = session.settings(), session.environment()
    store = session.store()
    with store.hold():
        asyncio.run(run_service(store, settings, environment, session.gazetteer()))


@click.command(cls=Command)
@click.option("--feed", "address", metavar="URL", help="Read this feed alone, due or not.")
@pass_session
def poll(session: Session, address: str | None) -> None:
    """Read once what is due, and work it through: briefs, stories, alerts.

    \b
    Example: sitrep poll
             sitrep poll --feed https://news.example/feed.xml
    """
    from bot.pipeline import Pipeline

    store = synced(session)
    chosen = None
    if address is not None:
        feed = store.feeds.by_url(address)
        if feed is None:
            raise Failure(f"{address} is not read yet; `sitrep feeds add {address}` adds it")
        chosen = [feed]

    async def work(fetcher: Fetcher) -> None:
        await _poll(Pipeline(store, fetcher, session.gazetteer()), chosen)

    online(session, store, work)


async def _poll(pipeline: Pipeline, chosen: list[Feed] | None) -> None:
    read = failed = 0
    async for visit in pipeline.poll(now(), chosen):
        read += 1
        failed += visit.outcome in {"error", "gone", "offline"}
        write(f"{visit.outcome:9} {visit.feed.title or visit.feed.url}: {visit.note or 'nothing new'}")
    if not read:
        write("no feed is due; `sitrep feeds list` shows when each was read")
    progress("reading pages ...")
    done = await pipeline.catch_up(now())
    write(f"{read} feeds read, {failed} failed; {done}")
    if read and failed == read:
        raise Failure("no feed could be read; `sitrep feeds list` tells why")
