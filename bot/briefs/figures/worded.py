"""Numbers in words and whether they count: "one", "some", "half", "a third".

What is true of English: "one" counts only what follows it in the singular, a number behind "the" or "their"
only with a noun; a fraction's name is an ordinal unless an article or a number opens it ("a third of", not "a
third man"), and "half" may be a half-time.
"""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.figures.qualifiers import Qualified
from bot.briefs.figures.quantities import Quantity
from bot.briefs.figures.vocabulary import FATE_WORDS, OF_CHANGE, OPENS_A_NOUN
from bot.briefs.lexicon import word_set

_NOT_AFTER = word_set("pronoun_one_after")
_NOT_BEFORE = word_set("pronoun_one_before")
_AUXILIARIES = frozenset(
    {"was", "were", "is", "are", "has", "have", "had", "been", "being", "remain", "remained"}
)
_THE = frozenset(
    {"the", "these", "those", "other", "his", "her", "their", "our", "its", "first", "last", "big"}
)
_HALVES = frozenset({"of", "the", "its", "his", "her", "their", "our", "all", "that", "those"})
_NOT_HALF = frozenset(
    {"first", "second", "other", "final", "opening", "better", "each", "in", "latter", "second-"}
)
_ZERO = frozenset({"net", "ground", "sub", "absolute", "patient", "near", "from"})
_SINGULAR = frozenset({"was", "is", "has", "had", "died", "who"})
_THEM = (["them"], ["whom"])
_CLAUSE_STARTS = frozenset({",", "including", "and", "(", ";", "–", "—"})
_STAGES = word_set("stages")
_LONE_PARTS = frozenset({"a third", "a fourth", "a fifth", "a sixth", "a seventh", "an eighth", "a tenth"})
_ACTS = frozenset({"VBD", "VBP", "MD"})
_ONLY = frozenset({"only", "just", "barely", "even"})
_LESS = frozenset({"less", "more", "lower", "higher", "fewer", "smaller", "larger"})
_COMPARING = frozenset({"as", "the"})
_BEFORE_SHARES = frozenset({"by", "to", "from", "than", "at", "only", "just", "up", "down", "and", "or", ","})
_RANKED = frozenset({"top", "bottom", "big"})
_DOZEN = 12
_ENDS_CLAUSE = ([","], ["."], [":"], ["CC"])
AT_STAGES = frozenset({"on", "at", "from", "in", "to"})


def is_ordinal(text: str, quantity: Quantity) -> bool:
    """ "A fourth-year student", "third-quarter": no share of a year, unlike "half a mile"."""
    start, end = quantity.number.start, quantity.number.end
    name = text[start:end].lower()
    if not name.isalpha() or name == "half" or text.startswith(" of ", end):
        return False
    return name != "quarter" or quantity.start == start


def is_share(document: Document, quantity: Quantity, qualified: Qualified) -> bool:
    """Is this fraction a share of something, not an ordinal, a half-time or a fiscal quarter?"""
    text, lower, first = document.text, document.lower, quantity.first
    surface = text[quantity.start : quantity.end].lower()
    before = lower[first - 1] if first else ""
    after = lower[quantity.last] if quantity.last < len(lower) else ""
    tag = document.tags[quantity.last] if quantity.last < len(document.tags) else ""
    if text[quantity.end : quantity.end + 1] == "-":
        return False
    if not surface[0].isalpha():
        return True  # "¾ of the crop"
    if surface == "half":
        return before not in _NOT_HALF and (
            after in _HALVES or before == "by" or qualified.modifier != "exact"
        )
    if " " not in surface and "-" not in surface:
        return False
    if surface.endswith("s") or after == "of":
        return True
    if after in _SINGULAR:
        return before in _ONLY or qualified.modifier != "exact"  # not "two died and a third was hurt"
    if after in _LESS:
        return True  # "carrying a third less cargo"
    if before in OF_CHANGE and after in {"to", "from", ",", "."}:
        return True  # "the dividend rises a fifth to 4.2p"
    if surface in _LONE_PARTS and after not in _COMPARING and before not in _BEFORE_SHARES:
        return qualified.modifier != "exact"  # "he would not do it a fourth"
    return tag not in OPENS_A_NOUN


def counts_one(document: Document, quantity: Quantity, qualified: Qualified) -> bool:
    lower, tags, last = document.lower, document.tags, quantity.last
    before = lower[qualified.first - 1] if qualified.first else ""
    after = lower[last] if last < len(lower) else ""
    if after == "of" and lower[last + 1 : last + 2] in _THEM:
        return before in _CLAUSE_STARTS  # "two were wounded, one of them seriously"
    if before == "not":
        return False  # "not one bullet"
    lone = before in {"only", "just"} and document.tags[last : last + 1] == ["NN"]
    if (
        (before in _NOT_AFTER and not lone)
        or after in {"of", "by"}
        or last >= len(lower)
        or tags[last] == "CD"
    ):
        return False
    if after in _STAGES and before in AT_STAGES:
        return False  # "at one point", "on one hand"
    if after in FATE_WORDS or (before in FATE_WORDS and tags[qualified.first - 1].startswith("V")):
        return after not in {"in", "on"} or before in FATE_WORDS
    if after in _AUXILIARIES and last + 1 < len(lower) and lower[last + 1] in FATE_WORDS:
        return True
    if before in {"and", ","} and tags[last] == "JJ" and document.words[last][0].isupper():
        return True  # "two Chinese, one Indian and"
    if before in {"and", ","} and tags[last] == "VBN" and tags[last + 1 : last + 2] in _ENDS_CLAUSE:
        return True  # "two were sunk and one seized"
    if after in _NOT_BEFORE or tags[last] not in OPENS_A_NOUN:
        return False
    for index in range(last, min(last + 5, len(tags))):
        if tags[index] in {"NN", "NNP"}:
            return True
        if tags[index] not in OPENS_A_NOUN or tags[index] in {"NNS", "VBG"}:
            return False
    return False


def counts_some(document: Document, quantity: Quantity, qualified: Qualified) -> bool:
    lower, tags, last = document.lower, document.tags, quantity.last
    before = lower[qualified.first - 1] if qualified.first else ""
    after = tags[last] if last < len(tags) else ""
    if before in {"'s", "’s"} and quantity.value == _DOZEN:
        return False  # a baker's dozen
    if quantity.value == 0:
        return after in OPENS_A_NOUN and before not in _ZERO
    if quantity.vague and quantity.number.style == "vague":
        told = after in OPENS_A_NOUN or after.startswith(("V", "MD")) or before in FATE_WORDS
        return last < len(lower) and (lower[last] in {"of", "more"} or told)
    if before in {"other", "first", "last"} and after in _ACTS and quantity.value is not None:
        return True  # "the other two got through", "the first four arrive in May"
    if before in _THE | _RANKED and after not in OPENS_A_NOUN:
        return last < len(lower) and lower[last] == "of" and before not in _RANKED
    return True
