"""Institutions that the text names, whoever speaks: what "the ministry", "the WHO", "the company" stand for.

What is true of news text: an institution is named in full once ("The World Health Organization sent a
team"), often by somebody who is not quoted, and is later its initials or its noun. Initials are those of
its capitalised words, with or without brackets; its noun is one of its own words, or tells its kind
("the agency", "the company"). Accepted: initials of a name in another language.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import compress
from typing import NamedTuple

from bot.briefs.claims.people import FIRST_NAMES
from bot.briefs.claims.phrase_starts import start_of_base
from bot.briefs.claims.phrases import FINITE
from bot.briefs.document import Document
from bot.briefs.lexicon import columns, word_set

_NAMES = frozenset({"NNP", "NNPS"})
_INNER = _NAMES | {"JJ", "NN", "NNS"}
_ASIDES = ([","], ["("])
_LINKS = frozenset({"of", "for", "and", "on", "the", "against", "&", "to"})
_PLAIN = frozenset({"of", "for", "on", "against"})  # links that need no other before them
_LONGEST = 12  # words of an institution's name
_WORDS = word_set("organisations") | word_set("institution_endings")
_NOUNS = word_set("institution_nouns")
_FIRMS = word_set("firms")
_FIRM_ENDINGS = word_set("firm_endings")
_ROLES = word_set("roles")
_KINDS = {noun: frozenset(words.split(";")) for noun, words in columns("bodies_called")}
COUNTRIES = frozenset(place for place, _ in columns("nationalities"))
_GOES_SHORT = frozenset({"international", "watch", "company"})
BODY_NOUNS = frozenset(word.lower() for word in _WORDS) | _NOUNS | frozenset(_KINDS) | _FIRMS
_MOST_INITIALS = 8
_APPOSITION = 8  # tokens of "a Dutch toolmaker" behind a name
_NEAR = 150  # bodies back among which "the agency" is looked for


class Body(NamedTuple):
    """An institution where the text names it: tokens `first` to `last` (exclusive)."""

    name: str
    first: int  # its article included
    bare: int
    last: int
    words: frozenset[str]  # its words and those that tell its kind, in lower case
    initials: str
    alias: str  # what stands in brackets behind it
    opens: bool  # the subject of a sentence or clause


class Bodies:
    """The institutions of a document in the order of the text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.all = sorted(_find(document), key=lambda body: body.first)
        self.starts = [body.first for body in self.all]
        self.by_initials: dict[str, Body] = {}
        self.by_first: dict[str, Body] = {}
        for body in self.all:
            if body.alias:
                self.by_initials.setdefault(
                    body.alias, body
                )  # what the text says goes before what it lets guess
        for body in self.all:
            for initials in _initials_of(body):
                self.by_initials.setdefault(initials, body)
            self.by_first.setdefault(document.words[body.bare], body)

    def spelled_out(self, initials: str) -> Body | None:
        """The institution whose initials these are ("WHO"), the first that the text names."""
        return self.by_initials.get(initials)

    def shortened(self, word: str) -> Body | None:
        """The institution that goes by the first word of its name: "Amnesty", "Rio" for a firm."""
        body = self.by_first.get(word)
        if word in COUNTRIES or body is None or body.last - body.bare < 2:
            return None
        return None if _GOES_SHORT.isdisjoint(body.words) else body

    def called(self, noun: str, before: int) -> Body | None:
        """The last institution before token `before` that "the" and this noun can mean.

        One that opened a clause, or is so named itself, goes before one that was only spoken of.
        """
        kinds = _KINDS.get(noun, frozenset())
        k = bisect_left(self.starts, before)
        spoken_of = None
        for body in reversed(self.all[max(0, k - _NEAR) : k]):
            own = noun in body.words
            if own or not kinds.isdisjoint(body.words):
                if body.opens:
                    return body
                spoken_of = spoken_of or body
        return spoken_of


def stands_for(noun: str, words: list[str]) -> bool:
    """Can "the" and this noun mean a body that has these words in its name ("the group": no board)?"""
    kinds = _KINDS.get(noun)
    return kinds is None or not kinds.isdisjoint(words)


def _initials_of(body: Body) -> Iterator[str]:
    """By what it may be called: "CDC" for the US Centers for Disease Control and Prevention."""
    whole = body.initials[:_MOST_INITIALS]
    if len(whole) > 1:
        yield whole
    for first in (0, 1):
        for last in range(len(whole), first + 2, -1):
            yield whole[first:last]


def _find(document: Document) -> Iterator[Body]:
    tags, lower, words = document.tags, document.lower, document.words
    past = 0
    nouns = compress(range(len(words)), map(_NOUNS.__contains__, lower))
    for k in sorted({*document.capitals, *nouns}):
        if k < past:
            continue
        if _opens_name(document, k):
            past = _end_of_name(document, k)
            found = _named(document, k, past)
            if found:
                yield found
        elif lower[k] in _NOUNS and tags[k] == "NN":
            start = start_of_base(document, k, max(0, k - _LONGEST))
            start = next((i for i in range(k, start, -1) if _breaks(document, i)), start)
            if k - start > 1 or (k - start == 1 and tags[start] not in {"DT", "PRP$"}):
                yield _body(document, start, k + 1, [lower[k]])


