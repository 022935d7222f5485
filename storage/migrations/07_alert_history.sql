-- What an alert said before decides what it says next; a hit held over quiet hours waits for its time.

alter table alerts add column muted_until text;
alter table alert_hits add column not_before text;
create index alert_hits_story on alert_hits (alert_id, story_id);
create index alert_hits_at on alert_hits (alert_id, at);
create index alert_hits_held on alert_hits (not_before) where decision = 'hold';
