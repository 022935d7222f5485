"""The same work as bench/feeds.py asks of Sitrep, done by lemon24/reader. Needs nothing but `reader`.

python bench/feeds_reader.py PORT FEEDS FOLDER
"""

import json
import resource
import sys
import time
import urllib.request
from pathlib import Path

from reader import make_reader

WORKERS = 8


def main() -> None:
    port, count, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    reader = make_reader(str(folder / "reader.sqlite"))
    for n in range(count):
        reader.add_feed(f"http://127.1.{n // 250}.{n % 250 + 1}:{port}/{n}")
    for name in ("first", "unchanged", "new"):
        if name == "new":
            urllib.request.urlopen(f"http://127.0.0.1:{port}/generation/2").close()
        started, processor = time.perf_counter(), time.process_time()
        reader.update_feeds(scheduled=False, workers=WORKERS)
        seconds = time.perf_counter() - started
        print(
            json.dumps(
                {
                    "pass": name,
                    "seconds": seconds,
                    "cpu": time.process_time() - processor,
                    "entries": reader.get_entry_counts().total,
                    "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                }
            ),
            flush=True,
        )
    reader.close()


if __name__ == "__main__":
    main()
