"""Does the reporter speak again: ", adding", "and warned", ", while Y said", ", said Roe,"?

What is true of English: a participle of saying, a verb without a subject of its own behind "and", a speaker
with a verb and nothing behind them, and a relative clause that answers are the reporter's; anything else
goes on with what was said. Accepted: "and expects to" in a tense that both of them could have.
"""

from __future__ import annotations

from bot.briefs.claims.cues import Cue
from bot.briefs.claims.phrases import (
    DATING,
    FINITE,
    TIMES,
    end_of_full_phrase,
    end_of_occasion,
    end_of_phrase,
    is_occasion,
)
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_AUXILIARIES = word_set("auxiliaries")
_SPEECH = frozenset("ctqwnoi")  # frames of verbs that say something; ", raising the total to" does not
_TELLING_VERBS = word_set("telling_verbs")
_REFUSING = frozenset({"refuse", "decline"})
_BEFORE_ANSWER = _AUXILIARIES | {"neither"}
_PASSIVE = frozenset({"is", "are", "was", "were", "be", "been"})
_PRESENT = frozenset({"VBZ", "VBP", "MD"})
_BACK = 20  # tokens before what was said in which its verb stands
_HELPS = frozenset({"did", "has", "have", "had", "could", "would"})
_ANSWERS = frozenset(
    {"reply", "replied", "respond", "responded", "comment", "commented", "answer", "answered"}
)
_ELABORATING = word_set("elaborating_words")
_CONCEDING = frozenset({"although", "though"})
_CONTRASTS = (["while"], ["whereas"], ["although"], ["though"])
# ", a charge that the firm denies" speaks of the claim as a whole.
CLAIM_NOUNS = word_set("claim_nouns")
# ", citing the weather" tells of the speaker again, not of what was said.
_BACK_TO_SPEAKER = word_set("back_to_speaker")


