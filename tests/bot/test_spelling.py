"""A look-up that finds nothing is respelt so that it does."""

from __future__ import annotations

import pytest

from bot.spelling import Asked, respelt

IN_USE = [
    "flood",
    "flow",
    "people",
    "peopled",
    "mali",
    "malta",
    "sylhet",
    "zaporizhzhia",
    "ferry",
    "ceasefire",
]


def known(start: str) -> list[str]:
    return [word for word in IN_USE if word.startswith(start)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sylhett", "Sylhet"),
        ("flood Sylhett", "flood Sylhet"),
        ("Zaporizhia", "Zaporizhzhia"),
        ("ceasfire", "ceasefire"),
        ("fery peple", "ferry people"),
        ("place:Malli", "place:Mali"),
        ("Malli > 1,000", "Mali > 1,000"),
    ],
)
def test_a_mistyped_word_gives_way_to_the_nearest_in_use(typed: str, meant: str) -> None:
    found = respelt({"words": typed}, known, lambda asked: asked["words"] == meant)
    assert found == {"words": meant}


@pytest.mark.parametrize("typed", ["flood", "xyzzy", "", "mal", "войска", "stance:denies", "lfood"])
def test_what_is_near_to_nothing_else_stays(typed: str) -> None:
    assert respelt({"words": typed}, known, lambda _: True) is None


def test_only_what_finds_something_is_offered_and_the_other_parts_stay() -> None:
    tried: list[Asked] = []

    def finds(asked: Asked) -> bool:
        tried.append(asked)
        return asked["place"] == "Malta"

    asked = {"words": "flood", "place": "Maltai"}
    assert respelt(asked, known, finds) == {"words": "flood", "place": "Malta"}
    assert respelt(asked, known, lambda _: False) is None


def test_a_long_text_is_not_tried_word_by_word() -> None:
    tried: list[Asked] = []
    assert respelt({"words": "peple " * 400}, known, lambda asked: bool(tried.append(asked))) is None
    assert len(tried) <= 20
