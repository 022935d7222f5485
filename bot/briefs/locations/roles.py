"""What a place does in its sentence: place, actor, dateline, nationality or part of another name.

What is true: a dateline is the place in capitals or before a dash that opens a story; adjectives and demonyms are
nationalities; of the rest `weigh` says whether the place itself is meant; if not, it stands inside a longer
capitalised name ("Kyiv Post") or for its government or people ("Moscow says").
"""

from __future__ import annotations

from bot.briefs.locations.facilities import HEADS
from bot.briefs.locations.mentions import Mention
from bot.briefs.locations.weigh import ORGANISATIONS, Scene
from storage.records import Role

DASHES = frozenset({"-", "--", "—", "–", "�"})
DATELINE_REACH = 14  # units from a dateline's place to its dash: "KYIV, Ukraine, May 3 (Reuters) -"


def role_of(scene: Scene, mention: Mention, literal: bool) -> Role:
    """The role of a mention that is a place; `literal`: the place itself is meant."""
    if mention.kind == "nationality":
        return "nationality"
    if _is_dateline(scene, mention):
        return "dateline"
    if literal:
        return "place"
    return "other" if _inside_a_name(scene, mention) else "actor"


def _is_dateline(scene: Scene, mention: Mention) -> bool:
    units = scene.units
    first = mention.first
    stop = units.stops[first]
    opens = first == 0 or units.stops[first - 1] == first
    start = first
    if not opens:  # the state or country behind the city: "KYIV, Ukraine --"
        before = scene.ends_at.get(first - 1)
        if before is None or units.words[first - 1] != "," or not _is_dateline(scene, before):
            return False
        start = before.first
    for at in range(mention.last, min(stop, start + DATELINE_REACH)):
        word = units.words[at]
        if word in DASHES:
            return mention.text.isupper() or not opens or _only_dateline_words(scene, mention.last, at)
        if word.islower() and word.isalpha():
            return False
    return False


def _only_dateline_words(scene: Scene, first: int, last: int) -> bool:
    return all(not word.islower() or not word.isalpha() for word in scene.units.words[first:last])


def _inside_a_name(scene: Scene, mention: Mention) -> bool:
    units = scene.units
    stop = units.stops[mention.first]
    at = mention.last
    while at < stop and units.capital[at] and not units.joined[at]:
        if units.words[at] in ORGANISATIONS or units.words[at] in HEADS:
            return True
        at += 1
    before = units.words[mention.first - 2 : mention.first]
    return len(before) == 2 and before[1] == "of" and (before[0] in ORGANISATIONS or before[0] in HEADS)
