"""Where what was said ends, and where it began when it stands before its verb."""

from __future__ import annotations

from itertools import compress

from bot.briefs.claims.cues import Cue
from bot.briefs.claims.phrases import (
    DASHES,
    FINITE,
)
from bot.briefs.claims.stretches import Quotation, Stretch
from bot.briefs.claims.turns import cuts_after_comma, verb_follows
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_DISCLOSING = word_set("disclosing_verbs")
_REFUSED = (["did"], ["would"], ["could"], ["will"], ["does"])
_BUT = frozenset({"though", "although", "while", "whereas"})
_WHILE = (["as"], ["after"], ["before"], ["when"])
_PAUSES = frozenset({",", "CC"})
_WITHOUT_COMMA = frozenset({"but", "according"})
_TURNS = DASHES | {"but", "according", ";"}  # words at which the reporter may speak again
_SUBJECTS = frozenset({"NNS", "NNPS", "PRP", "NN", "NNP"})
LONGEST_CONTENT = 250  # tokens outside quotations: a sentence without end does not cost its square


def end_of_content(document: Document, stretch: Stretch, start: int, cues: dict[int, Cue]) -> int:
    """The token after the content that begins at `start`: the stretch's end unless the reporter cuts in."""
    past, last = start, min(_before_stop(document, stretch), start + LONGEST_CONTENT)
    for k in _turning_points(document, stretch, start, last):
        if k < past:
            continue
        quotation = stretch.quotation_over(k)
        if quotation and quotation.first == k:
            past = min(quotation.last, last)
            if _ends_behind(document, quotation, past, last, cues):
                return past
        elif _ends_at(document, start, k, last, cues):
            drops = document.tags[k] == "CC" or document.lower[k] in _WITHOUT_COMMA
            return k - 1 if drops and document.tags[k - 1] == "," else k
    return last


def _turning_points(document: Document, stretch: Stretch, start: int, last: int) -> list[int]:
    """The tokens at which the reporter may speak again, and those that open a quotation."""
    tokens = range(start, last)
    found = set(compress(tokens, map(_PAUSES.__contains__, document.tags[start:last])))
    found.update(compress(tokens, map(_TURNS.__contains__, document.lower[start:last])))
    if stretch.openings:
        found.update(quotation.first for quotation in stretch.quotations_in(start, last))
    return sorted(found)


def _ends_behind(document: Document, quotation: Quotation, k: int, last: int, cues: dict[int, Cue]) -> bool:
    """Does what was said end with a quotation, the token behind it being `k`?"""
    tags = document.tags
    if _sets_off(document, quotation) and k < last and cuts_after_comma(document, k, last, cues):
        return True
    if _turns_away(document, k, last):
        return True
    if _sets_off(document, quotation) and tags[k : k + 1] == ["WDT"]:
        return True  # ‘the bridge “is beyond repair,” which worries’
    # ‘is “glad of the offer” as he nears a vote’
    return document.lower[k : k + 1] in _WHILE and tags[k + 1 : k + 2] == ["PRP"]


def _ends_at(document: Document, start: int, k: int, last: int, cues: dict[int, Cue]) -> bool:
    """Does what was said end before the comma, dash or conjunction at token `k`?"""
    tags, lower = document.tags, document.lower
    if k > start:
        if (tags[k] == "," or lower[k] in DASHES) and (
            cuts_after_comma(document, k + 1, last, cues) or _but_then(document, start, k + 1, last)
        ):
            return True
        if lower[k] == "but" and _tells_no_more(lower, k + 1):
            return True
        joins = tags[k] == "CC" and lower[k] != "neither"
        if joins and verb_follows(document, start, k + 1, last, cues):
            return True
    if lower[k : k + 2] == ["according", "to"]:
        return lower[k + 2 : k + 3] not in (["which"], ["whom"])
    return lower[k] == ";"


def _before_stop(document: Document, stretch: Stretch) -> int:
    """The stretch's end without the full stop, which stands outside of what was said."""
    last = stretch.last
    while last > stretch.first + 1 and document.words[last - 1] in {".", "!", "?"}:
        last -= 1
    return last


