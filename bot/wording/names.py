"""Names: when two are of one speaker, how one stands in a sentence, what a place is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.wording.lexicon import words_of
from bot.words import is_function_word, keys
from storage.records import Brief, Location

DETERMINERS = words_of("determiner")
WITH_ARTICLE = frozenset({"The Hague", "The Gambia"})  # names whose article is part of them


def same_speaker(name: str) -> str:
    """What all ways to write a name have in common: "Negotiator Ana Ruiz" and "Ana Ruiz" are one."""
    words = name.split()
    proper = [word for word in words if word[:1].isupper() and word.lower() != "the"]
    if len(proper) > 1 and proper == words[-len(proper) :]:
        return " ".join(proper[-2:]).lower()
    return name.lower().removeprefix("the ")


def one_speaker(a: str, b: str) -> bool:
    """Whether two names are of one speaker: the words of one are among the other's."""
    if a == b:
        return True
    first, second = _name_words(a), _name_words(b)
    return bool(first and second) and (first <= second or second <= first)


def _name_words(name: str) -> frozenset[str]:
    return frozenset(key for start, end, key in keys(name) if not is_function_word(name[start:end]))


def inside(name: str) -> str:
    """A name as it stands inside a sentence: "The mayor of Limni" -> "the mayor of Limni"."""
    first, _, rest = name.partition(" ")
    small = rest and first.istitle() and first.lower() in DETERMINERS and name not in WITH_ARTICLE
    return f"{first.lower()} {rest}" if small else name


def opening(name: str) -> str:
    """A name at the beginning of a line: "the fire brigade" -> "The fire brigade"."""
    return name[:1].upper() + name[1:] if name.partition(" ")[0] in DETERMINERS else name


def place_called(places: Sequence[Location]) -> str:
    """What texts call one place, as most of them do: "East Java", where a list has "Jawa Timur"."""
    written = Counter(_written(places))
    most = max(written.items(), key=lambda told: (told[1], told[0] == places[0].name), default=None)
    return places[0].name if most is None else most[0]


def places_of(brief: Brief) -> list[tuple[str, Location]]:
    """Where it happens by one article, each place once, under the fullest name it has there.

    Nationalities, and capitals that stand for their governments, are none.
    """
    told: dict[str, list[Location]] = {}
    for place in brief.locations:
        if place.role in {"place", "dateline"}:
            told.setdefault(place.name, []).append(place)
    return [(max(_written(one), key=len, default=name), one[0]) for name, one in told.items()]


def _written(places: Sequence[Location]) -> list[str]:
    """The words of each mention; capitals alone, as in a dateline, are how a line is set, not a spelling."""
    return [place.text for place in places if not place.text.isupper()]
