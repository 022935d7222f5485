"""What is new in a story since a channel was last told of it.

Theory: a reader who knows yesterday's digest wants the difference in facts, not in words. Facts are
figures, who denies, places and independent outlets; each is compared with what was told (or, for a reader
who was told nothing, with what was known before the window began). One more outlet that repeats known
facts is no news; the second independent one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter

from bot.digests.facts import locations, names, outlet, speaker
from bot.wording import (
    count,
    figure_phrase,
    inside,
    listing,
    measure_subject,
    one_speaker,
    same_speaker,
    size,
)
from storage.records import Change, Cited, DigestStory, Item, LedgerRow, Location, Measure

TELLING = frozenset({"count", "money", "percent"})  # what is new about ages and distances can wait
COLOUR = frozenset({"duration", "age", "rank"})  # new, they are no news; moved, they may be
NEW_MEASURES = 3  # figures of things not counted before; more would bury the revisions


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a story that a reader knows."""

    measures: tuple[Measure, ...]
    deniers: frozenset[str]
    places: frozenset[str]
    outlets: frozenset[str]


def told_before(story: DigestStory) -> Known:
    """What a digest told of a story."""
    return Known(
        measures=story.ledger.measures,
        deniers=_deniers(story.denials),
        places=_names(story.locations),
        outlets=frozenset(source.feed for source in story.sources),
    )


def known_before(story: DigestStory, items: Sequence[Item], since: datetime) -> Known | None:
    """What there was to know before a window began; None when there was nothing."""
    older = [item for item in items if item.entry.as_of < since]
    if not older:
        return None
    measures = [
        replace(measure, rows=tuple(row for row in measure.rows if row.when < since))
        for measure in story.ledger.measures
    ]
    return Known(
        measures=tuple(measure for measure in measures if measure.rows),
        deniers=_deniers(one for one in story.denials if one.when < since),
        places=_names(locations(older)),
        outlets=frozenset(map(outlet, older)),
    )


def changes(story: DigestStory, known: Known) -> tuple[Change, ...]:
    """What a story says now that a reader does not know, the weightiest first."""
    return (
        *_figures(story.ledger.measures, known),
        *_denials(story.denials, known),
        *_places(story.locations, known),
        *_sources(story, known),
    )


def _figures(measures: Iterable[Measure], known: Known) -> list[Change]:
    revised: list[Change] = []
    fresh: list[tuple[bool, bool, Change]] = []
    for measure in measures:
        before = _before(measure, known.measures)
        sizes = {size(row.figure) for row in before}
        after = [row for row in measure.rows if size(row.figure) not in sizes]
        if after and before:
            revised.append(_moved(measure, before, after))
        elif after and not measure.part and not _is_colour(newest := _answered(after)):
            what = replace(newest.figure, place=None)
            fresh.append(
                (
                    what.kind not in TELLING,
                    what.kind == "count" and not what.predicate,  # "134 names": nothing befell them
                    Change("new_figure", f"new: {figure_phrase(what)}{_by(newest)}"),
                )
            )
    fresh.sort(key=itemgetter(0, 1))
    return revised + [change for *_, change in fresh[:NEW_MEASURES]]


def _is_colour(row: LedgerRow) -> bool:
    """Whether a figure, being new, is no news: an age, a duration, a length of which nothing is told.

    Nor is "134 names", of which nothing is told and for which nobody answers.
    """
    figure = row.figure
    bare = figure.kind == "measure" or (figure.kind == "count" and figure.according_to is None)
    return figure.kind in COLOUR or (bare and not figure.predicate)


def _before(measure: Measure, known: Sequence[Measure]) -> list[LedgerRow]:
    """The rows that a reader knows of what a measure counts, oldest first.

    An edited item has lost the figure it had: then what is counted tells which measure it was.
    """
    here = set(map(_identity, measure.rows))
    found = [
        row
        for other in known
        if here & set(map(_identity, other.rows)) or _count_the_same(measure, other)
        for row in other.rows
    ]
    return sorted(found, key=lambda row: (row.when, row.figure.value or 0.0))


def _count_the_same(a: Measure, b: Measure) -> bool:
    """Whether two measures bear the same words and figures of one item stand in both."""
    same = (a.counted, a.predicate, a.unit) == (b.counted, b.predicate, b.unit)
    return same and bool({row.entry_id for row in a.rows} & {row.entry_id for row in b.rows})


