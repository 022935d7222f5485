from __future__ import annotations

import pytest

from bot.units import convert


@pytest.mark.parametrize(
    ("value", "unit", "base", "base_unit"),
    [
        (50, "km", 50_000, "m"),
        (31, "mi", 49_889.664, "m"),
        (2.5, "t", 2_500, "kg"),
        (86, "°F", 30, "°C"),
        (72, "km/h", 20, "m/s"),
        (2, "h", 7_200, "s"),
        (1, "ha", 10_000, "m²"),
        (700, "/wk", 100, "/d"),
        (2, "bbl/d", 317.974589856, "L/d"),
        (900, "USD/t", 0.9, "USD/kg"),
    ],
)
def test_measures_meet_in_the_base_unit_of_their_dimension(
    value: float, unit: str, base: float, base_unit: str
) -> None:
    converted, converted_unit = convert(value, unit)
    assert converted == pytest.approx(base)
    assert converted_unit == base_unit


@pytest.mark.parametrize("unit", [None, "%", "USD", "EUR", "pt", "parsec", "/"])
def test_what_has_no_lasting_factor_stays_as_it_is(unit: str | None) -> None:
    assert convert(42.0, unit) == (42.0, unit)


def test_fifty_kilometres_are_thirty_one_miles_within_a_percent() -> None:
    assert convert(50, "km")[0] == pytest.approx(convert(31, "mi")[0], rel=0.01)
