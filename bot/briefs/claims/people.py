"""The people of a document: everybody who is named in full, with what stands beside the name."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.briefs.claims.phrases import DAYS, NOUNS
from bot.briefs.document import Document
from bot.briefs.lexicon import columns, word_set

_TITLES = word_set("titles")
_ORGANISATIONS = word_set("organisations")
_NO_PEOPLE = _ORGANISATIONS | word_set("not_people") | word_set("firm_endings")
_NAMED_BODIES = word_set("named_bodies")
_SHORT_TITLES = dict(columns("short_titles"))
_ROLES = word_set("roles")
_WOMEN = word_set("women")
_MEN = word_set("men")
_WOMEN_NAMES = word_set("women_names")
_MEN_NAMES = word_set("men_names")
FIRST_NAMES = _WOMEN_NAMES | _MEN_NAMES
_PARTICLES = word_set("name_particles")
POSTNOMINALS = word_set("postnominals")
_IN_NAMES = frozenset({"NNP", "NNPS", "NN", "JJ"})  # a surname never seen is taken for many things
_LONGEST_NAME = 5  # words
_GLUED = 4  # words of a name that may be a title's words before a name
_CLAUSE_ENDS = frozenset({"VBD", "VBZ", "VBP", "MD", ".", "VBG", "``", "''"})
_PARTING = frozenset({"from", "with", "by", "against", "than", "via"})
_TELLING = NOUNS | {"JJ"}
_ARTICLES = ("al-", "el-", "ad-", "an-", "ar-", "as-", "ash-")  # "Khaled al-Amri"
_AROUND = 12  # tokens around a name in which its office and country stand


@dataclass(slots=True)
class Person:
    """Somebody named in full, and the words that stand beside the name."""

    name: str
    words: tuple[str, ...]
    first: int
    beside: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)  # capitalised words before the name, in lower case
    woman: bool | None = None


def find_people(document: Document) -> list[Person]:
    """Everybody who is named by two or more capitalised words, in the order of the text."""
    tags, words = document.tags, document.words
    found: dict[tuple[str, ...], Person] = {}
    end, count = 0, len(words)
    opens = {sentence.first for sentence in document.sentences}
    for i in document.capitals:
        if i < end or tags[i] != "NNP" or not words[i][0].isupper():
            continue
        end = i + 1
        while end < count and (
            (tags[end] in _IN_NAMES and (words[end][0].isupper() or words[end].startswith(_ARTICLES)))
            or (words[end].lower() in _PARTICLES and end + 1 < count and tags[end + 1] == "NNP")
        ):
            end += 1
        if words[end - 1].lower() in DAYS and end - i > 1:
            end -= 1  # "Jane Roe Saturday said"
        if end - i > 1 and not opens.isdisjoint(range(i + 1, end)):
            end = next(k for k in range(i + 1, end) if k in opens)  # "19 °C. Nobody slept"
        if end - i > 1 or words[i - 1] in _TITLES:
            _note_person(document, i, end, found)
    return sorted(_without_glued(found), key=lambda p: p.first)


def _without_glued(found: dict[tuple[str, ...], Person]) -> list[Person]:
    """Without "Widow Jane Roe" of a title in capitals, where the text names Jane Roe."""
    return [p for name, p in found.items() if len(name) < _GLUED or name[-2:] not in found]


def _note_person(document: Document, first: int, end: int, found: dict[tuple[str, ...], Person]) -> None:
    words = document.words
    start = first
    while end > first + 1 and words[end - 1] in POSTNOMINALS:
        end -= 1
    if end - first == 1 and words[first - 1] not in _TITLES:
        return
    for k in range(first, end):
        if words[k] in _TITLES or (k < end - 1 and document.lower[k] in _ROLES):
            start = k + 1
    if start == first and first > 0 and document.lower[first - 1] == "the":
        return  # "the Daily Star"
    if start > first and end - start == 1:
        start -= 1  # "Mr Okafor"
    titled = start > first or words[start] in _TITLES or (first > 0 and document.lower[first - 1] in _ROLES)
    if start == first > 0 and document.lower[first - 1] in _NAMED_BODIES and words[first] not in FIRST_NAMES:
        return  # "the charity Safe Seas"
    name = tuple(words[start:end])
    if name and name[0].title() in _TITLES and name[0] not in _TITLES:
        return  # "MS HAN: ..."
    if (
        not 2 <= len(name) <= _LONGEST_NAME
        or not _NO_PEOPLE.isdisjoint(name)
        or (name[0].isupper() and len(name[0]) > 3 and not titled)
    ):
        return
    person = found.get(name)
    if person is None:
        person = found[name] = Person(" ".join(name), name, start)
    person.beside |= _clause_before(document, start) | _clause_after(document, end)
    person.beside |= {
        stem(_SHORT_TITLES[words[k]]) for k in range(first - 1, start) if words[k] in _SHORT_TITLES
    }
    person.countries |= {
        words[k].lower() for k in range(max(0, start - 5), start) if document.tags[k] == "NNP"
    }
    if person.woman is None:
        person.woman = _is_woman(name[0], _title_words(document, start))


def _is_woman(first_name: str, near: list[str]) -> bool | None:
    """What the first name, else a title before it, tells; None where neither does."""
    if first_name in _WOMEN_NAMES or first_name.lower() in _WOMEN:
        return True
    if first_name in _MEN_NAMES or first_name.lower() in _MEN:
        return False
    if not _WOMEN.isdisjoint(near):
        return True
    return False if not _MEN.isdisjoint(near) else None


def _title_words(document: Document, start: int) -> list[str]:
    """The few words that lead up to a name without a comma between."""
    near: list[str] = []
    for k in range(start - 1, max(-1, start - 5), -1):
        if document.tags[k] in {",", ".", "VBD", "VBZ", "IN"}:
            break
        near.append(document.lower[k])
    return near


def _clause_before(document: Document, start: int) -> set[str]:
    """Stems of the words before a name that can tell office and country."""
    stems = set()
    for k in range(start - 1, max(-1, start - 1 - _AROUND), -1):
        tag = document.tags[k]
        if tag in _CLAUSE_ENDS or (tag == "CC" and k == start - 1):
            break  # "Ahmed Yusuf, the mayor, and Hassan Yusuf": the mayor is another
        if document.lower[k] in _PARTING:
            break  # "goalkeeper Jan Roe from Real Arenal"
        if tag in _TELLING:
            stems.add(stem(document.lower[k]))
    return stems


def _clause_after(document: Document, end: int) -> set[str]:
    """Stems of the words in the apposition after a name."""
    stems: set[str] = set()
    affiliated = document.lower[end : end + 1] in (["of"], ["from"], ["at"], ["for"])
    if end >= len(document.words) or not (document.tags[end] == "," or affiliated):
        return stems
    for k in range(end + 1, min(len(document.words), end + 1 + _AROUND)):
        tag = document.tags[k]
        if tag in _CLAUSE_ENDS or tag == "," or (affiliated and tag == "CC"):
            break
        if tag in _TELLING:
            stems.add(stem(document.lower[k]))
    return stems


def fits(person: Person, woman: bool | None) -> bool:
    """Can "she" (True), "he" (False) or "the 31-year-old" (None) mean this person?"""
    return woman is None or person.woman is None or person.woman == woman


def stem(word: str) -> str:
    """Enough of a word to see that "Korean" is of Korea and "Defence" is "defence"."""
    return word.lower()[:4]
