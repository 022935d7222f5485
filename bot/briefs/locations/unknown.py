"""Names that no gazetteer lists, given away by their neighbours.

What is true: a capitalised word after "in", "near" or "the village of" is a place whether or not a gazetteer
knows it; so is what is reached, shelled or flooded, what has residents and outskirts, what stands in a list
with a known town, and what opens a story in capitals. A name of several words may have a known town's name
as one of them ("Oddar Meanchey"). What is called a ship once is one throughout. Accepted: a person in the
same frames is gathered too; `weigh` tells most of them apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.briefs.lexicon import word_set
from bot.briefs.locations.facilities import NOT_IN_A_FACILITY
from bot.briefs.locations.mentions import NOT_PLACES, STATES, TITLES, Gazetteer, Mention, past_tail
from bot.briefs.locations.standing import repute
from bot.briefs.locations.units import Units

MOST_WORDS = 3
LOCATIVE = word_set("locative_prepositions")
SURELY_IN = frozenset({"in", "near", "around", "outside", "inside"})  # nobody stands "near Smith" twice
KINDS_OF_PLACE = word_set("kinds_of_place")  # village, region, district: small words beside a name
TAKES_PLACES = word_set("place_taking_verbs")
OPENINGS = word_set("town_openings")
DWELLINGS = word_set("dwelling_nouns")
WAYS = word_set("ways")  # what leads somewhere: "the road to K."
FIRM_ENDINGS = word_set("firm_endings") - {"Bank", "Foods", "Stores"}  # in whose branches one stands
VESSELS = word_set("vessels")
FIRST_NAMES = frozenset(" ".join(word_set("first_names")).split())
LISTING = frozenset({"and", "or"})  # a comma may as well begin an apposition
CUES_BEFORE = LOCATIVE | KINDS_OF_PLACE | TAKES_PLACES | LISTING | {"of"}
CUES_BEHIND = KINDS_OF_PLACE | LISTING | {","}
BODY_PARTS = frozenset(
    {"head", "back", "face", "chest", "neck", "leg", "arm", "shoulder", "stomach", "thigh"}
)
APPOSITION_REACH = 3  # "N., a small mining town west of P."


def find_unknown(units: Units, gazetteer: Gazetteer, names: Sequence[Mention]) -> list[Mention]:
    """Runs of capitalised words that no list knows, where the words around them once speak of a place."""
    owner = {at: mention for mention in names for at in range(mention.first, mention.last)}
    runs = _unknown_runs(units, owner)
    placed = {text for first, last, text in runs if _lies_behind(units, first, last, SURELY_IN)}
    found = [
        (first, last, text)
        for first, last, text in runs
        if text in placed or _speaks_of_a_place(units, first, last, owner)
    ]
    found += _half_known_runs(units, names, owner)
    ships = {text for first, last, text in found if _is_called_a_ship(units, first, last)}
    return [
        Mention(
            units.starts[first], units.ends[last - 1], first, last, text, text, "unknown",
            repute(gazetteer.sounding_like(text), text),
        )
        for first, last, text in found
        if text not in ships
    ]  # fmt: skip


def _unknown_runs(units: Units, covered: dict[int, Mention]) -> list[tuple[int, int, str]]:
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
        if 0 < last - first <= MOST_WORDS:
            last = past_tail(units, last)
            found.append((first, last, units.span(first, last)))
        first, last = at, at + 1
    return found


def _half_known_runs(
    units: Units, names: Sequence[Mention], owner: dict[int, Mention]
) -> list[tuple[int, int, str]]:
    """Runs behind "in" or "inside" that are no name, but made of names of small places: "Puerto Bertrand"."""
    found: list[tuple[int, int, str]] = []
    past = 0
    for mention in names:
        if mention.first < past or not _is_a_town(mention):
            continue
        first, last = units.run(mention.first, mention.last)
        past = last
        if not mention.last - mention.first < last - first <= MOST_WORDS:
            continue
        inside = [owner.get(step, mention) for step in range(first, last)]
        whole = all(other is mention for other in inside)
        if not (whole or (units.words[first] in OPENINGS and all(_is_a_town(other) for other in inside))):
            continue
        if not _may_be_a_place(units, first, last):
            continue
        if units.word(first - 1) in SURELY_IN or is_framed(units, first, last):
            found.append((first, last, units.span(first, last)))
    return found


def _is_called_a_ship(units: Units, first: int, last: int) -> bool:
    """ "The ferry Santa Clara", "the Santa Clara, a tanker"."""
    if units.word(first - 1).lower() in VESSELS:
        return True
    has_article = units.before(first) == "the" and units.word(last) not in KINDS_OF_PLACE
    if has_article and units.words[first] in OPENINGS:
        return True  # towns have none: "The Santa Clara took on water"
    if units.word(last) != "," or units.word(last + 1) not in ("a", "an", "the"):
        return False
    return any(word in VESSELS for word in units.words[last + 2 : last + 2 + APPOSITION_REACH])


def _speaks_of_a_place(units: Units, first: int, last: int, owner: dict[int, Mention]) -> bool:
    """Do the words beside it say that it is a place?"""
    words = units.words
    if not (
        words[first - 1] in CUES_BEFORE
        or (last < len(words) and words[last] in CUES_BEHIND)
        or words[first] in OPENINGS
    ):
        return False
    if _lies_behind(units, first, last, LOCATIVE):
        return True
    if not _may_be_a_place(units, first, last):
        return _is_a_shouted_opening(units, first, last, owner)
    if is_framed(units, first, last):
        return True
    before, after = units.word(first - 1), units.word(last)
    return (before in LISTING and _is_a_town(owner.get(first - 2))) or (
        after in LISTING and _is_a_town(owner.get(last + 1))
    )


def is_framed(units: Units, first: int, last: int) -> bool:
    """Beside a kind of place, or behind what takes or belongs to one: "fled M.", "residents of H."?"""
    if last - first > 1 and units.words[first] in OPENINGS:
        return True
    before, earlier = units.word(first - 1), units.word(first - 2).lower()
    if before in KINDS_OF_PLACE or units.word(last) in KINDS_OF_PLACE:
        return True
    if before in TAKES_PLACES:
        return not _is_somebody_hit(units, last)
    if before == "of" and (earlier in KINDS_OF_PLACE or earlier in DWELLINGS):
        return True
    if before == "to" and earlier in WAYS:
        return True
    if units.word(last) != "," or units.word(last + 1) not in ("a", "an", "the"):
        return False
    return any(word in KINDS_OF_PLACE for word in units.words[last + 2 : last + 2 + APPOSITION_REACH])


def _is_somebody_hit(units: Units, at: int) -> bool:
    """ "Struck T. in the back of the head", "hit S. back"."""
    if units.word(at) == "back":
        return True
    return units.words[at : at + 2] == ["in", "the"] and units.word(at + 2) in BODY_PARTS


def _is_a_town(mention: Mention | None) -> bool:
    return (
        mention is not None and mention.kind == "name" and mention.known.rank.startswith(("town", "county"))
    )


def _is_a_shouted_opening(units: Units, first: int, last: int, owner: dict[int, Mention]) -> bool:
    """Capitals that open a sentence before a comma and a known place: "HALLS GAP, Victoria:"."""
    if not units.opens(first) or not units.span(first, last).isupper() or units.ends[last - 1] < 4:
        return False
    return units.word(last) == "," and last + 1 in owner and len(units.words[first]) > 2


def _lies_behind(units: Units, first: int, last: int, prepositions: frozenset[str]) -> bool:
    return units.words[first - 1] in prepositions and _may_be_a_place(units, first, last)


def _may_be_a_place(units: Units, first: int, last: int) -> bool:
    words = units.words
    if words[first] in FIRST_NAMES or words[first] in TITLES or words[last - 1] in FIRM_ENDINGS:
        return False
    return not any(word in NOT_PLACES or word in STATES or word.isupper() for word in words[first:last])
