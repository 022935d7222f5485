"""Text -> tokens: words, numbers and marks with their offsets, much as the Penn Treebank cuts them.

What is true of news text: a full stop belongs to an abbreviation ("Mr.", "U.S.") or ends a sentence,
and the letters before it tell which; "n't", "'s" and the like are words of their own; hyphenated
compounds and numbers with their unit ("62-year-old", "50km") act as one word. Accepted: names written
with an inner full stop ("Booking.com") fall apart, which harms neither tags nor spans.
"""

from __future__ import annotations

import re

from bot.briefs.lexicon import word_set

Span = tuple[int, int]

# Every alternative starts with a different kind of character or is bounded, so that the scan is linear.
_TOKEN = re.compile(
    # Most words and all of "cannot", for speed: what stands below would make the same of them.
    r"[Cc]an(?=not\b)|[A-Za-z]{2,}(?=[ ,\n]|['’]s[ ,\n])|['’]s(?=[ ,\n])"
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

_NEVER_LAST = word_set("abbreviations")
_MAYBE_LAST = word_set("abbreviations_final")


def tokenise(text: str) -> tuple[list[str], list[int], list[int]]:
    """Words, starts and ends of a text's tokens; `text[starts[i]:ends[i]] == words[i]`."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [text[start:end] for start, end in spans]
    odd = [at for at, word in enumerate(words) if not word.isalpha() and len(word) > 1]
    cuts = [(at, cut) for at in odd if (cut := _cut(words[at]))]
    words, spans = _apart(words, spans, cuts)
    return words, [start for start, _ in spans], [end for _, end in spans]


def _apart(words: list[str], spans: list[Span], cuts: list[tuple[int, int]]) -> tuple[list[str], list[Span]]:
    """The words with those at `cuts` in two, each so many characters behind its start."""
    parts: list[str] = []
    found: list[Span] = []
    done = 0
    for at, cut in cuts:
        parts += words[done:at]
        found += spans[done:at]
        done = at + 1
        start, word = spans[at][0], words[at]
        pieces = [word[:cut], word[cut:]]
        if word[-1] == "." and len(pieces[1]) > 1:  # "won't." leaves "n't."
            pieces[1:] = [pieces[1][:-1], "."]
        for piece in pieces:
            parts.append(piece)
            found.append((start, start + len(piece)))
            start += len(piece)
    return parts + words[done:], found + spans[done:]


def _cut(word: str) -> int:
    """Where a token falls in two, 0 where it does not."""
    if word[-1] == ".":
        if not word[0].isalpha() or "." in word[:-1] or is_abbreviation(word):
            return 0
        return _clitic(word[:-1]) or len(word) - 1
    return _clitic(word)


def _clitic(word: str) -> int:
    if "'" not in word and "’" not in word:
        return 0
    match = _CLITIC.search(word)
    return match.start() if match and match.start() > 0 else 0


def is_abbreviation(word: str) -> bool:
    """Does this word own its full stop ("Gen.", "J.", "Inc.")?"""
    return (len(word) == 2 and word[0].isupper()) or word in _NEVER_LAST or word in _MAYBE_LAST


def may_end_sentence(abbreviation: str) -> bool:
    """Can the full stop of this abbreviation also be the sentence's ("in the U.S.", "Acme Inc.")?"""
    return abbreviation in _MAYBE_LAST or abbreviation.count(".") > 1
