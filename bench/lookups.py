"""Look-ups in a large archive of made-up figures, next to the plain SQL a user would write.

    python -m bench lookups [--figures 1000000] [--asked 400]

Fills a store, asks it what a desk asks (one or two words with synonyms, often a place, a speaker, a
period, a bound), and prints the times; then the same look-ups as `like` over the sentences' words. Times
are wall-clock, on a file that the system has in its cache; filling 1,000,000 figures takes some minutes.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from storage.records import (
    Arrival,
    Arrivals,
    Brief,
    BriefKeys,
    Feed,
    Figure,
    KeyRow,
    Lookup,
    ParsedEntry,
    Visit,
)
from storage.store import Store, open_store

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
PERIOD = timedelta(days=365)
FIGURES_AN_ENTRY = 10
TEXT = "Some 4,000 people crossed the border on Friday, the relief office said, and 12 trucks waited. " * 5
# Frequencies fall as in language: the n-th word is used n times less than the first (Zipf).
WORDS, PLACES, SPEAKERS = 20_000, 3_000, 5_000


class Dice:
    """Words, places and speakers, drawn with the frequencies of language."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._names = {kind: [f"{kind}{n}" for n in range(size)] for kind, size in SIZES.items()}
        self._weights = {
            kind: list(accumulate(1 / (n + 5) for n in range(size))) for kind, size in SIZES.items()
        }

    def some(self, kind: str, count: int) -> tuple[str, ...]:
        drawn = self.random.choices(self._names[kind], cum_weights=self._weights[kind], k=count)
        return tuple(dict.fromkeys(drawn))


SIZES = {"w": WORDS, "p": PLACES, "s": SPEAKERS}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench lookups")
    parser.add_argument("--figures", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=400)
    chosen = parser.parse_args(arguments)
    dice = Dice(1)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.db")
        seconds = timed(lambda: fill(store, chosen.figures, dice))
        size = store.stats()["bytes"] / 2**20
        print(f"{chosen.figures:,} figures in {seconds:.0f} s, {size:,.0f} MB on disk")
        asked = [lookup(dice) for _ in range(chosen.asked)]
        report("look-ups", [timed(lambda one=one: store.figures.find(one)) for one in asked])
        report("plain SQL", [timed(lambda one=one: plainly(store.path, one)) for one in asked[:20]])
        store.close()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def fill(store: Store, figures: int, dice: Dice) -> None:
    feed = store.feeds.add(Feed(0, "https://bench.example/feed", "Bench"), NOW - PERIOD)
    one = Figure(0, 10, TEXT[:10], "count", 4000, None, None, True, None, "people")
    for first in range(0, figures // FIGURES_AN_ENTRY, 1000):
        count = min(1000, figures // FIGURES_AN_ENTRY - first)
        arrivals = tuple(Arrival(parsed(first + n, dice)) for n in range(count))
        with store.transaction():
            for id in store.entries.take(Visit(feed, "new", arrivals=Arrivals(new=arrivals)), NOW):
                entry = store.entries.get(id)
                assert entry is not None
                values = [dice.random.lognormvariate(5, 3) for _ in range(FIGURES_AN_ENTRY)]
                brief = Brief("Bench", figures=tuple(replace(one, value=round(value)) for value in values))
                keys = BriefKeys(figures=tuple(key_row(dice) for _ in values))
                store.briefs.put(entry, brief, 1, NOW, keys)


def parsed(n: int, dice: Dice) -> ParsedEntry:
    return ParsedEntry(f"{n}", "guid", "Bench", None, TEXT, NOW - PERIOD * dice.random.random())


def key_row(dice: Dice) -> KeyRow:
    return KeyRow(dice.some("w", 4), dice.some("p", 3), dice.some("s", 2), (0, len(TEXT) // 5))


def lookup(dice: Dice) -> Lookup:
    """What a desk asks."""

    def maybe(share: float) -> bool:
        return dice.random.random() < share

    def sets(kind: str, words: int, synonyms: int) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(dice.some(kind, synonyms)) for _ in range(words))

    asked = sets("w", 1 + maybe(0.3), 1 + 2 * maybe(0.5))
    return Lookup(
        words=asked,
        typed=frozenset(min(words) for words in asked),
        place=sets("p", 1, 2) if maybe(0.3) else (),
        by=sets("s", 1, 1) if maybe(0.2) else (),
        since=NOW - timedelta(days=dice.random.choice((1, 7, 30))) if maybe(0.5) else None,
        above=dice.random.choice((10, 5_000)) if maybe(0.2) else None,
    )


def plainly(path: Path, one: Lookup) -> int:
    """The same words sought with `like`, as one would without an index of words."""
    clauses = [
        " or ".join(f"' ' || {column} || ' ' like '% {word} %'" for word in sorted(words))
        for column, asked in (("keys", one.words), ("places", one.place), ("speaker", one.by))
        for words in asked
    ]
    sql = f"select * from figures where ({') and ('.join(clauses)}) order by id desc limit 100"
    with sqlite3.connect(path) as connection:
        found = len(connection.execute(sql).fetchall())
    connection.close()
    return found


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def report(name: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    half, most, worst = (1000 * ordered[int((len(ordered) - 1) * share)] for share in (0.5, 0.95, 1))
    print(f"{name:10} half under {half:.1f} ms, 95 of 100 under {most:.1f} ms, worst {worst:.1f} ms")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
