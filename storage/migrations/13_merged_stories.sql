-- Whoever deletes a story asks which others were merged into it, in an archive of any size.

create index stories_merged on stories (merged_into) where merged_into is not null;
