"""What a person types becomes a look-up; what a brief says becomes findable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import words
from bot.lookups import QueryError, keys_of_brief, parse_lookup, with_phrases_as_words
from storage.records import Brief, Claim, Entry, Figure, Location, Span, Speaker

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def country_of(name: str) -> str | None:
    return {"chad": "TD", "sudan": "SD"}.get(name.lower())


def test_words_stand_for_their_families_and_synonyms() -> None:
    (soldiers,) = parse_lookup("soldiers", country_of, NOW).words
    assert {words.key("soldier"), words.key("troops")} <= soldiers


def test_what_is_told_in_several_words_is_found_by_one_and_the_other_way_round() -> None:
    (displaced,) = parse_lookup("displaced", country_of, NOW).words
    assert {words.key("fled"), words.key("evacuated"), words.key("left their homes")} <= displaced
    left, _ = parse_lookup("left their homes", country_of, NOW).words
    assert words.key("displaced") in left


def test_a_synonym_names_no_speaker() -> None:
    found = parse_lookup("displaced", country_of, NOW)
    assert words.key("refugee") in found.words[0]
    assert found.typed == {words.key("displaced")}


def test_filters_may_stand_among_the_words() -> None:
    found = parse_lookup('aid place:Chad by:"Relief Office" tag:africa since:7d trucks', country_of, NOW)
    assert [words.key("aid") in found.words[0], words.key("trucks") in found.words[1]] == [True, True]
    assert len(found.place) == 1
    assert "cc_td" in found.place[0]
    assert [words.key("relief") in found.by[0], words.key("office") in found.by[1]] == [True, True]
    assert (found.tags, found.since) == (("africa",), NOW - timedelta(days=7))


@pytest.mark.parametrize(
    ("text", "unit", "above", "below", "inclusive"),
    [
        ("killed > 1,000", None, 1000, None, False),
        ("killed >= 12", None, 12, None, True),
        ("killed <3", None, None, 3, False),
        ("killed = 7", None, 7, 7, True),
        ("range > 10km", "m", 10_000, None, False),
        ("range > 2 mi", "m", 3218.688, None, False),
        ("budget > 2.5bn USD", "USD", 2.5e9, None, False),
        ("turnout < 40%", "%", None, 40, False),
        ("people > 2 million", None, 2e6, None, False),
    ],
)
def test_a_comparison_bounds_the_value_in_the_base_unit(
    text: str, unit: str | None, above: float | None, below: float | None, inclusive: bool
) -> None:
    found = parse_lookup(text, country_of, NOW)
    assert (found.unit, found.inclusive) == (unit, inclusive)
    assert found.above == pytest.approx(above)
    assert found.below == pytest.approx(below)
    assert len(found.words) == 1


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("hectares", "unit_m²"),
        ("euros", "unit_EUR"),
        ("km", "unit_m"),
        ("percent", "unit_%"),
        ("MW", "unit_W"),
    ],
)
def test_a_bare_unit_stands_for_all_figures_in_its_dimension(text: str, unit: str) -> None:
    (asked,) = parse_lookup(text, country_of, NOW).words
    assert {words.key(text), unit} == asked


def test_a_unit_may_be_written_out_in_a_filter_and_in_a_comparison() -> None:
    assert parse_lookup("fine unit:euros", country_of, NOW).unit == "EUR"
    found = parse_lookup("burned > 5 hectares", country_of, NOW)
    assert (found.unit, found.above, len(found.words)) == ("m²", 50_000, 1)


def test_a_word_after_a_comparison_is_no_unit() -> None:
    found = parse_lookup("> 30 drones", country_of, NOW)
    assert (found.unit, found.above) == (None, 30)
    assert words.key("drones") in found.words[0]


def test_a_phrase_is_kept_as_it_stands_and_can_be_taken_as_words() -> None:
    found = parse_lookup('"border crossing" closed', country_of, NOW)
    assert found.phrases == ("border crossing",)
    assert len(found.words) == 1
    assert len(with_phrases_as_words(found).words) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x stance:maybe", "expected one of asserts"),
        ("x since:soon", "since:soon: expected"),
        ("x colour:red", "no filter colour:; the filters are place:, by:"),
        ("killed >= ten", "compares with one number in digits"),
        ("1 < killed > 5", "compares with one number in digits"),
        ('"grain deal', "quotation mark has no partner"),
        ("😀", "holds no word that can be looked up"),
        ("* ^ -", "holds no word that can be looked up"),
        ("\0", "holds no word that can be looked up"),
    ],
)
def test_a_wrong_filter_says_what_was_expected(text: str, told: str) -> None:
    with pytest.raises(QueryError, match=told):
        parse_lookup(text, country_of, NOW)


@pytest.mark.parametrize("text", ["", "place:", "AND OR NOT", "(sudan)", "at 14:30", "https://a.example/b"])
def test_any_syntax_is_taken_as_plain_text(text: str) -> None:
    lookup = parse_lookup(text, country_of, NOW)
    assert (lookup.above, lookup.below, lookup.place, lookup.by) == (None, None, (), ())


TEXT = "ADRE, Chad — Some 4,000 people crossed on Friday, the Relief Office said. Two trucks stood in Abeche."
SENTENCES = [(0, 73), (74, len(TEXT))]


def brief() -> tuple[Entry, Brief]:
    def place(name: str, role: str, admin1: str) -> Location:
        at = TEXT.lower().index(name.lower())
        text = TEXT[at : at + len(name)]
        return Location(at, at + len(name), text, name, role, 13.0, 20.8, "TD", admin1, 1)  # type: ignore[arg-type]

    figures = (
        Figure(
            13, 30, "Some 4,000 people", "count", 4000, None, None, True, None, "people", predicate="crossed"
        ),
        Figure(74, 77, "Two", "count", 2, None, None, False, None, None),
    )
    claim = Claim(
        13,
        72,
        Speaker(50, 67, "the Relief Office", "Relief Office"),
        Span(68, 72, "said"),
        Span(13, 48, "Some 4,000 people crossed on Friday"),
        "indirect",
        "asserts",
    )
    places = (place("Adre", "dateline", "Ouaddai"), place("Abeche", "place", "Ouaddai"))
    entry = Entry(1, 1, "a", "guid", "Thousands cross into Chad", None, TEXT, NOW)
    return entry, Brief("Thousands cross into Chad", (), (claim,), figures, places)


def test_each_element_is_findable_by_its_words_places_and_speaker() -> None:
    entry, made = brief()
    keys = keys_of_brief(entry, made, SENTENCES)

    crossed, trucks = keys.figures
    assert {words.key("people"), words.key("crossing")} <= set(crossed.keys)
    assert {words.key("Adre"), "cc_td"} <= set(crossed.places)
    assert crossed.sentence == SENTENCES[0]
    assert words.key("truck") in trucks.keys, "where nothing is known to be counted, the sentence speaks"
    assert words.key("Abeche") in trucks.places
    assert words.key("Adre") not in trucks.places
    (claim,) = keys.claims
    assert words.key("crossed") in claim.keys
    assert words.key("relief") in claim.speaker
    assert words.key("thousands") in keys.entry


def test_a_figure_is_found_by_how_its_clause_goes_on_and_not_by_the_next_one() -> None:
    text = "About 40,000 people have left their homes and nine people were killed."
    homes = Figure(6, 12, "40,000", "count", 40_000, None, None, False, None, "people", predicate="left")
    at = text.index("nine")
    dead = Figure(at, at + 4, "nine", "count", 9, None, None, False, None, "people", predicate="killed")
    entry = Entry(1, 1, "flood", "guid", "Flood", None, text, NOW)
    keys = keys_of_brief(entry, Brief("Flood", figures=(homes, dead)), [(0, len(text))])
    assert words.key("displaced") in keys.figures[0].keys
    assert words.key("killed") not in keys.figures[0].keys
    assert words.key("home") not in keys.figures[1].keys


def test_how_long_something_took_does_not_answer_for_its_sentence() -> None:
    text = "The toll rose after four days."
    days = Figure(20, 29, "four days", "duration", 4, None, None, False, "d", None)
    entry = Entry(1, 1, "flood", "guid", "Flood", None, text, NOW)
    keys = keys_of_brief(entry, Brief("Flood", figures=(days,)), [(0, len(text))])
    assert keys.figures[0].keys == ("unit_s",)


def test_a_figure_is_found_by_the_name_of_any_unit_of_its_dimension() -> None:
    text = "The fire burned 11,100 acres of forest."
    acres = Figure(16, 28, "11,100 acres", "measure", 11_100, None, None, False, "acre", "forest")
    entry = Entry(1, 1, "fire", "guid", "Fire", None, text, NOW)
    (key,) = keys_of_brief(entry, Brief("Fire", figures=(acres,)), [(0, len(text))]).figures
    (hectares,) = parse_lookup("hectares", country_of, NOW).words
    (euros,) = parse_lookup("euros", country_of, NOW).words
    assert not hectares.isdisjoint(key.keys)
    assert euros.isdisjoint(key.keys)
    daily = replace(acres, unit="EUR/d")
    (key,) = keys_of_brief(entry, Brief("Fire", figures=(daily,)), [(0, len(text))]).figures
    assert not euros.isdisjoint(key.keys)


def test_a_sentence_without_a_place_stands_at_the_dateline() -> None:
    entry, made = brief()
    without = Brief(made.headline, (), (), made.figures, made.locations[:1])
    assert words.key("Adre") in keys_of_brief(entry, without, SENTENCES).figures[1].places
