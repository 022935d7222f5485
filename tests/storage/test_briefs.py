"""Briefs: kept with their spans checked, and found again by what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.database import StorageError
from storage.records import Brief, BriefKeys, EventDate, Fingerprint, KeyRow, Lookup, Placement, Profile, Span
from storage.store import Store
from tests.newsroom import (
    NOW,
    add_entry,
    add_feed,
    claim,
    figure,
    location,
    put_figures,
    span,
    whole,
)

TEXT = "Some 4,000 people crossed into Adre on Friday, the Relief Office said."


def crossing() -> Brief:
    return Brief(
        headline="Thousands cross into Chad",
        summary=(span(TEXT, TEXT),),
        claims=(claim(TEXT, "the Relief Office", "Some 4,000 people crossed into Adre on Friday"),),
        figures=(figure(TEXT, "Some 4,000 people", 4000, approximate=True, counted="people"),),
        locations=(location(TEXT, "Adre"),),
        keywords=("crossing",),
        dates=(EventDate(39, 45, "Friday", "2026-11-20", "day"),),
    )


def keys() -> BriefKeys:
    return BriefKeys(
        entry=("thousand", "cross"),
        figures=(
            whole(TEXT, keys=("peopl", "cross"), places=("adre", "cc_td"), speaker=("relief", "offic")),
        ),
        claims=(whole(TEXT, keys=("peopl", "cross"), places=("adre", "cc_td"), speaker=("relief", "offic")),),
        locations=(whole(TEXT, keys=("adre",), places=("adre", "cc_td")),),
    )


def ask(**fields: object) -> Lookup:
    sets = {
        name: tuple(frozenset(words.split("|")) for words in value.split())
        for name, value in fields.items()
        if name in {"words", "place", "by"} and isinstance(value, str)
    }
    return Lookup(**{**fields, **sets})  # type: ignore[arg-type]


def test_a_brief_comes_back_as_it_was_stored(store: Store) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    store.briefs.put(entry, crossing(), 1, NOW, keys())
    assert store.briefs.get(entry.id) == crossing()
    assert store.briefs.get(999) is None
    item = store.briefs.item(entry.id)
    assert item is not None
    assert (item.entry, item.feed.title, item.brief) == (entry, "Coast", crossing())


@pytest.mark.parametrize(
    "broken",
    [
        replace(crossing(), summary=(Span(0, 4, "Many"),)),
        replace(crossing(), figures=(replace(crossing().figures[0], text="4,000 people"),)),
        replace(crossing(), claims=(replace(crossing().claims[0], cue=Span(0, 4, "said")),)),
        replace(crossing(), locations=(replace(crossing().locations[0], start=0, end=4),)),
        replace(crossing(), dates=(EventDate(0, 6, "Friday", "2026-11-20", "day"),)),
    ],
)
def test_a_span_that_does_not_say_what_the_text_says_is_refused(store: Store, broken: Brief) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    with pytest.raises(StorageError, match="does not stand at"):
        store.briefs.put(entry, broken, 1, NOW, keys())
    assert store.briefs.get(entry.id) is None
    assert store.stats()["figures"] == 0


def test_figures_are_found_by_words_place_and_speaker(store: Store) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    store.briefs.put(entry, crossing(), 1, NOW, keys())

    (row,) = store.figures.find(ask(words="person|peopl", place="cc_td", by="relief"))
    assert (row.figure, row.entry_id, row.feed, row.sentence) == (
        crossing().figures[0],
        entry.id,
        "Coast",
        TEXT,
    )
    assert row.when == entry.when
    assert store.figures.find(ask(words="peopl adre")) == [row], "a place's name may stand among the words"
    for nothing in (ask(words="truck"), ask(words="peopl truck"), ask(place="cc_sd"), ask(by="peopl")):
        assert store.figures.find(nothing) == []


def test_claims_are_found_by_speaker_and_stance(store: Store) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    store.briefs.put(entry, crossing(), 1, NOW, keys())
    (row,) = store.claims.find(ask(by="offic", stance="asserts"))
    assert row.claim == crossing().claims[0]
    assert store.claims.find(ask(by="offic", stance="denies")) == []
    assert store.claims.speakers("the rel") == ["the Relief Office"]


def test_places_are_found_by_name_or_country(store: Store) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    store.briefs.put(entry, crossing(), 1, NOW, keys())
    (row,) = store.places.find(ask(place="cc_td"))
    assert (row.location.name, row.sentence) == ("Adre", TEXT)
    assert store.places.names("ad") == ["Adre"]
    assert store.places.names("ad", owners=("discord:1",)) == []


def test_a_capital_that_stands_for_its_government_is_no_place(store: Store) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    actor = replace(crossing(), locations=(location(TEXT, "Adre", role="actor"),))
    store.briefs.put(entry, actor, 1, NOW, keys())
    assert store.places.find(ask(place="cc_td")) == []


def test_the_newest_come_first_and_a_period_bounds_them(store: Store) -> None:
    feed = add_feed(store)
    for hours in (30, 2, 50, 2):
        text = f"It took {hours} people, they say."
        entry = add_entry(store, feed, text, hours_ago=hours, ident=f"{hours}-{store.stats()['entries']}")
        put_figures(store, entry, (figure(text, f"{hours} people", hours), whole(text, keys=("peopl",))))

    def values(lookup: Lookup) -> list[float | None]:
        return [row.figure.value for row in store.figures.find(lookup)]

    assert values(ask(words="peopl")) == [2, 2, 30, 50]
    assert values(ask(words="peopl", limit=2)) == [2, 2]
    assert values(ask(since=NOW - timedelta(hours=40))) == [2, 2, 30]
    assert values(ask(words="peopl", until=NOW - timedelta(hours=20))) == [30, 50]


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"above": 1000}, ["10 to 2,000", "5,000", "up to 12,000"]),
        ({"above": 5000, "inclusive": True}, ["5,000", "up to 12,000"]),
        ({"above": 5000}, ["up to 12,000"]),
        ({"above": 900, "inclusive": True}, ["10 to 2,000", "5,000", "at least 900", "up to 12,000"]),
        ({"below": 900}, ["10 to 2,000"]),
        ({"below": 900, "inclusive": True}, ["10 to 2,000", "at least 900"]),
        ({"above": 5000, "below": 5000, "inclusive": True}, ["5,000"]),
    ],
)
def test_a_figure_is_above_a_bound_when_a_number_it_names_is(
    store: Store, bounds: dict[str, float], found: list[str]
) -> None:
    text = "There are 5,000 men, at least 900 women, up to 12,000 in all, 10 to 2,000 away, scores ill."
    entry = add_entry(store, add_feed(store), text)
    put_figures(
        store,
        entry,
        (figure(text, "5,000", 5000), whole(text)),
        (figure(text, "at least 900", low=900), whole(text)),
        (figure(text, "up to 12,000", high=12000), whole(text)),
        (figure(text, "10 to 2,000", low=10, high=2000), whole(text)),
        (figure(text, "scores", None), whole(text)),
    )
    assert sorted(row.figure.text for row in store.figures.find(ask(**bounds))) == found


def test_a_bound_in_a_unit_compares_base_units(store: Store) -> None:
    text = "It flew 31 miles, then 60 km, carrying 55 crates."
    entry = add_entry(store, add_feed(store), text)
    put_figures(
        store,
        entry,
        (figure(text, "31 miles", 31, unit="mi"), whole(text, base=(49889.7, 49889.7, "m"))),
        (figure(text, "60 km", 60, unit="km"), whole(text, base=(60_000.0, 60_000.0, "m"))),
        (figure(text, "55", 55), whole(text)),
    )
    found = store.figures.find(ask(unit="m", above=50_000))
    assert [row.figure.text for row in found] == ["60 km"]
    assert {row.figure.text for row in store.figures.find(ask(unit="m"))} == {"31 miles", "60 km"}


def test_a_server_sees_its_own_feeds_and_the_operators(store: Store) -> None:
    for owner in ("", "discord:1", "discord:2"):
        feed = add_feed(store, f"outlet{owner[-1:]}", owner=owner, tags=(owner or "all",))
        entry = add_entry(store, feed, TEXT)
        store.briefs.put(entry, crossing(), 1, NOW, keys())

    seen = store.figures.find(ask(words="peopl", owners=("", "discord:1")))
    assert {row.feed for row in seen} == {"Outlet", "Outlet1"}
    assert [row.feed for row in store.figures.find(ask(tags=("discord:2",)))] == ["Outlet2"]
    assert len(store.search.find(ask(words="cross", owners=("discord:2",)))) == 1


def crossing_told(store: Store, outlet: str, hours_ago: float, copy_of: int | None = None) -> int:
    """An outlet that tells of the crossing, in its own words or in another's."""
    entry = add_entry(store, add_feed(store, outlet), TEXT, hours_ago=hours_ago)
    store.briefs.put(entry, crossing(), 1, NOW, keys())
    story = 1 if copy_of is not None else None
    store.stories.put(entry, Fingerprint({}), Placement(story, Profile(1), (), 0.0, "told", copy_of), NOW)
    return entry.id


