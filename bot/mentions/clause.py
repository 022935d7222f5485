"""What the clause around a mention says of it: modals, governors, negation, conditions.

The form of the mention says where to look. A verb after "to" hangs on what stands before "to"; a verb with
helpers before it ("has not been", "may") on those; a noun or gerund on the verb, noun or preposition before
it, and on the modal after it ("the withdrawal will begin"). A plain past verb happened, unless a condition
or a that-clause it stands in says otherwise.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import attrgetter

from bot.mentions.ahead import PAST_BE, RIGHT, apposed, dated_ahead, modified_by_time
from bot.mentions.before import GERUND, OPEN, SUBJECT, called, governed_by, helpers, infinitive
from bot.mentions.commands import commanded, shouted
from bot.mentions.forms import is_over, is_past_verb
from bot.mentions.governing import REACH, governor_at
from bot.mentions.hanging import (
    asked,
    depends_on,
    dropped_later,
    forestalled,
    imagined_without,
    left_open,
    under_condition,
    undone,
)
from bot.mentions.lexicon import families, modals, small_words
from bot.mentions.presupposed import presupposed
from bot.mentions.reading import Reading
from bot.mentions.tokens import COMMA, STOP, Word, is_boundary, since_divider, words
from bot.words import key
from storage.records import Span

ADJACENT = 4  # words before "that" in which its governor stands
OBJECT = 6  # words from a modal to the object of its verb
DEFINITE = 3  # words before a noun in which its article stands
LISTED = 5  # words after a comma within which a noun is another one of a list
INSERTED = 9  # words between commas behind a noun
WANTED = 6  # words from "want" to what is to be done
APPOSITION = 7  # words from a comma to the noun that says again what stands before it


START, END = attrgetter("start"), attrgetter("end")
PLAIN = Reading("reported", "said as a fact")


def read_clause(sentence: Span, start: int, end: int, floor: int, *, said: bool) -> Reading:
    """What the words of a sentence say of the mention at `start`..`end`; nothing before `floor` counts.

    `said`: it stands in somebody's claim, where "would" is a plan told later; elsewhere it is a condition.
    """
    found = words(sentence)
    left = list(found[bisect_left(found, floor, key=START) : bisect_right(found, start, key=END)])
    right = list(found[bisect_left(found, end, key=START) :])
    form = "".join(sentence.text[start - sentence.start : end - sentence.start].lower().split()[:1])
    right = _past_insertion(left, right)
    inner = infinitive(left, form, said=said) or helpers(left, said=said)
    return (
        presupposed(left, form)
        or commanded(left, right, form)
        or shouted(sentence, start, end)
        or under_condition(left, right, form)
        or imagined_without(left, right)
        or undone(right)
        or asked(sentence.text, left, right)
        or forestalled(left)
        or (_weakened(inner, left, right) if inner else None)
        or _wanted(left, form)
        or called(left, form, said=said)
        or modified_by_time(left, right)
        or _dated(_as_noun(left, right, form, said=said), left, right, form)
        or dated_ahead(left, right, form)
        or _apposition(left, right)
        or _counted(left)
        or (None if said else _hearsay(left, right))
        or Reading("reported", PLAIN.reason, past=is_over(left, form) or _is_past_noun(right))
    )


def read_cue(sentence: Span, cue: Span) -> Reading | None:
    """What the words before a claim's cue say of it: "may call for", "stopped short of ordering"."""
    found = words(sentence)
    left = list(found[: bisect_left(found, cue.start, key=START)])
    form = cue.text.lower().split()[0]
    governed = governed_by(left, "np", reach=GERUND + 1) if form.endswith("ing") else None
    return infinitive(left, form) or helpers(left, said=False) or governed


