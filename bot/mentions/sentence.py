"""The sentence around a place in a text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from storage.records import Span

# A full stop, its closing quotes, and what can open a sentence; or the end of a line.
END = re.compile(r"(?:[.!?…][\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9À-Þ])|\n)")
REACH = 2_000  # characters looked at on either side; longer sentences are lists, not sentences


def sentence_at(text: str, place: int) -> Span:
    """The sentence that holds a place."""
    floor, ceiling = max(0, place - REACH), min(len(text), place + REACH)
    start, end = floor, ceiling
    for match in END.finditer(text, floor, ceiling):
        if match.group() != "\n" and _is_abbreviation(text, match.start()):
            continue
        if match.end() <= place:
            start = match.end()
        else:
            end = match.end()
            break
    found = text[start:end]
    start += len(found) - len(found.lstrip())
    return Span(start, start + len(found.strip()), found.strip())


def _is_abbreviation(text: str, stop: int) -> bool:
    """Whether the full stop at a place belongs to a title, a month or an initial."""
    if text[stop] != ".":
        return False
    word = text[max(0, stop - 12) : stop].rsplit(None, 1)[-1:] or [""]
    bare = word[0].lstrip("(“\"'‘[")
    return (
        bare.lower() in _abbreviations()
        or (len(bare) == 1 and bare.isupper())
        or bare in {"U.S", "U.N", "U.K"}
    )


@cache
def _abbreviations() -> frozenset[str]:
    text = (Path(__file__).parent / "abbreviations.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
