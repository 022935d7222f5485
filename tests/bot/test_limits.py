"""Work that takes too long ends, and nothing else does."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.limits import TooSlowError, within


def endless() -> None:
    while True:
        sum(range(100))


def test_work_in_time_gives_its_result() -> None:
    assert within(30, lambda: 6 * 7) == 42


def test_work_that_takes_too_long_is_given_up_in_any_thread() -> None:
    with ThreadPoolExecutor(1) as threads:
        for _ in range(3):
            with pytest.raises(TooSlowError, match=r"^it took over 0\.05 s and was given up$"):
                threads.submit(within, 0.05, endless).result(30)
        assert threads.submit(within, 30, lambda: "next").result(30) == "next"


def test_a_profiler_or_debugger_may_watch_what_comes_after() -> None:
    watched = (
        "import sys; from bot.limits import within; within(30, lambda: 1); seen = []; "
        "sys.setprofile(lambda *event: seen.append(event[1])); (lambda: 2)(); sys.setprofile(None); "
        "print('call' in seen)"
    )
    run = subprocess.run(
        [sys.executable, "-c", watched], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout == "True\n"


def test_an_error_of_the_work_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        within(30, lambda: 1 // 0)


def test_work_that_ends_as_its_time_does_leaves_nothing_behind() -> None:
    ended = given_up = 0
    for n in range(300):
        started = time.perf_counter()
        try:
            within(0.001, lambda until=started + 0.0008 + n * 1e-6: _busy(until))  # type: ignore[misc]
            ended += 1
        except TooSlowError:
            given_up += 1
        _busy(time.perf_counter() + 0.0002)
    assert ended + given_up == 300


def _busy(until: float) -> None:
    while time.perf_counter() < until:
        pass
