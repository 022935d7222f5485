"""What stands in an article's text and is no part of its prose: captions, credits, headings, bylines.

Extraction glues them to the prose ("... meets with Y [Photographer/Agency]Speaking at the ..."), and a
caption repeats facts that nobody claims in that sentence. What is true of them: a credit in brackets
names an agency or two names with a slash and closes its caption; a heading is a short line without a
full stop above a paragraph that has one; a byline and a site's notices open in a few known ways.
Accepted: a caption without a credit reads as prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from bot.briefs.lexicon import lines

Span = tuple[int, int]

_BOILERPLATE = re.compile(
    "(?:" + "|".join(re.escape(line) for line in lines("boilerplate")) + r")(?!\w)", re.I
)
_POINTER = re.compile(
    r"[(\[]?(?:" + "|".join(re.escape(line) for line in lines("pointers")) + r")(?!\w)", re.I
)
_CREDIT = re.compile(
    r"\[[^\[\]\n]{0,80}(?:/[^\[\]\n]{1,40}|(?:Reuters|AFP|AP|EPA|Getty|File|Handout|Photo)[^\[\]\n]{0,40})\]"
    r"|\((?:[^()\n]{0,60}(?:Photo|Image|Picture|Getty|Handout|Courtesy)[^()\n]{0,60})\)"
)
_CREDIT_LINE = re.compile(
    r"[^\n.!?]{0,80}(?:/(?:Getty|AFP|AP|Reuters|EPA|Shutterstock|Bloomberg)\b|(?:AFP|Reuters|Getty|AP)/)[^\n.!?]{0,40}$"
    r"|REUTERS/[^\n]{0,40}$"
)
_BYLINE = re.compile(r"(?:By|BY) [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:(?:,| and|,? for) [^\n.]{0,80})?$")
_TIMESTAMP = re.compile(
    r"(?:(?:published|updated|posted|first published|modified)\b[^\n]{0,60}\d[^\n]{0,40}"
    r"|\d{1,2} min(?:ute)?s? read)$",
    re.I,
)
_CONTRIBUTED = re.compile(r" contributed to this (?:report|story|article)\.?$")
_SYNDICATED = r"The post [^\n]{1,250} (?:appeared first|first appeared) on [^\n]{1,80}"
_SYNDICATED_LINE = re.compile(_SYNDICATED)
_TRAILER = re.compile(
    r"(?:(?<=[.!?…”\"] )|(?<=\n)|\A)(?:"
    + _SYNDICATED
    + "|(?:"
    + "|".join(re.escape(line) for line in lines("trailers"))
    + r")[^\n]{0,200})$"
)
_TRAILERS = ("The post ", *lines("trailers"))
_TRAILER_LINES = 3  # the last lines of a text, on which a feed puts them
_BULLET = re.compile(r"[-*•–—‣▪>\d(]")
_PROSE_END = re.compile(r"[.!?…:;,][\"'”’)\]]*$|[\"”]$")

_OPENING_MARKS = '“"«'
MAX_BOILERPLATE = 220  # a longer line that opens with "Read more" is prose
MAX_CAPTION = 420
MAX_HEADING_WORDS = 12


def find_furniture(text: str, paragraphs: list[Span]) -> list[Span]:
    """Spans to be read apart from the prose, in order. `paragraphs` are spans of the text."""
    found: list[Span] = []
    for k, (start, end) in enumerate(paragraphs):
        if is_notice(text, start, end):
            found.append((start, end))
            continue
        prose = _past_captions(text, start, end, found)
        if k >= len(paragraphs) - _TRAILER_LINES and (trailer := _trailer(text, prose, end)):
            found.append((trailer.start(), end))
            continue
        if prose < end and k > 0 and _is_heading(text, prose, end) and _prose_follows(text, paragraphs, k):
            found.append((prose, end))
    return found


def is_pointer(text: str, start: int, end: int) -> bool:
    """Does a notice point away from the article: "Read more: 12 dead as bus falls into ravine"?"""
    if end - start <= MAX_BOILERPLATE and _POINTER.match(text, start, end):
        return True
    return _SYNDICATED_LINE.match(text, start, end) is not None


def covers(spans: list[Span], at: int) -> bool:
    """Whether an offset lies in one of some spans that are in order."""
    k = bisect_right(spans, (at, at + 1)) - 1
    return any(start <= at < end for start, end in spans[max(0, k) : k + 2])


def is_notice(text: str, start: int, end: int) -> bool:
    """Is a line a byline, a credit, a time stamp or a site's notice?"""
    if end - start > MAX_BOILERPLATE:
        return False
    opening = text[start : start + 1]
    if opening in "([":
        start += 1
    return bool(
        _BOILERPLATE.match(text, start, end)
        or _BYLINE.match(text, start, end)
        or _TIMESTAMP.match(text, start, end)
        or (text.find("/", start, end) >= 0 and _CREDIT_LINE.match(text, start, end))
        or _CONTRIBUTED.search(text, max(start, end - 40), end)
        or _TRAILER.match(text, start, end)
    )


def _trailer(text: str, start: int, end: int) -> re.Match[str] | None:
    """What a feed put behind the last sentence of a paragraph. Found word first: it is seldom there."""
    if all(text.find(opening, start, end) < 0 for opening in _TRAILERS):
        return None
    return _TRAILER.search(text, start, end)


def _past_captions(text: str, start: int, end: int, found: list[Span]) -> int:
    """Note the captions of a paragraph; where its prose begins."""
    if text.find("[", start, end) < 0 and text.find("(", start, end) < 0:
        return start
    for credit in _CREDIT.finditer(text, start, end):
        opens = start
        if credit.end() - start > MAX_CAPTION:
            opens = max(text.rfind(". ", start, credit.start()) + 2, start)
        if text[start] in _OPENING_MARKS:
            opens = credit.start()  # a line that opens with somebody's words is prose up to the credit
        found.append((opens, credit.end()))
        start = credit.end()
        while start < end and text[start].isspace():
            start += 1
    return start


def _is_heading(text: str, start: int, end: int) -> bool:
    if end - start > MAX_HEADING_WORDS * 12 or _PROSE_END.search(text, max(start, end - 4), end):
        return False
    line = text[start:end]
    return not _BULLET.match(line) and len(line.split()) <= MAX_HEADING_WORDS


def _prose_follows(text: str, paragraphs: list[Span], k: int) -> bool:
    if k + 1 == len(paragraphs):
        return False
    start, end = paragraphs[k + 1]
    return end - start > 60 and bool(_PROSE_END.search(text, max(start, end - 4), end))
