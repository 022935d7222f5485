"""Where a figure stands: what the steps that put it together need to know of its surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.briefs.document import Document
from bot.briefs.figures.qualifiers import Qualified
from bot.briefs.figures.quantities import Quantity
from storage.records import Figure, FigureKind

LENDERS = 12  # figures looked back at for a whole, a noun or a unit


@dataclass(slots=True)
class Site:
    """Where a figure stands: its document, its sentence's tokens and start, the figures before it."""

    document: Document
    bounds: tuple[int, int]
    start: int
    previous: int  # where the sentence before starts
    before: list[Figure]


class Term(NamedTuple):
    """A quantity with the qualifiers around it and its kind."""

    quantity: Quantity
    qualified: Qualified
    kind: FigureKind

    @property
    def plain(self) -> bool:
        """Does it count, and measure nothing?"""
        return self.kind == "count"
