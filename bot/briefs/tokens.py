"""Text -> tokens: words, numbers and marks with their offsets, much as the Penn Treebank cuts them.

What is true of news text: a full stop belongs to an abbreviation ("Mr.", "U.S.") or ends a sentence,
and the letters before it tell which; "n't", "'s" and the like are words of their own; hyphenated
compounds and numbers with their unit ("62-year-old", "50km") act as one word. Accepted: names written
with an inner full stop ("Booking.com") fall apart, which harms neither tags nor spans.
"""

from __future__ import annotations

import re
from itertools import pairwise

from bot.briefs.lexicon import word_set

# Every alternative starts with a different kind of character or is bounded, so that the scan is linear.
_TOKEN = re.compile(
    r"[A-Za-z]{2,}(?=[ ,\n])"  # most words, for speed: nothing below would take more or less
    r"|https?://\S+|www\.\S+"
    r"|(?:[^\W\d_]\.){2,9}(?:[^\W\d_](?!\w))?"  # U.S. a.m. J.K. e.g
    r"|[A-Z]-(?:[A-Z]\.[A-Z]\.|[A-Z][a-z]{1,5}\.(?=[,)]))"  # R-S.C. D-Calif.
    r"|\d+(?:[.,:]\d+)*[^\W\d_]*(?:[-‑–/][^\W_]+)*"  # 10,000 2.5bn 9:30am 62-year-old 2023-24
    r"|[^\W_]+(?:[-‑&][^\W_]+|['’][^\W_]+)*\.?"  # a word, its hyphens and apostrophes, maybe a full stop
    r"|[@#]\w+"
    r"|\.{2,}|-{2,}|``|'{2,3}"
    r"|\S"
)
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))$", re.IGNORECASE)

_FUSED = frozenset({"cannot", "Cannot", "CANNOT"})
_NEVER_LAST = word_set("abbreviations")
_MAYBE_LAST = word_set("abbreviations_final")


def tokenise(text: str) -> tuple[list[str], list[int], list[int]]:
    """Words, starts and ends of a text's tokens; `text[starts[i]:ends[i]] == words[i]`."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [text[start:end] for start, end in spans]
    odd = [at for at, word in enumerate(words) if word in _FUSED or (not word.isalpha() and len(word) > 1)]
    cuts = [(at, cut) for at in odd if (cut := _cut(words[at]))]
    for at, cut in reversed(cuts):
        start, end = spans[at]
        borders = [start, start + cut, end]
        if text[end - 1] == "." and end - start - cut > 1:  # "won't." leaves "n't."
            borders.insert(2, end - 1)
        spans[at : at + 1] = pairwise(borders)
        words[at : at + 1] = [text[first:last] for first, last in pairwise(borders)]
    return words, [start for start, _ in spans], [end for _, end in spans]


def _cut(word: str) -> int:
    """Where a token falls in two, 0 where it does not."""
    if word[-1] == ".":
        if not word[0].isalpha() or "." in word[:-1] or is_abbreviation(word):
            return 0
        return _clitic(word[:-1]) or len(word) - 1
    return _clitic(word)


def _clitic(word: str) -> int:
    if "'" not in word and "’" not in word:
        return len("can") if word.lower() == "cannot" else 0
    match = _CLITIC.search(word)
    return match.start() if match and match.start() > 0 else 0


def is_abbreviation(word: str) -> bool:
    """Does this word own its full stop ("Gen.", "J.", "Inc.")?"""
    return (len(word) == 2 and word[0].isupper()) or word in _NEVER_LAST or word in _MAYBE_LAST


def may_end_sentence(abbreviation: str) -> bool:
    """Can the full stop of this abbreviation also be the sentence's ("in the U.S.", "Acme Inc.")?"""
    return abbreviation in _MAYBE_LAST or abbreviation.count(".") > 1
