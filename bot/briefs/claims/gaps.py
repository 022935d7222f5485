"""Claims whose verb is left out the second time: "Police put the crowd at 12,000 and organisers at 30,000."

What is true of English: behind "and" or a pause a second speaker may stand with a second number alone, the
verb and what it is said of being those of the clause before ("Germany pledged €40m and Norway €20m"). Only
people and bodies have numbers of their own: in "put the dead at 40 and the injured at 120" nobody else
speaks, nor where the first clause tells its number of one of their kind: "put the toll in Kano at 12 and
Lagos at 30", "offered nurses 5% and doctors 3%". Accepted: a second clause without a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.briefs.claims.drafts import Draft, Range, Scene
from bot.briefs.claims.openings import is_body, is_collective, is_office
from bot.briefs.claims.phrases import NOUNS, end_of_phrase, past_qualifiers
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_NUMBERS = frozenset({"CD", "$"})
_FRAMES = frozenset("nueks")  # frames of a phrase
_LINKS = frozenset({"at", "as", "to"})
_REACH = 40  # tokens of the first clause in which the second begins
_NAMES = frozenset({"NNP", "NNPS"})
_LOCATIVE = word_set("locative_prepositions")
_FORCES = frozenset({"police", "rebels"})


def gapped(scene: Scene) -> Iterator[Draft]:
    """The second of each such pair; the first is cut short where it begins."""
    for draft in scene.drafts:
        if draft.frame not in _FRAMES or len(draft.parts) > 1:
            continue
        first, last = draft.parts[0]
        found = _second(scene.document, first, min(last, first + _REACH), scene.stretch.last)
        if found:
            end, speaker, content = found
            draft.parts[0] = (first, end)
            yield replace(draft, speaker=speaker, parts=[content])


def _second(document: Document, first: int, last: int, ceiling: int) -> tuple[int, Range, Range] | None:
    """Where the first clause ends, who speaks behind it, and the number that is told there."""
    tags = document.tags
    number = next((k for k in range(first, last) if tags[k] in _NUMBERS), last)
    for k in range(number + 1, last):
        if tags[k] not in {"CC", ","}:
            continue
        start = k + 1 + (tags[k] == "," and tags[k + 1 : k + 2] == ["CC"])
        speaker = (start, _end_of_speaker(document, start, ceiling))
        linked = speaker[1] < ceiling and document.lower[speaker[1]] in _LINKS
        told = speaker[1] + linked
        after = past_qualifiers(document, told, ceiling)
        if speaker[1] == start or after >= ceiling or tags[after] not in _NUMBERS:
            continue
        if not linked and not NOUNS.isdisjoint({*tags[first:number]} - _NUMBERS):
            continue  # "offered nurses 5% and doctors 3%"
        if _speaks(document, speaker) and not _has_its_like(
            document, speaker, (first, number, k), linked=linked
        ):
            return k, speaker, (told, end_of_phrase(document, after, ceiling))
    return None


def _end_of_speaker(document: Document, start: int, ceiling: int) -> int:
    """The end of the phrase at token `start`, before a number that it would run into."""
    end = end_of_phrase(document, start, ceiling)
    return next((k for k in range(start, end) if document.tags[k] in _NUMBERS), end)


def _has_its_like(
    document: Document, speaker: Range, first_clause: tuple[int, int, int], *, linked: bool
) -> bool:
    """Does the first clause hold a name, if the speaker has one, a body or people, if it is one or they are?

    Its tokens are those from its first to its last, its number among them. What a sum is for is another thing
    than who gives it: "€40m for Ukraine and Norway €20m".
    """
    first, number, last = first_clause
    head = speaker[1] - 1
    if document.tags[head] in _NAMES:
        placed = not linked and _LOCATIVE.isdisjoint(document.lower[number:last])
        return not _NAMES.isdisjoint(document.tags[first : number if placed else last])
    if _is_one_body(document, head):
        return any(_is_one_body(document, k) for k in range(first, last))
    return not linked and any(is_collective(document, k) for k in range(number, last))


def _is_one_body(document: Document, k: int) -> bool:
    return document.lower[k] in _FORCES or is_body(document, k)


def _speaks(document: Document, speaker: Range) -> bool:
    first, end = speaker
    named = document.tags[end - 1] in _NAMES or document.lower[end - 1] in _FORCES
    return (
        named
        or is_collective(document, end - 1)
        or is_body(document, end - 1)
        or is_office(document, first, end)
    )
