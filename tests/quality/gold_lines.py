"""Gold lines: an article a line, its places marked `[span|role country lat,lon]`, "-" where there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

MARKED = re.compile(r"\[([^|\]]+)\|(\w+) (\S+) (-|[-\d.]+,[-\d.]+)\]")


@dataclass(frozen=True)
class Gold:
    start: int
    end: int
    text: str
    role: str
    country: str | None
    point: tuple[float, float] | None


def load(path: Path) -> list[tuple[str, str, list[Gold]]]:
    """Id, plain text and gold places of each line."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return [unmark(*row.split("\t")) for row in rows if not row.startswith("#")]


def unmark(ident: str, marked: str) -> tuple[str, str, list[Gold]]:
    text, golds, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        name, role, country, point = match.groups()
        where = None if point == "-" else tuple(float(part) for part in point.split(","))
        golds.append(
            Gold(len(text), len(text) + len(name), name, role, None if country == "-" else country, where)
        )
        text += name
        at = match.end()
    return ident, text + marked[at:], golds
