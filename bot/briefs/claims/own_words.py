"""The words by which a speaker may call itself in what it says.

What is true of English: in "said it would" and "said the US would" the plans are the speaker's own, in "said
the workers would" they are not. Own words are those of a speaker's name and office, the pronoun that goes
with it, and the bodies that the office speaks for. Accepted: bodies that only the reader knows to be its own.
"""

from __future__ import annotations

from bot.briefs.claims.named import Named
from bot.briefs.claims.people import stem
from bot.briefs.document import Document
from bot.briefs.lexicon import columns

Range = tuple[int, int]

OWN_PRONOUNS = frozenset({"i", "we", "it"})
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_CALLED_BY = frozenset({"NNP", "NNPS", "JJ"})
_BODIES_OF_OFFICES = {stem(office): nouns.split(";") for office, nouns in columns("own_bodies")}


class OwnWords:
    """A set of words, gathered when one is asked for that is no plain pronoun."""

    def __init__(self, document: Document, speaker: Range, named: Named) -> None:
        self.document, self.speaker, self.named = document, speaker, named
        self.words: set[str] | None = None

    def __contains__(self, word: object) -> bool:
        if word in OWN_PRONOUNS:
            return True
        if self.words is None:
            self.words = _words_of(self.document, self.speaker, self.named)
        return word in self.words


def _words_of(document: Document, speaker: Range, named: Named) -> set[str]:
    first, last = speaker
    pronoun = document.lower[first] if last - first == 1 and document.lower[first] in _PRONOUNS else ""
    words = {*OWN_PRONOUNS, *_pronouns(named, man_or_woman=pronoun not in {"", "it"})}
    offices = set(named.person.beside) if named.person else set()
    if not pronoun:
        tags = document.tags
        words.update(document.lower[k] for k in range(first, last) if tags[k] in _CALLED_BY)
        offices.update(stem(document.lower[k]) for k in range(first, last))
    if document.lower[first] not in {"his", "her"}:  # the name holds whose lawyer it is
        words.update(word.lower() for word in named.name.split() if word[0].isupper())
    if named.person:
        words |= named.person.countries
    for office in offices & _BODIES_OF_OFFICES.keys():
        words.update(_BODIES_OF_OFFICES[office])
    return words


def _pronouns(named: Named, *, man_or_woman: bool) -> set[str]:
    """The pronouns by which the reporter may mean the speaker."""
    if named.plural:
        return {"they"}
    if not (named.person or named.description or man_or_woman):
        return {"they"}  # "the union said they would stay out"
    woman = named.person.woman if named.person else None
    return {word for word, kind in (("she", True), ("he", False)) if woman in {kind, None}}
