"""Forks the flow on command: a JSON line in, a JSON line out. Started once, so that imports cost once."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import traceback
from typing import Any

from tests.chaos import flow
from tests.chaos.steps import Steps


def main() -> None:
    gazetteer = flow.warm_up()
    os.write(1, b'{"ready": true}\n')
    for line in sys.stdin:
        wanted: dict[str, Any] = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _child(wanted, gazetteer)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
            os.write(1, json.dumps({"failed": os.waitstatus_to_exitcode(status)}).encode() + b"\n")


def _child(wanted: dict[str, Any], gazetteer: Any) -> None:
    """Run the flow, report how many steps it took, and leave without any tidying up."""
    code = 0
    try:
        if wanted["prepare"]:
            flow.prepare(wanted["database"], wanted["feed"], wanted["channels"])
        steps = Steps(wanted["die_at"], 1)
        steps.install()
        asyncio.run(flow.run(wanted["database"], wanted["api"], gazetteer, gateway=wanted["gateway"]))
        os.write(1, json.dumps({"step": steps.count, "died": None}).encode() + b"\n")
    except BaseException:
        traceback.print_exc()
        code = 1
    os._exit(code)


if __name__ == "__main__":
    main()
