"""What a place does in its sentence: place, actor, dateline, nationality or part of another name.

What is true: a dateline is the place in capitals or before a dash that opens a story; adjectives and
demonyms are nationalities; of the rest `weigh` says whether the place itself is meant; if not, it stands
inside a longer capitalised name ("Kyiv Post") or for its government or people ("Moscow says").
"""

from __future__ import annotations

from bot.briefs.datelines import end_of_dateline
from bot.briefs.lexicon import word_set
from bot.briefs.locations.facilities import HEADS
from bot.briefs.locations.mentions import TITLES, Mention
from bot.briefs.locations.scene import ORGANISATIONS, Scene
from bot.briefs.locations.signs import BEING, GROUND, is_common, rank_of
from bot.briefs.locations.units import Units
from bot.briefs.locations.unknown import FIRST_NAMES, KINDS_OF_PLACE, LOCATIVE, SURELY_IN, is_framed
from storage.records import Role

DASHES = frozenset({"-", "--", "—", "–", "�"})
DATELINE_REACH = 14  # units from a dateline's place to its dash: "KYIV, Ukraine, May 3 (Reuters) -"

BODIES = word_set("bodies")
ACTING = word_set("acting_verbs")
ADDRESSING = word_set("addressing_verbs")
STRUCK = word_set("struck_places")
WILLING = word_set("willing_words")
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
MOST_PARTNERS = 4  # names in one subject: "A, B, C and D agreed"
AUXILIARIES = frozenset({"has", "have", "had", "will", "would", "could", "may", "might", "must", "should"})
OFFICE_REACH = 4  # words of a small name behind its place: "the N. civil protection office"
RELATIVE_REACH = 20  # words of a relative clause between a subject and its verb
CLAUSE_REACH = 4  # words in which a participle still belongs to the verb
CALLED_BEFORE = frozenset({"river", "village", "hamlet", "neighbouring", "neighboring", "nearby"})
CALLED_AFTER = frozenset(
    {"river", "valley", "peninsula", "province", "region", "district", "island", "oblast", "governorate"}
)
BODIES_OF = frozenset({"Port", "Bank", "University", "Diocese", "Archbishop", "Bishop", "Embassy"})
OFFICES = frozenset({"office", "ministry", "agency", "department", "bureau"})
LISTING = frozenset({"and", "or", ","})
PLACED = SURELY_IN | {"at"}
ENGLISH_NAMED = frozenset({"US", "GB"})  # lands whose towns bear surnames and words
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
    | {"northeast", "northwest", "southeast", "southwest", "north-east", "north-west", "south-east"}
    | {"south-west", "upstate", "downtown"}
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
    first, last = units.run(mention.first, mention.last)
    alone = last == mention.last and (first == mention.first or units.words[first] == "The")
    return alone and units.before(mention.first) == "the"


def is_called_a_place(scene: Scene, mention: Mention) -> bool:
    """Does a small word in it or at its side say what kind of place it is: "the river C.", "the B. river"?"""
    units, last = scene.units, mention.last
    if mention.kind == "name" and last - mention.first > 1 and units.words[last - 1] in CALLED_AFTER:
        return True
    if units.before(mention.first) in CALLED_BEFORE:
        return True
    return last < units.stops[mention.first] and units.words[last] in CALLED_AFTER


def is_at_home(scene: Scene, mention: Mention) -> bool:
    """Is it a small place of the article's own lands, where English words and surnames are strangers?

    So says the gazetteer, or a frame that only places have while nothing is known of the name there.
    """
    units, known = scene.units, mention.known
    small = mention.kind == "name" and known.rank.startswith(("town", "county"))
    if not (small or mention.kind == "unknown") or scene.usage[mention.text.lower()].person:
        return False
    word = units.words[mention.first]
    if small and (is_common(word) or word in FIRST_NAMES):
        return False
    if units.run(mention.first, mention.last) != (mention.first, mention.last):
        return False
    if scene.lands & known.lands - ENGLISH_NAMED:
        return True
    surely = not small and units.before(mention.first) in PLACED
    surely = surely or is_framed(units, mention.first, mention.last)
    return surely and bool(scene.lands - ENGLISH_NAMED)


def is_listed(scene: Scene, mention: Mention, sure: dict[int, Mention]) -> bool:
    """Is it joined by "and" or a comma to a sure place of a country where it may lie too?"""
    units = scene.units
    left, right = scene.ends_at.get(mention.first - 1), scene.starts_at.get(mention.last + 1)
    for word, other in ((units.word(mention.first - 1), left), (units.word(mention.last), right)):
        if word in LISTING and other is not None and other.first in sure and other.known.best:
            known = mention.known
            return not known.readings or other.known.best.country in known.lands
    return False


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
    return _is_followed_by_an_act(units, _past_relative(units, _past_partners(scene, mention.last)))


def _past_partners(scene: Scene, at: int) -> int:
    """Behind those it acts with: "A, B and C each pledged"."""
    units = scene.units
    for _ in range(MOST_PARTNERS):
        if units.word(at) not in ("and", ",") or at + 1 not in scene.starts_at:
            break
        at = scene.starts_at[at + 1].last
    return at + 1 if units.word(at) in ("each", "both", "all", "also", "jointly") else at


def _is_followed_by_an_act(units: Units, at: int) -> bool:
    """A verb that only people can do, also behind its auxiliary: "had “promised everything”"."""
    word = units.word(at)
    if word in ACTING:
        return True
    if word not in AUXILIARIES:
        return False
    step = at + 1
    while units.word(step) in ("“", '"', "not", "n't", "already", "now", "since", "also"):
        step += 1
    act = units.word(step)
    return act in ACTING or act + "s" in ACTING or act + "es" in ACTING


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
    if before == "with" and tags[0] == "VBG":
        return True  # "with Berlin paying half"
    if word in BEING and units.word(last + 1) in WILLING:
        return units.word(last + 2) == "to" and units.word(last + 3) != "be"
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
    if before in DIRECTIONS or before in STRUCK or (before == "on" and units.opens(mention.first - 1)):
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
    if units.word(last) == ":":
        return city.text.isupper() or first == 0
    dated = any(word[0].isdigit() for word in units.words[last:stop])
    dated = dated or (first == 0 and last + 1 == stop and outer.level == "C")  # "Tegucigalpa, Honduras."
    return dated and stop - first < DATELINE_REACH and _only_dateline_words(scene, first, stop)


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
    if units.before(mention.first) == "of" and units.word(mention.first - 2) in BODIES_OF:
        return mention.kind != "facility"
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
