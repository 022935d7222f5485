"""Does a clause follow, with a subject and a finite verb of its own?

What is true of English: behind a verb of saying a bare clause opens with its subject's phrase, and shows its
finite verb before the phrase is over; verbs of relative clauses on the way are not it. A past form right
behind a plural may be the verb where the tagger saw a participle or an adjective ("sign-ups tripled").
Accepted: clauses whose subject is longer than a sentence is wide.
"""

from __future__ import annotations

from bot.briefs.claims.phrases import DASHES, FINITE, NOUNS, TIMES, end_of_phrase
from bot.briefs.claims.verb_groups import is_past_form
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_TURNS = frozenset(
    {"while", "whereas", "although", "though", "because", "as", "after", "when", "but", "adding", "saying"}
)
_CIRCUMSTANCES = frozenset({"after", "before", "because", "while"})
_SUBJECTS = frozenset({"he", "she", "they", "we", "i"})
_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
_SINGULARS = frozenset({"NN", "NNP", "CD"})
_IDLE = frozenset({"NNS", "NNP", "NNPS", "PRP", "PRP$", "CD", "POS"})  # tags that decide nothing
_FAR = 20  # tokens behind which a comma ends the phrase
_SHORT = 7  # tokens of a quotation that is a name
_CLAUSE = 28  # tokens within which a bare clause shows its finite verb
_PLACING = frozenset({"at", "in", "on", "with", "over", "from", "for", "by"})
_OBJECTS = (["NNS"], ["DT"], ["PRP"], ["PRP$"], ["CD"])
_PLURALS = frozenset({"NNS", "NNPS", "PRP"})
_UNCHANGING = word_set("unchanging_verbs")
_OF_DEEDS = (["NN"], ["NNS"], ["NNP"], ["DT"], ["CD"], ["PRP$"])
_OBJECT_TAGS = frozenset({"CD", "DT", "NNS", "NN", "PRP$", "JJ"})


def is_clause(document: Document, i: int, ceiling: int, *, alone: bool = False) -> bool:
    """Does a finite verb follow before the phrase at `i` is over?

    `alone`: the verb before takes no noun phrase, so that a past form taken for a participle is finite.
    """
    if document.lower[i] in _SUBJECTS or _is_of_it(document, i, ceiling):
        return True
    if _places_before_verb(document, i, ceiling):
        return False
    return _shows_verb(document, i, ceiling, alone=alone)


def _places_before_verb(document: Document, i: int, ceiling: int) -> bool:
    """ "Argued with the coach at lunch were": a phrase of place or time before a verb that is another's."""
    tags, lower = document.tags, document.lower
    if tags[i] != "IN" or lower[i] not in _PLACING:
        return False
    after = end_of_phrase(document, i + 1, ceiling)
    if after >= ceiling or tags[after] not in FINITE | _RELATIVES:
        return False
    counts = "CD" in tags[i:after] or lower[i + 1 : i + 2] in (["least"], ["most"])  # "in all 19 people had"
    return not counts and TIMES.isdisjoint(lower[i:after])


def _is_of_it(document: Document, i: int, ceiling: int) -> bool:
    """ "Forbes says it tracks 500 fortunes", whatever its verb was taken for."""
    taken_for = document.tags[i + 1 : i + 2] in (["NNS"], ["VB"])
    return document.lower[i] == "it" and (taken_for or _is_past(document, i + 1, ceiling))


def _shows_verb(document: Document, first: int, ceiling: int, *, alone: bool) -> bool:
    """Is there a finite verb that no relative clause from token `first` on owns?"""
    tags = document.tags
    owed = 0  # verbs that belong to relative clauses on the way
    participle = False  # a past form right after a noun may be its verb
    aside = first  # the token behind a dash that closes what another opened
    for k in range(first, min(ceiling, first + _CLAUSE)):
        if k < aside or tags[k] in _IDLE:
            continue
        if document.words[k] in DASHES:
            aside = _past_dash(document, k, ceiling)
            if not aside:
                break
        elif tags[k] in FINITE:
            if owed == 0:
                return k > first
            owed -= 1
        elif _opens_relative(document, first, k) or (not alone and _opens_time(document, first, k, ceiling)):
            owed += 1
        elif _may_be_verb(document, first, k, alone=alone):
            participle = True
        elif _ends_there(document, k, ceiling) or (tags[k] == "," and owed == 0 and k - first > _FAR):
            break
    return participle and owed == 0


def _opens_relative(document: Document, first: int, k: int) -> bool:
    tags = document.tags
    bare = document.lower[k] == "that" and k > first and tags[k - 1] in NOUNS
    return bare or tags[k] in _RELATIVES


def _opens_time(document: Document, first: int, k: int, ceiling: int) -> bool:
    """ "Announced the curfew after the police banned the march": a phrase, and a clause that tells when."""
    if document.lower[k] not in _CIRCUMSTANCES or k == first:
        return False
    subject = end_of_phrase(document, k + 1, ceiling)
    return k + 1 < subject < ceiling and document.tags[subject] in FINITE


def _may_be_verb(document: Document, first: int, k: int, *, alone: bool) -> bool:
    """Is the word right behind its noun a past form that was taken for a participle, noun or adjective?"""
    tags, before = document.tags, document.tags[k - 1]
    if tags[k] == "VBN":
        adverb = before == "RB" and tags[k - 2 - (tags[k - 2] == "``")] in _PLURALS
        return before in _PLURALS or adverb or (alone and before in _SINGULARS)
    if tags[k] == "NN":  # "said the strike cut electricity to Bari"
        return document.lower[k] in _UNCHANGING and k > first and tags[k + 1 : k + 2] in _OF_DEEDS
    if tags[k] != "JJ" or not document.lower[k].endswith("ed"):
        return False
    if before in _PLURALS:
        return True  # "sign-ups tripled overnight"
    # "an update, not an attack, knocked thousands offline"
    return is_past_form(document, k) and tags[k + 1 : k + 2] in _OBJECTS


def _ends_there(document: Document, k: int, ceiling: int) -> bool:
    """Does a stop, or a quotation or another clause behind a comma, end the phrase before token `k`?"""
    tag, pause = document.tags[k], document.tags[k - 1] == ","
    if tag == "``" and pause:
        return not _is_aside(document, k, ceiling)
    return tag in {".", ":"} or (pause and document.lower[k] in _TURNS)


def _past_dash(document: Document, dash: int, ceiling: int) -> int:
    """The token after the dash that closes an aside, 0 where none is near."""
    near = range(dash + 1, min(ceiling, dash + _CLAUSE))
    return next((k + 1 for k in near if document.words[k] in DASHES), 0)


def _is_past(document: Document, i: int, ceiling: int) -> bool:
    """Is the word behind "it" a past form, perhaps taken for an adjective ("it escorted three convoys")?"""
    if i + 1 >= ceiling:
        return False
    adjective = document.tags[i] == "JJ" and document.lower[i].endswith("ed")
    return document.tags[i] == "VBN" or (adjective and document.tags[i + 1] in _OBJECT_TAGS)


def _is_aside(document: Document, mark: int, ceiling: int) -> bool:
    """ "The men, “maybe forty”, came": a short quotation with a comma behind it."""
    for k in range(mark + 1, min(ceiling - 1, mark + _SHORT)):
        if document.tags[k] == "''":
            return document.tags[k + 1] == ","
    return False
