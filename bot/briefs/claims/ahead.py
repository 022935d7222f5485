"""What was said follows its verb: she said (that) ..., she said: "...", she urged them to ..."""

from __future__ import annotations

from bot.briefs.claims.behind import (
    CIRCUMSTANCES,
    HEARINGS,
    INFORMING,
    answered,
    as_said,
    said_before,
    said_by,
)
from bot.briefs.claims.complements import ALL_QUESTION_WORDS, Complement, complement_of
from bot.briefs.claims.contents import end_of_content, has_finite_verb
from bot.briefs.claims.cues import Cue
from bot.briefs.claims.drafts import Draft, Range, Scene
from bot.briefs.claims.objects import end_of_short
from bot.briefs.claims.passive import said_of_subject
from bot.briefs.claims.phrases import FINITE, TIMES, end_of_full_phrase, end_of_phrase
from bot.briefs.claims.speakers import (
    Group,
    is_finite,
    subject_after,
    subject_before,
    subject_of_clause,
    verb_group,
)
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_NAMING = frozenset({"call", "name", "dub", "label"})
_ASKED = frozenset({"ask", "press", "question", "quiz"})
_BEFORE_ASKED = frozenset({"when", ",", "if", "and", "but"})
_REFUSING = frozenset({"decline", "refuse"})
_ON_CLAIMS = frozenset({"deny", "reject", "dispute", "dismiss", "contest", "contradict", "refute", "confirm"})
_CHANNELS = word_set("channels")
_REACH = 20  # tokens of a noun phrase behind which "in a statement" is looked for
_SELVES = (["himself"], ["herself"], ["themselves"], ["itself"])
_SIDES = frozenset({"back", "support", "oppose", "endorse", "favor", "favour", "defend"})
_SIGHT = 120  # tokens before a verb in which its subject is looked for
_QUOTING = frozenset({"quoted", "quotes", "quoting", "cited", "cites", "citing"})
_CITING = frozenset({"cite", "quote"})
_SAYING = frozenset({"as", "saying"})
_QUOTED = 16  # tokens of whom is quoted, before "as saying"
_UNNAMED = frozenset({"surname", "name", "named", "identified", "anonymous"})
_PRICED = frozenset({"$", "CD"})
_TAKEN = frozenset({"lives", "life", "victims", "gold", "silver", "bronze", "title"})
_PHRASES = frozenset("nfuesv")  # frames of a noun phrase
_NESTED = 4  # drafts within one another that may end at one "and"
_ON_CONDITION = ["on", "condition"]  # "..., one of them said on condition of anonymity because"
_LONG_QUOTATION = 6  # tokens; a speaker's phrase does not reach over a longer one

_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


def draft_of(scene: Scene, cue: Cue) -> Draft | None:
    """The claim that a cue makes, None where no frame of its verb is met."""
    document, stretch, lower = scene.document, scene.stretch, scene.document.lower
    floor = stretch.first
    for quotation in stretch.quotations_in(max(floor, cue.at - _SIGHT), cue.at):
        if quotation.last - quotation.first > _LONG_QUOTATION:
            floor = quotation.last
    if _stays_unnamed(lower, cue.end):
        return None
    if cue.verb.lemma in _ASKED and document.tags[cue.at] in {"VBN", "VBD"}:
        asked = _asked(scene, cue)
        if asked:
            return asked
    group = verb_group(document, cue.at, floor)
    if group.passive:
        return said_of_subject(scene, cue, group, floor)
    speaker, carried = _speaker(scene, cue, group, floor)
    if speaker and lower[speaker[0]] == "you" and speaker[1] - speaker[0] == 1:
        return None  # "You have said", in an interview: what is said comes back to who is asked
    if speaker is None and lower[cue.at - 1 : cue.end + 1] == ["as", lower[cue.at], "by"]:
        told_by = subject_after(document, stretch, cue.end + 1)
        return as_said(scene, cue, group, told_by) if told_by else None
    if speaker is None and lower[cue.end : cue.end + 1] == ["by"] and cue.verb.lemma in _ON_CLAIMS:
        told_by = subject_after(document, stretch, cue.end + 1)
        return answered(scene, cue, group, told_by) if told_by else None
    if speaker is None:
        return said_by(scene, cue, group)
    complement = complement_of(document, stretch, cue, stretch.last)
    if complement is None and cue.verb.lemma in _REFUSING and lower[cue.end : cue.end + 1] == ["to"]:
        complement = Complement("i", cue.end)  # "declined to elaborate": a verb never seen
    if not carried and complement is None and speaker[0] > stretch.first and lower[speaker[0] - 1] == "as":
        return as_said(scene, cue, group, speaker)
    if not carried and cue.verb.lemma in _ON_CLAIMS and (complement is None or lower[cue.end] == "as"):
        answer = answered(scene, cue, group, speaker)
        if answer:
            return answer
    if not carried and (
        complement is None
        or scene.quotation_before(speaker[0])
        or _is_circumstance(scene, complement, speaker)
    ):
        turned = complement is None and cue.verb.lemma == "say" and document.tags[group.first - 1] == ","
        told = said_by(scene, cue, group) if turned and not scene.quotation_before(speaker[0]) else None
        return told or said_before(scene, cue, group, speaker)
    if complement is None or (complement.frame == "r" and not is_finite(document, cue.at, group)):
        return None
    if _is_reduced(scene, cue, group, complement) or _tells_nothing(document, cue, complement, speaker):
        return None
    end = _end(scene, complement, speaker)
    if end <= complement.start:
        return None
    parts = [(complement.start, end)]
    return Draft(cue, speaker, parts, complement.frame, group, stretch, carried)


