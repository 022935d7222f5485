"""Numbers that are no figures: names, labels, scores, pronouns, set phrases.

What is true of English: a number glued to a letter or behind a bare hyphen is part of a name (F-16, MH17,
5G, 22nd); behind a capitalised word and before no plural it is a label (Boeing 737, Resolution 1718,
Fortune 100); "one" counts only what follows it in the singular; a fraction's name is an ordinal unless an
article or a number opens it ("a third of", not "a third man"). A capital inside a sentence makes a number
word a name (the Five Eyes). We would rather miss a figure than show a name as one.
"""

from __future__ import annotations

import re
from collections.abc import Set

from bot.briefs.document import Document
from bot.briefs.figures.names import is_address, is_label, is_name, is_worded_label
from bot.briefs.figures.qualifiers import Qualified
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.vocabulary import NOUNS, OF_CHANGE
from bot.briefs.figures.worded import AT_STAGES, counts_one, counts_some, is_ordinal, is_share
from bot.briefs.lexicon import columns, word_set
from storage.records import Figure

_COMPOUNDS = {row[0]: row[1] for row in columns("counting_compounds")}
_HYPHENATED = re.compile(r"-([A-Za-z]+)")
_THOUSAND = 1000
_MANY_PARTS = 10  # a 200-bed hospital is counted by its beds, a three-bed flat described by them
_NAME_BEFORE = re.compile(r"[A-Z][\w’'-]+ \($")
_LEADING_ZERO = re.compile(r"0\d")
_DECADES = frozenset(
    {"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"}
)
_YOUNGEST = 3  # an age in brackets; "(1)" is a note
_LIST_STEP = 60  # characters from one member of a list to the next
_NEXT_NAME = re.compile(
    r"(?: [a-z’'-]+){0,4}(?:, (?:and )?| and )(?:in )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2} "
)
_ENDS_ITEM = re.compile(r"[.,;)]|$| and [A-Z]")
_VERBS = (["VBD"], ["VBZ"], ["VBP"], ["MD"], ["IN"], ["."], [","])
_BEARINGS = (["north"], ["south"], ["east"], ["west"], ["latitude"], ["longitude"])
_NUMBERED = re.compile(r"\b(?:[Nn]os?|NOS?)\. $")
_IN_THE_MORNING = re.compile(r" in the (?:morning|afternoon|evening)\b| at night\b")
_OVER_A_YEAR = re.compile(r"over (?:19\d\d|20[0-3]\d)$")
_ROUND = 50  # a bound is a round number, a year seldom
_HOURS = 12
_SHORT_YEAR = re.compile(r"\b(?:[Ii]n|of|since|[Ss]ummer|class|season) ['’]\d\d$")
_MODEL = 100
_PRICED = re.compile(
    r"\b(?:at|to|of|by|from|for|up|down|or|and|an?|than"
    r"|rose|fell|gained|lost|shed|added|costs?|worth|paid|pays|pay) $"
)
_PRICE = 8  # characters of "gained "
_GROUPS_OF_STATES = frozenset({7.0, 8.0, 10.0, 20.0, 24.0, 30.0, 77.0})
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_PLURAL_BEFORE = re.compile(r"\b[a-z]+s \($")
_LEAST_NOTED = 10  # "tarpaulins (600)"; a smaller number in brackets is a note
_YEAR = re.compile(r"1[5-9]\d\d|2[01]\d\d")
_OF_A_YEAR = re.compile(r"\bthe (?:[\w-]+ ){1,3}of $|\b(?:by|until|till|since) $")
_ENDS_DATE = re.compile(r"[.,;:)]?(?:\s|$)(?![a-z]+s\b)")
_DATED = 40  # characters of "the great flood of"
_CODE = re.compile(r"\d{11,30}")  # nobody writes so large a count without a comma
_DIGIT = re.compile(r"\d")
_HALF_YEAR = re.compile(r"half-year", re.IGNORECASE)  # a half-year loss: a term, no duration
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_AT_AN_HOUR = re.compile(r"\b(?i:at|by|from|until|till|around|about|before|after|since) $")
_FIGURE_VERBS = word_set("measuring_verbs") | OF_CHANGE
_SUB = re.compile(r"\b[Ss]ub-$")


