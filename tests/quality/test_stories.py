"""Stories on gold of our own: short items in which look-alikes must stay apart."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.stories import Grouper

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "eval" / "gold"


class GoldItem(NamedTuple):
    story: str
    published: datetime
    title: str
    text: str


def own_items(name: str) -> list[GoldItem]:
    rows = [
        line.split("\t")
        for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    return [
        GoldItem(story, datetime.fromisoformat(at).replace(tzinfo=UTC), title, text)
        for story, at, _, title, text in rows
    ]


def bcubed(gold: Sequence[object], found: Sequence[object]) -> tuple[float, float, float]:
    """(precision, recall, F1) after Bagga and Baldwin (1998), each item weighing the same."""
    cells = Counter(zip(found, gold, strict=True))
    in_found, in_gold = Counter(found), Counter(gold)
    precision = sum(n * n / in_found[f] for (f, _), n in cells.items()) / len(gold)
    recall = sum(n * n / in_gold[g] for (_, g), n in cells.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


class Floor(NamedTuple):
    """The least F1 of a set, of its precision and recall, and of its F1 in any order of arrival."""

    name: str
    f1: float
    either: float
    shuffled: float


# Short items of our own, where look-alikes must stay apart: events of one kind in several places, and of
# several kinds in one town or at one firm; and where a story goes on in other words, alone or beside
# look-alikes.
OWN = [
    Floor("stories", 0.95, 0.90, 0.95),
    Floor("stories_of_towns", 0.93, 0.88, 0.88),
    Floor("stories_that_develop", 0.95, 0.90, 0.90),
    Floor("stories_with_next_chapters", 0.90, 0.88, 0.88),
    Floor("stories_of_all_kinds", 0.85, 0.78, 0.78),
    Floor("stories_of_firms", 0.80, 0.68, 0.76),
]


@pytest.mark.parametrize("floor", OWN, ids=lambda floor: floor.name)
def test_short_items_of_our_own_are_grouped_as_well_as_ever(floor: Floor) -> None:
    items = own_items(floor.name)
    assert len(items) >= 40
    assert len({item.story for item in items}) >= 12
    grouper = Grouper()
    found = [grouper.place(item.title, item.text, item.published) for item in items]
    precision, recall, f1 = bcubed([item.story for item in items], found)
    assert f1 >= floor.f1
    assert min(precision, recall) >= floor.either


@pytest.mark.parametrize("floor", OWN, ids=lambda floor: floor.name)
def test_the_order_of_arrival_matters_little(floor: Floor) -> None:
    items = own_items(floor.name)
    scores = []
    for seed in range(5):
        shuffled = random.Random(seed).sample(items, len(items))
        grouper = Grouper()
        found = [grouper.place(item.title, item.text, item.published) for item in shuffled]
        scores.append(bcubed([item.story for item in shuffled], found)[2])
    assert min(scores) >= floor.shuffled


@pytest.mark.skipif(not SHARED.exists(), reason="needs the development sets in ../shared/eval")
@pytest.mark.parametrize(("name", "floor"), [("ecbplus-dev", 0.88), ("ucihead-dev", 0.83)])
def test_development_sets_are_grouped_as_well_as_ever(name: str, floor: float) -> None:
    lines = (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    grouper = Grouper()
    found = [grouper.place(row["title"], row["text"]) for row in rows]
    assert bcubed([row["gold"]["story"] for row in rows], found)[2] >= floor
