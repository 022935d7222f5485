"""Checklist P02 and P06: labels that mean something else, and words that belong to a picture."""

from __future__ import annotations

import pytest

from bot.feeds.charset import decode
from bot.feeds.parse import parse_feed
from storage.records import ParsedEntry
from tests.feed_desk import item, rss

URL = "https://harbour.example/feed/all.xml"
JSON_FEED = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "Café"}]}'


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("document", [rss(item("1", "Café")), "\n" + rss(item("1", "Café")), JSON_FEED])
def test_p02_wide_characters_need_no_mark_at_the_front(encoding: str, document: str) -> None:
    assert parse_feed(document.encode(encoding), URL).entries[0].title == "Café"


@pytest.mark.parametrize(
    ("label", "encoding", "title"),
    [
        ("gb2312", "gbk", "港口關閉镕"),
        ("Shift_JIS", "cp932", "①港を閉鎖"),
        ("euc-kr", "cp949", "항구 폐쇄 똠"),
        ("iso-8859-9", "cp1254", "“Şile” limanı"),
        ("iso-8859-1", "cp1252", "the “quay”"),
    ],
)
def test_p02_a_label_means_the_larger_set_that_the_web_means_by_it(
    label: str, encoding: str, title: str
) -> None:
    document = f'<?xml version="1.0" encoding="{label}"?>{rss(item("1", title)).partition("?>")[2]}'
    assert only_of(document.encode(encoding)).title == title


def test_p02_one_broken_character_does_not_make_another_encoding_of_a_labelled_text() -> None:
    document = f'<?xml version="1.0" encoding="gb2312"?>{rss(item("1", "港口关闭" * 20)).partition("?>")[2]}'
    broken = document.encode("gbk").replace("港口".encode("gbk"), "港".encode("gbk") + b"\xff\x20", 1)
    assert "口关闭港口关闭" in only_of(broken).title


def only_of(body: bytes) -> ParsedEntry:
    (entry,) = parse_feed(body, URL).entries
    return entry


MEDIA = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
PICTURE = (
    '<media:content url="https://harbour.example/i.jpg"><media:title>A crane</media:title>'
    "<media:description>A crane stands over the quay at dusk, seen from the ferry to the island."
    "</media:description></media:content>"
)


@pytest.mark.parametrize(
    ("parts", "title", "text"),
    [
        (f"<title>Quay shut</title><description>Shut.</description>{PICTURE}", "Quay shut", "Shut."),
        (f"{PICTURE}<title>Quay shut</title><description>Shut.</description>", "Quay shut", "Shut."),
        (
            "<media:group><media:title>Film</media:title><media:description>Of it.</media:description>"
            "</media:group>",
            "Film",
            "Of it.",
        ),
        ("<itunes:title>Episode 1</itunes:title><description>Talk.</description>", "Episode 1", "Talk."),
    ],
)
def test_p06_a_picture_s_words_are_not_the_item_s(parts: str, title: str, text: str) -> None:
    item_ = f"<item><guid isPermaLink='false'>1</guid>{parts}</item>"
    entry = only_of(rss(item_).replace("<rss ", f"<rss {MEDIA} ").encode())
    assert (entry.title, entry.text) == (title, text)


def test_p20_half_an_emoji_in_a_json_feed_costs_one_character() -> None:
    body = JSON_FEED.replace("Café", "Quay \\ud83d shut").replace('"1"', '"\\ud800"')
    entry = only_of(body.encode())
    assert (entry.title, entry.ident) == ("Quay \ufffd shut", "guid:\ufffd")


@pytest.mark.parametrize("codec", ["unicode_escape", "raw_unicode_escape", "utf-7"])
def test_a_codec_that_is_no_character_set_makes_no_half_characters(codec: str) -> None:
    body = f"# <meta charset={codec}>\nDisallow: /\\ud800x +2AA- ".encode() + b"\xff\xfe\xff"
    text = decode(body)
    assert not any("\ud800" <= character <= "\udfff" for character in text)
    assert "Disallow" in text
