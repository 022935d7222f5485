"""What the places of a sentence do in it: lie there, act, or lend their name to something else."""

from __future__ import annotations

import pytest

from bot.briefs.document import read
from bot.briefs.locations import find_locations
from storage.gazetteer import Gazetteer


def roles(text: str, gazetteer: Gazetteer) -> str:
    """Each place with its role, in order: "Kyiv other, Lviv place"."""
    return ", ".join(f"{place.text} {place.role}" for place in find_locations(read(text), gazetteer))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Kyiv Post reported the blast on Monday.", "Kyiv other"),
        ("The Los Angeles Times reported that talks had failed.", "Los Angeles other"),
        ("Manchester United beat Real Madrid in Munich.", "Manchester other, Madrid other, Munich place"),
        ("The Paris Agreement came before the Minsk accords.", "Paris other, Minsk other"),
        ("The Bank of England raised its rate.", "England other"),
        ("The London Metal Exchange in London halted trading.", "London other, London place"),
    ],
)
def test_a_place_in_the_name_of_something_else_is_no_place(
    sentence: str, expected: str, gazetteer: Gazetteer
) -> None:
    assert roles(sentence, gazetteer) == expected


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("He spoke at the Pentagon on Friday.", "place"),
        ("Talks at the White House went on for hours.", "place"),
        ("The Pentagon said it would send troops.", "actor"),
        ("The Kremlin has denied it.", "actor"),
    ],
)
def test_a_seat_of_power_is_a_place_for_who_stands_in_it(
    sentence: str, role: str, gazetteer: Gazetteer
) -> None:
    assert roles(sentence, gazetteer).split()[-1] == role


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Crete and Sicily were hit by the storm.", "Crete place, Sicily place"),
        ("Floods in Kenya, Somalia and Ethiopia killed 300.", "Kenya place, Somalia place, Ethiopia place"),
        ("Madrid and Lisbon will ask for help.", "Madrid actor, Lisbon actor"),
        ("Baghdad and Erbil spoke by telephone, Iraq said.", "Baghdad actor, Erbil actor, Iraq actor"),
        ("Ferries between Barishal and Dhaka were halted.", "Barishal place, Dhaka place"),
        ("The wind spared the east, with Clare and Mayo worst hit.", "Clare place, Mayo place"),
    ],
)
def test_the_names_of_a_list_do_what_is_said_of_all(
    sentence: str, expected: str, gazetteer: Gazetteer
) -> None:
    assert roles(sentence, gazetteer) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Kampala has promised 4,000 men.", "Kampala actor"),
        ("Ten states, of which Paris paid six million, agreed.", "Paris actor"),
        ("Niger, the third member of the pact, offered drones.", "Niger actor"),
        ("Kenya counts votes today.", "Kenya place"),
        ("The tug left Singapore on Monday.", "Singapore place"),
        ("Glaciers of Svalbard shed ice.", "Svalbard place"),
        ("Warsaw is to reopen its crossings.", "Warsaw actor"),
        ("It is a war against Kyiv.", "Kyiv actor"),
        ("Parts of Russia's Tula and Orel regions were dark.", "Russia place, Tula place, Orel place"),
        (
            "The United States and South Korean trade envoys met.",
            "United States actor, South Korean nationality",
        ),
    ],
)
def test_a_government_acts_and_a_land_is_befallen(sentence: str, expected: str, gazetteer: Gazetteer) -> None:
    assert roles(sentence, gazetteer) == expected


def test_both_cities_of_a_dateline_are_its_places(gazetteer: Gazetteer) -> None:
    text = "BEIRUT/TEL AVIV, Oct 2 (Northwire) - Fire was exchanged."
    assert roles(text, gazetteer) == "BEIRUT dateline, TEL AVIV dateline"


def test_a_sum_in_us_dollars_names_no_place(gazetteer: Gazetteer) -> None:
    assert roles("Prices fell between US$10 and US$15 a tonne.", gazetteer) == ""


def test_a_line_of_copyright_names_no_place(gazetteer: Gazetteer) -> None:
    text = "A bridge fell in Leeds.\n© 2024 Northwire, 12 High Street, London. All rights reserved."
    assert roles(text, gazetteer) == "Leeds place"


def test_an_unknown_saints_name_behind_an_article_is_a_ships(gazetteer: Gazetteer) -> None:
    text = (
        "A boat sank off Mindoro in the Philippines. The Santa Elvira had left Calapan when it took on water."
    )
    assert "Santa Elvira" not in roles(text, gazetteer)


def test_a_surname_that_is_a_towns_name_is_no_place(gazetteer: Gazetteer) -> None:
    assert roles("Lloyd Austin flew home. Austin said officials knew.", gazetteer) == ""
    assert roles("Security Minister Rolando Pineda Lagos said so in Honduras.", gazetteer) == "Honduras place"


def test_towns_of_one_name_lie_in_the_state_each_is_given(gazetteer: Gazetteer) -> None:
    text = "In Springfield, Illinois, and in Springfield, Massachusetts, people voted."
    divisions = [place.admin1 for place in find_locations(read(text), gazetteer)]
    assert divisions == ["Illinois", "Illinois", "Massachusetts", "Massachusetts"]


def test_a_river_is_known_by_its_article(gazetteer: Gazetteer) -> None:
    darling, _ = find_locations(read("The Darling in New South Wales rose by two metres."), gazetteer)
    assert (darling.name, darling.role, darling.country) == ("Darling River", "place", "AU")


def test_an_arabic_name_is_known_with_and_without_its_article(gazetteer: Gazetteer) -> None:
    for text in ("Drones flew from Al Jufra in Libya.", "Drones flew from Jufra in Libya."):
        assert find_locations(read(text), gazetteer)[0].country == "LY"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("LUANDA, March 14 (Atlantic Wire) - Two men died.", "LUANDA dateline"),
        ("PATNA\nFour men drowned on Monday, police said.", "PATNA dateline"),
        ("Pakistan, which expelled 800,000 people, is preparing to close it.", "Pakistan actor"),
        ("Argentina, itself fighting fires, promised two planes.", "Argentina actor"),
        ("Astana nonetheless summoned the envoy.", "Astana actor"),
        ("The bank will lend Warsaw 80% of the sum.", "Warsaw actor"),
        ("Germany pledged 5m and Norway 40m kroner.", "Germany actor, Norway actor"),
        ("Exporters welcomed a tariff cut by Washington.", "Washington actor"),
        ("She did not say whether Washington would resume payments.", "Washington actor"),
        ("Talks between Baku and Yerevan broke down.", "Baku actor, Yerevan actor"),
        ("It has more tanks than Germany, France and Britain.", "Germany actor, France actor, Britain actor"),
        ("It was not clear whether Russia was behind the drones.", "Russia actor"),
        ("The European Union said so. Prices in the EU rose.", "European Union actor, EU place"),
        ("Turkey's worst fire burned for a week.", "Turkey place"),
        ("Rebels hold a border of 1,300 km with Mali.", "Mali place"),
        ("Officials in parts of Argentina and Brazil met.", "Argentina place, Brazil place"),
        ("Oil reaches the coast by way of Georgia.", "Georgia place"),
    ],
)
def test_who_acts_is_told_past_what_stands_between(
    sentence: str, expected: str, gazetteer: Gazetteer
) -> None:
    assert roles(sentence, gazetteer) == expected
