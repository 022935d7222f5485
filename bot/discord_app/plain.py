"""Messages as text without form: for a chat that cannot take the form, and for notices of text alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.delivery import plain, plain_text
from bot.discord_app.escape import clean, escape, units
from bot.discord_app.limits import CONTENT, Payload

ROOM = CONTENT - 20  # the mark that delivery adds stands in the same content
MASKED_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]*)\)")
STAMP = re.compile(r"<t:(\d{1,11})(?::\w)?>")
FORM = re.compile(r"\\(.)|\*\*|`", re.DOTALL)  # an escaped character stays, bare marks of bold and code go


def payload_body(payload: str) -> Payload:
    """The JSON body of a stored payload; a plain one becomes a message of its text."""
    text = plain_text(payload)
    if text is None:
        body: Payload = json.loads(payload)
        return body
    return {"content": next(_parts(text), "…"), "allowed_mentions": {"parse": []}}


def plain_payloads(body: Payload) -> list[str]:
    """What a payload says, without its form, in as many plain payloads as it takes."""
    texts = [body.get("content", "")]
    for embed in body.get("embeds", []):
        texts += [embed.get("title", ""), embed.get("description", "")]
    text = "\n".join(_without_form(str(part)) for part in texts if part)
    return [plain(part) for part in _cut(text)] or [plain("…")]


def title_of(body: Payload, limit: int = 100) -> str:
    """A message's title in one line of bare text; its first line where it has no title."""
    titles = [str(embed["title"]) for embed in body.get("embeds", []) if embed.get("title")]
    text = clean(_without_form(titles[0] if titles else str(body.get("content", "")).partition("\n")[0]))
    while units(text) > limit:
        text = text[:-2].rstrip() + "…"
    return text


def _without_form(text: str) -> str:
    """Our own mark-up as a person would write it: bare links, times in UTC, no bold, nothing escaped."""
    text = MASKED_LINK.sub(r"\1", text)
    text = STAMP.sub(lambda found: f"{datetime.fromtimestamp(int(found[1]), UTC):%d %b %Y %H:%M} UTC", text)
    return FORM.sub(lambda found: found[1] or "", text)


def _parts(text: str) -> Iterator[str]:
    """The text as it is posted, part by part: each line escaped."""
    for part in _cut(text):
        yield "\n".join(escape(line) for line in part.splitlines())


def _cut(text: str) -> Iterator[str]:
    """Parts that fit a message once they are escaped, cut between lines, else words, else characters."""
    kept: list[str] = []
    room = ROOM
    for piece in (piece for line in text.splitlines() for piece in _pieces(line)):
        needed = units(escape(piece)) + 1
        if kept and needed > room:
            yield "\n".join(kept)
            kept, room = [], ROOM
        kept.append(piece)
        room -= needed
    if any(piece.strip() for piece in kept):
        yield "\n".join(kept)


def _pieces(line: str) -> Iterator[str]:
    """A line in pieces that fit; escaping at most doubles a text, or trebles it in UTF-16."""
    while units(escape(line)) + 1 > ROOM:
        room = ROOM // 3
        at = line.rfind(" ", room // 2, room)
        yield line[: at if at > 0 else room]
        line = line[at if at > 0 else room :].lstrip()
    yield line
