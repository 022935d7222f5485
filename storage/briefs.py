"""Briefs as they were made, one for each entry, and the items they turn entries into."""

from __future__ import annotations

import gc
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import msgspec

from storage import claims, figures, places
from storage.database import Database, StorageError, to_stamp
from storage.entries import entry_of
from storage.feed_rows import feed_of
from storage.lookups import AS_READ, brief_of, column
from storage.records import Brief, BriefKeys, Entry, EventDate, Feed, Figure, Item, Location, Span

# An entry with its brief, and with the text that the brief was made of.
ITEM = f"""
    select e.*, {AS_READ} as text_as_read, b.data, s.story_id, s.copy_of
    from entries as e
    join briefs as b on b.entry_id = e.id
    left join story_entries as s on s.entry_id = e.id
"""  # noqa: S608

# An address that is read for the operator and for a server is one source: of its two rows of an item the
# first is told.
OF_FEEDS = """
    and e.feed_id in (select value from json_each(:feeds))
    and (
        e.feed_id not in (select value from json_each(:shared))
        or not exists (
            select 1
            from feeds as own
            join feeds as same on same.url = own.url and same.id <> own.id
            join entries as twin on twin.feed_id = same.id and twin.ident = e.ident and twin.id < e.id
            where own.id = e.feed_id and same.id in (select value from json_each(:shared))
        )
    )
"""


class SpanError(StorageError):
    """A brief points to something that the entry's text does not say there: the extractors' fault."""


