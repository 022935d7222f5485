"""`sitrep digest|stories|story`: what happened, event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.cli.lookups import form, hint, moments, since, tag, unknown_tags, until
from bot.cli.program import Command, Failure, Session, now, pass_session
from bot.cli.screen import local_zone, page, use_colour, write, write_json

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store


class Number(click.ParamType[int]):
    """The number of a story, as SQLite counts rows."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if not (text.isascii() and text.isdecimal() and 0 < int(text[:20]) < 2**63):
            self.fail(
                f"expected the number of a story, got {text!r}; `sitrep stories` lists them", param, ctx
            )
        return int(text)


NUMBER = Number()


@click.command(cls=Command)
@since("24h")
@until
@tag
@click.option("--stories", type=click.IntRange(1, 100), default=8, show_default=True, help="At most.")
@click.option("--zone", help="Time zone of the times shown.  [default: this machine's]")
@click.option("--reasons", is_flag=True, help="Say why each story stands where it stands.")
@form("text", "markdown", "html", "json")
@pass_session
def digest(
    session: Session,
    *,
    since: str,
    until: str | None,
    tags: tuple[str, ...],
    stories: int,
    zone: str | None,
    reasons: bool,
    form: str,
) -> None:
    """What happened in a window of time, most important first.

    \b
    Example: sitrep digest --since 12h --tag africa --format html > africa.html
    """
    from bot.answers import digest_of_window
    from bot.reports.as_json import digest_json
    from bot.reports.digest_html import digest_html
    from bot.reports.digest_markdown import digest_markdown
    from bot.reports.digest_text import digest_text

    start, end = _window(since, until)
    zone = _zone(zone)
    store = session.store("read")
    if store.is_empty() or unknown_tags(store, tags):
        hint(store, 0, tags=tags)
    made = digest_of_window(store, start, end, tags=tags, stories=stories, zone=zone, title=" · ".join(tags))
    if form == "json":
        write_json(digest_json(made))
    elif form == "markdown":
        write(digest_markdown(made))
    elif form == "html":
        write(digest_html(made))
    else:
        write(digest_text(made, page(now()).width, use_colour(), reasons))


@click.command("stories", cls=Command)
@since("24h")
@until
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@click.option(
    "--jsonl", metavar="SOURCE", help="Group the articles of a file or of - (standard input) as they come."
)
@form("table", "json")
@pass_session
def stories(
    session: Session, *, since: str, until: str | None, limit: int, jsonl: str | None, form: str
) -> None:
    """Groups of items that tell of one event, latest news first.

    \b
    Example: sitrep stories --since 3d
             sitrep stories --jsonl - < articles.jsonl
    """
    if jsonl is not None:
        _group(jsonl)
        return
    from bot.reports.as_json import stories_json
    from bot.reports.tables import stories_table

    start, end = _window(since, until)
    store = session.store("read")
    found = store.stories.since(start, end, limit)
    if form == "json":
        write_json(stories_json(found))
    elif found:
        write(stories_table(found, page(now())))
    hint(store, len(found), limit)


@click.command(cls=Command)
@click.argument("story_id", metavar="ID", type=NUMBER)
@click.option("--merge", metavar="OTHER", type=NUMBER, help="Make OTHER part of this story; it holds.")
@click.option("--split", metavar="ENTRY,...", help="Make these entries a story of their own; it holds.")
@form("text", "json")
@pass_session
def story(session: Session, story_id: int, merge: int | None, split: str | None, form: str) -> None:
    """One story: its timeline, how its figures moved, who disagrees.

    \b
    Example: sitrep story 12
             sitrep story 12 --merge 17
             sitrep story 12 --split 204,209
    """
    from bot.answers import story_by_id
    from bot.reports.as_json import story_json
    from bot.reports.story_text import story_text

    if merge is not None and split is not None:
        raise click.UsageError("--merge and --split go one after the other")
    store = session.store("read" if merge is None and split is None else "write")
    if merge is not None:
        store.stories.merge(story_id, merge, now())
        click.echo(f"story {merge} is part of story {story_id} now", err=True)
    if split is not None:
        story_id = _split(store, story_id, split, now())
    found = story_by_id(store, story_id)
    if found is None:
        raise Failure(f"there is no story {story_id}; `sitrep stories` lists them")
    if form == "json":
        write_json(story_json(found))
    else:
        write(story_text(found, page(now())))


def _split(store: Store, story_id: int, listed: str, moment: datetime) -> int:
    try:
        entries = [int(part) for part in listed.split(",")]
    except ValueError as error:
        raise click.UsageError(f"--split: expected entry numbers such as 204,209, got {listed!r}") from error
    strangers = set(entries) - set(store.stories.entry_ids(story_id))
    if strangers:
        raise click.UsageError(f"--split: story {story_id} has no entry {min(strangers)}")
    new = store.stories.split(entries, moment)
    click.echo(f"these entries are story {new} now", err=True)
    return new


def _group(source: str) -> None:
    from bot.cli.articles import answer
    from bot.cli.brief import opened
    from bot.stories import Grouper

    grouper = Grouper()
    with opened(source) as lines:
        for line in lines:
            record = answer(
                line,
                lambda article: {"story": grouper.place(article.title, article.text, article.published)},
            )
            write_json(record, pretty=False)


def _window(since: str, until: str | None) -> tuple[datetime, datetime]:
    from bot.periods import parse_moment

    start = moments("since", since, parse_moment)
    end = moments("until", until, parse_moment) if until else now()
    if start >= end:
        raise click.UsageError("--since must lie before --until")
    return start, end


def _zone(name: str | None) -> str:
    from zoneinfo import ZoneInfo

    if name is None:
        return local_zone()
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, LookupError) as error:
        raise click.UsageError(f"--zone: expected a time zone such as Europe/Berlin, got {name!r}") from error
