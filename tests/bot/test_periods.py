"""Periods and moments as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.periods import parse_moment, parse_period

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("90m", 90), ("24h", 24 * 60), ("7d", 7 * 24 * 60), ("4w", 28 * 24 * 60), (" 2 H ", 120)],
)
def test_a_period_is_a_number_and_a_unit(text: str, minutes: int) -> None:
    assert parse_period(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["soon", "", "0h", "-3h", "3", "3 years", "1h30m", "٣h"])
def test_anything_else_says_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="expected a period such as 30m, 2h, 7d or 4w, got"):
        parse_period(text)


def test_a_moment_is_a_period_back_or_a_date_or_a_time() -> None:
    assert parse_moment("24h", NOW) == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    assert parse_moment("2026-11-20", NOW) == datetime(2026, 11, 20, tzinfo=UTC)
    assert parse_moment("2026-11-20T06:30+02:00", NOW) == datetime(2026, 11, 20, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "999999w", "2026-13-01"])
def test_a_wrong_moment_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|before all dates"):
        parse_moment(text, NOW)
