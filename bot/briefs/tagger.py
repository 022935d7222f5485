"""Part-of-speech tags, Penn Treebank style, by dictionary and averaged perceptron.

What is true of English: most running words have one tag, and the dictionary says which. The others are
settled by their neighbours: a linear model, trained by tools/train_tagger.py, weighs the word, the tags
before it, the last verb of the clause and what the words after it can be, among the tags the word can
have. Words never seen get their candidates from their ending. Method: Collins (2002), averaged as
Freund and Schapire (1999); the dictionary's share of the work as in Honnibal's tagger (2013).
"""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from typing import NamedTuple

from bot.briefs.lexicon import binary, columns

START = "-START-"
TEMPLATES = 11  # keys that `features` gives
TAGS = (
    "NN NNS NNP NNPS JJ JJR JJS VB VBD VBN VBG VBZ VBP MD RB RBR RBS RP IN TO DT PDT PRP PRP$ WP WP$ WDT WRB "
    "CC CD EX POS UH FW LS SYM ADD NFP AFX GW HYPH $ , . : `` '' -LRB- -RRB-"
)
_COLUMN = {tag: k for k, tag in enumerate(TAGS.split())}
_NUMBER = re.compile(r"[\d.,:/’']+(?:[a-zA-Z°%]{1,4})?$|\d[\d–-]*\d$")
_RANK = re.compile(r"\d+(?:st|nd|rd|th)$", re.IGNORECASE)
AUXILIARIES = frozenset(line[0] for line in columns("auxiliaries"))
_FIXED = dict(columns("mark_tags"))
_CLOSED = frozenset({"DT", "IN", "PRP", "PRP$", "CC", "TO", "MD", "WRB", "WP", "EX", "WDT"})
BORDERS = frozenset({"WDT", "WP", ":", "``"})  # a new clause, with a verb of its own


class Choice(NamedTuple):
    """The tags a word can have, most likely first; their name as a class; their columns in the weights."""

    tags: tuple[str, ...]
    label: str
    columns: tuple[int, ...]


@cache
def choice_of(tags: str) -> Choice:
    """The choice among tags that stand in one string, parted by blanks."""
    names = tuple(dict.fromkeys(tags.split()))
    return Choice(names, "|".join(sorted(names)), tuple(_COLUMN[name] for name in names))


_BEYOND = choice_of("NFP")  # stands for what lies beyond the sentence
_NAME = choice_of("NNP")
_OPEN_CLASS = choice_of("NN NNP NNS JJ VB VBD VBN VBG VBZ VBP RB")


class Model:
    """Dictionary, endings and weights, as the trainer wrote them.

    `weights` holds one table for each template of `features`: key -> a weight for each tag.
    """

    def __init__(self, data: dict[str, dict[str, str]], weights: list[dict[str, dict[str, int]]]) -> None:
        self.words = {
            word: choice_of(tags) for tags, words in data["words"].items() for word in words.split()
        }
        self.endings = {ending: choice_of(tags) for ending, tags in data["endings"].items()}
        self.weights = [{key: row_of(tags) for key, tags in table.items()} for table in weights]


ZERO = 128  # rows are bytes, which know no sign; scores are compared, so the shift falls out
NOTHING = bytes([ZERO] * len(_COLUMN))


def row_of(tags: dict[str, int]) -> bytes:
    """A weight for each tag, in the order of TAGS, shifted by ZERO."""
    row = bytearray(NOTHING)
    for name, weight in tags.items():
        row[_COLUMN[name]] = min(max(weight + ZERO, 0), 255)
    return bytes(row)


@cache
def model() -> Model:
    """The shipped model, read once."""
    data = json.loads(gzip.decompress(binary("tagger.json.gz")))
    return Model(data, data["weights"])


def tag(words: list[str], lower: list[str], opens: list[int]) -> list[str]:
    """A tag for each word; `lower` are the words in lower case, `opens` the first words of sentences."""
    return predict(model(), words, lower, opens)


