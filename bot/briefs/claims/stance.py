"""Where the speaker stands to what was said: asserts, denies, demands, promises, warns, asks.

What is true of the world: the verb tells most of it ("denied", "urged", "vowed"); "said" tells nothing,
and what follows does: "must" demands, a speaker's own "will" promises, a question asks, calling it lies
or saying "we did not" denies, "could" with a danger warns. Accepted: irony, and denials that need
knowledge of the matter.
"""

from __future__ import annotations

from collections.abc import Container
from itertools import compress
from typing import NamedTuple, cast

from bot.briefs.claims.cues import Cue
from bot.briefs.claims.hedges import leaves_open
from bot.briefs.claims.promises import BE, promises
from bot.briefs.document import Document
from bot.briefs.lexicon import columns, lines, word_set
from storage.records import Stance

_HEDGING_VERBS = word_set("hedging_verbs")
_DENIALS = word_set("denials")
_DANGERS = word_set("dangers")
_NOT = frozenset({"not", "n't", "n’t", "never"})
_PERFORMED = {verb: cast(Stance, stance) for verb, stance in columns("performatives")}
_BEFORE_PERFORMED = word_set("before_performatives")
_DENYING = tuple(f" {phrase} " for phrase in lines("denying_phrases"))
_DENYING_WORDS = frozenset(phrase.split()[0] for phrase in _DENYING)
_NOUNS = {noun: cast(Stance, stance) for noun, stance in columns("stance_nouns")}
_REPEATS = word_set("repeating_verbs")
_UNKNOWING = word_set("knowing_verbs")
_OPENING_MARKS = frozenset('"“‘') | {"''", "``"}
_STOPS = frozenset({".", "!"})
_BORDERS = _OPENING_MARKS | _STOPS
_POSSIBLE = frozenset({"could", "may", "might", "potential", "risk", "risks"})
_DENIED = frozenset({"rejects", "rejected", "denies", "denied"})
_LIES = frozenset({"lie", "lies", "falsehoods"})
_FLAT_DENIALS = _DENIALS - _LIES
_IDLE = word_set("idle_imperatives")
_RULED_OUT = frozenset({"ruled", "rule", "excluded", "exclude", "denied", "deny"})
_THINGS = frozenset({"rubbish", "propaganda", "fabrications", "fabrication"})
_BIDDING = frozenset({"ask", "tell", "advise", "want", "challenge", "remind", "press"})
_PERFECT = frozenset({"did", "had", "have", "has"})
_TO_BE_EXPECTED = word_set("expected_verbs")
_PROMISING = {"offer": "in", "agree": "i"}  # verbs, and the frames in which they bind their speaker
_TO_DO = frozenset({"o", "i"})  # "urged them to hide what could harm": nothing is left open
_OF_PHRASES = frozenset({"n", "k", "passive"})  # what is called "separatist provocations" orders nothing
_OWNING = frozenset({"acknowledge", "admit", "concede", "recognise", "recognize"})
_HELD = frozenset({"believe", "think", "fear", "suspect", "assume", "understand"})  # "is believed to"
_LONGEST_READ = 200  # tokens that are read for a stance; it shows early, and claims of a page are many
_OPENING = 14  # tokens in which the main clause shows its subject and verb


class Attitude(NamedTuple):
    """How a claim is meant."""

    stance: Stance
    hedged: bool


def attitude_of(
    document: Document, cue: Cue, frame: str, parts: list[tuple[int, int]], own: Container[str]
) -> Attitude:
    """Stance and hedging of what was said; `own` are words by which the speaker may call itself."""
    lower, tags = _read(document, parts)
    name = cue.verb.name
    stance = _by_verb(name, cue, frame, lower)
    if stance == "asserts":
        stance = _by_content(lower, tags, own, ordered=frame not in _OF_PHRASES)
        if stance == "denies" and name in _OWNING:
            stance = "asserts"  # "acknowledged she had not read it"
    held = frame == "passive" and name in _HELD
    hedged = (
        held
        or (name in _HEDGING_VERBS and stance != "demands" and not _proposed(frame, lower))
        or (stance != "asks" and frame not in _TO_DO and leaves_open(lower, tags))
    )
    return Attitude(stance, hedged)


def _proposed(frame: str, lower: list[str]) -> bool:
    """ "Suggested a term of four years" leaves nothing open."""
    return frame == "n" and lower[:1] in (["a"], ["an"])


def _read(document: Document, parts: list[tuple[int, int]]) -> tuple[list[str], list[str]]:
    """The words and tags of what was said, the middle of something long left out."""
    lower: list[str] = []
    tags: list[str] = []
    for first, last in parts:
        end = min(last, first + _LONGEST_READ - len(lower))
        lower += document.lower[first:end]
        tags += document.tags[first:end]
        if end < last:
            lower += document.lower[parts[-1][1] - 2 : parts[-1][1]]
            tags += document.tags[parts[-1][1] - 2 : parts[-1][1]]
            break
    return lower, tags


def _by_verb(name: str, cue: Cue, frame: str, lower: list[str]) -> Stance:
    if frame == "o" and name in _BIDDING:
        return "demands"
    if name == "ask" and frame in {"i", "t", "f"}:
        return "demands"
    if name == "advise" and frame == "t":
        return "asserts"  # "advised that the road was open"; what it should be is told by "should"
    if frame == "i" and lower[:2] == ["to", "know"]:
        return "asks"  # "want to know if"
    if frame == "j":
        return "denies" if lower[:1] == ["not"] else "asserts"
    if frame in _PROMISING.get(name, ()):
        return "promises"
    if frame == "n" and name in _REPEATS:
        return next((_NOUNS[word] for word in lower[:5] if word in _NOUNS), cue.verb.stance)
    if name in {"threaten"} and frame == "i":
        return "warns"
    if name in {"question", "reject", "dispute"} and frame == "q":
        return "asks" if name == "question" else "denies"
    if name in {
        "call",
        "describe",
        "label",
        "brand",
        "characterise",
        "characterize",
        "dub",
        "term",
    } and _calls_untrue(lower):
        return "denies"
    return cue.verb.stance


