"""Feeds: what to read, and what the last exchanges taught us. Also the hosts that asked for a pause."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from storage.database import Database, StorageError, from_stamp, to_stamp
from storage.departures import PRESENT
from storage.feed_rows import feed_of, learned_of, length_of, row_of
from storage.records import Feed, HostHold

# What one reading teaches about an address, whoever subscribes to it.
LEARNED = (
    "url", "host", "site_url", "state", "etag", "last_modified", "validated_since", "body_hash",
    "next_check_at", "checked_at", "succeeded_at", "failing_since", "errors", "error", "error_kind",
    "moved_to", "moved_seen", "asked_url", "ttl_s", "pace_s", "skip_hours", "skip_days", "hub",
    "unconditional_at", "warning",
)  # fmt: skip
# What people decide about a feed.
CHOSEN = (
    "owner", "title", "tags", "interval_s", "full_text", "lang", "reliability", "added_at", "retired_at",
    "configured",
)  # fmt: skip
DEFAULT_PORTS = {"http": 80, "https": 443}
NAME = "coalesce(nullif(f.title, ''), nullif(f.host, ''), 'a feed')"  # Feed.name of a row `f`
ADAPTIVE_S = 1800.5  # seconds; where nobody asks for an interval it is about half an hour
AT_ONCE = 500  # feeds read before what they brought is worked on
OF_A_HOST = 25  # of them; asked two seconds apart they take most of a minute, and all others wait for that
ALL = 1_000_000
RESTART_SPREAD = timedelta(minutes=1)

_SET_LEARNED = ", ".join(f"{name} = :{name}" for name in LEARNED if name != "state")
# Somebody may pause a feed while it is being read; that stands.
_UPDATE = f"""
    update feeds
    set {_SET_LEARNED}, title = :title, state = iif(state = 'paused', 'paused', :state)
    where id = :id
"""  # noqa: S608
# Most readings teach nothing about the address itself; its indexes are then left alone.
_STAYS = frozenset({"url", "host", "state"})
_UPDATE_IN_PLACE = f"""
    update feeds
    set {", ".join(f"{name} = :{name}" for name in LEARNED if name not in _STAYS)},
        title = :title,
        state = iif(state = 'paused', 'paused', :state)
    where id = :id
"""  # noqa: S608
_UPDATE_SISTERS = f"""
    update feeds
    set {_SET_LEARNED}, state = :state
    where url = :url_before
      and id <> :id
      and retired_at is null
      and state <> 'paused'
      and (not :alone or succeeded_at is null)
"""  # noqa: S608
_NAMES = (*LEARNED, *CHOSEN)
_BEFORE = """
    select url, exists (
        select 1
        from feeds sister
        where sister.url = feed.url
          and sister.id <> feed.id
    ) as sisters
    from feeds feed
    where id = :id
"""
_ALONE = """
    select id, url
    from feeds feed
    where id in (select value from json_each(:ids))
      and not exists (
          select 1
          from feeds sister
          where sister.url = feed.url
            and sister.id <> feed.id
      )
"""
_DUE = f"""
    select *
    from (
        select f.*,
            row_number() over (partition by f.host order by f.next_check_at, f.id) as turn,
            (
                select nullif(min(coalesce(g.interval_s, {ADAPTIVE_S})), {ADAPTIVE_S})
                from feeds g
                where g.url = f.url
                  and g.{PRESENT}
                  and g.retired_at is null
                  and g.state not in ('paused', 'gone')
            ) as shortest_s
        from feeds f
        where next_check_at <= :now
          and {PRESENT}
          and retired_at is null
          and state not in ('paused', 'gone')
          and not exists (select 1 from hosts h where h.host = f.host and h.held_until > :now)
          and not exists (
              select 1
              from feeds g
              where g.url = f.url
                and g.id < f.id
                and g.{PRESENT}
                and g.retired_at is null
                and g.state not in ('paused', 'gone')
                and not (f.succeeded_at is null and g.succeeded_at is not null)
          )
    )
    where turn <= :of_a_host
    order by next_check_at
    limit :limit
