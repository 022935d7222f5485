"""What the clause around a mention says of it: modals, governors, negation, conditions.

The form of the mention says where to look. A verb after "to" hangs on what stands before "to"; a verb with
helpers before it ("has not been", "may") on those; a noun or gerund on the verb, noun or preposition before
it, and on the modal after it ("the withdrawal will begin"). A plain past verb happened, unless a condition
or a that-clause it stands in says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from bot.mentions.lexicon import Governor, governors, small_words
from bot.words import key
from storage.records import Span, Status

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[;:—–()]|,")
NT = re.compile(r"n['’]t$")
STOP = frozenset(";:—–()")
PAST_BE = frozenset({"was", "were", "had"})
REACH = 14  # words to the left in which a governor is sought
RIGHT = 8  # words to the right in which a noun's modal is sought
NOUN_REACH = 6  # words between a governor and the noun it governs
ADJACENT = 4  # words before "that" in which its governor stands
SUBJECT = 5  # words of a subject in which "no" makes it nobody
OBJECT = 6  # words from a modal to the object of its verb
DEFINITE = 3  # words before a noun in which its article stands
LISTED = 5  # words after a comma within which a noun is another one of a list
PASSIVE = 4  # words after a noun in which "was signed" makes its clause past
GAP = 6  # words between "call" and "for", "want" and "to"
NEGATED = 3  # words before a governor in which its negation stands
NOUN_ENDINGS = (
    "al",
    "als",
    "ment",
    "ments",
    "ion",
    "ions",
    "ure",
    "ures",
    "ance",
    "ence",
    "out",
    "back",
    "age",
)


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str  # lower case; "n't" is a word of its own
    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause's verdict. `past` says that the verb tells of what is over; `governor` is where it stands."""

    status: Status
    reason: str
    past: bool = False
    governor: tuple[int, int] | None = field(default=None)


PLAIN = Reading("reported", "said as a fact")


def read_clause(sentence: Span, start: int, end: int, floor: int) -> Reading:
    """What the words of a sentence say of the mention at `start`..`end`; nothing before `floor` counts."""
    found = words(sentence)
    left = [word for word in found if max(floor, sentence.start) <= word.start and word.end <= start]
    right = [word for word in found if word.start >= end]
    form = "".join(sentence.text[start - sentence.start : end - sentence.start].lower().split()[:1])
    return (
        _condition(left, right, form)
        or _infinitive(left, form)
        or _helpers(left)
        or _as_noun(left, right, form)
        or _hearsay(left, right)
        or Reading("reported", PLAIN.reason, past=_is_past(left, form))
    )


@lru_cache(maxsize=256)  # many rules ask about one sentence
def words(sentence: Span) -> tuple[Word, ...]:
    """The words and dividing marks of a sentence, with their offsets in the text."""
    found = []
    for match in WORD.finditer(sentence.text):
        start, text = sentence.start + match.start(), match.group().lower().replace("’", "'")
        cut = NT.search(text)
        if cut:
            found.append(_word(start, text[: cut.start()]))
            start, text = start + cut.start(), "not"
        found.append(_word(start, text))
    return tuple(found)


def _word(start: int, text: str) -> Word:
    return Word(start, start + len(text), text, _key(text))


@lru_cache(maxsize=16_384)  # the words of a few thousand sentences
def _key(text: str) -> str:
    return key(text)


def _condition(left: list[Word], right: list[Word], form: str) -> Reading | None:
    """If, unless, whether, until: between the last divider and the mention. "Until it was signed" is past."""
    over = _is_verb(left, form) or any(word.text in PAST_BE for word in (*left[-2:], *right[:PASSIVE]))
    for word in reversed(_since_divider(left, STOP | {","})):
        if word.text in small_words("if") or (word.text in small_words("until") and not over):
            return Reading("possible", f'after "{word.text}"')
        if word.text in small_words("relative"):
            return None
    return None


def _infinitive(left: list[Word], form: str) -> Reading | None:
    """ "to withdraw", "to be released": what stands before "to" decides; on its own it tells of a plan."""
    place = next((n for n in (1, 2, 3) if len(left) >= n and left[-n].text == "to"), None)
    if place is None or form.endswith(("ing", *NOUN_ENDINGS)):
        return None
    between = [word.text for word in left[len(left) - place + 1 :]]
    if any(text not in small_words("helper") and not text.endswith("ly") for text in between):
        return None
    if form.endswith(("s", "ed")) and "be" not in between:  # "in response to attacks"
        return None
    before = left[: len(left) - place]
    if before and before[-1].text in small_words("not"):
        return Reading("denied", f'after "{before[-1].text} to"')
    return _find(before, "to") or Reading("planned", 'after "to"')


