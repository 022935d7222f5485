-- A window of time is read by an index, whatever the size of the archive.

create index entries_when on entries (coalesce(published, first_seen), id);
