"""A story's figures as a reader meets them: each thing once, in its place, with nothing made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.reports.boards import note
from bot.reports.charts import figures_chart
from bot.reports.cited import newest_sources
from bot.reports.digest_markdown import digest_markdown
from bot.reports.ranking import boards
from bot.wording import said
from storage.records import Cited, Digest, DigestStory, Ledger, Measure, Source
from tests.desk import NOW, YESTERDAY, ZONE, claim, figure, item, measure, row, span_of


def story(*measures: Measure, sources: tuple[Source, ...] = ()) -> DigestStory:
    return DigestStory(
        id=1,
        headline="Ferry sinks",
        status="new",
        summary=(),
        sources=sources,
        independent=1,
        ledger=Ledger(measures),
        claims=(),
        denials=(),
        demands=(),
        locations=(),
    )


def test_a_size_told_with_what_befell_those_counted_is_not_told_again_without() -> None:
    wire = item(1, "Harbour Wire", "Ferry sinks")
    bare = measure("people", [row(figure("120", "people", 120), wire)])
    told = measure(
        "people", [row(figure("120", "people", 120, predicate="carried"), wire)], predicate="carried"
    )
    shown, _, left = boards(story(bare, told))
    assert [one.subject for one in shown] == ["people carried"]
    assert left == 0


def test_a_rise_is_not_said_to_be_rising() -> None:
    assert note(figure("6%", "pay rise", 6, change="up"), NOW) == ""
    assert note(figure("14", "people", 14, change="up"), NOW) == "rising"


def test_no_count_is_of_a_day_to_come() -> None:
    told = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
    assert note(figure("17", "people", 17, as_of="2026-03-04"), told) == ""
    assert note(figure("17", "people", 17, as_of="2026-02-02"), told) == "as of 2 Feb"
    assert note(figure("17", "people", 17, as_of="2026-01"), told) == "as of Jan 2026"
    assert note(figure("17", "people", 17, as_of=f"{told:%Y-%m}"), told) == ""


def test_each_outlet_is_linked_once_and_the_rest_is_counted() -> None:
    sources = tuple(
        Source(f"Outlet {n % 20}", "Ferry", f"https://outlet{n}.example/", NOW) for n in range(50)
    )
    newest, more = newest_sources(story(sources=sources))
    assert [source.url for source in newest] == [f"https://outlet{n}.example/" for n in range(12)]
    assert more == "and 38 more items"
    digest = Digest("", YESTERDAY, NOW, ZONE, (story(sources=sources),), 50, 20, 0)
    assert digest_markdown(digest).count("https://outlet") == 12


def test_a_claim_that_only_points_is_said_with_its_sentence() -> None:
    text = "Relief groups reject the figure. Roads are open."
    pointed = Cited(
        span_of(text, "Relief groups reject the figure."), 1, "", None, NOW, claim("x", "the figure")
    )
    plain = replace(pointed, span=claim("x", "roads are open").content, claim=claim("x", "roads are open"))
    assert said(pointed) == "Relief groups reject the figure."
    assert said(plain) == "roads are open"


def test_a_picture_says_in_words_what_it_shows() -> None:
    rows = [
        row(
            figure("at least 9", "people", low=9, modifier="at_least", according_to="police"),
            item(1, "W", "T"),
        )
    ]
    assert b"Killed: at least 9 (police" in figures_chart(rows, "Killed")
