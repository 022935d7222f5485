"""Verbs of saying by which nothing is said: deeds, prices, names of things, sources who stay unnamed.

What is true of English: many verbs of saying also tell deeds ("the blast claimed 23 lives", "denied them
water", "charged $40 a head"), and a participle behind its noun only describes it ("a firm called Roe & Co.").
The few words beside the verb tell. Accepted: deeds that need knowledge of the matter.
"""

from __future__ import annotations

from bot.briefs.claims.behind import HEARINGS
from bot.briefs.claims.complements import Complement
from bot.briefs.claims.cues import Cue
from bot.briefs.claims.drafts import Range, Scene
from bot.briefs.claims.phrases import FINITE, TIMES, end_of_phrase, past_qualifiers
from bot.briefs.claims.verb_groups import Group
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_NAMING = frozenset({"call", "name", "dub", "label"})
_SELVES = (["himself"], ["herself"], ["themselves"], ["itself"])
_SIDES = frozenset({"back", "support", "oppose", "endorse", "favor", "favour", "defend"})
_CITING = frozenset({"cite", "quote"})
_SAYING = frozenset({"as", "saying"})
_QUOTED = 16  # tokens of whom is cited, before "as saying"
_UNNAMED = frozenset({"surname", "name", "named", "identified", "anonymous"})
_PRICED = frozenset({"$", "CD"})
_SHARES = frozenset({"%", "percent", "points", "cents", "pence"})
_WITH_THAT = frozenset({"hold", "submit"})
_SOMEBODY = word_set("men") | word_set("women") | word_set("people_nouns") | {"suspect", "suspects"}
_TAKEN = word_set("claimed_things")


def tells_nothing(document: Document, cue: Cue, complement: Complement, speaker: Range) -> bool:
    """ "Tehran, which backs the group", "the blast claimed 23 lives": a deed, and no words."""
    relative = document.lower[speaker[1] - 1] in {"who", "which", "that"}
    opening = document.lower[complement.start : complement.start + 1]  # none, where the text breaks off
    if cue.verb.lemma == "claim" and not _TAKEN.isdisjoint(document.lower[complement.start : cue.end + 5]):
        return True  # "the blast claimed 23 lives"
    if cue.verb.lemma == "deny" and document.tags[cue.end : cue.end + 2] in (["PRP", "NN"], ["PRP", "NNS"]):
        return True  # "denied them water"
    if cue.verb.lemma in _CITING and _SAYING.issubset(document.lower[complement.start : cue.end + _QUOTED]):
        return True  # "cited a nurse as saying", where she is the speaker
    if (
        cue.verb.lemma == "call"
        and not cue.verb.particles
        and complement.frame == "n"
        and _is_summoned(document, complement.start)
    ):
        return True  # "called an emergency meeting"
    if cue.verb.lemma == "consider" and document.lower[speaker[0] - 1] == "what":
        return True  # "exceeds what the WHO considers the limit": of another's sentence
    if cue.verb.lemma == "question" and _is_of_people(document, complement.start):
        return True  # "Police are questioning a man"
    if cue.verb.lemma == "offer" and document.lower[cue.at - 1] == "without":
        return True  # "without offering evidence"
    if cue.verb.lemma == "describe" and document.lower[complement.start + 1 : complement.start + 2] == [
        "new"
    ]:
        return True  # "have described a new species"
    priced = cue.verb.lemma == "charge" and complement.frame in {"c", "n"}
    if priced and not _PRICED.isdisjoint(document.tags[cue.end : cue.end + 7]):
        return True  # "charged tourists $40 a head"
    if cue.verb.particles and document.lower[cue.end] in TIMES:
        return True  # "a truce agreed on Friday"
    if (
        cue.verb.lemma == "recall"
        and complement.frame == "n"
        and "CD" in document.tags[cue.end : cue.end + 3]
    ):
        return True  # "recalled 20,000 vehicles"
    if cue.verb.lemma == "order" and complement.frame == "n" and document.tags[complement.start] == "CD":
        return True  # "ordered 60 new trains"
    if cue.verb.lemma == "add" and _is_amount(document, complement.start):
        return True  # "the Dax added 1.3%"
    if relative and complement.frame == "c" and cue.verb.lemma == "write":
        return True  # "the man who wrote the report thanked them"
    if cue.verb.lemma in _WITH_THAT and document.lower[cue.end] != "that":
        return True  # "held its rate", "held up a phone so that"
    bare = cue.verb.lemma == "hear" and complement.frame == "c"
    if bare and HEARINGS.isdisjoint(document.lower[speaker[0] : speaker[1]]):
        return True  # "someone who heard the jets told": without "that" only a court hears what is said
    if relative and opening in _SELVES:
        return True  # "Mr Kaya, who calls himself a fixer"
    return relative and complement.frame == "n" and cue.verb.lemma in _SIDES


def _is_summoned(document: Document, i: int) -> bool:
    """Is one thing all that is called, with no name for it behind ("called a strike for Monday")?"""
    if document.lower[i] not in {"a", "an"}:
        return False
    end = end_of_phrase(document, i, len(document.tags))
    return end > i and (end >= len(document.tags) or document.tags[end] in {".", ",", "IN", "TO", "CC"})


def _is_of_people(document: Document, i: int) -> bool:
    head = end_of_phrase(document, i, len(document.tags)) - 1
    return document.lower[head] in _SOMEBODY or document.tags[head] == "NNP"


def _is_amount(document: Document, i: int) -> bool:
    """Is a share or sum at token `i` all that a verb takes, with no verb of its own behind it?"""
    end = end_of_phrase(document, past_qualifiers(document, i, len(document.tags)), len(document.tags))
    shared = end > i and (document.lower[end - 1] in _SHARES or "$" in document.tags[i:end])
    return shared and end < len(document.tags) and document.tags[end] not in FINITE | {"IN"}


def stays_unnamed(lower: list[str], i: int) -> bool:
    """ "Asked not to be named", "asked for anonymity": of the source, and nothing that was said."""
    i += lower[i : i + 1] == ["for"]
    told = lower[i + 1 : i + 3]
    unnamed = "name" in told or (
        not {"not", "neither"}.isdisjoint(told) and not _UNNAMED.isdisjoint(lower[i + 2 : i + 8])
    )
    if lower[i : i + 1] == ["that"] and unnamed:
        return True  # "asking that his name be withheld", "that he not be identified"
    if lower[i : i + 1] == ["to"] and not _UNNAMED.isdisjoint(lower[i + 1 : i + 5]):
        return True  # "declined to give her surname"
    return lower[i : i + 3] == ["not", "to", "be"] or lower[i : i + 1] == ["anonymity"]


def is_reduced(scene: Scene, cue: Cue, group: Group, complement: Complement) -> bool:
    """ "A man named Roe was ...", "a firm called Roe & Co.": a participle that describes its noun."""
    document = scene.document
    if cue.verb.lemma in _NAMING and complement.frame == "n" and document.tags[complement.start] == "NNP":
        named = end_of_phrase(document, complement.start, scene.stretch.last)
        indefinite = document.lower[max(group.first - 6, scene.stretch.first) : group.first]
        alone = named >= scene.stretch.last or document.tags[named] in FINITE | {",", "."}
        if alone and group.first == cue.at and not {"a", "an", "another"}.isdisjoint(indefinite):
            return True
    if document.tags[cue.at] != "VBN" or group.first < cue.at or complement.frame != "n":
        return False
    after = end_of_phrase(document, complement.start, scene.stretch.last)
    return after < scene.stretch.last and document.tags[after] in FINITE
