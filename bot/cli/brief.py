"""`sitrep brief`: an article's claims, figures and places, from a file, a page, a link or a stream."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from bot.cli.program import Failure, Session, pass_session, use_colour

if TYPE_CHECKING:
    from storage.records import Article, Brief

LARGEST_FILE = 20 * 2**20  # bytes; a book has one or two million
HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body")


@click.command("brief")
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
    article = _article(session, source)
    made = _maker(session)(article)
    if form == "json":
        from bot.reports import brief_json

        _write_line({"id": article.id, **brief_json(made)})
        return
    from bot.reports import brief_text

    click.echo(brief_text(made, article, colour=use_colour()))


def _maker(session: Session) -> Callable[[Article], Brief]:
    from bot.briefs import make_brief

    gazetteer = session.gazetteer()
    return lambda article: make_brief(article, gazetteer)


def _stream(session: Session, source: str) -> None:
    """Answers line by line; a line that cannot be read gets an error in its place."""
    from bot.cli.articles import answer
    from bot.reports import brief_json

    make = _maker(session)
    with _opened(source) as lines:
        for line in lines:
            _write_line(answer(line, lambda article: brief_json(make(article))))


def _write_line(record: dict[str, Any]) -> None:
    import msgspec

    sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")
    sys.stdout.buffer.flush()


def _opened(source: str) -> BinaryIO:
    if source == "-":
        return click.get_binary_stream("stdin")
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise Failure(f"{source}: cannot be read ({error.strerror})") from error
