"""The figures of an article: numbers with bounds and unit, what they count, what happened to it.

Numbers are read by a grammar on the text (numbers, units, quantities), joined to ranges and conversions
(joins), bounded by the words around them (qualifiers), sifted (exclusions), and told what they count by
the tags around them (phrases, events, counted).
"""

from __future__ import annotations

from bot.briefs.figures.assembly import find_figures

__all__ = ["find_figures"]