def test_a_syndicated_copy_stands_with_its_original(store: Store) -> None:
    original = crossing_told(store, "coast", 5)
    crossing_told(store, "inland", 3, copy_of=original)
    crossing_told(store, "abroad", 2, copy_of=original)
    noun = {"figures": store.figures, "claims": store.claims, "locations": store.places}
    for table, kept in noun.items():
        (row,) = kept.find(Lookup(place=(frozenset({"adre"}),)))
        assert (row.entry_id, row.copies) == (original, ("Abroad", "Inland")), table
    (found,) = store.search.find(ask(words="crossed"))
    assert (found.entry_id, found.copies) == (original, ("Abroad", "Inland"))


def test_a_copy_whose_original_is_out_of_reach_stands_by_itself(store: Store) -> None:
    original = crossing_told(store, "coast", 48)
    inland = crossing_told(store, "inland", 3, copy_of=original)
    crossing_told(store, "abroad", 2, copy_of=original)
    (row,) = store.figures.find(ask(words="cross", since=NOW - timedelta(hours=24)))
    assert (row.entry_id, row.copies) == (inland, ("Abroad",))


def test_a_report_that_many_carry_leaves_room_for_others(store: Store) -> None:
    ferry = crossing_told(store, "coast", 48)
    original = crossing_told(store, "wire", 5)
    for number in range(9):
        crossing_told(store, f"paper{number}", 4, copy_of=original)
    found = store.search.find(ask(words="crossed", limit=2))
    assert [(row.entry_id, len(row.copies)) for row in found] == [(original, 9), (ferry, 0)]


