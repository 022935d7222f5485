"""`sitrep demo|run|poll`: the commands that do the reading."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.feeds import name_of, online
from bot.cli.program import DEFAULT_DATABASE, Command, Failure, Session, now, pass_session, progress
from bot.cli.screen import page, write
from bot.wording import count

if TYPE_CHECKING:
    from bot.feeds.fetch import Fetcher
    from bot.pipeline import Pipeline
    from storage.records import Feed
    from storage.store import Store

DEMO_DATABASE = "sqlite:///data/demo.db"  # the demo's news must not mix with a team's own
AFTER_DEMO = """
What next?
  {sitrep} figures "missing" --database {database}
  {sitrep} alerts test "demanded OR ultimatum" --database {database}
  {sitrep} digest --since 48h --format html --database {database} > digest.html
  {sitrep} brief https://news.example/article   (any article: a link, a file, or - for standard input)
  {sitrep} doctor                               (what your own feeds.yaml still needs; then: {sitrep} run)"""


@click.command(cls=Command, short_help="The whole of it on sample news, offline.")
@pass_session
def demo(session: Session) -> None:
    """The whole of it, offline: sample news goes through the real pipeline.

    Five days of news from seven invented outlets are read, briefed, grouped and told. They are kept in
    data/demo.db (or where --database says), so that look-ups can go on; a second run tells nothing twice.

    \b
    Example: sitrep demo
    """
    import asyncio

    from bot.demo import play
    from bot.service.render import Renderer

    if session.database == DEFAULT_DATABASE:
        session.database = DEMO_DATABASE
    store, moment = session.store(), now()
    sheet = page(moment)
    renderer = Renderer(discord=False, width=sheet.width, colour=sheet.ink.on)
    with store.hold():
        renderers = (renderer.digest, renderer.alert)
        asyncio.run(play(store, session.gazetteer(), renderers, page=sheet, show=write, now=moment))
    write(AFTER_DEMO.format(sitrep=program_name(sys.argv[0]), database=session.database))


def program_name(started: str) -> str:
    """What to type for this program: its name where the shell finds it, else how it was started."""
    if shutil.which("sitrep"):
        return "sitrep"
    return started if Path(started).name == "sitrep" else "python -m bot"


@click.command(cls=Command, short_help="The service: reads, tells, answers.")
@pass_session
def run(session: Session) -> None:
    """The service: reads, tells digests and alerts, answers in Discord. Ctrl-C ends it.

    DISCORD_TOKEN in the environment is the bot's token; without it, messages go to the terminal.

    \b
    Example: sitrep run
    """
    from bot.service.stopping import ending_when_asked

    with ending_when_asked():
        from bot.service.loop import run as run_loop
        from bot.service.run import run_service

        settings, environment = session.settings(), session.environment()
        store = session.store()
        with store.hold():
            width = page(now()).width
            run_loop(run_service(store, settings, environment, session.gazetteer(), width=width))


@click.command(cls=Command, short_help="Read the feeds once, with all that follows.")
@click.option("--feed", "address", metavar="URL", help="Read this feed alone, due or not.")
@pass_session
def poll(session: Session, address: str | None) -> None:
    """Read once what is due, and work it through: briefs, stories, alerts.

    \b
    Example: sitrep poll
             sitrep poll --feed https://news.example/feed.xml
    """
    from bot.pipeline import Pipeline
    from bot.service.following import apply_settings
    from bot.service.render import Renderer
    from storage.feeds import ALL

    settings, store = session.settings(), session.store()
    with store.hold():  # first: what a running service reads is not to change under it
        apply_settings(settings, store, now())
        named = [] if address is None else [_named(store, address)]
        due = named or store.feeds.due(now(), ALL, ALL)
        renderer = Renderer(discord=session.environment().discord_token is not None)
        gazetteer = session.gazetteer()

        async def work(fetcher: Fetcher) -> None:
            for feed in named:
                _refuse_if_too_soon(feed, fetcher)
            await _poll(Pipeline(store, fetcher, gazetteer, renderer.digest, renderer.alert), due)

        online(session, store, work)


def _named(store: Store, address: str) -> Feed:
    feed = store.feeds.by_url(address)
    if feed is None:
        raise Failure(f"{address!r} is not read yet; `sitrep feeds add` adds it")
    return feed


def _refuse_if_too_soon(feed: Feed, fetcher: Fetcher) -> None:
    from bot.feeds.visit import refusal

    reason = refusal(feed, fetcher, now())
    if reason is not None:
        raise Failure(f"{feed.name}: {reason}")


async def _poll(pipeline: Pipeline, due: Sequence[Feed]) -> None:
    read = failed = 0
    async for visit in pipeline.poll(now(), due):
        read += 1
        failed += visit.outcome in {"error", "gone", "offline"}
        write(f"{visit.outcome:9} {name_of(visit.feed)}: {visit.note or 'nothing new'}")
    if not read:
        write("no feed is due; `sitrep feeds list` shows when each was read")
    progress("reading the pages behind the links ...")
    while await pipeline.read_pages(now()):
        progress("reading more pages ...")
    progress("briefing ...")
    done = await pipeline.think(now())
    write(
        f"{count(read, 'feed')} read, {failed} failed; {count(done.briefed, 'item')} briefed,"
        f" {done.placed} grouped,"
        f" {done.alerted} put to the alert rules"
    )
    waiting = sum(lag.count for lag in pipeline.store.outbox.lags() if lag.state == "pending")
    if waiting:
        write(f"{count(waiting, 'message')} to be delivered by `sitrep run`")
    if read and failed == read:
        raise Failure("no feed could be read; `sitrep feeds list` tells why")
