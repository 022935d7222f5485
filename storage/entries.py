"""Entries: the items of feeds, kept after they leave the feed, so that one that returns is known."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from storage.database import Database, from_stamp, moment, to_stamp
from storage.feeds import NAME, Feeds
from storage.known import known
from storage.lookups import like_words
from storage.records import (
    Alias,
    Arrival,
    Arrivals,
    Edit,
    Entry,
    Feed,
    Known,
    Page,
    ParsedEntry,
    Visit,
)

TEASER = 1_500  # characters; a text shorter than this is worth a look at the page
RECENT = 2_000  # entries that are looked through for a title: some days of news
PAGE_TRIES = 3
MOST_ALIASES = 50  # of one entry; a feed that renames its items at every reading is known by its links
UNSTORABLE = (ValueError, OverflowError)  # text that is no text, numbers beyond all bounds
LATER = timedelta(hours=6)
PAGE_RETRY = timedelta(minutes=30)

_INSERT = """
    insert into entries (
        feed_id, ident, scheme, title, url, text, first_seen, published, updated, author, image_url,
        page_at, published_text, link_key, hashes, content_hash, lang, announce
    )
    values (
        :feed, :ident, :scheme, :title, :url, :text, :now, :published, :updated, :author, :image_url,
        :page_at, :published_text, :link_key, :hash, :hash, :lang, :announce
    )
    on conflict (feed_id, ident) do nothing
"""
_EDIT = """
    update entries
    set title = :title,
        url = coalesce(:url, url),
        text = :text,
        feed_text = null,
        text_source = 'feed',
        updated = :updated,
        content_hash = :hash,
        hashes = trim(hashes || ' ' || :hash),
        version = version + 1,
        page_at = :page_at,
        page_tries = 0
    where feed_id = :feed
      and ident = :ident