def is_figure(
    document: Document, quantity: Quantity, qualified: Qualified, opens: Set[int], last: Figure | None = None
) -> bool:
    """Does this number count or measure something?

    `opens` are the tokens that open a sentence, `last` is the figure before.
    """
    text = document.text
    if not _stands_alone(text, quantity) or _is_marker(document, quantity, opens):
        return False
    if _is_term(document, quantity) or _is_clock(document, quantity, qualified):
        return False
    if quantity.unit or quantity.number.scale >= _THOUSAND:
        return not _is_compound_name(text, quantity) and not _is_moment(document, quantity)
    if qualified.modifier == "more_than" and _OVER_A_YEAR.match(text, qualified.start, quantity.end):
        return (quantity.value or 0) % _ROUND == 0  # "jailed over 1985 murders"
    if _is_code(document, quantity) or not _fits_its_compound(text, quantity, qualified.end):
        return False
    if quantity.number.style == "digits":
        if _is_index(document, quantity):
            return False
        listed = last is not None and _is_next_in_list(text, quantity, last)
        named = is_label(document, quantity, qualified, opens) or is_address(document, quantity)
        return listed or not named
    if quantity.number.style == "fraction":
        digits = _DIGIT.search(text, quantity.start, quantity.end)
        return bool(digits) or is_share(document, quantity, qualified)
    if is_name(document, quantity, opens) or is_worded_label(document, quantity, qualified):
        return False
    if quantity.value == 1:
        return counts_one(document, quantity, qualified)
    return counts_some(document, quantity, qualified)


def _is_term(document: Document, quantity: Quantity) -> bool:
    """A number within a set phrase: "Group of Seven", "nineteen fifties", "a fourth-year student"."""
    text = document.text
    if text.endswith("Group of ", 0, quantity.start) and quantity.value in _GROUPS_OF_STATES:
        return True
    if _LEADING_ZERO.match(text, quantity.number.start) or _is_decade(document, quantity):
        return True
    if quantity.unit and quantity.number.style == "fraction" and is_ordinal(text, quantity):
        return True
    if quantity.unit == "yr" and _HALF_YEAR.search(text, quantity.start, quantity.end + 2):
        return True
    return quantity.unit == "°" and document.lower[quantity.last : quantity.last + 1] in _BEARINGS


def _is_code(document: Document, quantity: Quantity) -> bool:
    """ "No. 7", eleven digits on end, "at six in the morning", "the record of 1954", "by 2100"."""
    text, start = document.text, quantity.start
    if text[start - 2 : start] == ". " and _NUMBERED.search(text, max(0, start - 5), start):
        return True
    if (quantity.value or 0) <= _HOURS and _IN_THE_MORNING.match(text, quantity.end):
        return True
    if _YEAR.fullmatch(text, start, quantity.end) and _OF_A_YEAR.search(text, max(0, start - _DATED), start):
        counts = document.tags[quantity.last : quantity.last + 1] == ["NNS"]  # "cut by 1500 men"
        return not counts and bool(_ENDS_DATE.match(text, quantity.end))
    return bool(_CODE.fullmatch(text, start, quantity.end))


def _stands_alone(text: str, quantity: Quantity) -> bool:
    """Nothing glues it to a word: no letter, hyphen or slash before it, no letter or digit behind."""
    start, end = quantity.start, quantity.end
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or before in {"@", "#", "_", "/", "&"}:
        return False
    if before in {"'", "’"} and _SHORT_YEAR.search(text, max(0, start - 10), quantity.end):
        return False  # "in '68"
    if before == "+" and text[start - 2 : start - 1].isalnum():
        return False  # the P5+1
    if before == ":" and text[start - 2 : start - 1].isdigit():
        return False  # a ratio, a verse
    if before and before in "-–‑." and text[start - 2 : start - 1].isalnum() and not quantity.signed:
        return bool(_SUB.search(text, max(0, start - 4), start)) or text.endswith(
            ("magnitude-", "Magnitude-"), max(0, start - 10), start
        )
    if (before == "[" and after == "]") or (before == "(" and after == ")" and _is_note(text, quantity)):
        return False
    if after.isalnum() or after == "_":
        return False
    return not (after in {".", ",", ":", "/", "'", "’"} and text[end + 1 : end + 2].isdigit())


