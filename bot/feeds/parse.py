"""Bytes -> ParsedFeed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed. Pure; the only feedparser.

feedparser forgives much, and it also believes a wrong charset, opens strings as files and unfolds
entities. So it gets bytes that we have decoded ourselves and freed of their DOCTYPE, and nothing else.
"""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any

import feedparser

from bot.feeds.addresses import absolute
from bot.feeds.charset import decode
from bot.feeds.document import EARLIEST, KEEP, LOOKED_AT, ParsedFeed, make_entry, newest, worth_reading
from bot.feeds.errors import FeedError
from bot.feeds.jsonfeed import parse_json_feed
from bot.feeds.quick import Raw, read_plain
from bot.feeds.text import plain_line, plain_text
from bot.feeds.wishes import days_to_skip, hours_to_skip, time_to_live
from storage.records import ParsedEntry

PROLOG = 64 << 10  # characters in which a document must have got to its root element
DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*(\[[^\]]*\]\s*)?>", re.IGNORECASE)
CHARREF = re.compile(r"&#(x[0-9a-f]{1,40}|[0-9]{1,40});?", re.IGNORECASE)
BEFORE_DOCTYPE = re.compile(r"(?:\s++|<!--(?:[^-]|-(?!->))*+-->|<\?(?:[^?]|\?(?!>))*+\?>)*+")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*", re.IGNORECASE)
# The end of the root, also where its very last character is missing: all items came before it.
ROOT_END = re.compile(r"</(?:\w+:)?(rss|feed|rdf|channel)\s*(>\s*(<!--[^<]*-->\s*)*)?$", re.IGNORECASE)
ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
ITEM_DATE = re.compile(
    r"<(?:\w+:)?(?:pubDate|published|updated|modified|issued|date)\b[^<>]*>\s*+([^<]{1,60}?)\s*<",
    re.IGNORECASE,
)
WEB_PAGE = re.compile(r"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
IMG = re.compile(r"<img\b[^>]{0,2000}?\bsrc\s*=\s*[\"'](https://[^\"'<>\s]{1,1000})[\"']", re.IGNORECASE)
MOVING = re.compile(r"\.(mp4|m4v|webm|mov|m3u8|mp3)\b", re.IGNORECASE)
# feedparser takes a picture's title and caption for the item's own; under these names it keeps them apart.
PICTURE_WORDS = re.compile(r"<(/?)media:(title|description)\b", re.IGNORECASE)
NAMES = {"rss090": "RSS 0.90", "rss10": "RSS 1.0", "rss20": "RSS 2.0", "rss": "RSS", "cdf": "CDF"}


def parse_feed(body: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """A document as a feed; `url` is where it came from, for links that are relative.

    Raises FeedError: "empty", "not_a_feed", "broken" or "unsafe".
    """
    text = decode(body, content_type)
    if not text.strip():
        raise FeedError("empty", "the server's answer is empty; look whether the address is right")
    if text.lstrip()[:1] in {"{", "["}:
        return parse_json_feed(text, url)
    text = _defused(text)
    raw = read_plain(text)
    if raw is None:
        text = _fewer(text)
        raw = _feedparsed(text)
    if not raw.version and not raw.entries:
        raise _not_a_feed(text)
    return _document(raw, text, url)


def _fewer(text: str) -> str:
    """A long archive cut down to what is worth reading; with its first item stays what stands before it."""
    ends = [end.end() for end in ITEM_END.finditer(text)]
    if len(ends) <= LOOKED_AT:
        return text
    items = [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    kept = {0, *worth_reading([_dated(item) for item in items])}
    return "".join([*(items[n] for n in sorted(kept)), text[ends[-1] :]])


def _dated(item: str) -> datetime | None:
    """An item's date, looked up in its markup: the whole reading takes a hundred times as long."""
    found = ITEM_DATE.search(item)
    if found is None:
        return None
    try:
        when = datetime.fromisoformat(found[1])
    except ValueError:
        try:
            when = parsedate_to_datetime(found[1])
        except (ValueError, IndexError, OverflowError):
            return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _feedparsed(text: str) -> Raw:
    text = PICTURE_WORDS.sub(r"<\1media:picture\2", text)
    try:
        found = feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # its lenient half raises whatever comes to hand
        raise FeedError("broken", "the feed is too broken to be read") from error
    # As plain dicts: feedparser's own are slow, and lend values from one name to another.
    entries = [dict(entry) for entry in found.entries]
    return Raw(found.get("version") or "", dict(found.feed), entries, found.get("bozo_exception"))


def _defused(text: str) -> str:
    """Without declaration and DOCTYPE: no entity is ever defined, so none can unfold."""
    text = DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    before = BEFORE_DOCTYPE.match(text)
    at = before.end() if before else 0
    if text[at : at + 9].upper() == "<!DOCTYPE":
        doctype = DOCTYPE.match(text, at)
        if "<!ENTITY" in (doctype.group() if doctype else text[at:]).upper():
            raise FeedError("unsafe", "the feed defines XML entities, as attacks do; it is not read")
        text = text[:at] + text[doctype.end() :] if doctype else text
    return CHARREF.sub(_valid_reference, text)


def _valid_reference(reference: re.Match[str]) -> str:
    """References to characters that do not exist, which make parsers give up the whole document."""
    digits = reference.group(1)
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return reference.group() if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _not_a_feed(text: str) -> FeedError:
    if WEB_PAGE.search(text[:PROLOG]):
        return FeedError(
            "not_a_feed", "the address is a web page, not a feed; `sitrep feeds add` finds its feeds"
        )
    return FeedError("not_a_feed", "the answer is neither RSS, Atom nor JSON Feed")


def _document(raw: Raw, text: str, url: str) -> ParsedFeed:
    feed = raw.feed
    site_url = absolute(feed.get("link"), url)
    whole, truncated, warnings = _whole(raw, text)
    entries, skipped = _entries(whole, raw.version, url, site_url)
    if truncated and not entries:
        raise FeedError("broken", "the feed broke off before its first item was whole")
    return ParsedFeed(
        format=_format(raw.version),
        title=plain_line(feed.get("title") or "", markup=_is_markup(feed, "title", raw.version), longest=200),
        entries=newest(entries),
        site_url=site_url,
        lang=(feed.get("language") or "").strip()[:20] or None,
        ttl=time_to_live(feed.get("ttl"), feed.get("sy_updateperiod"), feed.get("sy_updatefrequency")),
        skip_hours=hours_to_skip(text),
        skip_days=days_to_skip(text),
        hub=next((link.get("href") for link in feed.get("links", ()) if link.get("rel") == "hub"), None),
        warnings=warnings,
        skipped=skipped,
        truncated=truncated,
    )


def _whole(raw: Raw, text: str) -> tuple[list[Any], bool, tuple[str, ...]]:
    """The items that came whole, whether the document broke off, and what was wrong with it.

    A feed that a stray `&` makes improper XML has all its items all the same; one that breaks off has
    half an item at its end, which tomorrow would look like an edit.
    """
    if raw.error is None or isinstance(
        raw.error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType
    ):
        return raw.entries, False, ()
    if ROOT_END.search(text[-2_000:]):
        return raw.entries, False, ("the feed is not proper XML; its items were read all the same",)
    whole = len(ITEM_END.findall(text))
    return raw.entries[:whole], True, ("the feed broke off; its last item is left for the next check",)


def _entries(
    raw: Iterable[Any], version: str, url: str, site_url: str | None
) -> tuple[list[ParsedEntry], int]:
    """One item that cannot be read is left out and counted; it takes no other with it."""
    entries: list[ParsedEntry] = []
    skipped = 0
    for item in _newest_raw(list(raw)):
        try:
            entry = _entry(item, version, url, site_url)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError):
            entry = None
        if entry is None:
            skipped += 1
        else:
            entries.append(entry)
    return entries, skipped


def _newest_raw(items: list[Any]) -> list[Any]:
    """The cut is made before the work: an archive of 50,000 items costs its parsing and no more."""
    if len(items) <= KEEP * 2:
        return items
    dated = [
        (_when(item, "published") or _when(item, "updated") or EARLIEST, -n) for n, item in enumerate(items)
    ]
    kept = sorted(range(len(items)), key=lambda n: dated[n], reverse=True)[: KEEP * 2]
    return [items[n] for n in sorted(kept)]


def _entry(item: Any, version: str, url: str, site_url: str | None) -> ParsedEntry | None:
    published = _when(item, "published")
    updated = _when(item, "updated")
    return make_entry(
        item.get("id"),
        _title(item, version),
        _link(item, url, site_url),
        _text(item, version),
        published=published or updated,
        updated=updated,
        author=plain_line(item.get("author") or "", longest=100),
        image_url=_image(item),
        tags=_tags(item),
        published_text=(item.get("published") or item.get("updated") or "")[:60] or None,
    )


def _title(item: Any, version: str) -> str:
    if item.get("title"):
        return plain_line(item["title"], markup=_is_markup(item, "title", version))
    return plain_line(item.get("itunes_title") or item.get("media_picturetitle") or "")


def _link(item: Any, url: str, site_url: str | None) -> str | None:
    """The item's link; a guid only stands in for one where it is an address itself."""
    link = item.get("link")
    if item.get("guidislink") and link == item.get("id"):
        return absolute(link)
    found = absolute(link, url, site_url)
    return found or absolute(item.get("id")) or _enclosure(item)


def _enclosure(item: Any) -> str | None:
    return next((link for e in _enclosures(item) if (link := absolute(e.get("href")))), None)


def _tags(item: Any) -> tuple[str, ...]:
    terms = (plain_line(tag.get("term") or "", longest=60) for tag in item.get("tags", ())[:20])
    return tuple(dict.fromkeys(term for term in terms if term))


def _enclosures(item: Any) -> list[Any]:
    return [link for link in item.get("links", ()) if link.get("rel") == "enclosure"]


def _text(item: Any, version: str) -> str:
    """The longest of what the item says of itself."""
    parts = [(part.get("value") or "", part.get("type") or "") for part in item.get("content", ())]
    detail = item.get("summary_detail") or {}
    parts.append((item.get("summary") or "", detail.get("type") or "text/html"))
    texts = [_plain(value, kind, version) for value, kind in parts if value]
    # a video's description stands where a picture has its caption
    return max(texts, key=len, default="") or plain_text(item.get("media_picturedescription") or "")


def _plain(value: str, kind: str, version: str) -> str:
    """Atom says what its text is; RSS does not, and means HTML."""
    if version.startswith("atom") and kind == "text/plain":
        return plain_text(value.replace("&", "&amp;").replace("<", "&lt;"))
    return plain_text(value)


def _is_markup(holder: Any, name: str, version: str) -> bool:
    kind = (holder.get(f"{name}_detail") or {}).get("type")
    return not (version.startswith("atom") and kind == "text/plain")


def _when(item: Any, name: str) -> datetime | None:
    parsed = item.get(f"{name}_parsed")
    if parsed is None:
        return None
    try:
        when = datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return when if when >= EARLIEST else None


def _image(item: Any) -> str | None:
    """A picture of the item, over https only."""
    for candidate in [*item.get("media_thumbnail", ()), *item.get("media_content", ())]:
        kind = candidate.get("type") or candidate.get("medium") or "image"
        link = candidate.get("url") or ""
        if kind.startswith("image") and link.startswith("https://") and not MOVING.search(link):
            return absolute(link)
    for enclosure in _enclosures(item):
        if (enclosure.get("type") or "").startswith("image/") and (enclosure.get("href") or "").startswith(
            "https://"
        ):
            return absolute(enclosure["href"])
    markup = (
        " ".join(part.get("value") or "" for part in item.get("content", ())) or item.get("summary") or ""
    )
    image = IMG.search(markup[:20_000])
    return absolute(image.group(1)) if image else None


def _format(version: str) -> str:
    if version.startswith("atom"):
        return f"Atom {version[4:5]}.{version[5:]}" if len(version) > 5 else "Atom"
    if version.startswith("rss09"):
        return f"RSS 0.{version[4:6]}"
    return NAMES.get(version, version or "unknown")
