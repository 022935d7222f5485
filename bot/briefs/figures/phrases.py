"""Noun phrases beside a number, found by tags: what follows it, what stands before its verb.

What is true of English: modifiers, then a noun or several, then perhaps "of" and another noun phrase. A
plural ends the phrase unless another noun follows at once ("sales staff"); a participle after it belongs
to the sentence, not to the phrase ("people | injured").
"""

from __future__ import annotations

from typing import NamedTuple

from bot.briefs.document import Document
from bot.briefs.figures.numbers import NUMBER_WORDS
from bot.briefs.figures.vocabulary import FATE_WORDS, NAMES, NOUNS, VERBS
from bot.briefs.lexicon import word_set

_MODIFIERS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNP", "POS", "FW"})
_AFTER_PLURAL = frozenset({"NN", "NNS", "NNP", "NNPS", "POS"})
_AFTER_NOUN = _AFTER_PLURAL | {"JJ", "JJR", "JJS", "FW"}
_LINKS = ("CC", ",", "RB", "``", "''")  # between modifiers; after a noun only "and"
_LONGEST = 9  # tokens of one phrase; beyond, tags have gone wrong
_SKIPPED = frozenset(
    {"more", "less", "fewer", "other", "others", "such", "additional", "so-called", "”", "“", "or", "so"}
)
_NOT_COUNTED = frozenset({"others", "plus", "minus", "times", "time", "per", "cent", "percent"})
_PERIODS = frozenset({"year", "week", "month", "night", "weekend", "season", "quarter"})
_WHICH = frozenset({"last", "this", "next", "previous", "past"})
_AUXILIARIES = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "be", "says", "say", "said"}
)
_NEVER_NOUNS = _AUXILIARIES | {"want", "wants", "agree", "agrees", "expect", "expects", "believe", "believes"}
_TIME_NOUNS = frozenset({"today", "yesterday", "tomorrow", "tonight", "overnight"})
_DETERMINERS = frozenset({"DT", "PRP$", "PDT", "WP$"})
_NO_QUOTES = str.maketrans("", "", '“”"')
_BACK_OVER = _MODIFIERS | {"PRP$", "NNPS"}
_MISTAKEN = frozenset({"RB", "NNS", "IN"})  # what a tagger may take "North" for
_PASSIVE = frozenset({"are", "were", "have", "had"})
_SECOND = frozenset({"NNS", "JJ", "NN"})
_BEHIND_POSSESSIVE = _MODIFIERS | {"``", "''", "JJR", "JJS"}
_PERFECT = frozenset({"have", "has", "had"})
_MEMORY = 1500  # tokens back to where a thing was named in full
_OBJECT_OPENS = (["the"], ["a"], ["an"], ["its"], ["their"])
_SAYINGS = word_set("present_sayings")


class Phrase(NamedTuple):
    """Tokens `first` to `last` (exclusive); `head` is the token of the main noun."""

    first: int
    last: int
    head: int


def phrase_at(
    document: Document,
    index: int,
    bound: int,
    *,
    of: bool = True,
    counted: bool = False,
    plural: bool = False,
) -> Phrase | None:
    """The noun phrase that starts at a token, determiner included, before token `bound`."""
    tags, lower = document.tags, document.lower
    first = index
    while index < bound and tags[index] in _DETERMINERS:
        index += 1
    opened = index
    last = head = -1
    limit = min(bound, index + _LONGEST)
    while index < limit:
        single = last < 0 or not _is_plural(tags[head], lower[head])
        behind_number = counted and (index == first or last < 0)
        tag = _tag(tags[index], lower[index], behind_number, plural and single)
        if tag == "VBZ" and index > first and tags[index - 1] == "CD":
            tag = "NNS"  # "of the ship's five | holds"
        guided = tag == "VBD" and behind_number and lower[index] not in _AUXILIARIES
        if guided and index + 1 < limit and tags[index + 1] in NOUNS:
            tag = "JJ"  # "two guided bombs"
        if last >= 0 and lower[index] in _WHICH and tags[index] == "JJ":
            break  # "3% of GDP | next year"
        if lower[index] == "%" or (last >= 0 and not single and lower[index] in _SAYINGS):
            break  # "three universities | warns"
        if tag in NOUNS and lower[index] not in _TIME_NOUNS:
            if last >= 0 and tag in NAMES and _ends_before_name(document, head):
                break
            last, head = index + 1, index
        elif tag == "CD" and index > first and _goes_on(tags, opened > first and last < 0, index):
            pass  # "of the combined 4.3m sales", "of the country's 47 million people"
        elif tag in _LINKS and (tag == "CC" if last >= 0 else index > opened or tag == "RB"):
            if not _joins_modifiers(document, index, limit):
                break
        elif last >= 0 and tags[index - 1] == "POS" and tag in _BEHIND_POSSESSIVE:
            pass  # "Ms Varga's reported gifts", "her party's 'donors'"
        elif tag not in _allowed(tags, lower, head):
            break
        index += 1
    if last < 0 or (lower[head] in _PERIODS and lower[first] in _WHICH):
        return None
    return _with_of(document, Phrase(first, last, head), bound) if of else Phrase(first, last, head)


