"""Which of the places that bear a name is meant.

What is true of news: one name means one place throughout an article; the well-known place is meant unless
the article says otherwise; it says otherwise by naming what contains the place ("Paris, Texas"; "the
village of K. in the Kharkiv region") or by naming other places around it: a county and two towns that share
a state settle each other. So each name votes for the divisions and countries its readings lie in, each
reading is weighed by its own prominence and by the votes of the other names, and what is said outright
overrules both. Last, near places beat far ones. Accepted: a local article that names no second place is
read as the best-known place of that name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise
from math import cos, log, radians, sqrt

from bot.briefs.locations.mentions import MOST_KEPT, Gazetteer, Kind, Mention, in_a_state
from bot.briefs.locations.standing import Ranked, plain, ranked
from bot.briefs.locations.units import Units
from storage.records import GazetteerPlace

VOTE_SHARPNESS = 1.2  # how fast a reading's share of its name's vote falls with prominence
DIVISION_WEIGHT = 1.3
COUNTRY_WEIGHT = 0.9
VOTE_SCALE = 4.0
NAMESAKES = "US"  # where a town bears almost any name, so that the country alone says little for one of them
AMONG_NAMESAKES = 0.3
SEAS_VOTE = 0.5  # what lies in no country gets half a vote
SPEAKERS_VOTE = (
    0.5  # "Washington and Beijing agreed to meet in Geneva": whose capital speaks need not be where
)
ACTING_CAPITAL = 1.6  # who acts under a town's name is a government: "a cut by Washington"
OVERRULES = 8.0  # what is said outright
CITY_BEFORE_ITS_STATE = 2.2  # "New York" alone is the city, "Albany, New York" the state
LARGE_CITY = 400_000
CONTRADICTING_KM = 400.0
SETTLED = 50_000  # a town known well enough to contradict a smaller one
WITHIN_KM = 75.0  # from a county's or city's point to what lies in it
NEAR_KM = 40.0
NEAR_WEIGHT = 2.0
COUNTY_TOWN = 2.0
FAR_KM = 2500.0
FAR_BY_ANOTHER_NAME_KM = 1000.0  # "Kobi" in the Caucasus is not Corby, which some call so
FAR_AND_SMALL = 10_000
FAR_AND_KNOWN = 100_000  # the name of a larger town is that town's
HOME = 2  # names in one country that make it the article's
HOME_OF_THE_KNOWN = 4  # so many where the far town is known
MOST_COMPARED = 30
BY_ITS_ARTICLE = 3.0
BY_ITS_KIND = 3.0
DIVISIONS = frozenset({"department", "province", "region", "district", "governorate", "prefecture", "oblast"})
WITH_ARTICLE = frozenset({"STM", "SEA", "MTS", "DSRT", "ISLS", "GULF", "OCN", "STRT", "CNL"})
LOCAL = ("PPL", "ADM2")
MOST_IN_A_DIVISION = 40  # readings compared with each other; more names than that settle each other by votes
BEARINGS = frozenset({"north", "south", "east", "west"})
LYING_IN = frozenset({"in", "of", "near", "outside", "within", "inside"})
PUTTING_IN = ([","], ["in"], [",", "in"])
JOINS = frozenset({"and", "or", ",", "to", "with"})


@dataclass(slots=True)
class Name:
    """One name of the article with all its mentions: resolved once."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    readings: tuple[GazetteerPlace, ...] = ()
    priors: list[float] = field(default_factory=list)
    within: set[str] = field(default_factory=set)  # names of what contains it, as the article says
    beside: set[str] = field(default_factory=set)  # of these the ones that no mere list of names explains
    bearing: set[str] = field(default_factory=set)  # of these the ones from which it lies in some direction
    stated: set[str] = field(default_factory=set)  # of these the ones behind a bare comma: "Paris, Texas"
    is_state: bool = False
    called_a_division: bool = False  # "San Pedro department"
    literal: bool = False  # somewhere the place itself is meant
    best: GazetteerPlace | None = None

    def settle(self) -> None:
        """The best is the reading of the highest prior, the first of equals."""
        if self.readings:
            self.best = self.readings[self.priors.index(max(self.priors))]


def resolve(
    units: Units, chosen: Sequence[tuple[Mention, bool]], gazetteer: Gazetteer
) -> dict[int, GazetteerPlace]:
    """The place meant by each mention that has one, by the mention's start.

    `chosen` are the mentions, each with whether the place itself is meant.
    """
    names: dict[str, Name] = {}
    mentions = [mention for mention, _ in chosen]
    keys = _tell_apart(units, mentions)
    for mention, literal in chosen:
        name = _note(names, keys[mention.start], units, mention, gazetteer)
        name.literal |= literal
    _note_containers(names, keys, units, mentions)
    for name in names.values():
        _set_priors(name)
    _vote(names)
    _draw_near(names)
    _drop_contradicted(names)
    _drop_far(names)
    return {m.start: name.best for name in names.values() for m in name.mentions if name.best}


