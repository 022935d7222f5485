"""Who says what: each test is one way of saying it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefs.claims import find_claims
from bot.briefs.document import read
from storage.records import Claim, Figure
from tests.bot.briefs.conftest import claims_in

WORDS = st.sampled_from(
    [
        "she",
        "said",
        "that",
        "“",
        "”",
        ",",
        ".",
        "and",
        "Jane",
        "Roe",
        "told",
        "the",
        "mayor",
        "who",
        "not",
        "\n",
        "according",
        "to",
        "as",
        "—",
        "?",
        "’",
        "urged",
        "denied",
        "5",
        "北京",
        "سعيد",
    ]
)


def only(text: str) -> Claim:
    (claim,) = claims_in(text)
    return claim


def who(claim: Claim) -> str | None:
    return claim.speaker and claim.speaker.name


def test_a_clause_after_said() -> None:
    claim = only("The coast guard said on Monday that two boats had sunk off Sfax.")
    assert who(claim) == "The coast guard"
    assert claim.content.text == "two boats had sunk off Sfax"
    assert (claim.quote, claim.stance) == ("indirect", "asserts")


def test_a_split_quotation_is_one_claim() -> None:
    claim = only("“The road is open,” said Ana Ruiz, the mayor, “but drive slowly.”")
    assert who(claim) == "Ana Ruiz"
    assert [part.text for part in claim.parts] == ["“The road is open,”", "“but drive slowly.”"]
    assert claim.content.text.startswith("“The road")
    assert claim.content.text.endswith("slowly.”")


def test_a_quotation_that_goes_on_in_the_next_sentence_is_the_same_claim() -> None:
    claim = only("“We stayed,” Ana Ruiz said. “Nobody came.”")
    assert [part.text for part in claim.parts] == ["“We stayed,”", "“Nobody came.”"]


def test_a_question_stays_with_who_asked_it() -> None:
    claim = only("“Why should we pay?” Ana Ruiz asked reporters.")
    assert (who(claim), claim.stance) == ("Ana Ruiz", "asks")


def test_two_verbs_of_one_subject_are_two_claims() -> None:
    first, second = claims_in("The army confirmed the strike and warned that more would follow.")
    assert (first.content.text, second.content.text) == ("the strike", "more would follow")
    assert who(first) == who(second) == "The army"
    assert second.stance == "warns"


def test_what_another_is_said_to_have_said_is_a_claim_of_its_own() -> None:
    outer, inner = claims_in("Ana Ruiz said that the ministry had warned that the dam would break.")
    assert (who(outer), who(inner)) == ("Ana Ruiz", "the ministry")
    assert inner.content.text == "the dam would break"


def test_according_to_ends_what_was_said() -> None:
    claim = only("The blast hurt nine people in Tyre, according to the Red Cross.")
    assert claim.content.text == "The blast hurt nine people in Tyre"


def test_nobody_is_a_speaker_where_none_stands_right_before_the_verb() -> None:
    claims = find_claims(read("The president was quoted as saying that the war was over."), [])
    assert all(claim.speaker is None or claim.speaker.start < claim.speaker.end for claim in claims)


def test_the_passive_tells_of_its_subject() -> None:
    claim = only("The minister was accused by Kyiv of hiding the toll.")
    assert who(claim) == "Kyiv"
    assert [part.text for part in claim.parts] == ["The minister", "of hiding the toll"]
    rumour = only("The ship is believed to have sunk off Sfax.")
    assert rumour.speaker is None
    assert rumour.hedged


def test_a_pronoun_is_the_last_who_spoke() -> None:
    _, second = claims_in("Ana Ruiz, the mayor, said the bridge was safe. She added that it had been tested.")
    assert second.speaker is not None
    assert (second.speaker.text, second.speaker.name) == ("She", "Ana Ruiz")


def test_two_people_of_one_surname_are_told_apart_by_their_country() -> None:
    claims = claims_in(
        "South Sudan's envoy Deng Akol met Kenya's minister Peter Akol. "
        "Kenya's Akol said talks would go on. South Sudan's Akol said they had failed."
    )
    assert [who(claim) for claim in claims] == ["Peter Akol", "Deng Akol"]


def test_a_spokesman_is_not_whom_he_speaks_for() -> None:
    claim = only("A spokesman for Ana Ruiz said the visit was private.")
    assert who(claim) == "A spokesman for Ana Ruiz"


def test_declining_to_say_is_a_negated_claim() -> None:
    claim = only("The ministry declined to say how many had died.")
    assert claim.negated
    assert claim.content.text == "how many had died"


def test_a_possibility_is_hedged() -> None:
    assert only("The agency said the ash may reach Oslo.").hedged
    assert not only("The agency said the ash reached Oslo.").hedged


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The army denied that it had shelled the port.", "denies"),
        ("Ana Ruiz urged the council to act.", "demands"),
        ("“We will rebuild the school,” Ana Ruiz said.", "promises"),
        ("Doctors warned of a second wave.", "warns"),
        ("“Who gave the order?” asked Ana Ruiz.", "asks"),
        ("“These are lies,” Ana Ruiz said.", "denies"),
        ("“I call on both sides to stop,” Ana Ruiz said.", "demands"),
    ],
)
def test_the_stance_is_the_verbs_or_the_contents(text: str, stance: str) -> None:
    assert only(text).stance == stance


@pytest.mark.parametrize(
    "text",
    [
        "The “largest ever” drill began in the bay.",
        "Crowds sang “The Red Flag” as the ships left.",
        "If the mayor says the road is open, drive slowly.",
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert claims_in(text) == []


def test_a_caption_claims_nothing() -> None:
    claims = claims_in(
        "An officer says goodbye in Jacmel [Marie Celestin/Haiti Wire]Police said calm had returned."
    )
    assert [who(claim) for claim in claims] == ["Police"]


def test_figures_are_tied_to_the_claim_they_lie_in() -> None:
    text = "Nine boats sank. The mayor said 12 people had died."
    figures = [
        Figure(0, 4, "Nine", "count", 9, None, None, False, None, "boats"),
        Figure(32, 34, "12", "count", 12, None, None, False, None, "people"),
    ]
    (claim,) = find_claims(read(text), figures)
    assert claim.figures == (1,)


@given(st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=200))
def test_every_span_is_what_the_text_holds(text: str) -> None:
    for claim in claims_in(text):
        for span in (claim.content, *claim.parts, *filter(None, (claim.cue, claim.speaker))):
            assert text[span.start : span.end] == span.text
            assert claim.start <= span.start < span.end <= claim.end