def _asked(scene: Scene, cue: Cue) -> Draft | None:
    """ "Asked by Jane Roe whether it was safe, she ...": where nobody is named who asked, it is no claim."""
    document, last = scene.document, scene.stretch.last
    opens = cue.at == scene.stretch.first or document.lower[cue.at - 1] in _BEFORE_ASKED
    if not opens or cue.at + 2 >= last:
        return None
    by, start = cue.at + 1, end_of_phrase(document, cue.at + 2, last)
    if document.lower[by] != "by" or start == by + 1:
        return None
    speaker = (by + 1, start)
    while start < last and (document.tags[start] == "RB" or document.lower[start] in _WEEKDAYS):
        start += 1
    about = start < last and document.lower[start] in {"about", "on"}
    if not about and (start >= last or document.lower[start] not in ALL_QUESTION_WORDS):
        return None
    start += about
    reach = min(last, start + 40)
    comma = next((k for k in range(start, reach) if document.tags[k] in {",", "."}), reach)
    if comma <= start:
        return None
    asked = Cue(cue.at, start if about else cue.at + 1, cue.verb)
    return Draft(asked, speaker, [(start, comma)], "asked", Group(cue.at), scene.stretch)


def _tells_nothing(document: Document, cue: Cue, complement: Complement, speaker: Range) -> bool:
    """ "Tehran, which backs the group", "the blast claimed 23 lives": a deed, and no words."""
    relative = document.lower[speaker[1] - 1] in {"who", "which", "that"}
    opening = document.lower[complement.start : complement.start + 1]  # none, where the text breaks off
    if cue.verb.lemma == "claim" and not _TAKEN.isdisjoint(document.lower[complement.start : cue.end + 5]):
        return True  # "the blast claimed 23 lives"
    if cue.verb.lemma == "deny" and document.tags[cue.end : cue.end + 2] in (["PRP", "NN"], ["PRP", "NNS"]):
        return True  # "denied them water"
    if cue.verb.lemma in _CITING and _SAYING.issubset(document.lower[complement.start : cue.end + _QUOTED]):
        return True  # "cited a nurse as saying", where she is the speaker
    if cue.verb.lemma == "describe" and document.lower[complement.start + 1 : complement.start + 2] == [
        "new"
    ]:
        return True  # "have described a new species"
    priced = cue.verb.lemma == "charge" and complement.frame in {"c", "n"}
    if priced and not _PRICED.isdisjoint(document.tags[cue.end : cue.end + 7]):
        return True  # "charged tourists $40 a head"
    if cue.verb.particles and document.lower[cue.end] in TIMES:
        return True  # "a truce agreed on Friday"
    bare = cue.verb.lemma == "hear" and complement.frame == "c"
    if bare and HEARINGS.isdisjoint(document.lower[speaker[0] : speaker[1]]):
        return True  # "someone who heard the jets told": without "that" only a court hears what is said
    if relative and opening in _SELVES:
        return True  # "Mr Kaya, who calls himself a fixer"
    return relative and complement.frame == "n" and cue.verb.lemma in _SIDES


def _stays_unnamed(lower: list[str], i: int) -> bool:
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


def _is_circumstance(scene: Scene, complement: Complement, speaker: Range) -> bool:
    """ "..., the ministry said on Monday as a campaign began": what was said stands before."""
    document, first, before = scene.document, scene.stretch.first, speaker[0] - 1
    opening = document.lower[complement.start : complement.start + 1]  # none, where the text breaks off
    return (
        bool(opening)
        and (
            opening[0] in CIRCUMSTANCES
            or document.lower[complement.start : complement.start + 2] == _ON_CONDITION
        )
        and before > first
        and document.tags[before] == ","
        and has_finite_verb(document, first, before)
    )


