"""The headline of an article that came without a title: its own first line, else its lead, cut at a clause.

What is true of news texts: a headline is a line of its own above the prose, without a full stop, that names
what the lead tells. Letterheads, bylines, datelines, "PRESS RELEASE" and kickers stand there too: they open
in known ways, or repeat a name of the lead whole. A lead is cut only where a clause has ended, never within a
phrase; if it has no such place it is told whole. Missed: a headline of fewer than three words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from bot.briefs.datelines import end_of_dateline
from bot.briefs.document import Document, Sentence
from bot.briefs.furniture import covers, is_notice
from bot.briefs.lexicon import columns, lines, word_set

_FITS, _WHOLE = 110, 200  # characters: a headline's common measure; a sentence that is told whole
_HALF = 40  # characters of a clause that can stand for its sentence
_ENTRIES = 3  # paragraphs that open with the time of day, or turns, that make a live blog or transcript
_LINES_ABOVE = 10  # paragraphs among which a headline is sought
_FEWEST, _MOST = 3, 25  # words of a headline
_LONGEST = 180  # characters of it
_LEAD = 6  # sentences whose words a headline shares
_STEM = 5  # letters by which "crashed" is known as "crashes"
_ATTRIBUTION = 6  # tokens in which "..., officials said on Monday." closes a sentence
_AT_THE_HEAD = 200  # tokens in which a dateline is looked for
_REACH = 20  # tokens in which a clause has its verb
_SCRAP = 3  # words behind a comma that do not stand for a clause
_MARKS = frozenset({",", ";", "–", "—", ":"})
_CLAUSES = word_set("clause_openers") - {"and", "or", "that"}
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBS = _FINITE | {"VBN", "VBG"}
_LEANING = frozenset({"IN", "WRB", "VBG", "VBN", "TO"})  # "When ...,", "After ...,": not the news yet
_RELATIVE = frozenset({"WDT", "WP"})  # "the firm, which runs ...": no news yet
_PHRASES = frozenset({"IN", "TO", "WDT", "WP"})
_BULLETS = frozenset("•*·▪●‣-–—")
_LINKS = frozenset({",", "and", "or"})
_BARE = frozenset({"NN", "NNS", "VB", "JJ"})  # an apposition opens with an article or a name
_SAYING = frozenset({"said", "says", "say"})
_ACRONYMS = word_set("acronyms")
_CALENDAR = frozenset(row[0] for row in columns("calendar"))


def _openings(name: str) -> str:
    return "|".join(re.escape(line) for line in sorted(lines(name), key=len, reverse=True))


_LETTERHEAD = re.compile(rf"(?:{_openings('letterhead')})(?![\w-])", re.I)
_KICKER = re.compile(rf"(?:{_openings('kickers')})(?: \d{{1,2}})? ?[-–—:|] ?", re.I)
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?: ?(?:am|pm|[ap]\.m\.|GMT|UTC|[A-Z]{3,4}))?(?: ?[-–—:|])?\s+(?=\S)")
_SPEAKER = re.compile(r"[A-Z][\w.’' -]{1,30}: ")
_NEVER = re.compile(r"[(\[]|.*[.:;,…]$", re.S)  # a remark, prose
_PLACE = re.compile(r"[A-Z][A-Z -]{3,30}(?:, [A-Z][\w.]{1,20})?: (?=[A-Z\d“\"])")
_WORD = re.compile(r"[^\W\d_][\w’'-]+")


def after_dateline(document: Document, sentence: Sentence) -> int:
    """The token behind "VARNA, Bulgaria (Reuters) -", "14:52" or a bullet, or the sentence's first."""
    text, start = document.text, sentence.start
    behind = end_of_dateline(text, start, sentence.end)
    if behind == start and sentence.first < _AT_THE_HEAD:
        behind = _end_of_place(text, start, sentence.end)
    if behind == start and text[start].isdigit() and (clock := _CLOCK.match(text, start, sentence.end)):
        behind = clock.end()
    first = bisect_left(document.starts, behind) if behind > start else sentence.first
    first = min(first, sentence.last - 1)
    return first + 1 if document.words[first] in _BULLETS and first + 1 < sentence.last else first


