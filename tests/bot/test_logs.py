"""What never gets into the log."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import set_up_logs


@pytest.fixture(autouse=True)
def _root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_secret_is_struck_out_of_messages_arguments_and_tracebacks() -> None:
    stream = io.StringIO()
    set_up_logs(1, ["s3cret.token"], stream)
    log = logging.getLogger("bot.test")

    log.warning("login with %s", "s3cret.token")
    try:
        raise RuntimeError("refused s3cret.token")
    except RuntimeError:
        log.exception("it went wrong")

    written = stream.getvalue()
    assert "s3cret" not in written
    assert written.count("[secret]") == 3  # the message, the traceback's source line, its last line


@pytest.mark.parametrize(
    ("verbosity", "told"),
    [
        (-1, ["error"]),
        (0, ["warning", "error"]),
        (1, ["info", "warning", "error"]),
        (2, ["debug", "info", "warning", "error"]),
    ],
)
def test_verbosity_decides_what_is_told(verbosity: int, told: list[str]) -> None:
    stream = io.StringIO()
    set_up_logs(verbosity, (), stream)
    log = logging.getLogger("bot.test")
    for level in ("debug", "info", "warning", "error"):
        getattr(log, level)(level)
    assert [line.rsplit(": ", 1)[1] for line in stream.getvalue().splitlines()] == told
