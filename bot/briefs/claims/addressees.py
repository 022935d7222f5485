"""Whom something was said to, when and where: what stands between a verb of saying and what was said.

What is true of English: an addressee, adverbs, a day and the occasion ("told reporters in Kyiv on Monday
that") come between the two in any order, and nothing else does.
"""

from __future__ import annotations

from bot.briefs.claims.cues import Cue
from bot.briefs.claims.phrases import TIMES, end_of_occasion, end_of_phrase, is_occasion
from bot.briefs.document import Document

_PREPOSITIONS = frozenset({"IN", "TO"})
_WHEREABOUTS = frozenset({"to", "in", "at", "from", "of", "with", "outside", "inside", "near"})


def after_addressee(document: Document, cue: Cue, ceiling: int) -> int:
    """The token after the verb and whom it was said to, adverbs and occasions stepped over."""
    i = cue.end
    if ("a" in cue.verb.frames or cue.verb.lemma in {"ask", "tell"}) and i < ceiling:
        i = past_addressee(document, i, ceiling)
    return skip_adjuncts(document, i, ceiling)


def past_addressee(document: Document, i: int, ceiling: int) -> int:
    """The token after "reporters", "him", "CNN's Jane Roe on her show"."""
    if document.lower[i] in {"that", "whether", "if"}:
        return i
    after = end_of_phrase(document, i, ceiling)
    for k in range(i + 1, after):
        if document.tags[k] == "CD" and document.tags[k - 1] in {"NN", "NNS"}:
            return k  # "told the meeting 1.7 million people were"
    if after > i and after + 1 < ceiling and document.lower[after] in {"of", "at"}:
        longer = end_of_phrase(document, after + 1, ceiling)
        if longer > after + 1 and not is_occasion(document, after, ceiling):
            after = longer
    return after


def skip_adjuncts(document: Document, i: int, ceiling: int) -> int:
    """The token after adverbs, days and occasions of speaking that begin at `i`."""
    tags, lower = document.tags, document.lower
    for _ in range(6):
        if i >= ceiling:
            return i
        if (
            tags[i] in {"RB", "RBR"}
            and lower[i] not in {"not", "so", "n't", "there", "outside", "inside"}
            and _adverb_ends(document, i, ceiling)
        ) or lower[i] in TIMES:
            i += 1
        elif (
            lower[i] in {"earlier", "late", "later", "early"}
            and lower[i + 1 : i + 2]
            and lower[i + 1] in TIMES
        ):
            i += 2  # "announced early Tuesday"
        elif lower[i] in {"earlier", "late", "later", "early"} and _dated(document, i + 1, ceiling):
            i = end_of_phrase(document, i + 1, ceiling)
        elif lower[i] == "the" and lower[i + 1 : i + 2] == ["fall"]:
            return i  # "put the fall at 6.5 per cent"
        elif lower[i] in {"last", "this", "next", "the"} and _dated(document, i, ceiling):
            i = end_of_phrase(document, i, ceiling)
        elif tags[i : i + 3] == [",", "RB", ","]:
            i += 3
            if lower[i : i + 1] == ["that"]:
                return i + 1
        elif tags[i] in _PREPOSITIONS and is_occasion(document, i, ceiling):
            i = end_of_occasion(document, i, ceiling)
        elif lower[i] in _WHEREABOUTS and "least" not in lower[i + 1 : i + 2]:
            after = end_of_phrase(document, i + 1, ceiling)
            if after == i + 1 or after >= ceiling or not _opens_content(document, after):
                return i
            if tags[after] == "WDT":
                return i  # "protested at checks that held up lorries"
            i = after
        else:
            return i
    return i


def _adverb_ends(document: Document, i: int, ceiling: int) -> bool:
    """An adverb before a noun phrase belongs to it ("said nearly half"); others to the verb."""
    return (
        document.lower[i].endswith("ly") or i + 1 >= ceiling or document.tags[i + 1] not in {"CD", "DT", "JJ"}
    )


def _dated(document: Document, i: int, ceiling: int) -> bool:
    after = end_of_phrase(document, i, ceiling)
    return i + 1 < after <= i + 4 and document.lower[after - 1] in TIMES


def _opens_content(document: Document, i: int) -> bool:
    return document.lower[i] in {"that", "whether", "if", ":", ","} or document.tags[i] in {"``", "PRP", "IN"}