def _goes_on(tags: list[str], open_phrase: bool, index: int) -> bool:
    """ "The combined 4.3m sales", "the country's 47 million people"; not "15 trapped | 400 metres down"."""
    return open_phrase or tags[index - 1] in {"POS", "CD"}


def _tag(tag: str, word: str, behind_number: bool, plural: bool) -> str:
    """A token's tag, mended where a tagger often errs and the place says better."""
    if (tag in VERBS or tag == "RB") and "-" in word:
        return "JJ"  # "coal-fired"
    if behind_number and word not in FATE_WORDS and tag in {"VBZ", "VBP", "VB"} and word not in _NEVER_NOUNS:
        return "NNS" if word.endswith("s") else "NN"  # behind a number a noun is likelier
    if plural and tag == "VBZ" and word.endswith("s") and word not in _AUXILIARIES:
        return "NNS"  # "five profile slots": the plural is still to come
    return tag


def _allowed(tags: list[str], lower: list[str], head: int) -> frozenset[str]:
    """The tags that may go on with a phrase: after a plural only nouns, after a noun no participles."""
    if head < 0:
        return _MODIFIERS
    return _AFTER_PLURAL if _is_plural(tags[head], lower[head]) else _AFTER_NOUN


def _ends_before_name(document: Document, head: int) -> bool:
    """Does a name behind this noun stand for itself ("people | Friday", "one reason | Democrats")?"""
    plural = _is_plural(document.tags[head], document.lower[head])
    return plural or (document.tags[head] == "NN" and document.words[head][0].islower())


def _is_plural(tag: str, word: str) -> bool:
    return tag in {"NNS", "NNPS"} or (tag[0] == "V" and word.endswith("s"))


def _joins_modifiers(document: Document, index: int, limit: int) -> bool:
    """ "Kia and Hyundai vehicles", "digital and physical sales": is a plural noun still to come?"""
    tags = document.tags
    if tags[index - 1] in {"NNS", "NNPS"}:
        return False
    for place in range(index + 1, limit):
        if tags[place] in {"NNS", "NNPS"}:
            return True
        if tags[place] not in _MODIFIERS and "-" not in document.lower[place]:
            return False
    return False


def _with_of(document: Document, phrase: Phrase, bound: int) -> Phrase:
    """ "containers of military equipment"; not "30% of workers of the region of ..." twice over."""
    index = phrase.last
    if index + 1 >= bound or document.lower[index] != "of" or document.tags[index + 1] in {"CD", "$"}:
        return phrase
    rest = phrase_at(document, index + 1, bound, of=False)
    return Phrase(phrase.first, rest.last, phrase.head) if rest else phrase


def counted_phrase(document: Document, index: int, bound: int, plural: bool = False) -> Phrase | None:
    """The phrase a number before token `index` counts: "five [more] North Korean troops".

    `plural`: the number is more than one, so a plural is to be expected.
    """
    while index < bound and document.lower[index] in _SKIPPED:
        index += 1
    if index >= bound or document.lower[index] in _NOT_COUNTED or document.tags[index] in _DETERMINERS:
        return None
    state = document.lower[index] in FATE_WORDS and document.tags[index] not in {"NN", "NNS"}
    if state and document.tags[index + 1 : index + 2] == [","]:
        return None  # "41 wounded, | police said"
    if state and document.words[index].isupper():
        return None  # "12 DEAD"
    phrase = phrase_at(document, index, bound, counted=True, plural=plural)
    if phrase and plural and _is_verb(document, phrase):
        return None  # "at least 175 million | beat the forecast"
    return (
        Phrase(index, index + 1, index) if phrase is None and _are_people(document, index, bound) else phrase
    )