def _is_reduced(scene: Scene, cue: Cue, group: Group, complement: Complement) -> bool:
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


def _end(scene: Scene, complement: Complement, speaker: Range) -> int:
    document = scene.document
    end = end_of_content(document, scene.stretch, complement.start, scene.cues)
    if complement.frame == "r" and document.tags[max(speaker[0] - 2, 0)] == ",":
        commas = (k for k in range(complement.start, end) if document.tags[k] == ",")
        return next(commas, end)  # "The fire, which officials said began in a kitchen, killed six"
    if speaker[1] - speaker[0] > 1 and document.tags[speaker[1] - 2 : speaker[1]] in (
        [",", "WP"],
        [",", "WDT"],
    ):
        for k in range(complement.start, end - 1):
            speaks = document.tags[k + 1] == "VB" and k + 1 in scene.cues
            closes = document.tags[k] == "''" and document.tags[k - 1] == ","  # "who calls him “sly,” said"
            if (document.tags[k] == "," or closes) and (document.tags[k + 1] in FINITE or speaks):
                return k + closes  # "The army, which counted 26 drones, denied"
    end = end_of_short(document, scene.stretch, complement.frame, complement.start, end)
    quotation = complement.quotation
    if complement.frame == "q" and quotation and quotation.first == complement.start:
        return quotation.last if quotation.full_stop else max(end, quotation.last)
    return end


def _carrier(scene: Scene, i: int) -> Draft | None:
    """The draft that a verb behind "and" goes on from: the outermost that ends there, or the last.

    In "Moscow said its forces had seized the depot and denied that" it is Moscow that denied.
    """
    ending = (d for d in scene.drafts[-_NESTED:] if i - 2 <= d.parts[-1][1] < i and d.parts[-1][0] > d.cue.at)
    return next(ending, scene.drafts[-1] if scene.drafts else None)


def _quoted_as_saying(scene: Scene, as_at: int) -> Range | None:
    """ "Local radio quoted a nurse as saying": the nurse, whose words they are."""
    document = scene.document
    for k in range(as_at - 1, max(scene.stretch.first, as_at - _QUOTED), -1):
        if document.lower[k] in _QUOTING and document.tags[k] in FINITE | {"VBN", "VBG"}:
            end = end_of_full_phrase(document, k + 1, as_at)
            return (k + 1, as_at) if end == as_at else None
    return None


def _with_subject(document: Document, at: int, floor: int) -> Range | None:
    """ "With one critic calling it": the phrase between "with" and a gerund at token `at`."""
    if at - 2 < floor or document.tags[at - 1] in {",", "IN", "CC", "''", ":"}:
        return None
    found = subject_before(document, at, floor)
    return found if found and found[0] > floor and document.lower[found[0] - 1] == "with" else None


def _speaker(scene: Scene, cue: Cue, group: Group, floor: int) -> tuple[Range | None, bool]:
    """The speaker's tokens, and whether it was carried over from another verb."""
    document = scene.document
    before = document.tags[group.first - 1] if group.first > floor else ""
    gerund = document.tags[cue.at] == "VBG"
    if gerund and cue.verb.lemma == "cite":
        return None, False  # ", citing the weather" gives a ground or a source, and says nothing
    if gerund and document.lower[group.first - 1] == "as":
        quoted = _quoted_as_saying(scene, group.first - 1)
        if quoted:
            return quoted, False
    if gerund and document.lower[group.first - 1] in INFORMING:
        issued = subject_of_clause(document, group.first - 1, scene.stretch.first)
        if issued:
            return issued, True  # "The union issued a statement condemning"
    if gerund and (told := _with_subject(document, group.first, floor)):
        return told, False
    coordinate = before == "CC" or document.lower[group.first] == "nor"
    if (coordinate and not gerund) or (gerund and before in {",", "IN", "CC", "''", ":"}):
        carrier = _carrier(scene, group.first)
        if carrier and carrier.speaker:
            return carrier.speaker, True
        found = subject_of_clause(document, group.first, scene.stretch.first, main=gerund)
        return found, found is not None
    if not gerund and not is_finite(document, cue.at, group):
        return None, False
    found = subject_before(document, group.first, floor)
    if found and document.lower[found[1] - 1] in _CHANNELS and document.lower[found[0] - 1] == "in":
        found = subject_of_clause(document, found[0] - 1, scene.stretch.first)
        return found, found is not None  # "backs Roe and in a statement praised him"
    return found, False
