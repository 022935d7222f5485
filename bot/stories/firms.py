"""Whether an item and a story both tell of a firm: like a town, it has more than one story in a week.

Theory: a takeover, a recall and a strike at one firm share its name, and in a sentence or two its name
weighs most. So there the name counts but for a part, and kinds of event that contradict each other say
more. Accepted to miss: two stories of one firm whose kinds are of two facets (its merger, and germs in its
cheese).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot import words
from bot.stories.kinds import MARK, facet_of
from storage.records import Fingerprint, Profile

LEXICON = Path(__file__).parent / "lexicon" / "firms.txt"
TRADE = "trade"


def tell_of_firms(item: Fingerprint, profile: Profile) -> bool:
    """Whether both sides have a word for a firm, or both a kind of event that befalls firms."""
    mine, theirs = item.counts, profile.weights
    if any(word in mine for word in _firms()) and any(word in theirs for word in _firms()):
        return True
    return _trades(mine) and _trades(theirs)


def _trades(terms: dict[str, float] | dict[str, int]) -> bool:
    return any(term[0] == MARK and facet_of(term) == TRADE for term in terms)


@cache
def _firms() -> tuple[str, ...]:
    lines = LEXICON.read_text(encoding="utf-8").splitlines()
    return tuple(words.key(word) for line in lines if not line.startswith("#") for word in line.split())
