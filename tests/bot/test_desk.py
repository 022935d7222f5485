"""What Discord's commands may ask: real answers from a real store, and never another server's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.discord_app.desk import Ask, Desk, DeskError
from bot.discord_app.look_up import question, recall
from bot.feeds.errors import FeedError
from bot.feeds.fetch import Fetcher, Limits
from bot.feeds.health import ill
from bot.pipeline import Pipeline
from bot.service import desk as desk_module
from bot.service import feed_desk
from bot.service.desk import make_desk
from bot.service.render import Renderer
from storage.database import StorageError
from storage.gazetteer import Gazetteer
from storage.records import Alert, Arrival, Arrivals, Digest, Feed, ParsedEntry, Schedule, Visit
from storage.store import Store
from tests.newsroom import NOW, add_entry, add_feed, store_in
from tests.servers.feed_server import FeedServer, answer

OURS, THEIRS = "discord:1", "discord:2"
FLOOD = "At least seven people were killed in the flood around Sylhet, the district office said on Monday."
FERRY = "The ferry Santa Elvira sank off Mindoro with 120 people aboard, the coast guard said on Monday."
MORE = "Boats came. " * 80
PAGE = f"<html><body><article><h1>Flood</h1><p>{FLOOD}</p><p>{MORE}</p></article></body></html>"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Hill Post</title>
<item><guid>h</guid><title>Ferry sinks</title><description>It sank.</description></item></channel></rss>"""


@dataclass
class Office:
    """A store with an item of the operator's feeds and one of each server's, worked through."""

    store: Store
    desk: Desk
    server: FeedServer
    pipeline: Pipeline


@pytest.fixture
async def office(tmp_path: Path, gazetteer: Gazetteer) -> AsyncIterator[Office]:
    store = store_in(tmp_path)
    texts = {"": FLOOD, OURS: FERRY, THEIRS: FLOOD.replace("Sylhet", "Beira")}
    for n, (owner, text) in enumerate(texts.items()):
        add_entry(store, add_feed(store, f"outlet{n}", owner=owner), text, title=text.split(",")[0])
    limits = Limits(gap=0.0, total=30.0, parse=30.0, extract=30.0)
    async with FeedServer() as server, Fetcher(allow_private=True, limits=limits) as fetcher:
        renderer = Renderer(discord=True)
        pipeline = Pipeline(store, fetcher, gazetteer, renderer.digest, renderer.alert)
        await pipeline.think(NOW)
        yield Office(store, make_desk(pipeline, lambda: NOW), server, pipeline)
    store.close()


def ask(words: str, owner: str = OURS, **more: str) -> Ask:
    return Ask(owner, words, NOW - timedelta(days=7), NOW, **more)  # type: ignore[arg-type]


async def test_look_ups_see_the_operators_feeds_and_the_servers_own(office: Office) -> None:
    desk = office.desk
    assert {row.entry_id for row in desk.figures(ask("people"))} == {1, 2}
    assert {row.entry_id for row in desk.figures(ask("people", THEIRS))} == {1, 3}
    assert {row.entry_id for row in desk.figures(ask("people", ""))} == {1}
    assert [row.entry_id for row in desk.figures(ask("people", place="Bangladesh"))] == [1]
    assert [row.entry_id for row in desk.claims(ask("", by="coast guard"))] == [2]
    assert desk.places(ask("", place="Mozambique")) == []
    assert [row.entry_id for row in desk.search(ask("ferry"))] == [2]
    assert desk.search(ask("ferry", THEIRS)) == []


@pytest.mark.parametrize("words", ["", "  ", "tag:asia"])
async def test_a_search_without_words_is_told_so(office: Office, words: str) -> None:
    with pytest.raises(DeskError, match="at least one word"):
        office.desk.search(ask(words))


async def test_a_wrong_filter_is_told_in_a_line(office: Office) -> None:
    with pytest.raises(DeskError, match="expected one of asserts"):
        office.desk.claims(ask("x stance:maybe"))


async def test_digests_and_stories_are_those_of_the_server(office: Office) -> None:
    digest = office.desk.digest(OURS, NOW - timedelta(days=1), NOW, (), 8)
    assert {source.feed for story in digest.stories for source in story.sources} == {"Outlet0", "Outlet1"}
    (story,) = office.desk.stories(OURS, "ferry")
    assert office.desk.stories(THEIRS, "ferry") == []
    told = office.desk.story(OURS, story.id)
    assert told is not None
    assert "ferry" in told.headline
    assert office.desk.story(THEIRS, story.id) is None
    assert office.desk.story(OURS, 999) is None


async def test_briefs_of_an_item_of_a_link_and_of_a_text(office: Office) -> None:
    office.server.answers["/story"] = answer(200, PAGE, {"Content-Type": "text/html"})
    for source in ("entry:1", office.server.url("/story"), FLOOD):
        article, brief = await office.desk.brief(OURS, source)
        assert FLOOD in article.text
        assert brief.figures[0].low == 7
    for nothing in ("entry:3", "entry:x", office.server.url("/missing"), "  "):
        with pytest.raises(DeskError):
            await office.desk.brief(OURS, nothing)


async def test_an_item_is_found_by_its_title_then_by_its_text_by_those_who_may_see_it(office: Office) -> None:
    desk = office.desk
    assert [item.entry_id for item in desk.items(OURS, "santa mindoro")] == [2], (
        "words of the title, in order"
    )
    assert [item.entry_id for item in desk.items(OURS, "coast guard")] == [2], "words of the text"
    assert [item.entry_id for item in desk.items(OURS, "flood")] == [1]
    assert [item.entry_id for item in desk.items(THEIRS, "flood")] == [3, 1]
    assert desk.items(THEIRS, "ferry") == desk.items(OURS, "???") == desk.items(OURS, "100%") == []


