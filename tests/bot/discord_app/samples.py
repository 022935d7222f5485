"""Records to render and to look up: one event as several outlets tell it, all invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.records import (
    Alert,
    Article,
    Brief,
    Change,
    Cited,
    Claim,
    ClaimRow,
    Denial,
    Digest,
    DigestStory,
    Entry,
    Feed,
    Figure,
    Hit,
    Ledger,
    LedgerRow,
    Location,
    Measure,
    PlaceRow,
    SearchRow,
    Source,
    Span,
    Speaker,
    Story,
)

NOW = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
URL = "https://www.harbour-post.example/2026/flood-{}"


def span(text: str, start: int = 0) -> Span:
    return Span(start, start + len(text), text)


def figure(text: str, value: float | None, by: str | None, **more: object) -> Figure:
    fields = {"low": None, "high": None, "approximate": False, "unit": None, "counted": "people displaced"}
    return Figure(0, len(text), text, "count", value, according_to=by, **(fields | more))  # type: ignore[arg-type]


def row(given: Figure, hours_ago: int, outlet: str = "harbour-post.example", sentence: str = "") -> LedgerRow:
    return LedgerRow(
        given,
        sentence,
        entry_id=hours_ago,
        feed=outlet,
        title="Flood in Izmail",
        url=f"https://{outlet}/{hours_ago}",
        when=NOW - timedelta(hours=hours_ago),
    )


def claim(speaker: str, content: str, stance: str = "asserts") -> Claim:
    said = Speaker(0, len(speaker), speaker, speaker)
    return Claim(0, 80, said, None, span(content, 20), "indirect", stance)  # type: ignore[arg-type]


def cited(text: str, by: Claim | None = None, outlet: str = "harbour-post.example") -> Cited:
    return Cited(span(text), 1, outlet, f"https://{outlet}/a?id=1", NOW - timedelta(hours=3), by)


DISPLACED = Measure(
    "people displaced",
    None,
    None,
    "Odesa region",
    (
        row(figure("about 4,000", 4000, "regional governor's office", approximate=True, modifier="about"), 9),
        row(
            figure("up to 6,500", None, "Red Cross", high=6500, modifier="at_most"), 4, "relief-wire.example"
        ),
    ),
    "compatible",
    3600,
    6500,
)
KILLED = Measure(
    "people",
    "killed",
    None,
    None,
    (
        row(figure("three", 3, "emergency service", counted="people", predicate="killed"), 8),
        row(
            figure("at least seven", None, "mayor of Izmail", low=7, counted="people", predicate="killed"),
            2,
            "danube-daily.example",
        ),
    ),
    "conflict",
    3,
    None,
    (
        Denial(
            claim("water authority", "the dam failed", "denies"),
            4,
            "danube-daily.example",
            "https://danube-daily.example/d",
            NOW,
        ),
    ),
)
FLOOD = DigestStory(
    id=7,
    headline="Danube floods the port of Izmail",
    status="changed",
    summary=(cited("The Danube broke its banks at Izmail on Saturday and flooded the lower port."),),
    sources=(
        Source(
            "harbour-post.example", "Danube floods the port", URL.format(1), NOW - timedelta(hours=9), "B", 2
        ),
        Source("relief-wire.example", "Thousands leave", "https://relief-wire.example/2", NOW, "A"),
        Source("danube-daily.example", "Seven dead", "https://danube-daily.example/3", NOW, "C"),
    ),
    independent=3,
    ledger=Ledger((DISPLACED, KILLED)),
    claims=(
        cited("the water will fall by Monday", claim("hydrology institute", "the water will fall by Monday")),
    ),
    denials=(cited("the dam failed", claim("water authority", "the dam failed", "denies")),),
    demands=(cited("boats and pumps", claim("mayor of Izmail", "boats and pumps", "demands")),),
    locations=(Location(0, 6, "Izmail", "Izmail", "place", 45.35, 28.84, "UA", "Odesa"),),
    changed=(
        Change("revised", "at least seven killed, three before"),
        Change("first_denial", "first denial"),
    ),
    demanded=("“boats and pumps”, by the mayor of Izmail; nobody reports that it happened",),
    missing=("no second source for seven killed",),
    last_told=NOW - timedelta(hours=24),
)
STRIKE = DigestStory(
    id=8,
    headline="Rail workers in Poland walk out over pay",
    status="new",
    summary=(
        cited(
            "Train drivers in four voivodeships stopped work at midnight.",
            outlet="rail-gazette.example",
        ),
    ),
    sources=(Source("rail-gazette.example", "Walk-out", "https://rail-gazette.example/9", NOW),),
    independent=1,
    ledger=Ledger(),
    missing=("one source alone",),
)
QUIET_STORY = DigestStory(
    id=9,
    headline="Talks on the grain corridor",
    status="unchanged",
    summary=(),
    sources=(),
    independent=2,
    ledger=Ledger(),
    last_told=NOW - timedelta(days=1),
)
DIGEST = Digest(
    "World desk", NOW - timedelta(hours=24), NOW, "Europe/Kyiv", (FLOOD, STRIKE, QUIET_STORY), 14, 6, 2
)
ENTRY = Entry(
    31,
    1,
    "guid-31",
    "guid",
    "Seven dead",
    "https://danube-daily.example/3",
    "The mayor called for more boats to be withdrawn from storage.",
    NOW,
    NOW - timedelta(hours=1),
)
ALERT = Alert(5, "withdrawal", "discord:100", mention="600")
SENTENCE = "The mayor called on the port to withdraw its barges."
HIT = Hit("withdrawal", 32, 40, "withdraw", span(SENTENCE), "demanded", "mayor of Izmail", "called on")
FIGURES = [
    row(figure(f"{n * 100:,}", n * 100, "Red Cross" if n % 2 else None), n, "relief-wire.example")
    for n in range(1, 15)
]
SEVEN_DEAD: dict[str, Any] = {
    "entry_id": 1,
    "feed": "danube-daily.example",
    "title": "Seven dead",
    "url": "https://danube-daily.example/3",
    "when": NOW,
}
CLAIMS = [
    ClaimRow(
        claim("mayor of Izmail", "the port needs boats", "demands"),
        "The mayor said the port needs boats.",
        **SEVEN_DEAD,
    )
]
PLACES = [
    PlaceRow(
        FLOOD.locations[0],
        "At least seven people died in Izmail.",
        **SEVEN_DEAD,
    )
]
FOUND = [
    SearchRow(
        "The Danube broke its banks",
        **SEVEN_DEAD | {"title": "Seven dead in Izmail"},
    )
]
STORY = Story(7, "Danube floods the port of Izmail", NOW, NOW, 3, 3)
FEED = Feed(
    1,
    "https://danube-daily.example/rss",
    "Danube Daily",
    ("world", "europe"),
    checked_at=NOW,
    owner="discord:1",
)
ARTICLE = Article("1", "Seven dead", "At least seven people died.", NOW, "https://danube-daily.example/3")
BRIEF = Brief(
    "Seven dead in Izmail",
    (span("At least seven people died."),),
    (claim("mayor of Izmail", "the port needs boats"),),
    (KILLED.rows[1].figure,),
    FLOOD.locations,
)
