"""Dates written out at the head of a text: what an undated item has to say when it was."""

from __future__ import annotations

import re
from datetime import date, datetime

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"((?:19|20)\d\d)"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
AMERICAN = re.compile(rf"\b{_MONTH} ?{_DAY},? {_YEAR}\b", re.IGNORECASE)  # July 28, 2004
BRITISH = re.compile(rf"\b{_DAY} {_MONTH},? {_YEAR}\b", re.IGNORECASE)  # 28 July 2004
NUMERIC = re.compile(r"\b(\d{1,2})[/.] ?(\d{1,2})[/.] ?((?:19|20)?\d\d)\b")  # 7/28/2004, 28. 07. 2004
ISO = re.compile(rf"\b{_YEAR}-(\d\d)-(\d\d)\b")
YEAR = re.compile(rf"\b{_YEAR}\b")
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = re.compile(rf"\b({'|'.join(WEEK)})\b", re.IGNORECASE)


def days_in(text: str) -> tuple[int, ...]:
    """Ordinals of the full dates in a text; one that could be read two ways gives both days."""
    found: set[int | None] = set()
    for month, day, year in AMERICAN.findall(text):
        found.add(_ordinal(year, _month(month), day))
    for day, month, year in BRITISH.findall(text):
        found.add(_ordinal(year, _month(month), day))
    for year, month, day in ISO.findall(text):
        found.add(_ordinal(year, int(month), day))
    for first, second, year in NUMERIC.findall(text):
        full = year if len(year) == 4 else "20" + year
        found |= {_ordinal(full, int(first), second), _ordinal(full, int(second), first)}
    return tuple(sorted(day for day in found if day is not None))


def years_in(text: str) -> tuple[int, ...]:
    """The years a text names."""
    return tuple(sorted({int(year) for year in YEAR.findall(text)}))


def weekdays_in(text: str, published: datetime) -> tuple[int, ...]:
    """Ordinals of the days a text calls by their weekday: the last of that name up to its publication."""
    today, weekday = published.date().toordinal(), published.weekday()
    named = {WEEK.index(name.lower()) for name in WEEKDAY.findall(text)}
    return tuple(sorted(today - (weekday - day) % 7 for day in named))


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _ordinal(year: str, month: int, day: str) -> int | None:
    try:
        return date(int(year), month, int(day)).toordinal()
    except ValueError:  # the 31st of a short month, a version number: no date
        return None
