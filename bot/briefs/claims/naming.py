"""What a speaker's phrase that is no pronoun names: a person, an institution, or somebody by description.

What is true of news text: a person is introduced once by full name, mostly with office or country
beside it, and is later a surname or "the minister"; an institution is later its initials, its noun or its
kind; "a spokesman for X" is not X. Accepted: a trade without a name that fits two people of the text.
"""

from __future__ import annotations

import re

from bot.briefs.claims.bodies import BODY_NOUNS, Bodies, stands_for
from bot.briefs.claims.named import FIRMS, Named, base_end, is_firm, text_of
from bot.briefs.claims.namesakes import MEMORY, Namesakes
from bot.briefs.claims.openings import name_before, openings_before
from bot.briefs.claims.people import FIRST_NAMES, Person, stem
from bot.briefs.document import Document
from bot.briefs.lexicon import lines, word_set

_POSSESSOR = re.compile(r"^.*['’]s? ")  # "the league's " before "refereeing committee"
_BODIES = word_set("organisations") | word_set("institution_endings")
_ANY_BODY = word_set("general_bodies")
_NAMED_BODIES = word_set("named_bodies")
_PARTICLES = word_set("name_particles")
_ROLES = word_set("roles")
_GIVEN_AS = [line.split() for line in lines("naming_phrases")]
_CHARGED = frozenset({"defendant", "accused"})
_DEFINITE = frozenset({"the", "his", "her", "their", "its", "our", "my"})
_RELATIVE_TAGS = frozenset({"WP", "WDT", ":"})


