"""The word lists of the ledger: which words count the same things, tell of one fate, name a period."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bot import words

HERE = Path(__file__).parent
KIND = re.compile(r"\{([a-z]\w*)\}")  # a kind of words within a wording; "{0,60}" is a repetition


@cache
def counted_classes() -> dict[str, str]:
    """Family key -> class of what is counted."""
    return {words.key(word): name for name, members in _rows("counted.tsv") for word in members.split()}


@cache
def event_classes() -> dict[str, str]:
    """Family key -> class of what happened to it."""
    return {words.key(word): name for name, _, members in _rows("events.tsv") for word in members.split()}


@cache
def event_names() -> frozenset[str]:
    """The classes of events."""
    return frozenset(name for name, _, _ in _rows("events.tsv"))


@cache
def events_by_head() -> dict[tuple[str, str], str]:
    """(class of what is counted, event or family key) -> the event that it is of those."""
    return {
        (head, event_classes().get(words.key(word), words.key(word))): name
        for heads, name, members in _rows("by_head.tsv")
        for head in heads.split()
        for word in members.split()
    }


@cache
def levels() -> frozenset[str]:
    """Family keys of what stands at one level at a time: a policy rate, a price."""
    return frozenset(words.key(word) for (members,) in _rows("levels.txt") for word in members.split())


@cache
def rising_events() -> frozenset[str]:
    """Events whose total only grows: the dead do not come back to life."""
    return frozenset(name for name, sort, _ in _rows("events.tsv") if sort == "rises")


@cache
def episodic_events() -> frozenset[str]:
    """Events counted anew each night: last night's arrests are not those since the protests began."""
    return frozenset(name for name, sort, _ in _rows("events.tsv") if sort == "episode")


@cache
def passing_events() -> frozenset[str]:
    """Events counted as they stand: the missing are found, the trapped are freed."""
    return frozenset(name for name, sort, _ in _rows("events.tsv") if sort == "passes")


@cache
def suffered_events() -> frozenset[str]:
    """Events that befall those who are counted, whoever did it: the dead are the same dead to both sides."""
    return frozenset(name for name, sort, _ in _rows("events.tsv") if sort in {"rises", "suffered", "passes"})


@cache
def denial_words(kind: str) -> frozenset[str]:
    """Family keys of the words by which a claim denies: "deny" verbs, words that call something "false"."""
    return frozenset(
        words.key(w) for name, members in _rows("denials.tsv") if name == kind for w in members.split()
    )


@cache
def negations() -> dict[str, int]:
    """Negation -> how many words before what it negates it may stand."""
    return {w: int(n) for n, members in _rows("denials.tsv") if n.isdigit() for w in members.split()}


@cache
def periods() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Periods and how they are worded."""
    return tuple(
        (name, re.compile(rf"\b(?:{wording})\b", re.IGNORECASE)) for name, wording in _rows("periods.tsv")
    )


@cache
def wording(name: str) -> re.Pattern[str]:
    """How the words around a figure tell something of it: the pattern of that name."""
    pattern = next(pattern for known, pattern in _rows("wordings.tsv") if known == name)
    return re.compile(KIND.sub(lambda kind: "|".join(_words(kind[1])), pattern))


@cache
def small_words(kind: str) -> frozenset[str]:
    """The words of a kind that the ledger's rules name, as they are written."""
    return frozenset(_words(kind))


@cache
def word_keys(kind: str) -> frozenset[str]:
    """The family keys of the words of a kind."""
    return frozenset(map(words.key, small_words(kind)))


def _words(kind: str) -> list[str]:
    """The words of a kind, as they are written, in the order of the list."""
    return [word for name, members in _rows("words.tsv") if name == kind for word in members.split()]


def _rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
