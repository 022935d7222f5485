"""Look-ups as tables and files: rows align, bounds stay, a place is listed once."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.digests import make_digest
from bot.reports.as_json import figures_json, places_geojson
from bot.reports.brief_text import brief_text
from bot.reports.digest_text import digest_text
from bot.reports.layout import Page
from bot.reports.places import place_boards
from bot.reports.tables import (
    claims_table,
    figures_csv,
    figures_table,
    places_table,
    search_table,
    stories_table,
)
from bot.wording import place_called
from storage.records import (
    Brief,
    ClaimRow,
    Digest,
    Ledger,
    LedgerRow,
    PlaceRow,
    SearchRow,
    Story,
)
from tests.desk import (
    KYIV,
    NOW,
    YESTERDAY,
    ZONE,
    claim,
    figure,
    item,
    measure,
    row,
    rows_of,
)

PAGE = Page(width=100, zone=ZONE, now=NOW)
HARBOUR_WIRE: dict[str, Any] = {
    "entry_id": 1,
    "feed": "Harbour Wire",
    "title": "Title",
    "url": None,
    "when": NOW,
    "story_id": 2,
}


def test_a_table_of_figures_aligns(digest: Digest) -> None:
    lines = figures_table(rows_of(digest), PAGE, "troops").splitlines()
    assert lines[0].startswith("troops")
    assert lines[0].endswith("9 figures")
    assert [line.split("   ")[0] for line in lines if line[:1].strip()][1:] == [
        "about 10,000", "about 10,000", "up to 12,000", "up to 2,100", "9", "11", "62", "33", "25",
    ]  # fmt: skip
    assert all(len(line) <= 100 for line in lines)


def test_no_name_is_cut_where_there_is_a_line_below() -> None:
    long = "the regional association of container shippers and employers"
    lone = item(1, "Harbour Wire", "Strike goes on", "Strike goes on.")
    ledger = Ledger(tuple(
        measure(f"containers of lot {n}", [row(figure(f"{n}00", f"containers of lot {n}", n * 100,
                                                      according_to=long, start=n), lone)])
        for n in (1, 2)
    ))  # fmt: skip
    told = make_digest([lone], YESTERDAY, NOW, ZONE, None, stories=8, title="", ledgers={1: ledger})
    text = digest_text(told, 60)
    assert "…" not in text
    assert " ".join(text.split()).count("shippers") == 2


def test_a_figure_without_a_place_stands_beside_its_title_where_stories_are_several() -> None:
    killed = figure("19", "people", 19, predicate="killed")
    rows = [
        row(killed, item(1, "Harbour Wire", "Flood in Sylhet")),
        replace(row(killed, item(2, "Harbour Wire", "Mine collapses near Gao")), story_id=2),
        replace(row(replace(killed, place="Beira"), item(3, "Harbour Wire", "Cholera")), story_id=3),
    ]
    told = [" ".join(line.split()) for line in figures_table(rows, replace(PAGE, width=140)).splitlines()]
    assert [line.partition(" not attributed")[0] for line in told[1:]] == [
        "19 people killed · Flood in Sylhet",
        "19 people killed · Mine collapses near Gao",
        "19 people killed in Beira",
    ]
    assert "Flood" not in figures_table(rows[:1], PAGE), "of one story it need not be said"


def test_csv_keeps_bounds_apart_and_runs_no_formula() -> None:
    bad = row(figure("=1+1", "@people", high=5), item(1, "+Wire", "-Title"))
    (line,) = csv.DictReader(io.StringIO(figures_csv([bad])))
    assert (line["value"], line["high"]) == ("", "5")
    assert (line["figure"], line["counted"], line["feed"], line["title"]) == (
        "'=1+1",
        "'@people",
        "'+Wire",
        "'-Title",
    )


def test_an_outlet_that_carries_a_report_stands_beside_the_one_that_wrote_it() -> None:
    people = figure("about 120 people", "people", 120)
    told = LedgerRow(people, "About 120 people came.", **HARBOUR_WIRE, copies=("Post", "Sun"))
    where = PlaceRow(KYIV, "Drones hit Kyiv.", **HARBOUR_WIRE, copies=("Post",))
    assert "Harbour Wire +2 copies" in figures_table([told], PAGE)
    assert "Harbour Wire (+2 copies: Post and Sun)" in figures_table([told], replace(PAGE, width=140))
    assert "Harbour Wire (+1 copy: Post) ·" in places_table([where], PAGE)
    assert figures_json([told])[0]["copies"] == ["Post", "Sun"]
    (line,) = csv.DictReader(io.StringIO(figures_csv([told])))
    assert line["copies"] == "Post; Sun"


def test_a_place_is_listed_once_with_its_reports() -> None:
    first = PlaceRow(KYIV, "Drones hit Kyiv.", **HARBOUR_WIRE)
    again = replace(first, sentence="Kyiv was dark.")
    later = replace(first, entry_id=2, location=replace(KYIV, text="Kiev"))
    (board,) = place_boards([later, first, replace(first, entry_id=3), again])
    assert (board.place.name, len(board.reports)) == ("Kyiv", 3)


def test_a_report_that_was_written_in_a_place_gives_way_to_one_that_tells_of_it() -> None:
    dated = PlaceRow(replace(KYIV, role="dateline"), "KYIV (Wire) - It rained in Odesa.", **HARBOUR_WIRE)
    told = PlaceRow(KYIV, "Drones hit Kyiv.", **HARBOUR_WIRE | {"entry_id": 2})
    assert [board.shown for board in place_boards([dated, told])] == [told]
    assert [board.shown for board in place_boards([dated])] == [dated]


def test_a_place_is_called_as_the_reports_call_it() -> None:
    java = [replace(KYIV, text=text, name="Jawa Timur") for text in ("EAST JAVA", "East Java")]
    assert place_called(java) == "East Java"
    assert place_called(java[:1]) == "Jawa Timur", "capitals are how a dateline is set"
    rained = [PlaceRow(where, "It rained.", **HARBOUR_WIRE | {"entry_id": n}) for n, where in enumerate(java)]
    assert [board.place.name for board in place_boards(rained)] == ["East Java"]
    java.append(replace(KYIV, text="Java's east", name="Jawa Timur"))
    assert place_called(java) == "East Java", "of two that are as frequent the first, unless a list has one"
    assert "   Java's east (UA)" in brief_text(Brief("Rain", locations=tuple(java))).splitlines()


def test_places_as_table_and_geojson() -> None:
    where = PlaceRow(KYIV, "A market burned in Kyiv.", **HARBOUR_WIRE)
    nowhere = replace(where, location=replace(KYIV, name="Atlantis", lat=None, lon=None, country=None))
    assert "Kyiv (UA) · 1 report" in places_table([where, nowhere], PAGE)
    features = places_geojson([where, nowhere])["features"]
    assert [f["geometry"]["coordinates"] for f in features] == [[30.52, 50.45]]


def test_a_point_that_is_a_neighbour_s_says_so() -> None:
    hamlet = replace(KYIV, text="Stara Huta", name="Stara Huta", precision="near", geoname_id=None)
    where = PlaceRow(hamlet, "A barn burned in Stara Huta.", **HARBOUR_WIRE)
    assert "Stara Huta (UA) · 1 report · on maps at a known place near it" in places_table([where], PAGE)
    assert places_geojson([where])["features"][0]["properties"]["precision"] == "near"


def test_claims_search_and_stories_as_tables() -> None:
    said = ClaimRow(claim("Lena Orlova", "the dam holds", "denies"), "s", **HARBOUR_WIRE)
    assert "Lena Orlova · denies · Harbour Wire · 31 Oct" in claims_table([said], PAGE)
    found = SearchRow("the dam holds", **HARBOUR_WIRE | {"title": "Dam holds"})
    assert "Dam holds" in search_table([found], PAGE)
    story = Story(7, "Dam holds", NOW, NOW - timedelta(hours=1), 3, 2)
    assert "7   Dam holds   2 sources   3 items   06:00" in stories_table([story], PAGE)


@pytest.mark.parametrize("table", [figures_table, claims_table, places_table, search_table, stories_table])
def test_a_table_of_nothing_counts_nothing(table: object) -> None:
    assert table([], PAGE).startswith("0 ")  # type: ignore[operator]