def _tell_apart(units: Units, mentions: Sequence[Mention]) -> dict[int, str]:
    """The key of each mention's name, by its start.

    That is the name, but where the article puts it in two states or countries ("Springfield, Illinois" and
    "Springfield, Ohio", "Bor in Serbia") the name with the one it lies in; a bare mention follows the one
    before it. "Georgian" is of the country where "Georgia" is the state.
    """
    keys = {mention.start: _key(mention) for mention in mentions}
    full: dict[str, dict[int, str]] = {}
    for inner, outer in pairwise(mentions):
        in_a_land = inner.kind == "name" and inner.level != "C" and outer.level != "P"
        if in_a_land and units.words[inner.last : outer.first] in PUTTING_IN:
            name = inner.name.lower()
            full.setdefault(name, {})[inner.start] = f"{name}, {outer.name.lower()}"
    several = {name: places for name, places in full.items() if len(set(places.values())) > 1}
    for mention in mentions if several else ():
        name = mention.name.lower()
        if name in several:
            earlier = [key for start, key in several[name].items() if start <= mention.start]
            keys[mention.start] = earlier[-1] if earlier else next(iter(several[name].values()))
    return keys


def _key(mention: Mention) -> str:
    """Its name, but for a people whose land shares its name with another: one text may name both."""
    name = mention.name.lower()
    lands = {p.country for p in mention.known.readings if p.feature.startswith(("PCL", "ADM1"))}
    return f"{name} people" if mention.kind == "nationality" and len(lands) > 1 else name


def _note(names: dict[str, Name], key: str, units: Units, mention: Mention, gazetteer: Gazetteer) -> Name:
    name = names.get(key)
    if name is None:
        name = names[key] = Name(mention.name)
        county = gazetteer.named(mention.name + " County") if _is_a_county(units, mention) else ()
        if mention.kind in ("nationality", "state"):
            priors, name.readings = _ranked_as(gazetteer, mention.name, mention.kind)
        else:
            priors, name.readings = ranked(county, mention.name) if county else mention.known.ranked
        name.priors = [*priors]
        has_article = units.before(mention.first) == "the" and not in_a_state(units, mention.last)
        if mention.kind == "name" and has_article:
            _prefer(name, WITH_ARTICLE, BY_ITS_ARTICLE)
    if mention.kind == "name" and units.word(mention.last) in DIVISIONS and not name.called_a_division:
        name.called_a_division = True
        _prefer(name, ("ADM1", "ADM2"), BY_ITS_KIND)
    name.mentions.append(mention)
    return name


def _prefer(name: Name, features: Container[str], bonus: float) -> None:
    """Rivers, seas and ranges have an article ("across the Dnipro"), and what is called a province is one."""
    for at, place in enumerate(name.readings):
        if place.feature in features:
            name.priors[at] += bonus


@lru_cache(MOST_KEPT)
def _ranked_as(gazetteer: Gazetteer, name: str, kind: Kind) -> Ranked:
    """The readings that a mention of this kind can have, as `ranked`."""
    readings = gazetteer.named(name)
    if kind == "nationality":
        readings = _lands(readings)
    elif kind == "state":
        readings = [place for place in readings if place.feature == "ADM1"]
    return ranked(readings, name)


def _lands(readings: Sequence[GazetteerPlace]) -> Sequence[GazetteerPlace]:
    """Of the readings those a people can be named after: countries before regions, and these before towns."""
    for smaller in (("PPL", "ADM"), ("PPL", "ADM2")):
        lands = [place for place in readings if not place.feature.startswith(smaller)]
        if lands:
            return lands
    return readings


def _is_a_county(units: Units, mention: Mention) -> bool:
    """Is it in a list that ends in "counties": "Jackson and Barrow counties"?"""
    following = units.words[mention.last : mention.last + 5]
    if "counties" not in following:
        return False
    between = following[: following.index("counties")]
    return all(word in (",", "and") or word[0].isupper() for word in between)


