"""How every command behaves: common options, one line for an error, the right exit status, no traceback."""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.config import Environment, Settings
    from storage.database import Mode
    from storage.gazetteer import Gazetteer
    from storage.store import Store

log = logging.getLogger(__name__)

FAILED, WRONG, INTERRUPTED = 1, 2, 130
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
DEFAULT_CONFIG = "feeds.yaml"
DEFAULT_DATABASE = "sqlite:///data/sitrep.db"


@dataclass
class Session:
    """What the common options say, and what commands open because of it."""

    config: Path = Path(DEFAULT_CONFIG)
    database: str = DEFAULT_DATABASE
    verbosity: int = 0

    def store(self, mode: Mode = "make") -> Store:
        """The store, closed when the command ends. What only asks opens it to "read": nothing is made."""
        from storage.store import open_store

        store = open_store(self.database, mode)
        click.get_current_context().call_on_close(store.close)
        return store

    def standing(self, *, to_note: bool = False) -> Store:
        """The store as it stands, to be asked also before there is one: an empty one then, which is not kept.

        `to_note`: small things are to be noted in it, where it may be written.
        """
        from storage.database import NothingYetError, is_writable

        try:
            store = self.store("read")
        except NothingYetError:
            return self._empty()
        return self.store("write") if to_note and is_writable(store.path) else store

    def _empty(self) -> Store:
        from tempfile import TemporaryDirectory

        from storage.store import open_store

        context = click.get_current_context()
        folder = context.with_resource(TemporaryDirectory(prefix="sitrep-"))
        store = open_store(f"sqlite:///{folder}/empty.db")
        context.call_on_close(store.close)
        return store

    def own_gazetteer(self) -> Path:
        """Where the team's own places are kept: beside the database."""
        from storage.database import path_of

        return path_of(self.database).parent / "gazetteer.sqlite"

    def gazetteer(self) -> Gazetteer:
        """The gazetteer, with what the team added to it, closed when the command ends."""
        from storage.gazetteer import open_gazetteer

        gazetteer = open_gazetteer(self.own_gazetteer())
        click.get_current_context().call_on_close(gazetteer.close)
        return gazetteer

    def settings(self) -> Settings:
        from bot.config import load_settings

        return load_settings(self.config)

    def environment(self) -> Environment:
        from bot.config import read_environment

        return read_environment(os.environ)


pass_session = click.make_pass_decorator(Session, ensure=True)


def tell(hint: str) -> None:
    """A hint beside an answer, on standard error; none for who wants quiet."""
    if click.get_current_context().ensure_object(Session).verbosity >= 0:
        click.echo(f"sitrep: {hint}", err=True)


def now() -> datetime:
    return datetime.now(UTC)


def progress(text: str) -> None:
    """A word on long work, for people alone."""
    if sys.stderr.isatty() and click.get_current_context().find_object(Session).verbosity >= 0:  # type: ignore[union-attr]
        click.echo(text, err=True)


def _set(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value is None:
            return
        session = context.ensure_object(Session)
        setattr(session, name, Path(value) if name == "config" else value)

    return callback


def _louder(context: click.Context, parameter: click.Parameter, value: int) -> None:
    context.ensure_object(Session).verbosity += -value if parameter.name == "quiet" else value


def common_options(hidden: bool) -> list[click.Option]:
    """The options that stand before or after any command."""

    def option(*names: str, **settings: Any) -> click.Option:
        return click.Option(names, expose_value=False, hidden=hidden, **settings)

    return [
        option(
            "--config",
            metavar="PATH",
            envvar=None if hidden else "SITREP_CONFIG",
            callback=_set("config"),
            help=f"What to read and whom to tell.  [default: {DEFAULT_CONFIG}; environment: SITREP_CONFIG]",
        ),
        option(
            "--database",
            metavar="URL",
            envvar=None if hidden else "SITREP_DATABASE",
            callback=_set("database"),
            help=f"Where to remember it.  [default: {DEFAULT_DATABASE}; environment: SITREP_DATABASE]",
        ),
        option("-v", "--verbose", count=True, callback=_louder, help="Say what happens; -vv: everything."),
        option("-q", "--quiet", count=True, callback=_louder, help="Say nothing but errors."),
    ]


class Command(click.Command):
    """A command that takes the common options after its name as well."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.extend(common_options(hidden=True))

    def invoke(self, ctx: click.Context) -> Any:
        from bot.logs import set_up_logs

        set_up_logs(ctx.ensure_object(Session).verbosity, [os.environ.get("DISCORD_TOKEN", "").strip()])
        return super().invoke(ctx)


class Group(click.Group):
    """Commands of one noun."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.extend(common_options(hidden=True))


class Program(Group):
    """The whole program: whatever goes wrong inside ends in one line and an exit status.

    `homes` names the module of `bot.cli` that holds a command.
    """

    def __init__(self, *args: Any, homes: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params[-4:] = common_options(hidden=False)
        self.homes = homes
        self.commands = {name: click.Command(name) for name in homes}  # names alone, for help and hints

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.homes:
            return None
        found: click.Command = getattr(import_module(f"bot.cli.{self.homes[cmd_name]}"), cmd_name)
        return found

    def main(self, args: Sequence[str] | None = None, **settings: Any) -> Any:  # type: ignore[override]
        settings["standalone_mode"] = False
        if sys.stdout is None:  # closed by whoever started us (`>&-`)
            sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
        sys.exit(self._status(args, settings))

    def invoke(self, ctx: click.Context) -> Any:
        # Both are caught before click does, which would print a blank line or exit with 1.
        try:
            outcome = super().invoke(ctx)
            sys.stdout.flush()
            return outcome
        except BrokenPipeError:  # the reader has seen enough: head, less
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except KeyboardInterrupt:
            return INTERRUPTED

    def _status(self, args: Sequence[str] | None, settings: dict[str, Any]) -> int:
        try:
            outcome = super().main(args, **settings)
        except (KeyboardInterrupt, click.Abort):
            return INTERRUPTED
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            return error.exit_code
        except click.ClickException as error:
            _tell(_hint(error))
            return error.exit_code
        except Exception as error:
            return _fail(error)
        return outcome if isinstance(outcome, int) else 0


class Failure(click.ClickException):
    """The work failed; the message is one line that says what to do."""

    exit_code = FAILED


class WrongUse(click.ClickException):
    """It cannot be done as asked; the message is one line that says how it can."""

    exit_code = WRONG


def _hint(error: click.ClickException) -> str:
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{error.format_message().rstrip(chr(46))} (see `{error.ctx.command_path} --help`)"
    return error.format_message()


def _fail(error: Exception) -> int:
    """Tells an error in one line: one we expected by its own words, another by its kind."""
    from bot.faults import MistakeError
    from bot.feeds.errors import FeedError
    from bot.service.errors import ServiceError
    from storage.database import AddressError, StorageError

    if isinstance(error, MistakeError | AddressError):
        _tell(str(error))
        return WRONG
    if isinstance(error, StorageError | FeedError | ServiceError):
        _tell(str(error))
        return FAILED
    log.info("unexpected fault", exc_info=error)
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        _tell("the disk is full; free some space and start again, nothing stored was lost")
        return FAILED
    _tell(f"unexpected fault: {type(error).__name__}: {error} (add -v to see where; please report it)")
    return FAILED


def _tell(line: str) -> None:
    secret = os.environ.get("DISCORD_TOKEN", "").strip()
    text = " ".join(line.split())
    click.echo(f"sitrep: {text.replace(secret, '[secret]') if secret else text}", err=True)
