"""Units beside a number: measures and percentages after it, currencies on either side, rates behind.

What is true of English: a unit is one to three words ("square kilometres", "kilometres per hour") or a
sign ("km", "%", "°C"), set against the number, behind a blank or behind a hyphen; a currency sign stands
before the number, its word after. We look the words up, longest first. A lone letter counts as a sign
where it touches the digits, so that "the 12 in" is no inch. "Pounds" are weight unless the number is
money-sized or the article uses the pound sign.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.briefs.lexicon import columns, word_set
from storage.records import FigureKind


class Unit(NamedTuple):
    """A unit and where it ends; `symbol` is what a figure's `unit` holds."""

    symbol: str
    kind: FigureKind
    end: int


def _split(cell: str) -> list[str]:
    return [form for form in cell.split("|") if form]


_KINDS: dict[str, FigureKind] = {"measure": "measure", "percent": "percent", "duration": "duration"}
_WORDS: dict[str, tuple[str, FigureKind]] = {}
_SIGNS: dict[str, tuple[str, FigureKind]] = {}
for _row in columns("units"):
    _symbol, _kind = _row[0], _KINDS[_row[1]]
    _WORDS.update((form, (_symbol, _kind)) for form in _split(_row[2]))
    _SIGNS.update((form, (_symbol, _kind)) for form in _split(_row[3] if len(_row) > 3 else ""))

_PREFIXES: dict[str, str] = {}
for _row in columns("currencies"):
    _code = _row[0]
    _PREFIXES.update((form, _code) for form in _split(_row[1]))
    for _form in _split(_row[2] if len(_row) > 2 else ""):
        (_WORDS if _form.islower() else _SIGNS)[_form] = (_code, "money")

_SIGNS["c"] = _WORDS.pop("c")  # "212c" are cents; "2.4 C" is warm

_PER = {row[0]: row[1] for row in columns("per")}
_SOFT = word_set("between_number_and_unit")
_PREFIX_LENGTHS = sorted({len(form) for form in _PREFIXES}, reverse=True)
_PREFIX_ENDS = frozenset(form[-1] for form in _PREFIXES)

# Letters that are far more often something else when a blank parts them from the number.
_TOUCHING = frozenset(
    {"s", "p", "c", "h", "d", "in", "pp", "m", "g", "t", "L", "l"}
    | {"V", "W", "B", "MP", "PS", "mb", "pc", "C", "F"}
)
# A short prefix is a currency only before a number that looks like money (R2 and PS5 are names).
_TIMID = frozenset({"R", "N", "PS", "LE", "KD", "SR", "TL", "S/", "Dh", "Re"})
# "K85 million" and "P14 billion" are money, "the K9 unit" is not; "K650" only where kwacha have been named
_LARGE = re.compile(r"\d{1,3},\d{3}\b|\d[\d.,]*\s?(?:m|bn|million|billion|trillion)\b")
_KWACHA = re.compile(r"\bK\d[\d.]*(?:,\d{3}| ?(?:m|bn|million|billion)\b)|kwacha")
_NEAR_KWACHA = 300  # characters
_MONEY_LIKE = re.compile(r"\d+(?:[.,]\d|\s?(?:m|bn|b|tn|million|billion)\b)|\d{3}")

_PLAIN_MONEY = re.compile(r"\d[\d.,]*\s?(?:m|bn|b|tn|million|billion|trillion)\b")  # "Sh 4.2bn"

