"""Reading 2,000 feeds on loopback, side by side with lemon24/reader.

    python -m bench feeds [--feeds 2000] [--reader PYTHON]

Three passes for each: all feeds for the first time, all unchanged (304), and 20 new items in each, up to
the stored entry. Each contender runs in a process of its own against the same server; every feed is a
host of its own (127.1.x.y), and there is a rest between passes, so that the two seconds we leave a host
alone after a request play no part. PYTHON is an interpreter that can import `reader`:

    python -m venv /tmp/reader && /tmp/reader/bin/pip install reader sgmllib3k
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.feeds.fetch import Fetcher
from bot.feeds.tour import batches
from bot.service.loop import run
from storage.database import Database
from storage.entries import Entries
from storage.feeds import ALL, Feeds
from storage.records import Feed

HERE = Path(__file__).parent
PASSES = ("first", "unchanged", "new")
TARGETS = {"unchanged": 5.0, "new": 2.0}  # times as fast as reader
BEAT = 0.005  # seconds between two looks at whether the event loop is free


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench feeds", description="Reading feeds, beside lemon24/reader.")
    parser.add_argument("--feeds", type=int, default=2_000)
    parser.add_argument("--reader", default=sys.executable, help="a Python that can import reader")
    parser.add_argument("--as-sitrep", nargs=2, metavar=("PORT", "FOLDER"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.as_sitrep:
        run(sitrep(int(chosen.as_sitrep[0]), chosen.feeds, Path(chosen.as_sitrep[1])))
        return
    ours = measured([sys.executable, "-m", "bench.feeds", "--feeds", str(chosen.feeds), "--as-sitrep"], ())
    theirs: dict[str, dict[str, Any]] = {}
    if (
        subprocess.run([chosen.reader, "-c", "import reader"], capture_output=True, check=False).returncode
        == 0
    ):
        theirs = measured([chosen.reader, str(HERE / "feeds_reader.py")], (str(chosen.feeds),))
    report(chosen.feeds, ours, theirs)


def measured(command: list[str], more: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Run a contender against a server of its own; its passes by name."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.feeds_server"], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        try:
            port = server.stdout.readline().strip()
            ran = subprocess.run(
                [*command, port, *more, folder], stdout=subprocess.PIPE, text=True, check=True
            )
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()
    passes = [json.loads(line) for line in ran.stdout.splitlines()]
    return {one["pass"]: one for one in passes}


async def sitrep(port: int, count: int, folder: Path) -> None:
    """Our own three passes, as the pipeline makes them."""
    database = Database(folder / "sitrep.db")
    feeds, entries = Feeds(database), Entries(database)
    now = datetime.now(UTC)
    with database.transaction():
        for n in range(count):
            feeds.add(Feed(0, f"http://127.1.{n // 250}.{n % 250 + 1}:{port}/{n}", ""), now)
    async with Fetcher(allow_private=True) as fetcher:
        for turn, name in enumerate(PASSES):
            if name == "new":
                await asyncio.to_thread(turn_page, port)
            await asyncio.sleep(fetcher.limits.gap)
            lag = asyncio.create_task(longest_lag())
            started, processor = time.perf_counter(), _processor(fetcher)
            outcomes = await one_pass(feeds, entries, fetcher, now + timedelta(days=turn))
            seconds = time.perf_counter() - started
            lag.cancel()
            rows = database.one("select count(*) as n from entries")
            told = {
                "pass": name,
                "seconds": seconds,
                "cpu": _processor(fetcher) - processor,
                "outcomes": outcomes,
            }
            told |= {
                "entries": rows["n"] if rows else 0,
                "lag_ms": LAG[0] * 1000,
                "own_lag_ms": LAG[1] * 1000,
                "memory_mb": _memory(fetcher),
            }
            print(json.dumps(told), flush=True)
    database.close()


async def one_pass(feeds: Feeds, entries: Entries, fetcher: Fetcher, now: datetime) -> dict[str, int]:
    outcomes: dict[str, int] = {}
    due = await asyncio.to_thread(feeds.due, now, ALL, ALL)
    async with aclosing(batches(due, fetcher, entries.known, now)) as ended:
        async for visits in ended:
            await asyncio.to_thread(entries.take_all, visits, now)
            for visit in visits:
                outcomes[visit.outcome] = outcomes.get(visit.outcome, 0) + 1
    return outcomes


LAG = [0.0, 0.0]


async def longest_lag() -> None:
    """Keep in LAG the longest time (s) for which the event loop let nobody else run, as the clock has it,
    and the part of it in which this process did work: on a busy machine others' work is in the first."""
    LAG[:] = 0.0, 0.0
    while True:
        clock, processor = time.perf_counter(), time.process_time()
        await asyncio.sleep(BEAT)
        late, worked = time.perf_counter() - clock - BEAT, time.process_time() - processor
        LAG[:] = max(LAG[0], late), max(LAG[1], min(late, worked))


def turn_page(port: int) -> None:
    urllib.request.urlopen(f"http://127.0.0.1:{port}/generation/2").close()


def report(count: int, ours: dict[str, dict[str, Any]], theirs: dict[str, dict[str, Any]]) -> None:
    print(f"{count} feeds on loopback, seconds for one pass (fewer is better)\n")
    print(
        f"{'pass':<11}{'Sitrep':>9}{'reader':>9}{'ratio':>8}{'target':>8}   CPU s (ratio)"
        "      blocked (ms)        memory"
    )
    for name in PASSES:
        us, them = ours[name], theirs.get(name)
        beside = (
            f"{them['seconds']:>9.2f}{them['seconds'] / us['seconds']:>7.1f}x"
            if them
            else f"{'-':>9}{'-':>8}"
        )
        target = f"{TARGETS[name]:.0f}x" if name in TARGETS else "-"
        work = f"{us['cpu']:.1f}" + (f" : {them['cpu']:.1f} ({them['cpu'] / us['cpu']:.1f}x)" if them else "")
        print(
            f"{name:<11}{us['seconds']:>9.2f}{beside}{target:>8}   {work:<18}"
            f"{us['lag_ms']:>4.0f}, our part {us['own_lag_ms']:>3.0f}   {us['memory_mb']:>3.0f} MB"
        )
    print(f"\nSitrep: {ours['new']['entries']} entries; {ours['new']['outcomes']}")
    if theirs:
        print(f"\nreader: {theirs['new']['memory_mb']:.0f} MB, {theirs['new']['entries']} entries")
    else:
        print("\nlemon24/reader is not installed, so there is nothing to compare with. To have it beside us:")
        print("  python -m venv /tmp/reader && /tmp/reader/bin/pip install reader sgmllib3k")
        print("  python -m bench feeds --reader /tmp/reader/bin/python")


def _processor(fetcher: Fetcher) -> float:
    """Seconds of the processor: our own process and its workers."""
    return time.process_time() + sum(_spent(pid) for pid in fetcher.workers.pids())


def _spent(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _memory(fetcher: Fetcher) -> float:
    """Megabytes at the peak: our own process and its workers."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return own + sum(_peak(pid) for pid in fetcher.workers.pids())


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if "VmHWM" in line)


if __name__ == "__main__":
    main()