def _turns_away(document: Document, k: int, last: int) -> bool:
    """After a quotation ", but he gave no details" is the reporter's."""
    lower = document.lower
    k += lower[k : k + 1] == [","]
    if k + 2 >= last or lower[k] not in {"but", "and", "though"}:
        return False
    return lower[k + 1] in {"he", "she", "they", "it"} and document.tags[k + 2] == "VBD"


def _but_then(document: Document, start: int, i: int, last: int) -> bool:
    """ "..., but she did not appeal": a plain past after a shifted tense is the reporter's."""
    tags, lower = document.tags, document.lower
    if i + 2 >= last or lower[i] != "but" or lower[i + 1] not in {"he", "she", "they", "it"}:
        return False
    first = next((k for k in range(start, i) if tags[k] in FINITE), start)
    backshifted = tags[first] != "VBD" or lower[first] == "had"
    return (
        backshifted and tags[i + 2] == "VBD" and lower[i + 2] not in {"had", "would", "could", "was", "were"}
    )


def _tells_no_more(lower: list[str], i: int) -> bool:
    """ "But gave no details", "but did not say why": the reporter's, and none of what was said."""
    i += lower[i : i + 1] in (["he"], ["she"], ["it"], ["they"])
    if lower[i : i + 1] in (["gave"], ["provided"], ["offered"]):
        return lower[i + 1 : i + 2] in (["no"], ["few"], ["little"])
    return (
        lower[i : i + 1] in _REFUSED
        and lower[i + 1 : i + 2] == ["not"]
        and not _DISCLOSING.isdisjoint(lower[i + 2 : i + 4])
    )


def _sets_off(document: Document, quotation: Quotation) -> bool:
    return document.words[quotation.last - 2] == ","


def start_of_left_content(
    document: Document, stretch: Stretch, end: int, floor: int, cues: dict[int, Cue]
) -> int:
    """Where the content begins that ends before token `end`: a quotation alone, or the whole clause.

    A semicolon behind what another cue told begins it too ("... put the toll at 97; eight of them, he said").
    """
    tags = document.tags
    at = max(floor, stretch.first)
    quotation = stretch.quotation_over(end - 1) or stretch.quotation_over(end - 2)
    if quotation and quotation.first >= at and _opens_there(document, quotation.first, at):
        return quotation.first
    at = max(at, end - LONGEST_CONTENT)
    for k in range(end - 1, at, -1):
        turns = document.words[k] in {";", ":"} or (document.tags[k] == "," and document.lower[k + 1] in _BUT)
        joins = document.tags[k] == "," and document.tags[k + 1] == "CC" and not stretch.quotation_over(k)
        if (turns and _is_told(document, cues, at, k)) or (
            joins and any(_is_told_at(document, cues, i) for i in range(at, k))
        ):
            return k + 1 + (document.tags[k] == ",")
    while at < end and tags[at] in {",", ":", "CC"} and at > stretch.first:
        at += 1
    return at


def _is_told(document: Document, cues: dict[int, Cue], first: int, last: int) -> bool:
    return document.lower[first] == "according" or any(i in cues for i in range(first, last))


def _is_told_at(document: Document, cues: dict[int, Cue], i: int) -> bool:
    return i in cues and document.tags[i] in FINITE and bool(cues[i].verb.frames & {"c", "q"})


def _opens_there(document: Document, first: int, floor: int) -> bool:
    """Nothing but a colon, a dash or a whole sentence before the quotation?"""
    return first <= floor + 1 or document.words[first - 1] in {":", "—", "–", "--", ".", "?", "!", "("}


def has_finite_verb(document: Document, first: int, last: int) -> bool:
    """Is there a finite verb, or a past form after its noun that is taken for a participle?"""
    tags = document.tags
    return any(
        tags[k] in FINITE or (tags[k] == "VBN" and k > first and tags[k - 1] in _SUBJECTS)
        for k in range(first, last)
    )