def _end_of_place(text: str, start: int, end: int) -> int:
    """The offset behind "QUETTA: ", unless it is a kicker, an institution or somebody's turn."""
    place = _PLACE.match(text, start, end)
    if place is None or _KICKER.match(place.group()):
        return start
    label = place.group()
    return place.end() if text.count(label) == 1 and label.partition(":")[0] not in _ACRONYMS else start


def entries(document: Document) -> list[int]:
    """Where the entries of a live blog open, each with its time of day, or the turns of a transcript.

    None if the text is neither: fewer than three, or no speaker who has a second turn.
    """
    text = document.text
    opens = [document.starts[token] for token in document.paragraphs]
    clocks = [at for at in opens if text[at].isdigit() and _CLOCK.match(text, at)]
    if len(clocks) >= _ENTRIES:
        return clocks
    turns = [match for at in opens if text[at].isupper() and (match := _SPEAKER.match(text, at))]
    again = len({match.group() for match in turns}) < len(turns)
    return [match.start() for match in turns] if again and len(turns) >= _ENTRIES else []


def title_line(document: Document, sentences: Sequence[Sentence]) -> Sentence | None:
    """The line above the prose that is the article's headline; `sentences` are those that can stand alone."""
    end = sentences[0].first if sentences else len(document.words)
    if end == 0:
        return None
    opens = document.paragraphs[: _LINES_ABOVE + 1]
    lead = " ".join(document.text[s.start : s.end] for s in sentences[:_LEAD])
    told = {_stem(word) for word in _WORD.findall(lead)}
    for place, first in enumerate(opens[:_LINES_ABOVE]):
        if first >= end:
            break
        last = opens[place + 1] if place + 1 < len(opens) else len(document.words)
        line = Sentence(document.starts[first], document.ends[last - 1], first, last)
        if last <= end and _is_headline(document, line, told, lead.lower(), place):
            return _without_kicker(document, line)
    return None


def heads_document(document: Document, first: int, last: int) -> bool:
    """Are these tokens a line of a letterhead: "Contact: Ana Lind", "Ministry of Health"?"""
    opens = _LETTERHEAD.match(document.text, document.starts[first]) is not None
    return opens and _VERBS.isdisjoint(document.tags[first:last])


def _stem(word: str) -> str:
    """The head of a word, by which its forms are known."""
    return word[:_STEM].lower()


def _is_headline(document: Document, line: Sentence, told: set[str], lead: str, place: int) -> bool:
    text = document.text[line.start : line.end]
    if len(text) > _LONGEST or _NEVER.match(text) or is_notice(document.text, line.start, line.end):
        return False
    verb = not _VERBS.isdisjoint(document.tags[line.first : line.last])
    opening = _LETTERHEAD.match(text)
    if opening and not verb:
        return False
    rest = _WORD.findall(text, opening.end() if opening else 0)
    words = [word for word in rest if len(word) >= _FEWEST and word.lower() not in _CALENDAR]
    if not _FEWEST <= len(words) <= _MOST:
        return False
    if text[-1] in ")]" and covers(document.skipped, line.start):
        return False  # a caption
    if text.lower() in lead or end_of_dateline(document.text, line.start, line.end) > line.start:
        return False  # a name that the lead repeats
    shared = sum(len(word) > _FEWEST and _stem(word) in told for word in words)
    return shared > 1 or (shared == 1 and (verb or place == 0)) or (place == 0 and len(words) > _FEWEST)


def _without_kicker(document: Document, line: Sentence) -> Sentence:
    kicker = _KICKER.match(document.text, line.start, line.end)
    if kicker is None or document.text[kicker.end()].islower():
        return line
    start = kicker.end()
    return Sentence(start, line.end, bisect_left(document.starts, start), line.last)


