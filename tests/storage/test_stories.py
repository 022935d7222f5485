"""Stories in the store: placed once, found by an index, moved by hand and left there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.stories import place, profile_of, rarity_of, read_item
from storage.database import Database, StorageError, to_stamp
from storage.records import OPEN_FOR, Brief, Entry, Feed, Fingerprint, Item, Placement
from storage.stories import Stories

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
FERRY = "A passenger ferry went down in rough seas off Basilan in the southern Philippines; 18 are missing."
DERAILED = "Nine coaches of an express train left the tracks near Ludhiana in Punjab; 27 people were hurt."


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "sitrep.db")
    for feed in (1, 2, 3):
        database.execute(
            "insert into feeds (id, url, title) values (:id, :url, :title)",
            {"id": feed, "url": f"https://outlet{feed}.example/feed", "title": f"Outlet {feed}"},
        )
    yield database
    database.close()


@pytest.fixture
def stories(database: Database) -> Stories:
    return Stories(database)


def arrive(database: Database, title: str, text: str, feed: int = 1, at: datetime = NOW) -> Entry:
    cursor = database.execute(
        """
        insert into entries (feed_id, ident, scheme, title, text, first_seen, published)
        values (:feed, :ident, 'guid', :title, :text, :at, :at)
        """,
        {"feed": feed, "ident": f"{title} {feed} {at}", "title": title, "text": text, "at": to_stamp(at)},
    )
    assert cursor.lastrowid is not None
    return Entry(cursor.lastrowid, feed, title, "guid", title, None, text, at, published=at)


def print_of(entry: Entry) -> Fingerprint:
    feed = Feed(entry.feed_id, f"https://outlet{entry.feed_id}.example/feed", f"Outlet {entry.feed_id}")
    return read_item(Item(entry, feed, Brief(entry.title)))


def put(stories: Stories, entry: Entry, now: datetime = NOW) -> tuple[int, Placement]:
    item = print_of(entry)
    placement = place(item, stories.candidates(item))
    return stories.put(entry, item, placement, now), placement


def test_a_second_report_joins_the_story_and_another_event_begins_its_own(
    database: Database, stories: Stories
) -> None:
    first, _ = put(stories, arrive(database, "Ferry sinks off Basilan", FERRY))
    train, _ = put(stories, arrive(database, "Express train derails near Ludhiana", DERAILED, feed=2))
    later = arrive(
        database,
        "Philippine ferry: search goes on off Basilan",
        "Rescuers searched for passengers of a ferry that sank off Basilan island; 15 are missing.",
        feed=3,
        at=NOW + timedelta(hours=9),
    )
    joined, placement = put(stories, later)
    assert joined == first != train
    assert "basilan" in placement.reason
    story = stories.get(first)
    assert story is not None
    assert (story.size, story.sources) == (2, 2)
    assert story.first_seen == NOW
    assert story.last_seen == NOW + timedelta(hours=9)


def test_a_syndicated_copy_joins_but_is_no_source_of_its_own(database: Database, stories: Stories) -> None:
    first, _ = put(stories, arrive(database, "Ferry sinks off Basilan", FERRY))
    story_id, placement = put(stories, arrive(database, "Ferry down off Basilan", FERRY + " (Wire)", feed=2))
    assert story_id == first
    assert placement.copy_of == stories.entry_ids(first)[0]
    story = stories.get(first)
    assert story is not None
    assert (story.size, story.sources) == (2, 1)


def test_placing_an_entry_again_changes_nothing(database: Database, stories: Stories) -> None:
    entry = arrive(database, "Ferry sinks off Basilan", FERRY)
    first, _ = put(stories, entry)
    again, _ = put(stories, entry)
    assert again == first
    assert stories.entry_ids(first) == [entry.id]


def test_what_was_split_off_by_hand_stays_apart_and_takes_in_its_own_follow_ups(
    database: Database, stories: Stories
) -> None:
    ferry = arrive(database, "Ferry sinks off Basilan", FERRY)
    home, _ = put(stories, ferry)
    other = arrive(
        database,
        "Second ferry sinks off Basilan",
        "A cargo ferry, the Santa Lucia, sank off Basilan; its crew of nine reached the shore at Lamitan.",
        feed=2,
    )
    stories.put(other, print_of(other), place(print_of(other), stories.candidates(print_of(other))), NOW)
    third = arrive(database, "Ferry sinks off Basilan, toll rises", FERRY, feed=3)
    put(stories, third)
    if stories.of_entry(other.id) != home:
        stories.merge(home, stories.of_entry(other.id) or 0, NOW)
    new = stories.split([other.id], NOW)
    renew(stories)
    follow_up = arrive(
        database,
        "Santa Lucia crew in hospital in Lamitan",
        "Nine sailors of the cargo ferry Santa Lucia, which sank off Basilan, were treated in Lamitan.",
        feed=1,
        at=NOW + timedelta(hours=20),
    )
    assert put(stories, follow_up)[0] == new
    assert put(stories, other)[0] == new, "an entry moved by hand is never placed again"
    assert stories.entry_ids(home) == [ferry.id, third.id]


def renew(stories: Stories) -> None:
    for story_id in stories.stale():
        members = stories.index.fingerprints(story_id)
        known = stories.index.known([term for member in members for term in member.counts])
        stories.renew(story_id, *profile_of(members, rarity_of(known, len(members))))


def test_a_merged_story_answers_to_both_its_ids(database: Database, stories: Stories) -> None:
    ferry, _ = put(stories, arrive(database, "Ferry sinks off Basilan", FERRY))
    train, _ = put(stories, arrive(database, "Express train derails near Ludhiana", DERAILED))
    stories.merge(ferry, train, NOW)
    renew(stories)
    merged = stories.get(train)
    assert merged is not None
    assert (merged.id, merged.size) == (ferry, 2)
    assert [story.id for story in stories.since(NOW - timedelta(days=1))] == [ferry]
    later = arrive(database, "Ludhiana train derailment: inquiry ordered", DERAILED, feed=3)
    assert put(stories, later)[0] == ferry


def test_impossible_moves_are_refused_with_the_reason(database: Database, stories: Stories) -> None:
    entry = arrive(database, "Ferry sinks off Basilan", FERRY)
    story, _ = put(stories, entry)
    with pytest.raises(StorageError, match="leave at least one"):
        stories.split([entry.id], NOW)
    with pytest.raises(StorageError, match="there is no story 99"):
        stories.merge(story, 99, NOW)
    with pytest.raises(StorageError, match="already"):
        stories.merge(story, story, NOW)
    with pytest.raises(StorageError, match="one story"):
        stories.split([entry.id, 99], NOW)


def test_an_old_story_takes_nothing_in_and_costs_nothing(database: Database, stories: Stories) -> None:
    first, _ = put(stories, arrive(database, "Ferry sinks off Basilan", FERRY))
    much_later = NOW + OPEN_FOR + timedelta(days=1)
    put(stories, arrive(database, "Express train derails near Ludhiana", DERAILED, at=much_later), much_later)
    assert database.one("select 1 from story_terms where story_id = :id", {"id": first}) is None
    again, _ = put(
        stories, arrive(database, "Ferry sinks off Basilan", FERRY, feed=2, at=much_later), much_later
    )
    assert again != first
    assert stories.get(first) is not None


def test_stories_are_found_by_words_of_their_headline(database: Database, stories: Stories) -> None:
    ferry, _ = put(stories, arrive(database, "Ferry sinks off Basilan", FERRY))
    put(stories, arrive(database, "Express train derails near Ludhiana", DERAILED))
    assert [story.id for story in stories.like("ferry basilan")] == [ferry]
    assert stories.like("100%") == []
    assert len(stories.like("")) == 2
    assert stories.like("", owners=["discord:1"]) == []


def test_a_story_goes_by_the_newest_headline_that_tells_it(database: Database, stories: Stories) -> None:
    toll = FERRY.replace("18 are", "two have died and 16 are")
    id, _ = put(stories, arrive(database, "Ferry sinks off Basilan, 18 missing", FERRY))
    later = NOW + timedelta(hours=20)
    put(stories, arrive(database, "Basilan ferry: two dead, 16 missing", toll, feed=2, at=later), later)
    put(stories, arrive(database, "Basilan ferry sinks, 18 missing off Basilan", FERRY, feed=3), later)
    story = stories.get(id)
    assert story is not None
    assert (story.headline, story.size) == ("Basilan ferry: two dead, 16 missing", 3)


def test_a_story_is_called_by_what_its_reader_may_see(database: Database, stories: Stories) -> None:
    database.execute("update feeds set owner = 'discord:1' where id = 1")
    database.execute("update feeds set owner = 'discord:2' where id = 2")
    id, _ = put(stories, arrive(database, "Ferry sinks off Basilan", FERRY, feed=1))
    put(stories, arrive(database, "Client memo: Basilan ferry down", FERRY, feed=2))
    assert stories.headline(id, ("", "discord:1")) == "Ferry sinks off Basilan"
    assert stories.headline(id, ("", "discord:2")) == "Client memo: Basilan ferry down"
    assert stories.headline(id, ("", "discord:3")) is None
    assert [story.headline for story in stories.like("", ["", "discord:1"])] == ["Ferry sinks off Basilan"]
    assert stories.like("memo", ["", "discord:1"]) == []
    assert stories.like("", ["", "discord:3"]) == []


def test_every_story_counts_itself_once(database: Database, stories: Stories) -> None:
    for feed in (1, 2, 3):
        put(stories, arrive(database, "Ferry sinks off Basilan", FERRY, feed=feed))
    put(stories, arrive(database, "Express train derails near Ludhiana", DERAILED))
    candidates = stories.candidates(print_of(arrive(database, "Ferry", FERRY)))
    assert (candidates.total, candidates.alone, candidates.items) == (2, 1, 4)
    assert candidates.known["basilan"] == 1


def test_a_story_counts_what_its_reader_sees(database: Database, stories: Stories) -> None:
    database.execute("update feeds set owner = 'discord:1' where id = 2")
    ferry, _ = put(stories, arrive(database, "Ferry sinks off Basilan", FERRY))
    put(stories, arrive(database, "Basilan ferry sinks, 18 missing", FERRY + " A third ship came.", feed=2))

    def seen(owner: str) -> tuple[int, int]:
        story = stories.get(ferry, ["", owner])
        assert story is not None
        (listed,) = stories.since(NOW - timedelta(days=1), owners=["", owner])
        assert (listed.size, listed.sources) == (story.size, story.sources)
        return story.size, story.sources

    assert seen("discord:1")[0] == 2
    assert seen("discord:2") == (1, 1)
    (found,) = stories.like("18 missing", owners=["", "discord:1"])
    assert (found.headline, found.size) == ("Basilan ferry sinks, 18 missing", 2)
    assert stories.like("18 missing", owners=["", "discord:2"]) == []
