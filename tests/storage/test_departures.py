"""A server that sent the bot away: nothing is done for it, and after a month nothing of it is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from storage.database import StorageError
from storage.records import Alert, Feed, Fingerprint, Placement, Profile, Question, Schedule
from storage.store import Store, open_store
from tests.newsroom import add_entry

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
# As long as real ids are: a short one turns up in the microseconds of some time
OUR_IDS, THEIR_IDS = ("411100410004111", "811100410008111"), ("422200410004222", "822200410008222")
OURS, THEIRS = f"discord:{OUR_IDS[0]}", f"discord:{THEIR_IDS[0]}"
PLACES = {OURS: f"discord:{OUR_IDS[1]}", THEIRS: f"discord:{THEIR_IDS[1]}"}
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/sitrep.db")
    for owner in (OURS, THEIRS):
        _stores_something_everywhere(store, owner)
    yield store
    store.close()


def _stores_something_everywhere(store: Store, owner: str) -> None:
    place = PLACES[owner]
    feed = store.feeds.add(Feed(0, f"https://{owner[8:]}.example/feed", "Own", owner=owner), NOW)
    add_entry(store, feed, f"Seven died at {owner}.")
    store.subscriptions.add(Schedule(0, place, time(8), "UTC", owner=owner), NOW)
    store.alerts.add(Alert(0, "flood", place, owner=owner), NOW)
    store.questions.keep(Question(f"q{owner[8:]}", owner, "50", "figures", {"words": "flood"}, NOW))
    store.settings.put(f"managers:{owner}", "7")
    store.settings.put(f"warnings:{owner}", place.partition(":")[2])
    store.outbox.put(place, "digest", "a", [f"told to {owner}"], NOW)
    store.outbox.holds.add(place, "Missing Permissions", NOW, NOW)


def rows_that_name(store: Store, *words: str) -> list[str]:
    """Each row of each table in which one of the words stands, whatever the column."""
    database = store._database
    tables = [row["name"] for row in database.query("select name from sqlite_master where type = 'table'")]
    named = []
    for table in tables:
        for row in database.query(f"select * from {table}"):
            if any(word in str(value) for value in tuple(row) for word in words):
                named.append(f"{table}: {tuple(row)}")
    return named


def theirs(store: Store) -> list[str]:
    """The other server's rows; how an index is laid out in pages is no matter."""
    return [row for row in rows_that_name(store, *THEIR_IDS) if "_index_data" not in row]


def test_forgetting_leaves_no_row_of_the_server_in_any_table(store: Store) -> None:
    before = theirs(store)
    assert {line.partition(":")[0] for line in rows_that_name(store, *OUR_IDS)} >= {
        "feeds", "entries", "schedules", "alerts", "questions", "settings", "outbox", "holds",
    }  # fmt: skip
    store.forget(OURS)
    assert rows_that_name(store, *OUR_IDS) == []
    assert theirs(store) == before


def test_a_headline_goes_with_the_last_entry_that_bears_it(store: Store) -> None:
    shared = add_entry(store, store.feeds.add(Feed(0, "https://all.example/feed", "All"), NOW), "Seven died.")
    story = None
    for owner in (OURS, ""):
        (feed,) = store.feeds.list(owner=owner)
        (entry,) = store.entries.recent(feed.id)
        story = store.stories.put(entry, Fingerprint({}), Placement(story, Profile(1), (), 1.0, "alike"), NOW)
    store._database.execute("update stories set headline = 'For our client alone'")
    store._database.execute(
        "update entries set title = 'For our client alone' where id <> :id", {"id": shared.id}
    )
    assert [told.headline for told in store.stories.since(NOW - 2 * DAY)] == ["For our client alone"]
    store.forget(OURS)
    (left,) = store.stories.since(NOW - 9999 * DAY)
    assert (left.headline, left.size) == (shared.title, 1)


def test_forgetting_that_broke_off_is_gone_on_with(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.store.FORGOTTEN_AT_ONCE", 2)
    (feed,) = store.feeds.list(owner=OURS)
    for number in range(5):
        add_entry(store, feed, f"Seven died, {number}.")
    before = theirs(store)
    store._database.execute(
        "create trigger full before delete on entries when old.id = (select max(id) from entries)"
        " begin select raise(abort, 'disk full'); end"
    )
    with pytest.raises(StorageError, match="disk full"):
        store.forget(OURS)
    assert 0 < len(store.entries.recent(feed.id)) < 6, "some are gone"
    assert [due.owner for due in store.feeds.due(NOW + DAY)] == [THEIRS], "and no more are read"
    store._database.execute("drop trigger full")

    assert store.forget_departed(NOW) == 1
    assert rows_that_name(store, *OUR_IDS) == []
    assert theirs(store) == before
    assert store.forget_departed(NOW) == 0


def test_a_channel_that_another_posts_to_as_well_keeps_its_messages(store: Store) -> None:
    shared = PLACES[OURS]
    store.subscriptions.add(Schedule(0, shared, time(9), "UTC", owner=""), NOW)
    store.forget(OURS, [shared])
    assert len(store.outbox.backlog(shared)) == 1


def test_for_a_server_that_left_nothing_is_done(store: Store) -> None:
    later = NOW + DAY
    store.departures.leave(OURS, NOW)
    assert [schedule.owner for schedule in store.subscriptions.due(later)] == [THEIRS]
    assert [alert.owner for alert in store.alerts.all()] == [THEIRS]
    assert [feed.owner for feed in store.feeds.due(later)] == [THEIRS]


def test_a_server_that_comes_back_finds_all_as_it_was(store: Store) -> None:
    store.departures.leave(OURS, NOW)
    store.departures.return_(OURS)
    assert store.departures.since(OURS) is None
    assert {schedule.owner for schedule in store.subscriptions.due(NOW + DAY)} == {OURS, THEIRS}
    assert len(store.alerts.all()) == 2


def test_what_it_stored_is_kept_for_thirty_days_and_then_deleted(store: Store) -> None:
    store.departures.leave(OURS, NOW)
    store.departures.leave(OURS, NOW + 20 * DAY)  # told again: it left when it left
    assert store.forget_departed(NOW + 30 * DAY) == 0
    assert store.forget_departed(NOW + 30 * DAY + timedelta(minutes=1)) == 1
    assert rows_that_name(store, *OUR_IDS) == []
    assert store.departures.owners() == {THEIRS}
