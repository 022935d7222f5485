"""An article as the signs of its mentions see it: neighbours, how each name is used, where it is set."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from bot.briefs.lexicon import word_set
from bot.briefs.locations.facilities import HEADS
from bot.briefs.locations.mentions import NATIONALITIES, TITLES, Mention
from bot.briefs.locations.units import Units
from bot.briefs.locations.unknown import FIRM_ENDINGS, FIRST_NAMES, LOCATIVE

ORGANISATIONS = word_set("organisations")
VERBS = ("VBZ", "VBD", "VBP", "MD")
PRODUCTS = word_set("products")
PARTICLES = word_set("name_particles")
BODIES_BEFORE_NAMES = word_set("named_bodies") - {"site", "station"}  # "the research station Vostok"
LESSER = ("town", "county", "state", "land")  # ranks of places whose names others bear too
KEPT_AS_THEY_ARE = ("The", "In", "At", "A", "On", "From")
CLOSING = ("and", "or")  # before the last name of a list
WELL_KNOWN = ("country", "capital", "state", "town5", "town6")  # ranks of places that are in the news
MOST_LISTED = 8  # names of a list that share what leads it and what follows it


@dataclass(slots=True)
class Usage:
    """How an article uses one surface, in mentions."""

    seen: int = 0
    placed: int = 0  # behind a preposition of place
    person: int = 0  # in the name of a person, a firm or a product
    surname: int = 0  # straight behind a given name
    body: int = 0  # straight behind what it is: "the relief network Nodi"
    acting: int = 0  # in front of a verb and behind no preposition


@dataclass(slots=True)
class Scene:
    """The mentions of an article and what their signs are read from."""

    units: Units
    mentions: list[Mention]
    usage: dict[str, Usage] = field(default_factory=dict)
    starts_at: dict[int, Mention] = field(default_factory=dict)
    ends_at: dict[int, Mention] = field(default_factory=dict)
    lands: set[str] = field(default_factory=set)  # countries that the article names or whose states it names
    states: set[tuple[str, str]] = field(default_factory=set)
    lists: dict[int, tuple[int, int]] = field(default_factory=dict)  # a name's start -> its list's units

    def phrase(self, mention: Mention) -> tuple[int, int]:
        """The units of a mention with those it is listed with: "Crete and Sicily" were hit as one."""
        return self.lists.get(mention.first, (mention.first, mention.last))

    def listed(self, mention: Mention) -> list[Mention]:
        """The names of a mention's list, itself among them."""
        first, last = self.phrase(mention)
        return [self.starts_at[at] for at in range(first, last) if at in self.starts_at]


def set_scene(units: Units, mentions: list[Mention]) -> Scene:
    """Reads what the mentions say together."""
    scene = Scene(units, mentions)
    for mention in mentions:
        if mention.kind != "facility":
            scene.starts_at[mention.first] = mention
            scene.ends_at[mention.last] = mention
            _note_lands(scene, mention)
    for mention in scene.ends_at.values():
        _note_list(scene, mention)
    for mention in mentions:
        _note_usage(scene, mention)
    return scene


def _note_lands(scene: Scene, mention: Mention) -> None:
    """Notes what a mention that can hardly be anything else says about where the article is set."""
    best = mention.known.best
    if best is None or mention.kind == "unknown" or not best.country:
        return
    if best.feature.startswith(("PCL", "PPLC", "ADM1")):
        scene.lands.add(best.country)
        if best.feature == "ADM1" and best.admin1:
            scene.states.add((best.country, best.admin1))


def _note_list(scene: Scene, mention: Mention) -> None:
    """Notes the names of "A, B and C", where this one stands before the "and": they share what is said."""
    units, at = scene.units, mention.last
    is_serial = units.word(at) == "," and units.word(mention.first - 1) == ","
    at += is_serial
    if units.word(at) not in CLOSING or at + 1 not in scene.starts_at:
        return
    if (mention.kind == "nationality") != (scene.starts_at[at + 1].kind == "nationality"):
        return
    listed = [mention, scene.starts_at[at + 1]]
    while len(listed) < MOST_LISTED and units.word(listed[0].first - 1) == ",":
        before = scene.ends_at.get(listed[0].first - 1)
        if before is None:
            break
        listed.insert(0, before)
    first, last = scene.lists.get(mention.first, (listed[0].first, 0))[0], listed[-1].last
    for name in listed:
        scene.lists[name.first] = first, last


