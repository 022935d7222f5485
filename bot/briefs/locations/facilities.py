"""Names of facilities and names nobody knows: mentions that their form or their neighbours give away.

What is true: a named building, street, river or school ends in a word that says what it is ("Hartford
Hospital"), goes on after it with "of" ("University of Iowa") or begins with it ("Lake Cunningham", "Fort
Drum"); and a capitalised word after "in", "near" or "the village of" is a place even if no gazetteer lists
it. Accepted: names of shops and restaurants have no such word and are missed.
"""

from __future__ import annotations

from bot.briefs.lexicon import columns, word_set
from bot.briefs.locations.mentions import NOT_PLACES, STATES, TITLES, Gazetteer, Mention, reputed
from bot.briefs.locations.standing import repute
from bot.briefs.locations.units import Units

MOST_FACILITY_WORDS = 6
MOST_UNKNOWN_WORDS = 3
BEGIN_KIND = "opening"
HEADS = dict(columns("facilities"))
BEGIN = word_set("facility_openings")  # Lake, Fort, Mount: the head word comes first
TELLING = BEGIN | HEADS.keys()
LOCATIVE = word_set("locative_prepositions")
SURELY_IN = frozenset({"in", "near", "around", "outside", "inside"})  # nobody stands "near Smith" twice
KINDS_OF_PLACE = word_set("kinds_of_place")  # village, region, district: small words beside a name
FIRST_NAMES = frozenset(" ".join(word_set("first_names")).split())
NOT_IN_A_FACILITY = frozenset(
    {"The", "A", "An", "At", "In", "On", "From", "Near", "And", "But", "When", "After"}
)


def find_facilities(units: Units, gazetteer: Gazetteer) -> list[Mention]:
    """Facilities by their head word; they may overlap each other and what they are named after."""
    words = units.words
    found: list[Mention] = []
    for at in [at for at in units.capitals if words[at] in TELLING]:
        word = words[at]
        if word in BEGIN and at + 1 < units.stops[at] and units.capital[at + 1] and _begins_a_run(units, at):
            found.append(_facility(units, gazetteer, at, at + 2, BEGIN_KIND))
        kind = HEADS.get(word)
        if kind is not None:
            first, last = _run_before(units, at), _past_of(units, at)
            if last - first > 1:
                found.append(_facility(units, gazetteer, first, last, kind))
    return found


def _begins_a_run(units: Units, at: int) -> bool:
    return units.opens(at) or not units.capital[at - 1] or units.words[at - 1] in NOT_IN_A_FACILITY


def _run_before(units: Units, at: int) -> int:
    """Where the capitalised words before a head word begin: "St. Michael's Hospital", not "Mayor Hall"."""
    first = at
    while first > 0 and at - first < MOST_FACILITY_WORDS - 1 and not units.opens(first):
        word = units.words[first - 1]
        if word in ("'s", "’s") and first > 2 and units.words[first - 3] in ("St.", "St", "Saint"):
            return first - 3
        if (
            not units.capital[first - 1]
            or word in NOT_IN_A_FACILITY
            or (word in TITLES and word not in HEADS)
        ):
            break
        first -= 1
    return first


def _past_of(units: Units, at: int) -> int:
    """Where a facility ends whose head word is here: after the name behind "of", if there is one."""
    stop = units.stops[at]
    if not (at + 2 < stop and units.words[at + 1] == "of" and units.capital[at + 2]):
        return at + 1
    last = at + 3
    while last < min(stop, at + MOST_FACILITY_WORDS) and units.capital[last]:
        last += 1
    return last


def _facility(units: Units, gazetteer: Gazetteer, first: int, last: int, kind: str) -> Mention:
    start, end = units.starts[first], units.ends[last - 1]
    text = units.text[start:end]
    return Mention(start, end, first, last, text, text, "facility", reputed(gazetteer, text), kind)


def find_unknown(units: Units, gazetteer: Gazetteer, taken: list[Mention]) -> list[Mention]:
    """Runs of capitalised words that no list knows, where the words around them once speak of a place."""
    runs = _unknown_runs(units, {at for mention in taken for at in range(mention.first, mention.last)})
    placed = {text for first, last, text in runs if _speaks_of_a_place(units, first, last, SURELY_IN)}
    return [
        Mention(
            units.starts[first], units.ends[last - 1], first, last, text, text, "unknown",
            repute(gazetteer.sounding_like(text), text),
        )
        for first, last, text in runs
        if text in placed or _speaks_of_a_place(units, first, last)
    ]  # fmt: skip


def _unknown_runs(units: Units, covered: set[int]) -> list[tuple[int, int, str]]:
    """Runs of capitalised words outside of what is covered."""
    found: list[tuple[int, int, str]] = []
    free = [
        at
        for at in units.capitals
        if at not in covered and not (units.opens(at) and units.words[at] in NOT_IN_A_FACILITY)
    ]
    first = last = -1
    for at in [*free, len(units.words)]:
        if at == last and at < len(units.words) and not units.opens(at):
            last += 1
            continue
        if 0 < last - first <= MOST_UNKNOWN_WORDS:
            found.append((first, last, units.span(first, last)))
        first, last = at, at + 1
    return found


def _speaks_of_a_place(units: Units, first: int, last: int, prepositions: frozenset[str] = LOCATIVE) -> bool:
    words = units.words
    before = words[first - 1] if first > 0 else ""
    if before not in prepositions and before not in KINDS_OF_PLACE:
        earlier = words[first - 2] if first > 1 else ""
        after = words[last] if last < len(words) else ""
        if after not in KINDS_OF_PLACE and not (before == "of" and earlier in KINDS_OF_PLACE):
            return False
    if words[first] in FIRST_NAMES or words[first] in TITLES:
        return False
    return not any(word in NOT_PLACES or word in STATES or word.isupper() for word in words[first:last])
