"""The ledger on gold of our own: figures laid side by side, and what that shows. All of it must be right."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.ledger import make_ledger
from storage.records import Brief, Claim, Entry, Feed, Figure, Item, Ledger, Location, Span, Speaker

HERE = Path(__file__).parent
MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)

Case = dict[str, Any]


def cases() -> list[Case]:
    return [json.loads(line) for line in (HERE / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]


def ledger_of(case: Case) -> Ledger:
    """The ledger of a case; figures with the same `item` stand in one report, others in one each."""
    reports: dict[object, list[Case]] = {}
    for n, given in enumerate(case["figures"]):
        reports.setdefault(given.get("item", f"alone {n}"), []).append(given)
    items = [item_of(n, given) for n, given in enumerate(reports.values(), 1)]
    if "denial" in case:
        items.append(item_of(len(items) + 1, [], case["denial"]))
    return make_ledger(items)


def item_of(n: int, given: list[Case], denial: Case | None = None) -> Item:
    text = denial["text"] if denial else " ".join(dict.fromkeys(one["text"] for one in given))
    head = given[0] if given else {"feed": 9}
    when = MORNING + timedelta(hours=head.get("at", 0))
    feed = head.get("feed", 1)
    return Item(
        entry=Entry(n, feed, f"entry {n}", "guid", "A headline", None, text, when, published=when),
        feed=Feed(feed, f"https://outlet{feed}.example/feed", f"Outlet {feed}"),
        brief=Brief(
            headline="A headline",
            figures=tuple(figure_of(one, text) for one in given),
            claims=(denial_of(denial),) if denial else (),
            locations=tuple(location_of(one, text) for one in given if "place" in one),
        ),
    )


def figure_of(given: Case, text: str) -> Figure:
    start = text.index(given["figure"], text.index(given["text"]))
    fields = {"kind": "count", "value": None, "low": None, "high": None, "approximate": False, "unit": None}
    if given.get("unit"):
        fields["kind"] = "measure"
    optional = ("kind", "value", "low", "high", "approximate", "unit", "modifier", "predicate", "part_of")
    fields |= {name: given[name] for name in (*optional, "aggregation", "change", "as_of") if name in given}
    return Figure(
        start=start,
        end=start + len(given["figure"]),
        text=given["figure"],
        counted=given["counted"],
        according_to=given.get("by"),
        **fields,
    )


def location_of(given: Case, text: str) -> Location:
    name, admin1, country = given["place"]
    start = text.index(name, text.index(given["text"]))
    return Location(start, start + len(name), name, name, "place", 0.0, 0.0, country, admin1)


def denial_of(given: Case) -> Claim:
    start = given["text"].index(given["content"])
    cue = given.get("cue", "denied")
    at = given["text"].index(cue)
    return Claim(
        start=0,
        end=len(given["text"]),
        speaker=Speaker(0, len(given["by"]), given["text"][: len(given["by"])], given["by"]),
        cue=Span(at, at + len(cue), cue),
        content=Span(start, start + len(given["content"]), given["content"]),
        quote="indirect",
        stance="denies",
    )


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['expect']}: {case['why']}")
def test_figures_side_by_side(case: Case) -> None:
    ledger = ledger_of(case)
    verdicts = [measure.verdict for measure in ledger.measures]
    match case["expect"]:
        case "apart":
            assert len(ledger.measures) == len(case["figures"])
            assert set(verdicts) == {"single"}
        case "gap":
            assert [gap.missing for gap in ledger.gaps] == [case["missing"]]
            assert "conflict" not in verdicts
        case "no gap":
            assert ledger.gaps == ()
        case verdict:
            assert verdicts == [verdict]
            assert len(ledger.measures[0].rows) == len(case["figures"])
    if "contested" in case:
        assert ledger.measures[0].contested is case["contested"]


def test_the_gold_covers_every_verdict() -> None:
    expected = Counter(case["expect"] for case in cases())
    assert sum(expected.values()) >= 60
    assert {"equal", "compatible", "revised", "conflict", "denied", "single", "apart", "gap"} <= set(expected)
