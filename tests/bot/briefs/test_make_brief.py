from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefs import make_brief
from storage.gazetteer import Gazetteer
from storage.records import Article, Brief, GazetteerPlace

TEXT = (
    "VARNA, Bulgaria — Shelling killed at least four people and injured about 30 others in Kharkiv "
    "on Wednesday, the regional governor, Olena Hrytsak, said.\n"
    "The army said that 33 of 62 drones had been shot down. Mr Ivan Dobrev, 54, said he saw two of them.\n"
    "The port employs 1,200 people."
)
PUBLISHED = datetime(2024, 10, 31, 8, tzinfo=UTC)


class NoPlaces:
    """A gazetteer that knows nothing: every name is still reported, without a place."""

    def named(self, name: str) -> Sequence[GazetteerPlace]:
        return ()

    def sounding_like(self, name: str) -> Sequence[GazetteerPlace]:
        return ()


@pytest.fixture(scope="module")
def brief(gazetteer: Gazetteer) -> Brief:
    return make_brief(Article("1", "Shells hit Kharkiv", TEXT, PUBLISHED), gazetteer)


def test_a_figure_belongs_to_who_says_it(brief: Brief) -> None:
    speakers = {figure.text: figure.according_to for figure in brief.figures}
    assert speakers["at least four"] is not None
    assert "Hrytsak" in speakers["at least four"]
    assert speakers["33"] == "The army"
    assert speakers["1,200"] is None


def test_a_figure_and_its_claim_know_each_other(brief: Brief) -> None:
    tied = [(index, figure.claim) for index, figure in enumerate(brief.figures) if figure.claim is not None]
    assert tied
    for index, claim in tied:
        assert claim is not None
        assert index in brief.claims[claim].figures


def test_a_figure_has_the_place_and_the_day_of_its_sentence(brief: Brief) -> None:
    killed = brief.figures[0]
    assert (killed.place, killed.as_of) == ("Kharkiv", "2024-10-30")


def test_all_spans_are_the_text_s_own(brief: Brief) -> None:
    elements = [*brief.figures, *brief.claims, *brief.locations, *brief.dates, *brief.summary]
    spans = [*elements, *(claim.content for claim in brief.claims)]
    assert len(elements) >= 12
    for span in spans:
        if hasattr(span, "text"):
            assert TEXT[span.start : span.end] == span.text


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00", "…", "“”", "\u202e"])
def test_a_blank_or_odd_text_gives_an_empty_brief(text: str) -> None:
    brief = make_brief(Article("1", "A title", text), NoPlaces())
    assert brief.headline == "A title"
    assert brief.figures == brief.claims == brief.locations == brief.summary == ()


@settings(max_examples=80)
@given(st.text(max_size=300), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_any_text_in_any_script_gives_a_brief(text: str, published: datetime | None) -> None:
    brief = make_brief(Article("1", "", text, published), NoPlaces())
    for figure in brief.figures:
        assert text[figure.start : figure.end] == figure.text


@pytest.mark.parametrize(
    "line",
    [
        "Read more: 12 dead as bus falls into ravine in Peru",
        "Related: Flood kills 40 in Nepal",
        "Sign up for our newsletter with 50,000 readers",
        "(Reporting by Ana Ruiz in Madrid; editing by Tom Kay)",
    ],
)
def test_what_a_site_tells_of_other_articles_is_not_of_this_one(line: str, gazetteer: Gazetteer) -> None:
    text = f"The storm killed three people in Suva.\n{line}\nThe mayor of Suva wept."
    brief = make_brief(Article("1", "Storm", text, PUBLISHED), gazetteer)
    assert [figure.text for figure in brief.figures] == ["three"]
    assert {place.text for place in brief.locations} == {"Suva"}
