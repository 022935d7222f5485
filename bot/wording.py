"""How numbers, figures and lists are put into words, everywhere the same.

A bound is part of a figure: "up to 12,000" is never shortened to "12,000".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.words import is_function_word, keys
from storage.records import Cited, Claim, ClaimRow, Figure, Hit, LedgerRow, Measure, Modifier, Reported

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "UAH": "₴"}
SCALES = ((1e12, "trillion", "tn"), (1e9, "billion", "bn"), (1e6, "million", "m"))
EARLIER = re.compile(  # "rose to 14, up from nine": what it was is no count of today
    r"\b(?:up|down|rose|risen|rising|fell|fallen|falling|dropped|grew|grown|increased|decreased|raised|revised)"
    r"(?: sharply| again)? from(?: about| some| nearly| at least)? ?$"
)
SIZE_NOUNS = frozenset({"toll", "number", "total", "magnitude", "rate", "tally", "turnout"})
OPERATORS = ("AND ", "OR ", "NOT ", "NEAR/")  # of alert rules
OPENING, CLOSING = '“"', '”"'
COPIES = 2  # outlets of syndicated copies that are named
DETERMINERS = frozenset(
    {"the", "a", "an", "one", "two", "three", "some", "several", "many", "other", "his", "her", "their"}
)
WITH_ARTICLE = frozenset({"The Hague", "The Gambia"})  # names whose article is part of them
POINTS_AT = re.compile(
    r"(?:the|this|that|these|those|such|any|all|his|her|its|their) "
    r"(?:figures?|numbers?|toll|claims?|reports?|allegations?|accusations?|charges?|suggestions?|ideas?|statements?|"
    r"rumou?rs?|offers?|proposals?|demands?|plans?)\b(?! (?:that|of|to|for|by)\b)",
    re.IGNORECASE,
)
# Verbs that say nothing without their object, which a figure does not keep: "40,000 people given ..."
LIGHT = frozenset(
    {
        "given",
        "brought",
        "taken",
        "moved",
        "put",
        "made",
        "held",
        "set",
        "kept",
        "got",
        "counted",
        "trying",
        "tried",
        "left",
    }
)
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
    if figure.kind == "rank":
        return figure.text
    if figure.value is not None and figure.unit is None and 0 < figure.value < 1:
        return figure.text  # "two thirds", not 0.67
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


def tells_what_was(before: str) -> bool:
    """Whether the words before a figure say that it was so before: "rose to 14, up from" nine."""
    return EARLIER.search(before) is not None


def is_former(row: LedgerRow) -> bool:
    """Whether a figure is what a number was before its report."""
    before, found, _ = row.sentence.partition(row.figure.text)
    return bool(found) and tells_what_was(before)


def subject(counted: str | None, predicate: str | None, place: str | None) -> str:
    """What is counted, in one phrase: "Eritrean troops deployed in Ethiopia"."""
    words = counted or ""
    if words and (predicate in LIGHT or SIZE_NOUNS & set(words.lower().split())):
        predicate = None
    if predicate and not _says(words, predicate):
        words = f"{words} {predicate}".strip()
    if place and not _says(words, place):
        words = f"{words} in {place}".strip()
    return words


def figure_subject(figure: Figure) -> str:
    """What a figure counts: "Eritrean troops deployed in Ethiopia"."""
    return subject(figure.counted, figure.predicate, figure.place)


def measure_subject(measure: Measure) -> str:
    """What the figures of a measure count."""
    return subject(measure.counted, measure.predicate, measure.place)


def figure_phrase(figure: Figure) -> str:
    """A figure in full: "up to 12,000 Eritrean servicemen"."""
    return sized(size(figure), figure_subject(figure))


def sized(size: str, subject: str) -> str:
    """A size with what it counts: "17 ships"; where that names a size itself, "17 (death toll)"."""
    names_it = any(word in SIZE_NOUNS for word in subject.lower().split())
    return f"{size} ({subject})" if names_it else f"{size} {subject}".strip()


def same_speaker(name: str) -> str:
    """What all ways to write a name have in common: "Negotiator Ana Ruiz" and "Ana Ruiz" are one."""
    words = name.split()
    proper = [word for word in words if word[:1].isupper() and word.lower() != "the"]
    if len(proper) > 1 and proper == words[-len(proper) :]:
        return " ".join(proper[-2:]).lower()
    return name.lower().removeprefix("the ")


def one_speaker(a: str, b: str) -> bool:
    """Whether two names are of one speaker: the words of one are among the other's."""
    if a == b:
        return True
    first, second = _name_words(a), _name_words(b)
    return bool(first and second) and (first <= second or second <= first)


