"""How well known the places of a name are: what can be said of a name before its context is read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log10
from unicodedata import combining, normalize

from storage.records import GazetteerPlace

# Prominence is the logarithm of the people who live there, plus what makes a place named more or less often.
OF_A_COUNTRY = 9.0
OF_A_CONTINENT = 8.8
OF_NATURE = 6.5  # seas, rivers, ranges, venues: only well-known ones are in the gazetteer
CAPITAL_BONUS = 1.5
STATE_BONUS = 1.2  # where news names states beside towns
STATE_NAMING = ("US", "CA", "AU", "IN")
DIVISION_MALUS = 0.9  # elsewhere a division's name is first its town's
COUNTY_MALUS = 2.0
TOWN_SIZES = ("0", "1", "1", "1", "4", "5", "6", "6", "6")  # by the digits of the population, coarsely


def prominence(place: GazetteerPlace) -> float:
    """How likely a reading is without any context; comparable between kinds of places."""
    feature = place.feature
    if feature.startswith("PCL"):
        return OF_A_COUNTRY
    if feature in ("CONT", "OCN"):
        return OF_A_CONTINENT
    size = log10(place.population + 10)
    if feature == "PPL":
        return size
    if feature == "PPLC":
        return size + CAPITAL_BONUS
    if feature == "ADM2":
        return size - COUNTY_MALUS
    if feature == "ADM1":
        return size + (STATE_BONUS if place.country in STATE_NAMING else -DIVISION_MALUS)
    return size if feature.startswith("PPL") else OF_NATURE


def best_of(readings: Sequence[GazetteerPlace]) -> GazetteerPlace | None:
    """The most prominent reading."""
    return max(readings, key=prominence, default=None)


def standing(best: GazetteerPlace | None) -> str:
    """What kind of place the best reading is, coarsely: a country, a state, a town of about such a size."""
    if best is None:
        return "none"
    if best.feature.startswith("PCL"):
        return "country"
    named = {"PPLC": "capital", "ADM1": "state", "ADM2": "county", "CONT": "continent"}.get(best.feature)
    if named:
        return named
    return "town" + TOWN_SIZES[digits(best.population)] if best.feature.startswith("PPL") else "land"


def fine_standing(best: GazetteerPlace | None, name: str) -> str:
    """The same finely: feature, whether in the United States, digits, whether the name is its own."""
    if best is None:
        return "none"
    own = "" if plain(best.name) == plain(name) else " alias"
    return f"{best.feature} {best.country == 'US'} {digits(best.population)}{own}"


def digits(population: int) -> int:
    return min(int(log10(population + 1)), len(TOWN_SIZES) - 1)


@cache
def plain(name: str) -> str:
    """A name without accents and case."""
    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter)).lower()
