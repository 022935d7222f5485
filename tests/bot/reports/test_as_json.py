"""The JSON of digests, look-ups and briefs has the shape of the contract."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.reports.as_json import brief_json, digest_json, figures_json
from storage.records import Brief, Digest, Span
from tests.desk import KYIV, claim, figure, rows_of


def test_the_digests_json_has_the_contracts_shape(digest: Digest) -> None:
    told = json.loads(json.dumps(digest_json(digest)))
    assert told["since"] == "2024-10-30T05:00:00Z"
    story = told["stories"][0]
    assert {
        "id", "headline", "summary", "sources", "figures", "disagreements", "claims", "denials",
        "locations", "changed",
    } <= story.keys()  # fmt: skip
    assert story["summary"][0].keys() >= {"start", "end", "text", "url"}
    assert story["sources"][0].keys() >= {"feed", "title", "url", "published"}
    assert story["disagreements"][0]["counted"] == "Eritrean troops"
    assert story["disagreements"][0]["figures"][2]["high"] == 12000


def test_figures_json_keeps_bounds_and_says_where_they_stand(digest: Digest) -> None:
    told = figures_json(rows_of(digest))
    assert (told[2]["value"], told[2]["low"], told[2]["high"]) == (None, None, 12000)
    assert told[2]["entry"] == {
        "id": 2,
        "title": "Kenya puts Eritrean troops in Ethiopia at up to 12,000",
        "url": "https://straitspost.example/2",
        "feed": "Straits Post",
        "published": "2024-10-31T00:00:00Z",
    }


def test_a_briefs_json_is_the_contracts() -> None:
    text = "“We left,” she said, “at dawn.”"
    parts = (Span(0, 10, "“We left,”"), Span(21, 31, "“at dawn.”"))
    split = replace(claim("she", text), parts=parts, quote="direct")
    told = brief_json(
        Brief("Title", claims=(split,), figures=(figure("nine", "people", 9),), locations=(KYIV,))
    )
    assert list(told) == ["headline", "summary", "claims", "figures", "locations", "keywords"]
    assert told["claims"][0]["content"]["spans"] == [[0, 10], [21, 31]]
    assert told["claims"][0]["parts"] == [
        {"start": 0, "end": 10, "text": "“We left,”"},
        {"start": 21, "end": 31, "text": "“at dawn.”"},
    ]
    assert "parts" not in brief_json(Brief("Title", claims=(claim("she", "x"),)))["claims"][0]
    assert list(told["figures"][0]) == [
        "start", "end", "text", "kind", "value", "low", "high", "approximate", "unit", "counted", "place",
        "predicate", "according_to", "change", "part_of", "claim", "as_of",
    ]  # fmt: skip
    assert list(told["locations"][0]) == [
        "start", "end", "text", "name", "role", "lat", "lon", "country", "admin1", "geoname_id", "precision",
    ]  # fmt: skip


def test_a_move_is_told_by_its_two_ends_and_its_direction() -> None:
    moved = replace(figure("9 to 11", "wolves", 11, low=9, high=11), change="up")
    told = brief_json(Brief("Title", figures=(moved,)))["figures"][0]
    assert (told["value"], told["low"], told["high"], told["change"]) == (None, 9, 11, "up")
