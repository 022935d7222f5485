"""Which time a figure is of: last night, this year, two years ago."""

from __future__ import annotations

from datetime import date, timedelta

from bot.ledger.lexicon import periods, wording
from storage.records import Entry, Figure

NEAR = 120  # characters around a figure in which a period is its own
CLOSE = 60  # ... and in which "two years ago" is
RECENT = timedelta(days=6)  # "on Wednesday" reaches back so far: when a count was taken, not what it covers
THEN = "then "  # opens a period that is over


def period_of(figure: Figure, entry: Entry, sentence: tuple[int, int]) -> str | None:
    """The period a count covers, tied to the item's day: last night is another night tomorrow."""
    covered = _as_of(figure, entry)
    if covered is None and not _is_rate(figure):  # the month of "17,000 lira a month" is no period
        covered = _in_words(figure, entry, sentence)
    return covered


def _is_rate(figure: Figure) -> bool:
    """Whether a figure is so much for each hour, month or the like."""
    return figure.unit is not None and "/" in figure.unit


def is_over(period: str | None) -> bool:
    """Whether a period is over: "in 2019", "two weeks ago", "last year"."""
    return period is not None and period.startswith(THEN)


def _as_of(figure: Figure, entry: Entry) -> str | None:
    """The date a figure is of, where that is another than the report's own days."""
    if figure.as_of is None:
        return None
    over = figure.as_of < f"{entry.as_of:%Y-%m-%d}"[: len(figure.as_of)]
    told = f"{THEN}{figure.as_of}" if over else figure.as_of
    if len(figure.as_of) < len("2026-03-01"):
        return told
    apart = entry.as_of.date() - date.fromisoformat(figure.as_of[:10])
    return None if apart <= RECENT else told  # a day to come is of something else


def _in_words(figure: Figure, entry: Entry, sentence: tuple[int, int]) -> str | None:
    """The period the words around a count name."""
    start = max(sentence[0], figure.start - NEAR)
    text = entry.text[start : min(sentence[1], figure.end + NEAR)]
    ago = wording("ago").search(
        entry.text, max(sentence[0], figure.start - CLOSE), min(sentence[1], figure.end + CLOSE)
    )
    if ago and not wording("compared").search(entry.text, min(figure.end, ago.start()), ago.start()):
        return f"{THEN}{ago[0].lower()}"
    found = next((name for name, wording in periods() if wording.search(text)), None)
    if found is not None:
        return f"{found} {entry.as_of:%Y-%m-%d}"
    month = wording("another_month").search(text)
    return f"{THEN}{month[1]}" if month and not month[1].startswith(f"{entry.as_of:%B}") else None
