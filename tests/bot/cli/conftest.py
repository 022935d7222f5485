"""The commands, run in a folder of their own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from storage.store import Store
from tests.newsroom import store_in

Sitrep = Callable[..., Result]

FEEDS = """\
feeds:
  - url: https://coast.example/feed
    title: Coast
    tags: [world]
digests:
  - time: "07:00"
alerts:
  - rule: withdrawal
"""


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def sitrep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sitrep:
    """Runs a command in an empty folder with a small feeds.yaml."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "DISCORD_API_URL", "SITREP_CONFIG", "SITREP_DATABASE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    (tmp_path / "feeds.yaml").write_text(FEEDS)

    def run(*args: str, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(main, list(args), input=stdin)

    return run


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store that the commands find at the usual place."""
    (tmp_path / "data").mkdir()
    store = store_in(tmp_path / "data")
    yield store
    store.close()


def one_line(result: Result, status: int) -> str:
    """The error a command ended with: one line on standard error, and the right exit status."""
    assert result.exit_code == status, (result.exit_code, result.output, result.exception)
    assert result.stdout == ""
    assert result.stderr.startswith("sitrep: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    return result.stderr.strip()
