"""Where a figure belongs: "nine people in Kyiv", "in Pagwi the bridge has sunk by half a metre".

What is true of news: a figure is where the nearest place of its own clause is, first behind it, then before
it; but only a place that "in", "near", "off" and the like tie to it, or that the verb strikes ("hit Odesa,
killing 12"), or that opens the sentence. What is for a place, from it or against it is not there; a second
subject with a verb of its own opens another clause ("..., and the railway near C was closed"). Nationalities
and capitals that act are no places, a river is none where a town is named beside it, and the place of a part
("two of them near Chhatak") is not the place of the whole. A place that is told as fact must not be wrong, so
we would rather give none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from bot.briefs.document import Document
from bot.briefs.figures.vocabulary import CALENDAR, CASUALTIES, FINITE, NAMES, NOUNS
from bot.briefs.lexicon import word_set
from bot.briefs.links import by_sentence, covered
from storage.records import Claim, Figure, Location

_CLAUSE = frozenset({";", ":", "that", "said", "says", "while", "but", "after", "before", "who", "which"}) | {
    "as",
    "when",
    "whose",
    "whom",
    "because",
    "although",
    "though",
    "whereas",
}
_AT = word_set("places_of_figures")
_TO = frozenset({"to", "into", "towards", "through"})
_LEAVING = word_set("leaving_verbs")
_WAYS = word_set("ways")
_BORDERS = frozenset({"border", "borders", "frontier"})
_WATERS = word_set("waters")
_ASTRAY = frozenset({"for", "about", "against", "with", "over"})  # what hangs on them is not the figure's
_CONJUNCTIONS = frozenset({"and", "or", ","})
_NEXT = frozenset({"and", "but"})
_AMOUNTS_TO = (["at"], ["to"], [","])
_NUMBERS = frozenset({"CD", "$"})
_OPENS_SUBJECT = NOUNS | {"DT", "CD", "JJ", "PRP", "PRP$", "EX"}
_IN_PHRASE = NOUNS | {"CD", "DT", "JJ", "JJS", "POS", "PRP$", "VBG"}
_BEFORE_FRONT = frozenset({",", "and", "but", ";", ":", "-", "–", "—", "--", "meanwhile", "elsewhere"})
_BARE = frozenset({"DT", "JJ"})
_DISTANT = frozenset({"RB", "RBR", "JJR"})
_HAVING = frozenset({"have", "has", "had"})
_SAYING = frozenset({"said", "says", "say"})
_WHERE = re.compile(r",? where\b")
_WITH = re.compile(r", with (?:at least |about |some |nearly |up to |more than )?$")
_LONG = 12  # tokens of a phrase that a place ends, of a second clause up to its verb
_MOST_NAMES = 5  # that hang on each other
_FAR = 40  # tokens between a figure and its place
_ASIDE = 160  # characters of an aside


def link_places(
    document: Document, figures: Sequence[Figure], locations: Sequence[Location], claims: Sequence[Claim]
) -> list[Figure]:
    """Gives each figure the place it belongs to, as its clause calls it, where it names one."""
    spoken = covered([claim.speaker for claim in claims if claim.speaker])
    near = by_sentence(document, [one for one in locations if one.role == "place" and not spoken(one.start)])
    parts = _first_parts(figures)
    linked = []
    for index, figure in enumerate(figures):
        if spoken(figure.start):
            linked.append(figure)  # "a poll of 300 people found unrest in Kano"
            continue
        around = _without_water(document, near(figure.start))
        if part := parts.get(index):
            around = [place for place in around if not _is_of_part(document, part, place)]
        place = _nearest(document, figure, around)
        linked.append(replace(figure, place=place.called) if place else figure)
    return linked


def _first_parts(figures: Sequence[Figure]) -> dict[int, Figure]:
    """For each whole, by its index, the first part named behind it."""
    parts: dict[int, Figure] = {}
    for index, figure in enumerate(figures):
        if figure.part_of is not None and figure.part_of < index:
            parts.setdefault(figure.part_of, figure)
    return parts


def _is_of_part(document: Document, part: Figure, place: Location) -> bool:
    """Does a place stand in the aside of a part, with no comma between them?"""
    return place.start >= part.end and "," not in document.text[part.end : place.start][:_ASIDE]


def _without_water(document: Document, places: Sequence[Location]) -> Sequence[Location]:
    """The places that are no rivers or lakes, if there are any."""
    dry = [place for place in places if not _is_water(document, place)]
    return dry or places


def _is_water(document: Document, place: Location) -> bool:
    """ "The Surma river", "Lake Chad", "the Surma": a bare name behind "the" is a river's."""
    lower = document.lower
    first, last = bisect_left(document.starts, place.start), bisect_left(document.starts, place.end)
    after = lower[last] if last < len(lower) else ""
    if (
        after in _WATERS
        or (first and lower[first - 1] in _WATERS)
        or not _WATERS.isdisjoint(lower[first:last])
    ):
        return True
    bare = first > 0 and lower[first - 1] == "the" and last - first == 1 and not lower[first].endswith("s")
    return bare and not (last < len(lower) and document.tags[last].startswith("N"))


