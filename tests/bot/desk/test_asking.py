"""What Discord's commands may ask: real answers from a real store, and never another server's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.discord_app.desk import Ask, DeskError
from bot.discord_app.look_up import question, recall
from bot.service.desk import make_desk
from storage.records import Arrival, Arrivals, ParsedEntry, Visit
from tests.bot.desk.conftest import FLOOD, OURS, PAGE, RSS, THEIRS, Office, ask
from tests.newsroom import NOW
from tests.servers.feed_server import answer


def keep(office: Office, url: str, text: str) -> None:
    """An item of our server's feed."""
    (ours,) = [feed for feed in office.store.feeds.list() if feed.owner == OURS]
    parsed = ParsedEntry(url, "guid", "Kept", url, text, NOW)
    office.store.entries.take(Visit(ours, "new", arrivals=Arrivals(new=(Arrival(parsed),))), NOW)


async def test_look_ups_see_the_operators_feeds_and_the_servers_own(office: Office) -> None:
    desk = office.desk
    assert {row.entry_id for row in desk.figures(ask("people"))} == {1, 2}
    assert {row.entry_id for row in desk.figures(ask("people", THEIRS))} == {1, 3}
    assert {row.entry_id for row in desk.figures(ask("people", ""))} == {1}
    assert [row.entry_id for row in desk.figures(ask("people", place="Bangladesh"))] == [1]
    assert [row.entry_id for row in desk.claims(ask("", by="coast guard"))] == [2]
    assert desk.places(ask("", place="Mozambique")) == []
    assert [row.entry_id for row in desk.search(ask("ferry"))] == [2]
    assert desk.search(ask("ferry", THEIRS)) == []


@pytest.mark.parametrize("words", ["", "  ", "tag:asia"])
async def test_a_search_without_words_is_told_so(office: Office, words: str) -> None:
    with pytest.raises(DeskError, match="at least one word"):
        office.desk.search(ask(words))


async def test_a_wrong_filter_is_told_in_a_line(office: Office) -> None:
    with pytest.raises(DeskError, match="expected one of asserts"):
        office.desk.claims(ask("x stance:maybe"))


async def test_digests_and_stories_are_those_of_the_server(office: Office) -> None:
    digest = office.desk.digest(OURS, NOW - timedelta(days=1), NOW, (), 8)
    assert {source.feed for story in digest.stories for source in story.sources} == {"Outlet0", "Outlet1"}
    (story,) = office.desk.stories(OURS, "ferry")
    assert office.desk.stories(THEIRS, "ferry") == []
    told = office.desk.story(OURS, story.id)
    assert told is not None
    assert "ferry" in told.headline
    assert office.desk.story(THEIRS, story.id) is None
    assert office.desk.story(OURS, 999) is None


async def test_briefs_of_an_item_of_a_link_and_of_a_text(office: Office) -> None:
    office.server.answers["/story"] = answer(200, PAGE, {"Content-Type": "text/html"})
    for source in ("entry:1", office.server.url("/story"), FLOOD):
        article, brief = await office.desk.brief(OURS, source)
        assert FLOOD in article.text
        assert brief.figures[0].low == 7
    for nothing in ("entry:3", "entry:x", office.server.url("/missing"), "  "):
        with pytest.raises(DeskError):
            await office.desk.brief(OURS, nothing)


async def test_an_item_is_found_by_its_title_then_by_its_text_by_those_who_may_see_it(office: Office) -> None:
    desk = office.desk
    assert [item.entry_id for item in desk.items(OURS, "santa mindoro")] == [2], (
        "words of the title, in order"
    )
    assert [item.entry_id for item in desk.items(OURS, "coast guard")] == [2], "words of the text"
    assert [item.entry_id for item in desk.items(OURS, "flood")] == [1]
    assert [item.entry_id for item in desk.items(THEIRS, "flood")] == [3, 1]
    assert desk.items(THEIRS, "ferry") == desk.items(OURS, "???") == desk.items(OURS, "100%") == []


async def test_a_link_that_is_kept_is_not_asked_for_again_and_a_dead_one_gives_what_is_kept(
    office: Office,
) -> None:
    teaser, whole = office.server.url("/kept"), office.server.url("/whole")
    long = " ".join([FLOOD, *["Boats came."] * 140])
    keep(office, teaser, FLOOD)
    keep(office, whole, long)
    office.server.answers["/whole"] = answer(200, PAGE, {"Content-Type": "text/html"})
    article, _ = await office.desk.brief(OURS, whole)
    assert article.text == long
    article, _ = await office.desk.brief(OURS, teaser)
    assert article.text == FLOOD
    with pytest.raises(DeskError, match="404"):
        await office.desk.brief(THEIRS, teaser)


