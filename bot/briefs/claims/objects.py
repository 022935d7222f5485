"""Where a claim without a clause of its own ends: "called for calm", "agreed to meet", "called it “a lie”".

What is true of English: a noun phrase or an infinitive is over where a new clause begins behind it: a subject
with its verb after a comma, ", which", ", trying to", "as he faces", a dash. A clause that tells when and why
("because he worries") tells of the speaker, not of the phrase. Accepted: demands whose time is part of
them ("urged them to leave before it rains") keep theirs, and so do quotations.
"""

from __future__ import annotations

from bot.briefs.claims.phrases import DASHES, FINITE, NOUNS, end_of_full_phrase, end_of_phrase
from bot.briefs.claims.stretches import Stretch
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_PHRASES = frozenset("nfuesvk")  # frames of a noun phrase
_SHORT = _PHRASES | frozenset("oig")  # frames without a clause of their own
_CLAUSES = frozenset({"while", "although", "though", "whereas"})
_CIRCUMSTANCES = frozenset({"as", "after", "when", "while", "before", "because", "since", "until", "despite"})
_OPENERS = frozenset({"that", "if", "whether", "what", "how", "why", "who", "which", "when", "because"})
_MEASURES = frozenset({"such", "long", "soon", "day", "days", "week", "weeks", "hours"})  # "two days before"
# ", raising the total to": what goes on with the phrase.
_ADDING = frozenset({"raising", "bringing", "taking", "including", "involving", "pending"})
_CHANNELS = word_set("channels")
_REACH = 20  # tokens of a noun phrase behind which "in a video" is looked for
_SIGHT = 60  # tokens of a phrase or infinitive that are looked through


def end_of_short(document: Document, stretch: Stretch, frame: str, start: int, end: int) -> int:
    """The end of a phrase or infinitive from token `start` that would else reach token `end`."""
    if frame not in _SHORT:
        return end
    phrase = frame in _PHRASES
    near = min(end - 1, start + _SIGHT)
    opened = False
    tags, lower = document.tags, document.lower
    for k in range(start + 1, near):
        pause, word = tags[k] == ",", lower[k]
        opened = opened or word in _OPENERS
        if not (pause or (phrase and word in _CIRCUMSTANCES)) or stretch.quotation_over(k):
            continue
        if (
            _parts(document, k, end, phrase=phrase, opened=opened)
            if pause
            else _is_circumstance(document, k, end)
        ):
            end = k
            break
    return _end_of_object(document, start, end) if phrase else end


def _parts(document: Document, comma: int, end: int, *, phrase: bool, opened: bool) -> bool:
    """Does a clause, or a participle about the speaker, follow the comma?"""
    tags, after = document.tags, comma + 1
    if phrase and tags[after] == "WDT" and _goes_on_behind(document, after, end):
        return False
    if phrase and (tags[after] in {"VBG", "WDT", "WP"} or document.lower[after] == "despite"):
        return document.lower[after] not in _ADDING and tags[comma - 1] != "VBG"
    if tags[after] == "CC" or document.lower[after] in _CLAUSES:
        after += 1
    elif opened:
        return False  # "to say that, if it rained, the dam would fail"
    return _is_clause_there(document, after, end)


def _is_clause_there(document: Document, first: int, end: int) -> bool:
    """ "Norway and Mali did so", "in Oslo ministers met", "Mali, itself short of planes, sent two"."""
    tags = document.tags
    if first >= end:
        return False  # the text breaks off
    if tags[first] == "IN":
        first = end_of_phrase(document, first + 1, end)
    subject = end_of_full_phrase(document, first, end)
    if subject == first:
        return tags[first - 1] in NOUNS and first < end and tags[first] in FINITE
    if tags[subject : subject + 1] == ["CC"]:
        subject = end_of_full_phrase(document, subject + 1, end)
    if tags[subject : subject + 2] == [",", "PRP"]:
        closed = range(subject + 1, min(end + 1, subject + _REACH))
        subject = next((k + 1 for k in closed if tags[k] == ","), subject)
    return subject < min(end + 2, len(tags)) and tags[subject] in FINITE


def _goes_on_behind(document: Document, which: int, end: int) -> bool:
    """ "Blamed Iran, which supplies the gas, for the shortages": the object goes on behind the clause."""
    closed = next((k for k in range(which, min(end - 1, which + _REACH)) if document.tags[k] == ","), end)
    return closed < end - 1 and document.lower[closed + 1] in {"for", "of", "as"}


def _is_circumstance(document: Document, k: int, end: int) -> bool:
    """ "Backed her because he worries", "the idea as he attempts": a clause that tells of the speaker."""
    if document.lower[k - 1] in _MEASURES:
        return False
    if document.lower[k] == "as" and document.tags[k + 1] != "PRP":
        return False  # "dismissed the march as a carnival paid for by others"
    subject = end_of_full_phrase(document, k + 1, end)
    return k + 1 < subject < end and document.tags[subject] in FINITE


def _end_of_object(document: Document, start: int, end: int) -> int:
    """The end of a noun phrase: before "in a video that ...", before what its speaker does next."""
    for k in range(start + 1, min(end - 2, start + _REACH)):
        if document.words[k] == ":" or (document.words[k] in DASHES and document.tags[k - 1] != "``"):
            return k
        if document.tags[k] == "CC" and document.tags[k + 1] in FINITE:
            return k - (document.tags[k - 1] == ",")  # "for $409m but has raised a fifth of it"
        if document.lower[k] in _CIRCUMSTANCES and document.tags[k - 1] == "''":
            return k  # "branded him “a disgrace” after the defeat"
        if document.lower[k] == "in" and document.tags[k + 1] in {"DT", "PRP$"}:
            after = end_of_phrase(document, k + 1, end)
            if document.lower[after - 1] in _CHANNELS:
                return k
    return end
