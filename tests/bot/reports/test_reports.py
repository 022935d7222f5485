"""What is shown: bounds stay, speakers stand beside numbers, nothing a feed says is obeyed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests import make_digest
from bot.reports.alert_text import alert_text
from bot.reports.as_json import digest_json, story_json
from bot.reports.brief_text import brief_text
from bot.reports.digest_html import digest_html
from bot.reports.digest_markdown import digest_markdown
from bot.reports.digest_text import digest_text
from bot.reports.layout import Page
from bot.reports.ranking import boards
from bot.reports.story_text import story_text
from storage.records import (
    Article,
    Brief,
    Digest,
    Figure,
    Hit,
    Ledger,
    Span,
)
from tests.desk import (
    KYIV,
    NOW,
    TIGRAY,
    YESTERDAY,
    ZONE,
    claim,
    figure,
    item,
    measure,
    row,
    span_of,
)

PAGE = Page(width=100, zone=ZONE, now=NOW)
SEA = replace(KYIV, text="Black Sea", name="Black Sea", country=None, admin1=None, geoname_id=None)


def test_the_digest_reads_like_a_desk_wants_it(digest: Digest) -> None:
    text = digest_text(digest, 100)
    assert text.splitlines()[0] == (
        "Sitrep · World desk · Thu 31 Oct 2024, 07:00 Kyiv                    2 stories · 6 items · 4 outlets"
    )
    for line in (
        "   Eritrean troops in Ethiopia · COMPATIBLE, DENIED",
        "     up to 12,000   Petro Hnatiuk    02:00   Straits Post",
        "     about 10,000   Washington       11:00   Harbour Wire +1",
        "     denied         Viktor Sokolov   02:00   “the reports are invented from end to end”",
        "   people injured in Kyiv · revised",
        "     11   the governor              05:00   Vistula Gazette",
        "   Sources     Straits Post 02:00 · Vistula Gazette 22:00 (+1 copy) · Harbour Wire 11:00",
        "! 2 alerts kept back",
    ):
        assert line in text.splitlines()
    assert "62 drones launched: 33 intercepted, 25 jammed, 4 unaccounted for" in text
    assert "nobody reports that it happened" in " ".join(text.split())


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_no_width_loses_a_bound_or_breaks_a_line(digest: Digest, width: int) -> None:
    text = digest_text(digest, width)
    assert all(len(line) <= width for line in text.splitlines())
    for bound in ("about 10,000", "up to 12,000", "up to 2,100"):
        assert bound in text


def test_colour_is_there_when_asked_for_and_only_then(digest: Digest) -> None:
    assert "\033[" in digest_text(digest, 100, colour=True)
    assert "\033[" not in digest_text(digest, 100)


def test_the_reason_for_the_order_is_given_on_request(digest: Digest) -> None:
    assert "Ranked by: 3 independent sources · new" in digest_text(digest, 100, reasons=True)


def test_an_unchanged_story_is_one_line(digest: Digest) -> None:
    later = make_digest(
        [], NOW, NOW + timedelta(days=1), ZONE, digest, stories=8, title="", ledgers={}
    )  # fmt: skip
    lines = [line for line in digest_text(later, 120).splitlines()[1:] if line]
    assert [line.split("   ")[-1].strip() for line in lines] == [
        "unchanged since yesterday, 3 sources",
        "unchanged since yesterday, 2 sources",
    ]


def test_an_empty_window_says_so() -> None:
    empty = Digest("", YESTERDAY, NOW, ZONE, (), 0, 0)
    assert "Nothing came in from Wed 30 Oct 2024, 07:00 Kyiv to Thu 31 Oct 2024, 07:00 Kyiv." in digest_text(
        empty
    )
    assert "Nothing came in" in digest_markdown(empty)
    assert "Nothing came in" in digest_html(empty)


def test_a_feed_cannot_move_the_cursor() -> None:
    hostile = item(1, "Harbour\033[2J Wire", "Bad\x07 news\u202e", "Bad news.")
    told = make_digest([hostile], YESTERDAY, NOW, ZONE, None, stories=8, title="", ledgers={})
    assert not set(digest_text(told)) & set("\033\x07\u202e")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_loads_nothing(digest: Digest) -> None:
    tags = _Tags()
    tags.feed(digest_html(digest))
    assert tags.open == []
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in tags.seen}


def test_a_feed_cannot_put_markup_or_scripts_into_the_page() -> None:
    hostile = item(1, '<b onload="x">Wire', "<script>alert(1)</script>", "<img src=x>. Text.")
    hostile = replace(hostile, entry=replace(hostile.entry, url="javascript:alert(1)"))
    page = digest_html(make_digest([hostile], YESTERDAY, NOW, ZONE, None, stories=8, title="<i>", ledgers={}))
    assert "<script>" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;" in page


def test_who_speaks_stands_apart_from_the_words_in_markdown() -> None:
    told = item(1, "Wire", "Bridge shut", claims=(claim("Ana Ruiz", "the bridge is safe"),))
    made = make_digest([told], YESTERDAY, NOW, ZONE, None, stories=8, title="", ledgers={})
    assert "- **Says** Ana Ruiz: “the bridge is safe” ([Wire](" in digest_markdown(made)


def test_a_feed_cannot_put_markup_into_the_markdown() -> None:
    hostile = item(1, "Wire", "# [x](http://evil.example) **loud** <b> `code` | cell", "A. B.")
    hostile = replace(hostile, entry=replace(hostile.entry, url="https://a.example/x (1)|<2>"))
    text = digest_markdown(
        make_digest([hostile], YESTERDAY, NOW, ZONE, None, stories=8, title="", ledgers={})
    )
    assert r"\# \[x\](http://evil.example) \*\*loud\*\* \<b\> \`code\` \| cell" in text
    assert "(https://a.example/x%20%281%29%7C%3C2%3E)" in text


def test_a_brief_for_the_terminal_leaves_out_what_is_no_place() -> None:
    brief = Brief(
        "Envoy speaks",
        claims=(claim("Lena Orlova", "the dam holds", "asserts", hedged=True),),
        figures=(figure("at least seven", "aircraft", low=7, modifier="at_least"),),
        locations=(
            KYIV,
            replace(TIGRAY, role="actor"),
            SEA,
            replace(SEA, text="Stara Huta", name="Stara Huta", lat=None),
        ),
    )
    text = brief_text(brief, Article("1", "Envoy speaks", "", NOW, "https://wire.example/1"))
    assert "   at least 7   aircraft   not attributed" in text.splitlines()
    assert "   Lena Orlova: “the dam holds” (leaves it open)" in text.splitlines()
    assert "   Kyiv (UA) · Black Sea · Stara Huta (not in the gazetteer)" in text.splitlines()


def test_a_conflict_is_told_beside_what_is_counted_and_each_speaker_has_one_line() -> None:
    first = item(1, "Harbour Wire", "Flood", hours=20)
    second = item(2, "Straits Post", "Flood", hours=3)

    def dead(n: int, by: str | None) -> Figure:
        return figure(str(n), "people", n, predicate="killed", according_to=by, start=n)

    rows = [row(dead(14, "The district"), first), row(dead(17, "the district"), second)]
    rows += [row(dead(17, None), first), row(dead(30, "the relief network"), second)]
    ledger = Ledger((measure("people", rows, "conflict", predicate="killed"),))
    told = make_digest([first, second], YESTERDAY, NOW, ZONE, None, stories=8, title="", ledgers={1: ledger})
    lines = digest_text(told, 100).splitlines()
    at = lines.index("   people killed · IN CONFLICT")
    assert [" ".join(line.split()) for line in lines[at + 1 : at + 3]] == [
        "17 the district 04:00 was 14 Straits Post +1",
        "30 the relief network 04:00 Straits Post",
    ]
    assert "**in conflict**" in digest_markdown(told)
    assert '<span class="badge disputed">in conflict</span>' in digest_html(told)


def test_a_single_casualty_stands_before_what_two_outlets_agree_on() -> None:
    first = item(1, "Harbour Wire", "Storm", hours=20)
    second = item(2, "Straits Post", "Storm", hours=3)
    homes = [row(figure("40", "homes", 40, predicate="damaged", according_to="police", start=5), of)
             for of in (first, second)]  # fmt: skip
    homes.append(row(figure("40", "homes", 40, according_to="the mayor", start=9), second))
    dead = row(figure("one", "man", 1, predicate="killed"), second)
    ledger = Ledger((
        measure("homes", homes, "equal", predicate="damaged"),
        measure("man", [dead], predicate="killed"),
    ))  # fmt: skip
    told = make_digest([first, second], YESTERDAY, NOW, ZONE, None, stories=8, title="", ledgers={1: ledger})
    text = digest_text(told, 100)
    assert text.index("1 man killed") < text.index("homes damaged · same figure")
    page = digest_html(told)
    assert page.index("man killed") < page.index("homes damaged")


def test_a_count_of_which_nothing_is_told_gives_way_to_what_befell_somebody() -> None:
    told = item(1, "Harbour Wire", "Ferry sinks")
    measures = [measure("names", [row(figure("134", "names", 134), told)])]
    measures += [
        measure("people", [row(figure(f"{n}", "people", n, predicate=verb), told)], predicate=verb)
        for n, verb in enumerate(("rescued", "killed", "promised"), 2)
    ]
    (story,) = make_digest(
        [told], YESTERDAY, NOW, ZONE, None, stories=1, title="", ledgers={1: Ledger(tuple(measures))}
    ).stories
    shown, _, more = boards(story)
    assert ([board.subject for board in shown], more) == (
        ["people killed", "people rescued", "people promised"], 1
    )  # fmt: skip


def test_the_dead_come_before_soldiers_and_deadlines() -> None:
    told = item(1, "Harbour Wire", "Mutiny")
    counted = (("soldiers", "deployed"), ("deadlines", "passed"), ("refugees", "sheltered"), ("men", "died"))
    measures = [
        measure(what, [row(figure(f"{n}", what, n, predicate=verb), told)], predicate=verb)
        for n, (what, verb) in enumerate(counted, 2)
    ]
    (story,) = make_digest(
        [told], YESTERDAY, NOW, ZONE, None, stories=1, title="", ledgers={1: Ledger(tuple(measures))}
    ).stories
    assert [board.subject for board in boards(story)[0]] == [
        "men died", "refugees sheltered", "soldiers deployed", "deadlines passed"
    ]  # fmt: skip


def test_a_sentence_that_names_its_speaker_is_not_headed_by_the_name() -> None:
    sentence = "Relief groups dispute the figure and say that it is far higher."
    pointing = replace(
        claim("Relief groups", "the figure", "denies"), content=span_of(sentence, "the figure")
    )
    told = item(1, "Harbour Wire", "Flood", sentence, claims=(pointing,))
    made = make_digest([told], YESTERDAY, NOW, ZONE, None, stories=1, title="", ledgers={})
    assert f"Denies      “{sentence}”" in digest_text(made)


def test_a_town_and_its_district_that_are_called_alike_are_named_once() -> None:
    district = replace(KYIV, text="Kyiv", name="Kyiv Oblast", geoname_id=703447)
    told = item(1, "Harbour Wire", "Rain", "It rained in Kyiv.", locations=(KYIV, district))
    made = make_digest([told], YESTERDAY, NOW, ZONE, None, stories=1, title="", ledgers={})
    assert "Places      Kyiv (UA)\n" in digest_text(made)


def test_a_digest_names_the_island_and_leaves_out_the_country_of_what_it_names(digest: Digest) -> None:
    island = replace(KYIV, text="Evia", name="Evia", country="GR", admin1=None, geoname_id=None)
    country = replace(KYIV, text="Greece", name="Greece", country="GR", admin1=None, geoname_id=390903)
    town = replace(KYIV, text="Limni", name="Limni", country="GR", admin1="Central Greece")
    story = replace(digest.stories[0], locations=(island, country, town))
    text = digest_text(replace(digest, stories=(story,)), 100)
    assert "Evia (GR) and Limni (GR)\n" in text


def test_a_story_tells_how_its_figures_moved_and_who_disagrees(digest: Digest) -> None:
    first, second = digest.stories
    assert "people injured in Kyiv: 9 → 11 (the city administration and the governor)" in story_text(
        second, PAGE
    )
    text = " ".join(story_text(first, PAGE).split())
    assert (
        "Eritrean troops in Ethiopia: about 10,000 (Washington); up to 12,000 (Petro Hnatiuk): compatible; "
        "denied by Viktor Sokolov"
    ) in text
    assert text.index("Harbour Wire: Pentagon says") < text.index("Straits Post: Kenya puts")
    assert story_json(first)["id"] == 1


def test_an_alert_says_first_whether_it_happened() -> None:
    text = "Envoys called for Eritrea to withdraw its troops."
    start = text.index("withdraw")
    hit = Hit("withdrawal", start, start + 8, "withdraw", Span(0, len(text), text), "demanded", "Lena Orlova")
    lines = alert_text(
        hit, item(1, "Harbour Wire", "Envoys", text), "Troops in Ethiopia", 3, PAGE
    ).splitlines()
    assert lines[:3] == [
        "withdrawal · DEMANDED by Lena Orlova, not reported as happening",
        "Envoys called for Eritrea to **withdraw** its troops.",
        "Harbour Wire · 04:00 · story: Troops in Ethiopia · +3 sources",
    ]


def test_an_alert_of_a_composed_rule_is_told_by_the_words_that_were_found() -> None:
    text = "Crane drivers voted to end their strike."
    start = text.index("end")
    hit = Hit(
        "strike AND (end OR deal)", start, start + 3, "end", Span(0, len(text), text), "planned",
        words=("end", "strike"),
    )  # fmt: skip
    lines = alert_text(hit, item(1, "Harbour Wire", "Strike", text), "Port strike", 0, PAGE).splitlines()
    assert lines[0] == "end, strike · PLANNED, not reported as happening"
    assert lines[2] == "Harbour Wire · 04:00 · story: Port strike · rule: strike AND (end OR deal)"


@given(st.text(max_size=200), st.text(max_size=40))
@settings(max_examples=60)
def test_whatever_a_feed_says_every_form_holds(said: str, outlet: str) -> None:
    of = item(1, outlet or "Wire", said or "Title", said, claims=(claim(outlet or None, said),))
    told = make_digest([of], YESTERDAY, NOW, ZONE, None, stories=8, title=said, ledgers={})
    tags = _Tags()
    tags.feed(digest_html(told))
    assert tags.open == []
    assert not set(digest_text(told)) & set("\x00\x07\x1b\u202e")
    assert "\x1b" not in digest_markdown(told)
    json.dumps(digest_json(told))
