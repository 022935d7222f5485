"""Which verb, noun or preposition governs a mention: "called for", "no sign of", "plans to"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.mentions.forms import is_bare_verb
from bot.mentions.lexicon import Governor, families, governors, small_words
from bot.mentions.tokens import Word, is_boundary

REACH = 14  # words to the left in which a governor is sought
NOUN_REACH = 6  # words between a governor and the noun it governs
GAP = 6  # words between "call" and "for", "want" and "to"


def nearest(before: Sequence[Word], where: str, reach: int = REACH) -> tuple[Governor, int] | None:
    """The nearest governor in the words before a mention, and which of them it begins at."""
    lowest = max(0, len(before) - reach)
    # what stands before a boundary is another clause
    bar = next((n for n in range(len(before) - 1, lowest - 1, -1) if is_boundary(before[n])), lowest - 1)
    best: tuple[int, int, int, Governor] | None = None
    for n in range(bar + 1, len(before)):
        found = _governing(before, n, where)
        if found is not None and (best is None or found[:2] > best[:2]):
            best = found
    return None if best is None else (best[3], best[2])


def governor_at(found: Sequence[Word], place: int, where: str) -> Governor | None:
    """The longest governor that begins at a word and governs there."""
    for governor in _beginning(found[place].text, found[place].key, where):
        if _last_word(governor, found, place) is not None:
            return governor
    return None


@lru_cache(maxsize=16_384)
def _beginning(text: str, key: str, where: str) -> tuple[Governor, ...]:
    """The governors that begin with a word and govern there: of most words none."""
    exact = governors().get("=" + text, ())
    by_family = (governor for governor in governors().get(key, ()) if not _is_doer(text, governor))
    return tuple(governor for governor in (*exact, *by_family) if governor.governs(where))


def _is_doer(text: str, governor: Governor) -> bool:
    """ "Negotiators", "planners": who does what a governor tells of governs nothing."""
    one = text.removesuffix("s")
    return one.endswith(("er", "or")) and not governor.phrase.startswith(one)


def _governing(before: Sequence[Word], place: int, where: str) -> tuple[int, int, int, Governor] | None:
    """The governor that begins at a word, if it reaches the mention: its last word, length, place.

    A noun is out of reach of what stands far before it; "wants to impose" governs as "wants to" does.
    """
    governor = governor_at(before, place, where)
    if governor is None:
        return _before_to(before, place) if where == "np" else None
    last = _last_word(governor, before, place)
    if last is None:
        return None
    if where == "np":
        if len(before) - 1 - last > NOUN_REACH:
            return None
        if last + 1 < len(before) and before[last + 1].text == "to":
            governor = governor_at(before[: last + 1], place, "to") or governor
    return last, last - place, place, governor


def _before_to(before: Sequence[Word], place: int) -> tuple[int, int, int, Governor] | None:
    """What governs a verb governs the verb's object: "due to hold talks"; "goes to bed" is no verb."""
    to = place + 1
    if not _beginning(before[place].text, before[place].key, "to"):
        return None
    if to < len(before) and before[to].text != "to":
        to = _to_of_another(before, place)
    if to >= len(before) or before[to].text != "to" or before[place].key in families("motion"):
        return None
    governor = governor_at(before[:to], place, "to")
    return None if governor is None or len(before) - 1 - to > NOUN_REACH else (to, 1, place, governor)


def _to_of_another(before: Sequence[Word], place: int) -> int:
    """ "Told the firms to adopt": where "to" stands if another is to act; behind all words if it does not."""
    end = min(len(before) - 1, place + 2 + GAP)
    to = next((n for n in range(place + 2, end) if before[n].text == "to"), len(before))
    verb = to < len(before) and is_bare_verb(before[to + 1].text)
    verb = verb and before[to + 1].text not in small_words("article") | small_words("amount")
    governor = governor_at(before[:to], place, "to") if verb else None
    return to if governor is not None and governor.object_needed else len(before)


def _last_word(governor: Governor, found: Sequence[Word], place: int) -> int | None:
    """Where a governor that begins at a word ends; None when its other words do not follow."""
    at = place
    for expected, gap in governor.rest:
        reach = at + 2 + (GAP if gap else 0)
        hit = next((n for n in range(at + 1, min(reach, len(found))) if _is(found[n], expected)), None)
        if hit is None:
            return None
        at = hit
    return at if not governor.object_needed or len(found) > at + 1 else None


def _is(word: Word, expected: str) -> bool:
    return expected == (f"={word.text}" if expected.startswith("=") else word.key)
