"""Whose money is meant: "27 billion dinars" in a report from Mosul are Iraqi.

What is true of news: a name of money that several countries share is written bare where the report itself
tells the country. We take the country that the article names most among those that use the name, the
nearest to the amount if two are named as often; a sign ("£", "Rs") or an adjective ("Egyptian pounds") has
said it already. Without such a country the unit stays as it was read. The bare dollar is the American one
in most of the world's English; it is another country's only in a report that names places of that country
and no others, and writes every dollar bare: whoever writes from abroad writes "NZ$" at least once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.briefs.lexicon import columns
from storage.records import Figure, Location

_SHARED: dict[str, dict[str, str]] = {
    row[0]: dict(pair.split(" ") for pair in row[1:]) for row in columns("shared_currencies")
}
_WORDS = (
    "peso",
    "dinar",
    "franc",
    "riyal",
    "shilling",
    "pound",
    "rupee",
    "rial",
    "dirham",
    "kroner",
    "krona",
    "kwacha",
    "manat",
    "crown",
    "lei",
)
_LETTER = re.compile(r"[^\W\d_]|[£$€]")
_DOLLARS = {"AU": "AUD", "NZ": "NZD", "CA": "CAD", "SG": "SGD", "HK": "HKD", "JM": "JMD", "TT": "TTD"} | {
    "FJ": "FJD",
    "NA": "NAD",
    "GY": "GYD",
    "BB": "BBD",
}
_BARE = re.compile(r"(?<![A-Za-z.])\$(?![^(]*\()")  # no "US$", and no conversion in brackets
_AT_HOME = 3  # places named, so that it is no deal in passing
_LETTERED = re.compile(r"[kp]\d")  # "K85 million", "P14 billion"
_SAID = ("sterling", "british", "swiss", "rs", "inr", "gbp", "£")


def with_currencies(figures: Sequence[Figure], locations: Sequence[Location]) -> list[Figure]:
    """Gives amounts of money named by a shared name the currency of the article's country."""
    named = [place for place in locations if place.country and place.role != "other"]
    if local := _local_dollar(figures, named):
        figures = [_in_dollars(figure, local) for figure in figures]
    if not any(_is_bare(figure) for figure in figures):
        return list(figures)
    return [_in_its_currency(figure, named) if _is_bare(figure) else figure for figure in figures]


def _local_dollar(figures: Sequence[Figure], places: Sequence[Location]) -> str | None:
    """The dollar of a report that names one country's places only and marks no dollar as anybody's."""
    dollars = [figure for figure in figures if figure.kind == "money" and "$" in figure.text]
    countries = {place.country for place in places}
    if not dollars or len(countries) != 1 or len(places) < _AT_HOME:
        return None
    bare = all((figure.unit or "").startswith("USD") and _BARE.search(figure.text) for figure in dollars)
    return _DOLLARS.get(countries.pop() or "") if bare else None


def _in_dollars(figure: Figure, local: str) -> Figure:
    unit, slash, rate = (figure.unit or "").partition("/")
    return replace(figure, unit=f"{local}{slash}{rate}") if unit == "USD" else figure


def _is_bare(figure: Figure) -> bool:
    """Is the money named by a word that several countries share, and by nothing more?"""
    if figure.kind != "money" or (figure.unit or "").partition("/")[0] not in _SHARED:
        return False
    if not _LETTER.search(figure.text):
        return not (figure.unit or "")[0].isupper()  # lent by an amount beside it
    words = figure.text.lower().replace("(", " ").split()
    shared = any(word.startswith(_WORDS) or _LETTERED.match(word) for word in words)
    return shared and not any(word.startswith(_SAID) for word in words)


def _in_its_currency(figure: Figure, places: Sequence[Location]) -> Figure:
    unit, slash, rate = (figure.unit or "").partition("/")
    using = _SHARED[unit]
    near = [place for place in places if place.country in using]
    if not near:
        return figure
    counts = Counter([place.country for place in near])
    best = max(near, key=lambda place: (counts[place.country], -abs(place.start - figure.start)))
    return replace(figure, unit=f"{using[best.country or '']}{slash}{rate}")
