"""The tagger's dictionary and weights, laid out so that a running word costs a few look-ups and additions.

What is true of running text: the same words come again, and mostly beside the same kinds of words. So what
a word or a class of words weighs is read from its text when it is first met, and kept. A row of weights, one
for each tag, is one whole number with a lane of 12 bits a tag: adding two numbers adds all tags at once.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import msgspec

from bot.briefs.lexicon import binary, columns, lines

START = "-START-"
TEMPLATES = 11  # kinds of keys, see `features` of the trainer
TAGS = (
    "NN NNS NNP NNPS JJ JJR JJS VB VBD VBN VBG VBZ VBP MD RB RBR RBS RP IN TO DT PDT PRP PRP$ WP WP$ WDT WRB "
    "CC CD EX POS UH FW LS SYM ADD NFP AFX GW HYPH $ , . : `` '' -LRB- -RRB-"
)
LANE = 12  # bits: eleven rows of at most twice LARGEST never run over
LANE_MASK = (1 << LANE) - 1
LARGEST = 127  # of a weight, either way
MOST_WORDS = 30_000  # kept with what they weigh, some 25 MB; then the model starts anew
# The commonest tags have the highest lanes, above which a shift leaves little.
_SHIFT = {tag: LANE * k for k, tag in enumerate(reversed(TAGS.split()))}
# A row without weights. Rows are shifted by LARGEST, so that no lane goes below nothing and borrows from the
# next; scores are compared, so the shift falls out.
NOTHING = sum(LARGEST << shift for shift in _SHIFT.values())

Written = Mapping[str, str]  # the second part of a key -> "TAG:weight TAG:weight"
Table = Mapping[str, Written]
NONE_WRITTEN: Written = {}

_NUMBER = re.compile(r"[\d.,:/’']+(?:[a-zA-Z°%]{1,4})?$|\d[\d–-]*\d$")
_RANK = re.compile(r"\d+(?:st|nd|rd|th)$", re.IGNORECASE)
_FIXED = dict(columns("mark_tags"))
_CLOSED = frozenset({"DT", "IN", "PRP", "PRP$", "CC", "TO", "MD", "WRB", "WP", "EX", "WDT"})


class Choice(NamedTuple):
    """The tags a word can have, most likely first; their lanes if several; their name as a class."""

    tags: tuple[str, ...]
    lanes: tuple[int, ...]
    label: str


@cache
def choice_of(tags: str) -> Choice:
    """The choice among tags that stand in one string, parted by blanks."""
    names = tuple(dict.fromkeys(tags.split()))
    lanes = tuple(_SHIFT[name] for name in names) if len(names) > 1 else ()
    return Choice(names, lanes, "|".join(sorted(names)))


_NAME = choice_of("NNP")
_OPEN_CLASS = choice_of("NN NNP NNS JJ VB VBD VBN VBG VBZ VBP RB")


class Rows(dict[str, int]):
    """Rows by the second part of a key, read from what is written when first asked for."""

    __slots__ = ("_written",)

    def __init__(self, written: Written) -> None:
        self._written = written

    def __missing__(self, key: str) -> int:
        row = self[key] = row_of(self._written.get(key, ""))
        return row


class Beside(dict[str, int]):
    """What a word weighs by the tag or class beside it, with what its ending does and `alone`."""

    __slots__ = ("_own", "_plain", "ending")

    def __init__(self, own: Written, ending: Written, alone: int = NOTHING) -> None:
        self._own, self.ending, self._plain = own, ending, alone + 2 * NOTHING

    def __missing__(self, key: str) -> int:
        row = self._plain  # most keys have no weight of their own, and all such share one row
        if key in self._own:
            row += row_of(self._own[key]) - NOTHING
        if key in self.ending:
            row += row_of(self.ending[key]) - NOTHING
        self[key] = row
        return row


@dataclass(slots=True)
class Class:
    """What a choice of tags weighs for its neighbours and itself."""

    behind: Rows  # by the tag of the word before the one weighed, when this class comes after it
    followed: Rows  # when this class comes after it and is itself followed by a class
    clause: Rows  # by verb and tag before, for a word of this class itself


UNASKED = Beside(NONE_WRITTEN, NONE_WRITTEN)  # of a word of one tag


@dataclass(slots=True, eq=False)  # made by the thousand, hence not frozen
class Word:
    """A word under tagging: its choice of tags and what it weighs for itself and its neighbours."""

    lower: str
    capital: bool  # has it a capital letter?
    first: str  # its most likely tag
    tags: tuple[str, ...]
    lanes: tuple[int, ...]
    label: str
    kind: Class
    behind: Beside  # by the tag before it, with what it weighs alone
    followed: Beside  # by the class after it


class _File(msgspec.Struct):
    """The model's file."""

    words: dict[str, str]
    endings: dict[str, str]
    weights: list[dict[str, dict[str, str]]]