"""  # noqa: S608
_INSERT = f"insert into feeds ({', '.join(_NAMES)}) values ({', '.join(':' + name for name in _NAMES)})"  # noqa: S608


class Feeds:
    """The feeds table. Rows of several owners for one address are read once, by the oldest of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, feed: Feed, now: datetime) -> Feed:
        """Keep a new feed, due at once; one that was removed comes back with its entries.

        Raises StorageError when its owner has it already.
        """
        feed = replace(feed, url=normal_url(feed.url))
        with self._database.transaction():
            kept = self.by_url(feed.url, feed.owner)
            if kept is not None and kept.retired_at is None:
                raise StorageError(f"{kept.name} is read already")
            if kept is not None:
                return self._revive(kept, feed, now)
            fresh = replace(feed, added_at=now, next_check_at=feed.next_check_at or now)
            added = self._database.execute(_INSERT, row_of(fresh)).lastrowid
            assert added is not None
            return replace(fresh, id=added)

    def get(self, feed_id: int) -> Feed | None:
        row = self._database.one("select * from feeds where id = :id", {"id": feed_id})
        return None if row is None else feed_of(row)

    def by_url(self, url: str, owner: str = "") -> Feed | None:
        """The owner's feed at this address, or at one that has moved from it."""
        row = self._database.one(
            """
            select *
            from feeds
            where id in (
                select id from feeds where owner = :owner and url = :url
                union all
                select id from feeds where owner = :owner and asked_url = :url
            )
            order by retired_at is not null, url <> :url
            """,
            {"owner": owner, "url": normal_url(url)},
        )
        return None if row is None else feed_of(row)

    def list(self, owner: str | None = None, tags: Sequence[str] = ()) -> list[Feed]:
        """Feeds in the order they were added; `owner` None: everybody's; with `tags`: any of them."""
        rows = self._database.query(
            """
            select *
            from feeds
            where retired_at is null
              and (:owner is null or owner = :owner)
              and (:tags = '[]' or exists (
                  select 1
                  from json_each(feeds.tags) tag
                  where tag.value in (select value from json_each(:tags))
              ))
            order by id
            """,
            {"owner": owner, "tags": json.dumps(list(tags))},
        )
        return [feed_of(row) for row in rows]

    def remove(self, feed_id: int, now: datetime) -> None:
        """Stop reading a feed. Its entries stay, so that look-ups and stories keep their sources."""
        self._database.execute(
            "update feeds set retired_at = :now where id = :id", {"id": feed_id, "now": to_stamp(now)}
        )

    def pause(self, feed_id: int) -> None:
        self._database.execute("update feeds set state = 'paused' where id = :id", {"id": feed_id})

    def resume(self, feed_id: int, now: datetime) -> None:
        """Read a paused, failed or gone feed again, from `now` on."""
        self._database.execute(
            """
            update feeds
            set state = 'ok', next_check_at = :now, errors = 0, failing_since = null
            where id = :id
            """,
            {"id": feed_id, "now": to_stamp(now)},
        )

    def asked(self, feeds: Iterable[Feed], now: datetime) -> None:
        """Note that feeds were asked by hand, so that nobody asks again at once."""
        rows = [{"id": feed.id, "now": to_stamp(now)} for feed in feeds]
        self._database.execute_many("update feeds set checked_at = :now where id = :id", rows)

    def due(self, now: datetime, limit: int = AT_ONCE, of_a_host: int = OF_A_HOST) -> Sequence[Feed]:
        """Feeds whose time has come, the longest overdue first, none on a held host, a few of each host.

        Of several owners' rows for one address the oldest is read for all, at the shortest interval that
        any of them asks for; a new one once by itself.
        """
        rows = self._database.query(_DUE, {"now": to_stamp(now), "limit": limit, "of_a_host": of_a_host})
        return [_at(feed_of(row), length_of(row["shortest_s"])) for row in rows]

    def spread_overdue(self, now: datetime, over: timedelta = RESTART_SPREAD) -> int:
        """After a start: lay the overdue feeds over a stretch of time instead of asking all at once."""
        overdue = self.due(now, ALL, ALL)
        step = over / max(len(overdue), 1)
        rows = [{"id": feed.id, "at": to_stamp(now + step * n)} for n, feed in enumerate(overdue)]
        with self._database.transaction():
            self._database.execute_many("update feeds set next_check_at = :at where id = :id", rows)
        return len(rows)

    def save(self, feed: Feed, *, alone: bool = False) -> None:
        """Keep what a reading taught, for every owner of the address; `alone`: for those who never read it.

        A feed that moved onto one its owner has already is joined with it.
        """
        with self._database.transaction():
            before = self._database.one(_BEFORE, {"id": feed.id})
            if before is None:
                return  # removed for good while it was being read
            if before["url"] != feed.url and self._join(feed):
                return
            row = row_of(feed)
            self._database.execute(_UPDATE, row)
            if before["url"] == feed.url and before["sisters"]:
                self._database.execute(_UPDATE_SISTERS, {**row, "url_before": feed.url, "alone": alone})

    def save_all(self, feeds: Iterable[Feed]) -> None:
        """Keep what readings without news taught. Those whose address is theirs alone, which is nearly
        all, go in one statement.
        """
        with self._database.transaction():
            taught = list(feeds)
            rows = self._database.query(_ALONE, {"ids": json.dumps([feed.id for feed in taught])})
            alone = {row["id"]: row["url"] for row in rows}
            in_place = [feed for feed in taught if alone.get(feed.id) == feed.url]
            self._database.execute_many(_UPDATE_IN_PLACE, [learned_of(feed) for feed in in_place])
            for feed in taught:
                if alone.get(feed.id) != feed.url:
                    self.save(feed)

    def set_aside(self, feed_id: int, until: datetime) -> None:
        """Note that what a feed sent could not be kept, and leave it alone for a while."""
        self._database.execute(
            """
            update feeds
            set next_check_at = :until, errors = errors + 1, error_kind = 'broken', error = :why
            where id = :id
            """,
            {
                "id": feed_id,
                "until": to_stamp(until),
                "why": "it sends something that cannot be stored; please report its address",
            },
        )

    def hold(self, hold: HostHold) -> None:
        """Leave a host alone until a time; a longer wish stands."""
        self._database.execute(
            """
            insert into hosts (host, held_until, reason)
            values (:host, :until, :reason)
            on conflict (host) do update
            set held_until = max(held_until, excluded.held_until), reason = excluded.reason
            """,
            {"host": hold.host, "until": to_stamp(hold.until), "reason": hold.reason},
        )

    def holds(self, now: datetime) -> dict[str, datetime]:
        """Hosts that asked for a pause which is not over."""
        rows = self._database.query(
            "select host, held_until from hosts where held_until > :now", {"now": to_stamp(now)}
        )
        return {row["host"]: until for row in rows if (until := from_stamp(row["held_until"])) is not None}

    def sync(self, wanted: Iterable[Feed], now: datetime) -> None:
        """Make the configured feeds those of feeds.yaml: new ones are added, changed ones follow, and
        those that left the file are retired with their entries kept."""
        with self._database.transaction():
            named: set[int] = set()
            for feed in map(_configured, wanted):
                named.add(self._configure(feed, now))
            for feed in self.list(owner=""):
                if feed.configured and feed.id not in named:
                    self.remove(feed.id, now)

    def foreseen(self, wanted: Iterable[Feed], now: datetime) -> Sequence[Feed]:
        """What `list` will give once the configured feeds are those of feeds.yaml; nothing is written.

        A feed that is not kept yet has the id 0.
        """
        after = {feed.id: feed for feed in self.list()}
        fresh: dict[str, Feed] = {}
        named = set()
        for feed in map(_configured, wanted):
            kept = self._configured_at(feed.url)
            if kept is None:
                fresh[normal_url(feed.url)] = replace(feed, url=normal_url(feed.url), next_check_at=now)
            else:
                named.add(kept.id)
                after[kept.id] = _chosen_anew(kept, feed, now)
        retired = {feed.id for feed in after.values() if feed.configured and feed.id not in named}
        return [*(after[id] for id in sorted(after.keys() - retired)), *fresh.values()]

    def _configure(self, feed: Feed, now: datetime) -> int:
        kept = self._configured_at(feed.url)
        return self.add(feed, now).id if kept is None else self._revive(kept, feed, now).id

    def _configured_at(self, url: str) -> Feed | None:
        """The operator's feed at this address, or the one it was joined with when it moved."""
        kept = self.by_url(url)
        if kept is not None and kept.retired_at is not None and kept.moved_to is not None:
            return self.by_url(kept.moved_to) or kept
        return kept

    def _revive(self, kept: Feed, feed: Feed, now: datetime) -> Feed:
        after = _chosen_anew(kept, feed, now)
        names = (*CHOSEN, "next_check_at", "state")
        assigned = ", ".join(f"{name} = :{name}" for name in names)
        self._database.execute(f"update feeds set {assigned} where id = :id", row_of(after))  # noqa: S608
        return after

    def _join(self, moved: Feed) -> bool:
        """Where the new address is a feed of the same owner already: one feed, all entries with their ids."""
        twin = self._database.one(
            "select * from feeds where owner = :owner and url = :url and id <> :id",
            {"owner": moved.owner, "url": moved.url, "id": moved.id},
        )
        if twin is None:
            return False
        ids = {"old": moved.id, "new": twin["id"]}
        self._database.execute("update or ignore entries set feed_id = :new where feed_id = :old", ids)
        self._database.execute("update or ignore entry_aliases set feed_id = :new where feed_id = :old", ids)
        tags = sorted({*json.loads(twin["tags"]), *moved.tags})
        self._database.execute(
            """
            update feeds
            set tags = :tags, retired_at = null, configured = max(configured, :configured)
            where id = :new
            """,
            {**ids, "tags": json.dumps(tags), "configured": moved.configured},
        )
        self._database.execute(
            """
            update feeds
            set retired_at = :now, moved_to = :url, state = 'gone', next_check_at = null
            where id = :old
            """,
            {**ids, "now": to_stamp(moved.checked_at), "url": moved.url},
        )
        return True


