"""Claims that deny what a measure counts.

Theory: a denial seldom repeats the number ("reports that Eritrean troops were present are lies"): it
names those counted with a mark of theirs, or what is said to have happened to them. A denial of something
else about the same people ("denied that its soldiers had fired") names another deed, and is left out. So is a
claim that has a negation somewhere ("did not expect the toll to rise") but neither denies nor calls false.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot import words
from bot.ledger.lexicon import counted_classes, denial_words, event_classes, event_names, negations
from bot.ledger.rows import Counted
from bot.ledger.subjects import GENERAL, Subject
from bot.wording import one_speaker
from storage.records import Claim, Denial, Item


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
    return tuple(
        denial
        for denial in denials
        if _denies(denial.claim, subject, marks) and not _by_all(denial.claim, rows)
    )


def _denies(claim: Claim, subject: Subject, marks: frozenset[str]) -> bool:
    found = _words(claim.content.text)
    keys = [key for _, key in found]
    named = [n for n, key in enumerate(keys) if counted_classes().get(key) == subject.counted]
    happened = [n for n, key in enumerate(keys) if event_classes().get(key, key) == subject.event]
    others = any(key in event_classes() for key in keys)
    if subject.counted == GENERAL:
        about = happened if subject.event in event_names() else []
    elif not named:
        return False
    else:
        about = happened or ([] if others or not marks & set(keys) else named)
    return bool(about) and (_is_rejected(claim, keys) or _is_negated(found, [*named, *about]))


@lru_cache(maxsize=1_024)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text, each with its family key."""
    return tuple((text[start:end], key) for start, end, key in words.keys(text))


def _is_rejected(claim: Claim, keys: Sequence[str]) -> bool:
    """Whether a claim's verb denies its content, or the content calls what it tells of false."""
    cue = {key for _, _, key in words.keys(claim.cue.text)} if claim.cue else set()
    return bool(cue & denial_words("deny")) or bool(set(keys) & denial_words("false"))


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