class Naming:
    """The people and institutions of a document; `said` are the speakers so far, which the caller adds to."""

    def __init__(self, document: Document, said: list[Named]) -> None:
        self.document = document
        self.said = said
        self.people = Namesakes(document, said)
        self._bodies: Bodies | None = None

    @property
    def bodies(self) -> Bodies:
        """The institutions that the document names, looked for when one is asked for."""
        if self._bodies is None:  # no cached_property: compiled, it would look for them each time
            self._bodies = Bodies(self.document)
        return self._bodies

    def phrase(self, first: int, last: int) -> Named:
        document = self.document
        head_end = base_end(document, first, last)
        head = head_end - 1
        word = document.words[head]
        initials = word.isupper() and len(word) > 1
        if document.tags[head] in {"NNP", "NNPS"} or initials or word in self.people.by_word:
            person = self.people.person_of(first, head_end, last)
            if person:
                self._note_office(person, first, head_end)
                return Named(person.name, person, at=first)
            introduced = self.named_inside(head_end, last)
            if introduced:
                return Named(introduced.name, introduced, at=first)  # "the MP for Ely, Jane Roe"
            if document.lower[first] == "the" and document.lower[head] in _ROLES:
                return self._description(first, head_end, last)  # "the Deputy Spokesperson"
            return self._institution(first, head_end, last)
        inner = self.named_inside(head_end, last)
        firm = document.lower[head] in FIRMS and "who" not in document.lower[head_end:last]
        if inner and not (firm and inner.words[0] not in FIRST_NAMES):
            return Named(inner.name, inner, at=first)
        called = self._called(head_end, last)
        if called:
            return called
        named = self._bare_name(head_end, last)
        if named:
            return Named(text_of(document, named, last), at=first, kind=document.lower[head])
        return self._description(first, head_end, last)

    def _institution(self, first: int, head_end: int, last: int) -> Named:
        """A name that is no person's: its full form where the text gives one, else as it stands."""
        document = self.document
        name = text_of(document, first, self.whole(head_end, last))
        kind = self._kind(first, head_end)
        if kind:
            return Named(name, at=first, kind=kind)  # "the daily El Faro"
        definite = document.lower[first] == "the"
        if head_end - first - definite > 1 or (head_end < last and document.tags[head_end] != ","):
            return Named(name, at=first)
        word = document.words[head_end - 1]
        if definite and word.istitle():
            body = self._body(word.lower(), first) if word.lower() in BODY_NOUNS else None
            return Named(body or name, at=first)  # "the Bank", "the Commission"
        bodies = self.bodies
        full = bodies.shortened(word) if word.istitle() else bodies.spelled_out(word)
        somebody = None if full else self.people.spelled_out(word)
        if somebody:
            return Named(somebody.name, somebody, at=first)  # "HB: It will cost 5 million"
        return Named(full.name if full else name, at=first)

    def _kind(self, first: int, head_end: int) -> str:
        """The noun that tells what the name behind it is of, "" where none does."""
        words = self.document.words
        for k in range(first + 1, head_end):
            if words[k][0].isupper() and words[k - 1] in _NAMED_BODIES:
                return words[k - 1]
        return ""

    def _note_office(self, person: Person, first: int, head_end: int) -> None:
        """ "Council leader Roe": what stands before the name now tells of its bearer from here on."""
        words = self.document.lower[first : head_end - 1]
        person.beside |= {stem(word) for word in words if word in _ROLES}

    def whole(self, head_end: int, last: int) -> int:
        """An organisation keeps its "of ..."; appositions fall away."""
        document = self.document
        end = head_end
        while end < last and document.tags[end] in {"IN", "TO", "CC"}:
            after = base_end(document, end + 1, last)
            if after <= end + 1:
                break
            end = after
        return end

    def named_inside(self, i: int, last: int) -> Person | None:
        """ "His counterpart, Jane Roe": the name in the apposition."""
        document = self.document
        for comma in range(i, last - 1):
            if document.tags[comma] == ",":
                end = base_end(document, comma + 1, last)  # "the man, law student Jan Roe"
                named = "NNP" in {document.tags[comma + 1], document.tags[end - 1]}
                return self.people.person_of(comma + 1, end) if named else None
            if document.tags[comma] in _RELATIVE_TAGS:
                return None
        return None

    def _called(self, i: int, last: int) -> Named | None:
        """ "One of them, who gave his name as Karim": the name that somebody goes by."""
        tags = self.document.tags
        for k in range(i, last - 1):
            before = self.document.lower[k - 1 : k + 1]
            if tags[k + 1] == "NNP" and (before in _GIVEN_AS or before[-1:] == ["named"]):
                end = base_end(self.document, k + 1, last)
                known = self.people.person_of(k + 1, end)
                called = known.name if known else text_of(self.document, k + 1, end)
                return Named(called, known, at=i, description=known is None)
        return None

    def _bare_name(self, i: int, last: int) -> int:
        """Where the name begins in "the manufacturer, Agrasol", "a group, the Emergency Room"; else 0."""
        words, tags = self.document.words, self.document.tags
        comma = next((k for k in range(i, last - 1) if tags[k] == ","), 0)
        if not comma or tags[comma - 1] != "NN":
            return 0
        first = comma + 1 + (self.document.lower[comma + 1] == "the")
        named = first < last and all(
            tags[k] in {"NNP", "NNPS"} and (words[k][0].isupper() or words[k] in _PARTICLES)
            for k in range(first, last)
        )
        return comma + 1 if named else 0

    def _description(self, first: int, head_end: int, last: int) -> Named:
        """A phrase without a name: "the minister" is who was introduced as one."""
        document = self.document
        head = document.lower[head_end - 1]
        plural = document.tags[head_end - 1] in {"NNS", "NNPS"} or "and" in document.lower[first:head_end]
        name = text_of(document, first, self.whole(head_end, last))
        definite = document.lower[first] in _DEFINITE or document.tags[first + 1 : first + 2] == ["POS"]
        if plural or not definite:
            return Named(name, plural=plural, at=first)
        charged = self.people.charged_before(first) if head in _CHARGED else None
        if charged:
            return Named(charged.name, charged, at=first)  # "the defendant"
        if head in _ROLES:
            short = head_end - first <= 3 and (head_end == last or document.tags[head_end] == ",")
            known = self.people.introduced_as(first, head_end) if short else None
            return Named(known.name, known, at=first) if known else Named(name, description=True, at=first)
        alone = head_end - first == 2 and (head_end == last or document.tags[head_end] == ",")
        if alone and document.lower[first] == "the":
            return Named(self._body(head, first) or name, at=first)
        return Named(name, at=first)

    def _body(self, head: str, at: int) -> str | None:
        """The last body that "the office" can mean: of that noun, or any institution for "the agency".

        One that spoke goes before one that was only named, if none of that noun opened a clause since.
        """
        opens = name_before(self.document, at) if head in FIRMS else None
        somebody = self.people.person_of(*opens) if opens else None
        if opens and (somebody is None or not (somebody.beside or somebody.words[0] in FIRST_NAMES)):
            return text_of(self.document, *opens)  # "Roe Foods plunged after the company said"
        named = self.bodies.called(head, at)
        spoke = self._body_that_spoke(head)
        if spoke and not (named and named.opens and named.first > spoke.at):
            return spoke.name
        if named:
            return named.name
        opening = self.opening_name(at) if head in FIRMS else None
        return opening.name if opening else None

    def _body_that_spoke(self, head: str) -> Named | None:
        for named in reversed(self.said[-MEMORY:]):
            words = named.name.lower().split()
            if named.kind == head:
                return named
            if named.person or named.plural or len(words) < 2:
                continue
            if head in _POSSESSOR.sub("", named.name.lower()).split()[1 if len(words) == 2 else 0 :]:
                return named
            if head in _ANY_BODY and named.name.split()[-1] in _BODIES and stands_for(head, words):
                return named
            a_firm = named.name.split()[-1][0].isupper() and is_firm([*words, named.kind])
            if a_firm and (head in FIRMS or head == "group"):
                return named
        return None

    def opening_name(self, at: int) -> Named | None:
        """The name, none of a person, that opens the sentence before."""
        for first, end in openings_before(self.document, at):
            if self.document.tags[end - 1] in {"NNP", "NNPS"} and not self.people.person_of(first, end):
                return Named(text_of(self.document, first, end), at=first)
        return None
