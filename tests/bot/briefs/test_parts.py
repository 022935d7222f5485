"""Figures that are parts of others."""

from __future__ import annotations

import pytest

from tests.bot.briefs.conftest import figures, told


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        (
            "The army said 26 drones were launched, of which 17 were shot down and five were jammed.",
            [None, 0, 0],
        ),
        ("Of the 120 people aboard, 97 were rescued and 14 are still missing.", [None, 0, 0]),
        ("At least 19 people died, two of them in a boat accident.", [None, 0]),
        ("Two soldiers were wounded, one of them seriously.", [None, 0]),
        ("The raiders killed 53 people, 35 of them in Kano and 18 in Jos.", [None, 0, 0]),
        ("The blast injured 22 people, including nine children.", [None, 0]),
        ("In all 12 of the 19 members voted for the plan.", [1, None]),
    ],
)
def test_a_part_knows_its_whole(text: str, wholes: list[int | None]) -> None:
    assert [figure.part_of for figure in figures(text)] == wholes


def test_parts_of_one_list_share_what_befell_them() -> None:
    text = "The raiders killed 53 people, 35 of them in Kano and 18 in Jos."
    assert told(text)[1:] == [("35", "people killed", "killed"), ("18", "people killed", "killed")]


def test_a_part_told_by_its_own_noun_keeps_it() -> None:
    assert told("Of 80,000 people in the camps, roughly 44,000 of them children, most arrived in May.")[
        1
    ] == (
        "roughly 44,000",
        "children",
        None,
    )
    assert told("Six of the dead were children.") == [("Six", "children died", "died")]


def test_a_share_compared_with_a_share_is_a_share() -> None:
    found = figures("Education led at 91.6 per cent, while transport was lowest, at 26.")
    assert [(figure.value, figure.unit) for figure in found] == [(91.6, "%"), (26, "%")]


def test_a_part_without_a_verb_shares_what_befell_the_whole() -> None:
    assert told("Two Thai soldiers were wounded, one of them seriously.")[1][1:] == (
        "Thai soldiers wounded",
        "wounded",
    )


def test_a_part_of_a_sum_of_money_knows_its_whole() -> None:
    found = figures("The fund approved a loan of $2.4bn, of which $800m will be paid at once.")
    assert [figure.part_of for figure in found] == [None, 0]
