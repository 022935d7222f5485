"""Where sentences begin and end, as ranges of tokens.

A line break ends a sentence unless the text is wrapped at a fixed width or the next line goes on in
lower case. Within a line a full stop, question or exclamation mark ends one when the next word, past
closing marks, can open one. Abbreviations are settled by what follows: after "U.S." only a word that
is no part of a name ("The", "But") opens a sentence. Sentences are cut inside quotations as well; the
quotation spans tell what belongs together. Accepted: "J. The" is always taken for an end.
"""

from __future__ import annotations

from bisect import bisect_left

from bot.briefs.lexicon import word_set
from bot.briefs.tokens import is_abbreviation, may_end_sentence

_STARTERS = word_set("sentence_starters")
_ENDS = frozenset(".!?…") | {"...", "....", "।", "。", "؟", "！", "？"}
_LAST = frozenset(mark[-1] for mark in _ENDS)  # characters
_CLOSERS = frozenset("\"'”’»)]}") | {"''"}
_TRAIL = _ENDS | _CLOSERS
_NUMBERED = frozenset({"no", "nos"})
_DEGREES = frozenset("°º")
_OPENERS = frozenset("\"'“‘«([{•*-–—") | {"``", "''", "--"}

# A text wrapped by hand or by a mailer has lines of this length that mostly end within a sentence.
_WRAPPED_MIN, _WRAPPED_MAX = 40, 100
_WRAPPED_SHARE = 0.6


def is_wrapped(text: str) -> bool:
    """Are single line breaks only the wrapping of a fixed width, and blank lines the paragraphs?"""
    inner = [line for line in text.split("\n")[:200] if line.strip()]
    if len(inner) < 6 or "\n\n" not in text:
        return False
    cut = sum(
        _WRAPPED_MIN <= len(line) <= _WRAPPED_MAX and line.rstrip()[-1] not in '.!?"”’:' for line in inner
    )
    return cut >= _WRAPPED_SHARE * len(inner)


def paragraph_starts(text: str, starts: list[int], wrapped: bool) -> list[int]:
    """Indices of the tokens that open a paragraph, the first token among them."""
    opens = [0] if starts else []
    mark = "\n\n" if wrapped else "\n"
    at = text.find(mark)
    while at >= 0:
        token = bisect_left(starts, at)
        if token == len(starts):
            break
        if token > opens[-1] and not text[starts[token]].islower():
            opens.append(token)
        at = text.find(mark, starts[token])
    return opens


def split(
    words: list[str], starts: list[int], ends: list[int], odd: list[int], paragraphs: list[int]
) -> list[int]:
    """Indices of the tokens that open a sentence; `paragraphs` and what follows an end of one.

    `odd` are the tokens that are not of letters alone.
    """
    opens = set(paragraphs)
    count = len(words)
    past = 0  # behind the marks looked through so far: those within a run lead to the same word
    for i in [at for at in odd if words[at][-1] in _LAST]:
        word = words[i]
        if word not in _ENDS:
            abbreviated = word[-1] == "." and word[0].isalpha()
            if abbreviated and i + 1 < count and _ends_with_abbreviation(words, i):
                opens.add(i + 1)
            continue
        if i < past:
            continue
        following = i + 1
        while following < count and words[following] in _TRAIL:
            if starts[following] != ends[following - 1]:
                break  # a space before: a mark that opens
            following += 1
        past = following
        if following == count or following in opens or not _can_open(words, following):
            continue
        if not (words[following][0].isdigit() and _is_of_a_number(words, starts, ends, i)):
            opens.add(following)
    return sorted(opens)


def _is_of_a_number(words: list[str], starts: list[int], ends: list[int], point: int) -> bool:
    """Does a full stop before digits begin a number ("a .45-caliber gun") or cut one short ("no. 4")?"""
    if point == 0:
        return False
    touches = starts[point + 1] == ends[point] and starts[point] > ends[point - 1]
    return touches or words[point - 1].lower() in _NUMBERED


def _can_open(words: list[str], i: int) -> bool:
    while i < len(words) - 1 and words[i] in _OPENERS:
        i += 1
    first = words[i][0]
    return first.isalnum() and not first.islower()


def _ends_with_abbreviation(words: list[str], i: int) -> bool:
    word, after = words[i], words[i + 1]
    if i and words[i - 1] in _DEGREES:
        return _can_open(words, i + 1)  # "It was 19.4 °C. Nobody slept"
    if not is_abbreviation(word) and "." not in word[:-1]:
        return False
    if may_end_sentence(word):
        return after in _STARTERS
    return len(word) == 2 and after in _STARTERS and i > 0 and words[i - 1][0].islower()
