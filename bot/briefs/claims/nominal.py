"""Claims told by a noun or adjective: "his promise to", "voiced support for", "was critical of".

What is true of English: such a noun tells its speaker by a possessive before it ("the union's call"),
by "by" or "from" behind it, or as the subject of a verb that lends it a tense ("expressed concern");
what was said is the clause, infinitive or phrase that hangs on it. An adjective of opinion behind "to
be" has its subject for a speaker. Most of these nouns attribute nothing where neither speaker nor clause
is told, so the judge decides. Accepted: speakers told sentences before ("the claim that").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from bot.briefs.claims.contents import end_of_content
from bot.briefs.claims.cues import Cue, Verb, regular_forms
from bot.briefs.claims.drafts import Draft, Range, Scene
from bot.briefs.claims.phrase_starts import start_of_base
from bot.briefs.claims.phrases import DASHES, FINITE, NOUNS, end_of_full_phrase, end_of_phrase
from bot.briefs.claims.speakers import subject_before
from bot.briefs.claims.verb_groups import Group, is_finite, verb_group
from bot.briefs.document import Document
from bot.briefs.lexicon import columns, word_set
from storage.records import Stance

Word = tuple[frozenset[str], Stance]


def _table(name: str) -> dict[str, Word]:
    return {word: (frozenset(follow.split()), cast(Stance, stance)) for word, follow, stance in columns(name)}


_WORDS = _table("cue_nouns")
_ADJECTIVES = _table("cue_adjectives")
TELLING_WORDS = _WORDS.keys() | _ADJECTIVES.keys()
_IRREGULAR = {verb: forms.split() for verb, forms in columns("cue_forms")}
_LIGHT = frozenset(
    form for verb in word_set("light_verbs") for form in (verb, *_IRREGULAR.get(verb, regular_forms(verb)))
)
_BE = frozenset(
    {"is", "are", "was", "were", "be", "been", "am", "'s", "’s", "'re", "’re", "remain", "remains"}
)
_BEFORE_NOUN = frozenset({"JJ", "JJR", "JJS", "NN", "VBN", "VBG", "RB", "CD", "RBS"})
_FROM = frozenset({"by", "from", "among"})
_NOBODY = frozenset({"it", "that", "this", "there", "you"})  # "it is clear that"
_SIGHT = 200  # tokens that are looked through: a sentence without end does not cost its square
_SPANS = frozenset({"years", "months", "weeks", "days", "hours", "minutes"})
_LONGEST = 40  # tokens of what hangs on a noun, or stands before it


def told_by_words(scene: Scene) -> Iterator[Draft]:
    """The drafts that the nouns and adjectives of a stretch make, outside quotations."""
    document, stretch = scene.document, scene.stretch
    lower, tags = document.lower, document.tags
    for k in scene.spots:
        if k >= stretch.last - 2:
            break
        if lower[k] in _WORDS and tags[k] in {"NN", "NNS"}:
            make, table = _of_noun, _WORDS
        elif lower[k] in _ADJECTIVES and tags[k] in {"JJ", "VBN"}:
            make, table = _of_adjective, _ADJECTIVES
        else:
            continue
        draft = make(scene, k, *table[lower[k]])
        if draft:
            yield draft


def _of_noun(scene: Scene, k: int, follow: frozenset[str], stance: Stance) -> Draft | None:
    document = scene.document
    start = _start_of_words(document, k, scene.stretch.first)
    agent, after = _agent(scene, k + 1)
    what = _hanging(scene, after, follow)
    if what is None:
        return None
    frame, content, end = what
    if content >= end:
        return None
    if document.tags[content] == "CD" and not _SPANS.isdisjoint(document.lower[content + 1 : content + 2]):
        return None  # "requests for three months"
    first, speaker = start, agent
    if speaker is None:
        first, speaker = _whose(scene, start)
    if speaker is None:
        by = next((i for i in range(content + 1, end) if document.lower[i] == "by"), end)
        speaker, _ = _agent(scene, by)
        end = by if speaker else end
    if speaker is None and document.lower[max(start - 1, 0)] in {"a", "an"}:
        return None  # ", a charge that the firm denies"
    cue_end = content if agent is None and frame == "noun phrase" else k + 1
    verb = Verb(document.lower[k], (frame,), frozenset(), stance)
    group = Group(first, negated=document.lower[max(first, start - 1)] == "no")
    return Draft(Cue(k, cue_end, verb), speaker, [(content, end)], frame, group, scene.stretch)


def _of_adjective(scene: Scene, k: int, follow: frozenset[str], stance: Stance) -> Draft | None:
    document = scene.document
    group = verb_group(document, k, scene.stretch.first)
    if _BE.isdisjoint(document.lower[group.first : k]):
        return None
    what = _hanging(scene, k + 1, follow)
    speaker = subject_before(document, group.first, scene.stretch.first)
    if what is None or speaker is None or what[1] >= what[2] or document.lower[speaker[0]] in _NOBODY:
        return None
    frame, content, end = what
    frame = frame.replace("noun", "adjective")
    cue_end = content if frame == "adjective phrase" else k + 1
    verb = Verb(document.lower[k], (frame,), frozenset(), stance)
    told = Group(group.first, group.negated, modal=group.modal)
    return Draft(Cue(k, cue_end, verb), speaker, [(content, end)], frame, told, scene.stretch)


def _start_of_words(document: Document, k: int, floor: int) -> int:
    """The first of the adjectives before a noun, its article not counted."""
    floor = max(floor, k - _LONGEST)
    while k > floor and document.tags[k - 1] in _BEFORE_NOUN:
        k -= 1
    return k


def _whose(scene: Scene, start: int) -> tuple[int, Range | None]:
    """Where the cue begins, and whose it is: "his", "the union's", or the subject of a light verb."""
    document, floor = scene.document, scene.stretch.first
    before = start - 1
    if before < floor:
        return start, None
    if document.tags[before] == "PRP$":
        lent = before > floor and document.lower[before - 1] in _LIGHT and document.tags[before - 1][0] == "V"
        if lent:  # "France and Egypt renewed their call for"
            group = verb_group(document, before - 1, floor)
            subject = subject_before(document, group.first, floor)
            if subject and is_finite(document, before - 1, group):
                return group.first, subject
        return start, (before, start)
    if document.tags[before] == "POS":
        return start, (start_of_base(document, before - 1, floor), before)
    if document.tags[before] == "DT" and before > floor:
        before -= 1
    if document.lower[before] in _LIGHT and document.tags[before][0] == "V":
        group = verb_group(document, before, floor)
        if is_finite(document, before, group) and not group.passive:
            return group.first, subject_before(document, group.first, floor)
    return start, None


def _agent(scene: Scene, i: int) -> tuple[Range | None, int]:
    """ "By the union", "from aid workers": the speaker, and the token behind."""
    document, last = scene.document, scene.stretch.last
    if i + 1 >= last or document.lower[i] not in _FROM or document.tags[i + 1] in {"CD", "$"}:
        return None, i  # a number said nothing
    end = end_of_phrase(document, i + 1, last)
    return ((i + 1, end), end) if end > i + 1 else (None, i)


def _hanging(scene: Scene, i: int, follow: frozenset[str]) -> tuple[str, int, int] | None:
    """What hangs on the word before token `i`: its frame, and its first and last (exclusive) token."""
    document, last = scene.document, scene.stretch.last
    if i + 1 >= last or document.lower[i] not in follow:
        return None
    word = document.lower[i]
    if word == "that":
        return "noun that", i + 1, _end_of_clause(scene, i + 1)
    if word == "whether":
        return "noun whether", i, _end_of_clause(scene, i)
    if word == "to" and document.tags[i + 1] in {"VB", "RB"}:
        return "noun to", i, _end_of_infinitive(document, i, last)
    if document.lower[i + 1] in {"whether", "how", "why", "what"}:
        return "noun phrase", i + 1, _end_of_clause(scene, i + 1)
    if document.tags[i + 1] == "VBG":
        return "noun phrase", i + 1, _end_of_infinitive(document, i + 1, last)
    return "noun phrase", i + 1, end_of_full_phrase(document, i + 1, last)


def _end_of_clause(scene: Scene, start: int) -> int:
    """The clause's end: before the verb that its noun is the subject of, else the stretch's."""
    document = scene.document
    end = end_of_content(document, scene.stretch, start, scene.cues)
    finite = [k for k in range(start, min(end, start + _LONGEST)) if _is_finite(document, k)]
    opens = max(scene.stretch.first, start - _SIGHT)
    subject = FINITE.isdisjoint(document.tags[opens : start - 1])
    for k in range(start + 1, min(end, start + _SIGHT)):
        if document.words[k] in DASHES:
            return k
    if subject:
        for k in finite[1:]:
            if document.tags[k - 1] in NOUNS | FINITE | {"JJ", ",", "RB"}:
                return k - 1 if document.tags[k - 1] == "," else k
    return end


def _is_finite(document: Document, k: int) -> bool:
    """A finite verb, or a past form after a noun or adjective that is taken for a participle."""
    tags = document.tags
    return tags[k] in FINITE or (
        tags[k] == "VBN" and tags[k - 1] in {"JJ", "NN"} and tags[k + 1 : k + 2] in (["NNS"], ["DT"])
    )


def _end_of_infinitive(document: Document, start: int, last: int) -> int:
    """An infinitive or gerund runs to the next pause or finite verb."""
    for k in range(start + 2, min(last, start + _LONGEST)):
        tag = document.tags[k]
        if tag == "CC" and document.tags[k + 1 : k + 2] in (["VBD"], ["VBZ"], ["MD"]):
            return k  # "was ready to talk but ruled out"
        if tag in {",", ".", ":", "WDT"} or (tag in FINITE and document.tags[k - 1] in NOUNS | {"RB"}):
            return k
    return min(last, start + _LONGEST)
