"""Where a figure stands: what the steps that put it together need to know of its surroundings."""

from __future__ import annotations

from dataclasses import dataclass

from bot.briefs.document import Document
from storage.records import Figure

LENDERS = 12  # figures looked back at for a whole, a noun or a unit


@dataclass(frozen=True, slots=True)
class Site:
    """Where a figure stands: its document, its sentence's tokens and start, the figures before it."""

    document: Document
    bounds: tuple[int, int]
    start: int
    previous: int  # where the sentence before starts
    before: list[Figure]
