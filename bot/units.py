"""A figure's unit reduced to one base unit of its dimension, so that figures can be laid side by side.

Factors are exact by definition (international yard and pound 1959, US gallon and barrel, horsepower of
550 ft·lbf/s) or the SI's own. Currencies have no factor that holds for long, so they stay as they are,
as do percentages and everything not listed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

# The words and signs by which briefs know a unit: one list for what is read and for what is asked.
LISTS: Final = Path(__file__).parent / "briefs" / "lexicon"

# unit -> (base unit, factor)
_FACTORS: Final[dict[str, tuple[str, float]]] = {
    # length
    "km": ("m", 1000.0),
    "m": ("m", 1.0),
    "cm": ("m", 0.01),
    "mm": ("m", 0.001),
    "μm": ("m", 1e-6),
    "nm": ("m", 1e-9),
    "mi": ("m", 1609.344),
    "nmi": ("m", 1852.0),
    "yd": ("m", 0.9144),
    "ft": ("m", 0.3048),
    "in": ("m", 0.0254),
    "ly": ("m", 9.4607304725808e15),
    # area
    "m²": ("m²", 1.0),
    "km²": ("m²", 1e6),
    "sq mi": ("m²", 2589988.110336),
    "sq ft": ("m²", 0.09290304),
    "sq yd": ("m²", 0.83612736),
    "ha": ("m²", 1e4),
    "acre": ("m²", 4046.8564224),
    # volume
    "L": ("L", 1.0),
    "mL": ("L", 0.001),
    "m³": ("L", 1000.0),
    "km³": ("L", 1e12),
    "cu ft": ("L", 28.316846592),
    "gal": ("L", 3.785411784),
    "pint": ("L", 0.473176473),
    "quart": ("L", 0.946352946),
    "bbl": ("L", 158.987294928),
    # mass
    "kg": ("kg", 1.0),
    "g": ("kg", 0.001),
    "mg": ("kg", 1e-6),
    "μg": ("kg", 1e-9),
    "t": ("kg", 1000.0),
    "kt": ("kg", 1e6),
    "Mt": ("kg", 1e9),
    "Gt": ("kg", 1e12),
    "ton": ("kg", 907.18474),
    "lb": ("kg", 0.45359237),
    "oz": ("kg", 0.028349523125),
    # time; a month and a year are mean Gregorian ones
    "ms": ("s", 0.001),
    "s": ("s", 1.0),
    "min": ("s", 60.0),
    "h": ("s", 3600.0),
    "d": ("s", 86400.0),
    "wk": ("s", 604800.0),
    "mo": ("s", 2629746.0),
    "yr": ("s", 31556952.0),
    "decade": ("s", 315569520.0),
    "century": ("s", 3155695200.0),
    # speed
    "km/h": ("m/s", 1 / 3.6),
    "m/s": ("m/s", 1.0),
    "mph": ("m/s", 0.44704),
    "kn": ("m/s", 1852 / 3600),
    # power and energy
    "W": ("W", 1.0),
    "kW": ("W", 1e3),
    "MW": ("W", 1e6),
    "GW": ("W", 1e9),
    "TW": ("W", 1e12),
    "hp": ("W", 745.6998715822702),
    "bhp": ("W", 745.6998715822702),
    "J": ("J", 1.0),
    "kJ": ("J", 1e3),
    "cal": ("J", 4184.0),  # the "calorie" of the news is the dietary one
    "kcal": ("J", 4184.0),
    "kWh": ("J", 3.6e6),
    "MWh": ("J", 3.6e9),
    "GWh": ("J", 3.6e12),
    "TWh": ("J", 3.6e15),
    # pressure, torque, frequency
    "Pa": ("Pa", 1.0),
    "hPa": ("Pa", 100.0),
    "kPa": ("Pa", 1e3),
    "MPa": ("Pa", 1e6),
    "psi": ("Pa", 6894.757293168361),
    "ksi": ("Pa", 6894757.293168361),
    "N·m": ("N·m", 1.0),
    "lb-ft": ("N·m", 1.3558179483314004),
    "Hz": ("Hz", 1.0),
    "kHz": ("Hz", 1e3),
    "MHz": ("Hz", 1e6),
    "GHz": ("Hz", 1e9),
    # data
    "B": ("B", 1.0),
    "kB": ("B", 1e3),
    "MB": ("B", 1e6),
    "GB": ("B", 1e9),
    "TB": ("B", 1e12),
    "Mbps": ("bit/s", 1e6),
    "Gbps": ("bit/s", 1e9),
    # concentration, radiation, change of a percentage
    "ppm": ("ppm", 1.0),
    "ppb": ("ppm", 0.001),
    "Sv": ("Sv", 1.0),
    "mSv": ("Sv", 0.001),
    "pp": ("pp", 1.0),
    "bp": ("pp", 0.01),
}


def convert(value: float, unit: str | None) -> tuple[float, str | None]:
    """The value in its dimension's base unit, and that unit ("km" to "m", "°F" to "°C", "/h" to "/d").

    Currencies, percentages, counts and unknown units come back as they are; of a rate ("bbl/d",
    "USD/t") both parts are converted.
    """
    if unit is None or unit in _FACTORS:
        return _scale(value, unit)
    if unit == "°F":
        return (value - 32) * 5 / 9, "°C"
    above, slash, below = unit.partition("/")
    if not slash or not below:
        return value, unit
    top, top_unit = _scale(value, above or None)
    if below in _PER_DAY:
        return top * _PER_DAY[below], f"{top_unit or ''}/d"
    bottom, bottom_unit = _scale(1.0, below)
    return top / bottom, f"{top_unit or ''}/{bottom_unit}"


def unit_named(word: str) -> str | None:
    """The unit that a word or a sign stands for: "hectares" -> "ha", "euros" -> "EUR", "km" -> "km"."""
    return _names().get(word) or _names().get(word.lower())


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, first in (("units", 2), ("currencies", 1)):  # the first of a list's columns that holds names
        for line in (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            unit, *columns = line.split("\t")
            if columns and not line.startswith("#"):
                found.update(
                    (form, unit) for cell in columns[first - 1 :] for form in cell.split("|") if form
                )
    return found


# News speaks of rates by the day, not by the second.
_PER_DAY: Final[dict[str, float]] = {
    below: _FACTORS["d"][1] / _FACTORS[below][1] for below in ("s", "min", "h", "d", "wk", "mo", "yr")
}


def _scale(value: float, unit: str | None) -> tuple[float, str | None]:
    base, factor = _FACTORS.get(unit or "", (unit, 1.0))
    return value * factor, base
