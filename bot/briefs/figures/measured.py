"""What a measure, an amount of money, a share or a duration is about.

What is true of English: it stands behind ("of wheat", "in aid", "away from the border"), in the compound
("a 750-metre swim"), before ("a range of 400 km", "wages 5 per cent"), or it is the subject of a verb that
measures or changes ("unemployment rose 3.2%"), or the object of one that changes something else ("cut its
rate by 25 points"). The subject of any other verb says nothing about the amount, so it is not taken.
"""

from __future__ import annotations

import re

from bot.briefs.document import Document
from bot.briefs.figures.counted import Measured, part_of
from bot.briefs.figures.numbers import NUMBER_WORDS
from bot.briefs.figures.phrases import (
    Phrase,
    counted_phrase,
    full_phrase,
    phrase_at,
    phrase_back_from,
    words_of,
)
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.subjects import before_helpers, opening_phrase, subject_before
from bot.briefs.figures.vocabulary import BEING, CALENDAR, FINITE, NOUNS, OF_CHANGE, UNIT_WORDS
from bot.briefs.lexicon import columns, word_set
from storage.records import FigureKind

_CHANGERS = word_set("changers")
_MEASURING = word_set("measuring_verbs")
_DIMENSIONS: dict[str, str] = {row[0]: row[1] for row in columns("dimensions")}
_EXTENTS = frozenset(_DIMENSIONS.values()) | {"distance"}
_LENGTHS = frozenset({"ly", "km", "mi", "m", "ft", "nmi", "yd", "cm", "mm", "in"})
TERMS = (
    frozenset({"average", "year", "month", "week", "quarter", "day", "total", "all", "just", "cash"})
    | CALENDAR
)
_RICHTER = re.compile(r"[- ][Mm]agnitude\b| M[wL]\b| on the (?:Richter|moment magnitude)")
_COMPASS = re.compile(r"(?:north|south|east|west)(?:-?(?:east|west))?$")
_TO_A_VALUE = frozenset({"to", "by", "at", "from"})
_SHARES = word_set("share_nouns")
_SUMS = word_set("sums")
_SUMMING = word_set("counting_nouns") | frozenset({"cost", "price", "rate"})
_VALUING = word_set("valuing_verbs")
_AT = frozenset({"at", "to"})
_MORE_OR_LESS = frozenset({"more", "less", "fewer"})
_SIDES = frozenset({"above", "below"})
_LEVELS = frozenset({"level", "mark", "average", "norm", "normal", "record", "threshold", "stage", "line"})
_AT_A_LEVEL = frozenset({"at", "to"})
_ALONE = frozenset({"alone", "itself"})
_AMOUNTING = frozenset({"worth", "totalling", "totaling", "averaging", "costing", "numbering"})
_EQUAL = frozenset({"equal", "equivalent", "amounting"})
_BASES = frozenset({"gdp", "gnp", "gross"})
_BASE_LONG = 3  # tokens of "the country's GDP"
_OF_THE_WHOLE = (["the", "total"], ["the", "whole"], ["that", "sum"], ["that", "total"])
_NEXT_SUBJECT = frozenset({"and", ",", "while", "but", ";"})
_EXTREMES = frozenset({"high", "low"})
_BEFORE_NOUN = frozenset({"DT", "JJ", "PRP$", "NN", "POS"})
_SELLING = frozenset({"sell", "sells"})
_OBJECT = frozenset({"CD", "DT", "NN", "NNS", "PRP$", "JJ", "NNP"})
_HAVING = frozenset({"has", "have", "had", "having"})
_DIGITS = frozenset("0123456789")
_ACTS = (["VBD"], ["VBZ"], ["VBP"], ["MD"])
_IN_ASIDE = NOUNS | {"CD", "$", "IN", "TO", "DT", "JJ", "JJR", "RB", "RBR", "PRP$", "POS"}
_CLAUSE = 14  # tokens of a clause before an aside
_ASIDE = 9  # tokens of "more than 30 by noon,"
_TOGETHER = frozenset({"together", "altogether", "jointly", "combined", "collectively"})
_BACK = 7  # tokens from a number back to its verb


