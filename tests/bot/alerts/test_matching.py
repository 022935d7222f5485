"""Items meet rules by what they say, and each hit says whether it happened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts import Rule, RuleSet, matching
from bot.alerts.page import Page
from storage.records import Alert, Hit, Item
from tests.desk import TIGRAY, claim, figure, item

TEXT = (
    "Envoys called for Eritrea to withdraw its troops from the Tigray region. "
    "Two brigades had pulled back last year. An air strike killed at least 12 people on Monday."
)


def story(**more: object) -> Item:
    return item(1, "Harbour Wire", "Envoys call for withdrawal", TEXT, locations=(TIGRAY,), **more)


def alert(rule: str, number: int = 1, **more: object) -> Alert:
    return replace(Alert(id=number, rule=rule, target="discord:1"), **more)  # type: ignore[arg-type]


def hits(rule: str, of: Item, **more: object) -> list[Hit]:
    rules = RuleSet([alert(rule, **more)], lambda name: "ET" if name == "Ethiopia" else None)
    assert rules.broken == {}
    return [hit for _, hit in rules.matches(of)]


@pytest.mark.parametrize(
    "rule",
    [
        "withdrawal",
        "withdrawal AND troops",
        "brigade NOT exercise",
        '"called for Eritrea"',
        '"Tigray region"',
        "troops NEAR/3 withdraw",
        "strike",
        "airstrike",
        "(flood OR storm OR withdrawn) troops",
        "troops place:Tigray",
        "troops place:Ethiopia",
        "withdrawal source:harbour",
        "withdrawal source:harbourwire.example",
        "withdrawal tag:world",
        "place:Tigray",
        "figure:killed>=10",
        "figure:killed<=12",
    ],
)
def test_a_rule_that_is_met(rule: str) -> None:
    killed = figure("at least 12", "people", low=12, predicate="killed", start=TEXT.index("at least 12"))
    assert hits(rule, story(figures=(killed,)))


@pytest.mark.parametrize(
    "rule",
    [
        "drawn",
        "withdrawal NOT troops",
        '"Korea to be"',
        "troops NEAR/3 Monday",
        "withdrawal place:Kyiv",
        "withdrawal source:gazette",
        "withdrawal tag:sports",
        "figure:killed>=13",
        "figure:injured>=1",
        "strike by:Orlova",
    ],
)
def test_a_rule_that_is_not_met(rule: str) -> None:
    killed = figure("at least 12", "people", low=12, predicate="killed", start=TEXT.index("at least 12"))
    assert not hits(rule, story(figures=(killed,)))


def test_one_hit_for_each_status() -> None:
    found = hits("withdrawal", story())
    assert [(hit.matched, hit.status) for hit in found] == [
        ("withdraw", "demanded"),
        ("pulled back", "reported"),
    ]


def test_the_status_is_that_of_the_event_not_of_the_bystanders() -> None:
    (hit,) = hits("troops withdrawal", story())
    assert (hit.status, hit.sentence.text) == (
        "demanded",
        "Envoys called for Eritrea to withdraw its troops from the Tigray region.",
    )


def test_a_hit_points_into_the_text() -> None:
    for hit in hits("withdrawal", story()):
        assert TEXT[hit.start : hit.end] == hit.matched
        assert TEXT[hit.sentence.start : hit.sentence.end] == hit.sentence.text


def test_a_hit_keeps_all_the_words_that_were_found() -> None:
    (hit, *_) = hits("troops AND (withdraw OR leave)", story())
    assert {"troops", hit.matched.lower()} <= set(hit.words)


def test_by_means_said_by() -> None:
    said = "The dam will hold, Lena Orlova said. Others fear a flood."
    made = replace(claim("Lena Orlova", "The dam will hold"), end=len("The dam will hold, Lena Orlova said"))
    of = item(2, "Harbour Wire", "Dam", said, claims=(made,))
    assert [hit.by for hit in hits("dam by:Orlova", of)] == ["Lena Orlova"]
    assert hits("flood by:Orlova", of) == []
    assert [hit.matched for hit in hits("by:Orlova", of)] == ["The dam will hold"]


def test_a_rule_of_an_outlet_alone_says_whose_word_its_news_is() -> None:
    said = "The toll from the flood reached nine, the mayor said."
    made = replace(claim("the mayor", "The toll from the flood reached nine"), end=len(said) - 1)
    (hit,) = hits("source:harbour", item(2, "Harbour Wire", "Flood", said, claims=(made,)))
    assert (hit.status, hit.by) == ("claimed", "the mayor")
    (plain,) = hits("source:harbour", item(3, "Harbour Wire", "Flood", "The river burst its banks."))
    assert plain.status == "reported"


def test_an_abbreviation_finds_the_words_it_stands_for() -> None:
    assert hits("US", item(3, "Harbour Wire", "Envoy", "The United States sent an envoy."))
    assert hits('"United States"', item(3, "Harbour Wire", "Envoy", "The US sent an envoy.")) == []
    assert not hits("US", item(4, "Harbour Wire", "Envoy", "The United Nations has two member states."))


def test_an_item_without_a_text_is_read_by_its_title() -> None:
    of = item(5, "Harbour Wire", "Troops withdraw from ridge")
    bare = replace(of, entry=replace(of.entry, text=""))
    assert [hit.sentence.text for hit in hits("withdrawal", bare)] == ["Troops withdraw from ridge"]


def test_an_alert_sees_its_own_feeds_and_the_operators() -> None:
    of = story()
    private = replace(of, feed=replace(of.feed, owner="discord:7"))
    assert not hits("withdrawal", private, owner="discord:8")
    assert hits("withdrawal", private, owner="discord:7")
    assert hits("withdrawal", of, owner="discord:8")


def test_tags_narrow_an_alert_and_a_paused_one_is_silent() -> None:
    assert not hits("withdrawal", story(), tags=("sports",))
    assert not hits("withdrawal", story(), paused="channel is gone")


def test_a_stored_rule_that_cannot_be_read_stops_no_other() -> None:
    rules = RuleSet([alert("withdrawal AND", 1), alert("withdrawal", 2)])
    assert {found.id for found, _ in rules.matches(story())} == {2}
    assert "something is missing" in rules.broken[1]


def test_the_index_finds_what_a_look_at_every_rule_finds() -> None:
    words = ["withdrawal", "flood", "troops", "storm", "strike", "brigade", "election", "Tigray"]
    rules = [f"{a} {b}" for a in words for b in words] + [f"{a} OR {b}" for a in words for b in words]
    rules += [f"{a} NOT {b}" for a in words for b in words if a != b]
    together = RuleSet([alert(rule, n) for n, rule in enumerate(rules)])
    found = {alert.id for alert, _ in together.matches(story())}
    assert found == {n for n, rule in enumerate(rules) if hits(rule, story())}


def test_a_rule_that_breaks_at_an_item_loses_no_other_rules_hits(monkeypatch: pytest.MonkeyPatch) -> None:
    real = matching.hits

    def broken_for_one(rule: Rule, page: Page) -> list[Hit]:
        if rule.text == "troops":
            raise RecursionError("too deep")
        return real(rule, page)

    monkeypatch.setattr(matching, "hits", broken_for_one)
    rules = RuleSet([alert("withdrawal", 1), alert("troops", 2), alert("brigade", 3)])
    assert {one.id for one, _ in rules.matches(story())} == {1, 3}
    assert rules.broken == {2: "RecursionError('too deep')"}


def test_a_rule_that_cannot_be_filed_loses_no_other_rule() -> None:
    def country_of(name: str) -> str | None:
        raise ValueError(name)

    rules = RuleSet([alert("place:Atlantis", 1), alert("withdrawal", 2)], country_of)
    assert {one.id for one, _ in rules.matches(story())} == {2}
    assert rules.broken == {1: "ValueError('Atlantis')"}


def test_a_headline_meets_a_rule_that_its_text_does_not() -> None:
    told = item(1, "Harbour Wire", "Ceasefire collapses near Goma", "Shelling resumed on Monday.")
    (hit,) = hits("ceasefire", told)
    assert (hit.status, hit.sentence.text) == ("reported", "Ceasefire collapses near Goma")
    (hit,) = hits("ceasefire AND shelling", told)
    assert hit.sentence.text == "Shelling resumed on Monday."
    assert hits("ceasefire NOT shelling", told) == []


def test_near_does_not_reach_from_the_headline_into_the_text() -> None:
    told = item(1, "Harbour Wire", "Ceasefire collapses", "Shelling resumed on Monday.")
    assert hits("ceasefire NEAR/9 shelling", told) == []
