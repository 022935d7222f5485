-- An item is told as it was last read until it is read anew: spans are places in the text they were found in.
--
-- Kept for as long as a brief is older than its entry's text, which is seconds most of the time.

create table texts_as_read (
    entry_id integer primary key references briefs (entry_id) on delete cascade,
    text text not null
);
create trigger text_changed after update of text on entries when new.text <> old.text begin
    insert or ignore into texts_as_read (entry_id, text)
    select entry_id, old.text
    from briefs
    where entry_id = old.id;
end;
