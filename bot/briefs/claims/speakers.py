"""Who speaks: the noun phrase before the verb, after it, or the speaker carried over.

What is true of English: the subject stands before the verb with auxiliaries and adverbs between; an
apposition or relative clause between commas may follow it; after a quotation or a fronted clause
subject and verb may change places ("said Jane Roe, the mayor"). "and warned", ", adding" and "to say"
have the subject of the verb they hang on.
"""

from __future__ import annotations

from bot.briefs.claims.cues import VERBS
from bot.briefs.claims.phrase_starts import start_of_phrase
from bot.briefs.claims.phrases import DASHES, DATING, FINITE, NOUNS, TIMES, end_of_full_phrase
from bot.briefs.claims.stretches import Stretch
from bot.briefs.claims.verb_groups import is_finite, is_past_form, verb_group
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

Range = tuple[int, int]
_RELATIVE = 16  # tokens a relative clause without a comma has
# Tags that stand at the end or the beginning of a subject, or before the verb it belongs to.
_ENDS_SUBJECT = NOUNS | {"PRP", "-RRB-", "DT", "JJ", "JJR", "VBG", "VBN"}
_OPENS_SUBJECT = NOUNS | {"DT", "JJ", "PRP", "PRP$", "VBN", "VBG", "JJS", "PDT", "RB"}
_HELD = NOUNS | {"PRP", "DT", "JJ", "JJS", "RBS", "JJR"}
_NAMING = NOUNS | {"-RRB-", "PRP", "DT", ","}
_ARTICLES = frozenset({"a", "an", "the"})
_SHORT = 4  # tokens of a place
_ASIDES = frozenset({"as", "when", "while", "after", "before", "during", "for", "in", "on"})
_MANY = frozenset({"most", "some", "many", "few", "others", "several", "both", "all", "neither"})
_BEFORE_CLAUSE = frozenset({",", ":", "``", "''", "CC", ".", "WRB", "WP$"})
_CLAUSE_LINKS = word_set("clause_links")
_SUBORDINATING = word_set("subordinating_words")


def subject_before(document: Document, at: int, floor: int) -> tuple[int, int] | None:
    """The noun phrase that ends before token `at`, its trailing apposition included; None if none does."""
    tags = document.tags
    p = at - 1
    if p < floor:
        return None
    if tags[p] == "''":
        return _over_nickname(document, at, floor)
    if tags[p] == "," or document.words[p] in DASHES:
        return _before_apposition(document, p, floor)
    if tags[p] in {"WP", "WDT"}:
        return _antecedent(document, p, floor)
    if document.lower[p] in {"who", "which", "that"} and p > floor and tags[p - 1] in NOUNS | {","}:
        return _antecedent(document, p, floor)
    if document.lower[p] in {"there", "here"} and p > floor and tags[p - 1] in NOUNS:
        return subject_before(document, p, floor)  # "A doctor there said"
    if document.lower[p] in {"each", "both", "all"} and p > floor and tags[p - 1] in NOUNS | {"PRP"}:
        return subject_before(document, p, floor)
    dated = document.lower[p] in TIMES
    written = _reduced_relative(document, p, floor) if dated or tags[p] in FINITE else None
    if written:
        return (written[0], at)
    if dated or (tags[p] == "CD" and document.lower[p - 1] == "in"):
        found = _before_day(document, p, floor)
        if found or dated:
            return found
    if _can_end_subject(document, p):
        start = start_of_phrase(document, p, floor)
        if start > floor and _is_inside(document, start, at):  # "A man who gave his name as Karim said"
            named = _over_relative(document, at, floor)
            if named:
                return named
        if any(tags[k] in _HELD for k in range(start, at)) and not _in_relative(document, start, floor):
            return (start, at)
    return _over_relative(document, at, floor)


def _is_inside(document: Document, start: int, at: int) -> bool:
    """Does a preposition tie the phrase at `start` to a clause before, so that it is no subject?"""
    word, tag = document.lower[start - 1], document.tags[start - 1]
    tied = tag in {"IN", "TO"} and word not in _SUBORDINATING and document.tags[at] in FINITE
    return tied or word == "as"


