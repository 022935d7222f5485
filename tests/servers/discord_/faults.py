"""What goes wrong on demand: answers that replace the next requests that match."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

MESSAGES = {
    10003: "Unknown Channel",
    10008: "Unknown Message",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    20016: "This action cannot be performed due to slowmode rate limit",
    30046: "Maximum number of edits to messages older than 1 hour reached",
    40005: "Request entity too large",
    40060: "Interaction has already been acknowledged.",
    50001: "Missing Access",
    50006: "Cannot send an empty message",
    50007: "Cannot send messages to this user",
    50013: "Missing Permissions",
    50035: "Invalid Form Body",
    50083: "Thread is archived",
    160005: "Thread is locked",
    200000: "Message was blocked by automatic moderation",
}


@dataclass(frozen=True)
class Fault:
    """One answer. `drop`: "before" the request is carried out the wire is cut, or "after" it was."""

    status: int = 200
    code: int = 0
    retry_after: float | None = None
    is_global: bool = False
    via: bool = True  # without a Via header a client takes a 429 for a ban by the proxy in front
    drop: str = ""
    delay: float = 0.0


@dataclass
class Faults:
    """Queues of answers by method and path."""

    _queues: list[tuple[str, re.Pattern[str], deque[Fault]]] = field(default_factory=list)

    def add(self, method: str, path: str, *faults: Fault) -> None:
        self._queues.append((method, re.compile(path), deque(faults)))

    def next(self, method: str, path: str) -> Fault | None:
        for wanted, pattern, queue in self._queues:
            if queue and wanted == method and pattern.search(path):
                return queue.popleft()
        return None

    def clear(self) -> None:
        self._queues.clear()


class RefusalError(Exception):
    """An error answer in Discord's form."""

    def __init__(self, status: int, code: int, problems: list[str] | None = None) -> None:
        super().__init__(f"{status} {code} {problems or ''}")
        self.status = status
        self.code = code
        self.problems = problems or []

    def json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"code": self.code, "message": MESSAGES.get(self.code, "Error")}
        if self.problems:
            errors = [{"code": "BASE_TYPE_INVALID", "message": problem} for problem in self.problems]
            body["errors"] = {"_errors": errors}
        return body
