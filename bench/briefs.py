"""What a brief costs, extractor by extractor, next to cutting the same text into words by a bare pattern.

    python -m bench briefs [--articles FILE.jsonl] [--rounds 5]

Without a file of articles (JSON Lines with `text`) it reads the bundled samples, joined to texts of the
length of a newspaper article. Times are the processor's, the best of some rounds, for an article of 4,900
characters; the ratio to the bare pattern is what can be compared between machines. Start-up stands apart,
and so does the first reading of all, in which words and names are met that are known in the later rounds.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.briefs import make_brief
from bot.briefs.calendar import find_expressions
from bot.briefs.claims import find_claims
from bot.briefs.dates import resolve
from bot.briefs.document import read
from bot.briefs.figures import find_figures
from bot.briefs.locations import find_locations
from bot.briefs.summary import summarise
from storage.gazetteer import open_gazetteer
from storage.records import Article

SAMPLES = Path(__file__).parent.parent / "tests" / "quality" / "articles"
GARBAGE = 200_000  # as in `sitrep brief --jsonl`
LENGTH = 4900  # characters of an article: the mean of a year of political news
BARE = re.compile(r"\w+|[^\w\s]")
DAY = date(2026, 3, 1)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench briefs")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    started = time.process_time()
    gazetteer = open_gazetteer()
    make_brief(Article("0", "", "Three people died in Paris, the mayor said."), gazetteer)
    print(f"start-up behind the imports {time.process_time() - started:.2f} s")
    texts = texts_of(chosen.articles) if chosen.articles else samples()
    articles = [Article(str(number), "", text) for number, text in enumerate(texts)]
    unit = LENGTH / sum(map(len, texts))
    gc.freeze()
    gc.set_threshold(GARBAGE)
    first = unit * seconds(lambda: [make_brief(article, gazetteer) for article in articles])
    documents = [read(text) for text in texts]
    calendars = [find_expressions(document) for document in documents]
    figures = [find_figures(*pair) for pair in zip(documents, calendars, strict=True)]
    pairs = list(zip(documents, calendars, strict=True))

    def timed(name: str, work: Callable[[], object]) -> float:
        best = min(seconds(work) for _ in range(chosen.rounds)) * unit
        print(f"{name:12} {1000 * best:6.2f} ms {best / bare:6.1f} times the bare pattern")
        return best

    bare = min(seconds(lambda: [BARE.findall(text) for text in texts]) for _ in range(9)) * unit
    timed("bare pattern", lambda: [BARE.findall(text) for text in texts])
    timed("reading", lambda: [read(text) for text in texts])
    timed("calendar", lambda: [resolve(d, find_expressions(d), DAY) for d in documents])
    timed("locations", lambda: [find_locations(document, gazetteer) for document in documents])
    timed("figures", lambda: [find_figures(*pair) for pair in pairs])
    timed("claims", lambda: [find_claims(*pair) for pair in zip(documents, figures, strict=True)])
    timed("summary", lambda: [summarise(document, "") for document in documents])
    whole = timed("whole brief", lambda: [make_brief(article, gazetteer) for article in articles])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"first reading {1000 * first:.2f} ms")
    print(f"{1 / whole:.0f} articles/s on one core, {1 / first:.0f} at first, peak memory {peak:.0f} MB")


def texts_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def samples() -> list[str]:
    """The gold articles' texts, joined until they are as long as an article."""
    found: list[str] = []
    joined = ""
    for path in sorted(SAMPLES.glob("*.txt")):
        joined += path.read_text(encoding="utf-8") + "\n\n"
        if len(joined) >= LENGTH:
            found.append(joined)
            joined = ""
    return found


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