def _past_insertion(left: list[Word], right: list[Word]) -> list[Word]:
    """ "The deployment, agreed in March, begins on Monday": what is behind a noun, less what commas insert.

    Where the sentence opens with "after" or "in", the comma ends that phrase and inserts nothing.
    """
    if (
        not left
        or not right
        or apposed(right[1:]) is not None
        or right[0].text != ","
        or left[0].text not in small_words("article")
    ):
        return right
    close = next((n for n, word in enumerate(right[1:], 1) if word.text in STOP | COMMA), None)
    if close is None or close > INSERTED or right[close].text != "," or len(left) > SUBJECT:
        return right
    return right[close + 1 :]


def _dated(governed: Reading | None, left: list[Word], right: list[Word], form: str) -> Reading | None:
    """What a governed noun is worth: "starts vaccinating next week" is planned, "plan it unless" open."""
    if governed is None or governed.status not in {"reported", "planned"}:
        return governed
    if governed.status == "reported":
        return dated_ahead(left, right, form) or governed
    condition = depends_on(left, right)
    if condition is None:
        return governed
    return Reading("possible", f'after "{condition.text}"', hangs=True)


def _apposition(left: list[Word], right: list[Word]) -> Reading | None:
    """A mention between commas that only names something again, which the words around it tell of.

    "The walkout, the first strike in a decade, is planned": the verb behind it. "Troops will go in May, the
    largest deployment in years", "jobs will be cut, with layoffs starting in March": the clause before it.
    """
    last = next((n for n in range(len(left) - 1, -1, -1) if left[n].text == ","), None)
    renaming = small_words("article") | {"with"}
    if last is None or len(left) - last > APPOSITION or left[last + 1 : last + 2] == []:
        return None
    if left[last + 1].text not in renaming:
        return None
    close = next((n for n, word in enumerate(right) if word.text in STOP | COMMA), None)
    behind = right[: len(right) if close is None else close]
    if any(word.text in small_words("finite_be") or word.text in modals() for word in behind):
        return None
    if close is not None and right[close].text == ",":
        return _after(right[close + 1 :])
    before = since_divider(left[:last], STOP | COMMA)
    modal = next((m for n, w in enumerate(before) if (m := _modal(w, before[n + 1 : n + 3]))), None)
    return modal if modal is not None and modal.status in OPEN else None


def _counted(left: list[Word]) -> Reading | None:
    """ "Will walk out in the first of four strikes": a count or a superlative names what the clause tells."""
    near = since_divider(left[-APPOSITION:], STOP | COMMA)
    place = next((n for n, word in enumerate(near) if word.text in small_words("ranked")), None)
    if place is None:
        return None
    before = since_divider(left[: len(left) - len(near) + place], STOP | COMMA)
    modal = next((m for n, w in enumerate(before) if (m := _modal(w, before[n + 1 : n + 3]))), None)
    return modal if modal is not None and modal.status in OPEN else None


def _is_past_noun(right: list[Word]) -> bool:
    """Whether the verb right after a noun tells of what is over: "the blast was caused"."""
    return bool(right) and right[0].text in PAST_BE


def _wanted(left: list[Word], form: str) -> Reading | None:
    """ "want the pesticide banned": what somebody wants done has a past form and is not done."""
    if not form.endswith("ed") or not is_past_verb(left, form):
        return None
    near = since_divider(left[-WANTED:], STOP | COMMA)
    place = next((n for n, word in enumerate(near) if word.key in families("wanting")), None)
    if place is None or any(word.text in small_words("relative") for word in near[place:]):
        return None
    return Reading("demanded", f'after "{near[place].text}"', governor=(near[place].start, near[place].end))


def _weakened(inner: Reading, left: list[Word], right: list[Word]) -> Reading:
    """A verb's own reading, unless the clause is worth less: rumours that it will, it will if."""
    if inner.status not in {"planned", "possible"}:
        return inner
    if inner.governor is not None and (dropped := dropped_later(right)) is not None:
        return Reading("denied", f'"{dropped.text}"')
    if inner.status == "possible":
        return inner
    that = next((n for n in range(len(left) - 1, -1, -1) if left[n].text == "that"), None)
    outer = None if that is None else governed_by(left[:that], "that", reach=ADJACENT)
    if outer is not None and outer.status in {"denied", "possible"}:
        return outer
    condition = depends_on(left, right) or left_open(left)
    return inner if condition is None else Reading("possible", f'after "{condition.text}"', hangs=True)


