"""What follows a verb of saying: which frame it is, and where the content begins.

What is true of English: between the verb and what was said stand only an addressee, adverbs, a day and
the occasion ("told reporters in Kyiv on Monday that"). So these are stepped over, and the next token
tells the frame: a mark, "that", a question word, "to", a noun phrase with or without a finite verb.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.briefs.claims.addressees import past_addressee, skip_adjuncts
from bot.briefs.claims.clauses import is_clause
from bot.briefs.claims.cues import Cue
from bot.briefs.claims.phrases import (
    DASHES,
    FINITE,
    NOUNS,
    TIMES,
    end_of_phrase,
    is_quantity,
    past_qualifiers,
)
from bot.briefs.claims.stretches import Quotation, Stretch
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

QUESTION_WORDS = frozenset({"whether", "if", "what", "why", "how"})
# Elsewhere these open a relative clause.
_NEAR_QUESTION_WORDS = frozenset({"who", "whom", "whose", "when", "where", "which"})
ALL_QUESTION_WORDS = QUESTION_WORDS | _NEAR_QUESTION_WORDS
_IN_PHRASES = NOUNS | {"IN", "DT", "JJ", "PRP$", "POS", "CC", "RB"}
_FAR = 14  # tokens within which "that" may follow its verb
_AFTER_TO = frozenset({"VB", "RB", "NN"})  # a verb that is also a noun is often taken for the noun
_BARS = FINITE | {"VB", "VBG", ":", ".", "TO", "WP", "WRB", "WDT", "``"}
_SHORT = 7  # tokens of a quotation that is a name
_INSTRUMENTS = word_set("instrument_units")
_FORECAST = word_set("forecast_nouns")
_TOLLS = frozenset({"toll", "count", "estimate", "figure", "total", "tally", "forecast", "number"})


@dataclass(slots=True)
class Complement:
    """A frame's letter (as in cues.txt; "f" "for ..." behind whom it was asked of,
    "r" a clause whose subject stands before) and where
    the content begins; `quotation` when it begins with one."""

    frame: str
    start: int
    quotation: Quotation | None = None


def complement_of(document: Document, stretch: Stretch, cue: Cue, ceiling: int) -> Complement | None:
    """The first frame of the cue's verb that what follows it meets."""
    frames = cue.verb.frames
    i = cue.end
    if i >= ceiling:
        return None
    written = cue.verb.lemma == "write" and document.tags[cue.at - 1] == "PRP"  # "A report she wrote found"
    if frames & {"c", "t"} and not written and _is_inside_relative(document, cue, i):
        return Complement("r", i)
    if "i" in frames and _infinitive_at(document, i, ceiling):
        return Complement("i", i)
    that = _that_after(document, stretch, i, ceiling, told="a" in frames)
    if that >= 0 and frames & {"c", "t"} and not _is_that_itself(document, that, i, ceiling):
        if document.tags[that + 1 : that + 2] and document.tags[that + 1] in FINITE and that == i:
            return Complement("c", that)  # "said that was a pity"
        that += document.tags[that + 1 : that + 2] == [","]  # "said that, if it rained, the dam"
        return Complement("t", that + 1, stretch.quotation_over(that + 1))
    if "a" in frames or cue.verb.lemma in {"ask", "tell"}:
        addressee = past_addressee(document, i, ceiling)
        if addressee > i:
            if cue.verb.lemma == "ask" and document.lower[addressee : addressee + 1] == ["for"]:
                return Complement("f", addressee)
            against = document.lower[addressee : addressee + 1] in (["of"], ["about"], ["against"])
            if cue.verb.lemma == "warn" and against and addressee + 1 < ceiling:
                return Complement("f", addressee + 1)  # "warned all sides against attacks"
            if document.lower[addressee : addressee + 1] == ["who"] and _comes_to_do(
                document, addressee, ceiling
            ):
                return Complement("o", i)
            follow = skip_adjuncts(document, addressee, ceiling)
            found = _at(document, stretch, cue, follow, ceiling, near=follow == addressee)
            if found is None and "o" in frames and _infinitive_follows(document, addressee, ceiling):
                return Complement("o", i)
            ends = follow >= ceiling or document.tags[follow] in {",", "."}
            if found is None and ends and "n" not in frames:
                return None
            if found and (found.frame != "n" or "n" in frames):
                return found if found.frame not in {"i", "o"} else Complement("o", i)
            if "o" not in frames and "n" not in frames:
                return found
    follow = skip_adjuncts(document, i, ceiling)
    found = _at(document, stretch, cue, follow, ceiling)
    if found is None and cue.verb.lemma == "say" and _is_number_alone(document, follow, ceiling):
        return Complement("u", follow)  # "the organisers said 30,000"
    return found


