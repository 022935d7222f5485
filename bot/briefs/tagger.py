"""Part-of-speech tags, Penn Treebank style, by dictionary and averaged perceptron.

What is true of English: most running words have one tag, and the dictionary says which. The others are
settled by their neighbours: a linear model, trained by tools/train_tagger.py, weighs the word, the tags
before it and what the words after it can be, among the tags the word can have. Words never seen get
their candidates from their ending. Method: Collins (2002), averaged as Freund and Schapire (1999);
the dictionary's share of the work as in Honnibal's tagger (2013).
"""

from __future__ import annotations

import gzip
import json
import re
from functools import cache

from bot.briefs.lexicon import binary

Weights = dict[str, dict[str, int]]

START = "-START-"
_OPEN_CLASS = ("NN", "NNP", "NNS", "JJ", "VB", "VBD", "VBN", "VBG", "VBZ", "VBP", "RB")
_FIXED = {
    ",": ",", ";": ":", ":": ":", "…": ":", "...": ":", "--": ":", "—": ":", "–": ":", "(": "-LRB-", ")": "-RRB-",
    "[": "-LRB-", "]": "-RRB-", "{": "-LRB-", "}": "-RRB-", "“": "``", "”": "''", "‘": "``", "«": "``",
    "»": "''", "„": "``", "``": "``", "''": "''", "%": "NN", ".": ".", "!": ".", "?": ".", "$": "$", "£": "$",
    "€": "$", "¥": "$", "₹": "$", '"': "''",
}  # fmt: skip
_NUMBER = re.compile(r"[\d.,:/’']+(?:[a-zA-Z°%]{1,4})?$|\d[\d–-]*\d$")
_RANK = re.compile(r"\d+(?:st|nd|rd|th)$", re.I)
_TEMPLATES = 10


class Model:
    """Dictionary, endings and weights, as the trainer wrote them."""

    def __init__(self, data: dict[str, object]) -> None:
        self.words: dict[str, tuple[str, ...]] = {}
        for tags, words in data["words"].items():  # type: ignore[attr-defined]
            choice = tuple(tags.split())
            for word in words.split():
                self.words[word] = choice
        self.endings: dict[str, tuple[str, ...]] = {
            ending: tuple(tags.split())
            for ending, tags in data["endings"].items()  # type: ignore[attr-defined]
        }
        self.weights: list[Weights] = data["weights"]  # type: ignore[assignment]


@cache
def model() -> Model:
    """The shipped model, read once."""
    return Model(json.loads(gzip.decompress(binary("tagger.json.gz"))))


def tag(words: list[str], lower: list[str], opens: list[int]) -> list[str]:
    """A tag for each word; `lower` are the words in lower case, `opens` the first words of sentences."""
    return predict(model(), words, lower, opens)


def predict(using: Model, words: list[str], lower: list[str], opens: list[int]) -> list[str]:
    """As `tag`, with a given model."""
    choices = candidates(using, words, lower, opens)
    tags = [choice[0] for choice in choices]
    first = set(opens)
    get = [weights.get for weights in using.weights]
    last = len(words)
    for i, choice in enumerate(choices):
        if len(choice) == 1:
            continue
        scores = dict.fromkeys(choice, 0)
        for look, key in zip(get, features(i, words, lower, tags, choices, first, last), strict=False):
            found = look(key)
            if found is not None:
                for name in choice:
                    if name in found:
                        scores[name] += found[name]
        tags[i] = max(scores, key=scores.__getitem__)
    return tags


def features(
    i: int,
    words: list[str],
    lower: list[str],
    tags: list[str],
    choices: list[tuple[str, ...]],
    first: set[int],
    last: int,
) -> list[str]:
    """What the model weighs for a word with several candidates, one key for each template."""
    word = lower[i]
    if i in first:
        before = before2 = START
        word_before = START
    else:
        before, word_before = tags[i - 1], lower[i - 1]
        before2 = tags[i - 2] if i > 1 and i - 1 not in first else START
    if i + 1 < last and i + 1 not in first:
        word_after, after = lower[i + 1], choices[i + 1]
        after2 = choices[i + 2] if i + 2 < last and i + 2 not in first else ("",)
    else:
        word_after, after, after2 = START, ("",), ("",)
    ahead = after[0] if len(after) == 1 else "|".join(after)
    shape = "A" if words[i][0].isupper() else "a"
    return [
        word,
        before + " " + before2,
        word + " " + before,
        word_before,
        word_after,
        word + " " + ahead,
        before + " " + ahead,
        ahead + " " + (after2[0] if len(after2) == 1 else "|".join(after2)),
        word[-3:] + shape + before,
        word[-2:] + ("-" if "-" in word else shape) + ahead[:3],
    ]


def candidates(using: Model, words: list[str], lower: list[str], opens: list[int]) -> list[tuple[str, ...]]:
    """The tags each word can have, most likely first."""
    known = using.words
    choices = [known.get(word) or _unknown(using, word) for word in words]
    for i in opens:
        while i < len(words) - 1 and not words[i][0].isalnum() and len(words[i]) < 3:
            i += 1
        if words[i] != lower[i]:
            choices[i] = _at_start(using, words[i], lower[i])
    return choices


def _at_start(using: Model, word: str, lower: str) -> tuple[str, ...]:
    """A capital at the start of a sentence says nothing: the word may be a name or not."""
    plain, name = using.words.get(lower), using.words.get(word)
    if plain and name:
        return tuple(dict.fromkeys(plain + name))
    if plain or name:
        return plain or name or ()
    ending = using.endings.get("A" + word[-2:], ())
    return tuple(dict.fromkeys(("NNP", *ending, *_unknown(using, lower)[:3])))


def _unknown(using: Model, word: str) -> tuple[str, ...]:
    if word in _FIXED:
        return (_FIXED[word],)
    first = word[0]
    if first.isdigit():
        return _numeric(word)
    if not first.isalpha():
        return ("ADD",) if first in "@#" and len(word) > 1 else ("NFP",)
    if first.isupper():
        plain = using.words.get(word.lower()) if word.isupper() and len(word) > 3 else None
        return (
            tuple(dict.fromkeys(("NNP", *plain))) if plain else using.endings.get("A" + word[-2:], ("NNP",))
        )
    for size in (4, 3, 2):
        found = using.endings.get(word[-size:])
        if found and len(word) > size:
            return found
    return _OPEN_CLASS


def _numeric(word: str) -> tuple[str, ...]:
    if _NUMBER.match(word):
        return ("NNS",) if word.endswith("s") and word[-2].isdigit() else ("CD",)
    return ("JJ",) if _RANK.match(word) or "-" in word else ("CD",)
