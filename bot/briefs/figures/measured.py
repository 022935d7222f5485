"""What a measure, an amount of money, a share or a duration is about.

What is true of English: it stands behind ("of wheat", "in aid", "away from the border"), in the compound
("a 750-metre swim"), before ("a range of 400 km", "wages 5 per cent"), or it is the subject of a verb that
measures or changes ("unemployment rose 3.2%"), or the object of one that changes something else ("cut its
rate by 25 points"). The subject of any other verb says nothing about the amount, so it is not taken.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.figures.ahead import EQUAL, TO_A_VALUE, named_before
from bot.briefs.figures.counted import Measured, part_of
from bot.briefs.figures.extents import dimension, distance
from bot.briefs.figures.phrases import (
    Phrase,
    counted_phrase,
    full_phrase,
    phrase_at,
    phrase_back_from,
    words_of,
)
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.vocabulary import CALENDAR, NAMES, NOUNS, OF_CHANGE
from bot.briefs.lexicon import word_set

_LENGTHS = frozenset({"ly", "km", "mi", "m", "ft", "nmi", "yd", "cm", "mm", "in"})
TERMS = (
    frozenset({"average", "year", "month", "week", "quarter", "day", "total", "all", "just", "cash"})
    | CALENDAR
)
_SHARES = word_set("share_nouns")
_SUMMING = word_set("counting_nouns") | frozenset({"cost", "price", "rate"})
_MORE_OR_LESS = frozenset({"more", "less", "fewer"})
_BASES = frozenset({"gdp", "gnp", "gross"})
_BASE_LONG = 3  # tokens of "the country's GDP"
_OF_THE_WHOLE = (["the", "total"], ["the", "whole"], ["that", "sum"], ["that", "total"])
_ACTS = (["VBD"], ["VBZ"], ["VBP"], ["MD"])


def measure_of(document: Document, quantity: Quantity, before: int, bounds: tuple[int, int]) -> Measured:
    """What the quantity is about; `before` is the first token of its qualifiers, `bounds` its sentence's."""
    lower, last, bound = document.lower, quantity.last, bounds[1]
    if quantity.unit in _LENGTHS:
        extent = distance(document, last, bound) or dimension(document, before, last, bounds)
        if extent:
            return extent
    of_time = quantity.kind == "duration" and last + 1 < bound and lower[last + 1] in CALENDAR
    if last < bound and lower[last] == "of" and not of_time:
        named = _named_of(document, before, bounds[0])
        whole = lower[last + 1 : last + 3] in _OF_THE_WHOLE or _is_base(lower, last + 1, bound)
        if named is None and (whole or lower[before - 1] == "at"):  # "stood at 6.1% of the total"
            named = named_before(document, before, bounds[0], quantity.kind)
        return Measured(full_phrase(document, named), last) if named else part_of(document, last + 1, bound)
    level = lower[before - 1] in TO_A_VALUE  # "fell to 1,212 pesos in early trade"
    behind = last + (lower[last] == ",") if last < bound else last
    if (
        quantity.kind == "money"
        and not level
        and not quantity.per
        and behind + 1 < bound
        and _is_for(document, behind)
    ):
        phrase = phrase_at(document, behind + (2 if lower[behind + 1] == "of" else 1), bound)
        if phrase and document.tags[phrase.head] in {"NN", "NNS"}:
            return Measured(full_phrase(document, phrase), phrase.last)
    if before > 1 and lower[before - 1] == "of" and lower[before - 2] not in _SUMMING:
        named = named_before(document, before, bounds[0], quantity.kind)
        if named:  # "winds of 210 km/h tore": what stands before "of" says more than what follows
            return Measured(full_phrase(document, named), last)
    if thing := _worth(document, before, bounds[0]):
        return Measured(full_phrase(document, thing), last)
    if changed := _changed_behind(document, before, last, bound):
        return changed
    phrase = counted_phrase(document, last, bound)
    spread = quantity.kind == "duration" and document.text[quantity.end - 1] == "s"
    if spread and lower[before - 1] != "of":
        return Measured(None, last)  # "two-year deal" but "for two years | cities"
    compared = phrase is not None and lower[last] in _MORE_OR_LESS and phrase.first == last + 1
    if phrase and not spread and (compared or (phrase.first == last and _is_thing(document, last))):
        return Measured(words_of(document, phrase), phrase.last)
    if phrase is None and _is_lone_noun(document, before, last, bound):
        return Measured(lower[last], last + 1)
    bounded = before < quantity.first
    ahead = named_before(document, before, bounds[0], quantity.kind, bounded)
    return Measured(full_phrase(document, ahead) if ahead else None, last)


