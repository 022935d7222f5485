"""Sizes beside the marks of a chart, where no two of them cover one another.

Theory: a reader takes a size from its label, not from the axis; one that lies under another label or is cut
off at the edge is worse than none. So each label takes the first place around its mark that is free of
labels and marks and inside the axes, and goes without when there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from matplotlib.dates import date2num
from matplotlib.transforms import Bbox

# Where a label may stand: points right and up from its mark, and which of its ends is there
PLACES = (
    (7, 5, "left"),
    (7, -13, "left"),
    (-7, 5, "right"),
    (-7, -13, "right"),
    (0, 9, "center"),
    (0, -18, "center"),
)
MARK = 5.0  # pixels from the middle of a mark to its edge


def label_marks(axes: Any, marks: Sequence[tuple[datetime, float | None, str]]) -> None:
    """Write the size beside each mark (when, value, size) of axes whose layout is done."""
    known = [(when, value, text) for when, value, text in marks if value is not None]
    at = [axes.transData.transform((date2num(when), value)) for when, value, _ in known]  # type: ignore[no-untyped-call]
    taken = [Bbox.from_extents(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in at]
    for when, value, text in known:
        label = axes.annotate(
            text, (when, value), textcoords="offset points", xytext=(0, 0),
            fontsize=8.5, color="#333333", parse_math=False, in_layout=False,
        )  # fmt: skip
        box = next((box for place in PLACES if (box := _free(label, place, axes, taken))), None)
        if box is None:
            label.remove()
        else:
            taken.append(box)


def _free(label: Any, place: tuple[int, int, str], axes: Any, taken: Sequence[Bbox]) -> Bbox | None:
    """The box a label fills at a place, if that is free; the label is put there."""
    right, up, end = place
    label.set_position((right, up))
    label.set_horizontalalignment(end)
    box = label.get_window_extent()
    edge = axes.get_window_extent()
    inside = edge.x0 <= box.x0 and box.x1 <= edge.x1 and edge.y0 <= box.y0 and box.y1 <= edge.y1
    return box if inside and not any(box.overlaps(other) for other in taken) else None
