"""What can go wrong between us and a feed, as one line that says what to do."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

ErrorKind = Literal[
    "refused_address", "bad_address", "dns", "unreachable", "timeout", "tls", "not_https", "closed",
    "too_large", "bad_encoding", "truncated", "too_many_redirects", "bad_redirect", "not_modified_unasked",
    "not_found", "gone", "forbidden", "blocked_by_cloudflare", "rate_limited", "server_error", "status",
    "empty", "not_a_feed", "login_page", "broken", "unsafe", "too_slow", "worker", "held",
]  # fmt: skip

# Nothing was heard from the other side: it may be us who are cut off.
NETWORK_KINDS: frozenset[ErrorKind] = frozenset({"dns", "unreachable", "timeout"})


class FeedError(Exception):
    """An exchange or a document that gave nothing. The message is for people; it never quotes a body."""

    def __init__(self, kind: ErrorKind, message: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.kind: ErrorKind = kind
        self.message = message
        self.retry_at = retry_at


def shown(url: str) -> str:
    """An address without the name and password it may carry, for messages and logs."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
