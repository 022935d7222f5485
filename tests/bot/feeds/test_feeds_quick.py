"""The quick reader and feedparser give the same answers, or the quick one steps back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.feeds import parse
from bot.feeds.document import ParsedFeed
from bot.feeds.parse import parse_feed
from bot.feeds.quick import read_plain
from tests.feed_desk import item, rss, stories

URL = "https://harbour.example/f"
CORPUS = Path(__file__).parents[2] / "data" / "feeds"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
PARTS = [
    "<title>Plain &amp;amp; simple</title>",
    "<title><![CDATA[A <b>b</b> & c]]></title>",
    "<title> x </title>",
    "<title>Caf\u00c3\u00a9 \u00e9</title>",
    "<link>https://harbour.example/a?b=1&amp;c;=2</link>",
    "<link>/rel</link>",
    "<guid>https://harbour.example/1</guid>",
    "<guid isPermaLink='false'>one</guid>",
    "<guid>7</guid>",
    "<guid/>",
    "<description>&lt;p&gt;Some&lt;/p&gt;&lt;p&gt;text&lt;/p&gt;</description>",
    "<description/>",
    "<content:encoded><![CDATA[<p>Much</p><img src='https://a.example/b.png'>]]></content:encoded>",
    "<pubDate>Mon, 02 Mar 2026 08:15:00 GMT</pubDate>",
    "<pubDate>02 Mar 2026 08:15:00 -0530</pubDate>",
    "<pubDate>Mon, 2 Mar 2026 08:15 EST</pubDate>",
    "<pubDate>2026-03-02</pubDate>",
    "<pubDate>31 Feb 2026</pubDate>",
    "<dc:creator>A. Writer</dc:creator>",
    "<dc:creator>a@b.example (A)</dc:creator>",
    "<author>x@y.example</author>",
    "<category>sea</category>",
    "<category domain='d'>port</category>",
    "<category/>",
    "<comments>https://c</comments>",
    "<enclosure url='https://a.example/b.jpg' type='image/jpeg' length='1'/>",
    "<source url='https://s'>S</source>",
    "<media:thumbnail url='https://a.example/t.jpg'/>",
    "<media:content url='https://a.example/v.mp4' medium='video'/>",
    "<media:content url='https://a.example/i'><media:title>t</media:title></media:content>",
    "<unknown>x</unknown>",
    "<dc:date>2026-03-02T08:15:00Z</dc:date>",
    "<atom:link href='https://l.example/'/>",
    "<b>bold</b>",
]
CHANNEL = [
    "<title>T</title>",
    "<link>https://harbour.example/</link>",
    "<language>en</language>",
    "<ttl>45</ttl>",
    "<atom:link rel='hub' href='https://hub.example/'/>",
    "<atom:link rel='self' href='https://x.example/'/>",
    "<atom:link href='https://alt.example/'/>",
    "<image><title>I</title><link>https://i</link></image>",
    "<lastBuildDate>x</lastBuildDate>",
    "<category>c</category>",
    "<skipDays><day>Monday</day></skipDays>",
]


def by_feedparser(document: str) -> ParsedFeed:
    text = parse._defused(document)
    return parse._document(parse._feedparsed(text), text, URL)


@settings(max_examples=250, suppress_health_check=list(HealthCheck))
@given(
    channel=st.lists(st.sampled_from(CHANNEL), max_size=4, unique=True),
    items=st.lists(st.lists(st.sampled_from(PARTS), max_size=6), max_size=3),
)
def test_whatever_is_read_quickly_reads_the_same_as_by_feedparser(
    channel: list[str], items: list[list[str]]
) -> None:
    body = "".join(channel) + "".join(f"<item>{''.join(parts)}</item>" for parts in items)
    document = f'<rss version="2.0" {NAMESPACES}><channel>{body}</channel></rss>'
    raw = read_plain(document)
    if raw is not None:
        assert parse._document(raw, document, URL) == by_feedparser(document)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.xml")), ids=lambda path: path.stem)
def test_the_corpus_reads_the_same_either_way(path: Path) -> None:
    document = parse.decode(path.read_bytes())
    assert parse_feed(path.read_bytes(), URL) == by_feedparser(document)


def test_ordinary_feeds_are_read_quickly_and_others_are_left_alone() -> None:
    assert read_plain(parse._defused(rss(*stories(range(20))))) is not None
    for other in (
        rss(item("1", "t", published="yesterday")),
        rss("<item><title>a</title><title>b</title></item>"),
        rss("<item><title>a <b>b</b></title></item>"),
        rss(item("1", "t")).replace("</rss>", ""),
        rss(item("1", "t")).replace("2.0", "0.91"),
        "<feed xmlns='http://www.w3.org/2005/Atom'/>",
    ):
        assert read_plain(parse._defused(other)) is None