def _is_note(text: str, quantity: Quantity) -> bool:
    """ "(2)" behind a sentence is a note; behind a name it is an age."""
    named = _NAME_BEFORE.search(text, max(0, quantity.start - 30), quantity.start)
    value = quantity.value or 0
    counted = _PLURAL_BEFORE.search(text, max(0, quantity.start - 30), quantity.start)
    if counted and value >= _LEAST_NOTED and not _FIRST_YEAR < value < _LAST_YEAR:
        return False
    return quantity.unit is None and (not named or value < _YOUNGEST)


def _is_marker(document: Document, quantity: Quantity, opens: Set[int]) -> bool:
    """ "1. First", "2) Then": the number of a list's line; "@", "#" and addresses."""
    token = document.words[quantity.first]
    if token.startswith(("http", "www.", "@", "#")):
        return True
    mark = document.text[quantity.end : quantity.end + 2]
    return (
        quantity.first in opens and mark in {". ", ") "} and not quantity.unit and (quantity.value or 0) < 100
    )


def _is_clock(document: Document, quantity: Quantity, qualified: Qualified) -> bool:
    """ "The train left at 8.20": an hour unless a verb of measuring rules it ("closed at 8.20")."""
    text = document.text
    if quantity.unit or not _CLOCK.fullmatch(text, quantity.start, quantity.end):
        return False
    first = qualified.first
    before = document.lower[max(0, first - 4) : first]
    measured = _FIGURE_VERBS.intersection(before) or "%" in before
    counts = quantity.last < len(document.tags) and document.tags[quantity.last] in NOUNS | {"TO"}
    return bool(
        not measured and not counts and _AT_AN_HOUR.search(text, max(0, quantity.start - 8), quantity.start)
    )


def _is_index(document: Document, quantity: Quantity) -> bool:
    """ "The top 40 lost 1%": the largest shares of an exchange, no number of anything."""
    first, last = quantity.first, quantity.last
    if first < 2 or document.lower[first - 1] not in {"top", "blue-chip", "mid-cap", "small-cap"}:
        return False
    return document.lower[first - 2] == "the" and document.tags[last : last + 1] in _VERBS


def _is_compound_name(text: str, quantity: Quantity) -> bool:
    """5G, 3D and the like come out as units of one letter; a figure's unit is more or has a bigger number.

    Nor are three 737s seconds.
    """
    if quantity.unit == "s" and text[quantity.end - 2].isdigit() and (quantity.value or 0) >= _MODEL:
        return True
    if quantity.unit == "¢" and text[quantity.end - 1] == "c":
        return not _PRICED.search(text, max(0, quantity.start - _PRICE), quantity.start)  # "article 5c"
    return quantity.unit in {"G", "K"} and text[quantity.end - 1].isupper()


def _is_decade(document: Document, quantity: Quantity) -> bool:
    """ "The nineteen fifties"."""
    return quantity.last < len(document.lower) and document.lower[quantity.last] in _DECADES


def _is_moment(document: Document, quantity: Quantity) -> bool:
    """ "At one point": a moment, not a score."""
    first = quantity.first
    return quantity.unit == "pt" and document.lower[first] == "one" and document.lower[first - 1] in AT_STAGES


def _fits_its_compound(text: str, quantity: Quantity, end: int) -> bool:
    """ "15-member" and "200-strong" count; "four-door", "two-state", "3-D" do not."""
    match = _HYPHENATED.match(text, end)
    if not match or match[1].lower() == "magnitude":
        return True
    group = _COMPOUNDS.get(match[1].lower())
    return group == "group" or (group == "part" and (quantity.value or 0) >= _MANY_PARTS)


def _is_next_in_list(text: str, quantity: Quantity, last: Figure) -> bool:
    """ "Uvira reported 204 new cases, | Kamituga 143 and Nyangezi 77": a name with its own count."""
    near = quantity.start - last.end <= _LIST_STEP and last.kind == "count" and last.counted
    return bool(
        near
        and _NEXT_NAME.fullmatch(text, last.end, quantity.start)
        and _ENDS_ITEM.match(text, quantity.end)
        and (quantity.value or 0) < _FIRST_YEAR
    )
