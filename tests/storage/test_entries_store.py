"""storage.entries: items kept once, with their identity, and found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.entries import Entries
from storage.feeds import Feeds
from storage.records import Alias, Arrival, Arrivals, Edit, Feed, Page, ParsedEntry, Visit

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def entries(database: Database) -> Entries:
    return Entries(database)


@pytest.fixture
def feed(database: Database) -> Feed:
    return Feeds(database).add(Feed(0, "https://a.example/f", "A", lang="fr"), NOW)


def parsed(name: str, **fields: object) -> ParsedEntry:
    made = ParsedEntry(
        f"guid:{name}", "guid", f"Title {name}", f"https://a.example/{name}", f"Text {name}",
        link_key=f"a.example/{name}", content_hash=f"hash-{name}",
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def brought(feed: Feed, *new: ParsedEntry, **rest: object) -> Visit:
    return Visit(feed, "new", arrivals=Arrivals(new=tuple(Arrival(entry) for entry in new), **rest))  # type: ignore[arg-type]


def test_an_item_without_a_text_says_what_its_title_says(entries: Entries, feed: Feed) -> None:
    entries.take(brought(feed, parsed("1", title="Five killed in Kabul", text="")), NOW)
    edit = Edit("guid:1", parsed("1", title="Six killed in Kabul", text="", content_hash="later"))
    for title in ("Five killed in Kabul", "Six killed in Kabul"):
        kept = entries.get(1)
        assert kept is not None
        assert kept.text == title
        assert entries.known(feed.id, ["guid:1"]).by_ident["guid:1"].text == "", "no text of the feed's"
        entries.take(Visit(feed, "new", arrivals=Arrivals(edited=(edit,))), NOW)


def test_an_item_is_kept_whole(entries: Entries, feed: Feed) -> None:
    item = parsed(
        "1",
        published=NOW,
        updated=NOW,
        author="B. Line",
        image_url="https://a.example/1.png",
        published_text="today",
    )
    assert entries.take(brought(feed, item), NOW) == [1]
    kept = entries.get(1)
    assert kept is not None
    assert (kept.feed_id, kept.ident, kept.scheme, kept.title, kept.text) == (
        feed.id,
        "guid:1",
        "guid",
        "Title 1",
        "Text 1",
    )
    assert (kept.published, kept.updated, kept.first_seen, kept.author, kept.lang) == (
        NOW,
        NOW,
        NOW,
        "B. Line",
        "fr",
    )
    assert (kept.image_url, kept.announce, kept.version, kept.text_source) == (
        "https://a.example/1.png",
        True,
        1,
        "feed",
    )
    assert entries.by_url("https://a.example/1") == kept


def test_taking_the_same_items_twice_keeps_them_once(entries: Entries, feed: Feed) -> None:
    assert entries.take(brought(feed, parsed("1"), parsed("2")), NOW) == [1, 2]
    assert len(entries.take(brought(feed, parsed("1"), parsed("3")), NOW)) == 1
    assert [entry.title for entry in entries.recent(feed.id)] == ["Title 3", "Title 2", "Title 1"]


def test_known_entries_are_found_by_ident_alias_link_and_title(entries: Entries, feed: Feed) -> None:
    assert entries.known(feed.id, ["guid:1"]).empty
    entries.take(brought(feed, parsed("1")), NOW)
    entries.take(brought(feed, aliases=(Alias("guid:other", "guid:1"),)), NOW)
    known = entries.known(feed.id, ["guid:1", "guid:other", "guid:x"], ["a.example/1"], ["Title 1"])
    assert set(known.by_ident) == {"guid:1", "guid:other"}
    assert known.by_ident["guid:other"] == known.by_link["a.example/1"] == known.by_title["Title 1"]
    assert known.by_ident["guid:1"].hashes == ("hash-1",)
    assert entries.known(feed.id + 1, ["guid:1"]).by_ident == {}


def test_an_edit_is_a_new_version_of_the_same_entry(entries: Entries, feed: Feed) -> None:
    entries.take(brought(feed, parsed("1")), NOW)
    edit = Edit("guid:1", parsed("1", title="Better", text="More", content_hash="hash-2"))
    entries.take(brought(feed, edited=(edit,)), NOW + timedelta(hours=1))
    kept = entries.get(1)
    assert kept is not None
    assert (kept.title, kept.text, kept.version, kept.updated) == (
        "Better",
        "More",
        2,
        NOW + timedelta(hours=1),
    )
    assert entries.known(feed.id, ["guid:1"]).by_ident["guid:1"].hashes == ("hash-1", "hash-2")


def test_deciding_compares_with_the_feed_s_own_text_after_the_page_was_read(
    entries: Entries, feed: Feed
) -> None:
    entries.take(brought(feed, parsed("1")), NOW)
    entries.put_text(1, Page("https://a.example/1", "article", "A long text of the page"), NOW)
    kept = entries.get(1)
    assert kept is not None
    assert kept.text == "A long text of the page"
    assert entries.known(feed.id, ["guid:1"]).by_ident["guid:1"].text == "Text 1"


def test_full_text_is_wanted_for_teasers_that_are_told(
    entries: Entries, database: Database, feed: Feed
) -> None:
    whole = Feeds(database).add(Feed(0, "https://b.example/f", "B", full_text=False), NOW)
    entries.take(brought(whole, parsed("b")), NOW)
    archived = Arrivals(new=(Arrival(parsed("old"), announce=False),))
    entries.take(Visit(feed, "new", arrivals=archived), NOW)
    entries.take(
        brought(feed, parsed("long", text="x" * 2_000), parsed("none", url=None), parsed("yes")), NOW
    )
    assert [entry.ident for entry in entries.without_full_text(10)] == ["guid:yes"]


def test_five_hundred_items_are_kept_in_one_go(entries: Entries, feed: Feed) -> None:
    many = [parsed(str(n)) for n in range(500)]
    assert len(entries.take(brought(feed, *many), NOW)) == 500
    idents = [entry.ident for entry in many]
    assert len(entries.known(feed.id, idents, [], [entry.title for entry in many]).by_ident) == 500


def test_a_feed_that_renames_its_items_at_every_reading_does_not_fill_the_store(
    entries: Entries, database: Database, feed: Feed
) -> None:
    entries.take(brought(feed, parsed("1")), NOW)
    for n in range(70):
        entries.take(brought(feed, aliases=(Alias(f"guid:other-{n}", "guid:1"),)), NOW)
    count = database.one("select count(*) as n from entry_aliases")
    assert count is not None
    assert count["n"] == 50


def test_a_visit_that_cannot_be_stored_takes_no_other_with_it(database: Database, entries: Entries) -> None:
    feeds = Feeds(database)
    good, bad, quiet = (feeds.add(Feed(0, f"https://{name}.example/f", name), NOW) for name in "abc")
    visits = [
        brought(replace(good, etag='"1"'), parsed("1")),
        brought(bad, parsed("2"), parsed("3", text="half an emoji \ud83d")),
        Visit(replace(quiet, etag='"1"'), "unchanged"),
        Visit(replace(bad, etag='"\udcff"'), "unchanged"),
    ]
    assert len(entries.take_all(visits, NOW)) == 1
    assert [feed.etag for feed in feeds.list()] == ['"1"', None, '"1"']
    assert [entry.title for feed in (good, bad) for entry in entries.recent(feed.id)] == ["Title 1"]
    aside = feeds.get(bad.id)
    assert aside is not None
    assert (aside.next_check_at, aside.error) == (
        NOW + timedelta(hours=6),
        "it sends something that cannot be stored; please report its address",
    )
