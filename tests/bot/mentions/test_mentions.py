"""bot.mentions: a demand is not an event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentions import read_mention, sentence_at
from storage.records import Claim, Span, Speaker, Stance

TEXT = "Envoy Lena Orlova said troops had withdrawn. Others disagreed."


def claim(content: str, stance: Stance = "asserts", hedged: bool = False, negated: bool = False) -> Claim:
    start = TEXT.index(content)
    who = Speaker(6, 17, "Lena Orlova", "Lena Orlova")
    where = Span(start, start + len(content), content)
    return Claim(0, where.end, who, Span(18, 22, "said"), where, "indirect", stance, hedged, negated)


@pytest.mark.parametrize(
    ("made", "status"),
    [
        (claim("troops had withdrawn"), "claimed"),
        (claim("troops had withdrawn", "denies"), "denied"),
        (claim("troops had withdrawn", "demands"), "demanded"),
        (claim("troops had withdrawn", "promises"), "planned"),
        (claim("troops had withdrawn", "asks"), "possible"),
        (claim("troops had withdrawn", hedged=True), "claimed"),  # the hedge is about something else
        (claim("troops had withdrawn", negated=True), "possible"),
    ],
)
def test_a_claim_decides_what_a_plain_clause_is_worth(made: Claim, status: str) -> None:
    place = TEXT.index("withdrawn")
    mention = read_mention(TEXT, place, place + 9, [made])
    assert (mention.status, mention.by) == (status, "Lena Orlova")
    assert mention.sentence.text == "Envoy Lena Orlova said troops had withdrawn."


def test_a_mention_outside_all_claims_is_the_outlets_own_word() -> None:
    mention = read_mention("Troops withdrew at dawn.", 7, 15)
    assert (mention.status, mention.by, mention.reason) == ("reported", None, "said as a fact")


def test_the_reason_names_the_words_that_decided() -> None:
    text = "The two ministers called for the immediate withdrawal of the garrison."
    start = text.index("withdrawal")
    assert read_mention(text, start, start + 10).reason == 'governed by "call … for"'


def test_a_command_in_direct_speech_is_a_demand() -> None:
    text = '"Withdraw now," the envoy said.'
    who = Speaker(16, 25, "the envoy", "the envoy")
    said = Claim(0, 30, who, None, Span(0, 15, '"Withdraw now,"'), "direct", "asserts")
    assert read_mention(text, 1, 9, [said]).status == "demanded"


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("Gen. Varga left. He withdrew.", "withdrew", "He withdrew."),
        ("The U.S. envoy left in Sept. 2024 for Oslo. Rain.", "Oslo", None),
        ("Headline\nTroops left the town.", "left", "Troops left the town."),
        ("“We left,” he said. It rained.", "left", "“We left,” he said."),
    ],
)
def test_the_sentence_around_a_place(text: str, word: str, sentence: str | None) -> None:
    found = sentence_at(text, text.index(word))
    assert found.text == (sentence or "The U.S. envoy left in Sept. 2024 for Oslo.")
    assert text[found.start : found.end] == found.text


@given(st.text(), st.integers(0, 50), st.integers(1, 9))
def test_any_text_can_be_read(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    mention = read_mention(text, start, end)
    assert text[mention.sentence.start : mention.sentence.end] == mention.sentence.text


@pytest.mark.parametrize(
    ("sentence", "figure", "status"),
    [
        ("The death toll from the flood rose to 14.", "14", "reported"),
        ("The toll climbed to at least nine overnight.", "at least nine", "reported"),
        ("The price of the ship fell to $3bn.", "$3bn", "reported"),
        ("The death toll could rise to 40.", "40", "possible"),
        ("The ministry plans to send 40 tanks.", "40", "planned"),
    ],
)
def test_to_before_a_number_is_no_plan(sentence: str, figure: str, status: str) -> None:
    start = sentence.index(figure)
    assert read_mention(sentence, start, start + len(figure), []).status == status


@pytest.mark.parametrize(
    ("word", "status", "sentence"),
    [
        ("ban", "denied", "The court imposed a ban in May and later scrapped it."),
        ("vote", "planned", "The vote was postponed but it was not cancelled."),
        ("strike", "reported", "The bakers began a strike on Monday and vowed not to cancel it."),
        ("strike", "planned", "The bakers called a strike and may cancel it."),
        ("strike", "reported", "Bakers began a strike on Monday and it was not called off."),
        ("fire", "denied", "He was held before he could fire."),
        ("attack", "reported", "Two people were killed before guards could stop the attack."),
        ("attack", "reported", "He shot three people before anyone noticed the attack."),
    ],
)
def test_what_was_not_undone_or_stopped_in_time_stays_real(word: str, status: str, sentence: str) -> None:
    start = sentence.rindex(word)
    assert read_mention(sentence, start, start + len(word), []).status == status