def _name_words(name: str) -> frozenset[str]:
    return frozenset(key for start, end, key in keys(name) if not is_function_word(name[start:end]))


def inside(name: str) -> str:
    """A name as it stands inside a sentence: "The mayor of Limni" -> "the mayor of Limni"."""
    first, _, rest = name.partition(" ")
    small = rest and first.istitle() and first.lower() in DETERMINERS and name not in WITH_ARTICLE
    return f"{first.lower()} {rest}" if small else name


def opening(name: str) -> str:
    """A name at the beginning of a line: "the fire brigade" -> "The fire brigade"."""
    return name[:1].upper() + name[1:] if name.partition(" ")[0] in DETERMINERS else name


def alert_subject(hit: Hit) -> str:
    """What an alert is about: a simple rule as it stands; of a composed one the words that were found."""
    composed = "(" in hit.rule or any(f" {word}" in hit.rule for word in OPERATORS)
    words = [word for word in hit.words if not word.replace(",", "").replace(".", "").isdigit()]
    return ", ".join(words) if composed and words else hit.rule


def listing(names: Sequence[str], limit: int = 0) -> str:
    """ "A", "A and B", "A, B and C"; beyond a limit "A, B and 3 more"."""
    if limit and len(names) > limit:
        names = [*names[: limit - 1], f"{len(names) - limit + 1} more"]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def count(n: int, noun: str, plural: str | None = None) -> str:
    """ "1 story", "3 stories"."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def copied(row: Reported, *, named: bool = True) -> str:
    """Who carries a report word for word, to stand behind its outlet: " (+1 copy: Southern Cross Post)"."""
    if not row.copies:
        return ""
    number = count(len(row.copies), "copy", "copies")
    return f" (+{number}: {listing(row.copies, COPIES)})" if named else f" +{number}"


def shorten(text: str, limit: int) -> str:
    """A text cut at a word, with an ellipsis, when it is longer than a limit."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-")
    return f"{cut or text[: limit - 1]}…"


def quoted(text: str) -> str:
    """A text in quotation marks, its own turned into single ones, without a comma at its end."""
    return "“" + _bare(text).replace("“", "‘").replace("”", "’").replace('"', "'") + "”"


def spoken(claim: Claim) -> str:
    """What somebody said, without the "she said" in the middle: "We left … at dawn"."""
    if not claim.parts:
        return claim.content.text
    return " … ".join(_bare(part.text) for part in claim.parts)


def said(one: Cited) -> str:
    """The words of something cited: what was said, or the sentence that stands for it."""
    if one.claim is None or tells_who(one):
        return one.span.text
    return spoken(one.claim)


def claim_words(row: ClaimRow) -> str:
    """The words of a claim a look-up found; its sentence where they only point at something."""
    return row.sentence if points_at(row.claim) else spoken(row.claim)


def tells_who(one: Cited) -> bool:
    """Whether a whole sentence is cited, which names its speaker itself."""
    if one.claim is None:
        return False
    content = one.claim.content.text
    return len(content) < len(one.span.text) and content in one.span.text


def points_at(claim: Claim) -> bool:
    """Whether a claim only points at something: "rejected the figure" tells nobody what is meant."""
    return POINTS_AT.match(claim.content.text) is not None


def _bare(text: str) -> str:
    """A text without the quotation marks around all of it and the comma before the speaker's name."""
    bare = text.strip().rstrip(",;:").rstrip()
    opened, closed = bare[:1] in OPENING, bare[-1:] in CLOSING
    inside = bare[opened : len(bare) - closed if closed else len(bare)]
    if (opened or closed) and not any(mark in inside for mark in OPENING + CLOSING):
        bare = inside
    return bare.rstrip(",;:").rstrip()


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


def _says(words: str, part: str) -> bool:
    if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words, re.IGNORECASE):  # no "Mali" in "Somali"
        return True
    told = {key for _, _, key in keys(words)}
    return any(key in told for _, _, key in keys(part))  # "11 dead" have died
