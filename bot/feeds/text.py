"""Markup and dirty text -> clean plain text. Pure.

Feeds put anything into a title: tags, entities escaped twice, direction overrides that turn a sentence
around. What leaves this file is plain text in NFC, each entity unescaped once, paragraphs as lines.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

LONGEST_TAG = 64 << 10  # lxml's time is quadratic in a tag's attributes; nothing honest is that long
LONGEST_LINE = 10_000  # characters of a title's markup that are read
LONGEST_TEXT = 200_000  # characters of one item; a book is not news
SILENT = frozenset({"script", "style", "head", "noscript", "template", "svg", "math", "iframe", "object"})
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "td", "th", "tr", "ul",
})  # fmt: skip
# C0/C1 controls, direction marks and overrides, zero-width characters, tags, soft hyphens. The joiners U+200C
# and U+200D join nothing behind a letter of Latin, Greek or Cyrillic; Persian words and many emoji need them.
INVISIBLE = re.compile(
    "(?:^|(?<=[\0-\u058f]))[\u200c\u200d]+"
    "|[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
COMMENT = re.compile(r"<!--[^-]*(?:-(?!->)[^-]*)*-->")
ANY_TAG = re.compile(r"<[^<>]*>")
# Written as XHTML, or left open: to an HTML parser all that follows is inside them.
SELF_CLOSED = re.compile(
    r"<(?:iframe|object|script|style|noscript|template|video|audio)\b[^<>]*/>", re.IGNORECASE
)
OPEN_ENDED = {name: re.compile(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE) for name in ("iframe", "object")}
SCRIPT = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def plain_line(text: str, *, markup: bool = True, longest: int = 500) -> str:
    """A title or name as one line of plain text, at most `longest` characters."""
    if markup:
        text = SCRIPT.sub(" ", COMMENT.sub(" ", text[:LONGEST_LINE])) if "<" in text else text
        text = html.unescape(_tags().sub(_gap, text) if "<" in text else text)
    line = " ".join(clean(text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def plain_text(markup: str) -> str:
    """A fragment of HTML as plain text; blocks and line breaks become new lines."""
    if "<" not in markup:
        return tidy(html.unescape(markup))
    if longest_tag(markup) > LONGEST_TAG:
        return tidy(html.unescape(ANY_TAG.sub("\n", markup)))
    try:
        markup = _closed(INVISIBLE.sub("", markup)[: LONGEST_TEXT * 5])
        root = lxml_html.fromstring(f"<div>{markup}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return tidy(html.unescape(ANY_TAG.sub("\n", markup)))
    return tidy("".join(pieces(root)))


def clean(text: str) -> str:
    """Without characters that cannot be seen, in NFC, with every sort of line end as a new line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text.replace("\u2029", "\n")))


def tidy(text: str) -> str:
    """Clean, with single blanks, and no empty lines."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST_TEXT]


def longest_tag(markup: str) -> int:
    """The length of the longest stretch from a `<` to the next `>`, in characters."""
    longest = at = 0
    while (start := markup.find("<", at)) >= 0:
        end = markup.find(">", start)
        if end < 0:
            return max(longest, len(markup) - start)
        longest = max(longest, end - start)
        at = end + 1
    return longest


def pieces(root: lxml_html.HtmlElement) -> list[str]:
    """The text of a tree in order, without recursion: hostile markup nests deeper than our stack."""
    found: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += name in SILENT
            if name in BLOCKS:
                found.append("\n")
            if element.text and not silent:
                found.append(element.text.replace("\n", " ") if name != "pre" else element.text)
            continue
        if event == "end":
            silent -= name in SILENT
            if name in BLOCKS:
                found.append("\n")
        if element.tail and not silent and element is not root:
            found.append(element.tail.replace("\n", " "))
    return found


def _closed(markup: str) -> str:
    """Without tags that would swallow the text after them."""
    markup = SELF_CLOSED.sub("", markup)
    for tag in OPEN_ENDED.values():
        closing = [found.group(1) for found in tag.finditer(markup)]
        if len(closing) > 2 * closing.count("/"):
            markup = tag.sub("", markup)
    return markup


def _gap(tag: re.Match[str]) -> str:
    """Inline tags leave nothing behind (`<b>U</b>S`); blocks leave a blank (`one<br>two`)."""
    return " " if tag.group(1).lower() in BLOCKS else ""


@cache
def _tags() -> re.Pattern[str]:
    """Tags by their known names, so that "x < y" and "<b>" are told apart."""
    names = (Path(__file__).parent / "lexicon" / "tags.txt").read_text(encoding="utf-8").split()
    return re.compile(
        rf"</?({'|'.join(sorted(names, key=len, reverse=True))})(?:\s[^<>]*)?/?>", re.IGNORECASE
    )
