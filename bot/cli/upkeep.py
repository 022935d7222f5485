"""`sitrep db|gazetteer`: the operator's care for what is stored."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.lookups import form
from bot.cli.program import Failure, Group, Session, pass_session, progress
from bot.cli.screen import write, write_json
from bot.wording import count


@click.group(cls=Group)
def db() -> None:
    """Care for the database: backup, check, stats."""


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
