"""Writes what the corpus of feeds reads as, beside each feed: `python -m tests.feed_corpus`."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from bot.feeds.parse import parse_feed

FOLDER = Path(__file__).parent / "data" / "feeds"
URL = "https://harbour.example/feeds/news.xml"


def main() -> None:
    for path in sorted(FOLDER.iterdir()):
        if path.name.endswith(".expected.json"):
            continue
        read = msgspec.to_builtins(parse_feed(path.read_bytes(), URL))
        written = json.dumps(read, ensure_ascii=False, indent=1) + "\n"
        (FOLDER / f"{path.name.partition('.')[0]}.expected.json").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