def _is_number_alone(document: Document, i: int, ceiling: int) -> bool:
    number = past_qualifiers(document, i, ceiling)
    end = end_of_phrase(document, number, ceiling)
    ends = end >= ceiling or document.tags[end] in {".", ",", ":", "CC"}
    return number < end == number + 1 and document.tags[number] == "CD" and ends


def _comes_to_do(document: Document, who: int, ceiling: int) -> bool:
    """ "Asked anyone who saw the van to come": an infinitive behind the one verb of the relative clause."""
    tags = document.tags
    for k in range(who + 2, min(ceiling - 1, who + _FAR)):
        if tags[k] == "TO" and tags[k + 1] == "VB" and not FINITE.isdisjoint(tags[who:k]):
            return True
        if tags[k] in {",", ".", ":"}:
            return False
    return False


def _is_that_itself(document: Document, that: int, i: int, ceiling: int) -> bool:
    """ "Have heard that before": a pronoun right behind the verb, and nothing but adverbs after it."""
    k = that + 1
    while that == i and k < ceiling and document.tags[k] in {"RB", "IN"}:
        k += 1
    if that != i or k >= ceiling:
        return that == i
    joined = document.tags[k] == "CC" and k + 1 < ceiling and document.tags[k + 1] in FINITE
    return joined or document.tags[k] == "." or (document.tags[k] == "," and k > that + 1)


def _is_inside_relative(document: Document, cue: Cue, i: int) -> bool:
    """ "Which the mayor said began at dawn": a finite verb right behind the verb of saying."""
    participle = document.tags[i] == "VBN" and document.tags[cue.at] != "VBG"
    return participle or document.tags[i] in FINITE or _is_gapped(document, cue.at, i)


def _is_gapped(document: Document, verb: int, i: int) -> bool:
    """ "That prosecutors say drained ...", "which he said costs": taken for an adjective, or for a noun."""
    past = document.tags[i] == "JJ" and document.lower[i].endswith("ed")
    if not past and document.tags[i : i + 2] not in (
        ["NNS", "DT"],
        ["NNS", "PRP"],
        ["VB", "CD"],
        ["VB", "DT"],
    ):
        return False
    return not {"that", "which"}.isdisjoint(document.lower[max(0, verb - _SHORT) : verb])


def _at(
    document: Document, stretch: Stretch, cue: Cue, i: int, ceiling: int, *, near: bool = False
) -> Complement | None:
    """The frame that begins at token `i`."""
    if i >= ceiling:
        return None
    frames, tags, lower = cue.verb.frames, document.tags, document.lower
    if "q" in frames:
        found = _quotation(document, stretch, i, ceiling)
        if found:
            return found
    quotation = stretch.quotation_over(i)
    if quotation and quotation.first == i:
        if frames & {"c", "t", "n"}:
            return Complement("n" if "n" in frames else "q", i, quotation)
        return None
    near = near or i == cue.end
    if "w" in frames and (lower[i] in QUESTION_WORDS or (near and lower[i] in _NEAR_QUESTION_WORDS)):
        return Complement("w", i)
    if "n" in frames and lower[i] == "what" and near:
        return Complement("n", i)  # "rejected what it called"
    if "i" in frames and _infinitive_at(document, i, ceiling):
        return Complement("i", i)
    if tags[i] == "VBG" and "g" in frames:
        return Complement("g", i)
    if "j" in frames and (tags[i] == "JJ" or lower[i] == "not"):
        return Complement("j", i)
    return _phrase(document, frames, i, ceiling)


