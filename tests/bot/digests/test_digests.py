"""A digest says what happened, who says so, what changed and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.digests import make_digest
from bot.digests.summary import without_dateline
from storage.records import Digest, Figure, Item, Ledger, Span, Speaker
from tests.desk import KYIV, NOW, YESTERDAY, ZONE, claim, drones, figure, item, measure, row, troops


def digest(
    items: list[Item], ledgers: dict[int, Ledger], told: Digest | None = None, stories: int = 8
) -> Digest:
    return make_digest(
        items, YESTERDAY, NOW, ZONE, told, stories=stories, title="World desk", ledgers=ledgers
    )


def test_a_copy_is_no_second_source() -> None:
    items, ledger = troops()
    (story,) = digest(items, {1: ledger}).stories
    assert story.independent == 3
    assert [(source.feed, source.copies) for source in story.sources] == [
        ("Straits Post", 0),
        ("Vistula Gazette", 1),
        ("Harbour Wire", 0),
    ]


def test_an_outlet_that_reports_twice_is_one_source() -> None:
    items = [item(n, "Harbour Wire", f"Bridge closed, part {n}", story=1) for n in (1, 2)]
    assert digest(items, {}).stories[0].independent == 1


def test_the_summary_comes_from_different_outlets_and_stands_in_their_texts() -> None:
    items, ledger = troops()
    (story,) = digest(items, {1: ledger}).stories
    texts = {i.entry.id: i.entry.text for i in items}
    assert len({one.feed for one in story.summary}) == 2
    assert all(texts[one.entry_id][one.span.start : one.span.end] == one.span.text for one in story.summary)


def test_only_places_where_something_happens_are_places() -> None:
    items, ledger = troops()
    (story,) = digest(items, {1: ledger}).stories
    assert [place.name for place in story.locations] == ["Tigray region"]


def test_denials_and_demands_are_not_among_what_is_said() -> None:
    items, ledger = troops()
    (story,) = digest(items, {1: ledger}).stories
    assert [one.claim.speaker.name for one in story.denials if one.claim and one.claim.speaker] == [
        "Viktor Sokolov"
    ]
    assert {one.claim.stance for one in story.claims if one.claim} <= {"asserts", "warns", "promises"}


def demand_story(*texts: str) -> tuple[str, ...]:
    said = "Eritrea must withdraw its troops, Lena Orlova said."
    made = (replace(claim("Lena Orlova", "Eritrea must withdraw its troops", "demands"), end=53),)
    items = [item(1, "Harbour Wire", "Envoy speaks", said, claims=made)]
    items += [item(n, f"Outlet {n}", "More", text) for n, text in enumerate(texts, 2)]
    return digest(items, {}).stories[0].demanded


def test_a_demand_that_nobody_reports_as_met_is_told_so() -> None:
    assert demand_story("Nobody expects the troops to pull out.") == (
        "“Eritrea must withdraw its troops”, by Lena Orlova; nobody reports that it happened",
    )


def test_where_somebody_may_report_it_nothing_is_said() -> None:
    assert demand_story("The troops pulled out on Sunday.") == (
        "“Eritrea must withdraw its troops”, by Lena Orlova",
    )


def test_demands_for_one_act_stand_together() -> None:
    items, ledger = troops()
    assert digest(items, {1: ledger}).stories[0].demanded == (
        "“the immediate withdrawal of the forces”, by Kim Dae-jung Park and Lena Orlova; "
        "nobody reports that it happened",
    )


def test_a_reader_who_was_told_is_told_what_is_new() -> None:
    items, ledger = troops()
    early = Ledger((replace(ledger.measures[0], rows=ledger.measures[0].rows[:1], denials=()),))
    told = make_digest(
        items[:1], YESTERDAY - timedelta(days=1), YESTERDAY + timedelta(hours=6), ZONE, None,
        stories=8, title="World desk", ledgers={1: early},
    )  # fmt: skip
    (story,) = digest(items, {1: ledger}, told).stories
    assert story.status == "changed"
    assert [change.text for change in story.changed] == [
        "new: up to 12,000 Eritrean servicemen (Petro Hnatiuk)",
        "new: up to 2,100 soldiers flown (Petro Hnatiuk)",
        "first denial, by Viktor Sokolov",
        "3 independent sources now: Vistula Gazette and Straits Post too",
    ]


def test_a_count_of_which_nothing_is_told_comes_last_and_only_if_somebody_answers_for_it() -> None:
    items, ledger = troops()
    early, late = items[0], items[-1]
    known = Ledger((replace(ledger.measures[0], denials=()),))
    names = measure("names", [row(figure("134", "names", 134), late)])
    answered = replace(figure("27", "ships", 27), according_to="the port authority")
    ships = measure("ships", [row(answered, late)])
    rescued = measure("people", [row(figure("97", "people", 97), late)], predicate="rescued")
    rescued = replace(
        rescued, rows=tuple(replace(r, figure=replace(r.figure, predicate="rescued")) for r in rescued.rows)
    )
    told = digest([early], {1: known})
    (story,) = digest(items, {1: Ledger((known.measures[0], names, ships, rescued))}, told).stories
    new = [change.text.partition(" (")[0] for change in story.changed if change.kind == "new_figure"]
    assert new == ["new: 97 people rescued", "new: 27 ships"]


def test_a_toll_that_moved_is_a_revision() -> None:
    items, ledger = drones()
    toll = ledger.measures[0]
    told = digest(items[:1], {2: Ledger((replace(toll, rows=toll.rows[:1]),))})
    (story,) = digest(items, {2: Ledger((toll,))}, told).stories
    assert story.changed[0].text == "people injured in Kyiv: 9 → 11 (the governor)"


def test_an_edited_item_makes_its_story_changed_under_its_new_headline() -> None:
    old = item(1, "Harbour Wire", "Ferry: toll rises to eight", hours=30)
    eight = figure("eight", "people", 8, predicate="died", according_to="the coast guard")
    before = Ledger((measure("people", [row(eight, old)], predicate="died"),))
    told = make_digest(
        [old], YESTERDAY - timedelta(days=1), YESTERDAY, ZONE, None, stories=8, title="", ledgers={1: before}
    )
    entry = replace(old.entry, title="Ferry: toll rises to nine", version=2, updated=NOW - timedelta(hours=2))
    new = replace(old, entry=entry, brief=replace(old.brief, headline=entry.title))
    nine = figure("nine", "people", 9, predicate="died", according_to="the coast guard")
    after = Ledger((measure("people", [row(nine, new)], predicate="died"),))
    (story,) = digest([new], {1: after}, told).stories
    assert (story.status, story.headline, story.independent) == ("changed", "Ferry: toll rises to nine", 1)
    assert [change.text for change in story.changed] == ["people died: 8 → 9 (the coast guard)"]


def test_an_edit_that_takes_a_figure_back_or_quotes_somebody_new_is_told() -> None:
    old = item(1, "Harbour Wire", "Ferry sinks", hours=30, claims=(claim("Liza Abrenica", "we search on"),))
    lost = figure("12", "people", 12, predicate="missing", according_to="the coast guard")
    crew = figure("seven", "sailors", 7, predicate="rescued", start=40)
    measures = (
        measure("people", [row(lost, old)], predicate="missing"),
        measure("sailors", [row(crew, old)], predicate="rescued"),
    )
    told = make_digest(
        [old], YESTERDAY - timedelta(days=1), YESTERDAY, ZONE, None,
        stories=8, title="", ledgers={1: Ledger(measures)},
    )  # fmt: skip
    entry = replace(old.entry, version=2, updated=NOW - timedelta(hours=2))
    said = (claim("Liza Abrenica", "we search on"), claim("Jun Magpantay", "the engine stopped"))
    new = replace(old, entry=entry, brief=replace(old.brief, claims=said))
    (story,) = digest([new], {1: Ledger(measures[1:])}, told).stories
    assert story.status == "changed"
    assert [(change.kind, change.text) for change in story.changed] == [
        ("withdrawn", "no longer said: 12 people missing (Harbour Wire)"),
        ("new_claim", "Harbour Wire now quotes Jun Magpantay"),
    ]


def test_somebody_the_last_digest_had_no_room_for_is_not_new() -> None:
    spoke = tuple(claim(f"Speaker Number{n}", f"{word} is enough") for n, word in enumerate("abcdefgh"))
    old = item(1, "Harbour Wire", "Ferry sinks", hours=30, claims=spoke)
    told = make_digest(
        [old], YESTERDAY - timedelta(days=1), YESTERDAY, ZONE, None, stories=8, title="", ledgers={}
    )
    assert len(told.stories[0].claims) < len(spoke)
    entry = replace(old.entry, version=2, updated=NOW - timedelta(hours=2))
    new = replace(old, entry=entry, brief=replace(old.brief, claims=(*spoke, claim("Ana Ruiz", "no more"))))
    (story,) = digest([new], {}, told).stories
    assert [change.text for change in story.changed] == ["Harbour Wire now quotes Ana Ruiz"]


def test_what_gives_a_number_that_has_been_revised_is_not_among_what_is_said() -> None:
    eight = figure("eight", "people", 8, predicate="died", according_to="the coast guard")
    nine = figure("nine", "people", 9, predicate="died", according_to="the coast guard")
    was = claim("The coast guard", "eight are dead and the search by divers goes on", figures=(0,))
    old = item(1, "Harbour Wire", "Ferry sinks", hours=9, claims=(was,), figures=(eight,))
    new = item(2, "Vistula Gazette", "Ferry: nine dead", hours=2, figures=(nine,))
    ledger = Ledger((measure("people", [row(eight, old), row(nine, new)], "revised", predicate="died"),))
    assert digest([old, new], {1: ledger}).stories[0].claims == ()
    alone = Ledger((measure("people", [row(eight, old)], predicate="died"),))
    assert [one.claim for one in digest([old], {1: alone}).stories[0].claims] == [was]


def test_a_toll_that_has_been_revised_heads_no_story() -> None:
    eight = figure("Eight", "people", 8, predicate="died", according_to="the coast guard")
    nine = figure("Nine", "people", 9, predicate="died", according_to="the coast guard")
    old = item(1, "Harbour Wire", "Ferry sinks off Mindoro, eight dead", "Eight people died.", hours=6)
    same = item(2, "Straits Post", "Ferry sinks off Mindoro: eight die", "Eight people died.", hours=5)
    new = item(3, "Vistula Gazette", "Toll of Mindoro ferry at nine", "Nine people died.", hours=2)
    items = [old, same, new]
    still = Ledger((measure("people", [row(eight, old), row(eight, same)], "equal", predicate="died"),))
    assert digest(items, {1: still}).stories[0].headline.startswith("Ferry sinks")
    rows = [row(eight, old), row(eight, same), row(nine, new)]
    moved = Ledger((measure("people", rows, "revised", predicate="died"),))
    (story,) = digest(items, {1: moved}).stories
    assert story.headline == "Toll of Mindoro ferry at nine"
    assert story.summary[0].span.text == "Nine people died."


def test_an_edit_of_words_alone_is_no_news() -> None:
    old = item(1, "Harbour Wire", "Ferry sinks", hours=30, claims=(claim("Liza Abrenica", "we search on"),))
    told = make_digest(
        [old], YESTERDAY - timedelta(days=1), YESTERDAY, ZONE, None, stories=8, title="", ledgers={}
    )
    entry = replace(old.entry, version=2, updated=NOW - timedelta(hours=2))
    (story,) = digest([replace(old, entry=entry)], {}, told).stories
    assert story.status == "unchanged"


def test_a_conflict_is_told_with_what_each_speaker_says_now() -> None:
    first = item(1, "Harbour Wire", "Flood", hours=30)
    second = item(2, "Straits Post", "Flood", hours=3)

    def dead(n: int, by: str) -> Figure:
        return figure(str(n), "people", n, predicate="killed", according_to=by, start=n)

    known = measure("people", [row(dead(14, "the district"), first)], predicate="killed")
    told = digest([first], {1: Ledger((known,))})
    rows = [
        *known.rows,
        row(dead(17, "Sylhet's district"), second),
        row(dead(30, "A relief network"), second),
    ]
    now = replace(known, rows=tuple(rows), verdict="conflict")
    (story,) = digest([first, second], {1: Ledger((now,))}, told).stories
    assert story.changed[0].text == (
        "people killed: 14 → 17 (Sylhet's district), 30 (a relief network), in conflict"
    )


def test_what_a_speaker_has_revised_is_no_size_that_one_source_alone_gives() -> None:
    first = item(1, "Harbour Wire", "Flood", hours=20)
    second = item(2, "Straits Post", "Flood", hours=3)

    def dead(n: int, by: str) -> Figure:
        return figure(str(n), "people", n, predicate="killed", according_to=by, start=n)

    rows = [row(dead(9, "the district"), first), row(dead(17, "the district"), first)]
    rows += [row(dead(17, "the district"), second), row(dead(30, "the relief network"), second)]
    (story,) = digest(
        [first, second], {1: Ledger((measure("people", rows, "conflict", predicate="killed"),))}
    ).stories
    assert [one for one in story.missing if "alone" in one] == ["one source alone for 30 people killed"]


def test_the_same_facts_in_new_words_are_unchanged() -> None:
    items, ledger = troops()
    told = digest(items, {1: ledger})
    again = item(
        9, "Straits Post", "Envoy repeats the figure", locations=items[0].brief.locations[:1], hours=1
    )
    later = make_digest(
        [*items, again], NOW, NOW + timedelta(days=1), ZONE, told,
        stories=8, title="", ledgers={1: ledger},
    )  # fmt: skip
    (story,) = later.stories
    assert (story.status, story.changed, story.last_told) == ("unchanged", (), NOW)


def test_a_story_without_news_is_carried_for_two_days_and_then_dropped() -> None:
    items, ledger = troops()
    told = digest(items, {1: ledger})
    day = timedelta(days=1)

    def next_day(before: Digest, n: int) -> Digest:
        return make_digest(
            [], NOW + (n - 1) * day, NOW + n * day, ZONE, before, stories=8, title="", ledgers={}
        )

    first = next_day(told, 1)
    second = next_day(first, 2)
    third = next_day(second, 3)
    assert [story.status for story in first.stories] == ["unchanged"]
    assert second.stories[0].last_told == NOW
    assert third.stories == ()


def test_what_was_known_before_the_window_is_not_news_to_a_reader_without_a_digest() -> None:
    old = item(1, "Harbour Wire", "Ferry sinks off Kyiv", hours=40, locations=(KYIV,))
    new = item(2, "Straits Post", "Ferry sinks near Kyiv", hours=2, locations=(KYIV,))
    (story,) = digest([old, new], {}).stories
    assert story.status == "changed"
    assert [change.kind for change in story.changed] == ["new_source"]


def test_what_is_missing_is_said() -> None:
    lone = item(1, "Harbour Wire", "Mill burns", claims=(claim("officials", "the mill burned down"),))
    fire = figure("three", "people", 3, predicate="missing")
    ledger = Ledger((measure("people", [row(fire, lone)], predicate="missing"),))
    (story,) = digest([lone], {1: ledger}).stories
    assert story.missing == (
        "no second independent source",
        "nobody is named",
        "no figure is attributed",
        "no place is named",
    )


def test_a_figure_that_one_source_alone_gives_is_pointed_out() -> None:
    items, ledger = troops()
    (story,) = digest(items, {1: ledger}).stories
    assert "one source alone for up to 12,000 Eritrean troops in Ethiopia" in story.missing


def test_more_independent_sources_come_first_and_the_reason_is_given() -> None:
    first, one = troops()
    second, two = drones()
    told = digest(first + second, {1: one, 2: two})
    assert [story.id for story in told.stories] == [1, 2]
    assert told.stories[0].rank_reason == "3 independent sources · new · reaches 2 tags · newest Thu 02:00"


def test_what_does_not_fit_is_counted() -> None:
    first, one = troops()
    second, two = drones()
    told = digest(first + second, {1: one, 2: two}, stories=1)
    assert ([story.id for story in told.stories], told.omitted) == ([1], 1)
    assert (told.items, told.outlets) == (6, 4)


def test_an_item_without_a_story_is_told_all_the_same() -> None:
    assert (
        digest([item(5, "Harbour Wire", "Bridge closed", story=None)], {}).stories[0].headline
        == "Bridge closed"
    )


def test_a_quiet_window_gives_an_empty_digest() -> None:
    assert digest([], {}) == Digest("World desk", YESTERDAY, NOW, ZONE, (), 0, 0)


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("SYLHET, Bangladesh - The river fell.", "The river fell."),
        ("GAO, Mali (Meridian Wire) - The army left.", "The army left."),
        ("SUVA – A cyclone passed.", "A cyclone passed."),
        ("The UN - and others - agreed.", "The UN - and others - agreed."),
    ],
)
def test_a_dateline_is_no_news(sentence: str, shown: str) -> None:
    assert without_dateline(Span(10, 10 + len(sentence), sentence)) == Span(
        10 + len(sentence) - len(shown), 10 + len(sentence), shown
    )


BLAST = item(1, "Harbour Wire", "Three miners die in Zonguldak", "Three miners died in a pit.", hours=30)


def told_since(*later: Item) -> tuple[str, list[str]]:
    """The status of the blast's story and what changed in it, for a reader who was told of the blast."""
    told = make_digest(
        [BLAST], YESTERDAY - timedelta(days=1), YESTERDAY + timedelta(hours=6), ZONE, None,
        stories=8, title="World desk", ledgers={},
    )  # fmt: skip
    (story,) = digest([BLAST, *later], {}, told).stories
    return story.status, [change.text for change in story.changed]


