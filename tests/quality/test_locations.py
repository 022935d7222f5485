"""Places against gold articles of our own: spans, roles and points, with floors that must not fall."""

from __future__ import annotations

import json
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from bot.briefs.document import read
from bot.briefs.locations import find_locations
from storage.gazetteer import open_gazetteer
from storage.records import Location
from tests.quality.gold_lines import Gold, load

HERE = Path(__file__).parent
SAME_PLACE_KM = 161  # 100 miles, the measure of the toponym literature
ON_THE_MAP = ("place", "dateline")


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (a, b), (c, d) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def is_right(gold: Gold, found: Location) -> bool:
    """Is the point near enough, or, of a whole country or sea, the country right?"""
    if found.lat is None or found.lon is None or gold.point is None:
        return gold.point is None and found.lat is None
    near = kilometres(gold.point, (found.lat, found.lon)) <= SAME_PLACE_KM
    return near or (found.admin1 is None and found.country == gold.country)


def f1(right: int, found: int, gold: int) -> float:
    return 2 * right / (found + gold)


def measure() -> tuple[dict[str, float], list[str]]:
    """The scores, and what was wrong, one line each."""
    gazetteer = open_gazetteer()
    counts = dict.fromkeys(("gold", "found", "spans", "roles", "map gold", "map found", "map right"), 0)
    wrong: list[str] = []
    for ident, text, golds in load(HERE / "locations.txt"):
        found = {(place.start, place.end): place for place in find_locations(read(text), gazetteer)}
        counts["gold"] += len(golds)
        counts["found"] += len(found)
        counts["map gold"] += sum(gold.role in ON_THE_MAP for gold in golds)
        counts["map found"] += sum(place.role in ON_THE_MAP for place in found.values())
        for gold in golds:
            place = found.pop((gold.start, gold.end), None)
            if place is None:
                wrong.append(f"{ident}: missed {gold.text}")
                continue
            counts["spans"] += 1
            counts["roles"] += place.role == gold.role
            if place.role != gold.role:
                wrong.append(f"{ident}: {gold.text} is {gold.role}, not {place.role}")
            if not is_right(gold, place):
                wrong.append(
                    f"{ident}: {gold.text} lies in {gold.country}, not {place.admin1}, {place.country}"
                )
            elif gold.role in ON_THE_MAP and place.role in ON_THE_MAP:
                counts["map right"] += 1
        wrong += [f"{ident}: invented {place.text} ({place.role})" for place in found.values()]
    scores = {
        "locations spans F1": f1(counts["spans"], counts["found"], counts["gold"]),
        "locations roles": counts["roles"] / counts["spans"],
        "locations on the map F1": f1(counts["map right"], counts["map found"], counts["map gold"]),
    }
    return scores, wrong


def test_places_of_the_gold_articles_are_found_with_role_and_point() -> None:
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    assert len(load(HERE / "locations.txt")) >= 40
    scores, wrong = measure()
    for name, score in scores.items():
        assert score >= floors[name], (name, score, wrong)


if __name__ == "__main__":
    for line in measure()[1]:
        print(line)
    print(measure()[0])
