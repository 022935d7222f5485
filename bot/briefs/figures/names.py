"""Numbers that are names, labels and addresses: Boeing 737, phase two, pages 10-15, 10 Downing Street.

What is true of English: behind a capitalised word and before no plural a number is a label (Resolution 1718,
Fortune 100), behind a word for a thing in a series too ("phase two"); a capital inside a sentence makes a
number word a name (the Five Eyes). An age between a person's name and the verb is none of these.
"""

from __future__ import annotations

from collections.abc import Set

from bot.briefs.document import Document
from bot.briefs.figures.ages import is_age_without_commas
from bot.briefs.figures.headed import heading_of
from bot.briefs.figures.qualifiers import Qualified
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.vocabulary import FATE_WORDS, FINITE, NAMES, NOUNS, OPENS_A_NOUN
from bot.briefs.lexicon import word_set

_LABELS = word_set("numbered")
_STREETS = word_set("streets")
_PLURAL_VERBS = frozenset({"were", "are", "have"})
_MOST_LABEL = 100_000  # labels are short: Flight 370, Resolution 1718, Psalm 23
_HOURS = 12
_ENDS = frozenset({".", ",", "CC", ":", "IN"})
_AT_HOURS = frozenset({"since", "until", "till"})
_OPENING = frozenset(
    {"open", "opens", "opened", "close", "closes", "closed", "begin", "begins", "began", "starts"}
)
# What jets are called; behind an article and before no plural nothing else is meant.
_AEROPLANES = frozenset({707.0, 717.0, 727.0, 737.0, 747.0, 757.0, 767.0, 777.0, 787.0, 320.0, 321.0, 330.0})
_AEROPLANES |= {340.0, 350.0, 380.0}
_MOST_WORDED = 20  # labels in words are short: phase two, day three
_FATES = FATE_WORDS - {"free", "release", "capture"}


def is_label(document: Document, quantity: Quantity, qualified: Qualified, opens: Set[int]) -> bool:
    """ "Flight 370", "page 12": a whole number bare of qualifiers behind a name or a word for a series."""
    text, first = document.text, quantity.first
    value = quantity.value or 0.0
    bare = value == int(value) and "," not in text[quantity.start : quantity.end] and value < _MOST_LABEL
    if quantity.low is not None and quantity.number.style == "digits" and first:
        return _is_range_of_labels(document, quantity)
    bound = qualified.start < quantity.start  # "grade 5 and above" is a label still
    if not bare or first == 0 or quantity.signed or bound or quantity.low is not None:
        return False
    if document.ends[first - 1] < quantity.start - 1 or qualified.first != first:
        return False
    word = document.words[first - 1]
    after = document.tags[quantity.last] if quantity.last < len(document.tags) else ""
    if word[-1] == "s" and word[:-1].isupper():
        return False  # "of the 650 MPs 317 voted"
    capital = word != word.lower() and not _is_shouted(document, first - 1, quantity.last)
    if capital and word[1:] != word[1:].lower() and word != word.upper():
        return True  # iPhone 11
    if is_age_without_commas(document, quantity):
        return False
    if _is_listed(document, first) or _is_aeroplane(document, quantity):
        return True
    before = document.lower[first - 1]
    plural = after in {"NNS", "NNPS"} or _with_plural(document, quantity.last)
    if before == "magnitude" or before in _FATES:
        return False  # "a magnitude 7 quake", "Gunmen Kill 12, Abduct 28"
    if before in _LABELS or before.removesuffix("s") in _LABELS:
        return capital or not plural
    if quantity.last < len(document.lower) and document.lower[quantity.last] in _PLURAL_VERBS:
        return False  # "in Gaza 14 were killed"
    named = not word.endswith(".") and (first - 1 not in opens or document.tags[first - 1] in NAMES)
    return capital and named and not plural and heading_of(document, first, quantity.last) is None


def _is_shouted(document: Document, before: int, behind: int) -> bool:
    """ "POLICE SAY 12 DEAD": capitals on both sides are a headline's, not a name's."""
    words = document.words
    return behind < len(words) and all(
        words[place].isupper() and len(words[place]) > 2 for place in (before, behind)
    )


def _is_aeroplane(document: Document, quantity: Quantity) -> bool:
    """ "The 787 lost power", "a 737 Max"."""
    if quantity.value not in _AEROPLANES or document.lower[quantity.first - 1] not in {
        "the",
        "a",
        "an",
        "its",
    }:
        return False
    return not _with_plural(document, quantity.last)


def is_worded_label(document: Document, quantity: Quantity, qualified: Qualified) -> bool:
    """ "Phase two", "day three of the trial", "half past six": a label in words, with no noun behind."""
    first, lower = quantity.first, document.lower
    if first < 2 or qualified.first != first or (quantity.value or 0) > _MOST_WORDED:
        return False
    if (quantity.value or 0) <= _HOURS and (
        quantity.last >= len(lower) or document.tags[quantity.last] in _ENDS
    ):
        hour = lower[first - 1] in _AT_HOURS or (lower[first - 1] == "at" and lower[first - 2] in _OPENING)
        if hour:
            return True  # "open since nine", "closes at eleven"
    if lower[first - 1] == "past":
        return lower[first - 2] in {"half", "quarter", "ten", "twenty", "five", "minutes"}
    after = document.tags[quantity.last] if quantity.last < len(document.tags) else "."
    return lower[first - 1] in _LABELS and after not in OPENS_A_NOUN | FINITE


def _is_listed(document: Document, first: int) -> bool:
    """ "Flights 687 and 862": the second of two labels."""
    lower = document.lower
    return (
        first > 2
        and lower[first - 1] in {"and", "or", "&"}
        and lower[first - 2].isdecimal()
        and (lower[first - 3].removesuffix("s") in _LABELS)
    )


def _is_range_of_labels(document: Document, quantity: Quantity) -> bool:
    """ "Pages 10-15", "verses 1-4", "case no. 23-719"."""
    before = document.lower[quantity.first - 1]
    after = document.tags[quantity.last] if quantity.last < len(document.tags) else "."
    return (before in _LABELS or before.removesuffix("s") in _LABELS) and after not in NOUNS


def is_address(document: Document, quantity: Quantity) -> bool:
    """ "16-18 Industrial Avenue", "10 Downing Street"."""
    if document.lower[quantity.last : quantity.last + 2] == ["block", "of"]:
        return document.lower[quantity.first - 1] == "the"  # "in the 3200 block of Broad Street"
    for index in range(quantity.last, min(quantity.last + 4, len(document.words))):
        if document.tags[index] not in NAMES:
            return False
        if index > quantity.last and document.lower[index] in _STREETS:
            return True
    return False


def _with_plural(document: Document, index: int) -> bool:
    """Does a modifier and then a plural follow ("14 Ukrainian soldiers")?"""
    tags = document.tags[index : index + 4]
    for tag in tags:
        if tag == "NNS":
            return True
        if tag not in {"JJ", "VBN", "NN"}:
            return False
    return False


def is_name(document: Document, quantity: Quantity, opens: Set[int]) -> bool:
    """A number word with a capital inside a sentence, beside another: the Five Eyes, Group of Seven."""
    first, words = quantity.first, document.words
    if not words[first][0].isupper() or first in opens or words[first].isupper():
        return False
    before, after = words[first - 1], words[quantity.last] if quantity.last < len(words) else ""
    if before in {"“", '"', "‘", "'", ":", "-", "–", "—", "``"}:
        return False
    return after[:1].isupper() or before[0].isupper() or before == "of"
