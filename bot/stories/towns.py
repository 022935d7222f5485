"""Which country a town lies in, where both are one word: a report from Maputo is news from Mozambique.

And which places are small: a large town has several stories in a week, a village, a lake or a mountain
seldom more than one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot import words
from bot.stories.background import articles_with

LEXICON = Path(__file__).parent / "lexicon"


@cache
def country_of() -> dict[str, str]:
    """The key of each town or province with that of its country."""
    return {
        words.key(town): words.key(country) for country, towns in _rows("towns.tsv") for town in towns.split()
    }


@cache
def peoples() -> dict[str, str]:
    """The key of what a country's people are called, with the country's own: "Kenyan" is Kenya."""
    return {
        words.key(word): words.key(country)
        for country, called in _rows("peoples.tsv")
        for word in (country, *called.split())
    }


@cache
def all_countries() -> frozenset[str]:
    """The keys of the countries that have towns here."""
    return frozenset(country_of().values())


def is_small(place: str) -> bool:
    """Whether a place is no country, no large town and none that news at large often names."""
    return place not in _large() and not articles_with(place)


@cache
def _large() -> frozenset[str]:
    return all_countries() | country_of().keys() | set(peoples().values())


def _rows(name: str) -> list[list[str]]:
    text = (LEXICON / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
