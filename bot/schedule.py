"""What runs when. Which digests are due is the store's to say; here are only the heartbeats of the service.

APScheduler's own defaults drop runs that come late and pile up runs that overlap. Here a late run runs
once, as soon as it can, and no job runs twice at a time. It waits for times of the clock on the wall, so
that a clock put back by an hour would stop everything for an hour: `mind_the_clock` answers that. Local times
and changes of the clocks are storage/due.py's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
PUT_BACK_S = 1.0  # more than a clock is put right by bit by bit, less than anybody notices as a delay


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again: the pause is counted from one start to the next."""

    name: str
    work: Callable[[], Awaitable[None]]
    every: timedelta


def make_scheduler(jobs: Sequence[Job]) -> AsyncIOScheduler:
    """A scheduler that runs each job at once when it starts, then at its interval. Start it in a loop."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for job in jobs:
        scheduler.add_job(
            job.work,
            IntervalTrigger(seconds=job.every.total_seconds(), timezone=UTC),
            id=job.name,
            name=job.name,
            next_run_time=datetime.now(UTC),
        )
    scheduler.add_listener(_tell, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
    # A run that is skipped because the one before still works is how it should be, not worth a warning.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    # It would tell of each run, and of a failure with its traceback; a line of ours is enough.
    logging.getLogger("apscheduler.executors.default").setLevel(logging.CRITICAL)
    return scheduler


async def mind_the_clock(scheduler: AsyncIOScheduler) -> None:
    """Lets every job run at once, then at its interval, after the clock was put back. Until cancelled."""
    loop = asyncio.get_running_loop()
    ahead = _wall() - loop.time()
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        before, ahead = ahead, _wall() - loop.time()
        if ahead < before - PUT_BACK_S:
            for job in scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))


def _wall() -> float:
    return datetime.now(UTC).timestamp()


def _tell(event: JobExecutionEvent) -> None:
    if isinstance(event.exception, asyncio.CancelledError):
        log.info("%s was broken off, as we stop; what it had not stored is done again later", event.job_id)
    elif event.exception is not None:
        reason = str(event.exception) or repr(event.exception)
        log.error("%s failed and will be tried again: %s", event.job_id, reason)
        log.debug("%s", event.traceback)
    else:
        log.warning("%s came late", event.job_id)