def _note_containers(
    names: dict[str, Name], keys: dict[int, str], units: Units, mentions: Sequence[Mention]
) -> None:
    """Notes for each name what the article says it lies in."""
    for inner, outer in pairwise(mentions):
        between = units.words[inner.last : outer.first]
        if units.stops[inner.first] != units.stops[outer.first] or not between:
            continue
        one, other = keys[inner.start], keys[outer.start]
        if between[:2] == [",", "in"]:
            between = between[1:]  # "the port of Ketapang, in East Java"
        if between == [","] or (between[0] in LYING_IN and len(between) <= 3 and between[-1] not in JOINS):
            names[one].within.add(other)
            if between == [","]:
                names[other].is_state = True
                names[one].stated.add(other)
            else:
                names[one].beside.add(other)
        elif between[0] == "," and len(between) in (3, 4) and between[-1] == "of" and between[-2] in BEARINGS:
            names[one].beside.add(other)  # "Mati, east of Athens"
            names[one].bearing.add(other)
        elif between[0] in ("'s", "’s") and len(between) <= 3:
            names[other].within.add(one)


def _set_priors(name: Name) -> None:
    if len(name.readings) < 2:
        name.settle()
        return
    city = any(place.feature.startswith("PPL") and place.population > LARGE_CITY for place in name.readings)
    land = any(place.feature.startswith("PCL") for place in name.readings)
    for at, place in enumerate(name.readings):
        if place.feature == "ADM1" and city and not name.is_state and not _called_region(name):
            name.priors[at] -= CITY_BEFORE_ITS_STATE
        if place.feature == "PPLC" and not name.literal:
            name.priors[at] += ACTING_CAPITAL
        if place.feature == "ADM1" and land and place.country == "US":
            name.priors[at] += 1.2  # Georgia
    name.settle()


def _called_region(name: Name) -> bool:
    return name.text.split()[-1].lower() in ("region", "oblast", "province", "state")


def _vote(names: dict[str, Name]) -> None:
    """Each name's readings, weighed by the divisions and countries that the other names vote for."""
    ballots = {key: _ballot(name) for key, name in names.items()}
    divisions: dict[tuple[str | None, str | None], float] = {}
    countries: dict[str | None, float] = {}
    for ballot in ballots.values():
        for (country, division), share in ballot.items():
            countries[country] = countries.get(country, 0.0) + share
            if division:
                divisions[country, division] = divisions.get((country, division), 0.0) + share
    for key, name in names.items():
        if not name.readings:
            continue
        own = ballots[key]
        own_countries: dict[str | None, float] = {}
        for (country, _), share in own.items():
            own_countries[country] = own_countries.get(country, 0.0) + share
        scored = []
        land = any(reading.feature.startswith("PCL") for reading in name.readings)
        outers = _outers(name, names, land)
        for prior, place in zip(name.priors, name.readings, strict=True):
            spot = (place.country, place.admin1)
            others = max(countries.get(place.country, 0.0) - own_countries.get(place.country, 0.0), 0.0)
            around = others / 2 if place.country and not place.feature.startswith("PCL") else 0.0
            if place.admin1:
                around = max(divisions.get(spot, 0.0) - own.get(spot, 0.0), 0.0)
            if around < 1.0 and place.country == NAMESAKES and place.feature.startswith(LOCAL):
                others *= AMONG_NAMESAKES
            if place.country is None:
                others = 0.0 if place.feature == "CONT" else SEAS_VOTE
            score = prior + DIVISION_WEIGHT * log(1 + VOTE_SCALE * around)
            score += COUNTRY_WEIGHT * log(1 + VOTE_SCALE * others)
            if outers and _lies_in(place, outers, land):
                score += OVERRULES
            scored.append(score)
        name.priors = scored
        name.settle()


def _ballot(name: Name) -> dict[tuple[str | None, str | None], float]:
    """How a name's one vote falls on the divisions its readings lie in."""
    if not name.readings:
        return {}
    top = max(name.priors)
    shares: dict[tuple[str | None, str | None], float] = {}
    for prior, place in zip(name.priors, name.readings, strict=True):
        spot = (place.country, place.admin1)
        shares[spot] = max(shares.get(spot, 0.0), 10 ** (VOTE_SHARPNESS * (prior - top) / 2))
    speaks = not name.literal and name.best is not None and name.best.feature == "PPLC"
    whole = sum(shares.values()) / (SPEAKERS_VOTE if speaks else 1.0)
    return {spot: share / whole for spot, share in shares.items()}


def _outers(name: Name, names: dict[str, Name], land: bool) -> list[GazetteerPlace]:
    """The readings of what the article says outright that a name lies in."""
    keys = name.stated if land else name.within | name.beside
    return [other for key in keys if key in names for other in names[key].readings[:4]]


