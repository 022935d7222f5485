"""Compiled extractors (`make compiled`) give what plain Python gives, and can be stopped as it can."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.compile import compiled_modules, eager, with_constants

ROOT = Path(__file__).parent.parent
COMPILED = ROOT / ".venv-compiled"
QUALITY = ROOT / "tests/quality"
SAMPLES = ROOT / "bot/demo/samples"
ODD = (
    "7 " * 2_000,
    '"Rain," she said. ' * 300,
    "😀 said: “Ça va?” \u202e 12\u00a0000 км²",
    "１２ people, ٣٤ houses and ½ a bridge, officials said in Saint-Étienne.",
    "A\x00B said C",
)


@pytest.fixture(scope="module")
def compiled() -> Path:
    """The folder of the compiled program; skips where there is none, or none of these sources."""
    built = COMPILED / ".installed"
    if not built.exists():
        pytest.skip("there is no compiled build; `make compiled` makes one")
    sources = [
        path for top in ("bot", "storage") for path in (ROOT / top).rglob("*") if path.suffix != ".pyc"
    ]
    newest = max(path.stat().st_mtime for path in sources if path.is_file())
    if newest > built.stat().st_mtime:
        pytest.skip("the compiled build is older than the sources; `make compiled` makes another")
    return COMPILED / "bin"


def test_what_should_be_compiled_is(compiled: Path) -> None:
    names = [path.relative_to(ROOT).with_suffix("").parts for path in compiled_modules(ROOT)]
    modules = [".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in names]
    asked = (
        "import importlib, sys; "
        "print([m for m in sys.argv[1:] if importlib.import_module(m).__file__.endswith('.py')])"
    )
    found = subprocess.run(
        [compiled / "python", "-I", "-c", asked, *modules], capture_output=True, text=True, check=True
    )
    assert len(modules) > 70
    assert found.stdout.strip() == "[]"


def test_compiled_briefs_are_those_of_plain_python_to_the_byte(compiled: Path, tmp_path: Path) -> None:
    rows = [{"id": str(k), "text": text, "published": "2026-03-04"} for k, text in enumerate(texts())]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    plain = briefs([sys.executable, "-m", "bot"], lines, ROOT)
    assert plain.count(b'"claims"') > 3_000
    for row, one, other in zip(
        rows, plain.splitlines(), briefs([compiled / "sitrep"], lines, tmp_path).splitlines(), strict=True
    ):
        assert one == other, row["text"]


def texts() -> Iterator[str]:
    """Articles whole, and each line of all that is gold, marks and all: no two are odd in the same way."""
    for path in sorted([*QUALITY.rglob("*.txt"), *QUALITY.glob("*.tsv"), *SAMPLES.glob("*.txt")]):
        text = path.read_text(encoding="utf-8")
        if path.parent != QUALITY:
            yield text
        yield from (line for line in text.splitlines() if line.strip())
    for path in sorted(QUALITY.glob("*.jsonl")):
        yield from (
            json.loads(line).get("text", line) for line in path.read_text(encoding="utf-8").splitlines()
        )
    yield from ODD


def briefs(program: list[str | Path], lines: bytes, folder: Path) -> bytes:
    run = subprocess.run(
        [*program, "brief", "--jsonl", "-"], input=lines, cwd=folder, capture_output=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, b"")
    return run.stdout


def test_a_compiled_brief_is_given_up_in_time(compiled: Path, tmp_path: Path) -> None:
    told = told_by(
        """
        try:
            within(0.05, work)
        except TooSlowError as error:
            print(error)
        """,
        compiled,
        tmp_path,
    )
    assert told == "it took over 0.05 s and was given up\n"


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_ctrl_c_ends_a_compiled_brief(compiled: Path, tmp_path: Path) -> None:
    told = told_by(
        """
        signal.signal(signal.SIGVTALRM, signal.default_int_handler)  # as Ctrl-C is answered ...
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.05)  # ... in the midst of the work
        try:
            work()
        except KeyboardInterrupt:
            print("stopped")
        """,
        compiled,
        tmp_path,
    )
    assert told == "stopped\n"


def told_by(lines: str, compiled: Path, folder: Path) -> str:
    """What lines of Python print that call `work`, a brief of two million characters, ten seconds long."""
    article = "".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt")))
    (folder / "long.txt").write_text(article * (2_000_000 // len(article)), encoding="utf-8")
    before = """
        import signal
        from pathlib import Path
        from bot.briefs import make_brief
        from bot.limits import TooSlowError, within
        from storage.gazetteer import open_gazetteer
        from storage.records import Article

        article, places = Article("a", "t", Path("long.txt").read_text(encoding="utf-8")), open_gazetteer()
        work = lambda: make_brief(article, places)
    """
    program = textwrap.dedent(before) + textwrap.dedent(lines)
    asked = [compiled / "python", "-I", "-c", program]
    return subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=True).stdout


def test_constants_are_marked_for_the_compiler_where_they_stand() -> None:
    source = """from __future__ import annotations
WORDS = frozenset({"a"})
MOST: int = 3
found = 1
TWICE = 1
TWICE = 2
def f() -> None:
    LOCAL = 1
"""
    assert with_constants(source).splitlines() == [
        "from __future__ import annotations; from typing import Final",
        'WORDS: Final = frozenset({"a"})',
        "MOST: Final[int] = 3",
        "found = 1",
        "TWICE = 1",
        "TWICE = 2",
        "def f() -> None:",
        "    LOCAL = 1",
    ]


def test_a_property_that_compiled_code_would_not_keep_is_told() -> None:
    assert list(eager("from functools import cache, cached_property\n")) == [
        "1: error: cached_property keeps nothing once compiled"
    ]
