"""Claims of whole articles of many kinds: reports, courts, live pages, interviews, results, sport."""

from __future__ import annotations

import json
from pathlib import Path

from bot.briefs.claims import find_claims
from bot.briefs.document import read
from storage.records import Brief
from tests.quality.article_scores import Sheet, judge_claims
from tests.quality.gold_articles import load

HERE = Path(__file__).parent


def measure() -> Sheet:
    """Read each article for its claims alone and hold them against its gold."""
    sheet = Sheet()
    for gold in load(HERE / "claim_articles"):
        claims = find_claims(read(gold.text))
        brief = Brief(headline="", summary=(), claims=tuple(claims), figures=(), locations=(), keywords=())
        judge_claims(sheet, gold, brief)
    return sheet


def test_claims_of_articles_have_their_speaker_and_are_meant_as_they_were_said() -> None:
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    sheet = measure()
    scores = {f"claim {name}": score for name, score in sheet.scores().items() if "claim" in name}
    assert len(load(HERE / "claim_articles")) >= 105
    assert sheet.claims.gold >= 870
    for name in ("claim articles claims F1", *(f"claim articles claims {trait}" for trait in TRAITS)):
        assert scores[name] >= floors[name], (name, scores[name], "\n".join(sheet.claims.errors))


TRAITS = ("stance", "hedged", "negated")
