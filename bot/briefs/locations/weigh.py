"""Is this mention a place, and is the place itself meant or somebody connected with it?

What is true of news: whether "Jordan", "Reading" or "Police" is a place shows in the words beside it ("in", "Mr",
"said", "Lake"), in what kind of place bears the name (a country, a hamlet), and in how the rest of the article uses
it. Each such sign has a weight, learnt by tools/train_locations.py from annotated news; none of them is a place's
own name. Two sums decide: place or not, and "literal" (the place itself: "near Paris") or not (those connected with
it: "Paris says", "Paris police"). Method: logistic regression on the signs. Accepted: a bare name without context
is judged by its kind alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log10
from unicodedata import combining, normalize

from bot.briefs import tagger
from bot.briefs.document import Document
from bot.briefs.lexicon import binary, word_set
from bot.briefs.locations.facilities import FIRST_NAMES, HEADS, KINDS_OF_PLACE, LOCATIVE
from bot.briefs.locations.mentions import NATIONALITIES, TITLES, Mention, Units
from storage.records import GazetteerPlace

Sign = tuple[str, str]  # which question, which answer
Weights = dict[str, dict[str, float]]

POLITY = word_set("polity_nouns")
GROUND = word_set("ground_nouns")
LEFT_WORDS = LOCATIVE | word_set("role_words")
ORGANISATIONS = word_set("organisations")
MOST_AGREEING = 12  # a common name has a reading in every country
TOWN_SIZES = ("0", "1", "1", "1", "4", "5", "6", "6", "6")  # by the digits of the population
CLOSERS = frozenset(
    {".", ",", ";", ":", "(", ")", "[", "]", "--", "—", "–", "-", '"', "“", "”", "''", "``", "'", "’"}
)


@dataclass(slots=True)
class Usage:
    """How an article uses one surface: after a preposition of place, as a person's name, in all."""

    seen: int = 0
    placed: int = 0
    person: int = 0
    stated: int = 0  # followed by a comma and another place
    acting: int = 0  # in front of a verb and behind no preposition


@dataclass(slots=True)
class Scene:
    """What the signs of all mentions of an article are read from."""

    document: Document
    units: Units
    mentions: list[Mention]
    usage: dict[str, Usage] = field(default_factory=dict)
    starts_at: dict[int, Mention] = field(default_factory=dict)
    ends_at: dict[int, Mention] = field(default_factory=dict)
    lands: set[str] = field(default_factory=set)  # countries that the article names or whose states it names
    states: set[tuple[str, str]] = field(default_factory=set)


def set_scene(document: Document, units: Units, mentions: list[Mention]) -> Scene:
    scene = Scene(document, units, mentions)
    for mention in mentions:
        if mention.kind != "facility":
            scene.starts_at[mention.first] = mention
            scene.ends_at[mention.last] = mention
        _note_lands(scene, mention)
    for mention in mentions:
        usage = scene.usage.setdefault(mention.text.lower(), Usage())
        usage.seen += 1
        before = _word(units, mention.first - 1)
        usage.placed += before.lower() in LOCATIVE
        usage.person += _in_a_persons_name(scene, mention, before)
        usage.acting += _acts(scene, mention)
        usage.stated += _word(units, mention.last) == "," and mention.last + 1 in scene.starts_at
    return scene


def _note_lands(scene: Scene, mention: Mention) -> None:
    """Notes what a mention that can hardly be anything else says about where the article is set."""
    if not mention.readings or mention.kind in ("facility", "unknown"):
        return
    best = max(mention.readings, key=prominence)
    if best.country and best.feature.startswith(("PCL", "PPLC", "ADM1")):
        scene.lands.add(best.country)
        if best.feature == "ADM1" and best.admin1:
            scene.states.add((best.country, best.admin1))


def _agreement(scene: Scene, mention: Mention) -> str:
    """Does a place of this name lie where the article is set: in a state it names, a country it names, elsewhere?"""
    if not mention.readings:
        return "none"
    few = mention.readings[:MOST_AGREEING]
    if any((place.country, place.admin1) in scene.states for place in few):
        return "state"
    if any(place.country in scene.lands for place in few):
        return "land"
    return "elsewhere" if scene.lands else "nowhere"