def _moved(measure: Measure, before: Sequence[LedgerRow], after: Sequence[LedgerRow]) -> Change:
    """A measure that was known has figures that were not: each speaker's newest, beside what it was."""
    told = [_newest(voice) for voice in _by_speaker(after).values()]
    known = _by_speaker(before)
    if measure.verdict == "revised":  # the newest has taken the place of what others say
        newest = _newest(told)
        told = [row for row in told if row is newest or _said_by(row, known)]
    paths = []
    moved = False
    for row in told:
        was = _said_by(row, known) or (before if measure.verdict == "revised" else ())
        moved = moved or bool(was)
        path = f"{size(was[-1].figure)} → {size(row.figure)}" if was else size(row.figure)
        paths.append(path + _by(row))
    if measure.verdict == "conflict":
        paths.append("in conflict")
    if not moved and len(told) == 1:
        fresh = f"new: {figure_phrase(replace(told[0].figure, place=None))}{_by(told[0])}"
        return Change("new_figure", ", ".join([fresh, *paths[1:]]))
    return Change("revised" if moved else "new_figure", f"{measure_subject(measure)}: {', '.join(paths)}")


def _by_speaker(rows: Iterable[LedgerRow]) -> dict[str, list[LedgerRow]]:
    """Rows by who says so, whoever answers for a size before those who repeat it."""
    voices: dict[str, list[LedgerRow]] = {}
    answered: set[str] = set()
    for row in sorted(rows, key=lambda row: row.figure.according_to is None):
        if row.figure.according_to is None and size(row.figure) in answered:
            continue
        answered.add(size(row.figure))
        voices.setdefault(_voice(row), []).append(row)
    return voices


def _said_by(row: LedgerRow, known: Mapping[str, Sequence[LedgerRow]]) -> Sequence[LedgerRow]:
    """What the speaker of a row is known to have said; "the ministry" may be "Malawi's ministry"."""
    said = known.get(_voice(row))
    name = row.figure.according_to
    if said is None and name is not None:
        others = (rows for rows in known.values() if rows[0].figure.according_to is not None)
        said = next((rows for rows in others if one_speaker(name, rows[0].figure.according_to or "")), None)
    return said or ()


def _voice(row: LedgerRow) -> str:
    return same_speaker(row.figure.according_to) if row.figure.according_to else f"outlet {row.feed}"


def _newest(rows: Sequence[LedgerRow]) -> LedgerRow:
    return max(rows, key=lambda row: row.when)


def _denials(denials: Sequence[Cited], known: Known) -> list[Change]:
    new = names([one for one in denials if same_speaker(speaker(one)) not in known.deniers])
    if not new:
        return []
    which = "denial too" if known.deniers else "first denial"
    return [Change("first_denial", f"{which}, by {listing([inside(name) for name in new], 3)}")]


def _places(now: Sequence[Location], known: Known) -> list[Change]:
    new = list(dict.fromkeys(place.called for place in now if place.name not in known.places))
    return [Change("new_place", f"new place{'s' if len(new) > 1 else ''}: {listing(new, 3)}")] if new else []


def _sources(story: DigestStory, known: Known) -> list[Change]:
    new = list(dict.fromkeys(s.feed for s in reversed(story.sources) if s.feed not in known.outlets))
    if not new or story.independent < 2 or len(known.outlets) > 1:
        return []
    total = count(story.independent, "independent source")
    return [Change("new_source", f"{total} now: {listing(new, 3)} too")]


def _answered(rows: Sequence[LedgerRow]) -> LedgerRow:
    """Of the rows that give the newest size the one somebody answers for."""
    newest = [row for row in rows if size(row.figure) == size(rows[-1].figure)]
    return next((row for row in newest if row.figure.according_to), rows[-1])


def _by(row: LedgerRow) -> str:
    return f" ({inside(row.figure.according_to)})" if row.figure.according_to else f" ({row.feed})"


def _identity(row: LedgerRow) -> tuple[int, int, str]:
    """Which figure it is; another size at the same place of an edited item is another figure."""
    return row.entry_id, row.figure.start, size(row.figure)


def _deniers(denials: Iterable[Cited]) -> frozenset[str]:
    return frozenset(same_speaker(speaker(one)) for one in denials)


def _names(places: Iterable[Location]) -> frozenset[str]:
    return frozenset(place.name for place in places)
