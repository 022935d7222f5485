"""Expressions of the calendar in a text: dates, weekdays, "last week", "two days ago", years, clock times.

What is true of English news: a date hangs on a word (a month, a weekday, "yesterday", "ago") or has a
shape of its own (2024-10-31, 14:30, 1987), and what stands beside the word belongs to it. We go from the
words outwards. A bare four-digit number is a year unless it has a unit or counts something. Missed:
holidays ("at Easter"), fiscal quarters, dates in words ("the fifth of November").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Literal

from bot.briefs.document import Document
from bot.briefs.lexicon import columns, word_set

Kind = Literal["date", "weekday", "day", "period", "anchored", "distance", "span", "clock", "year", "decade"]


@dataclass(frozen=True, slots=True)
class Expression:
    """`text[start:end]` names a time; `token` is the word it hangs on.

    `number` counts: the weekday (Monday is 0), days from today, units of a distance; `unit` is "day",
    "week", "month" or "year"; `modifier` is the word before ("last", "next", "this", "previous").
    """

    start: int
    end: int
    kind: Kind
    token: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    number: int = 0
    unit: str = ""
    modifier: str = ""


_WORDS: dict[str, tuple[str, int]] = {word: (kind, int(number)) for word, kind, number in columns("calendar")}
_NUMBERS: dict[str, int] = {
    word: int(float(value)) for word, value, role in columns("numbers") if role in {"unit", "teen", "tens"}
} | {"a": 1, "an": 1, "couple": 2, "a couple of": 2}
_UNITS = {"day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month"}
_UNITS |= {
    "year": "year",
    "years": "year",
    "hours": "day",
    "hour": "day",
    "decade": "decade",
    "decades": "decade",
    "fortnight": "fortnight",
    "fortnights": "fortnight",
}
_UNITS |= {"minutes": "day", "minute": "day"}
_NEEDS_COMPANY = frozenset({"may", "march"})
_BEFORE_A_MONTH = word_set("before_a_month")
_MODIFIERS = frozenset({"this", "last", "next", "past", "previous", "following", "same", "that", "coming"})
_SHADES = frozenset({"earlier", "later", "early", "late", "mid"})
_PARTS_OF_A_PERIOD = _SHADES | {"end", "beginning", "start", "middle", "rest"}
_NEIGHBOURS = {"previous": -1, "same": 0, "following": 1, "next": 1}
_ANCHORS = {"before": -1, "earlier": -1, "after": 1, "later": 1}
_NIGHT_LINKS = frozenset({"", "on", "into", "from", "to", "between"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_LONGEST_DAY = 4  # letters of "31st"
_BEFORE_THE_DAY = frozenset({"on", "until", "till", "since", "by", "to", "from", "and", "before", "through"})
_NOUNS = frozenset({"NN", "JJ", "CD", "VB"})  # as tags
_AFTER_POINT = frozenset(".,;:!?)”’'\"–—")

_AFTER_MONTH = re.compile(
    r"\.? ?(\d{1,2})(?:st|nd|rd|th)?(?: ?(?:-|–|to|and) ?(\d{1,2})(?:st|nd|rd|th)?)?"
    r"(?![\d%:]|[.,]\d| (?:per|million))(?:,? ((?:1\d|20)\d\d)(?!\d))?"
)
_YEAR_AFTER_MONTH = re.compile(r"\.?,?(?: of)? ((?:1\d|20)\d\d)(?![\d,.]?\d)")
_DAY_BEFORE_MONTH = re.compile(
    r"(?<![\d.,$€£])(?:\d{1,2} ?(?:-|–|/|&|to|and) ?)?(\d{1,2})(?:st|nd|rd|th)?(?: of)? $"
)
_SHAPES = re.compile(
    r"(?:"
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
    r"|(?P<slash>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))(?![\d/])"
    r"|(?P<nine>9/11|24/7|7/7)(?![\d/])"
    r"|(?P<clock>\d{1,2}[:.]\d\d(?:[:.]\d\d?)?(?: ?[ap]\.?m\b\.?)|\d{1,3}:\d\d(?:[:.]\d{1,2})?(?![\d:])"
    r"|\d{1,2} ?[ap]\.?m\b\.?|[012]\d[0-5]\d ?(?:GMT|UTC|hours local|local time))"
    r"|(?P<year>1\d{3}|20\d\d)(?:[-–/](?:\d{4}|\d\d))?(?P<plural>s)?(?![\w,.:]?\d|[\w%°])"
    r"|(?P<decade>[1-9]0s)\b"
    r")"
)
_DIGITS = re.compile(r"\d+")
_GLUE = re.compile(r"[\w.,$€£/]")
_MOST_DAYS = 31
_LARGER = re.compile(r" ?(?:-|–|to) ?(?:2[1-9]|[3-9]\d)\d\d\b")
_MONEY_SIGNS = frozenset("$€£¥₹")
_COUNTED_YEARS = frozenset(
    {"than", "least", "about", "some", "nearly", "almost", "around", "over", "roughly", "to"}
)


def find_expressions(document: Document) -> list[Expression]:
    """Every expression of the calendar, in order, none overlapping another."""
    found = [*_by_words(document), *_by_shapes(document), *_by_ordinals(document)]
    found.sort(key=lambda expression: (expression.start, -expression.end))
    kept: list[Expression] = []
    for expression in found:
        if not kept or expression.start >= kept[-1].end:
            kept.append(expression)
    return _joined(document.text, kept)


def _joined(text: str, found: list[Expression]) -> list[Expression]:
    """ "Friday last week", "in June last year": the period says which Friday, which June."""
    joined: list[Expression] = []
    for it in found:
        last = joined[-1] if joined else None
        if last and _is_night_of(text, last, it):
            joined[-1] = it
            continue
        if last and it.kind == "period" and it.start == last.end + 1 and text[last.end] == " ":
            week = last.kind == "weekday" and it.unit == "week" and not it.number
            year = last.kind == "date" and it.unit == "year" and last.year is None
            if (week or year) and not last.modifier:
                joined[-1] = replace(last, end=it.end, unit=it.unit, modifier=it.modifier)
                continue
        joined.append(it)
    return joined


def _is_night_of(text: str, night: Expression, it: Expression) -> bool:
    """ "Overnight on Tuesday", "overnight into 28 February": the night is that day's."""
    if text[night.start : night.end].lower() != "overnight" or it.kind not in {"date", "weekday"}:
        return False
    return text[night.end : it.start].strip() in _NIGHT_LINKS