class Model:
    """Dictionary, endings and weights, as the trainer wrote them; a table for each template of `features`."""

    def __init__(self, words: dict[str, str], endings: dict[str, str], weights: Sequence[Table]) -> None:
        self.words: dict[str, Choice] = {}
        for tags, found in words.items():
            self.words.update(dict.fromkeys(found.split(), choice_of(tags)))
        self._endings = {ending: choice_of(tags) for ending, tags in endings.items()}
        self._weights = weights
        self._alone = self._under(0, "")  # by the word itself
        self._classes: dict[str, Class] = {}
        # by the tag before a word, then the tag before that
        self.pairs = {tag: self._rows(1, tag) for tag in (START, *_SHIFT)}
        self._forget()
        self.beyond = self._make(START, START, Choice(("NFP",), (), START))

    def _forget(self) -> None:
        self._known = _Words(self._inner)
        self._openers = _Words(self._opener)
        self.left, self.right = self._rows(3, ""), self._rows(4, "")  # by the word before, and after
        self._behind, self._followed = _Endings(self._weights[8]), _Endings(self._weights[9])

    def known(self, words: list[str], opens: list[int]) -> list[Word]:
        """Each word as the tagger needs it; `opens` are the first words of sentences."""
        if len(self._known) + len(self._openers) > MOST_WORDS:
            self._forget()
        found = list(map(self._known.__getitem__, words))
        for first, behind in zip(opens, [*opens[1:], len(words)], strict=True):
            at = first
            while at < behind - 1 and not words[at][0].isalnum() and len(words[at]) < 3:
                at += 1
            word = words[at]
            if found[at].lower != word:
                found[at] = self._openers[word]
        return found

    def _inner(self, word: str) -> Word:
        return self._make(word, word.lower(), self.words.get(word) or self._unknown(word))

    def _opener(self, word: str) -> Word:
        lower = word.lower()
        return self._make(word, lower, self._at_start(word, lower))

    def _make(self, word: str, lower: str, choice: Choice) -> Word:
        tags, lanes, label = choice
        behind = followed = UNASKED
        if lanes:
            behind, followed = self._behind[lower[-3:]], self._followed[lower[-2:]]
            own, alone = self._weights[2].get(lower), self._alone.get(lower)
            if own or alone:
                behind = Beside(own or NONE_WRITTEN, behind.ending, row_of(alone or ""))
            own = self._weights[5].get(lower)
            if own:
                followed = Beside(own, followed.ending)
        capital = word != lower or word[0].isupper()  # "𝐀" is one and has no small letter
        return Word(lower, capital, tags[0], tags, lanes, label, self._class(label), behind, followed)

    def _class(self, label: str) -> Class:
        if label not in self._classes:
            self._classes[label] = Class(self._rows(6, label), self._rows(7, label), self._rows(10, label))
        return self._classes[label]

    def _under(self, template: int, first: str) -> Written:
        """The weights under the first part of a template's keys, by the second."""
        return self._weights[template].get(first, NONE_WRITTEN)

    def _rows(self, template: int, first: str) -> Rows:
        return Rows(self._under(template, first))

    def _at_start(self, word: str, lower: str) -> Choice:
        """A capital at the start of a sentence says nothing: the word may be a name or not."""
        plain, name = self.words.get(lower), self.words.get(word)
        if plain and name:
            return choice_of(" ".join(plain.tags + name.tags))
        if plain and not _CLOSED.isdisjoint(plain.tags):
            return plain
        if plain:
            return choice_of(" ".join((*plain.tags, "NNP")))
        if name:
            return name
        ending = self._endings.get("A" + word[-2:], _NAME)
        return choice_of(" ".join(("NNP", *ending.tags, *self._unknown(lower).tags[:3])))

    def _unknown(self, word: str) -> Choice:
        if word in _FIXED:
            return choice_of(_FIXED[word])
        first = word[0]
        if first.isdigit():
            return choice_of(_numeric(word))
        if not first.isalpha():
            return choice_of("ADD" if first in "@#" and len(word) > 1 else "NFP")
        if first.isupper():
            plain = self.words.get(word.lower()) if word.isupper() and len(word) > 3 else None
            if plain:
                return choice_of(" ".join(("NNP", *plain.tags)))
            return self._endings.get("A" + word[-2:], _NAME)
        for size in (4, 3, 2):
            found = self._endings.get(word[-size:])
            if found and found.tags and len(word) > size:
                return found
        return _OPEN_CLASS


class _Words(dict[str, Word]):
    """Words as the tagger needs them, made when they are first met."""

    def __init__(self, make: Callable[[str], Word]) -> None:
        self._make = make

    def __missing__(self, word: str) -> Word:
        made = self[word] = self._make(word)
        return made


class _Endings(dict[str, Beside]):
    """What the words of an ending weigh, of which most have no weights of their own."""

    def __init__(self, written: Table) -> None:
        self._written = written

    def __missing__(self, ending: str) -> Beside:
        made = self[ending] = Beside(NONE_WRITTEN, self._written.get(ending, NONE_WRITTEN))
        return made


class _Cells(dict[str, int]):
    """What "TAG:weight" adds to a row."""

    def __missing__(self, cell: str) -> int:
        tag, _, weight = cell.rpartition(":")
        added = self[cell] = int(weight) << _SHIFT[tag]
        return added


_CELLS = _Cells()


@cache
def row_of(weights: str) -> int:
    """A row from "TAG:weight TAG:weight"; of four rows of the model three are written like another."""
    return sum(map(_CELLS.__getitem__, weights.split()), NOTHING)


def _numeric(word: str) -> str:
    if _NUMBER.match(word):
        return "NNS" if word.endswith("s") and word[-2].isdigit() else "CD"
    return "JJ" if _RANK.match(word) or "-" in word else "CD"


@cache
def model() -> Model:
    """The shipped model, read once."""
    written = msgspec.json.decode(gzip.decompress(binary("tagger.json.gz")), type=_File)
    read = Model(written.words, written.endings, written.weights)
    for noun in lines("plain_nouns"):
        read.words[noun] = choice_of("NN")
        read.words[_plural(noun)] = choice_of("NNS")
    return read


def _plural(noun: str) -> str:
    if noun.endswith(("man", "men")):
        return noun[:-2] + "en"
    if noun[-1] == "y" and noun[-2] not in "aeou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
