"""Articles as JSON Lines: a line in, a record out; a line that cannot be read gives its error instead."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from storage.records import Article

log = logging.getLogger(__name__)

Record = dict[str, Any]


class Line(msgspec.Struct):
    """What a line must hold; other keys are ignored."""

    id: str | int
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    lang: str | None = None


BOM = b"\xef\xbb\xbf"  # some editors put it before the first line
DECODER = msgspec.json.Decoder(Line)


def answer(line: bytes, make: Callable[[Article], Record]) -> Record:
    """What a line's article gives, under the line's id; an error record when it gives nothing."""
    try:
        read = DECODER.decode(line.removeprefix(BOM))
        article = Article(
            id=str(read.id),
            title=read.title or "",
            text=read.text,
            published=_moment(read.published),
            url=read.url,
            lang=read.lang or "en",
        )
        return {"id": read.id, **make(article)}
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        return {"id": _id(line), "error": " ".join(str(error).split()) or type(error).__name__}
    except Exception as error:  # one article must not end the stream; the log has the traceback
        log.info("no answer for %s", _id(line), exc_info=error)
        return {"id": _id(line), "error": f"{type(error).__name__}: {error}"}


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"published: expected an ISO 8601 time, got {text!r}") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _id(line: bytes) -> str | int | None:
    """The id of a line that is JSON at least."""
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    found = record.get("id") if isinstance(record, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
