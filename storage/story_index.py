"""From an item's terms to the stories it may belong to, at a cost that does not grow with the archive."""

from __future__ import annotations

import sqlite3
import struct
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from storage.database import Database, to_stamp
from storage.records import Candidate, Candidates, Fingerprint, Member, Placement, Profile

ASKED_TERMS = 40  # the item's most telling terms
POSTINGS = 300  # the latest stories that a term leads to: a bound for words everyone uses
CANDIDATES = 12
MEMBERS = 24  # of a candidate, the latest: copies come within hours
RETIRED = 3  # stories closed for each item placed: more than come, so none pile up


class StoryIndex:
    def __init__(self, database: Database) -> None:
        self._database = database

    def candidates(self, item: Fingerprint) -> Candidates:
        """The open stories that share most of an item's telling terms, and how common its terms are."""
        known = self.known(list(item.counts))
        counts = self._database.one("select stories, alone, items from story_counts")
        assert counts is not None
        shared: defaultdict[int, float] = defaultdict(float)
        for term in list(item.counts)[:ASKED_TERMS]:
            for row in self._database.query(
                "select story_id from story_terms where term = :term order by story_id desc limit :limit",
                {"term": term, "limit": POSTINGS},
            ):
                shared[row["story_id"]] += item.counts[term] / (known.get(term, 0) + 1)
        nearest = sorted(shared, key=lambda story: (-shared[story], -story))[:CANDIDATES]
        return Candidates(
            stories=tuple(self._candidate(story_id) for story_id in nearest),
            known=known,
            total=counts["stories"],
            alone=counts["alone"],
            items=counts["items"],
        )

    def add(self, story_id: int, entry_id: int, item: Fingerprint, placement: Placement) -> None:
        """Keeps what an item adds to a story, for the items after it."""
        self._database.execute(
            "update story_entries set fingerprint = :fingerprint, sketch = :sketch where entry_id = :id",
            {
                "id": entry_id,
                "fingerprint": msgspec.json.encode(replace(item, sketch=())).decode(),
                "sketch": _packed(item),
            },
        )
        self.point(story_id, placement.terms)
        size = placement.profile.size
        self._database.execute(
            "update story_counts set stories = stories + :new, alone = alone + :alone, items = items + 1",
            {"new": size == 1, "alone": (size == 1) - (size == 2)},
        )

    def point(self, story_id: int, terms: Sequence[str]) -> None:
        """Lets terms lead to a story; counts the ones it did not have before."""
        given = {"story": story_id, "terms": msgspec.json.encode(terms).decode()}
        self._database.execute(
            """
            insert into term_stories (term, stories)
            select asked.value, 1
            from json_each(:terms) as asked
            where not exists (
                select 1 from story_terms where term = asked.value and story_id = :story
            )
            on conflict (term) do update set stories = stories + 1
            """,
            given,
        )
        self._database.execute(
            "insert or ignore into story_terms (term, story_id) select value, :story from json_each(:terms)",
            given,
        )

    def drop(self, story_id: int) -> None:
        """Lets no term lead to a story any more."""
        self._database.execute("delete from story_terms where story_id = :id", {"id": story_id})

    def retire(self, before: datetime) -> None:
        """Closes a few of the stories nothing was added to since; they keep their members."""
        for row in self._database.query(
            "select id from stories where profile is not null and touched_at < :before limit :limit",
            {"before": to_stamp(before), "limit": RETIRED},
        ):
            self._database.execute("update stories set profile = null where id = :id", {"id": row["id"]})
            self._database.execute(
                "update story_entries set fingerprint = null, sketch = null where story_id = :id",
                {"id": row["id"]},
            )
            self.drop(row["id"])

    def fingerprints(self, story_id: int) -> list[Fingerprint]:
        """What was kept of a story's members, oldest first."""
        rows = self._database.query(
            """
            select fingerprint
            from story_entries
            where story_id = :id and fingerprint is not null
            order by entry_id
            """,
            {"id": story_id},
        )
        return [msgspec.json.decode(row["fingerprint"], type=Fingerprint) for row in rows]

    def known(self, terms: Sequence[str]) -> dict[str, int]:
        """How many stories have had each of these terms; those no story had are left out."""
        rows = self._database.query(
            "select term, stories from term_stories where term in (select value from json_each(:terms))",
            {"terms": msgspec.json.encode(terms).decode()},
        )
        return {row["term"]: row["stories"] for row in rows}

    def _candidate(self, story_id: int) -> Candidate:
        story = self._database.one("select profile from stories where id = :id", {"id": story_id})
        assert story is not None
        members = self._database.query(
            """
            select m.entry_id, e.feed_id, m.sketch, m.copy_of
            from story_entries as m
            join entries as e on e.id = m.entry_id
            where m.story_id = :id and m.sketch is not null
            order by m.entry_id desc
            limit :limit
            """,
            {"id": story_id, "limit": MEMBERS},
        )
        return Candidate(
            story_id=story_id,
            profile=msgspec.json.decode(story["profile"], type=Profile),
            members=tuple(_member(row) for row in reversed(members)),
        )


def _packed(item: Fingerprint) -> bytes:
    """A sketch as 32-bit numbers, its text's length before it."""
    return struct.pack(f"<{len(item.sketch) + 1}I", item.length, *item.sketch)


def _member(row: sqlite3.Row) -> Member:
    length, *sketch = struct.unpack(f"<{len(row['sketch']) // 4}I", row["sketch"])
    return Member(
        entry_id=row["entry_id"],
        feed_id=row["feed_id"],
        sketch=tuple(sketch),
        length=length,
        copy_of=row["copy_of"],
    )
