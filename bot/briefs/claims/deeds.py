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
_NEAR = 5  # tokens behind "claimed" in which the thing stands
_BEFORE_UNNAMED = frozenset({"for", "that", "to", "not", "anonymity"})
_UNNAMED = frozenset({"surname", "name", "named", "identified", "anonymous"})
_PRICED = frozenset({"$", "CD"})
_SHARES = frozenset({"%", "percent", "points", "cents", "pence"})
_WITH_THAT = frozenset({"hold", "submit"})
_SOMEBODY = word_set("men") | word_set("women") | word_set("people_nouns") | {"suspect", "suspects"}
_TAKEN = word_set("claimed_things")


def tells_nothing(document: Document, cue: Cue, complement: Complement, speaker: Range) -> bool:
    """ "Tehran, which backs the group", "the blast claimed 23 lives": a deed, and no words."""
    return (
        _is_done(document, cue, complement)
        or _is_told_by_others(document, cue, complement, speaker)
        or (
            document.lower[speaker[1] - 1] in {"who", "which", "that"}
            and _only_describes(document, cue, complement)
        )
    )


def _is_done(document: Document, cue: Cue, complement: Complement) -> bool:
    """Does what follows the verb make it a deed?"""
    lemma, start, tags, lower = cue.verb.lemma, complement.start, document.tags, document.lower
    if cue.verb.particles:
        return lower[cue.end] in TIMES  # "a truce agreed on Friday"
    if lemma == "claim":
        return lower[cue.end] != "that" and _is_taken(document, start, cue.end + _NEAR)
    if lemma == "deny":
        return tags[cue.end : cue.end + 2] in (["PRP", "NN"], ["PRP", "NNS"])  # "denied them water"
    if lemma == "question":
        return _is_of_people(document, start)  # "Police are questioning a man"
    if lemma == "describe":  # "have described a new species", not "the new rules as a mistake"
        return lower[start + 1 : start + 2] == ["new"] and "as" not in lower[start : start + _QUOTED]
    if lemma == "charge":  # "charged tourists $40 a head"
        return complement.frame in {"c", "n"} and not _PRICED.isdisjoint(tags[cue.end : cue.end + 7])
    if lemma == "add":
        return _is_amount(document, start)  # "the Dax added 1.3%"
    if lemma in _WITH_THAT:
        return lower[cue.end] != "that"  # "held its rate", "held up a phone so that"
    if complement.frame != "n":
        return False
    if lemma == "recall":
        return "CD" in tags[cue.end : cue.end + 3]  # "recalled 20,000 vehicles"
    if lemma == "order":
        return tags[start] == "CD"  # "ordered 60 new trains"
    return lemma == "call" and _is_summoned(document, start)  # "called an emergency meeting"


def _is_taken(document: Document, start: int, end: int) -> bool:
    """ "The blast claimed 23 lives"; "claimed the land was its own" is said."""
    lower, tags = document.lower, document.tags
    taken = next((k for k in range(start, min(end, len(lower))) if lower[k] in _TAKEN), None)
    return taken is not None and FINITE.isdisjoint(tags[taken + 1 : taken + 2])


def _is_told_by_others(document: Document, cue: Cue, complement: Complement, speaker: Range) -> bool:
    """Do the words before the verb make what follows somebody else's, or nobody's?"""
    lemma, lower = cue.verb.lemma, document.lower
    if lemma in _CITING:  # "cited a nurse as saying", where she is the speaker
        return _SAYING.issubset(lower[complement.start : cue.end + _QUOTED])
    if lemma == "consider":  # "exceeds what the WHO considers the limit": of another's sentence
        return lower[speaker[0] - 1] == "what"
    if lemma == "offer":
        return lower[cue.at - 1] == "without"  # "without offering evidence"
    # "someone who heard the jets told": without "that" only a court hears what is said
    bare = lemma == "hear" and complement.frame == "c"
    return bare and HEARINGS.isdisjoint(lower[speaker[0] : speaker[1]])


def _only_describes(document: Document, cue: Cue, complement: Complement) -> bool:
    """ "The man who wrote the report", "who calls himself a fixer", "which backs the group"."""
    itself = document.lower[complement.start : complement.start + 1]  # none, where the text breaks off
    if itself in _SELVES:
        return True
    if complement.frame == "c":
        return cue.verb.lemma == "write"
    return complement.frame == "n" and cue.verb.lemma in _SIDES


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
    if i >= len(lower) or lower[i] not in _BEFORE_UNNAMED:
        return False
    i += lower[i] == "for"
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