def _lies_in(place: GazetteerPlace, outers: Sequence[GazetteerPlace], land: bool) -> bool:
    """Does a reading lie in one of these? `land`: the name is a country's as well."""
    if place.feature.startswith("PCL"):
        return False
    for other in outers:
        if other.geoname_id == place.geoname_id or (land and other.feature != "ADM1"):
            continue
        if other.feature == "ADM1" and (other.country, other.admin1) == (place.country, place.admin1):
            return True
        if other.feature.startswith("PCL") and other.country == place.country:
            return True
        if other.feature in ("ADM2", "PPL", "PPLC") and kilometres(place, other) < WITHIN_KM:
            return True
    return False


def _draw_near(names: dict[str, Name]) -> None:
    """A bonus for readings near a reading of another name in one division, most for a town in its county."""
    spots: dict[tuple[str | None, str], list[tuple[int, GazetteerPlace]]] = {}
    listed = list(names.values())
    for number, name in enumerate(listed):
        for place in name.readings:
            if place.admin1 and place.feature.startswith(LOCAL):
                spots.setdefault((place.country, place.admin1), []).append((number, place))
    support: dict[tuple[int, int], float] = {}
    for there in spots.values():
        for at, (number, place) in enumerate(there[:MOST_IN_A_DIVISION]):
            for other, neighbour in there[at + 1 : MOST_IN_A_DIVISION]:
                if number == other or kilometres(place, neighbour) > NEAR_KM:
                    continue
                weight = COUNTY_TOWN if place.feature != neighbour.feature else 1.0
                for pair in ((number, place.geoname_id), (other, neighbour.geoname_id)):
                    support[pair] = support.get(pair, 0.0) + weight
    for number, name in enumerate(listed):
        if len(name.readings) > 1:
            name.best = max(
                zip(name.priors, name.readings, strict=True),
                key=lambda pair: (
                    pair[0] + NEAR_WEIGHT * log(1 + support.get((number, pair[1].geoname_id), 0.0))
                ),
            )[1]


def _drop_contradicted(names: dict[str, Name]) -> None:
    """A reading far from the town or county that the article puts the name in or beside is no reading.

    Nor is that of a small place in another state than stated: "Field, British Columbia".
    """
    for name in names.values():
        if name.best is None or name.best.feature.startswith("PCL"):
            continue
        if _is_elsewhere(name, names):
            name.best = None
            continue
        for key in sorted(name.bearing if name.best.population > SETTLED else name.beside):
            outer = names.get(key)
            if outer is None or outer.best is None or outer.best is name.best:
                continue
            settled = outer.best.feature.startswith(("PPL", "ADM2")) and outer.best.population > SETTLED
            if settled and kilometres(name.best, outer.best) > CONTRADICTING_KM:
                name.best = None
                break


def _is_elsewhere(name: Name, names: dict[str, Name]) -> bool:
    """Is it a small town in none of the states and countries that are stated behind a comma?"""
    best = name.best
    if best is None or not best.feature.startswith(LOCAL) or best.population > SETTLED:
        return False
    outers = [names[key].best for key in name.stated if key in names]
    lands = [outer for outer in outers if outer and outer.feature.startswith(("ADM1", "PCL"))]
    return bool(lands) and not _lies_in(best, lands, land=False)


def _drop_far(names: dict[str, Name]) -> None:
    """A town in a land that nothing else names, far from all that is named, only shares a name."""
    homes = [name.best for name in names.values() if name.best and name.best.country]
    lands = Counter([place.country for place in homes])
    bearers = Counter(map(id, homes))  # two names may mean one place
    for name in names.values():
        best = name.best
        if best is None or not best.feature.startswith(LOCAL) or best.feature == "PPLC":
            continue
        if best.population > FAR_AND_KNOWN:
            continue
        told = HOME if best.population <= FAR_AND_SMALL else HOME_OF_THE_KNOWN
        alone = lands[best.country] == bearers[id(best)]
        if not alone or all(n < told for land, n in lands.most_common(2) if land != best.country):
            continue
        far = FAR_BY_ANOTHER_NAME_KM if plain(best.name) != plain(name.text) else FAR_KM
        others = islice(_others(homes, best, lands, told), MOST_COMPARED)
        if all(kilometres(best, place) > far for place in others):
            name.best = None


def _others(
    homes: list[GazetteerPlace], best: GazetteerPlace, lands: Counter[str | None], told: int
) -> Iterator[GazetteerPlace]:
    """The places beside one in lands that are named so often."""
    for place in homes:
        if place is not best and lands[place.country] >= told:
            yield place


def kilometres(one: GazetteerPlace, other: GazetteerPlace) -> float:
    """Distance on a sphere, flat enough below some hundred kilometres."""
    north = one.lat - other.lat
    east = (one.lon - other.lon + 180) % 360 - 180
    return 111.2 * sqrt(north * north + (east * cos(radians((one.lat + other.lat) / 2))) ** 2)
