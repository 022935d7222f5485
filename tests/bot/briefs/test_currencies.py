"""Whose money a shared name means: the country the article is about tells."""

from __future__ import annotations

import pytest

from bot.briefs.calendar import find_expressions
from bot.briefs.currencies import with_currencies
from bot.briefs.document import read
from bot.briefs.figures import find_figures
from storage.records import Location


def place(country: str, start: int, role: str = "place") -> Location:
    return Location(start, start + 1, "X", "X", role, 0.0, 0.0, country)  # type: ignore[arg-type]


def units(text: str, *places: Location) -> list[str | None]:
    document = read(text)
    return [
        figure.unit for figure in with_currencies(find_figures(document, find_expressions(document)), places)
    ]


@pytest.mark.parametrize(
    ("text", "country", "unit"),
    [
        ("Rebuilding the bridge cost 27 billion dinars.", "IQ", "IQD"),
        ("Each family gets 50,000 pesos.", "PH", "PHP"),
        ("The scheme costs 225 billion pounds.", "EG", "EGP"),
        ("A sack sells at 4,000 rupees a week.", "PK", "PKR/wk"),
        ("The cattle were worth 9 million francs.", "ML", "XOF"),
        ("The scheme costs £225 billion.", "EG", "GBP"),
        ("The scheme costs 225 billion pounds.", "GB", "GBP"),
        ("Each family gets 50,000 pesos.", "SE", "pesos"),
        ("The renovation cost 31 million soles.", "SE", "PEN"),
        ("The drought fund holds K85 million.", "ZM", "ZMW"),
        ("The drought fund holds K85 million.", "PG", "PGK"),
        ("The drought fund holds K85 million.", "SE", "kwacha"),
        ("The scheme costs 4 million dollars.", "AU", "USD"),
    ],
)
def test_a_shared_name_of_money_takes_the_country_of_the_article(text: str, country: str, unit: str) -> None:
    assert units(text, place(country, 0)) == [unit]


def test_the_country_named_most_wins_then_the_nearest() -> None:
    text = "Each family gets 50,000 pesos in the town near the lake that the storm has hit."
    assert units(text, place("MX", 0), place("PH", 40), place("PH", 60, "nationality")) == ["PHP"]
    assert units(text, place("MX", 0), place("PH", 40)) == ["MXN"]
    assert units(text, place("MX", 0, "other")) == ["pesos"]


def test_a_letter_before_digits_is_money_only_where_it_looks_like_it() -> None:
    assert units("The K9 unit searched the K2 camp.") == []
    assert units("A bag costs K1,100, up from K650.") == ["kwacha", "kwacha"]
    assert units("The rupee fell 8 paise.") == ["paise"]


def test_a_bare_dollar_is_local_only_where_no_other_country_is_named() -> None:
    text = "The council will spend $212,000 on a wharf and $3m a year on its ferry."
    home = [place("NZ", 0), place("NZ", 10), place("NZ", 20)]
    assert units(text, *home) == ["NZD", "NZD/yr"]
    assert units(text, *home, place("US", 30)) == ["USD", "USD/yr"]
    assert units(text.replace("$3m", "US$3m"), *home) == ["USD", "USD/yr"]
    assert units(text, *home[:2]) == ["USD", "USD/yr"]
