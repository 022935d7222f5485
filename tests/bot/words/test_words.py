"""bot.words: families, phrasal units, look-ups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import key, keys, query_keys


@pytest.mark.parametrize(
    "family",
    [
        [
            "withdraw",
            "withdrew",
            "withdrawn",
            "withdrawing",
            "withdrawals",
            "pull out",
            "pulled back",
            "pullout",
        ],
        ["die", "died", "dying", "death", "deaths", "dead"],
        ["invade", "invaded", "invasion", "invaders"],
        ["deploy", "deployed", "deployment"],
        ["redeploy", "re-deployed", "redeployment"],
        ["strike", "struck", "strikes", "striking"],
        ["ceasefire", "cease-fire", "cease fire", "ceasefires"],
        ["mobilise", "mobilize", "mobilisation", "mobilization"],
        ["Kyiv", "Kiev", "Kyiv's", "Kyiv’s", "KYIV"],
    ],
)
def test_a_family_has_one_key(family: list[str]) -> None:
    assert {key(word) for word in family} == {key(family[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("withdrawn", "drawn"),
        ("deploy", "redeploy"),
        ("import", "important"),
        ("author", "authorities"),
        ("organ", "organisation"),
        ("several", "severe"),
        ("unit", "United"),
        ("public", "publication"),
        ("destroy", "destroyer"),
        ("US", "us"),
    ],
)
def test_look_alikes_stay_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_a_phrasal_verb_is_found_with_its_object_in_the_middle() -> None:
    text = "The army pulled most of its troops out of Dara."
    assert (9, 38, key("withdraw")) in keys(text)
    assert text[9:38] == "pulled most of its troops out"


def test_the_words_inside_a_phrasal_unit_keep_their_keys() -> None:
    found = [k for _, _, k in keys("They pulled the troops out")]
    assert found == ["they", "withdraw", "the", "troop"]


def test_company_shows_that_a_phrase_means_something_else() -> None:
    assert key("withdraw") not in {k for _, _, k in keys("Crews pulled a girl out of the rubble")}


def test_a_phrase_does_not_reach_over_punctuation() -> None:
    assert key("withdraw") not in {k for _, _, k in keys("He pulled a lever, out went the lights")}


def test_a_compound_is_found_under_its_head_too_but_not_the_head_under_the_compound() -> None:
    assert {k for _, _, k in keys("airstrikes")} == {key("airstrike"), key("strike")}
    assert {k for _, _, k in keys("an air strike")} == {key("an"), key("airstrike"), key("strike")}
    assert key("airstrike") not in {k for _, _, k in keys("The strikes went on")}


def test_hyphenated_words_are_one_word_or_several() -> None:
    assert [k for _, _, k in keys("Iran-backed")] == [key("Iran"), key("backed")]
    assert [k for _, _, k in keys("counter-offensive")] == [key("counteroffensive")]


def test_a_look_up_finds_synonyms_and_leaves_out_function_words() -> None:
    soldiers, kursk = query_keys("soldiers in Kursk")
    assert {key("soldier"), key("troops"), key("servicemen")} <= soldiers
    assert kursk == {key("Kursk")}


def test_a_broad_word_finds_narrow_ones_but_not_the_other_way_round() -> None:
    assert key("killed") in query_keys("casualties")[0]
    assert key("casualties") not in query_keys("killed")[0]


def test_who_was_killed_is_found_among_the_dead_but_no_murder_is_meant_by_it() -> None:
    assert {key("died"), key("fatality")} <= query_keys("killed")[0]
    assert key("died") not in query_keys("murder")[0]
    assert {key("fled"), key("homeless")} <= query_keys("displaced")[0]


def test_a_look_up_of_function_words_alone_still_asks_for_something() -> None:
    assert query_keys("of the") == [frozenset({"of"}), frozenset({"the"})]
    assert query_keys("  ") == []


@given(st.text())
def test_spans_lie_in_the_text_and_come_in_order(text: str) -> None:
    found = keys(text)
    assert all(0 <= start < end <= len(text) and k for start, end, k in found)
    assert [start for start, _, _ in found] == sorted(start for start, _, _ in found)