def test_an_original_stands_for_its_copies_however_few_rows_are_asked_for(store: Store) -> None:
    original = crossing_told(store, "wire", 5)
    for number in range(9):
        crossing_told(store, f"paper{number}", 4, copy_of=original)
    (found,) = store.search.find(ask(words="crossed", limit=1))
    assert (found.entry_id, len(found.copies)) == (original, 9)


def test_what_a_copy_adds_is_found(store: Store) -> None:
    original = crossing_told(store, "coast", 5)
    longer = f"{TEXT} Two trucks stood there."
    entry = add_entry(store, add_feed(store, "inland"), longer, hours_ago=3)
    put_figures(store, entry, (figure(longer, "Two", 2), whole(longer, keys=("truck",))))
    store.stories.put(entry, Fingerprint({}), Placement(1, Profile(1), (), 0.0, "told", original), NOW)
    assert [row.entry_id for row in store.figures.find(ask(words="truck"))] == [entry.id]


def test_an_edited_entry_gets_a_new_brief_in_the_place_of_the_old(store: Store) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    store.briefs.put(entry, crossing(), 1, NOW, keys())
    store.alerts.seen(entry.id, NOW)
    store._database.execute("update entries set text = 'Nobody crossed.', version = 2")

    (again,) = store.briefs.without_brief(1)
    assert (again.id, again.version) == (entry.id, 2)
    store.briefs.put(again, Brief("Nobody"), 1, NOW, BriefKeys(entry=("nobodi",)))
    assert store.stats()["figures"] == 0
    assert store.search.find(ask(words="cross")) == []
    assert [row.entry_id for row in store.search.find(ask(words="nobodi"))] == [entry.id]
    assert store.briefs.without_brief(1) == []


def test_until_an_edited_entry_is_read_anew_it_says_what_it_said(store: Store) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    store.briefs.put(entry, crossing(), 1, NOW, keys())
    for version, text in ((2, TEXT), (3, "Nobody crossed."), (4, "Everybody went home.")):
        store._database.execute(
            "update entries set text = :text, version = :version", {"text": text, "version": version}
        )
    asked = (store.figures, store.claims, store.places)
    assert [row.sentence for room in asked for row in room.find(ask(words="adre"))] == [TEXT] * 3  # type: ignore[attr-defined]
    item = store.briefs.item(entry.id)
    assert item is not None
    assert (item.entry.text, item.brief) == (TEXT, crossing())

    (again,) = store.briefs.without_brief(1)
    assert again.text == "Everybody went home."
    store.briefs.put(again, Brief("Home"), 1, NOW)
    item = store.briefs.item(entry.id)
    assert item is not None
    assert (item.entry, item.brief) == (again, Brief("Home"))