def _as_noun(left: list[Word], right: list[Word], form: str, *, said: bool) -> Reading | None:
    """A noun, a gerund or a that-clause: the nearest governor before it, else the modal after it."""
    that = next((n for n in range(len(left) - 1, -1, -1) if left[n].text == "that"), None)
    governed = None
    if that is not None and len(left) - that <= REACH:
        governed = governed_by(left[:that], "that", reach=ADJACENT, said=said)
    if governed is None and not is_past_verb(left, form):
        governed = governed_by(_noun_phrase_before(left), "np", said=said) or _indefinite(left)
    if governed is not None and _is_braced_for(governed, left, form):
        return Reading("possible", governed.reason, governor=governed.governor)
    if governed is not None and _is_assertion(governed, left, right):
        governed = None
    if governed is not None and governed.status in {"denied", "demanded"}:
        return governed
    if (kept := _not_to(left)) is not None:
        return kept
    if governed is not None and governed.status in OPEN and (dropped := dropped_later(right)) is not None:
        return Reading("denied", f'"{dropped.text}"')
    after = _after(right)
    if said and _would_be_done(left, right):
        after = Reading("planned", f'before "{right[0].text}"')
    if governed is not None and after is not None and after.status == "planned":
        # "doubt that the withdrawal will be complete"; "after the sanctions were announced"
        return governed if that is not None or governed.status == "reported" else after
    return after or governed


def _is_braced_for(governed: Reading, left: list[Word], form: str) -> bool:
    """ "Preparing for an invasion": whoever prepares for a harm does not plan it."""
    if governed.status != "planned" or key(form) not in families("harm"):
        return False
    near = pairwise(left[-OBJECT:])
    return any(a.key in families("prepare") and b.text == "for" for a, b in near)


def _not_to(left: list[Word]) -> Reading | None:
    """ "agreed not to impose tariffs": what is not to be done to it."""
    near = [word.text for word in since_divider(left[-OBJECT:], STOP | COMMA)]
    found = any(pair == ("not", "to") for pair in pairwise(near))
    return Reading("denied", 'after "not to"') if found else None


def _would_be_done(left: list[Word], right: list[Word]) -> bool:
    """ "said the withdrawal would be finished": a plan told later; "a withdrawal would" only imagines one."""
    definite = any(word.text in small_words("definite") for word in left[-DEFINITE:])
    return definite and bool(right) and right[0].text in small_words("conditional")


def _is_assertion(governed: Reading, left: list[Word], right: list[Word]) -> bool:
    """ "insisted that the withdrawal was complete": a demand has no "was"."""
    place = next((n for n, word in enumerate(left) if governed.governor == (word.start, word.end)), None)
    if place is None or left[place].key not in families("sayer"):
        return False
    return any(word.text in small_words("finite_be") for word in (*left[place + 1 :], *right[:2]))


def _noun_phrase_before(left: list[Word]) -> list[Word]:
    """The words that can govern a noun: a comma close before it divides a list, a far one two clauses."""
    clause = since_divider(left, STOP)
    last = since_divider(clause, COMMA)
    return clause if len(last) <= LISTED else last


def _indefinite(left: list[Word]) -> Reading | None:
    """ "will impose sanctions": a modal reaches the object of its verb, unless "the" says that it exists."""
    near = [word.text for word in left[-DEFINITE:]]
    phrase = next((n for n in range(len(near) - 1, -1, -1) if near[n] in small_words("preposition")), -1)
    near = near[phrase + 1 :]  # "tip the country into recession"
    made = any(word.key in families("make") for word in left[-OBJECT:])  # "will adopt the sanctions"
    if not small_words("definite").isdisjoint(near) and not made:
        return None
    for n in range(len(left) - 1, max(-1, len(left) - 1 - OBJECT), -1):
        if is_boundary(left[n]) or left[n].text == ",":
            return None
        modal = _modal(left[n], left[n + 1 : n + 2])
        if modal is not None:
            return Reading(modal.status, f'after "{left[n].text}"')
    return None