def _before_day(document: Document, p: int, floor: int) -> Range | None:
    """ "The ministry on Monday said": the phrase before the day that ends at token `p`.

    A participle between the two keeps the day in the phrase ("a notice issued on Saturday").
    """
    tags, lower = document.tags, document.lower
    k = p
    while k > floor and (lower[k - 1] in TIMES or lower[k - 1] in DATING or tags[k - 1] == "CD"):
        k -= 1
    if k - 1 >= floor and tags[k - 1] in {"WDT", "WP"}:
        return _antecedent(document, k - 1, floor)  # "Norway, which in 2018 admitted"
    if k - 1 < floor or tags[k - 1] not in (NOUNS | {"PRP", "VBN", "VBD", "-RRB-"}):
        return None
    participle = tags[k - 1] in {"VBN", "VBD"}
    if participle and (k - 2 < floor or tags[k - 2] not in NOUNS):
        return None
    return (start_of_phrase(document, k - 2 if participle else k - 1, floor), p + 1 if participle else k)


def _in_relative(document: Document, start: int, floor: int) -> bool:
    """Is the phrase at `start` the object of a verb, and not the subject of what was said by it?"""
    if start - 1 <= floor or document.tags[start - 1] not in {"VBD", "VBZ", "VBP", "VBN", "VB"}:
        return False
    return not any("c" in verb.frames for verb in VERBS.get(document.lower[start - 1], ()))


def _over_relative(document: Document, at: int, floor: int) -> Range | None:
    """ "A man who asked not to be named said": the phrase before "who" with its one clause."""
    tags, lower = document.tags, document.lower
    verbs = 0
    for k in range(at - 1, max(floor, at - _RELATIVE) - 1, -1):
        if tags[k] in {",", ":", "``", "''", "."} or (
            tags[k] == "IN" and lower[k] == "that" and tags[k - 1] not in NOUNS
        ):
            return None
        verbs += tags[k] in FINITE
        if lower[k] in {"who", "which", "that", "whose"} and k > floor and tags[k - 1] in NOUNS | {"DT"}:
            return (start_of_phrase(document, k - 1, floor), at) if verbs == 1 else None
    return None


def _reduced_relative(document: Document, p: int, floor: int) -> Range | None:
    """ "A report she wrote found that": the phrase before a pronoun and its verb, up to token `p`."""
    tags, k = document.tags, p
    while k - 2 > floor and (document.lower[k] in TIMES or document.lower[k] in DATING):
        k -= 1  # "a study they published last year found that"
    if k - 2 < floor or tags[k] not in FINITE or tags[k - 1] != "PRP" or tags[k - 2] not in NOUNS:
        return None
    return (start_of_phrase(document, k - 2, floor), k - 1)


def _over_nickname(document: Document, at: int, floor: int) -> Range | None:
    """ "The commander, who calls himself “Aurelio,” insisted": the phrase before a relative clause."""
    for k in range(at - 2, max(floor, at - _RELATIVE) - 1, -1):
        if document.lower[k] in {"who", "which"} and document.tags[k - 1] == ",":
            return (_antecedent(document, k, floor)[0], at)
    return None


def _can_end_subject(document: Document, p: int) -> bool:
    tag = document.tags[p]
    if tag == "VBZ" and document.tags[p + 1] == "VBP":
        return True  # "unions say": a plural taken for a verb
    before = p - 1
    opens = p == 0 or document.tags[before] in {".", ",", ":", "CC", "''"}
    if document.lower[p] in _MANY and (opens or document.lower[before] in _CLAUSE_LINKS):
        return True
    if tag == "JJ" and document.lower[p].endswith("ly"):
        return False  # an adverb never seen
    if tag == "VBD" and document.tags[p + 1] in FINITE and document.tags[p - 1] in NOUNS:
        return True  # "56 percent of voters polled said"
    return tag in _ENDS_SUBJECT and document.lower[p] not in {"there", "same"}


def _before_apposition(document: Document, comma: int, floor: int) -> tuple[int, int] | None:
    """ "X, the minister of Y, said": the phrase before the comma that opens the apposition."""
    tags = document.tags
    tries = 0
    for k in range(comma - 1, max(floor, comma - 50), -1):
        if tries == 4:
            return None
        if tags[k] == "``" or document.words[k] in {'"', ":", ";"}:
            return None
        if tags[k] == "," or document.words[k] in DASHES:
            tries += 1
            if tags[k + 1] in FINITE:
                continue  # "whose chairman, Jan Roe, came, said"
            if tags[k - 1] in NOUNS | {"-RRB-", "PRP", "JJ"}:
                start = start_of_phrase(document, k - 1, floor)
                if start > floor and all(tag == "CD" for tag in tags[start:k]):
                    continue  # an age
                if _ends_in_place(document, start, k, comma):
                    continue  # "Jane Roe, a teacher from Sumter, South Carolina, said"
                told = start > floor and tags[start - 1] == "WP$" and not FINITE.isdisjoint(tags[k:comma])
                if _opens_clause(document, start, floor) and not told:
                    end = k if _is_aside(document, k + 1) else comma
                    return (_with_office(document, start, floor), end)
    return None


