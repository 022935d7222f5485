"""Whose a figure is and where it belongs."""

from __future__ import annotations

import pytest

from bot.briefs.calendar import find_expressions
from bot.briefs.claims import find_claims
from bot.briefs.document import read
from bot.briefs.figure_places import link_places
from bot.briefs.figures import find_figures
from bot.briefs.links import link_claims, link_dates, link_givers
from storage.records import Claim, EventDate, Figure, Location, Span, Speaker


def linked(text: str, *names: str) -> dict[str, str | None]:
    """The place of each figure, given the places named."""
    document = read(text)
    places = [Location(at, at + len(n), n, n, "place") for n in names if (at := text.index(n)) >= 0]
    figures = find_figures(document, find_expressions(document))
    told = link_places(document, figures, places, find_claims(document))
    return {figure.text: figure.place for figure in told}


def figures_of(text: str) -> list[Figure]:
    document = read(text)
    return link_givers(document, find_figures(document, find_expressions(document)))


def test_a_figure_belongs_to_the_town_not_to_the_river() -> None:
    text = "At least nine people were killed when the Surma river burst its banks near Sylhet."
    assert linked(text, "Surma", "Sylhet") == {"At least nine": "Sylhet"}
    assert linked("Nine people drowned in the Surma river.", "Surma") == {"Nine": "Surma"}


def test_the_place_of_a_part_is_not_the_place_of_the_whole() -> None:
    text = "At least 19 people had died, two of them in a boat accident near Chhatak."
    assert linked(text, "Chhatak") == {"At least 19": None, "two": "Chhatak"}
    text = "Shells injured 22 people, including nine children, in the port of Odesa."
    assert linked(text, "Odesa")["22"] == "Odesa"


def test_where_they_come_from_is_not_where_they_are() -> None:
    assert linked("Brussels would send four aircraft from Italy.", "Italy") == {"four": None}
    text = "Teams from Lima went to the city, where up to 400 houses were damaged."
    assert linked(text, "Lima") == {"up to 400": None}
    assert linked("In Cusco, where nine people died, it rained.", "Cusco") == {"nine": "Cusco"}
    assert linked("Some 1,200 people were evacuated from Cusco.", "Cusco") == {"Some 1,200": "Cusco"}


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "A refinery near Tuapse cut output by 40%, and the line between Lagos and Ibadan was shut.",
            ("Lagos",),
            {"40%": None},
        ),
        ("Beira, with 1,940 cases, and Nacala are worst hit.", ("Beira", "Nacala"), {"1,940": "Beira"}),
        ("One in five is a widow, and many were born in Iran.", ("Iran",), {"One in five": None}),
        (
            "The minister ordered checks of 15 ferries and suspended the harbour master of Kigoma.",
            ("Kigoma",),
            {"15": None},
        ),
        ("The agency received $190m from Norway.", ("Norway",), {"$190m": None}),
        ("They left for Chania on the island of Crete with 53 passengers.", ("Crete",), {"53": None}),
        ("The court jailed nine men for the murder of a judge in Cusco.", ("Cusco",), {"nine": None}),
        ("Rockets hit Odesa, killing 12.", ("Odesa",), {"12": "Odesa"}),
        ("A poll of 300 people found that 40% had been to Jos.", ("Jos",), {"300": None, "40%": None}),
        ("A bomb killed 12 people, and in Jos 30 were hurt.", ("Jos",), {"12": None, "30": "Jos"}),
        ("The firm employs 300 people at home and 40 in Jos.", ("Jos",), {"300": None, "40": "Jos"}),
        (
            "Officials put the toll in Kano at 12, and in Jos at 30.",
            ("Kano", "Jos"),
            {"12": "Kano", "30": "Jos"},
        ),
        ("More than 56,000 people have fled Catatumbo.", ("Catatumbo",), {"More than 56,000": "Catatumbo"}),
        ("At least 78 people drowned when a ferry sank off Goma.", ("Goma",), {"At least 78": "Goma"}),
        ("Some 200 homes and 40 shops were flooded in Jos.", ("Jos",), {"Some 200": "Jos", "40": "Jos"}),
    ],
)
def test_a_figure_is_where_its_own_clause_puts_it(
    text: str, names: tuple[str, ...], expected: dict[str, str | None]
) -> None:
    assert linked(text, *names) == expected


def test_the_date_of_a_comparison_is_that_of_the_other_number() -> None:
    text = "Turnout was 52.2 per cent, against 48.4 per cent in 2021. Wheat fetched $185, less than in May."
    document = read(text)
    at, later = text.index("2021"), text.index("May")
    dates = [
        EventDate(at, at + 4, "2021", "2021", "year"),
        EventDate(later, later + 3, "May", "2026-05", "month"),
    ]
    found = link_dates(document, find_figures(document, find_expressions(document)), dates)
    assert [figure.as_of for figure in found] == [None, "2021", None]


def test_a_day_of_another_clause_or_to_come_is_not_the_day_of_a_count() -> None:
    text = "At least 17 people died and fuel would last until Monday. Four died, but on Tuesday it cleared."
    document = read(text)
    days = [(text.index(day), day) for day in ("Monday", "Tuesday")]
    dates = [EventDate(at, at + len(day), day, f"2026-05-0{n}", "day") for n, (at, day) in enumerate(days, 4)]
    found = link_dates(document, find_figures(document, find_expressions(document)), dates)
    assert [figure.as_of for figure in found] == [None, None]


def test_a_figure_given_by_somebody_is_theirs() -> None:
    found = figures_of(
        "The network counts 75,000 displaced people, against the 52,000 given by the district."
    )
    assert [figure.according_to for figure in found] == [None, "the district"]
    assert found[1].predicate != "given"


def test_a_pronoun_that_means_a_thing_says_nothing() -> None:
    text = "It shows 40 looms."
    speaker = Speaker(0, 2, "It", "It")
    claim = Claim(
        0, 18, speaker, Span(3, 8, "shows"), Span(9, 17, "40 looms"), "indirect", "asserts", figures=(0,)
    )
    document = read(text)
    (figure,) = link_claims(find_figures(document, []), [claim])
    assert (figure.claim, figure.according_to) == (0, None)


def test_who_dies_raises_no_toll() -> None:
    document = read("Six people died on Monday, raising the toll to 46.")
    figures = find_figures(document, find_expressions(document))
    linked_figures = link_claims(figures, find_claims(document, figures))
    assert [(figure.text, figure.according_to) for figure in linked_figures] == [("Six", None), ("46", None)]
