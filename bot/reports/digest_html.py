"""A digest as one HTML page: nothing to load, readable on a phone, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

from bot.reports.boards import DENIALS, Board, Line
from bot.reports.cited import attribution, newest_sources, other_denials, safe_link
from bot.reports.clock import brief_time, full, since
from bot.reports.digest_text import places_phrase
from bot.reports.layout import printable
from bot.reports.ranking import boards, left_out
from bot.wording import count, inside, quoted, said, spoken
from storage.records import Cited, Digest, DigestStory, Source

CLAIMS = 6

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def digest_html(digest: Digest) -> str:
    """A digest as a self-contained page."""
    title = f"Sitrep · {digest.title}" if digest.title else "Sitrep"
    when = full(digest.until, digest.zone)
    return PAGE.format(
        title=_text(f"{title} · {when}"), style=_style(), body="\n".join(_body(digest, title, when))
    )


def _body(digest: Digest, title: str, when: str) -> Iterator[str]:
    told = [story for story in digest.stories if story.status != "unchanged"]
    still = [story for story in digest.stories if story.status == "unchanged"]
    counts = [
        count(len(digest.stories), "story", "stories"),
        count(digest.items, "item"),
        count(digest.outlets, "outlet"),
    ]
    yield f"<header><h1>{_text(title)}</h1><p>{_text(when)} · {' · '.join(counts)}</p></header>"
    yield "<main>"
    if not digest.stories:
        yield f"<p>Nothing came in since {_text(full(digest.since, digest.zone))}.</p>"
    for place, story in enumerate(told, 1):
        yield from _story(place, story, digest)
    if still:
        yield f'<ul class="still">{"".join(_unchanged(story, digest) for story in still)}</ul>'
    yield "</main>"
    yield "<footer>"
    if digest.omitted:
        yield f"<p>{count(digest.omitted, 'smaller story', 'smaller stories')} left out.</p>"
    yield from (f'<p class="note-line">{_text(note)}</p>' for note in digest.notes)
    yield "<p>Words in quotation marks are the sources’ own; all else is counted from them.</p></footer>"


def _story(place: int, story: DigestStory, digest: Digest) -> Iterator[str]:
    yield f'<article id="story-{story.id}">'
    yield f'<h2><span class="place">{place}</span>{_text(story.headline)}</h2>'
    sources = count(story.independent, "independent source")
    yield f'<p class="state"><span class="badge {story.status}">{story.status}</span> · {sources}</p>'
    for one in story.summary:
        yield f"<blockquote>{_text(quoted(one.span.text))} {_link(one.feed, one.url)}</blockquote>"
    yield from _news(story, digest)
    yield from _ledger(story, digest)
    yield "<dl>"
    yield from (f"<dt>{name}</dt><dd>{inner}</dd>" for name, inner in _terms(story, digest) if inner)
    yield "</dl>"
    yield f"<details><summary>Why it stands here</summary>{_text(story.rank_reason)}</details>"
    yield "</article>"


def _news(story: DigestStory, digest: Digest) -> Iterator[str]:
    """What changed since the story was told."""
    if story.changed:
        told = since(story.last_told or digest.since, digest.until, digest.zone)
        news = "".join(f"<p>{_text(change.text)}</p>" for change in story.changed)
        yield f'<dl class="news"><dt>Since {_text(told)}</dt><dd>{news}</dd></dl>'


def _ledger(story: DigestStory, digest: Digest) -> Iterator[str]:
    shown, sums, more = boards(story)
    if not shown and not sums:
        return
    yield '<div class="scroll"><table>'
    before = True
    for board in shown:
        if board.single and not before:
            yield '<tr><th colspan="5">Other figures</th></tr>'
        if not board.single:
            yield _board_head(board)
        yield from _rows(board, digest)
        before = board.single
    if sums and not before:
        yield '<tr><th colspan="5">Sums that do not close</th></tr>'
    yield from (_row(line, line.subject, digest, "conflict") for line in sums)
    yield "</table></div>"
    if more:
        yield f'<p class="state">{left_out(more)}</p>'


def _board_head(board: Board) -> str:
    kind = "disputed" if board.disputed else "verdict"
    word = f' <span class="badge {kind}">{_text(board.word)}</span>' if board.word else ""
    return f'<tr><th colspan="5">{_text(board.subject)}{word}</th></tr>'


def _rows(board: Board, digest: Digest) -> Iterator[str]:
    for line in board.lines:
        yield _row(line, line.subject if board.single else "", digest, board.verdict)
    for denial in board.denials[:DENIALS]:
        name = inside(denial.claim.speaker.name) if denial.claim.speaker else "not attributed"
        when = brief_time(denial.when, digest.until, digest.zone)
        words = _text(quoted(spoken(denial.claim)))
        yield (
            f'<tr class="denied"><td class="size">denied</td><td>{_text(name)}</td>'
            f'<td class="when">{when}</td><td>{_link(denial.feed, denial.url)}</td>'
            f'<td class="note">{words}</td></tr>'
        )


def _row(line: Line, subject: str, digest: Digest, mark: str) -> str:
    when = brief_time(line.when, digest.until, digest.zone)
    words = f"{_text(line.size)} {_text(subject)}".strip()
    kind = "" if subject else ' class="size"'
    size = f"<b>{_text(line.size)}</b> {_text(subject)}" if subject else words
    return (
        f'<tr class="{mark}"><td{kind}>{size}</td><td>{_text(line.by)}</td><td class="when">{when}</td>'
        f'<td>{_link(line.outlet, line.url)}</td><td class="note">{_text(line.note)}</td></tr>'
    )


def _terms(story: DigestStory, digest: Digest) -> Iterator[tuple[str, str]]:
    """What is said, denied, demanded, missing; where; by whom: as terms and their descriptions."""
    yield "Says", _said(story.claims)
    yield "Denies", _said(other_denials(story))
    yield "Demanded", "".join(f"<p>{_text(demand)}</p>" for demand in story.demanded)
    yield "Missing", _text(" · ".join(story.missing))
    yield "Places", _text(places_phrase(story))
    newest, more = newest_sources(story)
    links = [_source(source, digest) for source in newest]
    yield "Sources", f'<span class="sources">{" · ".join(filter(None, [*links, more]))}</span>'


def _said(claims: Sequence[Cited]) -> str:
    found = []
    for one in claims[:CLAIMS]:
        who = attribution(one).rstrip(" :")
        name = f"<b>{_text(who)}</b> " if who else ""
        found.append(f"<p>{name}{_text(quoted(said(one)))} {_link(one.feed, one.url)}</p>")
    return "".join(found)


def _source(source: Source, digest: Digest) -> str:
    when = brief_time(source.when, digest.until, digest.zone)
    copies = f" (+{count(source.copies, 'copy', 'copies')})" if source.copies else ""
    return f'{_link(source.feed, source.url, source.title)} <span class="when">{when}{copies}</span>'


def _unchanged(story: DigestStory, digest: Digest) -> str:
    told = since(story.last_told or digest.since, digest.until, digest.zone)
    words = f"unchanged since {told}, {count(story.independent, 'source')}"
    return f"<li>{_text(story.headline)} <span>· {_text(words)}</span></li>"


def _link(text: str, url: str | None, title: str = "") -> str:
    target = safe_link(url)
    if target is None:
        return _text(text)
    hint = f' title="{_text(title)}"' if title else ""
    return f'<a href="{escape(target)}" rel="noopener noreferrer"{hint}>{_text(text)}</a>'


def _text(text: str) -> str:
    return escape(printable(text))


@cache
def _style() -> str:
    return Path(__file__).with_name("digest.css").read_text(encoding="utf-8")
