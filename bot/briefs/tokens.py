"""Text -> tokens: words, numbers and marks with their offsets, much as the Penn Treebank cuts them.

What is true of news text: a full stop belongs to an abbreviation ("Mr.", "U.S.") or ends a sentence,
and the letters before it tell which; "n't", "'s" and the like are words of their own; hyphenated
compounds and numbers with their unit ("62-year-old", "50km") act as one word. Accepted: names written
with an inner full stop ("Booking.com") fall apart, which harms neither tags nor spans.
"""

from __future__ import annotations

import re

from bot.briefs.lexicon import word_set

# Every alternative starts with a different kind of character or is bounded, so that the scan is linear.
_TOKEN = re.compile(
    r"[Cc]an(?=not\b)"
    r"|['’]s(?=,|$)"  # of "the U.S.'s", which has its full stop
    r"|https?://\S+|www\.\S+"
    r"|(?:[^\W\d_]\.){2,9}(?:[^\W\d_](?!\w))?"  # U.S. a.m. J.K. e.g
    r"|[A-Z]-(?:[A-Z]\.[A-Z]\.|[A-Z][a-z]{1,5}\.(?=[,)]))"  # R-S.C. D-Calif.
    r"|\d+(?:[.,:]\d+)*[^\W\d_]*(?:[-‑–/][^\W_]+)*"  # 10,000 2.5bn 9:30am 62-year-old 2023-24
    r"|[^\W_]+(?<=\d)(?:[.,]\d[^\W_]*)+"  # R2.5bn, K1,100
    # a word with accents of their own, its hyphens and apostrophes, maybe a full stop
    r"|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*(?:[-‑&][^\W_]+|['’][^\W_]+)*\.?"
    r"|[@#]\w+"
    r"|\.{2,}|-{2,}|``|'{2,3}"
    r"|\S"
)
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))$", re.IGNORECASE)

_NEVER_LAST = word_set("abbreviations")
_MAYBE_LAST = word_set("abbreviations_final")
_TWO_WORDS = frozenset({"cannot", "Cannot"})  # alone among words of letters only


def tokenise(text: str) -> tuple[list[str], list[int], list[int]]:
    """Words, starts and ends of a text's tokens; `text[starts[i]:ends[i]] == words[i]`."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    end = 0
    for stretch in text.split():  # no token holds a blank, and most stretches are a word and nothing else
        start = text.find(stretch, end)
        end = start + len(stretch)
        if stretch.isalpha() and stretch not in _TWO_WORDS:
            words.append(stretch)
            starts.append(start)
            ends.append(end)
        elif (
            stretch[-1] in ",."
            and (word := stretch[:-1]).isalpha()
            and not (word in _TWO_WORDS or is_abbreviation(stretch))
        ):
            words += (word, stretch[-1])
            starts += (start, end - 1)
            ends += (end - 1, end)
        else:
            for piece in _cut_up(stretch):
                words.append(piece)
                starts.append(start)
                start += len(piece)
                ends.append(start)
    return words, starts, ends


def _cut_up(stretch: str) -> list[str]:
    """The tokens of a stretch of text without blanks."""
    pieces: list[str] = []
    for word in _TOKEN.findall(stretch):
        cut = 0 if len(word) == 1 or word.isalpha() else _cut(word)
        if not cut:
            pieces.append(word)
        elif word[-1] == "." and cut < len(word) - 1:  # "won't." leaves "n't."
            pieces += (word[:cut], word[cut:-1], ".")
        else:
            pieces += (word[:cut], word[cut:])
    return pieces


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
