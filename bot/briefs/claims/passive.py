"""The passive: what is said of the subject, by somebody or by nobody named.

What is true of English: in "the ministry was accused by Kyiv of hiding the toll" and "the ship is believed
to have sunk" subject and complement together are what is said; "by" names the speaker, and without it there
is none. Accepted: most passives attribute nothing ("was named after"), and the judge sorts them out.
"""

from __future__ import annotations

from bot.briefs.claims.contents import end_of_content
from bot.briefs.claims.cues import Cue
from bot.briefs.claims.drafts import Draft, Range, Scene
from bot.briefs.claims.phrases import end_of_full_phrase, end_of_phrase
from bot.briefs.claims.speakers import subject_before
from bot.briefs.claims.verb_groups import Group
from bot.briefs.lexicon import word_set

_VERBS = word_set("passive_verbs")
_WITH_AGENT = word_set("agent_verbs")
_REACH = 15  # tokens of what somebody was described as
_OPINIONS = frozenset({"blame", "condemn", "criticise", "criticize", "praise"})
_RELATIVES = frozenset({"which", "who", "that"})
_COMPLEMENTS = frozenset({"to", "of", "as", "for", "that"})


def said_of_subject(scene: Scene, cue: Cue, group: Group, floor: int) -> Draft | None:
    """ "X is said to ...", "X was accused by Y of ..."."""
    document, stretch = scene.document, scene.stretch
    if cue.verb.lemma not in _VERBS | _WITH_AGENT or cue.verb.particles:
        return None
    subject = subject_before(document, group.first, floor)
    if subject is None:
        return None
    if cue.verb.lemma == "claim" and document.lower[subject[0]] != "it":
        return None  # "the attack was claimed by", but "it is claimed that"
    if cue.verb.lemma not in _VERBS:
        return _by_agent(scene, cue, group, subject)
    speaker, after = _agent(scene, cue.end)
    if after >= stretch.last or document.lower[after] not in _COMPLEMENTS:
        return Draft(cue, speaker, [subject], "passive", group, stretch) if speaker else None
    start = after + (document.lower[after] == "that")
    end = end_of_content(document, stretch, start, scene.cues)
    if speaker is None and cue.verb.lemma == "accuse":
        by = next((k for k in range(start + 1, end - 1) if document.lower[k] == "by"), end)
        speaker, end = (_agent(scene, by)[0], by) if by < end else (None, end)
    if end <= start:
        return None
    if speaker is None and cue.verb.lemma in _OPINIONS:
        return None  # "had been criticised for": by nobody who is told
    relative = document.lower[subject[1] - 1] in _RELATIVES
    if relative:  # "The trial, which is expected to last two weeks, continues"
        end = next((k for k in range(start, end) if document.tags[k] == ","), end)
        subject = (subject[0], subject[1] - 1 - (document.tags[subject[1] - 2] == ","))
        if subject[0] >= subject[1]:
            return None
    impersonal = document.lower[subject[0]] == "it" and document.lower[after] == "that"
    parts = [(start, end)] if impersonal else [subject, (start, end)]
    return Draft(cue, speaker, parts, "passive", group, stretch)


def _by_agent(scene: Scene, cue: Cue, group: Group, subject: Range) -> Draft | None:
    """ "X was described as a fantasy by Y": no claim where no agent is named."""
    document, end = scene.document, cue.end
    if document.lower[end : end + 1] == ["as"]:  # the text may break off here
        near = range(end + 1, min(scene.stretch.last - 1, end + _REACH))
        end = next((k for k in near if document.lower[k] == "by"), end)
    speaker, _ = _agent(scene, end)
    if speaker is None:
        return None
    parts = [subject, (cue.end, end)] if end > cue.end else [subject]
    return Draft(cue, speaker, parts, "passive", group, scene.stretch)


def _agent(scene: Scene, i: int) -> tuple[Range | None, int]:
    """The phrase after "by", and the token after it."""
    document, last = scene.document, scene.stretch.last
    if i + 1 >= last or document.lower[i] != "by":
        return None, i
    end = end_of_phrase(document, i + 1, last)
    if document.lower[end : end + 1] != ["of"] or document.lower[i - 1] != "accused":
        end = end_of_full_phrase(document, i + 1, last)
    return ((i + 1, end), end) if end > i + 1 else (None, i)