def cut(document: Document, sentence: Sentence) -> str:
    """A sentence as a headline: whole if short, else up to its last clause that fits."""
    first = after_dateline(document, sentence)
    start, end = document.starts[first], sentence.end
    if end - start > _FITS:
        end = _border(document, first, sentence.last) or end
    return " ".join(document.text[start:end].split()).rstrip(".,;:")


def _border(document: Document, first: int, last: int) -> int:
    """Where to cut the tokens `first` to `last`: the offset behind a clause, 0 to keep them whole."""
    start, ends = document.starts[first], document.ends
    least = _main_clause(document, first, last)
    fitting = min(last - 1, bisect_right(ends, start + _FITS, lo=first))
    further = min(last - 1, bisect_right(ends, start + _WHOLE, lo=first))
    for index in (*range(fitting, least, -1), *range(max(fitting, least) + 1, further)):
        if ends[index - 1] - start >= _HALF and _ends_clause(document, index):
            return ends[_without_scrap(document, first, index) - 1]
    if ends[last - 1] - start <= _WHOLE:
        return 0
    for index in range(further, least, -1):
        if document.tags[index] in _PHRASES and document.lower[index] != "of":
            return ends[index - 1]
    return ends[further - 1]


def _main_clause(document: Document, first: int, last: int) -> int:
    """The token of the first finite verb that tells the news, behind a clause that leads up to it."""
    tags, begin = document.tags, first
    if tags[first] in _LEANING:
        begin = next((k for k in range(first, last) if document.lower[k] == ","), first)
    finite = [k for k in range(begin, last) if tags[k] in _FINITE]
    verb = next((k for k in finite if _RELATIVE.isdisjoint(tags[max(first, k - 2) : k])), first)
    if verb < last - _ATTRIBUTION:
        return verb
    return next((k for k in range(begin, verb) if tags[k] == "VBN"), verb)  # "crashed", read as a participle


def _ends_clause(document: Document, index: int) -> bool:
    """Does a clause end before this token: a mark, "after", "and said"?"""
    lower, tags = document.lower, document.tags
    if lower[index - 1] in _MARKS or _in_quotation(document, document.starts[index]):
        return False
    if lower[index] in _MARKS:
        return not _opens_speech(document, index) and not _lists(document, index)
    if lower[index] in _CLAUSES:
        return tags[index - 1] not in {"RB", "IN", "CC", "JJR", "TO"} and not (
            lower[index] in {"as", "so", "once", "then", "before", "after", "since"} and tags[index] == "RB"
        )
    return tags[index] == "CC" and not _FINITE.isdisjoint(tags[index + 1 : index + 2])


def _lists(document: Document, index: int) -> bool:
    """Is this the comma of a list, a date or a row of adjectives: "swim, dive or kayak"?"""
    lower, tags = document.lower, document.tags
    if lower[index] != "," or index + 2 >= len(lower):
        return False
    alike = tags[index - 1][:2] == tags[index + 1][:2]
    links = _LINKS.intersection(lower[index + 2 : index + 4])
    if (alike and links) or (tags[index + 1] in _BARE and links - {"and"}):
        return True
    return tags[index - 1] in {"JJ", "RB"} and tags[index + 1] in {"JJ", "RB"} and tags[index + 2] != ","


def _opens_speech(document: Document, index: int) -> bool:
    """Is "the ministry said five people | , two of them ..." still without the verb of what it said?"""
    verb = next(
        (k for k in range(index - 1, max(0, index - _REACH), -1) if document.tags[k] in _FINITE), index
    )
    return verb < index - 1 and document.lower[verb] in _SAYING


def _in_quotation(document: Document, at: int) -> bool:
    k = bisect_right(document.quotes, (at, at)) - 1
    return k >= 0 and document.quotes[k][0] < at < document.quotes[k][1]


def _without_scrap(document: Document, first: int, end: int) -> int:
    """Leaves off two or three words behind a comma: "..., its director | ", "..., two days | "."""
    for index in range(end - 1, max(first, end - 1 - _SCRAP), -1):
        if document.lower[index] == ",":
            return index
    return end - 1 if end - 1 > first and document.tags[end - 1] == "VBG" else end
