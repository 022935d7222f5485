"""Where a noun phrase begins that ends before a verb, read off the tags.

What is true of English: from its noun a phrase runs left over determiners, adjectives and nouns; "of",
participles, relative clauses and "and" tie it to the phrase before ("the mayor of", "people who saw",
"Turkey, Qatar and"). Accepted: bare nouns side by side ("told Fox News Trump ...") do not come apart.
"""

from __future__ import annotations

from bot.briefs.claims.phrases import (
    DAYS,
    INNER,
    LINKS,
    LONGEST,
    NOUNS,
    OPENS,
    QUANTIFIERS,
    TIMES,
    is_quantity,
)
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_DIRECTIONS = frozenset({"north", "south", "east", "west", "outside", "inside"})
_IN_OFFICES = word_set("participles_in_offices")


_SELVES = frozenset({"himself", "herself", "itself", "themselves"})


def start_of_phrase(document: Document, last: int, floor: int) -> int:
    """The first token of the noun phrase that ends with token `last`, not before `floor`."""
    floor = max(floor, last - LONGEST)
    start = start_of_base(document, last, floor)
    while True:
        longer = _longer_start(document, start, floor)
        if longer == start:
            return start
        start = longer


def _longer_start(document: Document, start: int, floor: int) -> int:
    """One step further left: "the mayor of" before "Izmir", "people who saw" before "the letter"."""
    tags, lower = document.tags, document.lower
    before, head = start - 1, start - 2
    if before >= floor and lower[before] in QUANTIFIERS and is_quantity(document, start):
        return before
    if head < floor:
        return start
    tag = tags[before]
    if tag in {"IN", "TO"} and lower[before] in LINKS and lower[start] not in DAYS:
        if lower[head] in _DIRECTIONS and head - 1 >= floor:
            head -= 1
        if tags[head] in NOUNS or tags[head] == "JJS":  # "the largest of"
            return start_of_base(document, head, floor)
        if tags[head] in {"VBN", "VBG", "JJ"} and head - 1 >= floor and tags[head - 1] in NOUNS:
            return start_of_base(document, head - 1, floor)
    elif tag in {"VBN", "VBG"} and tags[head] in NOUNS and lower[head] not in DAYS:
        return start_of_base(document, head, floor)
    elif tag in {"VBD", "VBZ", "VBP", "RB"}:
        antecedent = _before_relative(document, before, floor)
        return start_of_base(document, antecedent, floor) if antecedent >= 0 else start
    elif tag == "CC":
        conjunct = _conjunct_start(document, head, floor)
        return conjunct if conjunct >= 0 else start
    return start


def start_of_base(document: Document, last: int, floor: int) -> int:
    """The first token of the simple phrase that ends with token `last`."""
    tags = document.tags
    if document.lower[last] in _SELVES and last > floor and tags[last - 1] in NOUNS:
        last -= 1  # "Jane Roe herself"
    if tags[last] in {"PRP", "WP", "WDT"}:
        return last
    i = _past_bracket(document, last, floor) if tags[last] == "-RRB-" else last
    while i > floor:
        tag = tags[i - 1]
        if tag == "''" and tags[i] in OPENS:
            break  # "“burn bag,” the Times reported"
        if tag in {"-RRB-", "''"}:
            jump = _past_bracket if tag == "-RRB-" else _short_quote
            opened = jump(document, i - 1, floor)
            if opened in {0, i - 1}:
                break
            i = opened
        elif i - 2 >= floor and _joins_names(document, i - 1):
            i -= 2
        elif i - 1 == floor and tag[0] == "V" and _capitals(document, i - 1):
            return i - 1  # "Grant Young": a first name that is a word as well
        elif _parts_before(document, i, floor):
            break
        else:
            i -= 1
    return i


def _joins_names(document: Document, k: int) -> bool:
    """Is token `k` the sign of a firm's name: "Smith & Sons"?"""
    words = document.words
    return words[k] == "&" and words[k - 1][0].isupper() and words[k + 1][0].isupper()


