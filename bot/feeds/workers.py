"""Processes for work on hostile input: parsing and extraction that can be killed.

A thread that hangs in a parser cannot be stopped; a process can. Each worker answers one job at a
time, has a wall for memory, and is killed when a job outlasts its limit; the next job starts another.
"""

from __future__ import annotations

import asyncio
import functools
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, TypeVar

import msgspec

from bot.feeds.errors import ErrorKind, FeedError

SIZE = 2
SECRETS = frozenset({"DISCORD_TOKEN"})  # no business of a process that parses what strangers send
START_LIMIT_S = 30.0  # a cold start on a busy machine; not the job's fault
WALL_FACTOR = 3.0  # on a busy machine, so much longer than its time of the processor may a job take
JOBS_EACH = 2_000  # then a fresh process, so that leaks in a parser have an end
T = TypeVar("T")


class Failure(msgspec.Struct):
    """What a worker answers instead of a result."""

    kind: ErrorKind
    message: str


class Workers:
    """A pool of worker processes, started as they are needed. Close it when done."""

    def __init__(self, size: int = SIZE) -> None:
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="feeds")
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._all: set[_Worker] = set()

    async def run(self, job: str, arguments: object, result: type[T], limit: float) -> T:
        """The job's result. Raises FeedError when it fails or outgrows its memory or `limit` (CPU s)."""
        call = functools.partial(self._run, job, arguments, result, limit)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def pids(self) -> list[int]:
        """The processes at work, for those who watch memory."""
        with self._lock:
            return [worker.pid for worker in self._all]

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._taken():
            worker.kill()
        self._threads.shutdown(wait=True)
        for worker in self._taken():  # started in between
            worker.kill()

    def _taken(self) -> set[_Worker]:
        with self._lock:
            workers, self._all = self._all, set()
            return workers

    def _run(self, job: str, arguments: object, result: type[T], limit: float) -> T:
        request = msgspec.msgpack.encode((job, arguments, limit))
        worker = self._take()
        answer = worker.ask(request, limit * WALL_FACTOR)
        if answer is None or worker.worn or worker.late:
            self._drop(worker)
        else:
            self._idle.put(worker)
        if answer is None:
            if worker.late:
                raise FeedError("too_slow", f"reading it took over {limit:g} s, so it was given up")
            raise FeedError("worker", "reading it broke the reader (out of memory?), so it was given up")
        failure: Failure | None
        done: T
        failure, done = msgspec.msgpack.decode(answer, type=_either(result))  # type: ignore[arg-type]
        if failure is not None:
            raise FeedError(failure.kind, failure.message)
        return done

    def _take(self) -> _Worker:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            worker = _Worker()
            with self._lock:
                self._all.add(worker)
            return worker

    def _drop(self, worker: _Worker) -> None:
        worker.kill()
        with self._lock:
            self._all.discard(worker)


@functools.cache
def _either(result: Hashable) -> Any:
    return tuple[Failure | None, result | None]  # type: ignore[valid-type]


class _Worker:
    """One process, spoken to over its pipes: a length in four bytes, then that many bytes."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.feeds.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name not in SECRETS},
            start_new_session=True,  # Ctrl-C is for us; they end when we close their pipes
        )
        self.late = False
        self._jobs = 0
        self._ready = False

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def worn(self) -> bool:
        return self._jobs >= JOBS_EACH

    def ask(self, request: bytes, limit: float) -> bytes | None:
        """The answer, or None when the process died or had to be killed."""
        if not self._ready:
            self._ready = self._watched(START_LIMIT_S, b"") is not None
        self._jobs += 1
        return self._watched(limit, request) if self._ready else None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _shut(pipe)

    def _watched(self, limit: float, request: bytes) -> bytes | None:
        watchdog = threading.Timer(limit, self._too_late)
        watchdog.start()
        try:
            answer = self._exchange(request)
        except OSError:
            answer = None
        finally:
            watchdog.cancel()
        if answer is None:
            self._process.kill()
            self.late = self.late or self._process.wait() == -getattr(signal, "SIGPROF", 0)
        return answer

    def _too_late(self) -> None:
        self.late = True
        self._process.kill()

    def _exchange(self, request: bytes) -> bytes | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if request:
            write_frame(self._process.stdin, request)
        return read_frame(self._process.stdout)


def write_frame(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(4, "big") + data)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next frame, or None at the end of the stream."""
    size = pipe.read(4)
    if len(size) < 4:
        return None
    wanted = int.from_bytes(size, "big")
    data = pipe.read(wanted)
    return data if len(data) == wanted else None


def _shut(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # the other end is dead, and what was left to write with it
