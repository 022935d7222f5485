"""Placing an item of the store: among the candidates an index gave, into one story or a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.stories.copies import copied_from
from bot.stories.kinds import is_kind
from bot.stories.kinship import kinship, new_share
from bot.stories.weighing import Rarity, Weighed, join, rarity_of, weigh
from storage.records import Candidate, Candidates, Fingerprint, Placement, Profile

INDEXED_TERMS = 60  # the heaviest terms of an item lead later items to its story


class _Best(NamedTuple):
    score: float
    candidate: Candidate


def place(item: Fingerprint, candidates: Candidates) -> Placement:
    """Where an item belongs, whom it copies, and its story's profile with it.

    Decides by nothing but its arguments: the same item among the same candidates goes the same way.
    """
    weighed = weigh(item, rarity_of(candidates.known, candidates.total))
    best = _best(item, weighed, candidates)
    if best is None or best.score <= 0:
        profile = join(item, weighed, Profile())
        nearest = "" if best is None else f"; story {best.candidate.story_id} at {best.score:.1f}"
        return Placement(
            story_id=None,
            profile=profile,
            terms=_indexed(weighed),
            score=0.0 if best is None else best.score,
            reason=f"nothing like it{nearest}",
            telling=_telling(item, profile),
        )
    profile = join(item, weighed, best.candidate.profile)
    return Placement(
        story_id=best.candidate.story_id,
        profile=profile,
        terms=_indexed(weighed),
        score=best.score,
        reason="shares " + ", ".join(_shared(weighed, best.candidate.profile)),
        copy_of=copied_from(item.sketch, item.length, item.feed_id, best.candidate.members),
        telling=_telling(item, profile),
    )


def profile_of(members: Sequence[Fingerprint], rarity: Rarity) -> tuple[Profile, tuple[str, ...]]:
    """The profile of a story whose members were changed by hand, and the terms that lead to it."""
    profile = Profile()
    terms: dict[str, None] = {}
    for member in members:
        weighed = weigh(member, rarity)
        profile = join(member, weighed, profile)
        terms |= dict.fromkeys(_indexed(weighed))
    return profile, tuple(terms)


def _best(item: Fingerprint, weighed: Weighed, candidates: Candidates) -> _Best | None:
    share = new_share(candidates.alone, candidates.items)
    scored = [
        _Best(kinship(item, weighed, candidate.profile, share), candidate) for candidate in candidates.stories
    ]
    return max(scored, key=lambda best: (best.score, -best.candidate.story_id), default=None)


def _indexed(weighed: Weighed) -> tuple[str, ...]:
    return tuple(weighed.vector)[:INDEXED_TERMS]


def _shared(weighed: Weighed, profile: Profile) -> list[str]:
    """The terms that speak most for a story."""
    common = {
        term: weight * profile.weights[term]
        for term, weight in weighed.vector.items()
        if term in profile.weights and not is_kind(term)
    }
    return sorted(common, key=lambda term: -common[term])[:5]


def _telling(item: Fingerprint, profile: Profile) -> float:
    """How much of a story's weight an item's headline carries: a headline to call the story by."""
    whole = sum(profile.weights.values())
    return sum(profile.weights.get(term, 0.0) for term in item.headline) / whole if whole else 0.0
