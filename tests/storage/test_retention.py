"""An archive lets go of old stories whole, keeps what is alive or owed, and can be stopped anywhere."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from storage.records import (
    Alert,
    Decision,
    Digest,
    Entry,
    Feed,
    Fingerprint,
    Hit,
    KeyRow,
    Lookup,
    Placement,
    Profile,
    Schedule,
)
from storage.retention import Going
from storage.store import Store, open_store
from tests.newsroom import NOW, add_entry, add_feed, figure, put_figures, span, store_in

DAY = timedelta(days=1)
TEXT = "Seven people died."


def told(
    store: Store, feed: Feed, title: str, story: int | None = None, now: datetime = NOW
) -> tuple[Entry, int]:
    """An item read, briefed, placed and put to the alert rules, and its story."""
    entry = add_entry(store, feed, TEXT, title=title)
    put_figures(store, entry, (figure(TEXT, "Seven", 7), KeyRow(("people",), sentence=(0, len(TEXT)))))
    placed = Placement(story, Profile(1 if story is None else 2), ("flood",), 0.0, "")
    number = store.stories.put(entry, Fingerprint({}), placed, now)
    store.alerts.seen(entry.id, now)
    return entry, number


def found(store: Store) -> list[str]:
    return sorted(row.title for row in store.figures.find(Lookup(words=(frozenset({"people"}),))))


def test_a_story_goes_with_all_that_was_found_in_it(store: Store) -> None:
    feed = add_feed(store)
    entry, story = told(store, feed, "Flood")
    told(store, feed, "Flood rises", story)
    going = Going(stories=1, items=2, figures=2)
    assert store.retention.going(NOW + DAY) == going
    assert found(store) == ["Flood", "Flood rises"], "asking what would go changes nothing"

    assert store.prune(NOW + DAY) == going
    assert found(store) == []
    assert store.stories.get(story) is None
    assert store.briefs.get(entry.id) is None
    assert store.briefs.backlog() == {}
    assert store.check() == []
    assert store.prune(NOW + DAY) == Going()


def test_what_an_item_is_known_by_stays(store: Store) -> None:
    feed = add_feed(store)
    entry, _ = told(store, feed, "Flood")
    store.prune(NOW + DAY)
    kept = store.entries.get(entry.id)
    assert kept is not None
    assert (kept.title, kept.url, kept.text, kept.text_source) == ("Flood", entry.url, "", "pruned")
    assert not kept.announce
    assert entry.ident in store.entries.known(feed.id, [entry.ident]).by_ident
    assert store.search.find(Lookup(words=(frozenset({"flood"}),))) == []


def test_a_brief_made_of_a_text_that_went_meanwhile_is_not_kept(store: Store) -> None:
    read, _ = told(store, add_feed(store), "Flood")
    store.prune(NOW + DAY)
    put_figures(store, read, (figure(TEXT, "Seven", 7), KeyRow(("people",), sentence=(0, len(TEXT)))))
    assert found(store) == []
    assert store.briefs.backlog() == {}


def test_a_story_that_something_was_added_to_stays_whole(store: Store) -> None:
    feed = add_feed(store)
    _, story = told(store, feed, "Flood")
    told(store, feed, "Flood ebbs", story, now=NOW + 2 * DAY)
    assert store.prune(NOW + DAY) == Going()
    assert found(store) == ["Flood", "Flood ebbs"]


def test_what_is_read_lately_stays_however_old_it_is(store: Store) -> None:
    told(store, add_feed(store), "Flood", now=NOW + 2 * DAY)
    assert store.prune(NOW + DAY) == Going()


def test_what_still_waits_for_a_step_stays(store: Store) -> None:
    feed = add_feed(store)
    told(store, feed, "Flood")
    entry = add_entry(store, feed, TEXT, title="Ferry")
    put_figures(store, entry)
    store.stories.put(entry, Fingerprint({}), Placement(None, Profile(1), (), 0.0, ""), NOW)
    assert store.briefs.backlog() == {"alert": 1}
    assert store.prune(NOW + DAY).items == 1
    assert store.briefs.backlog() == {"alert": 1}


def test_a_hit_held_over_quiet_hours_keeps_its_item(store: Store) -> None:
    entry, _ = told(store, add_feed(store), "Flood")
    alert = store.alerts.add(Alert(0, "flood", "terminal"), NOW)
    item = store.briefs.item(entry.id)
    assert item is not None
    hit = Hit("died", 0, 5, "die", span(TEXT, "Seven"), "reported")
    store.alerts.record(alert, item, hit, Decision("hold", "quiet hours", NOW + 3 * DAY), NOW)
    assert store.prune(NOW + DAY) == Going()


@pytest.mark.parametrize(
    ("tags", "owner", "kept"),
    [((), "", 1), (("world",), "", 1), (("sport", "world"), "discord:1", 1), (("sport",), "", 0)],
)
def test_what_a_schedule_did_not_tell_yet_is_kept_for_it(
    store: Store, tags: tuple[str, ...], owner: str, kept: int
) -> None:
    feed = add_feed(store)
    first, _ = told(store, feed, "Flood")
    store.subscriptions.add(
        Schedule(0, "terminal", time(7), "UTC", tags=tags, owner=owner, told_until=first.id), NOW
    )
    told(store, feed, "Ferry")
    assert store.prune(NOW + DAY).items == 2 - kept


def test_of_the_digests_told_the_last_of_each_channel_stays(store: Store) -> None:
    schedule = store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW)
    for day in (1, 2, 3):
        digest = Digest(f"{day}", NOW, NOW, "UTC", (), 0, 0)
        store.subscriptions.claim(schedule, date(2026, 11, day), digest, day, NOW)
    assert store.prune(NOW + DAY) == Going(digests=2)
    last = store.subscriptions.last_told(schedule)
    assert last is not None
    assert last.title == "3"


def test_a_digest_that_a_clock_ahead_dated_is_not_the_last_one(store: Store) -> None:
    schedule = store.subscriptions.add(Schedule(0, "terminal", time(7), "UTC"), NOW)
    for title, day in (("ahead", date(2027, 11, 1)), ("right", date(2026, 11, 2))):
        digest = Digest(title, NOW, NOW, "UTC", (), 0, 0)
        store.subscriptions.claim(schedule, day, digest, 1, NOW)
    store.prune(NOW + DAY)
    last = store.subscriptions.last_told(schedule)
    assert last is not None
    assert last.title == "right"


def test_a_story_merged_into_one_that_goes_goes_too(store: Store) -> None:
    feed = add_feed(store)
    (_, one), (_, other) = told(store, feed, "Flood"), told(store, feed, "High water")
    store.stories.merge(one, other, NOW)
    assert store.prune(NOW + DAY).stories == 1
    assert store.stats()["stories"] == 0


def test_letting_go_costs_the_same_beside_many_stories_that_stay(tmp_path: Path) -> None:
    def steps(young: int) -> int:
        """Hundreds of SQLite's steps to let go of 40 stories."""
        folder = tmp_path / str(young)
        folder.mkdir()
        with closing(store_in(folder)) as store:
            feed = add_feed(store)
            with store.transaction():
                for number in range(40):
                    told(store, feed, f"Flood {number}")
                for number in range(young):
                    told(store, feed, f"Ferry {number}", now=NOW + 2 * DAY)
            counted: list[None] = []
            store._database.connection.set_progress_handler(lambda: counted.append(None), 100)
            assert store.retention.let_go(NOW + DAY).stories == 40
            return len(counted)

    assert steps(400) < 1.5 * steps(10)


