"""What a figure or an alert is about, in one phrase: "Eritrean troops deployed in Ethiopia"."""

from __future__ import annotations

import re

from bot.wording.lexicon import words_of
from bot.wording.numbers import size
from bot.words import keys
from storage.records import Figure, Hit, LedgerRow, Measure

EARLIER = re.compile(  # "rose to 14, up from nine": what it was is no count of today
    r"\b(?:up|down|rose|risen|rising|fell|fallen|falling|dropped|grew|grown|increased|decreased|raised|revised)"
    r"(?: sharply| again)? from(?: about| some| nearly| at least)? ?$"
)
OPERATORS = ("AND ", "OR ", "NOT ", "NEAR/")  # of alert rules
LIGHT = words_of("light")
SIZE_NOUNS = words_of("size")


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


def alert_subject(hit: Hit) -> str:
    """What an alert is about: a simple rule as it stands; of a composed one the words that were found."""
    composed = "(" in hit.rule or any(f" {word}" in hit.rule for word in OPERATORS)
    words = [word for word in hit.words if not word.replace(",", "").replace(".", "").isdigit()]
    return ", ".join(words) if composed and words else hit.rule


def _says(words: str, part: str) -> bool:
    if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words, re.IGNORECASE):  # no "Mali" in "Somali"
        return True
    told = {key for _, _, key in keys(words)}
    return any(key in told for _, _, key in keys(part))  # "11 dead" have died