def _calls_lies(lower: list[str]) -> bool:
    """ "Lies", but not "the figures don't lie"."""
    return not _LIES.isdisjoint(lower) and any(
        word in _LIES and _NOT.isdisjoint(lower[max(0, k - 2) : k]) for k, word in enumerate(lower)
    )


def _is_denial(head: list[str], k: int) -> bool:
    """Does the word at `k` deny, and name no thing: "that is rubbish", but not "clear the rubbish"?"""
    if head[k] not in _THINGS:
        return head[k] in _FLAT_DENIALS
    before = head[max(0, k - 2) : k]  # "is complete rubbish"
    return k == 0 or not (BE.isdisjoint(before) and _OPENING_MARKS.isdisjoint(before))


def _calls_untrue(lower: list[str]) -> bool:
    return not _DENIALS.isdisjoint(lower)


def _by_content(lower: list[str], tags: list[str], own: Container[str], *, ordered: bool = True) -> Stance:
    if lower and "?" in lower[-2:]:
        return "asks"
    opening = _past_adverbials(lower)
    head, head_tags = opening[:_OPENING], tags[len(lower) - len(opening) :][:_OPENING]
    performed = _performed(head)
    if performed:
        return performed
    if _denies(lower, head, own):
        return "denies"
    if _demands(head, head_tags):
        return "demands"
    if promises(head, head_tags, own):
        return "promises"
    for k in _openings(lower):
        further, further_tags = lower[k : k + _OPENING], tags[k : k + _OPENING]
        begin = len(further) - len(_past_adverbials(further))
        if ordered and _orders(further[begin:], further_tags[begin:]):
            return "demands"
        if promises(further[begin:], further_tags[begin:], own):
            return "promises"
    if _warns(lower):
        return "warns"
    return "asserts"


def _openings(lower: list[str]) -> list[int]:
    """Where a quotation or a further sentence begins in what was said."""
    found = []
    for k in compress(range(len(lower)), map(_BORDERS.__contains__, lower)):
        if lower[k] in _STOPS:
            found.append(k + 1)
        elif k == 0 or not lower[k - 1][-1].isalnum():
            found.append(k)
    return found


def _past_adverbials(lower: list[str]) -> list[str]:
    """The content without its opening marks and conjunctions."""
    k = 0
    while k < len(lower) and (not lower[k][0].isalnum() or lower[k] in {"that", "and", "but", "so"}):
        k += 1
    return lower[k:]


def _performed(head: list[str]) -> Stance | None:
    """ "I urge you to leave" does what it says."""
    for k, word in enumerate(head[:-1]):
        if word in {"i", "we"} and k <= 1:
            for verb in head[k + 1 : k + 7]:
                if verb in _PERFORMED:
                    return _PERFORMED[verb]
                if verb not in _BEFORE_PERFORMED:
                    return None
    return None


def _denies(lower: list[str], head: list[str], own: Container[str]) -> bool:
    if not _DENYING_WORDS.isdisjoint(lower):
        text = " " + " ".join(lower) + " "
        if any(phrase in text for phrase in _DENYING):
            return True
    flat = not _FLAT_DENIALS.isdisjoint(head)
    if _calls_lies(lower) or (flat and any(_is_denial(head, k) for k in range(len(head)))):
        return True
    if "believe" in head and not _NOT.isdisjoint(head):
        return True
    if not _DENIED.isdisjoint(head[:5]):
        return True
    if len(head) > 2 and not _NOT.isdisjoint(head[1:4]) and head[0] in own:
        verb = head[1:4]
        if "able" in head[:6] or "been" in verb or _UNKNOWING.intersection(head[2:5]):
            return False
        if not _RULED_OUT.isdisjoint(head[2:5]):
            return False  # "has not ruled out an evacuation"
        return not _PERFECT.isdisjoint(verb[:2])
    return False


def _demands(head: list[str], tags: list[str]) -> bool:
    """ "must" and "should", and the imperative of a quoted order."""
    for k, word in enumerate(head[:-1]):
        if (
            word in {"must", "should"}
            and head[k + 1 : k + 3] != ["have", "been"]
            and head[k + 1] not in {"have", "surprise"}
        ):
            likely = "surprise" in head[k + 1 : k + 4] or head[k + 1] in _TO_BE_EXPECTED
            return not (word == "should" and likely)
        if tags[k] in {"VBD", "MD"} or (k and tags[k] in {"VBZ", "VBP"}):
            return False
    return False


def _orders(head: list[str], tags: list[str]) -> bool:
    """ "Count again.", "Do not wait": a quoted sentence that opens with its bare verb."""
    if head[:1] == ["please"]:
        return True
    if head[:2] == ["if", "you"] and "," in head:
        comma = head.index(",")
        return _orders(head[comma + 1 :], tags[comma + 1 :])  # "If you are in town, do not wait"
    if head[:2] in (["do", "not"], ["do", "n't"], ["do", "n’t"]):
        return True
    return tags[:1] == ["VB"] and head[0] not in _IDLE and "?" not in head


def _warns(lower: list[str]) -> bool:
    """A possibility with a danger in it."""
    if _POSSIBLE.isdisjoint(lower):
        return False
    for k, word in enumerate(lower):
        if word in _POSSIBLE:
            return any(following in _DANGERS for following in lower[k + 1 : k + 10])
    return False
