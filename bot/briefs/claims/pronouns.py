"""Whom a pronoun means, and "the 31-year-old" or "the Basque", which are used as one.

What is true of news text: a pronoun means whoever was spoken of last: the subject of the sentence before,
else the last speaker; first names tell she and he, and so does the pronoun that an office had before.
Accepted: a pronoun for somebody who neither spoke nor was a subject goes to the last speaker.
"""

from __future__ import annotations

from bisect import bisect_left

from bot.briefs.claims.bodies import COUNTRIES
from bot.briefs.claims.named import FIRMS, Named, can_be, text_of
from bot.briefs.claims.namesakes import MEMORY
from bot.briefs.claims.naming import Naming
from bot.briefs.claims.openings import (
    is_body,
    is_collective,
    is_office,
    is_quoted,
    office_before,
    openings_before,
)
from bot.briefs.claims.people import FIRST_NAMES, Person, fits
from bot.briefs.claims.phrase_starts import start_of_base
from bot.briefs.claims.phrases import end_of_full_phrase
from bot.briefs.claims.speakers import subject_of_clause
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_LOCATIVE = word_set("locative_prepositions")
_ASIDES = frozenset({",", "''"})
_OWNED = 40  # tokens from a name to "his lawyer"
_SOMEBODY = word_set("men") | word_set("women") | word_set("trades") | {"suspect", "defendant", "accused"}
_APPOSITION = 6  # tokens of a name behind an office
_APPOSITION_OF_BODY = 16  # tokens of a name behind a body
_SPOKE = 8  # speakers back to whom "she" goes
_SPOKE_AS_BODY = 6  # speakers back to whom "it" and "they" go


