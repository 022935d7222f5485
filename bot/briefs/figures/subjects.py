"""The subject of a verb: the noun phrase whose amount, change or fate the verb tells.

What is true of English: the subject opens its clause, and what hangs on it may stand between ("the number
of people | who fled"); an aside between commas or in brackets is skipped ("the club, relegated in May, |
lost"), "and" parts clauses only where a verb stands before it ("fares in Oslo and Bergen | rose"), "which"
takes up the noun before it, what is done may be a subject ("closing the gap | would cost"), and a participle
behind a comma shares the subject of the main clause.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.figures.phrases import Phrase, phrase_at, phrase_back_from
from bot.briefs.figures.vocabulary import CALENDAR, FINITE, NAMES, NOUNS
from bot.briefs.lexicon import word_set

_OPENS = NOUNS | {"DT", "JJ", "PRP$", "VBN", "VBG", "CD"}
_CLAUSES = word_set("clause_openers")
_SAYINGS = word_set("present_sayings")
_SUBJECT = 40  # tokens of a subject with all that hangs on it
_ASIDE_OPENS = frozenset({"WDT", "WP", "VBN", "VBG", "WP$", "DT", "JJ", "NN"})
_IN_RELATIVE = frozenset({"VBD", "RB", "MD", "VBN"})
_HELPING = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "’s", "'s", "’ve", "'ve"}
)
_PROGRESSIVE = frozenset({"being", "having", "going"})
_HELPERS = ("VB", "MD", "RB", "TO")
_BEHIND_DOING = frozenset({"DT", "PRP$", "IN"})  # "closing the gap", "overcrowding in": not "rising prices"
_LIKE_PREPOSITIONS = frozenset(
    {"according", "including", "following", "regarding", "depending", "considering", "starting", "during"}
)
_BIDDING = word_set("forcing_verbs") | word_set("bidding_verbs") | {"expect", "expects", "allow", "allows"}
_SUBORDINATE = frozenset({"before", "after", "while", "without", "since", "when"})
_CLAUSE = 12  # tokens from a clause's verb to a participle behind its object
_BRACKET = 12  # tokens between brackets
_PLACING = frozenset({"in", "from", "at", "near", "of"})


def subject_before(document: Document, verb: int, bound: int) -> Phrase | None:
    """The subject of a verb: the first noun phrase after the nearest clause border on its left."""
    tags, lower = document.tags, document.lower
    bound = max(bound, verb - _SUBJECT)
    if lower[verb] == "to" and (bidden := _bidden(document, verb, bound)):
        return bidden
    reduced = tags[verb] == "VBG" or (tags[verb] == "VBN" and _is_reduced(document, verb, bound))
    if reduced and verb - 1 > bound and tags[verb - 1] in NOUNS:
        return phrase_back_from(document, verb - 1, bound)  # "sees | the economy | growing"
    start = _clause_start(document, verb, bound)
    if start == verb and start - 1 > bound and tags[start - 1] in {"WDT", "WP"}:
        return _relative_head(document, start - 1, bound)
    beside = start == verb and start - 2 >= bound and tags[start - 1] == ","
    if beside and tags[verb] == "VBN" and tags[start - 2] in NOUNS and lower[start - 2] not in CALENDAR:
        return phrase_back_from(document, start - 2, bound)  # "the shares, | sold at 390 rupees"
    if start == verb and start - 1 > bound and tags[start - 1] == ",":
        aside = _before_aside(document, start - 1, bound)
        shares = (
            aside is None and tags[verb] == "VBG" and lower[verb] not in _LIKE_PREPOSITIONS
        )  # "it traded at $9, | having lost"
        return _shared_subject(document, start - 1, bound) if shares else aside
    if start == verb and start - 1 > bound and tags[start - 1] == "CC":
        return _shared_subject(document, start - 1, bound)
    if start == verb and start - 2 >= bound and tags[start - 1] == "VBD" and tags[start - 2] in NOUNS:
        return phrase_back_from(document, start - 2, bound)  # "the area planted | grew"
    shares = tags[start] == "VBG" and tags[verb] not in FINITE
    if shares and start > bound and lower[start - 1] in _SUBORDINATE:
        return _shared_subject(document, start - 1, bound)  # "jumped before | easing to trade"
    if head := _relative_between(document, start, verb, bound):
        return head
    if doing := _doing(document, start, verb):
        return doing
    if phrase := _first_phrase(document, start, verb):
        phrase = _with_joined(document, phrase, verb)
        plural = phrase.last == verb - 1 and tags[verb - 1] == "VBZ"  # "storage losses | run at"
        return Phrase(phrase.first, verb, verb - 1) if plural else phrase
    if verb - 2 >= start and tags[verb - 1] == "JJ" and tags[verb - 2] == "DT":
        return Phrase(verb - 2, verb, verb - 1)  # a noun taken for an adjective
    mistaken = tags[start] == "JJ" and document.words[start][0].isupper()  # "Ivory | fetches"
    if start == verb - 1 and (tags[start] == "VBG" or mistaken):
        return Phrase(start, verb, start)  # "Restructuring | will cost"
    if start == verb - 1 and tags[start] == "VBZ" and lower[start].endswith("s"):
        return Phrase(start, verb, start)  # "that | reserves | could slip": a plural taken for a verb
    return None


def _is_reduced(document: Document, verb: int, bound: int) -> bool:
    """ "Holds uranium | enriched to 60 per cent": a participle behind the object of the clause's own verb."""
    if document.lower[verb] == "followed":
        return False
    for place in range(verb - 1, max(bound, verb - _CLAUSE) - 1, -1):
        if document.tags[place] in FINITE:
            return True
        if _is_border(document.tags[place], document.lower[place]):
            return False
    return False


