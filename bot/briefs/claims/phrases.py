"""Noun phrases around a verb, read off the tags.

What is true of English: a noun phrase is a run of determiners, adjectives and nouns; prepositional
phrases, reduced relative clauses ("officials briefed on the plan") and appositions between commas
extend it. A determiner or pronoun opens a phrase, so that two phrases side by side ("told reporters
the plan ...") come apart. Accepted: bare nouns side by side ("told Fox News Trump ...") do not.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_LONGEST = 150  # tokens of a noun phrase: a list without verbs does not cost its square
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "FW", "ADD", "GW"})
_INNER = NOUNS | {
    "JJ",
    "JJR",
    "JJS",
    "DT",
    "PRP$",
    "POS",
    "PDT",
    "SYM",
    "$",
    "AFX",
    "HYPH",
    "VBN",
    "VBG",
    "RB",
    "RBS",
}
_NEVER_LAST = frozenset({"DT", "RB", "VBG", "``", "''", "PDT", "PRP$"})
_OPENS = frozenset({"DT", "PRP$"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
DASHES = frozenset({"—", "–", "--", "-"})
DAYS = word_set("days")
TIMES = word_set("time_words")
DATING = word_set("dating_words")
_LINKS = word_set("linking_prepositions")
_QUANTIFIERS = frozenset(
    {
        "than",
        "over",
        "about",
        "around",
        "nearly",
        "least",
        "most",
        "more",
        "at",
        "just",
        "some",
        "less",
        "fewer",
        "roughly",
        "approximately",
        "almost",
    }
)
_DIRECTIONS = frozenset({"north", "south", "east", "west", "outside", "inside"})
_IN_OFFICES = word_set("participles_in_offices")
_SPEECH = word_set("speech_places")
LONGEST = 60  # tokens a speaker's phrase may have; longer ones are errors


def start_of_phrase(document: Document, last: int, floor: int) -> int:
    """The first token of the noun phrase that ends with token `last`, not before `floor`."""
    floor = max(floor, last - LONGEST)
    start = start_of_base(document, last, floor)
    while True:
        longer = _longer_start(document, start, floor)
        if longer == start:
            return start
        start = longer


def _longer_start(document: Document, start: int, floor: int) -> int:
    """One step further left: "the mayor of" before "Izmir", "people who saw" before "the letter"."""
    tags, lower = document.tags, document.lower
    before, head = start - 1, start - 2
    if before >= floor and lower[before] in _QUANTIFIERS and is_quantity(document, start):
        return before
    if head < floor:
        return start
    tag = tags[before]
    if tag in {"IN", "TO"} and lower[before] in _LINKS and lower[start] not in DAYS:
        if lower[head] in _DIRECTIONS and head - 1 >= floor:
            head -= 1
        if tags[head] in NOUNS or tags[head] == "JJS":  # "the largest of"
            return start_of_base(document, head, floor)
        if tags[head] in {"VBN", "VBG", "JJ"} and head - 1 >= floor and tags[head - 1] in NOUNS:
            return start_of_base(document, head - 1, floor)
    elif tag in {"VBN", "VBG"} and tags[head] in NOUNS and lower[head] not in DAYS:
        return start_of_base(document, head, floor)
    elif tag in {"VBD", "VBZ", "VBP", "RB"}:
        antecedent = _before_relative(document, before, floor)
        return start_of_base(document, antecedent, floor) if antecedent >= 0 else start
    elif tag == "CC":
        conjunct = _conjunct_start(document, head, floor)
        return conjunct if conjunct >= 0 else start
    return start


def is_quantity(document: Document, i: int) -> bool:
    """Does a quantity begin here ("a quarter", "than half", "4")?"""
    lower = document.lower
    return (
        document.tags[i] == "CD"
        or lower[i] in _QUANTIFIERS
        or lower[i] == "half"
        or lower[i : i + 2] == ["a", "quarter"]
    )


def past_qualifiers(document: Document, i: int, ceiling: int) -> int:
    """The token after "at least", "more than", "up to" where a quantity follows them, else `i`."""
    k = i
    while (
        k < ceiling - 1
        and k - i < 3
        and (document.lower[k] in _QUANTIFIERS or document.lower[k] in {"up", "to"})
    ):
        k += 1
    return k if k < ceiling and (document.tags[k] in {"CD", "$"} or is_quantity(document, k)) else i


def start_of_base(document: Document, last: int, floor: int) -> int:
    """The first token of the simple phrase that ends with token `last`."""
    tags = document.tags
    if tags[last] in {"PRP", "WP", "WDT"}:
        return last
    i = _past_bracket(document, last, floor) if tags[last] == "-RRB-" else last
    while i > floor:
        tag = tags[i - 1]
        if tag == "''" and tags[i] in _OPENS:
            break  # "“burn bag,” the Times reported"
        if tag in {"-RRB-", "''"}:
            jump = _past_bracket if tag == "-RRB-" else _short_quote
            opened = jump(document, i - 1, floor)
            if opened in {0, i - 1}:
                break
            i = opened
        elif i - 2 >= floor and _joins_names(document, i - 1):
            i -= 2
        elif i - 1 == floor and tag[0] == "V" and _capitals(document, i - 1):
            return i - 1  # "Grant Young": a first name that is a word as well
        elif _parts_before(document, i, floor):
            break
        else:
            i -= 1
    return i


def _joins_names(document: Document, k: int) -> bool:
    """Is token `k` the sign of a firm's name: "Smith & Sons"?"""
    words = document.words
    return words[k] == "&" and words[k - 1][0].isupper() and words[k + 1][0].isupper()


