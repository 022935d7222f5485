"""Who a speaker's phrase means: the fullest name the article gives.

What is true of news text: a person is introduced once by full name, mostly with office or country
beside it, and is later a surname, "he" or "the minister"; two people of one surname are told apart by
their country or office; "a spokesman for X" is not X. A pronoun means the person spoken of last: the
subject of the sentence before, else the last speaker. Sometimes the office comes first and the bare
full name follows ("the country's envoy told ... . Jane Roe said"). Accepted: a pronoun for somebody who
neither spoke nor was a subject goes to the last speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.briefs.claims.bodies import BODY_NOUNS, COUNTRIES, Bodies, stands_for
from bot.briefs.claims.later import named_later
from bot.briefs.claims.named import FIRMS, Named, base_end, can_be, is_firm, text_of
from bot.briefs.claims.namesakes import MEMORY, NAMESAKES, PEOPLES, Namesakes
from bot.briefs.claims.openings import (
    is_body,
    is_collective,
    is_office,
    is_quoted,
    label_before,
    name_before,
    office_before,
    openings_before,
)
from bot.briefs.claims.people import FIRST_NAMES, Person, fits, stem
from bot.briefs.claims.phrases import end_of_full_phrase, start_of_base
from bot.briefs.claims.speakers import subject_of_clause
from bot.briefs.document import Document
from bot.briefs.lexicon import columns, lines, word_set

_POSSESSOR = re.compile(r"^.*['’]s? ")  # "the league's " before "refereeing committee"
Range = tuple[int, int]

_ORGANISATIONS = word_set("organisations")
_BODIES = _ORGANISATIONS | word_set("institution_endings")
_ANY_BODY = word_set("general_bodies")
_ROLES = word_set("roles")
_GIVEN_AS = [line.split() for line in lines("naming_phrases")]
_LOCATIVE = word_set("locative_prepositions")
_TRADES = word_set("trades")
_OWN_BODIES = {stem(office): nouns.split(";") for office, nouns in columns("own_bodies")}
_COLLECTIVE_ENDINGS = ("s", "sh", "ch", "ese")  # "the Chinese said" are many
_BACK = 3000  # tokens back to which another of a trade is looked for
OWN_PRONOUNS = frozenset({"i", "we", "it"})
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_CALLED_BY = frozenset({"NNP", "NNPS", "JJ"})
_SHE = frozenset({"she", "herself", "her"})
_HE = frozenset({"he", "himself", "his"})
_IT = frozenset({"it", "itself", "its"})
_THEY = frozenset({"they", "themselves", "both", "their"})
_NEAR = 3  # speakers back to whom "some" belong
_PART_OF_THEM = frozenset({"some", "many", "most", "several", "others"})
_APPOSITION = 6  # tokens of a name behind an office
_CHARGED = frozenset({"defendant", "accused"})
_DEFINITE = frozenset({"the", "his", "her", "their", "its", "our", "my"})
_FIRST_PERSON = frozenset({"i", "we"})
_PAIRING = frozenset({"neither", "either"})
_BOTH = _PAIRING | {"both"}
_RELATIVE_TAGS = frozenset({"WP", "WDT", ":"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})


class Own:
    """The words by which a speaker calls itself, gathered when one is asked for that is no plain pronoun."""

    def __init__(self, names: Names, speaker: Range, named: Named) -> None:
        self.names, self.speaker, self.named = names, speaker, named
        self.words: set[str] | None = None

    def __contains__(self, word: object) -> bool:
        if word in OWN_PRONOUNS:
            return True
        if self.words is None:
            self.words = self.names.own_words(self.speaker, self.named)
        return word in self.words


class Names:
    """The people of a document, and who was spoken of last."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.said: list[Named] = []
        self.women: dict[str, bool] = {}  # offices without a name that were called "she" or "he"
        self.people = Namesakes(document, self.said)
        self._bodies: Bodies | None = None

    @property
    def bodies(self) -> Bodies:
        """The institutions that the document names, looked for when one is asked for."""
        if self._bodies is None:  # no cached_property: compiled, it would look for them each time
            self._bodies = Bodies(self.document)
        return self._bodies

    def resolve_all(self, speakers: list[Range | None]) -> list[Named | None]:
        """Whom each speaker's phrase means; they come in the order of the text."""
        found: list[Named | None] = []
        for speaker in speakers:
            named = self._resolve(speaker) if speaker else None
            found.append(named)
            if named:
                self.said.append(named)
        return named_later(self.document, found, speakers)

    def _resolve(self, speaker: Range) -> Named:
        first, last = speaker
        document = self.document
        paired = document.lower[first] in _PAIRING or "and" in document.lower[first:last]
        if document.lower[first] in _BOTH and paired and last - first > 1:
            first += 1
        while last > first + 1 and (document.lower[last - 1] in _RELATIVES or document.tags[last - 1] == ","):
            last -= 1
        word = document.lower[first]
        if last - first == 1 and word in _FIRST_PERSON and (label := label_before(document, first)):
            return self._phrase(*label)
        if last - first == 1 and word in _HE | _SHE:
            return self._he_or_she(first, word in _SHE)
        if document.lower[first] == "the" and last - first == 2 and self._is_anaphoric(first + 1):
            meant = self._he_or_she(first, None)
            return meant if meant.person or meant.description else self._phrase(first, last)
        if last - first == 1 and word in _IT | _RELATIVES:
            return self._it(first)
        if last - first == 1 and word in _THEY:
            return self._they(first)
        if last - first == 1 and word in _PART_OF_THEM and document.tags[first - 1] != "IN":
            return next(
                (one for one in reversed(self.said[-_NEAR:]) if one.plural), self._phrase(first, last)
            )
        return self._phrase(first, last)

    def _is_anaphoric(self, k: int) -> bool:
        """ "The 31-year-old", "the Basque", "the striker" never introduced: somebody named before."""
        word, lower = self.document.words[k], self.document.lower[k]
        if lower.endswith("-year-old"):
            return True
        if word in PEOPLES:
            stem_of = stem(word)
            known = any(stem_of in person.beside for person in self.people.all[:NAMESAKES])
            return not known and not word.endswith(_COLLECTIVE_ENDINGS)
        return lower in _TRADES and lower not in self.document.lower[max(0, k - _BACK) : k - 1]

    def own_words(self, speaker: Range, named: Named) -> set[str]:
        """Words by which a speaker may call itself in what it says: "the US" for its minister."""
        document = self.document
        first, last = speaker
        pronoun = last - first == 1 and document.lower[first] in _PRONOUNS
        words = {*OWN_PRONOUNS, *self._pronouns(named, pronoun and document.lower[first] != "it")}
        offices = set(named.person.beside) if named.person else set()
        if not pronoun:
            tags = document.tags
            words.update(document.lower[k] for k in range(first, last) if tags[k] in _CALLED_BY)
            offices.update(stem(document.lower[k]) for k in range(first, last))
        words.update(word.lower() for word in named.name.split() if word[0].isupper())
        if named.person:
            words |= named.person.countries
        for office in offices & _OWN_BODIES.keys():
            words.update(_OWN_BODIES[office])
        return words

    def _pronouns(self, named: Named, man_or_woman: bool) -> set[str]:
        """The pronouns by which the reporter may mean the speaker."""
        if named.plural:
            return {"they"}
        if not (named.person or named.description or man_or_woman):
            return {"they"}  # "the union said they would stay out"
        woman = named.person.woman if named.person else None
        return {word for word, kind in (("she", True), ("he", False)) if woman in {kind, None}}

    def _he_or_she(self, at: int, woman: bool | None) -> Named:
        candidates = [one for one in reversed(self.said[-8:]) if can_be(one, woman) and self._is(one, woman)]
        subject = self._subject_before(at, woman)
        if subject and (not candidates or subject.at > candidates[0].at):
            return self._gendered(subject, woman)
        if candidates:
            return self._gendered(candidates[0], woman)
        k = bisect_left(self.people.all, at, key=lambda person: person.first)
        near = [p for p in reversed(self.people.all[max(0, k - MEMORY) : k]) if fits(p, woman)]
        lower = (
            self.document.lower
        )  # not what "near" or "from" stands before: a town or club taken for a person
        for person in near:
            if person.words[0] in FIRST_NAMES or not person.first or lower[person.first - 1] not in _LOCATIVE:
                return self._gendered(Named(person.name, person, at=at), woman)
        named = self._surname_before(at)
        office = None if named else office_before(self.document, at)
        if office:
            named = Named(text_of(self.document, office - 1, office + 1), description=True, at=office)
        return self._gendered(named, woman) if named else Named(self.document.words[at], at=at)

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

    def _is(self, named: Named, woman: bool | None) -> bool:
        """Was the office never called by the other pronoun?"""
        return woman is None or self.women.get(named.name, woman) == woman

    def _subject_before(self, at: int, woman: bool | None) -> Named | None:
        """The person, by name or office, who opens the sentence before, or this one before the pronoun."""
        document = self.document
        for first, end in openings_before(document, at):
            person = self._opening_person(end)
            if person:
                return Named(person.name, person, at=first) if fits(person, woman) else None
            if is_office(document, first, end):
                inner = self._named_inside(end, min(end + _APPOSITION, len(document.words)))
                if inner and document.tags[end] == ",":
                    return Named(inner.name, inner, at=first)  # "The party's spokesman, Jan Roe, disagreed"
                office = Named(text_of(document, first, end), description=True, at=first)
                return office if can_be(office, woman) else None
        return None

    def _opening_person(self, end: int) -> Person | None:
        """The person whose name the subject that ends before token `end` is, or ends with."""
        document = self.document
        people = self.people.by_word.get(document.words[end - 1], [])
        one = len(people) == 1 and document.words[end - 1] == people[0].words[-1]
        return people[0] if one and document.tags[end - 1] in {"NNP", "NNPS"} else None

    def _it(self, at: int) -> Named:
        k = bisect_left(self.document.sentences, at, key=lambda s: s.last - 1)
        aside = at > 0 and self.document.tags[at - 1] in {",", "''"}  # "Levels of 4 m were measured, it adds"
        subject = None if aside else subject_of_clause(self.document, at, self.document.sentences[k].first)
        if (
            subject
            and not is_quoted(self.document, subject[0])
            and subject[1] - subject[0] > 1
            and self.document.tags[subject[1] - 1] not in {"NNS", "PRP"}
        ):
            found = self._phrase(*subject)
            if not found.person:
                return found
        spoke = next((one for one in reversed(self.said[-6:]) if not one.person and not one.plural), None)
        for first, end in openings_before(self.document, at):
            if is_body(self.document, end - 1) and (spoke is None or first > spoke.at):
                return self._phrase(first, self._past_apposition(first, end))
        named = spoke or self._opening_name(at) or self._body_before(at)
        return named or Named(self.document.words[at], at=at)

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

    def _opening_name(self, at: int) -> Named | None:
        """The name, none of a person, that opens the sentence before."""
        for first, end in openings_before(self.document, at):
            if self.document.tags[end - 1] in {"NNP", "NNPS"} and not self.people.person_of(first, end):
                return Named(text_of(self.document, first, end), at=first)
        return None

    def _past_apposition(self, first: int, end: int) -> int:
        """ "A group in the city, the Emergency Room, gave": the end of the name that follows a body."""
        return end_of_full_phrase(self.document, first, min(end + 16, len(self.document.words)))

    def _they(self, at: int) -> Named:
        spoke = next((named for named in reversed(self.said[-6:]) if named.plural), None)
        for first, end in openings_before(self.document, at):
            if is_collective(self.document, end - 1) and (spoke is None or first > spoke.at):
                name = text_of(self.document, first, self._whole(end, end + 8))
                return Named(name, plural=True, at=first)
        single = next(
            (named for named in reversed(self.said[-1:]) if named.name.endswith("spokesperson")), None
        )
        return spoke or single or Named(self.document.words[at], at=at, plural=True)

    def _phrase(self, first: int, last: int) -> Named:
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
            introduced = self._named_inside(head_end, last)
            if introduced:
                return Named(introduced.name, introduced, at=first)  # "the MP for Ely, Jane Roe"
            if document.lower[first] == "the" and document.lower[head] in _ROLES:
                return self._description(first, head_end, last)  # "the Deputy Spokesperson"
            return self._institution(first, head_end, last)
        inner = self._named_inside(head_end, last)
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
        name = text_of(document, first, self._whole(head_end, last))
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

    def _note_office(self, person: Person, first: int, head_end: int) -> None:
        """ "Council leader Roe": what stands before the name now tells of its bearer from here on."""
        words = self.document.lower[first : head_end - 1]
        person.beside |= {stem(word) for word in words if word in _ROLES}

    def _whole(self, head_end: int, last: int) -> int:
        """An organisation keeps its "of ..."; appositions fall away."""
        document = self.document
        end = head_end
        while end < last and document.tags[end] in {"IN", "TO", "CC"}:
            after = base_end(document, end + 1, last)
            if after <= end + 1:
                break
            end = after
        return end

    def _named_inside(self, i: int, last: int) -> Person | None:
        """ "His counterpart, Jane Roe": the name in the apposition."""
        document = self.document
        for comma in range(i, last - 1):
            if document.tags[comma] == ",":
                named = document.tags[comma + 1] == "NNP"
                return (
                    self.people.person_of(comma + 1, base_end(document, comma + 1, last)) if named else None
                )
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
            tags[k] in {"NNP", "NNPS"} and words[k][0].isupper() for k in range(first, last)
        )
        return comma + 1 if named else 0

    def _description(self, first: int, head_end: int, last: int) -> Named:
        """A phrase without a name: "the minister" is who was introduced as one."""
        document = self.document
        head = document.lower[head_end - 1]
        plural = document.tags[head_end - 1] in {"NNS", "NNPS"} or "and" in document.lower[first:head_end]
        name = text_of(document, first, self._whole(head_end, last))
        definite = document.lower[first] in _DEFINITE or document.tags[first + 1 : first + 2] == ["POS"]
        if plural or not definite:
            return Named(name, plural=plural, at=first)
        charged = self.people.charged_before(first) if head in _CHARGED else None
        if charged:
            return Named(charged.name, charged, at=first)  # "the defendant"
        if head in _ROLES:
            short = head_end - first <= 3 and head_end == last
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
        opening = self._opening_name(at) if head in FIRMS else None
        return opening.name if opening else None

    def _body_that_spoke(self, head: str) -> Named | None:
        for named in reversed(self.said[-MEMORY:]):
            words = named.name.lower().split()
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