def _clause_start(document: Document, end: int, bound: int) -> int:
    """The token behind the nearest clause border on the left of token `end`."""
    tags, start = document.tags, end
    while start > bound:
        tag = tags[start - 1]
        if tag == "-RRB-" and (opened := _bracket_before(tags, start - 1, bound)):
            start = opened
        elif (
            tag == "CC" and start < end and (joined := _before_joined(document, start - 1, bound)) is not None
        ):
            return joined
        elif tag == "CC" and start < end and tags[start] == "JJ" and tags[start - 2] == "JJ":
            start -= 1  # "wheat rated good | or excellent"
        elif _is_border(tag, document.lower[start - 1]):
            return start
        else:
            start -= 1
    return start


def _first_phrase(document: Document, start: int, verb: int) -> Phrase | None:
    """The first noun phrase between a clause's border and its verb; what a preposition opens, only if
    there is no other and no pronoun ("in the city | it is", "in Brasov the rate | is")."""
    tags, index = document.tags, start
    if verb > start and tags[verb - 1] == "PRP" and not (verb - 2 > start and tags[verb - 2] == "IN"):
        return None  # "told this newspaper | she paid"
    passed: Phrase | None = None
    while index < verb:
        phrase = None
        if document.words[index][0].isalpha() and tags[index] in _OPENS:
            phrase = phrase_at(document, index, verb)
        if phrase is None:
            if tags[index] == "PRP" and not (index > start and tags[index - 1] == "IN"):
                return None
            index += 1
        elif document.lower[phrase.head] in CALENDAR:
            index = phrase.last
        elif index == start + 1 and tags[start] == "IN" and passed is None:
            passed, index = phrase, phrase.last
        else:
            return phrase
    return passed


def before_helpers(document: Document, verb: int, first: int) -> int:
    """The first token of a verb with its auxiliaries and adverbs: "will probably | need"."""
    tags, modal = document.tags, False
    while verb > first and tags[verb - 1].startswith(_HELPERS):
        if tags[verb - 1] == "VBG" and document.lower[verb - 1] not in _PROGRESSIVE:
            break  # "Sterling | fell"
        if modal and tags[verb - 1] not in {"RB", "VB"}:
            break  # nothing but adverbs stands between a modal and its subject
        full = (
            tags[verb - 1] in FINITE and tags[verb - 1] != "MD" and document.lower[verb - 1] not in _HELPING
        )
        if full and tags[verb] not in {"TO", "VBG"}:
            break  # "tolls | earned": a noun taken for a verb
        modal = modal or tags[verb - 1] == "MD"
        verb -= 1
    return verb


def _relative_head(document: Document, which: int, bound: int) -> Phrase | None:
    """The noun phrase that "which" or "who" takes up: "the rover, | which weighs"."""
    head = which - 2 if document.lower[which - 1] == "," else which - 1
    if head < bound or document.tags[head] not in NOUNS:
        return None
    phrase = phrase_back_from(document, head, bound)
    border = phrase.first - 1
    named = document.tags[head] in NAMES and border - 1 >= bound and document.tags[border - 1] in NOUNS
    word = document.lower[border]
    if not named or (word not in _PLACING and document.lower[which] in {"who", "whose"}):
        return phrase
    if (
        word == "of" and document.tags[border - 1] in NAMES
    ):  # "the Strait of Hormuz, which", "Mr Udall of Ohio, who"
        return Phrase(phrase_back_from(document, border - 1, bound).first, phrase.last, border - 1)
    if document.tags[border] == "IN" and word != "of":
        return phrase_back_from(
            document, border - 1, bound
        )  # "a donor in Ohio | who", "a talk with Berg | that"
    return phrase


def _relative_between(document: Document, start: int, verb: int, bound: int) -> Phrase | None:
    """The head of a relative clause that ends before the verb: "ships that go round Africa | add", "people
    who fled the town | have"."""
    tags, place = document.tags, start - 1
    if place <= bound or start == verb:
        return None
    if tags[place] == "VBD":
        while place > bound and tags[place] in _IN_RELATIVE:
            place -= 1
        return (
            _relative_head(document, place, bound) if tags[place] in {"WDT", "WP"} and place > bound else None
        )
    if tags[place] not in {"WDT", "WP"} or FINITE.isdisjoint(tags[start : verb - 1]):
        return None
    return _relative_head(document, place, bound)


