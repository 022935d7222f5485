"""OPML, the file in which feed readers hand each other their feeds; folders are tags. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from bot.feeds.addresses import absolute
from bot.feeds.errors import FeedError
from bot.feeds.text import plain_line
from storage.records import Feed

LARGEST = 5 << 20  # bytes
CLOSED = re.compile(rb"</(?:\w+:)?opml\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OutlinedFeed:
    url: str
    title: str
    tags: tuple[str, ...] = ()
    site_url: str | None = None


def read_opml(data: bytes) -> tuple[list[OutlinedFeed], list[str]]:
    """The feeds of an OPML file, each once, and the addresses in it that are not of the web.

    The folders a feed lies in and its categories are its tags. Raises FeedError when the file is not
    OPML, breaks off, or holds no feed.
    """
    if len(data) > LARGEST or b"<!ENTITY" in data[: 64 << 10].upper():
        raise FeedError("unsafe", "the OPML file is larger than 5 MB or defines entities; export it anew")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError("broken", "the file is not XML; export it anew as OPML") from error
    body = None if root is None or _name(root) != "opml" else root.find("{*}body")
    if body is None:
        raise FeedError("broken", "the file is not OPML: no <opml><body> in it")
    if not CLOSED.search(data[-400:].replace(b"\0", b"")):  # UTF-16 has one in each letter
        raise FeedError("broken", "the OPML file breaks off before its end; export it anew")
    found: dict[str, OutlinedFeed] = {}
    left_out: list[str] = []
    for feed in _outlines(body):
        if isinstance(feed, str):
            left_out.append(feed)
            continue
        first = found.get(feed.url)
        tags = tuple(dict.fromkeys((*(first.tags if first else ()), *feed.tags)))
        found[feed.url] = OutlinedFeed(feed.url, (first or feed).title, tags, (first or feed).site_url)
    if not found:
        raise FeedError("broken", "there is no feed in the OPML file (no xmlUrl with a web address)")
    return list(found.values()), left_out


def write_opml(feeds: Iterable[Feed], title: str = "Sitrep") -> bytes:
    """OPML 2.0: a folder for each feed's first tag, and all its tags as categories."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for feed in feeds:
        parent = body
        if feed.tags:
            tag = feed.tags[0]
            if tag not in folders:
                folders[tag] = etree.SubElement(body, "outline", text=tag, title=tag)
            parent = folders[tag]
        outline = etree.SubElement(parent, "outline", type="rss", text=feed.name, xmlUrl=feed.url)
        if feed.tags:
            outline.set("category", ",".join(f"/{tag}" for tag in feed.tags))
        if feed.site_url:
            outline.set("htmlUrl", feed.site_url)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _outlines(body: etree._Element) -> Iterator[OutlinedFeed | str]:
    """Feeds, and addresses that are none. Walks without recursion, and remembers the folders on the way."""
    stack: list[tuple[etree._Element, tuple[str, ...]]] = [(child, ()) for child in reversed(body)]
    while stack:
        element, folders = stack.pop()
        if not isinstance(element.tag, str) or _name(element) != "outline":
            continue
        given = _attribute(element, "xmlUrl")
        url = absolute(given)
        name = plain_line(
            _attribute(element, "title") or _attribute(element, "text"), markup=False, longest=200
        )
        if url is not None:
            tags = _tags(folders, _attribute(element, "category"))
            site = absolute(_attribute(element, "htmlUrl"))
            yield OutlinedFeed(url, "" if name == url else name, tags, site)
            continue
        if given:
            yield given
        inner = (*folders, name) if name else folders
        stack += [(child, inner) for child in reversed(element)]


def _tags(folders: Sequence[str], category: str) -> tuple[str, ...]:
    names = [part.strip().strip("/") for part in category.split(",")]
    return tuple(dict.fromkeys(name for name in (*folders, *names) if name))


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute whatever its case: exporters disagree on xmlUrl."""
    return next((str(value) for key, value in element.items() if str(key).lower() == name.lower()), "")


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