def cuts_after_comma(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """Does the reporter speak again after a comma: ", adding", ", but warned", ", he said"?"""
    tags, lower = document.tags, document.lower
    if tags[i : i + 1] == ["CC"] or lower[i : i + 1] in _CONTRASTS:
        return verb_follows(document, i, i + 1, last, cues) or _another_speaks(document, i + 1, last, cues)
    if lower[i : i + 3] == ["a", "number", "of"]:
        return False
    if lower[i : i + 1] in (["a"], ["an"], ["the"]) and any(
        word in CLAIM_NOUNS for word in lower[i + 1 : min(i + 4, last)]
    ):
        return True
    while i < last and tags[i] == "RB":
        i += 1
    if i >= last:
        return False
    speaks = i in cues and bool(cues[i].verb.frames & _SPEECH)
    if tags[i] == "VBG" and (lower[i] in _BACK_TO_SPEAKER or speaks):
        return True
    if lower[i] == "according" or (lower[i] == "without" and lower[min(i + 1, last - 1)] in _ELABORATING):
        return True
    if tags[i] in {"WDT", "WP", "WRB"} and i + 1 < last:
        return _is_tag(document, i + 1, last, cues, gap=True) or _is_answered(document, i + 1, last, cues)
    if lower[i] == "as" and i + 1 in cues and lower[cues[i + 1].end : cues[i + 1].end + 1] == ["by"]:
        return True  # ", as reported by the Sun"
    if _is_turned_tag(document, i, last, cues):
        return True
    return _is_tag(document, i + (lower[i] == "as"), last, cues) or _is_long_tag(document, i, last, cues)


def _is_long_tag(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """ ", a parent who has spoken to them said": a speaker with a relative clause, and nothing behind."""
    if "who" not in document.lower[i : i + _BACK]:
        return False
    after = end_of_phrase(document, i, last)
    if after == i or document.tags[after : after + 1] != ["WP"]:
        return False
    near = range(after + 1, min(last, after + _BACK))
    return any(k in cues and document.tags[k] == "VBD" and cues[k].end >= last for k in near)


def _is_turned_tag(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """ ", said Maes,": verb and speaker alone between pauses."""
    if i not in cues or document.tags[i] not in FINITE or "q" not in cues[i].verb.frames:
        return False
    after = end_of_phrase(document, cues[i].end, last)
    return after > cues[i].end and (after >= last or document.tags[after] == ",")


def _another_speaks(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """After ", while": a speaker and verb of their own, with something said."""
    if document.tags[i : i + 1] == ["PRP"]:  # ", although he wrote that"
        return document.lower[i - 1] in _CONCEDING and i + 1 in cues and document.tags[i + 1] in FINITE
    after = end_of_full_phrase(document, i, last)
    if document.tags[after : after + 2] in (["JJ", "TO"], ["JJ", "IN"]):
        after = end_of_phrase(document, after + 2, last)  # "although people close to the talks told"
    if document.lower[after : after + 2] in ([",", "which"], [",", "who"]):
        ahead = range(after + 2, min(last, after + 20))  # "while China, which had voted for it, urged"
        after = next((k for k in ahead if document.tags[k] == ","), after)
    if after + 1 < last and document.tags[after] == ",":
        after += 1  # "and its president, Jane Roe, predicted"
    while after + 1 < last and after not in cues and document.lower[after] in _AUXILIARIES:
        if document.lower[after] in _PASSIVE and document.tags[after + 1] == "VBN":
            return False  # ", and hospitals have been told"
        after += 1
    verb = cues.get(after)
    return (
        verb is not None
        and document.tags[after] in FINITE | {"VBN"}
        and (
            bool(verb.verb.frames & {"c", "q"})
            or verb.verb.name in _TELLING_VERBS
            or verb.verb.lemma in _REFUSING
        )
    )


def _is_answered(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """ ", which the firm has always denied" at the end of what was said is the answer of another."""
    if document.lower[i] in _HELPS and document.tags[i + 1 : i + 2] == ["RB"]:
        return not _ANSWERS.isdisjoint(document.lower[i + 2 : min(i + 4, last)])  # ", which did not reply to"
    after = end_of_full_phrase(document, i, last)
    while after < last and (document.tags[after] == "RB" or document.lower[after] in _BEFORE_ANSWER):
        after += 1
    if not (i < after < last and after in cues and cues[after].end >= last):
        return False
    return cues[after].verb.stance == "denies" or document.lower[after - 1] == "neither"


def _is_tag(document: Document, i: int, last: int, cues: dict[int, Cue], gap: bool = False) -> bool:
    """Is this "he said" with nothing after it that could be its content? `gap`: or "which he said had"?"""
    after = end_of_phrase(document, i, last)
    if after > i and document.tags[after : after + 1] == ["IN"]:
        after = end_of_full_phrase(document, i, last)  # ", three envoys in Bonn said"
    while after < last and document.tags[after] == "RB":
        after += 1
    if after in cues and after > i and document.tags[after] in {"VBD", "VBZ", "VBP"}:
        follows = cues[after].end
        if cues[after].verb.lemma == "tell":
            follows = end_of_phrase(document, follows, last)
        if gap:
            return follows < last and document.tags[follows] != ","
        if follows < last and document.tags[follows] == "PRP" and "c" in cues[after].verb.frames:
            return document.tags[i] != "PRP"  # ", others say they"
        dated = follows < last and (document.lower[follows] in TIMES or document.lower[follows] in DATING)
        return follows >= last or dated or document.tags[follows] in {",", ".", "IN", "NNP", ":"}
    return False


def verb_follows(document: Document, start: int, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """After "and": a finite verb of saying without a subject of its own, not one within what was said?

    What was said begins at token `start`.
    """
    tags = document.tags
    while i < last and tags[i] in {"RB", "RBR"}:
        i += 1
    if document.lower[i : i + 2] == ["in", "turn"]:
        i += 2  # "and in turn faulted"
    if i + 1 < last and tags[i] == "IN" and is_occasion(document, i, last):
        i = end_of_occasion(document, i, last)  # "and in a statement praised"
    if i not in cues:
        return False
    weak = "i" in cues[i].verb.frames and "q" not in cues[i].verb.frames
    if weak and start < i - 1 and cues[i].verb.lemma not in _REFUSING:
        return _is_speakers(document, start, i, cues)
    plural = tags[i] == "VBP" and bool(cues[i].verb.frames & {"c", "q"})
    if tags[i] == "VBG":
        near = range(start - 1, max(-1, start - _BACK), -1)  # "describing ... and hinting that"
        told = next((tags[k] for k in near if k in cues), "")
        return told == "VBG" and document.lower[cues[i].end : cues[i].end + 1] == ["that"]
    return plural or tags[i] in {"VBD", "VBZ", "VBN"}


def _is_speakers(document: Document, start: int, i: int, cues: dict[int, Cue]) -> bool:
    """Does "and expects to" at token `i` go on with the verb that told, and not with what it told?

    A present tense tells: "says he is proud and expects to win", but "say it was lost and expect to win".
    """
    tags = document.tags
    told = next((tags[k] for k in range(start - 1, max(-1, start - _BACK), -1) if k in cues), "")
    inner = next((tags[k] for k in range(start, i) if tags[k] in FINITE), "")
    present = tags[i] in _PRESENT
    return tags[i] in FINITE and (told in _PRESENT) == present and not (present and inner in _PRESENT)
