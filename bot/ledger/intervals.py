"""A figure as the interval of values it allows, in its dimension's base unit.

"Some 10,000" and "up to 12,000" can both be true, "ten" and "at least twelve" cannot; whether two
figures contradict each other is a question about intervals, never about digits. Written numbers are
rounded: "50 km" and "31 miles" say the same, and an even "12,000" is seldom a count to the last man.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from bot.units import convert
from storage.records import Figure

ABOUT = 0.10  # "some", "about": ten per cent either way
NEARLY = 0.10  # "nearly 100": above 90
ROUND = 0.05  # a round number of a thousand or more is meant to about five per cent
ROUND_FROM = 1_000
ROUND_ZEROS = re.compile(r"[1-9]\d?0{2,}$")
EXACT_UNITS = frozenset({None, "%"})  # whose values are not converted, hence not rounded by it
DECIMALS = re.compile(r"\d\.\d")
DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from `low` to `high`, an open end excluded."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def meets(self, other: Interval) -> bool:
        """Whether one value can lie in both."""
        return not (self.below(other) or other.below(self))

    def times_apart(self, other: Interval) -> float:
        """How many times the nearer bound of the higher is that of the lower; 1 where they meet."""
        lower, higher = (self, other) if self.below(other) else (other, self)
        if not lower.below(higher) or lower.high <= 0:
            return 1.0
        return higher.low / lower.high

    def named_apart(self, other: Interval) -> float:
        """How many times the number one names is that of the other; 1 where one names none."""
        named = sorted(filter(None, (self._named(), other._named())))
        return named[1] / named[0] if len(named) == 2 and named[0] > 0 else 1.0

    def _named(self) -> float | None:
        """The bound that is named, else the middle between two."""
        known = [bound for bound in (self.low, self.high) if math.isfinite(bound)]
        return sum(known) / len(known) if known else None

    def below(self, other: Interval) -> bool:
        """Whether all of it lies below all of the other."""
        if self.high == other.low:
            return self.high_open or other.low_open
        return self.high < other.low


ANYTHING = Interval(-math.inf, math.inf)


def interval_of(figure: Figure) -> Interval:
    """The values a figure allows, in the base unit of its dimension; a vague one allows anything."""
    if figure.value is None:
        return _bounded(figure)
    slack, above = _slack(figure)
    match figure.modifier:
        case "nearly":
            return _converted(figure, figure.value * (1 - NEARLY), figure.value, low_open=True)
        case "more_than":
            return _converted(figure, figure.value, math.inf, low_open=True)
        case "at_least":
            return _converted(figure, figure.value, math.inf)
        case "less_than":
            return _converted(figure, -math.inf, figure.value, high_open=True)
        case "at_most":
            return _converted(figure, -math.inf, figure.value)
        case _:
            return _converted(figure, figure.value - slack, figure.value + above)


def bounds_of(figure: Figure) -> tuple[float | None, float | None]:
    """The numbers a figure names: (lowest, highest), in the base unit; None where it sets no bound."""
    low = figure.low if figure.value is None else figure.value
    high = figure.high if figure.value is None else figure.value
    if figure.value is not None and figure.modifier in {"more_than", "at_least"}:
        high = None
    if figure.value is not None and figure.modifier in {"less_than", "at_most"}:
        low = None
    return _base(low, figure.unit), _base(high, figure.unit)


def dimension_of(figure: Figure) -> str | None:
    """The base unit in which figures of this kind are compared; None for counts."""
    return convert(1.0, figure.unit)[1]


def _bounded(figure: Figure) -> Interval:
    if figure.low is None and figure.high is None:
        return ANYTHING
    low = -math.inf if figure.low is None else figure.low
    high = math.inf if figure.high is None else figure.high
    if figure.approximate:
        low -= abs(low) * ABOUT if math.isfinite(low) else 0.0
        high += abs(high) * ABOUT if math.isfinite(high) else 0.0
    return _converted(
        figure,
        low,
        high,
        low_open=figure.modifier == "more_than" and figure.high is None,
        high_open=figure.modifier == "less_than" and figure.low is None,
    )


def _converted(
    figure: Figure, low: float, high: float, low_open: bool = False, high_open: bool = False
) -> Interval:
    base_low, base_high = _base(low, figure.unit), _base(high, figure.unit)
    assert base_low is not None
    assert base_high is not None
    return Interval(base_low, base_high, low_open, high_open)


def _slack(figure: Figure) -> tuple[float, float]:
    """How far below and above a written value the one that is meant may be.

    Decimals are cut off as often as rounded: "$1.8m" is also said of 1.87 million.
    """
    assert figure.value is not None
    value = abs(figure.value)
    if figure.approximate or figure.modifier == "about":
        return value * ABOUT, value * ABOUT
    slack = 0.0
    if value >= ROUND_FROM and value == int(value) and ROUND_ZEROS.search(str(int(value))):
        slack = min(value * ROUND, _last_place(value) / 2)
    if figure.unit in EXACT_UNITS:
        return slack, slack
    place = _written_place(figure)
    cut_off = place if DECIMALS.search(figure.text) else 0.0
    return max(slack, place / 2), max(slack, place / 2, cut_off)


def _last_place(value: float) -> float:
    """The place of the last digit that is not nought: 1,000 for 12,000."""
    digits = str(int(value))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def _written_place(figure: Figure) -> float:
    """The place of the last digit as written: 0.1 million for "2.5 million", 1 for "50 km"."""
    assert figure.value is not None
    match = DIGITS.search(figure.text)
    if match is None:
        return 1.0
    number = float(match.group().replace(",", ""))
    scale = abs(figure.value) / number if number else 1.0
    return float(10.0 ** -len(match.group(1) or "") * scale)


def _base(value: float | None, unit: str | None) -> float | None:
    if value is None or not math.isfinite(value):
        return value
    return convert(value, unit)[0]