def _nearest(document: Document, figure: Figure, places: Sequence[Location]) -> Location | None:
    """The nearest place behind the figure that is tied to it, else the nearest before it."""
    behind = next((place for place in places if place.start >= figure.end), None)
    if behind and _is_tied_behind(document, figure, behind):
        return behind
    ahead = next((place for place in reversed(places) if place.end <= figure.start), None)
    return ahead if ahead and _is_tied_ahead(document, figure, ahead) else None


def _is_tied_behind(document: Document, figure: Figure, place: Location) -> bool:
    """ "Nine people | in a village near | Odesa", "12 missiles | hit | Odesa"."""
    after, first = bisect_left(document.starts, figure.end), bisect_left(document.starts, place.start)
    between = document.lower[after:first]
    clauses = _CLAUSE - {"when"} if figure.predicate in CASUALTIES else _CLAUSE  # "died when a boat sank off"
    if first - after > _FAR or not clauses.isdisjoint(between):
        return False
    if _is_second_clause(document, after, first, _sentence_of(document, figure.start)):
        return False
    at = _preposition(document, first, after)
    if at is None:
        return True  # "38 km north-east of Ambunti", "12 residents of Kano", "12 Kano homes"
    word = document.lower[at]
    if _is_of_next(document, after, at, bisect_left(document.starts, place.end)):
        return False
    if any(_leads_astray(document, k) for k in range(after, at + 1)):
        return False  # "jailed nine soldiers for the murder of 39 villagers near Vilcas"
    if word == "from":
        return figure.predicate in _LEAVING
    if word in _TO:
        return figure.predicate is not None and figure.kind == "count" and "," not in between
    return word in _AT or _is_object(document, at, first)


def _is_of_next(document: Document, after: int, at: int, end: int) -> bool:
    """ "..., and in Jos | 40 shops burned", "300 at home and | 40 in Odesa": the place of another number."""
    lower, tags = document.lower, document.tags
    if lower[at - 1] in _NEXT:
        told = end + (lower[end : end + 1] in _AMOUNTS_TO)
        return not _NUMBERS.isdisjoint(tags[told : told + 1])
    own = any(tags[place] == "IN" and lower[place] != "of" for place in range(after, at))
    return own and tags[at - 1] == "CD" and lower[at - 2] in _CONJUNCTIONS


def _is_object(document: Document, verb: int, place: int) -> bool:
    """ "12 missiles | hit | Odesa", "56,000 people | have fled | Catatumbo"."""
    if document.lower[verb - 1] in _CONJUNCTIONS or not _BARE.issuperset(document.tags[verb + 1 : place]):
        return False
    perfect = document.tags[verb] == "VBN" and document.lower[verb - 1] in _HAVING
    return perfect or document.tags[verb] in FINITE


