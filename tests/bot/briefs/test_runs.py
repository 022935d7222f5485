"""Rows of a table count nothing; the same numbers in prose do."""

from __future__ import annotations

from tests.bot.briefs.conftest import figures


def test_forty_numbers_with_a_word_between_are_a_table() -> None:
    row = "Smith 12 Jones 31 Brown 7 " * 20
    assert figures(f"{row}\n") == []
    assert [figure.text for figure in figures(f"{row}\n14 people died.")] == ["14"]


def test_a_long_list_in_prose_is_no_table() -> None:
    held = ["14 rifles", "three drones", "2,000 rounds", "six lorries", "12 radios", "30 tents", "9 boats"]
    assert len(figures(f"They seized {', '.join(held)} and 5 kg of heroin.")) == len(held) + 1
