"""Figures over time as a picture: a series for each speaker, bounds as bars, nothing drawn that nobody said.

Where most of them are of one story, a series is what one speaker says; else it is a story.

A figure with both bounds is a bar between them; "at least" points up from its bound, "up to" points down
to it; an approximate figure is hollow. Figures in other units than the commonest one are left out and
counted, as one axis cannot hold them. Where the largest is hundreds of times the smallest, the axis is
logarithmic and says so.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.reports.clock import date
from bot.reports.labels import label_marks
from bot.reports.layout import printable
from bot.wording import (
    SIGNS,
    amount,
    count,
    inside,
    is_former,
    listing,
    one_speaker,
    opening,
    same_speaker,
    shorten,
    size,
)
from bot.words import keys
from storage.records import Figure, LedgerRow

# Okabe and Ito 2008: colours that stay apart for colour-blind readers; without the yellow, too pale for lines
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
SHAPES = ("o", "s", "D", "P", "X", "h", "o")
SERIES = len(COLOURS)  # the last one is for all others together
SHORT_NAME, LONG_NAME = 30, 56  # characters: four such names, or two, stand side by side below the axes
MOST = 2 / 3  # of the figures in one story: it is looked at, and the rest are strays
OTHERS = "others"
DAYS = ["%Y", "%b %Y", "%d %b", "%H:%M", "%H:%M", "%S"]  # tick labels for years, months, days, hours ...
BORDERS = ["", "%Y", "%b", "%d %b", "%H:%M", "%H:%M"]  # ... and where the next larger one begins
ROOM = 1.15  # of the highest mark: what its label needs above it
INCHES, DPI = (9.6, 5.4), 100  # 960 x 540 pixels: what a chat shows without a click
FEW = 12  # points; up to here each is labelled with its size
POWERS = 300  # times as large; what is smaller than that lies on the ground of an even axis
REPEATED = timedelta(days=1)  # within it, the same size from the same mouth is one statement
AROUND = timedelta(hours=12)  # shown on either side of a single moment
REACH = 18  # points: how far an open bound points


def figures_chart(rows: Sequence[LedgerRow], title: str = "") -> bytes:
    """A PNG of figures over time, 960 by 540 pixels; what it shows stands in it as its description too."""
    drawn, left_out = drawable(rows)
    canvas = Canvas(figsize=INCHES, dpi=DPI, layout="constrained")
    FigureCanvasAgg(canvas)
    axes = canvas.add_subplot()
    if title:
        axes.set_title(
            shorten(printable(title), 90), loc="left", fontsize=13, weight="bold", parse_math=False
        )
    if drawn:
        draw(axes, drawn)
        _label(axes, drawn, left_out)
        if len(drawn) <= FEW:
            canvas.draw_without_rendering()  # only then is it known where each mark stands
            label_marks(axes, [(row.when, _middle(row.figure), size(row.figure)) for row in drawn])
    else:
        axes.axis("off")
        axes.text(0.5, 0.5, "None of these figures has a size that can be drawn.", ha="center")
    out = io.BytesIO()
    canvas.savefig(out, format="png", metadata={"Description": chart_alt(rows, title)})
    return out.getvalue()


def chart_alt(rows: Sequence[LedgerRow], title: str = "") -> str:
    """What the picture shows, in words, for those who cannot see it."""
    drawn, left_out = drawable(rows)
    if not drawn:
        return f"{title}: nothing to draw".lstrip(": ")
    ordered = sorted(drawn, key=lambda row: row.when)
    said = [f"{size(row.figure)} ({_speaker(row)}, {date(row.when, 'UTC')})" for row in ordered[-5:]]
    earlier = f"; {count(len(ordered) - 5, 'earlier figure')}" if len(ordered) > 5 else ""
    more = f"; {left_out} in other units left out" if left_out else ""
    return shorten(f"{title or 'Figures over time'}: {listing(said)}{earlier}{more}", 1000)


def drawable(rows: Sequence[LedgerRow]) -> tuple[list[LedgerRow], int]:
    """The rows that one axis can hold, repetitions and former values aside; how many are in other units."""
    sized = [row for row in _once(rows) if _middle(row.figure) is not None and not is_former(row)]
    if not sized:
        return [], 0
    ((unit, _),) = Counter(row.figure.unit for row in sized).most_common(1)
    chosen = [row for row in sized if row.figure.unit == unit]
    return chosen, len(sized) - len(chosen)


def _once(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Rows without those in which another outlet repeats within a day what a speaker said."""
    first: dict[object, LedgerRow] = {}
    told = []
    for row in sorted(rows, key=lambda row: row.when):
        said = (_speaker(row), row.figure.counted, size(row.figure))
        if said not in first or row.when - first[said].when > REPEATED:
            first[said] = row
            told.append(row)
    return told


def draw(axes: Any, rows: Sequence[LedgerRow]) -> None:
    """Marks, bounds and lines, series for series, on a scale that shows them all."""
    for n, (name, told) in enumerate(series(rows)):
        colour, shape = COLOURS[n], SHAPES[n]
        for k, row in enumerate(told):
            label = shorten(printable(name).lstrip("_"), LONG_NAME) if k == 0 else None
            _mark(axes, row, colour, shape, label)
            _bounds(axes, row, colour)
        if name != OTHERS:
            _lines(axes, told, colour)
    _scale(axes, rows)


