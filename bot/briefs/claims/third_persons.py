"""Is a form in -s that tells ("plans", "claims", "fears") a verb, where it was taken for a plural?

What is true of English: it is a verb after "she", after a singular noun that opens the clause with an object,
an infinitive or the sentence's end behind ("the union demands a rise", ", a rights group estimates."), and
after "and" where another present tense came before ("denies it and points out that"). Accepted: "the price
demands that" as nouns.
"""

from __future__ import annotations

from bot.briefs.claims.cues import VERBS
from bot.briefs.claims.phrases import FINITE
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_REACH = 14  # tokens before "and demands that" in which the first verb or its auxiliary stands
_LONGEST = 60  # tokens of a subject: one without an end does not cost its square
_OBJECT = frozenset({"DT", "PRP", "PRP$", "CD", "WP", "$"})
_SUBJECT = frozenset({"NN", "NNP", "NNPS", "PRP"})
_IN_SUBJECT = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "PRP$"})
_BEHIND_SAYINGS = frozenset({"IN", "DT", "PRP", "TO"})
_SAYINGS = word_set("present_sayings") - {"claims", "estimates"}  # forms that are no nouns


def is_third_person(document: Document, tags: list[str], k: int) -> bool:
    """Is the word at token `k` such a verb? `tags` are those mended so far."""
    if k + 1 >= len(tags):
        return False
    before, word = tags[k - 1], document.lower[k - 1]
    that = document.lower[k + 1] == "that" and k + 2 < len(tags) and tags[k + 2] not in FINITE
    if that and word in {"another", "neither"}:
        return True  # "Another claims that"
    if before == "CC":
        return _goes_on(document, tags, k, that=that)
    if before == ",":
        return _follows_pause(document, tags, k, that=that)
    if that and before == "NNP":
        return not _has_verb_before(document, tags, k)
    if word in {"he", "she", "it"}:
        return True  # "she points out that"
    if before in {"NN", "NNP"} and tags[k + 1 : k + 3] == ["TO", "VB"]:
        return _plans_to(document, tags, k)
    return _follows_subject(document, tags, k)


def _goes_on(document: Document, tags: list[str], k: int, *, that: bool) -> bool:
    """ "Forecasts heavy rain and warns of floods": after "and", another present tense before it."""
    if "VBZ" not in tags[max(0, k - _REACH) : k]:
        return False
    word, follows = document.lower[k], document.lower[k + 1 : k + 3]
    if follows == ["out", "that"] or (word in _SAYINGS and tags[k + 1] in _BEHIND_SAYINGS):
        return True  # "denies it and points out that"
    if word == "calls" and follows[0] in {"on", "for"}:
        return tags[k - 2] not in _SUBJECT | {"NNS"}
    if that:
        return tags[k - 2] != "NNS"  # "calls it unlawful and demands that it stop"
    return tags[k + 1 : k + 3] == ["TO", "VB"]  # "sees sales of $6bn and plans to cut"


def _follows_pause(document: Document, tags: list[str], k: int, *, that: bool) -> bool:
    """ "Jane Roe, the owner, fears that": a verb kept from its subject, or one before it."""
    if that or tags[k + 1] == "PRP":
        return not _has_verb_before(document, tags, k)  # "Ghana, the second producer, insists it will"
    turned = tags[k + 1] == "NNP" and any("q" in verb.frames for verb in VERBS[document.lower[k]])
    return turned and _has_verb_before(document, tags, k)  # "..., cautions Jane Roe, an ecologist"


def _plans_to(document: Document, tags: list[str], k: int) -> bool:
    """ "Said the company plans to hire": a phrase that opens its clause, and no other verb for it behind."""
    first = k - 1
    while first and (tags[first - 1] in _IN_SUBJECT or tags[first - 1] == "POS"):
        first -= 1
    opens = first == 0 or tags[first - 1] in {",", "IN", "."} or document.lower[first - 1] in VERBS
    return opens and FINITE.isdisjoint(tags[k + 3 : k + 3 + _REACH])


def _follows_subject(document: Document, tags: list[str], k: int) -> bool:
    """After a singular noun that opens the clause, with an object or the end of the sentence behind."""
    first = _before_bracket(tags, k - 1)
    if tags[first] not in _SUBJECT:
        return False
    if tags[k + 1] == "PRP":
        return True
    if tags[k + 1] in _OBJECT:
        return not any(tag in {"VBD", "VBZ", "MD"} for tag in tags[k + 1 : k + 7])
    floor = max(0, k - _LONGEST)
    while first > floor and (tags[first - 1] in _IN_SUBJECT or document.lower[first - 1] in {"of", "for"}):
        first -= 1
    if document.lower[k + 1] == "that" and FINITE.isdisjoint(tags[k + 2 : k + 3]):
        return first == 0 or tags[first - 1] == "."  # "The union demands that nobody be dismissed"
    if first == 0 or tags[first - 1] == ".":
        return tags[k + 1] in {"IN", "TO"} and _is_alone(tags, k)  # "The industry points to bird flu:"
    placed = document.lower[k + 1] in {"in", "from"} and _is_alone(tags, k)
    return tags[first - 1] == "," and (tags[k + 1] == "." or placed)  # ", the team reports in a journal"


def _before_bracket(tags: list[str], k: int) -> int:
    """The token before "(DDM)" in "the Department of Disaster Management (DDM) reports.", else `k`."""
    if tags[k] != "-RRB-":
        return k
    return next((i - 1 for i in range(k, max(1, k - 4), -1) if tags[i] == "-LRB-"), k)


def _is_alone(tags: list[str], k: int) -> bool:
    """Is there no finite verb before the next pause?"""
    pause = next((i for i in range(k, min(len(tags), k + 2 * _REACH)) if tags[i] in {",", ".", ":"}), k)
    return pause > k and FINITE.isdisjoint(tags[k:pause])


def _has_verb_before(document: Document, tags: list[str], k: int) -> bool:
    """Is there a finite verb in the few words before, back to the head of the sentence?"""
    found = False
    for i in range(k - 1, max(-1, k - _REACH - 1), -1):
        if document.words[i] in {".", "?", "!", "”", '"'}:
            break
        if tags[i] in {"WP", "WDT"} and tags[i - 1] == ",":
            found = False  # "Hale, who was not involved, cautions that"
        found = found or tags[i] in FINITE
    return found
