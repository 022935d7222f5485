"""The signs by which a mention shows that it is a place, and that the place itself is meant.

A sign is the answer ("near") to a question ("left": what stands before it?). The answers hold small words,
tags, classes of words and kinds of places, never a place's own name, so that what is learnt of them is how
news writes about places.
"""

from __future__ import annotations

from functools import lru_cache

from bot.briefs import tagger_model
from bot.briefs.lexicon import word_set
from bot.briefs.locations.mentions import Mention
from bot.briefs.locations.scene import VERBS, Scene, agreement, commas, neighbour, neighbour_at
from bot.briefs.locations.unknown import FIRST_NAMES, LOCATIVE

# The questions, in the order in which the functions below answer them.
PLACE_QUESTIONS = (
    "agrees",
    "agreeskind",
    "sure",
    "kind",
    "rank",
    "fine",
    "readings",
    "left",
    "right",
    "right2",
    "run",
    "end",
    "endrank",
    "word",
    "wordrank",
    "placed",
    "seen",
    "comma",
    "hyphen",
    "tags",
    "leftrank",
    "nextrank",
    "frame",
)
ROLE_QUESTIONS = (
    "kind",
    "rank",
    "left",
    "right",
    "head",
    "frame",
    "leftrank",
    "rightrank",
    "acts",
    "actsrank",
    "kindhead",
    "capitals",
    "comma",
    "end",
)

POLITY = word_set("polity_nouns")
GROUND = word_set("ground_nouns")
LEFT_WORDS = LOCATIVE | word_set("role_words")
PASSED_OVER = ("the", "a", "an", "eastern", "western", "northern", "southern", "central")
BEING = ("is", "was", "are", "were", "'s", "’s")
HEAD_REACH = 4  # words in which the noun that a place modifies must come


def place_signs(scene: Scene, mention: Mention) -> list[str]:
    """The signs that tell a place from a person, a firm or a word: answers to `PLACE_QUESTIONS`."""
    units = scene.units
    first, last = mention.first, mention.last
    opening, at_end = units.opens(first), last >= units.stops[first]
    left = "^" if opening else neighbour_at(units, first - 1)
    leads = scene.phrase(mention)[0]
    if leads != first and units.before(leads) in LOCATIVE:
        left = units.before(leads)
    right = "$" if at_end else neighbour_at(units, last)
    kind, rank = mention.kind + mention.head, mention.known.rank
    run_first, run_last = units.run(first, last)
    end = neighbour(units.words[run_last - 1]) if run_last > last else "-"
    usage = scene.usage[mention.text.lower()]
    person, placed = usage.person > 0, min(usage.placed, 3)
    tag = units.tags[last - 1]
    next_tag = "$" if at_end else units.tags[last]
    word = _word_class(scene, mention, opening)
    alone = run_first == first and run_last == last
    agrees = agreement(scene, mention)
    before = left if left in LOCATIVE or opening else units.tags[first - 1]
    return [
        f"{agrees} {rank}",
        f"{agrees} {mention.kind} {alone} {person}",
        f"{rank} {alone} {word} {person}",
        kind,
        rank,
        mention.known.fine,
        mention.known.several,
        left,
        right,
        "$" if at_end else neighbour(units.word(last + 1)),
        f"{min(first - run_first, 2)} {min(run_last - last, 2)} {mention.kind}",
        end,
        f"{end} {rank}",
        f"{word} {_is_shouted(mention)}",
        f"{word} {rank}",
        f"{placed} {mention.kind} {person}",
        f"{min(usage.seen, 4)} {placed > 0}",
        commas(scene, mention),
        _hyphens(scene, mention, right),
        f"{tag} {next_tag}",
        f"{left} {rank}",
        f"{next_tag} {rank}",
        f"{before} {next_tag}",
    ]


def _is_shouted(mention: Mention) -> bool:
    return mention.text.isupper() and len(mention.text) > 3


