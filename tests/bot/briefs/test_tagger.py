"""Tags of words that the rest leans on."""

from __future__ import annotations

import pytest

from bot.briefs.document import read
from bot.briefs.tagger import TAGS


def tags_of(text: str) -> list[str]:
    return read(text).tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("The minister said he would resign.", "DT NN VBD PRP MD VB ."),
        ("Rebels claimed the town was taken.", "NNS VBD DT NN VBD VBN ."),
        ("Officials have denied it.", "NNS VBP VBN PRP ."),
        ("She didn't stay.", "PRP VBD RB VB ."),
        ("Ana Ruiz, 54, was there in May.", "NNP NNP , CD , VBD RB IN NNP ."),
    ],
)
def test_a_plain_sentence_is_tagged(text: str, tags: str) -> None:
    assert tags_of(text) == tags.split()


def test_straight_quotation_marks_open_and_close() -> None:
    assert tags_of('"Stay," she said.')[0] == "``"
    assert tags_of('"Stay," she said.')[3] == "''"


def test_a_name_never_seen_is_a_name() -> None:
    assert tags_of("They met Kyslytsya and Qorzha there.")[2:5] == ["NNP", "CC", "NNP"]


def test_every_tag_is_of_the_penn_treebank() -> None:
    assert set(tags_of("¿Qué? 3.5% of 1,200 @desk #news … [sic] — “ok” £5m")) <= set(TAGS.split())
