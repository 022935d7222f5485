"""storage.feeds: what people decide about feeds, and what survives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database, StorageError
from storage.feeds import ALL, Feeds, normal_url
from storage.records import Feed, HostHold

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
A, B = "https://a.example/f", "https://b.example/f"


@pytest.fixture
def feeds(database: Database) -> Feeds:
    return Feeds(database)


def test_a_feed_comes_back_as_it_was_kept(feeds: Feeds) -> None:
    full = Feed(
        0, A, "A", ("sea", "port"), timedelta(hours=1), False, "uk", "B", "discord:1", "https://a.example/",
        "failing", 'W/"1"', "Mon, 2 Mar 2026 7:05:00 GMT", NOW, "abc", NOW, NOW, NOW, NOW,
        NOW, 3, "why", "dns", B, 1,
        "https://old.example/", timedelta(hours=2), timedelta(hours=3), (1, 2), (7,), "https://hub.example/",
        NOW, "odd XML", None, True,
    )  # fmt: skip
    added = feeds.add(full, NOW)
    assert feeds.get(added.id) == replace(full, id=added.id)
    changed = replace(added, etag='"2"', errors=0, next_check_at=NOW + timedelta(hours=1))
    feeds.save(changed)
    assert feeds.get(added.id) == changed


def test_one_owner_has_a_feed_once_and_owners_do_not_see_each_other(feeds: Feeds) -> None:
    feeds.add(Feed(0, A, ""), NOW)
    with pytest.raises(StorageError, match=r"a\.example is read already"):
        feeds.add(Feed(0, A, ""), NOW)
    theirs = feeds.add(Feed(0, A, "", ("x",), owner="discord:1"), NOW)
    assert [feed.id for feed in feeds.list(owner="discord:1")] == [theirs.id]
    assert len(feeds.list()) == 2
    assert [feed.id for feed in feeds.list(tags=["x", "y"])] == [theirs.id]
    assert feeds.by_url(A, "discord:2") is None


def test_removed_feeds_are_not_read_and_come_back_when_added_again(feeds: Feeds) -> None:
    first = feeds.add(Feed(0, A, "A"), NOW)
    feeds.remove(first.id, NOW)
    assert (feeds.list(), feeds.due(NOW)) == ([], [])
    again = feeds.add(Feed(0, A, "", ("new",)), NOW + timedelta(days=1))
    assert (again.id, again.title, again.tags, again.retired_at) == (first.id, "A", ("new",), None)
    assert [feed.id for feed in feeds.due(NOW + timedelta(days=1))] == [first.id]


def test_a_paused_feed_waits_until_it_is_resumed(feeds: Feeds) -> None:
    feed = feeds.add(Feed(0, A, ""), NOW)
    feeds.pause(feed.id)
    assert feeds.due(NOW + timedelta(days=9)) == []
    feeds.save(replace(feed, errors=1))
    assert feeds.list()[0].state == "paused"
    feeds.resume(feed.id, NOW)
    assert [due.state for due in feeds.due(NOW)] == ["ok"]


def test_due_feeds_come_longest_overdue_first(feeds: Feeds) -> None:
    for n in range(3):
        feeds.add(Feed(0, f"{A}/{n}", "", next_check_at=NOW - timedelta(hours=n)), NOW)
    feeds.add(Feed(0, B, "", next_check_at=NOW + timedelta(seconds=1)), NOW)
    assert [feed.url[-1] for feed in feeds.due(NOW)] == ["2", "1", "0"]
    assert len(feeds.due(NOW, limit=2)) == 2


def test_a_held_host_holds_over_a_restart(feeds: Feeds) -> None:
    feeds.add(Feed(0, A, ""), NOW)
    feeds.hold(HostHold("a.example", NOW + timedelta(hours=2), "429"))
    feeds.hold(HostHold("a.example", NOW + timedelta(hours=1), "503"))
    assert feeds.due(NOW + timedelta(hours=1, minutes=59)) == []
    assert feeds.holds(NOW) == {"a.example": NOW + timedelta(hours=2)}
    assert len(feeds.due(NOW + timedelta(hours=2))) == 1
    assert feeds.holds(NOW + timedelta(hours=2)) == {}


def test_the_configured_feeds_follow_the_file_and_others_are_left_alone(feeds: Feeds) -> None:
    by_hand = feeds.add(Feed(0, "https://hand.example/f", ""), NOW)
    feeds.sync([Feed(0, A, "A"), Feed(0, B, "B", ("x",))], NOW)
    feeds.sync([Feed(0, B, "Better", ("y",), timedelta(hours=2))], NOW)
    left = {feed.url: feed for feed in feeds.list()}
    assert set(left) == {by_hand.url, B}
    assert (left[B].title, left[B].tags, left[B].interval) == ("Better", ("y",), timedelta(hours=2))
    feeds.sync([Feed(0, A, "A"), Feed(0, B, "B")], NOW)
    assert len(feeds.list()) == 3


def test_a_shorter_interval_in_the_file_holds_from_the_last_reading_on(feeds: Feeds) -> None:
    week, hour = timedelta(days=7), timedelta(hours=1)
    feeds.sync([Feed(0, A, "A", interval=week), Feed(0, B, "B", interval=week)], NOW)
    a, b = feeds.list()
    for feed, errors in ((a, 0), (b, 1)):
        feeds.save(replace(feed, checked_at=NOW, next_check_at=NOW + week, errors=errors))
    for interval, due in ((week, week), (hour, hour), (None, hour), (week, hour)):
        feeds.sync([Feed(0, url, "", interval=interval) for url in (A, B)], NOW)
        a, b = feeds.list()
        assert (a.next_check_at, b.next_check_at) == (NOW + due, NOW + week), "one in trouble waits as it did"


def test_a_feed_that_moved_is_still_the_one_in_the_file(feeds: Feeds) -> None:
    feeds.sync([Feed(0, A, "A")], NOW)
    (feed,) = feeds.list()
    feeds.save(replace(feed, url=B, asked_url=A))
    feeds.sync([Feed(0, A, "A")], NOW)
    assert [(kept.id, kept.url) for kept in feeds.list()] == [(feed.id, B)]


def test_a_feed_that_moved_onto_another_stays_joined_when_the_file_is_read_again(feeds: Feeds) -> None:
    feeds.sync([Feed(0, A, "A"), Feed(0, B, "B")], NOW)
    a, b = feeds.list()
    feeds.save(replace(a, url=B, asked_url=A, checked_at=NOW))
    feeds.sync([Feed(0, A, "A"), Feed(0, B, "B")], NOW)
    assert [kept.id for kept in feeds.list()] == [b.id]


def test_to_follow_feeds_yaml_grows_with_it_not_with_its_square(database: Database) -> None:
    counted: list[None] = []
    work = []
    for many in (100, 400):
        wanted = [Feed(0, f"https://{many}.example/{n}", "") for n in range(many)]
        Feeds(database).sync(wanted, NOW)
        counted.clear()
        database.connection.set_progress_handler(lambda: counted.append(None), 100)
        Feeds(database).sync(wanted, NOW)
        database.connection.set_progress_handler(None, 0)
        work.append(len(counted))
    assert work[1] < 7 * work[0], "sixteen times would be the square"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org:80/a#b", "http://example.org/a"),
        ("https://example.org:8443/a?B=c", "https://example.org:8443/a?B=c"),
        ("https://u:P@Example.org/x", "https://u:P@example.org/x"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_addresses_have_one_spelling(written: str, normal: str) -> None:
    assert normal_url(written) == normal


def test_many_readings_without_news_are_kept_as_one_would_be(feeds: Feeds) -> None:
    alone = feeds.add(Feed(0, A, "A"), NOW)
    shared, sister = (feeds.add(Feed(0, B, "B", owner=owner), NOW) for owner in ("discord:1", "discord:2"))
    paused = feeds.add(Feed(0, "https://c.example/f", "C"), NOW)
    moved = feeds.add(Feed(0, "https://d.example/f", "D"), NOW)
    feeds.pause(paused.id)
    read = [replace(feed, etag='"2"', checked_at=NOW) for feed in (alone, shared, paused)]
    feeds.save_all([*read, replace(moved, url="https://e.example/f", etag='"2"'), replace(alone, id=999)])
    assert feeds.get(alone.id) == read[0]
    assert feeds.get(shared.id) == read[1]
    assert feeds.get(sister.id) == replace(read[1], id=sister.id, owner="discord:2")
    assert feeds.get(paused.id) == replace(read[2], state="paused")
    assert feeds.get(moved.id) == replace(moved, url="https://e.example/f", etag='"2"')
    assert feeds.get(999) is None


def test_of_one_host_a_few_are_due_at_a_time_and_the_others_the_next(feeds: Feeds) -> None:
    many = [feeds.add(Feed(0, f"https://a.example/{n}", ""), NOW) for n in range(30)]
    other = feeds.add(Feed(0, B, ""), NOW + timedelta(seconds=1))
    due = feeds.due(NOW + timedelta(minutes=1))
    assert [feed.id for feed in due] == [*(feed.id for feed in many[:25]), other.id]
    assert len(feeds.due(NOW + timedelta(minutes=1), ALL, ALL)) == 31
