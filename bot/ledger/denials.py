"""Claims that deny what a measure counts.

Theory: a denial may repeat the number, but more often ("reports that Eritrean troops were present are
lies") it names those counted with a mark of theirs, or what is said to have happened to them. A denial of
something else about the same people ("denied that its soldiers had fired") names another deed, and is left
out. So is a claim that has a negation somewhere ("did not expect the toll to rise") but neither denies nor
calls false, one that calls something else false many words later, and one by which somebody denies a part
in it: who had nothing to do with a killing does not say that nobody was killed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot import words
from bot.ledger.lexicon import (
    counted_classes,
    denial_words,
    event_classes,
    event_names,
    events_by_head,
    negations,
    word_keys,
    wording,
)
from bot.ledger.rows import Counted
from bot.ledger.subjects import Subject
from bot.ledger.told import GENERAL
from bot.wording import one_speaker
from storage.records import Claim, Denial, Item

NUMBER = re.compile(r"\d[\d,.]*\d|\d")
CALLED = 6  # words between what is false, or "is", and the word that says so


def denials_in(items: Sequence[Item]) -> list[Denial]:
    """The denials of a story's items, oldest first; syndicated copies left out."""
    return [
        Denial(claim, item.entry.id, item.feed.name, item.entry.url, item.entry.as_of)
        for item in sorted(items, key=lambda item: (item.entry.as_of, item.entry.id))
        if item.copy_of is None
        for claim in item.brief.claims
        if claim.stance == "denies" and not claim.negated
    ]


def denials_of(rows: Sequence[Counted], denials: Sequence[Denial]) -> tuple[Denial, ...]:
    """Those of a story's denials that deny what the rows of a measure count."""
    subject = rows[0].subject
    marks = frozenset(mark for row in rows for mark in row.subject.marks)
    numbers = frozenset(number for row in rows for number in NUMBER.findall(row.row.figure.text))
    return tuple(
        denial
        for denial in denials
        if _denies(denial.claim, subject, marks, numbers) and not _by_all(denial.claim, rows)
    )


def _denies(claim: Claim, subject: Subject, marks: frozenset[str], numbers: frozenset[str]) -> bool:
    found = _words(claim.content.text)
    keys = [key for _, key in found]
    if not denial_words("part").isdisjoint(keys):
        return False
    named = [n for n, key in enumerate(keys) if counted_classes().get(key, key) == subject.counted]
    happened = [n for n, key in enumerate(keys) if _tells_of(key, subject)]
    known_fate = subject.event in event_names()
    if happened and claim.speaker is not None and subject.counted in _keys(claim.speaker.name):
        named, known_fate = happened, True  # "Bank Lomax denied that it had been fined"
    if subject.counted == GENERAL:
        about = happened if known_fate else []
    elif not named:
        return False
    elif not numbers.isdisjoint(NUMBER.findall(claim.content.text)):
        about = happened or named
    elif subject.counted not in counted_classes().values():  # any word, a name: what befell it has to be told
        paid = subject.kind == "money" and not word_keys("paying").isdisjoint(keys)
        about = named if paid else happened if known_fate else []
    else:
        another_deed = any(key in event_classes() for key in keys)
        marked = (not another_deed and not marks.isdisjoint(keys)) or _only_where(found, named, subject.place)
        about = happened or (named if marked else [])
    if not about:
        return False
    return _is_rejected(claim, found, about) or _is_negated(found, [*named, *about])


def _tells_of(key: str, subject: Subject) -> bool:
    """Whether a word tells what befell those counted: jobs are cut, as workers are laid off."""
    of_those = events_by_head().get((subject.counted or "", key))
    return subject.event is not None and subject.event in {event_classes().get(key, key), of_those}


def _only_where(found: Sequence[tuple[str, str]], named: Sequence[int], places: frozenset[str]) -> bool:
    """Whether a denial says of those counted but that they are in a place: "having soldiers in Bukavu"."""
    there = {key for place in places for _, _, key in words.keys(place)}
    others = (
        key not in there and word.lower() != "having" and not words.is_function_word(word)
        for n, (word, key) in enumerate(found)
        if n not in named
    )
    return not there.isdisjoint(key for _, key in found) and not any(others)


def _keys(text: str) -> frozenset[str]:
    return frozenset(key for _, key in _words(text))


@lru_cache(maxsize=1_024)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text, each with its family key."""
    return tuple((text[start:end], key) for start, end, key in words.keys(text))


def _is_rejected(claim: Claim, found: Sequence[tuple[str, str]], about: Sequence[int]) -> bool:
    """Whether a claim's verb denies its content, or the content calls what it tells of false."""
    cue = {key for _, _, key in words.keys(claim.cue.text)} if claim.cue else set()
    if cue & denial_words("deny"):
        return True
    false = [n for n, (_, key) in enumerate(found) if key in denial_words("false")]
    # "the reports that ... are barefaced lies" says it of all before; "drew attention to their lies" does not
    called = any(wording("is").fullmatch(word) for n in false for word, _ in found[max(0, n - CALLED) : n])
    return called or any(abs(n - at) <= CALLED for n in false for at in about)


def _is_negated(found: Sequence[tuple[str, str]], about: Sequence[int]) -> bool:
    """Whether a negation stands just before the words a claim is about: "no troops", "were not killed"."""
    return any(
        negations().get(word.lower(), 0) >= n - at > 0
        for n in about
        for at, (word, _) in enumerate(found[:n])
    )


def _by_all(claim: Claim, rows: Sequence[Counted]) -> bool:
    """Whether everyone who gives a figure is the one who denies: then it is something else they deny."""
    speaker = claim.speaker
    return speaker is not None and all(one_speaker(speaker.name, row.speaker) for row in rows)
