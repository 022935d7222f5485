"""Full text: the article of a page, robots.txt, and what stands in an article's way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.feeds.article import extract
from bot.feeds.pages import fetch_page
from bot.feeds.robots import read_robots
from tests.feed_desk import FeedDesk, item, rss
from tests.servers.feed_server import answer, redirect

HTML = {"Content-Type": "text/html; charset=utf-8"}
PARAGRAPHS = [
    f"On day {n} the harbour office said that {n * 10} ships were waiting outside because the lock is shut."
    for n in range(1, 9)
]


def article(*paragraphs: str, head: str = "", extra: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html><head><title>Ships wait | Harbour News</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport and leisure</a></li></ul></nav>"
        f"<article><h1>Ships wait</h1><figure><img src='x.jpg'><figcaption>A crane at dusk, seen from"
        f" the pier. Photo: Office</figcaption></figure>{body}<p>Read more: The lock's story</p>{extra}"
        "</article><aside><h2>Most read</h2><p>Ten things you did not know about the sea</p></aside>"
        "<footer><p>Copyright Harbour News. All rights reserved.</p></footer></body></html>"
    )


PAGES = Path(__file__).parents[2] / "data" / "pages"


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_reads_as_written_down_beside_it(path: Path) -> None:
    kind, _, text = path.with_suffix(".txt").read_text(encoding="utf-8").partition("\n")
    found = extract(path.read_bytes(), "text/html; charset=utf-8")
    assert found.kind == kind
    if kind == "article":
        assert found.text == text.rstrip("\n")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("paywall", "La suite est réservée aux abonnés. Déjà abonné ? Connectez-vous."),
        ("paywall", "Contenido exclusivo para suscriptores."),
        ("paywall", "Sei già abbonato? Accedi."),
        ("paywall", "Verder lezen? Dit artikel is alleen voor abonnees."),
        ("paywall", "Dalsza część artykułu jest dostępna dla prenumeratorów."),
        ("paywall", "Artikeln är för prenumeranter."),
        ("paywall", "Материал доступен подписчикам."),
        ("login", "Bitte melden Sie sich an, um den Artikel zu lesen."),
        ("login", "Faça login para ler a notícia."),
        ("article", "Subscribe to our newsletter and follow us."),
    ],
)
def test_a_wall_stands_where_the_text_breaks_off(kind: str, said: str) -> None:
    beginning = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:4])
    gate = f"<section class='offer'><h3>{said}</h3></section>"
    later = "<p><a href='/x'>Other news of the day from the coast and from the hills</a></p>" * 8
    page = f"<html><body><main><article><h1>Ships wait</h1>{beginning}</article>%s</main></body></html>"
    assert extract((page % gate).encode()).kind == kind
    assert extract((page % (f"<div class='teasers'>{later}</div>{gate}")).encode()).kind == "article"


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ("", "article"),
        (', "isAccessibleForFree": false', "paywall"),
        ("<p>Already a subscriber?</p>", "paywall"),
    ],
)
def test_an_article_in_the_page_s_data_is_read_where_readers_would_see_it(more: str, kind: str) -> None:
    free, gate = (more, "") if more.startswith(",") else ("", more)
    data = f'{{"@graph": [{{"@type": "Person"}}, {{"articleBody": "{" ".join(PARAGRAPHS * 4)}"{free}}}]}}'
    script = f'<script type="application/ld+json">{data}</script>'
    found = extract(f"<html><head>{script}</head><body><div id='app'></div>{gate}</body></html>".encode())
    assert found.kind == kind
    assert (found.text == " ".join(PARAGRAPHS * 4)) is (kind == "article")


def test_an_aid_agency_s_words_are_no_wall() -> None:
    said = [
        '"We and our partners have reached 40,000 people," the agency said on Monday.',
        "A members-only meeting is due on Friday. To read the full report, see the agency's site.",
    ]
    found = extract(article(*PARAGRAPHS[:4], *said).encode())
    assert (found.kind, found.text) == ("article", "\n".join([*PARAGRAPHS[:4], *said]))


def test_a_sentence_that_begins_like_boilerplate_stays() -> None:
    lines = [
        "Listen to the pilots in the harbour office and you hear the same complaint.",
        "Reporting by the ministry shows a fall in the number of ships since the lock was shut.",
        "Watch officers counted forty ships in the roads on Sunday morning.",
    ]
    assert extract(article(*PARAGRAPHS, *lines).encode()).text == "\n".join([*PARAGRAPHS, *lines])


async def test_an_article_comes_without_navigation_captions_and_boilerplate(desk: FeedDesk) -> None:
    published = '<meta property="article:published_time" content="2026-03-01T08:00:00+01:00">'
    desk.server.answers["/a"] = answer(200, article(*PARAGRAPHS, head=published), HTML)
    page = await fetch_page(desk.server.url("/a"), desk.fetcher)
    assert (page.kind, page.title) == ("article", "Ships wait | Harbour News")
    assert page.text == "\n".join(PARAGRAPHS)
    assert page.published == datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "kind"), [("/public/a", "article"), ("/private/a", "robots"), ("/private/open", "article")]
)
async def test_robots_txt_is_honoured_and_asked_once_a_day(desk: FeedDesk, path: str, kind: str) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: Sitrep\nDisallow: /private\nAllow: /private/open$\n"
    desk.server.answers |= {"/robots.txt": answer(200, rules), path: answer(200, article(*PARAGRAPHS), HTML)}
    for _ in range(2):
        assert (await fetch_page(desk.server.url(path), desk.fetcher)).kind == kind
    assert len(desk.server.asked("/robots.txt")) == 1
    desk.now += timedelta(hours=25)
    await fetch_page(desk.server.url(path), desk.fetcher)
    assert len(desk.server.asked("/robots.txt")) == 2


async def test_robots_txt_holds_for_where_a_redirect_leads(desk: FeedDesk) -> None:
    desk.server.answers |= {
        "/robots.txt": answer(200, "User-agent: *\nDisallow: /b"),
        "/a": redirect("/b"),
        "/b": answer(200, article(*PARAGRAPHS), HTML),
    }
    assert (await fetch_page(desk.server.url("/a"), desk.fetcher)).kind == "robots"


@pytest.mark.parametrize(
    ("status", "kind", "retry"), [(404, "article", False), (403, "article", False), (500, "robots", True)]
)
async def test_no_robots_txt_permits_and_a_broken_one_forbids_for_now(
    desk: FeedDesk, status: int, kind: str, retry: bool
) -> None:
    desk.server.answers |= {"/robots.txt": answer(status), "/a": answer(200, article(*PARAGRAPHS), HTML)}
    page = await fetch_page(desk.server.url("/a"), desk.fetcher)
    assert (page.kind, page.retry) == (kind, retry)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/a/b", False),
        ("/a/b/public", True),
        ("/x.pdf", False),
        ("/x.pdf?y", True),
        ("/Ä", False),
        ("/%C3%84", False),
    ],
)
def test_robots_rules_match_as_the_rfc_says(path: str, allowed: bool) -> None:
    groups = "# ours\nUser-Agent: *\nUser-agent: other\nDisallow: /a\nAllow: /a/*/public\n"
    robots = read_robots(f"{groups}Disallow: /*.pdf$\nDisallow: /ä\nDisallow: /Ä")
    assert robots.allows(f"https://harbour.example{path}") is allowed


WALLS = [
    ("paywall", article(PARAGRAPHS[0], extra="<p>Subscribe to continue reading this story with us.</p>")),
    (
        "paywall",
        article(
            *PARAGRAPHS[:3], head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
        ),
    ),
    ("paywall", article(PARAGRAPHS[0], extra="<div><p>Already a subscriber? Then sign in here.</p></div>")),
    (
        "consent",
        "<html><body><div><h1>We value privacy</h1><p>We and our partners store it.</p></div></body></html>",
    ),
    (
        "login",
        "<html><body><form><p>Please log in</p></form><p>Please sign in to see this page.</p></body></html>",
    ),
    ("short", "<html><body><article><p>Video: the lock.</p></article></body></html>"),
    ("not_html", "%PDF-1.7 binary"),
    (
        "article",
        article(
            *PARAGRAPHS,
            *PARAGRAPHS,
            *PARAGRAPHS,
            "The paper said it would let readers subscribe to continue reading.",
        ),
    ),
]


@pytest.mark.parametrize(("kind", "html"), WALLS, ids=[f"{n}-{kind}" for n, (kind, _) in enumerate(WALLS)])
def test_a_wall_is_told_from_an_article(kind: str, html: str) -> None:
    assert extract(html.encode()).kind == kind


@pytest.mark.parametrize(
    ("reply", "kind", "retry"),
    [
        (answer(402, "", HTML), "paywall", False),
        (answer(401, "", HTML), "login", False),
        (answer(404, "", HTML), "error", False),
        (answer(500, "", HTML), "error", True),
        (answer(429, "", HTML), "error", True),
        (answer(200, b"%PDF", {"Content-Type": "application/pdf"}), "not_html", False),
        (redirect("/"), "other", False),
        (redirect("/account/login"), "login", False),
    ],
)
async def test_what_is_no_article_says_why(desk: FeedDesk, reply: object, kind: str, retry: bool) -> None:
    desk.server.answers |= {
        "/a": reply,  # type: ignore[dict-item]
        "/": answer(200, article(*PARAGRAPHS), HTML),
        "/account/login": answer(200, article(*PARAGRAPHS), HTML),
    }
    page = await fetch_page(desk.server.url("/a"), desk.fetcher)
    assert (page.kind, page.retry, page.text) == (kind, retry, "")


async def test_a_page_that_attacks_the_parser_is_given_up(desk: FeedDesk) -> None:
    bomb = "<html><body><p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">x</p></body></html>"
    desk.server.answers["/a"] = answer(200, bomb, HTML)
    page = await fetch_page(desk.server.url("/a"), desk.fetcher)
    assert (page.kind, page.text) == ("not_html", "")


async def test_a_page_larger_than_two_megabytes_is_not_read(desk: FeedDesk) -> None:
    desk.server.answers["/a"] = answer(200, "<html>" + " " * (2 << 20), HTML)
    page = await fetch_page(desk.server.url("/a"), desk.fetcher)
    assert page.note == "the answer is larger than 2 MiB"


async def test_a_teaser_stays_when_the_page_gives_less(desk: FeedDesk) -> None:
    teaser = "The lock of the northern harbour would not close on Monday, " * 8
    link = desk.server.url("/a")
    feed = desk.subscribe("/f", answer(200, rss(item("1", "Ships wait", link, teaser))))
    await desk.poll(feed)
    desk.server.answers["/a"] = answer(200, article(*PARAGRAPHS[:3]), HTML)
    waiting = desk.entries.without_full_text(10)
    kept = desk.entries.put_text(waiting[0].id, await fetch_page(link, desk.fetcher), desk.now)
    assert kept is not None
    assert (kept.text, kept.text_source, kept.version) == (teaser.strip(), "teaser", 1)
    assert desk.entries.without_full_text(10) == []


async def test_the_page_s_text_takes_the_teaser_s_place_and_an_edit_asks_for_it_anew(desk: FeedDesk) -> None:
    link = desk.server.url("/a")
    feed = desk.subscribe("/f", answer(200, rss(item("1", "Ships wait", link, "The lock would not close."))))
    await desk.poll(feed)
    desk.server.answers["/a"] = answer(200, article(*PARAGRAPHS), HTML)
    kept = desk.entries.put_text(1, await fetch_page(link, desk.fetcher), desk.now)
    assert kept is not None
    assert (kept.text, kept.text_source, kept.version) == ("\n".join(PARAGRAPHS), "page", 2)
    desk.server.answers["/f"] = answer(
        200, rss(item("1", "Ships still wait", link, "The lock would not close."))
    )
    await desk.poll(feed, later=timedelta(minutes=30))
    assert [entry.version for entry in desk.entries.without_full_text(10)] == [3]


async def test_a_page_that_fails_for_now_is_tried_again_three_times(desk: FeedDesk) -> None:
    link = desk.server.url("/a")
    feed = desk.subscribe("/f", answer(200, rss(item("1", "Ships wait", link, "Short."))))
    await desk.poll(feed)
    desk.server.answers["/a"] = answer(500)
    for tries in range(3):
        assert len(desk.entries.without_full_text(10, desk.now)) == 1, tries
        desk.entries.put_text(1, await fetch_page(link, desk.fetcher), desk.now)
        assert desk.entries.without_full_text(10, desk.now) == []
        desk.now += timedelta(hours=2)
    assert desk.entries.without_full_text(10, desk.now) == []
    entry = desk.entries.get(1)
    assert entry is not None
    assert (entry.text, entry.text_source) == ("Short.", "teaser")
