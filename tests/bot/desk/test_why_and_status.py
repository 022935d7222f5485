"""What Discord's commands tell of the service: what became of an item, and how all is."""

from __future__ import annotations

from datetime import time, timedelta

from bot.feeds.errors import FeedError
from bot.feeds.health import ill
from storage.records import Alert, Arrival, Arrivals, Digest, ParsedEntry, Schedule, Visit
from tests.bot.desk.conftest import FERRY, FLOOD, OURS, THEIRS, Office
from tests.newsroom import NOW, add_entry


async def test_what_became_of_an_item_is_told_stage_by_stage(office: Office) -> None:
    entry = office.store.entries.get(1)
    assert entry is not None
    assert entry.url is not None
    for item in (entry.url, entry.title):
        lines = office.desk.why(OURS, item)
        assert [line.label for line in lines] == ["Read", "Text", "Brief", "Story", "Digest"]
        assert "1 figure" in lines[2].detail
    (line,) = office.desk.why(OURS, "a title nobody wrote")
    assert line.state == "off"


async def test_why_tells_of_each_alert_and_of_each_digest_of_the_team(office: Office) -> None:
    store, desk = office.store, office.desk
    told = {(line.label, line.state): line.detail for line in desk.why(OURS, "ferry")}
    assert told["Digest", "off"] == "none is scheduled here"
    for name, tags in (("", ()), ("sport", ("sport",))):
        store.subscriptions.add(
            Schedule(0, "discord:100", time(7), "UTC", tags=tags, stories=1, owner=OURS, name=name), NOW
        )
    desk.add_alert(Alert(0, "sank", "discord:100", statuses=("denied",), owner=OURS))
    later = add_entry(store, store.feeds.list(OURS)[0], FERRY.replace("120", "130"), title="Ferry toll")
    add_entry(store, store.feeds.list("")[0], FLOOD.replace("seven", "nine"), title="Flood toll")
    await office.pipeline.think(NOW)

    told = {line.label: (line.state, line.detail) for line in desk.why(OURS, "Ferry toll")}
    assert told["Alert"] == ("off", "sank: claimed; asked for denied")
    assert told["Digest 07:00"] == ("ok", "comes into the one of 24 Nov 07:00 UTC, if its story ranks")
    assert told["Digest 07:00 sport"] == ("off", "keeps to sport, which this feed is not tagged with")
    office.pipeline.digest(NOW + timedelta(hours=1))
    both = {title: desk.why(OURS, title) for title in ("Ferry toll", "Flood toll")}
    when = "24 Nov 07:00 UTC"
    assert {line.detail for lines in both.values() for line in lines if line.label == "Digest 07:00"} == {
        f"its story was told of on {when}",
        f"left out on {when}: 1 story ranked before it, as many as were asked for",
    }
    assert [line.label for line in desk.why(THEIRS, later.title)] == ["Item"]


async def test_an_item_in_no_story_was_not_ranked_out(office: Office) -> None:
    store = office.store
    seven = store.subscriptions.add(Schedule(0, "discord:100", time(7), "UTC", owner=OURS), NOW)
    item = add_entry(store, store.feeds.list(OURS)[0], FERRY, title="Ferry unread")
    empty = Digest("", NOW - timedelta(days=1), NOW, "UTC", (), 0, 0)
    store.subscriptions.claim(seven, NOW.date(), empty, item.id, NOW)
    told = {line.label: line.detail for line in office.desk.why(OURS, "Ferry unread")}
    assert told["Digest 07:00"] == "it has no place in a story yet, and digests tell stories"


async def test_an_item_that_was_let_go_of_is_still_told_of(office: Office) -> None:
    entry = office.store.entries.get(1)
    assert entry is not None
    assert entry.url is not None
    office.store.prune(NOW + timedelta(days=1))
    for item in (entry.url, entry.title):
        assert [line.label for line in office.desk.why(OURS, item)] == ["Read", "Kept"]


async def test_an_item_that_two_servers_read_is_told_of_to_each(office: Office) -> None:
    store = office.store
    (ours,) = [feed for feed in store.feeds.list() if feed.owner == OURS]
    (theirs,) = [feed for feed in store.feeds.list() if feed.owner == THEIRS]
    for feed in (ours, theirs):
        parsed = ParsedEntry("same", "guid", "Same", "https://wire.example/same", "Rain fell.", NOW)
        store.entries.take(Visit(feed, "new", arrivals=Arrivals(new=(Arrival(parsed),))), NOW)
    assert "Outlet1" in office.desk.why(OURS, "https://wire.example/same")[0].detail
    assert "Outlet2" in office.desk.why(THEIRS, "https://wire.example/same")[0].detail
    assert office.desk.why("", "https://wire.example/same")[0].state == "off"


async def test_status_says_nothing_of_anothers_channels(office: Office) -> None:
    store = office.store
    for owner, place in ((OURS, "discord:100"), (THEIRS, "discord:200")):
        store.subscriptions.add(Schedule(0, place, time(7), "UTC", owner=owner), NOW)
    store.subscriptions.pause(store.subscriptions.of_owner(OURS)[0].id, "by hand")
    store.outbox.put("discord:200", "digest", "a", ["{}"], NOW - timedelta(hours=1))
    lines = {line.label: line.detail for line in office.desk.status(OURS)}
    assert (lines["Delivery"], lines["Next digest"]) == ("nothing waits", "none is scheduled")
    store.outbox.holds.add("discord:200", "Missing Permissions", NOW, NOW)
    assert {line.label: line.detail for line in office.desk.status(OURS)}["Delivery"] == "nothing waits"
    theirs = {line.label: line.detail for line in office.desk.status(THEIRS)}
    assert theirs["Delivery"] == "messages are refused: Missing Permissions"
    assert theirs["Next digest"] == "24 Nov 07:00 UTC"


async def test_status_tells_each_stage(office: Office) -> None:
    office.store.subscriptions.add(Schedule(0, "discord:100", time(7), "UTC"), NOW)
    lines = {line.label: line for line in office.desk.status(OURS)}
    assert list(lines) == ["Service", "Feeds", "Briefs", "Delivery", "Next digest"]
    assert lines["Feeds"].detail == "2 feeds, all well"
    assert lines["Next digest"].detail == "24 Nov 07:00 UTC"


async def test_status_calls_no_feed_well_whose_last_reading_failed(office: Office) -> None:
    feed = office.store.feeds.list()[0]
    office.store.feeds.save(ill(feed, FeedError("unreachable", "the host refuses connections"), NOW))
    told = {line.label: line for line in office.desk.status(OURS)}["Feeds"]
    assert told.state == "warn"
    assert told.detail.startswith("1 of 2 feeds could not be read at the last try, such as ")
    assert told.detail.endswith(": the host refuses connections")
