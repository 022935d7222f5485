"""One story for the terminal: its timeline, how its figures moved, who disagrees, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.boards import VERDICTS, Line, board
from bot.reports.cited import attribution, safe_link
from bot.reports.clock import local
from bot.reports.layout import PLAIN, Page, both_ends, printable, wrap
from bot.reports.ledger_text import ledger_lines
from bot.wording import count, inside, listing, measure_subject, quoted, said, shorten, size
from storage.records import Cited, DigestStory, Measure

INDENT = "   "
QUOTE = 300  # characters of a claim


def story_text(story: DigestStory, page: Page = PLAIN) -> str:
    """A story as lines, oldest news first."""
    state = f"story {story.id} · {count(story.independent, 'independent source')}"
    lines = [
        page.ink.bold(line) for line in both_ends(printable(story.headline), state, page.width).split("\n")
    ]
    lines += _part("What is said", [line for one in story.summary for line in _sentence(one, page)], page)
    inner = Page(page.width - len(INDENT), page.zone, page.ink, page.now)
    lines += _part("Figures", [INDENT + line for line in ledger_lines(story, inner)], page)
    lines += _part("How they moved", list(_moves(story, page)), page)
    lines += _part("Who disagrees", list(_disagreements(story, page)), page)
    lines += _part("Claims", [line for one in story.claims for line in _claim(one, page)], page)
    lines += _part("Against", [line for one in story.denials for line in _claim(one, page)], page)
    lines += _part(
        "Demanded", [line for d in story.demanded for line in wrap(d, page.width, INDENT, INDENT)], page
    )
    lines += _part("Missing", [INDENT + gap for gap in story.missing], page)
    lines += _part("Timeline", list(_timeline(story, page)), page)
    return "\n".join(lines) + "\n"


def _part(title: str, lines: list[str], page: Page) -> list[str]:
    return ["", page.ink.bold(title), *lines] if lines else []


def _sentence(one: Cited, page: Page) -> list[str]:
    return wrap(f"{quoted(one.span.text)}  {one.feed}", page.width, INDENT, INDENT)


def _moves(story: DigestStory, page: Page) -> Iterator[str]:
    """Each measure that was revised, from the first size to the last."""
    for measure in story.ledger.measures:
        sizes = list(dict.fromkeys(size(row.figure) for row in measure.rows))
        if measure.verdict == "revised" and len(sizes) > 1:
            path = f"{measure_subject(measure)}: {' → '.join(sizes)}  ({listing(_speakers(measure), 4)})"
            yield from wrap(path, page.width, INDENT, INDENT * 2)


def _disagreements(story: DigestStory, page: Page) -> Iterator[str]:
    """Each measure on which speakers differ, or which somebody denies."""
    for measure in story.ledger.measures:
        lines = board(measure).lines
        differ = measure.verdict in {"compatible", "conflict"} and len({line.size for line in lines}) > 1
        if differ or measure.denials:
            told = "; ".join(f"{line.size} ({_voice(line)})" for line in reversed(lines))
            verdict = ": " + VERDICTS[measure.verdict] if differ else ""
            denied = list(dict.fromkeys(d.claim.speaker.name for d in measure.denials if d.claim.speaker))
            against = f"; denied by {listing(denied, 3)}" if denied else ""
            text = f"{measure_subject(measure)}: {told}{verdict}{against}"
            yield from wrap(text, page.width, INDENT, INDENT * 2)


def _voice(line: Line) -> str:
    """Who says a size; the outlet where it names nobody."""
    return line.outlet if line.by == "not attributed" else line.by


def _speakers(measure: Measure) -> list[str]:
    return list(dict.fromkeys(inside(row.figure.according_to or row.feed) for row in measure.rows))


def _claim(one: Cited, page: Page) -> list[str]:
    words = quoted(shorten(said(one), QUOTE))
    return wrap(f"{attribution(one)}{words}  {one.feed}", page.width, INDENT, INDENT * 2)


def _timeline(story: DigestStory, page: Page) -> Iterator[str]:
    """Every report, oldest first, a new day under its own date; "#17" is the number `--split` takes."""
    day = ""
    for source in sorted(story.sources, key=lambda source: source.when):
        there = local(source.when, page.zone)
        if f"{there:%a} {there.day} {there:%b %Y}" != day:
            day = f"{there:%a} {there.day} {there:%b %Y}"
            yield INDENT + page.ink.dim(day)
        copies = f" (+{count(source.copies, 'copy', 'copies')})" if source.copies else ""
        entry = f"  #{source.entry_id}" if source.entry_id is not None else ""
        text = f"{there:%H:%M}  {printable(source.feed)}: {printable(source.title)}{copies}{entry}"
        yield from wrap(text, page.width, INDENT, INDENT * 3)
        if link := safe_link(source.url):
            yield INDENT * 3 + page.ink.dim(link)
