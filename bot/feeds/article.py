"""An HTML page -> the article on it, without navigation, captions and boilerplate; or what it is instead.

Theory. Publishers mark what is not the article (nav, aside, figcaption, footer), and trafilatura, set to
precision, finds the rest. Where a page is laid out in tables, these are read as blocks, and only whole
sentences are taken from them. A wall stands where the text breaks off: a short text that is followed
by talk of subscribing is a paywall, a page that speaks of cookies instead of news a consent wall; a long text
that happens to mention them is an article about them. What we accept to miss: a wall in a language the
phrase lists do not know is merely a page that is too short, or the beginning of an article.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from bot.feeds.charset import decode
from bot.feeds.document import Extract, sane
from bot.feeds.text import INVISIBLE, LONGEST_TAG, longest_tag, pieces, plain_line, plain_text, tidy

SHORT = 250  # characters; less is a teaser, a video page or a wall
WALL_BELOW = 2_000  # characters; a wall shows a beginning at most
WALL_WITHIN = 400  # characters after the text's last words; what comes later is the site's own advertising
TAIL = 60  # characters of the text's end by which its place on the page is found
LONGEST_BOILERPLATE = 250  # characters; a longer line is a paragraph
SENTENCE = re.compile(r".{40,}[.!?…][\"'”’»)]*")
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
DATA = "//script[@type='application/ld+json']/text()"
MOST_DATA = 10  # scripts of data to look through
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
    text, shown = _article_text(tree, {title, heading}), _squeezed("".join(pieces(tree)))
    if len(text) < SHORT and not _says(shown, "paywall") and not _says(shown, "login"):
        text = _told_in_data(tree) or text
    kind = _kind(text, markup, shown)
    if len(text) < WALL_BELOW and _is_not_found(title, heading):
        kind = "other"
    return Extract(kind, text if kind in {"article", "paywall"} else "", title, published)


def _article_text(tree: lxml_html.HtmlElement, titles: set[str]) -> str:
    lines = _lines(tree)
    if sum(map(len, lines)) < SHORT and tree.find(".//table") is not None:
        for cell in tree.iter("table", "tbody", "tr", "td"):
            cell.tag = "div"
        lines = [line for line in _lines(tree) if SENTENCE.fullmatch(line)]
    if lines and lines[0] in titles:
        del lines[0]  # a headline is no sentence of the text
    return "\n".join(line for line in lines if not _is_boilerplate(line))


def _told_in_data(tree: lxml_html.HtmlElement) -> str:
    """The article as search engines get it (schema.org's articleBody), on pages that scripts fill.

    Not where it is for subscribers: what a reader would not see is not ours to read.
    """
    for script in tree.xpath(DATA)[:MOST_DATA]:
        if NOT_FREE.search(script):
            return ""
        try:
            found = json.loads(script)
        except (ValueError, RecursionError):
            continue
        parts = found.get("@graph", [found]) if isinstance(found, dict) else found
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, dict) and isinstance(part.get("articleBody"), str):
                return plain_text(part["articleBody"])
    return ""


def _lines(tree: lxml_html.HtmlElement) -> list[str]:
    found = trafilatura.extract(
        tree, favor_precision=True, include_comments=False, include_tables=False, include_formatting=False
    )
    return tidy(found or "").split("\n")


def _kind(text: str, markup: str, shown: str) -> str:
    """An article, or the wall that stands before it; `shown` is all that the page says, squeezed."""
    if len(text) < WALL_BELOW:
        if NOT_FREE.search(markup) or PREMIUM.search(markup):
            return "paywall"
        said = _squeezed(text)
        if len(text) < SHORT:
            said = _squeezed(re.sub(r"<[^<>]*>", " ", _SCRIPTS.sub(" ", markup[:300_000])))
        # "We and our partners" is also how aid agencies speak; they do not speak of cookies.
        if _says(said, "consent") and (len(text) < SHORT or "cookie" in said):
            return "consent"
        said += _after(text, shown)
        for kind in ("paywall", "login"):
            if _says(said, kind):
                return kind
    return "article" if len(text) >= SHORT else "short"


def _after(text: str, shown: str) -> str:
    """What the page says right after the text: where a wall stands, if there is one."""
    end = _squeezed(text[text.rfind("\n") + 1 :])[-TAIL:]
    _, found, rest = shown.rpartition(end) if end else ("", "", "")
    return f" {rest[:WALL_WITHIN]}" if found else ""


def _says(said: str, kind: str) -> bool:
    return any(phrase in said for phrase in _phrases(kind))


def _is_not_found(*headings: str) -> bool:
    """Whether a page that came with status 200 calls itself missing."""
    return any(_says(_squeezed(heading), "not_found") for heading in headings)


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().replace("\u2019", "'").split())


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
            when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
        if sane(when):  # the zero time of many a content system is the year 1
            return when
    return None


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    lines = (Path(__file__).parent / "lexicon" / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.casefold() for line in lines if line and not line.startswith("#"))


def _is_boilerplate(line: str) -> bool:
    """Whether a line belongs to the page and not to the article."""
    if len(line) > LONGEST_BOILERPLATE:
        return False
    whole, beginnings, others = _boilerplate()
    line = line.casefold()
    return line in whole or line.startswith(beginnings) or others.fullmatch(line) is not None


@cache
def _boilerplate() -> tuple[frozenset[str], tuple[str, ...], re.Pattern[str]]:
    """Whole lines, beginnings of lines, and other patterns. In the list `*` is any stretch of a line."""
    listed = _phrases("boilerplate")
    whole = frozenset(line for line in listed if "*" not in line)
    beginnings = tuple(line[:-1] for line in listed if line.find("*") == len(line) - 1)
    others = [line for line in listed if "*" in line[:-1]]
    return whole, beginnings, re.compile("|".join(re.escape(line).replace(r"\*", ".*") for line in others))
