"""The bundled sample articles: invented outlets, invented events, real places.

A sample file is a head (`key: value` lines) and articles behind lines of `---`. Times are hours before the
demo's first run, so that the news is always fresh; `{weekday}` and `{weekday-2}` in a text are resolved
against the article's own time. Two articles of one slug are versions of one item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import cast

from storage.records import Reliability

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = re.compile(r"\{weekday([+-]\d)?\}")


@dataclass(frozen=True, slots=True)
class Sample:
    """One version of one article."""

    slug: str
    at: datetime
    title: str
    teaser: str
    body: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet: how its feed is made and what it has written."""

    name: str
    format: str  # rss2, rss1, atom, json
    host: str
    tags: tuple[str, ...]
    reliability: Reliability
    full: bool  # whole articles in the feed, or teasers that link to pages
    samples: tuple[Sample, ...]

    @property
    def feed_url(self) -> str:
        return f"http://{self.host}/feed"

    def published(self, now: datetime) -> list[Sample]:
        """What the outlet has put out by `now`, newest first, the latest version of each slug."""
        latest = {sample.slug: sample for sample in self.samples if sample.at <= now}
        return sorted(latest.values(), key=lambda sample: sample.at, reverse=True)


def load_outlets(anchor: datetime) -> list[Outlet]:
    """All outlets, with times counted back from `anchor` (aware, UTC)."""
    files = sorted(resources.files("bot.demo").joinpath("samples").iterdir(), key=lambda file: file.name)
    return [_outlet(file.read_text(encoding="utf-8"), anchor) for file in files if file.name.endswith(".txt")]


def _outlet(text: str, anchor: datetime) -> Outlet:
    head, *articles = text.split("\n---\n")
    fields = _fields(head)
    samples = sorted((_sample(article, anchor) for article in articles), key=lambda sample: sample.at)
    return Outlet(
        name=fields["outlet"],
        format=fields["format"],
        host=fields["host"],
        tags=tuple(tag.strip() for tag in fields["tags"].split(",")),
        reliability=cast("Reliability", fields["reliability"]),
        full=fields["full"] == "yes",
        samples=tuple(samples),
    )


def _sample(text: str, anchor: datetime) -> Sample:
    head, _, body = text.partition("\n\n")
    fields = _fields(head)
    at = anchor - timedelta(hours=int(fields["at"].removesuffix("h")))

    def dated(words: str) -> str:
        return WEEKDAY.sub(lambda match: WEEKDAYS[(at.weekday() + int(match[1] or 0)) % 7], words)

    return Sample(
        fields["slug"], at, dated(fields["title"]), dated(fields.get("teaser", "")), dated(body.strip())
    )


def _fields(head: str) -> dict[str, str]:
    pairs = (line.partition(": ") for line in head.strip().splitlines())
    return {key: value for key, _, value in pairs}