def _is_verb(document: Document, phrase: Phrase) -> bool:
    """Is a lone singular behind a number above one, with an object behind it, a verb taken for a noun?"""
    lone = phrase.first == phrase.head and document.tags[phrase.head] == "NN"
    return lone and document.lower[phrase.last : phrase.last + 1] in _OBJECT_OPENS


def _are_people(document: Document, index: int, bound: int) -> bool:
    """ "Three million Sudanese", "two co-accused got": an adjective that stands for people."""
    if document.tags[index] != "JJ":
        return False
    after = document.tags[index + 1] if index + 1 < bound else ""
    acts = after in {"VBD", "VBZ", "VBP", "MD"} and document.lower[index] not in FATE_WORDS
    return document.words[index][0].isupper() or acts


def with_second(document: Document, phrase: Phrase | None, bound: int) -> Phrase | None:
    """Takes in a second plural counted with the first: "1.3 million homes | and businesses".

    Not "nine people | and officials said": a verb behind it makes it a subject of its own.
    """
    if phrase is None or document.tags[phrase.head] != "NNS":
        return phrase
    index, tags = phrase.last, document.tags
    if index + 1 >= bound or document.lower[index] not in {"and", "or"} or tags[index + 1] not in _SECOND:
        return phrase
    second = phrase_at(document, index + 1, bound, of=False)
    if second is None or tags[second.head] != "NNS" or document.lower[second.head] in NUMBER_WORDS:
        return phrase
    after = tags[second.last] if second.last < bound else ""
    if after == "CD" or (after == "IN" and tags[second.last + 1 : second.last + 2] in (["CD"], ["$"])):
        return phrase  # "300 shops in 9 countries | and plans 40 more", "4,600 staff | and sales of $9m"
    finite = after in {"VBD", "VBZ", "VBP", "MD"} and document.lower[second.last] not in _PASSIVE
    return phrase if finite else Phrase(phrase.first, second.last, phrase.head)


def words_of(document: Document, phrase: Phrase) -> str:
    """The phrase as the text has it, in one line."""
    text = document.text[document.starts[phrase.first] : document.ends[phrase.last - 1]]
    return " ".join(text.translate(_NO_QUOTES).split())


def phrase_back_from(document: Document, head: int, bound: int) -> Phrase:
    """The phrase that ends with the noun at token `head`, as far back as its modifiers go.

    A capital says more than a tag: "North Korean" belongs to its noun whatever "North" is taken for.
    """
    start = head
    while start > bound:
        tag, word = document.tags[start - 1], document.words[start - 1]
        capitals = word[0].isupper() and document.words[start][0].isupper() and tag in _MISTAKEN
        if tag not in _BACK_OVER and word != "per" and not capitals:
            break
        if tag == "VBN" and start - 2 >= bound and document.lower[start - 2] in _PERFECT:
            break  # "had expected | profit of 610 million"
        start -= 1
    if start < head and start > bound and document.tags[start] == "VBG" and document.tags[start - 1] == ",":
        start += 1  # ", citing | unpaid bills"
    return Phrase(start, head + 1, head)


def full_phrase(document: Document, phrase: Phrase) -> str:
    """ "its troops" said more fully: the last earlier phrase of that head with a modifier, else as it is.

    A determiner says nothing once the phrase stands alone, so it goes.
    """
    first = phrase.first
    counts = [place for place in range(first, phrase.head) if document.tags[place] == "CD"]
    first = max(counts, default=first - 1) + 1  # "the country's 47 million | people"
    while first < phrase.head and document.tags[first] in _DETERMINERS:
        first += 1
    bare = Phrase(first, phrase.last, phrase.head)
    if first < phrase.head or counts or document.tags[phrase.first] != "PRP$":
        return words_of(document, bare)
    head = document.lower[phrase.head]
    for index in range(phrase.first - 1, max(0, phrase.first - _MEMORY), -1):
        if document.lower[index] == head and document.tags[index - 1] in {"JJ", "NNP", "NN"}:
            return words_of(document, phrase_back_from(document, index, 0))
    return words_of(document, bare)