def measure_of(document: Document, quantity: Quantity, before: int, bounds: tuple[int, int]) -> Measured:
    """What the quantity is about; `before` is the first token of its qualifiers, `bounds` its sentence's."""
    lower, last, bound = document.lower, quantity.last, bounds[1]
    if quantity.unit in _LENGTHS:
        extent = _distance(document, last, bound) or _dimension(document, before, last, bounds)
        if extent:
            return extent
    of_time = quantity.kind == "duration" and last + 1 < bound and lower[last + 1] in CALENDAR
    if last < bound and lower[last] == "of" and not of_time:
        named = _named_of(document, before, bounds[0])
        whole = lower[last + 1 : last + 3] in _OF_THE_WHOLE or _is_base(lower, last + 1, bound)
        if named is None and whole:  # "stood at 6.1% of the total"
            named = named_before(document, before, bounds[0], quantity.kind)
        return Measured(full_phrase(document, named), last) if named else part_of(document, last + 1, bound)
    level = lower[before - 1] in _TO_A_VALUE  # "fell to 1,212 pesos in early trade"
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
    acts = document.tags[behind : behind + 1] in _ACTS  # "the 22bn gallons | Congress had sought"
    return document.lower[place] in {"the", "a", "an"} and not acts


def _named_of(document: Document, before: int, first: int) -> Phrase | None:
    """ "A deficit of 4.5% of gross domestic product": a noun that says more than what the share is of."""
    if before - 2 <= first:
        return None
    if document.lower[before - 1] == "to" and document.lower[before - 2] in _EQUAL:
        return phrase_back_from(document, before - 3, first) if document.tags[before - 3] in NOUNS else None
    if document.lower[before - 1] != "of":
        return None
    noun, tag = document.lower[before - 2], document.tags[before - 2]
    if tag not in NOUNS or noun in _SHARES or noun in _SUMMING or noun in OF_CHANGE:
        return None
    return phrase_back_from(document, before - 2, first)


def _distance(document: Document, index: int, bound: int) -> Measured | None:
    """ "80km (50 miles) away from the Zambian border" measures the distance from it."""
    lower, place = document.lower, index
    while place < min(bound, index + 4) and (
        lower[place] in {"away", "to", "the", "off"} or _COMPASS.match(lower[place])
    ):
        place += 1
    aside = place > index and (lower[index] == "away" or _COMPASS.match(lower[place - 1]))
    if lower[index : index + 1] == ["off"]:
        place = index
    if place < bound and (
        lower[place] in {"from", "off"} or (place > index and lower[place] in {"of", "outside"})
    ):
        phrase = phrase_at(document, place + 1, bound, of=False)
        if phrase:
            return Measured(f"distance from {words_of(document, phrase)}", phrase.last)
    return Measured("distance", place) if aside else None


def _dimension(document: Document, before: int, index: int, bounds: tuple[int, int]) -> Measured | None:
    """ "A swarm 30 km wide", "the wall is 12 metres high": which extent of what."""
    lower, tags = document.lower, document.tags
    name = _DIMENSIONS.get(lower[index]) if index < bounds[1] else None
    sides = lower[index] in _SIDES and lower[index + 1 : index + 2] != ["sea"] if name else False
    if name is None or (sides and not _LEVELS.isdisjoint(lower[index + 1 : min(index + 5, bounds[1])])):
        return None  # "30 cm below the flood mark" is no depth
    place = before - 1
    named = tags[place] in NOUNS or (tags[place] == "JJ" and tags[place - 1] in {"DT", "JJ", "RB"})
    thing = phrase_back_from(document, place, bounds[0]) if named and place > bounds[0] else None
    if thing is None and lower[place] in BEING and lower[index] not in _SIDES:
        thing = subject_before(document, before_helpers(document, place, bounds[0]), bounds[0])
    return Measured(f"{name} of {full_phrase(document, thing)}" if thing else name, index + 1)


def is_extent(counted: str | None) -> bool:
    """Is this a length, height or distance ("width of swarm"), which neither rises nor falls?"""
    name = (counted or "").partition(" ")[0]
    return name in _EXTENTS