def _in_a_persons_name(scene: Scene, mention: Mention, before: str) -> bool:
    """Behind a title or given name, or behind a capitalised word that is neither place nor institution."""
    if before in TITLES or before in FIRST_NAMES:
        return True
    units, first = scene.units, mention.first
    if first == 0 or units.stops[first - 1] != units.stops[first] or not units.capital[first - 1]:
        return False
    opening = first == 1 or units.stops[first - 2] != units.stops[first]
    return not opening and first not in scene.ends_at and _neighbour_at(scene, first - 1) == "Name"


def _acts(scene: Scene, mention: Mention) -> bool:
    units = scene.units
    if mention.last >= units.stops[mention.first] or _word(units, mention.first - 1).lower() in LOCATIVE:
        return False
    return scene.document.tags[units.token[mention.last]] in ("VBZ", "VBD", "VBP", "MD")


def _word(units: Units, at: int) -> str:
    return units.words[at] if 0 <= at < len(units.words) else ""


@cache
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
    return word if word in ("The", "In", "At", "A", "On", "From") else "Name"


def _neighbour_at(scene: Scene, at: int) -> str:
    word = _word(scene.units, at)
    if word and word[0].isupper() and not scene.document.tags[scene.units.token[at]].startswith("NNP"):
        return neighbour(word.lower())
    return neighbour(word)


@cache
def _is_common(word: str) -> bool:
    """Is this, in small letters, a word of the language?"""
    return word.lower() in tagger.model().words


def standing(readings: Sequence[GazetteerPlace], name: str) -> str:
    """What kind of place bears the name: a country, a state, a city of about so many people."""
    if not readings:
        return "none"
    best = max(readings, key=prominence)
    if best.feature == "PPL":
        return "town" + TOWN_SIZES[int(log10(best.population + 1))]
    if best.feature.startswith("PCL"):
        return "country"
    named = {"PPLC": "capital", "ADM1": "state", "ADM2": "county", "CONT": "continent"}
    return named.get(best.feature, "land")


def fine_standing(readings: Sequence[GazetteerPlace], name: str) -> str:
    """The feature of the best reading, its country's sort, its digits, and whether the name is its own."""
    if not readings:
        return "none"
    best = max(readings, key=prominence)
    own = "" if _plain(best.name) == _plain(name) else " alias"
    return f"{best.feature} {best.country == 'US'} {int(log10(best.population + 1))}{own}"


@cache
def _plain(name: str) -> str:
    """A name without accents and case."""
    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter)).lower()


def prominence(place: GazetteerPlace) -> float:
    """How likely a reading is without any context; comparable between kinds of places."""
    if place.feature.startswith("PCL"):
        return 9.0
    if place.feature in ("CONT", "OCN"):
        return 8.8
    size = log10(place.population + 10)
    if place.feature == "PPLC":
        return size + 1.5
    if place.feature == "ADM1":
        return size + (0.6 if place.country in ("US", "CA", "AU", "IN") else -0.9)
    if place.feature == "ADM2":
        return size - 2.0
    if place.feature == "PPL":
        return size
    return 6.0


