"""Speakers who are named only after they spoke: an office first, its bearer behind.

What is true of news text: a lead tells of "a coroner" or "the country's envoy", and the name follows with the
office beside it, or bare, a sentence or two later. Accepted: a second bearer of the office, who is taken for
the first.
"""

from __future__ import annotations

from dataclasses import replace

from bot.briefs.claims.named import Named
from bot.briefs.claims.people import stem
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

Range = tuple[int, int]

_ROLES = word_set("roles")
_RECENT = 6  # speakers back to which an office without a name is remembered


def named_later(
    document: Document, found: list[Named | None], speakers: list[Range | None]
) -> list[Named | None]:
    """An office without a name, then a bare full name never introduced: one person."""
    meant: dict[str, Named] = {}
    for k, (named, speaker) in enumerate(zip(found, speakers, strict=True)):
        if not (named and speaker and named.person and speaker[0] == named.person.first):
            continue
        if speaker[1] - speaker[0] != len(named.person.words) or named.person.beside:
            continue
        recent = [meant.get(one.name, one) for one in found[max(0, k - _RECENT) : k] if one]
        described = {one.name for one in recent if one.description}
        if recent and recent[-1].description and len(described) == 1:
            meant[recent[-1].name] = named
    _offices(found, meant)
    _lead(document, found, meant)
    return [replace(meant[one.name], at=one.at) if one and one.name in meant else one for one in found]


def _offices(found: list[Named | None], meant: dict[str, Named]) -> None:
    """ "..., its chair announced. The commission's chair, Jane Roe": named later by that office."""
    for k, named in enumerate(found):
        if not named or not named.description or named.name in meant or named.name in meant:
            continue
        office = stem(named.name.split(" of ")[0].split()[-1])
        later = [one for one in found[k + 1 : k + 1 + _RECENT] if one and one.person]
        if (
            later
            and later[0].person
            and office in later[0].person.beside
            and later[0].person.first > named.at
        ):
            meant[named.name] = later[0]


def _lead(document: Document, found: list[Named | None], meant: dict[str, Named]) -> None:
    """ "A coroner has criticised ..." in the first sentence: who next speaks with that office."""
    told = [one for one in found if one]
    lead = told[0] if told else None
    if lead is None or not document.sentences or lead.at >= document.sentences[0].last:
        return
    words = lead.name.lower().split()
    if len(words) != 2 or words[0] not in {"a", "an"} or words[1] not in _ROLES:
        return
    named = next((one for one in told[1 : 1 + _RECENT] if one.person), None)
    if named and named.person and stem(words[1]) in named.person.beside:
        meant[lead.name] = named
