"""The ledger's rules, one by one: intervals, who speaks, what is denied, what a copy counts for."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefs import make_brief
from bot.ledger import make_ledger
from bot.ledger.intervals import Interval, bounds_of, interval_of
from bot.ledger.rows import sentence_around
from bot.ledger.told import phrase_parts
from bot.wording import one_speaker
from storage.gazetteer import open_gazetteer
from storage.records import (
    Article,
    Brief,
    Claim,
    Entry,
    Feed,
    Figure,
    Item,
    Ledger,
    Location,
    Measure,
    Span,
    Speaker,
)

SEED = Path(__file__).parents[3] / "shared" / "examples" / "seed.gold.json"
MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def figure(value: float | None = None, **fields: Any) -> Figure:
    given: dict[str, Any] = {
        "start": 0,
        "end": 1,
        "text": "n",
        "kind": "count",
        "low": None,
        "high": None,
        "approximate": False,
        "unit": None,
        "counted": "people",
        "predicate": "killed",
    }
    return Figure(value=value, **(given | fields))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (figure(12), Interval(12, 12)),
        (figure(10_000, approximate=True, modifier="about"), Interval(9_000, 11_000)),
        (figure(100, approximate=True, modifier="nearly"), Interval(90, 100, low_open=True)),
        (figure(low=7, modifier="at_least"), Interval(7, math.inf)),
        (figure(low=200, modifier="more_than"), Interval(200, math.inf, low_open=True)),
        (figure(high=12_000, modifier="at_most"), Interval(-math.inf, 12_000)),
        (figure(high=50, modifier="less_than"), Interval(-math.inf, 50, high_open=True)),
        (figure(low=30, high=40, modifier="between"), Interval(30, 40)),
        (figure(12_000), Interval(11_500, 12_500)),
        (figure(12_340), Interval(12_340, 12_340)),
        (figure(50, unit="km", text="50 km"), Interval(49_500, 50_500)),
        (figure(modifier="vague"), Interval(-math.inf, math.inf)),
    ],
)
def test_a_figure_allows_an_interval(given: Figure, expected: Interval) -> None:
    assert interval_of(given) == expected


def test_an_open_bound_excludes_its_number() -> None:
    more_than_ten = Interval(10, math.inf, low_open=True)
    assert not more_than_ten.meets(Interval(10, 10))
    assert more_than_ten.meets(Interval(11, 11))
    assert Interval(10, 10).below(more_than_ten)


@given(*[st.floats(-1e6, 1e6) for _ in range(4)])
def test_meeting_is_mutual_and_excludes_lying_below(a: float, b: float, c: float, d: float) -> None:
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    assert one.meets(other) == other.meets(one)
    assert one.meets(other) != (one.below(other) or other.below(one))


def test_a_figure_names_its_bounds_in_the_base_unit() -> None:
    assert bounds_of(figure(50, unit="km")) == (50_000, 50_000)
    assert bounds_of(figure(high=12_000, modifier="at_most")) == (None, 12_000)
    assert bounds_of(figure(low=7, modifier="at_least")) == (7, None)


@pytest.mark.parametrize(
    ("counted", "predicate", "expected"),
    [
        ("North Korean servicemen", "stationed", ("troops", {"north", "korean"}, "deployed")),
        ("soldiers", "sent", ("troops", set(), "deployed")),
        ("deaths", "", ("people", set(), "killed")),
        ("drones jammed", "jammed", ("drones", set(), "jammed")),
        ("containers of military equipment", "shipped", ("contain", {"military", "equip"}, "ship")),
        ("", "", (None, set(), None)),
    ],
)
def test_a_phrase_says_who_what_and_which(
    counted: str, predicate: str, expected: tuple[str | None, set[str], str | None]
) -> None:
    head, marks, event = phrase_parts(counted, predicate)
    assert (head, event) == (expected[0], expected[2])
    assert {mark[:6] for mark in marks} == {mark[:6] for mark in expected[1]}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ukraine's UN ambassador Serhiy Marchuk", "Marchuk", True),
        ("the city administration", "City administration", True),
        ("Kyiv", "Moscow", False),
        ("the", "of", False),
    ],
)
def test_a_speaker_is_known_by_the_words_of_the_name(one: str, other: str, same: bool) -> None:
    assert one_speaker(one, other) is same


def report(n: int, figures: tuple[Figure, ...], hours: float = 0, **fields: Any) -> Item:
    text = "Police said 12 people were killed and 30 injured in the town."
    when = MORNING + timedelta(hours=hours)
    return Item(
        entry=Entry(n, n, f"entry {n}", "guid", "Blast", None, text, when, published=when),
        feed=Feed(n, f"https://outlet{n}.example/feed", f"Outlet {n}"),
        brief=Brief("Blast", figures=figures),
        **fields,
    )


def test_a_syndicated_copy_adds_nothing() -> None:
    ledger = make_ledger([report(1, (figure(12),)), report(2, (figure(12),), hours=1, copy_of=1)])
    assert [(measure.verdict, len(measure.rows)) for measure in ledger.measures] == [("single", 1)]


def test_an_outlet_that_repeats_itself_is_one_row() -> None:
    again = replace(report(1, (figure(12),), hours=3), entry=replace(report(1, ()).entry, id=2))
    assert [len(measure.rows) for measure in make_ledger([report(1, (figure(12),)), again]).measures] == [1]


def test_ranks_ages_and_bare_numbers_are_not_in_the_ledger() -> None:
    figures = (figure(3, kind="rank"), figure(41, kind="age"), figure(7, counted=None, predicate=None))
    assert make_ledger([report(1, figures)]).measures == ()


def test_a_measure_tells_the_range_in_its_first_unit() -> None:
    front = {"kind": "measure", "counted": "the front", "predicate": None}
    lengths = [
        report(1, (figure(50, unit="km", text="50 km", according_to="Kyiv", **front),)),
        report(2, (figure(40, unit="mi", text="40 miles", according_to="Moscow", **front),)),
    ]
    (measure,) = make_ledger(lengths).measures
    assert measure.unit == "km"
    assert measure.low == 50
    assert measure.high == pytest.approx(64.37376)


def test_a_sentence_ends_at_its_full_stop() -> None:
    text = "One thing. Police said 12 people died. “More may follow.” The end"
    start = text.index("12")
    assert text[slice(*sentence_around(text, start, start + 2))] == "Police said 12 people died."
    assert sentence_around("no stop", 0, 2) == (0, 7)


def test_a_long_text_without_full_stops_is_cut() -> None:
    start, end = sentence_around("word " * 200_000, 500_000, 500_004)
    assert end - start < 2_000


def test_a_story_of_many_figures_is_laid_out_quickly() -> None:
    many = [
        report(n, tuple(figure(n % 40 + 1, counted=f"{kind} people") for kind in ("young", "old")), hours=n)
        for n in range(300)
    ]
    assert len(make_ledger(many).measures) < 300


@pytest.mark.skipif(not SEED.exists(), reason="needs the example article in ../shared/examples")
def test_the_seed_article_is_compatible_denied_and_free_of_conflict() -> None:
    ledger = seed_ledger()
    troops = measure_of(ledger, "North Korean troops")
    assert [row.figure.text for row in troops.rows] == ["some 10,000", "up to 12,000"]
    assert (troops.verdict, troops.low, troops.high) == ("compatible", 10_000, 12_000)
    assert {d.claim.speaker.name for d in troops.denials if d.claim.speaker} == {"Vasily Nebenzya"}
    assert not [measure for measure in ledger.measures if measure.verdict in {"conflict", "revised"}]
    moved = [measure for measure in ledger.measures if measure.rows[0].figure.text == "up to 2,100"]
    assert [(measure.verdict, measure.contested) for measure in moved] == [("single", False)]
    assert [gap.missing for gap in ledger.gaps] == [4]


@pytest.mark.skipif(not SEED.exists(), reason="needs the example article in ../shared/examples")
def test_the_seed_article_read_by_our_own_extractors_says_the_same() -> None:
    text = json.loads(SEED.read_text(encoding="utf-8"))["text"]
    brief = make_brief(Article("seed", "Seed", text, MORNING), open_gazetteer())
    entry = Entry(1, 1, "seed", "guid", "Seed", None, text, MORNING, published=MORNING)
    ledger = make_ledger([Item(entry, Feed(1, "https://outlet.example/feed", "Outlet"), brief)])
    troops = measure_of(ledger, "North Korean troops")
    assert [row.figure.text for row in troops.rows] == ["some 10,000", "up to 12,000"]
    assert (troops.verdict, troops.contested) == ("compatible", True)
    assert not [measure for measure in ledger.measures if measure.verdict in {"conflict", "revised"}]
    assert [gap.missing for gap in ledger.gaps] == [4]


def measure_of(ledger: Ledger, counted: str) -> Measure:
    return next(m for m in ledger.measures if counted in {row.figure.counted for row in m.rows})


# What happened to what is counted in the seed article: the gold does not say, its sentences do.
SEED_PREDICATES = {
    "some 10,000": "deployed",
    "up to 12,000": "stationed",
    "up to 2,100": "carried",
    "1,000": "shipped",
    "62": "launched",
    "one": "launched",
    "33": "intercepted",
    "nine": "injured",
    "at least four": "killed",
    "about 30": "injured",
}


def seed_ledger() -> Ledger:
    """The example article's ledger, made of its hand-made gold."""
    article = json.loads(SEED.read_text(encoding="utf-8"))
    gold = article["gold"]
    launched = next(n for n, given in enumerate(gold["figures"]) if given["text"] == "62")
    item = Item(
        entry=Entry(1, 1, "seed", "guid", "Seed", None, article["text"], MORNING, published=MORNING),
        feed=Feed(1, "https://outlet.example/feed", "Outlet"),
        brief=Brief(
            "Seed",
            figures=tuple(seed_figure(given, launched) for given in gold["figures"]),
            claims=tuple(seed_claim(given) for given in gold["claims"]),
            locations=tuple(
                Location(
                    g["start"],
                    g["end"],
                    g["text"],
                    g["text"],
                    g["role"],
                    country=g["country"],
                    admin1=g["text"],
                )
                for g in gold["locations"]
            ),
        ),
    )
    return make_ledger([item])


