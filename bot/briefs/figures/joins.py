"""Quantities that belong together: ranges, moves from one value to another, conversions in brackets.

What is true of English: "30 to 40", "30-40", "between 30 and 40" and "two or three" name one quantity by
its bounds, and unit, currency and magnitude are often written once for both ends ("$2-3bn"). "From 240 to
273" after a verb of change names a move: one figure, its value where it ended, its bounds the way between.
Two whole numbers with a hyphen and no unit that do not rise (3-1, 89-89) are a score. "50km (31 miles)"
says one thing twice: the first reading stands and the span covers both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal, NamedTuple

from bot.briefs.document import Document
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.units import read_rate
from bot.briefs.figures.vocabulary import NOUNS, OF_CHANGE
from bot.briefs.lexicon import word_set
from bot.units import convert


class Joined(NamedTuple):
    """One quantity after joining. `ends` are the bounds of a range, `moved` says it is a move."""

    quantity: Quantity
    ends: tuple[float, float] | None = None
    moved: Literal["up", "down"] | None = None
    share: bool = False  # "one in five"


_AGAIN = (
    r"(?:about |around |some |roughly |nearly |almost |just |over |as many as "
    r"|possibly |maybe |perhaps |even )?"
)
_DASH = re.compile(r"(?: ?[-–—] ?|-to-)$")
_TO = re.compile(r" to " + _AGAIN + r"$")
_TO_LATER = re.compile(r"(?: [\w.]+){1,4} to " + _AGAIN + r"$")
_AND = re.compile(r" and " + _AGAIN + r"$")
_OR = re.compile(r" or (?:possibly |even |maybe |perhaps )?$")
_BETWEEN = re.compile(
    r"\bbetween (?:about |around |some |roughly |an estimated |approximately )?$", re.IGNORECASE
)
_FROM = re.compile(
    r"\bfrom (?:about |around |some |roughly |nearly |almost |just |over |under |between )?$", re.IGNORECASE
)
_BRACKET = re.compile(
    r" ?[(\[](?:about |around |roughly |approximately |some |nearly |almost |over |more than |or |~|≈"
    r"|equal to |equivalent to )?$|,? or (?:about |around |roughly |nearly )?$|/$| / $"
)
_CLOSE = re.compile(r"[^()\[\]]{0,60}[)\]]")
_FEET = re.compile(r"[ -]?$")
_ALSO = re.compile(r",? (?:and )?")
_WITHIN = {("yr", "mo"): 12, ("h", "min"): 60, ("min", "s"): 60, ("d", "h"): 24, ("wk", "d"): 7}
_IN = re.compile(r" (?:in( every)?|(out of)(?: every)?) $")
_BASES = frozenset(
    {3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 20.0, 50.0, 100.0, 1000.0, 10_000.0, 100_000.0}
)
_ONE_OF = re.compile(r" [a-z]+(?: [a-z]+)? in (?:every )?")  # "one voter in six"
_FEW = 20  # "three out of five" is a share, "18 out of 30 wells" two numbers
_CHANGES = word_set("verbs_of_change") | OF_CHANGE
_SAME_LENGTH = 0.13  # "seven miles (11 km)": rounded conversions differ by an eighth at most
_SIDE_BY_SIDE = 2.5  # "two or three", "10 or 20"; beyond that two numbers are named, not a range
_THOUSAND = 1000
_CLAUSE = 60  # characters before "from" in which its verb stands
_NEXT_WORD = re.compile(r" (?!(?:this|its|his|is|was|as|has)\b)([a-z]+)")
_RESULT = re.compile(r"(?:\b(?:is|was|were|are|went|opened|won|lost|finished|beat|by|to|record of) |\()$")
_MINOR = frozenset({"¢", "p", "sen", "kopecks", "paise", "kobo", "pesewas", "ngwee"})
_RATE_OF_COUNT = re.compile(r" (?:an?|per|each) [a-z]+ to ")
_GOALS = 15  # 1-2 is a result, 30-40 a range unless something says otherwise
_SCORE = 1000  # 328-93 is a vote, 3-1 a result


def join(document: Document, quantities: list[Quantity]) -> list[Joined]:
    """Ranges, moves and conversions made one each; scores left out; everything else as it came."""
    text = document.text
    joined: list[Joined] = []
    index = 0
    while index < len(quantities):
        one = quantities[index]
        two = quantities[index + 1] if index + 1 < len(quantities) else None
        if two and _is_score(text, one, two):
            index += 2
            while index < len(quantities) and _is_score(text, quantities[index - 1], quantities[index]):
                index += 1
            continue
        one = _with_unit_behind(text, one, two) if two else one
        pair = _pair(document, one, two) if two else None
        made = pair or Joined(one)
        index += 2 if pair else 1
        made, index = _with_conversion(document, made, quantities, index)
        joined.append(made)
    return joined


def _with_unit_behind(text: str, one: Quantity, two: Quantity) -> Quantity:
    """ "8 or $9", "16,369.03 up 58.06 points": a number whose unit is told behind it."""
    if one.unit or one.number.style != "digits" or two.start - one.end > len(" down "):
        return one
    gap = text[one.end : two.start]
    if (gap == " or " and two.prefixed) or (gap in {" up ", " down "} and two.unit == "pt"):
        return one._replace(unit=two.unit, kind=two.kind)
    return one


def _is_score(text: str, one: Quantity, two: Quantity) -> bool:
    """3-1, 89-89, 6-3 6-4, 5-7-10: whole numbers, a hyphen, no unit, and not rising to a noun."""
    gap = text[one.end : two.start]
    if gap not in {"-", "–"} or one.unit or two.unit or one.number.scale != two.number.scale != 1:
        return False
    if one.value is None or two.value is None or max(one.value, two.value) > _SCORE:
        return False
    if two.value <= one.value or text[two.end : two.end + 1] in {"-", "–"}:
        return True
    behind = _NEXT_WORD.match(text, two.end)
    if behind and behind[1].endswith(("s", "people", "men", "women", "children")):
        return False
    return two.value < _GOALS or bool(_RESULT.search(text, max(0, one.start - 12), one.start))


def _pair(document: Document, one: Quantity, two: Quantity) -> Joined | None:
    text = document.text
    gap = text[one.end : two.start]
    if len(gap) > _CLAUSE:
        return None
    before = text[max(0, one.start - _CLAUSE) : one.start]
    came = _FROM.search(before)
    if (
        one.value is None
        or two.value is None
        or not (_one_unit(document, one, two) or (came and not two.unit))
    ):
        return _feet_and_inches(text, one, two)
    if one.number.style == "fraction" and not one.unit and two.unit:
        return None  # "cut by a third | to 1.2 million tonnes"
    one = _scaled(one, two, bool(_DASH.match(gap)))
    low, high = one.value or 0.0, two.value
    ratio = _IN.match(gap)
    if (
        ratio
        and not before.endswith(("number ", "No. ", "no. "))
        and not one.unit
        and not two.unit
        and low < high
        and (ratio[1] or high in _BASES or (ratio[2] and high <= _FEW))
    ):
        return Joined(one._replace(end=two.end, last=two.last, value=low / high), share=True)
    some = low == 1 or (low < high and one.number.style == two.number.style == "words")
    if some and high in _BASES and _ONE_OF.fullmatch(gap) and _stands_bare(document, one, two):
        return Joined(one._replace(end=two.end, last=two.last, value=low / high), share=True)
    if came and one.unit is None and _RATE_OF_COUNT.match(gap):
        return None  # "from 200 a week to about 350": two numbers, the second of which may be no rate
    if came and (_TO.match(gap) or _TO_LATER.match(gap)):
        return _from_to(one, two, before[: came.start()])
    if between := _BETWEEN.search(before):
        if not _AND.match(gap) and not _TO.match(gap) and not _DASH.match(gap):
            return None
        start = one.start - len(before) + between.start()
        first = bisect_left(document.starts, start)
        rising = low <= high or (low < 0 and high < 0)  # "between -16 and -23 degrees"
        return _range(one._replace(start=start, first=first), two) if rising else None
    if low >= high:
        return None
    if _DASH.match(gap):
        return _range(one, two)
    if _TO.match(gap):
        changed = _is_change(before) or before.endswith(" by ")
        by = high > low * _SIDE_BY_SIDE and changed  # "fell by 12,000 to 1.29 million"
        return None if by else _range(one, two)
    near = _OR.match(gap) and high <= low * _SIDE_BY_SIDE and not two.prefixed and not one.per
    return _range(one, two) if near else None


def _stands_bare(document: Document, one: Quantity, two: Quantity) -> bool:
    """ "One voter in six", "nine houses in ten", with no noun behind the second number."""
    behind = document.tags[two.last] if two.last < len(document.tags) else "."
    return not (one.unit or two.unit or behind in NOUNS | {"JJ", "CD"})


def _is_change(before: str) -> bool:
    """Does a verb of change stand right before, so that the number says by how much?"""
    words = re.findall(r"[a-z]+", before.lower())[-3:]
    return any(word in _CHANGES for word in words)


def _one_unit(document: Document, one: Quantity, two: Quantity) -> bool:
    """Do two ends share a unit, one of them perhaps without writing it ("$2-3bn", "30 to 40%")?"""
    here, there = one.unit or "", two.unit or ""
    if here == there or not here:
        return True
    counts = two.last < len(document.tags) and document.tags[two.last] in NOUNS
    return (
        (not there and one.prefixed and not counts)
        or here.startswith(f"{there}/")
        or there.startswith(f"{here}/")
    )


def _scaled(one: Quantity, two: Quantity, hyphen: bool) -> Quantity:
    """Gives the first end the magnitude written behind the second: "1 to 2 thousand", "$2-3bn"."""
    scale = two.number.scale
    if (
        hyphen
        and scale == 1
        and two.value
        and two.value % _THOUSAND == 0
        and (one.value or _THOUSAND) < _THOUSAND
    ):
        scale = float(_THOUSAND)  # "15-20,000"
    if one.value is None or two.value is None or one.number.scale != 1 or scale == 1:
        return one
    return one._replace(value=one.value * scale) if abs(one.value) * scale <= abs(two.value) else one


def _from_to(one: Quantity, two: Quantity, before: str) -> Joined | None:
    """A move if a verb of change stands before ("fell from 5 to 3"), else a range if it rises."""
    low, high = one.value or 0.0, two.value or 0.0
    words = re.findall(r"[a-z]+", before.lower())
    verb = any(word in _CHANGES for word in words[-6:])
    if low == high or (not verb and low > high):
        return None
    made = _range(one, two)
    if not verb:
        return made
    return made._replace(moved="up" if high > low else "down", quantity=made.quantity._replace(value=high))


def _range(one: Quantity, two: Quantity) -> Joined:
    low, high = sorted((one.value or 0.0, two.value or 0.0))
    given = one if two.unit is None or (one.per and not two.per) else two
    unit, kind = given.unit, given.kind
    whole = one._replace(
        end=two.end,
        last=two.last,
        unit=unit,
        kind=kind,
        value=None,
        low=low,
        high=high,
        per=two.per or one.per,
    )
    return Joined(whole, (low, high))


def _feet_and_inches(text: str, one: Quantity, two: Quantity) -> Joined | None:
    """ "6 feet 2 inches", "5ft 11in": one height; "four years and three months": one length of time."""
    times = _WITHIN.get((one.unit or "", two.unit or ""))
    if (
        times
        and one.value
        and two.value is not None
        and two.value < times
        and _ALSO.fullmatch(text[one.end : two.start])
    ):
        return Joined(
            one._replace(end=two.end, last=two.last, value=one.value * times + two.value, unit=two.unit)
        )
    if one.unit != "ft" or two.unit != "in" or not _FEET.match(text[one.end : two.start] or " "):
        return None
    if one.value is None or two.value is None:
        return None
    return Joined(one._replace(end=two.end, last=two.last, value=one.value + two.value / 12))


def _with_conversion(
    document: Document, made: Joined, quantities: list[Quantity], index: int
) -> tuple[Joined, int]:
    """Takes in what follows in brackets if it says the same in another unit."""
    if index >= len(quantities):
        return made, index
    text, other = document.text, quantities[index]
    gap = text[made.quantity.end : other.start]
    if len(gap) > _CLAUSE or not _BRACKET.match(gap):
        return made, index
    pair = _pair(document, other, quantities[index + 1]) if index + 1 < len(quantities) else None
    again = pair or Joined(other)
    if not _says_the_same(made, again):
        return made, index
    end, index = again.quantity.end, index + (2 if pair else 1)
    if "(" in gap or "[" in gap:
        close = _CLOSE.match(text, end)
        end = close.end() if close else end
        while index < len(quantities) and quantities[index].start < end:
            index += 1
    whole, rate = made.quantity, None if made.quantity.per else read_rate(text, end)
    unit = f"{whole.unit}/{rate[0]}" if rate else whole.unit
    end = rate[1] if rate else end
    last = bisect_left(document.starts, end)
    return made._replace(
        quantity=whole._replace(end=end, last=last, unit=unit, per=bool(rate) or whole.per)
    ), index


def _says_the_same(made: Joined, again: Joined) -> bool:
    one, other = made.quantity, again.quantity
    if one.unit is None or other.unit is None or one.unit == other.unit:
        return False
    if one.kind == "money" or other.kind == "money":
        return one.kind == other.kind and _other_currency(one.unit, other.unit)
    value = made.ends[0] if made.ends else one.value
    second = again.ends[0] if again.ends else other.value
    if value is None or second is None:
        return False
    here, there = convert(value, one.unit), convert(second, other.unit)
    return here[1] == there[1] and abs(here[0] - there[0]) <= _SAME_LENGTH * max(abs(here[0]), abs(there[0]))


def _other_currency(one: str, two: str) -> bool:
    """USD and EUR, USD/t and EUR, but not USD/mo and EUR/yr."""
    here, there = one.partition("/"), two.partition("/")
    if here[0] in _MINOR or there[0] in _MINOR:
        return False  # "$212 million, or 87 cents a share"
    return here[0] != there[0] and (here[2] == there[2] or not (here[2] and there[2]))
