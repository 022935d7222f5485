"""The tables, as migrations applied once each, in order. Append; never edit one that was released.

The look-up tables (figures, claims, locations) repeat what a brief's JSON holds, one row an element,
so that a look-up is an index away; they are written in the same transaction as the brief.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("sitrep")


def _script(db: Database, sql: str) -> None:
    for statement in sql.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def feeds_and_entries(db: Database) -> None:
    """What comes in. An entry's identity is (feed, ident); its row is kept after it leaves the feed."""
    _script(
        db,
        """
        create table feeds (
            id integer primary key,
            owner text not null default '',
            url text not null,
            title text not null default '',
            tags text not null default '[]',
            interval_s integer,
            full_text integer not null default 1,
            lang text not null default 'en',
            reliability text not null default 'F',
            site_url text,
            state text not null default 'ok',
            etag text,
            last_modified text,
            validated_since text,
            body_hash text,
            added_at text,
            next_check_at text,
            checked_at text,
            succeeded_at text,
            failing_since text,
            errors integer not null default 0,
            error text,
            error_kind text,
            moved_to text,
            moved_seen integer not null default 0,
            host text not null default '',
            asked_url text,
            ttl_s integer,
            pace_s integer,
            skip_hours text not null default '[]',
            skip_days text not null default '[]',
            hub text,
            unconditional_at text,
            warning text,
            retired_at text,
            configured integer not null default 0,
            unique (owner, url)
        );
        create index feeds_due on feeds (next_check_at);
        create index feeds_url on feeds (url);
        create table hosts (
            host text primary key,
            held_until text not null,
            reason text not null
        );
        create table entries (
            id integer primary key autoincrement,
            feed_id integer not null references feeds (id) on delete cascade,
            ident text not null,
            scheme text not null,
            title text not null,
            url text,
            text text not null,
            first_seen text not null,
            published text,
            updated text,
            author text,
            image_url text,
            text_source text not null default 'feed',
            feed_text text,
            page_at text,
            page_tried_at text,
            page_tries integer not null default 0,
            page_kind text,
            page_note text,
            published_text text,
            link_key text,
            hashes text not null default '',
            content_hash text not null default '',
            version integer not null default 1,
            lang text not null default 'en',
            announce integer not null default 1,
            keys text not null default '',
            unique (feed_id, ident)
        );
        create index entries_seen on entries (first_seen);
        create index entries_url on entries (url);
        create index entries_page on entries (page_at) where page_at is not null;
        create index entries_link on entries (feed_id, link_key);
        create index entries_title on entries (feed_id, title);
        create table entry_aliases (
            feed_id integer not null references feeds (id) on delete cascade,
            ident text not null,
            entry_id integer not null references entries (id) on delete cascade,
            primary key (feed_id, ident)
        ) without rowid;
        create index entry_aliases_entry on entry_aliases (entry_id);
        """,
    )


@migrations()
def briefs_and_lookups(db: Database) -> None:
    """What we made of it. `version` is the extractors', so that a better one can go over old entries."""
    _script(
        db,
        """
        create table briefs (
            entry_id integer primary key references entries (id) on delete cascade,
            entry_version integer not null,
            version integer not null,
            made_at text not null,
            data text not null,
            error text
        );
        create index briefs_version on briefs (version);
        create index briefs_failed on briefs (entry_id) where error is not null;
        create table figures (
            id integer primary key,
            entry_id integer not null references entries (id) on delete cascade,
            n integer not null,
            kind text not null,
            low real,
            high real,
            unit text,
            base_low real,
            base_high real,
            base_unit text,
            keys text not null default '',
            places text not null default '',
            speaker text not null default '',
            sentence_start integer not null default 0,
            sentence_end integer not null default 0
        );
        create index figures_entry on figures (entry_id);
        create table claims (
            id integer primary key,
            entry_id integer not null references entries (id) on delete cascade,
            n integer not null,
            stance text not null,
            name text,
            keys text not null default '',
            places text not null default '',
            speaker text not null default '',
            sentence_start integer not null default 0,
            sentence_end integer not null default 0
        );
        create index claims_entry on claims (entry_id);
        create index claims_name on claims (name collate nocase);
        create table locations (
            id integer primary key,
            entry_id integer not null references entries (id) on delete cascade,
            n integer not null,
            name text not null,
            role text not null,
            lat real,
            lon real,
            country text,
            keys text not null default '',
            places text not null default '',
            speaker text not null default '',
            sentence_start integer not null default 0,
            sentence_end integer not null default 0
        );
        create index locations_entry on locations (entry_id);
        create index locations_name on locations (name collate nocase);
        """,
    )


