"""The desk that Discord's commands ask: each callable is one question to the store, or one change of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts import RuleError, parse_rule
from bot.answers import country_of, digest_of_window, owners_of, replay, story_by_id
from bot.briefs import make_brief
from bot.discord_app.desk import ITEM, Ask, Caught, Desk, DeskError, StoryItem, is_number
from bot.feeds.pages import fetch_page
from bot.limits import TooSlowError, within
from bot.lookups import QueryError, parse_lookup, with_phrases_as_words
from bot.pipeline import SLOWEST_BRIEF_S, Pipeline
from bot.reports.tables import DONE, figures_csv
from bot.service.feed_desk import FeedDesk
from bot.service.health import status_lines
from bot.service.story_desk import StoryDesk
from bot.service.why import why_lines
from bot.spelling import respelt
from storage.entries import TEASER
from storage.records import (
    Alert,
    Article,
    Brief,
    Digest,
    DigestStory,
    Entry,
    LedgerRow,
    Lookup,
    SearchRow,
    Status,
)

MOST_ALERTS = 50  # of a server; each is put to every item that comes
LOOKED_BACK = timedelta(days=30)  # for an item by the words of its text
MOST_ITEMS = 25


def make_desk(pipeline: Pipeline, clock: Callable[[], datetime]) -> Desk:
    """Everything Discord may ask, over one store."""
    store = pipeline.store
    made, feeds, stories = _Desk(pipeline, clock), FeedDesk(pipeline, clock), StoryDesk(store, clock)
    return Desk(
        store=store,
        clock=clock,
        figures=lambda ask: store.figures.find(made.rows(ask)),
        claims=lambda ask: store.claims.find(made.rows(ask)),
        places=lambda ask: store.places.find(made.rows(ask)),
        search=made.search,
        respelt=made.respelt,
        chart=_chart,
        csv=figures_csv,
        digest=made.digest,
        stories=lambda owner, words: store.stories.like(words, owners_of(owner)),
        story=made.story,
        story_items=stories.items,
        merge_stories=stories.merge,
        split_story=stories.split,
        items=made.items,
        brief=made.brief,
        alerts=store.alerts.of_owner,
        add_alert=made.add_alert,
        test_alert=made.test_alert,
        pause_alert=made.pause_alert,
        mute_alert=made.mute_alert,
        remove_alert=store.alerts.remove,
        why_alert=made.why_alert,
        feeds=lambda owner: [feed for feed in store.feeds.list() if feed.owner in owners_of(owner)],
        find_feeds=feeds.find,
        add_feed=feeds.add,
        refresh_feed=feeds.refresh,
        pause_feed=feeds.pause,
        remove_feed=feeds.remove,
        why=lambda owner, item: why_lines(store, owners_of(owner), item),
        speakers=lambda owner, start: store.claims.speakers(start, owners_of(owner)),
        place_names=lambda owner, start: store.places.names(start, owners_of(owner)),
        status=lambda owner: status_lines(store, clock(), owners_of(owner)),
        forget=store.forget,
    )


class _Desk:
    """The answers that take more than one call."""

    def __init__(self, pipeline: Pipeline, clock: Callable[[], datetime]) -> None:
        self._pipeline = pipeline
        self._store = pipeline.store
        self._clock = clock
        self._country_of = country_of(pipeline.gazetteer)

    def lookup(self, ask: Ask) -> Lookup:
        try:
            return parse_lookup(
                ask.words,
                self._country_of,
                self._clock(),
                place=ask.place,
                by=ask.by,
                stance=ask.stance,
                since=ask.since,
                until=ask.until,
                owners=owners_of(ask.owner),
                limit=ask.limit,
            )
        except QueryError as error:
            raise DeskError(str(error)) from error

    def rows(self, ask: Ask) -> Lookup:
        """For rows that are found by keys alone."""
        return with_phrases_as_words(self.lookup(ask))

    def search(self, ask: Ask) -> Sequence[SearchRow]:
        lookup = self.lookup(ask)
        if not lookup.words and not lookup.phrases:
            raise DeskError("Name at least one word to search for.")
        return self._store.search.find(lookup)

    def respelt(self, noun: str, ask: Ask) -> Ask | None:
        """The look-up with another spelling, under which something is found."""
        find: Mapping[str, Callable[[Ask], Sequence[object]]] = {
            "figures": lambda ask: self._store.figures.find(self.rows(ask)),
            "claims": lambda ask: self._store.claims.find(self.rows(ask)),
            "places": lambda ask: self._store.places.find(self.rows(ask)),
            "search": self.search,
        }

        def finds(parts: Mapping[str, str]) -> bool:
            return bool(find[noun](_with(replace(ask, limit=1), parts)))

        typed = {part: text for part in ("words", "place", "by") if (text := getattr(ask, part))}
        other = respelt(typed, self._store.search.words_in_use, finds)
        return None if other is None else _with(ask, other)

    def digest(
        self, owner: str, since: datetime, until: datetime, tags: tuple[str, ...], stories: int
    ) -> Digest:
        return digest_of_window(
            self._store, since, until, tags=tags, owners=owners_of(owner), stories=stories
        )

    def story(self, owner: str, story_id: int) -> DigestStory | None:
        return story_by_id(self._store, story_id, owners_of(owner))

    def items(self, owner: str, words: str) -> list[StoryItem]:
        """The newest items with these words in their title, else the best of the last weeks in their text."""
        titled = self._store.entries.titled(words, owners_of(owner))
        if titled:
            return [StoryItem(entry.id, entry.title, feed, entry.when) for entry, feed in titled]
        now = self._clock()
        try:
            found = self.search(Ask(owner, words, now - LOOKED_BACK, now, limit=MOST_ITEMS))
        except DeskError:  # nothing in it that could be looked up
            return []
        return [StoryItem(row.entry_id, row.title, row.feed, row.when) for row in found]

    async def brief(self, owner: str, source: str) -> tuple[Article, Brief]:
        """Of an item we keep, of a link, or of a text."""
        article = await self._article(owner, source.strip())
        if not article.text.strip():
            raise DeskError("There is no text to brief.")
        try:
            return article, await asyncio.to_thread(within, SLOWEST_BRIEF_S, lambda: self._brief(article))
        except TooSlowError as error:
            raise DeskError(f"The article could not be briefed: {error}.") from error

    def _brief(self, article: Article) -> Brief:
        return make_brief(article, self._pipeline.gazetteer)

    async def _article(self, owner: str, source: str) -> Article:
        if source.startswith(ITEM):
            kept = await asyncio.to_thread(self._kept, owner, _number(source.removeprefix(ITEM)))
            return _article_of(kept)
        if source.startswith(("http://", "https://")):
            return await self._linked(owner, source)
        first, _, _ = source.partition("\n")
        return Article("text", first[:120], source, self._clock())

    def _kept(self, owner: str, entry_id: int) -> Entry:
        """An item whose text is kept, also one that has just come in and waits for its brief."""
        entry = self._store.entries.get(entry_id)
        feed = None if entry is None else self._store.feeds.get(entry.feed_id)
        if entry is None or feed is None or feed.owner not in owners_of(owner):
            raise DeskError("There is no such item.")
        if entry.text_source == "pruned":
            raise DeskError("Of this item title and link alone are kept.")
        return entry

    async def _linked(self, owner: str, url: str) -> Article:
        """What a link leads to; an item whose whole text is kept is not asked for again."""
        kept = await asyncio.to_thread(self._store.entries.by_url, url, owners_of(owner))
        if kept is not None and _is_whole(kept):
            return _article_of(kept)
        page = await fetch_page(url, self._pipeline.fetcher)
        if page.text:
            return Article(url, page.title, page.text, page.published, page.url)
        if kept is not None and kept.text.strip():
            return _article_of(kept)
        raise DeskError(f"No article could be read there: {page.note or 'the page holds none'}.")

    def add_alert(self, alert: Alert) -> Alert:
        """Keeps a rule and switches it on, also one that stood paused."""
        _check(alert.rule)
        standing = self._store.alerts.of_owner(alert.owner)
        if len(standing) >= MOST_ALERTS and not any(same_alert(alert, other) for other in standing):
            raise DeskError(f"A server can have {MOST_ALERTS} alerts; remove one first.")
        with self._store.transaction():
            kept = self._store.alerts.add(alert, self._clock())
            self._store.alerts.pause(kept.id, None)
        return replace(kept, paused=None, muted_until=None)

    def test_alert(
        self,
        owner: str,
        rule: str,
        statuses: tuple[Status, ...],
        since: datetime,
        tags: tuple[str, ...] = (),
    ) -> Sequence[Caught]:
        _check(rule)
        hits = replay(
            self._store,
            rule,
            since,
            self._clock(),
            statuses=statuses,
            tags=tags,
            owners=owners_of(owner),
            country_of=self._country_of,
        )
        return [Caught(hit.hit, hit.title, hit.url, hit.feed, hit.when) for hit in hits]

    def pause_alert(self, owner: str, alert_id: int, reason: str | None) -> bool:
        if not self._owns_alert(owner, alert_id):
            return False
        self._store.alerts.pause(alert_id, reason)
        return True

    def mute_alert(self, owner: str, alert_id: int, until: datetime) -> bool:
        if not self._owns_alert(owner, alert_id):
            return False
        self._store.alerts.mute(alert_id, until)
        return True

    def why_alert(self, owner: str, alert_id: int, entry_id: int) -> Sequence[str]:
        """What was decided about an item's hits of a rule, each with its reason."""
        alert = self._store.alerts.get(alert_id)
        if alert is None or alert.owner not in owners_of(owner):
            return []
        return [
            f"{hit.hit.status.upper()}: {DONE[hit.decision.kind]}; {hit.decision.reason}"
            for hit in self._store.alerts.why(alert_id, entry_id)
        ]

    def _owns_alert(self, owner: str, alert_id: int) -> bool:
        alert = self._store.alerts.get(alert_id)
        return alert is not None and alert.owner == owner


def _with(ask: Ask, parts: Mapping[str, str]) -> Ask:
    words, place, by = (parts.get(part, getattr(ask, part)) for part in ("words", "place", "by"))
    return replace(ask, words=words, place=place, by=by)


def same_alert(one: Alert, other: Alert) -> bool:
    """Whether keeping the one again only changes the other."""
    return (one.rule, one.target) == (other.rule, other.target)


def _check(rule: str) -> None:
    try:
        parse_rule(rule)
    except RuleError as error:
        raise DeskError(str(error)) from error


def _is_whole(entry: Entry) -> bool:
    """Whether an item's whole text is kept: that of its page, or as much as no teaser has."""
    return entry.text_source == "page" or len(entry.text) >= TEASER


def _article_of(entry: Entry) -> Article:
    return Article(str(entry.id), entry.title, entry.text, entry.when, entry.url, entry.lang)


def _number(text: str) -> int:
    if not is_number(text):
        raise DeskError("There is no such item.")
    return int(text)


def _chart(rows: Sequence[LedgerRow], title: str) -> bytes:
    from bot.reports.charts import figures_chart  # noqa: PLC0415  # matplotlib is slow to import

    return figures_chart(rows, title)
