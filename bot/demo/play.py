"""Five days of sample news, played through the real pipeline in a few seconds.

The clock is turned by hand, a day at a time: at each stop the feeds are read, briefed, grouped and put to
the alert rules, the day's digest is queued when it is due, and the outbox is delivered to the terminal.
Nothing is special about the demo but its clock, its server and that it waits between no two requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.answers import country_of
from bot.delivery import Sender, deliver, terminal
from bot.demo.samples import Outlet, load_outlets
from bot.demo.server import SampleServer
from bot.feeds.fetch import Fetcher, Limits
from bot.lookups import parse_lookup, with_phrases_as_words
from bot.pipeline import Pipeline, RenderAlert, RenderDigest
from bot.reports.digest_text import digest_text
from bot.reports.layout import Page
from bot.reports.tables import claims_table, figures_table, places_table
from storage.gazetteer import Gazetteer
from storage.records import Alert, Feed, Lookup, Schedule
from storage.store import Store

ANCHOR = "demo_anchor"  # the setting that keeps when the demo was first run: the samples count back from it
DAYS = 5
STORIES = 6
RULES = ("withdrawal", "figure:killed>=10 AND flood", "strike AND (end OR deal)")
# All sample outlets are one process here: there is no host to be polite to.
AT_ONCE = Limits(gap=0.0)

Show = Callable[[str], None]


@dataclass(slots=True)
class Told:
    """What one run did."""

    read: int = 0
    new: int = 0
    unchanged: int = 0
    messages: list[list[str]] = field(default_factory=list)  # of each day

    @property
    def sent(self) -> int:
        return sum(map(len, self.messages))


async def play(
    store: Store,
    gazetteer: Gazetteer,
    renderers: tuple[RenderDigest, RenderAlert],
    *,
    page: Page,
    show: Show,
    now: datetime,
) -> Told:
    """Plays the samples into `store` and shows what comes out; a second time there is nothing new to show."""
    anchor, first = _anchor(store, now)
    outlets = load_outlets(anchor)
    subscribe(store, outlets, anchor)
    told = Told()
    async with SampleServer(outlets, anchor) as server:
        fetcher = Fetcher(
            allow_private=True, limits=AT_ONCE, resolver=server.resolver(), clock=lambda: server.clock
        )
        async with fetcher:
            pipeline = Pipeline(store, fetcher, gazetteer, *renderers)
            for moment in stops(anchor) if first else [anchor]:
                server.clock = moment
                await _one_day(pipeline, moment, told)
    for line in report(store, gazetteer, told, page, anchor):
        show(line)
    return told


def stops(anchor: datetime) -> list[datetime]:
    """When the clock stands still: once a day, the last time at the anchor."""
    return [anchor - timedelta(days=back) for back in reversed(range(DAYS))]


def subscribe(store: Store, outlets: list[Outlet], anchor: datetime) -> None:
    """The demo's feeds, its daily digest and its alert rules, as feeds.yaml would hold them."""
    first = stops(anchor)[0]
    eve = first - timedelta(minutes=1)
    feeds = [
        Feed(
            id=0,
            url=outlet.feed_url,
            title=outlet.name,
            tags=outlet.tags,
            interval=timedelta(minutes=30),
            reliability=outlet.reliability,
        )
        for outlet in outlets
    ]
    schedule = Schedule(
        id=0, target="terminal", at=anchor.time(), zone="UTC", stories=STORIES, name="World desk"
    )
    alerts = [Alert(id=0, rule=rule, target="terminal", added_at=eve) for rule in RULES]
    with store.transaction():
        store.feeds.sync(feeds, eve)
        store.subscriptions.keep_only("", [schedule], eve)
        store.alerts.keep_only("", alerts, eve)


async def _one_day(pipeline: Pipeline, moment: datetime, told: Told) -> None:
    async for visit in pipeline.poll(moment, pipeline.store.feeds.list()):
        told.read += 1
        told.new += len(visit.arrivals.new)
        told.unchanged += visit.outcome == "unchanged"
    while await pipeline.read_pages(moment):
        pass
    await pipeline.think(moment)
    pipeline.digest(moment)
    told.messages.append([])
    senders: dict[str, Sender] = {"terminal": terminal(told.messages[-1].append)}
    while await deliver(pipeline.store.outbox, senders, lambda: moment):
        pass


def report(store: Store, gazetteer: Gazetteer, told: Told, page: Page, now: datetime) -> Iterator[str]:
    """What a person sees: the last day's messages, a few look-ups, what to type next."""
    if told.new:
        read = f"{told.read} visits to {len(store.feeds.list())} feeds over {DAYS} days: {told.new} new items"
        yield heading(f"{read}; {told.sent} messages sent, the last day's below", page)
        for message in told.messages[-1]:
            yield message
            yield ""
    else:
        read = f"{told.read} visits, {told.unchanged} feeds unchanged, {told.new} new items"
        yield heading(f"{read}; {told.sent} messages sent. The last digest, as it was sent before", page)
        yield from _last_digest(store, page)
    for typed, table in lookups(store, gazetteer, page, now):
        yield heading(f"$ sitrep {typed}", page)
        yield table


def _last_digest(store: Store, page: Page) -> Iterator[str]:
    for schedule in store.subscriptions.of_owner(""):
        digest = store.subscriptions.last_told(schedule)
        if digest is not None:
            yield digest_text(digest, page.width, page.ink.on)


def lookups(store: Store, gazetteer: Gazetteer, page: Page, now: datetime) -> Iterator[tuple[str, str]]:
    """A few questions to what was just read, with the commands that ask them."""

    def ask(query: str, **options: Any) -> Lookup:
        since = now - timedelta(days=DAYS)
        asked = parse_lookup(query, country_of(gazetteer), now, since=since, limit=8, **options)
        return with_phrases_as_words(asked)

    yield (
        "figures displaced --place Bangladesh",
        figures_table(store.figures.find(ask("displaced", place="Bangladesh")), page, "displaced"),
    )
    yield (
        'figures "troops > 1,000"',
        figures_table(store.figures.find(ask("troops > 1,000")), page, "troops"),
    )
    yield (
        'claims "" --stance denies',
        claims_table(store.claims.find(ask("", stance="denies")), page, "denials"),
    )
    yield "places Mali", places_table(store.places.find(ask("", place="Mali")), page, "Mali")


def heading(text: str, page: Page) -> str:
    return "\n" + page.ink.bold(text) + "\n" + "-" * min(len(text), page.width)


def _anchor(store: Store, now: datetime) -> tuple[datetime, bool]:
    """When the demo was first run on this store, and whether that is now."""
    kept = store.settings.get(ANCHOR)
    if kept is not None:
        return datetime.fromisoformat(kept), False
    anchor = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    store.settings.put(ANCHOR, anchor.isoformat())
    return anchor, True
