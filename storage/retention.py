"""What an archive lets go of: stories nothing was added to for long, with all that their items said.

Theory: a feed may show an item again years later, and nothing is to be posted twice. So an item leaves its
title, its link and the marks of its versions behind, by which it is known again, and is never told any
more; its text, its brief and what look-ups found in it go. Stories go as a whole: half of one would tell
other figures than it did. What somebody is still to be told keeps its story.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from storage.database import Database, moment, to_stamp
from storage.records import OPEN_FOR
from storage.settings import Settings
from storage.turns import Turns

SHORTEST = OPEN_FOR  # a younger story may still take items in, and digests look that far back
GOES_ON = "goes_on"  # in settings: the time that letting go counts from, and the clock's when it was noted
# Of it, at once: a stop over night counts in full, a clock that jumps hardly.
LONGEST_STEP = timedelta(days=1)
STORIES_AT_ONCE = 100  # in one transaction: a running service waits for some tenths of a second

# Stories s that go: all that is in them is older than `before`, and nobody waits for any of it.
GOING = """
    s.merged_into is null
    and s.last_seen < :before
    and coalesce(s.touched_at, s.last_seen) < :before
    and not exists (
        select 1
        from story_entries as m
        join entries as e on e.id = m.entry_id
        join feeds as f on f.id = e.feed_id
        where m.story_id = s.id
            and (
                e.first_seen >= :before
                or exists (select 1 from todo where entry_id = e.id)
                or exists (select 1 from alert_hits where entry_id = e.id and decision = 'hold')
                or e.announce and exists (
                    select 1
                    from schedules as d
                    where d.told_until > 0
                        and d.told_until < e.id
                        and f.owner in ('', d.owner)
                        and (
                            d.tags = '[]'
                            or exists (
                                select 1
                                from json_each(d.tags) as wanted
                                join json_each(f.tags) as borne on borne.value = wanted.value
                            )
                        )
                )
            )
    )
"""

# Digests told before that none later in their channel follows are what the next one is compared with.
OLD_DIGESTS = """
    digests.made_at < :before
    and exists (
        select 1
        from digests as later
        where later.target = digests.target
            and later.edition = digests.edition
            and later.id > digests.id
    )
