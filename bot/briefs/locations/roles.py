"""What a place does in its sentence: place, actor, dateline, nationality or part of another name.

What is true: a dateline is the place in capitals or before a dash that opens a story; adjectives and
demonyms are nationalities; of the rest `weigh` says whether the place itself is meant; if not, it stands
inside a longer capitalised name ("Kyiv Post") or for its government or people ("Moscow says").
"""

from __future__ import annotations

from bot.briefs.datelines import end_of_dateline
from bot.briefs.lexicon import word_set
from bot.briefs.locations.acting import FRONTIER_REACH, FRONTIERS, holder, holds_a_place
from bot.briefs.locations.inside import begins_a_bodys_name, stands_in_a_name
from bot.briefs.locations.mentions import Mention
from bot.briefs.locations.scene import Scene
from bot.briefs.locations.signs import GROUND, is_common
from bot.briefs.locations.standing import plain
from bot.briefs.locations.units import Units
from bot.briefs.locations.unknown import (
    DWELLINGS,
    FIRST_NAMES,
    KINDS_OF_PLACE,
    LOCATIVE,
    SURELY_IN,
    TAKES_PLACES,
    is_framed,
)
from storage.records import Role

DASHES = frozenset({"-", "--", "—", "–", "�"})
AGENCY_REACH = 6  # units of "(Reef Radio)"
BEARINGS = frozenset(
    {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside"}
)
OF_A_LAND = FRONTIERS | BEARINGS | {"coast", "coastline", "shores", "territory", "soil", "waters", "airspace"}
PORTIONS = frozenset({"part", "parts", "swathes", "corner", "corners", "way", "interior"})
DATELINE_REACH = 14  # units from a dateline's place to its dash: "KYIV, Ukraine, May 3 (Reuters) -"

STRUCK = word_set("struck_places")
# GeoNames' codes for what has no government: waters, heights, islands, valleys, parks.
NATURE = frozenset(
    {
        "STM",
        "LK",
        "LKS",
        "SEA",
        "OCN",
        "GULF",
        "BAY",
        "STRT",
        "CHN",
        "CNL",
        "RSV",
        "MT",
        "MTS",
        "VLC",
        "PEN",
        "ISL",
    }
    | {"ISLS", "VAL", "DSRT", "CAPE", "PRK", "DLTA", "FLLS", "CNYN", "PASS", "HLL", "RF", "SD", "HBR"}
)
CALLED_BEFORE = frozenset({"river", "village", "hamlet", "neighbouring", "neighboring", "nearby"})
CALLED_AFTER = frozenset(
    {"river", "valley", "peninsula", "province", "region", "district", "island", "oblast", "governorate"}
)
LISTING = frozenset({"and", "or", ","})
PLACED = SURELY_IN | {"at"}
ENGLISH_SPEAKING = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA", "JM"})
ENGLISH_NAMED = frozenset({"US", "GB"})  # lands whose towns bear surnames and words
DIRECTIONS = frozenset(
    {
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
    }
    | {"north-eastern", "north-western", "south-eastern", "south-western", "inland", "coastal", "rural"}
    | {"northeast", "northwest", "southeast", "southwest", "north-east", "north-west", "south-east"}
    | {"south-west", "upstate", "downtown"}
)
TOWNS = ("town", "capital")
GREAT = ("country", "capital", "state", "town6")  # ranks of names that no word of the language outdoes


def is_the_well_known(scene: Scene, mention: Mention) -> bool:
    """A river, sea or range by its article, as nobody names a person or a firm: "the Danube"."""
    best = mention.known.best
    if mention.kind != "name" or best is None or best.feature not in NATURE:
        return False
    units = scene.units
    first, last = units.run(mention.first, mention.last)
    alone = last == mention.last and (first == mention.first or units.words[first] == "The")
    return alone and units.before(mention.first) == "the"


def is_in_its_state(scene: Scene, mention: Mention) -> bool:
    """Does a comma and a state in which such a place lies stand behind it: "Golden, Colorado"?"""
    outer = scene.starts_at.get(mention.last + 1)
    if outer is None or scene.units.word(mention.last) != "," or mention.kind != "name":
        return False
    best = outer.known.best
    return (
        best is not None
        and best.feature == "ADM1"
        and best.name != mention.text
        and (best.country, best.admin1) in mention.known.divisions
    )


def is_called_a_place(scene: Scene, mention: Mention) -> bool:
    """Does a small word in it or at its side say what kind of place it is: "the river C.", "the B. river"?"""
    units, last = scene.units, mention.last
    if mention.kind == "name" and last - mention.first > 1 and units.words[last - 1] in CALLED_AFTER:
        return True
    before = units.before(mention.first)
    if mention.kind == "unknown" and before in PLACED and "de" in units.words[mention.first : last]:
        return True  # "near Rincón de los Sauces"
    if before in CALLED_BEFORE or (before in TAKES_PLACES and _stands_alone(scene, mention)):
        return True
    return last < units.stops[mention.first] and units.words[last] in CALLED_AFTER


def _stands_alone(scene: Scene, mention: Mention) -> bool:
    """Is it no part of a longer run of capitalised words, and nobody's name here?"""
    alone = scene.units.run(mention.first, mention.last) == (mention.first, mention.last)
    return alone and not scene.usage[mention.text.lower()].person


def is_at_home(scene: Scene, mention: Mention) -> bool:
    """Is it a small place of the article's own lands, where English words and surnames are strangers?

    So says the gazetteer, or a frame that only places have while nothing is known of the name there.
    """
    units, known = scene.units, mention.known
    small = mention.kind == "name" and known.rank.startswith(("town", "county"))
    if not (small or mention.kind == "unknown") or scene.usage[mention.text.lower()].person:
        return False
    word = units.words[mention.first]
    single = mention.last - mention.first == 1
    if small and single and (is_common(word) or word in FIRST_NAMES):
        return False
    if units.run(mention.first, mention.last) != (mention.first, mention.last):
        return False
    if scene.lands & known.lands - ENGLISH_NAMED:
        return True
    surely = not small and units.before(mention.first) in PLACED
    surely = surely or is_framed(units, mention.first, mention.last)
    return surely and bool(scene.lands - ENGLISH_NAMED)


def is_unmistakable(scene: Scene, mention: Mention) -> bool:
    """Is it a city outside the English-speaking lands by its own name, alone and nobody's surname here?"""
    known, units = mention.known, scene.units
    best = known.best
    if mention.kind != "name" or best is None or known.rank not in ("town5", "town6", "capital"):
        return False
    if best.country in ENGLISH_SPEAKING or plain(best.name) != plain(mention.text):
        return False
    word = units.words[mention.first]
    if is_common(word) or word in FIRST_NAMES or scene.usage[mention.text.lower()].person:
        return False
    return units.run(mention.first, mention.last) == (mention.first, mention.last)


def is_listed(scene: Scene, mention: Mention, sure: dict[int, Mention]) -> bool:
    """Is it joined by "and" or a comma to a sure place of a country where it may lie too?"""
    units = scene.units
    left, right = scene.ends_at.get(mention.first - 1), scene.starts_at.get(mention.last + 1)
    for word, other in ((units.word(mention.first - 1), left), (units.word(mention.last), right)):
        if word in LISTING and other is not None and other.first in sure and other.known.best:
            known = mention.known
            return not known.readings or other.known.best.country in known.lands
    return False


def plainly_lies(scene: Scene, mention: Mention) -> bool:
    """Waters and mountains, "the village of K.", "the border with M.", "south of O.", "the D. suburbs"."""
    if mention.kind in ("name", "facility") and mention.known.nature in NATURE:
        return True
    units = scene.units
    first = mention.first - (units.before(mention.first) == "the")
    before, earlier = units.before(first), units.before(first, 2)
    leads = scene.phrase(mention)[0]  # "parts of A. and B."
    if units.before(leads) == "of" and _has_places(units.before(leads, 2), mention):
        return True
    if before == "of" and _has_places(earlier, mention):
        return True
    if before in DIRECTIONS or before in STRUCK or (before == "on" and units.opens(first - 1)):
        return True
    if before in CALLED_BEFORE and earlier in PLACED:
        return True  # "in neighbouring C."
    if before in ("'s", "’s") and units.before(holder(scene, first)) in LOCATIVE:
        return True  # "in Canada's Northwest Territories"
    if before == "with" and not FRONTIERS.isdisjoint(units.words[max(first - FRONTIER_REACH, 0) : first]):
        return True  # "a border of 1,300 km with M."
    following = units.words[mention.last] if mention.last < units.stops[mention.first] else ""
    if following == "," and units.word(mention.last + 1) == "where":
        return True
    if following in ("'s", "’s"):
        held = mention.last + 1  # "Turkey's worst fire", "Russia's border"
        worst = units.tags[held : held + 1] == ["JJS"]  # none, where the text breaks off
        return worst or units.word(held) in OF_A_LAND or holds_a_place(scene, mention)
    if following == "side" and units.word(mention.last + 1) == "of":
        return True
    return mention.kind != "nationality" and following in GROUND


def _has_places(noun: str, mention: Mention) -> bool:
    """Does "of" behind this noun lead a place: "the village of", "south of"; of a town "residents of"?"""
    if noun in KINDS_OF_PLACE or noun in BEARINGS or noun in DIRECTIONS or noun in GROUND or noun in PORTIONS:
        return True
    return noun in DWELLINGS and mention.kind in ("facility", "unknown")


def role_of(scene: Scene, mention: Mention, literal: bool) -> Role:
    """The role of a mention that is a place; `literal`: the place itself is meant."""
    if mention.kind == "nationality":
        return "nationality"
    if _is_dateline(scene, mention):
        return "dateline"
    if literal and not begins_a_bodys_name(scene, mention):
        return "place"
    return "other" if begins_a_bodys_name(scene, mention) or stands_in_a_name(scene, mention) else "actor"


def _is_dateline(scene: Scene, mention: Mention) -> bool:
    """Does this place, or the city before it and a comma, open a sentence that a dash soon follows?"""
    units = scene.units
    if _ends_behind(scene, mention) or opens_a_line(scene, mention):
        return True
    city = mention
    if units.joined[mention.first]:  # "LIMA/AREQUIPA —"
        other = scene.ends_at.get(mention.first)
        return other is not None and not units.joined[other.first] and _is_dateline(scene, other)
    if not units.opens(mention.first):  # the state or country behind the city: "KYIV, Ukraine --"
        before = scene.ends_at.get(mention.first - 1)
        if (
            before is None
            or units.words[mention.first - 1] not in (",", "/")
            or not units.opens(before.first)
        ):
            return False
        city = before
    for at in range(mention.last, min(units.stops[city.first], city.first + DATELINE_REACH)):
        word = units.words[at]
        if word in DASHES:
            return city.text.isupper() or _only_dateline_words(scene, mention.last, at)
        if word.islower() and word.isalpha():
            return False
    return False


def opens_a_line(scene: Scene, mention: Mention) -> bool:
    """Is it on a line that opens "GOMA:", "Goma, 3 October." or "Suva | Relief Net"?"""
    units, city = scene.units, mention
    if units.word(mention.first - 1) == ",":
        city = scene.ends_at.get(mention.first - 1, mention)
    first = city.first
    if not units.opens(first) or (first > 0 and "\n" not in units.text[units.ends[first - 1] : city.start]):
        return False
    outer, stop = mention, units.stops[first]
    if units.word(mention.last) == "," and mention.last + 1 in scene.starts_at:
        outer = scene.starts_at[mention.last + 1]
    last = outer.last
    if units.word(last) == "|":
        return True
    if units.word(last) == "(" and ")" in units.words[last : last + AGENCY_REACH]:
        last += units.words[last : last + AGENCY_REACH].index(")") + 1  # "SUVA (Reef Radio): A"
    if units.word(last) == ":":
        if city.level == "C":
            return False  # "SUDAN: 40,000 flee": what it is about
        return city.text.isupper() or (first == 0 and not is_a_label(scene, city))
    if city.text.isupper() and city.known.rank.startswith(TOWNS) and _ends_its_line(units, last):
        return True
    dated = any(word[0].isdigit() for word in units.words[last:stop])
    dated = dated or (first == 0 and last + 1 == stop and outer.level == "C")  # "Tegucigalpa, Honduras."
    return dated and stop - first < DATELINE_REACH and _only_dateline_words(scene, first, stop)


def _ends_its_line(units: Units, last: int) -> bool:
    """Does a line end here, with text below it?"""
    return last < len(units.words) and "\n" in units.text[units.ends[last - 1] : units.starts[last]]


def is_in_an_agencys_name(scene: Scene, mention: Mention) -> bool:
    """Does it stand with other words in the brackets before a dateline's dash: "LUANDA (Atlantic Wire) -"?"""
    units, first, last = scene.units, mention.first, mention.last
    opened, closed = (
        units.words[max(first - AGENCY_REACH, 0) : first],
        units.words[last : last + AGENCY_REACH],
    )
    if "(" not in opened or ")" not in closed or ")" in opened or "(" in closed:
        return False
    dash = units.word(last + closed.index(")") + 1)
    return dash in DASHES and len(closed[: closed.index(")")]) + (opened[-1] != "(") > 0


def is_a_label(scene: Scene, mention: Mention) -> bool:
    """An English word that opens a line before a colon: "Date: 3 May", "Male: 40"."""
    units, last = scene.units, mention.last
    if mention.kind != "name" or last - mention.first > 1 or not units.opens(mention.first):
        return False
    if mention.known.rank.startswith(GREAT):
        return False  # "Paris: Trains stopped"
    return units.word(last) == ":" and not mention.text.isupper() and is_common(mention.text)


def is_an_opening_word(scene: Scene, mention: Mention) -> bool:
    """An English word whose capital only opens a sentence: "Male voters", "Jersey cows", "Split opinions"."""
    units, first = scene.units, mention.first
    if mention.kind != "name" or mention.last - first > 1 or not units.opens(first):
        return False
    following = units.word(mention.last)
    if mention.last >= units.stops[first]:
        return False
    if units.tags[first] == "VBG" and units.tags[mention.last] in ("DT", "PRP$"):
        return True  # "Reading the charges"
    if units.tags[first][:3] == "NNP" or not following.islower() or units.tags[mention.last][:2] != "NN":
        return False
    return is_common(units.words[first]) and not scene.usage[mention.text.lower()].placed


def shares_a_dateline(scene: Scene, mention: Mention) -> bool:
    """The second city of "BEIRUT/TEL AVIV, Oct 2 -"."""
    units, first = scene.units, mention.first
    if not mention.text.isupper() or not (units.joined[first] or units.word(first - 1) == "/"):
        return False
    other = scene.ends_at.get(first if units.joined[first] else first - 1)
    return other is not None and units.opens(other.first) and other.text.isupper()


def _ends_behind(scene: Scene, mention: Mention) -> bool:
    """Does the dateline that opens this paragraph end behind this place?"""
    units, first = scene.units, mention.first
    while not units.opens(first):
        first -= 1
        word = units.words[first]
        if mention.first - first > DATELINE_REACH or (word.islower() and word.isalpha()):
            return False
    start = units.starts[first]
    if end_of_dateline(units.text, start, len(units.text)) >= mention.end:
        return True
    last = units.stops[first]  # "ATYRAU, Kazakhstan." as a sentence of its own
    shouted = units.words[first].isupper() and len(units.words[first]) > 3 and last - first < DATELINE_REACH
    return shouted and units.words[last - 1] == "." and _only_dateline_words(scene, first, last)


def _only_dateline_words(scene: Scene, first: int, last: int) -> bool:
    return all(not word.islower() or not word.isalpha() for word in scene.units.words[first:last])
