-- Whoever deletes a message asks which edits and hits point to it, however many there are.

create index outbox_edits on outbox (edits) where edits is not null;
create index alert_hits_outbox on alert_hits (outbox_id) where outbox_id is not null;
