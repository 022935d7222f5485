"""A limit of time for pure work in a thread, so that one article cannot keep all others waiting.

A thread cannot be killed, but CPython can be asked to raise an exception in it. It comes before the
thread's next instruction of Python, so it ends any loop written in Python; one call into C (a regular
expression, SQLite) is waited for. Compiled extractors (docs/briefs.md) come back to Python often enough: of
17 kinds of text of a megabyte each was given up within a second or two. What is limited so must be pure: it
may stop anywhere.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class TooSlowError(Exception):
    """The work took longer than it may."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What the work gives; raises TooSlowError once it has run for so long (wall clock)."""
    thread = ctypes.c_ulong(threading.get_ident())
    timer = threading.Timer(seconds, _raise_in, (thread, ctypes.py_object(TooSlowError)))
    timer.daemon = True
    timer.start()
    try:
        try:
            return work()
        finally:
            timer.cancel()
            timer.join()  # what it has asked for comes in this call at the latest
    except TooSlowError as error:
        raise TooSlowError(f"it took over {seconds:g} s and was given up") from error


def _raise_in(thread: ctypes.c_ulong, error: ctypes.py_object[type[Exception]]) -> None:
    """Asks for the error. It is never taken back: CPython 3.11 would go on looking for it, at every step."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, error)