def _at(feed: Feed, interval: timedelta | None) -> Feed:
    return feed if feed.interval == interval else replace(feed, interval=interval)


def _configured(feed: Feed) -> Feed:
    return replace(feed, owner="", configured=True)


def _chosen_anew(kept: Feed, feed: Feed, now: datetime) -> Feed:
    """The kept feed with what people decide about it taken anew."""
    back = kept.retired_at is not None
    return replace(
        kept,
        title=feed.title or kept.title,
        tags=feed.tags,
        interval=feed.interval,
        full_text=feed.full_text,
        lang=feed.lang,
        reliability=feed.reliability,
        configured=feed.configured,
        next_check_at=now if back else _next_check(kept, feed.interval),
        state="ok" if back else kept.state,
        retired_at=None,
    )


def _next_check(kept: Feed, interval: timedelta | None) -> datetime | None:
    """When a feed is due under an interval that has just been asked for: sooner, if it is shorter."""
    if interval is None or interval == kept.interval or kept.errors:
        return kept.next_check_at
    if kept.checked_at is None or kept.next_check_at is None:
        return kept.next_check_at
    return min(kept.next_check_at, kept.checked_at + interval)


def normal_url(url: str) -> str:
    """One spelling for one feed: scheme and host in small letters, no default port, no fragment.

    What is no address at all stays as it is: nothing is kept under it.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if ":" in host:
        host = f"[{host}]"
    user, at, _ = parts.netloc.rpartition("@")
    shown = f":{port}" if port and port != DEFAULT_PORTS.get(scheme) else ""
    return urlunsplit((scheme, f"{user}{at}{host}{shown}", parts.path or "/", parts.query, ""))