def _parts_before(document: Document, i: int, floor: int) -> bool:
    """Does a phrase that has token `i` begin there: does the token before not belong to it?"""
    tags, lower = document.tags, document.lower
    tag, word = tags[i - 1], lower[i - 1]
    if tags[i] == "POS" and tag in INNER:
        return False  # "Friday's ruling"
    if tag not in INNER or word in DAYS or (tag == "CD" and ":" in word):
        return True
    if tags[i] in OPENS and tag != "PDT" and word not in {"all", "both"}:
        return True
    if tag in {"VBN", "VBG"}:
        opens = document.words[i - 1][0].isupper() and i - 2 < floor  # "Planning officers"
        acting = tags[i] == "JJ" and tags[i + 1 : i + 2] in (["NN"], ["NNP"])
        if acting and word in _IN_OFFICES:
            return False  # "acting provincial police commander"
        if (word in _IN_OFFICES or (opens and tag == "VBG" and tags[i] in {"NN", "NNS"})) and tags[
            i
        ] in NOUNS:
            return False
        alone = i - 2 < floor or tags[i - 2] not in {"DT", "JJ", "PRP$", "POS", "CC"}
        return alone and (document.words[i - 1][0].islower() or tags[i] != "NNP")
    if tag in {"RB", "RBS"}:
        return tags[i] not in {"JJ", "CD", "JJS", "VBN"} or word in {"not", "n't"}
    return tag == "NNS" and tags[i] in {"NNP", "JJ", "DT"} and document.words[i - 1][0].islower()


def _capitals(document: Document, i: int) -> bool:
    return document.words[i][0].isupper() and document.words[i + 1][0].isupper()


def _past_bracket(document: Document, i: int, floor: int) -> int:
    """The opening bracket of the closing one at `i`, or `i` when it is far or missing."""
    for k in range(i - 1, max(floor, i - 8) - 1, -1):
        if document.tags[k] == "-LRB-":
            return k
    return i


def _short_quote(document: Document, i: int, floor: int) -> int:
    """Where a nickname or a word in marks that ends at `i` begins, 0 if it is something longer."""
    for k in range(i - 1, max(floor, i - 5) - 1, -1):
        if document.tags[k] == "``" or (document.words[k] == '"' and k < i - 1):
            return k if k > floor and document.tags[k - 1] in INNER else 0
    return 0


def _before_relative(document: Document, verb: int, floor: int) -> int:
    """The last token before "who" in "people who attended": -1 where there is none near."""
    for k in range(verb - 1, max(floor, verb - 5), -1):
        if document.lower[k] in {"who", "that", "which", "where"}:
            return k - 1 if document.tags[k - 1] in NOUNS else -1
        if document.tags[k] not in {"RB", "MD", "VBZ", "VBP", "VBD", "VBN", "VB", "PRP"}:
            return -1
    return -1


def _conjunct_start(document: Document, head: int, floor: int) -> int:
    """The start of "the United States and" when that phrase opens the clause, else -1."""
    tags = document.tags
    if tags[head] == ",":
        head -= 1
    if head < floor or tags[head] not in NOUNS | {"JJ"}:
        return -1
    start = start_of_base(document, head, floor)
    while start - 2 >= floor and tags[start - 1] == "IN" and tags[start - 2] in NOUNS:
        start = start_of_base(document, start - 2, floor)
    start = _start_of_list(document, start, floor)
    if (
        start == floor
        or tags[start - 1] in {",", "''", "``", ":", "-LRB-"}
        or document.lower[start - 1] == "that"
    ):
        return start
    return start - 1 if document.lower[start - 1] in {"neither", "either", "both"} else -1


def _start_of_list(document: Document, start: int, floor: int) -> int:
    """ "Turkey, Qatar and Egypt": the first of a list of names that opens the clause, else `start`."""
    tags, first = document.tags, start
    while first - 2 >= floor and tags[first - 1] == "," and tags[first - 2] == "NNP":
        first = start_of_base(document, first - 2, floor)
    opens = first == floor or tags[first - 1] in {"''", ":"} or document.lower[first - 1] == "that"
    return first if opens and document.lower[first] not in TIMES else start
