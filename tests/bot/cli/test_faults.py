"""Whatever is wrong is told in one line that says what to do, with the right exit status."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from storage.store import Store
from tests.bot.cli.conftest import Sitrep, one_line

READING = (("poll",), ("run",), ("feeds", "list"), ("feeds", "check"))
STORED = (("digest",), ("figures", "x"), ("claims", "x"), ("places", "x"), ("search", "x"), ("stories",))


@pytest.mark.parametrize("command", READING)
def test_a_missing_feeds_file(sitrep: Sitrep, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "feeds.yaml").unlink()
    told = one_line(sitrep(*command), 2)
    assert told == (
        "sitrep: feeds.yaml: no such file; copy the feeds.yaml that Sitrep comes with,"
        " or name yours with --config"
    )


@pytest.mark.parametrize("address", ["http://a:99999/", "http://[bad", "'http://'", "mailto:a@b.example"])
def test_an_address_that_is_none_is_named_with_its_line(sitrep: Sitrep, tmp_path: Path, address: str) -> None:
    (tmp_path / "feeds.yaml").write_text(f"feeds:\n  - url: {address}\n")
    told = one_line(sitrep("feeds", "list"), 2)
    assert told.startswith("sitrep: feeds.yaml line 2: feeds[0].url: expected an address that starts with")


@pytest.mark.parametrize("command", READING)
def test_a_broken_feeds_file(sitrep: Sitrep, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "feeds.yaml").write_text("feeds:\n  - url: https://a.example/\n    interval: soon\n")
    told = one_line(sitrep(*command), 2)
    assert told.startswith("sitrep: feeds.yaml line 3: feeds[0].interval: expected a period")


def test_an_alert_rule_that_cannot_be_read_is_named_with_its_line(sitrep: Sitrep, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("feeds:\n  - url: https://a.example/\nalerts:\n  - rule: (a OR\n")
    told = one_line(sitrep("run"), 2)
    assert told.startswith("sitrep: feeds.yaml line 4: alerts[0].rule: ")


@pytest.mark.parametrize("command", STORED)
def test_a_file_that_is_no_database(sitrep: Sitrep, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "notes.txt").write_text("not a database " * 100)
    told = one_line(sitrep(*command, "--database", "sqlite:///notes.txt"), 1)
    assert told == "sitrep: database notes.txt: is not a database; name another file or move this one away"


@pytest.mark.parametrize("command", STORED)
def test_a_database_address_that_is_none(sitrep: Sitrep, command: tuple[str, ...]) -> None:
    told = one_line(sitrep("--database", "mysql://x", *command), 2)
    assert told == "sitrep: database 'mysql://x': expected sqlite:///path/to/file.db"


def test_a_folder_that_cannot_be_made(sitrep: Sitrep, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    assert "its folder cannot be made" in one_line(sitrep("poll"), 1)


@pytest.mark.parametrize(
    "command", [*STORED, ("story", "1"), ("alerts", "test", "x"), ("story", "1", "--merge", "2")]
)
def test_asking_makes_no_database(sitrep: Sitrep, tmp_path: Path, command: tuple[str, ...]) -> None:
    told = one_line(sitrep(*command), 1)
    assert told == (
        "sitrep: database data/sitrep.db: there is none yet; `sitrep poll` or `sitrep run` makes it"
    )
    assert not (tmp_path / "data").exists()


@pytest.mark.usefixtures("store")
def test_a_story_that_there_is_not(sitrep: Sitrep) -> None:
    assert "there is no story 77; `sitrep stories` lists them" in one_line(sitrep("story", "77"), 1)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("command", STORED)
def test_an_empty_database_is_no_error_and_says_what_to_do(sitrep: Sitrep, command: tuple[str, ...]) -> None:
    result = sitrep(*command)
    assert result.exit_code == 0
    assert "nothing has been read yet; `sitrep poll` reads the feeds" in result.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("digest", "--since", "soon"), "--since: expected a period such as 90m, 24h, 7d or 4w, or a date"),
        (("digest", "--since", "1h", "--until", "2h"), "--since must lie before --until"),
        (("digest", "--zone", "Mars"), "--zone: expected a time zone such as Europe/Berlin, got 'Mars'"),
        (("figures", "x", "--format", "xml"), "Invalid value for '--format'"),
        (("claims", "x stance:maybe"), "stance:maybe: expected one of asserts"),
        (("figures",), "Missing argument 'QUERY'"),
        (("figs",), "No such command 'figs'"),
        (("search", "x", "--limit", "0"), "Invalid value for '--limit'"),
        (("story", "one"), "expected the number of a story, got 'one'; `sitrep stories` lists them"),
        (("story", "²"), "expected the number of a story"),
        (("story", "9" * 20), "expected the number of a story"),
        (("story", "1", "--merge", "0"), "expected the number of a story"),
        (("story", "1", "--merge", "2", "--split", "3"), "--merge and --split go one after the other"),
        (("digest", "--since", "0001-01-01"), "'0001-01-01' lies before all news"),
        (("claims", "x", "--since", "2d", "--until", "3d"), "--since must lie before --until"),
        (("places", "(*)"), "'(*)' holds no word that can be looked up"),
        (("figures", "x", "--place", "?"), "'?' holds no word that can be looked up"),
        (("claims", "x", "by:!"), "'!' holds no word that can be looked up"),
        (("search", ""), "nothing to search for; name at least one word"),
        (("figures", "killed >= ten"), "compares with one number in digits"),
        (("figures", "x", "--chart", "x.svg"), "name it so: x.png"),
        (("alerts", "test", "***"), '"***" is no word'),
    ],
)
def test_a_wrong_command_line(sitrep: Sitrep, args: tuple[str, ...], told: str) -> None:
    assert told in one_line(sitrep(*args), 2)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("db", "stats"), "there is none yet; `sitrep poll` or `sitrep run` makes it"),
        (("db", "check"), "there is none yet"),
        (("doctor", "--alive"), "there is none yet"),
        (("brief", "nowhere.txt"), "nowhere.txt: no such file"),
        (("brief", "news.example/story"), "no such file; if it is a link, write https://news.example/story"),
        (("brief", "ftp://news.example/"), "of links only those with http and https are read"),
        (("brief", ""), "there is nothing to read; name a file or a link"),
        (("brief", "a\0b"), "cannot be read"),
        (("feeds", "remove", "https://no.example/"), "https://no.example/ is not read"),
        (("feeds", "import", "no.opml"), "no.opml: cannot be read"),
        (("poll", "--feed", "https://no.example/"), "'https://no.example/' is not read yet"),
        (("poll", "--feed", "http://a:99999/"), "`sitrep feeds add` adds it"),
        (("feeds", "add", "http://a:99999/"), "is not a web address"),
        (("feeds", "add", "http://[bad"), "is not a web address"),
        (("feeds", "remove", "http://[bad"), "http://[bad is not read"),
        (("feeds", "check", "http://a:99999/"), "http://a:99999/ is not read"),
    ],
)
def test_work_that_cannot_be_done(sitrep: Sitrep, args: tuple[str, ...], told: str) -> None:
    assert told in one_line(sitrep(*args), 1)


@pytest.mark.parametrize(
    ("name", "value"), [("DISCORD_API_URL", "discord"), ("SITREP_ALLOW_PRIVATE_FEEDS", "perhaps")]
)
def test_a_wrong_variable(sitrep: Sitrep, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert f"{name}: expected" in one_line(sitrep("run"), 2)


def test_an_unexpected_fault_is_one_line_and_keeps_its_traceback_for_v(
    sitrep: Sitrep, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("s3cret.token hit a bug")

    monkeypatch.setenv("DISCORD_TOKEN", "s3cret.token")
    monkeypatch.setattr("storage.stories.Stories.since", broken)
    told = one_line(sitrep("stories"), 1)
    assert told.startswith("sitrep: unexpected fault: ZeroDivisionError: [secret] hit a bug (add -v")
    verbose = sitrep("stories", "-v")
    assert "Traceback" in verbose.stderr
    assert "s3cret" not in verbose.stderr


def test_common_options_stand_before_or_after_the_command(sitrep: Sitrep, tmp_path: Path) -> None:
    (tmp_path / "in.opml").write_text('<opml><body><outline xmlUrl="https://a.example/f"/></body></opml>')
    for name, place in (("before", 0), ("after", 3)):
        args = ["feeds", "import", "in.opml"]
        args[place:place] = ["--database", f"sqlite:///{tmp_path / name}.db"]
        assert sitrep(*args).exit_code == 0
        assert (tmp_path / f"{name}.db").exists()
    assert not (tmp_path / "data").exists()


def test_the_environment_names_the_database_and_the_configuration(
    sitrep: Sitrep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "feeds.yaml").rename(tmp_path / "ours.yaml")
    monkeypatch.setenv("SITREP_CONFIG", "ours.yaml")
    monkeypatch.setenv("SITREP_DATABASE", f"sqlite:///{tmp_path / 'ours.db'}")
    assert "coast.example" in sitrep("feeds", "list").stdout
    assert "/ours.db: there is none yet" in one_line(sitrep("stories"), 1)
    assert "feeds.yaml: no such file" in one_line(sitrep("feeds", "list", "--config", "feeds.yaml"), 2)


def sitrep_process(*args: str, folder: Path, **pipes: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "bot", *args], cwd=folder, env=_environment(), **pipes)  # type: ignore[call-overload,no-any-return]


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parents[3])
    return {name: value for name, value in os.environ.items() if "DISCORD" not in name} | {"PYTHONPATH": root}


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    lines = b'{"id": "a", "text": "Rain fell."}\n' * 3000
    (tmp_path / "in.jsonl").write_bytes(lines)
    process = sitrep_process(
        "brief", "--jsonl", "in.jsonl", folder=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 0


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    # What a shell starts in the background ignores Ctrl-C, and so would its children: not this one.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = sitrep_process(
        "brief", "--jsonl", "-", folder=tmp_path,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"id": "a", "text": "Rain fell."}\n')
    process.stdin.flush()
    assert process.stdout.readline().startswith(b'{"id":"a"')
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (130, b"")


def test_help_is_quick_and_every_command_has_an_example(sitrep: Sitrep) -> None:
    from bot.cli import COMMANDS, main

    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        commands = getattr(command, "commands", {"": command})
        for sub, leaf in commands.items():
            help_text = sitrep(*filter(None, (name, sub)), "--help").output
            assert "Example: sitrep" in help_text, (name, sub)
            assert leaf.help
    slow = ("discord", "trafilatura", "matplotlib", "aiohttp", "ruamel", "sqlite_utils", "pydantic", "numpy")
    modules = ", ".join(sorted({f"bot.cli.{module}" for module in COMMANDS.values()}))
    asked = f"import sys, {modules}; print([name for name in {slow!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
