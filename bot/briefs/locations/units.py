"""A document cut finer than its tokens: hyphenated tokens fall into the names they join.

What is true: a hyphen or slash joins names that each stand for themselves ("Egypt-US ties",
"Britain-based", "D-Iowa City"), yet belongs to some ("Winston-Salem"); so the parts are units and a name
may span several.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import compress

from bot.briefs.document import Document

ARTICLES = ("al-", "el-", "as-", "ad-", "ar-", "ash-", "an-", "az-", "d'", "d’", "l'", "l’")
OKINA = "ʻ"  # a letter of Polynesian names, before the one that is written large
RUN_REACH = 8  # words: no name is longer, and a text all in capitals must not be run through for each word
SMALL_WORDS = ("IN", "DT", "CC", "TO", "WRB", "PRP", "RB")  # capitals only because they open a sentence
_HYPHEN = re.compile(r"[-–‑/]")


@dataclass(slots=True)
class Units:
    """Parallel lists over the units of a text.

    `token` is the token a unit comes from, `capital` whether it can begin a name, `joined` whether a hyphen
    or slash ties it to the unit before, `stops` the first unit after its sentence.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    token: list[int]
    tags: list[str]
    capital: list[bool]
    joined: list[bool]
    stops: list[int]
    capitals: list[int]  # where `capital` holds

    def word(self, at: int) -> str:
        """The word of a unit, "" beyond the text."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def opens(self, at: int) -> bool:
        """Does this unit open a sentence?"""
        return at == 0 or self.stops[at - 1] != self.stops[at]

    def before(self, at: int, steps: int = 1) -> str:
        """The word so many units before this one, in small letters, "" beyond its sentence."""
        before = at - steps
        return self.words[before].lower() if before >= 0 and self.stops[before] == self.stops[at] else ""

    def span(self, first: int, last: int) -> str:
        """The text of the units `first` to `last` (exclusive)."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def run(self, first: int, last: int) -> tuple[int, int]:
        """The run of capitalised units around `first`..`last`, as far as a name may reach."""
        capital, joined, stops = self.capital, self.joined, self.stops
        sentence = stops[first]
        stop = min(sentence, last + RUN_REACH)
        start = max(first - RUN_REACH, 0)
        while last < stop and capital[last] and not joined[last]:
            last += 1
        while first > start and capital[first - 1] and not joined[first] and stops[first - 1] == sentence:
            if self.tags[first - 1] in SMALL_WORDS and self.opens(first - 1):
                break
            first -= 1
        return first, last


def cut_units(document: Document) -> Units:
    """The units of a document."""
    units = Units(document.text, [], [], [], [], [], [], [], [], [])
    words = document.words
    compounds = [at for at in document.odd if len(words[at]) > 1]
    done = 0
    for at in [at for at in compounds if _is_cut(words[at])]:
        _take(units, document, done, at)
        _add_parts(units, document, at)
        done = at + 1
    _take(units, document, done, len(words))
    begins = [at for at in document.capitals if words[at][0].isupper() or words[at][0] == OKINA]
    begins += [at for at in compounds if words[at].startswith(ARTICLES)]  # "al-Hasakah" begins a name
    for at in begins:
        units.capital[bisect_left(units.token, at)] = True
    units.capitals = list(compress(range(len(units.words)), units.capital))
    _set_stops(units, document)
    return units


def _is_cut(word: str) -> bool:
    if word.islower() or word.startswith(ARTICLES) or not (word[0].isalnum() and word[-1].isalnum()):
        return False
    return bool(_HYPHEN.search(word))


def _set_stops(units: Units, document: Document) -> None:
    """Each unit's first unit beyond its sentence; tokens between sentences count with the one before."""
    ends = [bisect_left(units.token, sentence.last) for sentence in document.sentences]
    opened = 0
    for end in ends:
        units.stops += [end] * (end - opened)
        opened = max(opened, end)
    units.stops += [len(units.words)] * (len(units.words) - opened)


def _take(units: Units, document: Document, first: int, last: int) -> None:
    units.words += document.words[first:last]
    units.starts += document.starts[first:last]
    units.ends += document.ends[first:last]
    units.tags += document.tags[first:last]
    units.token += range(first, last)
    units.capital += [False] * (last - first)
    units.joined += [False] * (last - first)


def _add_parts(units: Units, document: Document, at: int) -> None:
    start = document.starts[at]
    for number, part in enumerate(_HYPHEN.split(document.words[at])):
        if part:
            units.words.append(part)
            units.starts.append(start)
            units.ends.append(start + len(part))
            units.tags.append(document.tags[at])
            units.token.append(at)
            units.capital.append(part[0].isupper())
            units.joined.append(number > 0)
        start += len(part) + 1
