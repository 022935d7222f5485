"""Which of the people of a text a name or an office means.

What is true of news text: a surname means the person named in full with it; of two people of one surname
the words beside the name tell which ("the North Korean Kim", "Mayor Yusuf", "Kim, the minister"), else
it is who of them spoke last; "the minister" is who was introduced as one, the last to speak first.
"""

from __future__ import annotations

from bisect import bisect_left

from bot.briefs.claims.bodies import COUNTRIES
from bot.briefs.claims.named import Named
from bot.briefs.claims.people import POSTNOMINALS, Person, find_people, stem
from bot.briefs.document import Document
from bot.briefs.lexicon import columns, word_set

_TITLES = word_set("titles")
PEOPLES = frozenset(name for _, names in columns("nationalities") for name in names.split(";"))
NAMESAKES = 50  # people of one name in a text; more are a list, and would cost its square
MEMORY = 200  # speakers back to which "the minister" or a namesake is looked for
_OFFICES = frozenset(stem(word) for word in word_set("roles"))
_COUNTRIES = COUNTRIES - word_set("us_states")
_BODIES = frozenset(stem(word) for word in word_set("institution_nouns"))
_CHARGED = word_set("charging_words")
_MOST_INITIALS = 3
_REACH = 14  # tokens from a name in which its bearer is charged, or denies it
_SMALL = frozenset({"the", "of", "a", "an", "in", "for", "'s", "’s", ",", "who", "and"})


