"""Claims as the tables of the tests write them: who, by which words, what."""

from __future__ import annotations

from bot.briefs.claims import find_claims
from bot.briefs.document import read
from storage.records import Claim

Told = tuple[str | None, str, str]  # speaker's name, cue, content


def told(text: str) -> list[Told]:
    return [_told(claim) for claim in find_claims(read(text))]


def _told(claim: Claim) -> Told:
    content = " ... ".join(part.text for part in claim.parts) or claim.content.text
    return (claim.speaker and claim.speaker.name, claim.cue.text if claim.cue else "", content)
