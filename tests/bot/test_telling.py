"""Alerts over a real store: one message for a story and status, more outlets counted on it, all explained."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from bot.alerts import RuleSet
from bot.delivery import plain_text
from bot.lookups import keys_of_brief
from bot.service.render import Renderer
from bot.telling import Telling
from storage.records import Alert, Brief, Entry, Feed, Fingerprint, Item, Message, Placement, Profile
from storage.store import Store
from tests.newsroom import NOW, add_entry, add_feed, span

TEXT = "The army withdrew from Menaka on Monday."


def by_outlet(store: Store, outlet: str) -> Feed | None:
    return next((feed for feed in store.feeds.list() if feed.url == f"https://{outlet}.example/feed"), None)


def told(store: Store, outlet: str, text: str = TEXT, story: int | None = None) -> Item:
    """An outlet's item with its brief, placed in a story."""
    feed = by_outlet(store, outlet) or add_feed(store, outlet)
    entry: Entry = add_entry(store, feed, text, title=f"{outlet} on Menaka")
    brief = Brief(entry.title, summary=(span(text, text),))
    store.briefs.put(entry, brief, 1, NOW, keys_of_brief(entry, brief, [(0, len(text))]))
    placement = Placement(story, Profile(size=1), (), 1.0, "by hand")
    store.stories.put(entry, Fingerprint({}), placement, NOW)
    item = store.briefs.item(entry.id)
    assert item is not None
    return item


def look(store: Store, item: Item, now: datetime = NOW) -> None:
    Telling(store, Renderer(discord=False).alert).look(item, RuleSet(store.alerts.all()), now)


def queued(store: Store) -> list[Message]:
    return list(store.outbox.backlog("terminal"))


def test_an_item_is_told_once_however_often_it_is_looked_at(store: Store) -> None:
    store.alerts.add(Alert(0, "withdrawal", "terminal"), NOW)
    item = told(store, "coast")
    look(store, item)
    look(store, item)
    (message,) = queued(store)
    assert message.kind == "alert"
    assert "withdrawal" in (plain_text(message.payload) or "")
    assert store.briefs.unalerted() == []


def test_a_second_outlet_is_counted_on_the_first_message(store: Store) -> None:
    (alert,) = [store.alerts.add(Alert(0, "withdrawal", "terminal"), NOW)]
    first = told(store, "coast")
    look(store, first)
    second = told(store, "hill", story=first.story_id)
    look(store, second, NOW + timedelta(minutes=5))

    message, edit = queued(store)
    assert (edit.kind, edit.edits) == ("alert_edit", message.id)
    assert "+1 source" in (plain_text(edit.payload) or "")
    decisions = [hit.decision for hit in store.alerts.hits(alert.id)]
    assert [decision.kind for decision in decisions] == ["edit", "send"]
    assert all(decision.reason for decision in decisions)


def test_by_a_clock_that_is_ahead_news_are_no_old_news(store: Store) -> None:
    store.alerts.add(Alert(0, "withdrawal", "terminal"), NOW)
    store.retention.tick(NOW)
    ahead = NOW + timedelta(days=20)
    store.retention.tick(ahead)
    look(store, told(store, "coast"), ahead)
    assert len(queued(store)) == 1


def test_an_item_that_meets_no_rule_is_seen_and_tells_nothing(store: Store) -> None:
    store.alerts.add(Alert(0, "earthquake", "terminal"), NOW)
    look(store, told(store, "coast"))
    assert queued(store) == []
    assert store.briefs.unalerted() == []


def test_what_falls_into_quiet_hours_is_told_when_they_end(store: Store) -> None:
    store.alerts.add(Alert(0, "withdrawal", "terminal", quiet=(time(22), time(7)), zone="UTC"), NOW)
    look(store, told(store, "coast"))
    assert queued(store) == []

    telling = Telling(store, Renderer(discord=False).alert)
    assert not store.alerts.held(NOW + timedelta(minutes=30))
    (held,) = store.alerts.held(NOW + timedelta(hours=1))
    telling.release(held, NOW + timedelta(hours=1))
    assert len(queued(store)) == 1
    assert not store.alerts.held(NOW + timedelta(hours=2))


def test_a_crash_between_hit_and_message_leaves_neither(store: Store) -> None:
    store.alerts.add(Alert(0, "withdrawal", "terminal"), NOW)
    item = told(store, "coast")

    def broken(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Telling(store, broken).look(item, RuleSet(store.alerts.all()), NOW)
    assert store.stats()["outbox"] == 0
    assert [waiting.entry.id for waiting in store.briefs.unalerted()] == [item.entry.id]
    look(store, item)
    assert len(queued(store)) == 1


def test_a_rule_that_breaks_keeps_no_other_servers_alert_back(store: Store) -> None:
    theirs = store.alerts.add(Alert(0, "withdrawal", "terminal:theirs", owner="discord:2"), NOW)
    store.alerts.add(Alert(0, "withdrew", "terminal", owner="discord:1"), NOW)
    render = Renderer(discord=False).alert

    def broken_for_one(alert: Alert, *arguments: Any, **more: Any) -> str:
        if alert.id == theirs.id:
            raise RecursionError("too deep")
        return render(alert, *arguments, **more)

    item = told(store, "coast")
    Telling(store, broken_for_one).look(item, RuleSet(store.alerts.all()), NOW)
    assert len(queued(store)) == 1
    (hit,) = store.alerts.hits(theirs.id)
    assert (hit.decision.kind, hit.decision.reason) == (
        "suppress",
        "it could not be told: RecursionError('too deep')",
    )
    assert store.briefs.unalerted() == []


def test_an_alert_is_headed_by_nothing_of_another_servers_feeds(store: Store) -> None:
    store.alerts.add(Alert(0, "withdrawal", "terminal", owner="discord:1"), NOW)
    add_feed(store, "client", owner="discord:2")
    theirs = told(store, "client")
    look(store, told(store, "coast", story=theirs.story_id))
    (message,) = queued(store)
    assert "coast on Menaka" in message.payload
    assert "client" not in message.payload
