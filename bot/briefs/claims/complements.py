"""What follows a verb of saying: which frame it is, and where the content begins.

What is true of English: between the verb and what was said stand only an addressee, adverbs, a day and
the occasion ("told reporters in Kyiv on Monday that"). So these are stepped over, and the next token
tells the frame: a mark, "that", a question word, "to", a noun phrase with or without a finite verb.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.briefs.claims.cues import Cue
from bot.briefs.claims.phrases import (
    DASHES,
    FINITE,
    NOUNS,
    TIMES,
    end_of_occasion,
    end_of_phrase,
    is_occasion,
    is_quantity,
    past_qualifiers,
)
from bot.briefs.claims.speakers import is_past_form
from bot.briefs.claims.stretches import Quotation, Stretch
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

QUESTION_WORDS = frozenset({"whether", "if", "what", "why", "how"})
# Elsewhere these open a relative clause.
_NEAR_QUESTION_WORDS = frozenset({"who", "whom", "whose", "when", "where", "which"})
ALL_QUESTION_WORDS = QUESTION_WORDS | _NEAR_QUESTION_WORDS
_IN_PHRASES = NOUNS | {"IN", "DT", "JJ", "PRP$", "POS", "CC", "RB"}
_FAR = 14  # tokens within which "that" may follow its verb
_TURNS = frozenset({"while", "whereas", "although", "though", "because", "as", "after", "when", "but"})
_AFTER_TO = frozenset({"VB", "RB", "NN"})  # a verb that is also a noun is often taken for the noun
_BARS = FINITE | {"VB", "VBG", ":", ".", "TO", "WP", "WRB", "WDT", "``"}
_SHORT = 7  # tokens of a quotation that is a name
_CLAUSE = 28  # tokens within which a bare clause shows its finite verb
_INSTRUMENTS = word_set("instrument_units")
_FORECAST = word_set("forecast_nouns")
_TOLLS = frozenset({"toll", "count", "estimate", "figure", "total", "tally", "forecast", "number"})
_PLACING = frozenset({"at", "in", "on", "with", "over", "from", "for", "by"})
_OBJECTS = (["NNS"], ["DT"], ["PRP"], ["PRP$"], ["CD"])
_PLURALS = frozenset({"NNS", "NNPS", "PRP"})
_OBJECT_TAGS = frozenset({"CD", "DT", "NNS", "NN", "PRP$", "JJ"})
_PREPOSITIONS = frozenset({"IN", "TO"})
_WHEREABOUTS = frozenset({"to", "in", "at", "from", "of", "with", "outside", "inside", "near"})


class Complement(NamedTuple):
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
    if frames & {"c", "t"} and (
        document.tags[i] in FINITE
        or (document.tags[i] == "VBN" and document.tags[cue.at] != "VBG")
        or _is_gapped(document, cue.at, i)
    ):
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
        addressee = _past_addressee(document, i, ceiling)
        if addressee > i:
            if cue.verb.lemma == "ask" and document.lower[addressee : addressee + 1] == ["for"]:
                return Complement("f", addressee)
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
    return _at(document, stretch, cue, skip_adjuncts(document, i, ceiling), ceiling)


def _is_that_itself(document: Document, that: int, i: int, ceiling: int) -> bool:
    """ "Have heard that before": a pronoun right behind the verb, and nothing but adverbs after it."""
    k = that + 1
    while that == i and k < ceiling and document.tags[k] in {"RB", "IN"}:
        k += 1
    if that != i or k >= ceiling:
        return that == i
    joined = document.tags[k] == "CC" and k + 1 < ceiling and document.tags[k + 1] in FINITE
    return joined or (document.tags[k] in {".", ","} and k > that + 1)


def _is_gapped(document: Document, verb: int, i: int) -> bool:
    """ "A racket that prosecutors say drained ...": a past form taken for an adjective."""
    if document.tags[i] != "JJ" or not document.lower[i].endswith("ed"):
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
    if "i" in frames and _infinitive_at(document, i, ceiling):
        return Complement("i", i)
    if tags[i] == "VBG" and "g" in frames:
        return Complement("g", i)
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
    phrase = i + (document.lower[i] == "that" and "t" not in frames)
    after = end_of_phrase(document, past_qualifiers(document, phrase, ceiling), ceiling)
    if document.lower[i] == "that" and "n" in frames:
        follows = document.lower[i + 1 : i + 2] if i + 1 < ceiling else ["."]
        if follows in (["as"], ["."], [","], ["and"], ["but"]):
            return Complement("n", i)  # "described that as", "rejects that."
    if after == phrase and phrase > i:
        return None
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
    if "e" in frames and (_grows(tags, i, after) or document.lower[after - 1] in _FORECAST):
        return Complement("n", i)  # "sees growth of 3%", "sees the economy growing 2%"
    if "e" in frames and _is_put_at(document, after, ceiling, "at"):
        return Complement("e", i)
    tolled = not _TOLLS.isdisjoint(document.lower[i : after + 1])
    if "v" in frames and tolled and _is_put_at(document, after, ceiling, "to"):
        return Complement("v", i)
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
    for k in range(i, min(ceiling - 1, i + 14)):
        if lower[k] == link and k + 1 < ceiling:
            quoted = k + 2 < ceiling and tags[k + 1] == "``"  # at “fewer than 30”
            q = past_qualifiers(document, k + 1 + quoted, ceiling)
            return tags[q] in {"CD", "$"} or lower[q] in {"between", "half"} or is_quantity(document, q)
        participle = tags[k] == "VBD" and tags[k - 1] in NOUNS  # "the houses destroyed"
        if (tags[k] in _BARS and not participle) or tags[k] == ",":
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


def is_clause(document: Document, i: int, ceiling: int, *, alone: bool = False) -> bool:
    """Does a finite verb follow before the phrase at `i` is over?

    `alone`: the verb before takes no noun phrase, so that a past form taken for a participle is finite.
    """
    tags, lower = document.tags, document.lower
    owed = 0  # verbs that belong to relative clauses on the way
    participle = False  # a past form right after a noun may be its verb
    if document.lower[i] in {"he", "she", "they", "we", "i"}:
        return True
    if tags[i] == "IN" and document.lower[i] in _PLACING:
        after = end_of_phrase(document, i + 1, ceiling)
        counts = (
            "CD" in tags[i:after]
            or document.lower[i + 1 : i + 2] in (["least"], ["most"])
            or TIMES.intersection(document.lower[i:after])
        )  # "in all 19 people had"
        if after < ceiling and tags[after] in FINITE and not counts:
            return False  # "argued with the coach at lunch were": the verb is another's
    if document.lower[i] == "it" and (_is_past(document, i + 1, ceiling) or tags[i + 1 : i + 2] == ["NNS"]):
        return True  # "Forbes says it tracks 500 fortunes"
    aside = 0  # the token behind a dash that closes what another opened
    for k in range(i, min(ceiling, i + _CLAUSE)):
        tag = tags[k]
        if k < aside:
            continue
        if document.words[k] in DASHES:
            aside = _past_dash(document, k, ceiling)
            if not aside:
                return participle and owed == 0
        elif tag in FINITE:
            if owed == 0:
                return k > i
            owed -= 1
        elif tag in {"WDT", "WP", "WP$", "WRB"} or (
            document.lower[k] == "that" and k > i and tags[k - 1] in NOUNS
        ):
            owed += 1
        elif tag == "VBN" and (
            tags[k - 1] in _PLURALS
            or (tags[k - 1] == "RB" and tags[k - 2 - (tags[k - 2] == "``")] in _PLURALS)
            or (alone and tags[k - 1] in {"NN", "NNP"})
        ):
            participle = True
        elif tag == "JJ" and lower[k].endswith("ed") and tags[k - 1] in _PLURALS:
            participle = True  # "sign-ups tripled overnight"
        elif tag == "JJ" and is_past_form(document, k) and tags[k + 1 : k + 2] in _OBJECTS:
            participle = True  # "an update, not an attack, knocked thousands offline"
        elif tag == "``" and tags[k - 1] == "," and _is_aside(document, k, ceiling):
            continue
        elif (
            tag in {".", ":"}
            or (tag == "," and owed == 0 and k - i > 20)
            or (tags[k - 1] == "," and (tag == "``" or document.lower[k] in _TURNS))
        ):
            return participle and owed == 0
    return participle and owed == 0


def _past_dash(document: Document, dash: int, ceiling: int) -> int:
    """The token after the dash that closes an aside, 0 where none is near."""
    near = range(dash + 1, min(ceiling, dash + _CLAUSE))
    return next((k + 1 for k in near if document.words[k] in DASHES), 0)


def _is_past(document: Document, i: int, ceiling: int) -> bool:
    """Is the word behind "it" a past form, perhaps taken for an adjective ("it escorted three convoys")?"""
    if i + 1 >= ceiling:
        return False
    adjective = document.tags[i] == "JJ" and document.lower[i].endswith("ed")
    return document.tags[i] == "VBN" or (adjective and document.tags[i + 1] in _OBJECT_TAGS)


def _is_aside(document: Document, mark: int, ceiling: int) -> bool:
    """ "The men, “maybe forty”, came": a short quotation with a comma behind it."""
    for k in range(mark + 1, min(ceiling - 1, mark + _SHORT)):
        if document.tags[k] == "''":
            return document.tags[k + 1] == ","
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


def after_addressee(document: Document, cue: Cue, ceiling: int) -> int:
    """The token after the verb and whom it was said to, adverbs and occasions stepped over."""
    i = cue.end
    if ("a" in cue.verb.frames or cue.verb.lemma in {"ask", "tell"}) and i < ceiling:
        i = _past_addressee(document, i, ceiling)
    return skip_adjuncts(document, i, ceiling)


def _past_addressee(document: Document, i: int, ceiling: int) -> int:
    """The token after "reporters", "him", "CNN's Jane Roe on her show"."""
    if document.lower[i] in {"that", "whether", "if"}:
        return i
    after = end_of_phrase(document, i, ceiling)
    for k in range(i + 1, after):
        if document.tags[k] == "CD" and document.tags[k - 1] in {"NN", "NNS"}:
            return k  # "told the meeting 1.7 million people were"
    if after > i and after + 1 < ceiling and document.lower[after] in {"of", "at"}:
        longer = end_of_phrase(document, after + 1, ceiling)
        if longer > after + 1 and not is_occasion(document, after, ceiling):
            after = longer
    return after


def skip_adjuncts(document: Document, i: int, ceiling: int) -> int:
    """The token after adverbs, days and occasions of speaking that begin at `i`."""
    tags, lower = document.tags, document.lower
    for _ in range(6):
        if i >= ceiling:
            return i
        if (
            tags[i] in {"RB", "RBR"}
            and lower[i] not in {"not", "so", "n't", "there", "outside", "inside"}
            and _adverb_ends(document, i, ceiling)
        ) or lower[i] in TIMES:
            i += 1
        elif (
            lower[i] in {"earlier", "late", "later", "early"}
            and lower[i + 1 : i + 2]
            and lower[i + 1] in TIMES
        ):
            i += 2  # "announced early Tuesday"
        elif lower[i] in {"earlier", "late", "later", "early"} and _dated(document, i + 1, ceiling):
            i = end_of_phrase(document, i + 1, ceiling)
        elif lower[i] == "the" and lower[i + 1 : i + 2] == ["fall"]:
            return i  # "put the fall at 6.5 per cent"
        elif lower[i] in {"last", "this", "next", "the"} and _dated(document, i, ceiling):
            i = end_of_phrase(document, i, ceiling)
        elif tags[i : i + 3] == [",", "RB", ","]:
            i += 3
            if lower[i : i + 1] == ["that"]:
                return i + 1
        elif tags[i] in _PREPOSITIONS and is_occasion(document, i, ceiling):
            i = end_of_occasion(document, i, ceiling)
        elif lower[i] in _WHEREABOUTS:
            after = end_of_phrase(document, i + 1, ceiling)
            if after == i + 1 or after >= ceiling or not _opens_content(document, after):
                return i
            i = after
        else:
            return i
    return i


def _adverb_ends(document: Document, i: int, ceiling: int) -> bool:
    """An adverb before a noun phrase belongs to it ("said nearly half"); others to the verb."""
    return (
        document.lower[i].endswith("ly") or i + 1 >= ceiling or document.tags[i + 1] not in {"CD", "DT", "JJ"}
    )


def _dated(document: Document, i: int, ceiling: int) -> bool:
    after = end_of_phrase(document, i, ceiling)
    return i + 1 < after <= i + 4 and document.lower[after - 1] in TIMES


def _opens_content(document: Document, i: int) -> bool:
    return document.lower[i] in {"that", "whether", "if", ":", ","} or document.tags[i] in {"``", "PRP", "IN"}