class Briefs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self, entry: Entry, brief: Brief, version: int, now: datetime, keys: BriefKeys | None = None
    ) -> None:
        """Stores an entry's brief with its look-up rows, all in one transaction.

        Replaces an older brief. Alerts then look at an edited entry again, not at one that only a newer
        extractor read: an upgrade tells no old news. Of an entry that was edited meanwhile nothing is
        stored: its new text still waits for a brief. Raises SpanError when a span does not say what the
        entry's text says there.
        """
        check_spans(entry, brief)
        data = msgspec.json.encode(brief).decode()
        with self._database.transaction():
            if not self._is_current(entry):
                return
            self._write(entry, version, now, data, None)
            if keys is not None:
                figures.add(self._database, entry, brief.figures, keys.figures)
                claims.add(self._database, entry, brief.claims, keys.claims)
                places.add(self._database, entry, brief.locations, keys.locations)
                self._database.execute(
                    "update entries set keys = :keys where id = :id",
                    {"keys": column(keys.entry), "id": entry.id},
                )

    def put_failed(self, entry: Entry, version: int, now: datetime, error: str) -> None:
        """Stores that no brief could be made, and why: the entry goes on as a bare headline."""
        data = msgspec.json.encode(Brief(headline=entry.title)).decode()
        with self._database.transaction():
            if not self._is_current(entry):
                return
            self._write(entry, version, now, data, error)

    def get(self, entry_id: int) -> Brief | None:
        row = self._database.one("select data from briefs where entry_id = :id", {"id": entry_id})
        return None if row is None else brief_of(row["data"])

    def failure(self, entry_id: int) -> str | None:
        """Why no brief could be made of an entry; None where one was."""
        row = self._database.one("select error from briefs where entry_id = :id", {"id": entry_id})
        return None if row is None else row["error"]

    def failures(self, owners: Sequence[str] = ()) -> int:
        """How many entries (of these owners' feeds) no brief could be made of."""
        row = self._database.one(
            """
            select count(*) as failed
            from briefs as b
            join entries as e on e.id = b.entry_id
            join feeds as f on f.id = e.feed_id
            where b.error is not null
                and (:any_owner or f.owner in (select value from json_each(:owners)))
            """,
            {"any_owner": not owners, "owners": msgspec.json.encode(list(owners)).decode()},
        )
        return 0 if row is None else int(row["failed"])

    def backlog(self, owners: Sequence[str] = ()) -> dict[str, int]:
        """How many entries (of these owners' feeds) wait for each step: brief, place, alert."""
        rows = self._database.query(
            """
            select step, count(*) as waiting
            from todo
            where :any_owner
                or entry_id in (
                    select e.id
                    from entries as e
                    join feeds as f on f.id = e.feed_id
                    where f.owner in (select value from json_each(:owners))
                )
            group by step
            """,
            {"any_owner": not owners, "owners": msgspec.json.encode(list(owners)).decode()},
        )
        return {row["step"]: int(row["waiting"]) for row in rows}

    def without_brief(self, version: int, limit: int = 100) -> list[Entry]:
        """Entries that wait for a brief: new and edited ones, then those an older extractor read."""
        rows = self._database.query(
            """
            select e.*
            from todo as t
            join entries as e on e.id = t.entry_id
            where t.step = 'brief'
            order by t.entry_id
            limit :limit
            """,
            {"limit": limit},
        )
        rows += self._database.query(
            """
            select e.*
            from briefs as b
            join entries as e on e.id = b.entry_id
            where b.version < :version
                and not exists (select 1 from todo where step = 'brief' and entry_id = b.entry_id)
            order by b.entry_id desc
            limit :limit
            """,
            {"version": version, "limit": limit - len(rows)},
        )
        return [entry_of(row) for row in rows]

    def item(self, entry_id: int) -> Item | None:
        found = self._items("where e.id = :id", {"id": entry_id})
        return found[0] if found else None

    def of_stories(
        self, story_ids: Sequence[int], since: datetime | None = None, known: Sequence[int] = ()
    ) -> list[Item]:
        """The items of these stories since a time, oldest first; entries `known` are left out."""
        return self._items(
            """
            where s.story_id in (select value from json_each(:ids))
                and (:since is null or coalesce(e.published, e.first_seen) >= :since)
                and e.id not in (select value from json_each(:known))
            order by coalesce(e.published, e.first_seen)
            """,
            {
                "ids": msgspec.json.encode(list(story_ids)).decode(),
                "since": to_stamp(since),
                "known": msgspec.json.encode(list(known)).decode(),
            },
        )

    def between(
        self, since: datetime, until: datetime, tags: Sequence[str] = (), owners: Sequence[str] = ()
    ) -> list[Item]:
        """Items published in a window, oldest first; `tags` and `owners` are those of their feeds."""
        return self._items(
            f"""
            where coalesce(e.published, e.first_seen) >= :since
                and coalesce(e.published, e.first_seen) < :until
                {OF_FEEDS}
            order by coalesce(e.published, e.first_seen), e.id
            """,
            {"since": to_stamp(since), "until": to_stamp(until), **self._feeds_of(tags, owners)},
        )

    def arrived(
        self, after: int, upto: int, tags: Sequence[str] = (), owners: Sequence[str] = ()
    ) -> list[Item]:
        """Items to be told of that came in after one entry and up to another, in order of arrival."""
        return self._items(
            f"where e.id > :after and e.id <= :upto and e.announce {OF_FEEDS} order by e.id",
            {"after": after, "upto": upto, **self._feeds_of(tags, owners)},
        )

    def edited(
        self, after: int, upto: int, among: int, tags: Sequence[str] = (), owners: Sequence[str] = ()
    ) -> list[Item]:
        """Items told before (up to the entry `among`) that an edit after one and up to another changed."""
        return self._items(
            f"""
            where e.id in (select entry_id from edits where id > :after and id <= :upto)
                and e.id <= :among
                and e.announce
                {OF_FEEDS}
            order by e.id
            """,  # noqa: S608
            {"after": after, "upto": upto, "among": among, **self._feeds_of(tags, owners)},
        )

    def edits(self) -> int:
        """The number of the last edit that was read."""
        row = self._database.one("select coalesce(max(id), 0) as last from edits")
        return 0 if row is None else int(row["last"])

    def unplaced(self, limit: int = 100) -> list[Item]:
        """Items that belong to no story yet, in order of arrival."""
        return self._waiting("place", limit)

    def unalerted(self, limit: int = 100) -> list[Item]:
        """Placed items the alert rules have not seen yet, in order of arrival."""
        return [item for item in self._waiting("alert", limit) if item.story_id is not None]

    def settled(self) -> int:
        """The highest entry id up to which every entry has its brief and its story.

        What a digest is made up to: an entry still being worked on is left, with all after it, to the next.
        """
        row = self._database.one(
            """
            select coalesce(
                (
                    select min(t.entry_id) - 1
                    from todo as t
                    where t.step in ('brief', 'place')
                        and not exists (select 1 from story_entries as s where s.entry_id = t.entry_id)
                ),
                (select max(id) from entries),
                0
            ) as upto
            """
        )
        return 0 if row is None else int(row["upto"])

    def _waiting(self, step: str, limit: int) -> list[Item]:
        return self._items(
            """
            join todo as t on t.entry_id = e.id and t.step = :step
            order by e.id
            limit :limit
            """,
            {"step": step, "limit": limit},
        )

    def _items(self, clauses: str, parameters: dict[str, object]) -> list[Item]:
        rows = self._database.query(ITEM + clauses, parameters)
        feeds = self._feeds({row["feed_id"] for row in rows})
        with _no_collecting():
            return [_item(row, feeds[row["feed_id"]]) for row in rows]

    def _feeds_of(self, tags: Sequence[str], owners: Sequence[str]) -> dict[str, str]:
        """The ids, as JSON, of the feeds with one of the tags and of one of the owners: for OF_FEEDS.

        `shared` are those of them that share an address.
        """
        feeds = [feed_of(row) for row in self._database.query("select * from feeds")]
        wanted = [feed for feed in feeds if of_feed(feed, tags, owners)]
        readers = Counter(feed.url for feed in wanted)
        shared = [feed for feed in wanted if readers[feed.url] > 1]
        return {
            name: msgspec.json.encode([feed.id for feed in some]).decode()
            for name, some in (("feeds", wanted), ("shared", shared))
        }

    def _feeds(self, ids: Iterable[int]) -> dict[int, Feed]:
        rows = self._database.query(
            "select * from feeds where id in (select value from json_each(:ids))",
            {"ids": msgspec.json.encode(sorted(ids)).decode()},
        )
        return {row["id"]: feed_of(row) for row in rows}

    def _write(self, entry: Entry, version: int, now: datetime, data: str, error: str | None) -> None:
        self._database.execute(
            """
            insert into edits (entry_id)
            select entry_id
            from briefs
            where entry_id = :id and entry_version < :version
            """,
            {"id": entry.id, "version": entry.version},
        )
        self._forget(entry)
        self._database.execute(
            """
            insert into briefs (entry_id, entry_version, version, made_at, data, error)
            values (:entry_id, :entry_version, :version, :made_at, :data, :error)
            """,
            {
                "entry_id": entry.id,
                "entry_version": entry.version,
                "version": version,
                "made_at": to_stamp(now),
                "data": data,
                "error": error,
            },
        )
        self._database.execute(
            """
            delete from todo
            where step = 'alert'
                and entry_id = :id
                and exists (select 1 from alerted where entry_id = :id)
            """,
            {"id": entry.id},
        )

    def _is_current(self, entry: Entry) -> bool:
        row = self._database.one("select version from entries where id = :id", {"id": entry.id})
        return row is not None and row["version"] == entry.version

    def _forget(self, entry: Entry) -> None:
        """Removes what an older brief left, so that an edited entry is looked at afresh."""
        for statement in (
            "delete from figures where entry_id = :id",
            "delete from claims where entry_id = :id",
            "delete from locations where entry_id = :id",
            """
            delete from alerted
            where entry_id = :id
                and not exists (
                    select 1
                    from briefs
                    where entry_id = :id and entry_version = :version and error is null
                )
            """,
            "delete from briefs where entry_id = :id",
        ):
            self._database.execute(statement, {"id": entry.id, "version": entry.version})


