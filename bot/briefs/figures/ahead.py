"""The noun before an amount that the amount tells something of.

What is true of English: it stands before "of" ("a range of 400 km"), right before the amount ("wages 5 per
cent"), before an aside ("the melt, 50.7 gigatonnes, took"), is worth or equal to it, or is the subject of a
verb that measures or changes ("unemployment rose 3.2%"), or the object of one that changes something else
("cut its rate by 25 points"). The subject of any other verb says nothing about the amount: `governed.py`.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.figures.numbers import NUMBER_WORDS
from bot.briefs.figures.phrases import (
    Phrase,
    phrase_at,
    phrase_back_from,
)
from bot.briefs.figures.subjects import before_helpers, opening_phrase, subject_before
from bot.briefs.figures.vocabulary import BEING, CALENDAR, FATES, FINITE, NAMES, NOUNS, OF_CHANGE, UNIT_WORDS
from bot.briefs.lexicon import word_set
from storage.records import FigureKind

_CHANGERS = word_set("changers")
_MEASURING = word_set("measuring_verbs")
_SUMS = word_set("sums")
_VALUING = word_set("valuing_verbs")
_AT = frozenset({"at", "to"})
_AT_A_LEVEL = frozenset({"at", "to"})
_ALONE = frozenset({"alone", "itself"})
_AMOUNTING = frozenset({"worth", "totalling", "totaling", "averaging", "costing", "numbering"})
_NEXT_SUBJECT = frozenset({"and", ",", "while", "but", ";"})
_EXTREMES = frozenset({"high", "low"})
_BEFORE_NOUN = frozenset({"DT", "JJ", "PRP$", "NN", "POS"})
BRINGING = frozenset({"bring", "brings", "brought", "bringing", "take", "takes", "took", "taking"})
_PARTICLES = frozenset({"up", "down"})
_WITH_PARTICLE = word_set("particle_verbs")
_SELLING = frozenset({"sell", "sells"})
_OBJECT = frozenset({"CD", "DT", "NN", "NNS", "PRP$", "JJ", "NNP"})
_HAVING = frozenset({"has", "have", "had", "having"})
_DIGITS = frozenset("0123456789")
_IN_ASIDE = NOUNS | {"CD", "$", "IN", "TO", "DT", "JJ", "JJR", "RB", "RBR", "PRP$", "POS"}
_CLAUSE = 14  # tokens of a clause before an aside
_ASIDE = 9  # tokens of "more than 30 by noon,"
_TOGETHER = frozenset({"together", "altogether", "jointly", "combined", "collectively"})
_BACK = 7  # tokens from a number back to its verb
TO_A_VALUE = frozenset({"to", "by", "at", "from"})
EQUAL = frozenset({"equal", "equivalent", "amounting"})


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
        if tags[place] in NAMES and lower[place - 1] in {"and", ","} and kind == "money":
            return None  # "Germany pledged 15m euros and Norway | 40m kroner"
        return phrase_back_from(document, place, first)
    if place == first:
        return None
    if lower[place] in _TOGETHER and lower[place - 1] in _AMOUNTING:
        place -= 1  # "a radar, worth together"
    if lower[place] in _AMOUNTING or (lower[place] == "to" and lower[place - 1] in EQUAL):
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
        if lower[verb] in BRINGING:
            return None  # "bringing | to 212 the number of"
    if lower[verb] in OF_CHANGE | _CHANGERS and lower[verb - 1] not in BEING:
        thing = phrase_at(document, verb + 1, before)
        if thing and lower[place] in TO_A_VALUE and tags[thing.head] != "CD" and _is_changed(lower, thing):
            return thing
    active = lower[verb] in _CHANGERS and lower[verb - 1] not in BEING
    if active and kind == "money" and lower[place] not in TO_A_VALUE:
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
        if word in _PARTICLES and lower[index - 1] in _WITH_PARTICLE:
            continue  # "made up | 387 centimetres"
        if word in _SELLING and tags[index + 1] in _OBJECT:
            return None  # "will sell 3,100 masts | for 900 million zlotys"
        if (
            word in OF_CHANGE
            or word in _CHANGERS
            or (word in _VALUING and tag[0] in "VN" and lower[place] in _AT)
            or (word in _MEASURING and (tag[0] == "V" or index == place))
        ):
            return index
        if tag == "," and index == place - 1 and lower[place] in TO_A_VALUE:
            continue  # "prices have doubled, to $3 a litre"
        if tag == "VBG" and index == place - 1 and lower[index - 1] in _VALUING and lower[place] in _AT:
            continue  # "set spending at K112bn"
        if tag == "VBG" and tags[index + 1] in NOUNS and tags[index - 1] in {"IN", "DT", "JJ", "PRP$"}:
            continue  # "its forecast for operating profit"
        if tag.startswith("V") and lower[place] == "at" and tags[index - 1] == "NNS":
            continue  # "put the number of houses destroyed | at 30"
        if lower[index - 1] == "of" and word in FATES:
            continue  # "put the number of | displaced | at 48,000"
        if tag in {",", ":", ".", "WP", "WDT"} or tag.startswith("V"):
            return None
    return None
