-- The words of the full-text index, for who typed one that stands nowhere. It keeps no rows of its own.

create virtual table entries_words using fts5vocab('entries_index', 'col');