def test_what_came_next_is_news_though_no_figure_tells_it() -> None:
    charged = item(2, "Harbour Wire", "Owner of colliery charged", "A prosecutor charged the owner.", hours=2)
    assert told_since(charged) == ("changed", ["new report by Harbour Wire"])
    buried = item(
        3, "Harbour Wire", "Mourners fill square", "Mourners filled a square as they wept.", hours=1
    )
    last = item(
        4, "Harbour Wire", "Three miners died in Zonguldak pit", "Three miners died in a pit.", hours=1
    )
    assert told_since(charged, buried, last)[0] == "changed"


def test_the_same_news_in_its_own_words_is_none_and_stays_one_line() -> None:
    again = item(2, "Harbour Wire", "Three die in Zonguldak pit", "In a pit three miners died.", hours=2)
    assert told_since(again) == ("unchanged", [])


def test_a_denial_of_that_figure_is_told_with_the_figure() -> None:
    text = "Shippers put the damage at €25m a day. The union rejected that figure."
    content = Span(text.index("that figure"), len(text) - 1, "that figure")
    denied = replace(claim("The union", "that figure", "denies"), content=content)
    (story,) = digest([item(1, "Harbour Wire", "Strike", text, claims=(denied,))], {}).stories
    assert [one.span.text for one in story.denials] == [text]


