"""Does a clause follow, with a subject and a finite verb of its own?

What is true of English: behind a verb of saying a bare clause opens with its subject's phrase, and shows its
finite verb before the phrase is over; verbs of relative clauses on the way are not it. A past form right
behind a plural may be the verb where the tagger saw a participle or an adjective ("sign-ups tripled").
Accepted: clauses whose subject is longer than a sentence is wide.
"""

from __future__ import annotations

from bot.briefs.claims.phrases import DASHES, FINITE, NOUNS, TIMES, end_of_phrase
from bot.briefs.claims.speakers import is_past_form
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_TURNS = frozenset(
    {"while", "whereas", "although", "though", "because", "as", "after", "when", "but", "adding", "saying"}
)
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
    tags, lower = document.tags, document.lower
    owed = 0  # verbs that belong to relative clauses on the way
    participle = False  # a past form right after a noun may be its verb
    if document.lower[i] in {"he", "she", "they", "we", "i"}:
        return True
    if tags[i] == "IN" and document.lower[i] in _PLACING:
        after = end_of_phrase(document, i + 1, ceiling)
        counts = (
            "CD" in tags[i:after]
            or document.lower[i + 1 : i + 2] in (["least"], ["most"])
            or TIMES.intersection(document.lower[i:after])
        )  # "in all 19 people had"
        if after < ceiling and tags[after] in FINITE and not counts:
            return False  # "argued with the coach at lunch were": the verb is another's
    if document.lower[i] == "it" and (
        _is_past(document, i + 1, ceiling) or tags[i + 1 : i + 2] in (["NNS"], ["VB"])
    ):
        return True  # "Forbes says it tracks 500 fortunes"
    aside = 0  # the token behind a dash that closes what another opened
    for k in range(i, min(ceiling, i + _CLAUSE)):
        tag = tags[k]
        if k < aside:
            continue
        if document.words[k] in DASHES:
            aside = _past_dash(document, k, ceiling)
            if not aside:
                return participle and owed == 0
        elif tag in FINITE:
            if owed == 0:
                return k > i
            owed -= 1
        elif tag in {"WDT", "WP", "WP$", "WRB"} or (
            document.lower[k] == "that" and k > i and tags[k - 1] in NOUNS
        ):
            owed += 1
        elif tag == "VBN" and (
            tags[k - 1] in _PLURALS
            or (tags[k - 1] == "RB" and tags[k - 2 - (tags[k - 2] == "``")] in _PLURALS)
            or (alone and tags[k - 1] in {"NN", "NNP", "CD"})
        ):
            participle = True
        elif tag == "NN" and lower[k] in _UNCHANGING and k > i and tags[k + 1 : k + 2] in _OF_DEEDS:
            participle = True  # "said the strike cut electricity to Bari"
        elif tag == "JJ" and lower[k].endswith("ed") and tags[k - 1] in _PLURALS:
            participle = True  # "sign-ups tripled overnight"
        elif tag == "JJ" and is_past_form(document, k) and tags[k + 1 : k + 2] in _OBJECTS:
            participle = True  # "an update, not an attack, knocked thousands offline"
        elif tag == "``" and tags[k - 1] == "," and _is_aside(document, k, ceiling):
            continue
        elif (
            tag in {".", ":"}
            or (tag == "," and owed == 0 and k - i > 20)
            or (tags[k - 1] == "," and (tag == "``" or document.lower[k] in _TURNS))
        ):
            return participle and owed == 0
    return participle and owed == 0


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
