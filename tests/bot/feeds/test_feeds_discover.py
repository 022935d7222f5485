"""Checklist P18 and the ways in: discovery, preview, OPML."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.feeds.discover import discover, preview
from bot.feeds.errors import FeedError
from bot.feeds.fetch import Reply
from bot.feeds.opml import OutlinedFeed, read_opml, write_opml
from storage.records import Feed
from tests.feed_desk import NOW, FeedDesk, rss, stories, story
from tests.servers.feed_server import answer, redirect

PAGE = {"Content-Type": "text/html; charset=utf-8"}


def page(*links: str, base: str = "") -> str:
    return f"<!doctype html><html><head>{base}{''.join(links)}</head><body><p>Welcome</p></body></html>"


def link(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


async def test_p18_an_address_that_is_a_feed_is_its_own_answer(desk: FeedDesk) -> None:
    desk.server.answers["/f"] = answer(200, rss(story(1)), PAGE)
    found = await discover(desk.server.url("/f"), desk.fetcher)
    assert [(c.url, c.title, c.reply is not None) for c in found] == [
        (desk.server.url("/f"), "Harbour News", True)
    ]
    assert len(desk.server.requests) == 1


async def test_p18_a_page_names_its_feeds_and_comments_come_last(desk: FeedDesk) -> None:
    desk.server.answers["/"] = answer(
        200,
        page(
            link("/comments/feed", "Comments"),
            link("/news.xml", "News &amp; views"),
            link("/wp-json/oembed/1.0/embed?url=x", "oEmbed", "application/json"),
            link("/atom", "Atom", "application/atom+xml"),
            link("javascript:alert(1)", "bad"),
            link("/style.css", "no feed", "text/css"),
        ),
        PAGE,
    )
    found = await discover(desk.server.url("/"), desk.fetcher)
    assert [(c.url.removeprefix(desk.server.url("")), c.title) for c in found] == [
        ("/news.xml", "News & views"),
        ("/atom", "Atom"),
        ("/comments/feed", "Comments"),
    ]
    assert len(desk.server.requests) == 1


async def test_p18_links_are_read_against_the_page_s_base(desk: FeedDesk) -> None:
    desk.server.answers["/"] = answer(200, page(link("rss"), base='<base href="/deep/er/">'), PAGE)
    found = await discover(desk.server.url("/"), desk.fetcher)
    assert [c.url for c in found] == [desk.server.url("/deep/er/rss")]


async def test_p18_the_usual_places_are_tried_without_following_redirects(desk: FeedDesk) -> None:
    desk.server.answers["/"] = answer(200, page(), PAGE)
    desk.server.answers["/feed"] = redirect("/")
    desk.server.answers["/rss.xml"] = answer(200, rss(story(1)))
    found = await discover(desk.server.url("/"), desk.fetcher)
    assert [c.url for c in found] == [desk.server.url("/rss.xml")]
    assert [request.path for request in desk.server.requests] == [
        "/",
        "/feed",
        "/feed.xml",
        "/rss",
        "/rss.xml",
    ]


async def test_p18_a_site_without_a_feed_is_told_in_one_line(desk: FeedDesk) -> None:
    desk.server.answers["/"] = answer(200, page(), PAGE)
    with pytest.raises(FeedError, match=r"no feed was found at .*; look on the site for its RSS address"):
        await discover(desk.server.url("/"), desk.fetcher)
    assert len(desk.server.requests) <= 10


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        (
            "https://www.youtube.com/channel/UCabcdefghijklmnop",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnop",
        ),
        ("youtube.com/playlist?list=PL12345", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL12345"),
        ("https://github.com/harbour/cranes", "https://github.com/harbour/cranes/releases.atom"),
    ],
)
async def test_p18_some_sites_have_rules(
    desk: FeedDesk, monkeypatch: pytest.MonkeyPatch, address: str, feed: str
) -> None:
    asked: list[str] = []

    async def get(url: str, **_: object) -> Reply:
        asked.append(url)
        return Reply(url, 200, {}, rss(story(1)).encode())

    monkeypatch.setattr(desk.fetcher, "get", get)
    found = await discover(address, desk.fetcher)
    assert (asked, [c.url for c in found]) == ([feed], [feed])


async def test_p18_a_page_s_own_address_leads_to_its_site_s_rule(
    desk: FeedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnop"
    handle = page('<link rel="canonical" href="https://www.youtube.com/channel/UCabcdefghijklmnop">')
    answers = {"https://youtube.com/@harbour": handle, rule: rss(story(1))}

    async def get(url: str, **_: object) -> Reply:
        return Reply(url, 200, {}, answers[url].encode())

    monkeypatch.setattr(desk.fetcher, "get", get)
    assert [c.url for c in await discover("youtube.com/@harbour", desk.fetcher)] == [rule]


async def test_p18_a_page_that_names_no_feed_leads_to_its_true_form_once(desk: FeedDesk) -> None:
    true_form = page('<link rel="canonical" href="/amp"><link rel="alternate" type="text/xml" href="/f">')
    desk.server.answers |= {
        "/amp": answer(200, page('<link rel="canonical" href="/story">'), PAGE),
        "/story": answer(200, true_form, PAGE),
        "/lost": answer(200, page('<link rel="canonical" href="/nowhere">'), PAGE),
        "/feed": answer(200, rss(story(1))),
    }
    assert [c.url for c in await discover(desk.server.url("/amp"), desk.fetcher)] == [desk.server.url("/f")]
    assert [request.path for request in desk.server.requests] == ["/amp", "/story"]
    found = await discover(desk.server.url("/lost"), desk.fetcher)
    assert [c.url for c in found] == [desk.server.url("/feed")], "the usual places come after it"


async def test_p18_an_address_without_a_scheme_is_asked_with_http_where_nobody_speaks_https(
    desk: FeedDesk,
) -> None:
    desk.server.answers["/f"] = answer(200, rss(story(1)))
    address = desk.server.url("/f").removeprefix("http://")
    assert [c.url for c in await discover(address, desk.fetcher)] == [desk.server.url("/f")]
    desk.server.answers["/g"] = answer(404)
    with pytest.raises(FeedError, match="has no such page"):
        await discover(desk.server.url("/g").removeprefix("http://"), desk.fetcher)


async def test_the_preview_shows_what_a_digest_would_take(desk: FeedDesk) -> None:
    old = story(99, published=NOW - timedelta(days=30))
    desk.server.answers["/f"] = answer(200, rss(*stories(range(1, 21)), old))
    found = await discover(desk.server.url("/f"), desk.fetcher)
    assert [entry.title for entry in preview(found[0], NOW)][:2] == [
        "Ferry 1 leaves the harbour",
        "Ferry 2 leaves the harbour",
    ]
    assert len(preview(found[0], NOW)) == 10


def test_opml_goes_out_and_comes_back_with_its_tags() -> None:
    feeds = [
        Feed(
            1, "https://a.example/f?x=1&y=2", "A <&> B", tags=("sea", "port"), site_url="https://a.example/"
        ),
        Feed(2, "https://b.example/f", "Б", tags=("port",)),
        Feed(3, "https://c.example/f", "No folder"),
    ]
    read = {feed.url: feed for feed in read_opml(write_opml(feeds))[0]}
    assert read == {feed.url: OutlinedFeed(feed.url, feed.title, feed.tags, feed.site_url) for feed in feeds}


def test_opml_of_other_readers_is_understood() -> None:
    theirs = b"""<?xml version="1.0"?><opml version="1.0"><head/><body>
      <outline text="World"><outline text="Asia">
        <outline text="Quay" xmlurl="https://q.example/f" type="rss"/></outline></outline>
      <outline title="World"><outline title="Pier" xmlUrl="https://p.example/f"/>
        <outline xmlUrl="javascript:x"/></outline>
      <outline text="Again">
        <outline title="Pier" xmlUrl="https://p.example/f" category="/late,news"/></outline>
    </body></opml>"""
    feeds, left_out = read_opml(theirs)
    assert feeds == [
        OutlinedFeed("https://q.example/f", "Quay", ("World", "Asia")),
        OutlinedFeed("https://p.example/f", "Pier", ("World", "Again", "late", "news")),
    ]
    assert left_out == ["javascript:x"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html/>",
        b"not xml",
        b"<opml/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><opml/>',
        b'<opml><body><outline xmlUrl="https://a.example/f"/><outline xmlUrl="https://b.exam',
        b"<opml><body></body></opml>",
    ],
)
def test_opml_that_is_none_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(FeedError, match=r"export it anew|is not OPML|no feed in the OPML file"):
        read_opml(data)