class Pronouns:
    """Who "she", "it" and "they" of a document are."""

    def __init__(self, document: Document, naming: Naming) -> None:
        self.document = document
        self.naming = naming
        self.said = naming.said
        self.people = naming.people
        self.women: dict[str, bool] = {}  # offices without a name that were called "she" or "he"

    def he_or_she(self, at: int, woman: bool | None) -> Named:
        """Whom the word at token `at` means: she (`woman` is True), he (False), or either (None)."""
        spoke = next((one for one in reversed(self.said[-_SPOKE:]) if self._can_be(one, woman)), None)
        subject = self._subject_before(at, woman)
        if subject and (spoke is None or subject.at > spoke.at):
            spoke = subject
        named = spoke or self._person_before(at, woman) or self._surname_before(at) or self._office_before(at)
        return self._gendered(named, woman) if named else Named(self.document.words[at], at=at)

    def owner(self, at: int, woman: bool) -> Person | None:
        """Whose "his" at token `at` is, where nobody without a name was spoken of since: "a man"."""
        person = self.he_or_she(at, woman).person
        if person is None:
            return None
        lower, back = self.document.lower, max(0, at - _OWNED)
        surname = person.words[-1].lower()
        named = next((k for k in range(at - 1, back, -1) if lower[k] == surname), 0)
        return person if named and _SOMEBODY.isdisjoint(lower[named:at]) else None

    def _person_before(self, at: int, woman: bool | None) -> Named | None:
        """The last person named in full, who need not have spoken."""
        k = bisect_left(self.people.all, at, key=lambda person: person.first)
        lower = self.document.lower
        for person in reversed(self.people.all[max(0, k - MEMORY) : k]):
            # behind "near" or "from" it may be a town or club that was taken for a person
            placed = person.first and lower[person.first - 1] in _LOCATIVE
            if fits(person, woman) and (person.words[0] in FIRST_NAMES or not placed):
                return Named(person.name, person, at=at)
        return None

    def _office_before(self, at: int) -> Named | None:
        office = office_before(self.document, at)
        if office is None:
            return None
        return Named(text_of(self.document, office - 1, office + 1), description=True, at=office)

    def _surname_before(self, at: int) -> Named | None:
        """ "Keel spoke for an hour. ... he said": a name that the text never gives in full."""
        for first, end in openings_before(self.document, at):
            word = self.document.words[first]
            told = self.document.tags[first + 1] == ","  # "Keel, the harbour master, spoke"
            alone = (told or end - first == 1) and word[0].isupper() and word not in COUNTRIES
            if alone and (told or self.document.tags[first] == "NNP"):
                return Named(word, at=first)
        return None

    def _gendered(self, named: Named, woman: bool | None) -> Named:
        if named.person and named.person.woman is None and woman is not None:
            named.person.woman = woman
        elif named.description and woman is not None:
            self.women.setdefault(named.name, woman)
        return named

    def _can_be(self, named: Named, woman: bool | None) -> bool:
        """Can the speaker be she or he, and was the office never called by the other pronoun?"""
        return can_be(named, woman) and (woman is None or self.women.get(named.name, woman) == woman)

    def _subject_before(self, at: int, woman: bool | None) -> Named | None:
        """The person, by name or office, who opens the sentence before, or this one before the pronoun."""
        document = self.document
        for first, end in openings_before(document, at):
            person = self._opening_person(end)
            if person:
                return Named(person.name, person, at=first) if fits(person, woman) else None
            if is_office(document, first, end):
                inner = self.naming.named_inside(end, min(end + _APPOSITION, len(document.words)))
                if inner and document.tags[end] == ",":  # "The party's spokesman, Jan Roe, disagreed"
                    return Named(inner.name, inner, at=first) if fits(inner, woman) else None
                office = Named(text_of(document, first, end), description=True, at=first)
                return office if can_be(office, woman) else None
        return None

    def _opening_person(self, end: int) -> Person | None:
        """The person whose name the subject that ends before token `end` is, or ends with."""
        document = self.document
        people = self.people.by_word.get(document.words[end - 1], [])
        one = len(people) == 1 and document.words[end - 1] == people[0].words[-1]
        return people[0] if one and document.tags[end - 1] in {"NNP", "NNPS"} else None

    def it(self, at: int) -> Named:
        """The institution or thing that "it" at token `at` means."""
        subject = self._subject_of_it(at)
        if subject:
            return subject
        recent = reversed(self.said[-_SPOKE_AS_BODY:])
        spoke = next((one for one in recent if not (one.person or one.plural)), None)
        for first, end in openings_before(self.document, at):
            if is_body(self.document, end - 1) and (spoke is None or first > spoke.at):
                return self.naming.phrase(first, _past_apposition(self.document, first, end))
        named = spoke or self.naming.opening_name(at) or self._body_before(at)
        return named or Named(self.document.words[at], at=at)

    def _subject_of_it(self, at: int) -> Named | None:
        """The subject of the clause before "it" in one sentence, where it is a thing with a noun."""
        document = self.document
        if at > 0 and document.tags[at - 1] in _ASIDES:
            return None  # "Levels of 4 m were measured, it adds"
        k = bisect_left(document.sentences, at, key=lambda s: s.last - 1)
        subject = subject_of_clause(document, at, document.sentences[k].first)
        if subject is None or subject[1] - subject[0] < 2 or is_quoted(document, subject[0]):
            return None
        if document.tags[subject[1] - 1] in {"NNS", "PRP"}:
            return None
        named = self.naming.phrase(*subject)
        return None if named.person else named

    def _body_before(self, at: int) -> Named | None:
        """ "We have heard from the ferry operator. It says": the one body of the sentence before."""
        document = self.document
        k = bisect_left(document.sentences, at, key=lambda s: s.last - 1)
        if k == 0:
            return None
        before = document.sentences[k - 1]
        heads = [
            i
            for i in range(before.first + 1, before.last)
            if document.tags[i] == "NN" and (document.lower[i] in FIRMS or is_body(document, i))
        ]
        if len(heads) != 1:
            return None
        first = start_of_base(document, heads[0], before.first)
        return Named(text_of(document, first, heads[0] + 1), at=first)

    def they(self, at: int) -> Named:
        spoke = next((named for named in reversed(self.said[-_SPOKE_AS_BODY:]) if named.plural), None)
        for first, end in openings_before(self.document, at):
            if is_collective(self.document, end - 1) and (spoke is None or first > spoke.at):
                name = text_of(self.document, first, self.naming.whole(end, end + 8))
                return Named(name, plural=True, at=first)
        single = next(
            (named for named in reversed(self.said[-1:]) if named.name.endswith("spokesperson")), None
        )
        return spoke or single or Named(self.document.words[at], at=at, plural=True)


def _past_apposition(document: Document, first: int, end: int) -> int:
    """ "A group in the city, the Emergency Room, gave": the end of the name that follows a body."""
    return end_of_full_phrase(document, first, min(end + _APPOSITION_OF_BODY, len(document.words)))
