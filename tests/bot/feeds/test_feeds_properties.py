"""Any bytes give a result or a clear error, in bounded time and memory."""

# ruff: noqa: PT017  (a property holds whether or not there is an error)

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.feeds.article import extract
from bot.feeds.body import Body
from bot.feeds.charset import decode
from bot.feeds.document import Extract, ParsedFeed, content_hash
from bot.feeds.errors import FeedError
from bot.feeds.guard import Guard
from bot.feeds.headers import fresh_for, http_date, retry_after
from bot.feeds.links import PageLinks, page_links
from bot.feeds.opml import read_opml
from bot.feeds.parse import parse_feed
from bot.feeds.robots import read_robots
from bot.feeds.text import INVISIBLE, plain_line, plain_text
from bot.feeds.worker import MEMORY
from bot.feeds.workers import Workers
from tests.feed_desk import rss, story

URL = "https://harbour.example/f"
LIMIT = 0.5  # seconds; the fetcher gives two
ANY = settings(max_examples=150, suppress_health_check=list(HealthCheck))
FRAGMENTS = [
    "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<guid>", "</guid>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<content type='xhtml'>", "<![CDATA[", "]]>",
    "<!--", "<!DOCTYPE rss [", "&amp;", "&#0;", "&#x110000;", "<?xml version='1.0' encoding='utf-7'?>",
    "<pubDate>", "99999", "<category/>", "<enclosure/>", "<media:content/>", "<author/>", "xml:base='//['",
    "{", '{"items": [', "]}", "\x00", '"version": "https://jsonfeed.org/version/1"', "\ud800", "<ttl>",
    "<br", "=", "'", "\u202e", "<a href='http://[x'>", "<link/>",
]  # fmt: skip
SOUP = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=40).map("".join)
BYTES = st.binary(max_size=400) | SOUP.map(lambda text: text.encode("utf-8", "replace"))


@ANY
@given(
    body=BYTES,
    content_type=st.none() | st.sampled_from(["text/xml; charset=utf-16", "x; charset=\x00", "a/b"]),
)
def test_p20_any_bytes_are_a_feed_or_a_feed_error(body: bytes, content_type: str | None) -> None:
    try:
        parsed = parse_feed(body, URL, content_type)
    except FeedError as error:
        assert error.message
        assert "\n" not in error.message
        return
    for entry in parsed.entries:
        assert entry.title
        assert not INVISIBLE.search(entry.title + entry.text)
        assert unicodedata.is_normalized("NFC", entry.title)
        assert entry.url is None or entry.url.startswith(("http://", "https://"))


@ANY
@given(body=BYTES)
def test_any_bytes_are_a_page_links_or_opml_or_none(body: bytes) -> None:
    assert extract(body).kind in {"article", "paywall", "consent", "login", "short", "other", "not_html"}
    assert all(link.url.startswith("http") for link in page_links(body, URL).feeds)
    try:
        read_opml(body)
    except FeedError as error:
        assert error.kind in {"broken", "unsafe"}


@ANY
@given(text=SOUP | st.text(max_size=300))
def test_any_text_becomes_plain_text(text: str) -> None:
    for plain in (plain_text(text), plain_line(text)):
        assert not INVISIBLE.search(plain)
        assert plain == plain.strip()
        assert unicodedata.is_normalized("NFC", plain)
    assert "\n" not in plain_line(text)
    assert content_hash(text, "") == content_hash(f"  {text}  ", "")


@ANY
@given(body=BYTES, content_type=st.none() | st.text(max_size=30))
def test_decoding_never_fails(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type), str)


@ANY
@given(
    chunks=st.lists(st.binary(max_size=50), max_size=8),
    encoding=st.sampled_from(["gzip", "deflate", "", "zstd"]),
)
def test_any_chunks_are_a_body_or_a_feed_error(chunks: list[bytes], encoding: str) -> None:
    try:
        body = Body(encoding, cap=1_000, ratio=100)
        for chunk in chunks:
            body.feed(chunk)
        assert len(body.finish()) <= 1_000
    except FeedError as error:
        assert error.kind in {"bad_encoding", "truncated", "too_large"}


@ANY
@given(text=st.text(max_size=60) | st.text(string.printable, max_size=30))
def test_any_header_address_or_robots_txt_is_read_or_refused(text: str) -> None:
    assert retry_after({"Retry-After": text}).total_seconds() > 0
    assert 0 <= fresh_for({"Cache-Control": text, "Expires": text, "Date": text}).total_seconds() <= 86_400
    http_date(text)
    read_robots(f"user-agent: *\ndisallow: {text}").allows(URL)
    for address in (text, f"http://{text}", f"https://{text}/x"):
        try:
            Guard().check_url(address)
        except FeedError as error:
            assert error.kind in {"bad_address", "refused_address"}


HOSTILE = {
    "deep": b"<rss version='2.0'><channel>" + b"<a>" * 300_000,
    "attributes": b"<rss version='2.0'><item a" + b" a".join(b"%d='1'" % n for n in range(60_000)) + b">",
    "namespaces": b"<rss version='2.0'" + b"".join(b" xmlns:n%d='u'" % n for n in range(30_000)) + b"/>",
    "brackets": b"<rss version='2.0'><channel><title>" + b"&lt;" * 1_000_000 + b"</title></channel></rss>",
    "scripts": ("<rss version='2.0'><channel>" + "<item><title>" + "&lt;script&gt;" * 200_000).encode(),
    "items": ("<rss version='2.0'><channel>" + "<item><title>x</title></item>" * 30_000).encode(),
    "json": b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 200_000,
    "cdata": b"<rss version='2.0'><channel><![CDATA[" * 100_000,
    "comments": b"<rss version='2.0'><channel><!--" + b"<!-- -" * 300_000,
    "images": rss(story(1)).replace("The ferry", "&lt;img " * 100_000).encode(),
    "html": b"<html>" + b"<div><table><tr><td>" * 20_000,
    "spaces": b" " * 5_000_000,
    "doctype": b"<!DOCTYPE " * 200_000,
}  # fmt: skip


@pytest.fixture(scope="module")
def bounded() -> Iterator[Workers]:
    pool = Workers(size=1)
    yield pool
    pool.close()


FOR_PAGES = ("deep", "attributes", "html", "spaces", "comments")


@pytest.mark.parametrize(
    ("job", "name"),
    [("parse", name) for name in HOSTILE]
    + [(job, name) for job in ("extract", "links") for name in FOR_PAGES],
)
async def test_p20_hostile_documents_end_in_time(bounded: Workers, job: str, name: str) -> None:
    arguments = {"body": HOSTILE[name], "content_type": "text/xml"}
    result: type = {"parse": ParsedFeed, "extract": Extract, "links": PageLinks}[job]
    try:
        read = await bounded.run(
            job, arguments if job == "extract" else arguments | {"url": URL}, result, LIMIT
        )
        assert isinstance(read, result)
    except FeedError as error:
        assert error.message


async def test_p20_memory_has_a_wall(bounded: Workers) -> None:
    greedy = b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"{}," * 3_000_000 + b"{}]}"
    with pytest.raises(FeedError, match="it needs more memory to read than it may have"):
        await bounded.run("parse", {"body": greedy, "url": URL, "content_type": None}, ParsedFeed, 10.0)
    assert MEMORY == 200 * 2**20
    again = await bounded.run(
        "parse", {"body": rss(story(1)).encode(), "url": URL, "content_type": None}, ParsedFeed, 10.0
    )
    assert len(again.entries) == 1
