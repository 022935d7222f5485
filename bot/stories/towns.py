"""Which country a town lies in, where both are one word: a report from Maputo is news from Mozambique."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot import words

LEXICON = Path(__file__).parent / "lexicon" / "towns.tsv"


@cache
def country_of() -> dict[str, str]:
    """The key of each town or province with that of its country."""
    rows = [line.split("\t") for line in LEXICON.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {words.key(town): words.key(country) for country, towns in rows for town in towns.split()}


@cache
def all_countries() -> frozenset[str]:
    """The keys of the countries that have towns here."""
    return frozenset(country_of().values())
