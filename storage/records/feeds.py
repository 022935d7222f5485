"""Feeds, what a reading of one brings, and the entries we keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from storage.records.briefs import Brief

FeedState = Literal["ok", "failing", "failed", "gone", "paused"]


Reliability = Literal["A", "B", "C", "D", "E", "F"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and what the last exchanges with it taught us.

    `interval` is what the team asked for (None: the default, stretched or shrunk by how often the
    feed brings news). Validators (`etag`, `last_modified`) are kept byte for byte as they arrived.
    `owner` is "" for feeds.yaml and the command line, else a chat's server ("discord:123").
    """

    id: int
    url: str
    title: str
    tags: tuple[str, ...] = ()
    interval: timedelta | None = None
    full_text: bool = True
    lang: str = "en"
    reliability: Reliability = "F"
    owner: str = ""
    site_url: str | None = None
    state: FeedState = "ok"
    etag: str | None = None
    last_modified: str | None = None
    validated_since: datetime | None = None
    body_hash: str | None = None
    added_at: datetime | None = None
    next_check_at: datetime | None = None
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    failing_since: datetime | None = None
    errors: int = 0
    error: str | None = None
    error_kind: str | None = None
    moved_to: str | None = None
    moved_seen: int = 0
    asked_url: str | None = None  # the address as first given, where the feed has moved since
    ttl: timedelta | None = None  # how long the feed itself asks to be left alone
    pace: timedelta | None = None  # the usual time between its items
    skip_hours: tuple[int, ...] = ()  # hours (UTC) and ISO weekdays in which it asks not to be read
    skip_days: tuple[int, ...] = ()
    hub: str | None = None
    unconditional_at: datetime | None = None
    warning: str | None = None
    retired_at: datetime | None = None
    configured: bool = False  # named in feeds.yaml; one that leaves the file is retired

    @property
    def name(self) -> str:
        """What people know it by: its title, else its host. An address may hold a password."""
        return self.title or urlsplit(self.url).hostname or "a feed"


IdentityScheme = Literal["guid", "guid+link", "link", "hash"]


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One item as a feed gave it: clean plain text, absolute http(s) links, identity with its scheme."""

    ident: str
    scheme: IdentityScheme
    title: str
    url: str | None
    text: str
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    image_url: str | None = None
    tags: tuple[str, ...] = ()
    published_text: str | None = None  # the date as the feed wrote it
    link_key: str | None = None  # the link without what varies between copies of it
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What deciding about an arrival needs of an entry we keep. `hashes`: its versions, oldest first."""

    ident: str
    title: str
    text: str
    link_key: str | None
    hashes: tuple[str, ...]
    first_seen: datetime
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The kept entries that an arrival could be: by ident (aliases too), by link, by title."""

    by_ident: Mapping[str, KnownEntry] = field(default_factory=dict)
    by_link: Mapping[str, KnownEntry] = field(default_factory=dict)
    by_title: Mapping[str, KnownEntry] = field(default_factory=dict)
    empty: bool = True  # nothing is kept of this feed yet


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new item. One that is not announced is kept for look-ups only; `reason` says why."""

    entry: ParsedEntry
    announce: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A new version of the entry kept under `ident`."""

    ident: str
    entry: ParsedEntry


@dataclass(frozen=True, slots=True)
class Alias:
    """`ident` is another name for the entry kept under `of`."""

    ident: str
    of: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What one reading of a feed brings, oldest first. `held`: items baselined, never announced."""

    new: tuple[Arrival, ...] = ()
    edited: tuple[Edit, ...] = ()
    aliases: tuple[Alias, ...] = ()
    seen: int = 0
    held: int = 0
    skipped: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class HostHold:
    """A host that asked to be left alone until a time; it holds for all of its feeds and pages."""

    host: str
    until: datetime
    reason: str


Outcome = Literal["new", "unchanged", "empty", "error", "gone", "moved", "waiting", "offline"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One reading of a feed: the feed as it now stands, what came, and one line for people."""

    feed: Feed
    outcome: Outcome
    note: str = ""
    arrivals: Arrivals = field(default_factory=Arrivals)
    hold: HostHold | None = None
    notice: str = ""  # what whoever keeps the feed is to be told, once: it has just died, or is back


@dataclass(frozen=True, slots=True)
class Page:
    """The readable text of a linked page, or why there is none.

    `kind` is "article", or what stood in the way: "robots", "paywall", "consent", "login", "short",
    "not_html", "other" (the page tells of something else), "error". `retry`: worth another try later.
    """

    url: str
    kind: str
    text: str = ""
    title: str = ""
    note: str = ""
    retry: bool = False
    retry_at: datetime | None = None  # the host asked to be left alone: not a failure of this page
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as we keep it. `text` is the best text so far: the page's, else the feed's.

    `seq` rises with arrival and is what cut-offs use, never a clock. `text_source` says where the
    text came from; "teaser" means the page was tried and gave less than the feed, "pruned" that it is kept
    no more.
    """

    id: int
    feed_id: int
    ident: str
    scheme: IdentityScheme
    title: str
    url: str | None
    text: str
    first_seen: datetime
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    image_url: str | None = None
    text_source: Literal["feed", "page", "teaser", "pruned"] = "feed"
    content_hash: str = ""
    version: int = 1
    lang: str = "en"
    announce: bool = True

    @property
    def when(self) -> datetime:
        """When it was published, as far as anyone told us."""
        return self.published or self.first_seen

    @property
    def as_of(self) -> datetime:
        """When its text was written: an edited item tells what was known at its edit."""
        return max(self.when, self.updated or self.when) if self.version > 1 else self.when


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with its feed and its brief: what stories, digests and alerts are made of."""

    entry: Entry
    feed: Feed
    brief: Brief
    story_id: int | None = None
    copy_of: int | None = None  # the entry this one is a syndicated copy of