def _worth(document: Document, before: int, first: int) -> Phrase | None:
    """ "Two tonnes of cocaine | worth": what is worth an amount; its noun may be taken for an adjective."""
    lower, tags, head = document.lower, document.tags, before - 2
    if head <= first or lower[before - 1] != "worth":
        return None
    noun = tags[head] in NOUNS or (tags[head] == "JJ" and lower[head - 1] == "of")
    return phrase_back_from(document, head, first) if noun else None


def _is_base(lower: list[str], index: int, bound: int) -> bool:
    """ "3.9% of GDP", "10% of annual sales": what a share is told of where something else is meant."""
    return not _BASES.isdisjoint(lower[index : min(index + _BASE_LONG, bound)])


def _changed_behind(document: Document, before: int, index: int, bound: int) -> Measured | None:
    """ "A 3 per cent rise | in prices", else the "raise" itself: the noun of change behind an amount."""
    if index >= bound or document.lower[index] not in OF_CHANGE or document.tags[index] == "RB":
        return None
    if before == 0 or document.tags[before - 1] not in {"DT", "PRP$", "POS", "JJ"}:
        return None
    if index + 1 < bound and document.lower[index + 1] in {"in", "of"}:
        phrase = phrase_at(document, index + 2, bound)
        if phrase and document.tags[phrase.head] in {"NN", "NNS"}:
            return Measured(full_phrase(document, phrase), phrase.last)
    bare = index + 1 >= bound or document.tags[index + 1] in {",", ".", ":", "IN", "CC"}
    return Measured(document.lower[index], index + 1) if bare else None


def _is_for(document: Document, index: int) -> bool:
    """ "$5m in aid", "$5m worth of goods"; not "$5m in the first half", "$5m in March"."""
    if document.lower[index] == "worth":
        return True
    behind = document.lower[index + 1]
    own = document.tags[index + 1] in {"DT", "PRP$"}  # "a gap of £13m in its next budget"
    if behind == "cash" and document.lower[index + 2 : index + 3] != ["for"]:
        return True
    return document.lower[index] == "in" and not own and behind not in TERMS


def _is_lone_noun(document: Document, before: int, index: int, bound: int) -> bool:
    """ "A $1,000 fine.": between article and full stop any word is a noun."""
    if before == 0 or index + 1 >= bound or document.tags[before - 1] not in {"DT", "PRP$", "POS"}:
        return False
    return document.tags[index] in {"JJ", "RB"} and document.tags[index + 1] in {".", ",", "CC", ":"}


def _is_thing(document: Document, index: int) -> bool:
    """No name, no "up" or "higher" and no "month on month" behind an amount."""
    word = document.lower[index]
    if "-" in document.lower[index - 1]:
        return word not in TERMS  # "a five-year contract", though things contract
    named = document.tags[index].startswith("NNP") and not _describes(document, index)
    if named or "-on-" in word:
        return False  # "0.6% year-on-year"
    return word not in OF_CHANGE and word not in TERMS


def _describes(document: Document, index: int) -> bool:
    """ "The 13km | Lido dyke", "a $15 | Minimum Wage": an article before the amount."""
    place = index - 1
    while place > 0 and document.tags[place] in {"CD", "$", "NN", "NNS"}:
        place -= 1
    behind = index
    while behind < len(document.tags) and document.tags[behind] in NOUNS:
        behind += 1
    # "the 22bn gallons | Congress had sought", but "a 30% | U.S. tariff could"
    acts = document.tags[behind : behind + 1] in _ACTS and document.tags[behind - 1] in NAMES
    return document.lower[place] in {"the", "a", "an"} and not acts


def _named_of(document: Document, before: int, first: int) -> Phrase | None:
    """ "A deficit of 4.5% of gross domestic product": a noun that says more than what the share is of."""
    if before - 2 <= first:
        return None
    if document.lower[before - 1] == "to" and document.lower[before - 2] in EQUAL:
        return phrase_back_from(document, before - 3, first) if document.tags[before - 3] in NOUNS else None
    if document.lower[before - 1] != "of":
        return None
    noun, tag = document.lower[before - 2], document.tags[before - 2]
    if tag not in NOUNS or noun in _SHARES or noun in _SUMMING or noun in OF_CHANGE:
        return None
    return phrase_back_from(document, before - 2, first)
