"""Gold articles: one text file each, the article first, then below `== gold` what a brief must hold.

    claim SPEAKER = NAME | CUE | CONTENT | STANCE [h] [n]    NAME when it is not SPEAKER; hedged, negated
    figure TEXT | VALUE | UNIT | COUNTED | ACCORDING TO      =5, ~5 (approximate), >=5, <=5, 5..7
    place TEXT | ROLE | COUNTRY | LAT,LON

`TEXT#2` is the second occurrence, ` ... ` skips the middle of a content, `-` stands for none,
`asserts/denies` takes either. After a keyword, `?` marks what may be given or left out: readers of good
will differ on it. Texts, outlets and persons are invented, places are real. A gold line whose words are
not in the article is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

BOUNDS = re.compile(r"(=|~|>=|<=)?([\d.]+?)(?:\.\.([\d.]+))?")


@dataclass(frozen=True)
class GoldClaim:
    start: int
    end: int
    name: str | None
    stances: tuple[str, ...]
    hedged: bool
    negated: bool
    optional: bool


@dataclass(frozen=True)
class GoldFigure:
    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    approximate: bool
    unit: str | None
    counted: str | None
    according_to: str | None
    optional: bool


@dataclass(frozen=True)
class GoldPlace:
    start: int
    end: int
    role: str
    country: str | None
    point: tuple[float, float] | None
    optional: bool


@dataclass(frozen=True)
class GoldArticle:
    id: str
    text: str
    claims: tuple[GoldClaim, ...]
    figures: tuple[GoldFigure, ...]
    places: tuple[GoldPlace, ...]


def load(folder: Path) -> list[GoldArticle]:
    """All articles of a folder, by name."""
    return [_article(path) for path in sorted(folder.glob("*.txt"))]


def _article(path: Path) -> GoldArticle:
    text, _, below = path.read_text(encoding="utf-8").partition("\n== gold\n")
    rows: dict[str, list[tuple[list[str], bool]]] = {"claim": [], "figure": [], "place": []}
    for line in below.splitlines():
        keyword, _, rest = line.partition(" ")
        rows[keyword.rstrip("?")].append(
            ([cell.strip() for cell in rest.split(" | ")], keyword.endswith("?"))
        )
    try:
        claims = tuple(_claim(text, cells, optional) for cells, optional in rows["claim"])
        figures = _figures(text, rows["figure"])
        places = tuple(_place(text, cells, optional) for cells, optional in rows["place"])
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
    return GoldArticle(path.stem, text, claims, figures, places)


def _claim(text: str, cells: list[str], optional: bool) -> GoldClaim:
    speaker, cue, content, meant = cells
    shown, _, name = speaker.partition(" = ")
    if shown != "-":
        _find(text, shown)
    if cue != "-":
        _find(text, cue)
    start, end = _find_content(text, content)
    stance, *flags = meant.split()
    fullest = None if shown == "-" else name or shown
    return GoldClaim(start, end, fullest, tuple(stance.split("/")), "h" in flags, "n" in flags, optional)


def _figures(text: str, rows: list[tuple[list[str], bool]]) -> tuple[GoldFigure, ...]:
    figures: list[GoldFigure] = []
    for cells, optional in rows:
        shown, bounds, unit, counted, who = (None if cell == "-" else cell for cell in cells)
        if shown is None or bounds is None:
            raise ValueError(f"a figure without text or value: {cells}")
        start, end = _find(text, shown)
        value, low, high, approximate = _bounds(bounds)
        figures.append(GoldFigure(start, end, value, low, high, approximate, unit, counted, who, optional))
    return tuple(figures)


def _bounds(written: str) -> tuple[float | None, float | None, float | None, bool]:
    match = BOUNDS.fullmatch(written)
    if match is None:
        raise ValueError(f"no bounds: {written}")
    sign, first, second = match.groups()
    number = float(first)
    if second is not None:
        return None, number, float(second), sign == "~"
    if sign == ">=":
        return None, number, None, False
    if sign == "<=":
        return None, None, number, False
    return number, None, None, sign == "~"


def _place(text: str, cells: list[str], optional: bool) -> GoldPlace:
    shown, role, country, where = cells
    start, end = _find(text, shown)
    point = None
    if where != "-":
        lat, lon = where.split(",")
        point = (float(lat), float(lon))
    return GoldPlace(start, end, role, None if country == "-" else country, point, optional)


def _find(text: str, quoted: str) -> tuple[int, int]:
    """Where a quoted text stands: as whole words and numbers, the nth time with #n."""
    wanted, _, nth = quoted.partition("#")
    whole = rf"(?<!\w)(?<!\d[.,]){re.escape(wanted)}(?!\w)(?![.,]\d)"
    found = [match.span() for match in re.finditer(whole, text)]
    if len(found) < int(nth or 1):
        raise ValueError(f"not in the text: {quoted}")
    return found[int(nth or 1) - 1]


def _find_content(text: str, quoted: str) -> tuple[int, int]:
    first, _, last = quoted.partition(" ... ")
    start, end = _find(text, first)
    return (start, _anywhere(text, last, end)[1]) if last else (start, end)


def _anywhere(text: str, quoted: str, after: int) -> tuple[int, int]:
    start = text.find(quoted, after)
    if start < 0:
        raise ValueError(f"not in the text: {quoted}")
    return start, start + len(quoted)
