"""Figures, phenomenon by phenomenon; the gold list in tests/quality weighs them together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefs.calendar import find_expressions
from bot.briefs.document import read
from bot.briefs.figures import find_figures
from storage.records import Figure
from tests.bot.briefs.conftest import figures


def figure(text: str) -> Figure:
    (only,) = figures(text)
    return only


@pytest.mark.parametrize(
    ("text", "span", "value", "low", "high"),
    [
        ("At least seven aircraft took off.", "At least seven", None, 7, None),
        ("Up to 12,000 servicemen are there.", "Up to 12,000", None, None, 12_000),
        ("Some 10,000 troops are there.", "Some 10,000", 10_000, None, None),
        ("They hold 30 to 40 villages.", "30 to 40", None, 30, 40),
        ("They hold 30-40 villages.", "30-40", None, 30, 40),
        ("They hold between 30 and 40 villages.", "between 30 and 40", None, 30, 40),
        ("No fewer than six helicopters came.", "No fewer than six", None, 6, None),
        ("They sent 1 200 tents.", "1 200", 1_200, None, None),
        ("They sent 1'200 tents.", "1'200", 1_200, None, None),
        ("They sent 12,50,000 tents.", "12,50,000", 1_250_000, None, None),
        ("They sent half a million tents.", "half a million", 500_000, None, None),
        ("They sent two dozen tents.", "two dozen", 24, None, None),
        ("They sent one and a half million tents.", "one and a half million", 1_500_000, None, None),
        ("They sent scores of tents.", "scores", None, None, None),
        ("They sent tens of thousands of tents.", "tens of thousands", None, 10_000, 100_000),
        ("They sent two or three tents.", "two or three", None, 2, 3),
        ("They sent 40 or more tents.", "40 or more", None, 40, None),
        ("They sent a hundred or so tents.", "a hundred or so", 100, None, None),
    ],
)
def test_a_number_keeps_its_bounds(
    text: str, span: str, value: float | None, low: float | None, high: float | None
) -> None:
    found = figure(text)
    assert (found.text, found.value, found.low, found.high) == (span, value, low, high)


@pytest.mark.parametrize(
    ("text", "span", "value", "unit"),
    [
        ("It costs $3.4bn.", "$3.4bn", 3.4e9, "USD"),
        ("It costs £250m.", "£250m", 250e6, "GBP"),
        ("It costs Rs 500 crore.", "Rs 500 crore", 5e9, "INR"),
        ("It costs A$1.2m.", "A$1.2m", 1.2e6, "AUD"),
        ("It costs 40 million Swiss francs.", "40 million Swiss francs", 40e6, "CHF"),
        ("It costs $100m (£79m).", "$100m (£79m)", 100e6, "USD"),
        ("It is 50km (31 miles) away.", "50km (31 miles)", 50, "km"),
        ("It rose 25 basis points.", "25 basis points", 25, "bp"),
        ("It rose 0.4 percentage points.", "0.4 percentage points", 0.4, "pp"),
        ("It rose 4.25 per cent.", "4.25 per cent", 4.25, "%"),
        ("It pumps 52,000 barrels a day.", "52,000 barrels a day", 52_000, "bbl/d"),
        ("It moves at 300 kilometres per hour.", "300 kilometres per hour", 300, "km/h"),
        ("It fell to -12°C.", "-12°C", -12, "°C"),
        ("It takes 36 hours.", "36 hours", 36, "h"),
        ("It is a 500-pound bomb.", "500-pound", 500, "lb"),
        ("It carries 12.3m tonnes.", "12.3m tonnes", 12.3e6, "t"),
        ("The wall is 37m long.", "37m", 37, "m"),
        ("It costs $2.11 per gallon.", "$2.11 per gallon", 2.11, "USD/gal"),
        ("He is 6ft 2in tall.", "6ft 2in", 6 + 2 / 12, "ft"),
    ],
)
def test_a_number_keeps_its_unit(text: str, span: str, value: float, unit: str) -> None:
    found = figure(text)
    assert (found.text, found.value, found.unit) == (span, pytest.approx(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2021 at 14:30 it rained.",
        "The F-16 and the Su-34 met MH17.",
        "Resolution 1718 was read.",
        "The 9/11 attacks and Covid-19 changed the G7.",
        "United won 3-1 and lost 6-3, 7-5.",
        "The bill passed 328-93.",
        "Call 555-0134 or +44 20 7946 0018.",
        "See page 4, and flights 687 and 862.",
        "One of the players left; no one else came, and they helped one another.",
        "In the 1990s he was in his 20s.",
        "The fourth floor and the 22nd amendment.",
        "The Boeing 737 landed in Room 12.",
        "The Group of Seven and the Five Eyes met.",
        "He lives at 16 Industrial Avenue.",
        "A four-door car for a two-state solution.",
        "1. First, open the door.",
        "The iPhone 15 and 5G arrived.",
        "At one point he slept.",
        "Ridership was the highest since 1956",
        "A fourth-year student passed.",
        "Call 0845 125 2222.",
        "The rule holds (2).",
        "They are 122-147 this season.",
        "It was the nineteen fifties.",
    ],
)
def test_a_number_that_counts_nothing_is_no_figure(text: str) -> None:
    assert figures(text) == []


def test_a_casualty_list_is_one_figure_for_each_fate() -> None:
    killed, wounded, children = figures(
        "Shells killed at least 14 and wounded 60 others, including nine children."
    )
    assert (killed.low, killed.counted, killed.predicate) == (14, "killed", "killed")
    assert (wounded.value, wounded.counted, wounded.predicate) == (60, "wounded", "wounded")
    assert (children.value, children.counted, children.part_of) == (9, "children", 1)


def test_a_part_knows_its_whole_and_what_became_of_it() -> None:
    text = "They fired 48 rockets and one mortar; 29 of them were shot down and 14 were jammed."
    rockets, mortar, downed, jammed = figures(text)
    assert [f.counted for f in (rockets, mortar)] == ["rockets", "mortar"]
    assert (downed.counted, downed.part_of) == ("rockets shot down", 0)
    assert (jammed.counted, jammed.part_of) == ("rockets jammed", 0)


def test_a_change_and_its_result_are_two_figures() -> None:
    rise, level = figures("The index rose 3.2% to 104.5.")
    assert (rise.value, rise.unit, rise.change, rise.counted) == (3.2, "%", "up", "index")
    assert (level.value, level.unit) == (104.5, None)


def test_a_move_from_one_value_to_another_is_one_figure_that_ends_where_it_went() -> None:
    move = figure("Output fell from 5.1 million barrels to 4.8 million.")
    assert (move.value, move.low, move.high, move.change) == (4.8e6, 4.8e6, 5.1e6, "down")


def test_an_increment_is_not_a_total() -> None:
    assert figure("Another 5 bodies were found.").aggregation == "increment"
    assert figure("They found 5 more bodies.").aggregation == "increment"
    assert figure("They found 5 bodies.").aggregation == "total"
    assert figure("They will send 5 tents.").aggregation == "plan"


def test_a_bare_number_takes_the_unit_of_a_neighbour_of_its_size() -> None:
    _, now, before = figures(
        "Profit fell 12 percent to 340 million Swiss francs from 386 million a year earlier."
    )
    assert (now.value, now.unit) == (340e6, "CHF")
    assert (before.value, before.unit) == (386e6, "CHF")


def test_a_conversion_may_itself_be_a_range() -> None:
    found = figure("It costs $2bn-$3bn or €1.5-2 billion.")
    assert (found.low, found.high, found.unit) == (2e9, 3e9, "USD")


def test_an_age_in_apposition_is_an_age() -> None:
    found = figure("Amara Diallo, 42, was there.")
    assert (found.kind, found.unit, found.counted) == ("age", "yr", "Amara Diallo")


def test_a_distance_says_from_where() -> None:
    found = figure("The camp lies 80km away from the Zambian border with Angola.")
    assert found.counted == "distance from the Zambian border"


def test_them_is_said_by_its_fullest_name() -> None:
    text = "Rwandan police officers arrived. It may recall its officers, as 2,500 of them are there."
    assert figure(text).counted == "Rwandan police officers"


def check(text: str) -> None:
    """Asserts that each figure is a stretch of the text, with bounds in order."""
    document = read(text)
    for index, found in enumerate(find_figures(document, find_expressions(document))):
        assert text[found.start : found.end] == found.text != ""
        if found.low is not None and found.high is not None:
            assert found.low <= found.high
        assert found.part_of != index


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_any_text_in_any_script_gives_spans_of_itself(text: str) -> None:
    check(text)


WORDS = [
    "1,200",
    "3.4bn",
    "$",
    "£",
    "Rs",
    "50km",
    "(",
    "31",
    "miles",
    ")",
    "%",
    "per",
    "cent",
    "-",
    "–",
    "to",
    "and",
    "or",
    "between",
    "from",
    "at",
    "least",
    "up",
    "half",
    "a",
    "million",
    "two",
    "dozen",
    "scores",
    "of",
    "them",
    "one",
    "three-quarters",
    "1/2",
    "−5",
    "°C",
    "2019",
    "May",
    "3-1",
    "F-16",
    "people",
    "were",
    "killed",
    ",",
    ".",
    ";",
    "’s",
    "“",
    "”",
    "No.",
    "7",
    "-year-old",
    "in",
    "10",
]


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", " "])), max_size=40))
def test_any_mix_of_figure_words_gives_ordered_bounds(pieces: list[tuple[str, str]]) -> None:
    check("".join(word + gap for word, gap in pieces))


@pytest.mark.parametrize(
    "text",
    [
        "1," * 200_000,
        "9" * 300_000,
        "one hundred and " * 20_000,
        "$" * 200_000,
        "(5 km " * 30_000,
        "1-" * 100_000,
    ],
    ids=["commas", "digits", "words", "signs", "brackets", "hyphens"],
)
def test_long_odd_texts_are_read_to_their_end(text: str) -> None:
    check(text)