_SHARED = frozenset(row[0] for row in columns("shared_currencies")) | {"USD", "crowns"}
_OF = re.compile(r" of (?:an? )?(?=\w)")
_PHRASE = re.compile(
    r"[ \u00a0\u2009\u202f\n]?-?((?:[A-Za-zÀ-ÿʻ]+(?:\.[A-Za-z]\.)?)(?:[ -][A-Za-zÀ-ÿʻ]+){0,2})"
)
_SIGN = re.compile(r"([ \u00a0\u2009\u202f-]?)([^\s\d\w,;:()\[\]\"“”!?-]?[A-Za-z°º%μµ²³/.·-]{0,8}[23]?)")
_SIGN_CHARACTERS = 8
_NO_SIGN = 1 + max(len(form) for form in _SIGNS if form.isalpha() and form.islower())
_SLASH = re.compile(
    r"(/|[ -](?:per|an?|each|every)[ -])"
    r"(?:(?:diluted|basic|ordinary|common) (?=shares?\b))?"
    r"(million British thermal units|(?:sq |square |cubic )?[A-Za-z²³]+[23]?(?:[ -]hour)?"
    r"|100,000|1,000|100 ?km\b)"
    r"(?! (?:ago|earlier|later|old))(?: (?:people|population))?"
)
_POUND = re.compile(r"[ -]pounds?\b")
_WEIGHED = re.compile(r"[ -]pounds? of (?!(?:the|his|her|its|their|our|public|state|taxpayers?|money)\b)")
_HEAVY = re.compile(r"[ -]pounds? of\b|-pounds?\b")
_DOLLAR_OF = re.compile(
    r" ?(U\.S\.|US|USD|Canadian|Australian|CAD|AUD)(?![\w$])(?! \w)| ?(U\.S\.|USD|CAD|AUD)(?![\w$])"
)
_DOLLARS = {"U": "USD", "C": "CAD", "A": "AUD"}
_MONEY_WORDS = word_set("money_words") | word_set("money_nouns")
_WARM = re.compile(r"[Tt]emperature|[Mm]ercury|[Hh]eat|[Cc]old")
_NEAR_MONEY = 60  # characters
_STERLING = 1_000_000  # nothing in the news weighs a million pounds


def read_currency(text: str, at: int) -> tuple[str, int] | None:
    """The currency sign that ends at `at` (where a number starts): its ISO code and where it starts."""
    last = at - 1
    if last >= 0 and text[last] in " \u00a0\u2009\u202f":
        last -= 1
    if last < 0 or text[last] not in _PREFIX_ENDS:
        return None
    for length in _PREFIX_LENGTHS:
        start = last + 1 - length
        form = text[start : last + 1] if start >= 0 else ""
        code = _PREFIXES.get(form)
        if code is None or (form[0].isalpha() and start > 0 and text[start - 1].isalnum()):
            continue
        if form == "K" and not _is_kwacha(text, at):
            continue
        if form == "P" and not _LARGE.match(text, at):
            continue
        if form in _TIMID and not (_MONEY_LIKE if last == at - 1 else _PLAIN_MONEY).match(text, at):
            continue
        return code, start
    return None


def _is_kwacha(text: str, at: int) -> bool:
    return bool(_LARGE.match(text, at) or _KWACHA.search(text, max(0, at - _NEAR_KWACHA), at))


def refine_dollar(text: str, at: int, code: str) -> tuple[str, int]:
    """ "$75 U.S. per barrel": whose dollar the amount that ends at `at` is in."""
    match = _DOLLAR_OF.match(text, at) if code == "USD" else None
    return (_DOLLARS[match[match.lastindex or 1][0]], match.end()) if match else (code, at)


def read_unit(text: str, at: int, value: float) -> Unit | None:
    """The unit behind a number that ends at `at`, without a rate."""
    if at >= len(text):
        return None
    if _POUND.match(text, at):
        return _read_pound(text, at, value)
    return _read_sign(text, at) or _read_phrase(text, at)


def read_unit_of(text: str, at: int) -> Unit | None:
    """ "tens of thousands of dollars", "1/16 of a pint": the unit behind "of"."""
    match = _OF.match(text, at)
    return _read_phrase(text, match.end() - 1) if match else None


