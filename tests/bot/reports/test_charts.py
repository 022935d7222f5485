"""A chart draws what was said and nothing else."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from bot.reports.charts import REACH, chart_alt, draw, drawable, figures_chart, series
from bot.reports.labels import label_marks
from storage.records import Figure, LedgerRow
from tests.desk import NOW, figure, item, row


def said(what: Figure, hours: float) -> LedgerRow:
    return row(what, item(int(hours), "Harbour Wire", "Title", hours=hours))


TROOPS = [
    said(
        figure(
            "some 10,000", "troops", 10_000, approximate=True, modifier="about", according_to="Washington"
        ),
        40,
    ),
    said(figure("up to 12,000", "troops", high=12_000, modifier="at_most", according_to="_Kyiv $1"), 20),
    said(figure("9,000 to 11,000", "troops", low=9_000, high=11_000, modifier="between"), 10),
    said(figure("50 km", "troops", 50, unit="km", kind="measure"), 5),
    said(figure("scores", "troops", modifier="vague"), 5),
]


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_chart_is_a_picture_of_a_known_size() -> None:
    assert size_of(figures_chart(TROOPS, "Troops, $ and _ in the title")) == (960, 540)
    assert size_of(figures_chart(TROOPS[:1])) == (960, 540)


def test_a_chart_of_nothing_is_a_picture_that_says_so() -> None:
    assert size_of(figures_chart([], "Nothing")) == (960, 540)


def test_many_speakers_share_the_last_series() -> None:
    rows = [said(figure("5", "people", 5, according_to=f"Speaker {n}"), n + 1) for n in range(30)]
    assert [(name, len(told)) for name, told in series(rows)] == [
        *((f"Speaker {n}", 1) for n in range(29, 23, -1)), ("others", 24)
    ]  # fmt: skip
    assert size_of(figures_chart(rows, "Many")) == (960, 540)


def test_figures_of_several_stories_have_a_series_for_each() -> None:
    flood = [replace(row, story_id=1, title="Flood in Sylhet") for row in TROOPS[:2]]
    mine = [replace(row, story_id=2, title="Mine collapses") for row in TROOPS[:2]]
    assert [name for name, _ in series(flood + mine)] == ["Flood in Sylhet", "Mine collapses"]
    assert [name for name, _ in series(flood * 2 + mine[:1])] == ["Washington", "_Kyiv $1"], "one story"


@pytest.mark.parametrize(("scale", "other"), [("linear", 11_000), ("log", 4)])
def test_an_open_bound_points_its_way_on_every_scale(scale: str, other: int) -> None:
    canvas = Canvas(figsize=(6, 4), dpi=100)
    FigureCanvasAgg(canvas)
    axes: Any = canvas.add_subplot()
    rows = [
        said(figure("up to 12,000", "troops", high=12_000, modifier="at_most"), 9),
        said(figure("at least 9,000", "troops", low=9_000, modifier="at_least"), 6),
        said(figure(str(other), "troops", other), 3),
    ]
    draw(axes, rows)
    canvas.draw_without_rendering()
    assert axes.get_yscale() == scale
    assert {arrow.xy[1]: arrow.get_position() for arrow in axes.texts} == {
        12_000: (0, -REACH), 9_000: (0, REACH)
    }  # fmt: skip


def test_other_units_and_vague_figures_are_not_drawn() -> None:
    drawn, left_out = drawable(TROOPS)
    assert [r.figure.text for r in drawn] == ["some 10,000", "up to 12,000", "9,000 to 11,000"]
    assert left_out == 1


def test_what_was_repeated_within_a_day_is_drawn_once() -> None:
    dead = figure("14", "people killed", 14, according_to="the district")
    drawn, _ = drawable([said(dead, hours) for hours in (60, 30, 29, 28)])  # midnight lies between 30 and 29
    assert [row.when for row in drawn] == [NOW - timedelta(hours=60), NOW - timedelta(hours=30)]


def test_the_words_for_a_chart_keep_the_bounds() -> None:
    assert chart_alt(TROOPS, "Troops") == (
        "Troops: about 10,000 (Washington, 29 Oct), up to 12,000 (_Kyiv $1, 30 Oct) and "
        "9,000 to 11,000 (Harbour Wire, 30 Oct); 1 in other units left out"
    )
    assert chart_alt([], "Troops") == "Troops: nothing to draw"


def axes_of_a_day() -> Any:
    canvas = Canvas(figsize=(6, 4), dpi=100)
    FigureCanvasAgg(canvas)
    axes = canvas.add_subplot()
    axes.set_xlim(NOW, NOW + timedelta(days=1))
    axes.set_ylim(0, 20)
    return axes


@pytest.mark.parametrize("minutes", [0, 5, 20, 240])
def test_no_label_covers_another_or_leaves_the_picture(minutes: int) -> None:
    axes = axes_of_a_day()
    values = (17, 17, 18, 19, 16, 20)
    marks = [
        (NOW + timedelta(hours=3, minutes=minutes * n), float(value), f"about {value},000")
        for n, value in enumerate(values)
    ]
    label_marks(axes, marks)
    boxes = [text.get_window_extent() for text in axes.texts]
    edge = axes.get_window_extent()
    assert 1 <= len(boxes) <= len(marks)
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert all(edge.x0 <= box.x0 and box.x1 <= edge.x1 and box.y1 <= edge.y1 for box in boxes)


def test_a_mark_with_room_around_it_has_its_size_up_and_right_of_it() -> None:
    axes = axes_of_a_day()
    label_marks(axes, [(NOW + timedelta(hours=12), 10.0, "at least 10"), (NOW, None, "scores")])
    (label,) = axes.texts
    assert (label.get_text(), label.get_position(), label.get_horizontalalignment()) == (
        "at least 10", (7, 5), "left"
    )  # fmt: skip
