"""Places in texts: what is recognised, in which role, and which place of a name is meant."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefs.document import read
from bot.briefs.locations import find_locations
from storage.gazetteer import Gazetteer
from tests.bot.briefs.conftest import found

SEED = Path(__file__).parents[4] / "shared" / "examples" / "seed.gold.json"


def roles(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    return {name: place.role for name, place in found(text, gazetteer).items()}


def test_a_place_bears_its_span_point_country_and_id(gazetteer: Gazetteer) -> None:
    text = "Two people were hurt when a shell hit a market in Kharkiv on Monday."
    (place,) = find_locations(read(text), gazetteer)
    assert text[place.start : place.end] == place.text == "Kharkiv"
    assert (place.role, place.country, place.admin1, place.geoname_id) == ("place", "UA", "Kharkiv", 706483)
    assert (round(place.lat or 0, 1), round(place.lon or 0, 1)) == (50.0, 36.3)


def test_a_dateline_is_told_from_the_story(gazetteer: Gazetteer) -> None:
    text = "NAIROBI, Kenya, May 3 (Northwire) - A bridge fell near Mombasa on Friday, police said."
    assert roles(text, gazetteer) == {"NAIROBI": "dateline", "Kenya": "dateline", "Mombasa": "place"}


@pytest.mark.parametrize(
    "sentence", ["Moscow denied the report.", "Washington says it will wait.", "Kyiv agreed."]
)
def test_a_capital_that_speaks_is_an_actor(sentence: str, gazetteer: Gazetteer) -> None:
    (place,) = find_locations(read(sentence), gazetteer)
    assert place.role == "actor"


def test_capitals_that_are_a_sentence_are_a_dateline(gazetteer: Gazetteer) -> None:
    text = "ATYRAU, Kazakhstan. The water rose by two metres in Oral."
    assert roles(text, gazetteer) == {"ATYRAU": "dateline", "Kazakhstan": "dateline", "Oral": "place"}


def test_a_seat_of_power_acts_unless_something_is_beside_it(gazetteer: Gazetteer) -> None:
    assert roles("The Pentagon said 12 ships had left.", gazetteer) == {"Pentagon": "actor"}
    assert roles("Crowds gathered outside the White House.", gazetteer) == {"White House": "place"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Rwanda, which has some 4,000 troops there, said it would stay.",
        "No casualties were given by Cambodia.",
    ],
)
def test_a_country_acts_over_a_relative_clause_and_as_agent(sentence: str, gazetteer: Gazetteer) -> None:
    (place,) = find_locations(read(sentence), gazetteer)
    assert place.role == "actor"


def test_a_place_in_the_name_of_a_body_is_not_on_the_map(gazetteer: Gazetteer) -> None:
    text = "Rebels of the Upper River Front held the bridge in Banjul."
    assert roles(text, gazetteer) == {"Upper River": "other", "Banjul": "place"}


def test_what_the_text_calls_a_network_is_none_there_nor_later(gazetteer: Gazetteer) -> None:
    lead = "The relief network Nodi counted 75,000 people around Sylhet and Sunamganj."
    later = found(f"{lead}\n\nNodi asked for 20,000 water filters.", gazetteer)
    assert set(later) == {"Sylhet", "Sunamganj"}
    placed = found(f"{lead}\n\nA boat sank in Nodi on Monday.", gazetteer)
    assert "Nodi" in placed, "where something is in it, it is a place"


def test_a_name_keeps_its_article(gazetteer: Gazetteer) -> None:
    assert found("The strike closed the port in The Hague.", gazetteer)["The Hague"].country == "NL"


def test_a_river_named_by_a_small_word_is_a_place(gazetteer: Gazetteer) -> None:
    assert roles("The Surma river burst its banks in Sylhet.", gazetteer) == {
        "Surma river": "place",
        "Sylhet": "place",
    }


def test_a_hamlet_across_the_world_is_not_meant(gazetteer: Gazetteer) -> None:
    text = "A bus left the road near Viroqua in the Philippines, the highway office in Manila said."
    place = found(text, gazetteer)["Viroqua"]
    assert (place.country, place.precision, place.geoname_id) == ("PH", "region", None)


def test_an_island_wins_over_a_hamlet_of_its_name(gazetteer: Gazetteer) -> None:
    text = "A ferry sank off Mindoro in the Philippines, the coast guard in Manila said."
    assert found(text, gazetteer)["Mindoro"].country == "PH"


def test_adjectives_and_peoples_are_nationalities(gazetteer: Gazetteer) -> None:
    places = found("Russian forces met Turks and a Sri Lankan crew.", gazetteer)
    assert {name: (place.role, place.country) for name, place in places.items()} == {
        "Russian": ("nationality", "RU"),
        "Turks": ("nationality", "TR"),
        "Sri Lankan": ("nationality", "LK"),
    }


def test_a_person_is_no_place(gazetteer: Gazetteer) -> None:
    text = "Senator Jordan Lake said on Friday that Mr Austin and Paris Moreno had lied to the committee."
    assert not [
        place for place in find_locations(read(text), gazetteer) if place.role in ("place", "dateline")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The Don said the money was gone.",
        "The Darling who won spoke.",
        "Police held Ruth Jordan on Monday. Jordan was calm.",
        "Date: 3 May\nBath: two\nReading: chapter 3",
    ],
)
def test_no_river_speaks_and_a_surname_is_no_country_a_label_no_town(text: str, gazetteer: Gazetteer) -> None:
    assert found(text, gazetteer) == {}


def test_a_place_inside_a_name_is_kept_off_the_map(gazetteer: Gazetteer) -> None:
    text = "The Bank of England raised rates on Thursday, the Kyiv Post reported."
    assert set(roles(text, gazetteer).values()) <= {"other", "actor"}


@pytest.mark.parametrize("word", ["Telegram", "NATO", "Monday", "March", "Reuters"])
def test_a_word_that_only_looks_like_a_place_is_none(word: str, gazetteer: Gazetteer) -> None:
    assert word not in found(f"The governor wrote on {word} that the strike was over.", gazetteer)


def test_the_well_known_place_is_meant_without_context(gazetteer: Gazetteer) -> None:
    assert found("The talks were held in Paris.", gazetteer)["Paris"].country == "FR"
    assert found("A ferry sank off Bali on Monday.", gazetteer)["Bali"].country == "ID"


def test_what_contains_a_place_settles_which_is_meant(gazetteer: Gazetteer) -> None:
    places = found("A train left the rails in Paris, Texas, on Monday.", gazetteer)
    assert (places["Paris"].country, places["Paris"].admin1) == ("US", "Texas")


def test_a_state_may_be_cut_short(gazetteer: Gazetteer) -> None:
    places = found("The fire began in Athens, Ga., and spread toward Commerce, officials said.", gazetteer)
    assert (places["Athens"].admin1, places["Ga."].name) == ("Georgia", "Georgia")


def test_the_places_around_it_settle_which_is_meant(gazetteer: Gazetteer) -> None:
    text = "A storm tore roofs off in Gainesville and Ocala. Roads in Alachua County were closed."
    assert found(text, gazetteer)["Gainesville"].admin1 == "Florida"


def test_a_village_is_found_by_ear_and_by_its_region(gazetteer: Gazetteer) -> None:
    text = "The council reopened a bridge near the village of Krasnogorivka in the Donetsk region."
    places = found(text, gazetteer)
    assert (places["Krasnogorivka"].name, places["Krasnogorivka"].country) == ("Krasnohorivka", "UA")
    assert places["Donetsk region"].role == "place"


def test_a_name_in_no_gazetteer_is_reported_without_a_point(gazetteer: Gazetteer) -> None:
    place = found("Floods cut off the village of Qzorblavka for days.", gazetteer)["Qzorblavka"]
    assert (place.role, place.lat, place.lon, place.country) == ("place", None, None, None)


def test_hyphens_join_two_places(gazetteer: Gazetteer) -> None:
    places = found("Egypt-US relations improved, the Britain-based monitor said.", gazetteer)
    assert {"Egypt", "US", "Britain"} <= set(places)


def test_seas_and_rivers_are_places_without_a_country(gazetteer: Gazetteer) -> None:
    place = found("The tanker sank in the Black Sea on Friday.", gazetteer)["Black Sea"]
    assert (place.role, place.country, place.lat) == ("place", None, 43.0)


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                ["Paris", "Texas,", "in", "St.", "Kyiv-", "U.S.", "Russian", "“", "\n", "Lake", "of", "—"]
            ),
        ),
        max_size=40,
    ).map(" ".join)
)
def test_any_text_gives_true_spans_once_with_whole_points(gazetteer: Gazetteer, text: str) -> None:
    places = find_locations(read(text), gazetteer)
    assert all(text[place.start : place.end] == place.text != "" for place in places)
    assert all(one.end <= other.start for one, other in pairwise(places))
    for place in places:
        assert (place.lat is None) == (place.lon is None)
        assert place.lat is None or (-90 <= place.lat <= 90 and -180 <= (place.lon or 0) <= 180)


@pytest.mark.skipif(not SEED.exists(), reason="the seed article lies beside the project and is not here")
def test_the_seed_article_has_its_places_and_none_invented(gazetteer: Gazetteer) -> None:
    seed = json.loads(SEED.read_text(encoding="utf-8"))
    places = {(place.start, place.end): place for place in find_locations(read(seed["text"]), gazetteer)}
    for gold in seed["gold"]["locations"]:
        place = places[gold["start"], gold["end"]]
        assert (place.role, place.country) == (gold["role"], gold["country"]), gold
    on_the_map = {place.text for place in places.values() if place.role in ("place", "dateline")}
    assert not on_the_map & {"Austin", "Telegram", "White House", "Washington", "Kyslytsya", "NATO"}