@migrations()
def stories(db: Database) -> None:
    """Which items tell of one event. `placed_by` 'hand' holds against every later automatic placing."""
    _script(
        db,
        """
        create table stories (
            id integer primary key autoincrement,
            headline text not null,
            first_seen text not null,
            last_seen text not null
        );
        create index stories_seen on stories (last_seen);
        create table story_entries (
            entry_id integer primary key references entries (id) on delete cascade,
            story_id integer not null references stories (id) on delete cascade,
            copy_of integer references entries (id) on delete set null,
            placed_by text not null default 'auto'
        );
        create index story_entries_story on story_entries (story_id);
        """,
    )


@migrations()
def subscriptions_and_outbox(db: Database) -> None:
    """What goes out. (target, kind, key, part) is unique: the same work queued twice is one message."""
    _script(
        db,
        """
        create table schedules (
            id integer primary key autoincrement,
            owner text not null default '',
            name text not null default '',
            target text not null,
            at text not null,
            zone text not null,
            days text not null default '[]',
            tags text not null default '[]',
            stories integer not null default 8,
            paused text,
            told_until integer not null default 0,
            next_at text,
            unique (owner, name, target, at)
        );
        create table digests (
            id integer primary key autoincrement,
            target text not null,
            day text not null,
            edition text not null,
            schedule_id integer references schedules (id) on delete set null,
            since text not null,
            until text not null,
            upto integer not null,
            made_at text not null,
            data text not null,
            unique (target, day, edition)
        );
        create table outbox (
            id integer primary key autoincrement,
            target text not null,
            kind text not null,
            key text not null,
            part integer not null default 1,
            parts integer not null default 1,
            payload text not null,
            state text not null default 'pending',
            attempts integer not null default 0,
            not_before text,
            created_at text not null,
            started_at text,
            sent_at text,
            message_id text,
            error text,
            edits integer references outbox (id) on delete set null,
            unique (target, kind, key, part)
        );
        create index outbox_waiting on outbox (state, target, id);
        create table holds (
            target text primary key,
            reason text not null,
            since text not null,
            probe_at text not null,
            probes integer not null default 0
        );
        create table questions (
            id text primary key,
            owner text not null,
            asker text not null,
            noun text not null,
            wanted text not null,
            at text not null
        );
        create table alerts (
            id integer primary key autoincrement,
            owner text not null default '',
            rule text not null,
            target text not null,
            statuses text not null default '[]',
            tags text not null default '[]',
            mention text,
            cooldown_s integer not null default 21600,
            quiet text,
            zone text not null default 'UTC',
            daily_cap integer not null default 20,
            paused text,
            added_at text not null,
            unique (owner, rule, target)
        );
        create table alert_hits (
            id integer primary key autoincrement,
            alert_id integer not null references alerts (id) on delete cascade,
            entry_id integer not null references entries (id) on delete cascade,
            story_id integer,
            status text not null,
            hit text not null,
            decision text not null,
            reason text not null,
            outbox_id integer references outbox (id) on delete set null,
            at text not null,
            unique (alert_id, entry_id, status)
        );
        create table alerted (
            entry_id integer primary key references entries (id) on delete cascade,
            at text not null
        );
        create table settings (
            key text primary key,
            value text not null
        );
        """,
    )


# In a column of keys every character but a blank belongs to a token (storage/lookups.py writes them so);
# in a text, letters and digits do, whatever their accents.
KEYS = "detail = column, tokenize = 'ascii tokenchars _'"
TEXT = "detail = full, tokenize = 'unicode61 remove_diacritics 2 tokenchars _'"


@migrations()
def indexes_of_words(db: Database) -> None:
    """Look-ups by words. The indexes hold no text of their own: triggers keep them in step with the tables.

    Rows of figures, claims and locations carry ids that rise with the time of what they tell (see
    storage/briefs.py), so that the newest come first, and a period is a range, without sorting.
    """
    for table in ("figures", "claims", "locations"):
        _index(db, table, ("keys", "places", "speaker"), KEYS)
    _index(db, "entries", ("title", "text", "keys"), TEXT)


def _index(db: Database, table: str, columns: tuple[str, ...], options: str) -> None:
    names, old, new = (", ".join(prefix + column for column in columns) for prefix in ("", "old.", "new."))
    remove = f"insert into {table}_index ({table}_index, rowid, {names}) values ('delete', old.id, {old});"  # noqa: S608
    add = f"insert into {table}_index (rowid, {names}) values (new.id, {new});"  # noqa: S608
    db.execute(
        f"create virtual table {table}_index using fts5"
        f" ({names}, content = '{table}', content_rowid = 'id', {options})"
    )
    db.execute(f"create trigger {table}_added after insert on {table} begin {add} end")
    db.execute(f"create trigger {table}_removed after delete on {table} begin {remove} end")
    db.execute(f"create trigger {table}_changed after update of {names} on {table} begin {remove} {add} end")