def signs_of(scene: Scene, mention: Mention) -> list[Sign]:
    """All signs of one mention."""
    units, words = scene.units, scene.units.words
    first, last = mention.first, mention.last
    left, right = _neighbour_at(scene, first - 1), _neighbour_at(scene, last)
    kind = mention.kind + mention.head
    rank = standing(mention.readings, mention.name)
    opening = first == 0 or units.stops[first - 1] != units.stops[first]
    if opening:
        left = "^"
    at_end = last >= units.stops[first]
    if at_end:
        right = "$"
    run_left, run_right = _run(units, first, last)
    end_word = neighbour(words[run_right - 1]) if run_right > last else "-"
    usage = scene.usage[mention.text.lower()]
    tags = scene.document.tags
    tag = tags[units.token[last - 1]]
    next_tag = "$" if at_end else tags[units.token[last]]
    comma = _commas(scene, mention)
    shape = "upper" if mention.text.isupper() and len(mention.text) > 3 else "title"
    single = last - first == 1
    word = (
        ("first " if words[first] in FIRST_NAMES else "")
        + ("common " if single and _is_common(words[first]) else "")
        + ("opening" if opening else "")
    )
    hyphen = ("<" if units.joined[first] else "") + (
        ">" + right if not at_end and last < len(words) and units.joined[last] else ""
    )
    placed = min(usage.placed, 3)
    alone = run_left == first and run_right == last
    agrees = _agreement(scene, mention)
    return [
        ("agrees", f"{agrees} {rank}"),
        ("agreeskind", f"{agrees} {mention.kind} {alone} {usage.person > 0}"),
        ("sure", f"{rank} {alone} {word} {usage.person > 0}"),
        ("kind", kind),
        ("rank", rank),
        ("fine", fine_standing(mention.readings, mention.name)),
        ("readings", f"{rank} {min(len(mention.readings), 9) // 3}"),
        ("size", f"{kind} {last - first}"),
        ("left", left),
        ("right", right),
        ("left2", neighbour(_word(units, first - 2)) if not opening else "^"),
        ("right2", neighbour(_word(units, last + 1)) if not at_end else "$"),
        ("both", f"{left} {right}"),
        ("run", f"{min(first - run_left, 2)} {min(run_right - last, 2)} {mention.kind}"),
        ("end", end_word),
        ("endrank", f"{end_word} {rank}"),
        ("word", f"{word} {shape}"),
        ("wordrank", f"{word} {rank}"),
        ("placed", f"{placed} {mention.kind} {usage.person > 0}"),
        ("seen", f"{min(usage.seen, 4)} {placed > 0}"),
        ("stated", str(min(usage.stated, 1))),
        ("comma", comma),
        ("hyphen", hyphen),
        ("tags", f"{tag} {next_tag}"),
        ("tag", f"{tag} {mention.kind}"),
        ("leftkind", f"{left} {kind}"),
        ("rightkind", f"{right} {kind}"),
        ("leftrank", f"{left} {rank}"),
        ("nextrank", f"{next_tag} {rank}"),
        (
            "frame",
            f"{left if left in LOCATIVE else tags[units.token[first - 1]] if not opening else '^'} {next_tag}",
        ),
    ]


def role_signs_of(scene: Scene, mention: Mention) -> list[Sign]:
    """The signs that tell whether the place itself is meant; fewer, for there is less to learn them from."""
    units, tags = scene.units, scene.document.tags
    first, last = mention.first, mention.last
    opening = first == 0 or units.stops[first - 1] != units.stops[first]
    before = "^" if opening else _word(units, first - 1).lower()
    if before in ("the", "a", "an", "eastern", "western", "northern", "southern", "central"):
        skipped = first == 1 or units.stops[first - 2] != units.stops[first]
        before = "^" if skipped else _word(units, first - 2).lower()
    left = before if before in LEFT_WORDS else tags[units.token[first - 1]] if not opening else "^"
    right, head = _what_follows(scene, mention)
    rank = rank_of(mention)
    usage = scene.usage[mention.text.lower()]
    acts = f"{(4 * usage.acting + usage.seen - 1) // usage.seen}"
    kind = mention.kind + mention.head
    return [
        ("kind", kind),
        ("rank", rank),
        ("left", left),
        ("right", right),
        ("head", head),
        ("frame", f"{left} {right}"),
        ("leftrank", f"{left} {rank}"),
        ("rightrank", f"{right} {rank}"),
        ("acts", acts),
        ("actsrank", f"{acts} {rank} {left in LOCATIVE}"),
        ("kindhead", f"{kind} {head}"),
        ("capitals", str(mention.text.isupper() and len(mention.text) > 3)),
        ("comma", _commas(scene, mention)),
        ("end", _end_class(scene, mention)),
    ]