"""


class Entries:
    """The entries table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._feeds = Feeds(database)

    def known(
        self, feed_id: int, idents: Sequence[str], links: Sequence[str] = (), titles: Sequence[str] = ()
    ) -> Known:
        """What we keep of a feed under these idents (aliases too), link keys and titles."""
        if not self._any(feed_id):
            return Known(empty=True)
        return known(self._database, feed_id, idents, links, titles)

    def take_all(self, visits: Iterable[Visit], now: datetime) -> list[int]:
        """Keep several visits in one transaction: a disk takes as long to make sure of one as of thirty."""
        visits = list(visits)
        with self._database.transaction():
            try:
                with self._database.savepoint():
                    return self._take_together(visits, now)
            except UNSTORABLE:
                return [entry_id for visit in visits for entry_id in self._take_if_it_can_be(visit, now)]

    def _take_together(self, visits: Sequence[Visit], now: datetime) -> list[int]:
        quiet: list[Feed] = []
        new: list[int] = []
        for visit in visits:
            if visit.hold is None and not _brings(visit.arrivals):
                quiet.append(visit.feed)
            else:
                new += self.take(visit, now)
        self._feeds.save_all(quiet)
        return new

    def _take_if_it_can_be(self, visit: Visit, now: datetime) -> list[int]:
        """One visit of a batch in which something cannot be stored: that one alone is left out."""
        try:
            with self._database.savepoint():
                return self.take(visit, now)
        except UNSTORABLE:
            self._feeds.set_aside(visit.feed.id, now + LATER)
            return []

    def take(self, visit: Visit, now: datetime) -> list[int]:
        """Keep what a visit brought, for every owner of its address, and the feed's new state last.

        One transaction: if anything fails, nothing is kept and the validators stay where they were.
        Returns the ids of the new entries, oldest first.
        """
        new: list[int] = []
        arrivals = visit.arrivals
        with self._database.transaction():
            # A first reading tells only the newest few: no measure for owners who have read it before.
            first = bool(arrivals.new) and not self._any(visit.feed.id)
            if _brings(arrivals):
                for feed in self._readers(visit.feed, alone=first):
                    new += self._insert(feed, arrivals.new, now)
                    self._edit(feed, arrivals.edited, now)
                    self._name(feed, arrivals.aliases)
            if visit.hold is not None:
                self._feeds.hold(visit.hold)
            self._feeds.save(visit.feed, alone=first)
        return new

    def without_full_text(self, limit: int, now: datetime | None = None) -> list[Entry]:
        """Entries with a teaser whose page was not read yet, newest first.

        With `now`, also those whose page failed before and may be tried again.
        """
        rows = self._database.query(
            """
            select *
            from entries
            where page_at is not null
              and page_at <= coalesce(:now, page_at)
              and (page_tries = 0 or :now is not null)
            order by id desc
            limit :limit
            """,
            {"limit": limit, "now": to_stamp(now)},
        )
        return [entry_of(row) for row in rows]

    def put_text(self, entry_id: int, page: Page, now: datetime) -> Entry | None:
        """Keep what reading an entry's page gave. A page that gives less than the feed changes no text."""
        with self._database.transaction():
            row = self._database.one("select * from entries where id = :id", {"id": entry_id})
            if row is None:
                return None
            better = page.kind == "article" and len(page.text) > len(row["text"])
            published = page.published if page.published and page.published <= now else None
            tries = row["page_tries"] + (page.retry_at is None)
            again = page.retry_at or (now + PAGE_RETRY * tries if page.retry and tries < PAGE_TRIES else None)
            self._database.execute(
                """
                update entries
                set text = iif(:better, :text, text),
                    feed_text = iif(:better, text, feed_text),
                    text_source = iif(:better, 'page', iif(:again is null, 'teaser', text_source)),
                    version = version + :better,
                    published = coalesce(published, :published),
                    page_at = :again,
                    page_tried_at = :now,
                    page_tries = :tries,
                    page_kind = :kind,
                    page_note = :note
                where id = :id
                """,
                {
                    "id": entry_id,
                    "better": better,
                    "text": page.text,
                    "published": to_stamp(published),
                    "again": to_stamp(again),
                    "now": to_stamp(now),
                    "tries": tries,
                    "kind": page.kind,
                    "note": page.note,
                },
            )
            return self.get(entry_id)

    def get(self, entry_id: int) -> Entry | None:
        row = self._database.one("select * from entries where id = :id", {"id": entry_id})
        return None if row is None else entry_of(row)

    def twins(self, entry_id: int) -> frozenset[int]:
        """The same item as others got it, for whom its address is read too; itself among them."""
        rows = self._database.query(
            """
            select twin.id
            from entries as e
            join feeds as f on f.id = e.feed_id
            join feeds as same on same.url = f.url
            join entries as twin on twin.feed_id = same.id and twin.ident = e.ident
            where e.id = :id
            """,
            {"id": entry_id},
        )
        return frozenset(row["id"] for row in rows)

    def by_url(self, url: str, owners: Sequence[str] = ()) -> Entry | None:
        """The newest entry (of these owners' feeds) that links to this address."""
        row = self._database.one(
            """
            select e.*
            from entries as e
            join feeds as f on f.id = e.feed_id
            where e.url = :url
                and (:any_owner or f.owner in (select value from json_each(:owners)))
            order by e.id desc
            limit 1
            """,
            {"url": url, "any_owner": not owners, "owners": json.dumps(list(owners))},
        )
        return None if row is None else entry_of(row)

    def titled(self, words: str, owners: Sequence[str] = (), limit: int = 25) -> list[tuple[Entry, str]]:
        """The latest entries (of these owners' feeds) with these words in their title, and whose they are."""
        rows = self._database.query(
            f"""
            select e.*, {NAME} as feed
            from (select * from entries order by id desc limit :recent) as e
            join feeds as f on f.id = e.feed_id
            where e.title like :words escape '!'
                and e.text_source <> 'pruned'
                and (:any_owner or f.owner in (select value from json_each(:owners)))
            order by e.id desc
            limit :limit
            """,  # noqa: S608
            {
                "words": like_words(words),
                "recent": RECENT,
                "limit": limit,
                "any_owner": not owners,
                "owners": json.dumps(list(owners)),
            },
        )
        return [(entry_of(row), row["feed"]) for row in rows]

    def recent(self, feed_id: int, limit: int = 20) -> list[Entry]:
        """A feed's entries, the last to arrive first."""
        rows = self._database.query(
            "select * from entries where feed_id = :feed order by id desc limit :limit",
            {"feed": feed_id, "limit": limit},
        )
        return [entry_of(row) for row in rows]

    def _any(self, feed_id: int) -> bool:
        found = self._database.one("select 1 from entries where feed_id = :feed limit 1", {"feed": feed_id})
        return found is not None

    def _readers(self, feed: Feed, alone: bool) -> list[sqlite3.Row]:
        """The rows that one reading of an address is for, its own first; `alone`: with unread others only."""
        return self._database.query(
            """
            select id, full_text, lang
            from feeds
            where id = :id
               or (
                   url = (select url from feeds where id = :id)
                   and retired_at is null
                   and (not :alone or not exists (select 1 from entries where feed_id = feeds.id))
               )
            order by id <> :id, id
            """,
            {"id": feed.id, "alone": alone},
        )

    def _insert(self, feed: sqlite3.Row, arrivals: Sequence[Arrival], now: datetime) -> list[int]:
        if not arrivals:
            return []
        last = self._database.one("select coalesce(max(id), 0) as id from entries")
        rows = [
            {
                "feed": feed["id"],
                "ident": arrival.entry.ident,
                "scheme": arrival.entry.scheme,
                "title": arrival.entry.title,
                "url": arrival.entry.url,
                "text": _told(arrival.entry),
                "now": to_stamp(now),
                "published": to_stamp(arrival.entry.published),
                "updated": to_stamp(arrival.entry.updated),
                "author": arrival.entry.author,
                "image_url": arrival.entry.image_url,
                "page_at": _page_at(feed, arrival, now),
                "published_text": arrival.entry.published_text,
                "link_key": arrival.entry.link_key,
                "hash": arrival.entry.content_hash,
                "lang": feed["lang"],
                "announce": arrival.announce,
            }
            for arrival in arrivals
        ]
        self._database.execute_many(_INSERT, rows)
        found = self._database.query(
            "select id from entries where id > :last and feed_id = :feed order by id",
            {"last": last["id"] if last else 0, "feed": feed["id"]},
        )
        return [row["id"] for row in found]

    def _edit(self, feed: sqlite3.Row, edits: Sequence[Edit], now: datetime) -> None:
        rows = [
            {
                "feed": feed["id"],
                "ident": edit.ident,
                "title": edit.entry.title,
                "url": edit.entry.url,
                "text": _told(edit.entry),
                "updated": to_stamp(min(edit.entry.updated or now, now)),
                "hash": edit.entry.content_hash,
                "page_at": _page_at(feed, Arrival(edit.entry), now),
            }
            for edit in edits
        ]
        self._database.execute_many(_EDIT, rows)

    def _name(self, feed: sqlite3.Row, aliases: Sequence[Alias]) -> None:
        self._database.execute_many(
            """
            insert or ignore into entry_aliases (feed_id, ident, entry_id)
            select feed_id, :ident, id
            from entries
            where feed_id = :feed
              and ident = :of
              and (select count(*) from entry_aliases where entry_id = entries.id) < :most
            """,
            [
                {"most": MOST_ALIASES, "feed": feed["id"], "ident": alias.ident, "of": alias.of}
                for alias in aliases
            ],
        )


