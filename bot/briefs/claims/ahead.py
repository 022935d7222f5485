"""What was said follows its verb: she said (that) ..., she said: "...", she urged them to ..."""

from __future__ import annotations

from bot.briefs.claims.addressees import after_addressee
from bot.briefs.claims.behind import (
    CIRCUMSTANCES,
    answered,
    as_said,
    of_antecedent,
    of_object,
    said_before,
    said_by,
)
from bot.briefs.claims.complements import ALL_QUESTION_WORDS, Complement, complement_of
from bot.briefs.claims.contents import end_of_content, has_finite_verb
from bot.briefs.claims.cues import Cue
from bot.briefs.claims.deeds import is_reduced, stays_unnamed, tells_nothing
from bot.briefs.claims.drafts import Draft, Range, Scene
from bot.briefs.claims.objects import end_of_short
from bot.briefs.claims.passive import said_of_subject
from bot.briefs.claims.phrases import DAYS, FINITE, NOUNS, end_of_phrase
from bot.briefs.claims.speakers import subject_after
from bot.briefs.claims.tellers import teller_of
from bot.briefs.claims.verb_groups import Group, is_finite, verb_group
from bot.briefs.document import Document

_ASKED = frozenset({"ask", "press", "question", "quiz"})
_BEFORE_ASKED = frozenset({"when", ",", "if", "and", "but"})
_REFUSING = frozenset({"decline", "refuse"})
_ON_CLAIMS = frozenset({"deny", "reject", "dispute", "dismiss", "contest", "contradict", "refute", "confirm"})
_OPENERS = frozenset({"WP", "WDT", "WRB"})
_WITHOUT_CLAUSE = frozenset("oin")  # frames of what was said without a finite verb
_CONCEDING = frozenset({"while", "although", "though", "whereas"})
_CLAUSE = 4  # tokens
_MARKS = frozenset({"``", "''"})
_CLAUSE_FIRST = (["while"], ["although"], ["if"], ["since"], ["because"])
_OPENS_CLAUSE = NOUNS | {"DT", "PRP$", "JJ", "IN", "WRB"}
_ABOUT = frozenset({"about", "of", "this", "that", "so", "as", "to", "for", "by", "with", "than"})
_SIGHT = 120  # tokens before a verb in which its subject is looked for
_ON_CONDITION = ["on", "condition"]  # "..., one of them said on condition of anonymity because"
_LONG_QUOTATION = 6  # tokens; a speaker's phrase does not reach over a longer one


def draft_of(scene: Scene, cue: Cue) -> Draft | None:
    """The claim that a cue makes, None where no frame of its verb is met."""
    document, lower = scene.document, scene.document.lower
    if stays_unnamed(lower, cue.end):
        return None
    asked = _asked(scene, cue)
    if asked:
        return asked
    floor = _floor(scene, cue)
    group = verb_group(document, cue.at, floor)
    if group.passive:
        return said_of_subject(scene, cue, group, floor)
    speaker, carried = teller_of(scene, cue, group, floor)
    if speaker is None:
        return _by_agent(scene, cue, group)
    if speaker[0] >= speaker[1]:
        return None  # "was quoted as saying": nobody stands right before it
    if lower[speaker[0]] == "you" and speaker[1] - speaker[0] == 1:
        return None  # "You have said", in an interview: what is said comes back to who is asked
    complement = _complement(scene, cue)
    if cue.verb.lemma == "like" and cue.end + 1 in scene.cues:
        return None  # "as our founder liked to say"
    if not carried:
        if complement is None and speaker[0] > scene.stretch.first and lower[speaker[0] - 1] == "as":
            return as_said(scene, cue, group, speaker)
        answer = _answer(scene, cue, group, speaker, complement)
        if answer:
            return answer
        if complement is None or _comes_first(scene, complement, speaker):
            fronted = _fronted(scene, cue, group, speaker, complement)
            if fronted or complement:
                return fronted
            complement = _said_on(scene, cue)
    if complement is None or (complement.frame == "r" and not is_finite(document, cue.at, group)):
        return None
    if is_reduced(scene, cue, group, complement) or tells_nothing(document, cue, complement, speaker):
        return None
    end = _end(scene, cue, complement, speaker)
    if end <= complement.start:
        return None
    parts = [(complement.start, end)]
    return Draft(cue, speaker, parts, complement.frame, group, scene.stretch, carried)


