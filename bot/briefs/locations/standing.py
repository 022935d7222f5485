"""How well known the places of a name are: what can be said of a name before its context is read."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from math import log10
from operator import itemgetter
from unicodedata import combining, normalize

from storage.records import GazetteerPlace

# Prominence is the logarithm of the people who live there, plus what makes a place named more or less often.
OF_A_COUNTRY = 9.5
OF_A_CONTINENT = 8.8
OF_NATURE = 6.5  # seas, rivers, ranges, venues known everywhere; the lesser ones have a town's weight
CAPITAL_BONUS = 0.9
STATE_BONUS = 1.2  # where news names states beside towns
STATE_NAMING = ("US", "CA", "AU", "IN")
DIVISION_MALUS = 0.9  # elsewhere a division's name is first its town's, where a town bears it: Bali has none
COUNTY_MALUS = 2.0
LONE_COUNTY_MALUS = 0.5  # Devon, Suffolk: no town of the country bears the name
SEAT_BONUS = 0.2  # of a town whose province bears its name
FAME = 0.4  # of cities so large that they are meant far from home
FAMOUS = 500_000
BARE_COUNTY = 3.0  # nobody calls Hunt County "Hunt"
OF_ITS_OWN = 200_000  # "Santiago" is Santiago de Cuba too
ALIAS_MALUS = 1.1  # for readings that bear the name only among others
HALF_A_NAME = 3.0  # "Trinidad", "Antigua": of two islands the one, where a town bears the name too
SHORT_FORM_MALUS = 0.4  # "Hull", "Frankfurt" for Kingston upon Hull, Frankfurt am Main
READINGS_KEPT = 40  # the best by prominence; the votes choose among them
MOST_AGREEING = 12  # a common name has a reading in every country
TOWN_SIZES = ("0", "1", "1", "1", "4", "5", "6", "6", "6")  # by the digits of the population, coarsely


def prominence(place: GazetteerPlace, towns: Container[str | None], divided: Container[str | None]) -> float:
    """How likely a reading is without any context; comparable between kinds of places.

    `towns` are the countries in which a town bears the name, `divided` those in which a division does.
    """
    feature = place.feature
    if feature.startswith("PCL"):
        return OF_A_COUNTRY
    if feature in ("CONT", "OCN"):
        return OF_A_CONTINENT
    size = log10(place.population + 10)
    if feature == "PPL":
        return size + SEAT_BONUS if place.country in divided else size
    if feature == "PPLC":
        return size + CAPITAL_BONUS
    if feature == "ADM2":
        return size - (COUNTY_MALUS if place.country in towns else LONE_COUNTY_MALUS)
    if feature == "ADM1":
        if place.country in STATE_NAMING:
            return size + STATE_BONUS
        return size - DIVISION_MALUS if place.country in towns else size
    return size if feature.startswith("PPL") or place.population else OF_NATURE


WATERS = frozenset({"SEA", "LK", "GULF", "BAY", "STRT", "STM", "OCN"})
OWNERS = WATERS | {"ADM1"}  # what keeps a name of several words to itself
Ranked = tuple[tuple[float, ...], tuple[GazetteerPlace, ...]]


@dataclass(frozen=True, slots=True)
class Repute:
    """The places of a name, and what can be said of the name before its context is read."""

    readings: Sequence[GazetteerPlace]
    best: GazetteerPlace | None  # the most prominent
    level: str  # C for a country, S for a state, P for what lies below
    rank: str
    fine: str
    several: str  # the rank and how many readings there are, coarsely
    lands: frozenset[str | None]  # where the most populous readings lie
    divisions: frozenset[tuple[str | None, str | None]]
    ranked: Ranked

    @property
    def nature(self) -> str:
        """The feature of the most populous reading."""
        return self.readings[0].feature if self.readings else ""


def repute(readings: Sequence[GazetteerPlace], name: str) -> Repute:
    """What is known of a name whose places these are."""
    by_prominence = ranked(readings, name)
    best = next(iter(by_prominence[1]), None)
    rank = standing(best)
    few = readings[:MOST_AGREEING]
    return Repute(
        readings,
        best,
        _level(readings),
        rank,
        fine_standing(best, name),
        f"{rank} {min(len(readings), 9) // 3}",
        frozenset([place.country for place in few]),
        frozenset([(place.country, place.admin1) for place in few]),
        by_prominence,
    )


def _level(readings: Sequence[GazetteerPlace]) -> str:
    features = [place.feature for place in readings[:3]]
    if any(feature.startswith("PCL") for feature in features):
        return "C"
    return "S" if "ADM1" in features else "P"


def ranked(readings: Sequence[GazetteerPlace], name: str) -> Ranked:
    """The most prominent readings, best first, each with its prominence under this name.

    The name of a capital, a water or a state of several words is not that of a town which only some call so:
    "Minsk" is not Mińsk Mazowiecki, "Aral Sea" not Aral, "Rio Grande do Sul" not Rio Grande.
    """
    bare = plain(name)
    owners = {place.feature for place in readings if plain(place.name) == bare}
    if "PPLC" in owners:
        readings = [
            p
            for p in readings
            if p.population > OF_ITS_OWN or not p.feature.startswith("PPL") or plain(p.name) == bare
        ]
    elif " " in bare and owners & OWNERS:
        readings = [p for p in readings if not p.feature.startswith("PPL") or bare in plain(p.name)]
    towns = {place.country for place in readings if place.feature.startswith("PPL")}
    divided = {p.country for p in readings if p.feature in ("ADM1", "ADM2") and plain(p.name) == bare}
    scored = [(prominence(place, towns, divided), place) for place in readings]
    scored.sort(key=itemgetter(0), reverse=True)
    kept = scored[:READINGS_KEPT]
    return tuple([_under_name(prior, place, bare) for prior, place in kept]), tuple([p for _, p in kept])


def _under_name(prior: float, place: GazetteerPlace, name: str) -> float:
    if place.feature == "ADM2" and place.name.endswith(" County") and not name.endswith(" county"):
        return prior - BARE_COUNTY
    if place.feature.startswith("PCL") and plain(place.name).startswith(name + " and "):
        return prior - HALF_A_NAME
    if place.feature.startswith("PPL"):
        return prior + FAME * (place.population > FAMOUS) - _malus_of_an_alias(plain(place.name), name)
    return prior


def _malus_of_an_alias(own: str, name: str) -> float:
    """What a town loses that bears the name only among others."""
    if own == name:
        return 0.0
    return SHORT_FORM_MALUS if own.startswith(name + " ") or own.endswith(" " + name) else ALIAS_MALUS


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
    if name.isascii():
        return name.lower()
    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter)).lower()