def _is_tied_ahead(document: Document, figure: Figure, place: Location) -> bool:
    """ "In Kano | 12 people died", "hit Odesa, killing | 12", "B, with | 1,940 cases"."""
    first, last = bisect_left(document.starts, place.start), bisect_left(document.starts, place.end)
    opened = bisect_left(document.starts, figure.start)
    text = document.text
    if _WITH.fullmatch(text, place.end, figure.start):
        return True
    where = _WHERE.match(text, place.end)
    between = document.lower[last:opened]
    if opened - last > _FAR or not _CLAUSE.isdisjoint(between) or ("where" in between and not where):
        return False
    if where or document.lower[last : last + 1] in (["'s"], ["’s"]):
        return True
    start = _sentence_of(document, place.start)
    at = _preposition(document, first, start)
    fronted = at is not None and (at == start or document.lower[at - 1] in _BEFORE_FRONT)
    if not fronted and _is_second_clause(document, last, opened, start):
        return False
    if at is None:  # the place opens its clause: "Zambia will harvest", but not "lend Warsaw | 80%"
        return opened > last or figure.kind == "count"
    word = document.lower[at]
    if document.tags[at] in FINITE | {"VB", "VBG", "VBN"}:
        return opened > last
    if word in _TO:
        return document.lower[at - 1] in _WAYS
    outer = None if fronted else _preposition(document, at, start)
    return word in _AT and not (outer is not None and _leads_astray(document, outer))


def _sentence_of(document: Document, offset: int) -> int:
    """The first token of the sentence at an offset."""
    index = bisect_right(document.sentences, offset, key=lambda sentence: sentence.start)
    return document.sentences[max(0, index - 1)].first


def _leads_astray(document: Document, place: int) -> bool:
    """Does what follows hang on "for"? "About 40" is a number's, "over Odesa" a place's."""
    word, behind = document.lower[place], document.tags[place + 1 : place + 3]
    counts = word in {"over", "about"} and "CD" in behind
    if _is_border_with(document, place):
        return False
    return word in _ASTRAY and not counts and not (word == "over" and not NAMES.isdisjoint(behind))


def _is_border_with(document: Document, place: int) -> bool:
    """ "The border | with Ukraine"."""
    return document.lower[place] == "with" and document.lower[place - 1] in _BORDERS


def _preposition(document: Document, first: int, bound: int) -> int | None:
    """The token that rules the phrase which a place at token `first` ends: a preposition or a verb.

    None where the phrase goes back to token `bound`. "Of" is looked through ("in the village of K."), and so
    is a name on which the place hangs ("for G on the island of B").
    """
    at = _ruler(document, first, bound)
    for _ in range(_MOST_NAMES):
        outer = _ruler(document, at, bound) if at is not None and _is_on_a_name(document, at, bound) else None
        if outer is None:
            return at
        at = outer
    return at


def _ruler(document: Document, first: int, bound: int) -> int | None:
    """The nearest token before `first` that is no part of a noun phrase."""
    lower, tags = document.lower, document.tags
    for at in range(first - 1, max(bound, first - _LONG) - 1, -1):
        tag = tags[at]
        listed = (
            tag in {"CC", ","} and at > bound and tags[at - 1] in NAMES and tags[at + 1] in NAMES | {"DT"}
        )
        through = lower[at] == "of" or _is_border_with(document, at)
        if not (tag in _IN_PHRASE or through or tag in _DISTANT or listed):
            return at
    return None if first - bound <= _LONG else first - _LONG


def _is_on_a_name(document: Document, at: int, bound: int) -> bool:
    """Does a preposition of place hang on a name: "Gavdos | on the island of Crete"?"""
    lower = document.lower
    hangs = at - 1 > bound and document.tags[at - 1] in NAMES and lower[at - 1] not in CALENDAR
    return hangs and lower[at] in _AT


def _is_second_clause(document: Document, start: int, stop: int, sentence: int) -> bool:
    """Does a subject with a verb of its own stand behind "and" or a comma between two tokens?

    Only behind a verb: "nine soldiers and 14 rebels were killed in Kano" are one subject.
    """
    lower, tags = document.lower, document.tags
    for place in range(start, stop - 1):
        if lower[place] not in _CONJUNCTIONS or tags[place + 1] not in _OPENS_SUBJECT:
            continue
        if _has_verb(document, max(sentence, place - _FAR), place) and _acts(document, place + 1):
            return True
    return False


def _has_verb(document: Document, start: int, stop: int) -> bool:
    """Does a verb other than one of saying stand between two tokens?"""
    return any(
        document.tags[place] in FINITE and document.lower[place] not in _SAYING
        for place in range(start, stop)
    )


def _acts(document: Document, start: int) -> bool:
    """Has what begins at a token a finite verb before the next comma or full stop?"""
    for place in range(start, min(start + _LONG, len(document.tags))):
        if document.tags[place] in FINITE:
            return True
        if document.tags[place] in {",", ".", ":"}:
            return False
    return False
