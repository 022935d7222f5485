"""What the verb behind a number says befell it.

What is true of English: passive and participle stand behind what they befall ("nine people were injured", "33
of them intercepted", "left | without power", "forced | from their homes"); an aside on a part, a place, or a
second subject may stand between ("27 people, most of them women, have died"). A verb with an object of its
own befalls nobody before it.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.figures.participles import SUFFERED, Event, participle, participle_of
from bot.briefs.figures.vocabulary import ENDS, FATES, QUALIFYING
from bot.briefs.lexicon import word_set

_AUXILIARIES = word_set("between_number_and_participle")
_FORCING = word_set("forcing_verbs")
_HOMES = word_set("homes")
_PART_OPENERS = word_set("part_openers")
_FLIGHT = {"fled": "fled", "left": "left", "flee": "fled"}  # they take what was fled as their object
_PLACING = frozenset({"in", "at", "on", "aboard", "near", "from", "of", "inside", "outside", "within"})
_PLACE_LONG = 8  # tokens of "in the eastern city of Kharkiv"
_IN_PLACE = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "CD", "PRP$", "POS", "IN"})
_HELD = frozenset({"thought", "known", "understood", "estimated", "expected"})
_LOST = frozenset({"lost", "shot", "hit", "found", "sunk", "taken", "cut", "brought", "built", "left"})
_GETTING = frozenset({"got", "have", "has", "had"})
_BARE_OBJECT = frozenset({"NN", "NNS", "DT", "PRP$", "CD"})
_NOT_DOING = frozenset({"being", "having", "getting", "doing", "going", "coming"})
_TELLING = word_set("figure_givers")
_LINKING = frozenset({"compared", "followed", "did", "does", "do", "had", "including", "according"})
_DRIVING = frozenset({"force", "forced", "forces", "forcing", "driven", "drove", "driving", "chased"})
_OUT_OF = frozenset({"from", "out"})
_NOT = frozenset({"not", "n't", "n’t", "never"})
_FALLING = frozenset({"fell", "fall", "falls", "fallen", "falling"})
_SINGULAR = (["was"], ["is"], ["has"])
_STAYING = frozenset(
    {"were", "are", "been", "have", "had", "left", "remain", "remained", "still", "be", "go"}
)
_NEEDS = word_set("needs")
_HAVING = frozenset({"have", "has", "had", "was", "were", "are", "is", "died"})
_ASIDE = 12  # tokens between the commas of an aside
_NEAR = 7  # tokens of auxiliaries and adverbs between number and participle
_OBJECTS = frozenset({"DT", "CD", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "$", "IN", "TO"})
_IDLE = word_set("idle_verbs")
_NOUN_TAGS = frozenset({"NN", "NNS"})
_BIDDING = word_set("bidding_verbs")
_FAR = 12  # tokens of a list between verb and number


def event_behind(document: Document, after: int, last: int) -> Event | None:
    """The event told behind the noun phrase that ends before token `after`; `last` ends the sentence."""
    return (
        _bereft(document, after, last)
        or _driven(document, after, last)
        or _behind(document, after, last)
        or _behind_aside(document, after, last)
        or _behind_place(document, after, last)
    )


def _bereft(document: Document, index: int, last: int) -> Event | None:
    """ "Left 200 people | without shelter", "homes were without power": what they lack."""
    if "without" not in document.lower[index : index + _NEAR]:
        return None
    place = index
    while place < min(index + _NEAR, last) and (
        document.lower[place] in _STAYING or document.tags[place] == "RB"
    ):
        place += 1
    if place + 1 >= last or document.lower[place] != "without" or document.lower[place + 1] not in _NEEDS:
        return None
    return Event(f"without {document.lower[place + 1]}", False, place, behind=True)


def _driven(document: Document, index: int, last: int) -> Event | None:
    """ "People | were forced from their homes", "[forced] 1,200 people | to leave", "fled their villages"."""
    lower, tags = document.lower, document.tags
    home = index < last and lower[index] in _OUT_OF and not _HOMES.isdisjoint(lower[index : index + 4])
    if home and not _DRIVING.isdisjoint(lower[max(0, index - _FAR) : index]):
        return Event("displaced", False, index, behind=True)  # "forced 220,000 | from their homes"
    place = index
    while place < min(index + _NEAR, last) and (lower[place] in _HAVING | {"been"} or tags[place] == "RB"):
        place += 1
    if place + 1 >= last:
        return None
    word = lower[place]
    if word in _FLIGHT and tags[place + 1] in _OBJECTS and _names_home(document, place + 1, last, word):
        return Event(_FLIGHT[word], False, place, behind=True)
    if word in {"forced", "driven"} and lower[place + 1] in _OUT_OF and place > index:
        return Event("displaced", False, place, behind=True)
    made = word == "to" and place == index and tags[place + 1] == "VB"
    if made and _FORCING.intersection(lower[max(0, index - _FAR) : index]):
        return Event(participle(lower[place + 1], "VB"), False, place + 1, behind=True)
    return None


def _names_home(document: Document, index: int, last: int, word: str) -> bool:
    """Does a word for homes follow? What is fled is always one; what is left may be anything."""
    return word == "fled" or not _HOMES.isdisjoint(document.lower[index : min(index + 3, last)])


def shared_event(document: Document, index: int, last: int) -> Event | None:
    """The event of several subjects in one: "200 homes, 14 shops | and a school were damaged"."""
    lower, tags = document.lower, document.tags
    if index + 1 >= last or lower[index] not in {"and", ","}:
        return None
    joined = lower[index] == "and"
    number = index + 1
    while number < min(index + _NEAR, last) and lower[number] in QUALIFYING:
        number += 1  # "10,000 troops | and up to 2,100 vehicles were deployed"
    single = joined and lower[index + 1] in {"a", "an"}  # "two policemen and a passer-by"
    if number >= last or not (tags[number] == "CD" or single):
        return None
    for place in range(number + 1, min(number + 1 + _NEAR, last)):
        if lower[place] in {"were", "are", "have", "died"}:
            return _behind(document, place, last) if joined else None
        if lower[place] in {"and", ","}:
            return None if joined else shared_event(document, place, last)
        if tags[place] not in {"NN", "NNS", "JJ", "NNP", "VBN"}:
            return None
    return None


def _behind_aside(document: Document, index: int, last: int) -> Event | None:
    """The event behind an aside on a part ("27 people, most of them women, | have died")."""
    lower = document.lower
    if index + 2 >= last or lower[index] != ",":
        return None
    if lower[index + 1] not in _PART_OPENERS and not (
        document.tags[index + 1] == "CD" and lower[index + 2] == "of"
    ):
        return None  # nor "Nine people, | six of them children, | have drowned"
    for place in range(index + 2, min(index + 2 + _ASIDE, last - 1)):
        if lower[place] == "," and lower[place + 1] in _HAVING:
            return _behind(document, place + 1, last)
        if document.tags[place] in {"VBD", "VBZ", "MD"}:
            return None
    return None


def _behind_place(document: Document, index: int, last: int) -> Event | None:
    """The event behind where they are: "nine workers | at the plant | were injured"."""
    tags = document.tags
    if index + 2 >= last or document.lower[index] not in _PLACING:
        return None
    for place in range(index + 1, min(index + _PLACE_LONG, last)):
        if tags[place] in {"VBD", "VBP", "VBZ"}:
            told = _behind(document, place, last) if place > index + 1 else None
            return told if told and (told.casualty or told.token > place) else None
        if tags[place] not in _IN_PLACE:
            return None
    return None


def _behind(document: Document, index: int, last: int) -> Event | None:
    lower, tags = document.lower, document.tags
    passive = False
    if lower[index : index + 1] in _SINGULAR and tags[index - 1] == "NNS" and lower[index - 3] != "in":
        return None  # "a truce between the two parties | was planned"
    for place in range(index, min(index + _NEAR, last)):
        word, tag = lower[place], tags[place]
        after = tags[place + 1] if place + 1 < last else ""
        if word in _NOT or word == "aged":
            return None  # "have not been heard of", "four children aged nine to 14"
        if word in FATES:
            does = tag in {"VBG", "VB", "VBZ", "VBP", "NN", "NNS"} and word not in SUFFERED
            did = tag == "VBD" and not passive and after in {"CD", "DT", "PRP"}  # "two gunmen killed five"
            return None if does or did else Event(FATES[word], True, place, behind=True)
        if word in _BIDDING and after == "TO":
            return Event(participle(word, tag), False, place, behind=True)  # "3,000 told to leave"
        if word in _AUXILIARIES or tag == "RB" or (word in _HELD and after == "TO"):
            passive = True
            continue
        if tag == "VBG" and word not in _NOT_DOING and place > index and _is_going_on(document, place, index):
            return Event(word, False, place, behind=True)  # "38 ships are now waiting"
        if word in _FALLING and place + 1 < last and lower[place + 1] in {"ill", "sick"}:
            return Event(f"fallen {lower[place + 1]}", False, place, behind=True)
        if word in _LINKING:
            return None  # "14 per cent of the vote compared with", "the two charges did not"
        if word in _TELLING and place + 1 < last and lower[place + 1] == "by":
            return None  # "the 52,000 given by the district": it says whose figure it is
        active = not passive or (lower[place - 1] in _GETTING and after in _NOUN_TAGS)
        if tag == "VBN" and active and after in _BARE_OBJECT and lower[place + 1] != "home":
            return None  # "33,500 homes | lost power", "two got suspended sentences": an object follows
        happened = tag == "VBN" or (passive and (tag == "VBD" or word.endswith("ed") or word in _LOST))
        bare = tag == "JJ" and word.endswith("ed") and after in ENDS  # "three | escaped and six"
        moved = tag == "VBD" and after in {"IN", "TO"} and word not in _IDLE  # "3,800 crossed into Chad"
        if happened or bare or moved or (tag == "VBD" and after not in _OBJECTS):  # "five returned home"
            return Event(participle_of(document, place, last), False, place, behind=True)
        return None
    return None


def is_reduced(document: Document, index: int, last: int) -> bool:
    """Does a participle right behind the noun only say which ones, with the verb itself to come?"""
    if index + 2 >= last or document.tags[index] != "VBN" or document.lower[index] in FATES:
        return False
    behind = document.tags[index + 1] == "RB"
    return document.lower[index + 1 + behind] in {"were", "are", "was"} and document.tags[
        index + 2 + behind : index + 3 + behind
    ] == ["VBN"]


def _is_going_on(document: Document, place: int, index: int) -> bool:
    """Does "are" or "were" stand before a progressive, with adverbs between at most?"""
    while place - 1 > index and document.tags[place - 1] == "RB":
        place -= 1
    return document.lower[place - 1] in {"are", "were"}
