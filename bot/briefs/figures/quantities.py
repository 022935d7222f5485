"""Numbers with their sign, currency, unit and rate: the quantities of a text, in order.

What is true of English: currency before or after, unit after, then what it is counted by ("$2.11 per
gallon"); "half", "third" and "dozen" reach back for their article ("half a", "a third"); "several" and
"a few" before "hundred" leave no number at all. The calendar's numbers (dates, clock times) and names
are somebody else's: they come in as `taken` spans and are stepped over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from bot.briefs.document import Document
from bot.briefs.figures.numbers import NUMBER_WORDS, Number, read_number, with_decimal_comma
from bot.briefs.figures.units import (
    is_about_money,
    read_currency,
    read_rate,
    read_unit,
    read_unit_of,
    refine_dollar,
)
from storage.records import FigureKind


class Quantity(NamedTuple):
    """A number with its unit at `text[start:end]`.

    `signed` is "+" or "-" where one is written. `vague` has no value. `first` and `last` are the token
    that holds the start and the token after the end.
    """

    start: int
    end: int
    number: Number
    value: float | None
    unit: str | None
    kind: FigureKind
    first: int
    last: int
    low: float | None = None
    high: float | None = None
    prefixed: bool = False
    signed: str = ""
    per: bool = False

    @property
    def vague(self) -> bool:
        """Does it name no number at all ("scores", "several hundred")?"""
        return self.value is None and self.low is None and self.high is None


# An article is the number one only where it is bounded and a unit follows: "less than a minute". "More than a
# century" is a manner of speaking.
_NOT_ONE = r"\b(?! (?:(?:and a|ago|earlier|later)\b|before[.,;]))"
_ONE_OF_A_UNIT = re.compile(
    r"\b(?:(?:less|more|longer|fewer|shorter) than (an?) "
    rf"(?=(?:second|minute|hour|day|week|month|year|mile|met(?:re|er)|kilomet(?:re|er)){_NOT_ONE})"
    rf"|under (an?) (?=(?:second|minute|hour|day|week|month|year|mile){_NOT_ONE})"
    r"|(?:than|over|under) (an?) (?=(?:tonne|ton|kilo|hectare|litre|liter)s?\b))"
)
_BEFORE_ONE = ("than a", "under a", "over a")
_WORD = 12  # characters from "than" back to where "shorter" begins
_ONE_AND_A_HALF = re.compile(
    r"\b(?:an?|one) (second|minute|hour|day|week|month|year|decade|mile|kilomet(?:re|er))"
    r" and a (half|quarter)\b"
)
_TEXT_OF = re.compile(
    r"\b(?:statement|plan|list|declaration|program(?:me)?|manifesto|agenda|document|accord|road ?map|pact)"
    r" (?:of|with|has|had|in) $"
)
_TEXT = 24  # characters of "declaration with"
_POINTS_OF = re.compile(r" of (?:the|an?|its|his|her|their) (?!index)")
_ARTICLE_AS_ONE = re.compile(r"an?(?= )")
_BARE_POINT = re.compile(r"[\s(]\.")
_ARTICLE = re.compile(r"\b(an?|several|a few|many|a couple of|a good|a full)[ -]$", re.IGNORECASE)
_VAGUE_ARTICLES = frozenset({"several", "a few", "many", "a couple of"})
_REACH = 14  # characters of the longest article
_SIGNS = frozenset("-−–+ui")  # of "minus"
_ARTICLES = frozenset("aAoO")
_MINUS = re.compile(r"(?:^|(?<=[\s(]))[-−–]$|\b[Mm]inus[ -]$")
_NEGATIVE = "negative "  # "cash flow was negative $134 million"
_PLUS = re.compile(r"(?:^|(?<=[\s(]))\+$")
_JOINED = re.compile(r"(?: ?[-–—] ?| to | and | or )$")
_MORE = frozenset({" more", " less", " extr"})
_MORE_EACH = re.compile(r" (?:more|less|extra)(?= (?:an?|per|each|every) )")
_INCHES = re.compile(r"-(\d{1,2})(?![\d-]|\.\d)(?: inch(?:es)?\b)?")  # "6-foot-2"
_MINOR = re.compile(r" (\d\d)(?= (?:an?|per|each)\b|[.,;)](?!\d)|$)")
_PAID = re.compile(r"\b(?:costs?|costing|paid|pays|pay|worth|bid|fee of|fee) $")
_PAID_REACH = 8  # characters of "costing"
_MILLIONS = re.compile(
    r"m (?:(?:[a-z]+ )?(?:[a-z]+[^s\W]s|people|children|women|men)\b"
    r"|an? (?:year|month|week|season)\b|b/d\b|bpd\b)"
)
_ALONE = re.compile(r"(?![\w²³/])(?! (?:above|away|below|deep|from|high|long|off|tall|wide|square)\b)")
_LENGTHS = re.compile(r"m (?:high|long|wide|deep|tall|away|waves|walls|races)\b|m (?:waves|races|steps)\b")
_NO_MEASURE = frozenset({" in", " a", " A", " m", " W", " g", " d", " s", " h", " t"})  # "14m in"
_MILLION = 1e6
_WITH_A = re.compile(r" an? ")


def find_quantities(
    document: Document, taken: Sequence[tuple[int, int]], runs: Sequence[tuple[int, int]]
) -> list[Quantity]:
    """Every number of the text that lies outside the `taken` spans (sorted), with its unit.

    `runs` are the text's runs of digits.
    """
    opens = [start for start, _ in taken]
    found: list[Quantity] = []
    reach = 0
    for at in _anchors(document, runs):
        if at < reach:
            continue
        block = bisect_right(opens, at) - 1
        if block >= 0 and at < taken[block][1]:
            continue
        quantity = _read(document, at, found[-1] if found else None)
        if quantity:
            found.append(quantity)
            reach = quantity.end
    return found


def _anchors(document: Document, runs: Sequence[tuple[int, int]]) -> list[int]:
    """Where numbers may start, in order: runs of digits and number words."""
    text, starts = document.text, document.starts
    places = [at - 1 if _BARE_POINT.match(text, at - 2) else at for at, _ in runs]  # .534
    places += compress(starts, map(NUMBER_WORDS.__contains__, document.lower))
    places += _compounds(document)
    places += _articles(text)
    if " and a half" in text or " and a quarter" in text:
        places += [match.start() for match in _ONE_AND_A_HALF.finditer(text)]
    return sorted(places)


def _articles(text: str) -> list[int]:
    """Where an article is the number one: "less than | a minute". Found word first: it is seldom there."""
    found = []
    for opening in _BEFORE_ONE:
        at = text.find(opening)
        while at >= 0:
            before = text.rfind(" ", max(0, at - _WORD), max(0, at - 1)) + 1
            match = _ONE_OF_A_UNIT.match(text, before) or _ONE_OF_A_UNIT.match(text, at)
            found += [match.start(match.lastindex or 1)] if match else []
            at = text.find(opening, at + 1)
    return found


def _compounds(document: Document) -> list[int]:
    """Where "five-year" and "twenty-one" start; what begins with a digit is read by its digits."""
    text, starts, found = document.text, document.starts, []
    hyphen = text.find("-")
    while hyphen >= 0:
        token = bisect_right(starts, hyphen) - 1
        if starts[token] < hyphen and document.lower[token].partition("-")[0] in NUMBER_WORDS:
            found.append(starts[token])
        hyphen = text.find("-", max(hyphen + 1, document.ends[token]))
    return found


def _read(document: Document, at: int, before: Quantity | None) -> Quantity | None:
    text = document.text
    currency = read_currency(text, at)
    article = text[at] in _ARTICLES
    if article and (half := _ONE_AND_A_HALF.match(text, at)):
        return _one_and_part(document, half)
    # the second end of "$2-3m" is money too, so that its "m" is a million
    heir = bool(before and before.prefixed and not currency and _JOINED.match(text, before.end, at))
    one = _ARTICLE_AS_ONE.match(text, at) if article else None
    number = Number(at, one.end(), 1.0, "words") if one else read_number(text, at, bool(currency) or heir)
    if number is None:
        return None
    if text[number.end : number.end + 1] == ",":
        number = _read_on(text, number, bool(currency) or heir)
    number, start = _reach_back(text, _millions(text, number))
    code, start = currency or (None, start)
    sign, start = _sign(text, start)
    if code and text.endswith(_NEGATIVE, 0, start):
        sign, start = "-", start - len(_NEGATIVE)
    unit, kind, end = _unit_of(text, number, code)
    if text.startswith(" below zero", end) and kind in {"count", "measure"}:
        sign, unit, kind, end = "-", unit or "°", "measure", end + len(" below zero")
    if unit == "pt" and (_POINTS_OF.match(text, end) or _TEXT_OF.search(text, max(0, start - _TEXT), start)):
        unit, kind, end = None, "count", number.end  # a declaration's points
    each = unit and text[end : end + 5] in _MORE
    more = _MORE_EACH.match(text, end) if each else None  # "38 dollars more | a month"
    if unit == "ft" or (kind == "money" and not code and number.scale == 1):
        number, end = _with_smaller(text, number, end, unit)
    rate = read_rate(text, more.end() if more else end) if unit and unit != "%" else None
    unit, end = (f"{unit}/{rate[0]}", rate[1]) if rate else (unit, end)
    return Quantity(
        start,
        end,
        number,
        value=-number.value if sign == "-" and number.value is not None else number.value,
        unit=unit,
        kind=kind,
        first=max(0, bisect_right(document.starts, start) - 1),
        last=bisect_left(document.starts, end),
        low=number.low,
        high=number.high,
        prefixed=bool(code),
        signed=sign,
        per=bool(rate),
    )


def _with_smaller(text: str, number: Number, end: int, unit: str | None) -> tuple[Number, int]:
    """ "6-foot-2", "3 dollars 50": the smaller unit behind the larger, without its name."""
    pattern, parts = (_INCHES, 12) if unit == "ft" else (_MINOR, 100)
    smaller = pattern.match(text, end)
    if smaller is None or number.value is None:
        return number, end
    return number._replace(value=number.value + int(smaller[1]) / parts), smaller.end()


def _read_on(text: str, number: Number, money: bool) -> Number:
    """ "2,5 million euros", "3,2%": a comma is decimal where a magnitude, a unit or a currency says so."""
    whole = with_decimal_comma(text, number)
    if whole and (money or whole.scale > 1 or read_unit(text, whole.end, whole.value or 0.0)):
        return whole
    return number


def _one_and_part(document: Document, match: re.Match[str]) -> Quantity | None:
    """ "An hour and a half": one and a half of the unit."""
    value = 1.5 if match[2] == "half" else 1.25
    unit = read_unit(document.text, match.start(1) - 1, value)
    if unit is None:
        return None
    start, end = match.span()
    return Quantity(
        start,
        end,
        Number(start, end, value, "words"),
        value=value,
        unit=unit.symbol,
        kind=unit.kind,
        first=max(0, bisect_right(document.starts, start) - 1),
        last=bisect_left(document.starts, end),
    )


def _unit_of(text: str, number: Number, code: str | None) -> tuple[str | None, FigureKind, int]:
    """The unit of a number, without its rate; `code` is the currency written before it."""
    end, size = number.end, abs(number.value or 0.0)
    if number.style == "fraction" and (article := _WITH_A.match(text, end)):
        found = read_unit(text, article.end() - 1, size)  # "half a percentage point"
    else:
        found = read_unit(text, end, size)
    of_a_point = number.style == "digits" and size < 1 and text.startswith(" of a", end)
    if not found and (of_a_point or number.style in {"vague", "fraction"}):
        found = read_unit_of(text, end)  # "0.5 of a percentage point"
    if code is None:
        return (found.symbol, found.kind, found.end) if found else (None, "count", end)
    unit, end = refine_dollar(text, end, code)
    return unit, "money", max(end, found.end) if found and found.kind == "money" else end


def _millions(text: str, number: Number) -> Number:
    """ "12.3m tonnes", "a fee of 25m": before a plural or with money "m" is a million, else a metre."""
    end = number.end
    if text[end : end + 1] != "m" or number.style != "digits" or number.value is None:
        return number
    unit = read_unit(text, end + 1, number.value)
    money = (unit and unit.kind == "money") or (
        is_about_money(text, number.start) and _ALONE.match(text, end + 1)
    )
    money = money or _PAID.search(text, max(0, number.start - _PAID_REACH), number.start)
    behind = text[end + 1 : unit.end] if unit else ""
    measured = behind[:1] == " " and behind not in _NO_MEASURE  # "2.1m TEU"
    if not (money or measured) and (not _MILLIONS.match(text, end) or _LENGTHS.match(text, end)):
        return number
    return number._replace(end=end + 1, value=round(number.value * _MILLION, 2), scale=_MILLION)


def _reach_back(text: str, number: Number) -> tuple[Number, int]:
    """Takes in the article that a number word leans on; "several hundred" loses its value."""
    if number.style == "digits":
        return number, number.start
    article = _ARTICLE.search(text, max(0, number.start - _REACH), number.start)
    if not article or text[number.start].isdigit():
        return number, number.start
    if article[1].lower() in _VAGUE_ARTICLES:
        number = number._replace(value=None, low=None, high=None, style="vague")
    elif number.style == "words" and number.value is not None and number.value < 12:
        return number, number.start
    return number, article.start()


def _sign(text: str, start: int) -> tuple[str, int]:
    near = max(0, start - 6)
    if _SIGNS.isdisjoint(text[near:start]):
        return "", start
    if text[max(0, start - 14) : start].endswith("plus or minus "):
        return "", start
    if minus := _MINUS.search(text, near, start):
        return "-", minus.start()
    if plus := _PLUS.search(text, near, start):
        return "+", plus.start()
    return "", start
