"""What the documents name is there: tests, files, links, commands."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.cli import main

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
ROOMS = ("bot", "storage", "tests", "tools", "bench", "docs")
every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)


@every_document
def test_every_test_that_is_named_exists(document: Path) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    known = set(re.findall(r"def (test_\w+)", code)) | {path.stem for path in (ROOT / "tests").rglob("*.py")}
    named = re.findall(r"\b(test_[a-z0-9_]+)\b(?!\*|_)", document.read_text(encoding="utf-8"))
    assert sorted(set(named) - known) == []


@every_document
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#\s]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@every_document
def test_every_path_that_is_named_exists(document: Path) -> None:
    named = re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./-]*\w/?)`", document.read_text(encoding="utf-8"))
    planned = {"bot/slack_app/send.py"}  # what somebody may add
    assert sorted({path for path in named if not (ROOT / path).exists()} - planned) == []


@every_document
def test_every_command_that_is_named_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = set(
        re.findall(r"(?:`|^|\$ |&& |bin/|exec sitrep )sitrep ([a-z]+)(?: ([a-z]+))?", text, re.MULTILINE)
    )
    context = click.Context(main)
    for command, part in named:
        found = main.get_command(context, command)
        assert found is not None, f"sitrep {command}"
        if isinstance(found, click.Group) and part:
            assert part in found.commands, f"sitrep {command} {part}"
