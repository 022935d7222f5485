"""The commands. They parse, call and print; no thinking."""

from __future__ import annotations

import click

from bot.cli.program import Program

# Command -> the module that holds it, which is read when the command is asked for: a start is short so.
COMMANDS = {
    "demo": "work",
    "run": "work",
    "poll": "work",
    "brief": "brief",
    "digest": "stories",
    "figures": "lookups",
    "claims": "lookups",
    "places": "lookups",
    "search": "lookups",
    "stories": "stories",
    "story": "stories",
    "alerts": "alerts",
    "feeds": "feeds",
    "doctor": "doctor",
    "db": "upkeep",
    "gazetteer": "upkeep",
}


@click.group(cls=Program, homes=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sitrep", message="%(prog)s %(version)s")
def main() -> None:
    """Sitrep reads news feeds and tells a team what happened: claims, figures, places, each with its source.

    \b
    Start here:  sitrep demo              the whole of it on sample news, offline
                 sitrep doctor            is everything set up?
                 sitrep poll              read the feeds once
                 sitrep digest            what happened
    """