def test_alerts_look_again_at_what_was_edited_or_failed_and_at_nothing_else(store: Store) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    store.briefs.put_failed(entry, 1, NOW, "too slow")
    store.stories.put(entry, Fingerprint({}), Placement(None, Profile(1), (), 0.0, ""), NOW)
    store.alerts.seen(entry.id, NOW)
    for version, waiting in ((2, [entry.id]), (3, [])):
        store.briefs.put(entry, crossing(), version, NOW, keys())
        assert [item.entry.id for item in store.briefs.unalerted()] == waiting
        store.alerts.seen(entry.id, NOW)
    store._database.execute("update entries set version = 2")
    store.briefs.put(replace(entry, version=2), crossing(), 3, NOW, keys())
    assert [item.entry.id for item in store.briefs.unalerted()] == [entry.id]


def test_words_with_marks_and_accents_are_single_keys(store: Store) -> None:
    entry = add_entry(store, add_feed(store), TEXT)
    row = KeyRow(keys=("pull_out", "N'Djamena", "Besançon", "東京", "a b"), sentence=(0, 4))
    put_figures(store, entry, (crossing().figures[0], row))
    for key in ("pull_out", "n'djamena", "besancon", "東京", "a b"):
        assert len(store.figures.find(Lookup(words=(frozenset({key}),)))) == 1, key
    assert store.figures.find(Lookup(words=(frozenset({"out"}),))) == []


@pytest.mark.parametrize("words", ['"', "a OR", "* NEAR(", "speaker:", "'; drop table figures; --", "\0", ""])
def test_no_word_is_read_as_syntax(store: Store, words: str) -> None:
    add_entry(store, add_feed(store), TEXT)
    lookup = Lookup(words=(frozenset({words}),), phrases=(words,), by=(frozenset({words}),))
    found = [room.find(lookup) for room in (store.figures, store.claims, store.places, store.search)]
    assert found == [[], [], [], []]


def test_items_are_found_by_window_story_and_arrival(store: Store) -> None:
    feed, other = add_feed(store), add_feed(store, "hill", tags=("asia",))
    old = add_entry(store, feed, "Old rain.", hours_ago=40)
    new = add_entry(store, other, "New rain.", hours_ago=3)
    archived = add_entry(store, feed, "Archived rain.", hours_ago=2, announce=False)
    for entry in (old, new, archived):
        store.briefs.put(entry, Brief(entry.title), 1, NOW)

    def ids(items: list[object]) -> list[int]:
        return [item.entry.id for item in items]  # type: ignore[attr-defined]

    day = NOW - timedelta(hours=24)
    assert ids(store.briefs.between(day, NOW)) == [new.id, archived.id]
    assert ids(store.briefs.between(day, NOW, tags=("asia",))) == [new.id]
    assert ids(store.briefs.arrived(old.id, archived.id)) == [new.id], "what is kept for look-ups is not told"


def test_search_gives_the_best_first_with_an_excerpt(store: Store) -> None:
    feed = add_feed(store)
    body = "Officials met. " * 10 + "The ferry sank off the coast. " + "People waited. " * 10
    inside = add_entry(store, feed, body, title="Harbour news")
    titled = add_entry(store, feed, "Nobody was hurt.", title="Ferry sinks")
    related = add_entry(store, feed, "A boat went down.", title="At sea")
    store.briefs.put(related, Brief("At sea"), 1, NOW, BriefKeys(entry=("ferry",)))

    rows = store.search.find(ask(words="ferry"))
    assert [row.entry_id for row in rows] == [titled.id, inside.id, related.id]
    assert "The ferry sank off the coast." in rows[1].excerpt
    assert len(rows[1].excerpt) < 250
    assert [row.entry_id for row in store.search.find(Lookup(phrases=("ferry sank off",)))] == [inside.id]
    assert store.search.find(ask(words="ferry", until=NOW - timedelta(hours=9))) == []
    with pytest.raises(StorageError, match="name at least one word"):
        store.search.find(Lookup())
