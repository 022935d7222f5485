"""Any text gives a brief whose spans are slices of it: broken off, shuffled, full of marks, in one word.

Feeds cut articles anywhere and glue their pieces together, so rules that look at the word behind or before
meet the text's end. The texts are made by a seeded generator: the same ones every time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from random import Random

import pytest

from bot.briefs import make_brief
from storage.gazetteer import Gazetteer
from storage.records import Article, Brief, Claim, EventDate, Figure, Location, Span

ARTICLE = (
    "QUETTA, Pakistan — At least 18 people were killed and 40 hurt when a bus left the road near Quetta, the "
    "district office said on Monday, revising an earlier count of 12. “The driver, 34, had been told that "
    "the brakes were worn,” said Sana Bugti, who calls herself a witness. The company, which runs 60 buses, "
    "denied it. According to the health ministry, 7 of the 40 are children; the WHO asked for $2.5m. He "
    "declined to give his name. Prices rose from 5% to 7%, a figure the bank rejected as “a lie”. "
    "Asked whether roads would be closed, the governor said it was not for him to say: “Ask me later.”\n"
)
PIECES = (
    *ARTICLE.split(" "),
    *("said", "that", "told", "denied", "agreed", "on", "called", "for", "nor", "es", "'s", "n't", "himself"),
    *"“”\"'’()[]—-…,:;!?.$€%£½²٣éİßﬁ",
    *("--", "...", "1e9", "-5", "1/2", "0", "0.0", "1,", "U.S.", "Mr."),
    *("\u200b", "\u00a0", "\n", "\t", "\r\n", "\x00", "\ufeff", "\u202e", "😀", "👩‍👩‍👧", "שלום", "مرحبا"),
    *("a" * 300, "9" * 300, "1," * 100, "“" * 50, "-" * 50),
)


@pytest.mark.parametrize(
    "text",
    [
        "One man that told that",  # ends with the verb's "that"
        "Officials who denied",
        "Asked by if the road is shut, she left.",  # a name was lost behind "by"
        "A body corporate es 12 people.",  # shorter than the verb's ending
        "It was claimed",
        "what he put at",  # the number was lost
        "It was on the " + "9" * 5000 + "th",  # more digits than Python reads
        "Barking",  # a town that is a verb as well, with nothing behind it
        "He said:",
        "“He said",
        "Jane Roe rejected a claim by the firm that 300",
        "SANAA — Cholera has killed at least 77 people in the north since Monday, an official and",
        "Madagascar's",  # what is held was lost
        "The state of Texas has",
        "Each side accuses the other of using tanks, and",  # the clause behind the pause was lost
        "7",
        "$",
    ],
)
def test_a_text_may_break_off_at_any_rule(text: str, gazetteer: Gazetteer) -> None:
    hold_spans(text, make_brief(Article("1", "", text), gazetteer))


def test_an_article_may_be_cut_anywhere(gazetteer: Gazetteer) -> None:
    for end in range(1, len(ARTICLE), 3):
        hold_spans(ARTICLE[:end], make_brief(Article("1", "", ARTICLE[:end]), gazetteer))


@pytest.mark.parametrize("seed", range(8))
def test_words_and_marks_may_come_in_any_order(seed: int, gazetteer: Gazetteer) -> None:
    random = Random(seed)
    for _ in range(60):
        joint = random.choice([" ", " ", " ", "", "\n"])
        text = joint.join(random.choice(PIECES) for _ in range(random.randrange(1, 30)))
        hold_spans(text, make_brief(Article("1", "", text), gazetteer))


@pytest.mark.parametrize(
    "text", [ARTICLE.upper(), ARTICLE.lower(), ARTICLE.title(), ARTICLE.replace(" ", "")]
)
def test_letters_may_be_of_any_size_and_spaces_lost(text: str, gazetteer: Gazetteer) -> None:
    hold_spans(text, make_brief(Article("1", "", text), gazetteer))


def hold_spans(text: str, brief: Brief) -> None:
    """Every span is a slice of the text, every index points to a record, every number is one of JSON's."""
    for record in records_in(brief):
        if isinstance(record, Claim | EventDate | Figure | Location | Span):
            assert 0 <= record.start < record.end <= len(text), record
            assert isinstance(record, Claim) or record.text == text[record.start : record.end]
    for claim in brief.claims:
        assert all(0 <= figure < len(brief.figures) for figure in claim.figures), claim
        assert claim.start <= claim.content.start < claim.content.end <= claim.end, claim
    for figure in brief.figures:
        json.dumps([figure.value, figure.low, figure.high], allow_nan=False)
        assert figure.claim is None or 0 <= figure.claim < len(brief.claims), figure
        assert figure.part_of is None or 0 <= figure.part_of < len(brief.figures), figure


def records_in(value: object) -> Iterator[object]:
    """A record and all that it is made of."""
    if isinstance(value, tuple):
        for one in value:
            yield from records_in(one)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from records_in(getattr(value, field.name))