def predict(using: Model, words: list[str], lower: list[str], opens: list[int]) -> list[str]:
    """As `tag`, with a given model."""
    choices = candidates(using, words, lower, opens)
    tags = [choice[0][0] for choice in choices]
    running = Running(lower, tags, choices)
    bounds = [*opens[1:], len(words)]
    gets = [table.get for table in using.weights]
    for first, last in zip(opens, bounds, strict=True):
        verb = ""
        for i in range(first, last):
            choice = choices[i]
            name = choice[0][0]
            if len(choice[0]) > 1:
                keys = features(i, running, verb, first, last)
                rows = [row for get, key in zip(gets, keys, strict=False) if (row := get(key))]
                name = tags[i] = _best(choice, rows)
            if name[0] == "V" or name == "MD":
                verb = lower[i] if lower[i] in AUXILIARIES else name
            elif name in BORDERS:
                verb = ""
    return tags


def _best(choice: Choice, rows: list[bytes]) -> str:
    names, _, places = choice
    if len(places) == 2:
        a, b = places
        ahead = 0
        for row in rows:
            ahead += row[a] - row[b]
        return names[0] if ahead >= 0 else names[1]
    scores = [sum([row[place] for row in rows]) for place in places]
    return names[scores.index(max(scores))]


class Running(NamedTuple):
    """A text under tagging: words in lower case, tags so far, the tags each word can have."""

    lower: list[str]
    tags: list[str]
    choices: list[Choice]


def features(i: int, running: Running, verb: str, first: int, last: int) -> tuple[str, ...]:
    """What the model weighs for a word with several candidates, one key for each template.

    `verb` is the last verb of the clause; the sentence is tokens `first` to `last` (exclusive).
    """
    lower, tags, choices = running
    word = lower[i]
    label = choices[i][1]
    before = tags[i - 1] if i > first else START
    before2 = tags[i - 2] if i - 1 > first else START
    ahead = choices[i + 1][1] if i + 1 < last else START
    return (
        word,
        before + before2,
        word + before,
        (lower[i - 1] if i > first else START),
        (lower[i + 1] if i + 1 < last else START),
        word + ahead,
        before + ahead,
        ahead + " " + (choices[i + 2][1] if i + 2 < last else START),
        word[-3:] + before,
        word[-2:] + " " + ahead,
        label + verb + " " + before,
    )


def candidates(using: Model, words: list[str], lower: list[str], opens: list[int]) -> list[Choice]:
    """The tags each word can have, most likely first."""
    known = using.words
    choices = [known.get(word) or _unknown(using, word) for word in words]
    for first in opens:
        i = first
        while i < len(words) - 1 and not words[i][0].isalnum() and len(words[i]) < 3:
            i += 1
        if words[i] != lower[i]:
            choices[i] = _at_start(using, words[i], lower[i])
    return choices


def _at_start(using: Model, word: str, lower: str) -> Choice:
    """A capital at the start of a sentence says nothing: the word may be a name or not."""
    plain, name = using.words.get(lower), using.words.get(word)
    if plain and name:
        return choice_of(" ".join(plain.tags + name.tags))
    if plain and not _CLOSED.isdisjoint(plain.tags):
        return plain
    if plain:
        return choice_of(" ".join((*plain.tags, "NNP")))
    if name:
        return name
    ending = using.endings.get("A" + word[-2:], _NAME)
    return choice_of(" ".join(("NNP", *ending.tags, *_unknown(using, lower).tags[:3])))


def _unknown(using: Model, word: str) -> Choice:
    if word in _FIXED:
        return choice_of(_FIXED[word])
    first = word[0]
    if first.isdigit():
        return choice_of(_numeric(word))
    if not first.isalpha():
        return choice_of("ADD" if first in "@#" and len(word) > 1 else "NFP")
    if first.isupper():
        plain = using.words.get(word.lower()) if word.isupper() and len(word) > 3 else None
        if plain:
            return choice_of(" ".join(("NNP", *plain.tags)))
        return using.endings.get("A" + word[-2:], _NAME)
    for size in (4, 3, 2):
        found = using.endings.get(word[-size:])
        if found and found.tags and len(word) > size:
            return found
    return _OPEN_CLASS


def _numeric(word: str) -> str:
    if _NUMBER.match(word):
        return "NNS" if word.endswith("s") and word[-2].isdigit() else "CD"
    return "JJ" if _RANK.match(word) or "-" in word else "CD"
