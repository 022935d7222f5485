"""`python -m tests.chaos [--kills 300] [--seed 1]`: the kill matrix, with its account at the end."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.matrix import Result, matrix


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="how many kills (300)")
    parser.add_argument("--seed", type=int, default=1, help="which second and third steps are drawn (1)")
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(matrix(options.kills, Path(folder), options.seed, _say))
    print(account(result, time.monotonic() - started))
    return 0 if result.clean else 1


def _say(text: str) -> None:
    print(text, flush=True)


def account(result: Result, seconds: float) -> str:
    """What was done and found, and the steps at which it died most."""
    lines = [
        f"{result.kills} kills in {result.runs} runs, {seconds:.0f} s: {len(result.lost)} lost, "
        f"{len(result.doubled)} twice, {len(result.disordered)} out of order; "
        f"{result.cuts} times the gateway cut, redirected or invalidated a session",
        "killed at:",
        *(f"  {count:4}  {step}" for step, count in result.at.most_common()),
        *(f"LOST {text}" for text in result.lost),
        *(f"TWICE {text}" for text in result.doubled),
        *(f"OUT OF ORDER {text}" for text in result.disordered),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
