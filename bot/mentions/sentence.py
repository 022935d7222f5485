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
    floor = max(0, place - REACH)
    window = text[floor : place + REACH]
    found = next((one for one in sentences(window) if place - floor < one.end), Span(0, 0, ""))
    return Span(found.start + floor, found.end + floor, found.text)


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order, without the white space between them."""
    found, start = [], 0
    for match in END.finditer(text):
        if match.group() == "\n" or not _is_abbreviation(text, match.start()):
            found.append(_trimmed(text, start, match.end()))
            start = match.end()
    found.append(_trimmed(text, start, len(text)))
    return [span for span in found if span.text]


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return Span(start, start + len(part.strip()), part.strip())


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
