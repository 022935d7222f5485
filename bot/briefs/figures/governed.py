"""What the verb of an amount says of it, where no noun beside the amount does.

What is true of English: an amount is the object of its verb ("the response | needs | $41 million"), its
measure after "for", "to" or "at" ("was fined | 60 million", "stopped for 90 minutes"), or stands behind the
thing the verb is done to ("sold the winger | for £2m", "cost each household | £40"). Then it belongs to that
thing, else to the verb's subject; the verb itself is the event. "At" tells the subject's own level ("led the
rise | at 91 per cent"). We do not follow pronouns, and give up at the clause's border.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.figures.counted import antecedent
from bot.briefs.figures.participles import Event, participle_of
from bot.briefs.figures.phrases import Phrase, phrase_at, phrase_back_from
from bot.briefs.figures.subjects import before_helpers, subject_before
from bot.briefs.figures.vocabulary import NOUNS, UNIT_WORDS
from bot.briefs.lexicon import word_set

_REACH = 16  # tokens from an amount back to its verb
_BETWEEN = NOUNS | {"DT", "JJ", "JJR", "PRP$", "POS", "IN", "TO", "RP", "RB", "CD", "PRP", "``", "$", "PDT"}
_SHORT = frozenset({"'s", "’s", "'re", "’re", "'ve", "’ve", "'d", "’d", "'m", "’m", "'ll", "’ll"})
_BE = _SHORT | {"is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "will"}
_NO_THING = frozenset({"%", "year", "month", "week", "day", "quarter", "time", "period"})
_TRADING = word_set("trading_verbs")
_ASKING = frozenset({"ask", "asks", "asked", "asking", "urge", "urged", "urges", "urging"})
_WHERE = frozenset({"in", "on", "at", "with", "near", "from", "to"})
_PRAISE = frozenset({"record", "total", "net", "maximum", "minimum", "whopping"})
_GIVING = word_set("giving_verbs")
_PHRASAL = word_set("phrasal")
_IDLE = word_set("amounts_idle_verbs")


def governed(
    document: Document, before: int, first: int, purpose: Phrase | None = None
) -> tuple[Phrase | None, Event | None]:
    """The thing and the event that the verb before token `before` tells; `first` opens the sentence.

    `purpose` is what the amount is said to be for: it says more than the verb's subject.
    """
    verb = _verb_of(document, before, first)
    if verb is None:
        return purpose or _before_preposition(document, before - 1, first), None
    word = document.lower[verb]
    event = (
        None
        if word in _BE or word in _IDLE
        else Event(participle_of(document, verb, before), False, verb, behind=False)
    )
    thing = _object_of(document, verb, before) or purpose
    if thing is None and word in _BE and document.tags[before - 2] != "JJS":
        thing = _before_preposition(document, before - 1, first)  # "was the first crash | in 18 years"
    them = document.lower[verb + 1] == "them" and (word in _TRADING or document.lower[verb + 2] == "at")
    if thing is None and them:
        return antecedent(document, verb + 1), event  # "stole 61 cars and sold them | for 3,000 euros"
    told_of = document.tags[verb + 1] == "PRP" and document.tags[verb + 2] in {"TO", "IN"}
    if thing is None and word not in _GIVING and not told_of:  # not "the court sentenced him | to four years"
        thing = subject_before(document, before_helpers(document, verb, first), first)
    return thing, event


def _verb_of(document: Document, before: int, first: int) -> int | None:
    """The verb nearest before an amount in its clause."""
    tags = document.tags
    for place in range(before - 1, max(first, before - _REACH) - 1, -1):
        tag = tags[place]
        if tag.startswith("VB"):
            modifier = (
                tag in {"VBN", "VBG"} and tags[place + 1] in NOUNS and _opens_noun(document, place, first)
            )
            if not modifier:
                return place
        elif (tag == "JJ" and tags[place - 1] in {"MD", "TO"}) or _is_phrasal(document, place):
            return place  # a verb taken for something else: "would | last"
        elif tag not in _BETWEEN:
            return None
    return None


def _is_phrasal(document: Document, place: int) -> bool:
    """ "The bank | set aside": no noun is followed by such a particle."""
    lower = document.lower
    return document.tags[place + 1] == "RB" and f"{lower[place]} {lower[place + 1]}" in _PHRASAL


def _opens_noun(document: Document, place: int, first: int) -> bool:
    """ "Operating profit", "its reported gifts": a participle that stands before its noun."""
    return place > first and document.tags[place - 1] in {"DT", "PRP$", "JJ", "IN", "POS", "CD", "TO"}


def _object_of(document: Document, verb: int, before: int) -> Phrase | None:
    """What the verb is done to, between it and the amount: "fined | his company | 60 million"."""
    lower, tags = document.lower, document.tags
    place = verb + 1
    while place < before and tags[place] == "CD":
        place += 1  # "grounded 12 jets | for nine days"
    if place >= before or tags[place] in {"IN", "TO", "RB", "RP", "$"}:
        return None
    if place == verb + 1 and " " in participle_of(document, verb, before):
        return None  # "took place | within six weeks"
    if place > verb + 1 and tags[before - 1] not in {"IN", "TO"}:
        return None
    if (lower[before - 1] == "at" and lower[verb] not in _TRADING) or lower[verb] in _BE:
        return None
    if lower[verb] in _ASKING:
        return None  # "asked donors | for $21 million": they are who is asked
    thing = phrase_at(document, place, before)
    if thing and place > verb + 1 and lower[thing.head] in UNIT_WORDS:
        return None  # "will buy 543,000 tonnes | at 340 kwacha"
    praise = thing is not None and thing.last == before and lower[thing.head] in _PRAISE
    return None if praise else thing  # "discharged a record | 6.2 GW"


def _before_preposition(document: Document, place: int, first: int) -> Phrase | None:
    """ "Its lowest close | in 14 months", "doses | for another two weeks": a noun without a verb."""
    tags = document.tags
    if place - 1 < first or tags[place] != "IN" or tags[place - 1] not in NOUNS | {"JJS"}:
        return None
    if document.lower[place - 1] in _NO_THING:
        return None
    phrase = phrase_back_from(document, place - 1, first)
    border = phrase.first - 1 - (tags[phrase.first - 1] == "DT")
    named = tags[phrase.head] == "NNP" and tags[border] == "IN"
    where = border - 1 >= first and (named or document.lower[border] in _WHERE)
    if where and tags[border - 1] in NOUNS:  # "the largest investment | in Saxony in three decades"
        return phrase_back_from(document, border - 1, first)
    placed = where and document.lower[border - 1] in _BE  # "had been at the wheel for 14 hours"
    return None if placed else phrase
