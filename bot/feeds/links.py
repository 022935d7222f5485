"""The feeds that a web page names, best first. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from bot.feeds.addresses import absolute
from bot.feeds.charset import decode
from bot.feeds.text import LONGEST_TAG, longest_tag, plain_line

TYPES = {
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
    "application/json", "application/xml", "text/xml",
}  # fmt: skip
MOST = 20
COMMENTS = re.compile(r"comment|kommentar|respons|replies", re.IGNORECASE)
NOT_FEEDS = re.compile(r"/wp-json\b|/oembed\b|/xmlrpc\.php|opensearch|/manifest\.json", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedLink:
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page names in its head: its feeds, and the address it calls its own."""

    feeds: tuple[FeedLink, ...] = ()
    canonical: str | None = None


def page_links(body: bytes, url: str, content_type: str | None = None) -> PageLinks:
    """Feeds named by `<link rel="alternate">` and friends; those of comments come last."""
    markup = decode(body, content_type)
    if longest_tag(markup) > LONGEST_TAG:
        return PageLinks()
    try:
        tree = lxml_html.document_fromstring(markup)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return PageLinks()
    base = absolute(next(iter(tree.xpath("//base/@href")), None), url) or url
    found: dict[str, FeedLink] = {}
    for element in tree.xpath("//link[@href]"):
        link = _feed_link(element, base)
        if link is not None:
            found.setdefault(link.url, link)
    ranked = sorted(found.values(), key=is_comments)
    own = tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical']/@href")
    return PageLinks(tuple(ranked[:MOST]), absolute(next(iter(own), None), base))


def is_comments(link: FeedLink) -> bool:
    return bool(COMMENTS.search(f"{link.url} {link.title}"))


def _feed_link(element: lxml_html.HtmlElement, base: str) -> FeedLink | None:
    rels = (element.get("rel") or "").lower().split()
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    link = absolute(element.get("href"), base)
    if link is None or NOT_FEEDS.search(link):
        return None
    if "feed" in rels or ("alternate" in rels and kind in TYPES):
        return FeedLink(link, plain_line(element.get("title") or "", longest=100))
    return None
