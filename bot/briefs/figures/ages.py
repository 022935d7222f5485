"""Ages: "a 30-year-old", "aged 18 to 34", "Smith, 42,", "children under five".

What is true of news English: an age is a number of years with "old", or a plain number up to 115 in one of
a few places: behind "aged" or "turned", between commas behind a name, behind "under" or "over" and a word
for people. We accept to miss "He was seventeen".
"""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.briefs.document import Document
from bot.briefs.figures.counted import Measured
from bot.briefs.figures.phrases import counted_phrase, full_phrase, phrase_back_from, words_of
from bot.briefs.figures.qualifiers import Qualified
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.subjects import before_helpers, subject_before
from bot.briefs.figures.vocabulary import BEING, NAMES, NOUNS
from bot.briefs.lexicon import lines, word_set

_OLD = re.compile(r"[ -]+olds?\b| of age\b|s[ -]old\b")
_AGED = re.compile(
    r"\b(?:[Aa]ge[ds]?(?: of| between| from)?|turned|turns"
    r"|(?:life expectancy|(?:average|median|retirement|pension|minimum|maximum|drinking|voting) age)"
    r"\b[^.,;\d]{0,40}"
    r"|(?:[Dd]ied|[Dd]ies|(?<!of )(?<!the )[Dd]ead|die)\b[^.,;\d]{0,30} at"
    r"|\b[Aa] (?:girl|boy|man|woman|child|toddler) of"
    r"|(?:[Hh]e|[Ss]he|I|who)(?: will| would)? (?:is|was|be|were)(?: only| just)?) $"
)
_APPOSED = re.compile(r"[A-Z](?:[\w’'-]+|\.)(?:, | \(| was | is )$")
_REACH = 75  # characters before an age in which its words stand
OLDEST = 115
_YOUNGEST = 3  # "Smith, 2," is more often a place or a note
_PEOPLE = word_set("people_by_age")
_KIN = word_set("kin")
_BY_TRADE = word_set("trades") | word_set("roles")
_GROWN = 15  # the youngest whose trade is told
_TURNING = frozenset({"turn", "turned", "turning", "turns"})
_NEXT = re.compile(r" (?:next|last|this|in|on|today|yesterday|tomorrow)\b|[.,;]")
_HE = re.compile(r",? (?:he|she)\b")
_VERBS = frozenset({"VBD", "VBZ", "VBP", "MD", "WP"})
_FIRST_NAMES = frozenset(name.lower() for line in lines("first_names") for name in line.split())
_TITLES = frozenset(title.lower().rstrip(".") for title in lines("person_titles"))
_SUBJECT = 20  # tokens of a subject
_THAN = (["younger", "than"], ["older", "than"])
_SIDES = frozenset({"under", "over", "above", "below"})
_BEFORE_AGE = _SIDES | {"of", ",", "(", "aged", "ages", "was", "is"}
_NOUN_TAGS = NOUNS | {"JJ"}


def is_age(document: Document, quantity: Quantity, qualified: Qualified) -> bool:
    """Is this quantity somebody's age?"""
    text = document.text
    if quantity.unit in {"yr", "mo", "wk", "d"}:
        return bool(_OLD.match(text, quantity.end))
    high = quantity.high if quantity.high is not None else quantity.value
    if quantity.unit or high is None or high > OLDEST or high != int(high):
        return False
    if _is_side(document, qualified) and document.tags[quantity.last : quantity.last + 1] == ["NN"]:
        return True  # "children under 15 account for": a verb taken for a noun
    if (
        _is_of_person(document, quantity)
        or _is_turning(document, quantity)
        or is_age_without_commas(document, quantity)
    ):
        return True
    counts = quantity.last < len(document.tags) and document.tags[quantity.last] in _NOUN_TAGS
    if counts or text[quantity.end : quantity.end + 1] == "-":
        return False
    return (
        _is_named(document, quantity, qualified.start)
        or _is_side(document, qualified)
        or _is_apposed(document, quantity)
    )


def _is_named(document: Document, quantity: Quantity, start: int) -> bool:
    """ "aged 42", "he will be 35", "a life expectancy of 73"."""
    near = max(0, quantity.start - _REACH, document.text.rfind("\n", 0, start) + 1)
    return bool(_AGED.search(document.text, near, start))


def _is_of_person(document: Document, quantity: Quantity) -> bool:
    """ "A nurse of 51 from Lille": behind one person by trade; "a crew of 51" is no person."""
    lower, first = document.lower, quantity.first
    if first < 3 or lower[first - 1] != "of" or lower[first - 2] not in _BY_TRADE:
        return False
    grown = (quantity.value or 0) >= _GROWN and document.tags[first - 3] in {"DT", "JJ", "NN"}
    return grown and document.tags[quantity.last : quantity.last + 1] not in (["NN"], ["NNS"], ["JJ"])


def _is_turning(document: Document, quantity: Quantity) -> bool:
    """ "Who turns 50 next month", "at 97 he still rows"."""
    text, lower, first = document.text, document.lower, quantity.first
    if first and lower[first - 1] in _TURNING and (quantity.value or 0) >= _YOUNGEST:
        return bool(_NEXT.match(text, quantity.end))
    return bool(first and lower[first - 1] == "at" and _HE.match(text, quantity.end))


