"""One story as an embed: what happened, the figures side by side, who says what, what is missing.

Read on a phone: the sentence first, then the figures (`ledger_lines.py`), a line for each claim, and the
sources at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot import wording
from bot.discord_app.answers import DEED
from bot.discord_app.escape import clean, domain, escape, link, units
from bot.discord_app.ledger_lines import ledger_blocks
from bot.discord_app.limits import AUTHOR, DESCRIPTION, TITLE, Embed, joined, lines, sections
from bot.discord_app.looks import CHANGED, CONFLICT, NEW, QUIET, stamp
from bot.reports.cited import MANNERS, other_denials
from bot.reports.digest_text import places_phrase
from bot.wording import count, inside, opening, quoted, shorten
from storage.records import Cited, DigestStory, Source

STORY_LENGTH = 2700  # two stories fit one message, whatever they hold
QUOTE_LENGTH = 420  # a sentence or two; the link has the rest
CLAIM_LENGTH = 240
DEMAND_LENGTH = 320
SOURCES_LENGTH = 700
CLAIMS = 2  # as many of each kind as one reads at a glance


def story_in_digest(number: int, story: DigestStory) -> Embed:
    """A story among others: its sources are one line, the newest of each outlet."""
    return _story(f"{number} · {story.headline}", story, _outlets(story.sources))


def story_embed(story: DigestStory) -> Embed:
    """One story by itself, as /story shows it: with the full time line of its sources."""
    embed = _story(story.headline, story, "")
    ordered = sorted(story.sources, key=lambda source: source.when)
    timeline = [f"{stamp(s.when, 'f')} {link(s.url, s.feed)} {escape(s.title, 120)}" for s in ordered]
    room = DESCRIPTION - units(embed["description"]) - 40
    more = [lines("**Time line**", timeline, room)]
    embed["description"] = sections([[embed["description"]], more], DESCRIPTION)
    return embed


def colour(story: DigestStory) -> int:
    """What a story needs of its reader, the most pressing first."""
    if any(m.verdict in {"conflict", "denied"} or m.contested for m in story.ledger.measures):
        return CONFLICT
    return {"new": NEW, "changed": CHANGED, "unchanged": QUIET}[story.status]


def _story(title: str, story: DigestStory, sources: str) -> Embed:
    state = f"{story.status.upper()} · {count(story.independent, 'independent source')}"
    body = sections(list(_blocks(story)), STORY_LENGTH - units(sources) - 2)
    return {
        "author": {"name": clean(state)[:AUTHOR]},
        "title": escape(title, TITLE) or "Untitled",
        "description": sections([[body], [sources]], STORY_LENGTH) or "No more is known.",
        "color": colour(story),
    }


def _blocks(story: DigestStory) -> Iterator[list[str]]:
    """In the order of what must not be lost: what happened, what is new, how sure, who says what."""
    yield [quote(cited) for cited in story.summary[:2]]
    news = [escape(change.text, 160) for change in story.changed]
    yield [joined("Since then" if story.last_told else "New", news, 600)]
    yield from ledger_blocks(story)
    said_first = sorted(story.claims, key=lambda cited: bool(cited.claim and cited.claim.figures))
    yield [
        *(said(cited, "Denied by") for cited in other_denials(story)[:CLAIMS]),
        *(said(cited) for cited in said_first[:CLAIMS]),
        *(f"Demanded: {escape(demand, DEMAND_LENGTH)}" for demand in story.demanded[:CLAIMS]),
    ]
    yield [
        joined("Missing", [escape(text, 160) for text in story.missing], 500),
        joined("Places", [escape(places_phrase(story), 300)] if story.locations else [], 320),
    ]


def quote(cited: Cited) -> str:
    """A span of an article with the link it stands behind."""
    return f"{escape(cited.span.text, QUOTE_LENGTH)} {link(cited.url, cited.feed)}"


def said(cited: Cited, how: str = "") -> str:
    """A claim: who, how, what, where from."""
    words = escape(quoted(shorten(wording.said(cited), CLAIM_LENGTH)), CLAIM_LENGTH + 40)
    source = link(cited.url, cited.feed)
    if wording.tells_who(cited):
        return f"{words} {source}"
    claim = cited.claim
    name = claim.speaker.name if claim and claim.speaker else "nobody named"
    name = inside(name) if how else opening(name)
    done = wording.deed(claim) if claim and not how else ""
    manner = f" {escape(done, DEED)}" if done else f"{MANNERS[claim.stance] if claim and not how else ''}:"
    return f"{how} **{escape(name, 80)}**{manner} {words} {source}".strip()


def _outlets(sources: Sequence[Source]) -> str:
    """The newest item of each outlet, newest first."""
    newest: dict[str, Source] = {}
    for source in sorted(sources, key=lambda source: source.when, reverse=True):
        newest.setdefault(domain(source.url) or source.feed, source)
    return joined("Sources", [_source(source) for source in newest.values()], SOURCES_LENGTH)


def _source(source: Source) -> str:
    copies = f" (+{count(source.copies, 'copy', 'copies')})" if source.copies else ""
    return f"{link(source.url, source.feed)} {stamp(source.when, 'R')}{copies}"
