"""Checklist 3.5, reading: bytes of any sort -> clean items."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from bot.feeds.document import ParsedFeed
from bot.feeds.errors import FeedError
from bot.feeds.fetch import Limits
from bot.feeds.parse import parse_feed
from bot.feeds.text import plain_line, plain_text
from bot.feeds.workers import Workers
from storage.records import ParsedEntry
from tests.feed_desk import NOW, FeedDesk, item, rss, stories, story
from tests.servers.feed_server import answer, in_turn

URL = "https://harbour.example/feeds/news.xml"
CORPUS = Path(__file__).parents[2] / "data" / "feeds"
HALF_HOUR = timedelta(minutes=30)


def only(document: str | bytes, content_type: str | None = "application/rss+xml") -> ParsedEntry:
    body = document.encode() if isinstance(document, str) else document
    entries = parse_feed(body, URL, content_type).entries
    assert len(entries) == 1
    return entries[0]


@pytest.mark.parametrize(
    "content_type", ["text/html", "application/octet-stream", "text/plain", None, "image/png"]
)
def test_p01_a_feed_is_known_by_its_content_not_its_label(content_type: str | None) -> None:
    assert parse_feed(rss(story(1)).encode(), URL, content_type).format == "RSS 2.0"
    jsonfeed = b'\n {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}'
    assert parse_feed(jsonfeed, URL, content_type).format == "JSON Feed 1.1"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<!doctype html><html><body><p>Hi</body></html>", "the address is a web page, not a feed"),
        (b"plain words", "neither RSS, Atom nor JSON Feed"),
        (b'{"title": "no feed"}', "JSON, but not a JSON Feed"),
        (b"[1, 2]", "JSON, but not a JSON Feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither RSS, Atom nor JSON Feed"),
    ],
)
def test_p01_what_is_no_feed_is_called_by_its_name(body: bytes, message: str) -> None:
    with pytest.raises(FeedError, match=message) as caught:
        parse_feed(body, URL, "application/rss+xml")
    assert caught.value.kind == "not_a_feed"


GERMAN = "Schöne Grüße – 5 €"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8-sig", "utf-8", "text/xml"),
        ("utf-16", "utf-16", "text/xml"),
        ("utf-16-le", "utf-16", None),
        ("cp1252", "utf-8", "text/xml; charset=utf-8"),
        ("cp1252", "iso-8859-1", "text/xml"),
        ("utf-8", "iso-8859-1", "text/xml; charset=iso-8859-1"),
        ("utf-8", "windows-1252", None),
        ("iso-8859-15", "iso-8859-15", "text/xml; charset=utf-8"),
        ("cp1252", None, "text/xml; charset=windows-1252"),
        ("cp1252", None, None),
        ("utf-8", None, None),
    ],
)
def test_p02_no_encoding_garbles_a_title(
    encoding: str, declared: str | None, content_type: str | None
) -> None:
    prolog = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    title = GERMAN.replace("–", "-") if "8859" in encoding else GERMAN
    document = f"{prolog}<rss version='2.0'><channel><title>x</title>{item('1', title)}</channel></rss>"
    assert only(document.encode(encoding), content_type).title == title


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-32-be", "Новости порта"),
        ("cp500", "Café"),
        ("koi8-r", "Новости порта"),
        ("shift_jis", "港のニュース"),
        ("gb2312", "港口新闻"),
        ("cp1251", "Порт відкрито"),
    ],
)
def test_p02_a_declared_encoding_is_used(encoding: str, text: str) -> None:
    document = f'<?xml version="1.0" encoding="{encoding}"?>{rss(item("1", text)).partition("?>")[2]}'
    assert only(document.encode(encoding)).title == text


@pytest.mark.parametrize(
    "document",
    [
        rss(item("1", "Whole")).replace("Harbour News", "Harbour & News"),
        rss(item("1", "Whole\x02")),
        "\n\n " + rss(item("1", "Whole")),
        rss(item("1", "Whole")).replace("<channel>", "<channel><unclosed>"),
        rss(item("1", "Whole")).replace("</title>", "&nbsp;</title>", 1),
    ],
    ids=["ampersand", "control", "blank line", "unclosed", "entity"],
)
def test_p03_improper_xml_with_whole_items_is_read(document: str) -> None:
    assert only(document).title == "Whole"


async def test_p03_a_document_that_breaks_off_gives_its_whole_items_and_is_read_again(desk: FeedDesk) -> None:
    full = rss(story(1), story(2))
    cut = full[: full.index("Ferry 2") + 5]
    feed = desk.subscribe(
        "/f", in_turn(answer(200, cut, {"ETag": '"cut"'}), answer(200, full, {"ETag": '"full"'}))
    )
    first = await desk.poll(feed)
    assert (desk.titles(feed), first.feed.etag) == (["Ferry 1 leaves the harbour"], None)
    assert first.note.endswith("the feed broke off; its last item is left for the next check")
    await desk.poll(feed, later=HALF_HOUR)
    assert desk.titles(feed) == ["Ferry 1 leaves the harbour", "Ferry 2 leaves the harbour"]
    assert desk.kept(feed).etag == '"full"'


def entity_bomb(entities: str, title: str) -> str:
    doctype = f"<!DOCTYPE rss [{entities}]>"
    return f'{doctype}<rss version="2.0"><channel><title>{title}</title></channel></rss>'


QUADRATIC = entity_bomb(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 2_000)
LAUGHS = entity_bomb('<!ENTITY a "ha"><!ENTITY b "&a;&a;">', "&b;")
FILE = entity_bomb('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;")


@pytest.mark.parametrize("document", [QUADRATIC, LAUGHS, FILE], ids=["quadratic", "laughs", "file"])
def test_p04_entities_are_never_unfolded(document: str) -> None:
    with pytest.raises(FeedError, match="defines XML entities") as caught:
        parse_feed(document.encode(), URL)
    assert caught.value.kind == "unsafe"


def test_p04_entities_behind_comments_are_found_and_talk_about_them_is_harmless() -> None:
    hidden = f"<!-- <rss> --><?x y?>\n<!-- - -- -->{LAUGHS}"
    with pytest.raises(FeedError, match="defines XML entities"):
        parse_feed(hidden.encode(), URL)
    talk = rss(
        "<item><guid>1</guid><title><![CDATA[How <!DOCTYPE x [<!ENTITY a 'b'>]> works]]></title></item>"
    )
    assert only(talk).title == "How <!DOCTYPE x [<!ENTITY a 'b'>]> works"


def test_p04_a_harmless_doctype_is_no_hindrance() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.example/rss-0.91.dtd">'
    assert only(rss(item("1", "Old but fine")).replace("<rss", f"{doctype}<rss")).title == "Old but fine"


async def test_p05_of_five_thousand_items_the_newest_five_hundred_are_kept(desk: FeedDesk) -> None:
    old_first = [story(n, published=NOW - timedelta(minutes=n)) for n in range(5_000, 0, -1)]
    feed = desk.subscribe("/f", answer(200, rss(*old_first)))
    result = await desk.poll(feed)
    assert len(result.arrivals.new) == 500
    assert desk.titles(feed)[-1] == "Ferry 1 leaves the harbour"
    assert desk.titles(feed)[0] == "Ferry 500 leaves the harbour"


async def test_p05_dates_of_an_archive_that_are_all_blanks_cost_no_square(workers: Workers) -> None:
    body = atom_archive(range(2_001)).replace("<updated>", f"<updated>{' ' * 20_000}{'x' * 61}<updated>", 20)
    arguments = {"body": body.encode(), "url": URL, "content_type": None}
    parsed = await workers.run("parse", arguments, ParsedFeed, Limits().parse)
    assert len(parsed.entries) == 500


@pytest.mark.parametrize("order", [1, -1, 7_919], ids=["newest first", "oldest first", "in no order"])
@pytest.mark.parametrize("kind", ["atom", "json"])
async def test_p05_an_archive_in_any_format_gives_its_newest(workers: Workers, kind: str, order: int) -> None:
    numbers = [n * order % 30_000 for n in range(30_000)]  # each once: 7,919 is prime
    body = atom_archive(numbers) if kind == "atom" else json_archive(numbers)
    arguments = {"body": body.encode(), "url": URL, "content_type": None}
    parsed = await workers.run("parse", arguments, ParsedFeed, Limits().parse)
    assert len(parsed.entries) == 500
    assert {entry.title for entry in parsed.entries} == {f"Ferry {n}" for n in range(500)}


def atom_archive(numbers: Sequence[int]) -> str:
    entries = "".join(
        f"<entry><id>urn:{n}</id><title>Ferry {n}</title><summary>It left.</summary>"
        f"<updated>{(NOW - timedelta(minutes=n)).isoformat()}</updated></entry>"
        for n in numbers
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>{entries}</feed>'


def json_archive(numbers: Sequence[int]) -> str:
    items = [
        {
            "id": n,
            "title": f"Ferry {n}",
            "content_text": "It left.",
            "date_published": (NOW - timedelta(minutes=n)).isoformat(),
        }
        for n in numbers
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": items})


def test_p05_deep_nesting_is_survived() -> None:
    deep = rss(item("1", "Deep", text="<div>" * 20_000 + "bottom"))
    assert only(deep).title == "Deep"


@pytest.mark.parametrize(
    "path", sorted(CORPUS.glob("*.expected.json")), ids=lambda path: path.name.split(".")[0]
)
def test_p06_every_format_and_quirk_reads_as_written_down(path: Path) -> None:
    """Golden pairs: regenerate with `python -m tests.feed_corpus` and read the difference."""
    source = next(p for p in CORPUS.glob(f"{path.name.removesuffix('.expected.json')}.*") if p != path)
    read = json.loads(msgspec.json.encode(parse_feed(source.read_bytes(), URL)))
    assert read == json.loads(path.read_text("utf-8"))


def test_p06_the_corpus_holds_every_format() -> None:
    formats = {json.loads(path.read_text("utf-8"))["format"] for path in CORPUS.glob("*.expected.json")}
    assert formats >= {
        "RSS 0.91", "RSS 0.92", "RSS 1.0", "RSS 2.0", "Atom 0.3", "Atom 1.0", "JSON Feed 1", "JSON Feed 1.1",
    }  # fmt: skip


def test_p11_a_missing_title_is_the_text_s_beginning_else_the_link() -> None:
    text = "A very long first sentence about the ferry that " + "goes on " * 20
    assert only(rss(item("1", None, "https://harbour.example/1", text))).title == (
        "A very long first sentence about the ferry that goes on goes on goes on goes on goes on goes on…"
    )
    assert only(rss(item("1", None, "https://harbour.example/1"))).title == "https://harbour.example/1"


@pytest.mark.parametrize(
    ("parts", "url"),
    [
        ("<guid>1</guid><title>t</title>", None),
        ("<guid>https://harbour.example/1</guid><title>t</title>", "https://harbour.example/1"),
        ("<link>javascript:alert(1)</link><title>t</title>", None),
        ("<link>data:text/html,x</link><title>t</title>", None),
        (
            "<guid>2</guid><link> https://harbour.example/a b </link><title>t</title>",
            "https://harbour.example/a%20b",
        ),
        (f"<link>https://harbour.example/{'x' * 3000}</link><title>t</title>", None),
    ],
)
def test_p11_a_link_leads_to_the_web_or_is_none(parts: str, url: str | None) -> None:
    assert only(rss(f"<item>{parts}</item>")).url == url


def test_p11_an_item_without_anything_is_skipped_and_counted() -> None:
    parsed = parse_feed(rss("<item></item>", story(1), "<item><category>x</category></item>").encode(), URL)
    assert (len(parsed.entries), parsed.skipped) == (1, 2)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mon, 02 Mar 2026 11:00:00 +0100", datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        ("2026-03-02T10:00:00", datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("02/03/2026", None),
        ("Mo, 02 Okt 2026 10:00:00", None),
        ("yesterday", None),
        ("1772445600", None),
    ],
)
def test_p12_dates_are_read_or_absent(written: str, read: datetime | None) -> None:
    entry = only(rss(item("1", "t", published=written)))
    assert (entry.published, entry.published_text) == (read, written)


async def test_p12_no_date_is_the_time_it_was_first_seen_and_stays_so(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", answer(200, rss(item("1", "Undated", "https://harbour.example/1"))))
    await desk.poll(feed)
    desk.server.answers["/f"] = answer(
        200, rss(item("1", "Undated", "https://harbour.example/1"), channel="<ttl>9</ttl>")
    )
    await desk.poll(feed, later=HALF_HOUR)
    entry = desk.all(feed)[0]
    assert (entry.published, entry.first_seen, entry.when) == (None, NOW, NOW)


async def test_p12_a_date_in_the_future_becomes_now_and_the_feed_s_word_is_kept(desk: FeedDesk) -> None:
    late = "Fri, 01 Jan 2038 00:00:00 GMT"
    feed = desk.subscribe(
        "/f",
        answer(200, rss(item("1", "Soon", published=late), item("2", "Near", published=NOW + HALF_HOUR))),
    )
    result = await desk.poll(feed)
    kept = {entry.title: entry.published for entry in desk.all(feed)}
    assert kept == {"Soon": NOW, "Near": NOW + HALF_HOUR}
    assert {a.entry.title: a.entry.published_text for a in result.arrivals.new}["Soon"] == late


TITLES = [
    ("A &lt;b&gt;bold&lt;/b&gt; claim", "A bold claim"),
    ("Fish &amp;amp; chips", "Fish & chips"),
    ("Fish &amp;amp;amp; chips", "Fish &amp; chips"),
    ("AT&amp;T rises", "AT&T rises"),
    ("<![CDATA[5 < 7 & <i>7 > 5</i>]]>", "5 < 7 & 7 > 5"),
    ("Safe&lt;script&gt;alert(1)&lt;/script&gt;ty", "Safe ty"),
    ("One&lt;br/&gt;two", "One two"),
    ("  many \n\t blanks  ", "many blanks"),
    ("left\u202eright\u2066\u200b\ufeff", "leftright"),
    ("Cafe\u0301", "Café"),
    ("with\u200cdrawal\u200d of \u200dtroops", "withdrawal of troops"),
    (
        "Family \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "Family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    ),
    ("Persian \u0645\u06cc\u200c\u0631\u0648\u062f", "Persian \u0645\u06cc\u200c\u0631\u0648\u062f"),
    ("x" * 600, "x" * 499 + "…"),
]


@pytest.mark.parametrize(("written", "read"), TITLES)
def test_p14_titles_become_plain_text(written: str, read: str) -> None:
    document = rss("<item><guid isPermaLink='false'>1</guid><title>X</title></item>").replace("X", written)
    assert only(document).title == read


@pytest.mark.parametrize(
    "embedded",
    [
        '<iframe src="https://video.example/1"/>',
        '<iframe src="https://video.example/1">',
        '<iframe src="https://video.example/1">no frames here</iframe>',
        '<object data="x.swf">',
        '<script src="https://ads.example/x.js" />',
        '<video src="https://video.example/1.mp4"/>',
    ],
)
def test_p14_what_is_embedded_swallows_no_text_after_it(embedded: str) -> None:
    assert plain_text(f"<p>The quay is shut.</p>{embedded}<p>It opens on Friday.</p>").split("\n") == [
        "The quay is shut.",
        "It opens on Friday.",
    ]


def test_p14_texts_become_lines_of_plain_text() -> None:
    html = "<p>The <b>U</b>S said&nbsp;so.</p><ul><li>one</li><li>two</li></ul><style>p{}</style>"
    html += "<p>x &lt; y<br>end</p>"
    assert plain_text(html) == "The US said so.\none\ntwo\nx < y\nend"
    assert plain_text("no markup &amp; all") == "no markup & all"
    assert plain_line("<!-- hidden -->shown") == "shown"


@pytest.mark.parametrize(
    ("link", "base", "read"),
    [
        ("/a/1", "", "https://harbour.example/a/1"),
        ("1.html", "", "https://harbour.example/feeds/1.html"),
        ("//cdn.example/1", "", "https://cdn.example/1"),
        ("1.html", ' xml:base="https://other.example/x/"', "https://other.example/x/1.html"),
        ("?id=3", "", "https://harbour.example/feeds/news.xml?id=3"),
    ],
)
def test_p15_relative_links_become_absolute(link: str, base: str, read: str) -> None:
    atom = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><title>x</title><entry><id>urn:1</id><title>t</title>'
        f'<link href="{link}"/><updated>2026-03-02T10:00:00Z</updated></entry></feed>'
    )
    assert only(atom).url == read


def test_p19_further_pages_are_not_followed_and_hubs_are_remembered() -> None:
    paged = {
        "version": "https://jsonfeed.org/version/1.1", "title": "x", "next_url": f"{URL}?page=2",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "items": [{"id": 1, "content_text": "a"}],
    }  # fmt: skip
    parsed = parse_feed(json.dumps(paged).encode(), URL)
    assert (len(parsed.entries), parsed.hub) == (1, "https://hub.example/")
    hub = '<title>x</title><link rel="hub" href="https://hub.example/"/>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom">{hub}</feed>'
    assert parse_feed(atom.encode(), URL).hub == "https://hub.example/"


async def test_p20_one_bad_item_takes_no_other_with_it(desk: FeedDesk) -> None:
    items = [1, "words", None, {"id": {}}, {"id": "good", "content_text": "Fine", "date_published": []}]
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "title": "x", "items": items})
    feed = desk.subscribe("/f", answer(200, body))
    result = await desk.poll(feed)
    assert desk.titles(feed) == ["Fine"]
    assert result.note == "1 new, 0 edited; 4 items could not be read"


async def test_p20_reading_has_an_end(desk: FeedDesk) -> None:
    with pytest.raises(FeedError, match=r"took over 0\.05 s") as caught:
        await desk.workers.run(
            "parse",
            {"body": rss(*stories(range(4_000))).encode(), "url": URL, "content_type": None},
            ParsedFeed,
            0.05,
        )
    assert caught.value.kind == "too_slow"
    again = await desk.workers.run(
        "parse", {"body": rss(story(1)).encode(), "url": URL, "content_type": None}, ParsedFeed, 5.0
    )
    assert len(again.entries) == 1
