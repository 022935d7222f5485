"""A digest as Discord messages: the bottom line first, then one embed a story, right within all limits.

Read on a phone: short lines, no tables wider than a hand, the figures in one column, and a colour that says
what a story needs of its reader. What comes from feeds is escaped; what we write is assembled from records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.discord_app.escape import clean, code, domain, escape, link, units
from bot.discord_app.limits import (
    AUTHOR,
    DESCRIPTION,
    TITLE,
    Embed,
    Payload,
    button,
    joined,
    lines,
    pack,
    paragraphs,
    rows,
)
from bot.wording import count, figure_subject, listing, measure_subject, shorten, size
from storage.records import Cited, Digest, DigestStory, LedgerRow, Location, Measure, Source

# Quiet colours, each with one meaning.
CONFLICT = 0xB4534A  # brick: sources contradict each other, or somebody denies it
CHANGED = 0xC2963B  # ochre: there is something new in a story told before
NEW = 0x4A78A6  # blue: not told before
QUIET = 0x80868F  # grey: stands as it was; and everything that is only a frame

STORY_LENGTH = 2700  # two stories fit one message, whatever they hold
QUOTE_LENGTH = 420  # a sentence or two; the link has the rest
CLAIM_LENGTH = 240
FIGURE_COLUMN = 16  # characters of monospace that leave half a phone's line for the speaker
MEASURE_LENGTH, SOURCES_LENGTH = 900, 700
MEASURES, ROWS_EACH, CLAIMS = 4, 5, 3  # as much of each as one reads at a glance
VERDICTS = {
    "conflict": "⚠️ **in conflict**",
    "denied": "⚠️ **denied**",
    "revised": "revised",
    "compatible": "compatible",
    "equal": "in agreement",
    "single": "",
}


def digest_messages(digest: Digest) -> list[Payload]:
    """The messages that carry a digest, in order; every one is within Discord's limits."""
    told = [story for story in digest.stories if story.status != "unchanged"]
    quiet = [story for story in digest.stories if story.status == "unchanged"]
    embeds = [_head(digest, told)]
    embeds += [_story(number, story) for number, story in enumerate(told, 1)]
    if quiet:
        embeds.append(_unchanged(quiet))
    messages = pack(embeds)
    payloads, first = [], 1
    for number, group in enumerate(messages, 1):
        here = sum("author" in embed for embed in group)
        buttons = [
            button(f"Story {first + offset}", f"story:{told[first + offset - 1].id}")
            for offset in range(here)
        ]
        first += here
        payloads.append(_payload(group, buttons, number, len(messages)))
    return payloads


def story_embed(story: DigestStory) -> Embed:
    """One story by itself, as /story shows it: with its full time line of sources."""
    embed = _story(None, story)
    ordered = sorted(story.sources, key=lambda source: source.when)
    timeline = [f"{stamp(s.when, 'f')} {link(s.url, s.feed)} {escape(s.title, 120)}" for s in ordered]
    gaps = [
        f"{escape(size(gap.whole.figure), 60)} in all, {gap.missing:,.0f} unaccounted for"
        for gap in story.ledger.gaps
    ]
    more = [
        lines("**Does not add up**", gaps, 400),
        lines("**Time line**", timeline, DESCRIPTION - units(embed["description"]) - 450),
    ]
    embed["description"] = paragraphs([embed["description"], *more])
    return embed


def colour(story: DigestStory) -> int:
    """What a story needs of its reader, the most pressing first."""
    if any(m.verdict in {"conflict", "denied"} or m.contested for m in story.ledger.measures):
        return CONFLICT
    return {"new": NEW, "changed": CHANGED, "unchanged": QUIET}[story.status]


def stamp(when: datetime, style: str = "t") -> str:
    """A time that every reader sees in their own zone. Styles: t time, d date, f both, R how long ago."""
    return f"<t:{int(when.timestamp())}:{style}>"


def _head(digest: Digest, told: Sequence[DigestStory]) -> Embed:
    local = digest.until.astimezone(ZoneInfo(digest.zone))
    bottom_line = [f"**{n}** {escape(story.headline, 150)}{_mark(story)}" for n, story in enumerate(told, 1)]
    if not told:
        bottom_line = ["Nothing new since the last digest." if digest.stories else "Nothing came in."]
    extent = f"{count(digest.items, 'item')} · {count(digest.outlets, 'outlet')}"
    facts = f"{extent} · since {stamp(digest.since, 'f')}"
    omitted = (
        f"{count(digest.omitted, 'more story', 'more stories')} left out for length" if digest.omitted else ""
    )
    notes = [escape(note, 300) for note in digest.notes]
    zone = digest.zone.rpartition("/")[2].replace("_", " ")
    return {
        "title": escape(
            f"{digest.title or 'Digest'} · {local:%a} {local.day} {local:%b %Y, %H:%M} {zone}", TITLE
        ),
        "description": paragraphs([lines("", bottom_line, 2400), "", facts, omitted, *notes], STORY_LENGTH),
        "color": QUIET,
    }


def _mark(story: DigestStory) -> str:
    words: list[str] = [] if story.status == "new" else [story.status]
    words += ["⚠️"] if colour(story) == CONFLICT else []
    return f" · {' '.join(words)}" if words else ""


def _story(number: int | None, story: DigestStory) -> Embed:
    state = f"{story.status.upper()} · {count(story.independent, 'independent source')}"
    title = story.headline if number is None else f"{number} · {story.headline}"
    return {
        "author": {"name": clean(state)[:AUTHOR]},
        "title": escape(title, TITLE) or "Untitled",
        "description": _text(story),
        "color": colour(story),
    }


