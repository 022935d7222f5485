-- Which entries wait for which step, so that asking costs the same in an archive of any size.
--
-- Triggers keep the table: whatever writes an entry, a brief, a placing or an alert's verdict, in
-- whatever transaction, moves the entry on. An edited entry starts again with its brief.

create table todo (
    step text not null,
    entry_id integer not null references entries (id) on delete cascade,
    primary key (step, entry_id)
) without rowid;
create index todo_entry on todo (entry_id);

create trigger todo_brief after insert on entries begin
    insert or ignore into todo (step, entry_id)
    select 'brief', id
    from entries
    where id = new.id;
end;
create trigger todo_edited after update of version on entries when new.version <> old.version begin
    insert or ignore into todo (step, entry_id)
    select 'brief', id
    from entries
    where id = new.id;
end;
create trigger todo_briefed after insert on briefs begin
    delete from todo
    where step = 'brief' and entry_id = new.entry_id;
    insert or ignore into todo (step, entry_id)
    select 'place', id
    from entries
    where id = new.entry_id
        and not exists (select 1 from story_entries where entry_id = new.entry_id);
    insert or ignore into todo (step, entry_id)
    select 'alert', id
    from entries
    where id = new.entry_id
        and announce;
end;
create trigger todo_place_done after insert on story_entries begin
    delete from todo
    where step = 'place' and entry_id = new.entry_id;
end;
create trigger todo_place_again after delete on story_entries begin
    insert or ignore into todo (step, entry_id)
    select 'place', id
    from entries
    where id = old.entry_id;
end;
create trigger todo_alert_done after insert on alerted begin
    delete from todo
    where step = 'alert' and entry_id = new.entry_id;
end;
create trigger todo_alert_again after delete on alerted begin
    insert or ignore into todo (step, entry_id)
    select 'alert', id
    from entries
    where id = old.entry_id;
end;