def _word_class(scene: Scene, mention: Mention, opening: bool) -> str:
    """Is the word also a given name, a word of the language, and does it open its sentence?"""
    word = scene.units.words[mention.first]
    found = ["first"] if word in FIRST_NAMES else []
    if mention.last - mention.first == 1 and is_common(word):
        found.append("common")
    return " ".join([*found, "opening"] if opening else found)


@lru_cache(8192)
def is_common(word: str) -> bool:
    """Is the word, in small letters, a word of the language?"""
    return word.lower() in tagger_model.model().words


def _hyphens(scene: Scene, mention: Mention, right: str) -> str:
    units = scene.units
    behind = mention.last < units.stops[mention.first] and units.joined[mention.last]
    return ("<" if units.joined[mention.first] else "") + (">" + right if behind else "")


def role_signs(scene: Scene, mention: Mention) -> list[str]:
    """The signs that tell whether the place itself is meant: answers to `ROLE_QUESTIONS`.

    They are fewer, for there is less to learn them from.
    """
    left = _what_leads(scene, mention)
    right, head = _what_follows(scene, mention)
    rank = rank_of(mention)
    usage = scene.usage[mention.text.lower()]
    acts = str((4 * usage.acting + usage.seen - 1) // usage.seen)
    kind = mention.kind + mention.head
    _, run_last = scene.units.run(mention.first, mention.last)
    return [
        kind,
        rank,
        left,
        right,
        head,
        f"{left} {right}",
        f"{left} {rank}",
        f"{right} {rank}",
        acts,
        f"{acts} {rank} {left in LOCATIVE}",
        f"{kind} {head}",
        str(_is_shouted(mention)),
        commas(scene, mention),
        neighbour(scene.units.words[run_last - 1]) if run_last > mention.last else "-",
    ]


def rank_of(mention: Mention) -> str:
    """Who could act under this name: a country, its capital, a state, a town, a seat of power; or nobody."""
    if mention.kind in ("nationality", "facility", "unknown"):
        return mention.kind
    rank = mention.known.rank
    if rank.startswith("town"):
        return "town"
    if rank in ("land", "county") and mention.known.best:
        return "seat" if mention.known.best.feature == "BLDG" else "land"
    return rank


def _what_leads(scene: Scene, mention: Mention) -> str:
    """The word before a mention and its article or bearing, or that word's tag."""
    units, at = scene.units, scene.phrase(mention)[0]
    if units.opens(at):
        return "^"
    before, tag = units.before(at), units.tags[at - 1]
    if before in PASSED_OVER:
        before = "^" if units.opens(at - 1) else units.before(at, 2)
    return before if before in LEFT_WORDS or before == "^" else tag


def _what_follows(scene: Scene, mention: Mention) -> tuple[str, str]:
    """How the words behind a mention go on ("'s", a verb, a noun), and the class of the noun it modifies."""
    units = scene.units
    at, stop = scene.phrase(mention)[1], units.stops[mention.first]
    if at >= stop:
        return "$", ""
    word, tag = units.words[at], units.tags[at]
    next_tag = units.tags[at + 1] if at + 1 < stop else ""
    if units.joined[at]:
        return "-", _noun_class(word.lower())
    if tag in VERBS:
        return ("copula" if word in BEING and next_tag != "VBG" else "verb"), ""
    if word == "to" and next_tag == "VB":
        return "to do", ""
    if tag == "POS":
        return "of", _head(scene, at + 1, stop) or "thing"
    if tag[:2] in ("NN", "JJ"):
        return tag, _head(scene, at, stop) or "thing"
    return (word if word in LEFT_WORDS or not word.isalpha() else tag), ""


def _head(scene: Scene, at: int, stop: int) -> str:
    """The class of the last noun of the phrase that begins here."""
    units, head = scene.units, ""
    for step in range(at, min(stop, at + HEAD_REACH)):
        if units.tags[step][:2] not in ("NN", "JJ", "VB", "RB"):
            break
        head = _noun_class(units.words[step].lower()) or head
    return head


@lru_cache(8192)
def _noun_class(word: str) -> str:
    return "polity" if word in POLITY else "ground" if word in GROUND else ""
