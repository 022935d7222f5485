"""What a number counts, as a noun phrase with its event: "people injured", "drones jammed".

What is true of English: a count's noun follows it; "of them" points back to a plural named before; a number
without a noun shares its neighbour's ("40 of them were sunk and 12 were towed in"), and a casualty
without a noun is its own name ("killed"). The event joins the noun where it tells this number from another
of the same noun: who was hurt, or which part of a whole.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.briefs.document import Document
from bot.briefs.figures.participles import Event
from bot.briefs.figures.phrases import (
    Phrase,
    counted_phrase,
    full_phrase,
    phrase_at,
    phrase_back_from,
    with_second,
    words_of,
)
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.vocabulary import NOUNS, QUALIFYING, UNIT_WORDS
from bot.briefs.lexicon import word_set

_PRONOUNS = frozenset({"them", "which", "whom", "these", "those", "us", "whose", "it"})
_COMPOUND = re.compile(r"-(\w+)")
_PARENTS = frozenset({"mother", "father", "parents", "grandmother", "grandfather", "mom", "dad"})
_WITH_MEMBERS = word_set("groups_with_members")
_GROUPS = word_set("groups_of_people")
_DWELLINGS = word_set("settlements")
_TOWN = 20  # the smallest village whose number of people is told
_SELF = frozenset({"strong", "plus", "odd"})
_BESIDE = frozenset({"more", "other", "+", "plus"})
_ASKED = (["surveyed"], ["polled"], ["asked"], ["questioned"], ["interviewed"], ["tested"], ["affected"])
_PLURALS = {"man": "men", "woman": "women", "person": "people", "child": "children", "storey": "storeys"}
_PLURALS |= {"story": "storeys", "country": "countries", "lorry": "lorries"}
_STATES = frozenset({"dead", "wounded", "injured", "missing", "killed", "displaced", "arrested", "detained"})
_BEHIND_STATE = frozenset({"VBD", "VBP", "VBZ", "MD", ",", ".", "IN", "CC"})
_TIMES = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "decades"})
_CLAUSE = 8  # tokens from a noun back to the "they" that opens its clause
_ANTECEDENT = 80  # tokens between "them" and what it stands for
_NO_ANTECEDENT = frozenset({"others", "times", "hours", "days", "weeks", "months", "years", "people’s"})


class Measured(NamedTuple):
    """What a quantity is about.

    `back` says it points at something named before ("of them"), `settled` that the verb is another's.
    """

    counted: str | None
    after: int  # the token behind the counted phrase
    back: bool = False
    referent: str | None = None
    settled: bool = False


def count_of(document: Document, quantity: Quantity, bound: int) -> Measured:
    """What a plain number counts; `bound` is where its sentence's tokens end."""
    lower, last = document.lower, quantity.last
    while last < bound and lower[last] in _BESIDE:
        last += 1
    if last < bound and lower[last] == "others":
        return Measured(None, last + 1)
    if last < bound and lower[last] == "of":
        return part_of(document, last + 1, bound)
    if last < bound and lower[last] == "who":
        return Measured("people", last)  # "the 19.5 million who are in need"
    of = quantity.first - 1
    while of > 1 and lower[of] in QUALIFYING and lower[of] != "of":
        of -= 1  # "a crowd of | about 3,000"
    if of > 0 and lower[of] == "of" and (group := _sized(document, quantity, lower[of - 1], last, bound)):
        return group
    while last < bound - 1 and document.tags[last] == "CD" and document.starts[last] <= quantity.end + 1:
        if lower[last + 1] in _TIMES:
            return Measured(None, last)  # "up from 87 | four years ago"
        last += 1  # "four 500lb bombs"
    phrase = with_second(document, counted_phrase(document, last, bound, plural=quantity.value != 1), bound)
    hyphen = document.text[quantity.end : quantity.end + 1] == "-"
    compound = _COMPOUND.match(document.text, quantity.end) if hyphen else None
    if compound and compound[1].lower() not in _SELF:
        one = compound[1].lower()  # "a 15-member council": members
        noun = _PLURALS.get(one) or (one if one.endswith("s") else one + "s")
        return Measured(noun, phrase.last if phrase else last)
    return Measured(words_of(document, phrase), phrase.last) if phrase else Measured(None, last)


def _sized(document: Document, quantity: Quantity, noun: str, last: int, bound: int) -> Measured | None:
    """ "A mother of 12", "a town of 12,000", "a family of seven": whom the noun before "of" gathers."""
    if noun in _PARENTS:
        return Measured("children", last, settled=True)  # "a mother of 12 | killed in crossfire"
    if last < bound and document.tags[last] in NOUNS | {"JJ", "CD", "RB"}:
        return None
    if noun in _DWELLINGS and quantity.value is not None and quantity.value >= _TOWN:
        return Measured("people", last)
    group = noun.removesuffix("s")
    if group not in _GROUPS:
        return None
    if group == "crowd":
        return Measured("people", last)
    return Measured(f"{group} members" if group in _WITH_MEMBERS else group, last)