def _by_words(document: Document) -> list[Expression]:
    lower = document.lower
    found = []
    for index in [index for index, word in enumerate(lower) if word in _WORDS]:
        kind, number = _WORDS[lower[index]]
        expression = _READERS[kind](document, index, number)
        if expression:
            found.append(expression)
    return found


def _month(document: Document, index: int, month: int) -> Expression | None:
    text, start, end = document.text, document.starts[index], document.ends[index]
    if not document.words[index].removeprefix("mid-").removeprefix("Mid-")[0].isupper():
        return None
    before = document.lower[index - 1] if index else ""
    named = index > 1 and _WORDS.get(document.lower[index - 2], ("",))[0] == "month"
    if not named and (ahead := _DAY_BEFORE_MONTH.search(text, max(0, start - 16), start)):
        year = _YEAR_AFTER_MONTH.match(text, end)
        day, stop = int(ahead[1]), year.end() if year else end
        return _dated((ahead.start(), stop), index, year[1] if year else None, month, day)
    if after := _AFTER_MONTH.match(text, end):
        return _dated((start, after.end()), index, after[3], month, int(after[1]))
    if year := _YEAR_AFTER_MONTH.match(text, end):
        return Expression(start, year.end(), "date", index, year=int(year[1]), month=month)
    if document.words[index].rstrip(".").lower() in _NEEDS_COMPANY and before not in _BEFORE_A_MONTH:
        return None
    modifier = before if before in _MODIFIERS else ""
    return Expression(start, end, "date", index, month=month, modifier=modifier)


def _dated(span: tuple[int, int], token: int, year: str | None, month: int, day: int) -> Expression:
    known = day if 0 < day <= _MOST_DAYS else None
    return Expression(*span, "date", token, int(year) if year else None, month, known)


def _weekday(document: Document, index: int, weekday: int) -> Expression | None:
    start, end = document.starts[index], document.ends[index]
    if not document.text[start].isupper():
        return None
    before = document.lower[index - 1] if index else ""
    after = document.lower[index + 1] if index + 1 < len(document.lower) else ""
    if _WORDS.get(after, ("",))[0] == "part":
        end = document.ends[index + 1]
    if before in {"last", "next", "this"}:
        return Expression(document.starts[index - 1], end, "weekday", index, number=weekday, modifier=before)
    return Expression(start, end, "weekday", index, number=weekday)


