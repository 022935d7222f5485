"""Expressions of time -> dates, resolved against the day the article was published.

What is true of English news: a bare weekday beside a past verb is the latest one, beside a future verb the
next; a month or day without a year is the nearest that is not in the future; "the previous day" counts from
the date last named, not from today. Each value keeps the precision of its words (a day, a week, a month, a
year). Without a published date only what is complete by itself is resolved. Method: TimeML's TIMEX3 values.
Accepted: the published day is taken in the zone it came in; "Friday" a week later is read as this week's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.briefs.calendar import Expression
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set
from storage.records import EventDate

Precision = Literal["day", "week", "month", "year"]

_FUTURE = word_set("future_words")
_AHEAD = frozenset({"until", "by", "till", "ahead"})
_WITH_TO = frozenset({"is", "are", "set", "going"})  # "is to open", "set to meet"
_BEHIND = frozenset({"after", "since", "following"})
_DELIVERED = frozenset({"delivery", "futures", "contract", "contracts"})
_STANDING = frozenset({"is", "are", "run", "runs"})
_SCHEDULED = word_set("scheduled_verbs")
_INFORMING = word_set("informing_nouns")
_VERBS = frozenset({"VBD", "VBZ", "VBP", "VB", "VBN", "VBG"})
_ARTICLES = range(1700, 2300)  # years in which articles appear; a feed's 9999 is no date to count from
_SPANNING = frozenset({"to", "-", "–", "until", "till", "through"})
_SEVEN = 7
_SATURDAY = 5
_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
_MONTHS = 12
_BACK = 14  # tokens in which a date's verb stands
_DISTANT = timedelta(days=366 * 200)


@dataclass(frozen=True, slots=True)
class _Value:
    """A resolved time: the day (or first day) it stands for and how precise it is."""

    day: date
    precision: Precision

    def iso(self) -> str:
        """ISO 8601, as much of it as is known."""
        if self.precision == "week":
            year, week, _ = self.day.isocalendar()
            return f"{year}-W{week:02d}"
        whole = self.day.isoformat()
        return {"day": whole, "month": whole[:7], "year": whole[:4]}[self.precision]


def resolve(document: Document, expressions: Sequence[Expression], today: date | None) -> list[EventDate]:
    """The dates that expressions of time mean, in order; those that cannot be told are left out.

    `today` is the day of publication.
    """
    if today is not None and today.year not in _ARTICLES:
        today = None
    found: list[EventDate] = []
    named = today  # the day the text named last: what "the previous day" counts from
    for expression in expressions:
        value = _value(document, expression, today, named)
        if value is None:
            continue
        if found and value.precision == "day" and _goes_on(document, found[-1], expression):
            value = _not_before(date.fromisoformat(found[-1].value), value)
        if value.precision == "day" and expression.kind in {"date", "weekday", "anchored", "day"}:
            named = value.day
        text = document.text[expression.start : expression.end]
        found.append(EventDate(expression.start, expression.end, text, value.iso(), value.precision))
    return found


def _goes_on(document: Document, last: EventDate, it: Expression) -> bool:
    """Does it end a span of dates: "from 8 May to 10 May"?"""
    if it.kind != "date" or it.year or last.precision != "day":
        return False
    return document.text[last.end : it.start].strip() in _SPANNING


def _not_before(first: date, last: _Value) -> _Value:
    """The last day of a span, in the year in which it follows the first."""
    year = first.year + ((last.day.month, last.day.day) < (first.month, first.day))
    return _day(year, last.day.month, last.day.day) or last


def _value(document: Document, it: Expression, today: date | None, named: date | None) -> _Value | None:
    if it.kind == "year" and it.year:
        return _Value(date(it.year, 1, 1), "year")
    if it.kind == "date" and it.year and it.month:
        return _day(it.year, it.month, it.day)
    if today is None or named is None:
        return None
    if it.kind == "date" and it.day and not it.month:
        return _day_of_a_month(document, it, it.day, named, today)
    if it.kind == "date" and it.month:
        return _without_year(document, it, it.month, today)
    if it.kind == "weekday":
        return _weekday(document, it, today)
    if it.kind == "day":
        return _Value(today + timedelta(days=it.number), "day")
    if it.kind == "span":
        return _Value(today, "day")
    if it.kind == "period":
        return _period(document, it, today)
    if it.kind in {"distance", "anchored"}:
        return _distance(it, named if it.kind == "anchored" else today)
    return None


def _day(year: int, month: int, day: int | None) -> _Value | None:
    try:
        return _Value(date(year, month, day or 1), "day" if day else "month")
    except ValueError:  # 31 June: no such day, so the month is all that is known
        return _Value(date(year, month, 1), "month") if 0 < month <= _MONTHS else None


def _without_year(document: Document, it: Expression, month: int, today: date) -> _Value | None:
    if it.unit == "year":  # "in June last year"
        return _day(today.year + _STEPS.get(it.modifier, 0), month, it.day)
    ahead = _is_future(document, it) or it.modifier in {"next", "coming"}
    behind = _day(today.year, month, it.day)
    if behind is None:
        return None
    late = (behind.day > today) if behind.precision == "day" else (behind.day.month > today.month)
    early = (behind.day < today) if behind.precision == "day" else (behind.day.month < today.month)
    if late and not ahead:
        return _day(today.year - 1, month, it.day)
    if early and ahead:
        return _day(today.year + 1, month, it.day)
    if it.modifier == "last" and not late and behind.day.month == today.month:
        return _day(today.year - 1, month, it.day)
    return behind


def _day_of_a_month(document: Document, it: Expression, day: int, named: date, today: date) -> _Value | None:
    """ "The 11th" of the month last named, or of the next or last one where that is nearer to today."""
    month = _months_on(named, 0)
    if day < named.day and _months_on(named, 1) + timedelta(days=day - 1) <= today:
        month = _months_on(named, 1)
    elif named <= today and _is_future(document, it):
        month = _months_on(today, int(day < today.day))  # "it resumes on the 11th"
    elif named <= today < month + timedelta(days=day - 1):
        month = _months_on(named, -1)
    value = _day(month.year, month.month, day)
    return value if value and value.precision == "day" else None  # no month has a 31st but every other


def _weekday(document: Document, it: Expression, today: date) -> _Value:
    back = (today.weekday() - it.number) % _SEVEN
    if it.unit == "week":  # "on Friday last week"
        monday = today - timedelta(days=today.weekday())
        return _Value(monday + timedelta(days=_SEVEN * _STEPS.get(it.modifier, 0) + it.number), "day")
    if it.modifier == "next" or (it.modifier != "last" and _is_future(document, it)):
        return _Value(
            today + timedelta(days=(_SEVEN - back) if back else (_SEVEN if it.modifier == "next" else 0)),
            "day",
        )
    if it.modifier == "last" and back == 0:
        back = _SEVEN
    return _Value(today - timedelta(days=back), "day")


def _period(document: Document, it: Expression, today: date) -> _Value | None:
    step = _STEPS.get(it.modifier, 0)
    if it.unit == "week":
        if it.number:  # a weekend: the Saturday it opens with
            ahead = step > 0 or (step == 0 and today.weekday() < _SATURDAY and _is_future(document, it))
            return _Value(_weekend(today, int(ahead)), "day")
        return _Value(today + timedelta(days=_SEVEN * step), "week")
    if it.unit == "month":
        return _Value(_months_on(today, step), "month")
    if it.unit == "year":
        return _Value(date(today.year + step, 1, 1), "year")
    return None


def _weekend(today: date, step: int) -> date:
    """The Saturday last past, or with a step ahead the next one."""
    last = today - timedelta(days=(today.weekday() - _SATURDAY) % _SEVEN)
    return last + timedelta(days=_SEVEN) if step > 0 else last


def _months_on(day: date, months: int) -> date:
    index = day.year * _MONTHS + day.month - 1 + months
    return date(index // _MONTHS, index % _MONTHS + 1, 1)


def _distance(it: Expression, since: date) -> _Value | None:
    """ "Two days ago" is a day, "three weeks ago" a week, "a year ago" a year."""
    if it.unit in {"", "day", "week"}:
        days = timedelta(days=it.number * (_SEVEN if it.unit == "week" else 1))
        if abs(days) > _DISTANT:
            return None
        return _Value(since + days, "week" if it.unit == "week" else "day")
    if it.unit == "month":
        return _Value(_months_on(since, it.number), "month") if abs(it.number) < since.year else None
    years = it.number * (10 if it.unit == "decade" else 1)
    return _Value(date(since.year + years, 1, 1), "year") if 0 < since.year + years < date.max.year else None


def _is_future(document: Document, it: Expression) -> bool:
    """Does the verb nearest before the expression (else after it) look ahead?"""
    index = bisect_right(document.sentences, it.token, key=lambda sentence: sentence.first)
    sentence = document.sentences[max(0, index - 1)]
    lower, tags = document.lower, document.tags
    if it.token - 2 >= sentence.first and lower[it.token - 2] in _INFORMING and tags[it.token - 1] == "IN":
        return False  # "reports in March": they are there to be read
    first, last = bisect_left(document.starts, it.start), bisect_left(document.starts, it.end)
    falls = it.kind == "date" and lower[first - 2 : first] == ["falls", "on"]  # not "oil falls on Monday"
    if falls or (first - 2 >= sentence.first and lower[first - 2] in _STANDING):
        spans = lower[first - 1] == "from" and not _SPANNING.isdisjoint(lower[last : last + 1])
        if spans or lower[first - 1] == "on":
            return True  # "the hearing is on Monday", "voting is from 8 May to 10 May"
    for index in range(it.token - 1, max(sentence.first, it.token - _BACK) - 1, -1):
        if lower[index] in _AHEAD and index >= it.token - 2:
            return True
        if lower[index] in _FUTURE or (lower[index] in _WITH_TO and lower[index + 1] == "to"):
            return True
        if lower[index] in _SCHEDULED and (
            tags[index] in {"VBZ", "VBP"} or _is_subjects_verb(document, index)
        ):
            return True  # "the ban expires on 1 July": what is fixed is told in the present
        if tags[index] == "VBD" or lower[index] in {"has", "have", "had"}:
            return False
        if lower[index] in _BEHIND and index < it.token - 2:
            return False  # "will shed 300 jobs | after losing 500 in June"
    for index in range(it.token + 1, min(sentence.last, it.token + _BACK)):
        if lower[index] in _DELIVERED and index == it.token + 1:
            return True  # "crude for June delivery"
        if lower[index] in _FUTURE:
            return True
        if tags[index] in _VERBS:
            return False
    return False


def _is_subjects_verb(document: Document, index: int) -> bool:
    """Does a bare form follow a plural, where a tagger may take it for an adjective: "polls open at 7am"?"""
    return index > 0 and document.tags[index - 1] == "NNS" and not document.lower[index].endswith("s")
