"""Figures against a gold list of our own: bounds first, then what is counted and the rest."""

from __future__ import annotations

import json
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from bot.briefs.calendar import find_expressions
from bot.briefs.document import read
from bot.briefs.figures import find_figures
from storage.records import Figure

HERE = Path(__file__).parent
FIELDS = ("kind", "modifier", "counted", "predicate", "part_of", "change", "aggregation")

Gold = dict[str, Any]


def articles() -> list[tuple[str, list[Gold]]]:
    rows = (HERE / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["figures"]) for row in map(json.loads, rows)]


def found_in(text: str) -> list[Figure]:
    document = read(text)
    return find_figures(document, find_expressions(document))


def same(wanted: float | None, got: float | None) -> bool:
    return got is wanted if wanted is None or got is None else isclose(wanted, got, rel_tol=1e-6)


def same_bounds(gold: Gold, figure: Figure) -> bool:
    """The span's words, value, both bounds, approximation and unit, all right."""
    return (
        gold["text"] == figure.text
        and same(gold.get("value"), figure.value)
        and same(gold.get("low"), figure.low)
        and same(gold.get("high"), figure.high)
        and gold.get("approximate", False) == figure.approximate
        and gold.get("unit") == figure.unit
    )


def floors() -> dict[str, float]:
    floors: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    return floors


def test_figures_have_all_bounds_right() -> None:
    right = wanted = found = 0
    wrong: list[str] = []
    for text, gold in articles():
        figures = found_in(text)
        hits = [figure for figure in figures if any(same_bounds(row, figure) for row in gold)]
        right, wanted, found = right + len(hits), wanted + len(gold), found + len(figures)
        wrong += [f"{figure.text!r} in {text}" for figure in figures if figure not in hits]
        wrong += [
            f"no {row['text']!r} in {text}" for row in gold if not any(same_bounds(row, f) for f in figures)
        ]
    assert wanted >= 420
    assert 2 * right / (wanted + found) >= floors()["figures bounds F1"], wrong


@pytest.mark.parametrize("field", FIELDS)
def test_a_figure_with_its_bounds_right_has_its_other_fields_right(field: str) -> None:
    right = asked = 0
    wrong: list[str] = []
    for text, gold in articles():
        for figure in found_in(text):
            row = next((row for row in gold if same_bounds(row, figure)), None)
            if row is None or (field not in row and field not in {"part_of", "change"}):
                continue
            asked += 1
            right += row.get(field) == getattr(figure, field)
            if row.get(field) != getattr(figure, field):
                wrong.append(
                    f"{figure.text!r}: {getattr(figure, field)!r}, not {row.get(field)!r}, in {text}"
                )
    assert right / asked >= floors()[f"figures {field}"], wrong
