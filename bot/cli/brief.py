"""`sitrep brief`: an article's claims, figures and places, from a file, a page, a link or a stream."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

import click

from bot.cli.program import Command, Failure, Session, now, pass_session, progress, tell
from bot.cli.screen import page, write, write_json
from bot.cli.unseen import as_given, visible

if TYPE_CHECKING:
    from storage.records import Article, Brief, Page

LARGEST_FILE = 20 * 2**20  # bytes; a book has one or two million
LONGEST_HEADLINE = 120
GARBAGE = 200_000  # objects that outlive their function between two rounds of the collector
SLOWEST_S = 60.0  # for one line of a stream: the others wait behind it
SHORT = 20_000  # characters: whatever they are, about a second; a timer costs a hundredth of a brief
HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<p>", b"<div", b"<article", b"<h1")
SAMPLE = 4_000  # characters that tell a language
FEW_WORDS, SMALL_WORDS = 8, 0.15
WORD = re.compile(r"[^\W\d_]+")
FOREIGN_LETTER = r"[\u0370-\u1cff\u2e80-\ud7ff\uf900-\ufdff]"  # Greek, Cyrillic, ... Hangul
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
NO_TEXT = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an archive or an office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}
BOM = b"\xef\xbb\xbf"
ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$)", re.IGNORECASE)  # news.example/story


@click.command("brief", cls=Command)
@click.argument("source", default="-")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--jsonl", is_flag=True, help="JSON Lines in, JSON Lines out, one article a line.")
@pass_session
def brief(session: Session, source: str, form: str, jsonl: bool) -> None:
    """Brief an article: who says what, which figures, where.

    SOURCE is a file (text or HTML), a link, or - for standard input.

    \b
    Example: sitrep brief https://news.example/story --format json
             sitrep brief --jsonl - < articles.jsonl > briefs.jsonl
    """
    if jsonl:
        _stream(session, source)
        return
    given = read_article(session, source)
    article, positions = _as_seen(given)
    made = _maker(session)(article)
    if not looks_english(article.text):
        tell("this does not look like English, the one language that is read for claims, figures and places")
    if form == "json":
        from bot.reports.as_json import brief_json

        record = brief_json(made)
        write_json({"id": given.id, **(as_given(record, given.text, positions) if positions else record)})
    else:
        from bot.reports.brief_text import brief_text

        write(brief_text(made, article, page(now())))


def looks_english(text: str) -> bool:
    """Whether a text is English, by its small words: a third and more of English news, few of another tongue.

    A text of a few words may be anything, and counts as English.
    """
    from bot.words import is_function_word

    words = WORD.findall(text, 0, SAMPLE)
    foreign = len(re.findall(FOREIGN_LETTER, text[:SAMPLE]))  # slow to compile, and a stream needs it not
    if 2 * foreign > sum(map(len, words)):
        return False
    return len(words) < FEW_WORDS or sum(map(is_function_word, words)) >= len(words) * SMALL_WORDS


def read_article(session: Session, source: str) -> Article:
    """The article behind a source; raises Failure when there is none to read."""
    from storage.records import Article

    if source.startswith(("http://", "https://")):
        return _linked(session, source)
    with opened(source) as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Failure(f"{source}: larger than {LARGEST_FILE >> 20} MB; cut it into articles")
    if _is_page(data):
        return _page(source, data)
    text = _text(source, data)
    if not text.strip():
        raise Failure(f"{source}: there is nothing in it to brief")
    return Article(id=source, title=_first_line(text), text=text)


def _text(source: str, data: bytes) -> str:
    for mark, kind in NO_TEXT.items():
        if data.startswith(mark):
            raise Failure(f"{source}: this is {kind}; give its text, or the link of the page it is on")
    try:
        return data.decode("utf-16" if data.startswith(UTF16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"{source}: not UTF-8 text; save it as UTF-8") from error


def _is_page(data: bytes) -> bool:
    """HTML says so near its start, though a comment or an XML declaration may stand before it."""
    start = data[:4096].removeprefix(BOM).lstrip().lower()
    return start.startswith(b"<") and any(mark in start for mark in HTML_MARKS)


def _page(source: str, data: bytes) -> Article:
    """The article of a page; all words of a page too short to tell an article from what surrounds it."""
    from bot.feeds.article import extract
    from bot.feeds.charset import decode
    from bot.feeds.text import plain_text
    from storage.records import Article

    found = extract(data, None)
    text = found.text or plain_text(decode(data, None))
    if not found.text and len(WORD.findall(text, 0, SAMPLE)) < FEW_WORDS:
        raise Failure(f"{source}: no article found on this page")
    return Article(source, found.title or _first_line(text), text, found.published)


def _linked(session: Session, url: str) -> Article:
    import asyncio

    from bot.feeds.pages import fetch_page
    from bot.service.fetcher import make_fetcher
    from storage.records import Article

    _check_address(url)

    async def fetched() -> Page:
        async with make_fetcher(session.environment()) as fetcher:
            return await fetch_page(url, fetcher)

    page = asyncio.run(fetched())
    if page.kind != "article" and not page.text:
        raise Failure(f"{url}: {page.note or 'no article found on this page'}")
    return Article(url, page.title or _first_line(page.text), page.text, page.published, page.url)


def _check_address(url: str) -> None:
    with suppress(ValueError):  # it cannot be taken apart, so it names no host either
        if urlsplit(url).hostname:
            return
    raise click.UsageError(f"{url}: no address of a page; expected one such as https://news.example/story")


def _first_line(text: str) -> str:
    """A headline for a text that comes without one."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= LONGEST_HEADLINE else line[:LONGEST_HEADLINE].rsplit(" ", 1)[0] + "…"


