"""Claims against a gold list of our own: who says what first, then how it is meant."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.briefs.claims import find_claims
from bot.briefs.document import read
from storage.records import Claim

HERE = Path(__file__).parent
SAME_CONTENT = 0.8  # share of characters that two contents must have in common (F1)

Gold = dict[str, Any]
Pair = tuple[Gold, Claim]


def articles() -> list[tuple[str, list[Gold]]]:
    rows = (HERE / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["claims"]) for row in map(json.loads, rows)]


def floors() -> dict[str, float]:
    floors: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    return floors


def characters(text: str, parts: list[str]) -> set[int]:
    found: set[int] = set()
    for part in parts:
        start = text.index(part)
        found |= set(range(start, start + len(part)))
    return found


def of_claim(claim: Claim) -> set[int]:
    return {k for part in claim.parts or (claim.content,) for k in range(part.start, part.end)}


def pairs_in(text: str, gold: list[Gold], claims: list[Claim]) -> list[Pair]:
    """Gold and claim with the same cue and content; each is used once."""
    pairs: list[Pair] = []
    left = list(claims)
    for row in gold:
        wanted = characters(text, row["content"])
        for claim in left:
            got = of_claim(claim)
            alike = 2 * len(wanted & got) / (len(wanted) + len(got))
            if (
                alike >= SAME_CONTENT
                and claim.cue
                and (row["cue"] in claim.cue.text or claim.cue.text in row["cue"])
            ):
                pairs.append((row, claim))
                left.remove(claim)
                break
    return pairs


@cache
def judged() -> tuple[list[Pair], int, int, list[str]]:
    """Matched pairs, how many were wanted and found, and what went wrong."""
    matched: list[Pair] = []
    wanted = found = 0
    wrong: list[str] = []
    for text, gold in articles():
        claims = find_claims(read(text))
        pairs = pairs_in(text, gold, claims)
        matched += pairs
        wanted, found = wanted + len(gold), found + len(claims)
        rows, used = [row for row, _ in pairs], [claim for _, claim in pairs]
        wrong += [f"no {row['name']} | {row['cue']} | {row['content']}" for row in gold if row not in rows]
        wrong += [
            f"not {c.speaker and c.speaker.name} | {c.cue and c.cue.text} | {c.content.text}"
            for c in claims
            if c not in used
        ]
    return matched, wanted, found, wrong


def named(pair: Pair) -> bool:
    row, claim = pair
    return claim.speaker is not None and claim.speaker.name.lower() == row["name"].lower()


def test_claims_have_their_content_cue_and_speaker_right() -> None:
    pairs, wanted, found, wrong = judged()
    right = sum(named(pair) for pair in pairs)
    wrong = wrong + [
        f"{row['name']} is given as {claim.speaker and claim.speaker.name}"
        for row, claim in pairs
        if not named((row, claim))
    ]
    assert wanted >= 80
    assert 2 * right / (wanted + found) >= floors()["claims with speaker F1"], wrong


@pytest.mark.parametrize("field", ["stance", "quote", "hedged", "negated"])
def test_a_claim_that_was_found_is_meant_as_it_was_said(field: str) -> None:
    pairs, *_ = judged()
    wrong = [
        f"{row[field]} is given as {getattr(claim, field)}: {claim.content.text}"
        for row, claim in pairs
        if row[field] != getattr(claim, field)
    ]
    assert 1 - len(wrong) / len(pairs) >= floors()[f"claims {field}"], wrong


def test_nothing_is_claimed_where_nobody_speaks() -> None:
    silent = [text for text, gold in articles() if not gold]
    assert len(silent) >= 2
    invented = [claim.content.text for text in silent for claim in find_claims(read(text))]
    assert not invented