class Namesakes:
    """The people of a document by their words; `said` are the speakers so far, which the caller adds to."""

    def __init__(self, document: Document, said: list[Named]) -> None:
        self.document = document
        self.said = said
        self.alone: dict[str, Person] = {}  # whom a bare surname of several people meant first
        self.all = find_people(document)
        self.by_word: dict[str, list[Person]] = {}
        self.by_middle: dict[str, list[Person]] = {}
        self._by_initials: dict[str, list[Person]] | None = None
        for person in self.all:
            for word in person.words[1:-1]:
                self.by_middle.setdefault(word, []).append(person)
            for word in dict.fromkeys((person.words[-1], person.words[0])):
                people = self.by_word.setdefault(word, [])
                if len(people) < NAMESAKES:
                    people.append(person)

    def person_of(self, first: int, end: int, last: int = 0) -> Person | None:
        """The person whom the name that ends before token `end` means; its apposition ends before `last`."""
        document = self.document
        while end > first + 1 and document.words[end - 1] in POSTNOMINALS:
            end -= 1
        surname = document.words[end - 1]
        people = self.by_word.get(surname) or self.by_word.get(surname.title(), [])  # "MS HAN: ..."
        if not people and end - first == 1 and len(self.by_middle.get(surname, ())) == 1:
            return self.by_middle[surname][0]  # "Koh" for Adeline Koh Swee Lan
        if not people:
            return None
        run = document.words[first:end]
        full = [p for p in people if len(p.words) <= len(run) and tuple(run[-len(p.words) :]) == p.words]
        if full:
            fullest = max(full, key=lambda p: len(p.words))
            return self._untitled(fullest, people) if fullest.words[0] in _TITLES else fullest
        before = document.words[end - 2] if end - 2 >= first else ""
        if (
            before
            and before[0].isupper()
            and document.tags[end - 2] == "NNP"
            and before.title() not in _TITLES
            and before not in PEOPLES
            and not any(before in p.words for p in people)
        ):
            return None  # another first name: somebody else, or an organisation
        last_names = [p for p in people if p.words[-1] == surname] or people
        if len(people) > 1:
            return self._by_affiliation(people, first, end, last)
        return last_names[0]

    def _untitled(self, titled: Person, people: list[Person]) -> Person:
        """ "Ms Roe" is the last Jane Roe before her who may be a woman, "Mayor Roe" the mayor."""
        k = max((p.first for p in people if p.first < titled.first and p is not titled), default=-1)
        fitting = [
            p
            for p in people
            if p.words[0] not in _TITLES
            and p.words[-1] == titled.words[-1]
            and (titled.woman is None or p.woman is None or p.woman == titled.woman)
        ]
        title = stem(titled.words[0])
        fitting = [p for p in fitting if title in p.beside] or fitting
        before = [p for p in fitting if p.first <= k]
        return max(before or fitting or [titled], key=lambda p: p.first if before else -p.first)

    def _by_affiliation(self, people: list[Person], first: int, end: int, last: int) -> Person | None:
        lower = self.document.lower
        beside = {stem(w) for w in lower[first : end - 1] + lower[end + 1 : last] if w not in _SMALL}
        scored = [
            (len(beside & p.beside), -abs(first - p.first) if p.first <= first else -(10**6), p)
            for p in people
        ]
        best = max(scored, key=lambda item: item[:2])
        so_far = [p for p in people if p.first <= first]
        if len(so_far) == 1 and not beside:
            self.alone.setdefault(so_far[0].words[-1], so_far[0])
        if best[0] == 0:
            roles = beside & _OFFICES
            plain = [p for p in people if p.beside.isdisjoint(_OFFICES)]
            if roles and len(plain) == 1:
                return plain[0]  # "Tarek, the negotiator", where the other is an envoy
            if not beside and people[0].words[-1] in self.alone:
                return self.alone[people[0].words[-1]]
            for named in reversed(self.said[-MEMORY:]):
                if named.person in people:
                    return named.person
            if not beside and len({p.words[0] for p in so_far or people if p.words[0] not in _TITLES}) > 1:
                return None  # "Ann Roe and Tom Roe spoke": either may be meant
        return self._untitled(best[2], people) if best[2].words[0] in _TITLES else best[2]

    def spelled_out(self, initials: str) -> Person | None:
        """Who goes by these initials in an interview, where one person does."""
        if not (initials.isupper() and 1 < len(initials) <= _MOST_INITIALS):
            return None
        if self._by_initials is None:  # interviews are few, so that most texts need no such table
            self._by_initials = {}
            for person in self.all:
                whole = "".join([word[0] for word in person.words])
                self._by_initials.setdefault(whole, []).append(person)
        found = self._by_initials.get(initials, [])
        return found[0] if len(found) == 1 else None

    def charged_before(self, first: int) -> Person | None:
        """Who "the defendant" is: the one person before token `first` who denied, admitted or was charged."""
        lower = self.document.lower
        k = bisect_left(self.all, first, key=lambda person: person.first)
        charged = [
            person
            for person in self.all[max(0, k - NAMESAKES) : k]
            if not _CHARGED.isdisjoint(lower[person.first : min(first, person.first + _REACH)])
        ]
        return charged[0] if len({person.words[-1] for person in charged}) == 1 else None

    def introduced_as(self, first: int, head_end: int) -> Person | None:
        """Who "the French president" is: the last of that office to speak, else the only one so named."""
        document = self.document
        office, told = stem(document.lower[head_end - 1]), document.words[first + 1 : head_end - 1]
        peoples = {stem(word) for word in told if word in PEOPLES}
        # "the US president" is no council's
        of_country = any(word in _COUNTRIES or word.isupper() for word in told)

        def bears(person: Person) -> bool:
            of_body = of_country and not _BODIES.isdisjoint(person.beside)
            return office in person.beside and peoples <= person.beside and not of_body

        spoke = [named.person for named in reversed(self.said[-MEMORY:]) if named.person]
        last = next(filter(bears, spoke), None)
        if last:
            return last
        k = bisect_left(self.all, first, key=lambda person: person.first)
        named = list(filter(bears, self.all[max(0, k - NAMESAKES) : k]))
        surnames = {person.words[-1] for person in named}
        return named[-1] if len(surnames) == 1 else None  # of two presidents either may be meant
