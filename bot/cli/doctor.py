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
    from bot.service.following import described
    from storage.database import path_of

    report = Report()
    environment = report.attempt("Environment", session.environment, lambda _: "understood")
    settings = report.attempt("Configuration", lambda: _checked(session), described)
    store = _database(report, session)
    if settings is not None:
        for doubt in doubts(settings):
            report.say("Configuration", "warn", doubt)
    report.attempt("Gazetteer", session.gazetteer, lambda _: "opens")
    if store is not None and store.path == path_of(session.database):
        _status(report, store)
    if store is not None and settings is not None and not offline:
        _feeds(report, session, store)
    if environment is not None:
        _discord(report, settings, store, environment, offline=offline)
    if report.bad:
        raise Failure(f"{report.bad} of {report.lines} checks failed; the lines above say how to mend them")


UNWRITABLE = (
    "cannot be written, as `sitrep run` must; check the owner and the rights of the file and its folder"
)
WITHOUT_NETWORK = (
    "no way out: none of {feeds} could be reached; check this machine's connection, its name server (DNS)"
    " and its firewall"
)
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
    from bot.service.following import check_rules

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


def _database(report: Report, session: Session) -> Store | None:
    """The store as it stands; nothing is made or brought up to date."""
    from storage.database import is_writable, path_of

    def told(store: Store) -> str:
        if store.path == path_of(session.database):
            return f"{store.path} opens"
        return f"{path_of(session.database)}: none yet; `sitrep run` makes it"

    store: Store | None = report.attempt("Database", lambda: session.standing(to_note=True), told)
    if store is not None and not is_writable(path_of(session.database)):
        report.say("Database", "bad", UNWRITABLE)
    return store


def _status(report: Report, store: Store) -> None:
    from bot.service.health import status_lines

    problems = store.check_quickly()
    if problems:
        report.say("Database", "bad", f"{problems[0]}; restore the last backup")
    for line in status_lines(store, now()):
        report.say(line.label, line.state, f"{line.target}: {line.detail}" if line.target else line.detail)


def _feeds(report: Report, session: Session, store: Store) -> None:
    """Tries each feed; that none can be reached is one fault, and not theirs."""
    from bot.cli.feeds import foreseen, online, try_feeds

    chosen = foreseen(session, store)
    progress(f"trying {count(len(chosen), 'feed')} ...")
    visits = online(session, store, lambda fetcher: try_feeds(store, chosen, fetcher))
    ill = [visit for visit in visits if visit.outcome in {"error", "gone"}]
    for visit in ill:
        report.say("Feed", "bad", f"{visit.feed.name}: {visit.note}")
    deaf = sum(visit.outcome == "offline" for visit in visits)
    if deaf:
        report.say("Network", "bad", WITHOUT_NETWORK.format(feeds=count(deaf, "feed")))
    elif chosen and not ill:
        report.say("Feed", "ok", f"all {count(len(chosen), 'feed')} can be read")


def _discord(
    report: Report, settings: Settings | None, store: Store | None, environment: Environment, *, offline: bool
) -> None:
    import asyncio

    from bot.discord_app.check import check_access

    if environment.discord_token is None:
        report.say("Discord", "warn", WITHOUT_DISCORD)
        return
    if settings is None or store is None or offline:
        return
    token, api = environment.discord_token.get_secret_value(), environment.discord_api_url
    for line in asyncio.run(check_access(token, api, _targets(settings, store))):
        report.say(line.label, line.state, line.detail)


def _targets(settings: Settings, store: Store) -> list[str]:
    """Where the operator posts, as feeds.yaml says now, and where the servers that are there do."""
    present = [owner for owner in store.departures.owners() if store.departures.since(owner) is None]
    own = {digest.target for digest in settings.digests} | {alert.target for alert in settings.alerts}
    return sorted(own | store.targets(present))
