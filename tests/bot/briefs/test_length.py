"""The work of a brief grows with the length of its text, not with its square.

Counted in lines of Python executed, which no other load on the machine changes.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from bot.briefs import make_brief
from storage.gazetteer import Gazetteer
from storage.records import Article

SHORT, LONG = 3_000, 12_000  # characters; long enough for every window that looks around a word to be full
AT_MOST = 7.0  # times the work; sixteen would be the square


@pytest.mark.parametrize(
    "phrase",
    [
        "according to the mayor, ",
        "“a” said B. ",
        "the mayor said that ",
        "the claim that ",
        "claim ",
        "union claims of ",
        "toll call estimated city ",
        "\n — ",
        "he said she said ",
        "Mr Roe said: “x ",
        "5 or 6 to 7 and ",
        "12 of the 33 people killed in Kyiv, ",
        "$5m to $6bn, ",
        "New York City of ",
        "Paris-London-",
        "Jane Roe, ",
        "(Photo [a/b ",
        "“'\"",
        "The mayor said that “rain” fell. ",
        "a",
        '" ',
        "…",
        "[",
        "A.",
        "x'",
        "St. Lake of ",
        "border Norway at 340 ",
        "one 340 toll ",
        "NEW YORK ",
        "’s ",
        "Kyiv (Kyiv) - ",
        "Dead by town: Bari 18, Pisa 11\n\n",
    ],
)
def test_a_text_four_times_as_long_is_four_times_the_work(phrase: str, gazetteer: Gazetteer) -> None:
    text = phrase * (LONG // len(phrase))
    lines_executed(text[:SHORT], gazetteer)  # what is kept between articles is made here
    short, long = (lines_executed(text[:size], gazetteer) for size in (SHORT, LONG))
    assert long < AT_MOST * short


@pytest.mark.parametrize("phrase", ["1 a ", "$5 ", "5% of ", "5 to 5 "])
def test_a_text_of_numbers_alone_costs_no_more_than_prose(phrase: str, gazetteer: Gazetteer) -> None:
    prose = "The mayor of the town said on Monday that 14 people had died. "
    numbers, words = (one * (LONG // len(one)) for one in (phrase, prose))
    assert lines_executed(numbers, gazetteer) < lines_executed(words, gazetteer)


def lines_executed(text: str, gazetteer: Gazetteer) -> int:
    """How many lines of Python it takes to brief a text."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        make_brief(Article("1", "", text), gazetteer)
    finally:
        sys.settrace(before)
    return count
