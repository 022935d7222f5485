"""What is quoted: its words without the marks around them, cut, and who carries a copy."""

from __future__ import annotations

import re

from bot.wording.lexicon import words_of
from bot.wording.numbers import count, listing
from bot.words import key, keys
from storage.records import Cited, Claim, ClaimRow, Reported

OPENING, CLOSING = '“"', '”"'
COPIES = 2  # outlets of syndicated copies that are named
POINTS_AT = re.compile(
    r"(?:the|this|that|these|those|such|any|all|his|her|its|their) "
    r"(?:figures?|numbers?|toll|claims?|reports?|allegations?|accusations?|charges?|suggestions?|ideas?|statements?|"
    r"rumou?rs?|offers?|proposals?|demands?|plans?)\b(?! (?:that|of|to|for|by)\b)",
    re.IGNORECASE,
)


def copied(row: Reported, *, named: bool = True) -> str:
    """Who carries a report word for word, to stand behind its outlet: " (+1 copy: Southern Cross Post)"."""
    if not row.copies:
        return ""
    number = count(len(row.copies), "copy", "copies")
    return f" (+{number}: {listing(row.copies, COPIES)})" if named else f" +{number}"


def shorten(text: str, limit: int) -> str:
    """A text cut at a word, with an ellipsis, when it is longer than a limit."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-")
    return f"{cut or text[: limit - 1]}…"


def quoted(text: str) -> str:
    """A text in quotation marks, its own turned into single ones, without a comma at its end."""
    return "“" + _bare(text).replace("“", "‘").replace("”", "’").replace('"', "'") + "”"


def spoken(claim: Claim) -> str:
    """What somebody said, without the "she said" in the middle: "We left … at dawn"."""
    if not claim.parts:
        return claim.content.text
    return " … ".join(_bare(part.text) for part in claim.parts)


def said(one: Cited) -> str:
    """The words of something cited: what was said, or the sentence that stands for it."""
    if one.claim is None or tells_who(one):
        return one.span.text
    return spoken(one.claim)


def deed(claim: Claim) -> str:
    """What a speaker does with the words that are quoted: "accused", to stand between the two.

    Who accuses, praises or rejects something does not say it, and a colon would make it their words. So the
    article's own verb is told where it stands between speaker and words there, and where it tells that they
    are not said yet ("may say"). Nothing where saying is all that is done ("said", "told reporters"), or
    where what stands between is a noun ("his criticism of").
    """
    speaker, cue = claim.speaker, claim.cue
    if speaker is None or cue is None or claim.negated or not speaker.end <= cue.start < claim.content.start:
        return ""
    possessive = speaker.text.lower() in words_of("determiner") or cue.start - speaker.end == len("'s ")
    done = {word for _, _, word in keys(cue.text)}
    unsaid = not words_of("unsaid").isdisjoint(cue.text.lower().split())  # "will say", "is expected to say"
    if possessive or not done or not (unsaid or done.isdisjoint(map(key, words_of("saying")))):
        return ""
    return cue.text.rstrip(" :,")


def claim_words(row: ClaimRow) -> str:
    """The words of a claim a look-up found; its sentence where they only point at something."""
    return row.sentence if points_at(row.claim) else spoken(row.claim)


def tells_who(one: Cited) -> bool:
    """Whether a whole sentence is cited, which names its speaker itself."""
    if one.claim is None:
        return False
    content = one.claim.content.text
    return len(content) < len(one.span.text) and content in one.span.text


def points_at(claim: Claim) -> bool:
    """Whether a claim only points at something: "rejected the figure" tells nobody what is meant."""
    return POINTS_AT.match(claim.content.text) is not None


def _bare(text: str) -> str:
    """A text without the quotation marks around all of it and the comma before the speaker's name."""
    bare = text.strip().rstrip(",;:").rstrip()
    opened, closed = bare[:1] in OPENING, bare[-1:] in CLOSING
    inside = bare[opened : len(bare) - closed if closed else len(bare)]
    if (opened or closed) and not any(mark in inside for mark in OPENING + CLOSING):
        bare = inside
    return bare.rstrip(",;:").rstrip()