@pytest.mark.parametrize("text", ["", "The river rose."])
async def test_a_link_of_which_a_teaser_is_kept_is_read(office: Office, text: str) -> None:
    url = office.server.url("/story")
    keep(office, url, text)
    office.server.answers["/story"] = answer(200, PAGE, {"Content-Type": "text/html"})
    article, brief = await office.desk.brief(OURS, url)
    assert FLOOD in article.text
    assert brief.figures[0].low == 7


async def test_an_item_can_be_briefed_as_soon_as_it_can_be_chosen(office: Office) -> None:
    keep(office, "https://outlet.example/new", FLOOD)
    (found,) = office.desk.items(OURS, "kept")
    article, _ = await office.desk.brief(OURS, f"entry:{found.entry_id}")
    assert article.text == FLOOD
    with pytest.raises(DeskError, match="no such item"):
        await office.desk.brief(THEIRS, f"entry:{found.entry_id}")


async def test_an_article_that_takes_too_long_is_given_up_in_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object) -> None:
        while True:
            sum(range(100))

    monkeypatch.setattr("bot.service.desk.make_brief", endless)
    monkeypatch.setattr("bot.service.desk.SLOWEST_BRIEF_S", 0.2)
    with pytest.raises(DeskError, match=r"could not be briefed: it took over 0\.2 s and was given up"):
        await office.desk.brief(OURS, FLOOD)


async def test_names_are_completed_from_what_a_server_may_see(office: Office) -> None:
    assert office.desk.place_names(OURS, "sy") == ["Sylhet"]
    assert office.desk.place_names(OURS, "bei") == []
    assert office.desk.place_names(THEIRS, "bei") == ["Beira"]
    assert [name.lower() for name in office.desk.speakers(OURS, "the coa")] == ["the coast guard"]


async def test_a_look_up_is_respelt_by_what_a_server_may_see(office: Office) -> None:
    since, until = NOW - timedelta(days=7), NOW + timedelta(days=1)
    for noun, part in (("search", "words"), ("figures", "words"), ("claims", "words"), ("places", "place")):
        typed = {"words": "", "place": "", part: "Sylhett"}
        asked = Ask(OURS, typed["words"], since, until, place=typed["place"])
        assert office.desk.respelt(noun, asked) == replace(asked, **{part: "Sylhet"})
    assert office.desk.respelt("search", Ask(OURS, "Beirra", since, until)) is None
    respelt = office.desk.respelt("search", Ask(THEIRS, "Beirra", since, until))
    assert respelt is not None
    assert respelt.words == "Beira"


async def test_without_a_server_each_person_finds_their_own_questions_alone(office: Office) -> None:
    asked = question(office.desk, "", 111, "figures", words="killed in Sylhet")
    question(office.desk, OURS, 111, "figures", words="aboard")
    recent = office.store.questions.recent
    assert [kept.id for kept in recent("", "figures", "111")] == [asked.id]
    assert recent("", "figures", "222") == ()
    assert len(recent(OURS, "figures", "222")) == 1, "a server's people share what they asked"
    assert recall(office.desk, asked.id, "", 111) == asked
    with pytest.raises(DeskError, match="no longer know"):
        recall(office.desk, asked.id, "", 222)


async def test_charts_and_tables_are_made_of_rows(office: Office) -> None:
    rows = office.desk.figures(ask("people"))
    assert office.desk.chart(rows, "people").startswith(b"\x89PNG")
    assert office.desk.csv(rows).startswith("figure,value")


async def test_a_document_found_long_ago_is_asked_for_anew(office: Office) -> None:
    office.server.answers["/feed"] = answer(200, RSS, {"Content-Type": "application/rss+xml"})
    clock = [NOW]
    desk = make_desk(office.pipeline, lambda: clock[0])
    (found,) = await desk.find_feeds(OURS, office.server.url("/feed"))
    clock[0] += timedelta(hours=1)
    office.server.answers["/feed"] = answer(
        200, RSS.replace("Ferry sinks", "Ferry raised"), {"Content-Type": "application/rss+xml"}
    )
    assert (await desk.add_feed(OURS, found.url, ())).titles == ("Ferry raised",)
