-- Which entries were read anew as their text had changed, in order: what a digest looks at again.
--
-- Cut-offs are numbers, never a clock, and a number is never given twice.

create table edits (
    id integer primary key autoincrement,
    entry_id integer not null references entries (id) on delete cascade
);
create index edits_entry on edits (entry_id);
alter table schedules add column told_edits integer not null default 0;
