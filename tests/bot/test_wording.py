"""Figures in words: bounds stay, units stand where people write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.reports.brief_text import brief_text
from bot.wording import (
    amount,
    count,
    deed,
    figure_phrase,
    inside,
    listing,
    number,
    opening,
    quoted,
    shorten,
    size,
    subject,
    tells_what_was,
)
from storage.records import Brief
from tests.desk import figure
from tests.newsroom import claim, span


@pytest.mark.parametrize(
    ("value", "words"),
    [(7, "7"), (1200, "1,200"), (2.5, "2.5"), (3_400_000, "3.4 million"), (1_234_567, "1,234,567")],
)
def test_numbers(value: float, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (2_500_000_000, "USD", "$2.5bn"),
        (30, "%", "30%"),
        (50, "km", "50 km"),
        (1, "h", "1 hour"),
        (3, "d", "3 days"),
        (4_000_000, "CHF", "4m CHF"),
        (12_000, None, "12,000"),
    ],
)
def test_amounts(value: float, unit: str | None, words: str) -> None:
    assert amount(value, unit) == words


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (figure("some 10,000", "troops", 10_000, approximate=True, modifier="about"), "about 10,000"),
        (figure("around 9", "troops", 9, approximate=True), "about 9"),
        (figure("up to 12,000", "troops", high=12_000, modifier="at_most"), "up to 12,000"),
        (figure("at least seven", "aircraft", low=7, modifier="at_least"), "at least 7"),
        (figure("more than 30", "people", low=30, modifier="more_than"), "more than 30"),
        (figure("fewer than 30", "people", high=30, modifier="less_than"), "fewer than 30"),
        (figure("under 30 km", "road", high=30, modifier="less_than", unit="km"), "less than 30 km"),
        (figure("30 to 40 per cent", "wheat", low=30, high=40, modifier="between", unit="%"), "30 to 40%"),
        (figure("$2bn to $3bn", "aid", low=2e9, high=3e9, modifier="between", unit="USD"), "$2bn to $3bn"),
        (figure("scores of", "drones", modifier="vague"), "scores"),
        (figure("7", "aircraft", low=7), "at least 7"),
        (figure("two thirds", "reserve", 0.67), "two thirds"),
    ],
)
def test_a_size_keeps_its_bounds(made: object, words: str) -> None:
    assert size(made) == words  # type: ignore[arg-type]


def test_a_figure_says_what_it_counts_once() -> None:
    what = figure("nine", "people injured", 9, predicate="injured", place="Kyiv")
    assert figure_phrase(what) == "9 people injured in Kyiv"
    assert figure_phrase(figure("62", None, 62, predicate="launched")) == "62 launched"


def test_lists_counts_and_quotations() -> None:
    assert listing(["A"]) == "A"
    assert listing(["A", "B", "C"]) == "A, B and C"
    assert listing(["A", "B", "C", "D"], 3) == "A, B and 2 more"
    assert (count(1, "story", "stories"), count(2_000, "story", "stories")) == ("1 story", "2,000 stories")
    assert quoted("“barefaced lies”") == "“barefaced lies”"
    assert quoted("a “small number” of troops") == "“a ‘small number’ of troops”"
    assert shorten("one two three", 9) == "one two…"


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("The mayor of Limni", "the mayor of Limni"),
        ("A doctor", "a doctor"),
        ("The Hague", "The Hague"),
        ("Lena Orlova", "Lena Orlova"),
        ("Some", "Some"),
    ],
)
def test_an_article_is_small_inside_a_sentence(name: str, within: str) -> None:
    assert inside(name) == within


def test_a_line_opens_with_a_capital_letter_unless_a_name_is_written_small() -> None:
    assert [opening("the fire brigade"), opening("iSource")] == ["The fire brigade", "iSource"]


def test_a_verb_that_says_nothing_without_its_object_is_left_out() -> None:
    assert figure_phrase(figure("300", "people", 300, predicate="taken")) == "300 people"
    assert figure_phrase(figure("300", "people", 300, predicate="rescued")) == "300 people rescued"


@pytest.mark.parametrize(
    ("before", "former"),
    [
        ("The toll rose to 14, up from ", True),
        ("It had risen from about ", True),
        ("The toll rose to ", False),
        ("Food was sent to people from ", False),
    ],
)
def test_what_a_number_was_before_is_told_by_its_words(before: str, former: bool) -> None:
    assert tells_what_was(before) is former


@pytest.mark.parametrize(
    ("counted", "predicate", "place", "words"),
    [
        ("Somali soldiers", "killed", "Mali", "Somali soldiers killed in Mali"),
        ("white vans", "hit", None, "white vans hit"),
        ("ships waiting at Aden", "waiting", "Aden", "ships waiting at Aden"),
    ],
)
def test_a_subject_says_each_thing_once_and_loses_none_to_a_part_of_a_word(
    counted: str, predicate: str, place: str | None, words: str
) -> None:
    assert subject(counted, predicate, place) == words


@pytest.mark.parametrize(
    ("text", "cue", "content", "told"),
    [
        ("Lena Orlova accused the bank of hiding it.", "accused", "the bank of hiding it", "accused"),
        ("Lena Orlova has twice ruled out a loan.", "has twice ruled out", "a loan", "has twice ruled out"),
        ("Lena Orlova told reporters the dam holds.", "told", "the dam holds", ""),
        ("Lena Orlova also said that the dam holds.", "also said", "the dam holds", ""),
        ("Lena Orlova may say that the dam holds.", "may say", "the dam holds", "may say"),
        (
            "Lena Orlova is expected to say that it holds.",
            "is expected to say",
            "it holds",
            "is expected to say",
        ),
        ("Lena Orlova's criticism of the loan", "criticism of", "the loan", ""),
        ("Lena Orlova: The dam holds.", ":", "The dam holds", ""),
        ("The dam holds, joked Lena Orlova.", "joked", "The dam holds", ""),
    ],
)
def test_what_a_speaker_does_with_words_is_told_unless_it_is_saying(
    text: str, cue: str, content: str, told: str
) -> None:
    assert deed(replace(claim(text, "Lena Orlova", content), cue=span(text, cue))) == told
    assert deed(replace(claim(text, "Lena Orlova", content), cue=span(text, cue), negated=True)) == ""


def test_an_accusation_is_not_put_into_the_mouth_of_who_makes_it() -> None:
    text = "Lena Orlova accused the bank of hiding it."
    told = replace(claim(text, "Lena Orlova", "the bank of hiding it"), cue=span(text, "accused"))
    assert "   Lena Orlova accused “the bank of hiding it”" in brief_text(Brief("A", claims=(told,))).split(
        "\n"
    )
