"""The commands. They parse, call and print; no thinking."""

from __future__ import annotations

import click

from bot.cli.alerts import alerts
from bot.cli.brief import brief
from bot.cli.doctor import doctor
from bot.cli.feeds import feeds
from bot.cli.lookups import claims, figures, places, search
from bot.cli.program import Program
from bot.cli.stories import digest, stories, story
from bot.cli.upkeep import db, gazetteer
from bot.cli.work import demo, poll, run


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sitrep", message="%(prog)s %(version)s")
def main() -> None:
    """Sitrep reads news feeds and tells a team what happened: claims, figures, places, each with its source.

    \b
    Start here:  sitrep demo              the whole of it on sample news, offline
                 sitrep doctor            is everything set up?
                 sitrep poll              read the feeds once
                 sitrep digest            what happened
    """


for command in (
    demo, run, poll, brief, digest, figures, claims, places, search, stories, story, alerts, feeds, doctor,
    db, gazetteer,
):  # fmt: skip
    main.add_command(command)
