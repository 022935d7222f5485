"""`sitrep figures|claims|places|search`: look-ups in what was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.program import Command, Failure, Session, now, pass_session, tell
from bot.cli.screen import page, write, write_json

if TYPE_CHECKING:
    from storage.records import LedgerRow, Lookup
    from storage.store import Store

STANCES = ("asserts", "denies", "demands", "promises", "warns", "asks")


def since(default: str) -> Callable[..., Any]:
    return click.option(
        "--since", default=default, show_default=True, help="A period such as 24h, 7d, 4w, or a date or time."
    )


until = click.option("--until", help="A period back from now, or a date or time.  [default: now]")
limit = click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
tag = click.option("--tag", "tags", multiple=True, help="Only feeds with this tag; may be given again.")
NOTHING = "nothing found; try fewer words, a longer period (--since 30d), or another spelling"


def query(name: str = "query", *, required: bool = True) -> Callable[..., Any]:
    """What is looked up: one argument or many, as people forget the quotation marks."""

    def joined(_: click.Context, __: click.Parameter, words: tuple[str, ...]) -> str:
        return " ".join(words)

    return click.argument(name, metavar=name.upper(), nargs=-1, required=required, callback=joined)


def form(*choices: str) -> Callable[..., Any]:
    return click.option("--format", "form", type=click.Choice(choices), default=choices[0], show_default=True)


@click.command(cls=Command, short_help="Figures that match, newest first.")
@query()
@since("7d")
@until
@click.option("--place", help="A place, or a country with all that lies in it.")
@click.option("--by", help="Who says so.")
@tag
@limit
@form("table", "json", "csv")
@click.option("--chart", type=click.Path(dir_okay=False), help="Also draw them over time into a PNG file.")
@pass_session
def figures(session: Session, /, form: str, chart: str | None, **asked: Any) -> None:
    """Figures that match, newest first, with their bounds and who says so.

    A word stands for its family and its synonyms. QUERY may hold "a phrase", a comparison and filters.

    \b
    Example: sitrep figures "troops > 1,000 place:Russia" --since 4w
             sitrep figures "distance > 10 km" --format csv
    """
    from bot.reports.as_json import figures_json
    from bot.reports.tables import figures_csv, figures_table

    if chart is not None and Path(chart).suffix.lower() != ".png":
        raise click.UsageError(f"--chart: a chart is a PNG picture; name it so: {Path(chart).stem}.png")
    lookup = _lookup(session, asked)
    store = session.store("read")
    rows = store.figures.find(lookup)
    other = None if rows else _respelt(session, store, store.figures.find, asked)
    if form == "json":
        write_json(figures_json(rows))
    elif form == "csv":
        write(figures_csv(rows))
    elif rows:
        write(figures_table(rows, page(now()), _titled(asked)))
    hint(store, len(rows), asked["limit"], asked["tags"], other)
    if chart is not None:
        _draw(rows, _titled(asked), Path(chart))


@click.command(cls=Command)
@query(required=False)
@since("7d")
@until
@click.option("--place", help="A place, or a country with all that lies in it.")
@click.option("--by", help="Who says so.")
@click.option("--stance", type=click.Choice(STANCES), help="How the speaker stands to it.")
@tag
@limit
@form("table", "json")
@pass_session
def claims(session: Session, /, form: str, **asked: Any) -> None:
    """Who said what about QUERY, newest first.

    \b
    Example: sitrep claims ceasefire --by minister --stance denies
    """
    from bot.reports.as_json import claims_json
    from bot.reports.tables import claims_table

    lookup = _lookup(session, asked)
    store = session.store("read")
    rows = store.claims.find(lookup)
    other = None if rows else _respelt(session, store, store.claims.find, asked)
    if form == "json":
        write_json(claims_json(rows))
    elif rows:
        write(claims_table(rows, page(now()), _titled(asked)))
    hint(store, len(rows), asked["limit"], asked["tags"], other)


@click.command(cls=Command, short_help="What happened where.")
@query()
@since("7d")
@until
@tag
@limit
@form("table", "json", "geojson")
@pass_session
def places(session: Session, /, form: str, query: str, **asked: Any) -> None:
    """What happened where: a place, or a country with all that lies in it.

    \b
    Example: sitrep places Sudan --since 4w --format geojson > sudan.geojson
    """
    from bot.reports.as_json import places_geojson, places_json
    from bot.reports.tables import places_table

    asked |= {"query": "", "place": query}
    lookup = _lookup(session, asked)
    store = session.store("read")
    rows = store.places.find(lookup)
    other = None if rows else _respelt(session, store, store.places.find, asked)
    if form != "table":
        write_json(places_json(rows) if form == "json" else places_geojson(rows))
    elif rows:
        write(places_table(rows, page(now()), query))
    hint(store, len(rows), asked["limit"], asked["tags"], other)


@click.command(cls=Command)
@query()
@since("7d")
@until
@tag
@limit
@form("table", "json")
@pass_session
def search(session: Session, /, form: str, **asked: Any) -> None:
    """Full text of all items, best first.

    \b
    Example: sitrep search 'evacuation "grain corridor"' --since 30d
    """
    from bot.reports.as_json import search_json
    from bot.reports.tables import search_table

    lookup = _lookup(session, asked, phrases=True)
    if not lookup.words and not lookup.phrases:
        raise click.UsageError("nothing to search for; name at least one word")
    store = session.store("read")
    rows = store.search.find(lookup)
    other = None if rows else _respelt(session, store, store.search.find, asked, phrases=True)
    if form == "json":
        write_json(search_json(rows))
    elif rows:
        write(search_table(rows, page(now()), asked["query"]))
    hint(store, len(rows), asked["limit"], asked["tags"], other)


def hint(
    store: Store, found: int, limit: int | None = None, tags: Sequence[str] = (), other: str | None = None
) -> None:
    """A word beside an answer that is empty, or cut, on what else to ask; `other` is another spelling."""
    unknown = unknown_tags(store, tags)
    if store.is_empty():
        tell("nothing has been read yet; `sitrep poll` reads the feeds")
    elif unknown:
        tell(f"no feed has the tag {unknown[0]!r}; `sitrep feeds list` shows the tags there are")
    elif not found:
        tell(f"nothing found; did you mean {other}?" if other else NOTHING)
    elif found == limit:
        tell(f"these are the first {limit:,}; --limit shows more where there is more")


def unknown_tags(store: Store, tags: Sequence[str]) -> list[str]:
    known = {tag for feed in store.feeds.list() for tag in feed.tags}
    return [tag for tag in tags if tag not in known]


def _titled(asked: dict[str, Any]) -> str:
    """What was asked, for the head of the answer."""
    place, by = (asked[name] or "" for name in ("place", "by"))
    parts = (asked["query"].strip(), f"in {place}" if place else "", f"by {by}" if by else "")
    return " ".join(filter(None, parts))


def _lookup(session: Session, asked: dict[str, Any], *, phrases: bool = False) -> Lookup:
    from bot.answers import country_of
    from bot.lookups import parse_lookup, with_phrases_as_words
    from bot.periods import parse_moment

    moment = now()
    options = {name: value for name, value in asked.items() if name != "query" and value}
    for name in ("since", "until"):
        if name in options:
            options[name] = moments(name, options[name], parse_moment)
    lookup = parse_lookup(asked["query"], country_of(session.gazetteer()), moment, **options)
    if lookup.since is not None and lookup.until is not None and lookup.since >= lookup.until:
        raise click.UsageError("--since must lie before --until")
    return lookup if phrases else with_phrases_as_words(lookup)


def _respelt(
    session: Session,
    store: Store,
    find: Callable[[Lookup], Sequence[Any]],
    asked: dict[str, Any],
    *,
    phrases: bool = False,
) -> str | None:
    """Another spelling of what was asked, under which something is found."""
    from bot.spelling import Asked, respelt

    def finds(parts: Asked) -> bool:
        return bool(find(_lookup(session, {**asked, **parts, "limit": 1}, phrases=phrases)))

    typed = {part: asked[part] for part in ("query", "place", "by") if asked.get(part)}
    other = respelt(typed, store.search.words_in_use, finds)
    return next((repr(text) for part, text in (other or {}).items() if text != typed[part]), None)


def moments(name: str, text: str, parse: Callable[..., Any]) -> Any:
    try:
        return parse(text, now())
    except ValueError as error:
        raise click.UsageError(f"--{name}: {error}") from error


def _draw(rows: list[LedgerRow], title: str, path: Path) -> None:
    from bot.reports.charts import figures_chart

    if not rows:
        raise Failure("no figures to draw; try fewer words or a longer period")
    try:
        path.write_bytes(figures_chart(rows, title))
    except OSError as error:
        raise Failure(f"{path}: cannot be written ({error.strerror})") from error
    click.echo(f"chart: {path}", err=True)
