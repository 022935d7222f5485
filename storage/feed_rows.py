"""A feed as a row of its table, and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from storage.database import from_stamp, to_stamp
from storage.records import Feed


def feed_of(row: sqlite3.Row) -> Feed:
    """A row of the feeds table as a record."""
    return Feed(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        tags=_listed(row["tags"]),
        interval=length_of(row["interval_s"]),
        full_text=bool(row["full_text"]),
        lang=row["lang"],
        reliability=row["reliability"],
        owner=row["owner"],
        site_url=row["site_url"],
        state=row["state"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        validated_since=from_stamp(row["validated_since"]),
        body_hash=row["body_hash"],
        added_at=from_stamp(row["added_at"]),
        next_check_at=from_stamp(row["next_check_at"]),
        checked_at=from_stamp(row["checked_at"]),
        succeeded_at=from_stamp(row["succeeded_at"]),
        failing_since=from_stamp(row["failing_since"]),
        errors=row["errors"],
        error=row["error"],
        error_kind=row["error_kind"],
        moved_to=row["moved_to"],
        moved_seen=row["moved_seen"],
        asked_url=row["asked_url"],
        ttl=length_of(row["ttl_s"]),
        pace=length_of(row["pace_s"]),
        skip_hours=_listed(row["skip_hours"]),
        skip_days=_listed(row["skip_days"]),
        hub=row["hub"],
        unconditional_at=from_stamp(row["unconditional_at"]),
        warning=row["warning"],
        retired_at=from_stamp(row["retired_at"]),
        configured=bool(row["configured"]),
    )


def row_of(feed: Feed) -> dict[str, Any]:
    return learned_of(feed) | {
        "owner": feed.owner,
        "url": feed.url,
        "host": (urlsplit(feed.url).hostname or "").lower(),
        "tags": _list(feed.tags),
        "interval_s": _seconds(feed.interval),
        "full_text": feed.full_text,
        "lang": feed.lang,
        "reliability": feed.reliability,
        "added_at": to_stamp(feed.added_at),
        "retired_at": to_stamp(feed.retired_at),
        "configured": feed.configured,
    }


def learned_of(feed: Feed) -> dict[str, Any]:
    """What a reading teaches, but for the address."""
    return {
        "id": feed.id,
        "title": feed.title,
        "site_url": feed.site_url,
        "state": feed.state,
        "etag": feed.etag,
        "last_modified": feed.last_modified,
        "validated_since": to_stamp(feed.validated_since),
        "body_hash": feed.body_hash,
        "next_check_at": to_stamp(feed.next_check_at),
        "checked_at": to_stamp(feed.checked_at),
        "succeeded_at": to_stamp(feed.succeeded_at),
        "failing_since": to_stamp(feed.failing_since),
        "errors": feed.errors,
        "error": feed.error,
        "error_kind": feed.error_kind,
        "moved_to": feed.moved_to,
        "moved_seen": feed.moved_seen,
        "asked_url": feed.asked_url,
        "ttl_s": _seconds(feed.ttl),
        "pace_s": _seconds(feed.pace),
        "skip_hours": _list(feed.skip_hours),
        "skip_days": _list(feed.skip_days),
        "hub": feed.hub,
        "unconditional_at": to_stamp(feed.unconditional_at),
        "warning": feed.warning,
    }


def _list(values: Sequence[str | int]) -> str:
    return json.dumps(list(values)) if values else "[]"


def _listed(text: str) -> tuple[Any, ...]:
    return () if text == "[]" else tuple(json.loads(text))


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds())


def length_of(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
