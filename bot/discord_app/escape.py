"""Text from outside, shown in Discord exactly as it reads: no mark-up, no mention, no link of its own.

Theory: Discord reads Markdown, mentions (<@1>, @everyone), emoji (<:e:1>), timestamps (<t:1:R>), command
links and bare addresses in everything a bot posts. A backslash before any of their first characters makes
them letters again; "@everyone" has no such character, so a zero-width space parts it. Characters that
reorder or hide text (bidirectional controls, NUL, lone surrogates) have no honest use in a headline and go.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
SPACE = re.compile(r"\s+")
SPECIAL = re.compile(r"[\\*_~|`\[\]<]|:(?=//)|@(?=everyone|here)")
LINE_START = re.compile(r"(#{1,3}|-#?|\+|>{1,3}|\d{1,9}[.)])(?=\s|$|>)|>")
LINK_SAFE = "!#$%&'*+,-./:;=?@_~"  # what may stand in a masked link's address; brackets would end it
LONGEST_LINK = 400  # a longer address would eat the embed; its title is shown without it
ZERO_WIDTH = "\u200b"


def clean(text: str) -> str:
    """One line of visible characters."""
    return SPACE.sub(" ", HIDDEN.sub("", text)).strip()


def escape(text: str, limit: int | None = None) -> str:
    """Outside text as one line of Discord mark-up that shows literally.

    With a limit, the result has at most that many UTF-16 units and ends in an ellipsis where it was cut.
    """
    text = clean(text)
    head = text if limit is None else text[: limit + 1]  # what lies beyond cannot fit
    pieces = _pieces(head)
    whole = "".join(pieces)
    if limit is None or (head == text and units(whole) <= limit):
        return whole
    return _cut(pieces, limit - 1).rstrip() + "…" if limit > 0 else ""


def code(text: str) -> str:
    """Outside text for between backticks, where a backslash is a backslash."""
    return clean(text).replace("`", "ˋ")


def domain(url: str | None) -> str:
    """The host behind a link, as it really is: no "www.", names in other scripts stay encoded."""
    if not url:
        return ""
    try:
        host = urlsplit(url).hostname or ""
        return host.encode("idna").decode().removeprefix("www.")
    except (ValueError, UnicodeError):
        return ""


def address(url: str | None) -> str | None:
    """An http(s) address that cannot break out of a masked link; None if it is not one, or too long."""
    host = domain(url)
    if not url or not host or "." not in host:
        return None
    safe = quote(HIDDEN.sub("", url).strip(), safe=LINK_SAFE)
    if urlsplit(safe).scheme not in {"http", "https"} or len(safe) > LONGEST_LINK:
        return None
    return safe


def link(url: str | None, fallback: str) -> str:
    """A link that shows where it leads: its domain; the fallback, escaped, where there is none."""
    safe = address(url)
    return f"[{escape(domain(url), 60)}]({safe})" if safe else escape(fallback, 60)


def units(text: str) -> int:
    """UTF-16 units: never fewer than the characters that Discord counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def _pieces(text: str) -> list[str]:
    """The escaped text in pieces; one with a backslash in it must not be cut apart."""
    start = LINE_START.match(text)
    pieces, at = [], 0
    if start:
        marker = start.group()
        # a number is parted from its dot; any other marker is escaped character by character
        pieces = [f"{marker[:-1]}\\{marker[-1]}"] if marker[0].isdigit() else [f"\\{c}" for c in marker]
        at = start.end()
    for match in SPECIAL.finditer(text, at):
        found = match.group()
        pieces += [text[at : match.start()], found + ZERO_WIDTH if found == "@" else f"\\{found}"]
        at = match.end()
    return [*pieces, text[at:]]


def _cut(pieces: list[str], room: int) -> str:
    """As much of the pieces as fits into a number of UTF-16 units."""
    kept = []
    for piece in pieces:
        room -= units(piece)
        if room >= 0:
            kept.append(piece)
            continue
        if "\\" not in piece and ZERO_WIDTH not in piece:
            kept.append(_shortened(piece, room + units(piece)))
        break
    return "".join(kept)


def _shortened(text: str, room: int) -> str:
    cut = text[:room]
    while units(cut) > room:
        cut = cut[:-1]
    return cut
