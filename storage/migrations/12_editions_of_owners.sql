-- Two owners may want a digest in one channel at one time: the edition says whose it is.

update digests
set edition = edition || ' ' || s.owner
from schedules as s
where s.id = digests.schedule_id and s.owner <> '';
