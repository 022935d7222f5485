-- What comes in. An entry's identity is (feed, ident); its row is kept after it leaves the feed.

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
