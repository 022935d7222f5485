"""Claims cost time in proportion to the text: calls are counted, so that no clock decides."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from bot.briefs.claims import find_claims
from bot.briefs.document import read
from storage.records import Claim

ONCE = 7_000  # characters; their double must cost about double
ABOUT_DOUBLE = 2.5  # what grows with the square costs four times as much

PIECES = [
    "“a” said B. ",
    "“x,” he said, ",
    "according to the mayor, ",
    "the claim that ",
    "the firm, which he denies, ",
    "he denied it, which she denies, ",
    "as he said, ",
    "when asked by him about ",
    "and warned and said and ",
    "the mayor said that ",
    "Ana Ruiz, the mayor, said ",
    "the men who came from the north saw the boats and ",
    "his promise to ",
    "eight of them, he said, were; ",
    "he said ",
    "and said that she ",
    "X, the Y, ",
    "of the Z ",
    "“a” ",
    "to say, ",
    "The WHO said. ",
    "The striker said so. ",
    "The Ministry of Roads met. The ministry said so. ",
    "Roe: he said so.\n\n",
    "Shares in Roe fell. Rio said so. ",
    "called on them to stop, but nobody did, and ",
    "says the plan -- a road and -- ",
]


def effort(text: str) -> tuple[int, list[Claim]]:
    """How many calls finding the claims of a text takes, and the claims."""
    document, calls = read(text), 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        claims = find_claims(document)
    finally:
        sys.setprofile(None)
    return calls, claims


def characters(claims: list[Claim]) -> int:
    return sum(len(claim.content.text) for claim in claims)


@pytest.mark.parametrize("piece", PIECES)
def test_a_sentence_without_end_costs_no_more_than_its_length(piece: str) -> None:
    once, claims = effort(piece * (ONCE // len(piece)))
    twice, more = effort(piece * (2 * ONCE // len(piece)))
    assert twice < ABOUT_DOUBLE * once
    assert characters(more) < ABOUT_DOUBLE * characters(claims) + ONCE
