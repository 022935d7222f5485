"""`sitrep doctor`: is everything set up, and how to mend what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from bot.cli.program import Command, Failure, Session, now, pass_session, progress
from bot.cli.screen import use_colour, write
from bot.wording import count

if TYPE_CHECKING:
    from bot.config import Environment, Settings
    from storage.store import Store

COLOURS = {"ok": "green", "warn": "yellow", "bad": "red", "off": "white"}


@click.command(cls=Command, short_help="Is all set up? How to mend what is not.")
@click.option("--alive", is_flag=True, help="Only: is the service at work? For health checks.")
@click.option("--offline", is_flag=True, help="Leave out what needs the network.")
@pass_session
def doctor(session: Session, alive: bool, offline: bool) -> None:
    """Check configuration, database, feeds, token, permissions; say how to mend each fault.

    \b
    Example: sitrep doctor
    """
    if alive:
        _alive(session)
        return
    report = Report()
    environment = report.attempt("Environment", session.environment, lambda _: "understood")
    settings = report.attempt("Configuration", lambda: _checked(session), _described)
    store = report.attempt("Database", session.store, lambda store: f"{store.path} opens")
    if settings is not None:
        for doubt in doubts(settings):
            report.say("Configuration", "warn", doubt)
    report.attempt("Gazetteer", session.gazetteer, lambda _: "opens")
    if store is not None:
        _store(report, store)
    if store is not None and settings is not None and environment is not None and not offline:
        _network(report, session, store, settings, environment)
    elif environment is not None and environment.discord_token is None:
        report.say("Discord", "warn", WITHOUT_DISCORD)
    if report.bad:
        raise Failure(f"{report.bad} of {report.lines} checks failed; the lines above say how to mend them")


WITHOUT_DISCORD = (
    "DISCORD_TOKEN is not set: messages would go to the terminal; README.md says how to get a token"
)


@dataclass
class Report:
    """What was found, told line by line as it is found."""

    lines: int = 0
    bad: int = field(default=0)

    def say(self, label: str, state: str, detail: str) -> None:
        self.lines += 1
        self.bad += state == "bad"
        mark = click.style(f"{state:5}", fg=COLOURS[state]) if use_colour() else f"{state:5}"
        write(f"{mark} {label:14} {' '.join(detail.split())}")

    def attempt(self, label: str, work: Callable[[], Any], told: Callable[[Any], str]) -> Any:
        """What the work gives, or None with its error told."""
        with self._failing(label):
            found = work()
            self.say(label, "ok", told(found))
            return found
        return None

    @contextmanager
    def _failing(self, label: str) -> Iterator[None]:
        from bot.config import ConfigError
        from storage.database import StorageError

        try:
            yield
        except (ConfigError, StorageError, Failure) as error:
            self.say(label, "bad", str(error) or "failed")


def _alive(session: Session) -> None:
    from bot.service.health import is_alive

    store = session.store("read")
    if not is_alive(store, now()):
        raise Failure("the service was not at work in the last minutes; see its log")
    write("alive")


def _checked(session: Session) -> Settings:
    from bot.service.run import check_rules

    settings = session.settings()
    check_rules(settings)
    return settings


def doubts(settings: Settings) -> list[str]:
    """What can be read, and is hardly meant: a digest or an alert that no feed can ever fill."""
    known = {tag for feed in settings.feeds for tag in feed.tags}
    wanted = [(f"digests[{n}]", one.tags) for n, one in enumerate(settings.digests)]
    wanted += [(f"alerts[{n}]", one.tags) for n, one in enumerate(settings.alerts)]
    return [
        f"{name}.tags: no feed here has the tag {tags[0]!r}, so nothing will ever come of it"
        for name, tags in wanted
        if tags and not known & set(tags)
    ]


def _described(settings: Settings) -> str:
    return (
        f"{settings.path}: {count(len(settings.feeds), 'feed')}, {count(len(settings.digests), 'digest')},"
        f" {count(len(settings.alerts), 'alert')}"
        + (f"; items are kept for {settings.keep.days} days" if settings.keep else "")
    )


def _store(report: Report, store: Store) -> None:
    from bot.service.health import status_lines

    problems = store.check_quickly()
    if problems:
        report.say("Database", "bad", f"{problems[0]}; restore the last backup")
    for line in status_lines(store, now()):
        report.say(line.label, line.state, line.detail)


def _network(
    report: Report, session: Session, store: Store, settings: Settings, environment: Environment
) -> None:
    from bot.cli.feeds import online, try_feeds

    store.feeds.sync(settings.feeds, now())
    chosen = store.feeds.list()
    progress(f"trying {len(chosen)} feeds ...")
    for visit in online(session, store, lambda fetcher: try_feeds(store, chosen, fetcher)):
        if visit.outcome in {"error", "gone", "offline"}:
            report.say("Feed", "bad", f"{visit.feed.name}: {visit.note}")
    if environment.discord_token is None:
        report.say("Discord", "warn", WITHOUT_DISCORD)
        return
    _discord(report, settings, environment)


def _discord(report: Report, settings: Settings, environment: Environment) -> None:
    import asyncio

    from bot.discord_app.check import check_access

    assert environment.discord_token is not None
    targets = {digest.target for digest in settings.digests} | {alert.target for alert in settings.alerts}
    token, api = environment.discord_token.get_secret_value(), environment.discord_api_url
    for line in asyncio.run(check_access(token, api, sorted(targets))):
        report.say(line.label, line.state, line.detail)
