"""Whose amount it is where the noun stands further off: subjects, asides, lists."""

from __future__ import annotations

import pytest

from tests.bot.briefs.conftest import figures


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Last year's strike at the plant, the first since 1992, lasted 17 days.", "Last year's strike"),
        ("The day ticket in Pitlochry and Aberfeldy rises 15 per cent.", "day ticket"),
        ("Wages and prices rose 5 per cent.", "Wages and prices"),
        ("Growth slowed in spring, and prices rose 5 per cent.", "prices"),
        ("She said that identifying the victims could take three weeks.", "identifying the victims"),
        ("Overcrowding in jails stood at 34.2%.", "Overcrowding"),
        ("The main wheat contract on the Chicago exchange (CBOT) was up 1.9%.", "main wheat contract"),
        ("Headline prices fell 0.6% year-on-year.", "Headline prices"),
        ("The council must close a gap of £13.6m in its next budget.", "gap"),
        ("The new terminal, costing S$10bn, will open soon.", "new terminal"),
        ("The maize harvest, 3 million tonnes, was a record.", "maize harvest"),
        ("It blamed weak demand, 30% lower than in spring.", "weak demand"),
        ("It sees growth at 6.7%.", "growth"),
        ("They expect such summers to return every five years.", "such summers"),
    ],
)
def test_an_amount_finds_its_noun_past_what_hangs_on_it(text: str, counted: str) -> None:
    assert figures(text)[0].counted == counted


def test_what_takes_place_takes_nothing() -> None:
    (figure,) = figures("The hunt will take place over five weeks.")
    assert (figure.counted, figure.predicate) == ("hunt", "taken place")
