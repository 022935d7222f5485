"""The keywords of an article: the names and noun groups that come early and come back.

What is true of news: what a story is about is named more than once, and in the lead. Datelines, bylines,
notices, letterheads in capitals, speakers' labels and abbreviations are named often and tell nothing. Within
"the minister of the interior Ana Lind" the office ends where the person's name begins. Missed: ideas that
the text never names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.briefs.document import Document
from bot.briefs.figures.numbers import NUMBER_WORDS
from bot.briefs.furniture import covers, is_notice
from bot.briefs.headlines import after_dateline, heads_document
from bot.briefs.lexicon import columns, word_set
from bot.briefs.tagger_model import TAGS

_KEYWORDS = 8
_SHORT_WORD = 3
_SHAPE = dict.fromkeys(TAGS.split(), " ") | {"NNP": "P", "NNPS": "P", "NN": "n", "NNS": "n", "JJ": "j"}
_GROUP = re.compile(r"PP*|nn{0,2}|jn{1,3}")  # a letter for each token; letters first, which are quick to find
_COMMON = word_set("keyword_common")
_CALENDAR = frozenset(row[0] for row in columns("calendar"))
_NEVER_FIRST = _COMMON | _CALENDAR
_NEVER_LAST = _NEVER_FIRST | NUMBER_WORDS
_NEVER_ALONE = word_set("keyword_never_alone") | word_set("labels")
_NEVER_SINGLE = _NEVER_LAST | _NEVER_ALONE
_STATES = frozenset(row[0].rstrip(".") for row in columns("us_states"))
_ROLES = word_set("roles")
_MINISTERS = frozenset({"minister", "secretary", "undersecretary"})  # who go before a name, not a land
_GIVEN = word_set("first_names") | word_set("men_names") | word_set("women_names")
_LABEL_REACH = 3  # tokens before a speaker's colon
_LONG_LINE = 25  # tokens of a headline
_PROSE = 200  # tokens at the end of a text that show whether it has lower case
_STOPS = frozenset('.!?…”"’)')


def find_keywords(document: Document, title: str) -> tuple[str, ...]:
    """The names and noun groups that carry the story, best first."""
    counts: dict[str, int] = {}
    places: dict[str, int] = {}
    for phrase, place in _groups(document):
        if phrase in counts:
            counts[phrase] += 1
        else:
            counts[phrase], places[phrase] = 1, place
    named = _merged(counts, places)
    size, said = len(document.words) + 1, title.lower()
    weights = {phrase: _weight(phrase, n, places[phrase] / size, said) for phrase, n in named.items()}
    ranked = sorted(weights, key=weights.__getitem__, reverse=True)
    kept: dict[str, str] = {}  # in lower case -> as told
    for phrase in ranked:
        if len(kept) == _KEYWORDS:
            break
        lower = phrase.lower()
        if not any(lower in other or other in lower for other in kept):
            kept[lower] = phrase
    return tuple(kept.values())


def _weight(phrase: str, count: int, place: float, title: str) -> float:
    weight = count * (1.5 - place)
    if phrase[0].isupper():
        weight *= 1.5
    if " " in phrase:
        weight *= 1.0 + 0.2 * min(phrase.count(" "), 2)
    return weight * 1.5 if title and phrase.lower() in title else weight


def _groups(document: Document) -> Iterator[tuple[str, int]]:
    """Runs of name tokens, and common nouns in a run or behind an adjective; each with its first token."""
    words, lower = document.words, document.lower
    said = set(words)  # "Firefighters" at the head, "firefighters" below
    opens: set[int] = set()
    paragraphs = set(document.paragraphs)
    cells = bytearray("".join(map(_SHAPE.__getitem__, document.tags)), "ascii")
    for begin, behind in _silent(document, opens, paragraphs):
        cells[begin:behind] = b" " * (behind - begin)
    shape = cells.decode("ascii")
    for match in _GROUP.finditer(shape):
        start, end = match.span()
        if end - start == 1:
            word = words[start]
            if lower[start] in _NEVER_SINGLE:
                continue
            if word.islower() and word.isalpha() and len(word) >= _SHORT_WORD:
                yield word, start  # most are: no name, one word
                continue
            if _is_short_form(word):
                continue
        else:
            start, end = _trimmed(document, start, end, shape[start] == "P", paragraphs)
            if start == end:
                continue
        first, last = lower[start], lower[end - 1]
        if first in _NEVER_FIRST or last in _NEVER_LAST or len(last) < _SHORT_WORD or not first[0].isalpha():
            continue
        opener = start in opens and (shape[start] != "P" or (end - start == 1 and first in said))
        initial = words[start][0].isupper() or shape[start] == "P"
        named = words[start].isupper() or (initial and not opener)
        phrase = " ".join((words if named else lower)[start:end])
        if "’" in phrase or "'" in phrase:
            phrase = " ".join([word.strip("’'") for word in phrase.split(" ")])
        yield phrase, start


def _trimmed(document: Document, start: int, end: int, name: bool, paragraphs: set[int]) -> tuple[int, int]:
    """A group without the word that opens it by chance, and no longer than its line."""
    for at in range(start + 1, end):
        if at in paragraphs:
            end = at  # a heading ends
            break
    word = document.words[start]
    if end - start > 1 and (document.lower[start] in _COMMON or (name and word[0].islower())):
        start += 1  # "several | gold diggers", "shook | Bengkulu"
    elif name and end - start > 2:
        start = _after_office(document, start, end)
    single = document.words[start] if end - start == 1 else ""
    if single and (single.lower() in _NEVER_SINGLE or _is_short_form(single)):
        return start, start  # nothing is left
    return start, end


def _is_short_form(word: str) -> bool:
    """ "Pa.", "Ont": an abbreviation, which names nothing by itself."""
    return word[-1] == "." or (word in _STATES and word[1:2].islower())


def _after_office(document: Document, start: int, end: int) -> int:
    """ "minister of the Interior | Ana Lind": the token at which the person begins, else `start`."""
    before = start - 2 if document.lower[start - 1] == "the" else start - 1
    if before < 1 or document.lower[before] not in {"of", "for"} or document.lower[before - 1] not in _ROLES:
        return start
    minister = document.lower[before - 1] in _MINISTERS
    return next(
        (k for k in range(start + 1, end) if document.words[k] in _GIVEN), end - 2 if minister else start
    )


def _silent(document: Document, opens: set[int], paragraphs: set[int]) -> Iterator[tuple[int, int]]:
    """The ranges of tokens that name nothing of the story; `opens` takes in where sentences begin.

    The first word of a sentence, in quotation marks or not, has a capital that says nothing.
    """
    words, text = document.words, document.text
    notices = [(a, b) for a, b in document.skipped if text[b - 1] in ")]" or is_notice(text, a, b)]
    prose = any(word.islower() for word in words[-_PROSE:])
    for sentence in document.sentences:
        first, last = sentence.first, sentence.last
        if (notices and covers(notices, sentence.start)) or (
            prose and words[last - 1] not in _STOPS and _is_heading(document, first, last)
        ):
            yield first, last
        elif first in paragraphs:
            first = _after_label(document, after_dateline(document, sentence), last)
            if first > sentence.first:
                yield sentence.first, first
        quoted = first + 1 < last and not words[first][0].isalnum()
        opens.add(first + 1 if quoted else first)


def _after_label(document: Document, first: int, last: int) -> int:
    """The token behind "HOST:" or "Contact:"."""
    for colon in range(first + 1, min(first + _LABEL_REACH, last - 1)):
        if document.words[colon] == ":":
            label = document.words[first]
            return colon + 1 if label.isupper() or document.lower[first] in _NEVER_ALONE else first
    return first


def _is_heading(document: Document, first: int, last: int) -> bool:
    """Is a line without a full stop in capitals, has it a capital for each long word, is it a letterhead?"""
    line = document.words[first:last]
    if len(line) > _LONG_LINE:
        return False
    if len(line) < _SHORT_WORD:
        return all(word.isupper() or not word[0].isalpha() for word in line)
    titled = all(not word[0].islower() or len(word) <= _SHORT_WORD + 1 for word in line)
    return titled or heads_document(document, first, last)


def _merged(counts: dict[str, int], places: dict[str, int]) -> dict[str, int]:
    """A surname counts for the full name that was given before: "Austin" for "Lloyd Austin"."""
    named = dict(counts)
    full: dict[str, str] = {}
    for name in counts:
        if " " in name:
            full.setdefault(name.rpartition(" ")[2], name)
    for short in counts:
        name = full.get(short, "")
        if name and short[0].isupper() and places[name] <= places[short]:
            named[name] += named.pop(short)
    return named