def _lines(axes: Any, told: Sequence[LedgerRow], colour: str) -> None:
    """A line through what one speaker says of one thing; the dead and the displaced are two things."""
    by_thing: dict[tuple[str, frozenset[str]], list[tuple[datetime, float]]] = {}
    for row in told:
        if row.figure.value is not None:
            words = f"{row.figure.counted or ''} {row.figure.predicate or ''}"
            thing = frozenset(key for _, _, key in keys(words))
            by_thing.setdefault((same_speaker(_speaker(row)), thing), []).append((row.when, row.figure.value))
    for points in by_thing.values():
        axes.plot([at for at, _ in points], [value for _, value in points], color=colour, alpha=0.35, lw=1.2)


def _mark(axes: Any, row: LedgerRow, colour: str, shape: str, label: str | None) -> None:
    """A mark at what is said; hollow when it is approximate."""
    axes.plot(
        [row.when], [_middle(row.figure)], shape, color=colour, label=label, ms=7,
        mfc="white" if row.figure.approximate else colour, mew=1.6, zorder=3,
    )  # fmt: skip


def _bounds(axes: Any, row: LedgerRow, colour: str) -> None:
    """A bar between two bounds; an arrow from one into what is left open."""
    low, high = row.figure.low, row.figure.high
    if low is not None and high is not None:
        axes.plot([row.when, row.when], [low, high], color=colour, lw=5, alpha=0.35, solid_capstyle="butt")
    elif row.figure.value is None:
        bound = low if low is not None else high
        assert bound is not None
        arrow = {"arrowstyle": "<|-", "color": colour, "lw": 1.6, "shrinkB": 0}
        axes.annotate(
            "", (row.when, bound), (0, REACH if low is not None else -REACH),
            textcoords="offset points", arrowprops=arrow, in_layout=False,
        )  # fmt: skip


def _label(axes: Any, rows: Sequence[LedgerRow], left_out: int) -> None:
    unit = rows[0].figure.unit
    locator: Any = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    days: Any = ConciseDateFormatter(locator, formats=DAYS, zero_formats=BORDERS, show_offset=False)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(days)
    if unit and not _is_short(unit):
        axes.set_ylabel(unit, parse_math=False)
    axes.grid(axis="y", color="#dddddd", lw=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    longest = max(map(len, axes.get_legend_handles_labels()[1]))
    legend = axes.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=4 if longest <= SHORT_NAME else 2,
        frameon=False, fontsize=9,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_parse_math(False)
    notes = ["times in UTC", "hollow: approximate", "arrow: open bound", "bar: between two bounds"]
    if axes.get_yscale() == "log":
        notes.append("logarithmic")
    if left_out:
        notes.append(f"{count(left_out, 'figure')} in other units left out")
    axes.set_xlabel(" · ".join(notes), loc="right", fontsize=7.5, color="#777777")


def _scale(axes: Any, rows: Sequence[LedgerRow]) -> None:
    """Axes that show every mark: from nought up; by powers of ten where that would hide the small ones."""
    marks = [value for row in rows for value in (_middle(row.figure), row.figure.high) if value is not None]
    axes.margins(x=0.12, y=0.12)
    low, high = min(marks), max(marks)
    if low > 0 and high / low >= POWERS:
        axes.set_yscale("log")
        axes.set_ylim(low / 2, high * 2)
    else:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=7, integer=rows[0].figure.unit is None))
        if low >= 0:
            axes.set_ylim(0, high * ROOM or 1)
    unit = rows[0].figure.unit if _is_short(rows[0].figure.unit) else None
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, unit)))
    first, last = min(row.when for row in rows), max(row.when for row in rows)
    if first == last:
        axes.set_xlim(first - AROUND, last + AROUND)


def series(rows: Sequence[LedgerRow]) -> list[tuple[str, list[LedgerRow]]]:
    """The rows in series with their names, the longest first; beyond what colours tell apart, together."""
    ordered = sorted(rows, key=lambda row: row.when)
    stories = Counter(row.story_id for row in ordered)
    of_one = stories.most_common(1)[0][1] >= len(ordered) * MOST
    found = _by_speaker(ordered) if of_one else _by_story(ordered)
    ranked = sorted(found, key=lambda one: len(one[1]), reverse=True)
    named = ranked if len(ranked) <= SERIES else ranked[: SERIES - 1]
    others = [row for _, told in ranked[len(named) :] for row in told]
    return [*named, *([(OTHERS, sorted(others, key=lambda row: row.when))] if others else [])]


def _by_speaker(rows: Sequence[LedgerRow]) -> list[tuple[str, list[LedgerRow]]]:
    """What each speaker says, under the fullest name."""
    voices: list[list[LedgerRow]] = []
    for row in rows:
        voice = next((voice for voice in voices if one_speaker(_speaker(row), _speaker(voice[0]))), None)
        if voice is None:
            voices.append([row])
        else:
            voice.append(row)
    return [(opening(inside(max(map(_speaker, voice), key=len))), voice) for voice in voices]


def _by_story(rows: Sequence[LedgerRow]) -> list[tuple[str, list[LedgerRow]]]:
    """What is told in each story, under the title of its newest item; what is in none stands by itself."""
    stories: dict[object, list[LedgerRow]] = {}
    for row in rows:
        stories.setdefault(row.story_id or row.title, []).append(row)
    return [(told[-1].title, told) for told in stories.values()]


def _speaker(row: LedgerRow) -> str:
    return row.figure.according_to or row.feed


def _middle(figure: Figure) -> float | None:
    """Where a figure's mark stands: its value, its only bound, or the middle between two."""
    if figure.value is not None:
        return figure.value
    known = [bound for bound in (figure.low, figure.high) if bound is not None]
    return sum(known) / len(known) if known else None


def _is_short(unit: str | None) -> bool:
    return unit is None or unit == "%" or unit in SIGNS
