"""`sitrep alerts`: what a rule would have caught."""

from __future__ import annotations

import click

from bot.cli.lookups import form, moments, query, since
from bot.cli.program import Group, Session, hint_if_empty, now, pass_session
from bot.cli.screen import page, write, write_json


@click.group(cls=Group)
def alerts() -> None:
    """Try alert rules."""


@alerts.command()
@query("rule")
@since("30d")
@form("table", "json")
@pass_session
def test(session: Session, rule: str, since: str, form: str) -> None:
    """What RULE would have caught: each hit with its status.

    A word means its whole family. Also: AND OR NOT, NEAR/5, "exact words", place: by: source: tag:
    figure:killed>=10.

    \b
    Example: sitrep alerts test 'withdrawal AND place:Sudan' --since 4w
    """
    from bot import reports
    from bot.answers import country_of, replay
    from bot.periods import parse_moment

    start = moments("since", since, parse_moment)
    store = session.store()
    hits = replay(store, rule, start, now(), country_of=country_of(session.gazetteer()))
    hint_if_empty(store)
    if form == "json":
        write_json(reports.alerts_json(hits))
    else:
        write(reports.alerts_table(hits, page(now()), rule))
