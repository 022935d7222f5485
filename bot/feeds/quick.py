"""The everyday RSS 2.0 feed, read in a tenth of the time. Pure.

Most feeds are proper XML and use a dozen plain elements. Those are read here, into the same values that
feedparser would give; whatever is not plain in the least (an element that is not on the list, markup where
text belongs, a date in another form, an element twice) makes this reader step back and leave the whole
document to feedparser. tests/bot/feeds/test_feeds_quick.py holds the two to the same answers.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from lxml import etree

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}"
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"

# Elements of an item and of a channel, and the names feedparser gives to what is of use.
ITEM_TEXTS = {
    "title": "title", "link": "link", "description": "summary", "guid": "id", "pubDate": "published",
}  # fmt: skip
CHANNEL_TEXTS = {
    "title": "title", "link": "link", "language": "language", "ttl": "ttl",
    f"{SYNDICATION}updatePeriod": "sy_updateperiod", f"{SYNDICATION}updateFrequency": "sy_updatefrequency",
}  # fmt: skip
ITEM_OF_NO_USE = frozenset({
    "comments", "source", "{http://purl.org/rss/1.0/modules/slash/}comments",
    "{http://wellformedweb.org/CommentAPI/}commentRss",
})  # fmt: skip
CHANNEL_OF_NO_USE = frozenset({
    "description", "copyright", "managingEditor", "webMaster", "pubDate", "lastBuildDate", "generator",
    "docs", "image", "skipHours", "skipDays", "category",
})  # fmt: skip
HARMLESS_RELS = frozenset({"self", "hub", "next", "first", "last", "previous", "prev"})
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d{1,2}) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (GMT|[+-]\d{4})"
)
ENTITY_LEFT = re.compile(r"&(\w+);", re.ASCII)
HIGH = re.compile("[\x80-\xff]")
CONTROL = re.compile("[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Raw:
    """A document as feedparser names things: its version, the feed's values, each entry's values."""

    version: str
    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    error: BaseException | None = field(default=None)


class _NotPlainError(Exception):
    """The document needs feedparser."""


def read_plain(text: str) -> Raw | None:
    """The document if it is a plain RSS 2.0 feed, else None."""
    if "xml:base" in text or "xml:lang" in text:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
        if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1 or root[0].tag != "channel":
            return None
        items = [element for element in root[0] if element.tag == "item"]
        return Raw("rss20", _channel(root[0]), [_item(element) for element in items])
    except (etree.XMLSyntaxError, UnicodeEncodeError, _NotPlainError):
        return None


def _channel(channel: etree._Element) -> dict[str, Any]:
    values: dict[str, Any] = {}
    links: list[dict[str, str]] = []
    for element in channel:
        tag = str(element.tag)
        if tag == "item" or tag in CHANNEL_OF_NO_USE:
            continue
        if tag == ATOM_LINK and element.get("rel") in HARMLESS_RELS:
            links.append({"rel": element.get("rel", ""), "href": element.get("href", "")})
        else:
            _put(values, CHANNEL_TEXTS.get(tag), _text(element))
    if "link" in values:
        values["link"] = _linked(values["link"])
    return values | {"links": links}


def _item(item: etree._Element) -> dict[str, Any]:
    values: dict[str, Any] = {}
    lists: dict[str, list[Any]] = {"links": [], "tags": [], "media_thumbnail": [], "media_content": []}
    for element in item:
        tag = str(element.tag)
        if tag in ITEM_TEXTS:
            _put(values, ITEM_TEXTS[tag], _text(element))
            if tag == "guid":
                values["guidislink"] = element.get("isPermaLink", "true") == "true" and "link" not in values
        elif tag == CONTENT:
            _put(values, "content", [{"value": _text(element), "type": "text/html"}])
        elif tag == CREATOR:
            _put(values, "author", _name(element))
        elif tag == "category":
            lists["tags"].append({"term": _text(element)})
        elif tag == "enclosure":
            kind = element.get("type", "")
            lists["links"].append({"rel": "enclosure", "href": element.get("url", "").strip(), "type": kind})
        elif tag in {f"{MEDIA}thumbnail", f"{MEDIA}content"} and not len(element) and not element.text:
            lists[f"media_{tag.removeprefix(MEDIA)}"].append(dict(element.attrib))
        elif tag not in ITEM_OF_NO_USE:
            raise _NotPlainError
    return _finished(values) | lists


def _finished(values: dict[str, Any]) -> dict[str, Any]:
    """Links as feedparser mends them, a guid in the place of a missing link, and the date read."""
    if "link" in values:
        values["link"] = _linked(values["link"])
    elif values.get("guidislink"):
        values["link"] = values["id"]
    if "published" in values:
        values["published_parsed"] = _date(values["published"])
    return values


def _put(values: dict[str, Any], name: str | None, value: Any) -> None:
    if name is None or name in values:
        raise _NotPlainError
    values[name] = value


def _text(element: etree._Element) -> str:
    if len(element):
        raise _NotPlainError
    return _repaired((element.text or "").strip())


def _repaired(text: str) -> str:
    """UTF-8 that somebody took for Latin-1 and encoded once more is taken back, as feedparser does."""
    if not HIGH.search(text):
        return text
    with suppress(UnicodeEncodeError, UnicodeDecodeError):  # most texts are what they seem to be
        text = text.encode("latin-1").decode("utf-8")
    if CONTROL.search(text):
        raise _NotPlainError
    return text


def _name(element: etree._Element) -> str:
    name = _text(element)
    if "@" in name or "(" in name:
        raise _NotPlainError
    return name


def _linked(link: str) -> str:
    return ENTITY_LEFT.sub(r"&\1", link.replace("&amp;", "&"))


def _date(text: str) -> Any:
    found = DATE.fullmatch(text)
    if found is None or found.group(2) not in MONTHS:
        raise _NotPlainError
    day, month, year, hour, minute, second, zone = found.groups()
    offset = timedelta(0) if zone == "GMT" else timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    try:
        where = timezone(-offset if zone[0] == "-" else offset) if offset else UTC
        when = datetime(
            int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=where
        )
        return when.astimezone(UTC).timetuple()
    except (ValueError, OverflowError) as error:
        raise _NotPlainError from error
