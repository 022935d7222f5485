"""The number grammar: reads one number, in digits, words or both, where it starts in a text.

What is true of English news: a number is digits ("1,234.5", "1 200", "1'200", "12,34,567"), words
("two hundred and fifty thousand"), or digits with a magnitude ("3.4bn", "4 hundred million"); "half
a million" and "two-thirds" are fractions; "scores" and "hundreds" name no number at all, "tens of
thousands" an order of magnitude. We read as far as the words make one legal number and stop there,
so that "between five and ten" stays two. Missed on purpose: Roman numerals, "12,5" for 12.5 without a
unit, a magnitude or a currency beside it.
"""

from __future__ import annotations

import re
from math import inf
from typing import Literal, NamedTuple

from bot.briefs.lexicon import columns

Style = Literal["digits", "words", "fraction", "vague"]


class Number(NamedTuple):
    """A number at `text[start:end]`; a vague one has no value, and bounds only for "tens of thousands".

    `scale` is the magnitude written behind it (a million in "2.5 million"), 1 where there is none.
    """

    start: int
    end: int
    value: float | None
    style: Style
    low: float | None = None
    high: float | None = None
    scale: float = 1.0


_ROWS = columns("numbers")
VALUES: dict[str, float] = {word: float(value) for word, value, _ in _ROWS}
_ROLES: dict[str, str] = {word: role for word, _, role in _ROWS}
# A word with which a number may begin; fractions and plurals reach back over "a", "several", "two".
NUMBER_WORDS = frozenset(word for word, role in _ROLES.items() if role != "abbreviation")

# Thousands in threes (the Indian way in twos before the last three); a blank only before three digits.
_DIGITS = re.compile(
    r"(?:\d{1,3}(?:,\d{2,3}){0,6},\d{3}(?![\d,]\d)"
    r"|\d{1,3}(?:[\u00a0\u2009\u202f '’]\d{3}){1,6}(?!\d|s\b)"  # not "44 737s"
    r"|\d{1,3}(?:\.\d{3}){2,6}(?![\d.]\d)"
    r"|\d+)"
    r"(?:\.\d+)?"
)
_BARE_DECIMAL = re.compile(r"\.\d+")
_POWER = re.compile(r" ?[×x] ?10(?:\^?([−-]\d{1,2})|\^(\d{1,2})|([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))(?!\d)")
_PLACES = 4
_MOST_DIGITS = 30  # a longer run is a code
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100, 128})  # 9/11 and 1/7 are dates or names
_SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_VULGAR = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8, "⅕": 1 / 5, "⅖": 2 / 5}
_SLASHED = re.compile(r"(?:[ -](\d{1,2}))?([/⁄])(\d{1,3})(?![\d/⁄])")
_WORD = re.compile(r"(?:[ \u00a0\u2009\u202f\n]|-)?([a-z]+)", re.IGNORECASE)
_AND_HALF = re.compile(r"[ -]and[ -](?:a|one)[ -](half|quarter|third)\b", re.IGNORECASE)
_HALF_A = re.compile(
    r"[ -](?:an? )?(hundred|thousand|million|billion|trillion|dozen|lakh|crore)\b", re.IGNORECASE
)
_OF_SCALE = re.compile(r" of (?:a (million|billion|trillion)|(thousands|millions|billions))\b", re.IGNORECASE)
_ATTACHED = re.compile(r"(k|[Mm]|[Bb]|[Tt])(?![\w/²³%°])(?!(?<=B) [A-Z])")  # not "221B Baker Street"
_DECIMALS = re.compile(r",(\d{1,2})(?![\d,:]|/\d|-(?![mb]illion)|\.\d)")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+")  # "2.500,50"
_PARTED = re.compile(r", (\d{3})(?= [a-z])")
_BOUNDS = (
    "than ",
    "about ",
    "some ",
    "over ",
    "least ",
    "nearly ",
    "almost ",
    "around ",
    "roughly ",
    "up to ",
)
_ATTACHABLE = frozenset("kMmBbTt")
_GOES_ON = frozenset("0123456789aA½¼¾⅓⅔")
_NOT_DIGITS = re.compile(r"[^\d.]")
_MOST_PARTS = 10  # "seven-tenths"; beyond, a number before "third" counts something else
_SCALES = frozenset({"hundred", "scale", "abbreviation", "dozen"})
_LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}


