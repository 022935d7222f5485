"""What became of one item, stage by stage: for /feed why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.discord_app.desk import Line
from bot.wording import count
from storage.records import Entry, Item, Schedule
from storage.store import Store

MOST_ALERTS = 4  # rules that are named for one item


def why_lines(store: Store, owners: Sequence[str], item: str) -> list[Line]:
    """What became of an item, stage by stage; `item` is its link, or words of its title."""
    entry = _entry(store, owners, item)
    if entry is None:
        return [Line("Item", "off", "nothing we read has this link or title")]
    feed = store.feeds.get(entry.feed_id)
    read = Line("Read", "ok", f"{entry.first_seen:%d %b %H:%M} UTC, from {feed.title if feed else 'a feed'}")
    if entry.text_source == "pruned":
        return [read, Line("Kept", "off", "title and link alone: `sitrep db prune` took the rest out")]
    kept = store.briefs.item(entry.id)
    return [
        read,
        _text(entry),
        _brief(store, entry, kept),
        _story(store, owners, kept),
        *_alerts(store, owners, entry),
        *_digests(store, owners, entry, kept, feed.tags if feed else ()),
    ]


def _entry(store: Store, owners: Sequence[str], item: str) -> Entry | None:
    linked = store.entries.by_url(item, owners)
    if linked is not None:
        return linked
    titled = store.search.by_title(item, owners)
    return None if titled is None else store.entries.get(titled)


def _text(entry: Entry) -> Line:
    sources = {
        "feed": "the feed's own text",
        "page": "the whole text of the page",
        "teaser": "the feed's text alone: the page gave less",
        "pruned": "none is kept",
    }
    return Line("Text", "ok", f"{sources[entry.text_source]}, {len(entry.text):,} characters")


def _brief(store: Store, entry: Entry, kept: Item | None) -> Line:
    if kept is None:
        return Line("Brief", "warn", "not made yet")
    error = store.briefs.failure(entry.id)
    if error is not None:
        return Line("Brief", "bad", f"none could be made ({error})")
    brief = kept.brief
    return Line("Brief", "ok", f"{count(len(brief.claims), 'claim')}, {count(len(brief.figures), 'figure')}")


def _story(store: Store, owners: Sequence[str], kept: Item | None) -> Line:
    if kept is None or kept.story_id is None:
        return Line("Story", "warn", "not grouped yet")
    headline = store.stories.headline(kept.story_id, owners or (kept.feed.owner,))
    copied = ", as a copy of another outlet's" if kept.copy_of is not None else ""
    return Line("Story", "ok", f"{kept.story_id}: {headline or kept.entry.title}{copied}")


def _alerts(store: Store, owners: Sequence[str], entry: Entry) -> list[Line]:
    """What each of the team's own rules made of it; nothing where none was met."""
    hits = [
        (alert, hit)
        for alert in store.alerts.of_owner(owners[-1])
        for hit in store.alerts.why(alert.id, entry.id)
    ]
    return [
        Line(
            "Alert",
            "ok" if hit.decision.kind in {"send", "edit"} else "off",
            f"{alert.rule}: {hit.decision.reason}",
            alert.target,
        )
        for alert, hit in hits[:MOST_ALERTS]
    ]


def _digests(
    store: Store, owners: Sequence[str], entry: Entry, kept: Item | None, tags: Sequence[str]
) -> list[Line]:
    """Whether each of the team's own digests has told of it, will, or never does."""
    if not entry.announce:
        return [Line("Digest", "off", "kept for look-ups only: it was old when we first read the feed")]
    schedules = [schedule for schedule in store.subscriptions.all() if schedule.owner == owners[-1]]
    if not schedules:
        return [Line("Digest", "off", "none is scheduled here")]
    return [
        replace(_digest(store, schedule, entry, kept, tags), target=schedule.target) for schedule in schedules
    ]


def _digest(store: Store, schedule: Schedule, entry: Entry, kept: Item | None, tags: Sequence[str]) -> Line:
    label = f"Digest {schedule.at:%H:%M} {schedule.name}".strip()
    if schedule.tags and not set(schedule.tags) & set(tags):
        return Line(label, "off", f"keeps to {', '.join(schedule.tags)}, which this feed is not tagged with")
    told = store.subscriptions.telling(schedule, entry.id)
    if told is None:
        if schedule.told_until >= entry.id or schedule.next_at is None:
            return Line(label, "off", "it came before this digest was set up")
        return Line(
            label, "ok", f"comes into the one of {schedule.next_at:%d %b %H:%M} UTC, if its story ranks"
        )
    when = f"{told.until:%d %b %H:%M} UTC"
    if kept is None or kept.story_id is None:
        return Line(label, "off", "it has no place in a story yet, and digests tell stories")
    if any(story.id == kept.story_id for story in told.stories):
        return Line(label, "ok", f"its story was told of on {when}")
    before = count(len(told.stories), "story", "stories")
    return Line(label, "off", f"left out on {when}: {before} ranked before it, as many as were asked for")