def _note_usage(scene: Scene, mention: Mention) -> None:
    units, first = scene.units, mention.first
    surface = mention.text.lower()
    usage = scene.usage.get(surface)
    if usage is None:
        usage = scene.usage[surface] = Usage()
    leads, ends = scene.phrase(mention)
    placed = leads > 0 and units.words[leads - 1].lower() in LOCATIVE
    usage.seen += 1
    usage.placed += placed
    usage.person += _in_anothers_name(scene, mention)
    usage.surname += is_a_surname(scene, mention)
    usage.body += _is_called_a_body(units, mention)
    usage.acting += not placed and ends < units.stops[first] and units.tags[ends] in VERBS


def _in_anothers_name(scene: Scene, mention: Mention) -> bool:
    """Behind a title or given name or a capitalised word that is neither place nor institution, or in the
    name of a firm or a product: "Joris van Aken", "Laurier & Sons", "Saryarka Energy", "Brent crude".
    """
    units, first = scene.units, mention.first
    before = units.word(first - 1)
    if before in TITLES or before in FIRST_NAMES:
        return True
    if mention.known.rank.startswith(LESSER) and _is_a_brand(units, first, mention.last):
        return True
    if units.opens(first) or not units.capital[first - 1] or units.opens(first - 1):
        return False
    return first not in scene.ends_at and neighbour_at(units, first - 1) == "Name"


def _is_a_brand(units: Units, first: int, last: int) -> bool:
    """Does a firm's or a product's word stand behind it, or a particle between it and a capitalised word?"""
    following, before = units.word(last), units.word(first - 1)
    if following in FIRM_ENDINGS or following in PRODUCTS or "&" in (following, before):
        return True
    return before in PARTICLES and units.capital[first - 2] and not units.opens(first - 1)


def _is_called_a_body(units: Units, mention: Mention) -> bool:
    """ "The relief network Nodi": no city is so called."""
    first = mention.first
    called = not units.opens(first) and units.words[first - 1] in BODIES_BEFORE_NAMES
    return called and not mention.known.rank.startswith(WELL_KNOWN)


def is_a_surname(scene: Scene, mention: Mention) -> bool:
    """Straight behind a given name that is no well-known place itself: "Ruth Jordan"?"""
    units, first, last = scene.units, mention.first, mention.last
    if mention.kind != "name" or last - first > 1 or units.opens(first) or units.joined[first]:
        return False
    before = scene.ends_at.get(first)
    known = before is not None and before.known.rank.startswith(WELL_KNOWN)
    return not known and units.words[first - 1] in FIRST_NAMES


@lru_cache(8192)
def neighbour(word: str) -> str:
    """A neighbouring word as a sign: small words and marks as they are, capitalised ones by their class."""
    if not word:
        return "^"
    if not word[0].isupper():
        return "0" if word[0].isdigit() else word
    if word in TITLES:
        return "Title"
    if word in ORGANISATIONS:
        return "Organisation"
    if word in HEADS:
        return "Facility"
    if word in FIRST_NAMES:
        return "First"
    if word in NATIONALITIES:
        return "Nationality"
    return word if word in KEPT_AS_THEY_ARE else "Name"


def neighbour_at(units: Units, at: int) -> str:
    """The same of a unit; a capital that only opens a sentence or heading ("Two") does not count."""
    word = units.word(at)
    if word and word[0].isupper() and not units.tags[at].startswith("NNP"):
        return neighbour(word.lower())
    return neighbour(word)


def agreement(scene: Scene, mention: Mention) -> str:
    """Does a place of this name lie where the article is set: in a state or country it names, elsewhere?"""
    known = mention.known
    if not known.readings:
        return "none"
    if not scene.states.isdisjoint(known.divisions):
        return "state"
    if not scene.lands.isdisjoint(known.lands):
        return "land"
    return "elsewhere" if scene.lands else "nowhere"


def commas(scene: Scene, mention: Mention) -> str:
    """Whether a comma ties this mention to a place before or behind it ("Paris, Texas")."""
    words, first, last = scene.units.words, mention.first, mention.last
    left = right = ""
    if first > 0 and words[first - 1] == ",":
        other = scene.ends_at.get(first - 1)
        left = f"{other.kind},{other.level}" if other else ","
    if last < len(words) and words[last] == ",":
        other = scene.starts_at.get(last + 1)
        right = f",{other.kind}{other.level}" if other else ","
    return f"{left} {right} {mention.level}"
