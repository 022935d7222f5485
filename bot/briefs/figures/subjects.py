"""The subject of a verb: the noun phrase whose amount, change or fate the verb tells.

What is true of English: the subject opens its clause, and what hangs on it may stand between ("the number
of people | who fled"); an aside between commas is skipped ("the club, relegated in May, | lost"), "which"
takes up the noun before it, and a participle behind a comma shares the subject of the main clause.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.figures.phrases import NOUNS, Phrase, phrase_at, phrase_back_from
from bot.briefs.lexicon import columns, word_set

_OPENS = NOUNS | {"DT", "JJ", "PRP$", "VBN", "VBG", "CD"}
_CALENDAR = frozenset(row[0] for row in columns("calendar"))
_CLAUSES = word_set("clause_openers")
_SAYINGS = word_set("present_sayings")
_SUBJECT = 40  # tokens of a subject with all that hangs on it
_ASIDE_OPENS = frozenset({"WDT", "WP", "VBN", "VBG", "WP$", "DT", "JJ", "NN"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_IN_RELATIVE = frozenset({"VBD", "RB", "MD", "VBN"})
_HELPING = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "’s", "'s", "’ve", "'ve"}
)
_HELPERS = ("VB", "MD", "RB", "TO")


def subject_before(document: Document, verb: int, bound: int) -> Phrase | None:
    """The subject of a verb: the first noun phrase after the nearest clause border on its left."""
    tags, lower = document.tags, document.lower
    start, bound = verb, max(bound, verb - _SUBJECT)
    if tags[verb] == "VBG" and verb - 1 > bound and tags[verb - 1] in NOUNS:
        return phrase_back_from(document, verb - 1, bound)  # "sees | the economy | growing"
    while start > bound and not _is_border(tags[start - 1], lower[start - 1]):
        start -= 1
    if start == verb and start - 1 > bound and tags[start - 1] in {"WDT", "WP"}:
        return _relative_head(document, start - 1, bound)
    beside = start == verb and start - 2 >= bound and tags[start - 1] == ","
    if beside and tags[verb] == "VBN" and tags[start - 2] in NOUNS and lower[start - 2] not in _CALENDAR:
        return phrase_back_from(document, start - 2, bound)  # "the shares, | sold at 390 rupees"
    if start == verb and start - 1 > bound and tags[start - 1] == ",":
        return _before_aside(document, start - 1, bound)
    if start == verb and start - 1 > bound and tags[start - 1] == "CC":
        return _shared_subject(document, start - 1, bound)
    if start == verb and start - 2 >= bound and tags[start - 1] == "VBD" and tags[start - 2] in NOUNS:
        return phrase_back_from(document, start - 2, bound)  # "the area planted | grew"
    if head := _relative_between(document, start, verb, bound):
        return head
    if phrase := _first_phrase(document, start, verb):
        plural = phrase.last == verb - 1 and tags[verb - 1] == "VBZ"  # "storage losses | run at"
        return Phrase(phrase.first, verb, verb - 1) if plural else phrase
    if verb - 2 >= start and tags[verb - 1] == "JJ" and tags[verb - 2] == "DT":
        return Phrase(verb - 2, verb, verb - 1)  # a noun taken for an adjective
    if start == verb - 1 and tags[start] == "VBG":
        return Phrase(start, verb, start)  # "Restructuring | will cost"
    if start == verb - 1 and tags[start] == "VBZ" and lower[start].endswith("s"):
        return Phrase(start, verb, start)  # "that | reserves | could slip": a plural taken for a verb
    return None


def _first_phrase(document: Document, start: int, verb: int) -> Phrase | None:
    """The first noun phrase between a clause's border and its verb; what a preposition opens, only if
    there is no other and no pronoun ("in the city | it is", "in Brasov the rate | is")."""
    tags, index = document.tags, start
    if verb > start and tags[verb - 1] == "PRP" and not (verb - 2 > start and tags[verb - 2] == "IN"):
        return None  # "told this newspaper | she paid"
    passed: Phrase | None = None
    while index < verb:
        phrase = None
        if document.words[index][0].isalpha() and tags[index] in _OPENS:
            phrase = phrase_at(document, index, verb)
        if phrase is None:
            if tags[index] == "PRP" and not (index > start and tags[index - 1] == "IN"):
                return None
            index += 1
        elif document.lower[phrase.head] in _CALENDAR:
            index = phrase.last
        elif index == start + 1 and tags[start] == "IN" and passed is None:
            passed, index = phrase, phrase.last
        else:
            return phrase
    return passed


def before_helpers(document: Document, verb: int, first: int) -> int:
    """The first token of a verb with its auxiliaries and adverbs: "will probably | need"."""
    tags, modal = document.tags, False
    while verb > first and tags[verb - 1].startswith(_HELPERS):
        if modal and tags[verb - 1] not in {"RB", "VB"}:
            break  # nothing but adverbs stands between a modal and its subject
        full = (
            tags[verb - 1] in _FINITE and tags[verb - 1] != "MD" and document.lower[verb - 1] not in _HELPING
        )
        if full and tags[verb] not in {"TO", "VBG"}:
            break  # "tolls | earned": a noun taken for a verb
        modal = modal or tags[verb - 1] == "MD"
        verb -= 1
    return verb


def _relative_head(document: Document, which: int, bound: int) -> Phrase | None:
    """The noun phrase that "which" or "who" takes up: "the rover, | which weighs"."""
    head = which - 2 if document.lower[which - 1] == "," else which - 1
    if head < bound or document.tags[head] not in NOUNS:
        return None
    return phrase_back_from(document, head, bound)


def _relative_between(document: Document, start: int, verb: int, bound: int) -> Phrase | None:
    """The head of a relative clause that ends before the verb: "ships that go round Africa | add", "people
    who fled the town | have"."""
    tags, place = document.tags, start - 1
    if place <= bound or start == verb:
        return None
    if tags[place] == "VBD":
        while place > bound and tags[place] in _IN_RELATIVE:
            place -= 1
        return (
            _relative_head(document, place, bound) if tags[place] in {"WDT", "WP"} and place > bound else None
        )
    if tags[place] not in {"WDT", "WP"} or _FINITE.isdisjoint(tags[start : verb - 1]):
        return None
    return _relative_head(document, place, bound)


def _shared_subject(document: Document, conjunction: int, bound: int) -> Phrase | None:
    """The subject of the verb before "and" or "but": "the plan will cost £3m | but save £5m"."""
    for place in range(conjunction - 1, bound, -1):
        if document.tags[place] in _FINITE:
            verb = before_helpers(document, place, bound)
            return subject_before(document, verb, bound) if verb > bound else None
        if document.tags[place] in {".", ":"}:
            return None
    return None


def _before_aside(document: Document, comma: int, bound: int) -> Phrase | None:
    """The noun phrase before an aside that a comma closes: "the club, relegated in May, | lost"."""
    for place in range(comma - 1, bound, -1):
        if document.tags[place] == "." or document.lower[place] in {";", ":"}:
            return None
        opens = document.tags[place] == "," and document.tags[place + 1] in _ASIDE_OPENS
        if opens and document.tags[place - 1] in NOUNS:
            return phrase_back_from(document, place - 1, bound)
    return None


def _is_border(tag: str, word: str) -> bool:
    return (
        tag in {",", ":", ".", "CC", "``", "''", "WDT", "WP", "WRB", "-LRB-", "-RRB-"}
        or word in _CLAUSES
        or tag == "VBD"
        or (word in _SAYINGS and tag in {"VBZ", "VBP"})
    )
