"""A digest for the terminal: the answer first, who says so beside each number, nothing dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.reports.cited import attribution, other_denials
from bot.reports.clock import brief_time, full, since
from bot.reports.layout import NARROWEST, Ink, Page, both_ends, printable, wrap
from bot.reports.ledger_text import ledger_lines
from bot.wording import count, listing, quoted, said, shorten
from storage.records import Cited, Digest, DigestStory

INDENT = "   "
LABEL = 10  # columns for "Demanded", the longest label that is always there
ROOMY = 60  # columns; on a narrower page a label stands above its text
HEADLINE = 110  # characters of a story told in one line
QUOTE = 240  # characters of a claim; the link has the rest
PLACES, OUTLETS, CLAIMS = 6, 6, 3


def digest_text(digest: Digest, width: int = 100, colour: bool = False, reasons: bool = False) -> str:
    """A digest as lines of at most `width` columns; `reasons` adds why each story stands where it stands."""
    ink = Ink(colour)
    width = max(width, NARROWEST)
    lines = [*_head(digest, width, ink), ""]
    told = [story for story in digest.stories if story.status != "unchanged"]
    still = [story for story in digest.stories if story.status == "unchanged"]
    for place, story in enumerate(told, 1):
        lines += [*_story(place, story, digest, width, ink), ""]
        if reasons:
            lines.insert(-1, INDENT + ink.dim(f"Ranked by: {story.rank_reason}"))
    for place, story in enumerate(still, len(told) + 1):
        lines += _unchanged(place, story, digest, width, ink)
    return "\n".join([*lines, *_foot(digest, width, ink)]).rstrip() + "\n"


def _head(digest: Digest, width: int, ink: Ink) -> list[str]:
    title = f"Sitrep · {printable(digest.title)} · " if digest.title else "Sitrep · "
    left = title + full(digest.until, digest.zone)
    right = " · ".join(
        [
            count(len(digest.stories), "story", "stories"),
            count(digest.items, "item"),
            count(digest.outlets, "outlet"),
        ]
    )
    lines = both_ends(left, right, width).split("\n")
    if len(lines) > 1:
        lines = [*wrap(left, width), *wrap(right, width)]
    return [ink.bold(line) for line in lines]


def _story(place: int, story: DigestStory, digest: Digest, width: int, ink: Ink) -> Iterator[str]:
    number = f"{place}".ljust(len(INDENT))
    state = f"{story.status.upper()} · {count(story.independent, 'independent source')}"
    for n, line in enumerate(_heading(number, printable(story.headline), state, width)):
        yield ink.bold(line) if n == 0 else line
    for one in story.summary:
        yield from wrap(f"{quoted(shorten(one.span.text, 400))}  {one.feed}", width, INDENT, INDENT)
    news = " · ".join(change.text for change in story.changed)
    yield from _labelled([(_since(story, digest), news)], width, ink)
    ledger = ledger_lines(story, Page(width - len(INDENT), digest.zone, ink, digest.until))
    if ledger:
        yield ""
        yield from (INDENT + line for line in ledger)
    yield from _lines(story, digest, width, ink)


def _heading(number: str, headline: str, state: str, width: int) -> list[str]:
    """The headline with its state at the end of the line, or on the next one when both are long."""
    lines = both_ends(number + headline, state, width).split("\n")
    return lines if len(lines) == 1 else [*wrap(headline, width, number, INDENT), INDENT + state]


def _lines(story: DigestStory, digest: Digest, width: int, ink: Ink) -> Iterator[str]:
    """What is said, what is missing, where, and who reports it: one labelled line each."""
    labelled = [
        *(("Says", _claim(one)) for one in story.claims[:CLAIMS]),
        *(("Denies", _claim(one)) for one in other_denials(story)[:CLAIMS]),
        *(("Demanded", demand) for demand in story.demanded),
        ("Missing", " · ".join(story.missing)),
        ("Places", places_phrase(story)),
        ("Sources", _sources(story, digest)),
    ]
    yield from _labelled(labelled, width, ink)


def _labelled(labelled: Sequence[tuple[str, str]], width: int, ink: Ink) -> Iterator[str]:
    """Texts beside what they are, each label once; nothing where there is no text."""
    told = [(name, text) for name, text in labelled if text]
    label = max([LABEL, *(len(name) for name, _ in told)])
    before = ""
    yield from [""] if told else []
    for name, text in told:
        if width < ROOMY:
            yield from [INDENT + ink.dim(name)] if name != before else []
            yield from wrap(text, width, INDENT + "  ", INDENT + "  ")
            before = name
            continue
        first = INDENT + ("" if name == before else name).ljust(label) + "  "
        painted = wrap(text, width, first, " " * len(first))
        painted[0] = painted[0].replace(name, ink.dim(name), 1) if name != before else painted[0]
        yield from painted
        before = name


def _claim(one: Cited) -> str:
    hedge = " (leaves it open)" if one.claim and one.claim.hedged else ""
    return f"{attribution(one)}{quoted(shorten(said(one), QUOTE))}{hedge}"


def _since(story: DigestStory, digest: Digest) -> str:
    return "Since " + since(story.last_told or digest.since, digest.until, digest.zone)


def places_phrase(story: DigestStory) -> str:
    """The places of a story with their countries: "Kursk region (RU), Kyiv (UA)".

    A country is left out where a place in it is named: it says nothing more. Islands and rivers, which no
    province holds, are told from countries by having no number in GeoNames.
    """
    divided = {place.country for place in story.locations if place.admin1}
    near = [p for p in story.locations if p.admin1 or p.geoname_id is None or p.country not in divided]
    names = [place.called + (f" ({place.country})" if place.country else "") for place in near]
    return listing(list(dict.fromkeys(names)), PLACES)  # a town and its district may be called alike


def _sources(story: DigestStory, digest: Digest) -> str:
    """Each outlet once, with its newest time and the copies made of it."""
    seen: dict[str, str] = {}
    for source in story.sources:
        copies = f" (+{count(source.copies, 'copy', 'copies')})" if source.copies else ""
        when = brief_time(source.when, digest.until, digest.zone)
        seen.setdefault(source.feed, f"{source.feed} {when}{copies}")
    more = [f"{len(seen) - OUTLETS} more"] if len(seen) > OUTLETS else []
    return " · ".join([*list(seen.values())[:OUTLETS], *more])


def _unchanged(place: int, story: DigestStory, digest: Digest, width: int, ink: Ink) -> list[str]:
    told = since(story.last_told or digest.since, digest.until, digest.zone)
    state = f"unchanged since {told}, {count(story.independent, 'source')}"
    number = f"{place}".ljust(len(INDENT))
    headline = shorten(printable(story.headline), HEADLINE)
    return [ink.dim(line) for line in _heading(number, headline, state, width)]


def _foot(digest: Digest, width: int, ink: Ink) -> list[str]:
    lines: list[str] = []
    if not digest.stories:
        window = f"{full(digest.since, digest.zone)} to {full(digest.until, digest.zone)}"
        lines += wrap(f"Nothing came in from {window}.", width)
    if digest.omitted:
        lines += ["", ink.dim(f"{count(digest.omitted, 'smaller story', 'smaller stories')} left out")]
    notes = [line for note in digest.notes for line in wrap(note, width, "! ", "  ")]
    return [*lines, "", *(ink.warn(line) for line in notes)]