def _day(document: Document, index: int, offset: int) -> Expression | None:
    return Expression(document.starts[index], document.ends[index], "day", index, number=offset)


def _period(document: Document, index: int, _: int) -> Expression | None:
    """ "this week", "earlier this month", "last year", "over the weekend"."""
    if index == 0:
        return None
    word, before = document.lower[index], document.lower[index - 1]
    first = index - 1
    if before == "the" and index > 2 and document.lower[index - 3] in _PARTS_OF_A_PERIOD:
        if document.lower[index - 2] not in {"of", "in"}:
            return None
    elif before not in _MODIFIERS and not (word == "weekend" and before in {"the", "at"}):
        return None
    if first and document.lower[first - 1] in _SHADES:
        first -= 1
    unit = "week" if word == "weekend" else word
    modifier = before if before in _MODIFIERS else ""
    return Expression(
        document.starts[first],
        document.ends[index],
        "period",
        index,
        unit=unit,
        modifier=modifier,
        number=word == "weekend",
    )


def _part(document: Document, index: int, _: int) -> Expression | None:
    """ "this morning", "last night", "tomorrow evening", "the previous night"."""
    before = document.lower[index - 1] if index else ""
    if before in {"this", "last"}:
        offset = -1 if before == "last" else 0
    elif before in {"yesterday", "tomorrow"}:
        offset = -1 if before == "yesterday" else 1
    elif before in _NEIGHBOURS:
        return _beside(document, index - 1, index, _NEIGHBOURS[before])
    else:
        return None
    return Expression(document.starts[index - 1], document.ends[index], "day", index, number=offset)


def _anchored(document: Document, index: int, _: int) -> Expression | None:
    """ "the previous day", "the same day", "the day before": counted from the date last named."""
    lower = document.lower
    before = lower[index - 1] if index else ""
    after = lower[index + 1] if index + 1 < len(lower) else ""
    if before in _NEIGHBOURS:
        return _beside(document, index - 1, index, _NEIGHBOURS[before])
    if before not in {"the", "a"} or after not in _ANCHORS:
        return None
    offset, last = _ANCHORS[after], index + 1
    point = lower[index + 2] if index + 2 < len(lower) else "."
    if point in {"yesterday", "tomorrow"}:
        number = offset - 1 if point == "yesterday" else offset + 1
        return Expression(document.starts[index], document.ends[index + 2], "day", index, number=number)
    if after in {"before", "after"} and point[0] not in _AFTER_POINT:
        # "a day after the truce": counted from what happened, and the text need not say when
        return Expression(document.starts[index], document.ends[last], "clock", index)
    return _beside(document, index, last, offset)


def _beside(document: Document, first: int, last: int, offset: int) -> Expression:
    """A day counted from the one last named."""
    return Expression(document.starts[first], document.ends[last], "anchored", last, number=offset)


def _distance(document: Document, index: int, direction: int) -> Expression | None:
    """ "two days ago", "a week earlier", "three months later"."""
    unit = _UNITS.get(document.lower[index - 1], "") if index > 1 else ""
    number = _count(document.lower[index - 2]) if unit else None
    if number is None:
        return None
    first = index - 2
    if document.lower[first] == "couple":
        first = max(0, first - 1)
    if (
        first > 1
        and document.lower[first - 1] in {"or", "to"}
        and _count(document.lower[first - 2]) is not None
    ):
        first -= 2  # "five or six weeks ago"
    if document.lower[index - 1].startswith(("hour", "minute")):
        number //= 24
    if unit == "fortnight":
        unit, number = "week", number * 2
    kind: Kind = "distance" if document.lower[index] == "ago" else "anchored"
    return Expression(
        document.starts[first], document.ends[index], kind, index, number=direction * number, unit=unit
    )


def _span(document: Document, index: int, _: int) -> Expression | None:
    """ "the past 24 hours": reports by the clock. "The last 200 days" measures something: a figure."""
    lower = document.lower
    if index < 2 or lower[index] != "hours" or lower[index - 2] not in {"past", "last", "previous", "next"}:
        return None
    if _count(lower[index - 1]) is None:
        return None
    return Expression(document.starts[index - 2], document.ends[index], "span", index, unit="day")


