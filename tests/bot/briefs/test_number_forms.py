"""Numbers in the many forms of the news: value, bounds, unit."""

from __future__ import annotations

import pytest

from tests.bot.briefs.conftest import figures, told

Bounds = tuple[float | None, float | None, float | None, str | None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The regulator fined the firm 2,5 million euros.", [(2_500_000, None, None, "EUR")]),
        (
            "Rates fell to 0,75 per cent and €12,50 a head.",
            [(0.75, None, None, "%"), (12.5, None, None, "EUR/person")],
        ),
        ("It costs 2.500,50 euros.", [(2500.5, None, None, "EUR")]),
        ("Wheat rose to $5.82 1/2 a bushel.", [(5.825, None, None, "USD/bushel")]),
        ("A ticket is 3 dollars 50.", [(3.5, None, None, "USD")]),
        ("The guard is a 6-foot-2 former boxer.", [(6 + 2 / 12, None, None, "ft")]),
        ("He was held for about four years and three months.", [(51, None, None, "mo")]),
        ("The mercury fell to 5 below zero.", [(-5, None, None, "°")]),
        ("Temperatures may dip to minus 4 in the glens.", [(-4, None, None, "°C")]),
        ("The car needs 5 litres per 100 km.", [(5, None, None, "L/100km")]),
        ("Workers want 38 dollars more a month.", [(38, None, None, "USD/mo")]),
        ("Each dose costs 65 US cents.", [(65, None, None, "¢")]),
        ("The tax raised Sh 4.2bn.", [(4.2e9, None, None, "KES")]),
        ("The midfielder cost 24.3m from Lisbon.", [(24_300_000, None, None, None)]),
        ("The vase fetches about 4000 pounds.", [(4000, None, None, "GBP")]),
        ("A magnitude 7 quake struck.", [(7, None, None, None)]),
    ],
)
def test_a_number_means_what_its_spelling_says(text: str, found: list[Bounds]) -> None:
    assert [(f.value, f.low, f.high, f.unit) for f in figures(text)] == [
        (pytest.approx(value), low, high, unit) for value, low, high, unit in found
    ]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Annual output exceeds 40 million pesos.", 40_000_000, None),
        ("Attendance topped 4,000.", 4000, None),
        ("The stone weighs just over a tonne.", 1, None),
        ("The repair took less than a year.", None, 1),
        ("The state pays up to $30.", None, 30),
    ],
)
def test_a_verb_or_an_article_may_bound(text: str, low: float | None, high: float | None) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.low, figure.high) == (None, low, high)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("It cut its forecast by 2.5 million tonnes to 31.4 million.", ["t", "t"]),
        ("Growers raised the price by 900 yen a kilo since June, to 14,500.", ["JPY/kg", "JPY/kg"]),
        ("The club paid 12m euros plus 2m in add-ons.", ["EUR", "EUR"]),
        ("Bills averaged 57 euros, up 9 on the year.", ["EUR", "EUR"]),
        ("A cylinder that cost 22 bolivianos now sells for 80.", ["BOB", "BOB"]),
        ("The quota was cut by a third to 1.2 million tonnes.", [None, "t"]),
        ("The minimum wage goes up to £11.44 an hour.", ["GBP/h"]),
        ("It expects 45 degrees and warned that the toll could rise to over 50.", ["°", None]),
    ],
)
def test_a_unit_said_once_goes_on(text: str, units: list[str | None]) -> None:
    assert [figure.unit for figure in figures(text)] == units


@pytest.mark.parametrize(
    "text",
    [
        "Leaders of the Group of 20 met.",
        "The P5+1 met.",
        "The 787 lost power over the sea.",
        "I was there in '68.",
        "The shop has been open since nine.",
        "Pupils at grade 5 and above sit the test.",
        "Not one bullet was fired.",
        "Rain by month\n12 14 15 18 22 31 40 38 25 19 14 11\nThe office keeps the table.",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert figures(text) == []


def test_the_number_behind_a_row_of_a_table_may_count() -> None:
    text = "Rain by month\n12 14 15 18 22 31 40 38 25 19 14 11\n40 people died in the flood."

    assert [figure.text for figure in figures(text)] == ["40"]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Turnout was 61 per cent, up from 54 per cent.", ["up", None]),
        ("Support stood at 58%, down from about 71% in May.", ["down", None]),
        ("The toll, which stood at 31 on Monday, has reached 48.", [None, "up"]),
        ("Women make up 27% of the house.", [None]),
        ("The start-up raised $5m and the bank lost €3bn.", [None, None]),
        ("Attendance fell from 20,000 a week to about 8,000.", [None, "down"]),
    ],
)
def test_a_change_is_the_new_numbers(text: str, changes: list[str | None]) -> None:
    assert [figure.change for figure in figures(text)] == changes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A town of 12,000 was flooded.", [("12,000", "people", "flooded")]),
        ("Four crews of 12 are digging.", [("Four", "crews", "digging"), ("12", "crew members", "digging")]),
        ("A storm left 420,000 homes without power.", [("420,000", "homes", "without power")]),
        ("Off the port 38 ships are waiting.", [("38", "ships", "waiting")]),
        ("Sixty men have not been heard of.", [("Sixty", "men", None)]),
        ("The plan passed by 31 votes to 24.", [("31", "votes", None), ("24", "votes", None)]),
        ("Cases passed the 1,000 mark.", [("1,000", "Cases", "passed")]),
        ("Ms Duarte 47 joined the board.", [("47", "Ms Duarte", None)]),
        ("Farmers sold their rice at 23 pesos.", [("23 pesos", "rice", "sold")]),
        ("The deficit was 3.9% of GDP.", [("3.9%", "deficit", None)]),
        (
            "Police seized 3 kg of heroin, 14 guns and 2,000 rounds.",
            [("3 kg", "heroin", "seized"), ("14", "guns", "seized"), ("2,000", "rounds", "seized")],
        ),
        ("The driver was doing 120.", [("120", None, None)]),
    ],
)
def test_what_a_number_tells_the_reader(
    text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert told(text) == expected
