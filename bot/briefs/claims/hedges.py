"""Does what was said leave open whether it is so: "may", "likely", "appears"?

What is true of English: such words hedge what they stand in, but "could not" is inability, "more likely"
compares, "the possible cost" leaves the cost open and not what is said of it, and "they think" is what others
do. Accepted: hedges in a clause that hangs on another.
"""

from __future__ import annotations

from bot.briefs.lexicon import word_set

_HEDGES = word_set("hedges")
_NOT = frozenset({"not", "n't", "n’t", "never"})
_ATTRIBUTIVE = frozenset({"possible", "potential", "probable", "apparent", "suspected", "likely"})
# "More likely to vote" compares, and "everything possible" is much.
_COMPARING = {
    "likely": frozenset({"more", "less", "most", "as"}),
    "possible": frozenset({"everything", "all", "as", "anything", "where"}),
}
_NOBODY = frozenset({"no", "nobody", "none", "nothing", "never"})
_SUBJECT = 6  # words of a subject before "could"
_OPINION = frozenset({"i", "we", "he", "she", "they", "it"})
_BEING = frozenset({"is", "are", "was", "were", "be", "been", "widely", "also"})


def leaves_open(lower: list[str], tags: list[str]) -> bool:
    """Is one of the words a hedge that means the whole ("is likely to", "may")?"""
    if "ruled" in lower and any(
        lower[k] == "ruled" and lower[k - 1] in _NOT for k in range(1, min(len(lower), _SUBJECT))
    ):
        return True  # "has not ruled out an evacuation"
    if _HEDGES.isdisjoint(lower):
        return False
    return any(word in _HEDGES and _hedges_all(lower, tags, k) for k, word in enumerate(lower))


def _hedges_all(lower: list[str], tags: list[str], k: int) -> bool:
    """Does the hedge at word `k` leave open what was said, and not a part of it?"""
    word, before = lower[k], lower[k - 1] if k else ""
    follows, tag = (lower[k + 1], tags[k + 1]) if k + 1 < len(lower) else ("", "")
    if word == "may":
        return tags[k] == "MD"
    if word == "could":
        return follows not in _NOT and _NOBODY.isdisjoint(lower[max(0, k - _SUBJECT) : k])  # inability
    if word in {"maybe", "perhaps"}:
        return tag != "CD"  # "maybe three" hedges the number alone
    if word == "believed":  # "said they believed he had", but "she still believed in it"
        return before in _BEING or (k == 1 and before in _OPINION and tag != "IN")
    if word in {"think", "believe"}:
        return before in {"i", "we"}  # "they think" is what others do
    if before in _COMPARING.get(word, ()):
        return False
    if word in _ATTRIBUTIVE and before not in _BEING and tag in {"NN", "NNS"}:
        return False  # "the possible cost" leaves the cost open, not what is said of it
    return word != "suspected" or k == 0 or tags[k - 1] != "CD"