def seed_figure(given: dict[str, Any], launched: int) -> Figure:
    text, counted = given["text"], given["counted"]
    part = counted in {"drones intercepted", "drones jammed"}
    modifier = "about" if given["approximate"] else "exact"
    if given["high"] is not None:
        modifier = "at_most"
    elif given["low"] is not None:
        modifier = "at_least"
    return Figure(
        start=given["start"],
        end=given["end"],
        text=text,
        kind="measure" if given["unit"] else "count",
        value=given["value"],
        low=given["low"],
        high=given["high"],
        approximate=given["approximate"],
        unit=given["unit"],
        counted=counted,
        modifier=modifier,  # type: ignore[arg-type]
        predicate="downed"
        if counted == "Ukrainian drones"
        else "jammed"
        if counted == "drones jammed"
        else SEED_PREDICATES.get(text),
        according_to=given["according_to"],
        part_of=launched if part else None,
    )


def seed_claim(given: dict[str, Any]) -> Claim:
    speaker, content, cue = given["speaker"], given["content"], given["cue"]
    return Claim(
        start=given["start"],
        end=given["end"],
        speaker=Speaker(speaker["start"], speaker["end"], speaker["text"], speaker["name"]),
        cue=Span(cue["start"], cue["end"], cue["text"]) if cue else None,
        content=Span(content["start"], content["end"], content["text"]),
        quote=given["quote"],
        stance=given["stance"],
    )