def _text(story: DigestStory) -> str:
    """The body of a story; its sources always find room, the rest as far as it goes."""
    sources = joined("Sources", [_source(source) for source in story.sources], SOURCES_LENGTH)
    body = paragraphs(_paragraphs(story), STORY_LENGTH - units(sources) - 1)
    return paragraphs([body, sources], STORY_LENGTH) or "No more is known."


def _paragraphs(story: DigestStory) -> Iterator[str]:
    """In the order of what must not be lost: what happened, how sure, what is new, who says what."""
    yield from (quote(cited) for cited in story.summary[:2])
    yield from (_measure(measure) for measure in _telling(story.ledger.measures)[:MEASURES])
    news = [escape(change.text, 160) for change in story.changed]
    yield joined("Since then" if story.last_told else "New", news, 600)
    yield from (said(cited, "denies") for cited in story.denials[:CLAIMS])
    yield from (said(cited, "says") for cited in story.claims[:CLAIMS])
    yield from (said(cited, "demands") for cited in story.demands[:CLAIMS])
    yield joined("Missing", [escape(text, 160) for text in story.missing], 500)
    yield joined("Places", [escape(name, 60) for name in _places(story.locations)], 300)


def quote(cited: Cited) -> str:
    """A span of an article with the link it stands behind."""
    return f"{escape(cited.span.text, QUOTE_LENGTH)} {link(cited.url, cited.feed)}"


def said(cited: Cited, verb: str) -> str:
    """A claim: who, how, what, where from."""
    speaker = cited.claim.speaker.name if cited.claim and cited.claim.speaker else "Nobody named"
    content = escape(shorten(cited.span.text.strip("“”\"'‘’ "), CLAIM_LENGTH), CLAIM_LENGTH + 40)
    return f"**{escape(speaker, 80)}** {verb}: “{content}” {link(cited.url, cited.feed)}"


def _telling(measures: Sequence[Measure]) -> list[Measure]:
    """Measures on which sources differ before those that one source alone gives."""
    weight = {"conflict": 0, "denied": 0, "revised": 1, "compatible": 2, "equal": 3, "single": 4}
    return sorted(measures, key=lambda m: (weight[m.verdict] - m.contested, -len(m.rows)))


def _measure(measure: Measure) -> str:
    """A measure: what is counted and the verdict, then a line for each figure, newest first."""
    verdict = VERDICTS[measure.verdict]
    if measure.contested and measure.verdict != "denied":
        verdict = f"{verdict}, {VERDICTS['denied']}" if verdict else VERDICTS["denied"]
    name = escape(measure_subject(measure), 100) or "Figures"
    head = f"**{name}**" + (f" · {verdict}" if verdict else "")
    shown = list(_once_each(sorted(measure.rows, key=lambda row: row.when, reverse=True)))
    body = [figure_line(row) for row in shown[:ROWS_EACH]]
    body += [
        f"`{'denied':<{FIGURE_COLUMN}}` {_denier(d.claim.speaker)} · {link(d.url, d.feed)}"
        for d in measure.denials[:2]
    ]
    if len(shown) > ROWS_EACH:
        body.append(f"and {count(len(shown) - ROWS_EACH, 'figure')} more")
    return lines(head, body, MEASURE_LENGTH)


def _denier(speaker: object) -> str:
    return escape(getattr(speaker, "name", "") or "nobody named", 60)


def _once_each(rows_: Sequence[LedgerRow]) -> Iterator[LedgerRow]:
    """Two outlets that give the same figure by the same speaker are one line."""
    seen = set()
    for row in rows_:
        key = (size(row.figure), row.figure.according_to or domain(row.url))
        if key not in seen:
            seen.add(key)
            yield row


def figure_line(row: LedgerRow, *, subject: bool = False) -> str:
    """A figure in its column, with its bounds, who says so, where and when."""
    figure = row.figure
    number = f"`{code(shorten(size(figure), 40)):<{FIGURE_COLUMN}}`"
    what = f" {escape(figure_subject(figure), 90)} ·" if subject and figure_subject(figure) else ""
    who = escape(figure.according_to, 60) + " · " if figure.according_to else ""
    return f"{number}{what} {who}{link(row.url, row.feed)} {stamp(row.when, 'd')}"


def _places(locations: Sequence[Location]) -> list[str]:
    names = dict.fromkeys(
        f"{place.name} ({place.country})" if place.country else place.name for place in locations
    )
    return list(names)


def _source(source: Source) -> str:
    copies = f" (+{count(source.copies, 'copy', 'copies')})" if source.copies else ""
    return f"{link(source.url, source.feed)} {stamp(source.when)}{copies}"


def _unchanged(stories: Sequence[DigestStory]) -> Embed:
    entries = [
        f"{escape(story.headline, 150)} · {count(story.independent, 'source')}"
        + (f" · last told {stamp(story.last_told, 'R')}" if story.last_told else "")
        for story in stories
    ]
    return {"title": "Unchanged", "description": lines("", entries, STORY_LENGTH) or "…", "color": QUIET}


def _payload(embeds: Sequence[Embed], buttons: list[dict[str, object]], number: int, of: int) -> Payload:
    last = dict(embeds[-1])
    last["footer"] = {"text": "Sitrep" if of == 1 else f"Sitrep · {number} of {of}"}
    return {
        "embeds": [*embeds[:-1], last],
        "components": rows(buttons),
        "allowed_mentions": {"parse": []},
    }


__all__ = ["colour", "digest_messages", "figure_line", "listing", "quote", "said", "stamp", "story_embed"]