def _shared_subject(document: Document, conjunction: int, bound: int) -> Phrase | None:
    """The subject of the verb before "and" or "but": "the plan will cost £3m | but save £5m"."""
    for place in range(conjunction - 1, bound, -1):
        if document.tags[place] in FINITE:
            verb = before_helpers(document, place, bound)
            return subject_before(document, verb, bound) if verb > bound else None
        if document.tags[place] in {".", ":"}:
            return None
    return None


def _before_aside(document: Document, comma: int, bound: int) -> Phrase | None:
    """The noun phrase before an aside that a comma closes: "the club, relegated in May, | lost"."""
    for place in range(comma - 1, bound, -1):
        if document.tags[place] == "." or document.lower[place] in {";", ":"}:
            return None
        opens = document.tags[place] == "," and document.tags[place + 1] in _ASIDE_OPENS
        if opens and document.tags[place - 1] in NOUNS:
            return opening_phrase(document, place, bound) or phrase_back_from(document, place - 1, bound)
    return None


def opening_phrase(document: Document, comma: int, bound: int) -> Phrase | None:
    """The phrase that opens the clause an aside breaks off: "the strike | at the plant, the first ..."."""
    start = _clause_start(document, comma, bound)
    if not FINITE.isdisjoint(document.tags[start:comma]):
        return None  # "the bank sees the economy, hit by war, | shrinking"
    phrase = _first_phrase(document, start, comma)
    return _with_joined(document, phrase, comma) if phrase else None


def _bidden(document: Document, to: int, bound: int) -> Phrase | None:
    """ "They expect | such summers | to occur", "caused | the firm | to pay": who is to do it."""
    if to - 2 <= bound or document.tags[to - 1] not in NOUNS:
        return None
    phrase = phrase_back_from(document, to - 1, bound)
    verb = phrase.first - 1 - (document.tags[phrase.first - 1] == "DT")
    return phrase if verb > bound and document.lower[verb] in _BIDDING else None


def _bracket_before(tags: list[str], closed: int, bound: int) -> int | None:
    """The token that opens the bracket closed at a token: "the exchange | (CBOT)"."""
    for place in range(closed - 1, max(bound, closed - _BRACKET), -1):
        if tags[place] == "-LRB-":
            return place
    return None


def _before_joined(document: Document, conjunction: int, bound: int) -> int | None:
    """Where a subject with "and" in it begins; None where "and" stands behind a clause with its own verb.

    What a comma or a number stands before is another clause's: "shares in A fell 2% and in B | rose".
    """
    tags, lower, start = document.tags, document.lower, None
    if lower[conjunction] == "but" or tags[conjunction - 1] == ",":
        return None
    for place in range(conjunction - 1, bound - 1, -1):
        reduced = tags[place] == "VBN" and tags[place - 1] in NOUNS  # "people | killed | in floods and"
        if tags[place] in FINITE or tags[place] == "CD" or (tags[place] == "VBN" and not reduced):
            return start
        if tags[place] in {",", "CC"}:
            start = place + 1
        elif _is_border(tags[place], lower[place]):
            return place + 1
    return bound


def _with_joined(document: Document, phrase: Phrase, verb: int) -> Phrase:
    """ "Wages | and prices", where the second noun phrase ends at the verb."""
    if document.lower[phrase.last] == "per" and phrase.last + 2 <= verb:
        return Phrase(phrase.first, phrase.last + 2, phrase.head)  # "GDP | per head"
    if phrase.last >= verb or document.tags[phrase.last] != "CC":
        return phrase
    second = phrase_at(document, phrase.last + 1, verb)
    return Phrase(phrase.first, verb, second.head) if second and second.last == verb else phrase


def _doing(document: Document, start: int, verb: int) -> Phrase | None:
    """ "Closing the gap | would take", "overcrowding in jails | stood at": what is done, as a subject."""
    if document.tags[start] != "VBG" or start + 1 >= verb or document.lower[start] in _LIKE_PREPOSITIONS:
        return None
    if document.tags[start + 1] not in _BEHIND_DOING:
        return None
    if start and document.tags[start - 1] == ",":  # ", sending | the forint | down"
        return phrase_at(document, start + 1, verb) if document.tags[start + 1] != "IN" else None
    cared = document.lower[start + 1] == "for"  # "caring for a child"
    thing = phrase_at(document, start + 1 + cared, verb)
    return Phrase(start, thing.last if thing else start + 1, start)


def _is_border(tag: str, word: str) -> bool:
    return (
        tag in {",", ":", ".", "CC", "``", "''", "WDT", "WP", "WRB", "-LRB-", "-RRB-"}
        or word in _CLAUSES
        or tag == "VBD"
        or (word in _SAYINGS and tag in {"VBZ", "VBP"})
    )
