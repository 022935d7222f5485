from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefs.calendar import find_expressions
from bot.briefs.dates import resolve
from bot.briefs.document import read
from storage.records import EventDate

THURSDAY = date(2024, 10, 31)


def found(text: str, today: date | None) -> list[EventDate]:
    document = read(text)
    return resolve(document, find_expressions(document), today)


def dates(text: str, today: date | None = THURSDAY) -> list[tuple[str, str, str]]:
    return [(one.text, one.value, one.precision) for one in found(text, today)]


@pytest.mark.parametrize(
    ("text", "span", "value", "precision"),
    [
        ("The minister resigned on Friday.", "Friday", "2024-10-25", "day"),
        ("The minister resigned on Thursday.", "Thursday", "2024-10-31", "day"),
        ("She will speak on Monday.", "Monday", "2024-11-04", "day"),
        ("On Tuesday, rebels will meet.", "Tuesday", "2024-11-05", "day"),
        ("The summit is to open next Thursday.", "next Thursday", "2024-11-07", "day"),
        ("They met last Thursday.", "last Thursday", "2024-10-24", "day"),
        ("By Friday it must be done.", "Friday", "2024-11-01", "day"),
        ("Shells fell overnight.", "overnight", "2024-10-31", "day"),
        ("Shells fell overnight on Tuesday.", "Tuesday", "2024-10-29", "day"),
        ("Polls open at 7am on December 8.", "December 8", "2024-12-08", "day"),
        ("Crude for December delivery fell.", "December", "2024-12", "month"),
        ("He fell on the 11th hole on Friday.", "Friday", "2024-10-25", "day"),
        ("Shares fall on Monday as oil rises.", "Monday", "2024-10-28", "day"),  # as headlines tell it
        ("A car runs into a crowd on Friday.", "Friday", "2024-10-25", "day"),
        ("The feast falls on 7 November.", "7 November", "2024-11-07", "day"),
        ("The photo is from Monday.", "Monday", "2024-10-28", "day"),
        ("The hearing will be on the 5th.", "the 5th", "2024-11-05", "day"),
        ("The hearing was on the 5th.", "the 5th", "2024-10-05", "day"),
        ("Shells fell yesterday.", "yesterday", "2024-10-30", "day"),
        ("Shells fell over the past 24 hours.", "past 24 hours", "2024-10-31", "day"),
        ("Shells fell two days ago.", "two days ago", "2024-10-29", "day"),
        ("The law passed earlier this month.", "earlier this month", "2024-10", "month"),
        ("The law passed last month.", "last month", "2024-09", "month"),
        ("They have fought since August.", "August", "2024-08", "month"),
        ("Rates were cut in November.", "November", "2023-11", "month"),
        ("Elections are expected in December.", "December", "2024-12", "month"),
        ("It happened on October 23.", "October 23", "2024-10-23", "day"),
        ("It happened on 5 December.", "5 December", "2023-12-05", "day"),
        ("The border will open on 5 December.", "5 December", "2024-12-05", "day"),
        ("The vote was held last year.", "last year", "2023", "year"),
        ("The vote was held this week.", "this week", "2024-W44", "week"),
        ("A ceasefire began three weeks ago.", "three weeks ago", "2024-W41", "week"),
        ("A ceasefire began a fortnight ago.", "a fortnight ago", "2024-W42", "week"),
        ("The bridge fell the day before yesterday.", "day before yesterday", "2024-10-29", "day"),
        ("The fair opens the day after tomorrow.", "day after tomorrow", "2024-11-02", "day"),
        ("Shells fell the previous night.", "previous night", "2024-10-30", "day"),
        ("Talks began in mid-March.", "mid-March", "2024-03", "month"),
        ("It happened on Friday last week.", "Friday last week", "2024-10-25", "day"),
        ("He arrives on Monday next week.", "Monday next week", "2024-11-04", "day"),
        ("The war began in February last year.", "February last year", "2023-02", "month"),
        ("The plant will close in March next year.", "March next year", "2025-03", "month"),
        ("The aid stops at the end of the month.", "the month", "2024-10", "month"),
        ("The hearing is on Monday.", "Monday", "2024-11-04", "day"),
        ("The ban expires on 1 July.", "1 July", "2025-07-01", "day"),
        ("The festival begins in December.", "December", "2024-12", "month"),
        ("The move comes after a strike on Monday.", "Monday", "2024-10-28", "day"),
        ("Six drowned at the weekend.", "the weekend", "2024-10-26", "day"),
        ("The race will take place this weekend.", "this weekend", "2024-11-02", "day"),
    ],
)
def test_an_expression_is_resolved_against_the_day_of_publication(
    text: str, span: str, value: str, precision: str
) -> None:
    assert dates(text) == [(span, value, precision)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Voting is from 8 December to 10 December.", ["2024-12-08", "2024-12-10"]),
        ("The fair runs from 8 December to 10 December.", ["2024-12-08", "2024-12-10"]),
        ("The search began on 9 October and ended on the 11th.", ["2024-10-09", "2024-10-11"]),
        ("It burned from 27 September and was out on the 1st.", ["2024-09-27", "2024-10-01"]),
    ],
)
def test_a_date_follows_the_one_before_it(text: str, values: list[str]) -> None:
    assert [value for _, value, _ in dates(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("It rained on 12 October 2023.", "2023-10-12", "day"),
        ("It rained on Oct. 12, 2023.", "2023-10-12", "day"),
        ("It rained on 2023-10-12.", "2023-10-12", "day"),
        ("It rained on 31/10/2023.", "2023-10-31", "day"),
        ("It rained in October 2023.", "2023-10", "month"),
        ("It rained in 1987.", "1987", "year"),
    ],
)
def test_what_is_complete_needs_no_day_of_publication(text: str, value: str, precision: str) -> None:
    assert [found[1:] for found in dates(text, None)] == [(value, precision)]


