-- A message that became several keeps their place: `turn` is the id of the one they stand for.

alter table outbox add column turn integer;