def _helpers(left: list[Word]) -> Reading | None:
    """The helping verbs right before the mention: modals and negation."""
    chain: list[Word] = []
    for word in reversed(left):
        if not _is_helper(word):
            break
        chain.append(word)
    texts = {word.text for word in chain}
    negated = not texts.isdisjoint(small_words("not")) or _no_one(left[: len(left) - len(chain)])
    if not texts.isdisjoint(small_words("possible")):
        impossible = negated and not texts.isdisjoint({"could", "can", "cannot"})
        return Reading("denied" if impossible else "possible", _of(chain))
    if negated:
        return Reading("denied", _of(chain) if chain else 'after "no"')
    if not texts.isdisjoint(small_words("demanded")) and "have" not in texts:
        return Reading("demanded", _of(chain))
    if not texts.isdisjoint(small_words("planned")):
        return Reading("planned", _of(chain))
    if not texts.isdisjoint(small_words("conditional")):
        conditional = any(word.text in small_words("if") for word in left) or "have" in texts
        return Reading("possible" if conditional else "planned", _of(chain))
    if not texts.isdisjoint(small_words("claims")):
        return Reading("claimed", _of(chain))
    return None


def _as_noun(left: list[Word], right: list[Word], form: str) -> Reading | None:
    """A noun, a gerund or a that-clause: the nearest governor before it, else the modal after it."""
    that = next((n for n in range(len(left) - 1, -1, -1) if left[n].text == "that"), None)
    governed = None
    if that is not None and len(left) - that <= REACH:
        governed = _find(left[:that], "that", reach=ADJACENT)
    elif not _is_verb(left, form):
        governed = _find(_noun_phrase_before(left), "np") or _indefinite(left)
    if governed is not None and governed.status in {"denied", "demanded"}:
        return governed
    return _after(right) or governed


def _noun_phrase_before(left: list[Word]) -> list[Word]:
    """The words that can govern a noun: a comma close before it divides a list, a far one two clauses."""
    clause = _since_divider(left, STOP)
    last = _since_divider(clause, frozenset({","}))
    return clause if len(last) <= LISTED else last


def _indefinite(left: list[Word]) -> Reading | None:
    """ "will impose sanctions": a modal reaches the object of its verb, unless "the" says that it exists."""
    near = [word.text for word in left[-DEFINITE:]]
    if not small_words("definite").isdisjoint(near):
        return None
    for n in range(len(left) - 1, max(-1, len(left) - 1 - OBJECT), -1):
        if _is_boundary(left[n]) or left[n].text == ",":
            return None
        modal = _modal(left[n], left[n + 1 : n + 2])
        if modal is not None:
            return Reading(modal.status, f'after "{left[n].text}"')
    return None


def _after(right: list[Word]) -> Reading | None:
    """The modal or verb after a noun: "the withdrawal will begin", "was ruled out", "plan"."""
    for n, word in enumerate(right[:RIGHT]):
        if word.text in STOP | {","} or word.text in small_words("relative"):
            return None
        modal = _modal(word, right[n + 1 : n + 3])
        if modal is not None:
            return modal
        governor = _governor_at(right, n, "np")
        passive = any(w.text in small_words("helper") for w in right[:n])
        if governor and governor.status != "reported" and (n == 0 or passive):
            return Reading(governor.status, f'before "{word.text}"', governor=(word.start, word.end))
    return None


def _modal(word: Word, following: list[Word]) -> Reading | None:
    """What a modal or a negation after a noun says of it."""
    reason = f'before "{word.text}"'
    negated = any(w.text in small_words("not") for w in following)
    if word.text in small_words("possible") | small_words("conditional"):
        return Reading("possible", reason)
    if word.text in small_words("planned"):
        return Reading("denied" if negated else "planned", reason)
    if word.text in small_words("demanded"):
        return Reading("demanded", reason)
    return Reading("denied", reason) if word.text in small_words("not") else None


def _hearsay(left: list[Word], right: list[Word]) -> Reading | None:
    """Reportedly, allegedly; "according to" is somebody's word."""
    for word in (*left[-REACH:], *right[:REACH]):
        if word.text in small_words("claims"):
            return Reading("claimed", f'"{word.text}"')
    return None


