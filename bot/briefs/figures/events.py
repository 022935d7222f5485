"""What happens to what is counted: the verb behind the number, or the one before it.

What is true of English: an active verb stands before what it befalls ("killing at least four", "sank 8 barges
and one tug"), with nothing but qualifiers, articles and the earlier members of a list between. What stands
behind the number tells more and is asked first (`behind.py`), but for a verb that a second subject shares.
"""

from __future__ import annotations

import re

from bot.briefs.document import Document
from bot.briefs.figures.behind import event_behind, is_reduced, shared_event
from bot.briefs.figures.numbers import NUMBER_WORDS
from bot.briefs.figures.participles import PARTICIPLES, Event, is_phrasal, participle_of
from bot.briefs.figures.vocabulary import FATES, FINITE, VERBS
from bot.briefs.lexicon import word_set

_AUXILIARIES = word_set("between_number_and_participle")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = frozenset({"RB", "MD", "VBZ", "VBP", "VBD", "VB", "VBN", "WP", "WDT"})
_IDLE = word_set("idle_verbs")
_NOUN_TAGS = frozenset({"NN", "NNS"})
_BEFORE_A_PLURAL = frozenset({"NN", "NNP", "JJ"})
_PAST = frozenset({"VBD", "VBN", "VB", "NN"})
_NAMING = frozenset({"include", "includes", "included", "were", "are", "was"})
_BIDDING = word_set("bidding_verbs")
_GATHERING = word_set("groups_of_people") | word_set("counting_nouns") | word_set("settlements")
_CLAUSES = word_set("clause_openers")
_OWN_VERB = frozenset(
    {"was", "were", "is", "are", "has", "have", "had", "will", "would", "could", "may", "might"}
)
_HELPED = frozenset({"has", "have", "had", "already", "also"})
_TITLED = frozenset({"NNP", "NN", "JJ"})  # "Gunmen Kill 12" in a headline
_LIST = frozenset(
    {
        "CD",
        "JJ",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "CC",
        "DT",
        "RB",
        "JJR",
        "JJS",
        "VBN",
        ",",
        "POS",
        "$",
        "PRP$",
        "RP",
        "RBR",
        "VBG",
    }
)
_STOPS = frozenset(
    {"of", "for", "from", "with", "by", "after", "against", "during", "since", "before", "among", "into"}
)
_FAR = 12  # tokens of a list between verb and number


def event_of(document: Document, before: int, after: int, first: int, last: int) -> Event | None:
    """The event of a number whose phrase ends before token `after` and whose qualifiers start at `before`.

    `first` and `last` bound the sentence's tokens.
    """
    spared = document.lower[max(0, before - 2) : before] == ["all", "but"]
    if spared and after < last and document.lower[after] in _OWN_VERB:
        return None  # "all but three were freed" says nothing of the three
    whole = document.lower[before - 1] == "of" or document.lower[before - 2 : before] == ["of", "the"]
    if not whole and is_reduced(document, after, last):
        after += 1  # "17 of 20 drones | launched | were shot down": the launch is the 20's
    if _hangs_on_noun(document, before) and _is_verb_of_clause(document, after, last):
        return None  # "a survey of 6,200 households | found"
    if not whole and _says_which(document, after, last) and (ruled := _ahead(document, before, first)):
        return ruled  # "shot down | 14 of 17 drones | launched from the east"
    told = event_behind(document, after, last)
    if told is None and not _opens_clause(document, after, last):
        told = _ahead(document, before, first)
    if told is None and (shared := shared_event(document, after, last)):
        return None if _is_object(document, before) else shared
    return told


def _hangs_on_noun(document: Document, before: int) -> bool:
    """Is the number what a noun is of, so that the verb behind is that noun's? A convoy is its 40 lorries."""
    if before < 2 or document.lower[before - 1] != "of" or document.tags[before - 2] not in _NOUN_TAGS:
        return False
    noun = document.lower[before - 2]
    return noun not in _GATHERING and noun.removesuffix("s") not in _GATHERING and noun not in NUMBER_WORDS


def _is_verb_of_clause(document: Document, after: int, last: int) -> bool:
    """Is the verb behind a finite one, or a participle with nothing behind it?"""
    tag = document.tags[after] if after < last else ""
    return tag in FINITE or (tag == "VBN" and document.tags[after + 1 : after + 2] in ([], ["."]))