def _parts_before(document: Document, i: int, floor: int) -> bool:
    """Does a phrase that has token `i` begin there: does the token before not belong to it?"""
    tags, lower = document.tags, document.lower
    tag, word = tags[i - 1], lower[i - 1]
    if tag not in _INNER or word in DAYS or (tag == "CD" and ":" in word):
        return True
    if tags[i] in _OPENS and tag != "PDT" and word not in {"all", "both"}:
        return True
    if tag in {"VBN", "VBG"}:
        opens = document.words[i - 1][0].isupper() and i - 2 < floor  # "Planning officers"
        if (word in _IN_OFFICES or (opens and tag == "VBG" and tags[i] in {"NN", "NNS"})) and tags[
            i
        ] in NOUNS:
            return False
        alone = i - 2 < floor or tags[i - 2] not in {"DT", "JJ", "PRP$", "POS", "CC"}
        return alone and (document.words[i - 1][0].islower() or tags[i] != "NNP")
    if tag in {"RB", "RBS"}:
        return tags[i] not in {"JJ", "CD", "JJS", "VBN"} or word in {"not", "n't"}
    return tag == "NNS" and tags[i] in {"NNP", "JJ", "DT"} and document.words[i - 1][0].islower()


def _capitals(document: Document, i: int) -> bool:
    return document.words[i][0].isupper() and document.words[i + 1][0].isupper()


def _past_bracket(document: Document, i: int, floor: int) -> int:
    """The opening bracket of the closing one at `i`, or `i` when it is far or missing."""
    for k in range(i - 1, max(floor, i - 8) - 1, -1):
        if document.tags[k] == "-LRB-":
            return k
    return i


def _short_quote(document: Document, i: int, floor: int) -> int:
    """Where a nickname or a word in marks that ends at `i` begins, 0 if it is something longer."""
    for k in range(i - 1, max(floor, i - 5) - 1, -1):
        if document.tags[k] == "``" or (document.words[k] == '"' and k < i - 1):
            return k if k > floor and document.tags[k - 1] in _INNER else 0
    return 0


def _before_relative(document: Document, verb: int, floor: int) -> int:
    """The last token before "who" in "people who attended": -1 where there is none near."""
    for k in range(verb - 1, max(floor, verb - 5), -1):
        if document.lower[k] in {"who", "that", "which", "where"}:
            return k - 1 if document.tags[k - 1] in NOUNS else -1
        if document.tags[k] not in {"RB", "MD", "VBZ", "VBP", "VBD", "VBN", "VB", "PRP"}:
            return -1
    return -1


def _conjunct_start(document: Document, head: int, floor: int) -> int:
    """The start of "the United States and" when that phrase opens the clause, else -1."""
    tags = document.tags
    if tags[head] == ",":
        head -= 1
    if head < floor or tags[head] not in NOUNS | {"JJ"}:
        return -1
    start = start_of_base(document, head, floor)
    while start - 2 >= floor and tags[start - 1] == "IN" and tags[start - 2] in NOUNS:
        start = start_of_base(document, start - 2, floor)
    start = _start_of_list(document, start, floor)
    if (
        start == floor
        or tags[start - 1] in {",", "''", "``", ":", "-LRB-"}
        or document.lower[start - 1] == "that"
    ):
        return start
    return start - 1 if document.lower[start - 1] in {"neither", "either", "both"} else -1


def _start_of_list(document: Document, start: int, floor: int) -> int:
    """ "Turkey, Qatar and Egypt": the first of a list of names that opens the clause, else `start`."""
    tags, first = document.tags, start
    while first - 2 >= floor and tags[first - 1] == "," and tags[first - 2] == "NNP":
        first = start_of_base(document, first - 2, floor)
    opens = first == floor or tags[first - 1] in {"''", ":"} or document.lower[first - 1] == "that"
    return first if opens and document.lower[first] not in TIMES else start


