"""An answer's status, as an error that says what to do. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from bot.feeds.errors import FeedError
from bot.feeds.fetch import Reply
from bot.feeds.headers import retry_after

CHALLENGE = re.compile(rb"<title>\s*(just a moment|attention required)", re.IGNORECASE)


def error_of(reply: Reply, now: datetime) -> FeedError | None:
    """Why an answer is not a feed's, or None for a 200 with a body."""
    host = urlsplit(reply.url).hostname or ""
    status = reply.status
    if status in {204, 205} or (status == 200 and not reply.body.strip()):
        return FeedError("empty", "the server's answer is empty; look whether the address is right")
    if 200 <= status < 300:
        return None
    if status == 410:
        return FeedError("gone", "the server says the feed is gone for good (410); look for its new address")
    if status == 404:
        return FeedError(
            "not_found", f"{host} has no such page (404); check the address or look for a new one"
        )
    if status in {429, 503} or (status == 403 and host.endswith("reddit.com")):
        until = now + retry_after(reply.headers)
        return FeedError(
            "rate_limited", f"{host} asks for a pause until {until:%H:%M} UTC ({status})", retry_at=until
        )
    if status in {401, 403}:
        return _forbidden(reply, host)
    if status >= 500:
        return FeedError("server_error", f"{host} has a fault of its own ({status}); nothing to do here")
    return FeedError("status", f"{host} answers with status {status}; check the address")


def is_login(url: str) -> bool:
    """Whether an address is where a site asks people to log in or to consent."""
    parts = urlsplit(url.lower())
    words = re.split(r"[^a-z]+", f"{(parts.hostname or '').partition('.')[0]} {parts.path}")
    return not _doors().isdisjoint(words)


def _forbidden(reply: Reply, host: str) -> FeedError:
    advice = "ask its owner to let feed readers in, or find the feed elsewhere"
    challenged = reply.headers.get("cf-mitigated", "").lower() == "challenge"
    if challenged or CHALLENGE.search(reply.body[:4_096]):
        return FeedError("blocked_by_cloudflare", f"{host} lets only browsers in (Cloudflare); {advice}")
    if reply.status == 401:
        return FeedError("forbidden", f"{host} wants a name and password (401); put them into the address")
    return FeedError("forbidden", f"{host} forbids reading this feed (403); {advice}")


@cache
def _doors() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "lexicon" / "doors.txt").read_text(encoding="utf-8").split())
