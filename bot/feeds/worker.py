"""The far side of workers.py: reads jobs from standard input, answers on standard output."""

from __future__ import annotations

import signal
import sys
from typing import Any

import msgspec

from bot.feeds.errors import FeedError
from bot.feeds.workers import Failure, read_frame, write_frame

MEMORY = 200 << 20  # bytes of address space; an honest feed or page needs 30 to 90 MB with the libraries


def main() -> None:
    _bound_memory()
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not speak into the pipe
    write_frame(answers, b"ready")
    while (request := read_frame(jobs)) is not None:
        write_frame(answers, msgspec.msgpack.encode(_answer(request)))


def _answer(request: bytes) -> tuple[Failure | None, Any]:
    job, arguments, limit = msgspec.msgpack.decode(request)
    try:
        _bound_time(limit)
        return None, _work(job, arguments)
    except FeedError as error:
        return Failure(error.kind, error.message), None
    except MemoryError:
        return Failure("too_large", "it needs more memory to read than it may have"), None
    except Exception as error:  # whatever a parser throws at hostile bytes is this document's fault only
        return Failure("broken", f"it cannot be read ({type(error).__name__})"), None
    finally:
        _bound_time(0)


def _work(job: str, arguments: dict[str, Any]) -> Any:
    """The jobs, each loading only what it needs."""
    if job == "parse":
        from bot.feeds.parse import parse_feed  # noqa: PLC0415

        return parse_feed(**arguments)
    if job == "extract":
        from bot.feeds.article import extract  # noqa: PLC0415

        return extract(**arguments)
    if job == "links":
        from bot.feeds.links import page_links  # noqa: PLC0415

        return page_links(**arguments)
    raise ValueError(job)


def _bound_time(limit: float) -> None:
    """End this process by SIGPROF after so much time of the processor, also within C code; 0 lifts it.

    A busy machine makes a job wait, and that is not the document's fault; the parent has a longer wall.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, limit)


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415  (not on Windows, where the time limit alone has to do)
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ValueError, OSError) as error:
        sys.stderr.write(f"no memory limit for this worker: {error}\n")


if __name__ == "__main__":
    main()