def _after(right: list[Word]) -> Reading | None:
    """The modal or verb after a noun: "the withdrawal will begin", "was ruled out", "plan"."""
    if right and right[0].text == ",":
        return apposed(right[1:])
    if [word.text for word in right[:2]] in (["is", "to"], ["are", "to"]):
        return Reading("planned", f'before "{right[0].text} to"')
    for n, word in enumerate(right[:RIGHT]):
        if word.text in STOP | COMMA or word.text in small_words("relative"):
            return None
        modal = _modal(word, right[n + 1 : n + 3])
        if modal is not None:
            return modal
        open_end = right[n + 1 : n + 2] and right[n + 1].text == "to"  # "is due to begin"
        governor = (governor_at(right, n, "to") if open_end else None) or (
            governor_at(right, n, "np") or governor_at(right, n, "after")
        )
        verb = next((w for w in reversed(right[:n]) if not _is_adverb(w)), None)
        passive = verb is not None and verb.text in small_words("be")
        settled = not (passive and governor is not None)
        if n and settled and apposed(right[n : n + 2]) and not any(w.text.endswith("ed") for w in right[:n]):
            return Reading("planned", f'before "{word.text}"')  # "launch of a probe set for May"
        if governor is None or governor.status == "reported":
            continue
        beside = n == 0 and (governor.where == "after" or word.text not in small_words("before_only"))
        if passive or (beside and not _acts(right)):
            return Reading(governor.status, f'before "{word.text}"', governor=(word.start, word.end))
    return None


def _is_adverb(word: Word) -> bool:
    return word.text.endswith("ly") or word.text in small_words("adverb")


def _acts(right: list[Word]) -> bool:
    """ "The ceasefire allowed bakers to": the noun does it, where an object follows, not "by"."""
    following = right[1].text if len(right) > 1 else ","
    closing = small_words("preposition") | small_words("before_only") | small_words("relative") | STOP | COMMA
    return right[0].key in families("enabling") and right[0].text.endswith("ed") and following not in closing


def _modal(word: Word, following: list[Word]) -> Reading | None:
    """What a modal or a negation after a noun says of it."""
    if word.text not in modals():
        return None
    reason = f'before "{word.text}"'
    if any(w.key in families("open_end") for w in following):  # "cannot be ruled out"
        open_still = word.text in small_words("not") | small_words("possible")
        return Reading("possible", reason) if open_still else None
    if word.text in small_words("not") and any(w.key in families("untold") for w in following):
        return None  # "the cause of the blast is not known"
    negated = any(w.text in small_words("not") for w in following)
    if word.text in small_words("possible") | small_words("conditional"):
        return Reading("possible", reason)
    if word.text in small_words("planned"):
        return Reading("denied" if negated else "planned", reason)
    if word.text in small_words("demanded"):
        return Reading("demanded", reason)
    return Reading("denied", reason) if word.text in small_words("not") else None


def _hearsay(left: list[Word], right: list[Word]) -> Reading | None:
    """Reportedly, allegedly; "the group says it ..."; "..., two residents told the paper".

    What the brief has as a claim is read there; this is for the claims it missed.
    """
    for word in (*left[-REACH:], *right[:REACH]):
        if word.text in small_words("claims"):
            return Reading("claimed", f'"{word.text}"')
    tail = since_divider(right, STOP | COMMA)
    trailing = tail if len(tail) < len(right) and tail and tail[0].text not in small_words("relative") else []
    for word in (*since_divider(left, STOP | COMMA), *trailing[:REACH]):
        if word.key in families("sayer"):
            return Reading("claimed", f'by "{word.text}"', governor=(word.start, word.end))
    return None
