"""What is kept of a feed's items, as far as it decides which items of a reading are new, edited or seen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from storage.database import Database, from_stamp, moment
from storage.records import Known, KnownEntry

COMPARED = 4_000  # characters of a text that deciding compares

# The text as the feed gave it: where that was none, the title stands for it.
_KNOWN = f"""
    entry.ident, entry.title, entry.link_key, entry.hashes, entry.first_seen, entry.published,
    substr(coalesce(nullif(coalesce(entry.feed_text, entry.text), entry.title), ''), 1, {COMPARED}) as text
"""
_BY_IDENT = f"""
    select {_KNOWN}, entry.ident as name
    from entries entry
    where entry.feed_id = :feed
      and entry.ident in (select value from json_each(:names))
    union all
    select {_KNOWN}, alias.ident as name
    from entry_aliases alias
    join entries entry on entry.id = alias.entry_id
    where alias.feed_id = :feed
      and alias.ident in (select value from json_each(:names))
"""  # noqa: S608
_BY_LINK = f"""
    select {_KNOWN}, entry.link_key as name
    from entries entry
    where entry.feed_id = :feed
      and entry.link_key in (select value from json_each(:names))
    order by entry.id
"""  # noqa: S608
_BY_TITLE = f"""
    select {_KNOWN}, entry.title as name
    from entries entry
    where entry.feed_id = :feed
      and entry.title in (select value from json_each(:names))
    order by entry.id
"""  # noqa: S608


def known(
    database: Database, feed_id: int, idents: Sequence[str], links: Sequence[str], titles: Sequence[str]
) -> Known:
    """A feed's items under these idents (aliases too), link keys and titles."""
    return Known(
        by_ident=_named(database, _BY_IDENT, feed_id, idents),
        by_link=_named(database, _BY_LINK, feed_id, links),
        by_title=_named(database, _BY_TITLE, feed_id, titles),
        empty=False,
    )


def _named(database: Database, sql: str, feed_id: int, names: Sequence[str]) -> dict[str, KnownEntry]:
    if not names:
        return {}
    rows = database.query(sql, {"feed": feed_id, "names": json.dumps(list(names))})
    return {row["name"]: _known(row) for row in rows}


def _known(row: sqlite3.Row) -> KnownEntry:
    return KnownEntry(
        ident=row["ident"],
        title=row["title"],
        text=row["text"],
        link_key=row["link_key"],
        hashes=tuple(row["hashes"].split()),
        first_seen=moment(row["first_seen"]),
        published=from_stamp(row["published"]),
    )