def is_magnitude(document: Document, quantity: Quantity) -> bool:
    """ "A magnitude 6.4 earthquake", "6.4-magnitude", "6.4 on the Richter scale"."""
    if quantity.first and document.lower[quantity.first - 1] == "magnitude":
        return True
    if document.text.endswith("agnitude-", max(0, quantity.start - 9), quantity.start):
        return True  # "the magnitude-6.2 quake"
    return bool(_RICHTER.match(document.text, quantity.end))


def named_before(
    document: Document, before: int, first: int, kind: FigureKind = "count", bounded: bool = False
) -> Phrase | None:
    """ "A range of 400 km", "wages 5 per cent", "the toll to 46", "unemployment rose 3.2%".

    `bounded` says that qualifiers stand before the number, from token `before` on.
    """
    lower, tags, place = document.lower, document.tags, before - 1
    if place < first:
        return None
    if lower[place] == "of":
        return _before_of(document, place - 1, first)
    if kind == "duration":
        return None
    if _is_gapped(document, place, kind, bounded):
        return phrase_back_from(document, place, first)
    if place == first:
        return None
    if lower[place] in _TOGETHER and lower[place - 1] in _AMOUNTING:
        place -= 1  # "a radar, worth together"
    if lower[place] in _AMOUNTING or (lower[place] == "to" and lower[place - 1] in _EQUAL):
        end = place - 1 - (lower[place] == "to" or tags[place - 1] == ",")
        if tags[end] in NOUNS or (end == first and lower[place] == "worth"):
            return phrase_back_from(document, end, first)  # "aid | worth", "a deficit | equal to"
    if thing := _told_aside(document, before, first):
        return thing
    if lower[place] == "at" and tags[place - 1] == ",":
        end = place - 2 - (lower[place - 2] in _ALONE)
        if end >= first and tags[end] in NOUNS and lower[end] not in UNIT_WORDS | {"%"}:
            return phrase_back_from(document, end, first)  # "inflation, | at 4.1%, is"
    level = lower[place] in _AT_A_LEVEL or lower[place] == "by"  # "and wheat | at 290,000", "and diesel | by"
    if level and tags[place - 1] in NOUNS and lower[place - 2] in _NEXT_SUBJECT:
        return phrase_back_from(document, place - 1, first)  # "and wheat | at 290,000"
    verb = _verb_before(document, place, first)
    if verb is None:
        return None
    perfect = tags[verb] != "VBN" or lower[verb - 1] in _HAVING  # "had kept its rate at", not "was put at"
    if lower[verb] in _VALUING and lower[place] in _AT and perfect:
        valued = phrase_at(document, verb + 1, place) or _the_state(document, verb + 1, place)
        if valued and tags[valued.head] != "CD":
            return valued
        if verb + 2 == place and tags[verb + 1] == "VBG":
            return Phrase(verb + 1, place, verb + 1)  # "put lending | at"
    if lower[verb] in OF_CHANGE | _CHANGERS and lower[verb - 1] not in BEING:
        thing = phrase_at(document, verb + 1, before)
        if thing and lower[place] in _TO_A_VALUE and tags[thing.head] != "CD" and _is_changed(lower, thing):
            return thing
    active = lower[verb] in _CHANGERS and lower[verb - 1] not in BEING
    if active and kind == "money" and lower[place] not in _TO_A_VALUE:
        return None
    return subject_before(document, before_helpers(document, verb, first), first)


def _is_changed(lower: list[str], thing: Phrase) -> bool:
    """Is the object of a verb of change a thing ("doubled bail to"), no amount ("gained 7 cents to")?"""
    head = lower[thing.head]
    if head == "%" or not {lower[thing.first][0], head[-1]}.isdisjoint(_DIGITS):
        return False  # "gained 7-1/4 cents to"
    return head not in UNIT_WORDS and head not in CALENDAR and head not in NUMBER_WORDS