def _said_on(scene: Scene, cue: Cue) -> Complement | None:
    """What follows a verb of saying though no frame is seen in it: "said the flaw impacts users"."""
    document, last = scene.document, scene.stretch.last
    start = cue.end if document.lower[cue.end : cue.end + 1] in _CLAUSE_FIRST else _after(scene, cue)
    if start + _CLAUSE >= last:
        return None
    if document.words[start] == ",":
        start += 1
        if document.tags[start] in _MARKS:
            return Complement("q", start)  # "he said, “Thank you": a quotation that is never closed
    if cue.verb.lemma != "say" or document.tags[start] not in _OPENS_CLAUSE:
        return None
    phrase = end_of_phrase(document, start, last) >= last - 1 or document.lower[start] in _ABOUT
    return None if phrase else Complement("c", start)


def _after(scene: Scene, cue: Cue) -> int:
    return after_addressee(scene.document, cue, scene.stretch.last)


def _floor(scene: Scene, cue: Cue) -> int:
    """The first token that the phrase of a cue's speaker may have."""
    first = scene.stretch.first
    for quotation in reversed(scene.stretch.quotations_in(max(first, cue.at - _SIGHT), cue.at)):
        if quotation.last - quotation.first > _LONG_QUOTATION:
            return quotation.last
    return first


def _by_agent(scene: Scene, cue: Cue, group: Group) -> Draft | None:
    """A verb without a subject: "as told by X", "a claim denied by X", and ", said X"."""
    document, stretch, lower = scene.document, scene.stretch, scene.document.lower
    if lower[cue.end : cue.end + 1] == ["by"]:
        answers = cue.verb.lemma in _ON_CLAIMS
        if answers or lower[cue.at - 1] == "as":
            agent = subject_after(document, stretch, cue.end + 1)
            make = as_said if lower[cue.at - 1] == "as" else answered
            return make(scene, cue, group, agent) if agent else None
    return said_by(scene, cue, group)


def _complement(scene: Scene, cue: Cue) -> Complement | None:
    document = scene.document
    complement = complement_of(document, scene.stretch, cue, scene.stretch.last)
    if complement is None and cue.verb.lemma in _REFUSING and document.lower[cue.end : cue.end + 1] == ["to"]:
        return Complement("i", cue.end)  # "declined to elaborate": a verb never seen
    return complement


def _answer(
    scene: Scene, cue: Cue, group: Group, speaker: Range, complement: Complement | None
) -> Draft | None:
    """ "..., which the firm denies", "which he called a lie": what is said of the words before."""
    if cue.verb.lemma in _ON_CLAIMS and (complement is None or scene.document.lower[cue.end] == "as"):
        return answered(scene, cue, group, speaker)
    parts = of_antecedent(scene, cue, speaker) if complement is None else []
    if not (parts or group.modal) and (complement is None or complement.frame in {"j", "n"}):
        parts = of_object(scene, cue, speaker)
    return Draft(cue, speaker, parts, "relative", group, scene.stretch) if parts else None


def _comes_first(scene: Scene, complement: Complement, speaker: Range) -> bool:
    if scene.quotation_before(speaker[0]) or _is_circumstance(scene, complement, speaker):
        return True
    words, before = scene.document.words, speaker[0] - 1
    adds = complement.frame == "q" and not complement.quotation and words[complement.start - 1] == ":"
    fronted = before > scene.stretch.first and words[before] == ","
    return adds and fronted and has_finite_verb(scene.document, scene.stretch.first, before)


def _fronted(
    scene: Scene, cue: Cue, group: Group, speaker: Range, complement: Complement | None
) -> Draft | None:
    """What was said stands before its speaker and verb, which may have changed places."""
    turned = complement is None and cue.verb.lemma == "say" and scene.document.tags[group.first - 1] == ","
    told = said_by(scene, cue, group) if turned and not scene.quotation_before(speaker[0]) else None
    return told or said_before(scene, cue, group, speaker)


