"""Links of items: made absolute, kept only when they lead to the web, and compared. Pure."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

LONGEST = 2_000  # characters; browsers and chats cut longer ones
CONTROL = re.compile(r"[\x00-\x20\x7f]")


def absolute(link: str | None, *bases: str | None) -> str | None:
    """The link as an absolute http(s) address, resolved against the first base that makes it one, or None."""
    if not link:
        return None
    link = link.strip()
    for base in ("", *bases):
        if base is None:
            continue
        try:
            joined = urljoin(base, link)
            parts = urlsplit(joined)
            if parts.scheme in {"http", "https"} and parts.hostname and len(joined) <= LONGEST:
                return CONTROL.sub(lambda c: f"%{ord(c.group()):02X}", joined)
        except ValueError:
            return None
        if parts.scheme and not base:
            return None  # javascript:, data:, mailto: and the like
    return None


def link_key(url: str | None) -> str | None:
    """What two links to one article have in common, whatever the scheme, `www.`, tracking, slash or AMP.

    None for a link that names no article: a site's front page.
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("amp.").removeprefix("m.")
    except ValueError:
        return None
    path = re.sub(r"(^/amp(?=/)|/amp/?$|\.amp(?=(\.html)?$))", "", parts.path)
    path = re.sub(r"/index\.(html?|php)$", "", path).rstrip("/")
    query = [(name, value) for name, value in parse_qsl(parts.query) if not _tracks(name)]
    if not path and not query:
        return None
    return f"{host}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


def _tracks(name: str) -> bool:
    return bool(_trackers().match(name.lower()))


@cache
def _trackers() -> re.Pattern[str]:
    """Parameters that tell who sent the reader, not what is read. `*` at the end stands for anything."""
    names = (Path(__file__).parent / "lexicon" / "trackers.txt").read_text(encoding="utf-8").split()
    return re.compile("|".join(re.escape(n[:-1]) if n.endswith("*") else re.escape(n) + r"\Z" for n in names))
