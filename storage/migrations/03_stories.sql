-- Which items tell of one event. `placed_by` 'hand' holds against every later automatic placing.

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