def of_feed(feed: Feed, tags: Sequence[str], owners: Sequence[str]) -> bool:
    """Whether a feed bears one of the tags and belongs to one of the owners; none asked means any."""
    return (not tags or bool(set(tags) & set(feed.tags))) and (not owners or feed.owner in owners)


def check_spans(entry: Entry, brief: Brief) -> None:
    """Raises SpanError for a span whose text is not the entry's text at that place."""
    for span in spans_of(brief):
        if entry.text[span.start : span.end] != span.text:
            raise SpanError(
                f"entry {entry.id}: {span.text!r} does not stand at {span.start}..{span.end} of its text"
            )


def spans_of(brief: Brief) -> Iterator[Span]:
    """Every span a brief points with."""
    yield from brief.summary
    for claim in brief.claims:
        yield from (claim.content, *claim.parts)
        if claim.speaker is not None:
            yield claim.speaker
        if claim.cue is not None:
            yield claim.cue
    elements: tuple[Figure | Location | EventDate, ...] = (*brief.figures, *brief.locations, *brief.dates)
    for element in elements:
        yield Span(element.start, element.end, element.text)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keeps the garbage collector from walking thousands of briefs again and again while they are made.

    Records hold no cycles, so there is nothing for it to find; it takes two thirds of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _item(row: sqlite3.Row, feed: Feed) -> Item:
    return Item(
        entry=entry_of(row, row["text_as_read"]),
        feed=feed,
        brief=brief_of(row["data"]),
        story_id=row["story_id"],
        copy_of=row["copy_of"],
    )
