"""Counting steps, and dying at one: hooks on SQLite and on the HTTP client, from outside the code."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import threading
from typing import Any

import aiohttp

from storage.database import Database

WRITES = re.compile(
    r"\s*(begin|commit|rollback|insert(?: or \w+)? into \w+|update \w+|delete from \w+)", re.IGNORECASE
)


class Steps:
    """Counts what changes something, and kills the process at step `die_at` (0: never)."""

    def __init__(self, die_at: int, report: int) -> None:
        self._die_at = die_at
        self._report = report
        self._lock = threading.Lock()
        self.count = 0

    def take(self, name: str) -> None:
        with self._lock:
            self.count += 1
            if self.count == self._die_at:
                os.write(self._report, json.dumps({"step": self.count, "died": name}).encode() + b"\n")
                os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """Hook every connection to a database and every request, from now on."""
        self._watch_sql()
        self._watch_http()

    def _watch_sql(self) -> None:
        original = Database._connect

        def connect(database: Database) -> sqlite3.Connection:
            connection = original(database)
            connection.set_trace_callback(self._statement)
            return connection

        Database._connect = connect  # type: ignore[method-assign]

    def _statement(self, sql: str) -> None:
        if found := WRITES.match(sql):
            self.take(" ".join(found[1].lower().split()))

    def _watch_http(self) -> None:
        original = aiohttp.ClientSession._request
        take = self.take

        async def request(session: Any, method: str, url: Any, **kwargs: Any) -> Any:
            path = re.sub(r"\d{5,}", "id", str(url).partition("//")[2].partition("/")[2])
            take(f"before {method} /{path}")
            response = await original(session, method, url, **kwargs)
            take(f"after {method} /{path}")
            return response

        aiohttp.ClientSession._request = request  # type: ignore[method-assign]
