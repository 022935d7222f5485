"""Answers put together from a store: which country is meant, what a rule would have done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.alerts import RuleError
from bot.answers import country_of, digest_of_window, owners_of, replay, story_by_id
from bot.lookups import keys_of_brief
from storage.gazetteer import open_gazetteer
from storage.records import Brief, Entry, Fingerprint, Placement, Profile
from storage.store import Store
from tests.newsroom import NOW, add_entry, add_feed, span


def told(store: Store, outlet: str, text: str, *, story: int | None, hours_ago: float) -> Entry:
    """An outlet's item in a story; None begins one."""
    feed = store.feeds.by_url(f"https://{outlet}.example/feed") or add_feed(store, outlet)
    entry = add_entry(store, feed, text, title=text[:30], hours_ago=hours_ago)
    brief = Brief(entry.title, summary=(span(text, text),))
    store.briefs.put(entry, brief, 1, NOW, keys_of_brief(entry, brief, [(0, len(text))]))
    store.stories.put(entry, Fingerprint({}), Placement(story, Profile(size=1), (), 1.0, "by hand"), NOW)
    return entry


@pytest.mark.parametrize(
    ("name", "country"),
    [("Russia", "RU"), ("chad", "TD"), ("Mindoro", None), ("", None), ("nowhere at all", None)],
)
def test_a_countrys_name_means_all_that_lies_in_it(name: str, country: str | None) -> None:
    gazetteer = open_gazetteer()
    assert country_of(gazetteer)(name) == country
    gazetteer.close()


def test_an_owner_sees_its_own_and_the_operators() -> None:
    assert owners_of("discord:1") == ("", "discord:1")
    assert owners_of("") == ("",)


def test_a_rule_tried_on_the_archive_tells_what_would_have_become_of_each_hit(store: Store) -> None:
    told(store, "coast", "The army withdrew from Menaka.", story=None, hours_ago=9)
    told(store, "hill", "Soldiers withdrew from Menaka.", story=1, hours_ago=8)
    told(store, "hill", "They withdrew from Menaka, it is said.", story=1, hours_ago=7)
    told(store, "coast", "Rain fell on Gao.", story=None, hours_ago=6)

    hits = replay(store, "withdrawal", NOW - timedelta(days=1), NOW)
    assert [hit.entry_id for hit in hits] == [3, 2, 1], "newest first"
    assert [hit.decision.kind for hit in hits[1:]] == ["edit", "send"]
    assert all(hit.decision.reason for hit in hits)
    assert replay(store, "withdrawal", NOW - timedelta(days=1), NOW, statuses=("denied",)) == []
    assert len(replay(store, "withdrawal", NOW - timedelta(hours=8.5), NOW)) == 2
    with pytest.raises(RuleError):
        replay(store, "(a OR", NOW, NOW)


def test_a_digest_of_a_window_knows_what_its_stories_told_before(store: Store) -> None:
    told(store, "coast", "The army withdrew from Menaka.", story=None, hours_ago=30)
    told(store, "hill", "Soldiers withdrew from Menaka.", story=1, hours_ago=3)
    told(store, "coast", "Rain fell on Gao.", story=None, hours_ago=40)

    digest = digest_of_window(store, NOW - timedelta(days=1), NOW)
    (story,) = digest.stories
    assert (story.id, story.independent, digest.items) == (1, 2, 1)
    assert [source.feed for source in story.sources] == ["Hill", "Coast"]


def test_a_story_is_told_whole_and_only_to_those_who_see_its_feeds(store: Store) -> None:
    told(store, "coast", "The army withdrew from Menaka.", story=None, hours_ago=90)
    told(store, "hill", "Soldiers withdrew from Menaka.", story=1, hours_ago=3)
    story = story_by_id(store, 1)
    assert story is not None
    assert len(story.sources) == 2
    assert story_by_id(store, 1, owners=("discord:9",)) is None
    assert story_by_id(store, 99) is None
