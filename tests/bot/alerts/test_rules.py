"""The rule language reads what people write, and says what to write instead."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts import RuleError, parse_rule
from bot.alerts.rules import All, Any, FigureTest, Filter, Near, Not, Phrase, Word


def word(text: str, *keys: str) -> Word:
    return Word(text, keys or (text,))


def test_words_side_by_side_must_all_occur() -> None:
    assert parse_rule("flood dam").node == All((word("flood"), word("dam")))
    assert parse_rule("flood AND dam").node == All((word("flood"), word("dam")))


def test_or_binds_looser_than_and_and_not_tighter() -> None:
    assert parse_rule("flood dam OR storm NOT drill").node == Any(
        (All((word("flood"), word("dam"))), All((word("storm"), Not(word("drill")))))
    )


def test_brackets_group() -> None:
    assert parse_rule("(flood OR storm) dam").node == All((Any((word("flood"), word("storm"))), word("dam")))


def test_phrases_near_filters_and_figures() -> None:
    assert parse_rule('"red line" NEAR/5 dam').node == Near(Phrase("red line"), word("dam"), 5)
    assert parse_rule("place:Kursk").node == Filter("place", "Kursk", ("kursk",))
    assert parse_rule('by:"Lena Orlova"').node == Filter("by", "Lena Orlova", ("lena", "orlova"))
    assert parse_rule("figure:killed>=1,000").node == FigureTest(("kill",), ">=", 1000)
    assert parse_rule("figure:damage > $2.5bn").node == FigureTest(("damag",), ">", 2.5e9)


def test_near_reaches_any_of_several_words() -> None:
    assert parse_rule("dam NEAR/5 (flood OR storm)").node == Any(
        (Near(word("dam"), word("flood"), 5), Near(word("dam"), word("storm"), 5))
    )


def test_curly_quotation_marks_are_quotation_marks() -> None:
    assert parse_rule("“red line”").node == Phrase("red line")


def test_an_abbreviation_asks_for_the_words_it_stands_for_and_a_compound_for_itself() -> None:
    assert parse_rule("US").node == Word("US", ("united", "state"))
    assert parse_rule("airstrikes").node == Word("airstrikes", ("airstrik",))


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("", 'position 1: the rule is empty; write a word, such as withdrawal, or a "phrase"'),
        (
            "flood AND",
            "position 10: something is missing at the end; add a word, or remove the last operator",
        ),
        ("flood AND OR dam", "position 11: OR stands where a word should be; add one before it"),
        ("(flood OR dam", 'position 1: the bracket is never closed; add a ")"'),
        ("flood) dam", 'position 6: ")" has no "("; remove it'),
        ('flood "dam', 'position 7: the quotation mark is never closed; add a second "'),
        ("flood NEAR dam", "position 7: NEAR needs a distance in words; write NEAR/5"),
        ("flood NEAR/900 dam", "position 7: NEAR reaches 1 to 50 words; write NEAR/5, or AND"),
        (
            "(a1 b1) NEAR/5 dam",
            'position 1: NEAR stands between words, "phrases" or (one OR another) only',
        ),
        ("dead >= 10", "position 6: >= 10 of what? write figure:dead>=10"),
        ("dead>=10 flood", "position 5: >=10 of what? write figure:dead>=10"),
        ('flood place:"Gao', 'position 13: the quotation mark is never closed; add a second "'),
        ("flood | dam", 'position 7: "|" is no operator; write OR'),
        (
            "flood where:Kyiv",
            'position 7: there is no "where:"; write one of place:, by:, source:, tag: or figure:killed>=10',
        ),
        ("place: flood", 'position 1: place: needs a value; write place:name or place:"two words"'),
        (
            "figure:killed",
            "position 1: a figure needs what is counted and how many; write figure:killed>=10",
        ),
        ("NOT flood", "position 1: the rule only says what must not be there; add a word to look for"),
        (
            "flood OR NOT dam",
            "position 1: the rule only says what must not be there; add a word to look for",
        ),
        ("flood -drill", 'position 7: "-drill" does not leave a word out; write NOT drill'),
        ("withdraw*", "position 1: a word stands for its whole family already; write withdraw"),
        ("flood in Kyiv", 'position 7: "in" is in every text; leave it out, or put it in a "phrase"'),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_write(rule: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(rule)
    assert str(caught.value) == message


@given(st.text(alphabet='ab ()"“”:/>=<-*NEAROTD5', max_size=60))
def test_whatever_is_typed_is_a_rule_or_a_rule_error(text: str) -> None:
    with suppress(RuleError):
        assert parse_rule(text).text == text.strip()
