-- What we made of it. `version` is the extractors', so that a better one can go over old entries.
--
-- The look-up tables (figures, claims, locations) repeat what a brief's JSON holds, one row an element, so
-- that a look-up is an index away; they are written in the same transaction as the brief.

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
