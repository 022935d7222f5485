-- What goes out. (target, kind, key, part) is unique: the same work queued twice is one message.

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
