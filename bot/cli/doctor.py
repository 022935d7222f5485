"""`sitrep doctor`: is everything set up, and how to mend what is not."""

from __future__ import annotations

import click

from bot.cli.program import Command, Failure, Session, pass_session
from bot.cli.screen import write


@click.command(cls=Command)
@click.option("--alive", is_flag=True, help="Only: is the service at work? For health checks.")
@click.option("--offline", is_flag=True, help="Leave out what needs the network.")
@pass_session
def doctor(session: Session, alive: bool, offline: bool) -> None:
    """Check configuration, database, feeds, token and permissions; say how to mend each fault.

    \b
    Example: sitrep doctor
    """
    raise Failure("not yet")
    write("")
