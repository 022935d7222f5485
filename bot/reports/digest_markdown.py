"""A digest as Markdown (CommonMark with GitHub tables), for mail, wikis and issue trackers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reports.boards import DENIALS, Line
from bot.reports.cited import attribution, newest_sources, other_denials, safe_link
from bot.reports.clock import brief_time, full, since
from bot.reports.digest_text import places_phrase
from bot.reports.layout import printable
from bot.reports.ranking import boards, left_out
from bot.wording import count, inside, quoted, said, shorten, spoken
from storage.records import Cited, Denial, Digest, DigestStory

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
LINE_START = re.compile(r"^(\s*)([-+=>]|\d+[.)])(?=\s)")
IN_LINK = {ord(mark): f"%{ord(mark):02X}" for mark in " ()<>|\\"}  # what would end a link or a table's cell
CLAIMS = 3


def digest_markdown(digest: Digest) -> str:
    """A digest as one Markdown document."""
    title = f"# Sitrep · {escape(digest.title)}" if digest.title else "# Sitrep"
    counts = f"{count(digest.items, 'item')} · {count(digest.outlets, 'outlet')}"
    lines = [title, "", f"{full(digest.until, digest.zone)} · {counts}", ""]
    told = [story for story in digest.stories if story.status != "unchanged"]
    for place, story in enumerate(told, 1):
        lines += [*_story(place, story, digest), ""]
    still = [story for story in digest.stories if story.status == "unchanged"]
    lines += [_unchanged(story, digest) for story in still]
    if not digest.stories:
        lines.append(f"Nothing came in since {full(digest.since, digest.zone)}.")
    if digest.omitted:
        lines += ["", f"{count(digest.omitted, 'smaller story', 'smaller stories')} left out."]
    lines += [line for note in digest.notes for line in ("", f"> {escape(note)}")]
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """A feed's text as literal Markdown."""
    return LINE_START.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", printable(text)))


def link(text: str, url: str | None) -> str:
    """A link, or the bare text where there is no safe one."""
    target = safe_link(url)
    if target is None:
        return escape(text)
    return f"[{escape(text)}]({target.translate(IN_LINK)})"


def _story(place: int, story: DigestStory, digest: Digest) -> Iterator[str]:
    state = f"{story.status} · {count(story.independent, 'independent source')}"
    yield f"## {place}. {escape(story.headline)}"
    yield ""
    yield f"*{state}*"
    yield ""
    for one in story.summary:
        yield f"{escape(quoted(one.span.text))} {link(one.feed, one.url)}"
        yield ""
    if story.changed:
        told = since(story.last_told or digest.since, digest.until, digest.zone)
        yield f"**Since {told}** {escape(' · '.join(change.text for change in story.changed))}"
        yield ""
    yield from _ledger(story, digest)
    yield from _points(story, digest)


def _ledger(story: DigestStory, digest: Digest) -> Iterator[str]:
    shown, sums, more = boards(story)
    if not shown and not sums:
        return
    yield "| figure | what | who says so | when | source | |"
    yield "|---|---|---|---|---|---|"
    for board in shown:
        for n, line in enumerate(board.lines):
            word = board.word if n == 0 else ""
            yield _row(
                line,
                board.subject if not board.single else line.subject,
                digest,
                f"**{word}**" if board.disputed and word else word,
            )
        for denial in board.denials[:DENIALS]:
            yield _denial(denial, board.subject, digest)
    for line in sums:
        yield _row(line, line.subject, digest)
    yield ""
    if more:
        yield left_out(more)
        yield ""


def _row(line: Line, subject: str, digest: Digest, word: str = "") -> str:
    when = brief_time(line.when, digest.until, digest.zone)
    cells = (f"**{escape(line.size)}**", escape(subject), escape(line.by), when, link(line.outlet, line.url))
    return f"| {' | '.join(cells)} | {'; '.join(filter(None, [word, escape(line.note)]))} |"


def _denial(denial: Denial, subject: str, digest: Digest) -> str:
    name = inside(denial.claim.speaker.name) if denial.claim.speaker else "not attributed"
    when = brief_time(denial.when, digest.until, digest.zone)
    words = escape(quoted(shorten(spoken(denial.claim), 80)))
    cells = ("**denied**", escape(subject), escape(name), when, link(denial.feed, denial.url))
    return f"| {' | '.join(cells)} | {words} |"


def _points(story: DigestStory, digest: Digest) -> Iterator[str]:
    for one in story.claims[:CLAIMS]:
        yield f"- **Says** {_said(one)}"
    for one in other_denials(story)[:CLAIMS]:
        yield f"- **Denies** {_said(one)}"
    for demand in story.demanded:
        yield f"- **Demanded** {escape(demand)}"
    if story.missing:
        yield f"- **Missing** {escape(' · '.join(story.missing))}"
    if story.locations:
        yield f"- **Places** {escape(places_phrase(story))}"
    sources, more = newest_sources(story)
    links = [f"{link(s.feed, s.url)} {brief_time(s.when, digest.until, digest.zone)}" for s in sources]
    yield f"- **Sources** {' · '.join(filter(None, [*links, more]))}"


def _said(one: Cited) -> str:
    return f"{escape(attribution(one) + quoted(said(one)))} ({link(one.feed, one.url)})"


def _unchanged(story: DigestStory, digest: Digest) -> str:
    told = since(story.last_told or digest.since, digest.until, digest.zone)
    return f"- {escape(story.headline)}: unchanged since {told}, {count(story.independent, 'source')}"
