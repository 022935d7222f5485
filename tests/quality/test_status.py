"""Whether a mention says that it happened, against a gold list of our own, by way of the real claims."""

from __future__ import annotations

import json
from pathlib import Path

from bot.briefs.claims import find_claims
from bot.briefs.document import read
from bot.mentions import read_mention
from bot.words import key, keys

HERE = Path(__file__).parent


def status_of(word: str, sentence: str) -> str:
    places = [(start, end) for start, end, found in keys(sentence) if found == key(word)]
    if not places:
        return "not found"
    return read_mention(sentence, *places[0], find_claims(read(sentence), [])).status


def test_a_mention_is_read_as_what_it_says() -> None:
    floor = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["status"]
    rows = [
        row.split("\t")
        for row in (HERE / "status.tsv").read_text(encoding="utf-8").splitlines()
        if not row.startswith("#")
    ]
    wrong = [row for row in rows if status_of(row[0], row[2]) != row[1]]
    assert len(rows) >= 80
    assert 1 - len(wrong) / len(rows) >= floor, wrong
