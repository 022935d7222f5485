"""Jobs run at once, again and again, never twice at a time, and survive their own failures."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.schedule import Job, make_scheduler

SOON = timedelta(milliseconds=40)


async def test_a_job_runs_at_once_and_again() -> None:
    ran = asyncio.Event()
    times = 0

    async def work() -> None:
        nonlocal times
        times += 1
        if times == 3:
            ran.set()

    scheduler = make_scheduler([Job("read", work, SOON)])
    scheduler.start()
    await asyncio.wait_for(ran.wait(), 30)
    scheduler.shutdown()
    assert times >= 3


async def test_a_job_that_takes_long_is_not_started_a_second_time() -> None:
    running = most = finished = 0
    done = asyncio.Event()

    async def work() -> None:
        nonlocal running, most, finished
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.15)
        running -= 1
        finished += 1
        if finished == 2:
            done.set()

    scheduler = make_scheduler([Job("read", work, SOON)])
    scheduler.start()
    await asyncio.wait_for(done.wait(), 30)
    scheduler.shutdown()
    assert most == 1


async def test_a_job_that_fails_is_told_of_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    tries = 0
    again = asyncio.Event()

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            again.set()
            return
        raise OSError("the disk is full")

    scheduler = make_scheduler([Job("read", work, SOON)])
    scheduler.start()
    await asyncio.wait_for(again.wait(), 30)
    scheduler.shutdown()
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert errors == ["read failed and will be tried again: the disk is full"]
    assert "Traceback" not in caplog.text


async def test_a_job_that_is_broken_off_when_we_stop_did_not_fail(caplog: pytest.LogCaptureFixture) -> None:
    running: asyncio.Future[asyncio.Task[object] | None] = asyncio.get_running_loop().create_future()

    async def work() -> None:
        running.set_result(asyncio.current_task())
        await asyncio.Event().wait()

    scheduler = make_scheduler([Job("read", work, timedelta(hours=1))])
    scheduler.start()
    task = await asyncio.wait_for(running, 30)
    assert task is not None
    task.cancel()
    await asyncio.wait([task])
    scheduler.shutdown()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_late_run_is_not_dropped() -> None:
    scheduler = make_scheduler([])
    assert scheduler._job_defaults == {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
