"""What the log looks like, and what never gets into it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import IO

LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
SHORT = "%(levelname)s: %(message)s"


class Discreet(logging.Formatter):
    """Formats a record with every secret struck out, wherever it hides: message, arguments, traceback."""

    def __init__(self, layout: str, secrets: Sequence[str]) -> None:
        super().__init__(layout)
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return line


def set_up_logs(verbosity: int, secrets: Sequence[str] = (), stream: IO[str] | None = None) -> None:
    """Logs to standard error: warnings, with -v what happens, with -vv everything; with -q errors alone."""
    level = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}.get(verbosity, logging.DEBUG)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Discreet(LINE if verbosity > 0 else SHORT, secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level if verbosity < 2 else logging.INFO)
    for name in ("bot", "storage"):
        logging.getLogger(name).setLevel(level)
    # a page without an article is an answer, which we give; the library that looks for it warns besides
    logging.getLogger("trafilatura").setLevel(max(level, logging.ERROR) if verbosity < 2 else logging.INFO)
