"""One reading of a text: quotations, furniture, offsets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.briefs.document import Document, read

CAPTION = "A resident passes a burned shop in Jacmel [Marie Celestin/Haiti Wire]"


def quotes_of(text: str) -> list[str]:
    return [text[start:end] for start, end in read(text).quotes]


def skipped_in(text: str) -> list[str]:
    return [text[start:end] for start, end in read(text).skipped]


def test_a_quotation_keeps_its_marks() -> None:
    assert quotes_of("“It rained,” she said. 'Then it stopped.'") == ["“It rained,”", "'Then it stopped.'"]
    assert quotes_of("''It rained,'' she said.") == ["''It rained,''"]


def test_a_quotation_within_a_quotation_belongs_to_the_outer_one() -> None:
    text = "He said: \"They told us 'leave now' and we left.\""
    assert quotes_of(text) == ["\"They told us 'leave now' and we left.\""]


def test_a_quotation_over_paragraphs_is_one() -> None:
    text = "“We stayed.\n“We had nowhere to go,” said Ana Ruiz."
    assert quotes_of(text) == ["“We stayed.\n“We had nowhere to go,”"]


def test_a_mark_never_closed_spoils_its_own_paragraph_only() -> None:
    text = 'The pipe is 12" wide and leaks.\n"We will mend it," said Ana Ruiz.'
    assert quotes_of(text) == ['"We will mend it,"']


def test_an_apostrophe_closes_no_quotation() -> None:
    text = "‘The workers’ strike isn’t over,’ he said."
    assert quotes_of(text) == ["‘The workers’ strike isn’t over,’"]


def test_a_caption_glued_to_a_sentence_is_skipped() -> None:
    text = CAPTION + "Police said calm had returned to the town after two nights of fighting."
    document = read(text)
    assert skipped_in(text) == [CAPTION]
    assert text[document.sentences[-1].start :].startswith("Police said")


def test_a_heading_above_a_paragraph_is_skipped() -> None:
    text = (
        "Rain fell on the valley for a third day.\n"
        "What comes next\n"
        "The river is expected to rise by another metre before the weekend, engineers said."
    )
    assert skipped_in(text) == ["What comes next"]


def test_bylines_and_notices_are_skipped() -> None:
    notices = ["By Ana Ruiz", "Sign up for our newsletter", "Read more: floods in the valley"]
    text = "\n".join([notices[0], "Rain fell on the valley for a third day.", *notices[1:]])
    assert skipped_in(text) == notices


def test_what_a_feed_puts_behind_the_last_sentence_is_skipped() -> None:
    news = "Five people died in a blast in Kabul, police said."
    for trailer in (
        "The post Five killed in Kabul blast appeared first on Khyber Post.",
        "Sign up for our newsletter. Follow us on X. © 2026 Khyber Post. All rights reserved.",
        "Continue reading...",
    ):
        assert skipped_in(f"{news} {trailer}") == skipped_in(f"{news}\n\n{trailer}") == [trailer]
    assert skipped_in(f"{news} The post office was hit. The post of minister is vacant.") == []


def assert_sound(document: Document) -> None:
    text = document.text
    for word, start, end in zip(document.words, document.starts, document.ends, strict=True):
        assert text[start:end] == word
    assert len(document.tags) == len(document.words) == len(document.lower)
    assert [s.first for s in document.sentences[1:]] == [s.last for s in document.sentences[:-1]]
    for start, end in document.quotes + document.skipped:
        assert 0 <= start < end <= len(text)


@given(st.text(max_size=300))
def test_any_text_in_any_script_is_read(text: str) -> None:
    assert_sound(read(text))


@given(
    st.lists(
        st.sampled_from(["“", "”", '"', "'", "’", "\n", "said", "he", ".", "[A/Reuters]", "Mr."]), max_size=40
    )
)
def test_any_order_of_marks_is_read(pieces: list[str]) -> None:
    assert_sound(read(" ".join(pieces)))
