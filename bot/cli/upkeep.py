"""`sitrep db|gazetteer`: the operator's care for what is stored."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.lookups import form
from bot.cli.program import Failure, Group, Session, now, pass_session, progress, tell
from bot.cli.screen import write, write_json
from bot.wording import count

if TYPE_CHECKING:
    from storage.retention import Going


@click.group(cls=Group)
def db() -> None:
    """Care for the database: backup, check, stats, prune, upgrade."""


@db.command()
@click.argument("file", type=click.Path(dir_okay=False))
@pass_session
def backup(session: Session, file: str) -> None:
    """Copy the whole database into a new FILE, while it is in use.

    \b
    Example: sitrep db backup sitrep-2026-11-24.db
    """
    store = session.store("inspect")
    progress(f"copying {store.path} ...")
    store.backup(Path(file))
    write(f"copied to {file}")


@db.command()
@pass_session
def check(session: Session) -> None:
    """Look for damage in the database.

    \b
    Example: sitrep db check
    """
    store = session.store("inspect")
    progress(f"reading all of {store.path} ...")
    problems = store.check()
    for problem in problems[:20]:
        click.echo(problem, err=True)
    if problems:
        raise Failure(f"{store.path}: {len(problems)} problems; restore the last backup")
    write(f"{store.path}: no problem found")


@db.command()
@form("table", "json")
@pass_session
def stats(session: Session, form: str) -> None:
    """How much is stored.

    \b
    Example: sitrep db stats
    """
    counts = session.store("inspect").stats()
    if form == "json":
        write_json(counts)
        return
    size = counts.pop("bytes")
    for noun, number in counts.items():
        write(f"{noun:10} {number:>12,}")
    write(f"{'size':10} {size / 2**20:>12,.1f} MB")


@db.command()
@click.option("--older-than", required=True, metavar="PERIOD", help="Such as 180d or 52w; at least 30d.")
@click.option("--yes", is_flag=True, help="Do it; without this, only what would go is told.")
@click.option("--shrink", is_flag=True, help="With --yes: also make the file smaller.")
@pass_session
def prune(session: Session, older_than: str, yes: bool, shrink: bool) -> None:
    """Let go of stories that nothing was added to for a PERIOD, with the texts and briefs of their items.

    Titles and links stay, so that no item is taken for new, and what is still to be told keeps its story.
    It can run beside the service, and be stopped at any time. --shrink needs as much free room as the
    database takes, and keeps the service from writing meanwhile.

    \b
    Example: sitrep db prune --older-than 180d
             sitrep db prune --older-than 180d --yes --shrink
    """
    before = _before(older_than)
    if shrink and not yes:
        raise click.UsageError("--shrink goes with --yes")
    store = session.store("write" if yes else "read")
    if yes:
        progress(f"letting go of what is older than {before:%d %b %Y} ...")
    gone = store.prune(before) if yes else store.retention.going(before)
    write(_told(gone, before, done=yes))
    if shrink:
        progress(f"making {store.path} smaller ...")
        store.shrink()
    elif not yes and gone.items:
        tell("nothing was changed; --yes does it (`sitrep db backup` first)")


@db.command()
@pass_session
def upgrade(session: Session) -> None:
    """Bring a database up to date after an upgrade of Sitrep. `sitrep run` does so by itself.

    \b
    Example: sitrep db backup before-upgrade.db && sitrep db upgrade
    """
    write(f"{session.store('write').path}: up to date")


def _before(period: str) -> datetime:
    """What is older than this goes, as it was typed."""
    from bot.periods import parse_moment, parse_period
    from storage.retention import SHORTEST

    try:
        kept, before = parse_period(period), parse_moment(period, now())
    except (ValueError, OverflowError) as error:
        raise click.UsageError(f"--older-than: {error}") from error
    if kept < SHORTEST:
        raise click.UsageError(f"--older-than: at least {SHORTEST.days}d: a younger story may still go on")
    return before


def _told(gone: Going, before: datetime, *, done: bool) -> str:
    """What went or would go, in one sentence."""
    if not gone.stories and not gone.digests:
        return f"there is nothing to let go of from before {before:%d %b %Y}"
    parts = (
        count(gone.stories, "story", "stories"),
        count(gone.items, "item"),
        count(gone.figures, "figure"),
        count(gone.claims, "claim"),
        count(gone.places, "place"),
        count(gone.digests, "old digest"),
    )
    return f"{'let go of' if done else 'would let go of'} {', '.join(parts)} from before {before:%d %b %Y}"


@click.group(cls=Group)
def gazetteer() -> None:
    """Places of your own, beside those that come with Sitrep."""


@gazetteer.command("import", short_help="Add the places of a GeoNames dump.")
@click.argument("file", type=click.Path(dir_okay=False))
@pass_session
def import_(session: Session, file: str) -> None:
    """Add the places of a GeoNames dump (such as UA.txt or UA.zip from download.geonames.org).

    \b
    Example: sitrep gazetteer import UA.zip
    """
    from storage.gazetteer_import import import_dump

    progress(f"reading {file} ...")
    target = session.own_gazetteer()
    write(f"{count(import_dump(Path(file), target), 'place')} in {target}")
