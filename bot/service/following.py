"""feeds.yaml -> what the store holds for the operator: when the service starts, and when the file changes.

A file is read once it has kept still between two looks: an editor may be in the middle of writing it. What
cannot be read is told once, with its line, and what was read before stands.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from bot.config import ConfigError, Settings, load_settings
from bot.wording import count
from storage.store import Store

log = logging.getLogger(__name__)

Mark = tuple[int, ...]


def apply_settings(settings: Settings, store: Store, now: datetime) -> None:
    """Makes what feeds.yaml says what the store holds for the operator; raises ConfigError for a bad rule."""
    check_rules(settings)
    with store.transaction():
        store.feeds.sync(settings.feeds, now)
        store.subscriptions.keep_only("", settings.digests, now)
        store.alerts.keep_only("", settings.alerts, now)


def check_rules(settings: Settings) -> None:
    """Raises ConfigError, with its line, for the first alert rule that cannot be read."""
    from bot.alerts import RuleError, parse_rule  # noqa: PLC0415

    for n, alert in enumerate(settings.alerts):
        try:
            parse_rule(alert.rule)
        except RuleError as error:
            raise settings.fault("alerts", n, "rule", problem=str(error)) from error


def described(settings: Settings) -> str:
    return (
        f"{settings.path}: {count(len(settings.feeds), 'feed')}, {count(len(settings.digests), 'digest')},"
        f" {count(len(settings.alerts), 'alert')}"
        + (f"; items are kept for {settings.keep.days} days" if settings.keep else "")
    )


class Following:
    """The settings as they stand, and the state of the file that they were read from.

    Between the reading at the start and the first look a database may have been brought up to date, which
    takes as long as somebody needs to edit the file: so it is compared once by what it says.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self._store = store
        self._read: Mark | None = None
        self._seen: Mark | None = None

    def look(self, now: datetime) -> bool:
        """Takes a changed file over; whether it did.

        Raises StorageError when the store cannot keep it; it is then tried again at the next look.
        """
        before, self._seen = self._seen, _mark(self.settings.path)
        if self._seen == self._read or self._seen != before:
            return False
        try:
            changed = load_settings(self.settings.path)
            if self._read is None and changed == self.settings:
                self._read = self._seen
                return False
            apply_settings(changed, self._store, now)
        except ConfigError as error:
            log.warning("%s; until that is mended, what was read of it before stands", error)
            self._read = self._seen
            return False
        self.settings, self._read = changed, self._seen
        return True


def _mark(path: Path) -> Mark | None:
    """By what a file is known to be unchanged; None for one that is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
