"""docs/fetching.md and the tests say the same."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
LINES = {
    *(f"f{n:02d}" for group in (range(1, 15), range(20, 33), range(40, 50), range(60, 67)) for n in group),
    *(f"p{n:02d}" for n in range(1, 21)),
}


def test_every_line_of_the_checklist_has_its_tests_and_the_document_names_them_all() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "tests/bot/feeds").glob("test_*.py"))
    written = set(re.findall(r"def (test_[fp]\d\d_\w+)", sources))
    document = (ROOT / "docs/fetching.md").read_text("utf-8")
    assert set(re.findall(r"`(test_[fp]\d\d_\w+)`", document)) == written
    assert {name[5:8] for name in written} == LINES