def part_of(document: Document, index: int, bound: int) -> Measured:
    """What stands behind "of" at token `index`: "[33 of] them", "[14 of] the drones"."""
    if document.lower[index : index + 1] == ["those"] and document.lower[index + 1 : index + 2] in _ASKED:
        return Measured(f"people {document.lower[index + 1]}", index + 2)
    if index < bound and document.lower[index] in _PRONOUNS and not _opens_phrase(document, index, bound):
        own = _sort_of_them(document, index + 1, bound)
        if own:
            return Measured(words_of(document, own), own.last, True)
        if document.lower[index] == "us":
            return Measured("people", index + 1)
        phrase = antecedent(document, index) if document.lower[index] != "it" else None
        return Measured(None, index + 1, True, full_phrase(document, phrase) if phrase else None)
    if state := _state_of(document, index, bound):
        return state
    while index < bound and document.tags[index] in {"CD", "``"}:
        index += 1  # "20 of 21 drones", "of “missing” emails"
    phrase = phrase_at(document, index, bound)
    if phrase is None and index < bound and document.tags[index] == "JJ":
        return Measured(document.lower[index], index + 1)  # "of cocaine | hidden": a noun after all
    return Measured(full_phrase(document, phrase), phrase.last) if phrase else Measured(None, index)


def _sort_of_them(document: Document, index: int, bound: int) -> Phrase | None:
    """ "44,000 of them | children", "20 of whom | women and children": what the part is, without a verb."""
    phrase = phrase_at(document, index, bound, of=False) if index < bound else None
    if phrase is None or phrase.first != index or document.tags[phrase.head] != "NNS":
        return None
    phrase = with_second(document, phrase, bound) or phrase
    closed = phrase.last >= bound or document.tags[phrase.last] in {",", ".", ":", "CC", "IN", "VBN"}
    return phrase if closed else None


def _state_of(document: Document, index: int, bound: int) -> Measured | None:
    """ "Six of the dead were children", "11 of the wounded": a state that stands for those in it."""
    while index < bound and document.tags[index] == "DT":
        index += 1
    if index >= bound:
        return None
    if document.lower[index] not in _STATES:
        after = document.tags[index + 1] if index + 1 < bound else "."
        alone = document.tags[index] in {"JJ", "VBN", "VBD"} and after in _BEHIND_STATE
        return Measured(document.lower[index], index + 1) if alone else None  # "11 of the trapped had"
    if index + 1 < bound and document.lower[index + 1] in {"were", "are"}:
        phrase = phrase_at(document, index + 2, bound, of=False)
        if phrase and phrase.first == index + 2 and document.tags[phrase.head] == "NNS":
            return Measured(words_of(document, phrase), index)
    after = document.tags[index + 1] if index + 1 < bound else ""
    return None if after in NOUNS else Measured(document.lower[index], index)


def _opens_phrase(document: Document, index: int, bound: int) -> bool:
    """ "these drones" is a phrase, "these" alone a pronoun."""
    opens = document.lower[index] in {"these", "those"} and index + 1 < bound
    return opens and document.tags[index + 1] in NOUNS


def antecedent(document: Document, index: int) -> Phrase | None:
    """The plural nearest before a "them", in this or the sentence before."""
    stops = 0
    for place in range(index - 1, max(-1, index - _ANTECEDENT), -1):
        tag = document.tags[place]
        stops += tag == "."
        if stops > 1:
            return None
        plural = tag == "NNS" or document.lower[place] == "people"
        measured = document.tags[place - 1] == "CD" and document.lower[place] in UNIT_WORDS
        if (
            plural
            and not measured
            and document.lower[place] not in _NO_ANTECEDENT
            and not _follows_they(document, place)
        ):
            return phrase_back_from(document, place, 0)
    return None


def _follows_they(document: Document, place: int) -> bool:
    """ "They came by the farm tracks, a hundred of them": the pronoun means the subject again."""
    for before in range(place - 1, max(-1, place - _CLAUSE), -1):
        if document.lower[before] == "they":
            return True
        if document.tags[before] in {".", ",", ":"} or document.lower[before] == "that":
            return False
    return False


def with_event(document: Document, counted: str | None, event: Event | None, part: bool) -> str | None:
    """Adds the event where it tells this number from another of the same noun."""
    if event is None or not (event.casualty or (part and event.behind)):
        return counted
    if counted and (counted.endswith(event.participle) or counted in _STATES):
        return counted
    if counted is None and document.lower[event.token] == "dead":
        return "dead"  # "leaving 41 dead" reads so
    return f"{counted} {event.participle}" if counted else event.participle
