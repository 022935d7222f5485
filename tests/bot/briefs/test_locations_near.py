"""Places that no gazetteer lists, places told by their frames, datelines without a dash."""

from __future__ import annotations

import pytest

from bot.briefs.document import read
from bot.briefs.locations import find_locations
from bot.briefs.locations.mentions import Gazetteer
from tests.bot.briefs.conftest import found


def test_a_village_takes_the_point_of_the_town_it_is_said_to_be_near(gazetteer: Gazetteer) -> None:
    text = "Gunmen burned granaries in Wobtenga, 12 km from Koudougou in Burkina Faso."
    village, town = (found(text, gazetteer)[name] for name in ("Wobtenga", "Koudougou"))
    assert (village.lat, village.lon, village.country) == (town.lat, town.lon, "BF")
    assert (village.precision, village.geoname_id, village.name) == ("near", None, "Wobtenga")
    assert town.precision == "exact"


def test_a_village_takes_the_area_of_an_article_that_has_but_one(gazetteer: Gazetteer) -> None:
    text = (
        "The road from Koudougou to Sabou was cut in Burkina Faso on Monday. Trucks waited at Koudougou.\n\n"
        "Rain is forecast in the village of Wobtenga."
    )
    village = found(text, gazetteer)["Wobtenga"]
    assert (village.country, village.precision) == ("BF", "region")


def test_a_country_lends_its_point_to_nobody(gazetteer: Gazetteer) -> None:
    village = found("Floods reached the village of Wobtenga in Mali.", gazetteer)["Wobtenga"]
    assert (village.lat, village.country) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Wobtenga in Burkina Faso fled.",
        "The army in Mali said its men were inside Wobtenga.",
        "Thousands fled Wobtenga, in Burkina Faso, at dawn.",
        "Troops in Niger shelled Wobtenga, a small mining town.",
        "Shells fell in Gao and Wobtenga, the army of Mali said.",
        "Soldiers in Chad held the Wobtenga bridge.",
    ],
)
def test_a_frame_that_only_places_have_tells_a_place(text: str, gazetteer: Gazetteer) -> None:
    assert found(text, gazetteer)["Wobtenga"].role == "place"


def test_a_name_made_of_two_small_towns_names_is_one(gazetteer: Gazetteer) -> None:
    text = "Villagers in Puerto Bertrand in Chile were told to leave by boat."
    assert "Puerto Bertrand" in found(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("QUETTA: A coach fell into a ravine on Sunday.", ["QUETTA"]),
        ("HALLS GAP, Victoria: Crews told residents to leave.", ["HALLS GAP", "Victoria"]),
        ("Suva | Relief update 3\nWater was short in Nadi.", ["Suva"]),
        ("Goma, 3 October. A ferry sank near the harbour.", ["Goma"]),
        ("LIMA/AREQUIPA — Police searched two offices.", ["LIMA", "AREQUIPA"]),
    ],
)
def test_a_dateline_ends_in_a_colon_a_bar_or_a_date(
    text: str, places: list[str], gazetteer: Gazetteer
) -> None:
    datelines = [p.text for p in find_locations(read(text), gazetteer) if p.role == "dateline"]
    assert datelines == places


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Brussels was ready to lift the duties.", "Brussels", "actor"),
        ("Beijing and Manila each pledged to hold back.", "Beijing", "actor"),
        ("A quake shook northern Chile on Friday.", "Chile", "place"),
        ("Water was unsafe in parts of southeast Michigan.", "Michigan", "place"),
        ("On South Sudan, the envoy had no news.", "South Sudan", "place"),
        ("Dockers walked out at the Port of Montreal.", "Montreal", "other"),
        ("Andalusian firemen were sent to help.", "Andalusian", "nationality"),
    ],
)
def test_frames_tell_who_acts_from_where_it_happens(
    text: str, name: str, role: str, gazetteer: Gazetteer
) -> None:
    assert found(text, gazetteer)[name].role == role


def test_what_is_called_a_ship_once_is_no_place(gazetteer: Gazetteer) -> None:
    text = "The ferry Santa Elvira sank off Mindoro on Sunday. Divers reached the Santa Elvira at dawn."
    assert list(found(text, gazetteer)) == ["Mindoro"]
    text = "Tents stand in Calapan for those of the Santa Elvira, the ferry that sank off Mindoro."
    assert list(found(text, gazetteer)) == ["Calapan", "Mindoro"]
    assert "Santa Elvira" in found("Floods reached Santa Elvira, a village near Calapan.", gazetteer)