async def test_a_link_that_is_kept_is_not_asked_for_again_and_a_dead_one_gives_what_is_kept(
    office: Office,
) -> None:
    teaser, whole = office.server.url("/kept"), office.server.url("/whole")
    long = " ".join([FLOOD, *["Boats came."] * 140])
    keep(office, teaser, FLOOD)
    keep(office, whole, long)
    office.server.answers["/whole"] = answer(200, PAGE, {"Content-Type": "text/html"})
    article, _ = await office.desk.brief(OURS, whole)
    assert article.text == long
    article, _ = await office.desk.brief(OURS, teaser)
    assert article.text == FLOOD
    with pytest.raises(DeskError, match="404"):
        await office.desk.brief(THEIRS, teaser)


@pytest.mark.parametrize("text", ["", "The river rose."])
async def test_a_link_of_which_a_teaser_is_kept_is_read(office: Office, text: str) -> None:
    url = office.server.url("/story")
    keep(office, url, text)
    office.server.answers["/story"] = answer(200, PAGE, {"Content-Type": "text/html"})
    article, brief = await office.desk.brief(OURS, url)
    assert FLOOD in article.text
    assert brief.figures[0].low == 7


async def test_an_item_can_be_briefed_as_soon_as_it_can_be_chosen(office: Office) -> None:
    keep(office, "https://outlet.example/new", FLOOD)
    (found,) = office.desk.items(OURS, "kept")
    article, _ = await office.desk.brief(OURS, f"entry:{found.entry_id}")
    assert article.text == FLOOD
    with pytest.raises(DeskError, match="no such item"):
        await office.desk.brief(THEIRS, f"entry:{found.entry_id}")


def keep(office: Office, url: str, text: str) -> None:
    """An item of our server's feed."""
    (ours,) = [feed for feed in office.store.feeds.list() if feed.owner == OURS]
    parsed = ParsedEntry(url, "guid", "Kept", url, text, NOW)
    office.store.entries.take(Visit(ours, "new", arrivals=Arrivals(new=(Arrival(parsed),))), NOW)


async def test_an_article_that_takes_too_long_is_given_up_in_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object) -> None:
        while True:
            sum(range(100))

    monkeypatch.setattr("bot.service.desk.make_brief", endless)
    monkeypatch.setattr("bot.service.desk.SLOWEST_BRIEF_S", 0.2)
    with pytest.raises(DeskError, match=r"could not be briefed: it took over 0\.2 s and was given up"):
        await office.desk.brief(OURS, FLOOD)


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


async def test_names_are_completed_from_what_a_server_may_see(office: Office) -> None:
    assert office.desk.place_names(OURS, "sy") == ["Sylhet"]
    assert office.desk.place_names(OURS, "bei") == []
    assert office.desk.place_names(THEIRS, "bei") == ["Beira"]
    assert [name.lower() for name in office.desk.speakers(OURS, "the coa")] == ["the coast guard"]


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


async def test_a_look_up_is_respelt_by_what_a_server_may_see(office: Office) -> None:
    since, until = NOW - timedelta(days=7), NOW + timedelta(days=1)
    for noun, part in (("search", "words"), ("figures", "words"), ("claims", "words"), ("places", "place")):
        typed = {"words": "", "place": "", part: "Sylhett"}
        asked = Ask(OURS, typed["words"], since, until, place=typed["place"])
        assert office.desk.respelt(noun, asked) == replace(asked, **{part: "Sylhet"})
    assert office.desk.respelt("search", Ask(OURS, "Beirra", since, until)) is None
    respelt = office.desk.respelt("search", Ask(THEIRS, "Beirra", since, until))
    assert respelt is not None
    assert respelt.words == "Beira"


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


async def test_without_a_server_each_person_finds_their_own_questions_alone(office: Office) -> None:
    asked = question(office.desk, "", 111, "figures", words="killed in Sylhet")
    question(office.desk, OURS, 111, "figures", words="aboard")
    recent = office.store.questions.recent
    assert [kept.id for kept in recent("", "figures", "111")] == [asked.id]
    assert recent("", "figures", "222") == ()
    assert len(recent(OURS, "figures", "222")) == 1, "a server's people share what they asked"
    assert recall(office.desk, asked.id, "", 111) == asked
    with pytest.raises(DeskError, match="no longer know"):
        recall(office.desk, asked.id, "", 222)


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


async def test_charts_and_tables_are_made_of_rows(office: Office) -> None:
    rows = office.desk.figures(ask("people"))
    assert office.desk.chart(rows, "people").startswith(b"\x89PNG")
    assert office.desk.csv(rows).startswith("figure,value")


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


async def test_a_document_found_long_ago_is_asked_for_anew(office: Office) -> None:
    office.server.answers["/feed"] = answer(200, RSS, {"Content-Type": "application/rss+xml"})
    clock = [NOW]
    desk = make_desk(office.pipeline, lambda: clock[0])
    (found,) = await desk.find_feeds(OURS, office.server.url("/feed"))
    clock[0] += timedelta(hours=1)
    office.server.answers["/feed"] = answer(
        200, RSS.replace("Ferry sinks", "Ferry raised"), {"Content-Type": "application/rss+xml"}
    )
    assert (await desk.add_feed(OURS, found.url, ())).titles == ("Ferry raised",)
