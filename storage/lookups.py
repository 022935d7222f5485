"""What the look-ups of figures, claims and places share: ids that tell time, and the words they match.

Theory: a look-up over a million rows is quick when the index alone answers it. So a row's id starts
with the second its entry was published, which makes a period a range of ids and "newest first" the
order the index already has; and what a filter asks for (place, speaker) is words in the same index.

A syndicated copy says what its original says: the original's row stands for both and names the outlets that
carry it. Only what the original does not say, or one that the look-up does not reach, leaves a copy its row.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

import msgspec

from storage.database import Database, from_stamp
from storage.feeds import NAME
from storage.records import Brief, KeyRow, Lookup

Table = Literal["figures", "claims", "locations"]

SAYS_THE_SAME: dict[Table, tuple[str, ...]] = {  # what two rows share that say the same in the same words
    "figures": ("base_low", "base_high", "base_unit"),
    "claims": ("stance",),
    "locations": ("name", "role"),
}

BRIEF = msgspec.json.Decoder(Brief)

# What the records of things reported share, of an entry e of a feed f: see `reported`.
REPORTED = f"e.title, e.url, coalesce(e.published, e.first_seen) as reported_at, {NAME} as feed"

# The text of an entry e that its brief was made of: until an edited entry is read anew, the one before.
AS_READ = "coalesce((select text from texts_as_read where entry_id = e.id), e.text)"

ROWS_A_SECOND_BITS = 24  # 16 million rows may share one second: feeds that date by the day share midnight


@lru_cache(maxsize=1 << 16)  # an archive's vocabulary: the same words come again and again
def token(key: str) -> str:
    """A key as one token of the index: lower case, no accents, nothing that could split it."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", key.casefold()) if not unicodedata.combining(c))
    return "".join(c if c.isalnum() or (ord(c) > 127 and not c.isspace()) else "_" for c in plain)


def column(keys: Iterable[str]) -> str:
    """Keys as the text of an indexed column."""
    return " ".join(token(key) for key in keys if key)


def first_id(when: datetime) -> int:
    """The lowest id of the rows of a second."""
    return int(when.timestamp()) << ROWS_A_SECOND_BITS


def free_id(database: Database, table: Table, when: datetime) -> int:
    """The next free id of the second a row belongs to."""
    row = database.one(
        f"select max(id) from {table} where id >= :first and id < :after",  # noqa: S608
        {"first": first_id(when), "after": first_id(when) + (1 << ROWS_A_SECOND_BITS)},
    )
    return first_id(when) if row is None or row[0] is None else int(row[0]) + 1


def match(lookup: Lookup) -> str | None:
    """A look-up's words as an FTS5 expression; None when it names no words."""
    parts = [_said(words, lookup.typed) for words in lookup.words if words]
    parts += ["places : " + _any(words) for words in lookup.place if words]
    parts += ["speaker : " + _any(words) for words in lookup.by if words]
    return " AND ".join(parts) or None


def find(
    database: Database,
    table: Table,
    lookup: Lookup,
    conditions: Sequence[str] = (),
    values: dict[str, Any] | None = None,
) -> list[sqlite3.Row]:
    """The rows of a table that a look-up asks for, newest first, each with its entry, feed and brief."""
    expression = match(lookup)
    where = list(conditions)
    parameters: dict[str, Any] = {"limit": lookup.limit, "match": expression, **(values or {})}
    source = f"{table} as t"
    ordered = "t.id"
    if expression is not None:
        source = f"{table}_index as i cross join {table} as t on t.id = i.rowid"
        where.append(f"{table}_index match :match")
        ordered = "i.rowid"
    where += _in_period(lookup, ordered, parameters)
    within = of_feeds(lookup, parameters)
    where += within
    where.append(f"not exists ({_said_already(table, lookup, within)})")
    return database.query(
        f"""
        select
            t.entry_id, t.n, {REPORTED}, b.data, s.story_id,
            substr({AS_READ}, t.sentence_start + 1, t.sentence_end - t.sentence_start) as sentence,
            ({carriers(within)}) as copies
        from {source}
        cross join entries as e on e.id = t.entry_id
        cross join feeds as f on f.id = e.feed_id
        cross join briefs as b on b.entry_id = e.id
        left join story_entries as s on s.entry_id = e.id
        where {" and ".join(where) or "true"}
        order by {ordered} desc
        limit :limit
        """,  # noqa: S608
        parameters,
    )


def _in_period(lookup: Lookup, ordered: str, parameters: dict[str, Any]) -> list[str]:
    """A look-up's period as a range of ids."""
    where = []
    if lookup.since is not None:
        where.append(f"{ordered} >= :since")
        parameters["since"] = first_id(lookup.since)
    if lookup.until is not None:
        where.append(f"{ordered} < :until")
        parameters["until"] = first_id(lookup.until)
    return where


