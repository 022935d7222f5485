"""Arithmetic that does not close: 62 launched, 33 shot down and 25 jammed leave 4 that nobody speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ledger.lexicon import wording
from bot.ledger.rows import row_of
from bot.ledger.told import phrase_parts
from storage.records import Figure, Gap, Item

FEWEST_PARTS = 2  # one part alone does not claim to account for the whole


def gaps_in(items: Sequence[Item]) -> tuple[Gap, ...]:
    """Wholes whose parts, as given by one report, add up to something else; exact figures only.

    What another figure of the report is as large as is not missing: of 120 aboard, 97 were rescued and
    14 are missing; the nine dead were told before.
    `missing` is negative where the parts are more than the whole.
    """
    ordered = sorted(items, key=lambda item: (item.entry.as_of, item.entry.id))
    return tuple(gap for item in ordered if item.copy_of is None for gap in _of_item(item))


def _of_item(item: Item) -> list[Gap]:
    figures = item.brief.figures
    found = []
    for index, whole in enumerate(figures):
        parts = [figure for figure in figures if figure.part_of == index]
        total = _exact(whole)
        values = [_exact(part) for part in parts]
        known = [value for value in values if value is not None]
        if total is None or len(known) < max(FEWEST_PARTS, len(parts)):
            continue
        if max(known) > total or not _account_for(parts, whole, item.entry.text):
            continue
        missing = round(total - sum(known), 6)
        others = [f for f in figures if f is not whole and f not in parts and _head(f) == _head(whole)]
        if missing and missing not in map(_exact, others):
            found.append(Gap(row_of(whole, item), tuple(row_of(part, item) for part in parts), missing))
    return found


def _account_for(parts: Sequence[Figure], whole: Figure, text: str) -> bool:
    """Whether parts claim to be all of a whole: each met a fate of its own, and none is but an example.

    "Twenty dead, including four children and four women" leaves nobody out.
    """
    events = [_event(part) for part in parts]
    distinct = None not in events and len(set(events)) == len(events) and _event(whole) not in events
    stretch = text[min(whole.start, parts[0].start) : max(part.start for part in parts)]
    return distinct and wording("examples").search(stretch) is None


def _event(figure: Figure) -> str | None:
    """The class of what befell those a figure counts."""
    return phrase_parts(figure.counted or "", figure.predicate or "")[2]


def _exact(figure: Figure) -> float | None:
    """The value of a count that is exact, else None."""
    return (
        figure.value
        if figure.kind == "count" and figure.modifier == "exact" and not figure.approximate
        else None
    )


def _head(figure: Figure) -> str | None:
    """The class of what a figure counts."""
    return phrase_parts(figure.counted or "", figure.predicate or "")[0]
