"""A small desk of records for tests: invented outlets and people, real places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from storage.records import (
    Brief,
    Claim,
    Denial,
    Digest,
    Entry,
    Feed,
    Figure,
    Gap,
    Item,
    Ledger,
    LedgerRow,
    Location,
    Measure,
    Span,
    Speaker,
    Stance,
    Verdict,
)

NOW = datetime(2024, 10, 31, 5, 0, tzinfo=UTC)  # 07:00 in Kyiv
YESTERDAY = NOW - timedelta(days=1)
ZONE = "Europe/Kyiv"

TIGRAY = Location(0, 0, "Tigray region", "Tigray region", "place", 13.5, 39.0, "ET", "Tigray", 1)
ADDIS = Location(0, 0, "Addis Ababa", "Addis Ababa", "actor", 9.0, 38.7, "ET", "Addis Ababa", 2)
KYIV = Location(0, 0, "Kyiv", "Kyiv", "place", 50.45, 30.52, "UA", "Kyiv City", 3)


def feed(name: str, *tags: str, number: int | None = None) -> Feed:
    host = name.lower().replace(" ", "")
    return Feed(id=number or crc32(name.encode()), url=f"https://{host}.example/feed", title=name, tags=tags)


def item(number: int, outlet: str, title: str, text: str = "", **more: Any) -> Item:
    """An item of a story; `hours` ago, with the parts of a brief given by name."""
    hours = more.pop("hours", 3)
    story = more.pop("story", 1)
    copy_of = more.pop("copy_of", None)
    tags = more.pop("tags", ("world",))
    text = text or f"{title}. Nothing more was known on Wednesday."
    sentence = text.split(". ")[0].rstrip(".") + "."
    entry = Entry(
        id=number,
        feed_id=number,
        ident=str(number),
        scheme="guid",
        title=title,
        url=f"https://{outlet.lower().replace(' ', '')}.example/{number}",
        text=text,
        first_seen=NOW - timedelta(hours=hours),
        published=NOW - timedelta(hours=hours),
    )
    more.setdefault("summary", (Span(0, len(sentence), sentence),))
    return Item(entry, feed(outlet, *tags), Brief(headline=title, **more), story, copy_of)


def span_of(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part), part)


def claim(speaker: str | None, content: str, stance: Stance = "asserts", **more: Any) -> Claim:
    who = Speaker(0, len(speaker), speaker, speaker) if speaker else None
    return Claim(0, len(content), who, None, Span(0, len(content), content), "indirect", stance, **more)


def figure(text: str, counted: str | None, value: float | None = None, **more: Any) -> Figure:
    more.setdefault("low", None)
    more.setdefault("high", None)
    more.setdefault("approximate", False)
    more.setdefault("unit", None)
    start = more.pop("start", 0)
    return Figure(start, start + len(text), text, more.pop("kind", "count"), value, counted=counted, **more)


def row(what: Figure, of: Item, sentence: str = "") -> LedgerRow:
    return LedgerRow(
        what,
        sentence or of.entry.text,
        entry_id=of.entry.id,
        feed=of.feed.title,
        title=of.entry.title,
        url=of.entry.url,
        when=of.entry.when,
        story_id=of.story_id,
    )


def measure(counted: str, rows: list[LedgerRow], verdict: Verdict = "single", **more: Any) -> Measure:
    more.setdefault("predicate", None)
    more.setdefault("place", None)
    more.setdefault("unit", None)
    return Measure(counted, rows=tuple(rows), verdict=verdict, **more)


def denial(what: Claim, of: Item) -> Denial:
    return Denial(what, of.entry.id, of.feed.title, of.entry.url, of.entry.when)


def troops() -> tuple[list[Item], Ledger]:
    """A story of three outlets and a copy: figures that are compatible, a denial, a demand."""
    wire = item(
        1,
        "Harbour Wire",
        "Pentagon says Eritrean troops are in Tigray region",
        "Some Eritrean troops are already in the Tigray region, the Pentagon said. It gave "
        "no further numbers.",
        hours=20,
        locations=(TIGRAY, ADDIS),
        claims=(
            claim("Lena Orlova", "Eritrea must withdraw its troops from Ethiopia", "demands"),
            claim("the Pentagon", "some Eritrean troops are in the Tigray region"),
        ),
        tags=("world", "europe"),
    )
    post = item(
        2,
        "Straits Post",
        "Kenya puts Eritrean troops in Ethiopia at up to 12,000",
        "Up to 12,000 Eritrean servicemen are stationed at four camps in the north, Kenya's envoy Petro "
        "Hnatiuk told the council. Ethiopia's envoy called the reports invented from end to end.",
        hours=5,
        locations=(TIGRAY,),
        claims=(
            claim("Petro Hnatiuk", "up to 12,000 servicemen are stationed at four camps in the north"),
            claim("Viktor Sokolov", "the reports are invented from end to end", "denies"),
            claim("Kim Dae-jung Park", "the immediate withdrawal of the forces", "demands"),
        ),
    )
    gazette = item(
        3,
        "Vistula Gazette",
        "Some 10,000 Eritrean troops deployed to Ethiopia, Washington says",
        hours=9,
        locations=(TIGRAY,),
    )
    copy = item(4, "Coast Echo", "Some 10,000 Eritrean troops deployed to Ethiopia", hours=8, copy_of=3)
    about = figure(
        "some 10,000",
        "Eritrean troops",
        10_000,
        approximate=True,
        modifier="about",
        place="Ethiopia",
        predicate="deployed",
        according_to="Washington",
    )
    at_most = figure(
        "up to 12,000",
        "Eritrean servicemen",
        high=12_000,
        modifier="at_most",
        place="Ethiopia",
        according_to="Petro Hnatiuk",
    )
    flown = figure(
        "up to 2,100",
        "soldiers",
        high=2_100,
        modifier="at_most",
        predicate="flown",
        according_to="Petro Hnatiuk",
        aggregation="increment",
        start=80,
    )
    ledger = Ledger(
        (
            measure(
                "Eritrean troops",
                [row(about, wire), row(about, gazette), row(at_most, post)],
                "compatible",
                place="Ethiopia",
                denials=(denial(post.brief.claims[1], post),),
            ),
            measure("soldiers", [row(flown, post)], predicate="flown"),
        )
    )
    return [wire, post, gazette, copy], ledger


def drones() -> tuple[list[Item], Ledger]:
    """A second story: arithmetic that does not close, a toll that was revised."""
    first = item(
        11,
        "Harbour Wire",
        "Nine injured in overnight drone strikes on Kyiv",
        "Nine people were injured in Kyiv overnight, the city administration said. A market burned.",
        hours=7,
        story=2,
        locations=(KYIV,),
    )
    second = item(
        12,
        "Vistula Gazette",
        "Drone strikes on Kyiv injure eleven",
        "Eleven people were injured in Kyiv, the governor said. The air force counted 62 drones.",
        hours=2,
        story=2,
        locations=(KYIV,),
    )
    nine = figure(
        "nine", "people", 9, predicate="injured", place="Kyiv", according_to="the city administration"
    )
    eleven = figure("eleven", "people", 11, predicate="injured", place="Kyiv", according_to="the governor")
    air = "Ukraine's air force"
    launched = figure("62", "drones", 62, predicate="launched", according_to=air, start=40)
    intercepted = figure("33", "drones", 33, predicate="intercepted", according_to=air, start=50, part_of=0)
    jammed = figure("25", "drones", 25, predicate="jammed", according_to=air, start=60, part_of=0)
    whole, parts = row(launched, second), (row(intercepted, second), row(jammed, second))
    ledger = Ledger(
        (
            measure(
                "people",
                [row(nine, first), row(eleven, second)],
                "revised",
                predicate="injured",
                place="Kyiv",
            ),
            measure("drones", [whole], predicate="launched"),
            measure("drones", [parts[0]], predicate="intercepted"),
            measure("drones", [parts[1]], predicate="jammed"),
        ),
        (Gap(whole, parts, 4),),
    )
    return [first, second], ledger


def rows_of(digest: Digest) -> list[LedgerRow]:
    """Every row of a digest's ledgers, story by story."""
    return [row for story in digest.stories for measure in story.ledger.measures for row in measure.rows]