def _told_aside(document: Document, before: int, first: int) -> Phrase | None:
    """ "The melt, | 50.7 gigatonnes, took", "demand, | 30% lower than": an amount beside its noun."""
    tags, comma = document.tags, before - 1
    if tags[comma] != "," or comma - 1 < first or tags[comma - 1] not in {"NN", "NNS"}:
        return None
    noun = document.lower[comma - 1]
    if noun in CALENDAR or noun in NUMBER_WORDS or noun == "%" or not _is_aside(tags, before, first):
        return None
    return opening_phrase(document, comma, first) or phrase_back_from(document, comma - 1, first)


def _is_aside(tags: list[str], opened: int, first: int) -> bool:
    """Does a comma with a verb behind it close what a number opens, or a comparative end it?

    A comparative sets it against the number before, if there is one: "38 ships are waiting, | 15 more".
    """
    for place in range(opened, min(opened + _ASIDE, len(tags) - 1)):
        if tags[place] == ",":
            return tags[place + 1] in FINITE
        if tags[place] in {"JJR", "RBR"} and tags[place - 1] in {"NN", "NNS", "CD"} and place > opened:
            return "CD" not in tags[max(first, opened - _CLAUSE) : opened]
        if tags[place] not in _IN_ASIDE:
            return False
    return False


def _the_state(document: Document, index: int, bound: int) -> Phrase | None:
    """ "Put | the dead | at six": an adjective that stands for those in that state."""
    if index + 2 != bound or document.tags[index] != "DT":
        return None
    return Phrase(index + 1, bound, index + 1)


def _before_of(document: Document, place: int, first: int) -> Phrase | None:
    """The noun before "of": "a range | of 400 km", "a high | of 34C"; of a change, what changed."""
    lower, tags = document.lower, document.tags
    mistaken = tags[place] == "JJ" and tags[place - 1] in {"DT", "JJ"}  # "a fine | of 2m"
    if tags[place] not in NOUNS | {"VBG"} and lower[place] not in _EXTREMES and not mistaken:
        return None
    if lower[place] in OF_CHANGE and tags[place - 1] not in {"NN", "NNP"}:
        return None
    return phrase_back_from(document, place, first)


def _is_gapped(document: Document, place: int, kind: FigureKind, bounded: bool) -> bool:
    """Does the noun before an amount stand for its subject: "wages 5 per cent", "waves as high as 6 m"?"""
    word = document.lower[place]
    if document.tags[place] not in NOUNS or word in CALENDAR or word in OF_CHANGE or word in _MEASURING:
        return False
    return (
        kind in {"money", "percent"} or (kind == "count" and word in _SUMS) or (kind == "measure" and bounded)
    )


def _verb_before(document: Document, place: int, first: int) -> int | None:
    """The verb of measuring or change nearest before a number, in its clause."""
    lower, tags = document.lower, document.tags
    for index in range(place, max(first, place - _BACK) - 1, -1):
        word, tag = lower[index], tags[index]
        if word in OF_CHANGE and tag in NOUNS and tags[index - 1] in _BEFORE_NOUN:
            continue  # "led the yearly rise at 91 per cent"
        if word in _SELLING and tags[index + 1] in _OBJECT:
            return None  # "will sell 3,100 masts | for 900 million zlotys"
        if (
            word in OF_CHANGE
            or word in _CHANGERS
            or (word in _VALUING and tag[0] in "VN" and lower[place] in _AT)
            or (word in _MEASURING and (tag[0] == "V" or index == place))
        ):
            return index
        if tag == "," and index == place - 1 and lower[place] in _TO_A_VALUE:
            continue  # "prices have doubled, to $3 a litre"
        if tag == "VBG" and index == place - 1 and lower[index - 1] in _VALUING and lower[place] in _AT:
            continue  # "set spending at K112bn"
        if tag == "VBG" and tags[index + 1] in NOUNS and tags[index - 1] in {"IN", "DT", "JJ", "PRP$"}:
            continue  # "its forecast for operating profit"
        if tag.startswith("V") and lower[place] == "at" and tags[index - 1] == "NNS":
            continue  # "put the number of houses destroyed | at 30"
        if tag in {",", ":", ".", "WP", "WDT"} or tag.startswith("V"):
            return None
    return None