def read_number(text: str, at: int, money: bool = False) -> Number | None:
    """The number that starts at `at`; after a currency sign ("money") "m", "b" and "t" are magnitudes."""
    if text[at].isdecimal() or text[at] == ".":
        return _read_digits(text, at, money)
    if text[at] in _VULGAR:
        return Number(at, at + 1, _VULGAR[text[at]], "fraction")
    return _read_words(text, at)


def _read_digits(text: str, at: int, money: bool) -> Number | None:
    match = _DIGITS.match(text, at) or _BARE_DECIMAL.match(text, at)
    if not match:
        return None
    digits = match.group()
    if not digits.isdecimal():
        digits = _NOT_DIGITS.sub("", digits)
    if len(digits) > _MOST_DIGITS:
        return None
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    end = match.end()
    if text[end : end + 2] == ", " and (parted := _PARTED.match(text, end)) and text.endswith(_BOUNDS, 0, at):
        digits, end = digits + parted[1], parted.end()  # "more than 1, 400 people", as some feeds write
    value = float(digits)
    if end < len(text):
        plain = text[end] == " " and text[end + 1 : end + 2] not in _GOES_ON  # most: spares three patterns
        fraction = None if plain else _slashed(text, value, end)
        if fraction:
            return Number(at, fraction[1], fraction[0], "fraction")
        half = None if plain else _AND_HALF.match(text, end)
        if half:
            value, end = value + VALUES[half[1].lower()], half.end()
        scale, end = _read_scale(text, end, money)
        return Number(at, end, _times(value, scale), "digits", scale=scale)
    return Number(at, end, value, "digits")


def with_decimal_comma(text: str, number: Number) -> Number | None:
    """ "2,5 [million]", "12,50": digits read on behind a comma, as much of the world writes them."""
    match = _DECIMALS.match(text, number.end) if number.style == "digits" and number.scale == 1 else None
    if match is None or number.value is None:
        return None
    whole = text[number.start : number.end]
    value = float(whole.replace(".", "") if _POINTED.fullmatch(whole) else _NOT_DIGITS.sub("", whole))
    value += int(match[1]) / 10 ** len(match[1])
    scale, end = _read_scale(text, match.end(), money=False)
    return number._replace(end=end, value=_times(value, scale), scale=scale)


def _times(value: float, scale: float) -> float:
    """The product as one writes it: 33.2 million is 33,200,000, not 33,200,000.000000004."""
    return round(value * scale, _PLACES) if scale > 1 else value * scale


def _slashed(text: str, value: float, end: int) -> tuple[float, int] | None:
    """ "1/16", "2 1/2", "1½" after their first number."""
    blank = text[end] == " "  # "5 ½ years"
    if text[end + blank : end + blank + 1] in _VULGAR:
        return value + _VULGAR[text[end + blank]], end + blank + 1
    match = _SLASHED.match(text, end)
    if not match or not int(match[3]):
        return None
    if match[1]:
        share = int(match[1]) / int(match[3])
        if value != int(value):
            share /= 100  # "$5.82 1/2 a bushel": half a cent
        return (value + share, match.end()) if share < 1 else None
    if match[2] == "/" and value >= int(match[3]):
        return None  # 24/7, 50/50
    if match[2] == "/" and int(match[3]) not in _DENOMINATORS:
        return None
    return value / int(match[3]), match.end()