def _opens_name(document: Document, k: int) -> bool:
    """Can an institution's name begin at token `k`? A lone word needs one beside it that tells its kind."""
    tags, lower = document.tags, document.lower
    if tags[k] not in _INNER or lower[k] == document.words[k]:
        return False
    if _goes_on(document, k):
        return True
    follows = lower[k + 1 : k + 2]
    beside = follows in _ASIDES or (k > 0 and (lower[k - 1] in {"in", "of"} or _is_kind(lower[k - 1])))
    return tags[k] in _NAMES and (beside or (follows != [] and follows[0] in _LINKS))


def _breaks(document: Document, k: int) -> bool:
    """Does a line end before token `k`? No name runs over it."""
    return "\n" in document.text[document.ends[k - 1] : document.starts[k]]


def _goes_on(document: Document, k: int) -> bool:
    """Does a name go on behind the capitalised word at `k`, which may only open a sentence?"""
    follows = k + 1
    return (
        follows < len(document.words)
        and document.lower[follows] != document.words[follows]
        and document.tags[follows] in _INNER
        and not _breaks(document, follows)
    )


def _end_of_name(document: Document, first: int) -> int:
    """The token after a run of capitalised words, with the small words that join them."""
    tags, words, lower = document.tags, document.words, document.lower
    end = first + 1
    linked = False
    while end < min(len(tags), first + _LONGEST) and not _breaks(document, end):
        if words[end][0].isupper() and tags[end] in _INNER:
            end += 1
            continue
        link = end
        while link < len(tags) and lower[link] in _LINKS and link - end < 2:
            link += 1
        joins = end < link < len(tags) and tags[link] in _INNER and words[link][0].isupper()
        both = lower[end] == "and" and not _WORDS.isdisjoint(words[link : link + 3])
        if not joins or not (lower[end] in _PLAIN or linked or both):
            break  # "Maritime and Coastguard Agency", but not "Algeria and Libya"
        linked = True
        end = link + 1
    return end


def _named(document: Document, first: int, end: int) -> Body | None:
    """The institution that a run of capitalised words names; None where nothing tells that it is one."""
    words = document.words
    run = words[first:end]
    if run[0] in FIRST_NAMES:
        return None
    kind = _kind(document, first, end)
    alias = words[end + 1] if words[end : end + 1] == ["("] and words[end + 2 : end + 3] == [")"] else ""
    alias = alias if alias.isupper() else ""
    capitals = [word for word in run if word[0].isupper()]
    if not (kind or alias) and (len(capitals) < 2 or all(word.isupper() for word in capitals)):
        return None
    firm = run[-1] in _FIRM_ENDINGS
    told = [word.lower() for word in run] + kind + (["company"] if firm else [])
    if not (kind or alias or firm) and len(capitals) < 3 and _WORDS.isdisjoint(run):
        return None
    return _body(document, first, end, told, alias)


def _kind(document: Document, first: int, end: int) -> list[str]:
    """The noun beside a name that tells a business or body: ", a Dutch toolmaker", "toolmaker Lumis"."""
    lower, tags = document.lower, document.tags
    if first and tags[first - 1] == "NN" and _is_kind(lower[first - 1]):
        return [lower[first - 1], *_firm(lower[first - 1])]
    if first > 2 and tags[first - 3 : first] == ["DT", "NN", ","] and _is_kind(lower[first - 2]):
        return [lower[first - 2], *_firm(lower[first - 2])]  # "the contractor, Delta Works"
    if (
        first > 1
        and lower[first - 1] in {"in", "of"}
        and lower[first - 2] in {"shares", "stake", "investors"}
    ):
        return ["company", "firm"]  # "Shares in Norsk Havbruk fell"
    if tags[end : end + 2] != [",", "DT"]:
        return []
    for k in range(end + 2, min(len(tags) - 1, end + _APPOSITION)):
        if _is_kind(lower[k]) and tags[k + 1] in {",", "IN", "WDT", "WP", "."}:
            return [lower[k], *_firm(lower[k])]
        if tags[k] not in {"JJ", "NN", "NNP", "POS", "VBN"}:
            break
    return []


def _is_kind(word: str) -> bool:
    return (word in _FIRMS and word not in _ROLES) or word in _NOUNS or word.endswith("maker")


def _firm(word: str) -> list[str]:
    return ["company", "firm"] if word in _FIRMS or word.endswith("maker") else []


def _body(document: Document, first: int, end: int, told: list[str], alias: str = "") -> Body:
    tags = document.tags
    initials = "".join(word[0] for word in document.words[first:end] if word[0].isupper())
    article = first - (first > 0 and document.lower[first - 1] in {"the", "an", "a"})
    opens = end < len(tags) and (tags[end] in FINITE or tags[end] == "," or bool(alias))
    name = document.text[document.starts[article] : document.ends[end - 1]]
    return Body(name, article, first, end, frozenset(told), initials, alias, opens)