def is_age_without_commas(document: Document, quantity: Quantity) -> bool:
    """ "Ms Duarte 47 joined the board": title or first name, surname, two digits, a verb."""
    first, last, tags = quantity.first, quantity.last, document.tags
    two = quantity.number.style == "digits" and quantity.end - quantity.start == len("47")
    if not two or quantity.unit or first < 2 or last >= len(tags) or tags[last] not in _VERBS:
        return False
    if tags[first - 1] not in NAMES or tags[first - 2] not in NAMES:
        return False
    named = document.lower[first - 2].rstrip(".")
    return named in _FIRST_NAMES or named in _TITLES


def _is_side(document: Document, qualified: Qualified) -> bool:
    """ "children under five"."""
    first, lower = qualified.first, document.lower
    if lower[first : first + 2] in _THAN:
        return True
    return first > 0 and lower[first] in _SIDES and lower[first - 1] in _PEOPLE


def _is_apposed(document: Document, quantity: Quantity) -> bool:
    """ "Smith, 42," and "Smith, 42." but not "Smith, 42 metres"."""
    text, first = document.text, quantity.first
    if first < 2 or (quantity.value or 0) < _YOUNGEST:
        return False
    if document.tags[first - 2] == "NN":
        return _is_beside_person(document, quantity)
    if document.tags[first - 2] not in {"NNP", "NNPS"}:
        return False
    closed = text[quantity.end : quantity.end + 1] in {",", ".", ")", ";", ":", ""}
    digits = quantity.number.style == "digits" and quantity.number.scale == 1
    return closed and digits and bool(_APPOSED.search(text, max(0, quantity.start - _REACH), quantity.start))


def _is_beside_person(document: Document, quantity: Quantity) -> bool:
    """ "An arson suspect, 31, was held": two digits between commas behind a common noun."""
    text, first = document.text, quantity.first
    between = document.lower[first - 1] == "," and text[quantity.end : quantity.end + 1] in {",", "."}
    digits = quantity.end - quantity.start == 2 and text[quantity.end : quantity.end + 1] == ","
    kin = document.lower[first - 2] in _KIN
    return between and (digits or kin) and quantity.number.style == "digits"


def end_of_age(text: str, end: int) -> int:
    """Where the words of an age end: "-year-old" is part of its span."""
    old = _OLD.match(text, end)
    return old.end() if old else end


def whose(document: Document, quantity: Quantity, bound: int) -> Measured:
    """Who is that old: "Amara Diallo, 42,", "the 24-year-old driver", "children under five"."""
    first, lower, tags = quantity.first, document.lower, document.tags
    if lower[first - 2 : first] in _THAN and first > 2:
        return Measured(_older(document, first - 2), quantity.last)
    aged = first > 2 and lower[first - 1] in {"aged", "age"} and lower[first - 2] == ","
    head = first - 3 if aged else first - 2 if first > 1 and lower[first - 1] in _BEFORE_AGE else -1
    if is_age_without_commas(document, quantity):
        return Measured(document.text[document.starts[first - 2] : document.ends[first - 1]], quantity.last)
    if head >= 0 and (
        tags[head] in NAMES
        or (tags[head] in NOUNS and (aged or lower[first - 1] == ","))
        or (lower[first - 1] == "aged" and (tags[head] == "NNS" or lower[head] in _KIN))
        or lower[head] in _PEOPLE
        or lower[first - 1] == "of"
    ):
        start = head
        while start and tags[start - 1] in {"NNP", "NNPS", "JJ"} and tags[head] != ",":
            start -= 1
        return Measured(document.text[document.starts[start] : document.ends[head]], quantity.last)
    years_old = quantity.unit and document.text.startswith(" old", quantity.end)
    if years_old and first and tags[first - 1] in NOUNS:  # "air 1.2 million years old"
        return Measured(words_of(document, phrase_back_from(document, first - 1, 0)), quantity.last)
    if years_old and first > 1 and lower[first - 1] in {"is", "was", "are", "were"}:
        thing = subject_before(
            document, before_helpers(document, first - 1, 0), 0
        )  # "the ferry was | 13 years old"
        return Measured(full_phrase(document, thing) if thing else None, quantity.last)
    last = bisect_left(document.starts, end_of_age(document.text, quantity.end))
    phrase = counted_phrase(document, last, bound) if quantity.unit else None
    if not phrase:
        return Measured(None, quantity.last)
    return Measured(re.split(r"[’']s?(?: |$)", words_of(document, phrase))[0], phrase.last)  # "son's school"


def _older(document: Document, place: int) -> str | None:
    """Who is "older than 60": the noun before, else the subject of "are"."""
    if document.tags[place - 1] in NOUNS:
        return words_of(document, phrase_back_from(document, place - 1, 0))
    verb = place - 1 - (document.tags[place - 1] in {"RB", "DT", "PDT"})
    thing = subject_before(document, verb, max(0, verb - _SUBJECT)) if document.lower[verb] in BEING else None
    return full_phrase(document, thing) if thing else None