def ledger_of(text: str, *figures: Figure) -> Ledger:
    """The ledger of one report with some figures, each placed where its text stands."""
    placed = [
        replace(one, start=text.index(one.text), end=text.index(one.text) + len(one.text)) for one in figures
    ]
    entry = Entry(1, 1, "e", "guid", "Title", None, text, MORNING, published=MORNING)
    brief = Brief("Title", figures=tuple(placed))
    return make_ledger([Item(entry, Feed(1, "https://outlet.example/feed", "Outlet"), brief)])


def test_what_a_toll_was_before_is_no_figure_of_the_report() -> None:
    ledger = ledger_of(
        "The toll rose to 14, up from nine.",
        figure(14, text="14", counted="toll", predicate=None),
        figure(9, text="nine", counted="toll", predicate=None),
    )
    assert [row.figure.text for measure in ledger.measures for row in measure.rows] == ["14"]


def test_a_part_is_a_part_only_of_those_who_met_the_same_fate() -> None:
    aboard = ledger_of(
        "Of the 120 people aboard, 97 were rescued.",
        figure(120, text="120", predicate=None),
        figure(97, text="97", predicate="rescued", part_of=0),
    )
    dead = ledger_of(
        "At least 19 people died, two of them in a boat.",
        figure(19, text="19"),
        figure(2, text="two", part_of=0),
    )
    assert [measure.part for measure in aboard.measures] == [False, False]
    assert [measure.part for measure in dead.measures] == [False, True]


def test_a_measure_is_where_most_of_its_figures_are() -> None:
    texts = ("Nine died in Sylhet after the Surma rose.", "Eleven died in Sylhet.")
    places = (("Sylhet", "BD"), ("Sylhet", "BD"))
    items = []
    for n, (text, (name, country)) in enumerate(zip(texts, places, strict=True)):
        at = text.index(name)
        one = figure(
            9 + 2 * n, text=text.split()[0], end=len(text.split()[0]), place="Surma" if n == 0 else name
        )
        brief = Brief(
            "T", figures=(one,), locations=(Location(at, at + 6, name, name, "place", 0, 0, country, name),)
        )
        entry = Entry(n + 1, 1, str(n), "guid", "T", None, text, MORNING + timedelta(hours=n))
        items.append(Item(entry, Feed(1, "https://outlet.example/feed", "Outlet"), brief))
    assert [measure.place for measure in make_ledger(items).measures] == ["Sylhet"]


def test_who_denies_a_number_does_not_give_it() -> None:
    text = "The alliance denied that 10,000 soldiers had left."
    start = text.index("10,000")
    content = Span(text.index("10,000"), len(text) - 1, text[text.index("10,000") : -1])
    denying = Claim(
        0,
        len(text),
        Speaker(0, 12, "The alliance", "The alliance"),
        Span(13, 19, "denied"),
        content,
        "indirect",
        "denies",
    )
    number = Figure(
        start, start + 6, "10,000", "count", 10_000, None, None, False, None, "soldiers",
        predicate="left", according_to="The alliance", claim=0,
    )  # fmt: skip
    entry = Entry(1, 1, "a", "guid", "A headline", None, text, MORNING, published=MORNING)
    brief = Brief("A headline", claims=(denying,), figures=(number,))
    feed = Feed(1, "https://outlet.example/feed", "Outlet")
    assert make_ledger([Item(entry, feed, brief)]).measures == ()
    said = replace(brief, claims=(replace(denying, stance="asserts"),))
    assert len(make_ledger([Item(entry, feed, said)]).measures) == 1
