"""Words around a number that bound or blur it: "at least seven", "some 10,000", "60 or more".

What is true of English: a qualifier stands directly before the number (one to four words, sometimes two
qualifiers in a row, sometimes with "another" between) or directly behind it ("or more", "-plus"). We look
the words before the number up, longest first. "Over" and "under" before a place or a time are read as
bounds too when a number follows, which is wrong for "fighting over two bridges"; we accept that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.briefs.document import Document
from bot.briefs.figures.quantities import Quantity
from bot.briefs.lexicon import columns, word_set
from storage.records import Modifier


class Qualified(NamedTuple):
    """How a number is qualified and the span of number and qualifier together; `first` is a token."""

    start: int
    end: int
    modifier: Modifier
    approximate: bool
    first: int
    more: bool  # "another five", "five more": an increment


_MODIFIERS: dict[str, Modifier] = {}
for _phrase, _modifier in columns("qualifiers"):
    _MODIFIERS[_phrase] = _modifier  # type: ignore[assignment]  # the file holds Modifier's words
_LAST_WORDS = frozenset(phrase.rpartition(" ")[2] for phrase in _MODIFIERS)
_OPENERS = word_set("number_openers")
_LAST_OPENERS = frozenset(phrase.rpartition(" ")[2] for phrase in _OPENERS)
_INCREMENTS = frozenset({"another", "a further", "an additional", "an extra"})
_LASTING = word_set("lasting_words")
_OUTER = frozenset("“\"‘'") | {"another", "further", "additional", "extra"}
_LIMITS = frozenset({"a minimum of", "minimum of", "a maximum of", "maximum of", "a maximum"})
_BESIDE_A_LIMIT = frozenset({"against", "above", "below", "than", "the", "its", "with", "to"})
_HANDED = (["handed"], ["hand"], ["hands"], ["handing"], ["turned"])  # "each handed over 185"
_TOOK = (["took"], ["take"], ["takes"], ["taken"])
_WHEN = (" after", " before", " ago")  # "took over | ten days after his predecessor was shot"
_FEW = 21.0
_PEOPLE = word_set("people_by_age")
_SPANS = word_set("spans_of_doing")
_EXCEEDING = word_set("exceeding_verbs")
_MOVING = word_set("moving_verbs")
_SPREADING = frozenset({"spread", "spreads", "stretched", "scattered", "strewn", "extended", "distributed"})
_LONGEST = 4
_BLUR = frozenset({"about", "nearly"})

_BEHIND = re.compile(
    r"(?: or (?:more|above|over|higher|older)\b"
    r"| and (?:over|above|older|upwards?)\b(?! (?:the|a|an|time|this)\b)"
    r"|\+|[ -]plus\b(?! (?:or minus|[$£€]?\d|an? |the |his |her |its |their |some ))"
    r"|,? (?:at least|at a minimum)\b(?= [,.]|[,.;]|$))"
    r"|(?P<most> or (?:less|fewer|under|below|younger)\b| and (?:under|younger)\b(?! (?:the|a|an)\b)"
    r"|,? at (?:the )?most\b(?=[,.;)]|$))"
    r"|(?P<about> or so\b|-odd\b| or thereabouts\b|-ish\b)"
)
_OPENS_BEHIND = frozenset({" or", " an", " pl", " at", " mo"})  # how what stands behind begins, by a blank
_MORE = re.compile(r" more\b(?! than)")
_SUB = re.compile(r"\b[Ss]ub-$")


def qualify(document: Document, quantity: Quantity) -> Qualified:
    """The qualifiers of a quantity, before and behind it."""
    start, end, first = quantity.start, quantity.end, quantity.first
    text, lower = document.text, document.lower
    modifier: Modifier = "exact"
    approximate, more, opened = False, False, first
    while True:
        opener = _phrase_before(lower, opened, _OPENERS, _LAST_OPENERS)
        inner = opened - opener
        count = _phrase_before(lower, inner, _MODIFIERS.keys(), _LAST_WORDS)
        if opener:
            more = more or " ".join(lower[inner:opened]) in _INCREMENTS
        if not count:
            break
        opened = inner - count
        phrase = " ".join(lower[opened:inner])
        if phrase in _LIMITS and lower[opened - 1] in _BESIDE_A_LIMIT:
            opened = inner  # "16.8 per cent, against a minimum of 15"
            break
        if phrase == "up to" and opened and lower[opened - 1] in _MOVING:
            opened = inner  # "goes up | to £11.44"
            break
        if phrase == "over" and (
            _means_during(document, quantity, opened)
            or lower[opened - 1 : opened] in _HANDED
            or (lower[opened - 1 : opened] in _TOOK and text.startswith(_WHEN, quantity.end))
        ):
            opened = inner
            break
        found = _MODIFIERS[phrase]
        approximate = approximate or found in _BLUR
        modifier = modifier if modifier not in {"exact", "about", "nearly"} or found == "exact" else found
        start = document.starts[opened] if found != "exact" or modifier != "exact" else start
    if modifier == "exact" and opened and lower[opened - 1] in _EXCEEDING:
        modifier = "more_than"
    near = opened and lower[opened - 1] == "within" and quantity.kind == "measure" and modifier == "exact"
    if near and text.startswith(" of ", end):
        return Qualified(document.starts[opened - 1], end, "at_most", approximate, opened - 1, more)
    if text[start - 1 : start] == "-" and _SUB.search(text, max(0, start - 4), start):
        return Qualified(start - 4, end, "less_than", approximate, opened, more)
    return _behind(text, Qualified(start, end, modifier, approximate, opened, more))


def _means_during(document: Document, quantity: Quantity, place: int) -> bool:
    """ "Over 15 years", "losses over five seasons", "spread over five provinces": a span, no bound."""
    before = document.lower[place - 1] if place else ""
    if quantity.kind == "duration":
        return before not in _LASTING
    behind = document.lower[quantity.last] if quantity.last < len(document.lower) else ""
    if quantity.unit is None and (behind in _SPANS or before in _SPREADING):
        return True
    worded = quantity.number.style == "words" and (quantity.value or _FEW) < _FEW
    noun = place > 0 and document.tags[place - 1] in {"NN", "NNS", "NNP"} and before not in _PEOPLE
    return worded and noun and quantity.unit is None  # "burnt homes over five villages"


def _phrase_before(lower: list[str], index: int, phrases: object, lasts: frozenset[str]) -> int:
    """How many tokens before `index` make up one of the phrases."""
    if index == 0 or lower[index - 1] not in lasts:
        return 0
    for count in range(min(_LONGEST, index), 0, -1):
        if " ".join(lower[index - count : index]) in phrases:  # type: ignore[operator]
            return count
    return 0


def _behind(text: str, found: Qualified) -> Qualified:
    near = text[found.end : found.end + 3]
    if near[:1] == " " and near not in _OPENS_BEHIND:
        return found  # most numbers: the noun follows at once
    more = found.more or bool(_MORE.match(text, found.end))
    match = _BEHIND.match(text, found.end)
    if not match:
        return Qualified(found.start, found.end, found.modifier, found.approximate, found.first, more)
    modifier: Modifier = "about" if match["about"] else "at_most" if match["most"] else "at_least"
    approximate = found.approximate or modifier == "about"
    return Qualified(found.start, match.end(), modifier, approximate, found.first, more)


def outer_first(document: Document, first: int) -> int:
    """Steps back over what opens a figure and is no part of it: “less than 30”, another 8,500."""
    while first > 0 and document.lower[first - 1] in _OUTER:
        first -= 1
    return first
