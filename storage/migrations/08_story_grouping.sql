-- What placing the next item needs: story profiles, and from each rare term to the stories that have it.
--
-- Only stories that may still take items in keep these; older ones keep their members and nothing else,
-- so the cost of an item does not grow with the archive. `term_stories` counts stories ever begun.

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