def _as_seen(given: Article) -> tuple[Article, Sequence[int] | None]:
    """The article without what nobody sees in it, and where its characters stand in the given text."""
    text, positions = visible(given.text)
    title, _ = visible(given.title)
    return (
        (given, None)
        if (text, title) == (given.text, given.title)
        else (replace(given, text=text, title=title), positions)
    )


def _maker(session: Session) -> Callable[[Article], Brief]:
    from bot.briefs import make_brief

    gazetteer = session.gazetteer()
    return lambda article: make_brief(article, gazetteer)


def _stream(session: Session, source: str) -> None:
    """Answers line by line, at once; a line that cannot be read gets an error in its place."""
    gc.disable()  # nothing that is loaded now is garbage
    from bot.cli.articles import answer
    from bot.limits import within
    from bot.reports.as_json import brief_json

    made = _maker(session)
    gc.freeze()  # what was loaded so far is here to stay, and a brief has no circles in it:
    gc.set_threshold(GARBAGE)  # the collector's rounds over both cost a fifteenth of the time
    gc.enable()

    def record(given: Article) -> dict[str, Any]:
        article, positions = _as_seen(given)
        short = len(article.text) <= SHORT
        found = brief_json(made(article) if short else within(SLOWEST_S, lambda: made(article)))
        return as_given(found, given.text, positions) if positions else found

    with opened(source) as lines:
        for line in lines:
            write_json(answer(line, record), pretty=False)
    gc.freeze()  # what is kept by now dies with the process: the last round over it would find nothing


def opened(source: str) -> BinaryIO:
    if source == "-":
        if sys.stdin is None:  # closed by whoever started us (`<&-`)
            raise Failure("there is nothing to read; name a file or a link")
        if sys.stdin.isatty():
            progress("reading what you type; Ctrl-D ends it")
        return sys.stdin.buffer
    if not source.strip():
        raise Failure("there is nothing to read; name a file or a link")
    try:
        return Path(source).open("rb")
    except FileNotFoundError as error:
        raise Failure(f"{source}: no such file{_meant(source)}") from error
    except (OSError, ValueError) as error:  # a NUL in a name is the latter
        told = error.strerror if isinstance(error, OSError) else error
        raise Failure(f"{source}: cannot be read ({told})") from error


def _meant(source: str) -> str:
    """A hint for who meant a link."""
    if "://" in source:
        return "; of links only those with http and https are read"
    return f"; if it is a link, write https://{source}" if ADDRESS.match(source) else ""