@migrations()
def work_to_do(db: Database) -> None:
    """Which entries wait for which step, so that asking costs the same in an archive of any size.

    Triggers keep the table: whatever writes an entry, a brief, a placing or an alert's verdict, in
    whatever transaction, moves the entry on. An edited entry starts again with its brief.
    """
    _script(
        db,
        """
        create table todo (
            step text not null,
            entry_id integer not null references entries (id) on delete cascade,
            primary key (step, entry_id)
        ) without rowid;
        create index todo_entry on todo (entry_id);
        """,
    )
    later = "insert or ignore into todo (step, entry_id) select '{step}', id from entries where id = {id}"
    done = "delete from todo where step = '{step}' and entry_id = new.entry_id"
    brief = later.format(step="brief", id="new.id")
    db.execute(f"create trigger todo_brief after insert on entries begin {brief}; end")
    db.execute(
        "create trigger todo_edited after update of version on entries when new.version <> old.version"
        f" begin {brief}; end"
    )
    place = later.format(step="place", id="new.entry_id")
    unplaced = "not exists (select 1 from story_entries where entry_id = new.entry_id)"
    alert = later.format(step="alert", id="new.entry_id")
    db.execute(
        f"create trigger todo_briefed after insert on briefs begin {done.format(step='brief')};"
        f" {place} and {unplaced}; {alert} and announce; end"
    )
    for step, table in (("place", "story_entries"), ("alert", "alerted")):
        again = later.format(step=step, id="old.entry_id")
        db.execute(
            f"create trigger todo_{step}_done after insert on {table} begin {done.format(step=step)}; end"
        )
        db.execute(f"create trigger todo_{step}_again after delete on {table} begin {again}; end")


@migrations()
def alert_history(db: Database) -> None:
    """What an alert said before decides what it says next; a hit held over quiet hours waits for its time."""
    _script(
        db,
        """
        alter table alerts add column muted_until text;
        alter table alert_hits add column not_before text;
        create index alert_hits_story on alert_hits (alert_id, story_id);
        create index alert_hits_at on alert_hits (alert_id, at);
        create index alert_hits_held on alert_hits (not_before) where decision = 'hold';
        """,
    )


@migrations()
def story_grouping(db: Database) -> None:
    """What placing the next item needs: story profiles, and from each rare term to the stories that have it.

    Only stories that may still take items in keep these; older ones keep their members and nothing else,
    so the cost of an item does not grow with the archive. `term_stories` counts stories ever begun.
    """
    _script(
        db,
        """
        alter table stories add column profile text;
        alter table stories add column telling real not null default 0;
        alter table stories add column touched_at text;
        alter table stories add column stale integer not null default 0;
        alter table stories add column merged_into integer references stories (id) on delete set null;
        create index stories_touched on stories (touched_at) where profile is not null;
        create index stories_stale on stories (id) where stale;
        alter table story_entries add column fingerprint text;
        alter table story_entries add column sketch blob;
        create index story_entries_copies on story_entries (copy_of) where copy_of is not null;
        create table story_terms (
            term text not null,
            story_id integer not null references stories (id) on delete cascade,
            primary key (term, story_id)
        ) without rowid;
        create index story_terms_story on story_terms (story_id);
        create table term_stories (
            term text primary key,
            stories integer not null
        ) without rowid;
        create table story_counts (
            id integer primary key check (id = 1),
            stories integer not null,
            alone integer not null,
            items integer not null
        );
        insert into story_counts values (1, 0, 0, 0);
        """,
    )


@migrations()
def edited_items(db: Database) -> None:
    """Which entries were read anew as their text had changed, in order: what a digest looks at again.

    Cut-offs are numbers, never a clock, and a number is never given twice.
    """
    _script(
        db,
        """
        create table edits (
            id integer primary key autoincrement,
            entry_id integer not null references entries (id) on delete cascade
        );
        create index edits_entry on edits (entry_id);
        alter table schedules add column told_edits integer not null default 0;
        """,
    )


@migrations()
def turns_in_the_outbox(db: Database) -> None:
    """A message that became several keeps their place: `turn` is the id of the one they stand for."""
    _script(db, "alter table outbox add column turn integer;")


@migrations()
def entries_by_time(db: Database) -> None:
    """A window of time is read by an index, whatever the size of the archive."""
    db.execute("create index entries_when on entries (coalesce(published, first_seen), id)")


@migrations()
def editions_of_owners(db: Database) -> None:
    """Two owners may want a digest in one channel at one time: the edition says whose it is."""
    db.execute(
        """
        update digests
        set edition = edition || ' ' || s.owner
        from schedules as s
        where s.id = digests.schedule_id and s.owner <> ''
        """
    )
