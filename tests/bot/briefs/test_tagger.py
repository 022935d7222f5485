"""Tags of words that the rest leans on."""

from __future__ import annotations

import pytest

from bot.briefs.document import read
from bot.briefs.tagger import predict
from bot.briefs.tagger_model import MOST_WORDS, TAGS, Model


def tags_of(text: str) -> list[str]:
    return read(text).tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("The minister said he would resign.", "DT NN VBD PRP MD VB ."),
        ("Rebels claimed the town was taken.", "NNS VBD DT NN VBD VBN ."),
        ("Officials have denied it.", "NNS VBP VBN PRP ."),
        ("She didn't stay.", "PRP VBD RB VB ."),
        ("The energy ministry said so.", "DT NN NN VBD RB ."),
        ("Another said: no.", "DT VBD : DT ."),
        ("Some 4,000 people crossed into Adre on Friday.", "DT CD NNS VBD IN NNP IN NNP ."),
        ("The union demands a rise.", "DT NN VBZ DT NN ."),
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


def test_the_sums_that_are_kept_are_the_sums_of_all_templates() -> None:
    """ "can" is a noun by its own row, a verb by what stands around it, whichever weighs more."""
    words = {"DT": "the", "PRP": "we", "MD NN": "can", "VB NN": "swim"}
    weights: list[dict[str, dict[str, str]]] = [{} for _ in range(11)]
    weights[0][""] = {"can": "NN:10 MD:-10"}
    model = Model(words, {}, weights)
    assert predict(model, ["we", "can", "swim"], [0]) == ["PRP", "NN", "VB"]
    weights[1]["PRP"] = {"-START-": "MD:8 NN:-8"}
    weights[10]["MD|NN"] = {" PRP": "MD:8 NN:-8"}
    model = Model(words, {}, weights)
    assert predict(model, ["we", "can", "swim"], [0]) == ["PRP", "MD", "VB"]
    assert predict(model, ["the", "can"], [0]) == ["DT", "NN"]


def test_a_model_that_has_met_very_many_words_tags_as_before() -> None:
    model = Model({"DT": "the", "MD NN": "can"}, {}, [{"": {"can": "NN:3"}}, *[{} for _ in range(10)]])
    before = predict(model, ["the", "can"], [0])
    predict(model, [f"w{n}" for n in range(MOST_WORDS + 1)], [0])
    assert predict(model, ["the", "can"], [0]) == before == ["DT", "NN"]
