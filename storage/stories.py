"""Stories: which entries tell of one event, and what is needed to place the next one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

import msgspec

from storage.database import Database, StorageError, moment, to_stamp
from storage.lookups import like_words
from storage.records import OPEN_FOR, Entry, Fingerprint, Placement, Profile, Story
from storage.story_index import StoryIndex

RECENT = 2_000  # stories that are looked through for a name: some days of news
BETTER_HEADLINE = 1.15  # how much more of the story an older headline has to say to replace the one there
FRESH_HEADLINE = 0.45  # the newest needs less: "walk out" is wrong once it has ended

SEEN = ":any_owner or f.owner in (select value from json_each(:owners))"
STORY = f"""
    select
        s.id, s.headline, s.first_seen, s.last_seen,
        count(case when {SEEN} then m.entry_id end) as size,
        count(distinct case when ({SEEN}) and m.copy_of is null then e.feed_id end) as sources
    from stories as s
    left join story_entries as m on m.story_id = s.id
    left join entries as e on e.id = m.entry_id
    left join feeds as f on f.id = e.feed_id
"""  # noqa: S608


class Stories:
    def __init__(self, database: Database) -> None:
        self._database = database
        self.index = StoryIndex(database)
        self.candidates = self.index.candidates

    def put(self, entry: Entry, item: Fingerprint, placement: Placement, now: datetime) -> int:
        """Stores where an entry was placed; returns the story's id.

        An entry that is in a story stays there, whether by hand or by an earlier run.
        """
        with self._database.transaction():
            placed = self.of_entry(entry.id)
            if placed is not None:
                return placed
            story_id = self._current(placement.story_id) if placement.story_id else self._begin(entry)
            self._database.execute(
                "insert into story_entries (entry_id, story_id, copy_of) values (:id, :story, :copy)",
                {"id": entry.id, "story": story_id, "copy": placement.copy_of},
            )
            self._extend(story_id, entry, placement, now)
            self.index.add(story_id, entry.id, item, placement)
            self.index.retire(now - OPEN_FOR)
        return story_id

    def get(self, story_id: int, owners: Sequence[str] = ()) -> Story | None:
        """A story by its id; the id of one that was merged leads to where it went.

        `size` and `sources` count what owners of the feeds see; none means everything.
        """
        found = self._stories("where s.id = :id group by s.id", {"id": self._current(story_id)}, owners)
        return found[0] if found else None

    def of_entry(self, entry_id: int) -> int | None:
        row = self._database.one("select story_id from story_entries where entry_id = :id", {"id": entry_id})
        return None if row is None else int(row["story_id"])

    def since(
        self,
        since: datetime,
        until: datetime | None = None,
        limit: int = 100,
        owners: Sequence[str] = (),
    ) -> list[Story]:
        """Stories with news in a period, latest first; `size` and `sources` count what the owners see."""
        return self._stories(
            """
            where s.last_seen >= :since
                and (:until is null or s.first_seen < :until)
                and s.merged_into is null
            group by s.id
            order by s.last_seen desc, s.id desc
            limit :limit
            """,
            {"since": to_stamp(since), "until": to_stamp(until), "limit": limit},
            owners,
        )

    def like(self, words: str, owners: Sequence[str] = (), limit: int = 25) -> list[Story]:
        """The latest stories with an item under these words, for owners of the feeds; none means any.

        Owners are shown the title of their newest such item; `size` and `sources` count what they see.
        """
        rows = self._database.query(
            f"""
            select
                s.id, t.title as headline, s.first_seen, s.last_seen,
                count(e.id) as size,
                count(distinct case when m.copy_of is null then e.feed_id end) as sources
            from (
                select m.story_id, max(e.id) as newest
                from (
                    select id from stories where merged_into is null order by last_seen desc limit :recent
                ) as s
                join story_entries as m on m.story_id = s.id
                join entries as e on e.id = m.entry_id
                join feeds as f on f.id = e.feed_id
                where e.title like :words escape '!' and ({SEEN})
                group by m.story_id
            ) as told
            join stories as s on s.id = told.story_id
            join entries as t on t.id = told.newest
            join story_entries as m on m.story_id = s.id
            join entries as e on e.id = m.entry_id
            join feeds as f on f.id = e.feed_id
            where {SEEN}
            group by s.id
            order by s.last_seen desc
            limit :limit
            """,  # noqa: S608
            {
                "words": like_words(words),
                "recent": RECENT,
                "limit": limit,
                **_seen_by(owners),
            },
        )
        return [_story(row) for row in rows]

    def headline(self, story_id: int, owners: Sequence[str]) -> str | None:
        """What a story is called before owners of feeds: its headline if an item of theirs bears it.

        Else the title of their newest item in it; None where they have none.
        """
        row = self._database.one(
            """
            select e.title
            from stories as s
            join story_entries as m on m.story_id = s.id
            join entries as e on e.id = m.entry_id
            join feeds as f on f.id = e.feed_id
            where s.id = :id and f.owner in (select value from json_each(:owners))
            order by e.title = s.headline desc, e.id desc
            limit 1
            """,
            {"id": self._current(story_id), "owners": msgspec.json.encode(list(owners)).decode()},
        )
        return None if row is None else str(row["title"])

    def name_anew(self, story_ids: Sequence[int]) -> None:
        """Takes away headlines that no entry of these stories bears any more, for the newest entry's."""
        self._database.execute(
            """
            update stories
            set telling = 0,
                headline = (
                    select e.title
                    from story_entries as m
                    join entries as e on e.id = m.entry_id
                    where m.story_id = stories.id
                    order by e.id desc
                    limit 1
                )
            where id in (
                select m.story_id
                from story_entries as m
                join entries as e on e.id = m.entry_id
                join stories as s on s.id = m.story_id
                where m.story_id in (select value from json_each(:ids))
                group by m.story_id
                having not max(e.title = s.headline)
            )
            """,
            {"ids": msgspec.json.encode(list(story_ids)).decode()},
        )

    def entry_ids(self, story_id: int) -> list[int]:
        """The entries of a story, oldest first."""
        rows = self._database.query(
            "select entry_id from story_entries where story_id = :id order by entry_id",
            {"id": self._current(story_id)},
        )
        return [int(row["entry_id"]) for row in rows]

    def merge(self, into: int, other: int, now: datetime) -> None:
        """Makes two stories one, by hand: the entries of `other` stay in `into`, whose id it takes.

        Raises StorageError when one of them does not exist or both are the same.
        """
        with self._database.transaction():
            into, other = self._current(into), self._current(other)
            if into == other:
                raise StorageError(f"story {other} is part of story {into} already")
            self._must_exist(into)
            self._must_exist(other)
            self._move(self.entry_ids(other), into)
            self._database.execute(
                "update stories set merged_into = :into where id = :other or merged_into = :other",
                {"into": into, "other": other},
            )
            self._changed(into, now)
            self._changed(other, now)

    def split(self, entry_ids: Sequence[int], now: datetime) -> int:
        """Takes entries of one story out into a new one, by hand; returns the new story's id.

        Raises StorageError unless they are some, not all, of one story's entries.
        """
        with self._database.transaction():
            homes = {self.of_entry(entry_id) for entry_id in entry_ids}
            home = homes.pop() if len(homes) == 1 else None
            if home is None:
                raise StorageError("name entries that are in one story")
            if not set(self.entry_ids(home)) - set(entry_ids):
                raise StorageError(f"these are all entries of story {home}; leave at least one in it")
            entry = self._database.one(
                "select title, coalesce(published, first_seen) as at from entries where id = :id",
                {"id": min(entry_ids)},
            )
            assert entry is not None
            new = self._insert(entry["title"], entry["at"])
            self._move(entry_ids, new)
            self._changed(home, now)
            self._changed(new, now)
        return new

    def _stories(self, clauses: str, parameters: dict[str, object], owners: Sequence[str]) -> list[Story]:
        rows = self._database.query(STORY + clauses, {**parameters, **_seen_by(owners)})
        return [_story(row) for row in rows]

    def _begin(self, entry: Entry) -> int:
        stamp = to_stamp(entry.when)
        assert stamp is not None
        return self._insert(entry.title, stamp)

    def _insert(self, headline: str, stamp: str) -> int:
        cursor = self._database.execute(
            "insert into stories (headline, first_seen, last_seen) values (:headline, :at, :at)",
            {"headline": headline, "at": stamp},
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _extend(self, story_id: int, entry: Entry, placement: Placement, now: datetime) -> None:
        """The story as it is with an entry more: its span of time, its headline, its profile."""
        self._database.execute(
            """
            update stories
            set first_seen = min(first_seen, :at),
                last_seen = max(last_seen, :at),
                headline = case
                    when :telling > telling * iif(:at > last_seen, :fresh, :better) then :title
                    else headline
                end,
                telling = max(telling, :telling),
                profile = :profile,
                touched_at = :now
            where id = :id
            """,
            {
                "id": story_id,
                "at": to_stamp(entry.when),
                "title": entry.title,
                "telling": placement.telling,
                "better": BETTER_HEADLINE,
                "fresh": FRESH_HEADLINE,
                "profile": msgspec.json.encode(placement.profile).decode(),
                "now": to_stamp(now),
            },
        )

    def _move(self, entry_ids: Sequence[int], story_id: int) -> None:
        self._database.execute_many(
            "update story_entries set story_id = :story, placed_by = 'hand' where entry_id = :id",
            [{"id": entry_id, "story": story_id} for entry_id in entry_ids],
        )

    def _changed(self, story_id: int, now: datetime) -> None:
        """A story whose members changed by hand: its times anew, its profile to be made again."""
        self._database.execute(
            """
            update stories
            set (first_seen, last_seen) = (
                    select
                        coalesce(min(coalesce(e.published, e.first_seen)), stories.first_seen),
                        coalesce(max(coalesce(e.published, e.first_seen)), stories.last_seen)
                    from story_entries as m
                    join entries as e on e.id = m.entry_id
                    where m.story_id = stories.id
                ),
                profile = null,
                stale = merged_into is null,
                touched_at = :now
            where id = :id
            """,
            {"id": story_id, "now": to_stamp(now)},
        )
        self.index.drop(story_id)

    def _current(self, story_id: int) -> int:
        row = self._database.one("select merged_into from stories where id = :id", {"id": story_id})
        return story_id if row is None or row["merged_into"] is None else int(row["merged_into"])

    def _must_exist(self, story_id: int) -> None:
        if self._database.one("select 1 from stories where id = :id", {"id": story_id}) is None:
            raise StorageError(f"there is no story {story_id}")

    # Stories changed by hand get a new profile from what was kept of their members.

    def stale(self) -> list[int]:
        """Stories whose members were changed by hand and whose profile has to be made again."""
        return [int(row["id"]) for row in self._database.query("select id from stories where stale")]

    def renew(self, story_id: int, profile: Profile, terms: Sequence[str]) -> None:
        """Stores a profile made again."""
        with self._database.transaction():
            self._database.execute(
                "update stories set profile = :profile, stale = 0 where id = :id",
                {"id": story_id, "profile": msgspec.json.encode(profile).decode()},
            )
            self.index.point(story_id, terms)


def _story(row: sqlite3.Row) -> Story:
    return Story(
        id=row["id"],
        headline=row["headline"],
        first_seen=moment(row["first_seen"]),
        last_seen=moment(row["last_seen"]),
        size=row["size"],
        sources=row["sources"],
    )


def _seen_by(owners: Sequence[str]) -> dict[str, object]:
    """The parameters of SEEN."""
    return {"any_owner": not owners, "owners": msgspec.json.encode(list(owners)).decode()}