def _read_scale(text: str, end: int, money: bool) -> tuple[float, int]:
    """A magnitude behind digits: a word ("million", "lakh crore"), "bn", a letter, a power of ten."""
    near = text[end : end + 2]
    power = _POWER.match(text, end) if "x" in near or "×" in near else None
    if power:
        exponent = power[power.lastindex or 1].replace("−", "-").translate(_SUPERSCRIPT)
        return 10.0 ** int(exponent), power.end()
    letter = _ATTACHED.match(text, end) if near[:1] in _ATTACHABLE else None
    if letter and (money or letter[1] in "kMB"):
        return _LETTERS[letter[1].lower()], letter.end()
    scale = 1.0
    for _ in range(2):  # "2 lakh crore", "4 hundred million"
        word = _WORD.match(text, end)
        if not word or _ROLES.get(word[1].lower()) not in _SCALES:
            break
        scale, end = scale * VALUES[word[1].lower()], word.end()
    return scale, end


def _read_words(text: str, at: int) -> Number | None:
    match = _WORD.match(text, at)
    word = match[1].lower() if match else ""
    role = _ROLES.get(word)
    if match is None or role is None or role == "abbreviation":
        return None
    if role == "plural":
        return _read_vague(text, at, match.end(), word)
    if role == "fraction":
        return _read_fraction(text, at, match.end(), word)
    value, scale, end = _compose(text, at)
    return _with_fraction(text, Number(at, end, value, "words", scale=scale))


def _compose(text: str, at: int) -> tuple[float, float, int]:
    """Adds words up as long as they make one legal number: "two hundred and five" but "five | and ten".

    `room` is what the next small word must stay below, `ceiling` what the next scale must.
    """
    total, current, ceiling, room = 0.0, 0.0, inf, inf
    lone = factor = 1.0  # what the last words multiplied: "three hundred", "three hundred thousand"
    end = position = at
    while match := _WORD.match(text, position):
        word = match[1].lower()
        role, value = _ROLES.get(word, ""), VALUES.get(word, 0.0)
        if role in {"unit", "teen", "tens"} and value < room:
            lone = 1.0
            current, room = current + value, 10.0 if role == "tens" else 0.0
        elif role in {"hundred", "dozen"} and value < ceiling and current < 100:
            current, room, lone = (current or 1.0) * value, 100.0, value
        elif role == "scale" and value < ceiling:
            total, current, ceiling, room = total + (current or 1.0) * value, 0.0, value, inf
            factor, lone = lone * value, 1.0
        elif word == "and" and end == position > at and (room == 100.0 or not current):
            position = match.end()
            continue
        else:
            break
        end = position = match.end()
    if total:
        return total + current, 1.0 if current else factor, end
    return current, lone, end


def _with_fraction(text: str, number: Number) -> Number:
    """ "two-thirds", "three quarters of a million", "two and a half [million]" after their first words."""
    value = number.value or 0.0
    half = _AND_HALF.match(text, number.end)
    if half:
        scale, end = _read_scale(text, half.end(), money=False)
        value = (value + VALUES[half[1].lower()]) * scale
        return number._replace(end=end, value=value, scale=scale)
    word = _WORD.match(text, number.end)
    if not word or _ROLES.get(word[1].lower()) != "fraction" or value > _MOST_PARTS:
        return number
    name = word[1].lower()
    if name.endswith("s") != (value > 1) or (name == "half" and value > 1):
        return number
    return _read_fraction(text, number.start, word.end(), name, value)


def _read_fraction(text: str, at: int, end: int, word: str, times: float = 1.0) -> Number:
    value = times * VALUES[word]
    scale = _HALF_A.match(text, end) if word == "half" else _OF_SCALE.match(text, end)
    if scale and scale[1]:
        return Number(at, scale.end(), value * VALUES[scale[1].lower()], "words")
    return Number(at, end, value, "fraction")


def _read_vague(text: str, at: int, end: int, word: str) -> Number | None:
    """ "Tens of thousands" tells an order of magnitude, "scores" and "hundreds" nothing."""
    scale = _OF_SCALE.match(text, end)
    if not scale or not scale[2]:
        return None if word == "tens" else Number(at, end, None, "vague")
    order = VALUES[word] * VALUES[scale[2].lower()]
    return Number(at, scale.end(), None, "vague", order, order * 10)