def rank_of(mention: Mention) -> str:
    """Who could act under this name: a country, its capital, a state, a town; or nobody."""
    if mention.kind in ("nationality", "facility", "unknown"):
        return mention.kind
    if not mention.readings:
        return "none"
    best = max(mention.readings, key=prominence)
    if best.feature.startswith("PCL"):
        return "country"
    return {"PPLC": "capital", "ADM1": "state", "CONT": "continent", "BLDG": "seat", "PPL": "town"}.get(
        best.feature, "land"
    )


def _what_follows(scene: Scene, mention: Mention) -> tuple[str, str]:
    """How the words behind a mention go on ("'s", a verb, a noun), and the class of the noun it modifies."""
    units, tags = scene.units, scene.document.tags
    at, stop = mention.last, units.stops[mention.first]
    if at >= stop:
        return "$", ""
    word, tag = units.words[at], tags[units.token[at]]
    if units.joined[at]:
        return "-", _noun_class(units.words[at].lower())
    if tag in ("VBZ", "VBD", "VBP", "MD"):
        if word not in ("is", "was", "are", "were", "'s", "’s"):
            return "verb", ""
        doing = at + 1 < stop and tags[units.token[at + 1]] == "VBG"
        return "verb" if doing else "copula", ""
    if word == "to" and at + 1 < stop and tags[units.token[at + 1]] == "VB":
        return "to do", ""
    follows = "of" if tag == "POS" else tag if tag[:2] in ("NN", "JJ") else ""
    if not follows:
        return word if word in LEFT_WORDS or not word.isalpha() else tag, ""
    if tag == "POS":
        at += 1
    head = ""
    for step in range(at, min(stop, at + 4)):
        if tags[units.token[step]][:2] not in ("NN", "JJ", "VB", "RB") or units.words[step] == ",":
            break
        head = _noun_class(units.words[step].lower()) or head
    return follows, head or "thing"


@cache
def _noun_class(word: str) -> str:
    return "polity" if word in POLITY else "ground" if word in GROUND else ""


def _end_class(scene: Scene, mention: Mention) -> str:
    """The class of the last word of the capitalised run behind the mention."""
    units = scene.units
    _, last = _run(units, mention.first, mention.last)
    return neighbour(units.words[last - 1]) if last > mention.last else "-"


def _run(units: Units, first: int, last: int) -> tuple[int, int]:
    """The run of capitalised words around a mention."""
    stop = units.stops[first]
    while last < stop and units.capital[last] and not units.joined[last]:
        last += 1
    while (
        first > 0 and units.capital[first - 1] and units.stops[first - 1] == stop and not units.joined[first]
    ):
        first -= 1
    return first, last


def _commas(scene: Scene, mention: Mention) -> str:
    """Whether a comma ties this mention to a place before or behind it ("Paris, Texas")."""
    units = scene.units
    left = right = ""
    if _word(units, mention.first - 1) == ",":
        other = scene.ends_at.get(mention.first - 1)
        left = f"{other.kind},{_level(other)}" if other else ","
    if _word(units, mention.last) == ",":
        other = scene.starts_at.get(mention.last + 1)
        right = f",{other.kind}{_level(other)}" if other else ","
    return f"{left} {right} {_level(mention)}"


def _level(mention: Mention) -> str:
    """country, state, or below."""
    features = {place.feature for place in mention.readings[:3]}
    if any(feature.startswith("PCL") for feature in features):
        return "C"
    return "S" if mention.kind == "state" or "ADM1" in features else "P"


@cache
def weights() -> dict[str, Weights]:
    """The learnt weights: "place" and "literal"."""
    data: dict[str, Weights] = json.loads(binary("location_weights.json"))
    return data


def total(table: Weights, signs: Sequence[Sign]) -> float:
    """The sum of the weights of all signs: the log odds."""
    score = 0.0
    for question, answer in signs:
        score += table[question].get(answer, 0.0) if question in table else 0.0
    return score
