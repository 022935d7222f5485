"""What placing one more item costs, in archives of 1,000 to 1,000,000 items.

    python -m bench.stories [--sizes 1000,10000,100000,1000000] [--items 300]

Two figures for each size: in memory (`sitrep stories --jsonl -`) and in the store. The archive is
synthetic: words by Zipf's law, each story with names of its own, two items a story on average; the
store's is written in bulk, with the stories of the last 30 days (at most OPEN of them) still open.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from bot.stories import Grouper, place, read, read_item
from storage.database import Database, to_stamp
from storage.records import Brief, Entry, Feed, Item
from storage.stories import Stories

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
OUTLET = Feed(1, "https://outlet.example", "Outlet")
VOCABULARY = 20_000
OPEN = 30_000  # stories: a month of a busy desk, 2,000 items a day
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]


class News:
    """An endless stream of made-up items, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = [self._word(3) for _ in range(VOCABULARY)]
        self._weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
        self._names: list[list[str]] = []

    def items(self) -> Iterator[tuple[str, str]]:
        """(headline, text) of one item after the other; every second one follows up a recent one."""
        while True:
            if not self._names or self._random.random() < 0.5:
                self._names.append([self._word(4).capitalize() for _ in range(6)] + self._some(8))
            names = self._random.choice(self._names[-200:])
            title = " ".join(self._random.sample(names, 3) + self._some(5))
            body = " ".join(self._random.sample(names, 5) + self._some(60) + names[:3])
            yield title, f"{title}. {body}."

    def _some(self, count: int) -> list[str]:
        whole = self._weights[-1]
        return [
            self._words[bisect.bisect(self._weights, self._random.random() * whole)] for _ in range(count)
        ]

    def _word(self, syllables: int) -> str:
        return "".join(self._random.choice(SYLLABLES) for _ in range(syllables))


def in_memory(sizes: list[int], items: int) -> Iterator[tuple[int, float]]:
    """(items seen before, milliseconds for each of the next ones) of a grouper that reads the stream."""
    grouper, stream, seen = Grouper(), News(1).items(), 0
    for size in sizes:
        for title, text in itertools.islice(stream, size - seen):
            grouper.place(title, text)
        batch = list(itertools.islice(stream, items))
        seen = size + items
        started = time.process_time()
        for title, text in batch:
            grouper.place(title, text)
        yield size, (time.process_time() - started) / items * 1000


def in_store(size: int, items: int, folder: Path) -> tuple[float, float]:
    """(milliseconds for each item placed in a store that holds `size`, megabytes of that store)."""
    database = Database(folder / f"{size}.db")
    fill(database, size)
    stories, stream = Stories(database), News(2).items()
    batch = list(itertools.islice(stream, items))
    ids = [arrive(database, n, *item) for n, item in enumerate(batch)]
    started = time.process_time()
    with database.transaction():  # what is measured is the placing, not the disk's flush
        for entry_id, (title, text) in zip(ids, batch, strict=True):
            entry = Entry(entry_id, 1, title, "guid", title, None, text, NOW, published=NOW)
            item = read_item(Item(entry, OUTLET, Brief(title)))
            stories.put(entry, item, place(item, stories.candidates(item)), NOW)
    spent = (time.process_time() - started) / items * 1000
    database.close()
    return spent, (folder / f"{size}.db").stat().st_size / 1e6


def fill(database: Database, size: int) -> None:
    """An archive of `size` items in half as many stories, the latest OPEN of them open."""
    database.execute("insert into feeds (id, url, title) values (1, 'https://outlet.example', 'Outlet')")
    stories = max(1, size // 2)
    first_open = max(0, stories - OPEN)
    stream = News(3).items()
    model = [read(*next(stream)) for _ in range(200)]
    placed = [place(item, Stories(database).candidates(item)) for item in model]
    old = to_stamp(NOW - timedelta(days=90))
    now = to_stamp(NOW)
    with database.transaction():
        database.execute_many(
            """
            insert into entries (id, feed_id, ident, scheme, title, text, first_seen, published)
            values (?, 1, ?, 'guid', 'headline', 'text', ?, ?)
            """,
            ((n, str(n), old, old) for n in range(1, size + 1)),
        )
        profile = msgspec.json.encode(placed[0].profile).decode()
        database.execute_many(
            """
            insert into stories (id, headline, first_seen, last_seen, profile, touched_at)
            values (?, 'headline', ?, ?, ?, ?)
            """,
            (
                (n, old, now if n > first_open else old, profile if n > first_open else None, now)
                for n in range(1, stories + 1)
            ),
        )
        database.execute_many(
            "insert into story_entries (entry_id, story_id) values (?, ?)",
            ((n, min(stories, (n + 1) // 2)) for n in range(1, size + 1)),
        )
        database.execute_many(
            "insert or ignore into story_terms (term, story_id) values (?, ?)",
            (
                (f"{term}{n % 50}" if at % 3 else term, n)
                for n in range(first_open + 1, stories + 1)
                for at, term in enumerate(placed[n % 200].terms[:40])
            ),
        )
        database.execute("insert into term_stories select term, count(*) from story_terms group by term")
        database.execute(
            "update story_counts set stories = ?, alone = ?, items = ?", (stories, stories // 2, size)
        )


def arrive(database: Database, n: int, title: str, text: str) -> int:
    cursor = database.execute(
        """
        insert into entries (feed_id, ident, scheme, title, text, first_seen, published)
        values (1, :ident, 'guid', :title, :text, :now, :now)
        """,
        {"ident": f"new {n}", "title": title, "text": text, "now": to_stamp(NOW)},
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--memory-up-to", type=int, default=100_000, help="largest size for the stream")
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    print("CPU time\narchive items   in memory ms/item   in the store ms/item   store MB")
    memory = dict(in_memory([size for size in sizes if size <= asked.memory_up_to], asked.items))
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            spent, megabytes = in_store(size, asked.items, Path(folder))
            streamed = f"{memory[size]:.2f}" if size in memory else "-"
            print(f"{size:>13,}   {streamed:>17}   {spent:>20.2f}   {megabytes:>8.0f}")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
