"""Checklist 3.5, identity: nothing is announced twice, nothing new is missed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.feeds.addresses import link_key
from bot.feeds.document import content_hash
from bot.feeds.identity import TOLD_AT_FIRST
from storage.records import Feed
from tests.feed_desk import NOW, FeedDesk, item, rss, stories, story
from tests.servers.feed_server import answer

HALF_HOUR = timedelta(minutes=30)
WORDS = "the ferry left the harbour with forty people and nine cars on board at dawn on a calm sea"


async def show(desk: FeedDesk, feed: Feed, *items: str, channel: str = "") -> list[str]:
    """Let the feed show these items, read it, and give the titles that are announced."""
    desk.server.answers["/f"] = answer(200, rss(*items, channel=channel))
    result = await desk.poll(feed, later=HALF_HOUR)
    return [arrival.entry.title for arrival in result.arrivals.new if arrival.announce]


async def grown(desk: FeedDesk, size: int = 20) -> Feed:
    """A feed that has been read before, with that many items known."""
    feed = desk.subscribe("/f")
    await show(desk, feed, *stories(range(100, 100 + size)))
    return feed


async def test_p07_identity_is_the_guid_then_the_link_then_the_words(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f")
    link = "https://harbour.example/a?utm_source=x"
    await show(desk, feed, item(" g1 ", "A", link), item(None, "B", link), item(None, "C", None, "words"))
    kept = {entry.title: (entry.scheme, entry.ident) for entry in desk.all(feed)}
    assert kept["A"] == ("guid", "guid:g1")
    assert kept["B"] == ("link", "link:harbour.example/a")
    assert kept["C"][0] == "hash"


async def test_p07_the_same_guid_in_another_feed_is_another_item(desk: FeedDesk) -> None:
    one = desk.subscribe("/1", answer(200, rss(item("g", "One's"))))
    two = desk.subscribe("/2", answer(200, rss(item("g", "Two's"))))
    await desk.poll(one)
    await desk.poll(two)
    assert (desk.titles(one), desk.titles(two)) == (["One's"], ["Two's"])


async def test_p08_two_items_under_one_guid_are_both_kept_and_stay_known(desk: FeedDesk) -> None:
    feed = await grown(desk)
    first = item("dup", "Crane falls", "https://harbour.example/crane", WORDS, NOW)
    second = item("dup", "Dock floods", "https://harbour.example/dock", WORDS[::-1], NOW)
    assert sorted(await show(desk, feed, first, second)) == ["Crane falls", "Dock floods"]
    assert await show(desk, feed, second) == []
    assert await show(desk, feed, second, first) == []
    assert len(desk.all(feed)) == 22
    assert all(entry.version == 1 for entry in desk.all(feed))


async def test_p08_identical_items_under_one_guid_are_one(desk: FeedDesk) -> None:
    feed = await grown(desk)
    twice = item("dup", "Crane falls", "https://harbour.example/crane", WORDS)
    assert await show(desk, feed, twice, twice) == ["Crane falls"]


async def test_p08_an_item_that_flips_between_two_versions_is_edited_once(desk: FeedDesk) -> None:
    feed = await grown(desk, 1)
    one, other = (
        item("g", title, "https://harbour.example/g", WORDS, NOW) for title in ("Ten hurt", "Nine hurt")
    )
    await show(desk, feed, one)
    for version in (other, one, other, one):
        assert await show(desk, feed, version) == []
    assert desk.all(feed)[-1].version == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://harbour.example/a", "https://www.harbour.example/a/"),
        ("https://harbour.example/a", "https://harbour.example/a?utm_source=rss&utm_medium=feed#top"),
        ("https://harbour.example/a", "https://harbour.example/a/amp/"),
        ("https://harbour.example/a", "https://amp.harbour.example/amp/a"),
        ("https://harbour.example/a?id=3&x=1", "https://harbour.example/a?x=1&id=3&fbclid=abc"),
        ("https://harbour.example/a/index.html", "https://m.harbour.example/a"),
    ],
)
async def test_p09_a_changed_guid_behind_the_same_link_is_the_same_item(
    desk: FeedDesk, one: str, other: str
) -> None:
    assert link_key(one) == link_key(other)
    feed = await grown(desk, 3)
    await show(desk, feed, item("old", "Crane falls", one, WORDS, NOW))
    assert await show(desk, feed, item("new", "Crane falls", other, WORDS, NOW)) == []
    assert await show(desk, feed, item("new", "Crane falls", other, WORDS, NOW)) == []
    assert desk.titles(feed).count("Crane falls") == 1


@pytest.mark.parametrize(("one", "other"), [("/a?id=1", "/a?id=2"), ("/a", "/b"), ("/", "/")])
def test_p09_links_to_different_things_differ(one: str, other: str) -> None:
    keys = link_key(f"https://harbour.example{one}"), link_key(f"https://harbour.example{other}")
    assert keys[0] != keys[1] or keys == (None, None)


async def test_p09_guid_and_link_changed_but_the_same_words_within_a_week(desk: FeedDesk) -> None:
    feed = await grown(desk, 3)
    await show(desk, feed, item("old", "Crane falls", "https://harbour.example/1", WORDS, NOW))
    again = item("new", "Crane falls", "https://harbour.example/2", f"{WORDS} today", NOW)
    assert await show(desk, feed, again) == []
    desk.now += timedelta(days=8)
    assert await show(desk, feed, again) == []


async def test_p09_news_under_a_standing_title_is_news(desk: FeedDesk) -> None:
    feed = await grown(desk, 3)
    today = item("1", "Morning briefing", "https://harbour.example/1", WORDS, NOW)
    other = " ".join(f"quite{n}" for n in range(15))
    tomorrow = item("2", "Morning briefing", "https://harbour.example/2", other, NOW + HALF_HOUR)
    assert await show(desk, feed, today) == ["Morning briefing"]
    assert await show(desk, feed, tomorrow) == ["Morning briefing"]
    assert await show(desk, feed, item("3", "Morning briefing", None, "", NOW + 2 * HALF_HOUR)) == [
        "Morning briefing"
    ]


async def test_p09_a_live_page_s_link_holds_many_items(desk: FeedDesk) -> None:
    feed = await grown(desk, 3)
    live = "https://harbour.example/live"
    one, two = item("1", "First boat in", live, WORDS, NOW), item("2", "Second boat in", live, WORDS, NOW)
    assert await show(desk, feed, one) == ["First boat in"]
    assert await show(desk, feed, two, one) == ["Second boat in"]
    strange = item("3", "Quay reopened", live, "nothing here repeats what stood before", NOW)
    assert await show(desk, feed, strange) == ["Quay reopened"]


async def test_p10_when_a_feed_changes_all_its_ids_nothing_is_announced_again(desk: FeedDesk) -> None:
    feed = await grown(desk)
    desk.now += timedelta(days=1)
    moved = [
        item(
            f"new-{n}",
            f"Retitled {n}",
            f"https://harbour.example/new/{n}",
            f"text{n} " * 9,
            NOW - timedelta(hours=n + 2),
        )
        for n in range(20)
    ]
    fresh = item("fresh", "Bridge opens", "https://harbour.example/new/bridge", WORDS, desk.now)
    assert await show(desk, feed, fresh, *moved) == ["Bridge opens"]
    held = await desk.poll(feed, later=HALF_HOUR)
    assert held.outcome == "unchanged"
    assert await show(desk, feed, *moved, channel="<ttl>10</ttl>") == []


async def test_p10_one_line_tells_of_the_baseline(desk: FeedDesk) -> None:
    feed = await grown(desk)
    moved = [item(f"new-{n}", f"Retitled {n}", published=NOW - timedelta(hours=n + 2)) for n in range(20)]
    desk.server.answers["/f"] = answer(200, rss(*moved))
    result = await desk.poll(feed, later=timedelta(days=1))
    assert result.arrivals.held == 20
    assert "the feed changed its ids; 20 items were taken as known" in result.note


async def test_p10_a_feed_that_was_away_comes_back_with_news(desk: FeedDesk) -> None:
    feed = await grown(desk)
    desk.now += timedelta(days=3)
    missed = [story(n, published=desk.now - timedelta(hours=n)) for n in range(1, 31)]
    assert len(await show(desk, feed, *missed)) == 30


async def test_p10_the_ids_alone_change_and_every_item_is_known_by_its_link(desk: FeedDesk) -> None:
    feed = await grown(desk)
    renamed = [story(n, guid=f"other-{n}") for n in range(100, 120)]
    desk.server.answers["/f"] = answer(200, rss(*renamed))
    result = await desk.poll(feed, later=HALF_HOUR)
    assert (result.arrivals.new, result.arrivals.held, len(result.arrivals.aliases)) == ((), 0, 20)


async def test_a_feed_just_added_tells_its_newest_few(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f")
    told = await show(desk, feed, *stories(range(1, 101)))
    assert told == [f"Ferry {n} leaves the harbour" for n in range(TOLD_AT_FIRST, 0, -1)]
    assert len(desk.all(feed)) == 100


async def test_p13_an_item_dated_back_is_told_unless_it_is_older_than_a_week(desk: FeedDesk) -> None:
    feed = await grown(desk)
    late = story(1, published=NOW - timedelta(days=3))
    archive = story(2, published=NOW - timedelta(days=8))
    assert await show(desk, feed, late, archive) == ["Ferry 1 leaves the harbour"]
    late_one, old_one = desk.entries.recent(feed.id, 2)
    assert (late_one.title, late_one.announce) == ("Ferry 1 leaves the harbour", True)
    assert (old_one.title, old_one.announce) == ("Ferry 2 leaves the harbour", False)


async def test_p16_an_edit_is_a_new_version_and_no_news(desk: FeedDesk) -> None:
    feed = await grown(desk, 3)
    await show(desk, feed, item("g", "Ten hurt", "https://harbour.example/g", WORDS, NOW))
    assert (
        await show(desk, feed, item("g", "Twelve hurt", "https://harbour.example/g", f"{WORDS} Twelve.", NOW))
        == []
    )
    entry = desk.all(feed)[-1]
    assert (entry.title, entry.version, entry.text.endswith("Twelve.")) == ("Twelve hurt", 2, True)


async def test_p16_the_feed_s_own_date_and_counters_are_no_edit(desk: FeedDesk) -> None:
    feed = await grown(desk, 3)
    await show(
        desk, feed, item("g", "Ten hurt", text=f"{WORDS} 3 comments", published=NOW), channel="<ttl>10</ttl>"
    )
    built = "<lastBuildDate>Mon, 02 Mar 2026 18:00:00 GMT</lastBuildDate>"
    await show(desk, feed, item("g", "TEN hurt", text=f"{WORDS}  47 comments", published=NOW), channel=built)
    assert desk.all(feed)[-1].version == 1
    assert content_hash("a", "seen 5 minutes ago") == content_hash("A", "seen  2 hours ago")


async def test_p16_an_item_re_written_at_every_reading_is_let_be(desk: FeedDesk) -> None:
    feed = await grown(desk, 3)
    for n in range(30):
        await show(desk, feed, item("g", f"Ticker {'x' * n}", "https://harbour.example/g", WORDS, NOW))
    assert desk.all(feed)[-1].version == 24


async def test_p17_an_item_that_leaves_and_returns_is_known(desk: FeedDesk) -> None:
    feed = await grown(desk, 3)
    assert await show(desk, feed, story(1)) == ["Ferry 1 leaves the harbour"]
    await show(desk, feed, story(2))
    desk.now += timedelta(days=400)
    assert await show(desk, feed, story(2), story(1)) == []
    assert desk.titles(feed).count("Ferry 1 leaves the harbour") == 1