"""


@dataclass(frozen=True, slots=True)
class Going:
    """How much goes, or went."""

    stories: int = 0
    items: int = 0
    figures: int = 0
    claims: int = 0
    places: int = 0
    digests: int = 0

    def __add__(self, other: Going) -> Going:
        return Going(
            self.stories + other.stories,
            self.items + other.items,
            self.figures + other.figures,
            self.claims + other.claims,
            self.places + other.places,
            self.digests + other.digests,
        )


class Retention:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._settings = Settings(database)

    def tick(self, now: datetime) -> None:
        """Call it every minute or so: the time that letting go counts from goes on, by a day at the most."""
        kept = self._settings.get(GOES_ON)
        then, seen = map(datetime.fromisoformat, kept.split()) if kept else (self._last_seen(now), now)
        passed = min(max(now - seen, timedelta(0)), LONGEST_STEP)
        self._settings.put(GOES_ON, f"{min(then + passed, now).isoformat()} {now.isoformat()}")

    def time(self, now: datetime) -> datetime:
        """What time it is at the latest, whatever the clock says: nothing is let go of by a later one.

        What is let go of does not come back, and a clock that is a year ahead must not empty an archive. So a
        later time is taken from the clock only as far as feeds have dated items since, or as the service
        has been at work; a jump counts for a day. It may be behind, after a long stop: then more is kept.
        """
        kept = self._settings.get(GOES_ON)
        known = [datetime.fromisoformat(kept.split()[0])] if kept else []
        newest = self._database.one(
            """
            select published
            from entries
            where published is not null
            order by coalesce(published, first_seen) desc
            limit 1
            """
        )
        known += [moment(newest["published"])] if newest else []
        return min(now, max(known, default=now))

    def _last_seen(self, now: datetime) -> datetime:
        """When the last item came in: where nothing was noted yet, the clock may be wrong since."""
        last = self._database.one("select first_seen from entries order by id desc limit 1")
        return min(now, moment(last["first_seen"])) if last else now

    def end_of(self, keep: timedelta, now: datetime) -> datetime:
        """Before when nothing is kept any more: so long before the time that it is at the latest."""
        return self.time(now) - keep

    def going(self, before: datetime) -> Going:
        """What would go of an archive that keeps nothing older than `before`."""
        row = self._database.one(
            f"""
            with
                leaving as (select s.id from stories as s where {GOING}),
                members as (
                    select entry_id from story_entries where story_id in (select id from leaving)
                )
            select
                (select count(*) from leaving) as stories,
                (select count(*) from members) as items,
                (select count(*) from figures where entry_id in (select entry_id from members)) as figures,
                (select count(*) from claims where entry_id in (select entry_id from members)) as claims,
                (select count(*) from locations where entry_id in (select entry_id from members)) as places,
                (select count(*) from digests where {OLD_DIGESTS}) as digests
            """,  # noqa: S608
            {"before": to_stamp(before)},
        )
        assert row is not None
        return Going(**dict(row))

    def let_go(self, before: datetime, stopped: Callable[[], bool] = lambda: False) -> Going:
        """Lets go of what is older than `before`, some stories in each transaction: others write in between.

        Stopped or killed anywhere, it has let go of some stories whole, and goes on when it is called again.
        """
        turns = Turns()
        gone = Going(digests=self._old_digests_deleted(before))
        rows = self._database.query(
            f"select s.id from stories as s where {GOING} order by s.last_seen",  # noqa: S608
            {"before": to_stamp(before)},
        )
        leaving = [row["id"] for row in rows]
        for start in range(0, len(leaving), STORIES_AT_ONCE):
            if stopped():
                break
            gone += self._let_some_go(leaving[start : start + STORIES_AT_ONCE], before)
            turns.give_way()
        return gone

    def _old_digests_deleted(self, before: datetime) -> int:
        return self._database.execute(
            f"delete from digests where {OLD_DIGESTS}",  # noqa: S608
            {"before": to_stamp(before)},
        ).rowcount

    def _let_some_go(self, story_ids: Sequence[int], before: datetime) -> Going:
        """Lets go of those of some stories that nothing was added to since they were found to be leaving."""
        with self._database.transaction():
            rows = self._database.query(
                f"""
                select s.id
                from stories as s
                where s.id in (select value from json_each(:ids)) and {GOING}
                """,  # noqa: S608
                {"before": to_stamp(before), "ids": msgspec.json.encode(list(story_ids)).decode()},
            )
            return self._without([row["id"] for row in rows])

    def _without(self, story_ids: Sequence[int]) -> Going:
        stories = msgspec.json.encode(list(story_ids)).decode()
        members = self._database.query(
            "select entry_id from story_entries where story_id in (select value from json_each(:stories))",
            {"stories": stories},
        )
        items = msgspec.json.encode([row["entry_id"] for row in members]).decode()
        found = {table: self._delete(table, items) for table in ("figures", "claims", "locations")}
        for table in ("alert_hits", "alerted", "edits", "briefs"):
            self._delete(table, items)
        self._bare(items)
        self._database.execute(
            """
            delete from stories
            where id in (select value from json_each(:stories))
                or merged_into in (select value from json_each(:stories))
            """,
            {"stories": stories},
        )
        self._delete("todo", items)  # triggers have put there what now has no story and no verdict
        return Going(len(story_ids), len(members), found["figures"], found["claims"], found["locations"])

    def _delete(self, table: str, items: str) -> int:
        return self._database.execute(
            f"delete from {table} where entry_id in (select value from json_each(:items))",  # noqa: S608
            {"items": items},
        ).rowcount

    def _bare(self, items: str) -> None:
        """Leaves of items what they are known by. A brief of the old text that is under way is not kept."""
        self._database.execute(
            """
            update entries
            set text = '',
                text_source = 'pruned',
                feed_text = null,
                keys = '',
                announce = 0,
                author = null,
                image_url = null,
                page_at = null,
                page_note = null,
                version = version + 1
            where id in (select value from json_each(:items))
            """,
            {"items": items},
        )
