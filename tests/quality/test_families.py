"""Word families against a gold list of our own."""

from __future__ import annotations

import json
from pathlib import Path

from bot.words import key, keys

HERE = Path(__file__).parent


def gold() -> list[tuple[str, bool, str]]:
    rows = (HERE / "families.tsv").read_text(encoding="utf-8").splitlines()
    return [
        (word, answer == "yes", sentence)
        for word, answer, sentence in (row.split("\t") for row in rows if not row.startswith("#"))
    ]


def test_words_find_their_families_and_nothing_else() -> None:
    floor = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["families"]
    rows = gold()
    wrong = [row for row in rows if (key(row[0]) in {found for _, _, found in keys(row[2])}) is not row[1]]
    assert len(rows) >= 80
    assert 1 - len(wrong) / len(rows) >= floor, wrong
