"""What happens to what is counted: the verb behind the number, or the one before it.

What is true of English: passive and participle stand behind ("nine people were injured", "33 of them
intercepted"), an active verb before ("killing at least four", "sank 8 barges and one tug"), with
nothing but qualifiers, articles and the earlier members of a list between; behind, an aside on a part or a
place may stand between ("27 people, most of them women, have died"). We name the event by its participle,
so that "killing", "kills" and "were killed" meet, with the particle that changes its meaning ("shot down").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.briefs.document import Document
from bot.briefs.figures.vocabulary import ENDS, FATES, FINITE, VERBS
from bot.briefs.lexicon import columns, word_set


class Event(NamedTuple):
    """A participle ("killed"); `casualty` when it says what became of those counted; token of the verb."""

    participle: str
    casualty: bool
    token: int
    behind: bool


_OTHERS: dict[str, str] = dict(columns("participles"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = frozenset({"RB", "MD", "VBZ", "VBP", "VBD", "VB", "VBN", "WP", "WDT"})
_SUFFERED = frozenset({"dead", "hurt", "die", "missing"})
_SHORT = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]$")
_IDLE = word_set("idle_verbs")
_PHRASAL = word_set("phrasal")
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
_NOUN_TAGS = frozenset({"NN", "NNS"})
_BARE_OBJECT = frozenset({"NN", "NNS", "DT", "PRP$", "CD"})
_PREFIXES = ("re", "over", "under", "out")
_BEFORE_A_PLURAL = frozenset({"NN", "NNP", "JJ"})
_PAST = frozenset({"VBD", "VBN", "VB", "NN"})
_NOT_DOING = frozenset({"being", "having", "getting", "doing", "going", "coming"})
_NAMING = frozenset({"include", "includes", "included", "were", "are", "was"})
_BIDDING = word_set("bidding_verbs")
_TELLING = word_set("figure_givers")
_LINKING = frozenset({"compared", "followed", "did", "does", "do", "had", "including", "according"})
_DRIVING = frozenset({"force", "forced", "forces", "forcing", "driven", "drove", "driving", "chased"})
_OUT_OF = frozenset({"from", "out"})
_NOT = frozenset({"not", "n't", "n’t", "never"})
_OWN_VERB = frozenset(
    {"was", "were", "is", "are", "has", "have", "had", "will", "would", "could", "may", "might"}
)
_FALLING = frozenset({"fell", "fall", "falls", "fallen", "falling"})
_HELPED = frozenset({"has", "have", "had", "already", "also"})
_TITLED = frozenset({"NNP", "NN", "JJ"})  # "Gunmen Kill 12" in a headline
_QUALIFYING = frozenset(word for row in columns("qualifiers") for word in row[0].split())
_SINGULAR = (["was"], ["is"], ["has"])
_STAYING = frozenset(
    {"were", "are", "been", "have", "had", "left", "remain", "remained", "still", "be", "go"}
)
_NEEDS = word_set("needs")
_HAVING = frozenset({"have", "has", "had", "was", "were", "are", "is", "died"})
_ASIDE = 12  # tokens between the commas of an aside
_AUXILIARIES = frozenset(
    {
        "was",
        "were",
        "is",
        "are",
        "has",
        "have",
        "had",
        "been",
        "being",
        "be",
        "who",
        "which",
        "that",
        "also",
        "will",
    }
) | frozenset(
    {
        "reported",
        "confirmed",
        "reportedly",
        "feared",
        "believed",
        "said",
        "presumed",
        "left",
        "to",
        "got",
        "as",
        "'s",
        "’s",
    }
)
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
_NEAR = 7  # tokens of auxiliaries and adverbs between number and participle
_FAR = 12  # tokens of a list between verb and number
_OBJECTS = frozenset({"DT", "CD", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "$", "IN", "TO"})


def event_of(document: Document, before: int, after: int, first: int, last: int) -> Event | None:
    """The event of a number whose phrase ends before token `after` and whose qualifiers start at `before`.

    `first` and `last` bound the sentence's tokens.
    """
    spared = document.lower[max(0, before - 2) : before] == ["all", "but"]
    if spared and after < last and document.lower[after] in _OWN_VERB:
        return None  # "all but three were freed" says nothing of the three
    whole = document.lower[before - 1] == "of" or document.lower[before - 2 : before] == ["of", "the"]
    if not whole and _is_reduced(document, after, last):
        after += 1  # "17 of 20 drones | launched | were shot down": the launch is the 20's
    return (
        _bereft(document, after, last)
        or _driven(document, after, last)
        or _behind(document, after, last)
        or _behind_aside(document, after, last)
        or _behind_place(document, after, last)
        or (None if _opens_clause(document, after, last) else _ahead(document, before, first))
        or _shared(document, after, last)
    )


def _opens_clause(document: Document, index: int, last: int) -> bool:
    """ "Three unvaccinated, and 2,170 cases | have been": a number with a verb of its own obeys no other."""
    bare = index < last and document.tags[index - 1] == "CD" and document.tags[index] in FINITE
    return bare or (index < last and document.lower[index] in _OWN_VERB and document.tags[index] != "IN")


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


def fate_at(document: Document, index: int) -> Event | None:
    """What became of those named before token `index`, if that token says so ("people | injured")."""
    word, tag = document.lower[index], document.tags[index]
    if word not in FATES or tag in {"VBG", "VB", "VBZ", "VBP", "NN", "NNS"} - {_tag_of_state(word)}:
        return None
    return Event(FATES[word], True, index, behind=False)


def _tag_of_state(word: str) -> str:
    """ "Dead" and "injured" are nouns too, in the tagger's eyes: "the number of dead"."""
    return "NN" if word.endswith("ed") or word in _SUFFERED else ""