def _clock(document: Document, index: int, _: int) -> Expression | None:
    """ "11 a.m.", "0600 GMT", "nine o'clock"."""
    if index == 0 or not (document.lower[index - 1][0].isdigit() or _count(document.lower[index - 1])):
        return None
    return Expression(document.starts[index - 1], document.ends[index], "clock", index)


def _count(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 5 else _NUMBERS.get(word)


_READERS = {
    "month": _month,
    "weekday": _weekday,
    "day": _day,
    "period": _period,
    "part": _part,
    "anchored": _anchored,
    "distance": _distance,
    "span": _span,
    "clock": _clock,
}


def _by_shapes(document: Document) -> list[Expression]:
    found = []
    reach = 0
    for start in _digits(document):  # where a shape may start: far quicker than trying each place
        match = _SHAPES.match(document.text, start) if start >= reach else None
        if match is None or (start and _GLUE.match(document.text, start - 1)):
            continue
        end = reach = match.end()
        token = max(0, bisect_right(document.starts, start) - 1)
        name = match.lastgroup if match.lastgroup != "plural" else "decade"
        if name in {"iso", "slash"}:
            found.append(_from_digits(match.group(), start, end, token))
        elif name == "year" and match["year"]:
            if _is_year(document, match, token):
                found.append(Expression(start, end, "year", token, year=int(match["year"])))
        elif name in {"nine", "clock"}:
            found.append(Expression(start, end, "clock", token))
        else:
            found.append(Expression(start, end, "decade", token))
    return found


def _digits(document: Document) -> list[int]:
    """Where digits begin."""
    text, starts, ends = document.text, document.starts, document.ends
    return [run.start() for at in document.numeric for run in _DIGITS.finditer(text, starts[at], ends[at])]


def _by_ordinals(document: Document) -> list[Expression]:
    """ "On the 11th": a day of the month last named. "The 11th hole" is none."""
    found = []
    for index in document.numeric:
        word = document.lower[index]
        if word[-2:] not in _ORDINALS or index < 2 or not word[:-2].isdecimal() or len(word) > _LONGEST_DAY:
            continue
        day, following = int(word[:-2]), document.tags[index + 1 : index + 2]
        leads = document.lower[index - 1] == "the" and document.lower[index - 2] in _BEFORE_THE_DAY
        if leads and 0 < day <= _MOST_DAYS and not (following and following[0][:2] in _NOUNS):
            found.append(Expression(document.starts[index - 1], document.ends[index], "date", index, day=day))
    return found


def _from_digits(digits: str, start: int, end: int, token: int) -> Expression:
    """ISO order is certain; of two slashed numbers one above twelve is the day, else we leave it open."""
    parts = [int(part) for part in re.split(r"[-/]", digits)]
    if parts[0] > 31:
        return Expression(start, end, "date", token, year=parts[0], month=parts[1], day=parts[2])
    first, second, year = parts
    year += 2000 if year < 100 else 0
    if first > 12 >= second > 0:
        return Expression(start, end, "date", token, year, second, first)
    if second > 12 >= first > 0:
        return Expression(start, end, "date", token, year, first, second)
    return Expression(start, end, "clock", token)


def _is_year(document: Document, match: re.Match[str], token: int) -> bool:
    """A four-digit number without a comma: what stands around it says whether it is a year."""
    year, tags, lower = int(match["year"]), document.tags, document.lower
    if document.ends[token] > match.end() or _LARGER.match(document.text, match.end()):
        return False  # 2000m, 1920x1080, "2000 to 2500 calories"
    after = lower[token + 1] if token + 1 < len(lower) else ""
    plural = token + 1 < len(tags) and tags[token + 1] == "NNS"
    before = lower[token - 1] if token else ""
    if before in _MONEY_SIGNS or after in _UNITS or after in _MEASURES:
        return False
    if plural and (before in _COUNTED_YEARS or (year % 50 == 0 and before not in _BEFORE_A_MONTH)):
        return False
    if before == "of" and token > 1 and lower[token - 2] in _LEVELS:
        return False  # "a record of 1388"
    if before == "from" and token > 2 and lower[token - 2].isdecimal() and lower[token - 3] == "to":
        return len(lower[token - 2]) == len("2020") and 1900 <= int(lower[token - 2]) < 2100
    if 1900 <= year < 2100:
        return True
    return before in _BEFORE_A_MONTH and not plural


_LEVELS = frozenset({"record", "high", "low", "total", "peak", "average", "maximum"})
_MEASURES = frozenset(form for row in columns("units") for form in row[2].split("|") if form) | {"%"}
