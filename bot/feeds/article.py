"""An HTML page -> the article on it, without navigation, captions and boilerplate; or what it is instead.

Theory. Publishers mark what is not the article (nav, aside, figcaption, footer), and trafilatura, set to
precision, finds the rest. A page that gives little text and speaks of subscribing is a paywall, one that
speaks of cookies a consent wall; a long text that happens to mention them is an article about them. What we
accept to miss: a wall in a language the phrase lists do not know is then merely a page that is too short.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from bot.feeds.charset import decode
from bot.feeds.document import Extract
from bot.feeds.text import INVISIBLE, LONGEST_TAG, longest_tag, plain_line, tidy

SHORT = 250  # characters; less is a teaser, a video page or a wall
WALL_BELOW = 2_000  # characters; a wall shows a beginning at most
FURNITURE = (
    "//nav|//aside|//footer|//form|//figcaption|//figure|//button|//dialog|//template"
    "|//*[@aria-hidden='true'][not(self::html or self::body or self::main or self::article)]"
    "|//*[@role='navigation' or @role='complementary' or @role='contentinfo' or @role='dialog']"
)
NOT_FREE = re.compile(r"[\"']isAccessibleForFree[\"']\s*:\s*[\"']?false", re.IGNORECASE)
PREMIUM = re.compile(
    r"<meta[^>]{0,200}content_tier[^>]{0,200}content\s*=\s*[\"'](locked|metered)", re.IGNORECASE
)
HTML = re.compile(r"<(!doctype html|html|head|body|article|p|div)\b", re.IGNORECASE)
PUBLISHED = "//meta[@property='article:published_time' or @itemprop='datePublished']/@content"
TITLE = "//meta[@property='og:title']/@content"


def extract(body: bytes, content_type: str | None = None) -> Extract:
    """Read a page. Paragraphs come as lines. Hostile input is slow: call it where it can be killed."""
    markup = INVISIBLE.sub("", decode(body, content_type))
    if not HTML.search(markup[:64_000]) or longest_tag(markup) > LONGEST_TAG:
        return Extract("not_html")
    try:
        tree = lxml_html.document_fromstring(markup)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Extract("not_html")
    title, published = _title(tree), _published(tree)
    heading = plain_line(tree.findtext(".//h1") or "", longest=300)
    for element in tree.xpath(FURNITURE):
        _take_out(element)
    text = _article_text(tree, {title, heading})
    kind = _kind(text, markup)
    return Extract(kind, text if kind in {"article", "paywall"} else "", title, published)


def _article_text(tree: lxml_html.HtmlElement, titles: set[str]) -> str:
    found = trafilatura.extract(
        tree, favor_precision=True, include_comments=False, include_tables=False, include_formatting=False
    )
    lines = tidy(found or "").split("\n")
    if lines[0] in titles:
        del lines[0]  # a headline is no sentence of the text
    return "\n".join(line for line in lines if not _boilerplate().fullmatch(line))


def _kind(text: str, markup: str) -> str:
    """An article, or the wall that stands before it."""
    if len(text) < WALL_BELOW:
        if NOT_FREE.search(markup) or PREMIUM.search(markup):
            return "paywall"
        said = _said(markup, text)
        for kind in ("paywall", "consent", "login"):
            if any(phrase in said for phrase in _phrases(kind)):
                return kind
    return "article" if len(text) >= SHORT else "short"


def _said(markup: str, text: str) -> str:
    """The words in which a wall would speak: all that is shown, as far as a page is short."""
    shown = re.sub(r"<[^<>]*>", " ", _SCRIPTS.sub(" ", markup[:300_000])) if len(text) < SHORT else text
    return " ".join(shown.casefold().replace("\u2019", "'").split())


_SCRIPTS = re.compile(r"<(?:script|style)\b[^<]*(?:<(?!/(?:script|style))[^<]*)*", re.IGNORECASE)


def _take_out(element: lxml_html.HtmlElement) -> None:
    """Remove an element; the text after it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def _title(tree: lxml_html.HtmlElement) -> str:
    found = tree.xpath(TITLE) or [tree.findtext(".//title") or ""]
    return plain_line(str(found[0]), longest=300)


def _published(tree: lxml_html.HtmlElement) -> datetime | None:
    for value in tree.xpath(PUBLISHED)[:3]:
        try:
            when = datetime.fromisoformat(str(value).strip())
        except ValueError:
            continue
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return None


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    lines = (Path(__file__).parent / "lexicon" / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.casefold() for line in lines if line and not line.startswith("#"))


@cache
def _boilerplate() -> re.Pattern[str]:
    """Lines that belong to the page, not the article. In the list `*` is any end of a line."""
    patterns = [
        re.escape(line).replace(r"\*", r".{0,200}").replace(r"\ ", " ") for line in _phrases("boilerplate")
    ]
    return re.compile("|".join(patterns), re.IGNORECASE)