def _read_sign(text: str, at: int) -> Unit | None:
    word = text[at + 1 : at + 1 + _NO_SIGN]
    if text[at] == " " and len(word) == _NO_SIGN and word.isalpha() and word.islower():
        return None  # "14 people": no sign is so long
    match = _SIGN.match(text, at)
    if not match or not match[2]:
        return None
    if match[2] in {"C", "C."} and _WARM.search(text, max(0, at - _NEAR_MONEY), at):
        return Unit("°C", "measure", match.start(2) + 1)  # "temperatures averaged 2.4 C"
    run = match[2]
    longest = min(len(run), _SIGN_CHARACTERS)
    # a sign of letters is no part of a word: "people" is tried whole, and most numbers count words
    shortest = longest - 1 if run.isalpha() else 0
    for length in range(longest, shortest, -1):
        found = _SIGNS.get(run[:length])
        end = match.end(1) + length
        after = text[end : end + 1]
        letter = run[length - 1].isalpha()
        if not found or (after.isalnum() if letter else after.isdigit() or match[1] == "-"):
            continue  # "km" in "kmh", the second sign of "$2bn-$3bn"
        if (
            match[1]
            and run[:length] in _TOUCHING
            and (match[1] != " " or not _alone(text, run[:length], end))
        ):
            continue
        return Unit(found[0], found[1], end)
    return None


def _alone(text: str, sign: str, end: int) -> bool:
    """ "1,200 m above": a lone "m" or "g" behind a blank, no part of a word or an abbreviation."""
    return sign in {"m", "g", "t", "W", "V", "pc"} and text[end : end + 1] in {" ", ",", ";", ")", "/", ""}


def _read_phrase(text: str, at: int) -> Unit | None:
    match = _PHRASE.match(text, at)
    if not match:
        return None
    words = match[1].lower().replace("-", " ").split(" ")
    end = match.end(1)
    lengths = [len(word) + 1 for word in words]
    if words[0] in _SOFT and len(words) > 1 and text[at] == " ":
        found = _WORDS.get(words[1])
        if found and found[1] == "duration":
            return Unit(found[0], found[1], match.start(1) + lengths[0] + lengths[1] - 1)
    for count in range(len(words), 0, -1):
        found = _WORDS.get(" ".join(words[:count]))
        if found:
            return Unit(found[0], found[1], end - sum(lengths[count:]))
    return _of_a_country(match[1], words, match.start(1), lengths)


def _of_a_country(phrase: str, words: list[str], start: int, lengths: list[int]) -> Unit | None:
    """ "Ukrainian hryvnias", "South African rand": a country before the name of what is money there alone."""
    for count in range(1, len(words)):
        found = _WORDS.get(words[count])
        if found and found[1] == "money" and found[0] not in _SHARED and phrase[0].isupper():
            return Unit(found[0], found[1], start + sum(lengths[: count + 1]) - 1)
    return None


def _read_pound(text: str, at: int, value: float) -> Unit:
    match = _POUND.match(text, at)
    assert match
    weighed = _WEIGHED.match(text, at)
    spent = not weighed and (is_about_money(text, at) or _sells_by_the_ton(text))
    sterling = value >= _STERLING or spent or ("£" in text and not _HEAVY.match(text, at))
    return Unit("GBP", "money", match.end()) if sterling else Unit("lb", "measure", match.end())


@lru_cache(1)  # asked at every pound of a text, which would cost its square
def _sells_by_the_ton(text: str) -> bool:
    return "pounds a ton" in text or "pounds per ton" in text


def is_about_money(text: str, at: int) -> bool:
    """Does a word shortly before say that the number that ends at `at` is money?"""
    return not _MONEY_WORDS.isdisjoint(text[max(0, at - _NEAR_MONEY) : at].lower().split())


def read_rate(text: str, at: int) -> tuple[str, int] | None:
    """What a quantity that ends at `at` is counted by ("per day", "a share", "/km²"): unit, end."""
    match = _SLASH.match(text, at)
    if not match:
        return None
    joint, word, end = match[1].strip(" -"), match[2].lower(), match.end(2)
    if word[0].isdigit():
        return word.replace(" ", ""), match.end()
    if word.endswith("hour") and word.replace("-", " ") not in _WORDS:
        end -= len(" hour")  # "a day | hour", unlike "a megawatt hour"
        word = word[: -len(" hour")]
    known = _WORDS.get(word.replace("-", " ")) or _SIGNS.get(match[2])
    if known and known[1] == "duration" and text.startswith((" before", " after"), match.end()):
        return None  # "$3bn | a year before", but "54 pesos a kilo after the cut"
    if known and known[1] != "percent" and known[1] != "money":
        return known[0], end
    if word in _PER:
        return _PER[word], end
    return None if joint in {"a", "an", "each", "every", "/"} else (word, end)