def _said_already(table: Table, lookup: Lookup, within: Sequence[str]) -> str:
    """Rows within the look-up in which a copy's original, or an earlier copy of it, says what `t` says."""
    same = ("keys", "places", "speaker", *SAYS_THE_SAME[table])
    where = [
        *(f"o.{column} is t.{column}" for column in same),
        *_in_period(lookup, "o.id", {}),
        *within,
    ]
    return f"""
        select 1
        from {table} as o
        cross join entries as oe on oe.id = o.entry_id
        cross join feeds as f on f.id = oe.feed_id
        where o.entry_id in (
                select s.copy_of
                union
                select m.entry_id
                from story_entries as m
                where m.copy_of = s.copy_of and m.entry_id < t.entry_id
            )
            and {" and ".join(where)}
    """  # noqa: S608


def carriers(within: Sequence[str]) -> str:
    """The names of the outlets that carry an entry e, placed as s, word for word, as a JSON list."""
    return f"""
        select json_group_array(distinct {NAME})
        from story_entries as m
        cross join entries as ce on ce.id = m.entry_id
        cross join feeds as f on f.id = ce.feed_id
        where m.copy_of = coalesce(s.copy_of, e.id)
            and m.entry_id != e.id
            and {" and ".join(within) or "true"}
    """  # noqa: S608


def names(database: Database, table: Table, start: str, owners: Sequence[str], limit: int) -> list[str]:
    """Names in a table that begin so, whatever their case, the most frequent first."""
    parameters: dict[str, Any] = {"limit": limit}
    within = " and ".join(of_feeds(Lookup(owners=tuple(owners)), parameters)) or "true"
    parameters["start"] = start
    rows = database.query(
        f"""
        select t.name, count(*) as uses
        from {table} as t
        cross join entries as e on e.id = t.entry_id
        cross join feeds as f on f.id = e.feed_id
        where t.name >= :start collate nocase
            and t.name < :start || char(0x10ffff) collate nocase
            and {within}
        group by t.name
        order by uses desc, t.name
        limit :limit
        """,  # noqa: S608
        parameters,
    )
    return [row["name"] for row in rows]


def brief_of(data: str) -> Brief:
    """A brief as it was stored."""
    return BRIEF.decode(data)


def key_columns(key: KeyRow) -> dict[str, str | int]:
    """A key row as the columns that figures, claims and locations share."""
    return {
        "keys": column(key.keys),
        "places": column(key.places),
        "speaker": column(key.speaker),
        "sentence_start": key.sentence[0],
        "sentence_end": key.sentence[1],
    }


def reported(row: sqlite3.Row) -> dict[str, Any]:
    """Where a row stands: the fields that all records of things reported share."""
    return {
        "entry_id": row["entry_id"],
        "feed": row["feed"],
        "title": row["title"],
        "url": row["url"],
        "when": from_stamp(row["reported_at"]),
        "story_id": row["story_id"],
    }


def found(row: sqlite3.Row) -> dict[str, Any]:
    """Where a row stands, and which outlets carry the entry word for word (`carriers` as its copies)."""
    copies = {*json.loads(row["copies"])} - {row["feed"]}
    return {**reported(row), "copies": tuple(sorted(copies))}


def of_feeds(lookup: Lookup, parameters: dict[str, Any]) -> list[str]:
    """Whose feeds f a look-up asks, and which of them."""
    where = []
    if lookup.owners:
        names = named("owner", lookup.owners, parameters)
        where.append(f"f.owner in ({names})")
    if lookup.tags:
        names = named("tag", lookup.tags, parameters)
        where.append(f"exists (select 1 from json_each(f.tags) where value in ({names}))")  # noqa: S608
    return where


def named(stem: str, values: Sequence[str], parameters: dict[str, Any]) -> str:
    """Named parameters for a list of values; their names, to stand inside `in (...)`."""
    parameters.update({f"{stem}{n}": value for n, value in enumerate(values)})
    return ", ".join(f":{stem}{n}" for n in range(len(values)))


def _said(words: frozenset[str], typed: frozenset[str]) -> str:
    """A word in what is said or where; as it was typed, also in who says it."""
    own = words & typed
    told = "{keys places} : " + _any(words)
    return f"({told} OR speaker : {_any(own)})" if own else f"({told})"


def _any(words: frozenset[str]) -> str:
    return "(" + " OR ".join(f'"{token(word)}"' for word in sorted(words)) + ")"


def like_words(words: str) -> str:
    """A pattern for `like ... escape '!'`: these words, as they are typed, one behind the other."""
    escaped = ("".join("!" + c if c in "!%_" else c for c in word) for word in words.split())
    return "%" + "%".join(escaped) + "%"