def test_what_a_lawyer_denies_is_told_with_whom_it_is_about() -> None:
    text = "Police are questioning a man over the fire; his lawyer denied that he had lit it."
    start = text.index("his lawyer")
    denied = replace(
        claim("his lawyer", "he had lit it", "denies"),
        speaker=Speaker(start, start + len("his lawyer"), "his lawyer", "His lawyer"),
        content=Span(text.index("he had"), len(text) - 1, "he had lit it"),
    )
    (story,) = digest([item(1, "Harbour Wire", "Fire", text, claims=(denied,))], {}).stories
    assert [one.span.text for one in story.denials] == [text]


def test_whoever_was_told_hears_what_is_said_since_then() -> None:
    old = claim("Lena Orlova", "the pit was safe")
    new = claim("Lena Orlova", "two men are still below")
    blast = replace(BLAST, brief=replace(BLAST.brief, claims=(old,)))
    told = make_digest(
        [blast], YESTERDAY - timedelta(days=1), YESTERDAY + timedelta(hours=6), ZONE, None,
        stories=8, title="World desk", ledgers={},
    )  # fmt: skip
    later = item(2, "Harbour Wire", "Search goes on", "Rescuers dig on.", claims=(new,), hours=2)
    assert [one.span.text for one in digest([blast, later], {}).stories[0].claims] == [
        "two men are still below",
        "the pit was safe",
    ]
    assert [one.span.text for one in digest([blast, later], {}, told).stories[0].claims] == [
        "two men are still below"
    ]
