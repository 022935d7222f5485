"""Whose verb of saying it is: before the verb, carried over from another, or given by how it is built in.

What is true of English: "and warned" and ", saying" go on with the subject of the verb before; "quoted
a nurse as saying" tells the nurse's words; "with one critic calling it" has its speaker behind "with",
and "issued a statement condemning" has whoever issued it.
"""

from __future__ import annotations

from bot.briefs.claims.behind import INFORMING
from bot.briefs.claims.cues import Cue
from bot.briefs.claims.drafts import Draft, Range, Scene
from bot.briefs.claims.phrases import FINITE, TIMES, end_of_full_phrase
from bot.briefs.claims.speakers import subject_before, subject_of_clause
from bot.briefs.claims.verb_groups import Group, is_finite
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_CHANNELS = word_set("channels")
_PLATFORMS = word_set("speech_places")
_QUOTING = frozenset({"quoted", "quotes", "quoting", "cited", "cites", "citing"})
_QUOTED = 16  # tokens of whom is quoted, before "as saying"
_NESTED = 4  # drafts within one another that may end at one "and"


def teller_of(scene: Scene, cue: Cue, group: Group, floor: int) -> tuple[Range | None, bool]:
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
    if _is_purpose(document, cue.at, group):
        found = subject_of_clause(document, group.first, scene.stretch.first, main=True)
        return found, found is not None  # "Officers went on state television to say"
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
    if found and document.lower[cue.at - 1] == "to" and document.lower[found[0] - 1] == "to":
        found = subject_of_clause(document, found[0] - 1, scene.stretch.first)
        return found, found is not None  # "took to the airwaves to defend the strikers"
    if found and document.lower[found[1] - 1] in _CHANNELS and document.lower[found[0] - 1] == "in":
        found = subject_of_clause(document, found[0] - 1, scene.stretch.first)
        return found, found is not None  # "backs Roe and in a statement praised him"
    return found, False


def _is_purpose(document: Document, at: int, group: Group) -> bool:
    """Is it "to say" behind a channel or a time, and not behind a verb or noun that asks for "to"?"""
    if document.lower[at - 1] != "to" or document.tags[at] != "VB" or group.controlled:
        return False
    word = document.lower[group.first - 1]
    return word in _CHANNELS or word in TIMES or word in _PLATFORMS


def _carrier(scene: Scene, i: int) -> Draft | None:
    """The draft that a verb behind "and" goes on from: the outermost that ends there, or the last.

    In "Moscow said its forces had seized the depot and denied that" it is Moscow that denied.
    """
    for draft in scene.drafts[-_NESTED:]:
        first, last = draft.parts[-1]
        if i - 2 <= last < i and first > draft.cue.at:
            return draft
    return scene.drafts[-1] if scene.drafts else None


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