def test_it_runs_beside_a_service_that_reads(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.retention.STORIES_AT_ONCE", 3)
    feed = add_feed(store)
    with store.transaction():
        for number in range(60):
            told(store, feed, f"Flood {number}")
    beside = open_store(f"sqlite:///{store.path}", "write")
    with ThreadPoolExecutor(1) as pool, closing(beside):
        gone = pool.submit(beside.prune, NOW + DAY)
        for number in range(20):
            told(store, feed, f"Ferry {number}", now=NOW + 2 * DAY)
        assert gone.result().stories == 60
    assert found(store) == sorted(f"Ferry {number}" for number in range(20))
    assert store.check() == []


def test_it_stops_when_it_is_told_to_and_goes_on_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.retention.STORIES_AT_ONCE", 2)
    feed = add_feed(store)
    for number in range(5):
        told(store, feed, f"Flood {number}")
    answers = iter([False, True])
    assert store.retention.let_go(NOW + DAY, lambda: next(answers)).stories == 2
    assert len(found(store)) == 3
    assert store.retention.let_go(NOW + DAY).stories == 3


def test_the_news_tells_how_old_it_is_where_the_clock_is_ahead(store: Store) -> None:
    keep, year = timedelta(days=180), timedelta(days=365)
    assert store.retention.end_of(keep, NOW) == NOW - keep, "nothing was read yet"
    told(store, add_feed(store), "Flood")
    assert store.retention.end_of(keep, NOW - DAY) == NOW - DAY - keep
    assert store.retention.end_of(keep, NOW + year) == NOW - timedelta(hours=1) - keep


def at_work(store: Store, since: datetime, until: datetime) -> None:
    """The service at work, noting the time twice a day."""
    while since <= until:
        store.retention.tick(since)
        since += DAY / 2


def test_where_no_feed_dates_its_items_the_time_at_work_counts(store: Store) -> None:
    at_work(store, NOW, NOW + 3 * DAY)
    assert store.retention.time(NOW + 3 * DAY) == NOW + 3 * DAY
    at_work(store, NOW + 365 * DAY, NOW + 367 * DAY)
    assert store.retention.time(NOW + 367 * DAY) == NOW + 6 * DAY, "a jump of a year counts for a day"
    at_work(store, NOW + 5 * DAY, NOW + 5 * DAY)
    assert store.retention.time(NOW + 5 * DAY) == NOW + 5 * DAY, "put right, it is what the clock says"


def test_a_clock_that_is_wrong_from_the_start_is_not_believed(store: Store) -> None:
    told(store, add_feed(store), "Flood")
    at_work(store, NOW + 365 * DAY, NOW + 366 * DAY)
    assert store.retention.time(NOW + 366 * DAY) == NOW + DAY


def test_one_feed_that_fell_silent_keeps_no_archive_from_letting_go(store: Store) -> None:
    told(store, add_feed(store), "Flood")
    at_work(store, NOW, NOW + 40 * DAY)
    assert store.retention.time(NOW + 40 * DAY) == NOW + 40 * DAY


def test_after_a_long_stop_what_feeds_date_tells_the_time(store: Store) -> None:
    at_work(store, NOW - 90 * DAY, NOW - 80 * DAY)
    told(store, add_feed(store), "Flood")
    at_work(store, NOW, NOW)
    assert store.retention.time(NOW) == NOW - timedelta(hours=1)


def test_the_file_gives_its_room_back_when_asked_to(store: Store) -> None:
    feed = add_feed(store)
    with store.transaction():
        for number in range(300):
            told(store, feed, f"Flood {number}")
    store.close()
    store = store_in(store.path.parent)
    before = store.path.stat().st_size
    store.prune(NOW + DAY)
    store.shrink()
    store.close()
    assert store.path.stat().st_size < before * 0.6


# Ends the process at its nth statement, in the middle of a transaction or between two.
KILLED = """
import os, signal, sys
from datetime import datetime
import storage.retention
from storage.database import Database
from storage.store import open_store

storage.retention.STORIES_AT_ONCE = 2
store, left, execute = open_store(sys.argv[1], "write"), int(sys.argv[3]), Database.execute

def counting(self, sql, parameters=()):
    global left
    done = execute(self, sql, parameters)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

Database.execute = counting
store.prune(datetime.fromisoformat(sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("statement", [1, 6, 9, 10, 14, 25])
def test_killed_anywhere_it_goes_on_where_it_was(tmp_path: Path, statement: int) -> None:
    store = store_in(tmp_path)
    feed = add_feed(store)
    stories = [told(store, feed, f"Flood {number}")[1] for number in range(5)]
    url, before = f"sqlite:///{store.path}", NOW + DAY
    store.close()

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, url, before.isoformat(), str(statement)], check=False
    )
    assert killed.returncode == -signal.SIGKILL

    store = store_in(tmp_path)
    assert store.check() == []
    left = [story for story in stories if store.stories.get(story)]
    assert len(found(store)) == len(left), "a story is there with its figures, or gone with them"
    assert store.prune(before).stories == len(left)
    assert found(store) == []
    assert store.briefs.backlog() == {}
    assert store.check() == []
    store.close()
