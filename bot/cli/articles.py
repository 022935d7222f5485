"""Articles as JSON Lines: a line in, a record out; a line that cannot be read gives its error instead."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.limits import TooSlowError
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
LONE_HALF = re.compile("[\ud800-\udfff]")  # of a pair that stands for one character in UTF-16
DECODER = msgspec.json.Decoder(Line)


def answer(line: bytes, make: Callable[[Article], Record]) -> Record:
    """What a line's article gives, under the line's id; an error record when it gives nothing."""
    try:
        read = _read(line.removeprefix(BOM))
        article = Article(
            id=str(read.id),
            title=read.title or "",
            text=read.text,
            published=_moment(read.published),
            url=read.url,
            lang=read.lang or "en",
        )
        return {"id": read.id, **make(article)}
    except (msgspec.DecodeError, ValueError, RecursionError, TooSlowError) as error:
        return {"id": _id(line), "error": " ".join(str(error).split()) or type(error).__name__}
    except Exception as error:  # one article must not end the stream; the log has the traceback
        log.info("no answer for %s", _id(line), exc_info=error)
        return {"id": _id(line), "error": f"{type(error).__name__}: {error}"}


def _read(line: bytes) -> Line:
    if not line.strip():
        raise ValueError("the line is empty; expected an article as a JSON object")
    try:
        return DECODER.decode(line)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if b"\\u" not in line:
            raise
        return _with_halves_replaced(line)


def _with_halves_replaced(line: bytes) -> Line:
    """A line with an escaped half of a character in it, which some writers leave where they cut a text.

    Each becomes one U+FFFD, so that offsets stay those of the text as it was given.
    """
    whole = json.loads(line, object_pairs_hook=lambda pairs: {_whole(k): _whole(v) for k, v in pairs})
    return msgspec.convert(whole, Line)


def _whole(value: Any) -> Any:
    return LONE_HALF.sub("\ufffd", value) if isinstance(value, str) else value


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"published: expected an ISO 8601 time, got {text!r}") from error
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"published: {text!r} lies outside of all dates") from error


def _id(line: bytes) -> str | int | None:
    """The id of a line that is JSON at least."""
    try:
        record = json.loads(line.removeprefix(BOM).decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    found = record.get("id") if isinstance(record, dict) else None
    return _whole(found) if isinstance(found, str | int) and not isinstance(found, bool) else None