def _quotation(document: Document, stretch: Stretch, i: int, ceiling: int) -> Complement | None:
    at = i
    if document.words[i] in {":", ","}:
        at = i + 1
    quotation = stretch.quotation_over(at) if at < ceiling else None
    if quotation and quotation.first == at:
        return Complement("q", at, quotation)
    if document.words[i] == ":" and at < ceiling:
        return Complement("q", at)
    return None


def _phrase(document: Document, frames: frozenset[str], i: int, ceiling: int) -> Complement | None:
    """A noun phrase, alone, with a finite verb (a clause), or with an infinitive."""
    tags = document.tags
    counted = document.lower[i] == "between" and tags[i + 1 : i + 2] == ["CD"] and i + 1 < ceiling
    phrase = i + (counted or (document.lower[i] == "that" and "t" not in frames))
    after = end_of_phrase(document, past_qualifiers(document, phrase, ceiling), ceiling)
    if document.lower[i] == "that" and "n" in frames:
        follows = document.lower[i + 1 : i + 2] if i + 1 < ceiling else ["."]
        if follows in (["as"], ["."], [","], ["and"], ["but"]):
            return Complement("n", i)  # "described that as", "rejects that."
    if after == phrase and phrase > i:
        return None
    if counted and "n" in frames:
        return Complement("n", i)  # "expect between 4,000 and 5,000 people"
    verb_next = document.words[i][0].isalpha() and i + 1 < ceiling and tags[i + 1] in FINITE
    if after == i and tags[i] not in {"EX", "DT", "RB", "RP", "IN", "WP", "CC"} and not verb_next:
        return None
    if "o" in frames and after < ceiling and _infinitive_follows(document, after, ceiling):
        return Complement("o", i)
    bare = frames & {"c"} or ("t" in frames and (tags[i] == "PRP" or after - i < 5))
    if bare and is_clause(document, i, ceiling, alone="n" not in frames):
        return Complement("c", i)
    if "n" in frames and after > i and tags[i] != "RB":
        return Complement("n", i)
    if "d" in frames and tags[i] in {"DT", "CD"} and after > i:
        return Complement("n", i)
    weather = not _INSTRUMENTS.isdisjoint(document.lower[i : after + 1])  # "Baler recorded 312 mm of rain"
    if (
        "u" in frames
        and "only" not in document.lower[i - 1 : i + 1]
        and "CD" in tags[i:after]
        and not weather
    ):
        return Complement("u", i)
    if "e" in frames and _is_put_at(document, after, ceiling, "at"):
        return Complement("e", i)
    if "e" in frames and (_grows(tags, i, after) or document.lower[after - 1] in _FORECAST):
        return Complement("n", i)  # "sees growth of 3%", "sees the economy growing 2%"
    tolled = not _TOLLS.isdisjoint(document.lower[i : after + 1])
    if "v" in frames and tolled and _is_put_at(document, after, ceiling, "to"):
        return Complement("v", i)
    if "k" in frames and _is_taken_as(document, after, ceiling):
        return Complement("k", i)
    if "s" in frames and _is_put_at(document, after, ceiling, "as"):
        return Complement("s", i)
    return None


def _grows(tags: list[str], first: int, end: int) -> bool:
    """Does a phrase hold or precede "growing 2%"?"""
    return any(
        tags[k] == "VBG" and "CD" in tags[k + 1 : k + 4] for k in range(first + 1, min(end + 1, len(tags)))
    )


def _is_put_at(document: Document, i: int, ceiling: int, link: str) -> bool:
    """Does `link` ("at", "as", "to") with a quantity follow ("put the number of dead at about ten")?"""
    tags, lower = document.tags, document.lower
    relative = False
    for k in range(i, min(ceiling - 1, i + _FAR)):
        if lower[k] == link and k + 1 < ceiling:
            quoted = k + 2 < ceiling and tags[k + 1] == "``"  # at “fewer than 30”
            q = past_qualifiers(document, k + 1 + quoted, ceiling)
            return tags[q] in {"CD", "$"} or lower[q] in {"between", "half"} or is_quantity(document, q)
        participle = tags[k] == "VBD" and tags[k - 1] in NOUNS  # "the houses destroyed"
        if tags[k] == "WP":
            relative = True  # "the number of voters who had no card"
        elif tags[k] in FINITE and relative:
            relative = False
        elif lower[k - 1] != "of" and ((tags[k] in _BARS and not participle) or tags[k] == ","):
            return False  # but "the number of missing"
    return False


