"""A look-up that finds nothing, respelt so that it finds something. Pure.

Theory: who looks up a name mistypes it, or knows it in another transliteration ("Zaporizhia"). The word meant
begins with the same two letters and differs in a few; whether it is the right one, only what it finds can
tell, so a spelling under which nothing is found is never offered. Missed: two words mistyped at once, and a
mistake in the first two letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

WORD = re.compile(r"[^\W\d_]{4,}(?!\w*:)")  # shorter ones are near too many others; no name of a filter
BEGINNING = 2  # letters
TRIED = 6  # words of one look-up: each costs up to three look-ups more
OFFERED = 3  # spellings of a word
ALIKE = 0.75  # of difflib's measure: "ceasfire" to "ceasefire" has 0.94, "Malli" to "Mali" 0.89

Asked = Mapping[str, str]  # the parts of a look-up that hold words: what it is about, where, by whom


def respelt(
    asked: Asked, known: Callable[[str], Sequence[str]], finds: Callable[[Asked], bool]
) -> Asked | None:
    """The parts of a look-up with other words, under which something is found; None if there is none.

    `known` gives the words in use that begin with some letters.
    """
    return next((other for other in _others(asked, known) if finds(other)), None)


def _others(asked: Asked, known: Callable[[str], Sequence[str]]) -> Iterator[Asked]:
    """All words that nobody uses respelt at once; then, word by word, those that are near to others."""
    unused: dict[str, str] = dict(asked)
    single = []
    words = [(part, found.group()) for part, text in asked.items() for found in WORD.finditer(text)]
    for part, word in words[:TRIED]:
        typed = word.casefold()
        in_use = known(typed[:BEGINNING])
        near = [
            _as_typed(word, one) for one in get_close_matches(typed, in_use, OFFERED, ALIKE) if one != typed
        ]
        single += [{**asked, part: asked[part].replace(word, one)} for one in near]
        if near and typed not in in_use:
            unused[part] = unused[part].replace(word, near[0])
    if unused != asked:
        yield unused
    yield from single


def _as_typed(typed: str, word: str) -> str:
    return word.capitalize() if typed[0].isupper() else word
