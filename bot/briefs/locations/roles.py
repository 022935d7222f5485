"""What a place does in its sentence: place, actor, dateline, nationality or part of another name.

What is true: a dateline is the place in capitals or before a dash that opens a story; adjectives and
demonyms are nationalities; of the rest `weigh` says whether the place itself is meant; if not, it stands
inside a longer capitalised name ("Kyiv Post") or for its government or people ("Moscow says").
"""

from __future__ import annotations

from bot.briefs.datelines import end_of_dateline
from bot.briefs.lexicon import word_set
from bot.briefs.locations.facilities import FIRST_NAMES, HEADS, KINDS_OF_PLACE, LOCATIVE
from bot.briefs.locations.mentions import TITLES, Mention
from bot.briefs.locations.scene import ORGANISATIONS, Scene
from bot.briefs.locations.signs import BEING, GROUND, rank_of
from bot.briefs.locations.units import Units
from storage.records import Role

DASHES = frozenset({"-", "--", "—", "–", "�"})
DATELINE_REACH = 14  # units from a dateline's place to its dash: "KYIV, Ukraine, May 3 (Reuters) -"

BODIES = word_set("bodies")
ACTING = word_set("acting_verbs")
ADDRESSING = word_set("addressing_verbs")
ACTORS = ("country", "capital", "state", "continent", "seat")
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
OFFICE_REACH = 4  # words of a small name behind its place: "the N. civil protection office"
RELATIVE_REACH = 20  # words of a relative clause between a subject and its verb
CLAUSE_REACH = 4  # words in which a participle still belongs to the verb
CALLED_BEFORE = frozenset({"river", "village", "hamlet", "neighbouring", "neighboring", "nearby"})
CALLED_AFTER = frozenset(
    {"river", "valley", "peninsula", "province", "region", "district", "island", "oblast", "governorate"}
)
OFFICES = frozenset({"office", "ministry", "agency", "department", "bureau"})
AROUND = frozenset({"in", "outside", "near", "around", "inside", "into", "towards", "toward"})
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
)
BEARINGS = frozenset(
    {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside"}
)


def is_the_well_known(scene: Scene, mention: Mention) -> bool:
    """A river, sea or range by its article, as nobody names a person or a firm: "the Danube"."""
    best = mention.known.best
    if mention.kind != "name" or best is None or best.feature not in NATURE:
        return False
    units = scene.units
    alone = units.run(mention.first, mention.last) == (mention.first, mention.last)
    return alone and units.before(mention.first) == "the"


def is_called_a_place(scene: Scene, mention: Mention) -> bool:
    """Does a small word at its side say what kind of place it is: "the river C.", "the B. river"?"""
    units, last = scene.units, mention.last
    if units.before(mention.first) in CALLED_BEFORE:
        return True
    return last < units.stops[mention.first] and units.words[last] in CALLED_AFTER


def is_a_seat(scene: Scene, mention: Mention) -> bool:
    """A building that stands for who sits in it, by its article: "the Pentagon"."""
    best = mention.known.best
    return best is not None and best.feature == "BLDG" and scene.units.before(mention.first) == "the"


def plainly_acts(scene: Scene, mention: Mention) -> bool:
    """Before a verb that only people can do ("Washington says"), or behind one ("accused Ankara")."""
    units = scene.units
    if is_a_seat(scene, mention):  # "at the Pentagon" is with those who sit there
        return units.before(mention.first, 2) not in AROUND
    if rank_of(mention) not in ACTORS:
        return False
    before = units.before(mention.first)
    if before == "the":
        before = units.before(mention.first, 2)
    if before in ADDRESSING:
        return True
    if before in LOCATIVE or before == "of":
        return False
    if before == "by" and units.tags[mention.first - 2] == "VBN" and rank_of(mention) != "state":
        return True  # "no casualties were given by Cambodia"
    if mention.last >= units.stops[mention.first]:
        return False
    if _is_made_to_act(scene, mention, before):
        return True
    last = mention.last
    if units.words[last] == "and" and last + 1 in scene.starts_at:  # "Serbia and Kosovo traded blame"
        last = scene.starts_at[last + 1].last
    return units.word(_past_relative(units, last)) in ACTING


def _past_relative(units: Units, at: int) -> int:
    """Behind ", which ...,": where the main verb stands."""
    if units.word(at) != "," or units.word(at + 1) not in ("which", "whose"):
        return at
    for comma in range(at + 2, min(at + RELATIVE_REACH, units.stops[at] - 1)):
        if units.words[comma] == ",":
            return comma + 1
    return at


def _is_made_to_act(scene: Scene, mention: Mention, before: str) -> bool:
    """Somebody, not a spot: "for K. to withdraw", "keeps R. from employing", "K. is aiming", "K.'s Kim"."""
    units, last = scene.units, mention.last
    word, tags = units.words[last], units.tags[last : min(last + CLAUSE_REACH, units.stops[mention.first])]
    following = tags[1] if len(tags) > 1 else ""
    if word == "to":
        return before == "for" and following == "VB"
    if word == "from":
        return following == "VBG"
    if word in BEING and tags[0] != "POS":
        return "VBG" in tags and not {"IN", "DT"} & set(tags[: tags.index("VBG")])
    if word == "for":
        return units.word(last + 1) == "its"  # "sanctions on Moscow for its war"
    owned = last + 1 not in scene.starts_at or units.word(last + 1) in FIRST_NAMES
    return tags[0] == "POS" and following[:3] == "NNP" and owned


def plainly_lies(scene: Scene, mention: Mention) -> bool:
    """Waters and mountains, "the village of K.", "the border with M.", "south of O.", "the D. suburbs"."""
    if mention.kind in ("name", "facility") and mention.known.nature in NATURE:
        return True
    units = scene.units
    before, earlier = units.before(mention.first), units.before(mention.first, 2)
    if before == "of" and (earlier in KINDS_OF_PLACE or earlier in BEARINGS):
        return True
    if before in DIRECTIONS and (earlier in LOCATIVE or earlier == "the"):
        return True
    if before == "with" and earlier in ("border", "borders", "frontier", "crossing", "crossings"):
        return True
    following = units.words[mention.last] if mention.last < units.stops[mention.first] else ""
    return mention.kind != "nationality" and following in GROUND


def role_of(scene: Scene, mention: Mention, literal: bool) -> Role:
    """The role of a mention that is a place; `literal`: the place itself is meant."""
    if mention.kind == "nationality":
        return "nationality"
    if _is_dateline(scene, mention):
        return "dateline"
    if literal and not _begins_a_bodys_name(scene, mention):
        return "place"
    return "other" if _begins_a_bodys_name(scene, mention) or _inside_a_name(scene, mention) else "actor"


def _is_dateline(scene: Scene, mention: Mention) -> bool:
    """Does this place, or the city before it and a comma, open a sentence that a dash soon follows?"""
    units = scene.units
    if _ends_behind(scene, mention):
        return True
    city = mention
    if not units.opens(mention.first):  # the state or country behind the city: "KYIV, Ukraine --"
        before = scene.ends_at.get(mention.first - 1)
        if before is None or units.words[mention.first - 1] != "," or not units.opens(before.first):
            return False
        city = before
    for at in range(mention.last, min(units.stops[city.first], city.first + DATELINE_REACH)):
        word = units.words[at]
        if word in DASHES:
            return city.text.isupper() or _only_dateline_words(scene, mention.last, at)
        if word.islower() and word.isalpha():
            return False
    return False


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


def _begins_a_bodys_name(scene: Scene, mention: Mention) -> bool:
    """Is it a body's name, which is no place: "the Upper River Front", "the Surin governor's office"?"""
    units, at = scene.units, mention.last
    if mention.kind == "facility" or at >= units.stops[mention.first] or units.joined[at]:
        return False
    if units.capital[at]:
        return units.words[at] in BODIES
    for step in range(at, min(at + OFFICE_REACH, units.stops[mention.first])):
        if units.tags[step][:2] not in ("NN", "JJ", "PO"):
            return False
        if units.words[step] in OFFICES:
            return units.tags[at] != "POS"  # "Surin's office" is the governor's, "the Surin office" a body
    return False


def _inside_a_name(scene: Scene, mention: Mention) -> bool:
    """Does a longer name go on behind it ("Kyiv Post"), or an institution's stand before it ("Bank of")?"""
    units = scene.units
    at = mention.last
    if at < units.stops[mention.first] and units.capital[at] and not units.joined[at]:
        word = units.words[at]
        return word in ORGANISATIONS or word in HEADS or not (word in TITLES or word in FIRST_NAMES)
    before = units.words[max(mention.first - 2, 0) : mention.first]
    return len(before) == 2 and before[1] == "of" and (before[0] in ORGANISATIONS or before[0] in HEADS)
