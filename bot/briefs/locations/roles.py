"""What a place does in its sentence: place, actor, dateline, nationality or part of another name.

What is true: a dateline is the place in capitals or before a dash that opens a story; adjectives and
demonyms are nationalities; of the rest `weigh` says whether the place itself is meant; if not, it stands
inside a longer capitalised name ("Kyiv Post") or for its government or people ("Moscow says").
"""

from __future__ import annotations

from bot.briefs.lexicon import word_set
from bot.briefs.locations.facilities import FIRST_NAMES, HEADS, KINDS_OF_PLACE, LOCATIVE
from bot.briefs.locations.mentions import TITLES, Mention
from bot.briefs.locations.scene import ORGANISATIONS, Scene
from bot.briefs.locations.signs import BEING, GROUND, rank_of
from storage.records import Role

DASHES = frozenset({"-", "--", "—", "–", "�"})
DATELINE_REACH = 14  # units from a dateline's place to its dash: "KYIV, Ukraine, May 3 (Reuters) -"

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
CLAUSE_REACH = 4  # words in which a participle still belongs to the verb
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


def plainly_acts(scene: Scene, mention: Mention) -> bool:
    """Before a verb that only people can do ("Washington says"), or behind one ("accused Ankara")."""
    if rank_of(mention) not in ACTORS:
        return False
    units = scene.units
    before = units.before(mention.first)
    if before == "the":
        before = units.before(mention.first, 2)
    if before in ADDRESSING:
        return True
    if before in LOCATIVE or before == "of" or mention.last >= units.stops[mention.first]:
        return False
    if _is_made_to_act(scene, mention, before):
        return True
    last = mention.last
    if units.words[last] == "and" and last + 1 in scene.starts_at:  # "Serbia and Kosovo traded blame"
        last = scene.starts_at[last + 1].last
    return units.word(last) in ACTING


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
    if literal:
        return "place"
    return "other" if _inside_a_name(scene, mention) else "actor"


def _is_dateline(scene: Scene, mention: Mention) -> bool:
    """Does this place, or the city before it and a comma, open a sentence that a dash soon follows?"""
    units = scene.units
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


def _only_dateline_words(scene: Scene, first: int, last: int) -> bool:
    return all(not word.islower() or not word.isalpha() for word in scene.units.words[first:last])


def _inside_a_name(scene: Scene, mention: Mention) -> bool:
    """Does a longer name go on behind it ("Kyiv Post"), or an institution's stand before it ("Bank of")?"""
    units = scene.units
    at = mention.last
    if at < units.stops[mention.first] and units.capital[at] and not units.joined[at]:
        word = units.words[at]
        return word in ORGANISATIONS or word in HEADS or not (word in TITLES or word in FIRST_NAMES)
    before = units.words[max(mention.first - 2, 0) : mention.first]
    return len(before) == 2 and before[1] == "of" and (before[0] in ORGANISATIONS or before[0] in HEADS)