def _ends_in_place(document: Document, start: int, k: int, comma: int) -> bool:
    """Is what stands between the two commas a wider place, and the phrase before it somebody's office?"""
    tags = document.tags
    place = (
        comma - k - 1 < _SHORT and all(tag == "NNP" for tag in tags[k + 1 : comma]) and tags[k - 1] == "NNP"
    )
    return place and document.lower[start] in _ARTICLES and tags[start - 2 : start] == ["NNP", ","]


def _is_aside(document: Document, i: int) -> bool:
    """ "The envoy, speaking in Oslo, said", "Roe, as in the past, said": an occasion, and no apposition."""
    return document.tags[i] in {"VBG", "WRB", "RB"} or document.lower[i] in _ASIDES


def _with_office(document: Document, start: int, floor: int) -> int:
    """ "“...,” one resident, Jane Roe, 61, said": the phrase before the name, right after a quotation."""
    before = start - 2
    if before < floor or document.tags[start - 1] != "," or document.tags[before] not in {"NN", "NNS"}:
        return start
    office = start_of_phrase(document, before, floor)
    opens = office <= floor or document.tags[office - 1] == "''"
    return office if opens and document.lower[before] not in TIMES else start


def _opens_clause(document: Document, start: int, floor: int) -> bool:
    if start <= floor:
        return True
    before = start - 1
    return document.tags[before] in _BEFORE_CLAUSE or document.lower[before] in _CLAUSE_LINKS


def _antecedent(document: Document, relative: int, floor: int) -> Range:
    """The phrase that "who" stands for; the relative pronoun closes the span."""
    tags = document.tags
    p = relative - 1
    if p < floor:
        return (relative, relative + 1)
    if tags[p] == ",":
        p -= 1
    if p < floor or tags[p] not in _NAMING:
        return (relative, relative + 1)
    start = _start_of_speakers(document, start_of_phrase(document, p, floor), p)
    behind = start - 2 >= floor and tags[start - 1] == "," and tags[start - 2] in NOUNS
    office = (
        document.lower[start] in _ARTICLES and tags[start - 2] == "NNP"
    )  # "Jane Roe, the mayor, who urged"
    if behind and (office or tags[p] == "NNP"):  # "his counterpart, Jane Roe, who urged"
        start = start_of_phrase(document, start - 2, floor)
    return (start, relative + 1)


def _start_of_speakers(document: Document, start: int, last: int) -> int:
    """ "Criticism from teachers, who say": the people who end with token `last`, not what they gave."""
    for k in range(last - 1, start, -1):
        if document.lower[k] in {"from", "by", "among"} and document.tags[last] == "NNS":
            return k + 1
    return start


def subject_after(document: Document, stretch: Stretch, i: int) -> tuple[int, int] | None:
    """The speaker in "said Jane Roe, the mayor": the full noun phrase that begins at token `i`."""
    if i >= stretch.last or document.tags[i] not in _OPENS_SUBJECT:
        return None
    end = end_of_full_phrase(document, i, stretch.last)
    return (i, end) if end > i else None


def _hangs(document: Document, first: int, floor: int) -> bool:
    """Is the subject at token `first` that of a clause within another?"""
    before = first - 1
    return before > floor and (
        document.lower[before] in _SUBORDINATING or document.tags[before] in {"WP", "WRB", "WDT"}
    )


def subject_of_clause(document: Document, i: int, floor: int, *, main: bool = False) -> Range | None:
    """The subject of the nearest finite verb before token `i`.

    `main`: of the nearest whose clause hangs on no other ("told nothing of how he means to win, saying").
    """
    nearest = None
    for k in range(i - 1, max(floor, i - 40) - 1, -1):
        if document.tags[k] in FINITE or document.tags[k] == "VBN" or is_past_form(document, k):
            group = verb_group(document, k, floor)
            if not is_finite(document, k, group):
                continue
            found = subject_before(document, group.first, floor)
            if found and (not main or not _hangs(document, found[0], floor)):
                return found
            nearest = nearest or found
    if nearest:
        return nearest
    end = end_of_full_phrase(document, floor, i)
    return (floor, end) if end > floor else None
