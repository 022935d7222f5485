"""Where sentences end."""

from __future__ import annotations

import pytest

from bot.briefs.document import read


def sentences_of(text: str) -> list[str]:
    return [text[s.start : s.end] for s in read(text).sentences]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Brandt met Gen. Holm on Oct. 3.",
        "The U.S. Navy sent J. R. Holm to St. Lucia.",
        "“Why?” he asked.",
        "Acme Inc. shares fell 3.5 percent at 4 p.m. on Monday.",
        "Sens. Ruiz and Holm (R-S.C.) left.",
        "Officers fired a .45-caliber handgun and sales rose .3 percent.",
        "Situation report no. 4 came out in May.",
    ],
)
def test_a_full_stop_within_a_sentence_ends_nothing(text: str) -> None:
    assert sentences_of(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He lives in the U.S.", "The others left."),
        ("“It is bad.”", "He left."),
        ("It ended at 4 p.m.", "She had gone."),
        ("Is it over?", "Nobody knows."),
        ("They are lies.", "“We stay,” he said."),
    ],
)
def test_two_sentences_are_two(first: str, second: str) -> None:
    assert sentences_of(f"{first} {second}") == [first, second]


def test_a_line_break_ends_a_sentence_without_a_full_stop() -> None:
    assert sentences_of("Rain in the valley\nThe river rose.") == ["Rain in the valley", "The river rose."]


def test_a_text_wrapped_at_a_fixed_width_is_no_list_of_sentences() -> None:
    line = "the river rose by another metre and the old bridge near the mill"
    text = "\n".join([f"On day {n} of the rain {line}" for n in range(6)]) + " fell.\n\nNobody was hurt."
    assert len(sentences_of(text)) == 2
