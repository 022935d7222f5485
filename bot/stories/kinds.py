"""What kind of event a text tells of, and upon what: classes of words that outlets use for one another.

Theory: a plane, a jet and flight 512 are one thing to a reader, and a blaze a fire; a shooting and a
stabbing are two, and so are a tram and a bus. Words alone see neither. So the words of news are put into
classes (`lexicon/kinds.tsv`), and a class counts as a term beside the words that named it. Accepted to
miss: kinds the list lacks (they are left to their words), and words of two meanings ("strike" is in no
class for that reason).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot import words

LEXICON = Path(__file__).parent / "lexicon" / "kinds.tsv"
MARK = "~"  # before the name of a class where it stands among terms


class _Lexicon(NamedTuple):
    """Keys of single words, and of two words in a row, each with the class they name."""

    words: dict[str, str]
    pairs: dict[tuple[str, ...], str]
    firsts: set[str]  # words that may begin a pair
    facets: dict[str, str]  # of each class


def is_kind(term: str) -> bool:
    """Whether a term is a class of words, not a word."""
    return term.startswith(MARK)


def kinds_in(keys: list[tuple[int, int, str]]) -> list[tuple[int, str]]:
    """(place among a text's words, class) of each word or pair of words that names a kind.

    Takes what `words.keys` gives. A compound is read as a whole: "gunfire" is no fire.
    """
    lexicon = _lexicon()
    whole = _whole(keys)
    found: list[tuple[int, str]] = []
    taken = -1  # the second word of a pair names nothing more: a cable car is no car
    for n, key in enumerate(whole):
        pair = lexicon.pairs.get((key, *whole[n + 1 : n + 2])) if key in lexicon.firsts else None
        kind = pair or lexicon.words.get(key)
        if kind is not None and n != taken:
            found.append((n, kind))
            taken = n + 1 if pair else taken
    return found


def facet_of(kind: str) -> str:
    """What a class tells of: a deed, a mishap, a craft, a site, people."""
    return _lexicon().facets[kind]


def words_of_kinds() -> dict[str, str]:
    """Each single word's key in the lexicon with its class."""
    return _lexicon().words


@cache
def _lexicon() -> _Lexicon:
    lexicon = _Lexicon({}, {}, set(), {})
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        facet, name, units = line.split("\t")
        lexicon.facets[MARK + name] = facet
        for unit in units.split():
            first, *rest = _whole(words.keys(unit.replace("+", " ")))
            if rest:
                lexicon.pairs[first, rest[0]] = MARK + name
                lexicon.firsts.add(first)
            else:
                lexicon.words.setdefault(first, MARK + name)
    return lexicon


def _whole(keys: list[tuple[int, int, str]]) -> list[str]:
    """The first key of each word: a compound's own."""
    return [key for n, (start, _, key) in enumerate(keys) if n == 0 or start != keys[n - 1][0]]
