"""What happened to those a figure counts, and which way it moved."""

from __future__ import annotations

import pytest

from tests.bot.briefs.conftest import figures, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The number of ships offshore rose to 19 from 11.", [("19", "ships"), ("11", "ships")]),
        ("The toll rose to 14 on Friday, up from nine.", [("14", "toll"), ("nine", "toll")]),
        (
            "The bank cut its policy rate by 150 basis points to 21.5%.",
            [("150 basis points", "policy rate"), ("21.5%", "policy rate")],
        ),
        ("Prices rose 31.2%, down from 32.9% a month before.", [("31.2%", "Prices"), ("32.9%", "Prices")]),
        (
            "Exports of steel rose 18% from a year earlier to $4.6 billion in the first 20 days of May.",
            [("18%", "Exports of steel"), ("$4.6 billion", "Exports of steel")],
        ),
    ],
)
def test_both_ends_of_a_move_count_the_same(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(figure.text, figure.counted) for figure in figures(text)][:2] == expected


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Gunners shot down 20 drones.", "shot down"),
        ("Six people had been brought in with shrapnel wounds.", "brought in"),
        ("Nine trucks were turned back at a checkpoint.", "turned back"),
        ("About 40,000 people have left their homes since the rain began.", "left"),
        ("The fire forced 1,200 people to leave their homes.", "left"),
        ("More than 3,000 people were forced from their homes.", "displaced"),
        ("Some 9,000 residents fled their villages.", "fled"),
        ("In the crush 27 people, most of them women, have died.", "died"),
    ],
)
def test_the_event_is_the_verb_with_all_that_changes_it(text: str, predicate: str) -> None:
    assert figures(text)[0].predicate == predicate


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("The strike holds up Turkish goods worth about $90m.", None),
        ("The storm cut power to 22,000 homes.", None),
        ("The firm cut its staff to 5,000 people.", "down"),
        ("Shares were up 4%.", "up"),
    ],
)
def test_a_particle_or_a_severed_supply_is_no_change(text: str, change: str | None) -> None:
    assert figures(text)[0].change == change


def test_what_is_expected_is_more_of_the_same() -> None:
    text = "The agency said 12,700 people fled in May; it expects 20,000 by June."
    assert [figure.counted for figure in figures(text)] == ["people", "people"]


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("The party has said four of its members will resign.", None),
        ("The list holds 14 per cent of the vote compared to its rival.", "held"),
        ("He left college owing $90,000.", "owed"),
    ],
)
def test_what_says_nothing_of_them_is_no_event(text: str, predicate: str | None) -> None:
    assert figures(text)[0].predicate == predicate


def test_struck_targets_are_no_plan() -> None:
    found = figures("The army struck more than 100 targets and killed 20 fighters.")
    assert [figure.aggregation for figure in found] == ["total", "total"]


def test_a_toll_that_is_lowered_moves_down() -> None:
    figure = figures("Officials lowered the toll from 34 to 31 after a recount.")[0]
    assert (figure.value, figure.counted, figure.predicate, figure.change) == (31, "toll", "killed", "down")


def test_deaths_that_are_recorded_are_deaths() -> None:
    assert told("The office recorded 1,020 civilian deaths.") == [("1,020", "civilian deaths", "died")]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Nine workers at the plant were injured.", ["injured"]),
        ("Air defences downed 97 drones and four missiles.", ["downed", "downed"]),
        ("The dead include 14 children.", ["died"]),
        ("Police arrested 23 men on Monday and another 17 on Tuesday.", ["arrested", "arrested"]),
        ("Officials told 3,000 to leave and 500 told to wait.", ["told", "told"]),
        ("More than 3,800 men crossed into Chad.", ["crossed"]),
        ("A further dozen are thought to be missing.", ["missing"]),
        ("Some 33,500 homes lost power.", [None]),
        ("Two men got suspended sentences.", [None]),
        ("Some 500 soldiers retook two wings.", [None, "retaken"]),
        ("A storm left 61,000 customers without power.", ["without power"]),
    ],
)
def test_what_befell_those_counted_is_told_around_them(text: str, events: list[str | None]) -> None:
    assert [figure.predicate for figure in figures(text)] == events


def test_bombs_that_hit_are_not_those_they_wounded() -> None:
    bombs, wounded = figures("In Izium two guided bombs hit a block, wounding 34.")
    assert (bombs.counted, wounded.counted) == ("guided bombs", "wounded")


def test_a_change_told_between_commas_is_still_a_change() -> None:
    by, to = figures("Sales fell for a fourth straight quarter, by 3.1%, to $11.8bn.")
    assert (by.counted, by.change, to.counted) == ("Sales", "down", "Sales")
