"""Does a speaker promise: "we will", "plans to close", "has agreed to pay", of itself?

What is true of English: a speaker's own "will" before a verb of doing binds it, as do plans and agreements;
"will be", "will cost" and "would not know" tell what comes of itself. Accepted: plans told of others.
"""

from __future__ import annotations

from collections.abc import Container

from bot.briefs.lexicon import word_set

_NOT = frozenset({"not", "n't", "n’t", "never"})
BE = frozenset({"is", "are", "was", "were", "am", "'m", "’m", "'re", "’re", "'s", "’s", "be", "been"})
_MEANING = frozenset(
    {"plans", "plan", "intends", "intend", "aims", "aim", "agreed", "agrees", "agree", "planned"}
)
_GOING = frozenset({"going", "ready", "planning", "preparing", "prepared", "set", "committed", "due"})
_WILL = frozenset({"will", "'ll", "’ll", "would"})
_POSSESSIVES = frozenset({"his", "her", "its", "our", "their"})
_OF_BODIES = frozenset({"its", "our"})
_VERBS = frozenset({"VBD", "VBZ", "VBP"})
_HAPPENING = word_set("happening_verbs")
_OF_PLANS = _MEANING | _GOING | _WILL
_LEFT_UNDONE = frozenset({"accept", "allow", "tolerate", "comment", "be", "know", "stand", "go"})
_STEPS = frozenset({"measures", "steps", "action", "part", "care"})


def promises(head: list[str], tags: list[str], own: Container[str]) -> bool:
    """Does the speaker's own "will" or plan open what was said? `own` are words it may call itself by."""
    if _OF_PLANS.isdisjoint(head):
        return False
    owned = head[0] in _POSSESSIVES  # "her government would"
    start = 1 if owned or head[0] == "the" else 0
    if not head[start:] or (not owned and head[start] not in own):
        return _of_own_thing(head, tags, own)
    for k in range(start + 1, min(len(head) - 1, start + 4)):
        if _means_to(head, tags, k):
            return True
        if head[k] in _WILL and tags[k] == "MD":
            guess = head[start] == "i" and head[k] == "would"  # "I would not put money on it"
            return _will_do(head, tags, k, guess=guess)
    return False


def _of_own_thing(head: list[str], tags: list[str], own: Container[str]) -> bool:
    """ "Work at its plant will continue": a thing of one's own in the subject, and a deed behind "will"."""
    modal = next((k for k, word in enumerate(head) if word in _WILL and tags[k] == "MD"), 0)
    things = [k for k in range(1, modal - 1) if head[k] in _OF_BODIES]
    if not things or "it" not in own or not _VERBS.isdisjoint(tags[:modal]) or modal + 1 >= len(head):
        return False
    return _will_do(head, tags, modal, guess=False)


def _will_do(head: list[str], tags: list[str], k: int, *, guess: bool) -> bool:
    """Is it a deed that follows the "will" at word `k`?"""
    near = zip(head[k + 1 : k + 5], tags[k + 1 : k + 5], strict=True)
    after = [word for word, tag in near if word.isalpha() and tag not in {"RB", "``", "''"}]
    verb = after[0] if after else ""
    if verb == "be" and len(after) > 1 and after[1].endswith("ing"):
        return True
    if verb == "take" and not _STEPS.isdisjoint(head[k + 2 :]):
        return True  # "it would take necessary measures"
    if guess or (head[k + 1] in _NOT and (not verb or verb in _LEFT_UNDONE)):
        return False
    return verb != "" and verb not in _HAPPENING


def _means_to(head: list[str], tags: list[str], k: int) -> bool:
    """ "Plans to close", "has agreed to pay", "are going to rebuild" at word `k` of an own subject."""
    if head[k + 1 : k + 2] != ["to"] or tags[k + 2 : k + 3] != ["VB"]:
        return False
    if head[k] in _MEANING:
        return _NOT.isdisjoint(head[:k])
    return head[k] in _GOING and _NOT.isdisjoint(head[:k]) and not BE.isdisjoint(head[:k])
