-- Look-ups by words. The indexes hold no text of their own: triggers keep them in step with the tables.
--
-- Rows of figures, claims and locations carry ids that rise with the time of what they tell (see
-- storage/lookups.py), so that the newest come first, and a period is a range, without sorting.

-- In a column of keys every character but a blank belongs to a token: storage/lookups.py writes them so.
create virtual table figures_index using fts5 (
    keys, places, speaker,
    content = 'figures', content_rowid = 'id', detail = column, tokenize = 'ascii tokenchars _'
);
create trigger figures_added after insert on figures begin
    insert into figures_index (rowid, keys, places, speaker)
    values (new.id, new.keys, new.places, new.speaker);
end;
create trigger figures_removed after delete on figures begin
    insert into figures_index (figures_index, rowid, keys, places, speaker)
    values ('delete', old.id, old.keys, old.places, old.speaker);
end;
create trigger figures_changed after update of keys, places, speaker on figures begin
    insert into figures_index (figures_index, rowid, keys, places, speaker)
    values ('delete', old.id, old.keys, old.places, old.speaker);
    insert into figures_index (rowid, keys, places, speaker)
    values (new.id, new.keys, new.places, new.speaker);
end;

create virtual table claims_index using fts5 (
    keys, places, speaker,
    content = 'claims', content_rowid = 'id', detail = column, tokenize = 'ascii tokenchars _'
);
create trigger claims_added after insert on claims begin
    insert into claims_index (rowid, keys, places, speaker)
    values (new.id, new.keys, new.places, new.speaker);
end;
create trigger claims_removed after delete on claims begin
    insert into claims_index (claims_index, rowid, keys, places, speaker)
    values ('delete', old.id, old.keys, old.places, old.speaker);
end;
create trigger claims_changed after update of keys, places, speaker on claims begin
    insert into claims_index (claims_index, rowid, keys, places, speaker)
    values ('delete', old.id, old.keys, old.places, old.speaker);
    insert into claims_index (rowid, keys, places, speaker)
    values (new.id, new.keys, new.places, new.speaker);
end;

create virtual table locations_index using fts5 (
    keys, places, speaker,
    content = 'locations', content_rowid = 'id', detail = column, tokenize = 'ascii tokenchars _'
);
create trigger locations_added after insert on locations begin
    insert into locations_index (rowid, keys, places, speaker)
    values (new.id, new.keys, new.places, new.speaker);
end;
create trigger locations_removed after delete on locations begin
    insert into locations_index (locations_index, rowid, keys, places, speaker)
    values ('delete', old.id, old.keys, old.places, old.speaker);
end;
create trigger locations_changed after update of keys, places, speaker on locations begin
    insert into locations_index (locations_index, rowid, keys, places, speaker)
    values ('delete', old.id, old.keys, old.places, old.speaker);
    insert into locations_index (rowid, keys, places, speaker)
    values (new.id, new.keys, new.places, new.speaker);
end;

-- In a text, letters and digits belong to a token, whatever their accents.
create virtual table entries_index using fts5 (
    title, text, keys,
    content = 'entries', content_rowid = 'id', detail = full,
    tokenize = 'unicode61 remove_diacritics 2 tokenchars _'
);
create trigger entries_added after insert on entries begin
    insert into entries_index (rowid, title, text, keys)
    values (new.id, new.title, new.text, new.keys);
end;
create trigger entries_removed after delete on entries begin
    insert into entries_index (entries_index, rowid, title, text, keys)
    values ('delete', old.id, old.title, old.text, old.keys);
end;
create trigger entries_changed after update of title, text, keys on entries begin
    insert into entries_index (entries_index, rowid, title, text, keys)
    values ('delete', old.id, old.title, old.text, old.keys);
    insert into entries_index (rowid, title, text, keys)
    values (new.id, new.title, new.text, new.keys);
end;