def _says_which(document: Document, after: int, last: int) -> bool:
    """Does a participle right behind the noun say which ones they are, not what became of them?"""
    if after >= last or document.tags[after - 1] not in _NOUN_TAGS:
        return False
    if document.lower[after] in {"who", "which"}:
        return True  # "killing | at least 24 people | who had gathered"
    if document.tags[after] != "VBN":
        return False
    return document.lower[after] not in FATES and document.lower[after] not in _AUXILIARIES


def _is_object(document: Document, before: int) -> bool:
    """Does a preposition rule the number: "cut | to 230,000 homes and 41 roads were closed"?"""
    ruled = document.tags[before - 1] in {"IN", "TO"} if before else False
    return ruled and document.lower[before - 1] not in _CLAUSES


def _opens_clause(document: Document, index: int, last: int) -> bool:
    """ "Three unvaccinated, and 2,170 cases | have been": a number with a verb of its own obeys no other."""
    bare = index < last and document.tags[index - 1] == "CD" and document.tags[index] in FINITE
    return bare or (index < last and document.lower[index] in _OWN_VERB and document.tags[index] != "IN")


def bidden(document: Document, before: int, after: int) -> Event | None:
    """ "[Told] another 8,500 | to be ready": a verb of bidding on either side of a bare number."""
    lower = document.lower
    if before and after < len(lower) and lower[before - 1] in _BIDDING and lower[after] == "to":
        return Event(lower[before - 1], False, before - 1, behind=False)
    return None


def _ahead(document: Document, index: int, first: int) -> Event | None:
    lower, tags = document.lower, document.tags
    for place in range(index - 1, max(first, index - _FAR) - 1, -1):
        tag, word = tags[place], lower[place]
        if word in _NAMING and lower[place - 1] in FATES and lower[place - 2] == "the":
            # "the dead include 14 children", "among the injured were"
            return Event(FATES[lower[place - 1]], True, place - 1, behind=False)
        if tag in {"VB", "VBG"} and place == first and document.words[place][0].isupper():
            return None  # a noun that opens a sentence, taken for a verb
        titled = tag in _TITLED and place == index - 1 and document.words[place][0].isupper()
        if word in FATES and (tag in VERBS or word.endswith(("ed", "ing")) or titled):
            taken = _is_passive(document, place, first) or _is_of_number_before(document, place, first)
            return None if taken else Event(FATES[word], True, place, behind=False)
        listed = place == index - 1 or tags[place + 1] == "CD"  # "downed | 97 drones and four missiles"
        if word in PARTICIPLES and word.endswith("ed") and listed:
            return Event(PARTICIPLES[word], False, place, behind=False)
        if tag == "VBZ" and place and tags[place - 1] in _BEFORE_A_PLURAL and tags[place + 1] in _PAST:
            return None  # "soy exports | hit 12.9 million tonnes": a noun taken for a verb
        if tag == "VBG" and tags[place + 1] in _NOUN_TAGS and place > first and tags[place - 1] == "DT":
            continue  # "gave the | ruling | party 43 per cent"
        acts = tag in VERBS and tag != "VBN"
        acts = acts or (is_phrasal(document, place, index) and not _is_passive(document, place, first))
        if acts and word not in _AUXILIARIES:
            told = participle_of(document, place, index)
            idle = (
                word in _IDLE or (told == "made" and lower[place + 1] == "up")
            ) and " " not in told  # "put out 17 fires" says what "put" does not
            return None if idle else Event(told, False, place, behind=False)
        shared = (
            place == index - 1 and place > first and lower[place - 1] == "and"
        )  # "have set aside .. and treated"
        did = place > 0 and (lower[place - 1] in _HELPED or tags[place - 1] == "PRP")  # "it | shot down"
        if tag == "VBN" and (shared or did):
            return (
                None
                if word in _IDLE
                else Event(participle_of(document, place, index), False, place, behind=False)
            )
        if tag not in _LIST or word in _STOPS:
            return None
    return None


def _is_of_number_before(document: Document, place: int, first: int) -> bool:
    """ "31 injured, | 140 buildings unsafe": a participle behind a number is that number's."""
    tags = document.tags
    if place - 1 < first or document.lower[place].endswith("ing"):
        return False
    if _YEAR.fullmatch(document.lower[place - 1]):
        return False  # "shooting in 2022 | killed more than 100"
    noun = tags[place - 1] == "NNS" and place - 2 >= first and tags[place - 2] == "CD"
    return tags[place - 1] == "CD" or (noun and tags[place + 1 : place + 2] == [","])


def _is_passive(document: Document, place: int, first: int) -> bool:
    return place > first and document.lower[place - 1] in {"was", "were", "been", "being", "is", "are"}
