"""Numbers, amounts and counts in words: "1,200", "$2.5bn", "up to 12,000", "3 stories".

A bound is part of a figure: "up to 12,000" is never shortened to "12,000".
"""

from __future__ import annotations

from collections.abc import Sequence

from storage.records import Figure, Modifier

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "UAH": "₴"}
SCALES = ((1e12, "trillion", "tn"), (1e9, "billion", "bn"), (1e6, "million", "m"))
SPELLED = {
    "s": "second",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "wk": "week",
    "mo": "month",
    "yr": "year",
}
BEFORE: dict[Modifier, str] = {
    "about": "about ",
    "nearly": "nearly ",
    "more_than": "more than ",
    "at_least": "at least ",
    "less_than": "less than ",
    "at_most": "up to ",
}


def number(value: float) -> str:
    """1200 -> "1,200", 2.50 -> "2.5", 3400000 -> "3.4 million"."""
    for scale, word, _ in SCALES:
        if abs(value) >= scale and _is_short(value / scale):
            return f"{_plain(value / scale)} {word}"
    return _plain(value)


def amount(value: float, unit: str | None) -> str:
    """A value with its unit as people write it: "$2.5bn", "30%", "50 km", "3 hours"."""
    if unit is None:
        return number(value)
    if unit in SIGNS:
        return SIGNS[unit] + _compact(value)
    if unit == "%":
        return f"{_plain(value)}%"
    if unit in SPELLED:
        return f"{number(value)} {SPELLED[unit]}{'' if value == 1 else 's'}"
    if len(unit) == 3 and unit.isupper():  # an ISO 4217 code without a sign of its own
        return f"{_compact(value)} {unit}"
    return f"{number(value)} {unit}"


def size(figure: Figure) -> str:
    """How many or how much a figure says, with its bounds: "about 10,000", "up to 12,000", "30 to 40%"."""
    if figure.kind == "rank" or _is_a_part(figure):
        return figure.text
    if figure.value is not None:
        return _modifier(figure) + amount(figure.value, figure.unit)
    if figure.low is not None and figure.high is not None:
        return _range(figure)
    if figure.low is not None:
        word = "more than " if figure.modifier == "more_than" else "at least "
        return word + amount(figure.low, figure.unit)
    if figure.high is not None:
        return _at_most(figure) + amount(figure.high, figure.unit)
    return figure.text.removesuffix(" of")


def _is_a_part(figure: Figure) -> bool:
    """Whether it is a part of one: "two thirds" and "more than half", not 0.67 and 0.5."""
    told = (figure.value, figure.low, figure.high)
    return figure.unit is None and any(part is not None and 0 < part < 1 for part in told)


def count(n: int, noun: str, plural: str | None = None) -> str:
    """ "1 story", "3 stories"."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def listing(names: Sequence[str], limit: int = 0) -> str:
    """ "A", "A and B", "A, B and C"; beyond a limit "A, B and 3 more"."""
    if limit and len(names) > limit:
        names = [*names[: limit - 1], f"{len(names) - limit + 1} more"]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def _modifier(figure: Figure) -> str:
    if figure.modifier in BEFORE:
        return _at_most(figure) if figure.modifier in {"less_than", "at_most"} else BEFORE[figure.modifier]
    return "about " if figure.approximate else ""


def _at_most(figure: Figure) -> str:
    if figure.modifier != "less_than":
        return "up to "
    return "fewer than " if figure.unit is None else "less than "


def _range(figure: Figure) -> str:
    assert figure.low is not None
    assert figure.high is not None
    if figure.modifier == "nearly" and figure.high > figure.low:
        return "nearly " + amount(figure.high, figure.unit)
    high = amount(figure.high, figure.unit)
    if figure.low == figure.high:
        return _modifier(figure) + high
    low = (
        SIGNS.get(figure.unit or "", "") + _compact(figure.low)
        if figure.unit in SIGNS
        else number(figure.low)
    )
    return f"{'about ' if figure.approximate else ''}{low} to {high}"


def _plain(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _compact(value: float) -> str:
    for scale, _, short in SCALES:
        if abs(value) >= scale and _is_short(value / scale):
            return _plain(value / scale) + short
    return _plain(value)


def _is_short(value: float) -> bool:
    """Whether two decimals tell all of it, so that nothing is rounded away."""
    return abs(value * 100 - round(value * 100)) < 1e-6
