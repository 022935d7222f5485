"""Look-ups, digests and stories on the command line: tables for people, JSON as the contract has it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.lookups import keys_of_brief
from storage.records import Brief, Entry, Fingerprint, Location, Placement, Profile
from storage.store import Store
from tests.bot.cli.conftest import Sitrep
from tests.newsroom import add_feed, claim, figure, span

TEXT = "Some 4,000 people crossed into Adre on Friday, the relief office said."
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(autouse=True)
def entry(store: Store) -> Entry:
    """One item an hour old, with a figure, a claim and a place."""
    from storage.records import Arrival, Arrivals, ParsedEntry, Visit

    feed = add_feed(store)
    parsed = ParsedEntry(
        "a", "guid", "Thousands cross into Chad", "https://coast.example/a", TEXT, NOW - timedelta(hours=1)
    )
    (id,) = store.entries.take(Visit(feed, "new", arrivals=Arrivals(new=(Arrival(parsed),))), NOW)
    kept = store.entries.get(id)
    assert kept is not None
    at = span(TEXT, "Adre")
    place = Location(at.start, at.end, at.text, "Adré", "place", 13.47, 22.2, "TD", "Ouaddaï", 245)
    brief = Brief(
        kept.title,
        summary=(span(TEXT, TEXT),),
        claims=(claim(TEXT, "the relief office", "Some 4,000 people crossed into Adre on Friday"),),
        figures=(
            figure(
                TEXT, "Some 4,000", 4000, approximate=True, modifier="about", counted="people",
                predicate="crossed", according_to="the relief office", claim=0,
            ),
        ),
        locations=(place,),
    )  # fmt: skip
    store.briefs.put(kept, brief, 1, NOW, keys_of_brief(kept, brief, [(0, len(TEXT))]))
    store.stories.put(
        kept, Fingerprint({"cross": 1.0}), Placement(None, Profile(size=1), (), 0.0, "new"), NOW
    )
    return kept


WHERE = {
    "id": 1,
    "title": "Thousands cross into Chad",
    "url": "https://coast.example/a",
    "feed": "Coast",
    "published": (NOW - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
}


def test_figures_as_a_table_as_json_and_as_csv(sitrep: Sitrep) -> None:
    table = sitrep("figures", "people").stdout
    assert "about 4,000" in table
    assert "the relief office" in table

    (row,) = json.loads(sitrep("figures", "people", "--format", "json").stdout)
    assert (row["value"], row["approximate"], row["counted"]) == (4000, True, "people")
    assert (row["entry"], row["story"], row["sentence"]) == (WHERE, 1, TEXT)

    (line,) = csv.DictReader(io.StringIO(sitrep("figures", "people", "--format", "csv").stdout))
    assert (line["value"], line["according_to"], line["sentence"]) == ("4000", "the relief office", TEXT)


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (("people",), 1),
        (("persons",), 1),
        (("people", "crossed"), 1),
        (("people > 3000",), 1),
        (("people > 5000",), 0),
        (("people", "--place", "Chad"), 1),
        (("people place:Adre",), 1),
        (("people", "--place", "Sudan"), 0),
        (("people", "--by", "relief office"), 1),
        (("people", "--by", "army"), 0),
        (("people", "--since", "30m"), 0),
        (("people", "--tag", "world"), 1),
        (("people", "--tag", "asia"), 0),
    ],
)
def test_figures_are_filtered(sitrep: Sitrep, args: tuple[str, ...], found: int) -> None:
    assert len(json.loads(sitrep("figures", *args, "--format", "json").stdout)) == found


def test_a_chart_is_a_png_beside_the_answer(sitrep: Sitrep, tmp_path: Path) -> None:
    result = sitrep("figures", "people", "--chart", "c.png")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    assert "chart: c.png" in result.stderr


def test_claims_by_speaker_and_stance(sitrep: Sitrep) -> None:
    (row,) = json.loads(sitrep("claims", "crossed", "--by", "relief", "--format", "json").stdout)
    assert (row["speaker"]["name"], row["stance"], row["entry"]) == ("the relief office", "asserts", WHERE)
    assert json.loads(sitrep("claims", "crossed", "--stance", "denies", "--format", "json").stdout) == []
    assert "The relief office" in sitrep("claims", "crossed").stdout


def test_places_by_name_and_by_country(sitrep: Sitrep) -> None:
    for query in ("Adre", "Chad"):
        (row,) = json.loads(sitrep("places", query, "--format", "json").stdout)
        assert (row["name"], row["country"], row["sentence"]) == ("Adré", "TD", TEXT)
    geo = json.loads(sitrep("places", "Chad", "--format", "geojson").stdout)
    assert geo["type"] == "FeatureCollection"
    assert geo["features"][0]["geometry"] == {"type": "Point", "coordinates": [22.2, 13.47]}


def test_search_finds_families_and_phrases(sitrep: Sitrep) -> None:
    for query in ("crossing", '"crossed into Adre"', 'office "4,000 people"'):
        (row,) = json.loads(sitrep("search", query, "--format", "json").stdout)
        assert row["entry"] == WHERE
    assert json.loads(sitrep("search", '"into Abeche"', "--format", "json").stdout) == []


def test_a_digest_in_every_form(sitrep: Sitrep) -> None:
    digest = json.loads(sitrep("digest", "--format", "json").stdout)
    assert list(digest) >= ["since", "until", "stories"]
    (story,) = digest["stories"]
    assert story["id"] == 1
    assert [source["feed"] for source in story["sources"]] == ["Coast"]
    assert "Thousands cross into Chad" in sitrep("digest").stdout
    assert sitrep("digest", "--format", "markdown").stdout.startswith("# Sitrep")
    assert sitrep("digest", "--format", "html").stdout.lower().startswith("<!doctype html>")
    assert json.loads(sitrep("digest", "--tag", "asia", "--format", "json").stdout)["stories"] == []
    assert json.loads(sitrep("digest", "--since", "10m", "--format", "json").stdout)["stories"] == []


def test_stories_and_one_story(sitrep: Sitrep) -> None:
    (row,) = json.loads(sitrep("stories", "--format", "json").stdout)
    assert (row["id"], row["headline"]) == (1, "Thousands cross into Chad")
    assert json.loads(sitrep("story", "1", "--format", "json").stdout)["id"] == 1
    assert "Thousands cross into Chad" in sitrep("story", "1").stdout


def test_stories_are_merged_and_split_by_hand(sitrep: Sitrep, store: Store) -> None:
    from tests.newsroom import add_entry

    feed = store.feeds.list()[0]
    other = add_entry(store, feed, "Another report of the crossing.", title="More cross")
    store.briefs.put(other, Brief(other.title), 1, NOW)
    store.stories.put(other, Fingerprint({}), Placement(None, Profile(size=1), (), 0.0, "new"), NOW)

    assert sitrep("story", "1", "--merge", "2").exit_code == 0
    assert store.stories.entry_ids(1) == [1, 2]
    assert sitrep("story", "1", "--split", "2").exit_code == 0
    assert store.stories.entry_ids(1) == [1]
    assert "story 1 has no entry 99" in sitrep("story", "1", "--split", "99").stderr
    assert "expected entry numbers" in sitrep("story", "1", "--split", "x").stderr


def test_a_rule_is_tried_on_the_archive(sitrep: Sitrep) -> None:
    (hit,) = json.loads(sitrep("alerts", "test", "crossing", "--format", "json").stdout)
    assert (hit["rule"], hit["matched"], hit["entry"]) == ("crossing", "crossed", WHERE)
    assert hit["status"] in {"reported", "claimed"}
    assert json.loads(sitrep("alerts", "test", "earthquake", "--format", "json").stdout) == []
    wrong = sitrep("alerts", "test", "(a OR")
    assert wrong.exit_code == 2
    assert wrong.stderr.count("\n") == 1


def test_answers_are_plain_where_nobody_reads_them_on_a_screen(sitrep: Sitrep) -> None:
    for args in (("digest",), ("figures", "people"), ("claims", "crossed"), ("doctor", "--offline")):
        assert "\033" not in sitrep(*args).stdout


def test_an_answer_that_is_empty_leaves_standard_output_empty_and_says_what_to_try(sitrep: Sitrep) -> None:
    result = sitrep("figures", "submarines")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("sitrep: nothing found; try fewer words")
    assert sitrep("figures", "submarines", "-q").stderr == ""


def test_a_tag_that_no_feed_has_is_named(sitrep: Sitrep) -> None:
    for command in (("digest", "--tag", "wrold"), ("figures", "people", "--tag", "wrold")):
        assert "no feed has the tag 'wrold'" in sitrep(*command).stderr


def test_an_answer_that_is_cut_says_so(sitrep: Sitrep) -> None:
    assert "these are the first 1; --limit shows more" in sitrep("figures", "people", "--limit", "1").stderr


def test_a_narrow_page_leaves_nobody_out(sitrep: Sitrep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    told = sitrep("figures", "people").stdout
    assert "relief office" in told
    assert "Coast" in told


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("search", "people crosed into Ader"), "'people crossed into Adre'"),
        (("figures", "peeple"), "'people'"),
        (("figures", "people", "--place", "Addre"), "'Adre'"),
        (("claims", "crossed", "--by", "releif"), "'relief'"),
        (("places", "Addre"), "'Adre'"),
    ],
)
def test_a_mistyped_word_is_told_with_one_that_is_in_use(
    sitrep: Sitrep, args: tuple[str, ...], meant: str
) -> None:
    result = sitrep(*args)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"sitrep: nothing found; did you mean {meant}?\n"
    assert "did you mean" not in sitrep(*args, "--since", "1m").stderr, "nor then is anything found"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sitrep fig", ["figures"]),
        ("sitrep claims --st", ["--stance"]),
        ("sitrep claims --stance d", ["denies", "demands"]),
        ("sitrep feeds ex", ["export"]),
    ],
)
def test_a_shell_completes_what_is_typed(typed: str, offered: list[str]) -> None:
    words = {
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
        "_SITREP_COMPLETE": "bash_complete",
    }
    told = CliRunner(env=words).invoke(main, [], prog_name="sitrep")
    assert told.stdout.split() == [f"plain,{word}" for word in offered]