def _find(before: list[Word], where: str, reach: int = REACH) -> Reading | None:
    """The nearest governor in the words before a mention, its own negation taken into account."""
    lowest = max(0, len(before) - reach)
    bar = next(
        (n for n in range(len(before) - 1, lowest - 1, -1) if _is_boundary(before[n])), lowest - 1
    )  # what stands before it is another clause
    nearest: tuple[int, int, int, Governor] | None = None
    for n in range(bar + 1, len(before)):
        found = _governing(before, n, where)
        if found is not None and (nearest is None or found[:2] > nearest[:2]):
            nearest = found
    return None if nearest is None else _verdict(nearest[3], before, nearest[2])


def _governing(before: list[Word], place: int, where: str) -> tuple[int, int, int, Governor] | None:
    """The governor that begins at a word, if it reaches the mention: its last word, length, place.

    A noun is out of reach of what stands far before it; "wants to impose" governs as "wants to" does.
    """
    governor = _governor_at(before, place, where)
    last = None if governor is None else _last_word(governor, before, place)
    if governor is None or last is None:
        return None
    if where == "np":
        if len(before) - 1 - last > NOUN_REACH:
            return None
        if last + 1 < len(before) and before[last + 1].text == "to":
            governor = _governor_at(before[: last + 1], place, "to") or governor
    return last, last - place, place, governor


def _verdict(governor: Governor, before: list[Word], place: int) -> Reading:
    """What a governor says; one that only tells how a thing goes on leaves the word to what governs it."""
    word, earlier = before[place], before[:place]
    stands = (word.start, word.end)
    if any(w.text in small_words("not") or w.text == "no" for w in earlier[-NEGATED:]):
        status: Status = "possible" if governor.status in {"demanded", "denied", "possible"} else "denied"
        return Reading(status, f'governed by "not {governor.phrase}"', governor=stands)
    outer = None
    if governor.status == "reported":
        outer = _infinitive(earlier, word.text) or _helpers(earlier)
    return outer or Reading(governor.status, f'governed by "{governor.phrase}"', governor=stands)


def _governor_at(found: list[Word], place: int, where: str) -> Governor | None:
    """The longest governor that begins at a word and governs there."""
    word = found[place]
    for governor in (*governors().get("=" + word.text, ()), *governors().get(word.key, ())):
        if governor.governs(where) and _last_word(governor, found, place) is not None:
            return governor
    return None


def _last_word(governor: Governor, found: list[Word], place: int) -> int | None:
    """Where a governor that begins at a word ends; None when its other words do not follow."""
    at = place
    for expected, gap in governor.rest:
        reach = at + 2 + (GAP if gap else 0)
        hit = next((n for n in range(at + 1, min(reach, len(found))) if _is(found[n], expected)), None)
        if hit is None:
            return None
        at = hit
    return at if not governor.object_needed or len(found) > at + 1 else None


def _is(word: Word, expected: str) -> bool:
    return expected == (f"={word.text}" if expected.startswith("=") else word.key)


def _is_boundary(word: Word) -> bool:
    return word.text in STOP or word.text in small_words("boundary")


def _no_one(left: list[Word]) -> bool:
    """ "No soldiers were", "none of its ships has": a subject that is nobody."""
    clause = _since_divider(left[-SUBJECT:], STOP | {","})
    return any(word.text in {"no", "none", "neither"} for word in clause)


def is_bare_verb(form: str) -> bool:
    """Whether a word can be a command: no ending of a past form, a gerund, a plural or a noun."""
    return not form.lower().endswith(("ed", "ing", "s", "ew", *NOUN_ENDINGS))


def _since_divider(left: list[Word], dividers: frozenset[str]) -> list[Word]:
    last = next((n for n in range(len(left) - 1, -1, -1) if left[n].text in dividers), -1)
    return left[last + 1 :]


def _is_helper(word: Word) -> bool:
    kinds = ("helper", "not", "planned", "possible", "demanded", "conditional", "claims")
    return any(word.text in small_words(kind) for kind in kinds) or word.text.endswith("ly")


def _is_verb(left: list[Word], form: str) -> bool:
    """Whether a mention is a finite verb: a past form that no article or preposition makes a noun."""
    before = left[-1].text if left else ""
    if form.endswith(("ing", *NOUN_ENDINGS)) or before == "being":
        return False
    return before not in small_words("article") and form.endswith(("ed", "ew", "uck", "ell", "ook", "ought"))


def _is_past(left: list[Word], form: str) -> bool:
    helped = bool(left) and left[-1].text in {"has", "have", "had", "been", "was", "were", "already"}
    return helped or _is_verb(left, form)


def _of(chain: list[Word]) -> str:
    return '"' + " ".join(word.text for word in reversed(chain)) + '"'
