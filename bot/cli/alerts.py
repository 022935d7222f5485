"""`sitrep alerts`: what a rule would have caught."""

from __future__ import annotations

from typing import get_args

import click

from bot.cli.lookups import form, hint, moments, query, since
from bot.cli.program import Group, Session, now, pass_session
from bot.cli.screen import page, write, write_json
from storage.records import Status

STATUSES = get_args(Status)


@click.group(cls=Group)
def alerts() -> None:
    """Try alert rules."""


@alerts.command()
@query("rule")
@since("30d")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(STATUSES),
    help="Only such hits; may be repeated.",
)
@form("table", "json")
@pass_session
def test(session: Session, *, rule: str, since: str, statuses: tuple[Status, ...], form: str) -> None:
    """What RULE would have caught: each hit with its status.

    A word means its whole family. Also: AND OR NOT, NEAR/5, "exact words", place: by: source: tag:
    figure:killed>=10. A rule that begins with a dash goes behind --.

    \b
    Example: sitrep alerts test 'withdrawal AND place:Sudan' --since 4w
    """
    from bot.alerts import parse_rule
    from bot.answers import country_of, replay
    from bot.periods import parse_moment
    from bot.reports.as_json import alerts_json
    from bot.reports.tables import alerts_table

    start = moments("since", since, parse_moment)
    parse_rule(rule)
    store = session.store("read")
    hits = replay(store, rule, start, now(), statuses=statuses, country_of=country_of(session.gazetteer()))
    if form == "json":
        write_json(alerts_json(hits))
    elif hits:
        write(alerts_table(hits, page(now()), rule))
    hint(store, len(hits))