def test_without_a_day_of_publication_the_rest_is_left_out() -> None:
    assert dates("It rained on Friday, two days ago, last month and in August.", None) == []


def test_the_previous_day_counts_from_the_day_last_named() -> None:
    found = dates("He spoke on Wednesday. The general had left the previous day. They ate on the same day.")
    assert [value for _, value, _ in found] == ["2024-10-30", "2024-10-29", "2024-10-29"]


@pytest.mark.parametrize(
    "text",
    [
        "He may march on.",
        "At 11 a.m. or 14:30 or 0600 GMT.",
        "They have 2000 soldiers.",
        "It costs $2011.",
        "He served in the 1990s.",
        "He was the man of the hour.",
    ],
)
def test_what_names_no_date_gives_none(text: str) -> None:
    assert dates(text) == []


def test_a_nonsensical_day_of_publication_counts_as_none() -> None:
    assert dates("It rained tomorrow and next week.", date.max) == []


def test_a_day_that_no_month_has_is_read_as_its_month() -> None:
    assert dates("It rained on 31 June 2023.") == [("31 June 2023", "2023-06", "month")]


ODD = ["May", "31", "2023", "99999", "Friday", "last", "next", "the", "previous", "day", "ago", "years"]
ODD += ["weeks", "7/7/7", "2023-99-99", "by", "will"]


@settings(max_examples=150)
@given(st.text(max_size=200) | st.lists(st.sampled_from(ODD)).map(" ".join))
def test_any_text_gives_spans_of_itself_and_iso_values(text: str) -> None:
    for one in found(text, THURSDAY):
        assert text[one.start : one.end] == one.text != ""
        assert one.value[:4].isdecimal()


def test_a_day_counted_from_what_happened_is_no_date() -> None:
    assert dates("Monday's raid came a day after the truce.") == [("Monday", "2024-10-28", "day")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Prices rose last month.", "2025-12"),
        ("They met last week.", "2025-W52"),
        ("The ferry sank on Wednesday night.", "2025-12-31"),
        ("The law takes effect on January 15.", "2026-01-15"),
        ("The court ruled on December 30.", "2025-12-30"),
        ("Elections are due in November.", "2026-11"),
    ],
)
def test_the_turn_of_the_year_is_crossed(text: str, value: str) -> None:
    assert [found for _, found, _ in dates(text, date(2026, 1, 2))] == [value]