def end_of_phrase(document: Document, first: int, ceiling: int) -> int:
    """The token after the simple noun phrase that begins at `first`; `first` itself where none does."""
    tags, ceiling = document.tags, min(ceiling, first + _LONGEST)
    if first >= ceiling:
        return first
    if tags[first] == "PRP":
        return first + 1
    i = first
    while i < ceiling:
        if tags[i] == "-LRB-":
            closed = next((k for k in range(i, min(ceiling, i + 8)) if tags[k] == "-RRB-"), 0)
            if not closed:
                break
            i = closed + 1
            continue
        if _parts_at(document, first, i, ceiling):
            break
        i += 1
    while i > first + 1 and tags[i - 1] in _NEVER_LAST:
        i -= 1
    return i


def _parts_at(document: Document, first: int, i: int, ceiling: int) -> bool:
    """Does token `i` not belong to the phrase that began at `first`?"""
    tags = document.tags
    tag, before = tags[i], tags[i - 1]
    if tag in {"``", "''"}:
        return i == first or before == "NNS"
    if tag not in _INNER:
        return True
    if i == first:
        return False
    if document.lower[i] in DAYS or (tag in _OPENS and before not in {"PDT", "DT"}):
        return True
    if before == "NNS" and tag in {"NNP", "NNPS", "JJ", "DT", "PRP$"}:
        return document.words[i - 1][0].islower()
    return tag == "RB" and (i + 1 >= ceiling or tags[i + 1] not in {"JJ", "NN", "NNS", "CD", "VBN"})


def end_of_full_phrase(document: Document, first: int, ceiling: int) -> int:
    """As `end_of_phrase`, with prepositional phrases, coordination, apposition and relative clauses."""
    i = end_of_phrase(document, first, ceiling)
    if i == first or document.tags[first] == "PRP":
        return i
    for _ in range(12):
        longer = _extended(document, i, ceiling)
        if longer == i:
            return i
        i = longer
    return i


def _extended(document: Document, i: int, ceiling: int) -> int:
    """One step further from `i`: the end of a phrase that belongs to the one before."""
    tags, lower = document.tags, document.lower
    if i + 1 >= ceiling:
        return i
    if lower[i] in _LINKS and not is_occasion(document, i, ceiling):
        after = end_of_phrase(document, i + 1, ceiling)
        return after if after > i + 1 else i
    if tags[i] == "CC" and tags[i + 1] in _INNER and lower[i] not in {"neither", "nor"}:
        after = end_of_phrase(document, i + 1, ceiling)
        return after if after == ceiling or tags[after] not in FINITE else i
    if lower[i] in {"who", "whose"}:
        return _end_of_relative(document, i, ceiling)
    if tags[i] == ",":
        return _end_of_apposition(document, i, ceiling)
    if tags[i] in {"VBN"} and lower[i + 1] in _LINKS:
        return i + 1
    return i


def _end_of_apposition(document: Document, comma: int, ceiling: int) -> int:
    tags, lower = document.tags, document.lower
    i = comma + 1
    if lower[i] in {"who", "whose"}:
        return _end_of_relative(document, i, ceiling)
    if lower[i] in TIMES or tags[i] not in {"DT", "NN", "NNS", "JJ", "NNP", "NNPS", "CD", "PRP$", "JJS"}:
        return comma
    after = end_of_phrase(document, i, ceiling)
    if after == i or (after < ceiling and tags[after] in FINITE):
        return comma
    return after


def _end_of_relative(document: Document, i: int, ceiling: int) -> int:
    """A relative clause runs to the next comma, closing stop or quotation."""
    for k in range(i + 1, min(ceiling, i + LONGEST)):
        if document.tags[k] in {",", ".", "``", ":"} or document.words[k] == '"':
            return k
    return min(ceiling, i + LONGEST)


def end_of_occasion(document: Document, i: int, ceiling: int) -> int:
    """The token after "on Monday", "in a statement", which begins with the preposition at `i`."""
    if i + 1 < ceiling and document.lower[i + 1] in DAYS:
        return i + 3 if i + 2 < ceiling and document.lower[i + 2] in TIMES else i + 2
    return max(end_of_phrase(document, i + 1, ceiling), i + 1)


def is_occasion(document: Document, i: int, ceiling: int) -> bool:
    """Does the preposition at `i` open "in a statement", "on Monday", "at a news conference"?"""
    lower = document.lower
    if lower[i] in {"during", "after", "before", "when", "while", "via", "through"}:
        return True
    near = range(i + 1, min(ceiling, max(end_of_phrase(document, i + 1, ceiling), i + 2)))
    if lower[i] == "by":  # "by phone", not "by the Associated Press"
        return any(lower[k] in _SPEECH and document.words[k] == lower[k] for k in near)
    return any(lower[k] in TIMES or lower[k] in _SPEECH for k in near)