def _asked(scene: Scene, cue: Cue) -> Draft | None:
    """ "Asked by Jane Roe whether it was safe, she ...": where nobody is named who asked, it is no claim."""
    document, last = scene.document, scene.stretch.last
    if cue.verb.lemma not in _ASKED or document.tags[cue.at] not in {"VBN", "VBD"}:
        return None
    opens = cue.at == scene.stretch.first or document.lower[cue.at - 1] in _BEFORE_ASKED
    if not opens or cue.at + 2 >= last:
        return None
    by, start = cue.at + 1, end_of_phrase(document, cue.at + 2, last)
    if document.lower[by] != "by" or start == by + 1:
        return None
    speaker = (by + 1, start)
    while start < last and (document.tags[start] == "RB" or document.lower[start] in DAYS):
        start += 1
    about = start < last and document.lower[start] in {"about", "on"}
    if not about and (start >= last or document.lower[start] not in ALL_QUESTION_WORDS):
        return None
    start += about
    reach = min(last, start + 40)
    comma = next((k for k in range(start, reach) if document.tags[k] in {",", "."}), reach)
    if comma <= start:
        return None
    asked = Cue(cue.at, start if about else cue.at + 1, cue.verb)
    return Draft(asked, speaker, [(start, comma)], "asked", Group(cue.at), scene.stretch)


def _is_circumstance(scene: Scene, complement: Complement, speaker: Range) -> bool:
    """ "..., the ministry said on Monday as a campaign began": what was said stands before."""
    document, first, before = scene.document, scene.stretch.first, speaker[0] - 1
    opening = document.lower[complement.start : complement.start + 1]  # none, where the text breaks off
    return (
        bool(opening)
        and (
            opening[0] in CIRCUMSTANCES
            or document.lower[complement.start : complement.start + 2] == _ON_CONDITION
        )
        and before > first
        and document.tags[before] == ","
        and has_finite_verb(document, first, before)
    )


def _is_fronted_clause(scene: Scene, speaker: Range) -> bool:
    """Does "while" or "although" open the sentence before a speaker?"""
    opener, first = speaker[0] - 1, scene.stretch.first
    return opener == first and scene.document.lower[opener] in _CONCEDING


def _before_main_verb(document: Document, start: int, end: int) -> int:
    """The end of what a relative clause says from token `start` on: before the verb of the main clause."""
    tags, owed = document.tags, 0
    for k in range(start + 1, end):
        if tags[k] in FINITE:
            if owed == 0:
                return k - (tags[k - 1] == ",")
            owed -= 1
        elif tags[k] in _OPENERS or document.lower[k] in {"that", "if", "whether", "because"}:
            owed += 1
    return end


def _end(scene: Scene, cue: Cue, complement: Complement, speaker: Range) -> int:
    document = scene.document
    end = end_of_content(document, scene.stretch, complement.start, scene.cues)
    if _is_fronted_clause(scene, speaker):
        # "While most say they trust her, some asked why": the main clause is the reporter's
        end = next((k for k in range(complement.start, end) if document.tags[k] == ","), end)
    if complement.frame == "r" and document.tags[max(speaker[0] - 2, 0)] == ",":
        # "The fire, which officials said began in a kitchen, killed six"
        return next((k for k in range(complement.start, end) if document.tags[k] == ","), end)
    bare = document.tags[speaker[1] - 1] in {"WP", "WDT"} and document.tags[max(speaker[1] - 2, 0)] != ","
    bare = bare or (document.tags[cue.at] == "VBG" and speaker[1] == cue.at)  # "hackers backing him hit"
    if bare and complement.frame in _WITHOUT_CLAUSE and speaker[1] - speaker[0] > 1:
        # "A captain who told his crew to sail on has been found guilty"
        return _before_main_verb(document, complement.start, end)
    if speaker[1] - speaker[0] > 1 and document.tags[speaker[1] - 2 : speaker[1]] in (
        [",", "WP"],
        [",", "WDT"],
    ):
        for k in range(complement.start, end - 1):
            speaks = document.tags[k + 1] == "VB" and k + 1 in scene.cues
            closes = document.tags[k] == "''" and document.tags[k - 1] == ","  # "who calls him “sly,” said"
            if (document.tags[k] == "," or closes) and (document.tags[k + 1] in FINITE or speaks):
                return k + closes  # "The army, which counted 26 drones, denied"
    aside = document.tags[cue.at] == "VBG" and document.tags[cue.at - 1] == ","
    if aside or document.tags[speaker[0] - 1] == "WP$":
        # "The government, promising land to the returnees, closed the camp"
        for k in range(complement.start, end - 1):
            if document.tags[k] == "," and document.tags[k + 1] in FINITE:
                end = k
                break
    end = end_of_short(document, scene.stretch, complement.frame, complement.start, end)
    quotation = complement.quotation
    if complement.frame == "q" and quotation and quotation.first == complement.start:
        return quotation.last if quotation.full_stop else max(end, quotation.last)
    return end
