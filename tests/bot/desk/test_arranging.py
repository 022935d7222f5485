"""What Discord's commands may change: a server's own rules and feeds, and no other's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.discord_app.desk import DeskError
from bot.service import desk as desk_module
from bot.service import feed_desk
from storage.database import StorageError
from storage.records import Alert, Arrival, Arrivals, Feed, ParsedEntry, Schedule, Visit
from tests.bot.desk.conftest import FERRY, OURS, RSS, THEIRS, Office, ask
from tests.newsroom import NOW, add_entry
from tests.servers.feed_server import answer


async def test_a_rule_is_tried_added_paused_and_removed_by_its_server_alone(office: Office) -> None:
    desk = office.desk
    caught = desk.test_alert(OURS, "sank", (), NOW - timedelta(days=1), ())
    assert [(hit.feed, hit.hit.matched) for hit in caught] == [("Outlet1", "sank")]
    assert desk.test_alert(THEIRS, "sank", (), NOW - timedelta(days=1), ()) == []
    assert len(desk.test_alert(OURS, "sank", (), NOW - timedelta(days=1), ("world", "sport"))) == 1
    assert desk.test_alert(OURS, "sank", (), NOW - timedelta(days=1), ("sport",)) == []
    with pytest.raises(DeskError):
        desk.add_alert(Alert(0, "(a OR", "discord:100", owner=OURS))

    alert = desk.add_alert(Alert(0, "sank", "discord:100", owner=OURS))
    assert [kept.id for kept in desk.alerts(OURS)] == [alert.id]
    assert not desk.alerts(THEIRS)
    assert not desk.pause_alert(THEIRS, alert.id, "no")
    assert desk.pause_alert(OURS, alert.id, "too many")
    assert desk.mute_alert(OURS, alert.id, NOW + timedelta(days=1))
    assert not desk.mute_alert(THEIRS, alert.id, NOW)
    again = desk.add_alert(Alert(0, "sank", "discord:100", owner=OURS))
    assert (again.id, again.paused, again.muted_until) == (alert.id, None, None), (
        "added again it watches again"
    )
    assert desk.alerts(OURS) == (again,)
    await office.pipeline.think(NOW)
    add_entry(
        office.store, office.store.feeds.list(OURS)[0], FERRY.replace("120", "130"), title="Ferry again"
    )
    await office.pipeline.think(NOW)
    newest = max(entry.id for entry, _ in office.store.entries.titled("Ferry again", (OURS,)))
    assert desk.why_alert(OURS, alert.id, newest) == ["CLAIMED: an alert; first hit in this story"]
    assert desk.why_alert(THEIRS, alert.id, newest) == []
    assert not desk.remove_alert(THEIRS, alert.id)
    assert desk.remove_alert(OURS, alert.id)


async def test_a_feed_is_found_read_paused_and_removed_by_its_server_alone(office: Office) -> None:
    office.server.answers["/feed"] = answer(200, RSS, {"Content-Type": "application/rss+xml"})
    desk = office.desk
    (found,) = await desk.find_feeds(OURS, office.server.url("/feed"))
    added = await desk.add_feed(OURS, found.url, ("hills",))
    feed = added.feed
    assert (added.taken, added.titles) == (1, ("Ferry sinks",)), "what the next digest would take"
    assert (feed.title, feed.tags, feed.owner) == ("Hill Post", ("hills",), OURS)
    assert len(office.server.asked("/feed")) == 1, "the document at hand is read, not asked for again"
    assert [entry.title for entry in office.store.entries.recent(feed.id)] == ["Ferry sinks"]
    with pytest.raises(DeskError, match="is read already"):
        await desk.add_feed(OURS, office.server.url("/feed"), ())
    with pytest.raises(DeskError):
        await desk.add_feed(OURS, office.server.url("/nothing"), ())

    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{name}">' for name in "ab")
    office.server.answers["/"] = answer(
        200, f"<html><head>{links}</head></html>", {"Content-Type": "text/html"}
    )
    several = await desk.find_feeds(OURS, office.server.url("/"))
    assert [found.url.rpartition("/")[2] for found in several] == ["a", "b"]

    assert {kept.owner for kept in desk.feeds(OURS)} == {"", OURS}
    assert not desk.pause_feed(THEIRS, feed.id, True)
    assert desk.pause_feed(OURS, feed.id, True)
    assert desk.pause_feed(OURS, feed.id, False)
    assert not desk.remove_feed(THEIRS, feed.id)
    assert desk.remove_feed(OURS, feed.id)


async def test_the_password_in_a_feeds_address_is_shown_to_nobody(office: Office) -> None:
    store, desk = office.store, office.desk
    feed = store.feeds.add(Feed(0, "https://bob:hunter2@paid.example/feed", "", owner=OURS), NOW)
    told_there, at = FERRY.replace("120", "130"), NOW - timedelta(hours=1)
    parsed = ParsedEntry("f", "guid", "A ferry sinks", "https://paid.example/f", told_there, at)
    store.entries.take(Visit(feed, "new", arrivals=Arrivals(new=(Arrival(parsed),))), NOW)
    store.alerts.add(Alert(0, "sank", "terminal", owner=OURS), NOW)
    await office.pipeline.think(NOW)
    failed = replace(feed, state="failed", error="503")
    store.entries.take(Visit(failed, "error"), NOW)

    week = NOW - timedelta(days=7)
    told = [*desk.search(ask("ferry")), *desk.figures(ask("people")), *desk.claims(ask("sank"))]
    told += [*desk.test_alert(OURS, "sank", (), week, ()), *store.alerts.hits(1)]
    assert sum(getattr(row, "feed", "") == "paid.example" for row in told) >= 4
    shown = repr(
        [told, desk.digest(OURS, week, NOW, (), 8), desk.status(OURS), desk.why(OURS, "A ferry sinks")]
    )
    shown += store.outbox.backlog("terminal")[0].payload
    assert "paid.example" in shown
    assert "hunter2" not in shown


async def test_a_feed_that_all_servers_get_is_not_read_twice_for_one(office: Office) -> None:
    store = office.store
    (ours,) = [feed for feed in store.feeds.list() if feed.owner == OURS]
    common = store.feeds.add(Feed(0, "https://all.example/feed", "All Wire"), NOW)
    with pytest.raises(DeskError, match="All Wire is read already, for all servers: `/feed list` shows it"):
        await office.desk.add_feed(OURS, "https://ALL.example/feed", ())
    assert [feed.id for feed in store.feeds.list(OURS)] == [ours.id]
    store.feeds.remove(common.id, NOW)


async def test_a_feed_that_all_servers_get_later_is_one_source_and_tells_nothing_twice(
    office: Office,
) -> None:
    store, address = office.store, office.server.url("/hill")
    office.server.answers["/hill"] = answer(200, RSS)
    store.feeds.add(Feed(0, address, "Hill Post", owner=OURS), NOW)
    store.alerts.add(Alert(0, "ferry", "discord:100", owner=OURS, cooldown=timedelta(minutes=5)), NOW)
    store.subscriptions.add(Schedule(0, "discord:100", time(7), "UTC", owner=OURS), NOW)

    async def told(now: datetime) -> list[str]:
        before = len(store.outbox.backlog("discord:100"))
        async for _ in office.pipeline.poll(
            now, [feed for feed in store.feeds.due(now) if feed.url == address]
        ):
            pass
        await office.pipeline.think(now)
        office.pipeline.digest(now)
        return [message.kind for message in store.outbox.backlog("discord:100")[before:]]

    first, again = NOW + timedelta(hours=2), NOW + timedelta(hours=27)
    assert await told(first) == ["alert", "digest"]
    store.feeds.sync([Feed(0, address, "The Hill Post of Assam")], again)
    assert await told(again) == []
    assert len([entry for entry, _ in store.entries.titled("Ferry sinks")]) == 2
    digest = office.desk.digest(OURS, NOW, again, (), 8)
    assert [story.sources[0].feed for story in digest.stories if story.headline == "Ferry sinks"] == [
        "Hill Post"
    ]
    assert (digest.items, digest.outlets) == (1, 1)


async def test_forgetting_a_server_leaves_the_others(office: Office) -> None:
    office.store.settings.put(f"managers:{OURS}", "7")
    office.desk.add_alert(Alert(0, "sank", "discord:100", owner=OURS))
    assert office.desk.forget(OURS, ()) == 2
    assert {feed.owner for feed in office.store.feeds.list()} == {"", THEIRS}
    assert office.store.stats()["entries"] == 2
    assert office.desk.stories("", "ferry") == []
    assert office.store.settings.get(f"managers:{OURS}") is None
    assert office.store.check() == []
    with pytest.raises(StorageError, match="not forgotten"):
        office.desk.forget("", ())


async def test_a_feed_is_read_by_hand_once_in_five_minutes_by_those_who_see_it(office: Office) -> None:
    office.server.answers["/feed"] = answer(200, RSS, {"Content-Type": "application/rss+xml"})
    desk = office.desk
    feed = office.store.feeds.add(Feed(0, office.server.url("/feed"), "Hill Post", owner=OURS), NOW)
    with pytest.raises(DeskError, match="no such feed"):
        await desk.refresh_feed(THEIRS, feed.id)
    told = await desk.refresh_feed(OURS, feed.id)
    assert told == "Hill Post: 1 new item; they can be looked up within a minute."
    with pytest.raises(DeskError, match="may be read again from"):
        await desk.refresh_feed(OURS, feed.id)
    assert len(office.server.asked("/feed")) == 1


async def test_a_server_has_only_so_many_feeds_and_alerts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_desk, "MOST_FEEDS", 1)
    monkeypatch.setattr(desk_module, "MOST_ALERTS", 1)
    office.server.answers["/feed"] = answer(200, RSS, {"Content-Type": "application/rss+xml"})
    office.server.answers["/more"] = answer(200, RSS, {"Content-Type": "application/rss+xml"})
    desk, store = office.desk, office.store
    for feed in [feed for feed in store.feeds.list() if feed.owner == OURS]:
        store.feeds.remove(feed.id, NOW)
    await desk.add_feed(OURS, office.server.url("/feed"), ())
    with pytest.raises(DeskError, match="A server can have 1 feeds; remove one first"):
        await desk.add_feed(OURS, office.server.url("/more"), ())
    for alert in desk.alerts(OURS):
        desk.remove_alert(OURS, alert.id)
    wanted = Alert(0, "flood", "discord:100", owner=OURS, added_at=NOW)
    desk.add_alert(wanted)
    desk.add_alert(wanted)  # the same again is the same
    with pytest.raises(DeskError, match="A server can have 1 alerts; remove one first"):
        desk.add_alert(replace(wanted, rule="ferry"))