def bidden(document: Document, before: int, after: int) -> Event | None:
    """ "[Told] another 8,500 | to be ready": a verb of bidding on either side of a bare number."""
    lower = document.lower
    if before and after < len(lower) and lower[before - 1] in _BIDDING and lower[after] == "to":
        return Event(lower[before - 1], False, before - 1, behind=False)
    return None


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
        return Event(_participle(lower[place + 1], "VB"), False, place + 1, behind=True)
    return None


def _names_home(document: Document, index: int, last: int, word: str) -> bool:
    """Does a word for homes follow? What is fled is always one; what is left may be anything."""
    return word == "fled" or not _HOMES.isdisjoint(document.lower[index : min(index + 3, last)])


def _shared(document: Document, index: int, last: int) -> Event | None:
    """The event of two subjects in one: "nine soldiers | and 14 rebels were killed"."""
    lower, tags = document.lower, document.tags
    if index + 1 >= last or lower[index] != "and":
        return None
    number = index + 1
    while number < min(index + _NEAR, last) and lower[number] in _QUALIFYING:
        number += 1  # "10,000 troops | and up to 2,100 vehicles were deployed"
    if number >= last or tags[number] != "CD":
        return None
    for place in range(number + 1, min(number + 1 + _NEAR, last)):
        if lower[place] in {"were", "are", "have", "died"}:
            return _behind(document, place, last)
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
            does = tag in {"VBG", "VB", "VBZ", "VBP", "NN", "NNS"} and word not in _SUFFERED
            did = tag == "VBD" and not passive and after in {"CD", "DT", "PRP"}  # "two gunmen killed five"
            return None if does or did else Event(FATES[word], True, place, behind=True)
        if word in _BIDDING and after == "TO":
            return Event(_participle(word, tag), False, place, behind=True)  # "3,000 told to leave"
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


def _is_reduced(document: Document, index: int, last: int) -> bool:
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


def participle_of(document: Document, place: int, last: int) -> str:
    """The participle of the verb at a token, with the particle behind it that makes it another verb."""
    participle = _participle(document.lower[place], document.tags[place])
    if (
        participle == "fallen"
        and document.lower[place] == "fell"
        and document.tags[place - 1] in {"MD", "TO"}
    ):
        participle = "felled"  # "will fell 318 trees"
    if place + 1 >= last:
        return participle
    both = f"{participle} {document.lower[place + 1]}"
    return both if both in _PHRASAL else participle


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
        if word in _OTHERS and word.endswith("ed") and listed:
            return Event(_OTHERS[word], False, place, behind=False)
        if tag == "VBZ" and place and tags[place - 1] in _BEFORE_A_PLURAL and tags[place + 1] in _PAST:
            return None  # "soy exports | hit 12.9 million tonnes": a noun taken for a verb
        if tag == "VBG" and tags[place + 1] in _NOUN_TAGS and place > first and tags[place - 1] == "DT":
            continue  # "gave the | ruling | party 43 per cent"
        if tag in VERBS and tag != "VBN" and word not in _AUXILIARIES:
            told = participle_of(document, place, index)
            idle = (
                word in _IDLE or (told == "made" and lower[place + 1] == "up")
            ) and " " not in told  # "put out 17 fires" says what "put" does not
            return None if idle else Event(told, False, place, behind=False)
        shared = (
            place == index - 1 and place > first and lower[place - 1] == "and"
        )  # "have set aside .. and treated"
        if tag == "VBN" and place and (shared or lower[place - 1] in _HELPED):
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


def _prefixed(word: str) -> str | None:
    """ "Retook": retaken, "repay": repaid."""
    prefix = next((prefix for prefix in _PREFIXES if word.startswith(prefix)), "")
    known = _OTHERS.get(word[len(prefix) :]) if prefix else None
    return prefix + known if known else None


def _participle(word: str, tag: str) -> str:
    """The participle of a verb's form; what no list holds goes by the regular rules."""
    known = FATES.get(word) or _OTHERS.get(word) or _prefixed(word)
    if known or tag in {"VBN", "VBD"} or word.endswith("ed"):
        return known or word
    if tag == "VBG" and len(word) > 4:
        stem = word[:-3]
        if _SHORT.match(stem):
            return stem + "ed"  # "wiping": wiped; "stopping" keeps the two letters of "stopped"
    elif tag == "VBZ" and word.endswith(("ses", "xes", "zes", "hes")):
        stem = word[:-2]
    else:
        stem = word[:-1] if tag == "VBZ" else word
    if stem.endswith("e"):
        return stem + "d"
    if _SHORT.match(stem):
        return stem + stem[-1] + "ed"  # "ram": rammed
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return stem[:-1] + "ied"
    return stem + "ed"