def _is_taken_as(document: Document, i: int, ceiling: int) -> bool:
    """Does "as" follow the phrase that ends before token `i`, its prepositional phrases stepped over?"""
    for k in range(i, min(ceiling - 1, i + _FAR)):
        if document.lower[k] == "as":
            taken = end_of_phrase(document, k + 1, ceiling)
            return taken >= ceiling or document.tags[taken] not in FINITE  # not "saw him as he left"
        if document.tags[k] not in _IN_PHRASES:
            return False
    return False


def _infinitive_at(document: Document, i: int, ceiling: int) -> bool:
    return i + 1 < ceiling and document.lower[i] == "to" and _opens_infinitive(document.tags, i + 1)


def _opens_infinitive(tags: list[str], i: int) -> bool:
    """A verb in its bare form at token `i`, an opening mark before it at most ("to “open the roads”")."""
    i += tags[i] == "``"
    return i < len(tags) and tags[i] in _AFTER_TO


def _infinitive_follows(document: Document, i: int, ceiling: int) -> bool:
    """Is the next thing after the phrase, its prepositional phrases stepped over, "to" and a verb?"""
    tags = document.tags
    for k in range(i, min(ceiling - 1, i + 20)):
        if tags[k] == "``" and tags[k + 1] == "TO":
            continue  # called on the bank “to look out of the window”
        if tags[k] == "TO" and _opens_infinitive(tags, k + 1):
            return True
        if document.words[k] in DASHES:
            continue  # "on all nations - rich and poor - to limit emissions"
        listed = tags[k] == "," and tags[k - 1] in NOUNS and tags[k + 1] in NOUNS  # "Pomonal, Moyston and"
        if not listed and tags[k] not in _IN_PHRASES:
            return False
    return False


def _that_after(document: Document, stretch: Stretch, i: int, ceiling: int, *, told: bool) -> int:
    """The "that" which opens the content, -1 where a verb or mark comes first.

    `told`: the verb takes an addressee, so that "that" behind a noun is no relative pronoun.
    """
    tags, lower = document.tags, document.lower
    commas = 0
    reach = min(ceiling, i + _FAR)
    if "that" not in lower[i:reach]:
        return -1
    for k in range(i, reach):
        if _in_short_quotation(stretch, k):
            continue
        if lower[k] == "that":
            opens = tags[k] in {"IN", "WDT", "DT"} and (k == i or tags[k] != "DT" or tags[k - 1] == "PRP")
            relative = k > i and (
                lower[k - 1] == "condition" or (not told and _is_relative(document, k, ceiling))
            )
            return k if opens and not relative else -1
        tag = tags[k]
        to_somebody = tag == "TO" and k + 1 < ceiling and tags[k + 1] != "VB"
        occasion = tag == "VBG" and lower[k - 1] in {"before", "after", "while"}  # "said after voting that"
        if tag in _BARS and not (to_somebody or occasion):
            return -1
        if tag == ",":
            commas += 1
            if commas > 2 or (k == i and tags[k + 1 : k + 2] not in (["IN"], ["RB"])):
                return -1
    return -1


def _is_relative(document: Document, that: int, ceiling: int) -> bool:
    """ "Demanded a road that was promised": a verb right after "that", and a noun no day before it."""
    tags, before = document.tags, document.lower[that - 1]
    gap = that + 1 < ceiling and tags[that + 1] in FINITE
    return gap and tags[that - 1] in NOUNS | {"JJ"} and before not in TIMES


def _in_short_quotation(stretch: Stretch, k: int) -> bool:
    """The name of a broadcast or paper in marks ("on 'This Week' that") does not bar the way."""
    quotation = stretch.quotation_over(k)
    return quotation is not None and quotation.last - quotation.first <= _SHORT and not quotation.comma
