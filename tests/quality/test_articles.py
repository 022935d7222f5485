"""Whole briefs of whole articles, the awkward sort that news is made of, with floors that must not fall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.records import Figure
from tests.quality.article_scores import (
    ARTICLES,
    HARD_ARTICLES,
    has_bounds,
    measure,
    same_bounds,
    same_speaker,
)
from tests.quality.gold_articles import GoldFigure, load

FLOORS = Path(__file__).parent / "floors.json"


def test_each_gold_line_is_in_its_article() -> None:
    articles = load(ARTICLES) + load(HARD_ARTICLES)
    assert len(articles) >= 81
    assert all(article.claims and article.figures and article.places for article in articles)


@pytest.mark.parametrize(("folder", "sort"), [(ARTICLES, ""), (HARD_ARTICLES, "hard ")])
def test_briefs_of_the_gold_articles_hold_what_they_must(folder: Path, sort: str) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    sheet = measure(folder)
    wrong = "\n".join(sheet.figures.errors + sheet.claims.errors + sheet.places.errors)
    for name, score in sheet.scores().items():
        assert score >= floors[sort + name], (name, score, wrong)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Governor Ana Ruiz", "Ana Ruiz", True),
        ("the mayor, Ana Ruiz", "Ana Ruiz", True),
        ("Ana Ruiz", "Pablo Ruiz", False),
        ("The police command in Gusau", "the police command", True),
        ("a soldier", "a soldier reached by phone", True),
        ("the harbour office", "She", False),
        (None, "police", False),
        (None, None, True),
    ],
)
def test_speakers_agree_by_their_heads(one: str | None, other: str | None, same: bool) -> None:
    assert same_speaker(one, other) is same


@pytest.mark.parametrize(
    ("value", "low", "unit", "right"),
    [(None, 7, None, True), (7, None, None, False), (None, 7, "km", False), (None, None, None, False)],
)
def test_a_figure_is_right_with_all_its_bounds(
    value: float | None, low: float | None, unit: str | None, right: bool
) -> None:
    gold = GoldFigure(0, 14, None, 7, None, False, None, "aircraft", None, False)
    found = Figure(0, 14, "at least seven", "count", value, low, None, False, unit, "aircraft")
    assert same_bounds(gold, found) is right
    assert has_bounds(found) is (value is not None or low is not None)
