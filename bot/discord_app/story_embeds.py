"""One story as an embed: what happened, the figures side by side, who says what, what is missing.

Read on a phone: the sentence first, then figures in one column of monospace with who says so beside them,
a line for each claim, and the sources at the end. A figure that one source alone gives is a line; figures
that several give stand together under what they count, with the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.discord_app.escape import clean, code, domain, escape, link, units
from bot.discord_app.limits import AUTHOR, DESCRIPTION, TITLE, Embed, joined, lines, sections
from bot.discord_app.looks import CHANGED, CONFLICT, NEW, QUIET, stamp
from bot.wording import count, figure_subject, measure_subject, shorten, size
from storage.records import Cited, Denial, DigestStory, LedgerRow, Location, Measure, Source

STORY_LENGTH = 2700  # two stories fit one message, whatever they hold
QUOTE_LENGTH = 420  # a sentence or two; the link has the rest
CLAIM_LENGTH = 240
WIDEST_COLUMN = 16  # characters of monospace that leave half a phone's line for the speaker
MEASURE_LENGTH, SOURCES_LENGTH = 900, 700
MEASURES, ROWS_EACH, CLAIMS = 5, 4, 2  # as much of each as one reads at a glance; /story has the rest
SPAN_MARKS = "“”\"'‘’ ,;"
VERDICTS = {
    "conflict": "⚠️ **in conflict**",
    "denied": "⚠️ **denied**",
    "revised": "revised",
    "compatible": "compatible",
    "equal": "in agreement",
    "single": "",
}


def story_in_digest(number: int, story: DigestStory) -> Embed:
    """A story among others: its sources are one line, the newest of each outlet."""
    return _story(f"{number} · {story.headline}", story, _outlets(story.sources))


def story_embed(story: DigestStory) -> Embed:
    """One story by itself, as /story shows it: with the full time line of its sources."""
    embed = _story(story.headline, story, "")
    gaps = [
        f"{escape(size(gap.whole.figure), 60)} in all, {gap.missing:,.0f} unaccounted for"
        for gap in story.ledger.gaps
    ]
    ordered = sorted(story.sources, key=lambda source: source.when)
    timeline = [f"{stamp(s.when, 'f')} {link(s.url, s.feed)} {escape(s.title, 120)}" for s in ordered]
    room = DESCRIPTION - units(embed["description"]) - 450
    more = [[lines("**Does not add up**", gaps, 400)], [lines("**Time line**", timeline, room)]]
    embed["description"] = sections([[embed["description"]], *more], DESCRIPTION)
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
    """In the order of what must not be lost: what happened, how sure, what is new, who says what."""
    yield [quote(cited) for cited in story.summary[:2]]
    measures = _telling(story.ledger.measures)[:MEASURES]
    width = column([row for measure in measures for row in measure.rows])
    several = [measure for measure in measures if _is_ledger(measure)]
    alone = [measure.rows[0] for measure in measures if not _is_ledger(measure) and measure.rows]
    for measure in several:
        yield [_measure(measure, width)]
    yield [figure_line(row, width) for row in alone]
    news = [escape(change.text, 160) for change in story.changed]
    yield [joined("Since then" if story.last_told else "New", news, 600)]
    said_first = sorted(story.claims, key=lambda cited: bool(cited.claim and cited.claim.figures))
    yield [
        *(said(cited, "Denied by") for cited in story.denials[:CLAIMS]),
        *(said(cited) for cited in said_first[:CLAIMS]),
        *(said(cited, "Demanded by") for cited in story.demands[:CLAIMS]),
    ]
    yield [
        joined("Missing", [escape(text, 160) for text in story.missing], 500),
        joined("Places", [escape(name, 60) for name in _places(story.locations)], 300),
    ]


def quote(cited: Cited) -> str:
    """A span of an article with the link it stands behind."""
    return f"{escape(cited.span.text, QUOTE_LENGTH)} {link(cited.url, cited.feed)}"


def said(cited: Cited, how: str = "") -> str:
    """A claim: who, how, what, where from."""
    speaker = cited.claim.speaker.name if cited.claim and cited.claim.speaker else "nobody named"
    content = escape(shorten(cited.span.text.strip(SPAN_MARKS), CLAIM_LENGTH), CLAIM_LENGTH + 40)
    return f"{how} **{escape(speaker, 80)}**: “{content}” {link(cited.url, cited.feed)}".strip()


def column(rows: Sequence[LedgerRow]) -> int:
    """How wide the column must be for the figures to stand under one another."""
    return min(WIDEST_COLUMN, max((len(_number(row)) for row in rows), default=1))


def figure_line(row: LedgerRow, width: int, *, dated: bool = False, subject: bool = True) -> str:
    """A figure in its column, with its bounds, what it counts, who says so and where."""
    what = escape(figure_subject(row.figure), 90) if subject else ""
    parts = [what, escape(row.figure.according_to or "", 60), link(row.url, row.feed)]
    parts += [stamp(row.when, "R")] if dated else []
    return f"`{_number(row):<{width}}` {' · '.join(filter(None, parts))}"


def _number(row: LedgerRow) -> str:
    return code(shorten(size(row.figure), 40)) or "?"


def _telling(measures: Sequence[Measure]) -> list[Measure]:
    """Measures on which sources differ before those that one source alone gives."""
    weight = {"conflict": 0, "denied": 0, "revised": 1, "compatible": 2, "equal": 3, "single": 4}
    return sorted(measures, key=lambda m: (weight[m.verdict] - m.contested, -len(m.rows)))


def _is_ledger(measure: Measure) -> bool:
    return len(measure.rows) > 1 or measure.contested


def _measure(measure: Measure, width: int) -> str:
    """What is counted and the verdict, then a line for each figure, newest first, and each denial."""
    verdict = VERDICTS[measure.verdict]
    if measure.contested and measure.verdict != "denied":
        verdict = f"{verdict}, {VERDICTS['denied']}" if verdict else VERDICTS["denied"]
    name = escape(measure_subject(measure), 100) or "Figures"
    head = f"**{name}**" + (f" · {verdict}" if verdict else "")
    shown = list(_once_each(sorted(measure.rows, key=lambda row: row.when, reverse=True)))
    body = [figure_line(row, width, dated=True, subject=False) for row in shown[:ROWS_EACH]]
    body += [_denial(denial, width) for denial in measure.denials[:2]]
    if len(shown) > ROWS_EACH:
        body.append(f"and {count(len(shown) - ROWS_EACH, 'figure')} more")
    return lines(head, body, MEASURE_LENGTH)


def _denial(denial: Denial, width: int) -> str:
    speaker = denial.claim.speaker.name if denial.claim.speaker else "nobody named"
    return f"`{'denied':<{width}}` {escape(speaker, 60)} · {link(denial.url, denial.feed)}"


def _once_each(rows: Sequence[LedgerRow]) -> Iterator[LedgerRow]:
    """Two outlets that give the same figure by the same speaker are one line."""
    seen = set()
    for row in rows:
        key = (size(row.figure), row.figure.according_to or domain(row.url))
        if key not in seen:
            seen.add(key)
            yield row


def _places(locations: Sequence[Location]) -> list[str]:
    names = dict.fromkeys(
        f"{place.name} ({place.country})" if place.country else place.name for place in locations
    )
    return list(names)


def _outlets(sources: Sequence[Source]) -> str:
    """The newest item of each outlet, newest first."""
    newest: dict[str, Source] = {}
    for source in sorted(sources, key=lambda source: source.when, reverse=True):
        newest.setdefault(domain(source.url) or source.feed, source)
    return joined("Sources", [_source(source) for source in newest.values()], SOURCES_LENGTH)


def _source(source: Source) -> str:
    copies = f" (+{count(source.copies, 'copy', 'copies')})" if source.copies else ""
    return f"{link(source.url, source.feed)} {stamp(source.when, 'R')}{copies}"