def entry_of(row: sqlite3.Row, text: str | None = None) -> Entry:
    """A row of the entries table as a record; `text`: not its own, but the one it was last read with."""
    return Entry(
        id=row["id"],
        feed_id=row["feed_id"],
        ident=row["ident"],
        scheme=row["scheme"],
        title=row["title"],
        url=row["url"],
        text=row["text"] if text is None else text,
        first_seen=moment(row["first_seen"]),
        published=from_stamp(row["published"]),
        updated=from_stamp(row["updated"]),
        author=row["author"],
        image_url=row["image_url"],
        text_source=row["text_source"],
        content_hash=row["content_hash"],
        version=row["version"],
        lang=row["lang"],
        announce=bool(row["announce"]),
    )


def _told(entry: ParsedEntry) -> str:
    """An item's text; what has none says what its title says, and can be briefed by that."""
    return entry.text or entry.title


def _brings(arrivals: Arrivals) -> bool:
    return bool(arrivals.new or arrivals.edited or arrivals.aliases)


def _page_at(feed: sqlite3.Row, arrival: Arrival, now: datetime) -> str | None:
    """When to read the page behind an item: now, or never: the feed gives it whole, or nobody is told."""
    worth = feed["full_text"] and arrival.announce and arrival.entry.url and len(arrival.entry.text) < TEASER
    return to_stamp(now) if worth else None
