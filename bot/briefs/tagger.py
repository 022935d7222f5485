"""Part-of-speech tags, Penn Treebank style, by dictionary and averaged perceptron.

What is true of English: most running words have one tag, and the dictionary says which. The others are
settled by their neighbours: a linear model, trained by tools/train_tagger.py, weighs the word, the tags
before it, the last verb of the clause and what the words after it can be, among the tags the word can
have. Words never seen get their candidates from their ending. Method: Collins (2002), averaged as
Freund and Schapire (1999); the dictionary's share of the work as in Honnibal's tagger (2013).
"""

from __future__ import annotations

from bot.briefs.lexicon import columns
from bot.briefs.tagger_model import LANE_MASK, START, Model, Word, model

AUXILIARIES = frozenset(line[0] for line in columns("auxiliaries"))
SAID = frozenset({"said"})  # a participle only behind "be" or "have", or before "to"
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
ENDS = frozenset({".", "''"})
NOUNS = frozenset({"NN", "NNP"})
OPENERS = frozenset({"DT", "PRP$", "PRP", "CD"})
SUBJECTS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "DT", "CD", "RB", "JJ", "-RRB-"})
BORDERS = frozenset({"WDT", "WP", ":", "``"})  # a new clause, with a verb of its own
TURNS = BORDERS | {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}


def tag(words: list[str], opens: list[int]) -> tuple[list[str], list[str], list[int]]:
    """A tag for each word, the words in small letters, and which of them have a capital.

    `opens` are the first words of sentences. The model knows each word's letters: to look at them again
    would cost a text five times as much.
    """
    known = model().known(words, opens)
    capitals = [at for at, word in enumerate(known) if word.capital]
    return _tags(model(), known, opens), [word.lower for word in known], capitals


def predict(using: Model, words: list[str], opens: list[int]) -> list[str]:
    """The tags that a given model has for words."""
    return _tags(using, using.known(words, opens), opens)


def _tags(using: Model, words: list[Word], opens: list[int]) -> list[str]:
    tags: list[str] = []
    for first, last in zip(opens, [*opens[1:], len(words)], strict=True):
        tags += _sentence(using, words[first:last])
    return tags


def _sentence(using: Model, line: list[Word]) -> list[str]:
    """The tags of a sentence, settled from left to right by sums of rows that the model keeps."""
    lefts, rights, pairs, beyond = using.left, using.right, using.pairs, using.beyond
    after = [*line[1:], beyond, beyond]
    tags = []
    before = before2 = START
    left, verb = beyond, ""
    for i, word in enumerate(line):
        lanes = word.lanes
        if lanes:
            ahead = after[i]
            label, kind = ahead.label, ahead.kind
            row = (
                lefts[left.lower]
                + rights[ahead.lower]
                + pairs[before][before2]
                + kind.behind[before]
                + kind.followed[after[i + 1].label]
                + word.kind.clause[verb + " " + before]
                + word.behind[before]
                + word.followed[label]
            )
            name = word.tags[
                (row >> lanes[0] & LANE_MASK) < (row >> lanes[1] & LANE_MASK)
                if len(lanes) == 2  # two words in three: a call would cost a tenth of all tagging
                else _best(row, lanes)
            ]
            if name == "VBN" and word.lower in SAID and verb not in AUXILIARIES and ahead.lower != "to":
                name = "VBD"
        else:
            name = word.first
        tags.append(name)
        if name in TURNS:
            verb = "" if name in BORDERS else word.lower if word.lower in AUXILIARIES else name
        before2, before, left = before, name, word
    if tags[-1] in ENDS and FINITE.isdisjoint(tags):
        _make_finite(using, line, tags)
    return tags


def _make_finite(using: Model, line: list[Word], tags: list[str]) -> None:
    """A whole sentence has a finite verb: "people crossed into Adre", "the union demands a rise"."""
    for i in range(1, len(line) - 1):
        could_be = line[i].tags
        if tags[i] == "VBN" and "VBD" in could_be and tags[i - 1] in SUBJECTS:
            if line[i + 1].lower != "by":
                tags[i] = "VBD"
            return
        if tags[i] == "NNS" and tags[i - 1] in NOUNS and tags[i + 1] in OPENERS:
            base = using.words.get(line[i].lower[:-1])
            if base and "VB" in base.tags:
                tags[i] = "VBZ"
                return


def _best(row: int, lanes: tuple[int, ...]) -> int:
    """Which of the lanes of a row holds most; the first of equals."""
    scores = [row >> lane & LANE_MASK for lane in lanes]
    return scores.index(max(scores))
